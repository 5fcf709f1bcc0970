/** The engine's processes as the machine sees them. */
import { readdir, readFile, readlink } from 'node:fs/promises'

/** Process id of the worker that works in this folder, or null; never the sandbox around it. */
export async function workerOf(folder: string): Promise<number | null> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if ((await readlink(`/proc/${pid}/cwd`).catch(() => '')) !== folder) continue
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes('worker.js') && !command.includes('bwrap') && !command.includes('prlimit'))
      return Number(pid)
  }
  return null
}
