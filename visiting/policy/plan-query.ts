/**
 * The plan of a statement's query: judged as if it were to run, then planned by the engine over empty tables of the
 * permit's structure. What is known of the extract (numbers of rows, of persons) is left out of it, so that no value of
 * the data can change what is told. Runs nothing.
 */

import type { FactsPlan } from '../../shared/model/facts.ts'
import type { PlanOperator } from '../../shared/model/query-plan.ts'
import type { EngineError } from '../../shared/model/query-states.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import { finalText, measured, type ReadQuery, readQuery } from './approve-select.ts'
import type { StoreNeeds } from './approve-store.ts'
import type { PolicyContext } from './context.ts'
import { databasesOfTables } from './plans.ts'
import { parseQuery } from './read-definitions.ts'
import { pivotWithoutValues, syntaxError } from './refusing.ts'
import { firstWord, readHead } from './statement-heads.ts'

export interface PlannedQuery {
  /** Null where the engine cannot plan it; then `error` says what is wrong. */
  operators: PlanOperator[] | null
  error: EngineError | null
  /** Tables it reads, as a researcher addresses them, and the databases they belong to. */
  reads: { table: string; databases: string[] }[]
  /** What the environment would measure of the result. */
  facts: FactsPlan
}

/**
 * `operators` are parents first; null, with `error` telling why, where the engine cannot plan the query.
 * Throws the refusals that running it would meet.
 */
export async function planQuery(
  needs: StoreNeeds,
  sql: string,
  { extract: _unused, ...structure }: PolicyContext,
): Promise<PlannedQuery> {
  const read = await readOnly(needs, sql, structure)
  const { tree, tables } = read
  const { plan: facts } = await measured(needs, read)
  const made = await needs.parser.explain({
    sql: await finalText(needs.parser, tree, tables),
    written: sql,
    tables: tables.map(({ catalog, schema, name, columns }) => ({
      catalog,
      schema,
      name,
      columns: columns.map((column) => ({ name: column.name, type: column.type })),
    })),
  })
  return {
    operators: 'operators' in made ? made.operators : null,
    error: 'error' in made ? made.error : null,
    reads: tables.map((table) => ({
      table: table.plan === null ? `${table.schema}.${table.name}` : table.name,
      databases: databasesOfTables([table]),
    })),
    facts,
  }
}

/** The query of a statement: itself, or what a table, view or INSERT is made of. */
async function readOnly(needs: StoreNeeds, sql: string, context: PolicyContext): Promise<ReadQuery> {
  const split = await needs.parser.split(sql)
  if (!split.ok) throw syntaxError(sql, split.offset)
  if (split.statements.length > 1) throw new Refusal('several-statements')
  if (split.statements[0]?.type === 'PIVOT') throw pivotWithoutValues()
  const head = readHead(sql)
  if (head !== null && !('query' in head)) throw new Refusal('no-plan', { statement: firstWord(sql) })
  const piece = head === null ? { text: sql, offset: 0 } : head.query
  const query = await parseQuery(needs.parser, piece, sql)
  const read = readQuery(query, context, await needs.definitionsFor(context, piece.text))
  if (read.shows.describe || read.shows.summarize) throw new Refusal('no-plan', { statement: 'DESCRIBE' })
  return read
}
