/**
 * What a number rests on that is made of other numbers of groups: the fewest persons of anything it draws on. Quotients
 * keep numerator and denominator apart. Differences rest on the persons who are in one side and not in the other, so that
 * `count(*) - count(x)` does not pass for a number about everybody.
 */
import type { ColumnRole, ExactFrom } from '../../shared/model/facts.ts'
import type { TreeNode } from './measure.ts'
import { exactnessOf, union } from './relation.ts'
import { NO_LIMIT } from './scope.ts'
import type { Moment } from './standard-errors.ts'
import { changedBy, type Sway } from './sway.ts'
import { both, call, coalesce, compare, double, greatestOf, integer, leastOf, minus, when } from './tree.ts'

export interface Facts {
  role: ColumnRole
  /** Never NULL. */
  persons: TreeNode
  institutions: TreeNode | null
  top1: TreeNode | null
  top2: TreeNode | null
  denominator: TreeNode | null
  oneSign: TreeNode | null
  exact: boolean
  /** Where `exact` is not said of every row: from how many persons on it holds. */
  exactFrom?: ExactFrom | null
  databases: string[]
  /** It grows with the number it was made of, so that a sum of such takes nothing of one from another. */
  rising?: boolean
  /** Made of such numbers by arithmetic alone, so that products of it are as telling as quotients of them. */
  rational?: boolean
  /** Of sums and differences measured person by person: of counts alone. */
  ofCounts?: boolean
  /** Of a count, sum or mean that a subquery yields: who contributes. */
  counted?: TreeNode
  /** Measured where it is above none; else what is written may still prove something. */
  perhaps?: boolean
  /** What it decides may be one person's doing, however many stand behind it (./few-decide.ts). */
  fewDecide?: boolean
  /**
   * Added up over persons' rows among which numbers of the query's own may stand: a group of few then says what these were
   * put at, and so does whatever it is added to.
   */
  put?: boolean
  /** Who stands behind what it decides, where that is known all the same. */
  decided?: TreeNode
  /**
   * Several numbers beside each other, as in a list or a text: each may be shown. What is computed of them, though they
   * are one argument, is computed of two numbers of which it cannot be told who makes the difference.
   */
  holdsSeveral?: boolean
  /**
   * A number of a group is an exponent in it, so that a product or a quotient of such says how far two are apart; the
   * factor of a limit may stand beside one that has none (./logarithms.ts).
   */
  exponential?: 'number' | 'factor' | undefined
  /** Of the logarithm of a ratio (./logarithms.ts): who stands behind the ratio, however close to one it is. */
  logarithm?: TreeNode
  /** How far one person moves such a logarithm, or that with its error. */
  shift?: Sway
  /** It was handed over from another row: who stands behind the least of all such rows, whichever it is that it decides. */
  others?: TreeNode
  /** It was made of several numbers of groups, as a ratio is, so that it may say how far these are apart. */
  compound?: boolean
  /** The numbers of groups it was made of, where all are known. */
  madeOf?: MadeOf[]
  /** It is such a number, or a product or quotient of them. */
  isProduct?: boolean
  /** How far one person moves it. */
  sway?: Sway
  /** Where this holds it is a variance, or made of such without taking anything away (./spreads.ts). */
  spread?: TreeNode
}

export interface MadeOf {
  /** Key of the column. */
  number: string
  persons: TreeNode
  /** To which a known number of persons contribute. */
  additive: boolean
  isCount: boolean
  moment?: Moment | undefined
  /** Somebody's own value, as an extreme is, so that what lies between two of them is told by both. */
  held: boolean
  /** Where it was made of several numbers: so many are known to be in one of them only. */
  apart?: TreeNode | undefined
}

const madeOfAll = (parts: Facts[]): MadeOf[] | null => {
  if (parts.some((part) => part.madeOf === undefined)) return null
  const all = parts.flatMap((part) => part.madeOf!)
  return [...new Map(all.map((one) => [one.number, one])).values()]
}

