/** Memory that a process and its descendants hold now, in bytes, as the kernel counts it; null where it cannot tell. */
import { readFileSync } from 'node:fs'

const PAGE_BYTES = 4_096

/** In bytes, of all descendants that can be read; null where `/proc` does not tell of the process itself. */
export function residentBytes(pid: number): number | null {
  const own = pagesOf(pid)
  if (own === null) return null
  let bytes = own * PAGE_BYTES
  for (const child of childrenOf(pid)) bytes += residentBytes(child) ?? 0
  return bytes
}

function pagesOf(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1])
  } catch {
    return null
  }
}

/** Processes that one has started and that are still there. */
export function childrenOf(pid: number): number[] {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim()
    return list === '' ? [] : list.split(' ').map(Number)
  } catch {
    return []
  }
}
