import { z } from 'zod'
import { REFUSAL_CODES } from './refusals.ts'

/** The life of a query. `lost`: its worker ended (memory, crash, time limit); only that worker. */
export const QueryState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled', 'lost'])
export type QueryState = z.infer<typeof QueryState>

export const QUERY_TRANSITIONS = {
  queued: ['running', 'cancelled', 'failed', 'lost'],
  running: ['done', 'failed', 'cancelled', 'lost'],
  done: [],
  failed: [],
  cancelled: [],
  lost: [],
} as const satisfies Record<QueryState, readonly QueryState[]>

/** Whether a query in this state can reach no other. */
export const isFinished = (state: QueryState): boolean => QUERY_TRANSITIONS[state].length === 0

/**
 * What may be said about an error inside the engine: kind, place and names; never a message of the engine,
 * because those carry values of the data.
 */
export const EngineErrorKind = z.enum([
  'syntax',
  'unknown-table',
  'unknown-column',
  'unknown-function',
  'ambiguous-name',
  'type-mismatch',
  'conversion',
  'not-grouped',
  'out-of-range',
  'division-by-zero',
  'duplicate',
  'not-supported',
  'workspace-full',
  'storage-full',
  'memory',
  'time-limit',
  'worker-lost',
  'refused',
  'other',
])
export type EngineErrorKind = z.infer<typeof EngineErrorKind>

/** What may be said of an error of the engine: kind, place, names; never its message, which holds values. */
export const EngineError = z.strictObject({
  kind: EngineErrorKind,
  /** One-based place in the researcher's own text, where known. */
  line: z.int().positive().nullable(),
  column: z.int().positive().nullable(),
  /** Names of the researcher's own text or of the permit's catalog only. */
  names: z.array(z.string()),
  /** Close names of the catalog ("did you mean"). */
  candidates: z.array(z.string()),
  /** Which statement of a script, from one; absent where there was one only. */
  statement: z.int().positive().optional(),
  /** Kind `refused`: why the statement could no longer run when its turn came. */
  refusal: z
    .strictObject({
      code: z.enum(REFUSAL_CODES),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .optional(),
})
export type EngineError = z.infer<typeof EngineError>
