/**
 * What an expression over grouped rows rests on: the fewest persons of anything it draws on. Quotients keep numerator
 * and denominator apart. Differences rest on the persons who are in one side and not in the other, so that
 * `count(*) - count(x)` does not pass for a number about everybody. Over 400 lines, since each kind of expression asks
 * for the facts of its parts: taken apart, the files would call each other round.
 */
import type { ColumnRole, ExactFrom } from '../../shared/model/facts.ts'
import { writtenNumber } from './case-numbers.ts'
import { closeToNothing, isCompound } from './close-to-nothing.ts'
import { exponentialOf, isByFactor, isLogarithm, isLogarithmWithError } from './logarithms.ts'
import type { TreeNode } from './measure.ts'
import type { Tour } from './query.ts'
import { exactnessOf, type StoredFacts, sameName, Unfollowed, union } from './relation.ts'
import { type Bound, find, isLocal, mergedOf, NO_LIMIT, rowPersonsOf, type Scope } from './scope.ts'
import { isLimit, type Moment } from './standard-errors.ts'
import { followSubquery } from './subquery.ts'
import {
  changedBy,
  type Sway,
  shiftOf,
  sizeOf,
  swayOfCast,
  swayOfContributed,
  swayOfFunction,
} from './sway.ts'
import {
  both,
  call,
  child,
  children,
  coalesce,
  column,
  compare,
  double,
  greatestOf,
  integer,
  isNode,
  keyOf,
  leastOf,
  minus,
  text,
  texts,
  times,
  when,
  yes,
} from './tree.ts'
import { windowFacts } from './window-facts.ts'

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
): Pick<Facts, 'fewDecide' | 'holdsSeveral' | 'exponential'> => ({
  ...(facts.some((fact) => fact?.fewDecide === true) ? { fewDecide: true } : {}),
  ...(facts.some((fact) => fact?.exponential !== undefined) ? { exponential: 'number' } : {}),
  ...(facts.some(isSeveral) ? { holdsSeveral: true } : {}),
})

/** Whether a value is a list of several groups' values, of which one may be taken out again. */
export const isSeveral = (fact: Facts | null): boolean => fact?.holdsSeveral === true

/** Facts of differences and sums of aggregates, measured person by person where the aggregates were made. */
export type Measured = ReadonlyMap<string, Facts>

export interface FactsRoom {
  scope: Scope
  tour: Tour
  measured: Measured
}

/** Functions of one number that keep its meaning. */
const KEEPING = new Set(
  'round floor ceil ceiling trunc round_even roundbankers abs + - * / // || coalesce nullif ifnull'.split(
    ' ',
  ),
)

/** Null: the value rests on nobody's data. */
export function factsOf(expression: TreeNode, room: FactsRoom): Facts | null {
  if (areLimits(expression, room))
    return combine(
      partsOf(expression).map((part) => factsOf(part, room)),
      { keeps: false },
    )
  const measured = room.measured.get(keyOf(expression))
  if (measured !== undefined) {
    // Each part's own facts count too: a secret may be added to a number about everybody.
    const parts = partsOf(expression).map((part) => factsOf(part, room))
    const met = combine(parts, { keeps: false })
    const rational = isAdded(measured) || measured.rational === true
    if (met === null) return { ...measured, rational }
    if (measured.perhaps === true) {
      const written = factsAsWritten(expression, room) ?? measured
      const isKnown = compare('COMPARE_GREATERTHAN', measured.persons, integer(0))
      const isOfOne = parts.filter((part) => part !== null).length === 1
      const behind = isOfOne
        ? greatestOf([measured.persons, written.persons])
        : when(isKnown, measured.persons, written.persons)
      return { ...written, persons: leastOf([behind, met.persons]) }
    }
    const most = (field: 'top1' | 'top2'): TreeNode | null => {
      const shares = [measured[field], met[field]].filter((share) => share !== null)
      return shares.length === 0 ? null : greatestOf(shares)
    }
    return {
      ...met,
      role: measured.role,
      rational,
      ...(measured.ofCounts === undefined ? {} : { ofCounts: measured.ofCounts }),
      persons: leastOf([measured.persons, met.persons]),
      top1: most('top1'),
      top2: most('top2'),
    }
  }
  return factsAsWritten(expression, room)
}

