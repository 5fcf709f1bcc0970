/**
 * The path of a query: permit → policy → audit → engine → results. Queries run on while a client is away; their state
 * is asked for, and what was answered as done is on disk.
 */

import type { z } from 'zod'
import type { QueryView } from '../../shared/contract/queries.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import type { PermitId, QueryId, ResultId } from '../../shared/model/ids.ts'
import type { Permit } from '../../shared/model/permit.ts'
import type { EngineError, QueryState } from '../../shared/model/query-states.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { Engine, EngineOutcome, EngineSession, RunningQuery } from '../engine/engine.ts'
import type { PermitExtract, PermitsPort } from '../permits/permits-port.ts'
import { requireInForce } from '../permits/require-in-force.ts'
import type { ApprovedQuery } from '../policy/approved-query.ts'
import type { Policy } from '../policy/policy.ts'
import type { Results } from '../results/results.ts'
import type { AuditTrail } from './audit-trail.ts'
import { markChanging } from './changing-workspace.ts'
import { newId } from './new-id.ts'
import type { QueriesPort, QueryRecord } from './queries-port.ts'
import { takingTurns } from './taking-turns.ts'
import { waitFor } from './wait-for.ts'

export interface RunQueryNeeds {
  permits: PermitsPort
  policy: Policy
  audit: AuditTrail
  engine: Engine
  results: Results
  queries: QueriesPort
  sessionOf(permit: Permit, visitor: Visitor): EngineSession
  now: () => Date
}

type View = z.output<typeof QueryView>

interface Live {
  record: QueryRecord
  submitted: number
  /** Null while it waits for its turn. */
  running: RunningQuery | null
  cancelled: boolean
  /** Resolves when the end has been written down. */
  settled: Promise<void>
}

/** Queries one person may have waiting or running under a permit. */
const QUERIES_AT_ONCE = 32

/** What a query meets whose tables an earlier query of the line took away. */
const GONE: EngineError = { kind: 'unknown-table', line: null, column: null, names: [], candidates: [] }

const seatOf = (permitId: PermitId, visitor: Visitor): string => `${permitId} ${visitor.id}`

