/** What the engine and a worker process say to each other. A worker works on one request at a time. */
import type { EngineError } from '../../../shared/model/query-states.ts'
import type { QueryKind } from '../../policy/approved-query.ts'
import type { ExtractRecord, ExtractSpec, StoredResult } from '../engine.ts'

export interface OpenRequest {
  act: 'open'
  extract: string
  /** The only folder it may write. */
  folder: string
  memoryBytes: number
  threads: number
  tempBytes: number
}

export interface RunRequest {
  act: 'run'
  id: number
  kind: QueryKind
  /** The researcher's own text: for places and names of errors only. */
  sql: string
  measuredSql: string
  /** How to tell on how many persons the whole rests. */
  rests: { by: 'max'; column: string } | { by: 'distinct'; column: string } | null
  /** File to write, in the worker's own folder. */
  target: string
  resultBytes: number
  workspaceBytes: number
  /** A statement that only frees space runs also where the workspace is full. */
  frees: boolean
}

export type ProvisionSpec = Omit<ExtractSpec, 'secret'> & { secretHex: string; memoryBytes: number }

export type WorkerRequest =
  | OpenRequest
  | RunRequest
  | { act: 'interrupt'; id: number }
  | { act: 'tables'; id: number }
  | { act: 'size'; id: number }
  | { act: 'provision'; id: number; spec: ProvisionSpec }
  | { act: 'close' }

export type RunAnswer =
  | { state: 'done'; result: StoredResult | null; engineMs: number }
  | { state: 'failed'; error: EngineError; engineMs: number }
  | { state: 'interrupted'; engineMs: number }

export type WorkspaceColumns = { name: string; columns: { name: string; type: string }[] }[]

export type WorkerReply =
  | { say: 'ready' }
  /** It cannot open the extract, or its own files; nothing else follows. */
  | { say: 'unusable'; what: 'extract' | 'own' }
  /** Said, and known to be on its way, before the statement is touched. */
  | { say: 'began'; id: number }
  | { say: 'progress'; id: number; percent: number }
  | { say: 'ran'; id: number; answer: RunAnswer }
  | { say: 'tables'; id: number; tables: WorkspaceColumns }
  | { say: 'size'; id: number; bytes: number }
  | { say: 'provisioning'; id: number; done: number; total: number }
  | { say: 'provisioned'; id: number; record: ExtractRecord | null; fault: string | null }
