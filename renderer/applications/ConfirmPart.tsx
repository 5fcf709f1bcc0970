/** Asks somebody named on an application to confirm, from their own account, the part they have in it. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { useVisitor } from '../client/session.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'

export function ConfirmPart({ detail }: { detail: RouteOutput<'applications.detail'> }) {
  const { t } = useTranslation('applications')
  const language = useLanguage()
  const visitor = useVisitor()
  const { application, form, confirmed } = detail
  const confirmIt = useAct('applications.confirm', {
    refreshes: ['applications.mine', 'applications.detail'],
  })
  const named = form.people.find(({ login }) => login.trim() === visitor.login)
  if (!named) return null
  const part = t(`part.${named.part}`)
  if (confirmed.some(({ login }) => login === visitor.login))
    return <Notice tone="good" title={t('confirm.done', { part })} testId="part-confirmed" />
  return (
    <>
      <Notice
        tone="warning"
        title={t('confirm.title', { name: bilingual(language, application.applicant, 'name'), part })}
        next={t('confirm.next')}
        testId="part-confirm"
        actions={
          <Button
            loading={confirmIt.isPending}
            onClick={() => confirmIt.mutate({ applicationId: application.id, part: named.part })}
            data-testid="part-confirm-do"
          >
            {t('confirm.do')}
          </Button>
        }
      >
        {named.duty && <div>{named.duty}</div>}
      </Notice>
      {confirmIt.error && <Notice tone="danger" {...wordsOf(confirmIt.error, language)} />}
    </>
  )
}
