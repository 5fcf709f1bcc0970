/** Takes files away for good and says what they were, for the certificate of an ended permit. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, lstat, readdir, rm, truncate } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ErasedFile } from './engine.ts'
import { syncPath } from './sync-path.ts'

/** Paths that do not exist count as erased already. Links are removed, never followed. */
export async function eraseFiles(paths: string[]): Promise<ErasedFile[]> {
  const erased: ErasedFile[] = []
  for (const path of paths) {
    for await (const file of filesIn(path)) {
      erased.push({ path: file.path, bytes: file.bytes, sha256: await digestOf(file.path) })
      await chmod(file.path, 0o600)
      // Gone also for a process that still holds the file open.
      await truncate(file.path, 0)
    }
    await rm(path, { recursive: true, force: true })
    await syncPath(dirname(path)).catch(() => {})
  }
  return erased
}

async function* filesIn(path: string): AsyncGenerator<{ path: string; bytes: number }> {
  const stats = await lstat(path).catch(() => null)
  if (stats?.isFile()) yield { path, bytes: stats.size }
  if (!stats?.isDirectory()) return
  for (const name of (await readdir(path)).sort()) yield* filesIn(join(path, name))
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
