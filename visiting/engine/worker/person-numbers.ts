/**
 * What is known of the numbers of a table's persons once it lies in the extract (shared/model/person-ordinals.ts): how many
 * they are, which rows are their person's only ones of a date, and the tables kept beside it for counting.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { PermitTable } from '../../../shared/model/permit.ts'
import {
  type AgainRows,
  againTable,
  aloneColumn,
  DIFFERS,
  hiddenSchema,
  MOST_DIFFERING,
  NOTHING,
  ORDINAL,
  type PersonOrdinals,
} from '../../../shared/model/person-ordinals.ts'
import { quoted } from '../../../shared/model/sql-text.ts'
import { dateOf, OutOfOrder, placeOf } from './extract-table.ts'
import { buildCells } from './person-cells.ts'

/** Persons of a table, and what is known of their numbers; refuses rows that lie in another order than they should. */
export async function numbersOf(
  connection: DuckDBConnection,
  { table, rows, least, most }: { table: PermitTable; rows: number; least: number; most: number },
): Promise<{ persons: number; ordinals: PersonOrdinals }> {
  const date = dateOf(table)
  // As they were sorted: what is missing comes last.
  const person = `coalesce(${ORDINAL}, 2147483647)`
  const day = date === null ? '0' : `coalesce(${quoted(date)}, DATE 'infinity')`
  const reader = await connection.runAndReadAll(`
    SELECT count_if(ordinal IS NOT NULL AND person IS DISTINCT FROM person_before)::DOUBLE, count_if(alone)::DOUBLE,
      count_if(person < person_before OR (person = person_before AND day < day_before))::DOUBLE
    FROM (
      SELECT ${ORDINAL} AS ordinal, ${date === null ? 'false' : quoted(aloneColumn(date))} AS alone, ${person} AS person, ${day} AS day,
        lag(${person}) OVER () AS person_before, lag(${day}) OVER () AS day_before
      FROM ${placeOf({ ...table, schema: hiddenSchema(table.schema) })})`)
  const [persons, aloneRows, outOfOrder] = (reader.getRowsJS()[0] ?? []).map(Number)
  const known = await valuesKnown(connection, table)
  if (outOfOrder !== 0)
    throw new OutOfOrder(`rows of ${table.schema}.${table.name} are not in the order of their persons`)
  const again = await buildAgain(connection, { table, date, aloneRows: aloneRows ?? 0 })
  const cells = await buildCells(connection, {
    table,
    rows,
    persons: persons ?? 0,
    known: { ...known, least, most },
  })
  return {
    persons: persons ?? 0,
    ordinals: { least, most, date, aloneRows: aloneRows ?? 0, again, cells, ...known },
  }
}

/** Rows that are not alone, where they are the fewer; the table itself lies in the order of person and date. */
async function buildAgain(
  connection: DuckDBConnection,
  { table, date, aloneRows }: { table: PermitTable; date: string | null; aloneRows: number },
): Promise<AgainRows | null> {
  const again: AgainRows = {
    columns: table.columns
      .filter(({ name, identity }) => identity !== 'person' && name !== date)
      .map(({ name }) => name),
    numbers: table.columns.filter(({ type }) => NUMBER.test(type)).map(({ name }) => name),
  }
  const hidden = { schema: hiddenSchema(table.schema), name: againTable(table.name) }
  await connection.run(`DROP TABLE IF EXISTS ${placeOf(hidden)}`)
  const numbered = placeOf({ ...table, schema: hidden.schema })
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${numbered}`)
  const rows = Number(counted.getRowsJS()[0]?.[0])
  const bits = again.columns.length + again.numbers.length
  if (date === null || 2 * aloneRows < rows || bits === 0 || bits > MOST_DIFFERING) return null
  const near = (side: 'lag' | 'lead', by: number, value: string) => `${side}(${value}, ${by}) OVER ()`
  const same = (side: 'lag' | 'lead', by: number) =>
    `(${ORDINAL} = ${near(side, by, ORDINAL)} AND ${quoted(date)} IS NOT DISTINCT FROM ${near(side, by, quoted(date))})`
  const sign = (name: string) => `coalesce(CAST(${quoted(name)} > ${NOTHING} AS INTEGER), -1)`
  const values = [...again.columns.map(quoted), ...again.numbers.map(sign)]
  const differing = (side: 'lag' | 'lead') =>
    values
      .map((value, at) => `(CAST(${value} IS DISTINCT FROM ${near(side, 1, value)} AS BIGINT) << ${at})`)
      .join(' | ')
  const second = `(CAST(1 AS BIGINT) << ${MOST_DIFFERING})`
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ')
  await connection.run(`
    CREATE TABLE ${placeOf(hidden)} AS
    SELECT ${columns}, ${ORDINAL}, ${quoted(aloneColumn(date))},
      CASE WHEN ${ORDINAL} IS NULL THEN ${second}
        WHEN (${same('lag', 1)} AND ${same('lag', 2)}) OR (${same('lag', 1)} AND ${same('lead', 1)})
          OR (${same('lead', 1)} AND ${same('lead', 2)}) THEN NULL
        WHEN ${same('lag', 1)} THEN ${second} | ${differing('lag')}
        WHEN ${same('lead', 1)} THEN ${differing('lead')}
        ELSE error('rows lie in another order than they should') END AS ${DIFFERS}
    FROM (SELECT * FROM ${numbered} WHERE NOT ${quoted(aloneColumn(date))})`)
  return again
}

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL|DOUBLE|FLOAT)/

async function valuesKnown(
  connection: DuckDBConnection,
  table: PermitTable,
): Promise<Pick<PersonOrdinals, 'filled' | 'positive' | 'above'>> {
  const tests = table.columns.map(({ name, type }) => {
    const above = NUMBER.test(type) ? `coalesce(min(${quoted(name)}) > ${NOTHING}, false)` : 'false'
    return `count(${quoted(name)}) = count(*), ${above}`
  })
  const reader = await connection.runAndReadAll(`SELECT ${tests.join(', ')} FROM ${placeOf(table)}`)
  const row = reader.getRowsJS()[0] ?? []
  const named = (holds: (index: number) => boolean) =>
    table.columns.filter((_, index) => holds(index)).map(({ name }) => name)
  const filled = (index: number) => row[2 * index] === true
  const above = (index: number) => row[2 * index + 1] === true
  return {
    filled: named(filled),
    positive: named((index) => filled(index) && above(index)),
    above: named(above),
  }
}
