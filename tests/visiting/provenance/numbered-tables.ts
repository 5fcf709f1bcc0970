/** Numbers persons in tables in memory as an extract does, in hidden columns behind views, with cells beside them. */
import type { DuckDBConnection } from '@duckdb/node-api'
import {
  BITS,
  CHUNK,
  cellColumn,
  cellTable,
  type PersonCells,
  ROWS,
} from '../../../shared/model/person-cells.ts'
import {
  type AgainRows,
  againTable,
  aloneColumn,
  DIFFERS,
  hiddenSchema,
  ORDINAL,
  type PersonOrdinals,
} from '../../../shared/model/person-ordinals.ts'
import type { KnownTable } from '../../../visiting/provenance/measure.ts'

export interface Numbering {
  persons: number
  /** How far apart their numbers are. */
  spacing: number
  /** Whether cells are kept, which are said to be few so that they are taken wherever they can be. */
  cells?: boolean
  known(table: KnownTable): Known
}

/** What an extract's record would say of a table; `cells`: by which columns, the first that has what is asked for is taken. */
export type Known = Pick<PersonOrdinals, 'date' | 'filled' | 'positive'> & { cells: string[][] }

/** Puts the tables of `extract` that hold persons (`p01`, `p02` …) behind views; returns what is known of them then. */
export async function numberTables(
  connection: DuckDBConnection,
  tables: KnownTable[],
  { persons, spacing, cells = false, known }: Numbering,
): Promise<KnownTable[]> {
  const made: KnownTable[] = []
  for (const table of tables) {
    if (table.level !== 'person') {
      made.push(table)
      continue
    }
    const place = `extract.${table.schema}.${table.name}`
    const hidden = `extract.${hiddenSchema(table.schema)}`
    const columns = table.columns.map(({ name }) => name).join(', ')
    const { date, cells: sets, ...sure } = known(table)
    const alone =
      date === null ? '' : `, count(*) OVER (PARTITION BY person_id, ${date}) = 1 AS ${aloneColumn(date)}`
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${hidden}`)
    await connection.run(`
      CREATE TABLE ${hidden}.${table.name} AS
      SELECT ${columns}, CAST(substr(person_id, 2) AS INTEGER) * ${spacing} AS ${ORDINAL}${alone}
      FROM ${place} ORDER BY person_id${date === null ? '' : `, ${date}`}`)
    const again = date === null ? null : await keepAgain(connection, table, date)
    const kept = cells ? await keepCells(connection, table, sets) : null
    await connection.run(`DROP TABLE ${place}`)
    await connection.run('USE extract')
    await connection.run(
      `CREATE VIEW ${table.schema}.${table.name} AS SELECT ${columns} FROM ${hiddenSchema(table.schema)}.${table.name}`,
    )
    await connection.run('USE memory')
    made.push({
      ...table,
      numbered: {
        rows: table.name === 'person' ? persons : 1_000,
        persons,
        ordinals: {
          least: 0,
          most: persons * spacing,
          date,
          aloneRows: 1_000,
          again,
          cells: kept,
          ...sure,
        },
      },
    })
  }
  return made
}

const NUMBER = /INTEGER|DECIMAL|DOUBLE/

/** The rows that are not alone, each pair held against each other as it is; the first of two is the one said first. */
async function keepAgain(connection: DuckDBConnection, table: KnownTable, date: string): Promise<AgainRows> {
  const hidden = `extract.${hiddenSchema(table.schema)}`
  const columns = table.columns.map(({ name }) => name)
  const again = {
    columns: columns.filter((name) => name !== 'person_id' && name !== date),
    numbers: table.columns.filter(({ type }) => NUMBER.test(type)).map(({ name }) => name),
  }
  const sign = (row: string, name: string) =>
    `CASE WHEN ${row}.${name} IS NULL THEN 2 WHEN ${row}.${name} > 1e-9 THEN 1 ELSE 0 END`
  const pairs = [
    ...again.columns.map((name) => [`one.${name}`, `other.${name}`]),
    ...again.numbers.map((name) => [sign('one', name), sign('other', name)]),
  ]
  const bits = pairs.map(([a, b], place) => `(CAST(${a} IS DISTINCT FROM ${b} AS BIGINT) * ${2 ** place})`)
  await connection.run(`
    CREATE TABLE ${hidden}.${againTable(table.name)} AS
    WITH numbered AS MATERIALIZED (SELECT *, row_number() OVER (PARTITION BY person_id, ${date}) AS place,
      count(*) OVER (PARTITION BY person_id, ${date}) AS together FROM ${hidden}.${table.name})
    SELECT ${columns.map((name) => `one.${name}`).join(', ')}, one.${ORDINAL},
      CASE WHEN one.${ORDINAL} IS NULL THEN 4611686018427387904 WHEN one.together > 2 THEN NULL
        ELSE CAST(CASE WHEN one.place = 2 THEN 4611686018427387904 ELSE 0 END AS BIGINT) + ${bits.join(' + ')} END AS ${DIFFERS}
    FROM numbered AS one LEFT JOIN numbered AS other
      ON other.person_id = one.person_id AND other.${date} IS NOT DISTINCT FROM one.${date} AND other.place <> one.place AND one.together = 2
    WHERE one.together > 1`)
  return again
}

/** Cells of every number, put together straight from the rows; said to be few, so that they are taken where they can be. */
async function keepCells(
  connection: DuckDBConnection,
  table: KnownTable,
  sets: string[][],
): Promise<PersonCells> {
  const hidden = `extract.${hiddenSchema(table.schema)}`
  const bit = `(1::UBIGINT << (${ORDINAL} & 63)::UBIGINT)`
  const numbers = table.columns.filter(({ type }) => type === 'INTEGER').map(({ name }) => name)
  const kept = numbers.map(
    (
      name,
    ) => `sum(${name})::BIGINT AS ${cellColumn('sum', name)}, count(${name}) AS ${cellColumn('values', name)},
      bit_or(${bit}) FILTER (${name} IS NOT NULL) AS ${cellColumn('given', name)}, min(${name}) AS ${cellColumn('least', name)},
      bit_or(${bit}) FILTER (${name} > 0) AS ${cellColumn('some', name)},
      sum(${name}::DOUBLE * ${name}::DOUBLE) AS ${cellColumn('squares', name)}`,
  )
  for (const [place, columns] of sets.entries())
    await connection.run(`
      CREATE TABLE ${hidden}.${cellTable(table.name, place)} AS
      SELECT ${ORDINAL} >> 6 AS ${CHUNK}, ${columns.join(', ')}, bit_or(${bit}) AS ${BITS}, count(*) AS ${ROWS}, ${kept.join(', ')}
      FROM ${hidden}.${table.name} GROUP BY ${ORDINAL} >> 6, ${columns.join(', ')}`)
  return { numbers, squares: numbers, tables: sets.map((columns, place) => ({ columns, cells: 1 + place })) }
}