function factsAsWritten(expression: TreeNode, room: FactsRoom): Facts | null {
  switch (text(expression, 'class')) {
    case 'COLUMN_REF':
      return columnFacts(expression, room)
    case 'SUBQUERY':
      return subqueryFacts(expression, room)
    case 'WINDOW':
      return windowFacts(expression, room)
    case 'LAMBDA':
      throw new Unfollowed('lambda-over-groups')
    case 'CAST':
      return castFacts(expression, room)
    case 'COMPARISON':
      return comparisonFacts(child(expression, 'left')!, child(expression, 'right')!, room)
    case 'FUNCTION':
      return functionFacts(expression, room)
    case 'BETWEEN':
      return comparedFacts(
        ['input', 'lower', 'upper'].map((field) => child(expression, field)!),
        room,
      )
    default: {
      if (/^(COMPARE_(NOT_)?IN|OPERATOR_NULLIF)$/.test(text(expression, 'type')))
        return withRational(
          comparedFacts(children(expression, 'children'), room),
          nullified(expression, room),
        )
      const parts = partsOf(expression).map((part) => factsOf(part, room))
      const keeps = text(expression, 'type') === 'OPERATOR_COALESCE'
      const met = swayless(combine(parts, { keeps }))
      const chosenBy = children(expression, 'case_checks').map((check) =>
        factsOf(child(check, 'when_expr')!, room),
      )
      if (met !== null && text(expression, 'type') === 'ARRAY_CONSTRUCTOR') return besideEachOther(met, parts)
      if (isCutByTwo(text(expression, 'type'), parts)) return ofNobody(parts)
      const branches = branchesOf(expression).map((part) => factsOf(part, room))
      const made = withSign(expression, parts) ?? withOnlySway(withRational(met, branches), branches)
      return made !== null && remembered(chosenBy).fewDecide ? { ...made, persons: integer(0) } : made
    }
  }
}

const swayless = (fact: Facts | null): Facts | null =>
  fact === null
    ? null
    : (({ sway: _, isProduct: __, logarithm: ___, shift: ____, ...others }) => others)(fact)

const withRational = (fact: Facts | null, parts: (Facts | null)[]): Facts | null =>
  fact === null || parts.length === 0 ? fact : { ...fact, rational: areRational(parts) }

/** Where all but one of what it may come to are the query's own: they move with nobody. */
function withOnlySway(fact: Facts | null, branches: (Facts | null)[]): Facts | null {
  const [only, ...more] = branches.filter((branch) => branch !== null)
  if (fact === null || only?.sway === undefined || more.length > 0) return fact
  return { ...fact, sway: only.sway }
}

/** `coalesce(n, 0)` has the parts that n has. */
function withSign(expression: TreeNode, [first, ...others]: (Facts | null)[]): Facts | null {
  const [, instead, ...more] = branchesOf(expression)
  const isNothing = text(expression, 'class') === 'OPERATOR' && instead && writtenNumber(instead) === 0
  if (!first || first.role === 'key' || !isNothing || more.length > 0 || others.some(Boolean)) return null
  return first
}

/** What a CASE or COALESCE may come to. */
const branchesOf = (expression: TreeNode): TreeNode[] =>
  text(expression, 'class') === 'CASE'
    ? [
        ...children(expression, 'case_checks').map((check) => child(check, 'then_expr')!),
        child(expression, 'else_expr')!,
      ]
    : text(expression, 'type') === 'OPERATOR_COALESCE'
      ? children(expression, 'children')
      : []

/** Of `nullif(n, 0)`, n. */
function nullified(expression: TreeNode, room: FactsRoom): (Facts | null)[] {
  const [value, instead] = children(expression, 'children')
  const isPlain = text(expression, 'type') === 'OPERATOR_NULLIF' && instead && factsOf(instead, room) === null
  return isPlain && value ? [factsOf(value, room)] : []
}

