/**
 * What one person holds at most of a variance, a correlation or a slope: of the squared distances from the group's
 * means and, of two columns, of their products (./person-parts.ts measures the same person by person). Nobody holds
 * more than the 64 of the fullest cell, and who has no more than two rows in the group no more than twice the farthest.
 */

import type { Lane } from './mask-lane.ts'
import type { Alone } from './mask-plan.ts'
import type { MaskTables } from './mask-tables.ts'
import type { TreeNode } from './measure.ts'
import { amount } from './person-passes.ts'
import type { Scope } from './scope.ts'
import { asDouble } from './shares.ts'
import {
  both,
  call,
  cast,
  coalesce,
  compare,
  divided,
  double,
  greatestOf,
  integer,
  isNotNull,
  minus,
  plus,
  times,
  when,
} from './tree.ts'

/** What adding up squares in another order may leave, as a part of them; where it matters, nothing is proven. */
export const ROUNDING = 1e-9

export interface Spread {
  lane: Lane
  args: TreeNode[]
  /** The rows that are counted. */
  counted: TreeNode | null
  /** True where each person has one row. */
  once: boolean
  alone: Alone | null
  scope: Scope
}

const squared = (a: TreeNode): TreeNode => times(a, a)
const root = (a: TreeNode): TreeNode => call('sqrt', [a])

/** The share, 1 where it cannot be told. */
export function spreadShare(made: MaskTables, { lane, args, counted, once, alone, scope }: Spread): TreeNode {
  // In the words in which sums, means and counts are asked for beside it, so that they are made once.
  const sum = (x: TreeNode, filter: TreeNode | null): TreeNode => call('sum', [amount(x, scope)], { filter })
  const mean = (x: TreeNode): TreeNode => call('avg', [amount(x, scope)], { filter: counted })
  const rows = (filter: TreeNode | null): TreeNode =>
    args.length === 1 ? call('count', [args[0]!], { filter }) : call('count_star', [], { filter })
  const number = (value: TreeNode): TreeNode => cast(value, 'DOUBLE')
  const ofPersons = isNotNull(lane.chunk)
  /** Sum of (x − mean of x)(y − mean of y) from what the rows add up to, and what rounding may have left in it. */
  const moment = (
    [x, y]: [TreeNode, TreeNode],
    at: (aggregate: TreeNode) => TreeNode,
    { of, filter }: { of: (aggregate: TreeNode) => TreeNode; filter: TreeNode | null },
  ): { value: TreeNode; left: TreeNode } => {
    const [mx, my] = [number(of(mean(x))), number(of(mean(y)))]
    const crossed = at(call('sum', [times(asDouble(x, scope), asDouble(y, scope))], { filter }))
    const centre = times(number(at(rows(filter))), times(mx, my))
    const [sx, sy] = [number(at(sum(x, filter))), number(at(sum(y, filter)))]
    const shifted = plus(times(mx, sy), times(my, sx))
    const size = plus(call('abs', [crossed]), plus(call('abs', [centre]), call('abs', [shifted])))
    return { value: plus(minus(crossed, shifted), centre), left: times(size, double(ROUNDING)) }
  }

  const inCells = (pair: [TreeNode, TreeNode]) =>
    moment(pair, (item) => lane.cell(item), { of: (item) => made.mean(item, lane), filter: counted })
  /** The squares of a cell, at most. */
  const ofCell = (x: TreeNode): TreeNode => {
    const { value, left } = inCells([x, x])
    return greatestOf([plus(value, left), integer(0)])
  }
  /** The farthest a single row is from the mean, squared. */
  const farthest = (x: TreeNode): TreeNode => {
    const at = (name: string): TreeNode =>
      number(made.row(call(name, [amount(x, scope)], { filter: counted })))
    const centre = number(made.row(mean(x)))
    return greatestOf([squared(minus(at('max'), centre)), squared(minus(centre, at('min')))])
  }
  const largest = (pair: [TreeNode, TreeNode]): TreeNode => {
    const [x, y] = pair
    const product = (of: (value: TreeNode) => TreeNode): TreeNode =>
      x === y ? of(x) : root(times(of(x), of(y)))
    const cells = (): TreeNode => lane.sum(call('max', [product(ofCell)], { filter: ofPersons }))
    if (once) return product(farthest)
    if (alone === null) return cells()
    const single = product(farthest)
    return greatestOf([plus(single, single), coalesce(cells(), integer(0))])
  }
  /** At least what all persons hold together. */
  const total = (pair: [TreeNode, TreeNode]): TreeNode => {
    const least = (value: TreeNode, left: TreeNode): TreeNode => minus(call('abs', [value]), left)
    const atRows = { of: (item: TreeNode) => made.row(item), filter: counted }
    if (!once && alone === null) {
      const { value, left } = inCells(pair)
      const all = (item: TreeNode): TreeNode => lane.sum(call('sum', [item], { filter: ofPersons }))
      return least(all(value), all(left))
    }
    const { value, left } = moment(pair, (item) => made.row(item), atRows)
    if (alone === null) return least(value, left)
    const nobodys = both([counted, alone.nobodys])
    const again = (item: TreeNode): TreeNode => coalesce(made.again(item), integer(0))
    const without = moment(pair, again, { ...atRows, filter: nobodys })
    return least(minus(value, without.value), plus(left, without.left))
  }
  const share = (pair: [TreeNode, TreeNode]): TreeNode => {
    const whole = total(pair)
    const positive = compare('COMPARE_GREATERTHAN', whole, integer(0))
    return coalesce(when(positive, divided(largest(pair), whole), integer(1)), integer(1))
  }
  const [x, y] = args
  const squares = args.map((one) => share([one, one]))
  return greatestOf(x === undefined || y === undefined ? squares : [...squares, share([x, y])])
}
