/**
 * The name DuckDB gives to a column nobody named: the expression written back as text. Needed because a rewritten
 * expression would otherwise change the name a researcher sees. Null for shapes whose text is not known for certain.
 */
import { KEYWORDS } from './keywords.ts'
import type { TreeNode, TreeValue } from './measure.ts'
import { child, children, isNode, text, texts } from './tree.ts'

/** As DuckDB writes it, of an item of a select list; an alias goes before everything. */
export function columnName(item: TreeNode): string | null {
  const alias = text(item, 'alias')
  if (alias !== '') return alias
  if (text(item, 'class') === 'COLUMN_REF') return texts(item, 'column_names').at(-1) ?? null
  try {
    return write(item)
  } catch (problem) {
    if (problem instanceof Unwritten) return null
    throw problem
  }
}

class Unwritten extends Error {}

const COMPARISONS: Record<string, string> = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '!=',
  COMPARE_LESSTHAN: '<',
  COMPARE_GREATERTHAN: '>',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHANOREQUALTO: '>=',
  COMPARE_DISTINCT_FROM: 'IS DISTINCT FROM',
  COMPARE_NOT_DISTINCT_FROM: 'IS NOT DISTINCT FROM',
}

const PLAIN = /^[a-zA-Z_][a-zA-Z0-9_]*$/
const ident = (name: string): string =>
  PLAIN.test(name) && !KEYWORDS.has(name.toLowerCase()) ? name : `"${name.replaceAll('"', '""')}"`

const one = (node: TreeNode, field: string): string => {
  const part = child(node, field)
  if (part === null) throw new Unwritten()
  return write(part)
}
const all = (node: TreeNode, field: string): string[] => children(node, field).map(write)

function write(node: TreeNode): string {
  switch (text(node, 'class')) {
    case 'COLUMN_REF':
      return texts(node, 'column_names').map(ident).join('.')
    case 'CONSTANT':
      return writeConstant(node)
    case 'FUNCTION':
      return writeFunction(node)
    case 'WINDOW':
      return writeWindow(node)
    case 'COMPARISON':
      return `(${one(node, 'left')} ${COMPARISONS[text(node, 'type')] ?? unwritten()} ${one(node, 'right')})`
    case 'CONJUNCTION':
      return `(${all(node, 'children').join(text(node, 'type') === 'CONJUNCTION_AND' ? ' AND ' : ' OR ')})`
    case 'CAST': {
      const name = writeType(child(node, 'cast_type'))
      return `${node.try_cast === true ? 'TRY_CAST' : 'CAST'}(${one(node, 'child')} AS ${name})`
    }
    case 'BETWEEN':
      return `(${one(node, 'input')} BETWEEN ${one(node, 'lower')} AND ${one(node, 'upper')})`
    case 'CASE': {
      const checks = children(node, 'case_checks')
      const whens = checks.map(
        (check) => ` WHEN (${one(check, 'when_expr')}) THEN (${one(check, 'then_expr')})`,
      )
      return `CASE ${whens.join('')} ELSE ${one(node, 'else_expr')} END`
    }
    case 'OPERATOR':
      return writeOperator(node)
    default:
      return unwritten()
  }
}

const unwritten = (): never => {
  throw new Unwritten()
}

function writeOperator(node: TreeNode): string {
  const parts = all(node, 'children')
  switch (text(node, 'type')) {
    case 'OPERATOR_IS_NULL':
      return `(${parts[0]} IS NULL)`
    case 'OPERATOR_IS_NOT_NULL':
      return `(${parts[0]} IS NOT NULL)`
    case 'OPERATOR_NOT':
      return `(NOT ${parts[0]})`
    case 'OPERATOR_COALESCE':
      return `COALESCE(${parts.join(', ')})`
    case 'COMPARE_IN':
      return `(${parts[0]} IN (${parts.slice(1).join(', ')}))`
    case 'COMPARE_NOT_IN':
      return `(${parts[0]} NOT IN (${parts.slice(1).join(', ')}))`
    case 'GROUPING_FUNCTION':
      return `GROUPING(${parts.join(', ')})`
    default:
      return unwritten()
  }
}

