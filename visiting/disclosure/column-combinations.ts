/** Which columns of numbers, each added or taken away once, come to nothing in every row. */

/** Where rows are too few to be solved for: columns that one is the sum of at most, of so many. */
const MOST_PARTS = 3
const MOST_TRIED = 16
const NEAR = 1e-7

const isZero = (value: number, scale: number) => Math.abs(value) <= NEAR * Math.max(1, scale)

/**
 * Factors of 1, −1 and 0, one a column. Found by elimination, so that any of them follows from the rest; where rows are
 * fewer than columns, also sums of up to three and of two that are two others.
 */
export function columnCombinations(rows: readonly (readonly number[])[]): number[][] {
  const width = rows[0]?.length ?? 0
  if (width < 2) return []
  const holds = (factors: readonly number[]) =>
    rows.every((row) => {
      let [sum, scale] = [0, 0]
      for (let k = 0; k < width; k++) {
        sum += factors[k]! * row[k]!
        scale = Math.max(scale, Math.abs(factors[k]! * row[k]!))
      }
      return isZero(sum, scale)
    })
  const solved = nullSpace(rows)
    .map((factors) => factors.map((factor) => Math.round(factor)))
    .filter((factors) => factors.every((factor) => Math.abs(factor) <= 1) && holds(factors))
  return rows.length < width ? [...solved, ...smallSums(width, holds)] : solved
}

/** A basis of what the rows leave open, by reduced echelon form with the columns in order. */
function nullSpace(given: readonly (readonly number[])[]): number[][] {
  const width = given[0]!.length
  const rows = given.map((row) => {
    const scale = Math.max(1, ...row.map(Math.abs))
    return row.map((value) => value / scale)
  })
  const pivots: number[] = []
  for (let column = 0; column < width && pivots.length < rows.length; column++) {
    const from = pivots.length
    let best = from
    for (let r = from; r < rows.length; r++)
      if (Math.abs(rows[r]![column]!) > Math.abs(rows[best]![column]!)) best = r
    const pivot = rows[best]![column]!
    if (Math.abs(pivot) <= 1e-9) continue
    const [moved, pivotal] = [rows[from]!, rows[best]!]
    rows[best] = moved
    rows[from] = pivotal.map((value) => value / pivot)
    for (let r = 0; r < rows.length; r++) {
      const factor = rows[r]![column]!
      if (r === from || factor === 0) continue
      rows[r] = rows[r]!.map((value, k) => value - factor * rows[from]![k]!)
    }
    pivots.push(column)
  }
  return Array.from({ length: width }, (_, column) => column)
    .filter((column) => !pivots.includes(column))
    .map((free) =>
      Array.from({ length: width }, (_, column) => {
        if (column === free) return 1
        const row = pivots.indexOf(column)
        return row < 0 ? 0 : -rows[row]![free]!
      }),
    )
}

/** One column as the sum of up to three others, or two as that of two. */
function smallSums(width: number, holds: (factors: readonly number[]) => boolean): number[][] {
  const found: number[][] = []
  const compare = (wholes: readonly number[], parts: readonly number[]) => {
    if (wholes.some((whole) => parts.includes(whole))) return
    const factors = Array.from(
      { length: width },
      (_, k) => Number(wholes.includes(k)) - Number(parts.includes(k)),
    )
    if (holds(factors)) found.push(factors)
  }
  const tried = Math.min(width, MOST_TRIED)
  for (let size = 1; size <= MOST_PARTS; size++)
    for (const parts of choices(tried, size)) for (let k = 0; k < tried; k++) compare([k], parts)
  const pairs = [...choices(tried, 2)]
  pairs.forEach((wholes, at) => {
    for (const parts of pairs.slice(at + 1)) compare(wholes, parts)
  })
  return found
}

/** Every choice of so many places, in order. */
function* choices(width: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) yield []
  else
    for (let first = from; first < width; first++)
      for (const rest of choices(width, size - 1, first + 1)) yield [first, ...rest]
}

/** Keeps those of several vectors that do not follow from others. */
export class Independent {
  readonly #rows: number[][] = []
  readonly #width: number
  constructor(width: number) {
    this.#width = width
  }

  /** Whether it did not follow from what was added before. */
  add(vector: readonly number[]): boolean {
    let left = [...vector]
    for (const row of this.#rows) {
      const pivot = row.findIndex((value) => value !== 0)
      const factor = left[pivot]!
      left = left.map((value, k) => value - factor * row[k]!)
    }
    left = left.map((value) => (isZero(value, 1) ? 0 : value))
    const pivot = left.findIndex((value) => value !== 0)
    if (pivot < 0 || this.#rows.length >= this.#width) return false
    this.#rows.push(left.map((value) => value / left[pivot]!))
    return true
  }
}
