/**
 * Who tells a value from the others, where the query may have put numbers of its own in the place of persons'
 * (./origins.ts): only those who differ from the commonest value of the group are told of, and among these whoever is
 * much farther from it than all others together. A few digits that everybody adds hide nobody, so it goes by squares:
 * beyond the dominance limit the sum says what one or two persons are at, and where fewer than the minimum are all there
 * is (FEW_FARTHEST), with nobody between them and the others (BETWEEN), how many these are.
 *
 * Only where those are few does this say anything: person-time from one day to another with thousands who die between
 * them rests on everybody who adds to it, and its facts stay exact.
 */

import type { ExactFrom } from '../../shared/model/facts.ts'
import type { TreeNode } from './measure.ts'
import { TWO_LARGEST } from './number-facts.ts'
import type { PartRoom } from './person-parts.ts'
import type { Journey } from './relation.ts'
import { NO_LIMIT } from './scope.ts'
import { sharesOf } from './shares.ts'
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
  leastOf,
  minus,
  plus,
  times,
  when,
  yes,
} from './tree.ts'

/**
 * `toldApart` says either fewer than that many, or the very number there would be, had everybody a value of their own.
 * Nothing may make it less afterwards: these could then be the least of another number.
 */
export const toldExactlyFrom = ({ enough }: Journey): ExactFrom => ({
  persons: enough,
  denominatorPersons: 0,
})

export interface Told {
  persons: TreeNode
  top1: TreeNode | null
  top2: TreeNode | null
}

/**
 * `known`: the persons and shares there would be, had everybody a value of their own; `as`: the values as numbers;
 * `total`: what a person's rows come to, where that is told, too. Rows of nothing beside one for each person would hide,
 * row by row, that all but one come to the same.
 */
export function toldApart(known: Told, { value, as: number, filter, total }: Asked, room: PartRoom): Told {
  const as = number(value)
  const over = (name: string, of: TreeNode): TreeNode => call(name, [of], { filter })
  const own = (name: string, of: TreeNode): TreeNode => room.part(over(name, of))
  room.uses()
  const commonest = room.helper(over('mode', value))
  const isOther = (name: string): TreeNode => compare('COMPARE_NOTEQUAL', own(name, value), commonest)
  const others = call('count_star', [], { filter: either([isOther('min'), isOther('max')]) })
  const distance = minus(own('avg', as), number(commonest))
  const squares = times(own('count', as), plus(own('var_pop', as), times(distance, distance)))
  const limited = limitedTo(known, { others, ...sharesOf([squares]) }, room)
  const told = { ...limited, persons: leastOf([limited.persons, farFromAll(squares, room)]) }
  if (total === null) return told
  // Of one value for all, what it comes to is how many rows there are.
  const isOne = compare('COMPARE_EQUAL', others, integer(0))
  const limits = limitsByNumber(total, room).map((limit) => when(isOne, integer(NO_LIMIT), limit))
  return { ...told, persons: leastOf([told.persons, ...limits]) }
}

/** Part of the squared distances beyond which those who have it are all that a number says. */
export const FEW_FARTHEST = 0.99
/**
 * How much farther than the next such persons are. Tails of costs have no gap: of lognormal ones (σ = 1.5) the third of
 * forty is ten times as far as the tenth. Among fewer the tenth is one of those who are nearest.
 */
const BETWEEN = 100
const BETWEEN_SOME = 1000
const SOME = 4
/** One or two are seen by their shares. */
const THIRD = 3

const placed = (list: TreeNode, place: number): TreeNode => call('list_extract', [list, integer(place)])

/** Where fewer persons than the minimum hold nearly all of the squared distances, far from everybody else, so many at most. */
function farFromAll(squares: TreeNode, { minimum }: PartRoom): TreeNode {
  const farthest = call('max', [squares, integer(minimum)])
  const few = call('list_sum', [call('list_slice', [farthest, integer(1), integer(minimum - 1)])])
  return fewFarthest(
    { few, all: call('sum', [squares]), persons: call('count', [squares]) },
    { third: placed(farthest, THIRD), next: placed(farthest, minimum) },
    minimum,
  )
}

/** All as squares of distances. */
function fewFarthest(
  { few, all, persons }: { few: TreeNode; all: TreeNode; persons: TreeNode },
  { third, next }: { third: TreeNode; next: TreeNode },
  minimum: number,
): TreeNode {
  const areSome = compare('COMPARE_LESSTHAN', persons, integer(SOME * minimum))
  const gap = when(areSome, integer(BETWEEN_SOME * BETWEEN_SOME), integer(BETWEEN * BETWEEN))
  const areFew = both([
    compare('COMPARE_GREATERTHAN', few, times(all, double(FEW_FARTHEST))),
    compare('COMPARE_GREATERTHAN', third, times(next, gap)),
  ])!
  return when(areFew, integer(minimum - 1), integer(NO_LIMIT))
}

interface Asked {
  value: TreeNode
  as: (value: TreeNode) => TreeNode
  filter: TreeNode | null
  total: TreeNode | null
}

/**
 * The same of a number for each person, where the query says how many rows each has (./row-numbers.ts): those who have
 * none aside, who has another number than most. Over the persons' rows, so that it costs no pass of its own.
 */
export function toldByNumber(known: Told, number: TreeNode, room: PartRoom): Told {
  return { ...known, persons: leastOf([known.persons, ...limitsByNumber(number, room)]) }
}

