/**
 * A table of facts written in three steps: what is aggregated, the aggregates, what is computed of them. Formulas over
 * persons' parts say the same part again and again, and DuckDB reads, binds and simplifies it wherever it stands: half
 * of the planning of a sum among whose values numbers of the query may be.
 */
import { aggregateKind } from './aggregates.ts'
import { Items } from './mask-items.ts'
import type { TreeNode } from './measure.ts'
import {
  child,
  children,
  keyOf,
  mapNode,
  named,
  type SelectParts,
  select,
  subqueryFrom,
  text,
  walk,
} from './tree.ts'

/** `groups`: columns of `from`, each also an item; other items are computed of these and of aggregates. */
export function selectInSteps(
  parts: { items: TreeNode[]; from: TreeNode; groups: TreeNode[] },
  hidden: (kind: string) => string,
): TreeNode {
  const rows = new Items(hidden('rows'), () => hidden('r'))
  const sums = new Items(hidden('sums'), () => hidden('r'))
  /** What a row of the first step gives: a column where it is of the row at all. */
  const ofRow = (value: TreeNode): TreeNode => (isOfRow(value) ? rows.keep({ ...value, alias: '' }) : value)
  const aggregate = (node: TreeNode): TreeNode => {
    const filter = child(node, 'filter')
    return sums.keep({
      ...node,
      alias: '',
      children: children(node, 'children').map(ofRow),
      filter: filter === null ? null : ofRow(filter),
    })
  }
  const group = new Map(parts.groups.map((node) => [keyOf(node), sums.keep(ofRow(node))]))
  // Asked of every part of every formula: by its length first, since a long text must be put together to be looked up.
  const lengths = new Set([...group.keys()].map((key) => key.length))
  const groupAt = (node: TreeNode): TreeNode | undefined =>
    lengths.has(keyOf(node).length) ? group.get(keyOf(node)) : undefined
  const items = parts.items.map((item) =>
    named(
      mapNode(item, (node) => groupAt(node) ?? (isAggregate(node) ? aggregate(node) : null)),
      text(item, 'alias'),
    ),
  )
  const stepped = select({
    items,
    from: subqueryFrom(
      select({
        items: sums.list,
        from: subqueryFrom(select({ items: rows.list, from: parts.from }), rows.alias),
        groups: [...parts.groups].map(ofRow),
      }),
      sums.alias,
    ),
  })
  // Where nothing is said twice, steps are only more to read.
  const plain: SelectParts = parts
  const written = (nodes: TreeNode[]): number => nodes.reduce((size, node) => size + keyOf(node).length, 0)
  const isShorter = 2 * written([...items, ...sums.list, ...rows.list]) < written(parts.items)
  return isShorter ? stepped : select(plain)
}

const isAggregate = (node: TreeNode): boolean =>
  text(node, 'class') === 'FUNCTION' && aggregateKind(text(node, 'function_name')) !== null

function isOfRow(value: TreeNode): boolean {
  let found = false
  walk(value, (node) => {
    found ||= text(node, 'class') === 'COLUMN_REF'
    return !found
  })
  return found
}
