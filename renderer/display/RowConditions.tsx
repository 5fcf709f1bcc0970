/** Which rows of a table a permit holds, in words: a period of a column, or its values with what they mean. */
import { useTranslation } from 'react-i18next'
import { formatDay } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './CodeList.module.css'
import { type Code, wordOfCode } from './CodeList.tsx'

export interface RowsHeld {
  column: string
  from: string | null
  until: string | null
  in: readonly string[] | null
}

export interface RowConditionsProps {
  conditions: readonly RowsHeld[]
  /** The column's name in the person's language. */
  titleOf(column: string): string
  codesOf(column: string): readonly Code[]
}

export function RowConditions({ conditions, titleOf, codesOf }: RowConditionsProps) {
  const { t } = useTranslation('terms')
  const language = useLanguage()
  const shown = (column: string, value: string) =>
    [value, wordOfCode(codesOf(column), value, language)].filter(Boolean).join(' ')
  const day = (value: string | null) => (value === null ? '' : formatDay(value, language))
  return (
    <ul className={styles.codes} data-testid="row-conditions">
      {conditions.map(({ column, from, until, in: values }) => (
        <li key={`${column} ${from} ${until} ${values?.join()}`}>
          {titleOf(column)} <span className="vw-mono">{column}</span>:{' '}
          {[
            from === null && until === null ? '' : `${day(from)} – ${day(until)}`,
            values === null ? '' : values.map((value) => shown(column, value)).join(t('listComma')),
          ]
            .filter(Boolean)
            .join(' / ')}
        </li>
      ))}
    </ul>
  )
}
