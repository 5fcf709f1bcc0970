import { useState } from 'react'
import { useLocation } from 'wouter'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { ResultId } from '../../shared/model/ids.ts'
import { SubmitDialog } from '../outputs/SubmitDialog.tsx'
import { Workbench } from '../workbench/Workbench.tsx'

/** The workbench with what other rooms hang into it: submitting a result as an output. */
export function WorkbenchRoom() {
  const [, go] = useLocation()
  const [submitting, setSubmitting] = useState<{ resultId: ResultId; chart: ChartSpec | null } | null>(null)
  return (
    <>
      <Workbench onSubmit={(resultId, chart) => setSubmitting({ resultId, chart })} />
      {submitting && (
        <SubmitDialog
          resultId={submitting.resultId}
          chart={submitting.chart}
          onClose={() => setSubmitting(null)}
          // `~` leaves the room: the path is counted from the window.
          onSubmitted={(outputId) => go(`~/outputs/${outputId}`)}
        />
      )}
    </>
  )
}
