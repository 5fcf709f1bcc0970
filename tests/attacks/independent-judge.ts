/**
 * Judges a text that policy approved with none of policy's own code: parses it anew, and collects every table,
 * function and node by a plain sweep over the tree. Its lists are written again on purpose; a slip in the reviewed
 * lists or in the walk would have to be made twice.
 */
import type { SqlNode, SqlParser, SqlValue } from '../../visiting/policy/sql-parser.ts'

/** Parts of names that no allowed function has. */
const NEVER =
  /^(read_|parquet|sniff|glob$|duckdb_|pragma_|pg_(?!size_pretty)|query|json_(execute|serialize|deserialize)|getenv|getvariable|current_(setting|query|schema|database|catalog|connection|transaction)|version$|sql_auto|which_secret|error$|write_log|sleep|txid|nextval|currval|setseed|checkpoint|force_|enable_|disable_|copy_|import_|arrow_|seq_scan|stats$|vector_type|in_search_path|__internal|add_parquet|test_|icu_|st_|enum_|summary$|has_|inet_|obj_|format_type)/

const NODE_TYPES = new Set(
  `SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE BASE_TABLE SUBQUERY JOIN EMPTY EXPRESSION_LIST PIVOT SHOW_REF
   TABLE_FUNCTION ORDER_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING
   DESCENDING ORDER_ASCENDING ORDER_DESCENDING DECIMAL_TYPE_INFO LIST_TYPE_INFO ARRAY_TYPE_INFO STRUCT_TYPE_INFO
   UNBOUND_TYPE_INFO STRING_TYPE_INFO`.split(/\s+/),
)
const CLASSES = new Set(
  `BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT DEFAULT FUNCTION LAMBDA OPERATOR
   POSITIONAL_REFERENCE STAR SUBQUERY WINDOW`.split(/\s+/),
)

export interface Judgement {
  /** What should not be there; empty when all is well. */
  wrong: string[]
}

export async function judge(parser: SqlParser, measuredSql: string): Promise<Judgement> {
  const select = queryOf(measuredSql)
  if (select === null) return { wrong: [] }
  const parsed = await parser.serialize(select)
  if (!parsed.ok || parsed.statements.length !== 1) return { wrong: [`not one query: ${measuredSql}`] }
  const wrong: string[] = []
  const ctes = new Set<string>()
  sweep(parsed.statements, (node) => {
    if (typeof node.key === 'string' && node.value !== undefined) ctes.add(node.key.toLowerCase())
  })
  sweep(parsed.statements, (node) => {
    if (node.type === 'BASE_TABLE') {
      const place = `${node.catalog_name}.${node.schema_name}`
      const bare = String(node.table_name).toLowerCase()
      const allowed =
        (node.catalog_name === 'extract' && /^(ndb|kaigo|pmh)$/.test(String(node.schema_name))) ||
        place === 'work.main' ||
        (/^\.(recurring)?$/.test(place) && ctes.has(bare))
      if (!allowed) wrong.push(`table ${place}.${bare}`)
      if (node.at_clause !== null) wrong.push('time travel')
    }
    if (typeof node.function_name === 'string') {
      const name = node.function_name.toLowerCase()
      if (NEVER.test(name)) wrong.push(`function ${name}`)
      if (!/^(|main)$/.test(String(node.schema)) || node.catalog !== '')
        wrong.push(`function ${node.schema}.${name}`)
    }
    if (typeof node.class === 'string' && !CLASSES.has(node.class)) wrong.push(`class ${node.class}`)
    if (node.class === undefined && typeof node.type === 'string' && !NODE_TYPES.has(node.type)) {
      wrong.push(`type ${node.type}`)
    }
    if (node.type === 'UNBOUND_TYPE_INFO' && (node.schema !== '' || node.catalog !== ''))
      wrong.push('type of a schema')
    if (node.class === 'COLUMN_REF' && Array.isArray(node.column_names)) {
      if (node.column_names.some((name) => String(name).toLowerCase() === 'rowid')) wrong.push('rowid')
    }
  })
  return { wrong }
}

/** The query inside a statement of the workspace; null where there is none. */
function queryOf(sql: string): string | null {
  if (/^DROP (TABLE|VIEW) (IF EXISTS )?"work"\."main"\."[^"]+"$/.test(sql)) return null
  const head =
    /^(CREATE (OR REPLACE )?(TABLE|VIEW) "work"\."main"\."[^"]+"( \("[^)]*"\))? AS |INSERT INTO "work"\."main"\."[^"]+" \([^)]*\) |EXPLAIN )/
  return sql.replace(head, '')
}

function sweep(value: SqlValue, look: (node: SqlNode) => void): void {
  if (Array.isArray(value)) for (const part of value) sweep(part, look)
  else if (value !== null && typeof value === 'object') {
    look(value)
    for (const part of Object.values(value)) sweep(part, look)
  }
}
