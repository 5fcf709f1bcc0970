/**
 * The plan of a query over empty tables of a given structure, in a database of its own that is gone afterwards.
 *
 * A plan made beside the data tells of it: numbers of rows, and whether a filter can find anything at all, since the
 * optimiser knows extremes. Here is no data, so no value of it can change a plan. Statistics are left out of planning,
 * because of an empty table they would say that nothing is ever found. The order of joins is therefore a guess.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { PlanOperator } from '../../../shared/model/query-plan.ts'
import type { EngineError } from '../../../shared/model/query-states.ts'
import { quoted } from '../../../shared/model/sql-text.ts'
import type { StructureQuestion } from '../../policy/sql-parser.ts'
import { engineErrorOf } from '../worker/engine-error.ts'
import { type EnginePlan, planOperators } from './plan-operators.ts'

export type PlanMade = { operators: PlanOperator[] } | { error: EngineError }

/** Makes the named tables empty, plans, and says the operators, or as what kind of error planning ended. */
export async function explainOnStructure(question: StructureQuestion): Promise<PlanMade> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '256MB' })
  try {
    const connection = await instance.connect()
    for (const statement of STARTING) await connection.run(statement)
    await build(connection, question)
    return await explain(connection, question)
  } finally {
    instance.closeSync()
  }
}

const STARTING = [
  'SET autoinstall_known_extensions = false',
  'SET autoload_known_extensions = false',
  'SET enable_external_access = false',
  "SET disabled_optimizers = 'statistics_propagation'",
  'SET errors_as_json = true',
  'SET lock_configuration = true',
]

async function build(connection: DuckDBConnection, { tables }: StructureQuestion): Promise<void> {
  for (const catalog of new Set(tables.map((table) => table.catalog)))
    await connection.run(`ATTACH ':memory:' AS ${quoted(catalog)}`)
  for (const { catalog, schema, name, columns } of tables) {
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoted(catalog)}.${quoted(schema)}`)
    const list = columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ')
    await connection.run(`CREATE TABLE ${[catalog, schema, name].map(quoted).join('.')} (${list})`)
  }
}

async function explain(connection: DuckDBConnection, question: StructureQuestion): Promise<PlanMade> {
  const { sql, written, tables } = question
  try {
    const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${sql}`)
    const plans = JSON.parse(String(reader.getRowsJS()[0]?.[1] ?? '[]')) as EnginePlan[]
    return { operators: plans.flatMap((plan) => planOperators(plan)) }
  } catch (error) {
    const names = tables.flatMap(({ schema, name, columns }) => [
      schema,
      name,
      ...columns.map((one) => one.name),
    ])
    const catalog = new Set(names.map((name) => name.toLowerCase()))
    return { error: engineErrorOf(error, { sql: written, measuredSql: sql, catalog }) }
  }
}
