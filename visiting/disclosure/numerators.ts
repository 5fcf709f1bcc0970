/**
 * Rates whose counts are not shown: with the denominator beside it, a rate is the count above. What holds between counts
 * (margins, sums of columns) then holds between rates, and one that is hidden follows from the others: the rate of all,
 * less those of the other groups, each times its denominator.
 */
import { findQuotients, halfUnit, SCALES } from './linked-columns.ts'
import { findRowSums } from './row-sums.ts'
import { numberOf, type TableInput } from './table-input.ts'

const DENOMINATORS = new Set(['persons', 'count', 'sum'])

/** A rate by its count above and the column below. */
export interface Sides {
  numerator: number
  denominator: number
}

export interface WithNumerators {
  /** The same table with counts in place of such rates. */
  input: TableInput
  /** Which columns these are. */
  counted: ReadonlySet<number>
  sides: readonly Sides[]
}

/** Takes rates for the counts they tell, where one of the other columns is what they are of. */
export function withNumerators(input: TableInput): WithNumerators {
  const { columns } = input
  const quotients = columns.some(({ role }) => role === 'rate') ? findQuotients(input) : []
  const counts = new Map<number, readonly number[]>()
  const sides: Sides[] = []
  columns.forEach(({ role }, column) => {
    if (role !== 'rate' || quotients.some((one) => one.column === column)) return
    const found = countsAbove(input, column)
    if (!found) return
    counts.set(column, found.counts)
    sides.push({ numerator: column, denominator: found.below })
  })
  for (const [column, found] of runningShares(input, counts)) counts.set(column, found)
  const counted = new Set(counts.keys())
  if (counted.size === 0) return { input, counted, sides }
  return { counted, sides, input: inPlaceOf(input, counts) }
}

function inPlaceOf(input: TableInput, counts: ReadonlyMap<number, readonly number[]>): TableInput {
  return {
    ...input,
    columns: input.columns.map((column, c) => (counts.has(c) ? { ...column, role: 'persons' } : column)),
    rows: input.rows.map((row, r) => ({
      ...row,
      values: row.values.map((value, c) => counts.get(c)?.[r] ?? value),
    })),
  }
}

/**
 * Shares of one whole that are running totals of a count beside them: any row that shows both says what the whole is, and
 * each step up is then a count.
 */
function runningShares(
  input: TableInput,
  known: ReadonlyMap<number, readonly number[]>,
): ReadonlyMap<number, readonly number[]> {
  const { columns, rows } = input
  const found = new Map<number, readonly number[]>()
  columns.forEach(({ role }, column) => {
    if (role !== 'rate' || known.has(column)) return
    const wholes = new Set(rows.map(({ facts }) => facts[column]!.denominatorPersons))
    const counts = rows.map(({ facts }) => facts[column]!.persons)
    if (wholes.size !== 1 || wholes.has(null) || counts.includes(null)) return
    const beside = columns.flatMap(({ role: other }, c) =>
      other === 'persons' || other === 'count' ? [c] : [],
    )
    const isSame = beside.some((c) => rows.every(({ values }, r) => numberOf(values[c]) === counts[r]))
    if (isSame) return
    const shares = new Map([[column, counts as number[]]])
    const sums = findRowSums(inPlaceOf(input, shares), [...beside, column])
    if (sums.some(({ whole }) => whole[0]!.column === column)) found.set(column, counts as number[])
  })
  return found
}

/** The persons measured above, or the whole numbers that fit, with one of the other columns below. */
function countsAbove(
  { columns, rows }: TableInput,
  column: number,
): { counts: readonly number[]; below: number } | null {
  for (const [below, { role }] of columns.entries()) {
    if (!DENOMINATORS.has(role)) continue
    for (const scale of SCALES)
      for (const measured of [true, false]) {
        const counts = rows.map(({ values, facts }) => {
          const [rate, all] = [numberOf(values[column]), numberOf(values[below])]
          if (all === 0) return rate === null || rate === 0 ? 0 : null
          if (rate === null || all === null) return null
          const off = (Math.max(halfUnit(rate), 1e-9 * rate) * all) / scale
          const above = (rate * all) / scale
          const count = measured ? facts[column]!.persons : Math.round(above)
          const fits = count !== null && Math.abs(above - count) <= off && (measured || off < 0.25)
          return fits ? count : null
        })
        if (counts.includes(null) || !counts.some((count) => count! > 0)) continue
        return { counts: counts as number[], below }
      }
  }
  return null
}
