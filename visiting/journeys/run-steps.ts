/**
 * Runs the statements of one text, one after the other, each judged at its turn by what the workspace holds then, and
 * audited before its data moves. The last one's outcome is the text's; the first that does not end well is the last.
 */
import { rm } from 'node:fs/promises'
import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import type { Permit } from '../../shared/model/permit.ts'
import type { EngineError } from '../../shared/model/query-states.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { Visitor } from '../../shared/model/visitor.ts'
import type { Engine, EngineOutcome, EngineSession, RunningQuery } from '../engine/engine.ts'
import type { PermitExtract } from '../permits/permits-port.ts'
import type { ApprovedQuery } from '../policy/approved-query.ts'
import type { ScriptPart } from '../policy/judge.ts'
import { type OpenPivot, type PivotValue, pivotOver } from '../policy/open-pivot.ts'
import type { Results } from '../results/results.ts'
import type { AuditTrail } from './audit-trail.ts'
import { markChanging } from './changing-workspace.ts'
import type { QueriesPort } from './queries-port.ts'

export interface StepNeeds {
  audit: AuditTrail
  engine: Engine
  results: Results
  queries: QueriesPort
  judged(sql: string, under: Under): Promise<ApprovedQuery>
}

/** What a statement is judged by, beside its own words and the workspace. */
export interface Under {
  permit: Permit
  extract: PermitExtract
  visitor: Visitor
}

/** Where and for whom the statements run. */
export interface Turn extends Under {
  session: EngineSession
  resultId: ResultId
  /** Settles when the audit entry of the text is durable; rejects where it could not be written. */
  entered: Promise<void>
  /** What the text is, where nothing can have changed since it was judged; else it is judged again at its turn. */
  approved: ApprovedQuery | null
}

/** What is seen of a run from outside, and how it is stopped. */
export interface Course {
  steps: ScriptPart[]
  /** The step that runs now, from zero. */
  step: number
  /** Rows of the permit's tables that it reads; null where nothing can be said. */
  rows: number | null
  running: RunningQuery | null
  stopping: boolean
}

export interface Ending {
  /** Null where it was no longer allowed, or never came to run. */
  query: ApprovedQuery | null
  outcome: EngineOutcome
}

/** Values of a column looked through for a PIVOT; far fewer may become columns. */
const MOST_VALUES = 10_000

const CANCELLED: EngineOutcome = { state: 'cancelled', engineMs: 0 }

/**
 * Of several statements, an ending names the one it happened at. What a text leaves when it is cancelled is
 * what its finished statements did.
 */
