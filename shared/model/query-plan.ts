/** How DuckDB would go about a query, planned from the structure of the permitted tables alone: no number of rows. */
import { z } from 'zod'

/** What may be said about an operator besides its name; nothing else of the engine's plan is handed on. */
const PLAN_DETAILS = [
  'table',
  'columns',
  'filter',
  'join',
  'condition',
  'groups',
  'aggregates',
  'order',
  'limit',
  'function',
  'name',
] as const
export const PlanDetail = z.enum(PLAN_DETAILS)
export type PlanDetail = z.infer<typeof PlanDetail>

export const PlanOperator = z.strictObject({
  /** As the engine calls it, e.g. `HASH_JOIN`. */
  name: z.string(),
  /** Operators come parents first; this one's parent is the nearest before it that is one less deep. 0: the outermost. */
  depth: z.int().nonnegative(),
  details: z.array(z.strictObject({ what: PlanDetail, texts: z.array(z.string()) })),
})
export type PlanOperator = z.infer<typeof PlanOperator>
