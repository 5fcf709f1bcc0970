/**
 * The people of ./study-people.ts in plain DuckDB, as they are, without each of them and without each database: what a
 * script answers there is what a fact is held against.
 */
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { PermitTable } from '../../../shared/model/permit.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'
import { loadMacros } from '../../../visiting/catalog/load-macros.ts'
import { permitTablesOf } from '../../../visiting/catalog/permit-tables.ts'
import type { LibraryDefinition } from '../../../visiting/policy/read-definitions.ts'
import { inProcessParser } from '../../fixtures/in-process-parser.ts'
import type { Value } from './persons-bench.ts'
import { PEOPLE, peopleRows } from './study-people.ts'

const resources = join(import.meta.dirname, '../../../resources')
export const MACROS = join(resources, 'macros')
const DATABASES = ['ndb', 'vaccination', 'idb', 'kaigo', 'cancer', 'dpc', 'ehr', 'master']

export const permittedTables = async (): Promise<PermitTable[]> =>
  permitTablesOf(await loadCatalog(join(resources, 'catalog')), DATABASES)

export interface Answer {
  names: string[]
  rows: Value[][]
}

export interface PlainAnswers {
  whole: Answer
  /** By the person who is not there. */
  without: Map<string, Answer>
  /** By the database that is empty. */
  lacking: Map<string, Answer>
}

export interface PlainPeople {
  /** What the last statement of a script answers. */
  answers(script: string): Promise<PlainAnswers>
  close(): void
}

export async function ask(on: DuckDBConnection, sql: string): Promise<Answer> {
  const result = await on.run(sql)
  return { names: result.columnNames(), rows: (await result.getRowsJson()) as Value[][] }
}

/** Makes the tables in a database of their own, with the people in them. */
export async function fillPeople(
  on: DuckDBConnection,
  database: string,
  { seed, tables }: { seed: number; tables: PermitTable[] },
): Promise<void> {
  await on.run(`ATTACH ':memory:' AS ${database}`)
  for (const schema of new Set(tables.map((table) => table.schema)))
    await on.run(`CREATE SCHEMA ${database}.${schema}`)
  for (const { schema, name, columns } of tables) {
    const list = columns.map((column) => `${column.name} ${column.type}`).join(', ')
    await on.run(`CREATE TABLE ${database}.${schema}.${name} (${list})`)
  }
  for (const { table, columns, rows } of peopleRows(seed))
    if (rows.length > 0)
      await on.run(`INSERT INTO ${database}.${table} (${columns}) VALUES ${rows.join(', ')}`)
}

export async function openPlainPeople(seed: number): Promise<PlainPeople> {
  const tables = await permittedTables()
  const library = await loadMacros(MACROS)
  const parser = await inProcessParser()
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const ofPersons = tables.filter(({ level }) => level === 'person')
  const schemas = [...new Set(ofPersons.map(({ schema }) => schema))]
  const lanes = new Map<string, DuckDBConnection>()
  async function open(name: string, leftOut: (table: PermitTable) => string | null): Promise<void> {
    const on = await instance.connect()
    // The same is asked many times of a few rows: planning is all it would wait for.
    await on.run('PRAGMA disable_optimizer')
    const database = `plain_${name}`
    await fillPeople(on, database, { seed, tables })
    for (const table of ofPersons) {
      const condition = leftOut(table)
      if (condition !== null)
        await on.run(`DELETE FROM ${database}.${table.schema}.${table.name} WHERE ${condition}`)
    }
    await on.run(`USE ${database}`)
    // Tables of the library are made of its functions.
    for (const { definition } of library.toSorted((a, b) => isTable(a.definition) - isTable(b.definition)))
      await on.run(definition)
    lanes.set(name, on)
  }
  await open('whole', () => null)
  for (const person of PEOPLE) await open(person, () => `person_id = '${person}'`)
  for (const schema of schemas) await open(schema, (table) => (table.schema === schema ? 'true' : null))

  return {
    async answers(script) {
      const split = await parser.split(script.replaceAll(MAKING, 'CREATE OR REPLACE $1 '))
      if (!split.ok) throw new Error(`cannot be cut: ${script}`)
      const answers = new Map<string, Answer>()
      const read = withMacros(script, library)
      for (const [name, on] of lanes) {
        // What is not named is not read: without its rows the answer is the same.
        if (schemas.includes(name) && !names(read, name)) {
          answers.set(name, answers.get('whole')!)
          continue
        }
        let last: Answer = { names: [], rows: [] }
        for (const { sql } of split.statements) last = await ask(on, sql)
        if (split.statements.length > 1)
          for (const [kind, made] of (await ask(on, MADE)).rows)
            await on.run(`DROP ${kind} IF EXISTS main."${made}" CASCADE`)
        answers.set(name, last)
      }
      const of = (names: string[]) => new Map(names.map((name) => [name, answers.get(name)!]))
      return { whole: answers.get('whole')!, without: of(PEOPLE), lacking: of(schemas) }
    },
    close() {
      for (const on of lanes.values()) on.closeSync()
      instance.closeSync()
    },
  }
}

const names = (text: string, word: string): boolean => new RegExp(`\\b${word}\\b`, 'i').test(text)

/** A script with the definitions of all functions of the library that it may call, at any depth. */
function withMacros(script: string, library: readonly LibraryDefinition[]): string {
  const called = library.filter(({ name, definition }) => names(script, name) && !script.includes(definition))
  return called.length === 0
    ? script
    : withMacros([script, ...called.map(({ definition }) => definition)].join('\n'), library)
}

const isTable = (definition: string): number => Number(/\bAS TABLE\b/.test(definition))

/** Macros stay behind, so that they are made over again. */
const MAKING = /CREATE (?:OR REPLACE )?(TABLE|VIEW|MACRO) /g

/** What a script leaves behind in the database it works in, views first. */
const MADE = `SELECT 'VIEW', view_name FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
  UNION ALL SELECT 'TABLE', table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main' ORDER BY 1 DESC`