export function stepRunner({ audit, engine, results, queries, judged }: StepNeeds) {
  async function runSteps(course: Course, turn: Turn): Promise<Ending> {
    const several = course.steps.length > 1
    let ending: Ending = { query: null, outcome: CANCELLED }
    for (const [index, step] of course.steps.entries()) {
      if (course.stopping) return { ...ending, outcome: CANCELLED }
      course.step = index
      ending = await runStep(course, step, turn)
      const { outcome } = ending
      if (outcome.state !== 'done')
        return several ? { ...ending, outcome: inText(outcome, { index, step }) } : ending
      const isLast = index === course.steps.length - 1
      if (!isLast && outcome.result !== null) await forget(turn)
    }
    return ending
  }

  /** What a statement before the last answered is nobody's: only its effect on the workspace stays. */
  const forget = ({ resultId }: Turn) => rm(results.folderOf(resultId), { recursive: true, force: true })

  async function runStep(course: Course, step: ScriptPart, turn: Turn): Promise<Ending> {
    try {
      const whole = step.pivot === null ? step.sql : await withValues(course, step.pivot, turn)
      if (typeof whole !== 'string') return { query: null, outcome: whole }
      const query = turn.approved ?? (await judged(whole, turn))
      return { query, outcome: await runOne(course, query, turn) }
    } catch (problem) {
      if (problem instanceof Refusal) return { query: null, outcome: refusedAtItsTurn(problem) }
      throw problem
    }
  }

  async function runOne(course: Course, query: ApprovedQuery, turn: Turn): Promise<EngineOutcome> {
    const { permit, visitor, session, resultId } = turn
    const single = course.steps.length === 1 && course.steps[0]?.pivot === null
    // One that only reads may begin while its entry is on its way to the disk: whatever a crash leaves of it nobody has
    // seen, and nothing is told before the entry is durable. What changes the workspace would stay without one.
    if (!single || query.stores !== null) await turn.entered
    // A single statement was entered when it came.
    if (!single)
      await audit.append({
        event: 'query-approved',
        by: visitor.id,
        subject: permit.id,
        detail: {
          query: resultId.replace('res_', 'qry_'),
          statement: course.step + 1,
          sql: query.sql,
          kind: query.kind,
          standing: query.plan.kind,
        },
      })
    const takeBack = await markChanging(queries, query, { permitId: permit.id, visitorId: visitor.id })
    if (course.stopping) {
      await takeBack()
      return CANCELLED
    }
    course.rows = rowsOf(query, turn)
    course.running = engine.run(query, session, { folder: results.folderOf(resultId) })
    const outcome = await course.running.done
    course.running = null
    if (outcome.state === 'failed' || outcome.state === 'cancelled') await takeBack()
    if (outcome.state === 'done' && query.stores) await rememberStored(query, turn)
    return outcome
  }

  /** The PIVOT with the values that rest on enough persons, or how looking for them ended. */
  async function withValues(course: Course, pivot: OpenPivot, turn: Turn): Promise<string | EngineOutcome> {
    const lists: PivotValue[][] = []
    for (const { values } of pivot.on) {
      if (values === null) continue
      const query = await judged(values, turn)
      const outcome = await runOne(course, query, turn)
      if (outcome.state !== 'done') return outcome
      if (outcome.result === null) throw new Error('a query for values gave no result')
      if (outcome.result.rows > MOST_VALUES) throw new Refusal('query-too-complex', { what: 'PIVOT' })
      const { minimumPersons } = turn.permit
      lists.push(await results.shownValues({ stored: outcome.result, plan: query.plan, minimumPersons }))
      await forget(turn)
    }
    return pivotOver(pivot, lists)
  }

  /** A workspace object is recorded with its provenance, so that facts ride on when it is used. */
  async function rememberStored(
    { stores }: ApprovedQuery,
    { permit, visitor, session }: Turn,
  ): Promise<void> {
    if (stores === null) return
    const owner: [PermitId, Visitor['id']] = [permit.id, visitor.id]
    if (stores.act === 'drop') return queries.dropWorkspaceObject(...owner, stores.name)
    const tables = stores.kind === 'macro' ? [] : await engine.workspaceTables(session)
    const made = tables.find((table) => table.name.toLowerCase() === stores.name.toLowerCase())
    const { name, kind, plan, definition } = stores
    const columns = made?.columns ?? plan.columns.map((column) => ({ name: column.name, type: 'UNKNOWN' }))
    return queries.putWorkspaceObject(...owner, { name, kind, plan, columns, definition })
  }

  return { runSteps }
}

/**
 * Rows of the permit's tables a query names, as they were counted when the extract was built. Tables of few persons
 * have no number here, as they have none anywhere else.
 */
function rowsOf({ reads }: ApprovedQuery, { extract, permit }: Turn): number | null {
  const tables = reads.map((name) => extract.tables.find((table) => `${table.schema}.${table.name}` === name))
  let rows = 0
  for (const table of tables) {
    if (table === undefined || (table.persons !== null && table.persons < permit.minimumPersons)) return null
    rows += table.rows
  }
  return tables.length === 0 ? null : rows
}

/** An error with the number of its statement, and its place in the whole text. */
function inText(
  outcome: EngineOutcome,
  { index, step: { begins } }: { index: number; step: ScriptPart },
): EngineOutcome {
  if (outcome.state !== 'failed' && outcome.state !== 'lost') return outcome
  const { line, column } = outcome.error
  const error = {
    ...outcome.error,
    line: line === null ? null : begins.lines + line,
    column: column === null ? null : line === 1 ? begins.characters + column : column,
    statement: index + 1,
  }
  return { ...outcome, error }
}

/** An earlier statement may have changed what this one names; it is told why, and nothing of it runs. */
export const refusedAtItsTurn = (refusal: Refusal): EngineOutcome => ({
  state: 'failed',
  error: errorOf(refusal),
  engineMs: 0,
})

/** A refusal as the end of a query. */
export const errorOf = ({ code, params }: Refusal): EngineError => ({
  kind: 'refused',
  line: null,
  column: null,
  names: [],
  candidates: [],
  refusal: { code, params },
})
