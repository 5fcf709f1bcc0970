/** SHOW TABLES, answered from the permit and the workspace instead of from the engine's catalog. */
import type { ApprovedFields } from './approved-query.ts'
import { type PolicyContext, WORK } from './context.ts'
import { openPlan } from './plans.ts'
import type { SqlNode } from './sql-parser.ts'
import { isNode, textOf } from './tree-walk.ts'

/** Null where the query is not exactly `SHOW TABLES`. */
export function listOfTables(query: SqlNode, context: PolicyContext): Omit<ApprovedFields, 'sql'> | null {
  const from = isNode(query.from_table) ? query.from_table : {}
  const asked = from.type === 'SHOW_REF' && from.show_type === 'SHOW_UNQUALIFIED'
  if (!asked || textOf(from.table_name).toLowerCase() !== '"tables"') return null
  const names = [
    ...context.tables.map((table) => `${table.schema}.${table.name}`),
    ...context.workspace.filter(({ kind }) => kind !== 'macro').map(({ name }) => `${WORK.catalog}.${name}`),
  ]
  const rows = names.map((name) => `('${name.replaceAll("'", "''")}')`)
  const measuredSql =
    rows.length === 0
      ? `SELECT '' AS "name" WHERE false`
      : `SELECT * FROM (VALUES ${rows.join(', ')}) AS shown("name")`
  return { kind: 'describe', measuredSql, plan: openPlan(['name']), reads: [], stores: null }
}
