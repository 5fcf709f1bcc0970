/**
 * Quantiles of numbers of groups that lie between two rows. What is put there is a sum of parts of the two: where one is
 * below zero it says how far they are apart, of which nobody knows who makes it (`difference` in ./number-facts.ts). A
 * quantile that is one row's number, or lies between two of the same sign, is like any sum of parts.
 */
import { fractionsOf } from './fractions.ts'
import type { TreeNode } from './measure.ts'
import type { Facts } from './number-facts.ts'
import { mayOverlap, type Scope } from './scope.ts'
import {
  call,
  cast,
  child,
  children,
  coalesce,
  compare,
  double,
  either,
  literal,
  no,
  text,
  when,
} from './tree.ts'

const INTERPOLATES = /^(median|quantile_cont|approx_quantile)$/

/** Whether an aggregate may give what lies between two rows. */
export const mayLieBetween = (aggregate: TreeNode): boolean =>
  INTERPOLATES.test(text(aggregate, 'function_name').toLowerCase())

/**
 * Whether it can be told by signs what lies between: a number of the query's own added to one that is taken off hides its
 * sign. Not where each row is a group of its own, which nobody counts in twice.
 */
export const hasSides = (value: Facts | null, scope: Scope): boolean =>
  value === null ||
  value.oneSign !== null ||
  value.rising === true ||
  (scope.sources.length === 1 && !mayOverlap(scope))

/** Whether such an aggregate lies between rows of one sign; `over` puts values together as it does. */
export function isOnOneSide(
  aggregate: TreeNode,
  over: (like: TreeNode, name: string, values: TreeNode[]) => TreeNode,
): TreeNode {
  const [x, ...more] = children(aggregate, 'children')
  const orders = children(child(aggregate, 'order_bys') ?? {}, 'orders').map(
    (order) => child(order, 'expression')!,
  )
  const isPlain = orders.length === 0 && fractionsOf(more[0]) === 'one'
  // Of dates and times, too, what is below zero begins so.
  const isBelow = call('starts_with', [cast(orders[0] ?? x!, 'VARCHAR'), literal('-')])
  if (!isPlain) {
    const all = (value: TreeNode): TreeNode => coalesce(over(aggregate, 'bool_and', [value]), no())
    return either([all(isBelow), all(compare('COMPARE_EQUAL', isBelow, no()))])
  }
  // Signs are in the order of their values, so that the quantile of signs lies between the same two rows.
  const sign = when(isBelow, double(-1), double(1))
  const name = text(aggregate, 'function_name').toLowerCase()
  const between = over(aggregate, name, [sign, ...more])
  return coalesce(compare('COMPARE_EQUAL', call('abs', [between]), double(1)), no())
}
