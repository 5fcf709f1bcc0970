import { z } from 'zod'
import { ColumnRole, UnverifiedReason } from '../model/facts.ts'
import { PermitId, QueryId, ResultId } from '../model/ids.ts'
import { PlanOperator } from '../model/query-plan.ts'
import { EngineError, QueryState } from '../model/query-states.ts'
import { defineRoute } from './define-route.ts'

export const QueryView = z.strictObject({
  id: QueryId,
  permitId: PermitId,
  sql: z.string(),
  state: QueryState,
  /** Present once done; null for statements without a result. */
  resultId: ResultId.nullable(),
  error: EngineError.nullable(),
  submittedAt: z.iso.datetime(),
  elapsedMs: z.number().nonnegative(),
  /** 0–100 in steps of five, or null while unknown. */
  progressPercent: z.number().min(0).max(100).nullable(),
  /**
   * Rows read so far of the permit's tables that the query names, and how many they have in all. Derived from the
   * percentage and the extract's own record, never from what the query finds; null where nothing can be said.
   */
  progressRows: z.strictObject({ read: z.int().nonnegative(), of: z.int().nonnegative() }).nullable(),
})
export type QueryView = z.infer<typeof QueryView>

const runRefusals = [
  'permit-not-found',
  'permit-ended',
  'permit-not-ready',
  'sql-syntax',
  'several-statements',
  'statement-not-permitted',
  'function-not-permitted',
  'table-not-permitted',
  'name-reserved',
  'query-too-complex',
  'query-running',
  'query-failed',
  'busy',
] as const

export const run = defineRoute({
  name: 'queries.run',
  method: 'POST',
  path: '/api/permits/:permitId/queries',
  access: ['researcher'],
  summary:
    'Starts an SQL statement, or several one after the other with a result for the last. Waits up to waitMs for the end and answers the state either way.',
  input: z.strictObject({
    permitId: PermitId,
    sql: z.string().trim().min(1).max(100_000),
    waitMs: z.int().min(0).max(20_000).default(300),
  }),
  output: QueryView,
  refusals: runRefusals,
})

export const state = defineRoute({
  name: 'queries.state',
  method: 'GET',
  path: '/api/queries/:queryId',
  access: ['researcher'],
  summary: 'State and progress of a query; waits up to waitMs for it to finish.',
  input: z.strictObject({ queryId: QueryId, waitMs: z.coerce.number().int().min(0).max(20_000).default(0) }),
  output: QueryView,
  refusals: ['not-found'],
})

export const cancel = defineRoute({
  name: 'queries.cancel',
  method: 'POST',
  path: '/api/queries/:queryId/cancel',
  access: ['researcher'],
  summary: 'Cancels a query; answers when it has ended.',
  input: z.strictObject({ queryId: QueryId }),
  output: QueryView,
  refusals: ['not-found'],
})

/**
 * How DuckDB would go about a query, planned over empty tables of the permit's structure: what the data hold cannot
 * change it, and no number of rows is in it. Nothing is run.
 */
export const plan = defineRoute({
  name: 'queries.plan',
  method: 'POST',
  path: '/api/permits/:permitId/plan',
  access: ['researcher'],
  summary:
    'The plan of one statement’s query, from structure alone, and what would be measured of its result.',
  input: z.strictObject({ permitId: PermitId, sql: z.string().trim().min(1).max(100_000) }),
  output: z.strictObject({
    /** Null where the engine cannot plan the query; `error` then says what is wrong with it. */
    operators: z.array(PlanOperator).nullable(),
    error: EngineError.nullable(),
    /** Tables that are read, as they are addressed in SQL, and the databases they belong to. */
    reads: z.array(z.strictObject({ table: z.string(), databases: z.array(z.string()) })),
    standing: z.enum(['open', 'aggregated', 'individual', 'unverified']),
    reason: UnverifiedReason.nullable(),
    /**
     * `at-least`: persons are counted from below, the true number may be higher; not so in cells that rest on `exactFrom`
     * or more, where that is not null.
     */
    columns: z.array(
      z.strictObject({
        name: z.string(),
        role: ColumnRole,
        certainty: z.enum(['exact', 'at-least']),
        exactFrom: z.int().nonnegative().nullable(),
      }),
    ),
  }),
  refusals: [...runRefusals, 'no-plan'],
})

export const history = defineRoute({
  name: 'queries.history',
  method: 'GET',
  path: '/api/permits/:permitId/queries',
  access: ['researcher'],
  summary: 'The visitor’s own queries under a permit, newest first.',
  input: z.strictObject({ permitId: PermitId, limit: z.coerce.number().int().min(1).max(500).default(100) }),
  output: z.strictObject({ queries: z.array(QueryView) }),
  refusals: ['permit-not-found', 'permit-ended', 'permit-not-ready'],
})
