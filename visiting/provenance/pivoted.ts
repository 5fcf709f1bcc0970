/**
 * Aggregates over groups that take in one group at most, as a table is pivoted by hand: `max(n) FILTER (WHERE sex = '1')`
 * or `sum(CASE WHEN sex = '1' THEN n ELSE 0 END)` where rows are told apart by sex and by what is grouped by. Such a
 * number is that group's own, and rests on what it rested on there.
 */
import { writtenNumber } from './case-numbers.ts'
import { type FactsRoom, factsOf } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import { type Facts, isCompound, isCount } from './number-facts.ts'
import type { AggregateCall } from './person-parts.ts'
import type { StoredFacts } from './relation.ts'
import { findLocal, type Scope } from './scope.ts'
import {
  both,
  call,
  child,
  children,
  coalesce,
  compare,
  conjuncts,
  integer,
  keyOf,
  leastOf,
  text,
  texts,
  when,
} from './tree.ts'

interface Room {
  room: FactsRoom
  rawKeys: TreeNode[]
  /** Persons of the row, whatever is taken from it. */
  row: TreeNode
  /** Nothing but the groups themselves says which rows there are. */
  isPlain: boolean
  keep: (node: TreeNode, kind: string) => string
}

/** The facts of that group's number; null where it may be of several. */
export function pivotedFacts(aggregate: AggregateCall, raw: TreeNode, at: Room): StoredFacts | null {
  const { room, row, isPlain, keep } = at
  const [given, followed] = [takenFrom(raw), takenFrom(aggregate.node)]
  if (given === null || followed === null || aggregate.node.distinct === true) return null
  const fact = factsOf(given.value, room)
  if (fact === null || fact.role === 'key' || !keepsValue(aggregate.kind, { isOrZero: given.isOrZero, fact }))
    return null
  if (!isOfOne(given.conditions, at)) return null
  const condition = both(followed.conditions)
  // What is true may be several numbers.
  const isSure = isPlain && given.conditions.every((one) => text(one, 'class') === 'COMPARISON')
  const of = (value: TreeNode): TreeNode => call('max', [value], { filter: condition })
  // Where the condition holds of two all the same, nobody is claimed.
  const rows = call('count_star', [], { filter: condition })
  const isOne = compare('COMPARE_LESSTHANOREQUALTO', rows, integer(1))
  const counted = (value: TreeNode): TreeNode => when(isOne, coalesce(of(value), integer(0)), integer(0))
  // A count of nobody is shown of a group of enough persons, not beside one of few: there it is as good as one of them.
  const isNobody = compare('COMPARE_EQUAL', fact.persons, integer(0))
  const isOfFew = compare('COMPARE_LESSTHAN', row, integer(room.tour.journey.minimum))
  const behind = when(both([isNobody, isOfFew])!, integer(1), leastOf([row, fact.persons]))
  const hidden = (value: TreeNode | null, kind: string): string | null =>
    value === null ? null : keep(of(value), kind)
  return {
    role: fact.role,
    persons: keep(counted(behind), 'p'),
    institutions: hidden(fact.institutions, 'inst'),
    top1: hidden(fact.top1, 'top'),
    top2: hidden(fact.top2, 'top'),
    denominator: fact.denominator === null ? null : keep(counted(fact.denominator), 'p'),
    oneSign:
      fact.oneSign === null ? null : keep(call('bool_and', [fact.oneSign], { filter: condition }), 'sign'),
    exact: isSure && fact.exact,
    exactFrom: isSure ? (fact.exactFrom ?? null) : null,
    databases: fact.databases,
    ...(fact.rising === true ? { rising: true } : {}),
    ...(fact.rational === true ? { rational: true } : {}),
    ...(fact.fewDecide === true ? { fewDecide: true } : {}),
    ...(fact.put === true ? { put: true } : {}),
    ...(fact.holdsSeveral === true ? { holdsSeveral: true } : {}),
    ...(fact.others === undefined ? {} : { others: keep(counted(fact.others), 'p') }),
    ...(isCompound(fact) ? { compound: true } : {}),
    ...swayOf(fact, (part) => keep(when(isOne, coalesce(of(part), integer(1)), integer(1)), 'part')),
    moment: momentOf(fact, condition),
  }
}

