/** What waits for review, the most urgent first, and what was decided lately. */
import { Button, SegmentedControl } from '@mantine/core'
import { IconClipboardCheck, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { isDeskClosed } from '../../shared/model/output-states.ts'
import { useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { DueText } from '../display/DueText.tsx'
import { daysSince } from '../display/due.ts'
import { OutputStateMark } from '../display/OutputStateMark.tsx'
import { SeveritySign } from '../display/ProtectedGrid.tsx'
import { Awaited } from '../ui/Awaited.tsx'
import { DisclosureMark } from '../ui/DisclosureMark.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { formatMoment } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Page } from '../ui/Page.tsx'
import { useArrival } from '../ui/use-arrival.ts'
import styles from './Queue.module.css'
import { QueueProgress } from './QueueProgress.tsx'
import { QueueTools } from './QueueTools.tsx'
import { type QueueNarrowing, useQueueNarrowing, WHOLE_QUEUE } from './queue-narrowing.ts'
import { progressOf } from './queue-order.ts'
import { RiskMark } from './RiskMark.tsx'

type Item = RouteOutput<'reviews.queue'>['items'][number]

const PER_PAGE = 50

export function Queue() {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const [narrowing, narrow] = useQueueNarrowing()
  const { which, search, state, waitingDays, offset } = useDeferredValue(narrowing)
  const answer = useAnswer(
    'reviews.queue',
    {
      which,
      offset,
      limit: PER_PAGE,
      ...(search.trim() === '' ? {} : { search }),
      ...(state === '' || which === 'waiting' ? {} : { state }),
      ...(waitingDays === '' ? {} : { waitingDays: Number(waitingDays) }),
    },
    { refetchInterval: 15_000, keepPrevious: true },
  )
  const turns = useAnswer('reviews.turns', {}, { refetchInterval: 15_000 })
  const { items, counts, total } = answer.data ?? {}
  const isNarrowed = search.trim() !== '' || waitingDays !== '' || (which === 'decided' && state !== '')
  // What was decided elsewhere meanwhile may leave nothing on a page that had something.
  const isPast = total !== undefined && offset > 0 && offset >= total
  useEffect(() => {
    if (isPast) narrow({ offset: 0 })
  }, [isPast, narrow])

  return (
    <Page
      title={t('queue.title')}
      lead={t('queue.lead')}
      flush
      testId="review"
      actions={
        <>
          <Button
            component={Link}
            href="/policy"
            variant="subtle"
            color="gray"
            data-testid="review-policy-link"
          >
            {t('policy.title')}
          </Button>
          <SegmentedControl
            value={narrowing.which}
            onChange={(value) => narrow({ which: value as QueueNarrowing['which'] })}
            data={(['waiting', 'decided'] as const).map((value) => ({
              value,
              label: t(`queue.${value}`, { count: counts?.[value] ?? 0 }),
            }))}
            data-testid="review-filter"
          />
        </>
      }
    >
      <Awaited
        problem={answer.isError ? wordsOf(answer.error, language) : null}
        ready={items !== undefined}
        retry={[t('retry'), () => void answer.refetch()]}
      >
        {items && (
          <div className={styles.room}>
            {which === 'waiting' && turns.data && (
              <QueueProgress progress={progressOf(turns.data.turns, new Date())} />
            )}
            <QueueTools narrowing={narrowing} onNarrow={narrow} total={total ?? 0} perPage={PER_PAGE} />
            {items.length > 0 ? (
              <QueueTable items={items} />
            ) : isNarrowed ? (
              <EmptyState
                icon={<IconSearch size={42} stroke={1.2} />}
                title={t('find.none')}
                actions={
                  <Button
                    variant="default"
                    onClick={() => narrow({ ...WHOLE_QUEUE, which })}
                    data-testid="review-all"
                  >
                    {t('find.all')}
                  </Button>
                }
              />
            ) : (
              <EmptyState
                icon={<IconClipboardCheck size={42} stroke={1.2} />}
                title={t(`queue.none.${which}`)}
              />
            )}
          </div>
        )}
      </Awaited>
    </Page>
  )
}

/** A name that stays in one line. */
const unbroken = (name: string): string => name.replaceAll(' ', '\u00a0')

function QueueTable({ items }: { items: readonly Item[] }) {
  const { t } = useTranslation('review')
  const body = useRef<HTMLTableSectionElement>(null)

  useArrival(body, () => body.current?.querySelector<HTMLElement>('tr[tabindex="0"]'))

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const rows = [...(body.current?.querySelectorAll<HTMLElement>('tr[tabindex="0"]') ?? [])]
    const at = rows.indexOf(document.activeElement as HTMLElement)
    rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus()
    event.preventDefault()
  }

  return (
    <div className={styles.scroller}>
      <table className={styles.table} data-testid="review-queue">
        <thead>
          <tr>
            <th>{t('column.output')}</th>
            <th>{t('column.state')}</th>
            <th>{t('column.due')}</th>
            <th>{t('column.risk')}</th>
            <th>{t('column.findings')}</th>
            <th>{t('column.votes')}</th>
            <th>{t('column.remaining')}</th>
            <th>{t('column.mine')}</th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {items.map((item) => (
            <QueueRow key={item.output.id} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function QueueRow({ item: { output, byName, risk, riskParts, whyNot, remaining, tooFew } }: { item: Item }) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const [, go] = useLocation()
  const closed = isDeskClosed(whyNot)
  const open = () => {
    if (!closed) go(`/${output.id}`)
  }
  return (
    <tr
      tabIndex={0}
      className={styles.row}
      aria-disabled={closed}
      data-closed={closed}
      data-testid={`review-item-${output.id}`}
      onClick={open}
      onKeyDown={(event) => event.key === 'Enter' && open()}
    >
      <td>
        <div className={styles.name}>{output.title}</div>
        <div className="vw-dim">
          {bilingual(language, output, 'permitTitle')} ·{' '}
          {byName && (
            <>
              <span className={styles.whole}>{byName[language]}</span> ·{' '}
            </>
          )}
          <span className={styles.whole}>{t('round', { round: output.round })}</span>
        </div>
      </td>
      <td>
        <OutputStateMark state={output.state} />
      </td>
      <td>
        {output.state === 'in-review' ? <DueText dueAt={output.dueAt} /> : '–'}
        <div className="vw-dim" title={formatMoment(output.submittedAt, language)}>
          {t('age', { count: daysSince(output.submittedAt, new Date()) })}
        </div>
      </td>
      <td>{closed ? '–' : <RiskMark risk={risk} parts={riskParts} />}</td>
      <td>
        <span className={styles.findings}>
          {closed && '–'}
          {!closed && !output.verified && <DisclosureMark state="unverified" />}
          {(['blocking', 'warning', 'note'] as const).map(
            (severity) =>
              output.findingCounts[severity] > 0 && (
                <span key={severity}>
                  <SeveritySign severity={severity} />
                  {output.findingCounts[severity]}
                </span>
              ),
          )}
        </span>
      </td>
      <td>
        {output.votesIn} / {output.votesNeeded}
      </td>
      <td className={styles.remaining} data-testid={`review-remaining-${output.id}`}>
        {output.state === 'in-review'
          ? remaining.map((person) => unbroken(person[language])).join(t('remainingComma')) ||
            t('nobodyRemains')
          : '–'}
        {tooFew && <div className={styles.tooFew}>{t('tooFew')}</div>}
      </td>
      <td className={styles.mine}>{whyNot === null ? t('mine.open') : t(`whyNot.${whyNot}`)}</td>
    </tr>
  )
}