export function queryJourneys(needs: RunQueryNeeds) {
  const { permits, policy, audit, engine, results, queries, now } = needs
  const active = new Map<string, Live>()
  /** A person's queries under a permit run one after the other; here is the end of each line, and its length. */
  const lines = new Map<string, { tail: Promise<void>; length: number }>()
  const inTurn = takingTurns<string>()

  const viewOf = (record: QueryRecord): View => {
    const live = active.get(record.id)
    const { visitorId: _visitorId, ...fields } = live?.record ?? record
    return {
      ...fields,
      elapsedMs: live ? performance.now() - live.submitted : fields.elapsedMs,
      progressPercent: live
        ? (live.running?.progressPercent() ?? null)
        : fields.state === 'done'
          ? 100
          : null,
    }
  }

  const ownQuery = async (id: QueryId, visitor: Visitor): Promise<QueryRecord> => {
    const record = active.get(id)?.record ?? (await queries.get(id))
    if (!record || record.visitorId !== visitor.id) throw new Refusal('not-found')
    return record
  }

  async function run({ permitId, sql, waitMs }: RouteInput<'queries.run'>, visitor: Visitor): Promise<View> {
    const { permit, extract } = await requireInForce({ permits, now }, permitId, visitor)
    const seat = seatOf(permitId, visitor)
    const line = lines.get(seat) ?? { tail: Promise.resolve(), length: 0 }
    if (line.length >= QUERIES_AT_ONCE) throw new Refusal('query-running')
    lines.set(seat, line)
    line.length += 1
    let lined = false
    try {
      const query = await judged(sql, permit, visitor)
      const id = newId<QueryId>('qry')
      // Written before the data moves: a crash may leave an entry without a result, never the reverse.
      await audit.append({
        event: 'query-approved',
        by: visitor.id,
        subject: permitId,
        detail: { query: id, sql, kind: query.kind, standing: query.plan.kind },
      })
      const record: QueryRecord = {
        id,
        permitId,
        visitorId: visitor.id,
        sql,
        state: 'queued',
        error: null,
        resultId: null,
        submittedAt: now().toISOString(),
        elapsedMs: 0,
      }
      await queries.add(record)
      const submitted = performance.now()
      const live: Live = { record, submitted, running: null, cancelled: false, settled: Promise.resolve() }
      active.set(id, live)
      const resultId = id.replace('qry_', 'res_') as ResultId
      const session = needs.sessionOf(permit, visitor)
      live.settled = line.tail
        .then(() => takeTurn(live, query, { permit, extract, visitor, session, resultId }))
        .finally(() => {
          active.delete(id)
          line.length -= 1
        })
      line.tail = live.settled.catch(() => undefined)
      lined = true
      await waitFor(live.settled, waitMs)
      return viewOf(active.get(id)?.record ?? (await ownQuery(id, visitor)))
    } finally {
      if (!lined) line.length -= 1
    }
  }

  /** One person's statements are judged one after the other: nobody keeps more than one judge from the others. */
  const judged = (sql: string, { id, tables, linkageApproved }: Permit, visitor: Visitor) =>
    inTurn(seatOf(id, visitor), async () => {
      const workspace = await queries.workspace(id, visitor.id)
      return policy.approve(sql, { permitId: id, tables, workspace, linkageApproved })
    })

  interface Turn {
    permit: Permit
    extract: PermitExtract
    visitor: Visitor
    session: EngineSession
    resultId: ResultId
  }

  async function takeTurn(live: Live, query: ApprovedQuery, turn: Turn): Promise<void> {
    if (live.cancelled) return
    const current = await judgedNow(query, turn)
    if (live.cancelled) return
    live.record = { ...live.record, state: 'running' }
    if (current === null) return finish(live, query, { state: 'failed', error: GONE, engineMs: 0 }, turn)
    const takeBack = await markChanging(queries, current, {
      permitId: turn.permit.id,
      visitorId: turn.visitor.id,
    })
    if (live.cancelled) return takeBack()
    live.running = engine.run(current, turn.session, { folder: results.folderOf(turn.resultId) })
    const outcome = await live.running.done
    if (outcome.state === 'failed' || outcome.state === 'cancelled') await takeBack()
    return finish(live, current, outcome, turn)
  }

  /**
   * Judged again at its turn: an earlier query of the line may have changed what this one's tables hold, and a
   * judgement over what they held before would let the new rows out under the old standing. Null: no longer allowed.
   */
  async function judgedNow(query: ApprovedQuery, { permit, visitor }: Turn): Promise<ApprovedQuery | null> {
    return judged(query.sql, permit, visitor).catch((problem: unknown) => {
      if (problem instanceof Refusal) return null
      throw problem
    })
  }

  /** Takes a query out of the line without waiting for those before it. */
  async function cancelWaiting(live: Live): Promise<void> {
    live.cancelled = true
    const end = {
      state: 'cancelled' as const,
      error: null,
      resultId: null,
      elapsedMs: performance.now() - live.submitted,
    }
    live.record = { ...live.record, ...end }
    await queries.finish(live.record.id, end)
    await audit.append({
      event: 'query-cancelled',
      by: live.record.visitorId,
      subject: live.record.permitId,
      detail: { query: live.record.id, result: null, kind: null },
    })
  }

  async function finish(live: Live, query: ApprovedQuery, outcome: EngineOutcome, turn: Turn): Promise<void> {
    const { permit, extract, visitor, session, resultId } = turn
    let end: { state: QueryState; error: EngineError | null; resultId: ResultId | null }
    if (outcome.state === 'done') {
      if (query.stores) await rememberStored(query, permit, visitor, session)
      const kept = outcome.result !== null && query.kind !== 'store'
      if (kept)
        await results.keep(outcome.result!, {
          id: resultId,
          permitId: permit.id,
          visitorId: visitor.id,
          sql: query.sql,
          plan: query.plan,
          minimumPersons: permit.minimumPersons,
          extractDigest: extract.digest,
          elapsedMs: outcome.engineMs,
        })
      end = { state: 'done', error: null, resultId: kept ? resultId : null }
    } else if (outcome.state === 'cancelled') end = { state: 'cancelled', error: null, resultId: null }
    else end = { state: outcome.state, error: outcome.error, resultId: null }
    const elapsedMs = performance.now() - live.submitted
    await queries.finish(live.record.id, { ...end, elapsedMs })
    live.record = { ...live.record, ...end, elapsedMs }
    await audit.append({
      event: `query-${end.state === 'done' ? 'finished' : end.state}`,
      by: visitor.id,
      subject: permit.id,
      detail: { query: live.record.id, result: end.resultId, kind: end.error?.kind ?? null },
    })
  }

  /** A workspace object is recorded with its provenance, so that facts ride on when it is used. */
  async function rememberStored(
    query: ApprovedQuery,
    permit: Permit,
    visitor: Visitor,
    session: EngineSession,
  ) {
    const stored = query.stores!
    if (stored.act === 'drop') return queries.dropWorkspaceObject(permit.id, visitor.id, stored.name)
    const tables = stored.kind === 'macro' ? [] : await engine.workspaceTables(session)
    const made = tables.find((table) => table.name.toLowerCase() === stored.name.toLowerCase())
    return queries.putWorkspaceObject(permit.id, visitor.id, {
      name: stored.name,
      kind: stored.kind,
      plan: stored.plan,
      columns: made?.columns ?? stored.plan.columns.map(({ name }) => ({ name, type: 'UNKNOWN' })),
      definition: stored.definition,
    })
  }

  return {
    run,

    /** Resolves when every query that was taken on has ended and been written down. */
    async drain(): Promise<void> {
      await Promise.allSettled([...active.values()].map((live) => live.settled))
    },

    async state({ queryId, waitMs }: RouteInput<'queries.state'>, visitor: Visitor): Promise<View> {
      await ownQuery(queryId, visitor)
      const live = active.get(queryId)
      if (live) await waitFor(live.settled, waitMs)
      return viewOf(await ownQuery(queryId, visitor))
    },

    async cancel({ queryId }: RouteInput<'queries.cancel'>, visitor: Visitor): Promise<View> {
      await ownQuery(queryId, visitor)
      const live = active.get(queryId)
      if (live) {
        if (live.running) {
          await live.running.cancel()
          await live.settled
        } else if (!live.cancelled) await cancelWaiting(live)
      }
      return viewOf(await ownQuery(queryId, visitor))
    },

    async history(
      { permitId, limit }: RouteInput<'queries.history'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'queries.history'>> {
      await requireInForce({ permits, now }, permitId, visitor)
      const records = await queries.list(permitId, visitor.id, limit)
      return { queries: records.map(viewOf) }
    },

    async workspace(
      { permitId }: RouteInput<'permits.workspace'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'permits.workspace'>> {
      const { permit } = await requireInForce({ permits, now }, permitId, visitor)
      const session = needs.sessionOf(permit, visitor)
      engine.warm(session)
      const objects = await queries.workspace(permitId, visitor.id)
      const levels = {
        open: 'open',
        individual: 'person',
        aggregated: 'aggregated',
        unverified: 'unverified',
      } as const
      return {
        tables: objects.map(({ name, kind, columns, plan }) => ({
          name,
          kind,
          columns,
          level: levels[plan.kind],
        })),
        bytes: await engine.workspaceBytes(session),
        quotaBytes: session.limits.workspaceBytes,
      }
    },
  }
}