const swayOf = ({ sway }: Facts, kept: (part: TreeNode) => string): Pick<StoredFacts, 'sway'> => ({
  sway: sway === undefined ? null : { part: kept(sway.part), degree: sway.degree },
})

/** Of one number of one group; the same group by the same condition. */
function momentOf({ madeOf }: Facts, condition: TreeNode | null): StoredFacts['moment'] {
  const [only, ...more] = madeOf ?? []
  if (only?.moment === undefined || more.length > 0) return undefined
  return { ...only.moment, of: `${only.moment.of}\u0000${condition === null ? '' : keyOf(condition)}` }
}

interface Taken {
  value: TreeNode
  conditions: TreeNode[]
  /** Zero of all other rows. */
  isOrZero: boolean
}

function takenFrom(aggregate: TreeNode): Taken | null {
  const [x, ...more] = children(aggregate, 'children')
  if (x === undefined || more.length > 0) return null
  const filter = conjuncts(child(aggregate, 'filter'))
  if (text(x, 'class') !== 'CASE') return { value: x, conditions: filter, isOrZero: false }
  const [check, ...others] = children(x, 'case_checks')
  const otherwise = child(x, 'else_expr')!
  const isNothing = child(otherwise, 'value')?.is_null === true
  const isOrZero = writtenNumber(otherwise) === 0
  if (check === undefined || others.length > 0 || !(isNothing || isOrZero)) return null
  const conditions = [...filter, ...conjuncts(child(check, 'when_expr'))]
  return { value: child(check, 'then_expr')!, conditions, isOrZero }
}

/** Whether what comes of one value, and of nothing or zeros, is that value. */
function keepsValue(
  kind: AggregateCall['kind'],
  { isOrZero, fact }: { isOrZero: boolean; fact: Facts },
): boolean {
  if (kind === 'extreme-high') return !isOrZero || isCount(fact.role)
  return kind === 'sum' || (!isOrZero && (kind === 'mean' || kind === 'extreme-low'))
}

/** Whether conditions and keys leave one row: each column by which rows are told apart is one thing. */
function isOfOne(conditions: TreeNode[], { room, rawKeys }: Room): boolean {
  const { scope } = room
  const [only, ...more] = scope.sources
  if (only?.relation.level !== 'group' || only.nullable || more.length > 0) return false
  const { keyedBy } = only.relation
  const facts = conditions.map((condition) => factsOf(condition, room))
  if (keyedBy === undefined || facts.some((fact) => fact !== null && fact.role !== 'key')) return false
  const fixed = [...rawKeys, ...conditions.map(fixedBy)].map((node) => columnOf(node, scope))
  return keyedBy.every((name) => fixed.includes(name.toLowerCase()))
}

/** Of `k = 1`, `k`, `NOT k` and `k IS NULL`, k. */
function fixedBy(condition: TreeNode): TreeNode | null {
  if (text(condition, 'class') === 'COLUMN_REF') return condition
  if (['OPERATOR_NOT', 'OPERATOR_IS_NULL'].includes(text(condition, 'type')))
    return children(condition, 'children')[0] ?? null
  if (text(condition, 'type') !== 'COMPARE_EQUAL') return null
  const [left, right] = [child(condition, 'left')!, child(condition, 'right')!]
  if (isWritten(right)) return left
  return isWritten(left) ? right : null
}

const isWritten = (node: TreeNode): boolean =>
  text(node, 'class') === 'CAST' ? isWritten(child(node, 'child')!) : text(node, 'class') === 'CONSTANT'

function columnOf(node: TreeNode | null, scope: Scope): string | null {
  if (node === null || text(node, 'class') !== 'COLUMN_REF') return null
  const bound = findLocal(texts(node, 'column_names'), scope)
  return bound === null || bound.column.facts !== null ? null : bound.column.name.toLowerCase()
}
