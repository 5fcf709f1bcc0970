/**
 * Verifies a release package with this machine's own cryptography. The judgement itself is shared with the
 * environment's command line: shared/model/release-manifest.ts and release-zip.ts.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { bytesOfBase64 } from '../../shared/model/base64.ts'
import type { FormerKey } from '../../shared/model/key-succession.ts'
import { type ReleaseVerdict, verifyRelease } from '../../shared/model/release-manifest.ts'
import { readReleaseZip } from '../../shared/model/release-zip.ts'

/** DER of a SubjectPublicKeyInfo for Ed25519 (RFC 8410, section 4) up to the 32 bytes of the key. */
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')

/** Judges the bytes of a package. `publicKey` is the remembered key of the environment (raw Ed25519, base64), `formerKeys` those before it. */
export async function verifyPackage(
  zip: Uint8Array,
  {
    publicKey,
    formerKeys = [],
    releaseId,
  }: { publicKey: string; formerKeys?: readonly FormerKey[]; releaseId: string },
): Promise<ReleaseVerdict> {
  const key = bytesOfBase64(publicKey)
  if (key?.length !== 32) return { ok: false, why: 'signature-wrong', path: '' }
  const read = readReleaseZip(zip)
  if (!read.ok) return read
  return verifyRelease(read.entries, {
    publicKey: key,
    formerKeys: formerKeys.flatMap((former) => {
      const raw = bytesOfBase64(former.publicKey)
      return raw?.length === 32 ? [{ publicKey: raw, until: former.until }] : []
    }),
    releaseId,
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    verifyEd25519: ({ publicKey: raw, message, signature }) =>
      verify(null, message, createPublicKey({ key: spkiOf(raw), format: 'der', type: 'spki' }), signature),
    decodeText: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
  })
}

const spkiOf = (raw: Uint8Array): Buffer => Buffer.concat([SPKI_ED25519, raw])
