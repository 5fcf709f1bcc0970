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

export const RememberedEnvironment = z
  .strictObject({
    address: z.string(),
    nameJa: z.string(),
    nameEn: z.string(),
    /** Raw Ed25519 public key, base64. */
    publicKey: z.string(),
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
  const [raw, signature] = [bytesOfBase64(publicKey), bytesOfBase64(proof ?? '')]
  if (raw?.length !== 32 || signature === null) return false
  const x = Buffer.from(raw).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return verify(null, Buffer.from(keyProofText(challenge)), key, signature)
}

export function trustOf(memory: EnvironmentMemory, address: string, publicKey: string): Probe['trust'] {
  const known = memory.all().find((environment) => environment.address === address)
  return known === undefined ? 'new' : known.publicKey === publicKey ? 'same' : 'changed'
}

export const knownOf = ({ publicKey, ...environment }: RememberedEnvironment): KnownEnvironment => ({
  ...environment,
  fingerprint: fingerprintOfKey(publicKey) ?? '',
})
