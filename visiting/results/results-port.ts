/** What results needs to remember across restarts; made real in visiting/storage. */
import type { FactsPlan } from '../../shared/model/facts.ts'
import type { PermitId, ResultId, VisitorId } from '../../shared/model/ids.ts'
import type { StoredResult } from '../engine/engine.ts'

/** A kept answer. A plain document: it goes through JSON unchanged. */
export interface ResultRecord {
  id: ResultId
  permitId: PermitId
  visitorId: VisitorId
  sql: string
  plan: FactsPlan
  stored: StoredResult
  /** The permit's minimum when the result was made. */
  minimumPersons: number
  extractDigest: string
  elapsedMs: number
  /** ISO, UTC. */
  createdAt: string
  expiresAt: string
}

export interface ResultsPort {
  /** 'erased': there was such a result and it was deleted; null: there never was. */
  get(id: ResultId): Promise<ResultRecord | 'erased' | null>
  /** Results whose `expiresAt` is at or before a time and that were not deleted yet. */
  listExpired(now: string): Promise<ResultId[]>
  /** Forgets the record and remembers only that the id was used. */
  delete(id: ResultId): Promise<void>
}
