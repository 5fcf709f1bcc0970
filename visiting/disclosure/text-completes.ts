/**
 * Numbers of a text that complete a table beside it: taken as the sum of a line of the table that has none, such a number
 * tells what the hidden cells of the line come to, by subtraction of those that are shown.
 *
 * Reckons with what a reader of the protected table knows and nothing else: what is shown, how far the hidden cells may
 * reach. So a number is found for what it would tell, whether it is the sum or a guess.
 */
import type { NumberPlace } from '../../shared/model/small-counts.ts'
import type { CellFinding } from './judge-cells.ts'
import { isAdditive, isMarginKey } from './table-input.ts'

/** A protected table as a client may have it. */
export interface CompletedTable {
  columns: readonly { name: string; role: string }[]
  rows: readonly (readonly {
    text: string | null
    status: string
    persons: string
    interval: [number, number] | null
  }[])[]
}

/** What cells of a column come to: those that are shown to `known`, the others (`cells`) from `low` to `high`. */
interface Sum {
  known: number
  cells: number
  low: number
  high: number
}

/** A sum that the table does not show: the column, and what it is of as the keys say. */
interface OpenLine extends Sum {
  line: string
}

type Row = CompletedTable['rows'][number]

/** Findings about numbers that are sums of open lines, the shortest line that a number fits first. */
export function findCompletions(
  numbers: readonly NumberPlace[],
  tables: readonly CompletedTable[],
): (CellFinding & { at: number })[] {
  const lines = tables.flatMap(openLines).sort((a, b) => a.cells - b.cells)
  return numbers.flatMap(({ literal, at, value }) => {
    const line = lines.find(
      ({ known, low, high }) => value - known >= low && value - known <= high && low < high,
    )
    if (!line) return []
    const { line: name, cells, known } = line
    const params = { literal, at, line: name, cells, rest: Number((value - known).toPrecision(12)) }
    return [{ code: 'text-completes' as const, severity: 'warning' as const, rule: null, params, at }]
  })
}

/** Lines of a table that hold hidden cells, and whose sum is not shown: along each key, and all together. */
function openLines({ columns, rows }: CompletedTable): OpenLine[] {
  const keys = columns.flatMap(({ role }, c) => (role === 'key' ? [c] : []))
  return columns.flatMap((column, c) => {
    if (!isAdditive(column)) return []
    const ways = keys.map((key) => linesAlong(rows, { key, keys }))
    const sumOf = ({ parts, whole }: Line): Sum => {
      const cell = whole?.[c]
      if (cell?.status === 'shown' && cell.text !== null) return sumOfCells([cell], column)
      return sumOfCells(
        parts.map((row) => row[c]!),
        column,
      )
    }
    const open = ways.flatMap((lines) =>
      lines.flatMap((line): OpenLine[] => {
        const sum = sumOf(line)
        const name = line.of === '' ? column.name : `${column.name} (${line.of})`
        return sum.cells > 0 && line.parts.length > 1 ? [{ ...sum, line: name }] : []
      }),
    )
    // All together: what is known of the lines along one key, the one that leaves the fewest open.
    const isTotal = (row: Row) => keys.every((key) => isMargin(row, key))
    if (keys.length < 2 || rows.some((row) => isTotal(row) && row[c]!.status === 'shown')) return open
    const [least] = ways
      .map((lines) => add(lines.filter(({ isInner }) => isInner).map(sumOf)))
      .sort((one, other) => one.cells - other.cells)
    return least && least.cells > 0 ? [...open, { ...least, line: column.name }] : open
  })
}

interface Line {
  /** What the other keys say. */
  of: string
  /** Whether none of the other keys says that the line is of a sum. */
  isInner: boolean
  parts: Row[]
  whole: Row | null
}

/** Rows that differ in one key alone, with the row of their sum. */
function linesAlong(rows: readonly Row[], { key, keys }: { key: number; keys: readonly number[] }): Line[] {
  const lines = new Map<string, Line>()
  const others = keys.filter((other) => other !== key)
  for (const row of rows) {
    const told = others.flatMap((other) => (isMargin(row, other) ? [] : [row[other]!.text ?? '?']))
    const name = JSON.stringify(
      others.map((other) => (isMargin(row, other) ? null : (row[other]!.text ?? 0))),
    )
    const line: Line = lines.get(name) ?? {
      of: told.join(', '),
      isInner: told.length === others.length,
      parts: [],
      whole: null,
    }
    lines.set(name, line)
    if (isMargin(row, key)) line.whole = row
    else line.parts.push(row)
  }
  return [...lines.values()]
}

/** A key that is not told is none of the words for a sum. */
const isMargin = (row: Row, key: number): boolean =>
  row[key]!.status === 'shown' && isMarginKey(row[key]!.text || null)

function sumOfCells(cells: readonly Row[number][], column: { role: string }): Sum {
  return add(
    cells.map((cell) => {
      if (cell.status === 'shown') return { known: Number(cell.text ?? 0), cells: 0, low: 0, high: 0 }
      const [low, high] = reachOf(cell, column)
      return { known: 0, cells: 1, low, high }
    }),
  )
}

const add = (sums: readonly Sum[]): Sum => {
  const all = { known: 0, cells: 0, low: 0, high: 0 }
  for (const { known, cells, low, high } of sums) {
    all.known += known
    all.cells += cells
    all.low += low
    all.high += high
  }
  return all
}

/** Least and greatest that a hidden cell may be, as its mark (of a count of persons) or its attack interval says. */
function reachOf({ persons, interval }: Row[number], { role }: { role: string }): [number, number] {
  const few = role === 'persons' ? /^<(\d+)$/.exec(persons) : null
  const [low, high] = interval ?? [0, Number.POSITIVE_INFINITY]
  return few ? [Math.max(1, low), Math.min(Number(few[1]) - 1, high)] : [low, high]
}
