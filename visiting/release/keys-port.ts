/** Port: the keys an environment had before the one it has. */
import type { KeySuccession } from '../../shared/model/key-succession.ts'
import type { AuditDraft } from '../audit/chain.ts'

export interface RetiredKey {
  publicKey: string
  successor: string
  at: string
  /** Null where it was given up as stolen: nothing it signed is vouched for. */
  link: KeySuccession | null
  reason: string
}

/** Seals the head of the audit log with a key (public, base64). */
export interface Seal {
  key: string
  sign: (text: string) => string
  verify: (text: string, signature: string) => boolean
}

export interface KeysPort {
  /** Oldest first. */
  listRetired(): Promise<RetiredKey[]>
  /** Puts a key out of use; the entry is the first that its successor seals. */
  retire(key: RetiredKey, audit: AuditDraft, successor: Seal): Promise<void>
}
