/**
 * Differences of two means or proportions, as a risk difference is. They rest on the persons who are on one side only:
 * of everybody's mean less everybody else's, that is one. Where both sides have such persons, on the fewer of either;
 * and whoever holds the greater part of what a side has beyond the other holds the difference.
 *
 * Only of sides whose values are persons' own (./origins.ts): a number of the query's could stand for all of a side.
 *
 * Of variances and deviations, as a pooled one is made of, only where nobody is on both sides: how much of two spreads
 * one person makes up is known of each side, not of what is left between them.
 */
import { partsOf } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall, Part } from './person-parts.ts'
import { type GroupNames, nonZero } from './person-passes.ts'
import { sharesOf } from './shares.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  compare,
  either,
  integer,
  keyOf,
  leastOf,
  text,
  texts,
  when,
} from './tree.ts'

export interface TwoSides {
  /** Key of the difference over the group's columns. */
  key: string
  sides: [Side, Side]
}

/** Aggregates by their place. */
interface Side {
  /** Whose values are told. */
  value: number
  /** It is a spread. */
  isSpread: boolean
  /** All it is made of: a proportion has its denominator, too. */
  of: number[]
}

/** Each difference once; aggregates by their place in `aggregates`. */
export function twoSides(
  expressions: (TreeNode | null)[],
  names: GroupNames,
  aggregates: AggregateCall[],
): TwoSides[] {
  const found = new Map<string, TwoSides>()
  const placeOf = (node: TreeNode, kinds: ReadonlySet<string>): number | null => {
    const [alias, name] = text(node, 'class') === 'COLUMN_REF' ? texts(node, 'column_names') : []
    const index = alias === names.alias && name !== undefined ? names.aggregates.indexOf(name) : -1
    const aggregate = aggregates[index]
    if (aggregate === undefined || aggregate.node.distinct === true || aggregate.mixed === true) return null
    return kinds.has(aggregate.kind) ? index : null
  }
  const sideOf = (node: TreeNode): Side | null => {
    const bare = unscaled(node)
    const mean = placeOf(bare, MEANS)
    if (mean !== null) return { value: mean, isSpread: false, of: [mean] }
    const spread = placeOf(unsquared(bare), SPREADS)
    if (spread !== null) return { value: spread, isSpread: true, of: [spread] }
    const [above, below] = children(bare, 'children')
    if (text(bare, 'function_name') !== '/' || !above || !below) return null
    const [a, b] = [placeOf(unscaled(above), ADDED), placeOf(unscaled(below), ADDED)]
    if (b === null) return null
    if (a !== null) return { value: a, isSpread: false, of: [a, b] }
    const ofMany = placeOf(unsquared(unscaled(above)), SPREADS)
    return ofMany === null ? null : { value: ofMany, isSpread: true, of: [ofMany, b] }
  }
  const note = (key: string, left: TreeNode, right: TreeNode, { adds = false } = {}): void => {
    const [one, other] = [sideOf(left), sideOf(right)]
    if (one === null || other === null || (adds && !(one.isSpread && other.isSpread))) return
    found.set(key, { key, sides: [one, other] })
  }
  const look = (node: TreeNode): void => {
    const [a, b] = children(node, 'children')
    const name = text(node, 'class') === 'FUNCTION' ? text(node, 'function_name') : ''
    if ((name === '-' || name === '+') && a && b) note(keyOf(node), a, b, { adds: name === '+' })
    // Which of the two is larger is told by their difference.
    if (text(node, 'class') === 'COMPARISON') note(keyOf(node), child(node, 'left')!, child(node, 'right')!)
    for (const part of partsOf(node)) look(part)
  }
  for (const expression of expressions) if (expression !== null) look(expression)
  return [...found.values()]
}

const MEANS: ReadonlySet<string> = new Set(['mean'])
const SPREADS: ReadonlySet<string> = new Set(['moments'])
const ADDED: ReadonlySet<string> = new Set(['count-rows', 'count-if', 'count', 'sum'])

/** Of `s * s`, `s ** 2` and `pow(s, 2)`, s. */
function unsquared(node: TreeNode): TreeNode {
  const [a, b] = children(node, 'children')
  if (a === undefined || b === undefined) return node
  const name = text(node, 'function_name')
  const isSquare =
    (name === '*' && keyOf(a) === keyOf(b)) ||
    (['**', '^', 'pow', 'power'].includes(name) && isNumber(b) && Number(child(b, 'value')!.value) === 2)
  return isSquare ? unsquared(unscaled(a)) : node
}

/** Without casts, numbers it is multiplied with or divided by, and NULL in place of nought. */
export function unscaled(node: TreeNode): TreeNode {
  if (text(node, 'class') === 'CAST') return unscaled(child(node, 'child')!)
  const [a, b] = children(node, 'children')
  if (a === undefined || b === undefined) return node
  const name = text(node, 'function_name')
  if ((name === '*' || name === '/') && isNumber(b)) return unscaled(a)
  if (name === '*' && isNumber(a)) return unscaled(b)
  const instead = text(node, 'type') === 'OPERATOR_NULLIF' || name === 'nullif'
  return instead && isNumber(b) ? unscaled(a) : node
}

const isNumber = (node: TreeNode): boolean =>
  text(node, 'class') === 'CONSTANT' && typeof child(node, 'value')?.value === 'number'

/** Over the persons' rows; null where a part is not known. */
export function apartFrom(
  { sides }: TwoSides,
  partOf: (aggregate: number) => Part,
): { persons: TreeNode; top1: TreeNode; top2: TreeNode } | null {
  const parts = sides.map(({ of }) => of.map(partOf))
  if (parts.flat().some((part) => part.sum === null && part.held === null)) return null
  const isOfSpread = sides.some(({ isSpread }) => isSpread)
  const [left, right] = parts.map((side) =>
    either(side.map(({ sum, held }) => (held === null ? nonZero(sum!) : positive(held)))),
  )
  const alone = [both([left!, no(right!)])!, both([right!, no(left!)])!]
  const [l, r] = alone.map((condition) => call('count_star', [], { filter: condition }))
  if (isOfSpread) {
    const shared = call('count_star', [], { filter: both([left!, right!])! })
    const fewer = leastOf([l!, r!])
    // Of one value there is no spread.
    const isApart = both([
      compare('COMPARE_EQUAL', shared, integer(0)),
      compare('COMPARE_GREATERTHAN', fewer, integer(1)),
    ])!
    // Who holds how much of a side is said by the side itself.
    return { persons: when(isApart, fewer, integer(0)), top1: integer(0), top2: integer(0) }
  }
  const isNone = (count: TreeNode): TreeNode => compare('COMPARE_EQUAL', count, integer(0))
  const held = sides.map(({ value, of }, index) =>
    when(alone[index]!, coalesce(parts[index]![of.indexOf(value)]!.sum!, integer(0)), integer(0)),
  )
  const { top1, top2 } = sharesOf(held)
  return {
    persons: when(isNone(l!), r!, when(isNone(r!), l!, leastOf([l!, r!]))),
    top1: top1!,
    top2: top2!,
  }
}

const positive = (count: TreeNode): TreeNode => compare('COMPARE_GREATERTHAN', count, integer(0))
const no = (condition: TreeNode): TreeNode => compare('COMPARE_EQUAL', condition, cast(integer(0), 'BOOLEAN'))