/** The expressions directly inside one. */
export function partsOf(expression: TreeNode): TreeNode[] {
  const found: TreeNode[] = []
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look)
    else if (isNode(value as TreeNode)) {
      const node = value as TreeNode
      if (typeof node.class === 'string') found.push(node)
      else Object.values(node).forEach(look)
    }
  }
  for (const [field, value] of Object.entries(expression))
    if (field !== 'cast_type' && field !== 'value') look(value)
  return found
}

function columnFacts(node: TreeNode, { scope }: FactsRoom): Facts | null {
  const names = texts(node, 'column_names')
  const bound = find(names, scope)
  if (bound === null) return null
  if (bound.column.lost !== null) throw Unfollowed.of(bound.column.lost)
  if (bound.column.open || !isLocal(bound, scope)) return null
  const facts = boundFacts(bound, scope)
  // The bare name of what USING made one may be two where it is written again.
  return names.length === 1 && mergedOf(names[0]!, scope) !== undefined ? swayless(facts) : facts
}

/**
 * The facts of a column of grouped rows, as they stand in its hidden columns. Throws `Unfollowed` for a
 * column of other rows.
 */
export function boundFacts({ source, column: item }: Bound, scope: Scope): Facts {
  const { relation, alias, nullable } = source
  if (relation.level !== 'group') throw new Unfollowed('lateral')
  const hidden = (name: string | null): TreeNode | null => (name === null ? null : column(alias, name))
  const counted = (name: string): TreeNode =>
    nullable ? coalesce(column(alias, name), integer(0)) : column(alias, name)
  const stored = item.facts
  if (stored === null) {
    const own = scope.groups.find(
      (group) => keyOf(group.expression) === keyOf(column(alias, relation.rowPersons)),
    )
    return {
      // Of a group that was looked up the row is no sign, so that its keys are told by themselves.
      role: own?.beside === true || item.numbers !== undefined ? 'derived' : 'key',
      persons: nullable
        ? scope.classes.length > 0
          ? coalesce(column(alias, relation.rowPersons), own?.missing ?? integer(NO_LIMIT))
          : counted(relation.rowPersons)
        : (own?.expression ?? column(alias, relation.rowPersons)),
      institutions: hidden(relation.rowInstitutions),
      top1: null,
      top2: null,
      denominator: null,
      oneSign: null,
      exact: relation.rowExact && !nullable,
      databases: relation.databases,
    }
  }
  return {
    role: stored.role,
    persons: counted(stored.persons),
    institutions: hidden(stored.institutions),
    top1: hidden(stored.top1),
    top2: hidden(stored.top2),
    denominator: stored.denominator === null ? null : counted(stored.denominator),
    // Counts are never below zero.
    oneSign: hidden(stored.oneSign) ?? (isCount(stored.role) ? yes() : null),
    exact: stored.exact && !nullable,
    exactFrom: nullable ? null : (stored.exactFrom ?? null),
    databases: stored.databases,
    rising: stored.rising === true || isCount(stored.role) || stored.oneSign !== null,
    rational: stored.rational === true || RATIONAL_ROLES.has(stored.role),
    fewDecide: stored.fewDecide === true,
    ...(stored.decided === undefined ? {} : { decided: counted(stored.decided) }),
    holdsSeveral: stored.holdsSeveral === true,
    ...(stored.exponential === undefined ? {} : { exponential: stored.exponential }),
    ...(stored.others === undefined ? {} : { others: counted(stored.others) }),
    ...(stored.logarithm === undefined ? {} : { logarithm: counted(stored.logarithm) }),
    ...(stored.compound === true || stored.role === 'rate' ? { compound: true } : {}),
    ...(nullable ? {} : swayOf(stored, alias)),
    ...(stored.exponential === undefined && stored.isProduct !== false ? { isProduct: true } : {}),
    madeOf: [
      {
        number: keyOf(column(alias, item.name)),
        persons: counted(stored.persons),
        additive: !nullable && isContributed(stored),
        isCount: isCount(stored.role),
        moment: stored.moment && { ...stored.moment, of: `${alias}\u0000${stored.moment.of}` },
        held: HELD.has(stored.role),
        ...(stored.apart === undefined ? {} : { apart: counted(stored.apart) }),
      },
    ],
  }
}

