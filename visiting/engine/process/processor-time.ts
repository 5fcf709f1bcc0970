/**
 * Processor time that somebody has taken so far, in milliseconds, as the kernel counts it (in steps of ten); null where
 * it cannot tell.
 */
import { readFileSync } from 'node:fs'
import { childrenOf } from './resident-memory.ts'

/** What /proc counts in, on every Linux, whatever the kernel's own clock. */
const TICK_MS = 10

/** Of a process and its descendants. */
export function processorMs(pid: number): number | null {
  const own = ticksIn(`/proc/${pid}/stat`)
  if (own === null) return null
  return childrenOf(pid).reduce((sum, child) => sum + (processorMs(child) ?? 0), own)
}

/** Of a thread of this process, by the number that it has from `ownThread`. */
export const threadProcessorMs = (thread: number | null): number | null =>
  thread === null ? null : ticksIn(`/proc/self/task/${thread}/stat`)

/** The number of the thread that asks. */
export function ownThread(): number | null {
  try {
    return Number.parseInt(readFileSync('/proc/thread-self/stat', 'latin1'), 10)
  } catch {
    return null
  }
}

function ticksIn(stat: string): number | null {
  try {
    const text = readFileSync(stat, 'latin1')
    // The second field is a name and may hold anything; utime and stime are the 14th and 15th (proc_pid_stat(5)).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return null
  }
}
