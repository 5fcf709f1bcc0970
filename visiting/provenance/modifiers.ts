/** ORDER BY, LIMIT and DISTINCT of a query, put back on its rewritten form. */
import type { UnverifiedReason } from '../../shared/model/facts.ts'
import { writtenNumber } from './case-numbers.ts'
import { hasSubquery } from './exact-sums.ts'
import { followExpression, hasAggregate, hasWindow } from './expression.ts'
import type { TreeNode } from './measure.ts'
import type { Prepared } from './prepare.ts'
import type { Tour } from './query.ts'
import { type Followed, type GroupRelation, type Relation, sameName, Unfollowed } from './relation.ts'
import { emptyScope, type Scope } from './scope.ts'
import { child, children, coalesce, integer, keyOf, named, overAll, text, texts } from './tree.ts'

export interface Modifiers {
  list: TreeNode[]
  distinct: boolean
  distinctOn: TreeNode[]
  /** Expressions of ORDER BY that are neither a position nor the name of a column of the result. */
  orderExpressions: TreeNode[]
  limited: boolean
  /** Columns of the result that ORDER BY names. */
  shownOrders: (items: { name: string; node: TreeNode }[]) => TreeNode[]
  /** Set by a grouped SELECT: writes an expression over its groups. */
  over: ((expression: TreeNode) => TreeNode) | null
  scope: Scope | null
}

/** As they stand on the query; expressions of ORDER BY as written, not yet followed. */
export function modifiersOf(node: TreeNode): Modifiers {
  const list = children(node, 'modifiers')
  const distinct = list.find((item) => text(item, 'type') === 'DISTINCT_MODIFIER')
  const distinctOn = distinct === undefined ? [] : children(distinct, 'distinct_on_targets')
  const outputs = children(node, 'select_list').map((item) => text(item, 'alias'))
  const orders = list
    .flatMap((item) => (text(item, 'type') === 'ORDER_MODIFIER' ? children(item, 'orders') : []))
    .map((order) => child(order, 'expression')!)
  const orderExpressions = orders.filter(
    (item) => !['CONSTANT', 'STAR'].includes(text(item, 'class')) && !namesOutput(item, outputs),
  )
  return {
    list,
    distinct: distinct !== undefined && distinctOn.length === 0,
    distinctOn,
    orderExpressions,
    limited: list.some((item) => text(item, 'type').startsWith('LIMIT')),
    shownOrders: (items) => orders.flatMap((item) => shownOrder(item, items)),
    over: null,
    scope: null,
  }
}

const namesOutput = (item: TreeNode, outputs: string[]): boolean => {
  const names = texts(item, 'column_names')
  return (
    text(item, 'class') === 'COLUMN_REF' &&
    names.length === 1 &&
    outputs.some((name) => sameName(name, names[0]!))
  )
}

function shownOrder(order: TreeNode, items: { name: string; node: TreeNode }[]): TreeNode[] {
  if (text(order, 'class') === 'STAR') return items.map((item) => item.node)
  const position = text(order, 'class') === 'CONSTANT' ? child(order, 'value')?.value : null
  const name = texts(order, 'column_names').at(-1) ?? ''
  const found =
    typeof position === 'number' ? items[position - 1] : items.find((item) => sameName(item.name, name))
  return found === undefined ? [] : [found.node]
}

export interface ModifierRoom {
  tour: Tour
  prepared: Prepared | null
  scope: Scope | null
}

/**
 * The query with them, and what LIMIT or DISTINCT ON choosing rows does to what is known of it. Throws
 * `Unfollowed`.
 */
export function putModifiers(followed: Followed, modifiers: Modifiers, room: ModifierRoom): Followed {
  const { relation } = followed
  let { chosen } = relation
  // Where rows of groups would come in an order of their own (placesIn in ./project-groups.ts).
  const settled = relation.level === 'group' ? children(followed.node, 'modifiers') : []
  const ties = settled.flatMap((modifier) => children(modifier, 'orders'))
  const isOrdered = modifiers.list.some((modifier) => text(modifier, 'type') === 'ORDER_MODIFIER')
  const list: TreeNode[] = isOrdered ? [] : [...settled]
  const places: Put[] = []
  for (const modifier of modifiers.list) {
    switch (text(modifier, 'type')) {
      case 'ORDER_MODIFIER': {
        const put = children(modifier, 'orders').flatMap((order) =>
          putOrder(order, followed, modifiers, room),
        )
        list.push({ ...modifier, orders: [...put.map(({ order }) => order), ...ties] })
        places.push(...put)
        break
      }
      case 'LIMIT_MODIFIER':
      case 'LIMIT_PERCENT_MODIFIER':
        for (const field of ['limit', 'offset']) {
          const given = child(modifier, field)
          if (given !== null && text(given, 'class') !== 'CONSTANT') {
            const drawn = followExpression(given, room.scope ?? emptyScope(null), room.tour).draws
            if (relation.level !== 'open' || drawn.personal || drawn.caps.length > 0) {
              throw new Unfollowed('limit-by-data')
            }
          }
        }
        // Among open rows, or among one person's (a LATERAL tied to the row's own), it tells about nobody else.
        if (relation.level !== 'open') chosen ??= { code: 'limit-in-subquery', params: {} }
        list.push(modifier)
        break
      case 'DISTINCT_MODIFIER':
        if (modifiers.distinctOn.length > 0) {
          if (relation.level === 'group') throw new Unfollowed('distinct-on')
          // What is told apart is handed on as it was written.
          if (modifiers.distinctOn.some(hasSubquery)) throw new Unfollowed('distinct-on')
          list.push(modifier)
        } else if (relation.level === 'open') list.push(modifier)
        break
      default:
        throw new Unfollowed('shape', { shape: text(modifier, 'type').toLowerCase() })
    }
  }
  const node = { ...followed.node, modifiers: list }
  const put = ordered({ ...relation, chosen }, places)
  return put.level === 'group' && skipsRows(list)
    ? { node: afterOthers(node, put.rowPersons), relation: atLeast(put) }
    : { node, relation: put }
}

