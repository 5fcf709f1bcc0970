/**
 * What rows of the records file say, made of their text once: as long as the rows are the same, the same object is
 * given again, so that whoever keeps something by it can tell by identity that nothing changed. The rows are read
 * each time; what is given is shared and must not be changed.
 */
const KEPT = 1_000

/** `make` is called again only where the rows under a key have another text. */
export class ReadOnce<Row, Made> {
  readonly #make: (row: Row) => Made
  readonly #kept = new Map<string, { text: string; made: Made }>()

  constructor(make: (row: Row) => Made) {
    this.#make = make
  }

  of(key: string, row: Row): Made {
    const text = JSON.stringify(row)
    const known = this.#kept.get(key)
    if (known?.text === text) return known.made
    const made = this.#make(row)
    if (this.#kept.size >= KEPT) this.#kept.clear()
    this.#kept.set(key, { text, made })
    return made
  }
}
