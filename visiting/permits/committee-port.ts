/** Port: the members of the committee. */
import type { CommitteeMember } from '../../shared/model/committee.ts'
import type { AuditDraft } from '../audit/chain.ts'

export interface CommitteePort {
  list(): Promise<CommitteeMember[]>
  add(member: CommitteeMember, audit: AuditDraft): Promise<void>
  change(member: CommitteeMember, audit: AuditDraft): Promise<void>
}
