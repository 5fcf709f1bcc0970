/** Counts on how many persons a whole result rests, while its rows pass. */
import type { RunRequest } from './messages.ts'

/** Beyond this many nobody's minimum lies; what is kept stays small. */
const ENOUGH = 1_000

/**
 * `rests` says where to look: a column of persons, of which the distinct ones are counted up to a point, or a
 * column of counts, of which the largest holds for the whole. Null: nothing can be said.
 */
export class PersonCounter {
  readonly #rests: RunRequest['rests']
  readonly #persons = new Set<string>()
  #largest = 0

  constructor(rests: RunRequest['rests']) {
    this.#rests = rests
  }

  /** The column it looks at; null: nothing can be said. */
  get column(): string | null {
    return this.#rests?.column ?? null
  }

  add(vector: { getItem(row: number): unknown }, rows: number): void {
    if (this.#rests?.by === 'distinct') {
      for (let i = 0; i < rows && this.#persons.size < ENOUGH; i++) {
        const person = vector.getItem(i)
        if (person !== null) this.#persons.add(String(person))
      }
    } else {
      for (let i = 0; i < rows; i++) {
        const persons = Number(vector.getItem(i) ?? 0)
        if (persons > this.#largest) this.#largest = persons
      }
    }
  }

  /** A lower bound; null where nothing is known. */
  atLeast(): number | null {
    if (this.#rests === null) return null
    return this.#rests.by === 'distinct' ? this.#persons.size : this.#largest
  }
}
