/**
 * A cleared release, from the environment to the user's disk: fetched, verified against the remembered key, and only
 * then written where the person says, if it still stands by then. What does not verify is never written, not even to a
 * temporary file.
 */
import type { Answer } from '../../shared/bridge/workbench-bridge.ts'
import type { FormerKey } from '../../shared/model/key-succession.ts'
import { packageRefused, writingFailed } from './export-problems.ts'
import { verifyPackage } from './verify-package.ts'
import { writeWhole } from './write-file.ts'

export interface ExportNeeds {
  download(
    releaseId: string,
  ): Promise<Answer<{ zip: Uint8Array; publicKey: string; formerKeys: FormerKey[] }>>
  /** Whether the release still stands; asked when the place is chosen, which may have taken an hour. */
  stillStands(releaseId: string): Promise<Answer<unknown>>
  /** Lets the person choose a place; null when they think better of it. */
  askWhere(suggestedName: string): Promise<string | null>
}

export function exportRelease({ download, stillStands, askWhere }: ExportNeeds) {
  return async (input: {
    releaseId: string
    suggestedName: string
  }): Promise<Answer<{ saved: string | null }>> => {
    const fetched = await download(input.releaseId)
    if (!fetched.ok) return fetched
    const { zip, publicKey, formerKeys } = fetched.value
    const verdict = await verifyPackage(zip, { publicKey, formerKeys, releaseId: input.releaseId })
    if (!verdict.ok) return { ok: false, problem: packageRefused(verdict) }
    const path = await askWhere(fileNameOf(input))
    if (path === null) return { ok: true, value: { saved: null } }
    const standing = await stillStands(input.releaseId)
    if (!standing.ok) return standing
    try {
      await writeWhole(path, zip)
    } catch (problem) {
      return { ok: false, problem: writingFailed(problem) }
    }
    return { ok: true, value: { saved: path } }
  }
}

/** A file name any system takes: no folders, no reserved or control characters, `.zip` at the end. */
export function fileNameOf({
  releaseId,
  suggestedName,
}: {
  releaseId: string
  suggestedName: string
}): string {
  const plain = suggestedName
    .normalize('NFC')
    .replace(/\.zip$/i, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is to be removed
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, '-')
    .replace(/^[.\s-]+|[.\s-]+$/g, '')
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(plain)
  // 80 characters are at most 240 bytes of the 255 that common file systems allow.
  return `${plain === '' || reserved ? releaseId : [...plain].slice(0, 80).join('')}.zip`
}
