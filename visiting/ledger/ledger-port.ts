/**
 * Port: the ledger. One entry for each table of a submitted round: where its sets of persons lie, or why there are none. Whether
 * an entry counts is not written here but follows from the state of its output, so that the two can never disagree:
 * released (also recalled: it was seen) and approved ones count for everybody, those in review for their own permit.
 */
import type { OutputId, PermitId, ReleaseId } from '../../shared/model/ids.ts'
import type { NotCompared } from '../../shared/model/ledger.ts'
import type { OutputState } from '../../shared/model/output-states.ts'

export interface LedgerEntry {
  outputId: OutputId
  round: number
  /** Name of the table in its output. */
  item: string
  permitId: PermitId
  /** Null where its sets are kept. */
  notCompared: NotCompared | null
  /** Name in the ledger's folder, without ending, and SHA-256 of the sketches; null where there are none. */
  file: string | null
  digest: string | null
  createdAt: string
}

/** An entry with the standing of its output. */
export interface LedgerStanding extends LedgerEntry {
  title: string
  state: OutputState
  releaseId: ReleaseId | null
  releasedAt: string | null
}

export interface LedgerPort {
  /** Puts entries, in place of those for the same tables. Files are written, whole and synced, before. */
  put(entries: readonly LedgerEntry[]): Promise<void>
  listOfRound(outputId: OutputId, round: number): Promise<LedgerEntry[]>
  /** Entries of the current rounds of all outputs in these states. */
  listStanding(states: readonly OutputState[]): Promise<LedgerStanding[]>
  /** Every entry of a permit, with its output's state and whether it is of the current round. */
  listOfPermit(permitId: PermitId): Promise<(LedgerEntry & { state: OutputState; current: boolean })[]>
  remove(outputId: OutputId, round: number): Promise<void>
  /** Outputs in these states whose current round has no entry. */
  listWithout(states: readonly OutputState[]): Promise<OutputId[]>
  /** Counts a comparison somebody asked for; answers whether it is within the day's limit. */
  countComparison(of: {
    visitorId: string
    permitId: PermitId
    /** `2026-11-25`, Japan's time zone. */
    day: string
    limit: number
  }): Promise<boolean>
}
