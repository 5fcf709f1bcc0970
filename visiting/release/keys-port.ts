/** Port: the keys an environment had before the one it has. */
import type { KeySuccession } from '../../shared/model/key-succession.ts'
import type { AuditDraft } from '../audit/chain.ts'
import type { HeadSeal } from '../audit/head-seal.ts'

export interface RetiredKey {
  publicKey: string
  successor: string
  at: string
  /** Null where it was given up as stolen: nothing it signed is vouched for. */
  link: KeySuccession | null
  reason: string
}

export interface KeysPort {
  /** Oldest first. */
  listRetired(): Promise<RetiredKey[]>
  /** Puts a key out of use; the entry is the first that its successor seals. */
  retire(key: RetiredKey, audit: AuditDraft, successor: HeadSeal): Promise<void>
}