/** Of a group right over persons' rows it follows from its shares. */
function swayOf(stored: StoredFacts, alias: string): Pick<Facts, 'sway' | 'shift'> {
  const hidden = (name: string | null): TreeNode | null => (name === null ? null : column(alias, name))
  if (stored.shift !== undefined)
    return { shift: { ...stored.shift, part: column(alias, stored.shift.part) } }
  if (stored.sway === null || (stored.sway === undefined && exactnessOf(stored) === null)) return {}
  const sway =
    stored.sway !== undefined
      ? { ...stored.sway, part: column(alias, stored.sway.part) }
      : swayOfContributed({
          role: stored.role,
          persons: column(alias, stored.persons),
          top1: hidden(stored.top1),
          oneSign: hidden(stored.oneSign),
        })
  return sway === undefined ? {} : { sway }
}

function subqueryFacts(node: TreeNode, room: FactsRoom): Facts | null {
  const compared = child(node, 'child')
  const inner = followSubquery(node, room.scope, room.tour)
  const parts: (Facts | null)[] = inner.used
    .filter((bound) => isLocal(bound, room.scope) && !bound.column.open)
    .map((bound) => boundFacts(bound, room.scope))
  const looked = numbersIn(parts)
  // Open rows can be made to say what is left between any numbers that they look at.
  const all = compared === null ? parts : [...parts, factsOf(compared, room)]
  if (looked.size > 0 && (parts.some(isSeveral) || numbersIn(all).size > 1)) return ofNobody(all)
  if (inner.facts !== null && parts.length === 0 && compared === null) return inner.facts
  if (compared !== null) {
    const fact = factsOf(compared, room)
    parts.push(fact)
    // Which number is among those of other groups can be about the few in one of them only, as in a difference.
    if (fact !== null && ((inner.numbers && fact.role !== 'key') || isSeveral(fact)))
      parts.push(plainFacts(integer(0), inner.databases))
  }
  parts.push(...inner.caps.map((cap) => plainFacts(cap, inner.databases)))
  return combine(parts, { keeps: false })
}

/** Different numbers of groups, keys aside. */
const numbersIn = (facts: (Facts | null)[]): ReadonlySet<string> =>
  new Set(
    facts.flatMap((fact) =>
      fact === null || fact.role === 'key'
        ? []
        : (fact.madeOf?.map(({ number }) => number) ?? [keyOf(fact.persons)]),
    ),
  )

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

function functionFacts(node: TreeNode, room: FactsRoom): Facts | null {
  if (text(node, 'function_name').toLowerCase() === 'unnest') throw new Unfollowed('unnest-over-groups')
  const parts = children(node, 'children').map((part) => factsOf(part, room))
  const made = factsOfFunction(node, parts)
  if (made === null || made.role === 'key') return made
  const facts = swayless(made)!
  const sway = swayOfFunction(node, parts)
  const name = text(node, 'function_name').toLowerCase()
  const isProduct = PRODUCTS.has(name) && areProducts(parts) && made.exponential === undefined
  const isLog = isLogarithm(node, parts)
  const isTurned = name === '-' && parts.length === 1
  const shift =
    isTurned || isLog || isLogarithmWithError(name, parts)
      ? shiftOf(name, children(node, 'children'), parts)
      : undefined
  const close = name === 'round' && isLog ? null : closeToNothing(node, { parts, shift, knownWithin })
  return {
    ...facts,
    ...(close === null ? {} : { persons: whereFew(close, facts.persons, room) }),
    ...(sway === undefined ? {} : { sway }),
    ...(shift === undefined ? {} : { shift }),
    ...(isProduct ? { isProduct } : {}),
    ...(isLog ? { logarithm: name === 'round' ? parts[0]!.logarithm! : facts.persons } : {}),
  }
}

