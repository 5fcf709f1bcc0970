import { closeSync, fsync, openSync } from 'node:fs'
import { promisify } from 'node:util'

const sync = promisify(fsync)

/** Makes a file's bytes, or what was named in a folder, durable. Only the disk is waited for: opening takes no time. */
export async function syncPath(path: string): Promise<void> {
  const descriptor = openSync(path, 'r')
  try {
    await sync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
