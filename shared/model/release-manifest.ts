/**
 * What makes a release a release: `manifest.json` lists every file with its size and SHA-256, and `manifest.sig` is
 * the environment's Ed25519 signature over the exact bytes of manifest.json. Nothing may be in the package that is
 * not listed, and nothing listed may be missing.
 *
 * Pure: hashing, signature checking and text decoding are handed in, so that the environment's command line, the
 * desktop's export and a browser verify with the same code. The container is read by ./release-zip.ts.
 */
import { z } from 'zod'
import { bytesOfBase64 } from './base64.ts'
import { fingerprintOf, hexOf } from './fingerprint.ts'
import { OutputId, PermitId, ReleaseId } from './ids.ts'
import type { ReleaseFault } from './release-faults.ts'

/** In the package. */
export const MANIFEST_PATH = 'manifest.json'
/** In the package: the 64 bytes of Ed25519, in base64. */
export const SIGNATURE_PATH = 'manifest.sig'

/** A path inside a package: plain ASCII segments, so that no system reads it as anything but a file below. */
const SAFE_PATH = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/
/** Whether a package may hold a file under this name; at most 200 characters. */
export const isSafePath = (path: string): boolean => path.length <= 200 && SAFE_PATH.test(path)

/** Read only after its signature has held. */
export const ReleaseManifest = z.strictObject({
  format: z.literal('visiting-release/1'),
  releaseId: ReleaseId,
  outputId: OutputId,
  permitId: PermitId,
  environment: z.strictObject({ nameJa: z.string(), nameEn: z.string(), fingerprint: z.string() }),
  createdAt: z.iso.datetime(),
  ruleEditions: z.array(z.strictObject({ set: z.string(), edition: z.string(), confirmed: z.boolean() })),
  files: z
    .array(
      z.strictObject({
        path: z.string(),
        bytes: z.int().nonnegative(),
        /** Lower-case hex. */
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1),
})
export type ReleaseManifest = z.infer<typeof ReleaseManifest>

export interface ReleaseVerifier {
  /** Raw Ed25519 public key of the environment, 32 bytes; the remembered one, never one from the package. */
  publicKey: Uint8Array
  /** Keys it had before: what they signed counts if it was made before their time ended. */
  formerKeys?: readonly { publicKey: Uint8Array; until: string }[]
  /** The release that was asked for; leave out to accept any release of this environment. */
  releaseId?: string
  sha256(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array
  verifyEd25519(check: {
    publicKey: Uint8Array
    message: Uint8Array
    signature: Uint8Array
  }): Promise<boolean> | boolean
  /** UTF-8 to text; may throw on malformed input. */
  decodeText(bytes: Uint8Array): string
}

export type ReleaseVerdict = { ok: true; manifest: ReleaseManifest } | ({ ok: false } & ReleaseFault)

const no = (why: ReleaseFault['why'], path = ''): ReleaseVerdict => ({ ok: false, why, path })

/**
 * Verifies the entries of a package (path → content). The signature is checked before a byte of the manifest is
 * interpreted; then each listed file must be there with its size and digest, and no other.
 */
export async function verifyRelease(
  entries: ReadonlyMap<string, Uint8Array>,
  verifier: ReleaseVerifier,
): Promise<ReleaseVerdict> {
  for (const path of entries.keys()) if (!isSafePath(path)) return no('path-unsafe', path)
  const manifestBytes = entries.get(MANIFEST_PATH)
  if (!manifestBytes) return no('manifest-missing', MANIFEST_PATH)
  const signatureBytes = entries.get(SIGNATURE_PATH)
  if (!signatureBytes) return no('manifest-missing', SIGNATURE_PATH)

  const signature = bytesOfBase64(asciiOf(signatureBytes))
  const signer = signature?.length === 64 ? await signerOf(manifestBytes, { signature, verifier }) : null
  if (!signer) return no('signature-wrong')

  const manifest = readManifest(manifestBytes, verifier)
  if (!manifest) return no('manifest-unreadable')
  if (signer.until !== null && manifest.createdAt >= signer.until) return no('signature-wrong')
  const fingerprint = fingerprintOf(await verifier.sha256(signer.publicKey))
  if (manifest.environment.fingerprint !== fingerprint)
    return no('environment-differs', manifest.environment.fingerprint)
  if (verifier.releaseId !== undefined && manifest.releaseId !== verifier.releaseId)
    return no('release-differs', manifest.releaseId)

  const listed = new Set<string>()
  for (const { path, bytes, sha256 } of manifest.files) {
    if (!isSafePath(path) || path === MANIFEST_PATH || path === SIGNATURE_PATH) return no('path-unsafe', path)
    // Names that differ in case only are the same file on many disks.
    if (listed.has(path.toLowerCase())) return no('file-listed-twice', path)
    listed.add(path.toLowerCase())
    const content = entries.get(path)
    if (!content) return no('file-missing', path)
    if (content.length !== bytes) return no('size-differs', path)
    if (hexOf(await verifier.sha256(content)) !== sha256) return no('digest-differs', path)
  }
  for (const path of entries.keys())
    if (
      path !== MANIFEST_PATH &&
      path !== SIGNATURE_PATH &&
      !manifest.files.some((file) => file.path === path)
    )
      return no('file-unlisted', path)
  return { ok: true, manifest }
}

/** Whose signature it is: the key in use or one before it. */
async function signerOf(
  message: Uint8Array,
  { signature, verifier }: { signature: Uint8Array; verifier: ReleaseVerifier },
): Promise<{ publicKey: Uint8Array; until: string | null } | null> {
  const { publicKey, formerKeys = [], verifyEd25519 } = verifier
  for (const key of [{ publicKey, until: null }, ...formerKeys])
    if (await verifyEd25519({ publicKey: key.publicKey, message, signature })) return key
  return null
}

function readManifest(bytes: Uint8Array, verifier: ReleaseVerifier): ReleaseManifest | null {
  try {
    return ReleaseManifest.parse(JSON.parse(verifier.decodeText(bytes)))
  } catch {
    return null
  }
}

const asciiOf = (bytes: Uint8Array): string =>
  bytes.length > 200 ? '' : Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
