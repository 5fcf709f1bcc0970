/**
 * Running statements one after the other, and following each to its end. Lives outside components: a query goes on, and
 * is followed, while the person looks at another room.
 */
import { isFinished } from '../../shared/model/query-states.ts'
import { callRoute } from '../client/calls.ts'
import { clientProblem } from '../client/client-problems.ts'
import { problemIn } from '../client/problem-words.ts'
import {
  changeRun,
  type Query,
  type Run,
  runningRun,
  type Script,
  showRun,
  startScript,
  useTabs,
} from './tabs.ts'

/** How long one question about progress waits for an answer; also how often progress is drawn anew. */
const ASK_FOR_MS = 400
const SILENCES_BORNE = 20

export interface Asked {
  tabId: string
  permitId: string
  /** Run one after the other; the first that does not end well is the last. */
  statements: readonly Asking[]
  /** Called whenever a statement has ended, in any way. */
  onEnd(): void
}

interface Asking {
  sql: string
  /** Offset of the statement in its tab, so that errors can be marked where they are. */
  start: number
}

type PermitIdOf = Parameters<typeof callRoute<'queries.run'>>[1]['permitId']
type StateOf = Parameters<typeof callRoute<'queries.state'>>[1]['queryId']

/** Resolves when the last of them has ended; does nothing while the tab runs something. */
export async function runStatements({ tabId, permitId, statements, onEnd }: Asked): Promise<void> {
  if (runningRun(useTabs.getState().scripts[tabId])) return
  const startedAt = Date.now()
  const idle = { startedAt, running: false, cancelling: false, query: null, problem: null }
  startScript(tabId, { startedAt, runs: statements.map((one) => ({ ...one, ...idle })), shown: 0 })
  for (const [index, { sql }] of statements.entries()) {
    const script = scriptOf(tabId, startedAt)
    if (!script) return
    changeRun(tabId, index, { running: true, startedAt: Date.now() })
    // Whoever looks at an earlier one meanwhile goes on looking at it.
    if (script.shown === index - 1) showRun(tabId, index)
    const goesOn = await runOne({ tabId, startedAt, index, permitId, sql })
    onEnd()
    if (!goesOn) return
  }
}

/** The script of a tab, unless it was replaced or closed meanwhile: then it is followed no further. */
function scriptOf(tabId: string, startedAt: number): Script | null {
  const script = useTabs.getState().scripts[tabId]
  return script?.startedAt === startedAt ? script : null
}

interface RunningOne {
  tabId: string
  startedAt: number
  index: number
  permitId: string
  sql: string
}

/** Whether it ended well, and nobody stopped it. */
async function runOne({ tabId, startedAt, index, permitId, sql }: RunningOne): Promise<boolean> {
  const run = () => scriptOf(tabId, startedAt)?.runs[index]
  const change = (part: Partial<Run>) => run() && changeRun(tabId, index, part)
  try {
    let query: Query = await callRoute('queries.run', { permitId: permitId as PermitIdOf, sql })
    // Cancelled before the environment had said which query it is.
    if (run()?.cancelling && !isFinished(query.state)) {
      change({ query })
      void cancelQuery(tabId)
    }
    while (run() && !isFinished(query.state)) {
      change({ query })
      query = await stateOf(query.id)
    }
    const stopped = run()?.cancelling ?? true
    change({ query, running: false, cancelling: false })
    return query.state === 'done' && !stopped
  } catch (error) {
    change({ problem: problemIn(error) ?? clientProblem('fault'), running: false, cancelling: false })
    return false
  }
}

/** The query goes on without us: a short silence of the environment is no reason to call it lost. */
async function stateOf(queryId: Query['id']): Promise<Query> {
  for (let silent = 0; ; silent++) {
    try {
      return await callRoute('queries.state', { queryId: queryId as StateOf, waitMs: ASK_FOR_MS })
    } catch (error) {
      if (problemIn(error)?.code !== 'unreachable' || silent >= SILENCES_BORNE) throw error
      await new Promise((resolve) => setTimeout(resolve, 1_500))
    }
  }
}

/** Asks the environment to stop the query of a tab, or has it stopped once it has begun; its follower sees the end. */
export async function cancelQuery(tabId: string): Promise<void> {
  const now = runningRun(useTabs.getState().scripts[tabId])
  if (!now) return
  const { run, index } = now
  changeRun(tabId, index, { cancelling: true })
  if (!run.query) return
  try {
    await callRoute('queries.cancel', { queryId: run.query.id })
  } catch {
    changeRun(tabId, index, { cancelling: false })
  }
}
