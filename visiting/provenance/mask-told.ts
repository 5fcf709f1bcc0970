/**
 * Whether a sum or mean in which numbers of the query may stand among persons' values (./told-apart.ts) rests on
 * everybody, whatever number it was: then nobody has to look for the commonest value. Two things are asked of a group.
 *
 * - Enough cells hold two different values. In each somebody differs from any one number, so that at least as many
 *   persons do. Of a table with one row for each person, enough different values say the same.
 * - No two persons, nor fewer than the minimum, can hold nearly all of the squared distances from any number v. About a point c, with (x − v)² at
 *   most 2(x − c)² + 2(c − v)², a person's part of them is at most twice the larger of two shares: that in the squares
 *   about c, the group's mean, and that in the rows.
 *
 * The same is asked of what a person's rows come to, among which rows of nothing may stand: enough cells in which one
 * person comes to something else on the average than in another, so that for any one number enough cells hold somebody
 * who does not come to it; and none that is nearly all of what these averages differ by.
 */

import { ROUNDING, type Spread, spreadShare } from './mask-spread.ts'
import type { MaskTables } from './mask-tables.ts'
import type { TreeNode } from './measure.ts'
import { TWO_LARGEST } from './number-facts.ts'
import { amount } from './person-passes.ts'
import { asDouble } from './shares.ts'
import { FEW_FARTHEST } from './told-apart.ts'
import {
  both,
  call,
  cast,
  coalesce,
  compare,
  divided,
  double,
  either,
  greatestOf,
  integer,
  isNotNull,
  isNull,
  minus,
  no,
  times,
  yes,
} from './tree.ts'

/** A share of one person beyond which nothing is proven: of two persons, of fewer than the minimum, about any point. */
const isHeldBeyond = (minimum: number): number =>
  Math.min(TWO_LARGEST / 2, FEW_FARTHEST / (minimum - 1)) / ABOUT_ANY_POINT
const ABOUT_ANY_POINT = 2

/**
 * Whether it has to be looked at closely; `rowShare`: no one person has a larger share of the rows; `some`: where a value
 * is more than nothing, as persons are counted.
 */
export function toldDoubt(
  made: MaskTables,
  { rowShare, bit, some, ...spread }: Spread & { rowShare: TreeNode; bit: TreeNode; some: TreeNode | null },
): TreeNode {
  const { lane, args, counted, once, scope } = spread
  const x = args[0]!
  const share = greatestOf([spreadShare(made, spread), rowShare])
  const beyond = isHeldBeyond(made.minimum)
  const isHeld = isAbove(share, double(beyond))
  const at = (name: string): TreeNode => made.row(call(name, [amount(x, scope)], { filter: counted }))
  // Where all values are one, nobody is told from the others.
  const vary = coalesce(compare('COMPARE_NOTEQUAL', at('min'), at('max')), yes())
  if (once) {
    const bits = made.row(call('bit_or', [slotOf(x)], { filter: both([counted, isNotNull(x)]) }))
    return both([vary, either([isHeld, isBelow(call('bit_count', [bits]), made.enough + 1)])])!
  }
  const someAreNobodys = isAbove(lane.sum(call('count_if', [isNull(lane.chunk)])), integer(0))
  const various = lane.sum(call('count_if', [both([isNotNull(lane.chunk), isVarious(x, spread)])!]))
  const isOneSign = either([
    compare('COMPARE_GREATERTHANOREQUALTO', at('min'), integer(0)),
    compare('COMPARE_LESSTHANOREQUALTO', at('max'), integer(0)),
  ])
  const cancel = compare('COMPARE_EQUAL', coalesce(isOneSign, no()), no())
  const doubts = [
    isHeld,
    isBelow(various, made.enough),
    someAreNobodys,
    cancel,
    ...totalDoubts(spread, { bit, some, enough: made.enough, beyond }),
  ]
  return both([vary, either(doubts)])!
}

/** One of 64 bits for a value: as many bits are set as there are different values, or fewer. */
function slotOf(value: TreeNode): TreeNode {
  const hash = call('&', [call('hash', [value]), cast(integer(63), 'UBIGINT')], { operator: true })
  return call('<<', [cast(integer(1), 'UBIGINT'), cast(hash, 'UBIGINT')], { operator: true })
}

/**
 * Whether what persons come to may be one number for all but a few. Where no row is below zero, those who come to
 * nothing have nothing but zeros, and are not among a cell's persons.
 */
function totalDoubts(
  { lane, args, counted, scope }: Spread,
  {
    bit,
    some: more,
    enough,
    beyond,
  }: { bit: TreeNode; some: TreeNode | null; enough: number; beyond: number },
): TreeNode[] {
  const x = amount(args[0]!, scope)
  const number = (value: TreeNode): TreeNode => cast(value, 'DOUBLE')
  const filter = both([counted, more])
  const persons = call('bit_count', [lane.cell(call('bit_or', [bit], { filter }))])
  const held = number(lane.cell(call('sum', [x], { filter: counted })))
  const each = divided(held, number(persons))
  const some = both([isNotNull(lane.chunk), isAbove(persons, integer(0))])
  const over = (name: string, of: TreeNode): TreeNode => lane.sum(call(name, [of], { filter: some }))
  // Rounded: the same number added up in another order is the same.
  const bits = over('bit_or', slotOf(cast(each, 'FLOAT', { tries: true })))
  const mean = divided(over('sum', held), number(over('sum', persons)))
  const farthest = greatestOf([minus(over('max', each), mean), minus(mean, over('min', each))])
  const largest = times(number(over('max', persons)), times(farthest, farthest))
  const all = minus(over('sum', times(held, each)), times(over('sum', held), mean))
  const share = divided(largest, call('nullif', [greatestOf([all, integer(0)]), integer(0)]))
  return [isBelow(call('bit_count', [bits]), enough + 1), coalesce(isAbove(share, double(beyond)), yes())]
}

/** Rows of a cell have different values: by Cauchy and Schwarz, n times the squares is more than the sum squared. */
function isVarious(x: TreeNode, { lane, counted: filter, scope }: Spread): TreeNode {
  // In the words of ./mask-spread.ts, so that they are made once.
  const of = (name: string, value: TreeNode): TreeNode =>
    cast(lane.cell(call(name, [value], { filter })), 'DOUBLE')
  const sum = of('sum', amount(x, scope))
  const squares = times(of('count', x), of('sum', times(asDouble(x, scope), asDouble(x, scope))))
  return isAbove(minus(squares, times(sum, sum)), times(squares, double(ROUNDING)))
}

const isAbove = (a: TreeNode, b: TreeNode): TreeNode => compare('COMPARE_GREATERTHAN', a, b)

const isBelow = (number: TreeNode, enough: number): TreeNode =>
  coalesce(compare('COMPARE_LESSTHAN', number, integer(enough)), yes())
