/**
 * A tree in forms that survive being written as text. DuckDB writes the double `1e10` as `10000000000.0`, which reads
 * back as a DECIMAL; a cast from text keeps the type and every digit. `a CROSS JOIN b JOIN c` it writes with a comma, which
 * binds less than JOIN; an inner join on what is true is the same.
 */
import type { SqlNode, SqlValue } from './sql-parser.ts'
import { isNode, textOf } from './tree-walk.ts'

/** A copy; the tree given stays as it is. */
export function writableTree(tree: SqlNode): SqlNode {
  const copy = (value: SqlValue): SqlValue => {
    if (Array.isArray(value)) return value.map(copy)
    if (!isNode(value)) return value
    if (value.class === 'CONSTANT' && isNode(value.value)) return constant(value, value.value)
    const parts: SqlNode = {}
    for (const key of Object.keys(value)) parts[key] = copy(value[key]!)
    if (parts.type !== 'JOIN' || parts.ref_type === 'CROSS') return parts
    return { ...parts, left: withoutComma(parts.left), right: withoutComma(parts.right) }
  }
  return copy(tree) as SqlNode
}

function withoutComma(side: SqlValue | undefined): SqlValue {
  if (!isNode(side)) return side ?? null
  if (side.type !== 'JOIN' || side.ref_type !== 'CROSS') return side
  return {
    ...side,
    left: withoutComma(side.left),
    right: withoutComma(side.right),
    ref_type: 'REGULAR',
    condition: TRUE,
  }
}

const TRUE: SqlNode = {
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  value: { type: { id: 'BOOLEAN', type_info: null }, is_null: false, value: true },
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
