/** Port: permits and the record of the extract each was provisioned with. */
import type { PermitId, VisitorId } from '../../shared/model/ids.ts'
import type { ErasureCertificate, Permit, PermitState } from '../../shared/model/permit.ts'
import type { PersonOrdinals } from '../../shared/model/person-ordinals.ts'
import type { AuditDraft } from '../audit/chain.ts'

/** What was built when the permit came into force; it lies in the permit's folder, wherever the data folder is. */
export interface PermitExtract {
  digest: string
  bytes: number
  tables: {
    schema: string
    name: string
    rows: number
    persons: number | null
    digest: string
    /** Absent in records of extracts built before persons were numbered. */
    ordinals?: PersonOrdinals | null
  }[]
  /** Digests of the extracts before this one, oldest first. */
  earlier: string[]
}

export interface PermitRecord {
  permit: Permit
  extract: PermitExtract | null
  /** When and why it ended; null while it has not. */
  ended: { at: string; by: string; reason: string } | null
  erasure: ErasureCertificate | null
}

export interface PermitsPort {
  get(id: PermitId): Promise<PermitRecord | null>
  listOf(visitor: VisitorId): Promise<Permit[]>
  listByState(state: PermitState): Promise<PermitRecord[]>
  add(permit: Permit, audit: AuditDraft): Promise<void>
  /** Replaces what the permit covers; it is `provisioning` until its new extract is in force. */
  change(permit: Permit, audit: AuditDraft): Promise<void>
  bringIntoForce(id: PermitId, extract: PermitExtract, audit: AuditDraft): Promise<void>
  end(id: PermitId, ended: { at: string; by: string; reason: string }, audit: AuditDraft): Promise<void>
  recordErasure(id: PermitId, certificate: ErasureCertificate, audit: AuditDraft): Promise<void>
}
