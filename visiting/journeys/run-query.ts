/**
 * The path of a query: permit → policy → audit → engine → results. Queries run on while a client is away; their state
 * is asked for, and what was answered as done is on disk. Over 400 lines: each step of the path hands on what the next asks.
 */

import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import type { QueryView } from '../../shared/contract/queries.ts'
import type { RouteInput, RouteOutput } from '../../shared/contract/routes.ts'
import { isDiskFull } from '../../shared/model/disk-full.ts'
import type { PermitId, QueryId, ResultId } from '../../shared/model/ids.ts'
import type { Permit } from '../../shared/model/permit.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { Engine, EngineOutcome, EngineSession } from '../engine/engine.ts'
import type { PermitsPort } from '../permits/permits-port.ts'
import { requireInForce } from '../permits/require-in-force.ts'
import type { ApprovedQuery } from '../policy/approved-query.ts'
import { contextOf } from '../policy/context.ts'
import type { ScriptPart } from '../policy/judge.ts'
import type { PlannedQuery } from '../policy/plan-query.ts'
import type { Policy } from '../policy/policy.ts'
import { mustBeTakenApart } from '../policy/refusing.ts'
import type { Results } from '../results/results.ts'
import type { ResultRecord } from '../results/results-port.ts'
import type { AuditTrail } from './audit-trail.ts'
import { newId } from './new-id.ts'
import type { QueriesPort, QueryEnd, QueryRecord } from './queries-port.ts'
import {
  type Course,
  type Ending,
  errorOf,
  refusedAtItsTurn,
  stepRunner,
  type Turn,
  type Under,
} from './run-steps.ts'
import { seatOf, standingJudgements } from './standing-judgements.ts'
import { takingTurns } from './taking-turns.ts'
import { toldSize } from './told-size.ts'
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

interface Live extends Course {
  record: QueryRecord
  submitted: number
  /** Its turn has come: from now on it is stopped, not taken out of the line. */
  started: boolean
  /** Taken out of the line before its turn, and written down as that. */
  withdrawn: boolean
  /** Settles when its audit entry is durable; rejects where that could not be written, and nothing may be told. */
  entered: Promise<void>
  /** Resolves when the end has been written down. */
  settled: Promise<void>
}

/** Queries one person may have waiting or running under a permit. */
const QUERIES_AT_ONCE = 32

/** Refusals that an earlier statement of the same script may settle. */
const DEPENDS_ON_WORKSPACE: ReadonlySet<string> = new Set([
  'table-not-permitted',
  'function-not-permitted',
  'query-failed',
])

const LOST: EngineOutcome & { state: 'lost' } = {
  state: 'lost',
  error: { kind: 'worker-lost', line: null, column: null, names: [], candidates: [] },
  engineMs: 0,
}

/** Of several statements each counts the same; rows are told of a single one. */
function progressOf(live: Live | null, isDone: boolean): Pick<View, 'progressPercent' | 'progressRows'> {
  if (live === null) return { progressPercent: isDone ? 100 : null, progressRows: null }
  const percent = live.running?.progressPercent() ?? null
  const { length } = live.steps
  const of = length === 1 ? live.rows : null
  return {
    progressPercent: percent === null ? null : (100 * live.step + percent) / length,
    progressRows: percent === null || of === null ? null : { read: Math.floor((of * percent) / 100), of },
  }
}

const plannedView = ({ facts, ...planned }: PlannedQuery): RouteOutput<'queries.plan'> => ({
  ...planned,
  standing: facts.kind,
  reason: facts.kind === 'unverified' ? facts.reason : null,
  columns: facts.columns.map(({ name, role, certainty, exactFrom }) => ({
    name,
    role,
    certainty,
    exactFrom: exactFrom ? Math.max(exactFrom.persons, exactFrom.denominatorPersons) : null,
  })),
})

/**
 * A query of somebody else is `not-found`. A person has at most QUERIES_AT_ONCE under a permit
 * (`query-running`).
 */
