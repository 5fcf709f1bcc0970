/**
 * Builds the cells of a table in an extract (shared/model/person-cells.ts): chooses by which columns, from a slice of
 * the persons, so that all cells together are few beside the rows, then puts the rows together.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { PermitTable } from '../../../shared/model/permit.ts'
import {
  BITS,
  CHUNK,
  cellColumn,
  cellTable,
  type KeptOfNumber,
  type PersonCells,
  ROWS,
} from '../../../shared/model/person-cells.ts'
import { hiddenSchema, NOTHING, ORDINAL, type PersonOrdinals } from '../../../shared/model/person-ordinals.ts'
import { quoted } from '../../../shared/model/sql-text.ts'

/** Smaller tables are measured row by row in no time. */
const CELLS_FROM = 20_000
/** Persons whose rows say how many cells there would be. Pseudonyms are in no order, so any are like all. */
const SLICE = 4_096
/** Rows for one cell, at least; and for one of all cells of all tables together. */
const FEWEST_ROWS_EACH = 8
const FEWEST_ROWS_ALL = 3
/** With more rows than this for one cell, the cells answer for fewer columns in no time too; numbers need as many. */
const MANY_ROWS = 50
/** Columns considered together. */
const MOST_COLUMNS = 6

interface CellsOf {
  table: PermitTable
  rows: number
  persons: number
  known: Pick<PersonOrdinals, 'filled' | 'above'> & { least: number; most: number }
}

