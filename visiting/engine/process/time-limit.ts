/**
 * A limit in processor time: on a busy machine, work that waits for a processor is not taken for work that never ends.
 * What takes none at all ends, too, after so many times as long on the clock.
 */

/** Whoever holds a parser or a judge holds it no longer than this, as many times as the limit. */
export const PATIENCE = 5

export interface TimeLimit {
  /** Milliseconds of processor time. */
  ms: number
  /** Processor time taken so far, in milliseconds; null where nobody can tell, and then the clock counts. */
  used: () => number | null
  over: () => void
}

/** Answers what lifts the limit. `over` is called once, or never. */
export function limitTime({ ms, used, over }: TimeLimit): () => void {
  const begun = Date.now()
  const before = used() ?? 0
  let timer = setTimeout(look, ms)
  function look(): void {
    const now = used()
    const left = now === null ? 0 : Math.min(ms - (now - before), begun + PATIENCE * ms - Date.now())
    if (left <= 0) over()
    else timer = setTimeout(look, left)
  }
  return () => clearTimeout(timer)
}
