/**
 * Which visible columns each set of ROLLUP, CUBE or GROUPING SETS keeps, where a row's NULLs can say of which set it is:
 * every key is shown, and no row is missing but for few persons (HAVING, QUALIFY, LIMIT, DISTINCT, a sample). Read off the
 * outermost SELECT as it was followed, so names stand for what the query means by them.
 */
import type { TreeNode } from './measure.ts'
import type { Prepared } from './prepare.ts'
import { type Scope, sameKeyOf } from './scope.ts'
import { child, children, text } from './tree.ts'

/** Places of visible columns, set by set; null where nothing is known, or there is one set alone. */
export function groupingSetsOf(node: TreeNode, prepared: Prepared, scope: Scope): number[][] | null {
  const { items, keys, sets, having, qualify } = prepared
  const ordersOnly = children(node, 'modifiers').every((each) => text(each, 'type') === 'ORDER_MODIFIER')
  if (sets.length < 2 || having !== null || qualify !== null || child(node, 'sample') !== null || !ordersOnly)
    return null
  const places = keys.map((key) =>
    items.findIndex((item) => sameKeyOf(item.node, scope) === sameKeyOf(key, scope)),
  )
  if (places.includes(-1) || new Set(places).size < places.length) return null
  return sets.map((set) => set.map((key) => places[key]!))
}
