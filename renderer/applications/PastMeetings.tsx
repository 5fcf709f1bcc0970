/** Records of meetings that are over: day, rule, who attended, how each voted, what it decided. */
import { useTranslation } from 'react-i18next'
import { formatEraDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import styles from './Committee.module.css'
import type { Desk } from './Deliberation.tsx'
import { TermsText } from './MeetingPanel.tsx'

export function PastMeetings({ desk, meetings }: { desk: Desk; meetings: Desk['meetings'] }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const nameOf = (id: string) => {
    const member = desk.members.find((one) => one.id === id)
    return member ? bilingual(language, member, 'name') : id
  }
  return meetings.map((meeting) => {
    const unanimous = meeting.votes.every(({ decision }) => decision === meeting.outcome)
    return (
      <div key={meeting.id} className={styles.record} data-testid={`record-${meeting.id}`}>
        <h2 className={styles.heading}>
          {t('meeting.title', { day: formatEraDay(meeting.heldOn, language) })}
          <span className={styles.outcome} data-outcome={meeting.outcome ?? 'adjourned'}>
            {meeting.outcome ? t(`decision.${meeting.outcome}`) : t('past.adjourned')}
          </span>
        </h2>
        {meeting.outcome ? (
          <>
            <p className={styles.hint}>
              {t(unanimous ? 'past.unanimous' : 'past.majority', { count: meeting.votes.length })}
            </p>
            <ul className={styles.members}>
              {meeting.votes.map((vote) => (
                <li key={vote.member}>
                  <span />
                  <span>
                    {nameOf(vote.member)}
                    {vote.comment && <div className={styles.words}>{vote.comment}</div>}
                  </span>
                  <span className={styles.memberState}>{t(`decision.${vote.decision}`)}</span>
                </li>
              ))}
            </ul>
            {meeting.outcome === 'approve' && (
              <p className={styles.hint}>
                <TermsText terms={meeting.terms} />
              </p>
            )}
          </>
        ) : (
          <p className={styles.hint}>
            {meeting.reason || t('past.withdrawn')}{' '}
            {t('past.attended', {
              names: meeting.attending.map(({ member }) => nameOf(member)).join(t('listComma')),
            })}
          </p>
        )}
      </div>
    )
  })
}
