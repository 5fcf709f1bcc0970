/** Port: what changes an account. Each is one write with its audit entry. */
import type { Visitor } from '../../shared/model/visitor.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { Account } from './accounts-port.ts'

export type AccountDetails = Pick<Visitor, 'nameJa' | 'nameEn' | 'institutionJa' | 'institutionEn'>

export interface AccountActsPort {
  /** By login. */
  list(): Promise<Account[]>
  add(
    account: { visitor: Visitor; passwordHash: string; mustChangePassword: boolean },
    audit: AuditDraft,
  ): Promise<void>
  setDetails(change: { id: string; details: AccountDetails }, audit: AuditDraft): Promise<void>
  setRoles(change: { id: string; roles: Visitor['roles'] }, audit: AuditDraft): Promise<void>
  /** Ends all sessions of the account with the same write. */
  disable(change: { id: string; at: Date }, audit: AuditDraft): Promise<void>
  enable(id: string, audit: AuditDraft): Promise<void>
  /** By the operator, at a moment: to be changed at the next sign-in; all sessions end and a lock is lifted. */
  resetPassword(change: { id: string; passwordHash: string; at: Date }, audit: AuditDraft): Promise<void>
  /**
   * By the person: all sessions but the one at hand end. False, and nothing written, where the password is no longer
   * the one that was checked, or the account was disabled meanwhile.
   */
  changePassword(
    change: { id: string; before: string; passwordHash: string; keepSession: string },
    audit: AuditDraft,
  ): Promise<boolean>
}
