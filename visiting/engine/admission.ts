/**
 * Who runs next on a small machine. A session runs one query at a time; sessions take turns, the one served longest
 * ago first. A query that has run for a while gives its turn back and goes on beside the others, so that a long one
 * never keeps short ones waiting; the operating system then shares the processors between them.
 */
export interface Turn {
  /** Settles when the query may start; rejects when it was withdrawn before. */
  granted: Promise<void>
  /** Goes on running, but no longer keeps others waiting. */
  stepAside(): void
  /** Gives the turn up where it was not granted yet; nothing happens to a query that runs. */
  withdraw(): void
  /** The query has ended. Can be called more than once. */
  end(): void
}

export interface AdmissionLimits {
  /** Queries that may be in their first while at once. */
  turns: number
  /** What all running queries, long ones included, may be allowed together. One alone always runs. */
  memoryBytes: number
}

interface Waiting {
  session: string
  memoryBytes: number
  grant(): void
}

/**
 * `ask` takes a place in the line; the turn it answers is waited for by `granted` and given back by `end`.
 * Memory is in bytes, turns are queries at once.
 */
export class Admission {
  readonly #limits: AdmissionLimits
  #waiting: Waiting[] = []
  readonly #active = new Set<string>()
  readonly #servedAt = new Map<string, number>()
  #served = 0
  #turnsTaken = 0
  #memoryTaken = 0

  constructor(limits: AdmissionLimits) {
    this.#limits = limits
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** `memoryBytes`: what the session's worker may take. */
  ask(session: string, memoryBytes: number): Turn {
    let state: 'waiting' | 'first' | 'aside' | 'ended' = 'waiting'
    let grant = () => {}
    let withdraw = (_reason: Error) => {}
    const granted = new Promise<void>((resolve, reject) => {
      grant = resolve
      withdraw = reject
    })
    // A withdrawn turn nobody waits for is no fault.
    granted.catch(() => {})
    const waiting: Waiting = {
      session,
      memoryBytes,
      grant: () => {
        state = 'first'
        this.#turnsTaken++
        this.#memoryTaken += memoryBytes
        grant()
      },
    }
    this.#waiting.push(waiting)
    this.#next()
    return {
      granted,
      stepAside: () => {
        if (state !== 'first') return
        state = 'aside'
        this.#turnsTaken--
        this.#next()
      },
      withdraw: () => {
        if (state !== 'waiting') return
        state = 'ended'
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
        withdraw(new Error('withdrawn'))
      },
      end: () => {
        if (state !== 'first' && state !== 'aside') return
        if (state === 'first') this.#turnsTaken--
        state = 'ended'
        this.#memoryTaken -= memoryBytes
        this.#active.delete(session)
        this.#next()
      },
    }
  }

  #next(): void {
    while (this.#turnsTaken < this.#limits.turns) {
      const next = this.#longestUnserved()
      if (next === null || !this.#hasMemoryFor(next)) return
      this.#waiting = this.#waiting.filter((other) => other !== next)
      this.#active.add(next.session)
      this.#servedAt.set(next.session, ++this.#served)
      next.grant()
    }
  }

  /** The next in turn waits for memory rather than being passed by smaller ones for ever. */
  #hasMemoryFor({ memoryBytes }: Waiting): boolean {
    return this.#active.size === 0 || this.#memoryTaken + memoryBytes <= this.#limits.memoryBytes
  }

  #longestUnserved(): Waiting | null {
    let best: Waiting | null = null
    let bestAt = Number.POSITIVE_INFINITY
    for (const waiting of this.#waiting) {
      const at = this.#servedAt.get(waiting.session) ?? 0
      if (!this.#active.has(waiting.session) && at < bestAt) {
        best = waiting
        bestAt = at
      }
    }
    return best
  }
}
