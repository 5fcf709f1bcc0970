import { useState } from 'react'
import { useLocation } from 'wouter'
import type { PermitId } from '../../shared/model/ids.ts'
import { SubmitDialog } from '../outputs/SubmitDialog.tsx'
import type { Gathered } from '../outputs/submission.ts'
import { Workbench } from '../workbench/Workbench.tsx'

/** The workbench with what other rooms hang into it: submitting a result as an output. */
export function WorkbenchRoom() {
  const [, go] = useLocation()
  const [submitting, setSubmitting] = useState<{ permitId: PermitId; gathered: Gathered } | null>(null)
  return (
    <>
      <Workbench onSubmit={(permitId, gathered) => setSubmitting({ permitId, gathered })} />
      {submitting && (
        <SubmitDialog
          permitId={submitting.permitId}
          gathered={submitting.gathered}
          onClose={() => setSubmitting(null)}
          // `~` leaves the room: the path is counted from the window.
          onSubmitted={(outputId) => go(`~/outputs/${outputId}`)}
        />
      )}
    </>
  )
}
