/** Port: the history of queries and the workspace objects they made. */
import type { FactsPlan } from '../../shared/model/facts.ts'
import type { PermitId, QueryId, ResultId, VisitorId } from '../../shared/model/ids.ts'
import type { EngineError, QueryState } from '../../shared/model/query-states.ts'

export interface QueryRecord {
  id: QueryId
  permitId: PermitId
  visitorId: VisitorId
  sql: string
  state: QueryState
  error: EngineError | null
  resultId: ResultId | null
  submittedAt: string
  elapsedMs: number
}

export interface WorkspaceObject {
  name: string
  kind: 'table' | 'view' | 'macro'
  plan: FactsPlan
  columns: { name: string; type: string }[]
  definition: string | null
}

export interface QueriesPort {
  add(query: QueryRecord): Promise<void>
  finish(
    id: QueryId,
    end: { state: QueryState; error: EngineError | null; resultId: ResultId | null; elapsedMs: number },
  ): Promise<void>
  get(id: QueryId): Promise<QueryRecord | null>
  list(permitId: PermitId, visitorId: VisitorId, limit: number): Promise<QueryRecord[]>
  /** Queries a stopped service left unfinished are marked lost. */
  markUnfinishedLost(): Promise<number>
  workspace(permitId: PermitId, visitorId: VisitorId): Promise<WorkspaceObject[]>
  putWorkspaceObject(permitId: PermitId, visitorId: VisitorId, object: WorkspaceObject): Promise<void>
  dropWorkspaceObject(permitId: PermitId, visitorId: VisitorId, name: string): Promise<void>
}