const madeOfBoth = (parts: Facts[]): Pick<Facts, 'madeOf'> => {
  const madeOf = madeOfAll(parts)
  return madeOf === null ? {} : { madeOf }
}

/** Beyond this the two largest hold a number; the same as of a cell (visiting/results/masking.ts). */
export const TWO_LARGEST = 0.9

/**
 * Persons behind a number where its shares are not carried further: beyond the dominance limit it rests on the two who
 * hold it. Every use of a number that hands on persons alone has to go through here.
 */
export function standing({ persons, top1, top2 }: Facts): TreeNode {
  const held = top2 ?? top1
  if (held === null) return persons
  // NULL: unknown, and so not proven.
  const isHeld = compare('COMPARE_GREATERTHAN', coalesce(held, integer(1)), double(TWO_LARGEST))
  return when(isHeld, leastOf([persons, integer(2)]), persons)
}

/** The same, with those of the denominator. */
export const standings = (fact: Facts): TreeNode[] =>
  fact.denominator === null ? [standing(fact)] : [standing(fact), fact.denominator]

/** Who stands behind what a number decides: which rows there are, in what order, which of two values is taken. */
export const deciding = (fact: Facts): TreeNode[] => [
  ...(fact.fewDecide === true ? [fact.decided ?? integer(0)] : standings(fact)),
  ...othersOf([fact]),
]

/** Who stands behind the rows that numbers were handed over from. */
export const othersOf = (facts: (Facts | null)[]): TreeNode[] =>
  facts.flatMap((fact) => (fact?.others === undefined ? [] : [fact.others]))

/** The same of a number that is made of several. */
export const withOthers = (facts: (Facts | null)[]): Pick<Facts, 'others'> => {
  const others = othersOf(facts)
  return others.length === 0 ? {} : { others: leastOf(others) }
}

/** What is said of everything made of these. */
export const remembered = (
  facts: (Facts | null)[],
): Pick<Facts, 'fewDecide' | 'put' | 'holdsSeveral' | 'exponential'> => ({
  ...(facts.some((fact) => fact?.fewDecide === true) ? { fewDecide: true } : {}),
  ...(facts.some((fact) => fact?.put === true) ? { put: true } : {}),
  ...(facts.some((fact) => fact?.exponential !== undefined) ? { exponential: 'number' } : {}),
  ...(facts.some(isSeveral) ? { holdsSeveral: true } : {}),
})

/** Without how far one person moves it: of what something may stand in place of. */
export const swayless = (fact: Facts | null): Facts | null =>
  fact === null
    ? null
    : (({ sway: _, isProduct: __, logarithm: ___, shift: ____, spread: _____, ...others }) => others)(fact)

/** Whether a value is a list of several groups' values, of which one may be taken out again. */
export const isSeveral = (fact: Facts | null): boolean => fact?.holdsSeveral === true

/** Facts of which nothing is known but from how many persons on. */
export const plainFacts = (persons: TreeNode, databases: string[]): Facts => ({
  role: 'derived',
  persons,
  institutions: null,
  top1: null,
  top2: null,
  denominator: null,
  oneSign: null,
  exact: false,
  databases,
})

/** Made of several numbers of groups, or of such a number. */
export const isCompound = ({ role, compound, madeOf = [], sway }: Facts): boolean =>
  role !== 'key' && (compound === true || role === 'rate' || madeOf.length > 1 || sway?.degree === 0)

/** So many are known to be in one only of the numbers that another was made of; null: nothing is known. */
export function knownWithin(fact: Facts): TreeNode | null {
  const numbers = madeOfAll([fact]) ?? []
  return numbers.length > 1 ? knownAmong(numbers, [fact]) : (numbers[0]?.apart ?? null)
}

/** Whether each is a number of a group, or a product or quotient of such; parts that rest on nobody aside. */
export const areProducts = (parts: (Facts | null)[]): boolean =>
  parts.every((part) => part === null || part.isProduct === true)

