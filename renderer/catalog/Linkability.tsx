/** Which databases can be linked, by present and planned rules, and what a link would give here. */
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import { linkabilityOf } from '../../shared/model/linkability.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { formatNumber } from '../ui/formats.ts'
import { InventedBadge } from '../ui/InventedBadge.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Linkability.module.css'
import { sharedPersons } from './linkability.ts'

export interface LinkabilityProps {
  datasets: readonly Dataset[]
  onOpen(dataset: string): void
}

const SIGNS = { present: '●', planned: '○', none: '' } as const

export function Linkability({ datasets, onOpen }: LinkabilityProps) {
  const { t } = useTranslation('catalog')
  const language = useLanguage()
  const answer = useAnswer('catalog.linkage', {})
  const databases = datasets.filter(({ access }) => access === 'permit')
  const undecided = databases.filter(({ linkabilityDecided }) => !linkabilityDecided)
  const pairs = answer.data?.pairs ?? []
  const personsOf = (a: Dataset, b: Dataset): string => {
    const persons = sharedPersons(pairs, a, b)
    if (persons === undefined) return ''
    return persons === null ? t('linkage.fewer') : formatNumber(persons, language)
  }
  return (
    <article className={styles.page} data-testid="linkability">
      <h2 className={styles.title}>
        {t('linkage.title')}
        {databases.some(({ invented }) => invented) && <InventedBadge />}
      </h2>
      <p className={styles.lead}>
        {t('linkage.lead')}
        {databases.some(({ invented }) => invented) && (
          <span className="vw-dim">
            {language === 'en' && ' '}
            {t('linkage.invented')}
          </span>
        )}
      </p>
      {answer.isError && <Notice tone="danger" {...wordsOf(answer.error, language)} />}
      <p className={styles.legend}>
        <span data-rule="present">
          {SIGNS.present} {t('linkage.legendPresent')}
        </span>
        <span data-rule="planned">
          {SIGNS.planned} {t('linkage.legendPlanned')}
        </span>
      </p>
      <div className={styles.frame}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              <td />
              {databases.map((column) => (
                <th key={column.id} scope="col">
                  <span className={styles.column}>{column.title[language]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {databases.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <button type="button" className={styles.link} onClick={() => onOpen(row.id)}>
                    {row.title[language]}
                  </button>
                </th>
                {databases.map((column) => {
                  if (row === column) return <td key={column.id} className={styles.same} />
                  const rule = linkabilityOf(row, column)
                  const words = t(`linkage.${rule}`)
                  return (
                    <td
                      key={column.id}
                      data-rule={rule}
                      data-testid={`link-${row.id}-${column.id}`}
                      title={`${row.title[language]} × ${column.title[language]}: ${words}`}
                    >
                      <span className={styles.sign}>{SIGNS[rule]}</span>
                      <span className={styles.persons}>{personsOf(row, column)}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {undecided.length > 0 && (
        <p className="vw-dim">
          {t('linkage.undecided', {
            names: undecided.map(({ title }) => title[language]).join(t('listComma')),
          })}
        </p>
      )}
    </article>
  )
}