/**
 * Where few are told apart, these; two, where two are so far from the others that the number says what they are at.
 * Persons are counted by buckets of their numbers, since a map of all numbers costs more than the query: some of whom it
 * is not the commonest may be taken for those of whom it is, never the other way round. Distances are from the mean,
 * which one or two among many do not move.
 */
function limitsByNumber(number: TreeNode, room: PartRoom): TreeNode[] {
  // Of what has no end a spread would fail, and say so.
  const isEndless = compare('COMPARE_GREATERTHAN', call('abs', [cast(number, 'DOUBLE')]), double(ENDLESS))
  const size = when(isEndless, double(ENDLESS), cast(number, 'DOUBLE'))
  const some = compare('COMPARE_NOTEQUAL', size, integer(0))
  const over = (name: string, ...args: TreeNode[]): TreeNode => call(name, args, { filter: some })
  const bucket = call('&', [call('hash', [size]), cast(integer(BUCKETS - 1), 'UBIGINT')], { operator: true })
  const alike = call('list_max', [call('map_values', [over('histogram', bucket)])])
  const from = (of: TreeNode): TreeNode => {
    const distance = minus(of, over('avg', size))
    return times(distance, distance)
  }
  const { minimum } = room
  const [high, low] = [over('max', size, integer(minimum)), over('min', size, integer(minimum))]
  const all = times(over('count', size), over('var_pop', size))
  const twoLargest = greatestOf([
    plus(from(placed(high, 1)), from(placed(low, 1))),
    plus(from(placed(high, 1)), from(placed(high, 2))),
    plus(from(placed(low, 1)), from(placed(low, 2))),
  ])
  const share = coalesce(divided(twoLargest, call('nullif', [all, integer(0)])), integer(0))
  const others = minus(over('count', size), cast(coalesce(alike, integer(0)), 'BIGINT'))
  // Two numbers may be in one bucket, and whoever guesses one could write the other: nobody is told where all are one.
  const areOne = coalesce(compare('COMPARE_EQUAL', placed(high, 1), placed(low, 1)), yes())
  return [
    when(either([areOne, isMany(others, room)]), integer(NO_LIMIT), others),
    when(compare('COMPARE_GREATERTHAN', share, double(TWO_LARGEST)), integer(2), integer(NO_LIMIT)),
    ...[high, low].map((end) => {
      const some = call('list_slice', [end, integer(1), integer(minimum - 1)])
      const means = call('list_resize', [
        call('list_value', [over('avg', size)]),
        call('len', [some]),
        over('avg', size),
      ])
      const together = call('list_distance', [some, means])
      const few = { few: times(together, together), all, persons: over('count', size) }
      return fewFarthest(few, { third: from(placed(end, THIRD)), next: from(placed(end, minimum)) }, minimum)
    }),
  ]
}

const isMany = (others: TreeNode, { enough }: PartRoom): TreeNode =>
  compare('COMPARE_GREATERTHANOREQUALTO', others, integer(enough))

const BUCKETS = 1024

const ENDLESS = 1e140

/** Where few are told apart, these; and whoever is farthest, where that says what they are at. */
function limitedTo(
  known: Told,
  { others, top1, top2 }: { others: TreeNode; top1: TreeNode | null; top2: TreeNode | null },
  room: PartRoom,
): Told {
  // In this form each part is written once, however many such limits follow one another.
  const held = (a: TreeNode | null, b: TreeNode | null): TreeNode | null => {
    if (a === null || b === null) return a ?? b
    const beyond = when(compare('COMPARE_GREATERTHAN', b, double(TWO_LARGEST)), b, integer(0))
    return greatestOf([a, beyond])
  }
  return {
    persons: leastOf([
      known.persons,
      when(
        either([compare('COMPARE_EQUAL', others, integer(0)), isMany(others, room)]),
        integer(NO_LIMIT),
        others,
      ),
    ]),
    top1: held(known.top1, top1),
    top2: held(known.top2, top2),
  }
}

/**
 * The same of a quantile, whose value is one person's: where all others stand at two values that the query may have
 * put there, one person can be moved right between them. So either those who hold the quantile count, or those who are
 * at neither of the two commonest values, whichever are more; where everybody is at one of the two, it tells of these.
 */
export function betweenCommon({ low, high, value, filter, shown }: Quantiles, room: PartRoom): TreeNode[] {
  room.uses()
  const common = room.helper(call('approx_top_k', [value, integer(2)], { filter }))
  const some = (conditions: TreeNode[]): TreeNode => call('count_star', [], { filter: either(conditions) })
  const isElsewhere = (of: TreeNode): TreeNode =>
    compare('COMPARE_EQUAL', call('list_contains', [common, of]), cast(integer(0), 'BOOLEAN'))
  const others = some([low, high].map(isElsewhere))
  const isNone = compare('COMPARE_EQUAL', others, integer(0))
  return shown.map((quantile) => {
    const holders = some([low, high].map((of) => compare('COMPARE_EQUAL', of, quantile)))
    return when(isNone, integer(NO_LIMIT), greatestOf([holders, others]))
  })
}

interface Quantiles {
  /** The person's least and largest value. */
  low: TreeNode
  high: TreeNode
  value: TreeNode
  filter: TreeNode | null
  /** The group's quantiles. */
  shown: TreeNode[]
}
