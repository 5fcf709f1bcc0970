/** Why a result cannot become an output, or null: the same reasons the environment gives, told before asking. */
import type { z } from 'zod'
import type { ResultView } from '../../shared/contract/results.ts'
import type { RefusalCode } from '../../shared/model/refusals.ts'

export type Result = z.infer<typeof ResultView>

export function whyNotSubmit(result: Pick<Result, 'standing' | 'rowCount'>): RefusalCode | null {
  if (result.standing === 'individual') return 'output-individual'
  // A null row count hides whether there are rows; the environment decides.
  if (result.rowCount === 0) return 'output-empty'
  return null
}
