/**
 * How far one person's going moves a number made of numbers of groups: at most this part of it, its sway. Of a number to
 * which persons contribute it is the share of the largest contributor; products and quotients add theirs, and what is left
 * between two numbers has as much as both, measured by what is left. A difference that is large against what anybody could
 * move it is not of few: at least as many change it as one person's move goes into it. So it need not be known what two
 * numbers have in common, and whatever comes close to nothing, in however many steps, is said to.
 *
 * That holds of what is nothing without persons. So numbers of different degrees in persons, as a count and a number of the
 * query's or a quotient are, have none together; among quotients there may be numbers of the query's, as in a limit of
 * confidence. A quotient itself tells how far two numbers are apart, which is not seen (ARCHITECTURE.md, Known limits).
 *
 * Bounds, with the values a query comes to. NULL or left out: not known, and so nothing is proven.
 */
import { LEAST_MINIMUM_PERSONS } from '../../shared/model/committee.ts'
import { writtenNumber } from './case-numbers.ts'
import type { TreeNode } from './measure.ts'
import type { Facts } from './number-facts.ts'
import { numeric } from './shares.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  compare,
  divided,
  double,
  exceeds,
  greatestOf,
  integer,
  leastOf,
  minus,
  nothing,
  plus,
  text,
  times,
  walk,
  when,
} from './tree.ts'

export interface Sway {
  /** At most this part goes with one person. */
  part: TreeNode
  /** With k times the persons it is k to this power as large; not a number where the query put one of its own to it. */
  degree: number
}

type Swayed = Pick<Facts, 'sway' | 'shift'> | null

/** Beyond this many nodes it would be written out too often. */
const MOST_NODES = 4_000

/** Of a number that persons contribute to: the share of the largest, and of a number of persons one. Nought is no share. */
export function swayOfContributed({
  role,
  persons,
  top1,
  oneSign,
}: Pick<Facts, 'role' | 'persons' | 'top1' | 'oneSign'>): Sway | undefined {
  const some = (share: TreeNode): TreeNode =>
    when(compare('COMPARE_GREATERTHAN', share, integer(0)), share, nothing())
  const of = (part: TreeNode): Sway => ({ part, degree: 1 })
  if (role === 'persons') return of(divided(double(1), call('nullif', [persons, integer(0)])))
  if (top1 === null) return undefined
  if (role === 'count') return of(some(top1))
  return role === 'sum' && oneSign !== null ? of(when(oneSign, some(top1), nothing())) : undefined
}

/**
 * Of a mean of values of one sign in which one person holds at most this share of their sum, and of the rows: without that
 * person it is further off by no more than the larger of both. It is nothing by itself of which there could be more with more
 * persons; of a degree of its own, so that it is held against no number of the query's.
 */
export const swayOfMean = ({
  share,
  rows,
  isOneSign,
}: {
  share: TreeNode
  rows: TreeNode
  isOneSign: TreeNode
}): TreeNode => {
  const isKnown = both([isOneSign, compare('COMPARE_LESSTHAN', rows, double(0.5))])!
  return when(isKnown, divided(greatestOf([share, rows]), minus(double(1), rows)), nothing())
}

export const DEGREE_OF_MEANS = 2 ** -10

/** Of a function of numbers with these sways; null: a part that rests on nobody. */
export function swayOfFunction(node: TreeNode, parts: Swayed[]): Sway | undefined {
  const [x, y, ...more] = children(node, 'children')
  const [a, b] = [parts[0]?.sway, parts[1]?.sway]
  if (x === undefined || more.length > 0) return undefined
  const name = text(node, 'function_name').toLowerCase()
  // To which side it falls is a bit, as of any mark.
  if (ROUNDED.has(name) && (y === undefined || parts[1] === null)) return a
  if (y === undefined) {
    if (name === 'sqrt') return a && { ...a, degree: a.degree / 2 }
    if (name === 'exp') return swayOfPower(parts[0]?.shift)
    return name === '-' || name === 'abs' ? a : undefined
  }
  const isOfOne = parts[1] === null
  switch (name) {
    case '+':
    case '-':
      return swayOfSum(node, parts)
    case 'nullif':
      return isOfOne && writtenNumber(y) === 0 ? a : undefined
    case '**':
    case '^':
    case 'pow':
    case 'power': {
      const power = isOfOne ? writtenNumber(y) : 0
      if (a === undefined || ![0.5, 1, 2].includes(power)) return undefined
      return within(power === 2 ? product(a.part, a.part) : a.part, a.degree * power)
    }
    case '*':
      if (parts[0] === null) return b
      return isOfOne ? a : a && b && within(product(a.part, b.part), a.degree + b.degree)
    case '/':
      if (parts[0] === null) return b && within(quotient(double(0), b.part), -b.degree)
      return isOfOne ? a : a && b && within(quotient(a.part, b.part), a.degree - b.degree)
    default:
      return undefined
  }
}

const ROUNDED: ReadonlySet<string> = new Set(
  'round floor ceil ceiling trunc round_even roundbankers'.split(' '),
)

const product = (a: TreeNode, b: TreeNode): TreeNode => plus(plus(a, b), times(a, b))

