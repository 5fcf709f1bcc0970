/** Where the frozen content of submitted rounds lies: one JSON file each, written whole and synced before its record. */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { OutputId } from '../../shared/model/ids.ts'
import { FrozenRound, type RoundRecord } from '../outputs/outputs-port.ts'
import { readFrozen } from '../outputs/read-frozen.ts'

export interface FrozenRounds {
  write(round: FrozenRound): Promise<{ file: string; digest: string }>
  /** Reads a round and checks its digest; a changed file is a fault, never shown. */
  read(record: RoundRecord): Promise<FrozenRound>
}

/** In lower-case hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** SHA-256 of a file of any size. */
export async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Writes bytes so that they are there whole or not at all, also after the power went; answers their SHA-256. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.part`
  try {
    const file = await open(temporary, 'w', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (problem) {
    await rm(temporary, { force: true })
    throw problem
  }
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
  return sha256(bytes)
}

/**
 * Files lie under `folder` by output. What is written gets a salt, so that its digest in the log tells
 * nothing of a small table; reading throws where the digest no longer fits.
 */
export function frozenRounds(folder: string): FrozenRounds {
  return {
    async write(round) {
      const salt = randomBytes(16).toString('hex')
      const bytes = Buffer.from(JSON.stringify(FrozenRound.parse({ ...round, salt })))
      const file = join(round.outputId, `round-${round.round}.json`)
      await writeDurably(join(folder, file), bytes)
      return { file, digest: sha256(bytes) }
    },
    async read(record) {
      const bytes = await readFile(join(folder, record.file))
      if (sha256(bytes) !== record.digest)
        throw new Error(
          `the frozen content of ${record.outputId as OutputId} round ${record.round} was changed`,
        )
      return readFrozen(JSON.parse(bytes.toString('utf8')))
    },
  }
}
