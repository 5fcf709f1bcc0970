/** Recursive CTEs over data without persons. */

import { renamed } from './from-clause.ts'
import type { TreeNode } from './measure.ts'
import { followQuery, type Tour } from './query.ts'
import { type Followed, Unfollowed } from './relation.ts'
import { notTelling } from './row-numbers.ts'
import type { Outer } from './scope.ts'
import { child, text, texts } from './tree.ts'

/** Throws `Unfollowed` where persons are in it: how often a row comes again is not known. */
export function followRecursive(node: TreeNode, tour: Tour, outer: Outer | null): Followed {
  const name = text(node, 'cte_name')
  const start = followQuery(child(node, 'left')!, tour, outer)
  if (start.relation.level !== 'open') throw new Unfollowed('recursive', { name })
  // What stands in the first rows is not what stands in the next.
  const columns = start.relation.columns.map((item) => ({
    ...notTelling(item),
    origin: 'mixed' as const,
    sifting: 'replaced' as const,
  }))
  const { rows: _, ...bare } = start.relation
  const relation = renamed({ ...bare, single: false, columns }, texts(node, 'aliases'))
  const ctes = new Map(tour.ctes).set(name.toLowerCase(), relation)
  const step = followQuery(child(node, 'right')!, { ...tour, ctes }, outer)
  if (step.relation.level !== 'open') throw new Unfollowed('recursive', { name })
  return { node: { ...node, left: start.node, right: step.node }, relation }
}