/** So many are known to be in one only of the numbers that another was made of; null: nothing is known. */
export function knownWithin(fact: Facts): TreeNode | null {
  const numbers = madeOfAll([fact]) ?? []
  return numbers.length > 1 ? knownAmong(numbers, [fact]) : (numbers[0]?.apart ?? null)
}

/** Where these are enough it is told no better by them who stands behind a number. */
const whereFew = (few: TreeNode, persons: TreeNode, { tour }: FactsRoom): TreeNode =>
  when(compare('COMPARE_LESSTHAN', few, integer(tour.journey.enough)), leastOf([few, persons]), persons)

const areProducts = (parts: (Facts | null)[]): boolean =>
  parts.every((part) => part === null || part.isProduct === true)

function factsOfFunction(node: TreeNode, parts: (Facts | null)[]): Facts | null {
  const name = text(node, 'function_name').toLowerCase()
  const args = children(node, 'children')
  if (parts.some(isSeveral) && !SHAPING.has(name) && !BESIDE.has(name)) return ofNobody(parts)
  const [a, b] = parts
  if (args.length === 2 && (name === '/' || name === '//') && a && b) return held(rate(a, b), [a, b])
  if (isLogarithmWithError(name, parts))
    return combine(
      parts.map((part, index) => asRatio(part, args[1 - index]!, parts[1 - index]!)),
      { keeps: false },
    )
  if (args.length === 2 && name === '-' && a && b)
    return { ...difference(a, b, node), rational: areRational(parts) }
  if (args.length === 2 && name === '+' && a && b)
    return { ...sumOf(a, b, node), rational: areRational(parts) }
  const combined = combine(parts, { keeps: KEEPING.has(name) && !turnsSign(name, args, parts) })
  const met =
    combined === null
      ? null
      : held(
          {
            ...combined,
            rational: ARITHMETIC.has(name) && areRational(parts),
            ...(isExponent(name, parts) ? { exponential: exponentialOf(name === 'exp' ? a : b) } : {}),
          },
          name === '*' && a && b ? [a, b] : [],
        )
  if (met !== null && a && !b && ['*', '/', '//'].includes(name)) return { ...met, rising: a.rising === true }
  if (met !== null && b && !a && name === '*') return { ...met, rising: b.rising === true }
  // A product grows with both, as a square does, whatever its sign is.
  if (met !== null && a && rises(a) && (isRaised(name, args) || (name === '*' && b && rises(b))))
    return { ...met, rising: true }
  if (met === null || met.role === 'key') return met
  if (BESIDE.has(name)) return besideEachOther(met, parts)
  if (isCutByTwo(name, parts)) return ofNobody(parts)
  if (CARRYING.has(name)) return met
  // Of two numbers under a function that compares them it cannot be told who makes the difference.
  const drawn = parts.filter((part) => part !== null)
  if (DAYS_BETWEEN.has(name) && drawn.every(isHeld)) return met
  return drawn.length < 2 ? met : { ...met, persons: integer(0) }
}

/** What one person moves is no more than so many errors; of few cases it may be more than one. */
const MOST_SHIFTS = 10

/** A logarithm rests on what the ratio does beside an error that is not next to nothing against one person's move. */
function asRatio(fact: Facts | null, error: TreeNode, { sway }: Facts): Facts | null {
  if (fact?.logarithm === undefined) return fact
  if (fact.shift === undefined || sway === undefined) return { ...fact, persons: fact.logarithm }
  const size = times(sizeOf(error), double(MOST_SHIFTS))
  // Where it is not known how far one person moves it, one person is half of a number: the number says so.
  const isError = coalesce(compare('COMPARE_GREATERTHANOREQUALTO', size, fact.shift.part), yes())
  return { ...fact, persons: when(isError, fact.logarithm, fact.persons) }
}

/** Of a column of a group. */
export function numberOf(node: TreeNode, room: FactsRoom): MadeOf | null {
  const [one] = text(node, 'class') === 'COLUMN_REF' ? (factsOf(node, room)?.madeOf ?? []) : []
  return one ?? null
}

