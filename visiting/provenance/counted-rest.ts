/**
 * What is left of a count of rows when some of them are taken away is the count of the others: `count(*) - count(x)`
 * counts rows without x, `count(*) - count(*) FILTER (WHERE c)` those of which c is not true. Written so it is measured
 * as any other count is, and told exactly.
 */
import { hasSubquery } from './exact-sums.ts'
import type { TreeNode } from './measure.ts'
import {
  both,
  call,
  child,
  children,
  coalesce,
  conjuncts,
  isNotNull,
  keyOf,
  mapNode,
  no,
  text,
} from './tree.ts'

/** The same expression over persons' rows, with the same value. */
export const withRests = (expression: TreeNode): TreeNode =>
  mapNode(expression, (node) => {
    if (['SUBQUERY', 'WINDOW', 'LAMBDA'].includes(text(node, 'class'))) return node
    return restOf(node)
  })

function restOf(node: TreeNode): TreeNode | null {
  const [all, taken, ...more] = children(node, 'children')
  if (text(node, 'class') !== 'FUNCTION' || text(node, 'function_name') !== '-' || more.length > 0)
    return null
  const [among, counted] = [countedBy(all), countedBy(taken)]
  if (among === null || counted === null || hasSubquery(node)) return null
  const known = new Set(among.map(keyOf))
  const further = counted.filter((condition) => !known.has(keyOf(condition)))
  // Only of rows that were counted before can some be taken away.
  const areSome = counted.length - further.length === known.size
  if (!areSome || further.length === 0) return null
  const isTaken = coalesce(both(further)!, no())
  const isLeft: TreeNode = { class: 'OPERATOR', type: 'OPERATOR_NOT', alias: '', children: [isTaken] }
  return { ...call('count_star', [], { filter: both([...among, isLeft]) }), alias: text(node, 'alias') }
}

/** What holds of the rows that a count counts; null for anything else. */
function countedBy(node: TreeNode | undefined): TreeNode[] | null {
  if (node === undefined || text(node, 'class') !== 'FUNCTION' || node.distinct === true) return null
  const [x, ...more] = children(node, 'children')
  const filter = conjuncts(child(node, 'filter'))
  switch (text(node, 'function_name').toLowerCase()) {
    case 'count_star':
      return filter
    case 'count':
      if (x === undefined) return filter
      return more.length > 0 ? null : [...filter, isNotNull(x)]
    case 'count_if':
    case 'countif':
      return x === undefined ? null : [...filter, ...conjuncts(x)]
    default:
      return null
  }
}