/** Null where nothing was worth building; what an earlier build left is replaced. */
export async function buildCells(connection: DuckDBConnection, given: CellsOf): Promise<PersonCells | null> {
  const { table, rows, persons } = given
  // Where each person has one row, cells would save nothing.
  if (rows < CELLS_FROM || rows === persons) return null
  const numbers = table.columns.filter(({ type, identity }) => identity === null && KEPT.test(type))
  const built: PersonCells['tables'] = []
  // The largest first: smaller ones are put together from those.
  for (const columns of (await choose(connection, given)).reverse()) {
    const from = built.findLastIndex((other) => columns.every((name) => other.columns.includes(name)))
    const place = placeOf(table, cellTable(table.name, built.length))
    const kept = numbers.flatMap(({ name, type }) => keptOf(name, type, given, from >= 0))
    const [chunk, bits, count] =
      from >= 0
        ? [CHUNK, `bit_or(${BITS})`, `sum(${ROWS})`]
        : [`CAST(${ORDINAL} >> 6 AS INTEGER)`, `bit_or(${BIT})`, 'count(*)']
    const list = [`${chunk} AS ${CHUNK}`, ...columns.map(quoted)]
    await connection.run(`
      CREATE OR REPLACE TABLE ${place} AS
      SELECT ${[...list, `${bits} AS ${BITS}`, `CAST(${count} AS UINTEGER) AS ${ROWS}`, ...kept].join(', ')}
      FROM ${placeOf(table, from >= 0 ? cellTable(table.name, from) : table.name)}
      GROUP BY ${[chunk, ...columns.map(quoted)].join(', ')} ORDER BY ALL`)
    const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${place}`)
    built.push({ columns, cells: Number(counted.getRowsJS()[0]?.[0]) })
  }
  const names = numbers.map(({ name }) => name)
  return built.length === 0 ? null : { numbers: names, squares: names.filter(isAmount), tables: built }
}

/** Sets of columns, those of the fewest cells first. */
async function choose(connection: DuckDBConnection, { table, rows, known }: CellsOf): Promise<string[][]> {
  const { least, most } = known
  const until = Math.min(most, least + SLICE - 1)
  const share = Math.max(1, most - least + 1) / Math.max(1, until - least + 1)
  const cellsOf = async (sets: string[][]): Promise<{ columns: string[]; cells: number }[]> => {
    if (sets.length === 0) return []
    const counts = sets.map(
      (columns) => `approx_count_distinct(hash(${[`${ORDINAL} >> 6`, ...columns.map(quoted)].join(', ')}))`,
    )
    const reader = await connection.runAndReadAll(
      `SELECT ${counts.join(', ')} FROM ${placeOf(table, table.name)} WHERE ${ORDINAL} <= ${until}`,
    )
    const found = reader.getRowsJS()[0] ?? []
    return sets
      .map((columns, at) => ({ columns, cells: Number(found[at]) * share }))
      .filter(({ cells }) => cells * FEWEST_ROWS_EACH <= rows)
  }
  const candidates = table.columns.filter(({ identity, type }) => identity !== 'person' && PLAIN.test(type))
  const singles = await cellsOf(candidates.map(({ name }) => [name]))
  const typed = (one: { columns: string[] }, type: RegExp) =>
    table.columns.some((column) => column.name === one.columns[0] && type.test(column.type))
  const byInstitution = (one: { columns: string[] }) => isInstitution(table, one.columns[0]!)
  const typedSingles = byCells(singles.filter((one) => typed(one, CATEGORY)))
  const categories = typedSingles.filter((one) => !byInstitution(one))
  const together = categories.map(({ columns }) => columns[0]!).slice(0, MOST_COLUMNS)
  const pairs = together.flatMap((a, at) => together.slice(at + 1).map((b) => [a, b]))
  const triples = pairs.flatMap(([a, b]) => together.slice(together.indexOf(b!) + 1).map((c) => [a!, b!, c]))
  const several = await cellsOf([...pairs, ...triples])
  // What people group by comes before what they might: institutions, whose cells would take the room of months by
  // setting, and numbers.
  const first = byCells([...categories, ...several])
  const rest = [
    ...typedSingles.filter(byInstitution),
    ...byCells(singles.filter((one) => !typed(one, CATEGORY) && one.cells * MANY_ROWS <= rows)),
  ]
  const taken: { columns: string[]; cells: number }[] = []
  let total = 0
  for (const one of [...first, ...rest]) {
    const isCovered = first.some(
      (other) =>
        other.columns.length > one.columns.length &&
        other.cells * MANY_ROWS <= rows &&
        one.columns.every((name) => other.columns.includes(name)),
    )
    if (isCovered || (total + one.cells) * FEWEST_ROWS_ALL > rows) continue
    taken.push(one)
    total += one.cells
  }
  return byCells(taken).map(({ columns }) => columns)
}

const isInstitution = ({ columns }: PermitTable, name: string): boolean =>
  columns.some((column) => column.name === name && column.identity === 'institution')

const byCells = <T extends { cells: number }>(sets: T[]): T[] => [...sets].sort((a, b) => a.cells - b.cells)

/** What is kept of one number, from rows or from cells. */
function keptOf(name: string, type: string, { known }: CellsOf, fromCells: boolean): string[] {
  const x = quoted(name)
  const kept = (what: KeptOfNumber) => quoted(cellColumn(what, name))
  const isFilled = known.filled.includes(name)
  const isAbove = known.above?.includes(name) === true
  const sum = fromCells ? `sum(${kept('sum')})` : `sum(${x})`
  const one = (what: KeptOfNumber, ofRows: string, ofCells: string) =>
    `${fromCells ? ofCells.replace('?', () => kept(what)) : ofRows} AS ${kept(what)}`
  return [
    `${SMALL.test(type) ? `CAST(${sum} AS BIGINT)` : sum} AS ${kept('sum')}`,
    ...(isAmount(name) ? [one('squares', `sum(CAST(${x} AS DOUBLE) * CAST(${x} AS DOUBLE))`, 'sum(?)')] : []),
    ...(isFilled
      ? []
      : [
          one('values', `CAST(count(${x}) AS UINTEGER)`, 'CAST(sum(?) AS UINTEGER)'),
          one('given', `bit_or(${BIT}) FILTER (WHERE ${x} IS NOT NULL)`, 'bit_or(?)'),
        ]),
    ...(isAbove
      ? []
      : [
          one('least', `min(${x})`, 'min(?)'),
          one('some', `bit_or(${BIT}) FILTER (WHERE CAST(${x} AS DOUBLE) > ${NOTHING})`, 'bit_or(?)'),
        ]),
  ]
}

/** Nobody asks how numbers spread that only tell lines apart: they are spared the squares. */
const isAmount = (name: string): boolean => !/(^|_)(no|number)$/i.test(name)

const BIT = `(CAST(1 AS UBIGINT) << CAST((${ORDINAL} & 63) AS UBIGINT))`
/** Numbers whose sums do not depend on the order; of the small ones, no table's sum passes a BIGINT. */
const KEPT = /^(U?TINYINT|U?SMALLINT|U?INTEGER|BIGINT|DECIMAL)/
const SMALL = /^U?(TINYINT|SMALLINT|INTEGER)$/
const CATEGORY = /^(VARCHAR|BOOLEAN|DATE|ENUM)/
const PLAIN = /^(VARCHAR|BOOLEAN|DATE|ENUM|U?TINYINT|U?SMALLINT|U?INTEGER|BIGINT)/

const placeOf = ({ schema }: PermitTable, name: string): string =>
  `extract.${quoted(hiddenSchema(schema))}.${quoted(name)}`
