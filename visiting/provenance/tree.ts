/** Reading and building nodes of the tree DuckDB's `json_serialize_sql` gives. */
import type { TreeNode, TreeValue } from './measure.ts'

/** An object of the tree, told from its lists and bare values. */
export const isNode = (value: TreeValue | undefined): value is TreeNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text of a field; empty where it holds none. */
export const text = (node: TreeNode, field: string): string => {
  const value = node[field]
  return typeof value === 'string' ? value : ''
}

/** The node in a field; null where it holds none. */
export const child = (node: TreeNode, field: string): TreeNode | null => {
  const value = node[field]
  return isNode(value) ? value : null
}

/** The nodes in a field's list; empty where it holds none. */
export const children = (node: TreeNode, field: string): TreeNode[] => {
  const value = node[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The texts in a field's list; empty where it holds none. */
export const texts = (node: TreeNode, field: string): string[] => {
  const value = node[field]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** Nodes are never changed once built, so each is written out once, also as a part of another. */
const KEYS = new WeakMap<TreeNode, string>()

/** Characters of a text that is sooner written again than kept. */
const SHORT = 200

/** What may differ between expressions that mean the same. */
const NO_MEANING = new Set(['query_location', 'alias', 'schema', 'catalog'])

/** Names in which capitals mean nothing. */
const ANY_CASE = new Set(['function_name', 'relation_name'])

/** The same text for expressions that mean the same: places in the source and output names left out. */
export function keyOf(value: TreeValue): string {
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`
  if (!isNode(value)) return JSON.stringify(value)
  const known = KEYS.get(value)
  if (known !== undefined) return known
  let parts = ''
  for (const field of Object.keys(value)) {
    const item = value[field]
    if (item === undefined || NO_MEANING.has(field)) continue
    const told = typeof item === 'string' && ANY_CASE.has(field) ? item.toLowerCase() : item
    parts += `${parts === '' ? '' : ','}"${field}":${keyOf(told)}`
  }
  const key = `{${parts}}`
  if (key.length > SHORT) KEYS.set(value, key)
  return key
}

/** A copy without places in the researcher's text: they mean nothing in a rewritten one. */
export function withoutPlaces<Value extends TreeValue>(value: Value): Value
export function withoutPlaces(value: TreeValue): TreeValue {
  if (Array.isArray(value)) return value.map((item) => withoutPlaces(item))
  if (!isNode(value)) return value
  const out: TreeNode = {}
  for (const field of Object.keys(value)) {
    const item = value[field]
    if (item !== undefined && field !== 'query_location') out[field] = withoutPlaces(item)
  }
  return out
}

/** Replaces expressions from the top down; `replace` answers null to go on into the children. */
function mapTree(value: TreeValue, replace: (node: TreeNode) => TreeNode | null): TreeValue {
  if (Array.isArray(value)) return value.map((item) => mapTree(item, replace))
  if (!isNode(value)) return value
  const put = replace(value)
  if (put !== null) return put
  const out: TreeNode = {}
  for (const field of Object.keys(value)) out[field] = mapTree(value[field]!, replace)
  return out
}

/** A copy; `replace` answers what stands in a node's place, or null to go on inside it. */
export const mapNode = (node: TreeNode, replace: (node: TreeNode) => TreeNode | null): TreeNode =>
  mapTree(node, replace) as TreeNode

/** Visits every node; `visit` answers false to stay out of the children. */
export function walk(value: TreeValue | undefined, visit: (node: TreeNode) => boolean): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit)
  else if (isNode(value) && visit(value)) for (const item of Object.values(value)) walk(item, visit)
}

/** True when a tree written out has more nodes than a limit; stops counting there. */
export function exceeds(value: TreeValue, limit: number): boolean {
  let nodes = 0
  const counted = (part: TreeValue): boolean => {
    if (Array.isArray(part)) return part.every(counted)
    if (!isNode(part)) return true
    nodes += 1
    return nodes <= limit && Object.values(part).every(counted)
  }
  return !counted(value)
}

/* Builders */

/** A column by its name, parts of a full name from the outside in. */
export const column = (...names: string[]): TreeNode => ({
  class: 'COLUMN_REF',
  type: 'COLUMN_REF',
  alias: '',
  column_names: names,
})

/** Under another name; an empty one leaves it to the engine. */
export const named = (expression: TreeNode, alias: string): TreeNode => ({ ...expression, alias })

const constant = (id: string, value: TreeValue): TreeNode => ({
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  value: { type: { id, type_info: null }, is_null: value === null, value },
})
/** A 32-bit number. */
export const integer = (value: number): TreeNode => constant('INTEGER', value)
/** A DOUBLE; visiting/policy/writable-tree.ts keeps it one when it is written as text. */
export const double = (value: number): TreeNode => constant('DOUBLE', value)
/** A text constant. */
export const literal = (value: string): TreeNode => constant('VARCHAR', value)
/** NULL without a type. */
export const nothing = (): TreeNode => ({
  ...constant('NULL', null),
  value: { type: { id: 'NULL', type_info: null }, is_null: true },
})
/** TRUE, as the parser has it. */
export const yes = (): TreeNode => cast(integer(1), 'BOOLEAN')
/** FALSE, likewise. */
export const no = (): TreeNode => cast(integer(0), 'BOOLEAN')

/** `CAST(expression AS id)`; with `tries`, TRY_CAST. */
export const cast = (expression: TreeNode, id: string, options: { tries?: boolean } = {}): TreeNode => ({
  class: 'CAST',
  type: 'OPERATOR_CAST',
  alias: '',
  child: expression,
  cast_type: { id, type_info: null },
  try_cast: options.tries ?? false,
})

/** A function or an aggregate. `operator`: written between its arguments. */
export const call = (
  name: string,
  args: TreeNode[],
  options: { filter?: TreeNode | null; distinct?: boolean; operator?: boolean } = {},
): TreeNode => ({
  class: 'FUNCTION',
  type: 'FUNCTION',
  alias: '',
  function_name: name,
  schema: '',
  children: args,
  filter: options.filter ?? null,
  order_bys: { type: 'ORDER_MODIFIER', orders: [] },
  distinct: options.distinct ?? false,
  is_operator: options.operator ?? false,
  export_state: false,
  catalog: '',
})

/** One of the parser's operators by its type, e.g. `OPERATOR_COALESCE`. */
export const operator = (type: string, ...args: TreeNode[]): TreeNode => ({
  class: 'OPERATOR',
  type,
  alias: '',
  children: args,
})
/** `expression IS NULL`. */
export const isNull = (expression: TreeNode): TreeNode => operator('OPERATOR_IS_NULL', expression)
/** `expression IS NOT NULL`. */
export const isNotNull = (expression: TreeNode): TreeNode => operator('OPERATOR_IS_NOT_NULL', expression)
/** The first that is not NULL. */
export const coalesce = (...args: TreeNode[]): TreeNode => operator('OPERATOR_COALESCE', ...args)
/** `a - b`. */
export const minus = (a: TreeNode, b: TreeNode): TreeNode => call('-', [a, b], { operator: true })
/** `a + b`. */
export const plus = (a: TreeNode, b: TreeNode): TreeNode => call('+', [a, b], { operator: true })
/** `a * b`. */
export const times = (a: TreeNode, b: TreeNode): TreeNode => call('*', [a, b], { operator: true })
/** `a / b`, which in DuckDB is of doubles. */
export const divided = (a: TreeNode, b: TreeNode): TreeNode => call('/', [a, b], { operator: true })

/** By the parser's type, e.g. `COMPARE_EQUAL`. */
export const compare = (type: string, left: TreeNode, right: TreeNode): TreeNode => ({
  class: 'COMPARISON',
  type,
  alias: '',
  left,
  right,
})

/** All of them (AND), null among them left out; null where none is left. */
export const both = (parts: (TreeNode | null)[]): TreeNode | null => {
  // Flat, as it reads back.
  const given = parts.flatMap(conjuncts)
  if (given.length < 2) return given[0] ?? null
  return { class: 'CONJUNCTION', type: 'CONJUNCTION_AND', alias: '', children: given }
}

/** One of them (OR); takes at least one. */
export const either = (parts: TreeNode[]): TreeNode => {
  // Flat, as it reads back.
  const given = parts.flatMap((part) =>
    text(part, 'type') === 'CONJUNCTION_OR' ? children(part, 'children') : [part],
  )
  if (given.length === 1) return given[0]!
  return { class: 'CONJUNCTION', type: 'CONJUNCTION_OR', alias: '', children: given }
}

/** `CASE WHEN condition THEN then ELSE otherwise END`. */
export const when = (condition: TreeNode, then: TreeNode, otherwise: TreeNode): TreeNode => ({
  class: 'CASE',
  type: 'CASE_EXPR',
  alias: '',
  case_checks: [{ when_expr: condition, then_expr: then }],
  else_expr: otherwise,
})

/** The smallest of several numbers none of which is NULL; equal expressions count once. */
export function leastOf(expressions: TreeNode[]): TreeNode {
  const distinct = [...new Map(expressions.map((item) => [keyOf(item), item])).values()]
  return distinct.length === 1 ? distinct[0]! : call('least', distinct)
}
/** An aggregate over all rows, beside each. */
export const overAll = (name: string, value: TreeNode): TreeNode => ({
  class: 'WINDOW',
  type: 'WINDOW_AGGREGATE',
  alias: '',
  function_name: name,
  schema: '',
  catalog: '',
  children: [value],
  distinct: false,
  partitions: [],
  orders: [],
  start: 'UNBOUNDED_PRECEDING',
  end: 'UNBOUNDED_FOLLOWING',
  start_expr: null,
  end_expr: null,
  offset_expr: null,
  default_expr: null,
  filter_expr: null,
  ignore_nulls: false,
  exclude_clause: 'NO_OTHER',
  arg_orders: [],
})

/** Equal ones once; takes at least one. */
export function greatestOf(expressions: TreeNode[]): TreeNode {
  const distinct = [...new Map(expressions.map((item) => [keyOf(item), item])).values()]
  return distinct.length === 1 ? distinct[0]! : call('greatest', distinct)
}

export interface SelectParts {
  items: TreeNode[]
  from: TreeNode
  where?: TreeNode | null
  groups?: TreeNode[]
  sets?: number[][]
  having?: TreeNode | null
  ctes?: { name: string; query: TreeNode; materialized: boolean }[]
  /** Rows in the order of so many of the first items. */
  orderedBy?: number
}

/**
 * Group expressions in the order in which their sets name them: written as text and read again, they come in this
 * order.
 */
function inOrder(groups: TreeNode[], sets: number[][]): { groups: TreeNode[]; sets: number[][] } {
  const order: number[] = []
  // An expression named twice is read back once.
  const keys = groups.map((group) => keyOf(group))
  const ascending = sets.map((set) =>
    [...new Set(set.map((index) => keys.indexOf(keys[index]!)))].sort((a, b) => a - b),
  )
  for (const index of ascending.flat()) if (!order.includes(index)) order.push(index)
  return {
    groups: order.map((index) => groups[index]!),
    sets: ascending.map((set) => set.map((index) => order.indexOf(index)).sort((a, b) => a - b)),
  }
}

/** `GROUP BY row(a, b)` is read back as a list of two keys, which groups alike. */
function withoutRows(groups: TreeNode[], sets: number[][]): { groups: TreeNode[]; sets: number[][] } {
  const parts = groups.map((group) =>
    text(group, 'function_name') === 'row' ? children(group, 'children') : [group],
  )
  if (parts.every((part, index) => part[0] === groups[index])) return { groups, sets }
  const starts = parts.map((_, index) => parts.slice(0, index).flat().length)
  const placesOf = (index: number): number[] => parts[index]!.map((_, place) => starts[index]! + place)
  return { groups: parts.flat(), sets: sets.map((set) => set.flatMap(placesOf)) }
}

function grouping({ groups = [], sets }: SelectParts): TreeNode {
  const given = withoutRows(groups, sets ?? (groups.length > 0 ? [groups.map((_, index) => index)] : []))
  const ordered = inOrder(given.groups, given.sets)
  return { group_expressions: ordered.groups, group_sets: ordered.sets }
}

/** ORDER BY these; nothing where there are none. */
export const inOrderOf = (expressions: TreeNode[]): TreeNode[] =>
  expressions.length === 0
    ? []
    : [
        {
          type: 'ORDER_MODIFIER',
          orders: expressions.map((expression) => ({
            type: 'ORDER_DEFAULT',
            null_order: 'ORDER_DEFAULT',
            expression,
          })),
        },
      ]

/** A whole SELECT; what is not given is left out of it. */
export const select = (parts: SelectParts): TreeNode => ({
  type: 'SELECT_NODE',
  modifiers: inOrderOf(Array.from({ length: parts.orderedBy ?? 0 }, (_, index) => integer(index + 1))),
  cte_map: {
    map: (parts.ctes ?? []).map(({ name, query, materialized }) => ({
      key: name,
      value: {
        aliases: [],
        query: { node: query, named_param_map: [] },
        materialized: materialized ? 'CTE_MATERIALIZE_ALWAYS' : 'CTE_MATERIALIZE_NEVER',
        key_targets: [],
      },
    })),
  },
  select_list: parts.items,
  from_table: parts.from,
  where_clause: parts.where ?? null,
  ...grouping(parts),
  aggregate_handling: 'STANDARD_HANDLING',
  having: parts.having ?? null,
  sample: null,
  qualify: null,
})

/** Queries one under the other, put together as DuckDB reads them back: the first, and the rest by twos. */
export function unionAll([first, ...rest]: TreeNode[]): TreeNode {
  const two = (left: TreeNode, right: TreeNode): TreeNode => ({
    type: 'SET_OPERATION_NODE',
    modifiers: [],
    cte_map: { map: [] },
    setop_type: 'UNION',
    left,
    right,
    setop_all: true,
  })
  let row = rest
  while (row.length > 1)
    row = row.flatMap((query, at) =>
      at % 2 === 1 ? [] : at + 1 < row.length ? [two(query, row[at + 1]!)] : [query],
    )
  return row.length === 0 ? first! : two(first!, row[0]!)
}

/** FROM that is not there: one row. */
export const nowhere = (): TreeNode => ({ type: 'EMPTY', alias: '', sample: null })

/** A subquery in FROM, its columns under new names where they are given. */
export const subqueryFrom = (query: TreeNode, alias: string, columns: string[] = []): TreeNode => ({
  type: 'SUBQUERY',
  alias,
  sample: null,
  subquery: { node: query, named_param_map: [] },
  column_name_alias: columns,
})

/** A table by its bare name, as a CTE is named. */
export const cteFrom = (name: string, alias = ''): TreeNode => ({
  type: 'BASE_TABLE',
  alias,
  sample: null,
  schema_name: '',
  table_name: name,
  column_name_alias: [],
  catalog_name: '',
  at_clause: null,
})

/** By the parser's type, e.g. `LEFT`; without a condition every row meets every row. */
export const join = (
  type: string,
  left: TreeNode,
  right: TreeNode,
  condition: TreeNode | null,
): TreeNode => ({
  type: 'JOIN',
  alias: '',
  sample: null,
  left,
  right,
  condition,
  join_type: condition === null ? 'INNER' : type,
  ref_type: condition === null ? 'CROSS' : 'REGULAR',
  using_columns: [],
  delim_flipped: false,
  duplicate_eliminated_columns: [],
})

/** A subquery as a value. */
export const scalar = (query: TreeNode): TreeNode => ({
  class: 'SUBQUERY',
  type: 'SUBQUERY',
  alias: '',
  subquery_type: 'SCALAR',
  subquery: { node: query, named_param_map: [] },
  child: null,
  comparison_type: 'INVALID',
})

/** The parts of a condition that must all hold. */
export function conjuncts(condition: TreeNode | null): TreeNode[] {
  if (condition === null) return []
  if (text(condition, 'type') === 'CONJUNCTION_AND') return children(condition, 'children').flatMap(conjuncts)
  return [condition]
}
