/** Port: conflicts of interest that reviewers declared of outputs. Kept for good; lifting one leaves it standing here. */
import type { Conflict } from '../../shared/model/conflicts.ts'
import type { OutputId, VisitorId } from '../../shared/model/ids.ts'
import type { AuditDraft } from '../audit/chain.ts'

export interface OutputConflict extends Conflict {
  outputId: OutputId
}

export interface ConflictsPort {
  /** Newest first. */
  list(): Promise<OutputConflict[]>
  listOf(id: OutputId): Promise<OutputConflict[]>
  /**
   * Writes a declaration and takes the person's vote of the round under way away, and those of rounds under way that reuse
   * this output's decision, in one transaction with its entries; `audit` is told whether there was one (`voteTaken`) and
   * of which others (`alsoTaken`). False, and nothing written, where one of the same person stands already.
   */
  declare(conflict: OutputConflict, entries: { audit: AuditDraft; alerts: AuditDraft[] }): Promise<boolean>
  /** False, and nothing written, where none stands. */
  lift(
    declared: { outputId: OutputId; by: VisitorId },
    lifted: NonNullable<Conflict['lifted']>,
    audit: AuditDraft,
  ): Promise<boolean>
}
