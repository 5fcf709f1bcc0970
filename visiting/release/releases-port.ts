/** Port: releases, and the change of their output that goes with them. */
import type { OutputId, PermitId, ReleaseId } from '../../shared/model/ids.ts'
import type { AuditDraft } from '../audit/chain.ts'

export interface ReleaseRecord {
  id: ReleaseId
  outputId: OutputId
  permitId: PermitId
  file: string
  /** SHA-256 of the package's bytes. */
  digest: string
  createdAt: string
  recalledAt: string | null
  recallReason: string | null
}

export interface ReleasesPort {
  get(id: ReleaseId): Promise<ReleaseRecord | null>
  /** Adds the release and makes its output `released`, in one write. */
  add(release: ReleaseRecord, audit: AuditDraft): Promise<void>
  /** Recalls it and makes its output `recalled`, in one write; answers whether it was still standing. */
  recall(id: ReleaseId, how: { at: string; reason: string }, audit: AuditDraft): Promise<boolean>
}
