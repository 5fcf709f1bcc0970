/** Of which groups of persons the value of an expression over grouped rows was made; null where of none. */
import { aggregateKind } from './aggregates.ts'
import { partsOf } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import { Unlisted } from './members.ts'
import { call, child, children, keyOf, text } from './tree.ts'

export interface LineageRoom {
  /** LIST(LIST(VARCHAR)) for a column or an aggregate. */
  ofColumn: (node: TreeNode) => TreeNode | null
  ofAggregate: (node: TreeNode) => TreeNode | null
  ofSubquery: (node: TreeNode) => TreeNode | null
}

const LISTS = new Set(['WINDOW_AGGREGATE'])

/** A list of groups, as SQL. Throws `Unlisted` for shapes of which it cannot be told. */
export function lineageOf(expression: TreeNode, room: LineageRoom): TreeNode | null {
  switch (text(expression, 'class')) {
    case 'COLUMN_REF':
      return room.ofColumn(expression)
    case 'SUBQUERY':
      return room.ofSubquery(expression)
    case 'LAMBDA':
      throw new Unlisted('shape')
    case 'WINDOW':
      return overWindow(expression, room)
    case 'FUNCTION':
      if (aggregateKind(text(expression, 'function_name')) !== null) return room.ofAggregate(expression)
  }
  return together(partsOf(expression).map((part) => lineageOf(part, room)))
}

/** A window's value is made of the rows of its frame; a rank or a neighbour's value of the whole partition. */
function overWindow(node: TreeNode, room: LineageRoom): TreeNode | null {
  const orders = children(node, 'orders').map((order) => child(order, 'expression')!)
  const drawn = together([...children(node, 'children'), ...orders].map((part) => lineageOf(part, room)))
  if (drawn === null) return null
  const window: TreeNode = {
    ...node,
    alias: '',
    type: 'WINDOW_AGGREGATE',
    function_name: 'list',
    schema: '',
    catalog: '',
    children: [drawn],
    offset_expr: null,
    default_expr: null,
    ignore_nulls: false,
    distinct: false,
    arg_orders: [],
  }
  if (!LISTS.has(text(node, 'type'))) {
    Object.assign(window, {
      orders: [],
      start: 'UNBOUNDED_PRECEDING',
      end: 'UNBOUNDED_FOLLOWING',
      start_expr: null,
      end_expr: null,
      filter_expr: null,
      exclude_clause: 'NO_OTHER',
    })
  }
  return call('flatten', [window])
}

/** The groups of several parts; NULL lists among them are nothing. */
export function together(parts: (TreeNode | null)[]): TreeNode | null {
  const given = parts.filter((part) => part !== null)
  const distinct = [...new Map(given.map((part) => [keyOf(part), part])).values()]
  if (distinct.length < 2) return distinct[0] ?? null
  return call('flatten', [call('list_value', distinct)])
}
