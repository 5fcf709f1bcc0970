import { useLocation } from 'wouter'
import type { ApplicationId } from '../../shared/model/ids.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { ConflictForm } from '../display/ConflictForm.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'

/** Declares the member's conflict with an application; its desk closes and the queue says so. */
export function DeclareConflict({ applicationId }: { applicationId: ApplicationId }) {
  const language = useLanguage()
  const [, go] = useLocation()
  const declare = useAct('conflicts.declare', { refreshes: ['committee.queue'] })
  return (
    <ConflictForm
      of="application"
      sending={declare.isPending}
      problem={declare.error && <Notice tone="danger" {...wordsOf(declare.error, language)} />}
      onDeclare={(declared) =>
        declare.mutate(
          { subject: applicationId, ...declared },
          { onSuccess: () => go('/committee', { replace: true }) },
        )
      }
    />
  )
}
