/**
 * The vote: comment for the researcher, private note for the other reviewer, and for unverified outputs a judgement in
 * words. A button that cannot be pressed says why. Alt+A approves, Alt+R returns; both ask once more.
 */
import { Button, Textarea } from '@mantine/core'
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { openingWords, unopened } from '../../shared/model/openings.ts'
import type { Decision } from '../../shared/model/output-states.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useVisitor } from '../client/session.ts'
import { RequiredChanges } from '../display/RequiredChanges.tsx'
import { confirm } from '../ui/confirm.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { useAltKeys } from '../ui/use-alt-keys.ts'
import { ChangesEditor } from './ChangesEditor.tsx'
import { CourseNotice } from './CourseNotice.tsx'
import styles from './DecisionPanel.module.css'
import { DeclareConflict } from './DeclareConflict.tsx'
import { changesOf, whyNotDecide } from './decision.ts'
import { useVoteDraft, voteKey } from './drafts.ts'
import { NextInQueue } from './NextInQueue.tsx'
import { Recall } from './Recall.tsx'
import { useOpened } from './use-opening.ts'

export interface DecisionPanelProps {
  desk: RouteOutput<'reviews.desk'>
  /** The change that somebody began elsewhere and writes on here; a new object each time. */
  writing: { line: number } | null
}

export function DecisionPanel({ desk, writing }: DecisionPanelProps) {
  const { t } = useTranslation('review')
  const language = useLanguage()
  const visitor = useVisitor()
  const { output } = desk.detail
  const { verified } = output
  const key = voteKey(visitor, output)
  const [draft, change, forget] = useVoteDraft(key)
  const [opened] = useOpened(desk)
  const { items } = desk.detail
  const unseen = unopened(items, opened)
  const vote = useAct('reviews.vote', { refreshes: ['reviews.desk', 'reviews.queue', 'reviews.turns'] })
  const standing = { whyNot: desk.item.whyNot, verified, unseen: unseen.length }
  const whyNot = {
    approve: whyNotDecide('approve', draft, standing),
    return: whyNotDecide('return', draft, standing),
  }

  async function cast(decision: Decision) {
    if (whyNot[decision] || vote.isPending) return
    const yes = await confirm({
      title: t(`confirm.${decision}.title`),
      body: t(`confirm.${decision}.body`, { title: output.title }),
      confirmLabel: t(`act.${decision}`),
    })
    if (!yes) return
    try {
      const changes = decision === 'return' ? changesOf(draft) : []
      await vote.mutateAsync({ outputId: output.id, round: output.round, decision, ...draft, changes })
      // What became of it is said in the panel: a toast would lie over the way to the next review.
      forget()
    } catch {
      // Shown in the panel through `vote.error`.
    }
  }

  useAltKeys({ KeyA: () => void cast('approve'), KeyR: () => void cast('return') })

  return (
    <aside className={styles.panel} aria-label={t('decision')} data-testid="decision-panel">
      <div className={styles.scrolls}>
        <CourseNotice desk={desk} />
        {output.changes.length > 0 && (
          <section aria-label={t('changes.name')}>
            <h2 className={styles.heading}>{t('changes.name')}</h2>
            <RequiredChanges changes={output.changes} />
          </section>
        )}
        {output.state === 'in-review' && (
          <p className={styles.hidden} data-testid="votes-hidden">
            {t('votesHidden', { count: output.votesIn, needed: output.votesNeeded })}
          </p>
        )}
        {desk.ownVote ? (
          <Notice
            tone="info"
            title={t(`own.${desk.ownVote.decision}`)}
            next={t(`cast.${output.state}`)}
            testId="own-vote"
          >
            {desk.ownVote.changes.length > 0 && (
              <ol className={styles.changes}>
                {desk.ownVote.changes.map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ol>
            )}
            {desk.ownVote.comment && <div className={styles.comment}>{desk.ownVote.comment}</div>}
            {desk.ownVote.judgement && (
              <div className={styles.comment}>
                {t('rounds.judgement')} {desk.ownVote.judgement}
              </div>
            )}
          </Notice>
        ) : (
          desk.item.whyNot && (
            <Notice tone="info" title={t(`whyNot.${desk.item.whyNot}`)} testId="review-why-not" />
          )
        )}
        {!desk.item.whyNot && (
          <>
            {!verified && (
              <Textarea
                size="xs"
                autosize
                minRows={3}
                maxRows={9}
                withAsterisk
                label={t('field.judgement')}
                description={t('field.judgementHint')}
                value={draft.judgement}
                onChange={(event) => change({ judgement: event.currentTarget.value })}
                data-testid="review-judgement"
              />
            )}
            <ChangesEditor
              value={draft.changes}
              onChange={(changes) => change({ changes })}
              writing={writing}
            />
            <Textarea
              size="xs"
              autosize
              minRows={3}
              maxRows={12}
              label={t('field.comment')}
              description={t('field.commentHint')}
              value={draft.comment}
              onChange={(event) => change({ comment: event.currentTarget.value })}
              data-testid="review-comment"
            />
            <Textarea
              size="xs"
              autosize
              minRows={2}
              maxRows={8}
              label={t('field.privateNote')}
              description={t('field.privateNoteHint')}
              value={draft.privateNote}
              onChange={(event) => change({ privateNote: event.currentTarget.value })}
              data-testid="review-private-note"
            />
          </>
        )}
        {vote.error && <Notice tone="danger" {...wordsOf(vote.error, language)} testId="vote-problem" />}
        <DeclareConflict outputId={output.id} />
      </div>
      <div className={styles.foot}>
        {desk.ownVote || output.state !== 'in-review' ? (
          <>
            {output.state === 'released' && output.releaseId && (
              <Recall releaseId={output.releaseId} title={output.title} />
            )}
            <NextInQueue after={output.id} />
          </>
        ) : (
          (['approve', 'return'] as const).map((decision) => (
            <div key={decision} className={styles.act}>
              <Button
                fullWidth
                variant={decision === 'approve' ? 'filled' : 'default'}
                leftSection={decision === 'approve' ? <IconCheck size={15} /> : <IconArrowBackUp size={15} />}
                rightSection={<kbd className={styles.key}>Alt+{decision === 'approve' ? 'A' : 'R'}</kbd>}
                disabled={whyNot[decision] !== null}
                loading={vote.isPending}
                onClick={() => void cast(decision)}
                data-testid={`review-${decision}`}
              >
                {t(`act.${decision}`)}
              </Button>
              {whyNot[decision] && (
                <span className={styles.why} data-testid={`review-${decision}-why-not`}>
                  {t(`whyNot.${whyNot[decision]}`, { items: openingWords(items, unseen)[language] })}
                </span>
              )}
            </div>
          ))
        )}
      </div>
    </aside>
  )
}
