/** Port: releases, and the change of their output that goes with them. */
import type { OutputId, PermitId, ReleaseId, VisitorId } from '../../shared/model/ids.ts'
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

/** A person's copy of a release: when it was last taken, and when they said it is destroyed. */
export interface ReleaseCopy {
  releaseId: ReleaseId
  visitorId: VisitorId
  at: string
  confirmedAt: string | null
}

export interface ReleasesPort {
  get(id: ReleaseId): Promise<ReleaseRecord | null>
  /** Adds the release and makes its output `released`, in one write. */
  add(release: ReleaseRecord, audit: AuditDraft): Promise<void>
  /** Recalls it and makes its output `recalled`, in one write; answers whether it was still standing. */
  recall(id: ReleaseId, how: { at: string; reason: string }, audit: AuditDraft): Promise<boolean>
  /**
   * Remembers that a person took a copy; taken again after it was confirmed destroyed, it is unconfirmed again. False, and
   * nothing written, where it was recalled meanwhile: then nobody gets one.
   */
  recordCopy(copy: Omit<ReleaseCopy, 'confirmedAt'>, audit: AuditDraft): Promise<boolean>
  listCopies(visitor: VisitorId): Promise<ReleaseCopy[]>
  /** How many people hold a copy that they have not confirmed destroyed. */
  countCopies(id: ReleaseId): Promise<number>
  confirmDestroyed(
    copy: Pick<ReleaseCopy, 'releaseId' | 'visitorId'> & { at: string },
    audit: AuditDraft,
  ): Promise<void>
}