/** `met` is what the parts have in common. */
export const besideEachOther = (met: Facts, parts: (Facts | null)[]): Facts =>
  parts.filter((part) => part !== null && part.role !== 'key').length > 1
    ? { ...met, holdsSeveral: true }
    : met

/** A piece from one number to another is as long as they differ; so is what stands there in a row of numbers backwards. */
export const isCutByTwo = (name: string, parts: (Facts | null)[]): boolean =>
  /slice|^substr|extract$|element/i.test(name) &&
  !name.startsWith('STRUCT') &&
  parts.filter((part) => part !== null && part.role !== 'key').length > 1

/** The facts of something made of these of which it cannot be told who stands behind it. */
export const ofNobody = (parts: (Facts | null)[]): Facts => ({
  ...combine(parts, { keeps: false })!,
  persons: integer(0),
})

/** An extreme, or what was made of such alone. */
export const isHeld = ({ role, madeOf }: Facts): boolean =>
  role === 'key' || HELD.has(role) || madeOf?.every(({ held }) => held) === true

export const HELD: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['extreme', 'percentile'])

/** Whether it grows with each of the numbers it was made of. */
export const rises = ({ rising, role }: Facts): boolean => rising === true || isCount(role)

/** Whether each was made of counts and sums by arithmetic alone. */
export const areRational = (parts: (Facts | null)[]): boolean =>
  parts.every((part) => part === null || part.rational === true)

export const RATIONAL_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>([
  'count',
  'persons',
  'sum',
  'rate',
])

/** Of a quotient: the persons of `a`, with those of `b` as its denominator's. */
export function rate(a: Facts, b: Facts): Facts {
  const below = standings(b)
  if (a.denominator !== null) below.push(a.denominator)
  const denominator = leastOf(below)
  // Over something that nobody is known to stand behind it may be nothing, whatever stands above.
  const isOfNobody = compare('COMPARE_EQUAL', denominator, integer(0))
  return {
    ...a,
    rising: rises(a),
    rational: areRational([a, b]),
    role: 'rate',
    persons: b.exact ? a.persons : when(isOfNobody, integer(0), a.persons),
    denominator,
    oneSign: null,
    exact: a.exact && b.exact,
    exactFrom: exactFromOf(a, b),
    databases: union(a.databases, b.databases),
    ...remembered([a, b]),
    ...withOthers([a, b]),
    ...madeOfBoth([a, b]),
  }
}

/** Of a rate: its persons are those of the numerator, its denominator the least of all others. */
function exactFromOf(a: Facts, b: Facts): ExactFrom | null {
  const [above, below] = [exactnessOf(a), exactnessOf(b)]
  if (above === null || below === null) return null
  return {
    persons: above.persons,
    denominatorPersons: Math.max(above.denominatorPersons, below.persons, below.denominatorPersons),
  }
}

const ADDITIVE: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['count', 'persons', 'sum'])

/**
 * Of two numbers to each of which a known number of persons contribute, at least |a − b| persons contribute to one
 * only; these change the difference. So it is with any two sides that are made of such numbers, as a proportion and
 * its standard error are, where no two of these are closer. Anything else cannot be told, and counts as nobody.
 */
export function apart(a: Facts, b: Facts, node: TreeNode | null = null): TreeNode {
  const known = knownApart(a, b)
  const changed = node === null ? null : changedBy(node, [a, b])
  return changed === null ? known : greatestOf([known, changed])
}

function knownApart(a: Facts, b: Facts): TreeNode {
  const away = (one: TreeNode, other: TreeNode): TreeNode => call('abs', [minus(one, other)])
  const counted = [a, b].flatMap((one): TreeNode[] =>
    isContributed(one) ? [one.persons] : one.counted !== undefined ? [one.counted] : [],
  )
  if (counted.length > 1) return away(counted[0]!, counted[1]!)
  if (ADDITIVE.has(a.role) && ADDITIVE.has(b.role)) return integer(0)
  const numbers = madeOfAll([a, b])
  return (numbers === null ? null : knownAmong(numbers, [a, b])) ?? integer(0)
}

