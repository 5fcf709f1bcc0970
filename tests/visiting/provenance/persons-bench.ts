/** A small in-memory DuckDB with two databases of persons and open data, and `measure` applied to queries on it. */

import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { FactsPlan } from '../../../shared/model/facts.ts'
import { parseTrees, writeTree } from '../../../visiting/engine/parser/lossless-json.ts'
import { knowLeastLegible } from '../../../visiting/engine/worker/least-legible.ts'
import { sameTree } from '../../../visiting/policy/same-tree.ts'
import { writableTree } from '../../../visiting/policy/writable-tree.ts'
import type { KnownTable, TreeNode } from '../../../visiting/provenance/measure.ts'
import { measureBy } from '../../../visiting/provenance/rewrite.ts'
import { numberTables } from './numbered-tables.ts'

const known = (
  schema: string,
  name: string,
  level: 'person' | 'open',
  columns: [string, string][],
  institution: string | null = null,
): KnownTable => ({
  catalog: 'extract',
  schema,
  name,
  database: schema,
  level,
  columns: columns.map(([column, type]) => ({
    name: column,
    type,
    identity: column === 'person_id' ? 'person' : column === institution ? 'institution' : null,
  })),
  personColumn: level === 'person' ? 'person_id' : null,
  institutionColumn: institution,
  numbered: null,
  plan: null,
})

export const TABLES: KnownTable[] = [
  known('ndb', 'person', 'person', [
    ['person_id', 'VARCHAR'],
    ['sex', 'VARCHAR'],
    ['age', 'INTEGER'],
    ['pref', 'INTEGER'],
  ]),
  known(
    'ndb',
    'claim',
    'person',
    [
      ['person_id', 'VARCHAR'],
      ['inst', 'VARCHAR'],
      ['ym', 'INTEGER'],
      ['dx', 'VARCHAR'],
      ['cost', 'INTEGER'],
      ['amount', 'DOUBLE'],
    ],
    'inst',
  ),
  known('kaigo', 'care', 'person', [
    ['person_id', 'VARCHAR'],
    ['level', 'INTEGER'],
    ['days', 'INTEGER'],
  ]),
  known('open', 'prefecture', 'open', [
    ['pref', 'INTEGER'],
    ['name', 'VARCHAR'],
    ['population', 'INTEGER'],
  ]),
  known('open', 'month', 'open', [['ym', 'INTEGER']]),
]

const withCalled = (table: KnownTable): KnownTable =>
  table.level === 'person'
    ? {
        ...table,
        columns: [...table.columns, { name: `${table.name}_called`, type: 'VARCHAR', identity: null }],
      }
    : table

/** Benches of more persons have no data without each of them. */
const MOST_LACKING = 20

const lacking = (person: string): string => `lacking_${person}`

/** Figures that look random and are the same in every run. */
export function* figures(seed: number): Generator<number, never> {
  let state = seed >>> 0
  while (true) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield (state >>> 8) / 2 ** 24
  }
}

export interface Bench {
  run: (sql: string) => Promise<{ names: string[]; types: string[]; rows: Value[][] }>
  parse: (sql: string) => Promise<TreeNode>
  write: (tree: TreeNode) => Promise<string>
  /** `masksFrom`: rows of a table from which on it is measured as large tables are. */
  measured: (
    sql: string,
    tables?: KnownTable[],
    masksFrom?: number,
  ) => Promise<{ sql: string; plan: FactsPlan }>
  persons: string[]
  /** The answer of a query on `extract` had this person never been there. */
  without: (person: string, sql: string) => Promise<{ rows: Value[][] }>
  close: () => void
}
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

/** One people three times: told apart by pseudonyms, counted by masks over rows, and by masks over cells. */
export const openBenches = async (seed: number, size: number): Promise<Bench[]> => [
  await openBench(seed, size),
  await openBench(seed, size, { numbered: { spacing: 40 } }),
  await openBench(seed, size, { numbered: { spacing: 40, cells: true } }),
]

/**
 * `numbered`: the extract as it is built now, persons numbered in hidden columns behind views, so many apart, and
 * measured the way large tables are, with `cells` from those kept beside the tables where they answer; otherwise as
 * extracts were before. `called`: tables of persons have a column `<table>_called` of which the environment does not know
 * that it says who somebody is, as a birth date and a place do.
 */
