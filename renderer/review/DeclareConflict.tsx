import { useLocation } from 'wouter'
import type { OutputId } from '../../shared/model/ids.ts'
import { useAct } from '../client/calls.ts'
import { wordsOf } from '../client/problem-words.ts'
import { ConflictForm } from '../display/ConflictForm.tsx'
import { useLanguage } from '../ui/language.ts'
import { Notice } from '../ui/Notice.tsx'

/** Declares the reviewer's conflict with an output; the desk closes and the queue says so. */
export function DeclareConflict({ outputId }: { outputId: OutputId }) {
  const language = useLanguage()
  const [, go] = useLocation()
  const declare = useAct('conflicts.declare', { refreshes: ['reviews.queue', 'reviews.turns'] })
  return (
    <ConflictForm
      of="output"
      sending={declare.isPending}
      problem={declare.error && <Notice tone="danger" {...wordsOf(declare.error, language)} />}
      onDeclare={(declared) =>
        declare.mutate({ subject: outputId, ...declared }, { onSuccess: () => go('/', { replace: true }) })
      }
    />
  )
}
