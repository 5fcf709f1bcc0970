import type { KeySuccession } from '../../shared/model/key-succession.ts'
import type { RetiredKey } from './keys-port.ts'

/** Links from key to key up to now; one that was given up as stolen vouches for nothing, nor does any before it. */
export const linksIn = (retired: readonly RetiredKey[]): KeySuccession[] =>
  retired
    .slice(retired.findLastIndex(({ link }) => link === null) + 1)
    .flatMap(({ link }) => (link ? [link] : []))

/** The keys that handed over, raw, with when. */
export const formerKeysIn = (retired: readonly RetiredKey[]): { publicKey: Uint8Array; until: string }[] =>
  linksIn(retired).map(({ from, at }) => ({
    publicKey: Uint8Array.from(Buffer.from(from, 'base64')),
    until: at,
  }))
