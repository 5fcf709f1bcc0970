/** Which rows of a table a permit holds, in words: a period of a column, or its values with what they mean. */
import { useTranslation } from 'react-i18next'
import { codeAndWord, type Variable } from '../../shared/model/catalog.ts'
import type { RowCondition } from '../../shared/model/permit.ts'
import { formatDay } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './CodeList.module.css'

export interface RowConditionsProps {
  conditions: readonly RowCondition[]
  /** The column's name in the person's language. */
  titleOf(column: string): string
  codesOf(column: string): Variable['codes']
}

export function RowConditions({ conditions, titleOf, codesOf }: RowConditionsProps) {
  const { t } = useTranslation('terms')
  const language = useLanguage()
  const day = (value: string | null) => (value === null ? '' : formatDay(value, language))
  return (
    <ul className={styles.codes} data-testid="row-conditions">
      {conditions.map(({ column, from, until, in: values }) => (
        <li key={`${column} ${from} ${until} ${values?.join()}`}>
          {titleOf(column)} <span className="vw-mono">{column}</span>:{' '}
          {[
            from === null && until === null ? '' : `${day(from)} – ${day(until)}`,
            values === null
              ? ''
              : values
                  .map((value) => codeAndWord({ codes: codesOf(column) }, value, language))
                  .join(t('listComma')),
          ]
            .filter(Boolean)
            .join(' / ')}
        </li>
      ))}
    </ul>
  )
}