export function queryJourneys(needs: RunQueryNeeds) {
  const { permits, policy, audit, engine, results, queries, now } = needs
  const active = new Map<string, Live>()
  /** Ended, which could not be written down: told as lost, which is what a service that starts anew says of them. */
  const unwritten = new Map<QueryId, { record: QueryRecord; write: () => Promise<void> }>()
  /**
   * A person's queries under a permit run one after the other; here is the end of each line, its length, and how many
   * were taken on altogether.
   */
  const lines = new Map<string, { tail: Promise<void>; length: number; taken: number }>()
  const inTurn = takingTurns<string>()
  const judged = standingJudgements({ policy, queries, inTurn })
  const { runSteps } = stepRunner({ audit, engine, results, queries, judged })

  const viewOf = (record: QueryRecord): View => {
    const live = active.get(record.id)
    const { visitorId: _visitorId, ...fields } = live?.record ?? unwritten.get(record.id)?.record ?? record
    return {
      ...fields,
      elapsedMs: live ? performance.now() - live.submitted : fields.elapsedMs,
      ...progressOf(live ?? null, fields.state === 'done'),
    }
  }

  const ownQuery = async (id: QueryId, visitor: Visitor): Promise<QueryRecord> => {
    const record = active.get(id)?.record ?? unwritten.get(id)?.record ?? (await queries.get(id))
    if (!record || record.visitorId !== visitor.id) throw new Refusal('not-found')
    return record
  }

  async function run({ permitId, sql, waitMs }: RouteInput<'queries.run'>, visitor: Visitor): Promise<View> {
    const arrived = await requireInForce({ permits, now }, permitId, visitor)
    const seat = seatOf(permitId, visitor)
    const line = lines.get(seat) ?? { tail: Promise.resolve(), length: 0, taken: 0 }
    if (line.length >= QUERIES_AT_ONCE) throw new Refusal('query-running')
    lines.set(seat, line)
    line.length += 1
    line.taken += 1
    const isFirst = line.length === 1
    const { taken } = line
    let lined = false
    try {
      const came = performance.now()
      const { steps, query } = await admitted(sql, { ...arrived, visitor }).catch(
        async (problem: unknown) => {
          if (problem instanceof Refusal) await rememberRefused(problem, { permitId, sql, visitor, came })
          throw problem
        },
      )
      const { permit, extract } = await requireInForce({ permits, now }, permitId, visitor)
      // Nothing of theirs ran since it was judged, and the permit is what it was: its turn is now, and as judged.
      const stands =
        isFirst && line.taken === taken && permit === arrived.permit && extract === arrived.extract
      const id = newId<QueryId>('qry')
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
      // Durable before anything is told of it: a crash may leave an entry without a result, never the reverse. The engine
      // is handed a query first, because the sync holds this process.
      const entered = setImmediate().then(() =>
        queries.add(record, {
          event: 'query-approved',
          by: visitor.id,
          subject: permitId,
          detail: {
            query: id,
            sql,
            kind: query?.kind ?? 'script',
            ...(query === null ? { statements: steps.length } : { standing: query.plan.kind }),
          },
        }),
      )
      const submitted = performance.now()
      const live: Live = {
        record,
        submitted,
        steps,
        step: 0,
        rows: null,
        running: null,
        started: false,
        stopping: false,
        withdrawn: false,
        entered,
        settled: Promise.resolve(),
      }
      active.set(id, live)
      const turn: Turn = {
        permit,
        extract,
        visitor,
        session: needs.sessionOf(permit, visitor),
        resultId: id.replace('qry_', 'res_') as ResultId,
        entered,
        approved: stands ? query : null,
      }
      live.settled = line.tail
        .then(() => takeTurn(live, turn))
        .finally(() => {
          active.delete(id)
          line.length -= 1
        })
      line.tail = live.settled.catch(() => undefined)
      lined = true
      await entered
      await waitFor(live.settled, waitMs)
      return viewOf(live.record)
    } finally {
      if (!lined) line.length -= 1
    }
  }

  /** In its author's history, as a text is that ran; not where there was no time to look at it. */
  async function rememberRefused(
    refusal: Refusal,
    { permitId, sql, visitor, came }: { permitId: PermitId; sql: string; visitor: Visitor; came: number },
  ): Promise<void> {
    if (refusal.code === 'busy') return
    await queries.addRefused({
      id: newId<QueryId>('qry'),
      permitId,
      visitorId: visitor.id,
      sql,
      state: 'failed',
      error: errorOf(refusal),
      resultId: null,
      submittedAt: now().toISOString(),
      elapsedMs: performance.now() - came,
    })
  }

  /**
   * What a text will run as: one approved query, or steps that are judged at their turns. Of those, what cannot depend
   * on the steps before is judged here already, so that nothing runs of a script that can only be refused.
   */
  async function admitted(
    sql: string,
    under: Under,
  ): Promise<{ steps: ScriptPart[]; query: ApprovedQuery | null }> {
    try {
      const query = await judged(sql, under)
      return { steps: [{ sql, pivot: null, begins: { lines: 0, characters: 0 } }], query }
    } catch (problem) {
      if (!mustBeTakenApart(problem)) throw problem
      const steps = await inTurn(seatOf(under.permit.id, under.visitor), () => policy.parts(sql))
      const [only, ...more] = steps
      if (only === undefined || (more.length === 0 && only.pivot === null)) throw problem
      let changes = false
      for (const step of steps) {
        const texts = step.pivot?.on.flatMap(({ values }) => values ?? []) ?? [step.sql]
        for (const text of texts) {
          const query = await judged(text, under).catch((refusal: unknown) => {
            if (changes && refusal instanceof Refusal && DEPENDS_ON_WORKSPACE.has(refusal.code)) return null
            throw refusal
          })
          changes ||= query === null || query.stores !== null
        }
      }
      return { steps, query: null }
    }
  }

  async function takeTurn(live: Live, turn: Turn): Promise<void> {
    if (live.withdrawn) return
    live.started = true
    live.record = { ...live.record, state: 'running' }
    // Where no entry can be written nothing goes on that nobody will be told of.
    live.entered.catch(() => end(live))
    try {
      // The permit as it is by now: it may have been changed or have ended while this one waited.
      const stands = turn.approved !== null
      const current = stands ? turn : await requireInForce({ permits, now }, turn.permit.id, turn.visitor)
      await finish(live, await runSteps(live, { ...turn, ...current }), { ...turn, ...current })
    } catch (problem) {
      const refused = problem instanceof Refusal
      const ending = { query: null, outcome: refused ? refusedAtItsTurn(problem) : LOST }
      const write = () => finish(live, ending, turn)
      await write().catch(async (fault: unknown) => {
        // Of one that has no entry nothing is told.
        await live.entered
        const kind = isDiskFull(fault) ? 'storage-full' : 'worker-lost'
        const record: QueryRecord = { ...live.record, state: 'lost', error: { ...LOST.error, kind } }
        unwritten.set(record.id, { record, write })
        throw fault
      })
      if (!refused) throw problem
    }
  }

  let writing: Promise<unknown> | null = null
  /** Tries once more what could not be written down, each by itself; what still cannot be waits for the next time. */
  async function writeEnds(): Promise<void> {
    if (writing) return
    const ends = [...unwritten].map(async ([id, { write }]) => {
      await write()
      unwritten.delete(id)
    })
    writing = Promise.allSettled(ends)
    await writing
    writing = null
    await Promise.all(ends)
  }

  /** Takes a query out of the line without waiting for those before it. */
  async function cancelWaiting(live: Live): Promise<void> {
    live.withdrawn = true
    await live.entered
    const end = {
      state: 'cancelled' as const,
      error: null,
      resultId: null,
      elapsedMs: performance.now() - live.submitted,
    }
    live.record = { ...live.record, ...end }
    const written = { ...end, result: null }
    await queries.finish(live.record.id, written, {
      event: 'query-cancelled',
      by: live.record.visitorId,
      subject: live.record.permitId,
      detail: { query: live.record.id, result: null, kind: null },
    })
  }

  async function end(live: Live): Promise<void> {
    if (live.started) {
      live.stopping = true
      await live.running?.cancel()
      await live.settled.catch(() => undefined)
    } else if (!live.withdrawn) await cancelWaiting(live)
  }

  async function finish(live: Live, { query, outcome }: Ending, turn: Turn): Promise<void> {
    await live.entered
    const { permit, extract, visitor, resultId } = turn
    let end: Omit<QueryEnd, 'elapsedMs' | 'result'>
    let result: ResultRecord | null = null
    if (outcome.state === 'done') {
      const kept = outcome.result !== null && query !== null && query.kind !== 'store'
      if (kept)
        result = results.recordOf(outcome.result!, {
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
    const written = { ...end, elapsedMs, result }
    const kind = end.error?.refusal?.code ?? end.error?.kind ?? null
    await queries.finish(live.record.id, written, {
      event: `query-${end.state === 'done' ? 'finished' : end.state}`,
      by: visitor.id,
      subject: permit.id,
      detail: { query: live.record.id, result: end.resultId, kind },
    })
    live.record = { ...live.record, ...end, elapsedMs }
  }

  return {
    run,

    writeEnds,

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
      if (live) await end(live)
      return viewOf(await ownQuery(queryId, visitor))
    },

    /** Ends what is running or waiting for people who may no longer be here. */
    async endFor(isGone: (visitorId: string) => Promise<boolean>): Promise<void> {
      for (const visitorId of new Set([...active.values()].map(({ record }) => record.visitorId)))
        if (await isGone(visitorId))
          for (const live of active.values()) if (live.record.visitorId === visitorId) await end(live)
    },

    /** Ends what is running or waiting under a permit; resolves once all of it is written down. */
    async endUnder(permitId: PermitId): Promise<void> {
      const under = [...active.values()].filter(({ record }) => record.permitId === permitId)
      await Promise.allSettled(under.map(end))
      await Promise.allSettled(under.map(({ settled }) => settled))
    },

    /** Reads no data, so that it is no query of the history; a refusal is audited as any other. */
    async plan(
      { permitId, sql }: RouteInput<'queries.plan'>,
      visitor: Visitor,
    ): Promise<RouteOutput<'queries.plan'>> {
      const { permit } = await requireInForce({ permits, now }, permitId, visitor)
      return inTurn(seatOf(permitId, visitor), async () => {
        const workspace = await queries.workspace(permitId, visitor.id)
        return plannedView(await policy.plan(sql, contextOf(permit, workspace)))
      })
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
        ...toldSize(await engine.workspaceBytes(session), session.limits.workspaceBytes),
      }
    },
  }
}
