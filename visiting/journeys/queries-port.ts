/** Port: the history of queries and the workspace objects they made. */
import type { FactsPlan } from '../../shared/model/facts.ts'
import type { PermitId, QueryId, ResultId, VisitorId } from '../../shared/model/ids.ts'
import type { EngineError, QueryState } from '../../shared/model/query-states.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { ResultRecord } from '../results/results-port.ts'

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

/** How a query ended, and the result that is kept of it. */
export interface QueryEnd {
  state: QueryState
  error: EngineError | null
  resultId: ResultId | null
  elapsedMs: number
  result: ResultRecord | null
}

export interface QueriesPort {
  /** The query and its audit entry are one durable write. */
  add(query: QueryRecord, audit: AuditDraft): Promise<void>
  /** So are its end, its result and their entry. */
  finish(id: QueryId, end: QueryEnd, audit: AuditDraft): Promise<void>
  /**
   * A text that was refused as it came, and why; it is in its author's history and nowhere else (the refusal is in the
   * audit log without it). Of very many, the latest are kept.
   */
  addRefused(query: QueryRecord): Promise<void>
  get(id: QueryId): Promise<QueryRecord | null>
  list(permitId: PermitId, visitorId: VisitorId, limit: number): Promise<QueryRecord[]>
  /** Queries a stopped service left unfinished are marked lost. */
  markUnfinishedLost(): Promise<number>
  /** Not to be changed by whoever gets it; the same list as long as nothing in it changed. */
  workspace(permitId: PermitId, visitorId: VisitorId): Promise<readonly WorkspaceObject[]>
  putWorkspaceObject(permitId: PermitId, visitorId: VisitorId, object: WorkspaceObject): Promise<void>
  dropWorkspaceObject(permitId: PermitId, visitorId: VisitorId, name: string): Promise<void>
}
