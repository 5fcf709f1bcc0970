/**
 * How much a search may do. Work is counted, not timed: the same table gets the same pattern on a busy machine as on an
 * idle one, and a reviewer who protects it again sees what the researcher saw. The unit is the millisecond that the work
 * takes on an idle machine of 2026, roughly.
 *
 * The clock is looked at only as a backstop: when the machine takes far longer than that, the search ends all the same
 * and what it has is less good, never less safe. Counts are kept for the thread as a whole, so two searches at once in
 * one thread shorten each other; the threads of ./thread/ do one at a time.
 */

/** Times the count that a search may take by the clock. */
export const CLOCK_SLACK = 6

let spentMs = 0

/** Says that work was done, in milliseconds of an idle machine. */
export function spend(ms: number): void {
  spentMs += ms
}

/** Made for a piece of work; whoever searches asks `isSpent` and then ends with the best so far. */
export class Allowance {
  readonly #from: number
  readonly #until: number
  readonly #clockEnd: number

  private constructor({ from, until, clockEnd }: { from: number; until: number; clockEnd: number }) {
    this.#from = from
    this.#until = until
    this.#clockEnd = clockEnd
  }

  /** From now on; `Infinity` for as long as it takes. */
  static of(ms: number): Allowance {
    return new Allowance({
      from: spentMs,
      until: spentMs + ms,
      clockEnd: performance.now() + ms * CLOCK_SLACK,
    })
  }

  /** What is left, in milliseconds of an idle machine; never under 0. */
  left(): number {
    return Math.max(0, Math.min(this.#until - spentMs, this.clockLeft()))
  }

  /** What the clock leaves at most, in real milliseconds. */
  clockLeft(): number {
    return Math.max(0, this.#clockEnd - performance.now())
  }

  isSpent(): boolean {
    return this.left() === 0
  }

  /** The first part of this allowance, counted from its beginning. */
  upTo(share: number): Allowance {
    if (!Number.isFinite(this.#until)) return this
    return new Allowance({
      from: this.#from,
      until: this.#from + (this.#until - this.#from) * share,
      clockEnd: this.#clockEnd,
    })
  }

  /** Part of what is left of it now. */
  share(part: number): Allowance {
    if (!Number.isFinite(this.#until)) return this
    return new Allowance({
      from: spentMs,
      until: spentMs + (this.#until - spentMs) * part,
      clockEnd: this.#clockEnd,
    })
  }

  /** The shorter of this and so much from now on. */
  atMost(ms: number): Allowance {
    return new Allowance({
      from: spentMs,
      until: Math.min(this.#until, spentMs + ms),
      clockEnd: Math.min(this.#clockEnd, performance.now() + ms * CLOCK_SLACK),
    })
  }
}
