/** What waits for review, the most urgent first, and what was decided lately. */
import { Button, SegmentedControl } from '@mantine/core'
import { IconClipboardCheck } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
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
import styles from './Queue.module.css'
import { QueueProgress } from './QueueProgress.tsx'
import { progressOf } from './queue-order.ts'
import { RiskMark } from './RiskMark.tsx'

type Item = RouteOutput<'reviews.queue'>['items'][number]

export function Queue() {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const [shown, setShown] = useState<'waiting' | 'decided'>('waiting')
  const answer = useAnswer('reviews.queue', {}, { refetchInterval: 15_000 })
  const items = answer.data?.items
  const waiting = items?.filter((item) => item.output.state === 'in-review') ?? []
  const decided = items?.filter((item) => item.output.state !== 'in-review') ?? []
  const listed = shown === 'waiting' ? waiting : decided

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
            value={shown}
            onChange={(value) => setShown(value as typeof shown)}
            data={[
              { value: 'waiting', label: t('queue.waiting', { count: waiting.length }) },
              { value: 'decided', label: t('queue.decided', { count: decided.length }) },
            ]}
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
        {items &&
          (listed.length === 0 ? (
            <EmptyState
              icon={<IconClipboardCheck size={42} stroke={1.2} />}
              title={t(`queue.none.${shown}`)}
            />
          ) : (
            <div className={styles.room}>
              {shown === 'waiting' && <QueueProgress progress={progressOf(waiting, new Date())} />}
              <QueueTable items={listed} />
            </div>
          ))}
      </Awaited>
    </Page>
  )
}

/** A name that stays in one line. */
const unbroken = (name: string): string => name.replaceAll(' ', '\u00a0')

function QueueTable({ items }: { items: readonly Item[] }) {
  const { t } = useTranslation('review')
  const body = useRef<HTMLTableSectionElement>(null)

  // Come by keyboard, the first row takes the keys: nothing else of the room has them.
  useEffect(() => {
    if (document.activeElement?.matches('main'))
      body.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus()
  }, [])

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

function QueueRow({ item: { output, risk, riskParts, whyNot, remaining, tooFew } }: { item: Item }) {
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
