/**
 * The attacker and the best pattern by themselves, written without any of the code
 * under test: sums from their definition, intervals by two programmes a cell over
 * the innermost counts, the optimum by trying patterns. Slow.
 */
import highs, { type Model } from 'highs'

/** A cell of one or several tables, as the innermost counts that it sums. */
export interface OracleCell {
  /** Indices into the innermost counts. */
  leaves: readonly number[]
  value: number
}

/** What an attacker is up against: a programme whose rows are the cells. */
export class Oracle {
  readonly cells: readonly OracleCell[]
  readonly counts: readonly number[]
  readonly #model: Model
  readonly #safe = new Map<string, boolean>()

  private constructor(cells: readonly OracleCell[], counts: readonly number[], model: Model) {
    this.cells = cells
    this.counts = counts
    this.#model = model
  }

  /** `whole`: tables of three and more dimensions, where whole numbers make a difference. */
  static async lent<T>(
    { cells, counts, whole }: { cells: readonly OracleCell[]; counts: readonly number[]; whole: boolean },
    use: (oracle: Oracle) => T,
  ): Promise<T> {
    const solver = await highs()
    const starts = Int32Array.from([0, ...cells.map(({ leaves }) => leaves.length)])
    for (let k = 1; k < starts.length; k++) starts[k]! += starts[k - 1]!
    const indices = Int32Array.from(cells.flatMap(({ leaves }) => leaves))
    const numCols = counts.length
    const numRows = cells.length
    const model = solver.createModel({
      numCols,
      numRows,
      colCost: new Float64Array(numCols),
      colLower: new Float64Array(numCols),
      colUpper: new Float64Array(numCols).fill(LIMIT),
      rowLower: new Float64Array(numRows),
      rowUpper: new Float64Array(numRows).fill(Number.POSITIVE_INFINITY),
      matrix: {
        format: 'csr',
        numRows,
        numCols,
        starts,
        indices,
        values: new Float64Array(indices.length).fill(1),
      },
      ...(whole ? { integrality: new Int32Array(numCols).fill(solver.constants.variableType.integer) } : {}),
    })
    model.options.set({ output_flag: false, mip_rel_gap: 0 })
    try {
      return use(new Oracle(cells, counts, model))
    } finally {
      model.dispose()
    }
  }

  /** Least and greatest value of a cell where all but `hidden` are shown and hidden cells are known to be `least` or more. */
  interval(
    cell: number,
    { hidden, known, least = 0 }: { hidden: ReadonlySet<number>; known?: number; least?: number },
  ): [number, number] {
    this.cells.forEach(({ value }, k) => {
      const shown = !hidden.has(k) || k === known
      this.#model.changeRowBounds(k, shown ? value : least, shown ? value : Number.POSITIVE_INFINITY)
    })
    for (const leaf of this.counts.keys())
      this.#model.changeColCost(leaf, this.cells[cell]!.leaves.includes(leaf) ? 1 : 0)
    const ends = [1, -1].map((sense) => {
      for (const leaf of this.cells[cell]!.leaves) this.#model.changeColCost(leaf, sense)
      this.#model.run()
      return Math.round(sense * this.#model.getObjectiveValue())
    })
    return [ends[0]!, ends[1]!]
  }

  /** Whether a pattern is safe for a threshold: everybody, those who know that zeros are shown, and single contributors. */
  isSafe(hidden: ReadonlySet<number>, threshold: number): boolean {
    const name = [...hidden].sort((a, b) => a - b).join()
    const before = this.#safe.get(name)
    if (before !== undefined) return before
    const safe = this.#judge(hidden, threshold)
    this.#safe.set(name, safe)
    return safe
  }

  #judge(hidden: ReadonlySet<number>, threshold: number): boolean {
    const { cells } = this
    const wide = (width: number, cell: number, how: Parameters<Oracle['interval']>[1]) => {
      const [low, high] = this.interval(cell, how)
      return high - low >= width
    }
    return cells.every(({ value, leaves }, cell) => {
      if (value === 0 || value >= threshold) return true
      if (!hidden.has(cell)) return false
      if (!wide(threshold, cell, { hidden })) return false
      if (!wide(Math.max(1, threshold - 2), cell, { hidden, least: 1 })) return false
      return [...hidden].every((known) => {
        if (known === cell || cells[known]!.value !== 1) return true
        // The same person is alone in both, and a cell of the tables says so.
        const same = cells.some(
          (each) =>
            each.value === 1 &&
            each.leaves.every((leaf) => leaves.includes(leaf) && cells[known]!.leaves.includes(leaf)),
        )
        return (value === 1 && same) || wide(1, cell, { hidden, known, least: 1 })
      })
    })
  }

  /** Whether some safe pattern costs less than `cost`, a cell costing its value. Only cells that are not 0 may be hidden. */
  isCheaper(cost: number, threshold: number): boolean {
    const { cells } = this
    const primary = cells.flatMap(({ value }, k) => (value > 0 && value < threshold ? [k] : []))
    const others = cells.flatMap(({ value }, k) => (value >= threshold && value < cost ? [k] : []))
    const priceOf = (cell: number) => cells[cell]!.value
    const search = (chosen: readonly number[], rest: readonly number[], spent: number): boolean => {
      if (spent >= cost) return false
      const affordable = rest.filter((cell) => spent + priceOf(cell) < cost)
      // Hiding more never makes a pattern less safe.
      if (!this.isSafe(new Set([...primary, ...chosen, ...affordable]), threshold)) return false
      if (affordable.reduce((total, cell) => total + priceOf(cell), spent) < cost) return true
      const [first, ...later] = affordable
      return search(chosen, later, spent) || search([...chosen, first!], later, spent + priceOf(first!))
    }
    return search(
      [],
      others.sort((a, b) => priceOf(b) - priceOf(a)),
      0,
    )
  }
}

const LIMIT = 100_000
