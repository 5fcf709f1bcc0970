/**
 * Port: conflicts of interest that reviewers declared of outputs. Each holds for all outputs of the same permit. Kept for
 * good; lifting one leaves it standing here.
 */
import type { Conflict } from '../../shared/model/conflicts.ts'
import type { OutputId, PermitId, VisitorId } from '../../shared/model/ids.ts'
import type { AuditDraft } from '../audit/chain.ts'

export interface OutputConflict extends Conflict {
  outputId: OutputId
  /** The output’s. */
  permitId: PermitId
}

export interface ConflictsPort {
  /** Newest first. */
  list(): Promise<OutputConflict[]>
  /** Those of all outputs of a permit. */
  listOfPermit(id: PermitId): Promise<OutputConflict[]>
  /**
   * Writes a declaration and takes the person's vote of the round under way away, and those of rounds under way of the
   * permit's other outputs, in one transaction with its entries; `audit` is told whether there was one (`voteTaken`) and
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
