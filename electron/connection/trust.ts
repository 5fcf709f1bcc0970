/**
 * Who an environment is, across visits: its address and its signing key as they were when the person chose it. The
 * fingerprint is always computed from the key itself; what an answer claims about its own fingerprint is ignored.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import type { KnownEnvironment, Probe } from '../../shared/bridge/workbench-bridge.ts'
import { bytesOfBase64 } from '../../shared/model/base64.ts'
import { fingerprintOf } from '../../shared/model/fingerprint.ts'
import { keyProofText } from '../../shared/model/key-proof.ts'
import { formerKeysOf, type KeySuccession } from '../../shared/model/key-succession.ts'

export const RememberedEnvironment = z
  .strictObject({
    address: z.string(),
    nameJa: z.string(),
    nameEn: z.string(),
    /** Raw Ed25519 public key, base64. */
    publicKey: z.string(),
    /** Keys it had before, as the key itself vouches for them: earlier releases are signed with these. */
    formerKeys: z.array(z.strictObject({ publicKey: z.string(), until: z.iso.datetime() })).default([]),
    demonstration: z.boolean(),
    lastUsed: z.iso.datetime(),
  })
  .refine(({ publicKey }) => fingerprintOfKey(publicKey) !== null)
export type RememberedEnvironment = z.infer<typeof RememberedEnvironment>

/** Where environments are remembered; the desktop keeps them with its settings. One entry an address. */
export interface EnvironmentMemory {
  all(): RememberedEnvironment[]
  keep(environment: RememberedEnvironment): Promise<void>
  forget(address: string): Promise<void>
}

/** The fingerprint of a raw Ed25519 key in base64, or null where it is not one (32 bytes). */
export function fingerprintOfKey(publicKey: string): string | null {
  const raw = bytesOfBase64(publicKey)
  return raw?.length === 32 ? fingerprintOf(createHash('sha256').update(raw).digest()) : null
}

/** Whether an answer shows that its environment holds the key it names: the challenge signed with it. */
export function provesKey({
  publicKey,
  challenge,
  proof,
}: {
  publicKey: string
  challenge: string
  proof: string | null
}): boolean {
  return isSigned({ publicKey, text: keyProofText(challenge), signature: proof ?? '' })
}

/** Whether a text is signed with a key; all but the text base64. False for anything malformed. */
export function isSigned(check: { publicKey: string; text: string; signature: string }): boolean {
  const [raw, signature] = [bytesOfBase64(check.publicKey), bytesOfBase64(check.signature)]
  if (raw?.length !== 32 || signature === null) return false
  const x = Buffer.from(raw).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, Buffer.from(check.text), key, signature)
}

/** 'succeeded': another key than the one remembered, to which the remembered one handed over. */
export function trustOf(
  memory: EnvironmentMemory,
  { address, publicKey, succession }: { address: string; publicKey: string; succession: KeySuccession[] },
): Probe['trust'] {
  const known = memory.all().find((environment) => environment.address === address)
  if (known === undefined) return 'new'
  if (known.publicKey === publicKey) return 'same'
  const former = formerKeysOf(publicKey, { succession, verify: isSigned })
  return former.some((key) => key.publicKey === known.publicKey) ? 'succeeded' : 'changed'
}

/** As a page may see it: with the fingerprint of the key, without former keys. */
export const knownOf = ({
  publicKey,
  formerKeys: _formerKeys,
  ...environment
}: RememberedEnvironment): KnownEnvironment => ({
  ...environment,
  fingerprint: fingerprintOfKey(publicKey) ?? '',
})
