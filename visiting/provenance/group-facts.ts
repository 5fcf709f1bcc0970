/** What an expression over grouped rows rests on: a walk from its columns up to the whole (./number-facts.ts). */
import { writtenNumber } from './case-numbers.ts'
import { functionFacts } from './function-facts.ts'
import type { TreeNode } from './measure.ts'
import {
  areRational,
  besideEachOther,
  combine,
  deciding,
  difference,
  type Facts,
  HELD,
  isAdded,
  isContributed,
  isCount,
  isCutByTwo,
  isSeveral,
  type MadeOf,
  ofNobody,
  plainFacts,
  RATIONAL_ROLES,
  remembered,
  swayless,
} from './number-facts.ts'
import type { Tour } from './query.ts'
import { exactnessOf, type StoredFacts, sameName, Unfollowed } from './relation.ts'
import { type Bound, find, isLocal, mergedOf, NO_LIMIT, rowPersonsOf, type Scope } from './scope.ts'
import { isLimit } from './standard-errors.ts'
import { followSubquery } from './subquery.ts'
import { swayOfCast, swayOfContributed } from './sway.ts'
import {
  child,
  children,
  coalesce,
  column,
  compare,
  greatestOf,
  integer,
  isNode,
  keyOf,
  leastOf,
  minus,
  text,
  texts,
  when,
  yes,
} from './tree.ts'
import { windowFacts } from './window-facts.ts'

/** Facts of differences and sums of aggregates, measured person by person where the aggregates were made. */
export type Measured = ReadonlyMap<string, Facts>

export interface FactsRoom {
  scope: Scope
  tour: Tour
  measured: Measured
}

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
      if (text(expression, 'function_name').toLowerCase() === 'unnest')
        throw new Unfollowed('unnest-over-groups')
      return functionFacts(
        expression,
        children(expression, 'children').map((part) => factsOf(part, room)),
        room.tour.journey.enough,
      )
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
    put: stored.put === true,
    ...(stored.decided === undefined ? {} : { decided: counted(stored.decided) }),
    holdsSeveral: stored.holdsSeveral === true,
    ...(stored.exponential === undefined ? {} : { exponential: stored.exponential }),
    ...(stored.others === undefined ? {} : { others: counted(stored.others) }),
    ...(stored.logarithm === undefined ? {} : { logarithm: counted(stored.logarithm) }),
    ...(stored.compound === true || stored.role === 'rate' ? { compound: true } : {}),
    ...(nullable ? {} : swayOf(stored, alias)),
    ...(stored.moment?.kind === 'spread' ? { spread: yes() } : {}),
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
        .flatMap((item) =>
          relation.overlapping === true
            ? [integer(0)]
            : deciding(boundFacts({ source, column: item }, scope)),
        )
    })
  })
}

/** The row's own persons, before any condition. */
export const rowFacts = (scope: Scope): TreeNode | null => {
  const rows = rowPersonsOf(scope)
  return rows.length === 0 ? null : leastOf(rows)
}
