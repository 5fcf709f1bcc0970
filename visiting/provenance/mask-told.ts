/**
 * Whether a sum or mean in which numbers of the query may stand among persons' values (./told-apart.ts) rests on
 * everybody, whatever number it was: then nobody has to look for the commonest value. Two things are asked of a group.
 *
 * - Enough cells hold two different values. In each somebody differs from any one number, so that at least as many
 *   persons do. Of a table with one row for each person, enough different values say the same.
 * - No two persons can hold nearly all of the squared distances from any number v. About a point c, with (x − v)² at
 *   most 2(x − c)² + 2(c − v)², a person's part of them is at most twice the larger of two shares: that in the squares
 *   about c, the group's mean, and that in the rows.
 */
import { TWO_LARGEST } from './group-facts.ts'
import { ROUNDING, type Spread, spreadShare, times } from './mask-spread.ts'
import type { MaskTables } from './mask-tables.ts'
import type { TreeNode } from './measure.ts'
import { numeric } from './person-parts.ts'
import { amount } from './person-passes.ts'
import { ENOUGH } from './told-apart.ts'
import {
  both,
  call,
  cast,
  coalesce,
  compare,
  double,
  either,
  greatestOf,
  integer,
  isNotNull,
  isNull,
  minus,
  yes,
} from './tree.ts'

/** Twice for two persons, twice for the point: beyond this part of TWO_LARGEST nothing is proven. */
const FACTOR = 4

/** Whether it has to be looked at closely; `rowShare`: no one person has a larger share of the rows. */
export function toldDoubt(
  made: MaskTables,
  { rowShare, ...spread }: Spread & { rowShare: TreeNode },
): TreeNode {
  const { lane, args, counted, once, scope } = spread
  const x = args[0]!
  const share = greatestOf([spreadShare(made, spread), rowShare])
  const isHeld = isAbove(share, double(TWO_LARGEST / FACTOR))
  const at = (name: string): TreeNode => made.row(call(name, [amount(x, scope)], { filter: counted }))
  // Where all values are one, nobody is told from the others.
  const vary = coalesce(compare('COMPARE_NOTEQUAL', at('min'), at('max')), yes())
  if (once) {
    const slot = cast(
      call('&', [call('hash', [x]), cast(integer(63), 'UBIGINT')], { operator: true }),
      'UBIGINT',
    )
    const bit = call('<<', [cast(integer(1), 'UBIGINT'), slot], { operator: true })
    const bits = made.row(call('bit_or', [bit], { filter: both([counted, isNotNull(x)]) }))
    return both([vary, either([isHeld, isBelow(call('bit_count', [bits]), ENOUGH + 1)])])!
  }
  const someAreNobodys = isAbove(lane.sum(call('count_if', [isNull(lane.chunk)])), integer(0))
  const various = lane.sum(call('count_if', [both([isNotNull(lane.chunk), isVarious(x, spread)])!]))
  return both([vary, either([isHeld, isBelow(various, ENOUGH), someAreNobodys])])!
}

/** Rows of a cell have different values: by Cauchy and Schwarz, n times the squares is more than the sum squared. */
function isVarious(x: TreeNode, { lane, counted: filter, scope }: Spread): TreeNode {
  // In the words of ./mask-spread.ts, so that they are made once.
  const of = (name: string, value: TreeNode): TreeNode =>
    cast(lane.cell(call(name, [value], { filter })), 'DOUBLE')
  const sum = of('sum', amount(x, scope))
  const squares = times(of('count', x), of('sum', times(numeric(x), numeric(x))))
  return isAbove(minus(squares, times(sum, sum)), times(squares, double(ROUNDING)))
}

const isAbove = (a: TreeNode, b: TreeNode): TreeNode => compare('COMPARE_GREATERTHAN', a, b)

const isBelow = (number: TreeNode, enough: number): TreeNode =>
  coalesce(compare('COMPARE_LESSTHAN', number, integer(enough)), yes())
