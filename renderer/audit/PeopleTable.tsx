/** Who did what how often in a period, the person last seen first; a number leads to its entries. */
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { formatNumber } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import styles from './Audit.module.css'
import { japanTime } from './detail-text.ts'
import type { Narrowing } from './use-entries.ts'

/** What officers look for first; whatever else somebody did stands in the entries. */
const WATCHED = [
  'signed-in',
  'sign-in-refused',
  'query-approved',
  'request-refused',
  'picture-seen',
  'ledger-asked',
  'output-submitted',
  'output-examined',
  'vote-cast',
  'release-downloaded',
] as const

type Person = RouteOutput<'audit.people'>['people'][number]

export interface PeopleTableProps {
  period: Pick<Narrowing, 'from' | 'until'>
  onNarrow(part: Pick<Narrowing, 'event' | 'by'>): void
}

export function PeopleTable({ period: { from, until }, onNarrow }: PeopleTableProps) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const answer = useAnswer('audit.people', { ...(from && { from }), ...(until && { until }) })
  const people = answer.data?.people
  return (
    <Awaited
      problem={answer.isError ? wordsOf(answer.error, language) : null}
      ready={people !== undefined}
      retry={[t('retry'), () => void answer.refetch()]}
    >
      <div className={styles.peopleScroller}>
        <table className={styles.people} data-testid="audit-people">
          <thead>
            <tr>
              <th scope="col">{t('column.by')}</th>
              <th scope="col">{t('people.last')}</th>
              {WATCHED.map((event) => (
                <th key={event} scope="col" className={styles.count}>
                  {t(`event.${event}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people?.map((person) => (
              <PersonRow key={person.by ?? ''} person={person} onNarrow={onNarrow} />
            ))}
          </tbody>
        </table>
        {people?.length === 0 && <p className={styles.none}>{t('none')}</p>}
      </div>
    </Awaited>
  )
}

function PersonRow({ person, onNarrow }: { person: Person } & Pick<PeopleTableProps, 'onNarrow'>) {
  const { t } = useTranslation('audit')
  const language = useLanguage()
  const name = person.by === null ? t('people.nobody') : (person.byName?.[language] ?? person.by)
  return (
    <tr data-testid={`audit-person-${person.by ?? 'nobody'}`}>
      <th scope="row">{name}</th>
      <td>{japanTime(person.lastAt)}</td>
      {WATCHED.map((event) => {
        const count = person.counts[event]
        return (
          <td key={event} className={styles.count}>
            {count === undefined ? (
              <span className="vw-dim">–</span>
            ) : (
              <button
                type="button"
                className={styles.narrow}
                title={t('narrow', { value: `${name} · ${t(`event.${event}`)}` })}
                onClick={() => onNarrow({ event, by: person.by ?? '' })}
                data-testid={`audit-count-${event}`}
              >
                {formatNumber(count, language)}
              </button>
            )}
          </td>
        )
      })}
    </tr>
  )
}
