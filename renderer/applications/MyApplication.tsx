/** One application on its own people's side: where it stands, what the committee said, and the form or its text. */
import { Button, Loader } from '@mantine/core'
import { IconCode, IconGitBranch, IconPlayerEject, IconPrinter, IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { isPending, isWritable } from '../../shared/model/application-states.ts'
import { lackWords } from '../../shared/model/application-words.ts'
import type { ApplicationId } from '../../shared/model/ids.ts'
import { useAct, useAnswer } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { confirm } from '../ui/confirm.tsx'
import { formatDay } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { PrintCopy } from '../ui/PrintCopy.tsx'
import { Scroller } from '../ui/Scroller.tsx'
import { showToast } from '../ui/toasts.ts'
import { ApplicationSheet } from './ApplicationSheet.tsx'
import styles from './Applications.module.css'
import { ConfirmPart } from './ConfirmPart.tsx'
import { Editor } from './Editor.tsx'
import { ProgressLine } from './ProgressLine.tsx'
import { StateMark } from './StateMark.tsx'
import { useLacks } from './use-lacks.ts'
import { saveNow, useWriting, writingOf } from './writing.ts'

type Detail = RouteOutput<'applications.detail'>

export function MyApplication({
  applicationId,
  onOpen,
}: {
  applicationId: ApplicationId
  onOpen(id: ApplicationId): void
}) {
  const language = useLanguage()
  const answer = useAnswer('applications.detail', { applicationId }, { refetchInterval: 5_000 })
  if (answer.isError && !answer.data)
    return (
      <div className={styles.padded}>
        <Notice tone="danger" {...wordsOf(answer.error, language)} testId="application-problem" />
      </div>
    )
  if (!answer.data)
    return (
      <div className={styles.waiting}>
        <Loader size="sm" />
      </div>
    )
  return <Opened detail={answer.data} onOpen={onOpen} />
}

function Opened({ detail, onOpen }: { detail: Detail; onOpen(id: ApplicationId): void }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const { application } = detail
  const writes = application.mine === 'applicant' && isWritable(application.state)
  const people = detail.form.people.map(({ login, part, duty }) => ({
    login,
    part,
    duty,
    person: detail.confirmed.find((one) => one.login === login.trim())?.person ?? null,
  }))
  const sheet = <ApplicationSheet form={detail.form} people={people} meta={detail.application} />
  return (
    <article className={styles.detail} data-testid="application-detail" data-state={application.state}>
      <header className={styles.detailHead}>
        <div className={styles.headLine}>
          <h2 className={styles.detailTitle}>
            {bilingual(language, application, 'title') || application.titleJa || t('untitled')}
          </h2>
          <Acts detail={detail} writes={writes} onOpen={onOpen} />
        </div>
        <div className={styles.facts}>
          <StateMark state={application.state} />
          {application.amends && <span className={styles.tag}>{t('amendment')}</span>}
          <ProgressLine state={application.state} prepared={detail.permit?.prepared ?? null} />
          {application.submittedAt && (
            <span>{t('submittedAt', { when: formatDay(application.submittedAt, language) })}</span>
          )}
        </div>
        <Outcome detail={detail} />
        {application.mine !== 'applicant' && isWritable(application.state) && <ConfirmPart detail={detail} />}
      </header>
      {writes ? (
        <div className={styles.body}>
          <Editor detail={detail} />
        </div>
      ) : (
        <Scroller className={styles.body} label={t('sheet.title')}>
          {sheet}
        </Scroller>
      )}
      <PrintCopy>{sheet}</PrintCopy>
    </article>
  )
}

/** What the committee decided and said. */
function Outcome({ detail }: { detail: Detail }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const { application, comments, permit, terms } = detail
  const latest = comments.filter(({ round }) => round === application.round)
  const tone =
    application.state === 'rejected' ? 'danger' : application.state === 'returned' ? 'warning' : 'info'
  return (
    <>
      {permit && (
        <Notice
          tone="good"
          title={t(`outcome.${permit.state}`)}
          next={t('outcome.terms', {
            until: formatDay(permit.until, language),
            persons: terms?.minimumPersons ?? 10,
            pages: terms?.picturePagesPerDay ?? 0,
          })}
          testId="application-permit"
        />
      )}
      {latest.length > 0 && (
        <Notice tone={tone} title={t('outcome.words')} testId="application-words">
          {latest.map(({ text, at }) => (
            <p key={at} className={styles.words}>
              {text}
            </p>
          ))}
        </Notice>
      )}
    </>
  )
}

interface ActsProps {
  detail: Detail
  writes: boolean
  onOpen(id: ApplicationId): void
}

function Acts({ detail, writes, onOpen }: ActsProps) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const [, go] = useLocation()
  const { application } = detail
  const refreshes = ['applications.mine', 'applications.detail'] as const
  const submit = useAct('applications.submit', { refreshes: [...refreshes] })
  const withdraw = useAct('applications.withdraw', { refreshes: [...refreshes] })
  const amend = useAct('applications.start', { refreshes: [...refreshes] })
  const [writing] = useWriting(application.id, detail)
  const lacks = useLacks(detail, writing.form)
  const first = lacks?.[0]

  const trying = async (act: () => Promise<unknown>) => {
    try {
      await act()
    } catch (error) {
      const { title, next } = wordsOf(error, language)
      showToast({ tone: 'danger', title, body: next })
    }
  }

  async function submitIt() {
    await saveNow(application.id)
    const { unsaved = true, revision = 0 } = writingOf(application.id) ?? {}
    // What could not be saved is told beside the form.
    if (unsaved) return
    const yes = await confirm({
      title: t('submit.title'),
      body: t('submit.body'),
      confirmLabel: t('submit.do'),
    })
    if (yes) await trying(() => submit.mutateAsync({ applicationId: application.id, revision }))
  }

  async function withdrawIt() {
    const yes = await confirm({
      title: t('withdraw.title'),
      body: t(application.round > 0 ? 'withdraw.body' : 'withdraw.bodyDraft'),
      confirmLabel: t('withdraw.do'),
      tone: 'danger',
    })
    if (yes) await trying(() => withdraw.mutateAsync({ applicationId: application.id }))
  }

  return (
    <div className={styles.acts}>
      {writes && first && (
        <span className={styles.why} data-testid="submit-why-not">
          {t('lacks', { count: lacks.length })}
        </span>
      )}
      <Button
        variant="default"
        leftSection={<IconPrinter size={15} />}
        onClick={() => window.print()}
        data-testid="application-print"
      >
        {t('print')}
      </Button>
      {application.mine === 'applicant' && isPending(application.state) && (
        <Button
          variant="default"
          leftSection={<IconPlayerEject size={15} />}
          loading={withdraw.isPending}
          onClick={() => void withdrawIt()}
          data-testid="application-withdraw"
        >
          {t('withdraw.do')}
        </Button>
      )}
      {application.state === 'in-force' && detail.permit?.state === 'in-force' && (
        <>
          <Button
            variant="default"
            leftSection={<IconGitBranch size={15} />}
            loading={amend.isPending}
            onClick={() =>
              void trying(async () => {
                const begun = await amend.mutateAsync({ amends: detail.permit!.id })
                onOpen(begun.application.id)
              })
            }
            data-testid="application-amend"
          >
            {t('amend')}
          </Button>
          <Button
            leftSection={<IconCode size={15} />}
            onClick={() => go('~/workbench')}
            data-testid="application-work"
          >
            {t('work')}
          </Button>
        </>
      )}
      {writes && (
        <Button
          leftSection={<IconSend size={15} />}
          disabled={lacks === null || lacks.length > 0}
          title={first ? lackWords(first, language) : undefined}
          loading={submit.isPending}
          onClick={() => void submitIt()}
          data-testid="application-submit"
        >
          {t('submit.do')}
        </Button>
      )}
    </div>
  )
}
