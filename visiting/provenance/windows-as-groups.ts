/**
 * Windows over whole partitions of several persons' rows, written as what they say: the partition's number beside each
 * of its rows. `avg(x) OVER (PARTITION BY k)` is a grouping by k joined back, and a `SELECT DISTINCT` of partitions and
 * their numbers is a GROUP BY. Both give the same rows, and are followed as such.
 *
 * Not windows that go by an order of rows, that pick a row, or that stay within one person (./expression.ts follows
 * these as they are).
 */
import { type AggregateKind, aggregateKind } from './aggregates.ts'
import { hasSubquery } from './exact-sums.ts'
import { hasWindow } from './expression.ts'
import type { TreeNode } from './measure.ts'
import { modifiersOf } from './modifiers.ts'
import { type Item, type Prepared, prepare } from './prepare.ts'
import type { Journey } from './relation.ts'
import { levelOf, type Scope, wholeClassOf } from './scope.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  column,
  compare,
  join,
  keyOf,
  mapNode,
  named,
  select,
  subqueryFrom,
  text,
  texts,
  walk,
  yes,
} from './tree.ts'

/** What is the same in whatever order the rows come. */
const OF_ALL_ROWS: ReadonlySet<AggregateKind | null> = new Set<AggregateKind | null>([
  ...(['count-rows', 'count', 'count-if', 'sum', 'mean', 'log-mean', 'moments'] as const),
  ...(['extreme-low', 'extreme-high', 'tail'] as const),
])

/**
 * The SELECT without such windows; null where there are none. `scopeOf` follows its FROM, asked only where it may have
 * some.
 */
export function withoutWindows(node: TreeNode, scopeOf: () => Scope, journey: Journey): TreeNode | null {
  const parts = [...children(node, 'select_list'), child(node, 'qualify')].filter((part) => part !== null)
  const isGrouped =
    children(node, 'group_expressions').length > 0 || text(node, 'aggregate_handling') === 'FORCE_AGGREGATES'
  if (isGrouped || child(node, 'sample') !== null || !parts.some(hasWhole)) return null
  const { list, distinct } = modifiersOf(node)
  const orders = list.flatMap((item) => children(item, 'orders')).map((order) => child(order, 'expression')!)
  if (orders.some(hasWindow)) return null
  const scope = scopeOf()
  if (levelOf(scope) !== 'person' || scope.classes.length !== 1) return null
  const prepared = prepare(node, scope)
  if (prepared.aggregated) return null
  const isAcross = (window: TreeNode): boolean =>
    isWhole(window) &&
    !children(window, 'partitions').some(
      (part) =>
        text(part, 'class') === 'COLUMN_REF' && wholeClassOf(texts(part, 'column_names'), scope) !== null,
    )
  const windows = windowsIn(prepared)
  if (!windows.some(isAcross)) return null
  const areAll = windows.every(isAcross)
  return (
    (distinct && areAll ? asGrouping(node, prepared, windows) : null) ??
    asJoins(node, prepared, { windows: windows.filter(isAcross), areAll, journey })
  )
}

const hasWhole = (part: TreeNode): boolean => hasWindow(part) && windowsOf(part).some(isWhole)

function windowsOf(part: TreeNode): TreeNode[] {
  const found: TreeNode[] = []
  walk(part, (node) => {
    if (text(node, 'class') === 'WINDOW') found.push(node)
    return !['WINDOW', 'SUBQUERY'].includes(text(node, 'class'))
  })
  return found
}

const windowsIn = ({ items, qualify }: Prepared): TreeNode[] =>
  [...items.map((item) => item.node), ...(qualify === null ? [] : [qualify])].flatMap(windowsOf)

function isWhole(window: TreeNode): boolean {
  const end = text(window, 'end')
  const isFrame =
    text(window, 'start') === 'UNBOUNDED_PRECEDING' &&
    (end === 'UNBOUNDED_FOLLOWING' ||
      (end === 'CURRENT_ROW_RANGE' && children(window, 'orders').length === 0))
  return (
    isFrame &&
    text(window, 'exclude_clause') === 'NO_OTHER' &&
    window.ignore_nulls !== true &&
    children(window, 'arg_orders').length === 0 &&
    OF_ALL_ROWS.has(aggregateKind(nameOf(window))) &&
    ![...children(window, 'children'), ...children(window, 'partitions'), child(window, 'filter_expr')].some(
      (part) => part !== null && hasSubquery(part),
    )
  )
}

const nameOf = (window: TreeNode): string => {
  const name = text(window, 'function_name').toLowerCase()
  return name === 'count' && children(window, 'children').length === 0 ? 'count_star' : name
}

const bare = (node: TreeNode): TreeNode => ({ ...node, alias: '' })

const asAggregate = (window: TreeNode): TreeNode =>
  call(nameOf(window), children(window, 'children'), {
    filter: child(window, 'filter_expr'),
    distinct: window.distinct === true,
  })

/** Once each, in the order in which they stand. */
const once = (nodes: TreeNode[]): TreeNode[] => [
  ...new Map(nodes.map((node) => [keyOf(bare(node)), bare(node)])).values(),
]

