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

/** Processes of this bundled script below a process, the one furthest from it first; cages around it left out. */
export async function scriptsBelow(parent: number, script: string): Promise<number[]> {
  const children = new Map<number, number[]>()
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const above = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    children.set(above, [...(children.get(above) ?? []), Number(pid)])
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((one) => [...below(one), one])
  const found: number[] = []
  for (const pid of below(parent)) {
    const [program, ...args] = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
    if (/node$/.test(program ?? '') && args.some((one) => one.endsWith(`/${script}`))) found.push(pid)
  }
  return found
}