const skipsRows = (modifiers: TreeNode[]): boolean =>
  modifiers.some((modifier) => {
    const offset = child(modifier, 'offset')
    return offset !== null && writtenNumber(offset) !== 0
  })

/** Which row comes after so many is told by where the small ones stand: all rest on the least there is. */
function afterOthers(node: TreeNode, rowPersons: string): TreeNode {
  const least = (item: TreeNode): TreeNode =>
    hasWindow(item) || hasAggregate(item)
      ? integer(0)
      : coalesce(overAll('min', { ...item, alias: '' }), integer(0))
  return {
    ...node,
    select_list: children(node, 'select_list').map((item) =>
      text(item, 'alias') === rowPersons ? named(least(item), rowPersons) : item,
    ),
  }
}

/** What is told by the row's persons is a bound. */
function atLeast(relation: GroupRelation): GroupRelation {
  const columns = relation.columns.map((column) =>
    column.facts?.persons === relation.rowPersons
      ? { ...column, facts: { ...column.facts, exact: false, exactFrom: null } }
      : column,
  )
  return { ...relation, columns, rowExact: false }
}

/** The order stays with the rows: whatever takes the first of them is told by it. */
function ordered(relation: Relation, places: Put[]): Relation {
  const named = places.flatMap(({ column }) => relation.columns[column ?? -1] ?? [])
  if (relation.level === 'person') {
    const lost = [...named, ...places].find((place) => place.lost !== null)?.lost ?? null
    return { ...relation, ordered: relation.ordered ?? lost }
  }
  if (relation.level === 'open') return relation
  const numbers = named.filter(({ open, facts }) => !open && facts !== null).map(({ name }) => name)
  return { ...relation, ordered: [...new Set([...(relation.ordered ?? []), ...numbers])] }
}

/** A place in ORDER BY: by a column of the result, or by something else. */
interface Put {
  order: TreeNode
  column: number | null
  lost: UnverifiedReason | null
}

function putOrder(order: TreeNode, { relation }: Followed, modifiers: Modifiers, room: ModifierRoom): Put[] {
  const expression = child(order, 'expression')!
  const at = (position: number): Put => ({
    order: { ...order, expression: integer(position + 1) },
    column: position,
    lost: null,
  })
  // ORDER BY ALL means the visible columns only.
  if (text(expression, 'class') === 'STAR') return relation.columns.map((_, index) => at(index))
  if (text(expression, 'class') === 'CONSTANT')
    return [{ order, column: Number(child(expression, 'value')?.value) - 1, lost: null }]
  const names = texts(expression, 'column_names')
  if (text(expression, 'class') === 'COLUMN_REF' && names.length === 1) {
    const index = relation.columns.findIndex((item) => sameName(item.name, names[0]!))
    const twice = relation.columns.filter((item) => sameName(item.name, names[0]!)).length > 1
    if (index >= 0 && !twice) return [at(index)]
  }
  const { prepared } = room
  if (prepared === null) throw new Unfollowed('order-by')
  const inlined = prepared.inline(expression)
  const same = prepared.items.findIndex((item) => keyOf(item.node) === keyOf(inlined))
  if (same >= 0) return [at(same)]
  const scope = modifiers.scope ?? room.scope
  if (scope === null) throw new Unfollowed('order-by')
  const written = modifiers.over === null ? inlined : modifiers.over(expression)
  // In what order rows come is seen of the rows themselves; a collation changes none of them.
  const collated = text(written, 'class') === 'COLLATE' ? child(written, 'child') : null
  const followed = followExpression(collated ?? written, scope, room.tour)
  if (collated !== null) followed.node = { ...written, child: followed.node }
  // An order by numbers from elsewhere would tell about them.
  if (followed.draws.caps.length > 0) throw new Unfollowed('order-by')
  return [{ order: { ...order, expression: followed.node }, column: null, lost: followed.draws.lost }]
}