function areLimits(node: TreeNode, room: FactsRoom): boolean {
  const name = text(node, 'class') === 'FUNCTION' ? text(node, 'function_name') : ''
  const [a, b] = children(node, 'children')
  if ((name !== '-' && name !== '+') || a === undefined || b === undefined) return false
  const numberAt = (part: TreeNode): MadeOf | null => numberOf(part, room)
  return isLimit([a, b], numberAt) || (name === '+' && isLimit([b, a], numberAt))
}

const isExponent = (name: string, parts: (Facts | null)[]): boolean =>
  name === 'exp' || (/^(\*\*|\^|pow|power|<<|>>)$/.test(name) && parts[1] != null)

/** Of a product or quotient, as of a difference where exponents take from one another. */
function held(met: Facts, [a, b]: Facts[]): Facts {
  if (met.exponential === undefined || a === undefined || b === undefined) return met
  if (isByFactor(a, b)) return { ...met, exponential: 'factor' }
  return { ...met, persons: leastOf([met.persons, apart(a, b)]) }
}

/** `met` is what the parts have in common. */
const besideEachOther = (met: Facts, parts: (Facts | null)[]): Facts =>
  parts.filter((part) => part !== null && part.role !== 'key').length > 1
    ? { ...met, holdsSeveral: true }
    : met

/** A piece from one number to another is as long as they differ; so is what stands there in a row of numbers backwards. */
const isCutByTwo = (name: string, parts: (Facts | null)[]): boolean =>
  /slice|^substr|extract$|element/i.test(name) &&
  !name.startsWith('STRUCT') &&
  parts.filter((part) => part !== null && part.role !== 'key').length > 1

const ofNobody = (parts: (Facts | null)[]): Facts => ({
  ...combine(parts, { keeps: false })!,
  persons: integer(0),
})

/** A text of several numbers read as one number would be computed with like any other. */
function castFacts(expression: TreeNode, room: FactsRoom): Facts | null {
  const fact = factsOf(child(expression, 'child')!, room)
  const into = text(child(expression, 'cast_type') ?? {}, 'id')
  if (isSeveral(fact) && !/^(VARCHAR|LIST|ARRAY|STRUCT|MAP)$/.test(into)) return ofNobody([fact])
  if (fact?.sway === undefined) return fact
  const { sway: _, ...other } = fact
  const sway = swayOfCast(expression, fact)
  return sway === undefined ? other : { ...other, sway }
}

/** An extreme, or what was made of such alone. */
const isHeld = ({ role, madeOf }: Facts): boolean =>
  role === 'key' || HELD.has(role) || madeOf?.every(({ held }) => held) === true

const HELD: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['extreme', 'percentile'])

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Functions that put numbers beside each other in one value. */
const BESIDE = words('|| concat concat_ws printf format list_value list_pack array_value struct_pack row')

/** Functions that take one of several numbers out, or give a text or a list another form. */
const SHAPING = words(`
  list_extract list_element array_extract element_at struct_extract struct_extract_at map_extract_value
  list_slice array_slice trim ltrim rtrim lpad rpad replace upper lower ucase lcase left right
`)

const DAYS_BETWEEN = words('date_diff datediff')
const rises = ({ rising, role }: Facts): boolean => rising === true || isCount(role)

const areRational = (parts: (Facts | null)[]): boolean =>
  parts.every((part) => part === null || part.rational === true)

/** Of numbers that are all there they make one that is nothing where one of them is. */
const PRODUCTS = new Set('* / nullif sqrt ** ^ pow power'.split(' '))

const ARITHMETIC = new Set('+ - * / nullif ifnull'.split(' '))

const RATIONAL_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>(['count', 'persons', 'sum', 'rate'])

/** Functions that show several numbers beside each other, or weigh one by the other. */
export const CARRYING: ReadonlySet<string> = new Set(
  '/ // * + - ** ^ pow power || concat concat_ws printf format list_value struct_pack row coalesce ifnull'.split(
    ' ',
  ),
)

