/** What the service and its protection threads tell each other. */
import type { SharedOptions, TableToProtect } from '../assess.ts'
import type { TogetherQuestion } from '../attack-together.ts'
import { TableError } from '../cell-table.ts'
import { KeepImpossibleError, KeptPrimaryError } from '../protect-linked.ts'
import type { LinkedProtectionJob, ProtectionProgress } from '../protection-port.ts'

export type Job =
  | { kind: 'results'; tables: readonly TableToProtect[]; options: Omit<SharedOptions, 'onProgress'> }
  | { kind: 'tables'; input: LinkedProtectionJob }
  | { kind: 'together'; question: TogetherQuestion }

export type ThreadMessage = { progress: ProtectionProgress } | { value: unknown } | { error: PackedError }

export type PackedError =
  | { kind: 'table'; code: TableError['code']; params: TableError['params'] }
  | { kind: 'kept-primary'; cell: KeptPrimaryError['cell'] }
  | { kind: 'keep-impossible'; table: number; key: readonly (string | null)[] }
  | { kind: 'fault'; message: string; stack: string }

/** Errors that callers tell apart keep their class across the thread; others are faults. */
export function packError(problem: unknown): PackedError {
  if (problem instanceof TableError) return { kind: 'table', code: problem.code, params: problem.params }
  if (problem instanceof KeptPrimaryError) return { kind: 'kept-primary', cell: problem.cell }
  if (problem instanceof KeepImpossibleError)
    return { kind: 'keep-impossible', table: problem.table, key: problem.key }
  const { message, stack } = problem instanceof Error ? problem : new Error(String(problem))
  return { kind: 'fault', message, stack: stack ?? '' }
}

/** An error of the same class and fields as the one packed in the thread. */
export function unpackError(packed: PackedError): Error {
  if (packed.kind === 'table') return new TableError(packed.code, packed.params)
  if (packed.kind === 'kept-primary') return new KeptPrimaryError(packed.cell)
  if (packed.kind === 'keep-impossible') return new KeepImpossibleError(packed.table, packed.key)
  return Object.assign(new Error(packed.message), { stack: packed.stack })
}
