/** Beside the application: the meeting under way or how to open one, comments, and the meetings before. */
import { Button, Checkbox, Tabs, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { isPending } from '../../shared/model/application-states.ts'
import { WHY_NOT_DECIDE_WORDS } from '../../shared/model/application-words.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { confirm } from '../ui/confirm.tsx'
import { formatMoment } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './Committee.module.css'
import { Convene } from './Convene.tsx'
import { DeclareConflict } from './DeclareConflict.tsx'
import { MeetingPanel } from './MeetingPanel.tsx'
import { PastMeetings } from './PastMeetings.tsx'

export type Desk = RouteOutput<'committee.desk'>

export function Deliberation({ desk }: { desk: Desk }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const { item, meetings, comments } = desk
  const open = meetings.find(({ state }) => state === 'open')
  const past = meetings.filter(({ state }) => state !== 'open')
  return (
    <Tabs defaultValue="meeting" keepMounted={false} className={styles.tabs} data-testid="deliberation">
      <Tabs.List>
        <Tabs.Tab value="meeting">{t('tab.meeting')}</Tabs.Tab>
        <Tabs.Tab value="comments" data-testid="tab-comments">
          {t('tab.comments', { count: comments.length })}
        </Tabs.Tab>
        <Tabs.Tab value="past" data-testid="tab-past">
          {t('tab.past', { count: past.length })}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="meeting" className={styles.panel}>
        {item.whyNot && (
          <Notice
            tone="info"
            title={t('readOnly', { why: WHY_NOT_DECIDE_WORDS[item.whyNot][language] })}
            testId="committee-why-not"
          />
        )}
        {open ? (
          <MeetingPanel desk={desk} meeting={open} />
        ) : item.state === 'submitted' && !item.whyNot ? (
          <>
            <Convene desk={desk} />
            <AskForChanges desk={desk} />
          </>
        ) : (
          <p className={styles.hint}>{t(`standing.${item.state}`)}</p>
        )}
        {!open && past.at(-1)?.state === 'decided' && <PastMeetings desk={desk} meetings={past.slice(-1)} />}
        {!item.whyNot && <DeclareConflict applicationId={item.id} />}
      </Tabs.Panel>
      <Tabs.Panel value="comments" className={styles.panel}>
        <Comments desk={desk} />
      </Tabs.Panel>
      <Tabs.Panel value="past" className={styles.panel}>
        {past.length === 0 ? (
          <p className={styles.hint}>{t('past.none')}</p>
        ) : (
          <PastMeetings desk={desk} meetings={past} />
        )}
      </Tabs.Panel>
    </Tabs>
  )
}

function AskForChanges({ desk: { item } }: { desk: Desk }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const [text, setText] = useState('')
  const ask = useAct('committee.ask-for-changes', { refreshes: ['committee.desk', 'committee.queue'] })

  async function send() {
    const yes = await confirm({
      title: t('ask.title'),
      body: t('ask.body'),
      confirmLabel: t('ask.do'),
    })
    if (yes) ask.mutate({ applicationId: item.id, round: item.round, text })
  }

  return (
    <div className={styles.block}>
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        label={t('ask.label')}
        description={t('ask.hint')}
        maxLength={4_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-testid="ask-text"
      />
      <Button
        variant="default"
        disabled={text.trim().length < 10}
        loading={ask.isPending}
        onClick={() => void send()}
        data-testid="ask-send"
      >
        {t('ask.do')}
      </Button>
      {ask.error && <Notice tone="danger" {...wordsOf(ask.error, language)} />}
    </div>
  )
}

function Comments({ desk: { item, comments } }: { desk: Desk }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const [text, setText] = useState('')
  const [toApplicant, setToApplicant] = useState(false)
  const send = useAct('committee.comment', { refreshes: ['committee.desk'] })
  return (
    <>
      {comments.length === 0 && <p className={styles.hint}>{t('comment.none')}</p>}
      {comments.map((comment) => (
        <div key={`${comment.at} ${comment.by.nameEn}`} className={styles.comment}>
          <div className={styles.commentHead}>
            <b>{bilingual(language, comment.by, 'name')}</b>
            <span className="vw-dim">{formatMoment(comment.at, language)}</span>
            {comment.toApplicant && <span className={styles.toApplicant}>{t('comment.told')}</span>}
          </div>
          <div className={styles.words}>{comment.text}</div>
        </div>
      ))}
      {!item.whyNot && isPending(item.state) && (
        <div className={styles.block}>
          <Textarea
            size="xs"
            autosize
            minRows={2}
            maxRows={8}
            label={t('comment.label')}
            maxLength={4_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-testid="comment-text"
          />
          <Checkbox
            checked={toApplicant}
            onChange={(event) => setToApplicant(event.currentTarget.checked)}
            label={t('comment.toApplicant')}
          />
          <Button
            variant="default"
            disabled={text.trim().length < 2}
            loading={send.isPending}
            onClick={() =>
              send.mutate({ applicationId: item.id, text, toApplicant }, { onSuccess: () => setText('') })
            }
            data-testid="comment-send"
          >
            {t('comment.do')}
          </Button>
          {send.error && <Notice tone="danger" {...wordsOf(send.error, language)} />}
        </div>
      )}
    </>
  )
}
