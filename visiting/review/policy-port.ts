/** Port: what the operator lets pass with one reviewer. Editions are added, never changed. */
import type { ReviewPolicy } from '../../shared/model/review-course.ts'
import type { AuditDraft } from '../audit/chain.ts'

export interface PolicyEdition {
  /** Counted from 1; 0 before anybody set one. */
  number: number
  policy: ReviewPolicy
  at: string | null
  by: string | null
  reason: string
}

export interface ReviewPolicyPort {
  /** The edition in force: the last one. */
  getCurrent(): Promise<PolicyEdition>
  add(edition: Omit<PolicyEdition, 'number'>, audit: AuditDraft): Promise<PolicyEdition>
}
