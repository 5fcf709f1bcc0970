/**
 * Columns of a wide table that are sums of others (`persons` = `men` + `women`),
 * or the same numbers twice (`persons` and `claims` equal in every row).
 *
 * Each column is taken as part of one sum at most, the smallest found; the sums of
 * one result then form trees.
 */
import { numberOf, type TableInput } from './table-input.ts'

export interface ColumnTree {
  columns: number[]
  /** Sum of which a column is a part. */
  parents: Map<number, number>
  top: number
  /** Part of the top of which the rest is a column that is not there (./other-sides.ts). */
  otherSide?: number
}

/** The first of so many are tried in any combination of so many; more parts only where they stand in a row. */
const MAX_COLUMNS = 12
const MAX_PARTS = 5
const MAX_LISTED = 60
/** Every column, every second …: men and women of each age side by side. */
const MAX_STRIDE = 4

/** Trees of columns; a column related to no other is a tree by itself. */
export function findColumnSums({ rows }: TableInput, columns: readonly number[]): ColumnTree[] {
  const values = new Map<number, Float64Array>(
    columns.map((column): [number, Float64Array] => [
      column,
      Float64Array.from(rows, (row) => numberOf(row.values[column]) ?? 0),
    ]),
  )
  const totals = new Map<number, number>()
  for (const [column, list] of values)
    totals.set(
      column,
      list.reduce((a, b) => a + b, 0),
    )
  const parents = new Map<number, number>()
  const topOf = (column: number): number => {
    const above = parents.get(column)
    return above === undefined ? column : topOf(above)
  }
  const order = columns
    .filter((column) => values.get(column)!.some((value) => value !== 0))
    .slice(0, MAX_LISTED)
  const tried = new Set(order.slice(0, MAX_COLUMNS))
  // Small sums first, so that a total of totals finds totals as its parts.
  order.sort((a, b) => totals.get(a)! - totals.get(b)! || b - a)
  // Beside what is negative a sum may be smaller than its parts.
  const signed = order.some((column) => values.get(column)!.some((value) => value < 0))
  order.forEach((sum, place) => {
    const free = (signed ? order : order.slice(0, place)).filter(
      (column) => !parents.has(column) && column !== topOf(sum),
    )
    const parts = partsOf(sum, { free, tried, values, totals })
    if (!parts) return
    for (const part of parts) parents.set(part, sum)
  })
  const trees = new Map<number, ColumnTree>()
  for (const column of columns) {
    const top = topOf(column)
    const tree: ColumnTree = trees.get(top) ?? { columns: [], parents: new Map(), top }
    trees.set(top, tree)
    tree.columns.push(column)
    const above = parents.get(column)
    if (above !== undefined) tree.parents.set(column, above)
  }
  return [...trees.values()]
}

/** The fewest free columns that add up to a column in every row, else neighbours that do. */
function partsOf(
  sum: number,
  {
    free,
    tried,
    values,
    totals,
  }: {
    free: readonly number[]
    tried: ReadonlySet<number>
    values: ReadonlyMap<number, Float64Array>
    totals: ReadonlyMap<number, number>
  },
): number[] | null {
  const target = values.get(sum)!
  const grand = totals.get(sum)!
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b))
  const holds = (parts: readonly number[]) =>
    target.every((value, row) =>
      near(
        parts.reduce((total, part) => total + values.get(part)![row]!, 0),
        value,
      ),
    )
  const search = (from: number, parts: number[], size: number): number[] | null => {
    if (parts.length === size) {
      const total = parts.reduce((all, part) => all + totals.get(part)!, 0)
      return near(total, grand) && holds(parts) ? parts : null
    }
    for (let k = from; k < few.length; k++) {
      const found = search(k + 1, [...parts, few[k]!], size)
      if (found) return found
    }
    return null
  }
  const few = tried.has(sum) ? free.filter((column) => tried.has(column)) : []
  for (let size = 1; size <= Math.min(MAX_PARTS, few.length); size++) {
    const found = search(0, [], size)
    if (found) return found
  }
  const listed = free.toSorted((a, b) => a - b)
  for (let stride = 1; stride <= MAX_STRIDE; stride++)
    for (const start of listed.keys()) {
      const parts: number[] = []
      for (let at = start, total = 0; at < listed.length; at += stride) {
        parts.push(listed[at]!)
        total += totals.get(listed[at]!)!
        if (parts.length > 2 && near(total, grand) && holds(parts)) return parts
      }
    }
  return null
}
