/** Saves a release in a browser: signature and digests are checked first, with the code desktop and service use. */
import type { Answer } from '../../shared/bridge/workbench-bridge.ts'
import { bytesOfBase64 } from '../../shared/model/base64.ts'
import type { KeySuccession } from '../../shared/model/key-succession.ts'
import { type ReleaseFault, wordsForReleaseFault } from '../../shared/model/release-faults.ts'
import { verifyRelease } from '../../shared/model/release-manifest.ts'
import { readReleaseZip } from '../../shared/model/release-zip.ts'
import { downloadInBrowser } from './browser-download.ts'
import { clientProblem } from './client-problems.ts'

const NO_ED25519 = {
  ja: 'このブラウザは署名（Ed25519）を確かめられないため、保存しませんでした。ブラウザを更新するか、デスクトップ版をお使いください。',
  en: 'This browser cannot check the signature (Ed25519), so nothing was saved. Update it, or use the desktop application.',
}

const exactly = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)

async function verifyEd25519(check: {
  publicKey: Uint8Array
  message: Uint8Array
  signature: Uint8Array
}): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', exactly(check.publicKey), 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', key, exactly(check.signature), exactly(check.message))
}

const refused = (fault: ReleaseFault) =>
  ({
    ok: false,
    problem: clientProblem('export-refused', {
      ja: wordsForReleaseFault(fault, 'ja'),
      en: wordsForReleaseFault(fault, 'en'),
    }),
  }) as const

/** Verifies a package and hands it to the browser's own download. `publicKey` is base64, as the identity gives it. */
export async function saveRelease({
  bytes,
  releaseId,
  suggestedName,
  publicKey,
  succession = [],
}: {
  bytes: Uint8Array
  releaseId: string
  suggestedName: string
  publicKey: string
  /** Keys before that one, from the same environment as this page. */
  succession?: readonly KeySuccession[]
}): Promise<Answer<{ saved: string | null }>> {
  const key = bytesOfBase64(publicKey)
  const zip = readReleaseZip(bytes)
  if (!zip.ok) return refused(zip)
  try {
    const verdict = await verifyRelease(zip.entries, {
      publicKey: key ?? new Uint8Array(32),
      formerKeys: succession.flatMap(({ from, at }) => {
        const raw = bytesOfBase64(from)
        return raw?.length === 32 ? [{ publicKey: raw, until: at }] : []
      }),
      releaseId,
      sha256: async (content) => new Uint8Array(await crypto.subtle.digest('SHA-256', exactly(content))),
      verifyEd25519,
      decodeText: (content) => new TextDecoder('utf-8', { fatal: true }).decode(content),
    })
    if (!verdict.ok) return refused(verdict)
  } catch {
    return { ok: false, problem: clientProblem('export-refused', NO_ED25519) }
  }
  downloadInBrowser(bytes, suggestedName, 'application/zip')
  return { ok: true, value: { saved: suggestedName } }
}
