/**
 * The engine's public face. DuckDB lives behind it: one worker process for each permit session, and parser processes
 * that hold no data. Error texts of DuckDB never pass this door.
 */

import type { PermitId, VisitorId } from '../../shared/model/ids.ts'
import type { PermitTable } from '../../shared/model/permit.ts'
import type { PersonOrdinals } from '../../shared/model/person-ordinals.ts'
import type { EngineError } from '../../shared/model/query-states.ts'
import type { ApprovedQuery } from '../policy/approved-query.ts'
import type { LedgerData } from './ledger/ledger-data.ts'
import type { OpenReader } from './open-reader.ts'

export interface EngineLimits {
  /** Bytes. Soft limit inside DuckDB; the process itself is held from outside. */
  memoryBytes: number
  threads: number
  tempBytes: number
  workspaceBytes: number
  wallMs: number
  /** An idle worker ends after this. */
  idleMs: number
}

/** One permit session: a person under a permit. Sessions never share a process, a file or a workspace. */
export interface EngineSession {
  permitId: PermitId
  visitorId: VisitorId
  extractPath: string
  /** Folder of this person's workspace under this permit; holds `workspace.duckdb`. */
  workspaceFolder: string
  limits: EngineLimits
}

/**
 * A stored result: `result.arrow` is an Arrow IPC stream (schema, batches, end) with the visible columns first and
 * the `__vw_` columns of the plan after them; identity columns are counted and left out.
 */
export interface StoredResult {
  file: string
  /** Byte places of the schema message and of each batch, so that a page is read without the rest. */
  schemaBytes: number
  batches: { rows: number; offset: number; bytes: number }[]
  rows: number
  bytes: number
  columns: { name: string; type: string }[]
  /** Lower bound of the persons behind the whole result; null where unknown (unverified). */
  restsOnAtLeast: number | null
}

export type EngineOutcome =
  | { state: 'done'; result: StoredResult | null; engineMs: number }
  | { state: 'failed'; error: EngineError; engineMs: number }
  | { state: 'cancelled'; engineMs: number }
  | { state: 'lost'; error: EngineError; engineMs: number }

export interface RunningQuery {
  /** 0–100 or null, as the engine estimates. */
  progressPercent(): number | null
  /** Ends it within a second: interrupt first, the process after. */
  cancel(): Promise<void>
  done: Promise<EngineOutcome>
}

/** What an extract is built from: the permitted tables, columns and rows of the environment's Parquet store. */
export interface ExtractSpec {
  permitId: PermitId
  /** 32 bytes; person and institution identifiers are HMAC-SHA-256 under it. Never leaves the environment. */
  secret: Uint8Array
  linkageApproved: boolean
  tables: PermitTable[]
  /** Folder of the environment's data; see visiting/sources/layout.ts for where each table's Parquet files lie. */
  dataFolder: string
  target: string
  /** Row conditions by table `schema.name`. Dates ISO, inclusive. */
  rows: Record<string, { column: string; from: string | null; until: string | null; in: string[] | null }[]>
}

export interface ExtractRecord {
  path: string
  /** SHA-256 over what the tables hold, whatever the order of their rows: the same inputs give the same digest. */
  digest: string
  bytes: number
  tables: ExtractTable[]
  elapsedMs: number
}

export interface ExtractTable {
  schema: string
  name: string
  rows: number
  persons: number | null
  digest: string
  /** How persons are numbered in the table; null where it has none. Absent in extracts built before there were numbers. */
  ordinals?: PersonOrdinals | null
}

/** A file that was taken away, for the certificate of an ended permit. */
export interface ErasedFile {
  path: string
  bytes: number
  sha256: string
}

export interface EngineHealth {
  workers: number
  /** 'bubblewrap', or 'process' with the reason why not. */
  sandbox: { kind: 'bubblewrap' | 'process'; detail: string }
}

export interface Engine {
  run(query: ApprovedQuery, session: EngineSession, into: { folder: string }): RunningQuery
  /** Starts the session's worker ahead, so that the first query need not wait. */
  warm(session: EngineSession): void
  /** Columns and types of the workspace's own tables. Hidden `__vw_` columns are not listed. */
  workspaceTables(
    session: EngineSession,
  ): Promise<{ name: string; columns: { name: string; type: string }[] }[]>
  workspaceBytes(session: EngineSession): Promise<number>
  provision(spec: ExtractSpec, onProgress: (done: number, total: number) => void): Promise<ExtractRecord>
  /** Ends the permit's workers, and with them its running queries; the next query starts a new one. */
  endWorkers(permitId: PermitId): Promise<void>
  /** Ends one session's worker and lets go of its files. */
  endSession(session: EngineSession): Promise<void>
  /** Ends the permit's workers, then erases these files and folders (extract, workspaces, results). */
  erase(permitId: PermitId, paths: string[]): Promise<ErasedFile[]>
  /** A process that reads these folders of open tables and nothing else. */
  openReader(folders: readonly string[]): OpenReader
  /** A process that holds the ledger's sets of persons: writes one folder, reads the environment's data. */
  openLedger(folders: { folder: string; store: string }): LedgerData
  health(): Promise<EngineHealth>
  /** Ends every process the engine started. */
  close(): Promise<void>
}
