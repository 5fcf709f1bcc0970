/**
 * Running a statement and following it to its end. Lives outside components: a query goes on, and is followed, while
 * the person looks at another room.
 */
import { isFinished } from '../../shared/model/query-states.ts'
import { callRoute } from '../client/calls.ts'
import { clientProblem } from '../client/client-problems.ts'
import { problemIn } from '../client/problem-words.ts'
import { changeRun, type Query, startRun, useTabs } from './tabs.ts'

/** How long one question about progress waits for an answer; also how often progress is drawn anew. */
const ASK_FOR_MS = 400
const SILENCES_BORNE = 20

export interface Asked {
  tabId: string
  permitId: string
  sql: string
  /** Offset of the statement in its tab, so that errors can be marked where they are. */
  start: number
  /** Called once, when the query has ended in any way. */
  onEnd(): void
}

type PermitIdOf = Parameters<typeof callRoute<'queries.run'>>[1]['permitId']
type StateOf = Parameters<typeof callRoute<'queries.state'>>[1]['queryId']

export async function runQuery({ tabId, permitId, sql, start, onEnd }: Asked): Promise<void> {
  if (useTabs.getState().runs[tabId]?.running) return
  const startedAt = Date.now()
  startRun(tabId, { sql, start, startedAt, running: true, cancelling: false, query: null, problem: null })
  // A run that was replaced or closed meanwhile is followed no further.
  const isCurrent = () => useTabs.getState().runs[tabId]?.startedAt === startedAt
  try {
    let query: Query = await callRoute('queries.run', { permitId: permitId as PermitIdOf, sql })
    // Cancelled before the environment had said which query it is.
    const cancelled = isCurrent() && useTabs.getState().runs[tabId]?.cancelling
    if (cancelled && !isFinished(query.state)) {
      changeRun(tabId, { query })
      void cancelQuery(tabId)
    }
    while (isCurrent() && !isFinished(query.state)) {
      changeRun(tabId, { query })
      query = await stateOf(query.id)
    }
    if (isCurrent()) changeRun(tabId, { query, running: false, cancelling: false })
  } catch (error) {
    const problem = problemIn(error) ?? clientProblem('fault')
    if (isCurrent()) changeRun(tabId, { problem, running: false, cancelling: false })
  }
  onEnd()
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
  const run = useTabs.getState().runs[tabId]
  if (!run?.running) return
  changeRun(tabId, { cancelling: true })
  if (!run.query) return
  try {
    await callRoute('queries.cancel', { queryId: run.query.id })
  } catch {
    changeRun(tabId, { cancelling: false })
  }
}
