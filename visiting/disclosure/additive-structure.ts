/**
 * Finds what adds up in a result: rows that are margins of others (ROLLUP, CUBE,
 * GROUPING SETS or total rows), and columns that are sums of other columns.
 *
 * A relation is believed only if the numbers keep it in every row. Counts of
 * distinct persons whose groups overlap do not; they are then left unrelated, and
 * that is said. A relation that holds by chance hides more than needed, no less.
 */
import type { FindingCode } from '../../shared/model/finding-words.ts'
import { findAdditiveLines } from './additive-lines.ts'
import { addsUpOver } from './adds-up-over.ts'
import { type Beside, splitRows } from './beside-rows.ts'
import { buildCellTable, type CellTable, type RowInput, TableError } from './cell-table.ts'
import { type CellRelation, findColumnRelations } from './column-relations.ts'
import { type ColumnTree, findColumnSums } from './column-sums.ts'
import {
  depthOf,
  type Hierarchies,
  type KeyedTable,
  NO_HIERARCHIES,
  nodeName,
  parentsUnder,
  rootOf,
} from './hierarchies.ts'
import type { Sides } from './numerators.ts'
import { withOtherSides } from './other-sides.ts'
import { isAdditive, isMarginKey, numberOf, type TableInput, textOf } from './table-input.ts'

export interface AdditivePart {
  /** Columns of the result that share this structure. */
  columns: number[]
  /** What is counted: only parts of one unit can be about the same cells of several tables. */
  unit: string
  table: CellTable
  /** Row and column of each cell of the table; null for margins that the result does not show. */
  places: ({ row: number; column: number } | null)[]
  /** What its cells are in place of the column's own numbers: means times counts, or shares (./implied-sums.ts). */
  implied?: 'sums' | 'shares'
  /** Columns of rates whose cells stand for the counts above (./numerators.ts). */
  counted?: ReadonlySet<number>
  /** Cells that everybody knows, though no row gives them. */
  known?: ReadonlySet<number>
  /** Lines of a column that does not add up as a whole (./additive-lines.ts); their cells may be those of other lines. */
  lines?: true
  /** Rows that are part of others beside the rest (うち, 再掲), by themselves. */
  besides?: BesidePart[]
  /** Differences that no row gives, by cell: judged as the row and column they are the other side of. */
  rests?: ReadonlyMap<number, { row: number; column: number }>
}

interface BesidePart {
  part: AdditivePart
  /** Cells of the table that are made up by what is beside and the difference, and which of the part's those are. */
  wholes: { whole: number; cell: number }[]
}

export interface StructureFinding {
  code: FindingCode
  column: string
  params: Record<string, string | number>
}

export interface StructureOptions {
  hierarchies?: Hierarchies
  /** Also columns in which nothing adds up: another table may hold their margins. */
  alone?: boolean
  /** Only columns that are sums of others; what is found of the rest is left out. */
  wide?: boolean
  /** Columns that are taken as sums of no others, whatever the numbers say. */
  unrelated?: ReadonlySet<string>
  /** Rates that stand for their counts (./numerators.ts). */
  sides?: readonly Sides[]
}

/**
 * Each part is a system of equations over places of `input`. Findings say what was looked for and does not
 * add up.
 */
