/** One's own vote, signed on the terms on screen. A button that cannot be pressed says why. */
import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconSignature } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { quorumWords } from '../../shared/model/application-words.ts'
import { CommitteeDecision, type QuorumLack } from '../../shared/model/committee.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { confirm } from '../ui/confirm.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Committee.module.css'
import type { Desk } from './Deliberation.tsx'

export interface VoteFormProps {
  desk: Desk
  meeting: Desk['meetings'][number]
  lacks: readonly QuorumLack[]
}

export function VoteForm({ desk: { item }, meeting, lacks }: VoteFormProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const [decision, setDecision] = useState<CommitteeDecision | null>(null)
  const [comment, setComment] = useState('')
  const vote = useAct('committee.vote', { refreshes: ['committee.desk', 'committee.queue'] })
  const voted = meeting.attending.filter((one) => one.voted).length
  const remaining = meeting.attending.length - voted

  if (meeting.ownVote)
    return (
      <Notice
        tone="info"
        title={t('vote.own', { decision: t(`decision.${meeting.ownVote}`) })}
        next={t('vote.waiting', { count: remaining })}
        testId="own-vote"
      />
    )

  const whyNot =
    lacks.length > 0
      ? t('meeting.lacks', { what: quorumWords(lacks, language) })
      : decision === null
        ? t('vote.choose')
        : decision !== 'approve' && comment.trim() === ''
          ? t('vote.commentMissing')
          : null

  async function sign() {
    if (!decision || whyNot) return
    const yes = await confirm({
      title: t('vote.title', { decision: t(`decision.${decision}`) }),
      body: t('vote.body'),
      confirmLabel: t('vote.sign'),
    })
    if (!yes) return
    vote.mutate({ applicationId: item.id, meetingId: meeting.id, decision, comment, terms: meeting.terms })
  }

  return (
    <div className={styles.vote}>
      <SegmentedControl
        fullWidth
        value={decision ?? ''}
        onChange={(value) => setDecision(value as CommitteeDecision)}
        data={CommitteeDecision.options.map((each) => ({ value: each, label: t(`decision.${each}`) }))}
        data-testid="vote-decision"
      />
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        label={t('vote.comment')}
        maxLength={4_000}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        data-testid="vote-comment"
      />
      <Button
        leftSection={<IconSignature size={15} />}
        disabled={whyNot !== null}
        loading={vote.isPending}
        onClick={() => void sign()}
        data-testid="vote-sign"
      >
        {t('vote.sign')}
      </Button>
      {whyNot && (
        <span className={styles.why} data-testid="vote-why-not">
          {whyNot}
        </span>
      )}
      {vote.error && <Notice tone="danger" {...wordsOf(vote.error, language)} testId="vote-problem" />}
    </div>
  )
}
