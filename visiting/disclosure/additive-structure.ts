/**
 * Finds what adds up in a result: rows that are margins of others (ROLLUP, CUBE,
 * GROUPING SETS or total rows), and columns that are sums of other columns.
 *
 * A relation is believed only if the numbers keep it in every row. Counts of
 * distinct persons whose groups overlap do not; they are then left unrelated, and
 * that is said. A relation that holds by chance hides more than needed, no less.
 */
import type { FindingCode } from '../../shared/model/finding-words.ts'
import { buildCellTable, type CellTable, type RowInput, TableError } from './cell-table.ts'
import { findColumnSums } from './column-sums.ts'
import { isMarginKey, numberOf, type TableInput, textOf } from './table-input.ts'

export interface AdditivePart {
  /** Columns of the result that share this structure. */
  columns: number[]
  table: CellTable
  /** Row and column of each cell of the table; null for margins that the result does not show. */
  places: ({ row: number; column: number } | null)[]
}

export interface StructureFinding {
  code: FindingCode
  column: string
  params: Record<string, string | number>
}

const ADDITIVE_ROLES = new Set(['persons', 'count', 'institutions', 'sum'])

export function findAdditiveParts(input: TableInput): {
  parts: AdditivePart[]
  findings: StructureFinding[]
} {
  const findings: StructureFinding[] = []
  const keys = input.columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
  const hasMargins = keys.some((column) => input.rows.some(({ values }) => isMarginKey(values[column])))
  const measures = input.columns.flatMap(({ role }, column) => (ADDITIVE_ROLES.has(role) ? [column] : []))
  const usable = measures.filter((column) => {
    const negative = input.rows.some(({ values }) => (numberOf(values[column]) ?? 0) < 0)
    if (negative && (hasMargins || measures.length > 1))
      findings.push({ code: 'negative-values', column: nameOf(input, column), params: {} })
    return !negative
  })
  const parts: AdditivePart[] = []
  for (const { columns, parents, top } of findColumnSums(input, usable)) {
    if (columns.length === 1 && !hasMargins) continue
    const part = buildPart(input, { keys, columns, parents, top, findings })
    if (part) parts.push(part)
  }
  return { parts, findings }
}

function nameOf({ columns }: TableInput, column: number): string {
  return columns[column]!.name
}

/** Name of the dimension that stands for the columns of a wide table. */
const COLUMNS = '\u0000columns'

function buildPart(
  input: TableInput,
  {
    keys,
    columns,
    parents,
    top,
    findings,
  }: {
    keys: number[]
    columns: number[]
    parents: Map<number, number>
    top: number
    findings: StructureFinding[]
  },
): AdditivePart | null {
  const additive = keys.map((key) => addsUpOver(input, { key, keys, columns, findings }))
  const wide = columns.length > 1
  if (!wide && !additive.includes(true)) return null
  const rows: RowInput[] = []
  const places: { row: number; column: number }[] = []
  input.rows.forEach(({ values }, row) => {
    const key = keys.map((column, d) =>
      additive[d] && isMarginKey(values[column]) ? null : `=${textOf(values[column])}`,
    )
    for (const column of columns) {
      const value = numberOf(values[column])
      if (value === null) continue
      rows.push({ key: wide ? [...key, column === top ? null : String(column)] : key, value, line: row })
      places.push({ row, column })
    }
  })
  const dimensions = keys.map((column) => ({ name: nameOf(input, column) }))
  const tree = new Map(
    [...parents].flatMap(([part, sum]) => (sum === top ? [] : [[String(part), String(sum)]])),
  )
  try {
    const table = buildCellTable({
      dimensions: wide
        ? [...dimensions, { name: COLUMNS, parents: tree as Map<string, string> }]
        : dimensions,
      rows,
      missingMargins: 'compute',
    })
    return {
      columns,
      table,
      places: table.cells.map(({ row }) => (row === null ? null : places[row]!)),
    }
  } catch (problem) {
    if (!(problem instanceof TableError)) throw problem
    findings.push({ code: 'structure-unclear', column: nameOf(input, top), params: {} })
    return null
  }
}

/** Whether rows without this key are the sums of the rows with it, in all these columns. */
function addsUpOver(
  input: TableInput,
  {
    key,
    keys,
    columns,
    findings,
  }: { key: number; keys: number[]; columns: number[]; findings: StructureFinding[] },
): boolean {
  const others = keys.filter((column) => column !== key)
  const groups = new Map<
    string,
    { margin: number[] | null; sums: number[]; parts: number; least: number[] }
  >()
  let margins = false
  for (const { values } of input.rows) {
    const name = others
      .map((column) => (isMarginKey(values[column]) ? '' : `=${textOf(values[column])}`))
      .join('\u0001')
    const group = groups.get(name) ?? {
      margin: null,
      sums: columns.map(() => 0),
      parts: 0,
      least: columns.map(() => 0),
    }
    groups.set(name, group)
    const numbers = columns.map((column) => numberOf(values[column]) ?? 0)
    if (isMarginKey(values[key])) {
      margins = true
      group.margin = numbers
    } else {
      group.parts++
      numbers.forEach((value, k) => {
        group.sums[k]! += value
        group.least[k] = Math.max(group.least[k]!, value)
      })
    }
  }
  if (!margins) return false
  let looksLikeTotal = true
  let holds = true
  for (const { margin, sums, parts, least } of groups.values()) {
    if (!margin || parts === 0) continue
    margin.forEach((value, k) => {
      if (Math.abs(value - sums[k]!) > 1e-6 * Math.max(1, Math.abs(value))) holds = false
      if (value < least[k]!) looksLikeTotal = false
    })
  }
  if (!holds && looksLikeTotal)
    findings.push({
      code: 'not-additive',
      column: nameOf(input, columns[0]!),
      params: { key: nameOf(input, key) },
    })
  return holds
}
