/**
 * Sums that a table holds without showing them. A mean times its count is a sum, and the mean of all times all of them is
 * the sum of those sums: one hidden mean follows from the others. Shares of a whole come to 100 %: one hidden share is what
 * the others leave.
 *
 * Believed only if the numbers keep it, within what they are rounded to. Where the table shows the sums or counts
 * themselves, these are protected and the mean or share goes with them (./linked-columns.ts). A count beside its share
 * tells what all come to, so that counts beside shares have a total though no row gives it.
 */
import type { AdditivePart } from './additive-structure.ts'
import { buildCellTable, type RowInput, TableError } from './cell-table.ts'
import { findQuotients, halfUnit } from './linked-columns.ts'
import { isMarginKey, numberOf, type TableInput, textOf } from './table-input.ts'

/** For each column of means or shares that hold such sums, their cells in place of the column's own. */
export function findImpliedParts(input: TableInput): AdditivePart[] {
  const { columns } = input
  if (!columns.some(({ role }) => role === 'mean' || role === 'rate')) return []
  const quotients = findQuotients(input)
  return columns.flatMap(({ role }, column): AdditivePart[] => {
    if (quotients.some((one) => one.column === column)) return []
    const part =
      role === 'mean' ? sumsOfMeans(input, column) : role === 'rate' ? sharesOfWhole(input, column) : null
    return part ? [part] : []
  })
}

const keysOf = ({ columns }: TableInput) => columns.flatMap(({ role }, c) => (role === 'key' ? [c] : []))

function sumsOfMeans(input: TableInput, column: number): AdditivePart | null {
  const { columns, rows } = input
  const keys = keysOf(input)
  const keyed = rows.map(({ values }) =>
    keys.map((key) => (isMarginKey(values[key]) ? null : textOf(values[key]))),
  )
  const inner = keyed.flatMap((key, row) => (key.includes(null) ? [] : [row]))
  const outer = keyed.flatMap((key, row) => (key.includes(null) ? [row] : []))
  if (outer.length === 0 || inner.length < 2) return null
  for (const [counter, { role }] of columns.entries()) {
    if (role !== 'persons' && role !== 'count') continue
    const sums = rows.map(({ values }) => {
      const [mean, count] = [numberOf(values[column]), numberOf(values[counter])]
      if (mean === null || count === null) return count === 0 ? { sum: 0, off: 0 } : null
      return { sum: mean * count, off: halfUnit(mean) * count }
    })
    if (sums.includes(null)) continue
    const values = sums.map((each) => each!.sum)
    const holds = outer.every((row) => {
      const parts = inner.filter((part) =>
        keyed[row]!.every((key, k) => key === null || key === keyed[part]![k]),
      )
      const sum = parts.reduce((all, part) => all + values[part]!, 0)
      const off = [row, ...parts].reduce((all, part) => all + sums[part]!.off, 0)
      const near = Math.abs(values[row]! - sum) <= off + 1e-6 * Math.max(1, Math.abs(sum))
      values[row] = sum
      return near && parts.length > 0
    })
    if (!holds) continue
    return partOf(input, {
      column,
      dimensions: keys.map((key) => columns[key]!.name),
      rows: keyed.map((key, line) => ({ key, value: values[line]!, line })),
    })
  }
  return null
}

const WHOLES = [1, 100]

function sharesOfWhole(input: TableInput, column: number): AdditivePart | null {
  const { columns, rows } = input
  const counter = columns.findIndex(
    ({ role }, other) =>
      (role === 'persons' || role === 'count') &&
      rows.every(({ values, facts }) => numberOf(values[other]) === facts[column]!.persons),
  )
  const keys = keysOf(input)
  for (const key of keys) {
    if (counter >= 0 && rows.some(({ values }) => isMarginKey(values[key]))) continue
    const groups = new Map<string, number[]>()
    const own: RowInput[] = []
    rows.forEach(({ values }, line) => {
      const value = numberOf(values[column])
      if (isMarginKey(values[key]) || value === null) return
      const others = JSON.stringify(
        keys.flatMap((other) =>
          other === key ? [] : [isMarginKey(values[other]) ? null : textOf(values[other])],
        ),
      )
      groups.set(others, [...(groups.get(others) ?? []), value])
      const protects = counter >= 0 ? numberOf(values[counter])! : value
      own.push({ key: [others, textOf(values[key])], value: protects, line })
    })
    const comesTo = (whole: number) =>
      [...groups.values()].every((shares) => {
        const off = shares.reduce((all, share) => all + halfUnit(share), 1e-9)
        return shares.length > 1 && Math.abs(shares.reduce((all, share) => all + share, -whole)) <= off
      })
    if (groups.size === 0 || !WHOLES.some(comesTo)) continue
    const dimensions = ['', columns[key]!.name]
    const part = partOf(input, { column: counter >= 0 ? counter : column, dimensions, rows: own })
    // What each group comes to is known to everybody, whether it is written down or not.
    const known = part?.table.cells.flatMap(({ at }, cell) => (at[0] !== 0 && at[1] === 0 ? [cell] : []))
    if (!part) continue
    const { implied: _, ...counts } = part
    return counter >= 0
      ? { ...counts, known: new Set(known) }
      : { ...part, implied: 'shares', known: new Set(known) }
  }
  return null
}

function partOf(
  { columns }: TableInput,
  { column, dimensions, rows }: { column: number; dimensions: readonly string[]; rows: readonly RowInput[] },
): AdditivePart | null {
  try {
    const table = buildCellTable({
      dimensions: dimensions.map((name) => ({ name })),
      rows,
      missingMargins: 'compute',
      signed: true,
    })
    return {
      implied: 'sums',
      columns: [column],
      unit: `implied by ${columns[column]!.name}`,
      table,
      places: table.cells.map(({ row }) => (row === null ? null : { row: rows[row]!.line, column })),
    }
  } catch (problem) {
    if (problem instanceof TableError) return null
    throw problem
  }
}