export function findAdditiveParts(
  input: TableInput,
  {
    hierarchies = NO_HIERARCHIES,
    alone = false,
    wide = false,
    unrelated = new Set(),
    sides = [],
  }: StructureOptions = {},
): {
  parts: AdditivePart[]
  /** Between cells of the parts, beside what each of them says. */
  relations: CellRelation[]
  findings: StructureFinding[]
} {
  const findings: StructureFinding[] = []
  const keys = input.columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
  // A category that holds others, such as 13 beside 13101, is a margin too.
  const hasMargins = keys.some(
    (column) =>
      hierarchies.within.has(nameOf(input, column)) ||
      input.rows.some(({ values }) => isMarginKey(values[column])),
  )
  const measures = input.columns.flatMap((each, column) => (isAdditive(each) ? [column] : []))
  for (const column of measures)
    if (hasMargins || measures.length > 1)
      if (input.rows.some(({ values }) => (numberOf(values[column]) ?? 0) < 0))
        findings.push({ code: 'negative-values', column: nameOf(input, column), params: {} })
  const parts: AdditivePart[] = []
  const split = splitRows(input, { keys, hierarchies })
  const apart = measures.filter((column) => unrelated.has(nameOf(input, column)))
  const together = measures.filter((column) => !apart.includes(column))
  const sums = findColumnSums(input, together)
  const found = wide ? [] : findColumnRelations(input, { columns: together, trees: sums })
  if (found === null)
    findings.push({ code: 'structure-unclear', column: nameOf(input, measures[0]!), params: {} })
  const relations = found ?? []
  const related = new Set(
    relations.flatMap(({ whole, parts }) => [...whole, ...parts].map(({ column }) => column)),
  )
  const trees: ColumnTree[] = [
    ...(wide ? sums : withOtherSides(input, { trees: sums, sides })),
    ...apart.map((column) => ({ columns: [column], parents: new Map<number, number>(), top: column })),
  ]
  for (const { columns, parents, top, otherSide } of trees) {
    const lone = alone || columns.some((column) => related.has(column))
    if (columns.length === 1 && (wide || (!hasMargins && !lone))) continue
    const wanted = { keys, columns, parents, top, otherSide, alone: lone, findings }
    // Columns that look like a hierarchy but do not add up like one are taken one by one.
    const listed = split?.base ?? input
    const nested =
      hierarchies.levels.size + hierarchies.within.size > 0 || split !== null
        ? buildPart(listed, { ...wanted, findings: [], hierarchies })
        : null
    if (nested && split) {
      const besides = split.besides.flatMap((beside) => besideOf(nested, { beside, wanted, hierarchies }))
      parts.push({ ...placedAt(nested, split.rows), ...(besides.length > 0 ? { besides } : {}) })
      continue
    }
    const part = nested ?? buildPart(input, { ...wanted, hierarchies: NO_HIERARCHIES })
    if (part) parts.push(part)
    if (wide) continue
    const failing = keys.filter(
      (key) => addsUpOver(input, { key, keys, columns, findings: [], hierarchies }) === 'fails',
    )
    for (const column of columns)
      if (COUNTED.has(input.columns[column]!.role))
        parts.push(...findAdditiveLines(input, { column, keys, along: failing }))
  }
  return { parts, relations, findings }
}

/** Counts of what may stand in several categories at once. */
const COUNTED = new Set(['persons', 'institutions'])

function nameOf({ columns }: TableInput, column: number): string {
  return columns[column]!.name
}

/** A result as hierarchies are sought in it: by the first of its numbers that may add up, persons before others. */
export function keyedTable({ columns, rows }: TableInput): KeyedTable {
  const keys = columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
  const persons = columns.findIndex(({ role }) => role === 'persons')
  const measure = persons >= 0 ? persons : columns.findIndex(isAdditive)
  return {
    columns: keys.map((column) => columns[column]!.name),
    rows: rows.map(({ values }) => ({
      key: keys.map((column) => (isMarginKey(values[column]) ? null : textOf(values[column]))),
      value: measure < 0 ? null : numberOf(values[measure]),
    })),
  }
}

/** Name of the dimension that stands for the columns of a wide table. */
const COLUMNS = '\u0000columns'
/** Its category of those who are on the other side of a rate. */
const OTHER_SIDE = '\u0000others'

/** The key columns of one dimension, the upper levels first. */
interface KeyGroup {
  root: string
  columns: number[]
}

function groupKeys(input: TableInput, keys: readonly number[], hierarchies: Hierarchies): KeyGroup[] {
  const groups = new Map<string, KeyGroup>()
  const depth = (column: number) => depthOf(hierarchies, nameOf(input, column))
  for (const column of [...keys].sort((a, b) => depth(a) - depth(b))) {
    const root = rootOf(hierarchies, nameOf(input, column))
    const group = groups.get(root) ?? { root, columns: [] }
    groups.set(root, group)
    group.columns.push(column)
  }
  return [...groups.values()]
}

/** A part with its places in the rows that its own were taken from. */
function placedAt(part: AdditivePart, rows: readonly number[]): AdditivePart {
  return { ...part, places: part.places.map((place) => place && { ...place, row: rows[place.row]! }) }
}

