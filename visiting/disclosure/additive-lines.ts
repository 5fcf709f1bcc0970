/**
 * Lines of a column that add up though the column does not. Persons who have several diagnoses are once in the total and
 * several times in its parts; where a line of the table adds up all the same, nobody of it is in two of its parts, and a
 * hidden cell of it follows by subtraction.
 */
import type { AdditivePart } from './additive-structure.ts'
import { buildCellTable, type RowInput, TableError } from './cell-table.ts'
import type { Tie, TiedCell } from './linked-tables.ts'
import { isMarginKey, MOST_JOINED_ROWS, numberOf, type TableInput, textOf } from './table-input.ts'

/** For each of the keys along which a column does not add up, its lines that do. */
export function findAdditiveLines(
  input: TableInput,
  { column, keys, along }: { column: number; keys: readonly number[]; along: readonly number[] },
): AdditivePart[] {
  const { columns, rows } = input
  if (rows.length > MOST_JOINED_ROWS) return []
  return along.flatMap((key): AdditivePart[] => {
    const lines = new Map<string, { row: number; category: string | null; value: number | null }[]>()
    rows.forEach(({ values }, row) => {
      const others = JSON.stringify(
        keys.flatMap((other) =>
          other === key ? [] : [isMarginKey(values[other]) ? null : textOf(values[other])],
        ),
      )
      const line = lines.get(others) ?? []
      lines.set(others, line)
      const category = isMarginKey(values[key]) ? null : textOf(values[key])
      line.push({ row, category, value: numberOf(values[column]) })
    })
    const own: RowInput[] = []
    for (const [others, line] of lines) {
      const whole = line.filter(({ category }) => category === null)
      const parts = line.filter(({ category }) => category !== null)
      const sum = parts.reduce((all, { value }) => all + (value ?? Number.NaN), 0)
      if (whole.length !== 1 || parts.length < 2 || whole[0]!.value !== sum) continue
      for (const { row, category, value } of line) own.push({ key: [others, category], value, line: row })
    }
    if (own.length === 0) return []
    const { name, role } = columns[column]!
    try {
      const table = buildCellTable({
        dimensions: [{ name: '' }, { name: columns[key]!.name }],
        rows: own,
        missingMargins: 'compute',
        signed: true,
      })
      const places = table.cells.map(({ row }) => (row === null ? null : { row: own[row]!.line, column }))
      const unit = `lines of ${role} ${name} by ${columns[key]!.name}`
      return [{ columns: [column], unit, table, places, lines: true }]
    } catch (problem) {
      if (problem instanceof TableError) return []
      throw problem
    }
  })
}

/**
 * What makes one problem of lines that cross, and of what else adds up in their column: a cell of one is the same in the
 * other. Tables are numbered by their place.
 */
export function tiesOfLines(parts: readonly { place: number; part: AdditivePart }[]): Tie[] {
  const known = new Map<string, TiedCell>()
  return parts.flatMap(({ place, part }, table) =>
    part.implied
      ? []
      : part.places.flatMap((at, cell): Tie[] => {
          if (!at) return []
          const name = `${place} ${at.row} ${at.column}`
          const whole = known.get(name)
          if (!whole) known.set(name, { table, cell })
          return whole && part.lines ? [{ whole, parts: [{ table, cell }] }] : []
        }),
  )
}
