/**
 * How one key of an environment follows another: a link names both and the time, the old key signs that it hands over,
 * the new one that it follows. Neither alone will do: without the first anybody could claim to follow, without the
 * second the holder of any key could pass for an environment's past.
 */
import { z } from 'zod'

/** Keys are raw Ed25519 public keys, signatures over `successionText`; all base64. */
export const KeySuccession = z.strictObject({
  from: z.string(),
  to: z.string(),
  at: z.iso.datetime(),
  handover: z.string(),
  acceptance: z.string(),
})
export type KeySuccession = z.infer<typeof KeySuccession>

/** Begins with words that begin nothing else an environment's key signs. */
export const successionText = ({ from, to, at }: Pick<KeySuccession, 'from' | 'to' | 'at'>): string =>
  `visiting-environment key succession 1\n${from}\n${to}\n${at}`

/** A key that was an environment's until a time; what it signed before then is still the environment's. */
export interface FormerKey {
  publicKey: string
  until: string
}

/** The keys before `key`, the last one first, as far back as both signatures of each link hold. */
export function formerKeysOf(
  key: string,
  {
    succession,
    verify,
  }: {
    succession: readonly KeySuccession[]
    verify(check: { publicKey: string; text: string; signature: string }): boolean
  },
): FormerKey[] {
  const found: FormerKey[] = []
  const holds = (link: KeySuccession) => {
    const text = successionText(link)
    return (
      verify({ publicKey: link.from, text, signature: link.handover }) &&
      verify({ publicKey: link.to, text, signature: link.acceptance })
    )
  }
  for (let to = key; ; ) {
    const link = succession.find(
      (one) => one.to === to && !found.some(({ publicKey }) => publicKey === one.from) && holds(one),
    )
    if (!link) return found
    found.push({ publicKey: link.from, until: link.at })
    to = link.from
  }
}