export async function openBench(
  seed = 7,
  size = 14,
  {
    numbered = null,
    called = false,
  }: { numbered?: { spacing: number; cells?: boolean } | null; called?: boolean } = {},
): Promise<Bench> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  knowLeastLegible(connection)
  await connection.run("ATTACH ':memory:' AS extract")
  await connection.run("ATTACH ':memory:' AS work")
  for (const schema of ['ndb', 'kaigo', 'open']) await connection.run(`CREATE SCHEMA extract.${schema}`)
  for (const table of TABLES) {
    const place = `extract.${table.schema}.${table.name}`
    await connection.run(
      `CREATE TABLE ${place} (${table.columns.map((column) => `${column.name} ${column.type}`).join(', ')})`,
    )
  }
  const persons = Array.from(
    { length: size },
    (_, index) => `p${String(index + 1).padStart(size < 100 ? 2 : 4, '0')}`,
  )
  await fill(connection, persons, seed)
  const plain = called ? TABLES.map(withCalled) : TABLES
  for (const { schema, name, level } of called ? TABLES : [])
    if (level === 'person')
      await connection.run(
        `ALTER TABLE extract.${schema}.${name} ADD COLUMN ${name}_called VARCHAR; UPDATE extract.${schema}.${name} SET ${name}_called = person_id`,
      )
  const masks = numbered === null ? Number.POSITIVE_INFINITY : 0
  const tables =
    numbered === null
      ? plain
      : await numberTables(connection, plain, {
          ...numbered,
          persons: persons.length,
          known: (table) => ({
            date: DATES[table.name] ?? null,
            cells: CELLS[table.name] ?? [],
            ...sure(table),
          }),
        })
  // The oracle asks the same question many times of a few rows: planning is all it would wait for.
  const oracles = [await instance.connect(), await instance.connect()]
  for (const oracle of oracles) await oracle.run('PRAGMA disable_optimizer')
  const ask = async (sql: string, on: DuckDBConnection): ReturnType<Bench['run']> => {
    const result = await on.run(sql)
    const rows = (await result.getRowsJson()) as Value[][]
    return { names: result.columnNames(), types: result.columnTypes().map(String), rows }
  }
  const run: Bench['run'] = (sql) => ask(sql, connection)
  const text = async (sql: string): Promise<string> => String((await run(sql)).rows[0]![0])
  const parse: Bench['parse'] = async (sql) => {
    const json = await text(`SELECT json_serialize_sql(${quoted(sql)})`)
    if (JSON.parse(json).error) throw new Error(JSON.parse(json).error_message)
    return parseTrees(json, sql)[0]!
  }
  const write: Bench['write'] = (tree) =>
    text(`SELECT json_deserialize_sql(${quoted(writeTree(writableTree(tree)))})`)
  /* The same data once for each person left out, so that the oracle asks without changing anything. */
  for (const person of size > MOST_LACKING ? [] : persons) {
    await connection.run(`ATTACH ':memory:' AS ${lacking(person)}`)
    for (const schema of ['ndb', 'kaigo', 'open'])
      await connection.run(`CREATE SCHEMA ${lacking(person)}.${schema}`)
    for (const { schema, name, level } of TABLES) {
      const kept = level === 'person' ? `WHERE person_id <> '${person}'` : ''
      await connection.run(
        `CREATE TABLE ${lacking(person)}.${schema}.${name} AS FROM extract.${schema}.${name} ${kept}`,
      )
    }
  }
  return {
    run,
    parse,
    write,
    persons,
    measured: async (sql, given = tables, masksFrom = masks) => {
      const { tree, plan } = measureBy(await parse(sql), given, {
        masksFrom,
      })
      const text = await write(tree)
      // Policy runs a rewritten query only if its text reads back as the same tree.
      if (!sameTree(writableTree(tree), await parse(text))) throw new Error(`reads back differently: ${text}`)
      return { sql: text, plan }
    },
    without: (person, sql) =>
      ask(
        sql.replaceAll('extract.', `${lacking(person)}.`),
        oracles[persons.indexOf(person) % oracles.length]!,
      ),
    close: () => {
      for (const oracle of oracles) oracle.closeSync()
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** By which columns; the first that has what is asked for is taken. */
const CELLS: Record<string, string[][]> = {
  claim: [['ym'], ['dx'], ['ym', 'inst'], ['ym', 'dx'], ['inst', 'ym', 'dx', 'cost']],
  care: [['level'], ['level', 'days']],
}

/** What the rows of `fill` have for certain. */
const sure = ({ name, columns }: KnownTable) => ({
  filled: columns
    .map((column) => column.name)
    .filter((column) => !['dx', 'cost', 'amount', 'age', 'days'].includes(column)),
  positive: name === 'claim' ? ['ym'] : name === 'person' ? ['pref'] : ['level'],
})

/** Columns that stand for the dates by which a person's rows are in order. */
const DATES: Record<string, string> = { claim: 'ym', care: 'level' }

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`

async function fill(connection: DuckDBConnection, persons: string[], seed: number): Promise<void> {
  const chance = figures(seed)
  const next = (): number => chance.next().value
  const whole = (below: number): number => Math.floor(next() * below)
  const maybe = (value: string): string => (next() < 0.15 ? 'NULL' : value)
  const insert = async (table: string, rows: string[]): Promise<void> => {
    if (rows.length > 0) await connection.run(`INSERT INTO extract.${table} VALUES ${rows.join(', ')}`)
  }
  await insert(
    'ndb.person',
    persons.map(
      (id) =>
        `('${id}', '${next() < 0.5 ? 'F' : 'M'}', ${maybe(String(20 + whole(6) * 10))}, ${1 + whole(3)})`,
    ),
  )
  await insert(
    'ndb.claim',
    persons.flatMap((id) =>
      Array.from({ length: whole(5) }, () => {
        const cost = [-5, 0, 0, 5, 10, 10, 30, 200][whole(8)]!
        const amount = [-1.5, 0, 0.1, 0.2, 2.5, 2.5][whole(6)]!
        return `('${id}', 'h${1 + whole(4)}', ${202401 + whole(3)}, ${maybe(`'${'ABCD'[whole(4)]}'`)}, ${maybe(String(cost))}, ${maybe(String(amount))})`
      }),
    ),
  )
  await insert(
    'kaigo.care',
    persons.flatMap((id) =>
      next() < 0.6
        ? Array.from({ length: 1 + whole(2) }, () => `('${id}', ${1 + whole(3)}, ${maybe(String(whole(4)))})`)
        : [],
    ),
  )
  await insert('open.prefecture', [
    "(1, 'Kita', 100)",
    "(2, 'Naka', 200)",
    "(3, 'Minami', 300)",
    "(4, 'Shima', 400)",
  ])
  await insert('open.month', ['(202401)', '(202402)', '(202403)', '(202404)'])
}

/** Puts `extract.` before the schemas, as policy does. */
export const whole = (sql: string): string =>
  sql.replace(/(?<![.\w])(ndb|kaigo|open)\.(\w+)/g, 'extract.$1.$2')