function writeFunction(node: TreeNode): string {
  const name = text(node, 'function_name')
  const args = all(node, 'children')
  const filter = child(node, 'filter')
  const schema = text(node, 'schema')
  const orders = children(child(node, 'order_bys') ?? {}, 'orders')
  if (schema === '' && node.is_operator === true && filter === null) {
    if (args.length === 2) return `(${args[0]} ${name} ${args[1]})`
    if (args.length === 1 && name === '-') return `-(${args[0]})`
    return unwritten()
  }
  const within = orders.length > 0 ? ` ORDER BY ${orders.map(writeOrder).join(', ')}` : ''
  const tail = filter === null ? '' : ` FILTER (WHERE ${write(filter)})`
  const called = `${node.distinct === true ? 'DISTINCT ' : ''}${args.join(', ')}${within}`
  const prefix = schema === '' ? '' : `${ident(schema)}.`
  return `${prefix}${ident(name)}(${called})${tail}`
}

function writeOrder(order: TreeNode): string {
  const direction = { ORDER_DEFAULT: '', ASCENDING: ' ASC', DESCENDING: ' DESC' }[text(order, 'type')]
  const nulls = { ORDER_DEFAULT: '', NULLS_FIRST: ' NULLS FIRST', NULLS_LAST: ' NULLS LAST' }[
    text(order, 'null_order')
  ]
  return `${one(order, 'expression')}${direction ?? unwritten()}${nulls ?? unwritten()}`
}

/** Only windows in their plainest form; a frame would have to be written as DuckDB writes it. */
function writeWindow(node: TreeNode): string {
  const plain =
    text(node, 'start') === 'UNBOUNDED_PRECEDING' &&
    text(node, 'end') === 'CURRENT_ROW_RANGE' &&
    text(node, 'exclude_clause') === 'NO_OTHER' &&
    node.ignore_nulls !== true &&
    node.distinct !== true &&
    child(node, 'filter_expr') === null &&
    children(node, 'arg_orders').length === 0
  if (!plain || text(node, 'schema') !== '') return unwritten()
  const partitions = all(node, 'partitions')
  const orders = children(node, 'orders').map(writeOrder)
  const inside = [
    partitions.length > 0 ? `PARTITION BY ${partitions.join(', ')}` : '',
    orders.length > 0 ? `ORDER BY ${orders.join(', ')}` : '',
  ].filter((part) => part !== '')
  const args = all(node, 'children')
  if (child(node, 'offset_expr') !== null) args.push(one(node, 'offset_expr'))
  if (child(node, 'default_expr') !== null) args.push(one(node, 'default_expr'))
  return `${ident(text(node, 'function_name'))}(${args.join(', ')}) OVER (${inside.join(' ')})`
}

/** Types DuckDB writes as keywords; others it puts in quotes. */
const KEYWORD_TYPES = new Set('BOOLEAN INTEGER BIGINT SMALLINT VARCHAR TIMESTAMP TIME INTERVAL'.split(' '))

function writeType(type: TreeNode | null): string {
  const id = type === null ? '' : text(type, 'id')
  const info = type === null ? null : child(type, 'type_info')
  if (id === 'DECIMAL' && info !== null) return `DECIMAL(${String(info.width)}, ${String(info.scale)})`
  if (info !== null) return unwritten()
  if (KEYWORD_TYPES.has(id)) return id
  if (['DATE', 'DOUBLE', 'FLOAT', 'TINYINT', 'HUGEINT', 'UUID', 'BLOB'].includes(id)) return `"${id}"`
  return unwritten()
}

function writeConstant(node: TreeNode): string {
  const value = child(node, 'value')
  if (value === null) return unwritten()
  if (value.is_null === true) return 'NULL'
  const type = child(value, 'type')
  const id = type === null ? '' : text(type, 'id')
  const held: TreeValue = value.value ?? null
  if (id === 'VARCHAR' && typeof held === 'string') return `'${held.replaceAll("'", "''")}'`
  if (['INTEGER', 'BIGINT'].includes(id) && typeof held === 'number') return String(held)
  if (id === 'DECIMAL' && typeof held === 'number' && isNode(type?.type_info)) {
    return writeDecimal(held, Number(type.type_info.scale))
  }
  return unwritten()
}

function writeDecimal(raw: number, scale: number): string {
  const digits = String(Math.abs(raw)).padStart(scale + 1, '0')
  const sign = raw < 0 ? '-' : ''
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
