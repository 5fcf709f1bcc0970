/** Port: the audit log, for entries that stand on their own. Entries of a state change go with the change. */
import type { AuditDraft, AuditEntry } from '../audit/chain.ts'

export interface AuditTrail {
  /** Durable when the promise resolves. */
  append(...drafts: AuditDraft[]): Promise<void>
  auditPage(filter: {
    before?: number | undefined
    limit: number
    event?: string | undefined
    by?: string | undefined
    subject?: string | undefined
  }): Promise<{ entries: AuditEntry[]; total: number }>
  verifyAudit(): Promise<{ entries: number; holds: boolean; firstBad: number | null; head: string }>
}
