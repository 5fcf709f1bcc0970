/** Pieces of trees, in the parser's own form. */
import type { SqlNode, SqlValue } from './sql-parser.ts'

/** `names` from the outside in: table or alias first, where there is one. */
export const columnRef = (names: string[]): SqlNode => ({
  class: 'COLUMN_REF',
  type: 'COLUMN_REF',
  alias: '',
  column_names: names,
})

/** `*` over all tables in scope, without EXCLUDE or REPLACE. */
export const star = (): SqlNode => ({
  class: 'STAR',
  type: 'STAR',
  alias: '',
  relation_name: '',
  exclude_list: [],
  replace_list: [],
  columns: false,
  expr: null,
  qualified_exclude_list: [],
  rename_list: [],
})

/** A table by its full name, without alias or sample. */
export const baseTable = ({
  catalog,
  schema,
  name,
}: {
  catalog: string
  schema: string
  name: string
}): SqlNode => ({
  type: 'BASE_TABLE',
  alias: '',
  sample: null,
  schema_name: schema,
  table_name: name,
  column_name_alias: [],
  catalog_name: catalog,
  at_clause: null,
})

/** `SELECT <items> FROM <from>`. */
export const selectFrom = (items: SqlNode[], from: SqlNode): SqlNode => ({
  type: 'SELECT_NODE',
  modifiers: [],
  cte_map: { map: [] },
  select_list: items,
  from_table: from,
  where_clause: null,
  group_expressions: [],
  group_sets: [],
  aggregate_handling: 'STANDARD_HANDLING',
  having: null,
  sample: null,
  qualify: null,
})

/** `(<query>) AS alias(columns)` as a table reference. */
export const subqueryTable = (
  query: SqlNode,
  as: { alias: string; columns: SqlValue[]; sample: SqlValue },
): SqlNode => ({
  type: 'SUBQUERY',
  alias: as.alias,
  sample: as.sample,
  subquery: statement(query),
  column_name_alias: as.columns,
})

/** A query without parameters as the parser's serialized form wraps it. */
export const statement = (query: SqlNode): SqlNode => ({ node: query, named_param_map: [] })
