import { IconGavel } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { useAnswer } from '../client/calls.ts'
import { useDatasetName } from '../client/dataset-names.ts'
import { wordsOf } from '../client/problem-words.ts'
import { Awaited } from '../ui/Awaited.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Page } from '../ui/Page.tsx'
import { useArrival } from '../ui/use-arrival.ts'
import styles from './Committee.module.css'
import { ExposureLine } from './ExposureLine.tsx'
import { StateMark } from './StateMark.tsx'

type Item = RouteOutput<'committee.queue'>['items'][number]

/**
 * What waits for the committee; asked again every 15 seconds. `side` stands at the head, beside the title.
 */
export function CommitteeQueue({ side }: { side: ReactNode }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const answer = useAnswer('committee.queue', {}, { refetchInterval: 15_000 })
  const items = answer.data?.items
  return (
    <Page title={t('queue.title')} lead={t('queue.lead')} actions={side} flush testId="committee-queue">
      <Awaited
        problem={answer.isError ? wordsOf(answer.error, language) : null}
        ready={items !== undefined}
        retry={[t('save.again'), () => void answer.refetch()]}
      >
        {items &&
          (items.length === 0 ? (
            <EmptyState icon={<IconGavel size={42} stroke={1.2} />} title={t('queue.empty')}>
              {t('queue.emptyNext')}
            </EmptyState>
          ) : (
            <Table items={items} />
          ))}
      </Awaited>
    </Page>
  )
}

const isClosed = ({ whyNot }: Item) => whyNot !== null && whyNot !== 'not-a-member'

function Table({ items }: { items: readonly Item[] }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const nameOf = useDatasetName(language)
  const [, go] = useLocation()
  const body = useRef<HTMLTableSectionElement>(null)
  useArrival(body, () => body.current?.querySelector('tr'))

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, item: Item) {
    if (event.key === 'Enter' && !isClosed(item)) go(`/committee/${item.id}`)
    const row = event.currentTarget
    const other = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key]
    if (!(other instanceof HTMLElement)) return
    event.preventDefault()
    other.focus()
  }

  return (
    <div className={styles.frame}>
      <table className={styles.queue}>
        <thead>
          <tr>
            {(['state', 'study', 'databases', 'asked', 'submitted', 'meeting'] as const).map((name) => (
              <th key={name}>{t(`queue.${name}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {items.map((item) => (
            <tr
              key={item.id}
              tabIndex={0}
              aria-disabled={isClosed(item)}
              data-state={item.state}
              onClick={() => !isClosed(item) && go(`/committee/${item.id}`)}
              onKeyDown={(event) => onKeyDown(event, item)}
              data-testid={`committee-item-${item.id}`}
            >
              <td>
                <StateMark state={item.state} />
                {item.amends && <div className="vw-dim">{t('amendment')}</div>}
              </td>
              <td className={styles.wide}>
                <b>{bilingual(language, item, 'title')}</b>
                <div className="vw-dim">
                  {item.institutions.map((each) => each[language]).join(t('listComma'))}
                </div>
                {item.whyNot && item.whyNot !== 'not-a-member' && (
                  <div className={styles.closed}>{t(`closed.${item.whyNot}`)}</div>
                )}
              </td>
              <td>
                {item.databases.map(nameOf).join(t('listComma'))}
                {item.linkage && <div className="vw-dim">{t('queue.linked')}</div>}
              </td>
              <td className={styles.exposure}>
                <ExposureLine exposure={item.exposure} />
              </td>
              <td className={styles.day}>
                {formatDay(item.submittedAt, language)}
                {item.round > 1 && <div className="vw-dim">{t('queue.round', { round: item.round })}</div>}
              </td>
              <td className={styles.meeting}>
                {item.meeting && (
                  <>
                    {t('queue.votes', { voted: item.meeting.voted, attending: item.meeting.attending })}
                    {item.whyNot === null && (
                      <div className={styles.mine} data-mine={item.meeting.mine}>
                        {t(`meetingMine.${item.meeting.mine}`)}
                      </div>
                    )}
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
