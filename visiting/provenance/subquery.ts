/**
 * Subqueries in expressions. One that only looks at the row's own person is that person's data; one that yields a
 * group's number brings the persons behind that number with it; one that yields a single person's value is refused,
 * because every number computed with it would tell about that person.
 */

import type { ExactFrom } from '../../shared/model/facts.ts'
import type { TreeNode } from './measure.ts'
import {
  deciding,
  type Facts,
  isContributed,
  isCount,
  plainFacts,
  standing,
  standings,
} from './number-facts.ts'
import { followQuery, type Tour } from './query.ts'
import {
  exactnessOf,
  type GroupRelation,
  type PersonRelation,
  type Relation,
  type RelationColumn,
  type StoredFacts,
  sameName,
  Unfollowed,
} from './relation.ts'
import {
  type Bound,
  classOf,
  find,
  isLocal,
  type Looked,
  numberNamed,
  type Outer,
  type Scope,
} from './scope.ts'
import { swayOfContributed } from './sway.ts'
import {
  call,
  child,
  children,
  coalesce,
  column,
  exceeds,
  integer,
  keyOf,
  leastOf,
  scalar,
  select,
  subqueryFrom,
  text,
  texts,
} from './tree.ts'

export interface FollowedSubquery {
  node: TreeNode
  personal: boolean
  caps: TreeNode[]
  databases: string[]
  used: Bound[]
  /** For a scalar subquery over groups: what its value rests on. */
  facts: Facts | null
  /** True where it yields numbers of groups, not only their keys. */
  numbers: boolean
  looked: Looked
}

/**
 * `plainly`: it stands as a condition of its own, where it makes no difference whether it is false or NULL; `decides`:
 * it stands in a condition.
 */
export function followSubquery(
  node: TreeNode,
  scope: Scope,
  tour: Tour,
  { plainly = false, decides = false }: { plainly?: boolean; decides?: boolean } = {},
): FollowedSubquery {
  const holder = child(node, 'subquery')
  const inner = holder === null ? null : child(holder, 'node')
  if (holder === null || inner === null) throw new Unfollowed('shape', { shape: 'subquery' })
  const outer: Outer = { scope, used: [], tied: false }
  const { node: query, relation } = followQuery(inner, tour, outer)
  const rewritten = { ...node, subquery: { ...holder, node: visibleOnly(query, relation, tour) } }
  const numbers =
    relation.level === 'group' && relation.columns.some(({ facts }) => facts !== null && facts.role !== 'key')
  const usedPersonal = outer.used.some((bound) => !bound.column.open)
  const kind = text(node, 'subquery_type')
  const result: FollowedSubquery = {
    node: rewritten,
    personal: outer.tied || usedPersonal,
    caps: [],
    databases: relation.databases,
    used: outer.used,
    facts: null,
    numbers,
    looked: {
      byName:
        relation.byName !== undefined ||
        relation.columns.some(
          // Whether somebody is among persons does not say who it is.
          ({ naming, identity }) => naming !== undefined && (kind === 'SCALAR' || identity !== 'person'),
        ),
      ofPersons: relation.level === 'person',
      around: outer.tied || outer.used.length > 0,
      numbers: new Set([
        ...outer.used.flatMap((bound) => numberNamed(bound, scope) ?? []),
        ...(numbers && !relation.columns.every(isPlace) ? [keyOf(node)] : []),
      ]),
    },
  }
  scope.looked.set(node, result.looked)
  const lost = relation.chosen ?? relation.columns.find((item) => item.lost !== null)?.lost ?? null
  if (relation.level === 'open') {
    // LIMIT among one person's rows, or among open ones, tells about nobody else.
    if (lost !== null && lost.code !== 'limit-in-subquery') throw Unfollowed.of(lost)
    return result
  }
  const isMember = relation.level === 'person' && kind === 'ANY' && isMembership(node, scope, relation)
  const { cap } = relation.level === 'person' ? relation : { cap: null }
  // Rows looked at beside the row around are its own person's only where it is asked whether that person is among them.
  const byKey =
    kind === 'SCALAR' && relation.level === 'group' && outer.used.every((bound) => isGroupKey(bound, scope))
  if (outer.used.length > 0 && !byKey && (!isMember || cap !== null))
    throw new Unfollowed('correlated-subquery')
  if (relation.level === 'person') {
    if (!isMember) throw new Unfollowed('subquery-of-persons')
    // One NULL among the persons makes IN unknown for everybody else, and whether there is one may be told by somebody.
    const mayBeNull = relation.padded || relation.persons[0]!.nullable || relation.columns.length > 1
    if (!plainly && mayBeNull) throw new Unfollowed('membership-with-null')
    if (lost !== null) throw Unfollowed.of(lost)
    result.personal = true
    if (cap !== null) result.caps.push(leastOver(query, tour, ({ alias }) => [column(alias, cap)]))
    return result
  }
  result.personal = true
  if (kind === 'SCALAR') {
    result.facts = scalarFacts(query, relation, tour)
    result.caps.push(...(decides ? deciding(result.facts) : standings(result.facts)))
  } else {
    result.caps.push(leastOver(query, tour, (scope) => rowAndColumns(relation, scope)))
  }
  return result
}

/**
 * `person_id IN (SELECT person_id …)`, `(person_id, day) IN (SELECT person_id, day …)`: whether it holds is told by the
 * row's own person's data.
 */
