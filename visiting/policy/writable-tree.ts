/**
 * A tree in forms that survive being written as text. DuckDB writes the double `1e10` as `10000000000.0`, which reads
 * back as a DECIMAL; a cast from text keeps the type and every digit.
 */
import type { SqlNode, SqlValue } from './sql-parser.ts'
import { isNode, textOf } from './tree-walk.ts'

export function writableTree(tree: SqlNode): SqlNode {
  const copy = (value: SqlValue): SqlValue => {
    if (Array.isArray(value)) return value.map(copy)
    if (!isNode(value)) return value
    if (value.class === 'CONSTANT' && isNode(value.value)) return constant(value, value.value)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copy(part)]))
  }
  return copy(tree) as SqlNode
}

function constant(node: SqlNode, { type, value }: SqlNode): SqlNode {
  const id = isNode(type) ? textOf(type.id) : ''
  if ((id !== 'DOUBLE' && id !== 'FLOAT') || typeof value !== 'number') return node
  return {
    class: 'CAST',
    type: 'OPERATOR_CAST',
    alias: textOf(node.alias),
    child: {
      class: 'CONSTANT',
      type: 'VALUE_CONSTANT',
      alias: '',
      value: { type: { id: 'VARCHAR', type_info: null }, is_null: false, value: String(value) },
    },
    cast_type: { id, type_info: null },
    try_cast: false,
  }
}