/** Each partition's numbers by a grouping of their own, joined back to its rows. */
function asJoins(
  node: TreeNode,
  { items, where, qualify }: Prepared,
  { windows, areAll, journey }: { windows: TreeNode[]; areAll: boolean; journey: Journey },
): TreeNode {
  const partitions = new Map<string, { alias: string; keys: TreeNode[]; numbers: Map<string, Item> }>()
  const put = (expression: TreeNode): TreeNode =>
    mapNode(expression, (part) => {
      if (text(part, 'class') === 'SUBQUERY') return part
      if (text(part, 'class') !== 'WINDOW') return null
      if (!known.has(keyOf(bare(part)))) return part
      const keys = once(children(part, 'partitions'))
      const by = keys.map(keyOf).sort().join(' ')
      const partition = partitions.get(by) ?? { alias: journey.hidden('s'), keys, numbers: new Map() }
      partitions.set(by, partition)
      const aggregate = asAggregate(part)
      const number = partition.numbers.get(keyOf(aggregate)) ?? { name: journey.hidden('w'), node: aggregate }
      partition.numbers.set(keyOf(aggregate), number)
      return named(column(partition.alias, number.name), text(part, 'alias'))
    })
  const known = new Set(windows.map((window) => keyOf(bare(window))))
  const list = items.map((item) => named(put(item.node), item.name))
  const asked = qualify === null ? null : put(qualify)
  let from = child(node, 'from_table')!
  for (const { alias, keys, numbers } of partitions.values()) {
    const names = keys.map(() => journey.hidden('k'))
    const groups = select({
      items: [
        ...keys.map((key, index) => named(key, names[index]!)),
        ...[...numbers.values()].map((number) => named(number.node, number.name)),
      ],
      from: child(node, 'from_table')!,
      where,
      groups: keys,
    })
    const isSame = both(
      keys.map((key, index) => compare('COMPARE_NOT_DISTINCT_FROM', key, column(alias, names[index]!))),
    )
    from = join('INNER', from, subqueryFrom(groups, alias), isSame)
  }
  return {
    ...node,
    select_list: list,
    from_table: from,
    where_clause: areAll ? both([where, asked]) : where,
    qualify: areAll ? null : asked,
  }
}

/** How a window over several groups is made of the same over each. */
const OVER_GROUPS: ReadonlyMap<AggregateKind, (groups: TreeNode) => TreeNode> = new Map<
  AggregateKind,
  (groups: TreeNode) => TreeNode
>([
  ['count-rows', (groups) => cast(groups, 'BIGINT')],
  ['count', (groups) => cast(groups, 'BIGINT')],
  ['sum', (groups) => groups],
  ['extreme-low', (groups) => groups],
  ['extreme-high', (groups) => groups],
])

/**
 * `SELECT DISTINCT k, count(*) OVER (PARTITION BY k)`: by k, and by whatever else is shown as it is. Null where a
 * window over several of these groups cannot be made of them.
 */
function asGrouping(node: TreeNode, prepared: Prepared, windows: TreeNode[]): TreeNode | null {
  const orders = modifiersOf(node).orderExpressions.map(prepared.inline)
  const shown = prepared.items.map((item) => item.node)
  const said = [...shown, ...(prepared.qualify === null ? [] : [prepared.qualify]), ...orders]
  const partitions = windows.flatMap((window) => children(window, 'partitions'))
  const plain = shown.filter((item) => !hasWindow(item) && !isConstant(item))
  const keys = once([...partitions, ...plain])
  const isKey = new Set(keys.map(keyOf))
  if (said.some((part) => !isOf(part, isKey))) return null
  let isSeveral = false
  let isMade = true
  const put = (expression: TreeNode): TreeNode =>
    mapNode(expression, (part) => {
      if (isKey.has(keyOf(bare(part)))) return part
      if (text(part, 'class') !== 'WINDOW') return null
      const aggregate = asAggregate(part)
      const by = once(children(part, 'partitions'))
      if (by.length === keys.length) return named(aggregate, text(part, 'alias'))
      isSeveral = true
      const over = OVER_GROUPS.get(aggregateKind(nameOf(part))!)
      if (over === undefined || part.distinct === true) isMade = false
      const name = /^(min|max|bool_and|bool_or)$/.test(nameOf(part)) ? nameOf(part) : 'sum'
      const groups = { ...part, alias: '', function_name: name, children: [aggregate], filter_expr: null }
      return named(over?.(groups) ?? groups, text(part, 'alias'))
    })
  const list = prepared.items.map((item) => named(put(item.node), item.name))
  const asked = prepared.qualify === null ? null : put(prepared.qualify)
  const modifiers = children(node, 'modifiers').map((modifier) => ({
    ...modifier,
    ...(modifier.orders === undefined
      ? {}
      : {
          orders: children(modifier, 'orders').map((order) => ({
            ...order,
            expression: put(child(order, 'expression')!),
          })),
        }),
  }))
  if (!isMade) return null
  // Without keys a grouping would make one row of none.
  const by = keys.length === 0 ? [yes()] : keys
  const areShown =
    keys.length > 0 && keys.every((key) => shown.some((item) => keyOf(bare(item)) === keyOf(key)))
  return {
    ...node,
    modifiers: areShown ? modifiers.filter((one) => text(one, 'type') !== 'DISTINCT_MODIFIER') : modifiers,
    select_list: list,
    where_clause: prepared.where,
    group_expressions: by,
    group_sets: [by.map((_, index) => index)],
    // What is asked of groups before windows go over them would take some of these away.
    having: isSeveral ? null : asked,
    qualify: isSeveral ? asked : null,
  }
}

const isConstant = (part: TreeNode): boolean => {
  let draws = false
  walk(part, (node) => {
    draws ||= text(node, 'class') === 'COLUMN_REF'
    return !draws
  })
  return !draws
}

/** Whether nothing but keys, windows and plain numbers stands in it. */
function isOf(part: TreeNode, keys: ReadonlySet<string>): boolean {
  let others = false
  walk(part, (node) => {
    if (text(node, 'class') === 'WINDOW' || keys.has(keyOf(bare(node)))) return false
    others ||= ['COLUMN_REF', 'SUBQUERY', 'LAMBDA', 'STAR'].includes(text(node, 'class'))
    return !others
  })
  return !others
}
