/**
 * The one place that writes to the user's disk. A file is whole or not there: it is written beside its place, made
 * durable, then renamed over it.
 */
import { randomBytes } from 'node:crypto'
import { open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Writes a whole file durably; throws the system's error (with its `code`) and leaves nothing behind if it cannot. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path)
  const beside = join(folder, `.visiting-${randomBytes(8).toString('hex')}.part`)
  try {
    // 'wx': never follow or reuse something that is already there. Only the person may read it.
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (problem) {
    await unlink(beside).catch(() => undefined)
    throw problem
  }
  await syncFolder(folder)
}

/** Makes the rename itself durable where the system allows to open a folder (not on Windows). */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r').catch(() => null)
  if (!handle) return
  await handle.sync().catch(() => undefined)
  await handle.close()
}
