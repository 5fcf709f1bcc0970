/**
 * Whether two trees say the same: the tree that was walked, and the tree DuckDB reads back from the text it wrote of
 * it. Some forms are written in another way than they were read; those known ones are brought to one form first.
 * Anything else that differs means that the text would run as something that was not walked.
 */
import type { SqlNode, SqlValue } from './sql-parser.ts'
import { isNode, listOf, textOf } from './tree-walk.ts'

/** Where a node stood in a text, and how a CTE is to be computed, which does not change what comes out. */
const NO_MEANING = new Set(['query_location', 'materialized'])

const isEmpty = (value: SqlValue): boolean =>
  value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0)

/** Fields of a node that say something. */
const saying = (node: SqlNode): string[] =>
  Object.keys(node).filter((key) => {
    const part = node[key]
    return part !== undefined && !NO_MEANING.has(key) && !isEmpty(part)
  })

/** Both trees in the parser's own form, as they come from it, or parts of them. */
export function sameTree(a: SqlValue, b: SqlValue | undefined): boolean {
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameTree(item, b[at]))
  if (!isNode(a) || !isNode(b)) return a === b
  const [one, other] = [oneForm(a), oneForm(b)]
  const fields = saying(one)
  // As many say something in both: a field that one has and the other lacks is found from the one that has it.
  return fields.length === saying(other).length && fields.every((key) => sameTree(one[key]!, other[key]))
}

function oneForm(node: SqlNode): SqlNode {
  if (node.class === 'CONSTANT' && isNode(node.value)) return booleanAsCast(node, node.value)
  if (node.class === 'FUNCTION' || node.class === 'WINDOW') {
    // Written without its schema, and an operator may be written as a call.
    const { is_operator: _written, ...call } = node
    return { ...call, schema: textOf(node.schema) === 'main' ? '' : textOf(node.schema) }
  }
  if (node.type === 'SUBQUERY' && node.class === undefined) return valuesOf(node)
  if (node.type === 'EXPRESSION_LIST')
    return { ...node, expected_names: [], alias: textOf(node.alias) || 'valueslist' }
  return node
}

/** `true` is written as `CAST('t' AS BOOLEAN)`. */
function booleanAsCast(node: SqlNode, constant: SqlNode): SqlNode {
  if (typeof constant.value !== 'boolean') return node
  return {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    alias: textOf(node.alias),
    child: {
      class: 'CONSTANT',
      type: 'VALUE_CONSTANT',
      value: { type: { id: 'VARCHAR' }, value: constant.value ? 't' : 'f' },
    },
    cast_type: { id: 'BOOLEAN' },
  }
}

/** `(VALUES …) AS v(a)` is read back as `(SELECT * FROM (VALUES …) AS valueslist) AS v(a)`. */
function valuesOf(table: SqlNode): SqlNode {
  const query = isNode(table.subquery) && isNode(table.subquery.node) ? table.subquery.node : null
  const from = query !== null && isNode(query.from_table) ? query.from_table : null
  if (query === null || from === null || table.sample) return table
  const inner = from.type === 'SUBQUERY' ? valuesOf(from) : from
  if (inner.type !== 'EXPRESSION_LIST' || !isBareStar(query) || inner.alias !== 'valueslist') return table
  const columns = listOf(table.column_name_alias)
  return { ...inner, alias: textOf(table.alias) || 'valueslist', column_name_alias: columns }
}

function isBareStar(query: SqlNode): boolean {
  const [only, ...more] = listOf(query.select_list)
  if (query.type !== 'SELECT_NODE' || more.length > 0 || !isNode(only) || only.class !== 'STAR') return false
  const rest = Object.entries(query).filter(
    ([key, value]) =>
      !['type', 'select_list', 'from_table', 'aggregate_handling', 'cte_map'].includes(key) &&
      !isEmpty(value),
  )
  const options = Object.entries(only).filter(
    ([key, value]) => !['class', 'type', 'query_location'].includes(key) && !isEmpty(value),
  )
  const ctes = isNode(query.cte_map) ? listOf(query.cte_map.map) : []
  return rest.length === 0 && options.length === 0 && ctes.length === 0
}
