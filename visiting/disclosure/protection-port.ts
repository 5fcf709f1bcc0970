/**
 * How the rest of the house asks for protection: the pure functions of this room, behind a door that may lead to
 * another thread. What goes in and comes out are plain values.
 */
import type { ProtectedResults, SharedOptions, TableToProtect } from './assess.ts'
import type { TogetherAnswer, TogetherQuestion } from './attack-together.ts'
import type { LinkedProtectInput, LinkedProtection } from './protect-linked.ts'

/** How far a protection has come; told a few times a second at most. */
export interface ProtectionProgress {
  phase: 'pattern' | 'proof' | 'intervals'
  /** (cost − proven bound) / cost of the best safe pattern so far; null before there is one. */
  gap: number | null
  elapsedMs: number
}

export interface ProtectionAsk {
  /** Stops the work at once, also within the solver; the promise then fails with the signal's reason. */
  signal?: AbortSignal
  onProgress?: (progress: ProtectionProgress) => void
}

/** `protectLinkedTables` with the cells to keep as a list. */
export interface LinkedProtectionJob extends Omit<LinkedProtectInput, 'keep' | 'judgeMargin' | 'onProgress'> {
  keep?: readonly { table: number; key: readonly (string | null)[] }[]
}

export interface LinkedProtectionAnswer extends Omit<LinkedProtection, 'tables'> {
  tables: Omit<LinkedProtection['tables'][number], 'cellTable'>[]
}

export interface Protection {
  /** `protectTables` of ./assess.ts. Throws ProtectionBusyError, ProtectionLostError. */
  results(
    tables: readonly TableToProtect[],
    options: Omit<SharedOptions, 'onProgress'>,
    ask?: ProtectionAsk,
  ): Promise<ProtectedResults>
  /** `protectLinkedTables`. Throws its errors, ProtectionBusyError, ProtectionLostError. */
  tables(job: LinkedProtectionJob, ask?: ProtectionAsk): Promise<LinkedProtectionAnswer>
  /** `attackTogether` of ./attack-together.ts. Throws ProtectionBusyError, ProtectionLostError. */
  together(question: TogetherQuestion, ask?: ProtectionAsk): Promise<TogetherAnswer>
}

/** More protections are waiting than the environment takes on. */
export class ProtectionBusyError extends Error {
  constructor() {
    super('too many tables are waiting for protection')
  }
}

/** A protection that ran out of memory, or much beyond its time; only it is lost. */
export class ProtectionLostError extends Error {
  constructor(message: string) {
    super(message)
  }
}