/** `n ** 2` and the like. */
function isRaised(name: string, [, by]: TreeNode[]): boolean {
  const value = by !== undefined && text(by, 'class') === 'CONSTANT' ? child(by, 'value')?.value : null
  return ['**', '^', 'pow', 'power'].includes(name) && typeof value === 'number' && value > 0
}

/** True where what comes out of a count may be below zero, so that added to another it takes away from it. */
function turnsSign(name: string, args: TreeNode[], parts: (Facts | null)[]): boolean {
  if (name === '-') return args.length === 1 || parts[0] === null
  if (name !== '*' && name !== '/' && name !== '//') return false
  if (parts[0] === null && name !== '*') return true
  return !args.some((arg) => {
    const value = text(arg, 'class') === 'CONSTANT' ? child(arg, 'value')?.value : null
    return typeof value === 'number' && value >= 0
  })
}

function rate(a: Facts, b: Facts): Facts {
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
function apart(a: Facts, b: Facts, node: TreeNode | null = null): TreeNode {
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

const isAdded = ({ role }: Facts): boolean => ADDITIVE.has(role)

/** To a mean those contribute who have a value, and no others. */
export const isContributed = ({ exact, role }: Pick<Facts, 'exact' | 'role'>): boolean =>
  exact && (ADDITIVE.has(role) || role === 'mean')

/** Of rows or of persons. */
export const isCount = (role: ColumnRole): boolean => role === 'count' || role === 'persons'

function difference(a: Facts, b: Facts, node: TreeNode): Facts {
  const met = combine([a, b], { keeps: false })!
  if (a.role === 'key' && b.role === 'key') return met
  return { ...met, persons: leastOf([met.persons, apart(a, b, node)]) }
}

function sumOf(a: Facts, b: Facts, node: TreeNode): Facts {
  const met = combine([a, b], { keeps: false })!
  // Counts only add up: whoever is in one of them is in their sum. Still the least, as each draws on its own.
  if (a.role === 'key' && b.role === 'key') return met
  if (isCount(a.role) && isCount(b.role)) return { ...met, oneSign: neverBelowZero(a, b), rising: true }
  return { ...met, persons: leastOf([met.persons, apart(a, b, node)]) }
}

/** Of a sum of two numbers; null where it is not known of each. */
function neverBelowZero({ oneSign: one }: Facts, { oneSign: other }: Facts): TreeNode | null {
  return one === null || other === null ? null : both([one, other])
}

function comparisonFacts(left: TreeNode, right: TreeNode, room: FactsRoom): Facts | null {
  const [a, b] = [factsOf(left, room), factsOf(right, room)]
  if (isSeveral(a) || isSeveral(b)) return ofNobody([a, b])
  if (a === null || b === null) return combine([a, b], { keeps: false })
  return difference(a, b, minus(left, right))
}

/** One value held against several others. */
function comparedFacts([value, ...others]: TreeNode[], room: FactsRoom): Facts | null {
  if (value === undefined) return null
  return combine([factsOf(value, room), ...others.map((other) => comparisonFacts(value, other, room))], {
    keeps: false,
  })
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

/**
 * Persons behind the order in which rows came in, by columns that `seen` does not find in the rows that go on: whoever
 * takes the first of them, or reads them in order, is told by these.
 */
export function orderLimits(scope: Scope, seen: (bound: Bound) => boolean = () => false): TreeNode[] {
  return scope.sources.flatMap((source) => {
    const { relation } = source
    if (relation.level !== 'group') return []
    return (relation.ordered ?? []).flatMap((name) => {
      const columns = relation.columns.filter((item) => sameName(item.name, name))
      if (columns.length === 0) return [integer(0)]
      return columns
        .filter((item) => columns.length > 1 || !seen({ source, column: item }))
        .flatMap((item) => deciding(boundFacts({ source, column: item }, scope)))
    })
  })
}

/** The row's own persons, before any condition. */
export const rowFacts = (scope: Scope): TreeNode | null => {
  const rows = rowPersonsOf(scope)
  return rows.length === 0 ? null : leastOf(rows)
}