/** Who is in one only of several numbers; null where it cannot be told. */
function knownAmong(numbers: MadeOf[], facts: Facts[]): TreeNode | null {
  if (numbers.length > 1 && !numbers.every(({ additive }) => additive)) return null
  // Of more than two, sums and differences may come to little though no two are close.
  if (numbers.length > 2 && !areProducts(facts)) return null
  const away = (one: TreeNode, other: TreeNode): TreeNode => call('abs', [minus(one, other)])
  const pairs = numbers.flatMap((one, index) =>
    numbers.slice(index + 1).map((other) => away(one.persons, other.persons)),
  )
  return leastOf([integer(NO_LIMIT), ...pairs])
}

/** Whether it is a count or a sum. */
export const isAdded = ({ role }: Facts): boolean => ADDITIVE.has(role)

/** To a mean those contribute who have a value, and no others. */
export const isContributed = ({ exact, role }: Pick<Facts, 'exact' | 'role'>): boolean =>
  exact && (ADDITIVE.has(role) || role === 'mean')

/** Of rows or of persons. */
export const isCount = (role: ColumnRole): boolean => role === 'count' || role === 'persons'

/** Of `a - b`, as `node` writes it: no more persons than are in one of them only. */
export function difference(a: Facts, b: Facts, node: TreeNode): Facts {
  const met = combine([a, b], { keeps: false })!
  if (a.role === 'key' && b.role === 'key') return met
  return { ...met, persons: leastOf([met.persons, apart(a, b, node)]) }
}

/** Of `a + b`, as `node` writes it; what may be below zero takes away, as in a difference. */
export function sumOf(a: Facts, b: Facts, node: TreeNode): Facts {
  const met = combine([a, b], { keeps: false })!
  // Counts only add up: whoever is in one of them is in their sum. Still the least, as each draws on its own.
  if (a.role === 'key' && b.role === 'key') return met
  if (isCount(a.role) && isCount(b.role)) return { ...met, oneSign: neverBelowZero(a, b), rising: true }
  if (a.spread !== undefined && b.spread !== undefined) {
    const isNone = when(both([a.spread, b.spread])!, integer(NO_LIMIT), integer(0))
    return { ...met, persons: leastOf([met.persons, coalesce(isNone, integer(0))]) }
  }
  return { ...met, persons: leastOf([met.persons, apart(a, b, node)]) }
}

/** Of a sum of two numbers; null where it is not known of each. */
function neverBelowZero({ oneSign: one }: Facts, { oneSign: other }: Facts): TreeNode | null {
  return one === null || other === null ? null : both([one, other])
}

/** The least of everything drawn on; one part alone, under a function that keeps its meaning, stays what it is. */
export function combine(parts: (Facts | null)[], { keeps }: { keeps: boolean }): Facts | null {
  const given = parts.filter((part) => part !== null)
  const [first] = given
  if (first === undefined) return null
  if (given.length === 1 && (keeps || first.role === 'key')) {
    return first.role === 'key' ? first : { ...first, oneSign: null }
  }
  const keys = given.every((part) => part.role === 'key')
  const shares = (field: 'top1' | 'top2'): TreeNode | null => {
    const held = given.map((part) => part[field]).filter((part) => part !== null)
    return held.length === 0 ? null : greatestOf(held)
  }
  return {
    role: keys ? 'key' : 'derived',
    persons: leastOf(
      given.flatMap((part) =>
        part.denominator === null ? [part.persons] : [part.persons, part.denominator],
      ),
    ),
    institutions: null,
    top1: shares('top1'),
    top2: shares('top2'),
    denominator: null,
    oneSign: null,
    exact: keys && given.every((part) => part.exact),
    databases: union(...given.map((part) => part.databases)),
    ...remembered(given),
    ...withOthers(given),
    ...(given.some(isCompound) ? { compound: true } : {}),
    ...(given.length === 1 && first.decided !== undefined ? { decided: first.decided } : {}),
    ...madeOfBoth(given),
  }
}
