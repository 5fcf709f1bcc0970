/** Cuts met so far, as rows of a 0–1 programme over the cells that may be hidden, and what need not be asked again. */
import type { SparseRow } from './solver.ts'
import type { SuppressInput } from './suppression-problem.ts'

/** Cuts met so far, as rows over the columns of the 0–1 programme. */
export class CutPool {
  readonly rows: SparseRow[] = []
  /** Cells that are columns, in their order. */
  readonly columns: readonly number[]
  readonly #columnOf: Int32Array
  readonly #isFixed: Uint8Array
  readonly #seen = new Set<string>()
  /** Questions that marks have answered before. */
  readonly settled = new Settled()
  #byCost: number[] | null = null

  constructor(input: SuppressInput, eligible: Uint8Array) {
    const size = input.values.length
    // Hidden in every pattern: primary cells, and margins that are not published.
    this.#isFixed = input.unpublished.slice()
    for (const { cell } of input.targets) this.#isFixed[cell] = 1
    this.#columnOf = new Int32Array(size).fill(-1)
    const columns: number[] = []
    eligible.forEach((mark, cell) => {
      if (mark === 0 || this.#isFixed[cell] === 1) return
      this.#columnOf[cell] = columns.length
      columns.push(cell)
    })
    this.columns = columns
  }

  /** Marks of all cells from those of the columns. */
  marksOf(values: ArrayLike<number>): Float64Array {
    const marks = Float64Array.from(this.#isFixed)
    this.columns.forEach((cell, column) => {
      marks[cell] = Math.min(1, Math.max(0, values[column]!))
    })
    return marks
  }

  /** Adds Σ min(room, amount) · y ≥ amount; false if it says nothing new. */
  need(cut: ReadonlyMap<number, number>, amount: number): boolean {
    let needed = amount
    for (const [cell, room] of cut) if (this.#isFixed[cell] === 1) needed -= Math.min(room, amount)
    if (needed <= 1e-7) return false
    const indices: number[] = []
    const values: number[] = []
    for (const [cell, room] of [...cut].sort((a, b) => a[0] - b[0])) {
      const column = this.#columnOf[cell]!
      if (column < 0) continue
      indices.push(column)
      values.push(Math.min(room, needed) / needed)
    }
    return this.#add({ indices, values, lower: 1, upper: Number.POSITIVE_INFINITY })
  }

  /** Adds y_cell ≤ Σ y of the others. Says nothing where one of them is hidden anyway. */
  bridge(cell: number, others: Iterable<number>): boolean {
    const column = this.#columnOf[cell]!
    if (column < 0) return false
    const indices = [column]
    const values = [-1]
    for (const other of [...others].sort((a, b) => a - b)) {
      if (this.#isFixed[other] === 1) return false
      if (this.#columnOf[other]! < 0) continue
      indices.push(this.#columnOf[other]!)
      values.push(1)
    }
    return this.#add({ indices, values, lower: 0, upper: Number.POSITIVE_INFINITY })
  }

  /** Forgets rows that these values keep with room to spare; they come back when a pattern breaks them. */
  forgetSlack(values: ArrayLike<number>): void {
    const tight = this.rows.filter(({ indices, values: weights, lower }) => {
      let sum = 0
      indices.forEach((column, k) => {
        sum += weights[k]! * values[column]!
      })
      return sum < lower + 0.05
    })
    this.rows.splice(0, this.rows.length, ...tight)
    this.#seen.clear()
    for (const row of tight) this.#seen.add(nameOf(row))
  }

  /** Columns, the cheapest cell first. */
  cheapest(cost: ArrayLike<number>): readonly number[] {
    this.#byCost ??= this.columns
      .map((_, column) => column)
      .sort((a, b) => cost[this.columns[a]!]! - cost[this.columns[b]!]!)
    return this.#byCost
  }

  /** Of these columns at least one must be hidden. */
  oneOf(columns: readonly number[]): boolean {
    return this.#add({
      indices: [...columns],
      values: columns.map(() => 1),
      lower: 1,
      upper: Number.POSITIVE_INFINITY,
    })
  }

  #add(row: SparseRow): boolean {
    const name = nameOf(row)
    if (this.#seen.has(name)) return false
    this.#seen.add(name)
    this.rows.push(row)
    return true
  }
}

/** Moves that were possible with some marks, and stay so as long as none of the cells they use is marked less. */
class Settled {
  readonly #known = new Map<string, { cell: number; mark: number }[]>()

  holds(question: string, marks: ArrayLike<number>): boolean {
    return this.#known.get(question)?.every(({ cell, mark }) => marks[cell]! >= mark) ?? false
  }

  keep(question: string, { cells, marks }: { cells: readonly number[]; marks: ArrayLike<number> }): void {
    this.#known.set(
      question,
      cells.map((cell) => ({ cell, mark: marks[cell]! - 1e-9 })),
    )
  }
}

function nameOf({ lower, indices, values }: SparseRow): string {
  return `${lower} ${indices.join()} ${values.map((value) => value.toFixed(6)).join()}`
}
