/**
 * Sums between the columns of a table beside those that make a tree of it (./column-sums.ts): a second division of the
 * same total (men and women, inpatients and outpatients), two divisions of a total that is not there, running totals down
 * the rows, and totals of groups repeated in each row of them. A hidden count follows from any of these by subtraction.
 *
 * Believed only if the numbers keep it in every row. One that holds by chance hides more than needed, no less.
 */
import type { AdditivePart } from './additive-structure.ts'
import { columnCombinations, Independent } from './column-combinations.ts'
import type { ColumnTree } from './column-sums.ts'
import type { Tie, TiedCell } from './linked-tables.ts'
import { findRowSums } from './row-sums.ts'
import { numberOf, type TableInput } from './table-input.ts'

/** A cell of a result by its place. */
export interface CellPlace {
  row: number
  column: number
}

/** Σ whole = Σ parts, cell by cell. */
export interface CellRelation {
  whole: readonly CellPlace[]
  parts: readonly CellPlace[]
}

/** Columns looked at, in the order listed. */
const MOST_COLUMNS = 40
/** Cells of all relations together, beyond which one problem of them would be too large to be solved well. */
const MOST_CELLS = 12_000

/** What is not said by the trees already; null where it is too much for one problem. */
export function findColumnRelations(
  input: TableInput,
  { columns, trees }: { columns: readonly number[]; trees: readonly ColumnTree[] },
): CellRelation[] | null {
  const { rows } = input
  const looked = columns
    .filter((column) => rows.some(({ values }) => (numberOf(values[column]) ?? 0) !== 0))
    .filter((column) => rows.every(({ values }) => numberOf(values[column]) !== null))
    .slice(0, MOST_COLUMNS)
  const known = new Independent(looked.length)
  for (const { parents } of trees)
    for (const whole of new Set(parents.values())) {
      const parts = [...parents].flatMap(([part, above]) => (above === whole ? [part] : []))
      known.add(looked.map((column) => Number(column === whole) - Number(parts.includes(column))))
    }
  const numbers = rows.map(({ values }) => looked.map((column) => numberOf(values[column])!))
  const wide = columnCombinations(numbers)
    .filter((factors) => known.add(factors))
    .flatMap((factors) =>
      rows.map((_, row): CellRelation => {
        const side = (sign: number) =>
          looked.flatMap((column, k) => (factors[k] === sign ? [{ row, column }] : []))
        return { whole: side(1), parts: side(-1) }
      }),
    )
  const found = [...wide, ...findRowSums(input, looked)]
  const cells = found.reduce((all, { whole, parts }) => all + whole.length + parts.length, 0)
  return cells <= MOST_CELLS ? found : null
}

/** The same between cells of these members, for the table at a place. */
export function tiesOfRelations(
  relations: readonly CellRelation[],
  { place, members }: { place: number; members: readonly { place: number; part: AdditivePart }[] },
): Tie[] {
  if (relations.length === 0) return []
  const cells = new Map<string, TiedCell>()
  for (const [table, member] of members.entries())
    if (member.place === place && !member.part.implied)
      member.part.places.forEach((at, cell) => {
        const name = at && `${at.row} ${at.column}`
        if (name && !cells.has(name)) cells.set(name, { table, cell })
      })
  return relations.flatMap(({ whole, parts }): Tie[] => {
    const [wholes, all] = [whole, parts].map((some) =>
      some.flatMap(({ row, column }) => cells.get(`${row} ${column}`) ?? []),
    )
    if (wholes!.length < whole.length || all!.length < parts.length) return []
    const [first, ...beside] = wholes!
    return [{ whole: first!, beside, parts: all! }]
  })
}
