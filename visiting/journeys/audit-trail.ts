/** Port: the audit log, for entries that stand on their own. Entries of a state change go with the change. */
import type { AuditDraft, AuditEntry } from '../audit/chain.ts'

/** Instants in UTC's ISO form: from the first on, before the second. */
export interface AuditPeriod {
  from?: string | undefined
  before?: string | undefined
}

export interface AuditFilter {
  event?: string | undefined
  /** Any of these. */
  by?: readonly string[] | undefined
  subject?: string | undefined
  period?: AuditPeriod | undefined
}

/** How often somebody did something, and when last. */
export interface AuditCount {
  by: string | null
  event: string
  count: number
  lastAt: string
}

export interface AuditTrail {
  /** Durable when the promise resolves. */
  append(...drafts: AuditDraft[]): Promise<void>
  auditPage(
    filter: AuditFilter & { beforeSeq?: number | undefined; limit: number },
  ): Promise<{ entries: AuditEntry[]; total: number }>
  /** From the first entry of a period to its last, a page at a time. */
  auditFromStart(period: AuditPeriod): AsyncIterable<AuditEntry[]>
  auditCounts(period: AuditPeriod): Promise<AuditCount[]>
  verifyAudit(): Promise<{ entries: number; holds: boolean; firstBad: number | null; head: string }>
}