function isMembership(node: TreeNode, scope: Scope, relation: PersonRelation): boolean {
  const compared = child(node, 'child')
  const person = relation.persons[0]
  if (compared === null || text(node, 'comparison_type') !== 'COMPARE_EQUAL') return false
  const isRow = text(compared, 'class') === 'FUNCTION' && text(compared, 'function_name') === 'row'
  const values = isRow ? children(compared, 'children') : [compared]
  if (relation.persons.length !== 1 || !person || relation.columns.length !== values.length) return false
  return relation.columns.some(({ name }, index) => {
    const value = values[index]!
    if (!sameName(name, person.name) || text(value, 'class') !== 'COLUMN_REF') return false
    const bound = find(texts(value, 'column_names'), scope)
    return bound !== null && classOf(bound, scope) !== null
  })
}

/** A key of the group around: the same subquery for all of its persons, as if it were joined on that key. */
const isGroupKey = (bound: Bound, scope: Scope): boolean =>
  isLocal(bound, scope) && bound.source.relation.level === 'group' && bound.column.facts === null

/** A spread or a quantile: what lies a distance from a mean, or between two quantiles, is asked of each person alone. */
const isPlace = ({ facts }: RelationColumn): boolean =>
  facts?.role === 'percentile' || facts?.moment?.kind === 'spread'

/** The same rows without the hidden columns, which a comparison or a scalar value may not have. */
function visibleOnly(query: TreeNode, relation: Relation, tour: Tour): TreeNode {
  if (relation.level === 'open') return query
  const alias = tour.journey.hidden('s')
  const names = relation.columns.map(() => tour.journey.hidden('c'))
  return select({
    items: names.map((name) => column(alias, name)),
    from: subqueryFrom(query, alias, names),
  })
}

/** Nodes of a subquery whose persons are counted. */
const MOST_NODES = 5_000

interface Over {
  alias: string
}

/** The least of some numbers over all rows of a query; 0 when it has none. */
function leastOver(query: TreeNode, tour: Tour, numbers: (over: Over) => TreeNode[]): TreeNode {
  const alias = tour.journey.hidden('s')
  // It will be written out wherever a number draws on it.
  if (exceeds(query, MOST_NODES)) throw new Unfollowed('not-measured')
  const least = leastOf(numbers({ alias }).map((number) => coalesce(number, integer(0))))
  return scalar(
    select({
      items: [coalesce(call('min', [least]), integer(0))],
      from: subqueryFrom(query, alias),
    }),
  )
}

/** What a row of groups rests on, and each of its columns. */
function rowAndColumns({ rowPersons, columns }: GroupRelation, { alias }: Over): TreeNode[] {
  return [
    column(alias, rowPersons),
    ...columns.flatMap(({ facts }) => (facts === null ? [] : deciding(storedFacts(facts, alias)))),
  ]
}

const storedFacts = (stored: StoredFacts, alias: string): Facts => {
  const hidden = (name: string | null): TreeNode | null => (name === null ? null : column(alias, name))
  return {
    ...plainFacts(column(alias, stored.persons), stored.databases),
    top1: hidden(stored.top1),
    top2: hidden(stored.top2),
    denominator: hidden(stored.denominator),
    fewDecide: stored.fewDecide === true,
    put: stored.put === true,
    holdsSeveral: stored.holdsSeveral === true,
  }
}

/** Of one row; `of`: what a hidden column of it holds. */
function countedOf(
  { role, persons, top1 }: StoredFacts,
  of: (name: string) => TreeNode,
): Pick<Facts, 'counted' | 'sway'> {
  const counted = of(persons)
  const sway = isCount(role)
    ? swayOfContributed({ role, persons: counted, top1: top1 === null ? null : of(top1), oneSign: null })
    : undefined
  return { counted, ...(sway === undefined ? {} : { sway }) }
}

function scalarFacts(query: TreeNode, relation: GroupRelation, tour: Tour): Facts {
  const stored = relation.columns[0]?.facts ?? null
  const { denominator = null, role = 'derived', databases = relation.databases } = stored ?? {}
  return {
    ...plainFacts(
      leastOver(query, tour, ({ alias }) => [
        column(alias, relation.rowPersons),
        ...(stored === null ? [] : [standing(storedFacts(stored, alias))]),
      ]),
      databases,
    ),
    role,
    exactFrom: relation.single === true && relation.chosen === null ? exactFromOf(stored) : null,
    fewDecide: stored?.fewDecide === true,
    put: stored?.put === true,
    holdsSeveral: stored?.holdsSeveral === true,
    ...(stored?.exponential === undefined ? {} : { exponential: stored.exponential }),
    denominator:
      denominator === null ? null : leastOver(query, tour, ({ alias }) => [column(alias, denominator)]),
    ...(stored !== null && isContributed(stored) && relation.single === true
      ? countedOf(stored, (name) => leastOver(query, tour, ({ alias }) => [column(alias, name)]))
      : {}),
    ...(stored !== null && (stored.compound === true || stored.role === 'rate') ? { compound: true } : {}),
  }
}

/**
 * Of one row; where it may be held by two, below three it may be these (`standing`). Of nobody it is not told: a zero is
 * shown in a group of enough persons, and the rows that were looked up may be one's.
 */
function exactFromOf(stored: StoredFacts | null): ExactFrom | null {
  const known = stored === null ? null : exactnessOf(stored)
  if (stored === null || known === null) return null
  const least = stored.top1 === null && stored.top2 === null ? 1 : 3
  return { ...known, persons: Math.max(least, known.persons) }
}