/** Of what is part of others beside the rest, its own part and the cells that tie it to these. */
function besideOf(
  main: AdditivePart,
  { beside, wanted, hierarchies }: { beside: Beside; wanted: PartWanted; hierarchies: Hierarchies },
): BesidePart[] {
  const { input, rows, key, whole } = beside
  const part = buildPart(input, { ...wanted, alone: true, findings: [], hierarchies })
  if (!part) return []
  const told = new Set(rows).size
  const rests = new Map<number, { row: number; column: number }>()
  const places = part.places.map((place, cell) => {
    if (!place) return null
    const at = { ...place, row: rows[place.row]! }
    if (place.row < told) return at
    rests.set(cell, at)
    return null
  })
  const name = nameOf(input, key)
  const d = part.table.dimensions.findIndex((dimension) => dimension.name === name)
  const nodes = main.table.dimensions.map((dimension) => new Map(dimension.nodes.map((node, k) => [node, k])))
  const wholes = part.table.cells.flatMap(({ at }, cell) => {
    if (at[d] !== 0) return []
    const place = at.map((node, k) => {
      if (k === d) return whole === null ? 0 : (nodes[k]!.get(nodeName(name, whole)) ?? -1)
      return nodes[k]!.get(part.table.dimensions[k]!.nodes[node]!) ?? -1
    })
    const found = place.includes(-1) ? -1 : main.table.find(place)
    return found < 0 ? [] : [{ whole: found, cell }]
  })
  return [{ part: { ...part, places, rests }, wholes }]
}

interface PartWanted {
  keys: number[]
  columns: number[]
  parents: Map<number, number>
  top: number
  otherSide?: number | undefined
  alone: boolean
  findings: StructureFinding[]
}

function buildPart(
  input: TableInput,
  {
    keys,
    columns,
    parents,
    top,
    otherSide,
    alone,
    findings,
    hierarchies,
  }: PartWanted & { hierarchies: Hierarchies },
): AdditivePart | null {
  const additive = new Map(
    keys.map((key) => [key, addsUpOver(input, { key, keys, columns, findings, hierarchies })]),
  )
  const wide = columns.length > 1
  const isNested = keys.some((key) => hierarchies.within.has(nameOf(input, key)))
  if (!wide && !alone && !isNested && ![...additive.values()].includes('holds')) return null
  const groups = groupKeys(input, keys, hierarchies)
  const columnName = (column: number) => {
    const name = nameOf(input, column)
    const twice = columns.filter((other) => nameOf(input, other) === name).length > 1
    return twice ? `${name} ${column}` : name
  }
  const rows: RowInput[] = []
  const places: ({ row: number; column: number } | null)[] = []
  const others = new Map<number, { row: number; column: number }>()
  input.rows.forEach(({ values }, row) => {
    const key = groups.map(({ columns: levels }): string | null => {
      // The deepest level that is given names the category.
      const given = levels.findLast(
        (column) => additive.get(column) === 'fails' || !isMarginKey(values[column]),
      )
      return given === undefined ? null : nodeName(nameOf(input, given), textOf(values[given]))
    })
    for (const column of columns) {
      const value = numberOf(values[column])
      if (value === null) continue
      rows.push({ key: wide ? [...key, column === top ? null : columnName(column)] : key, value, line: row })
      places.push({ row, column })
    }
    if (otherSide === undefined) return
    const [all, side] = [numberOf(values[top]), numberOf(values[otherSide])]
    if (all === null || side === null) return
    rows.push({ key: [...key, OTHER_SIDE], value: all - side, line: row })
    others.set(places.push(null) - 1, { row, column: otherSide })
  })
  const dimensions = groups.map(({ root }) => ({ name: root, parents: parentsUnder(hierarchies, root) }))
  const tree = new Map(
    [...parents].flatMap(([part, sum]): [string, string][] =>
      sum === top ? [] : [[columnName(part), columnName(sum)]],
    ),
  )
  try {
    const table = buildCellTable({
      dimensions: wide ? [...dimensions, { name: COLUMNS, parents: tree }] : dimensions,
      rows,
      missingMargins: 'compute',
      signed: true,
    })
    const { role, name } = input.columns[top]!
    return {
      columns,
      unit: role === 'sum' ? `sum ${name}` : role,
      table,
      places: table.cells.map(({ row }) => (row === null ? null : places[row]!)),
      ...(others.size > 0
        ? {
            rests: new Map(
              table.cells.flatMap(({ row }, cell) => {
                const other = row === null ? undefined : others.get(row)
                return other ? [[cell, other] as const] : []
              }),
            ),
          }
        : {}),
    }
  } catch (problem) {
    if (!(problem instanceof TableError)) throw problem
    findings.push({ code: 'structure-unclear', column: nameOf(input, top), params: {} })
    return null
  }
}
