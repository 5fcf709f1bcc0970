/** Port: permits and the record of the extract each was provisioned with. */
import type { PermitId, VisitorId } from '../../shared/model/ids.ts'
import type { Permit } from '../../shared/model/permit.ts'
import type { AuditDraft } from '../audit/chain.ts'

/** What was built when the permit came into force; it lies in the permit's folder, wherever the data folder is. */
export interface PermitExtract {
  digest: string
  bytes: number
  tables: { schema: string; name: string; rows: number; persons: number | null; digest: string }[]
}

export interface PermitsPort {
  get(id: PermitId): Promise<{ permit: Permit; extract: PermitExtract | null } | null>
  listOf(visitor: VisitorId): Promise<Permit[]>
  add(permit: Permit, audit: AuditDraft): Promise<void>
  bringIntoForce(id: PermitId, extract: PermitExtract, audit: AuditDraft): Promise<void>
  end(id: PermitId, audit: AuditDraft): Promise<void>
}
