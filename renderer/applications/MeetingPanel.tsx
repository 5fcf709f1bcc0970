/**
 * A meeting under way: who attends, whether they are a quorum and what lacks, the terms, and one's own vote. Each member
 * records attendance and vote from their own account; others' votes show once all have signed.
 */
import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconUserCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { quorumWords } from '../../shared/model/application-words.ts'
import { lacksOfQuorum, PermitTerms } from '../../shared/model/committee.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useVisitor } from '../client/session.ts'
import { confirm } from '../ui/confirm.tsx'
import { formatDay, formatEraDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Committee.module.css'
import type { Desk } from './Deliberation.tsx'
import { TermsFields } from './TermsFields.tsx'
import { VoteForm } from './VoteForm.tsx'

type Meeting = Desk['meetings'][number]

export function MeetingPanel({ desk, meeting }: { desk: Desk; meeting: Meeting }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const visitor = useVisitor()
  const { item, members, rules } = desk
  const rule = rules.find(({ edition }) => edition === meeting.edition)
  const attends = meeting.attending.some(({ member }) => member === visitor.id)
  const voting = meeting.attending.some(({ voted }) => voted)
  const present = members.filter(({ id }) => meeting.attending.some(({ member }) => member === id))
  const lacks = rule ? lacksOfQuorum(rule, present) : []
  const attend = useAct('committee.attend', { refreshes: ['committee.desk', 'committee.queue'] })
  return (
    <div className={styles.block} data-testid="meeting">
      <h2 className={styles.heading}>
        {t('meeting.title', { day: formatEraDay(meeting.heldOn, language) })}
      </h2>
      {meeting.agenda && <p className={styles.words}>{meeting.agenda}</p>}
      <Members desk={desk} meeting={meeting} />
      <Notice
        tone={lacks.length > 0 ? 'warning' : 'good'}
        title={
          lacks.length > 0
            ? t('meeting.lacks', { what: quorumWords(lacks, language) })
            : t('meeting.quorum', { count: present.length })
        }
        testId="quorum"
      >
        {rule && (
          <div className={styles.rule}>
            {rule.source[language]} {!rule.confirmed && <b>{t('meeting.unconfirmed')}</b>}
            {rule.note && <div>{rule.note[language]}</div>}
          </div>
        )}
      </Notice>
      {!attends && !item.whyNot && !voting && (
        <Button
          leftSection={<IconUserCheck size={15} />}
          loading={attend.isPending}
          onClick={() => attend.mutate({ applicationId: item.id, meetingId: meeting.id })}
          data-testid="attend"
        >
          {t('meeting.attend')}
        </Button>
      )}
      {!attends && !item.whyNot && voting && <p className={styles.hint}>{t('meeting.tooLate')}</p>}
      {attend.error && <Notice tone="danger" {...wordsOf(attend.error, language)} />}
      <Terms desk={desk} meeting={meeting} editable={attends && !voting} />
      {attends && <VoteForm key={meeting.id} desk={desk} meeting={meeting} lacks={lacks} />}
      {attends && <Adjourn desk={desk} meeting={meeting} />}
    </div>
  )
}

function Members({ desk: { members }, meeting }: { desk: Desk; meeting: Meeting }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  return (
    <ul className={styles.members} data-testid="members">
      {members.map((member) => {
        const here = meeting.attending.find((one) => one.member === member.id)
        return (
          <li key={member.id} data-here={here !== undefined} data-testid={`member-${member.id}`}>
            <span className={styles.tick} aria-hidden>
              {here && <IconCheck size={13} stroke={2.6} />}
            </span>
            <span>
              {bilingual(language, member, 'name')}{' '}
              <span className="vw-dim">
                {member.fields.map((field) => t(`committeeField.${field}`)).join(t('listComma'))}
                {' · '}
                {t(member.outside ? 'meeting.outside' : 'meeting.inside')}
              </span>
            </span>
            <span className={styles.memberState}>
              {member.conflict
                ? t(`conflictShort.${member.conflict}`)
                : here
                  ? t(here.voted ? 'meeting.voted' : 'meeting.attends')
                  : t('meeting.absent')}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function Terms({
  desk: { item, form },
  meeting,
  editable,
}: {
  desk: Desk
  meeting: Meeting
  editable: boolean
}) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const [draft, setDraft] = useState<PermitTerms | null>(null)
  const set = useAct('committee.set-terms', { refreshes: ['committee.desk'] })
  return (
    <div className={styles.termsBox} data-testid="meeting-terms">
      <b>{t('terms.title')}</b>
      {draft && editable ? (
        <>
          <TermsFields terms={draft} latest={form.until} onChange={setDraft} />
          <div className={styles.buttons}>
            <Button
              loading={set.isPending}
              disabled={!PermitTerms.safeParse(draft).success}
              onClick={() =>
                set.mutate(
                  { applicationId: item.id, meetingId: meeting.id, terms: draft },
                  { onSuccess: () => setDraft(null) },
                )
              }
            >
              {t('terms.set')}
            </Button>
            <Button variant="default" onClick={() => setDraft(null)}>
              {t('app:cancel')}
            </Button>
          </div>
          {set.error && <Notice tone="danger" {...wordsOf(set.error, language)} />}
        </>
      ) : (
        <>
          <TermsText terms={meeting.terms} />
          {editable && (
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => setDraft(meeting.terms)}
              style={{ alignSelf: 'flex-start' }}
            >
              {t('terms.change')}
            </Button>
          )}
        </>
      )}
    </div>
  )
}

/** The terms of a permit as one line. */
export function TermsText({ terms }: { terms: PermitTerms }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  return (
    <span className={styles.termsText}>
      {t('terms.text', {
        persons: terms.minimumPersons,
        pages: terms.picturePagesPerDay,
        until: formatDay(terms.until, language),
      })}
    </span>
  )
}

function Adjourn({ desk: { item }, meeting }: { desk: Desk; meeting: Meeting }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const [reason, setReason] = useState('')
  const adjourn = useAct('committee.adjourn', { refreshes: ['committee.desk', 'committee.queue'] })

  async function send() {
    const yes = await confirm({
      title: t('adjourn.title'),
      body: t('adjourn.body'),
      confirmLabel: t('adjourn.do'),
      tone: 'danger',
    })
    if (yes) adjourn.mutate({ applicationId: item.id, meetingId: meeting.id, reason })
  }

  return (
    <details className={styles.adjourn}>
      <summary>{t('adjourn.open')}</summary>
      <div className={styles.buttons}>
        <TextInput
          size="xs"
          flex={1}
          aria-label={t('adjourn.reason')}
          placeholder={t('adjourn.reason')}
          maxLength={4_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-testid="adjourn-reason"
        />
        <Button
          variant="default"
          disabled={reason.trim().length < 5}
          loading={adjourn.isPending}
          onClick={() => void send()}
          data-testid="adjourn-do"
        >
          {t('adjourn.do')}
        </Button>
      </div>
      {adjourn.error && <Notice tone="danger" {...wordsOf(adjourn.error, language)} />}
    </details>
  )
}