/** Over what may be smaller by b; over what one person is half of, anything. */
const quotient = (a: TreeNode, b: TreeNode): TreeNode =>
  when(compare('COMPARE_LESSTHAN', b, double(0.5)), divided(plus(a, b), minus(double(1), b)), nothing())

const within = (part: TreeNode, degree: number): Sway | undefined =>
  exceeds(part, MOST_NODES) ? undefined : { part, degree }

function swayOfSum(node: TreeNode, parts: Swayed[]): Sway | undefined {
  const values = children(node, 'children')
  const moved =
    movedBy(values, parts) ??
    (parts.includes(null) ? movedBy(values, parts, { ofAnyDegree: true }) : undefined)
  return moved && within(divided(moved.part, call('nullif', [sizeOf(node), integer(0)])), moved.degree)
}

/** How far one person's going moves two numbers together, and of what degree these are. */
function movedBy(
  values: TreeNode[],
  parts: Swayed[],
  { ofAnyDegree = false }: { ofAnyDegree?: boolean } = {},
): Sway | undefined {
  if (values.some(looksElsewhere)) return undefined
  const moves = parts.flatMap((given, index): (TreeNode | undefined)[] =>
    given === null ? [] : [given.sway && times(sizeOf(values[index]!), given.sway.part)],
  )
  const degree = ofAnyDegree
    ? Number.NaN
    : degreeOf(parts.map((given) => (given === null ? 0 : given.sway?.degree)))
  const [one, other] = moves
  if (degree === undefined || one === undefined || moves.includes(undefined)) return undefined
  return { part: other === undefined ? one : plus(one, other), degree }
}

function degreeOf([a, b]: (number | undefined)[]): number | undefined {
  if (a === undefined || b === undefined) return undefined
  return a === b || Math.max(a, b) <= 0 ? Math.max(a, b) : undefined
}

/** Of a number without its sign, as a double; NULL where it is no number. */
export const sizeOf = (value: TreeNode): TreeNode => call('abs', [numeric({ ...value, alias: '' })])

/** What a subquery says would be asked once more each time. */
function looksElsewhere(value: TreeNode): boolean {
  let looks = false
  walk(value, (node) => {
    looks ||= text(node, 'class') === 'SUBQUERY'
    return !looks
  })
  return looks
}

/** So many persons at least change what is left between two numbers, or what they come to together; null: not known. */
export function changedBy(node: TreeNode, parts: Swayed[]): TreeNode | null {
  // What is left of a number to one of the query's own is nothing where the query says so, whatever it is of.
  const moved = movedBy(children(node, 'children'), parts, { ofAnyDegree: parts.includes(null) })
  return moved === undefined ? null : personsIn(sizeOf(node), moved.part)
}

/** As many persons as are told of at most: no rule asks for more than some of these. */
const MOST_TOLD = 8 * LEAST_MINIMUM_PERSONS

/**
 * So many of one person's moves make up a number of this size at least. From the least minimum on in steps, each twice the
 * one before: the number over how many there are would be what the largest contributor gives.
 */
export function personsIn(size: TreeNode, moved: TreeNode): TreeNode {
  const persons = divided(size, call('nullif', [moved, integer(0)]))
  const least = integer(LEAST_MINIMUM_PERSONS)
  const doublings = call('floor', [call('log2', [divided(greatestOf([persons, integer(1)]), least)])])
  const step = times(least, call('pow', [integer(2), doublings]))
  // What is not known is not above it.
  const told = when(compare('COMPARE_GREATERTHANOREQUALTO', persons, least), step, call('floor', [persons]))
  return leastOf([coalesce(cast(told, 'INTEGER', { tries: true }), integer(0)), integer(MOST_TOLD)])
}

/** How far one person's going moves the logarithm of a number, or that more or less an error. */
export function shiftOf(name: string, values: TreeNode[], parts: Swayed[]): Sway | undefined {
  const [a, b] = parts
  if (name === '-' && parts.length === 1) return a?.shift
  if (name === '+' || name === '-') {
    const [of, error, written] = a?.shift === undefined ? [b, a, values[0]] : [a, b, values[1]]
    if (of?.shift === undefined || error?.sway === undefined || looksElsewhere(written!)) return undefined
    return within(plus(of.shift.part, times(sizeOf(written!), error.sway.part)), of.shift.degree)
  }
  if (ROUNDED.has(name)) return a?.shift
  return a?.sway && within(quotient(double(0), a.sway.part), a.sway.degree)
}

/** e to the power of what one person moves so far. */
function swayOfPower(shift: Sway | undefined): Sway | undefined {
  if (shift === undefined) return undefined
  const isFar = compare('COMPARE_GREATERTHAN', shift.part, double(1))
  return within(
    when(isFar, nothing(), minus(call('exp', [leastOf([shift.part, double(1)])]), double(1))),
    shift.degree,
  )
}

/** The same number in another type of number. */
export const swayOfCast = (node: TreeNode, { sway }: Pick<Facts, 'sway'>): Sway | undefined =>
  /^(DOUBLE|FLOAT|DECIMAL|(BIG|HUGE)?INT(EGER)?)$/.test(text(child(node, 'cast_type') ?? {}, 'id'))
    ? sway
    : undefined
