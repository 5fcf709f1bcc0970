/** What the largest and the two largest of several persons hold of what all hold together. */
import { NOTHING } from '../../shared/model/person-ordinals.ts'
import type { TreeNode } from './measure.ts'
import type { Part, PartRoom } from './person-parts.ts'
import { amount, boundKey, isNumeric, isOfWholes } from './person-passes.ts'
import type { Scope } from './scope.ts'
import {
  call,
  cast,
  coalesce,
  compare,
  divided,
  double,
  either,
  integer,
  leastOf,
  minus,
  plus,
  times,
  when,
} from './tree.ts'

/** As a double: parts only need comparing with zero and with each other, and any type can be tried. */
export const numeric = (x: TreeNode): TreeNode => cast(x, 'DOUBLE', { tries: true })

/** The same of what there are means of beside numbers: dates since 1970, intervals and times of a day, in seconds. */
export const dated = (x: TreeNode): TreeNode =>
  coalesce(
    numeric(x),
    ...['TIMESTAMP', 'INTERVAL', 'TIME'].map((type) => call('epoch', [cast(x, type, { tries: true })])),
  )

/** The same of what no number fails to become. */
export const asDouble = (x: TreeNode, scope: Scope): TreeNode =>
  cast(x, 'DOUBLE', { tries: !isNumeric(x, scope) })

/** Above zero. What is computed of whole numbers is compared as it is: to try it as a double costs more than to count it. */
export const isSome = (x: TreeNode, scope: Scope): TreeNode =>
  boundKey(x, scope) === null && isOfWholes(x, scope)
    ? compare('COMPARE_GREATERTHAN', x, integer(0))
    : compare('COMPARE_GREATERTHAN', numeric(x), double(NOTHING))

/** A share times its count is its numerator again, which few may have. That nobody has it, and how many do, rests on all. */
export const ofShare = (having: TreeNode, all: TreeNode, enough: number): TreeNode =>
  when(
    either([
      compare('COMPARE_EQUAL', having, integer(0)),
      compare('COMPARE_GREATERTHANOREQUALTO', having, integer(enough)),
    ]),
    all,
    leastOf([having, all]),
  )

/** Shares of the largest, and of the two largest, in the sum of what persons hold without regard to sign. */
export function sharesOf(sums: TreeNode[]): Pick<Part, 'top1' | 'top2'> {
  const sum = sums[0]
  if (sum === undefined) return { top1: null, top2: null }
  const share = (of: TreeNode): ((size: TreeNode) => TreeNode) => {
    return (total) => coalesce(divided(of, call('nullif', [total, integer(0)])), integer(0))
  }
  const sizes = sums.map((item) => call('abs', [item]))
  const one = sizes.map((size) => share(call('max', [size]))(call('sum', [size])))
  const two = sizes.map((size) =>
    share(call('list_sum', [call('max', [size, integer(2)])]))(call('sum', [size])),
  )
  return {
    top1: one.length === 1 ? one[0]! : call('greatest', one),
    top2: two.length === 1 ? two[0]! : call('greatest', two),
  }
}

/**
 * Shares in what a variance, a correlation or a slope is made of: squared distances from the group's means and, of two
 * columns, their products. A share in the sum of the values would say nothing of these: one person who alone is far
 * from a common value makes the whole variance, and two rows that cancel in a sum do not in its squares.
 */
export function spreadShares(
  args: TreeNode[],
  { filter, counted }: { filter: TreeNode | null; counted: TreeNode | null },
  room: PartRoom,
): Pick<Part, 'top1' | 'top2'> {
  room.uses()
  const rows = room.part(call('count_star', [], { filter: counted }))
  const distances = args.map((arg) => {
    const mean = call('avg', [numeric(arg)], { filter: counted })
    // Of one column what is NULL counts for nothing by itself; in these words the mean may be made already.
    const ofGroup = call('avg', [amount(arg, room.scope)], { filter: args.length === 1 ? filter : counted })
    return minus(room.part(mean), cast(room.helper(ofGroup), 'DOUBLE'))
  })
  const own = (name: string, of: TreeNode[]): TreeNode =>
    room.part(call(name, of.map(numeric), { filter: counted }))
  const squares = args.map((arg, i) =>
    times(rows, plus(own('var_pop', [arg]), times(distances[i]!, distances[i]!))),
  )
  const [x, y] = args
  const products =
    x === undefined || y === undefined
      ? []
      : [times(rows, plus(own('covar_pop', [x, y]), times(distances[0]!, distances[1]!)))]
  return sharesOf([...squares, ...products])
}
