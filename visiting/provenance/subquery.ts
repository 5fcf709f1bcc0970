/**
 * Subqueries in expressions. One that only looks at the row's own person is that person's data; one that yields a
 * group's number brings the persons behind that number with it; one that yields a single person's value is refused,
 * because every number computed with it would tell about that person.
 */

import type { Facts } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import { followQuery, type Tour } from './query.ts'
import { type GroupRelation, type PersonRelation, type Relation, sameName, Unfollowed } from './relation.ts'
import { type Bound, classOf, find, type Outer, type Scope } from './scope.ts'
import {
  call,
  child,
  coalesce,
  column,
  exceeds,
  integer,
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
}

export function followSubquery(node: TreeNode, scope: Scope, tour: Tour): FollowedSubquery {
  const holder = child(node, 'subquery')
  const inner = holder === null ? null : child(holder, 'node')
  if (holder === null || inner === null) throw new Unfollowed('shape', { shape: 'subquery' })
  const outer: Outer = { scope, used: [], tied: false }
  const { node: query, relation } = followQuery(inner, tour, outer)
  const rewritten = { ...node, subquery: { ...holder, node: visibleOnly(query, relation, tour) } }
  const usedPersonal = outer.used.some((bound) => !bound.column.open)
  const result: FollowedSubquery = {
    node: rewritten,
    personal: outer.tied || usedPersonal,
    caps: [],
    databases: relation.databases,
    used: outer.used,
    facts: null,
  }
  const lost = relation.chosen ?? relation.columns.find((item) => item.lost !== null)?.lost ?? null
  if (relation.level === 'open') {
    // LIMIT among one person's rows, or among open ones, tells about nobody else.
    if (lost !== null && lost.code !== 'limit-in-subquery') throw Unfollowed.of(lost)
    return result
  }
  if (outer.used.length > 0) throw new Unfollowed('correlated-subquery')
  const kind = text(node, 'subquery_type')
  if (relation.level === 'person') {
    const ok = kind === 'ANY' && isMembership(node, scope, relation)
    if (!ok) throw new Unfollowed('subquery-of-persons')
    if (lost !== null) throw Unfollowed.of(lost)
    result.personal = true
    if (relation.cap !== null) result.caps.push(leastOver(query, [relation.cap], tour))
    return result
  }
  result.personal = true
  if (kind === 'SCALAR') {
    result.facts = scalarFacts(query, relation, tour)
    result.caps.push(result.facts.persons)
    if (result.facts.denominator !== null) result.caps.push(result.facts.denominator)
  } else {
    const all = relation.columns.flatMap((item) =>
      item.facts === null ? [] : [item.facts.persons, item.facts.denominator ?? item.facts.persons],
    )
    result.caps.push(leastOver(query, [relation.rowPersons, ...all], tour))
  }
  return result
}

/** `person_id IN (SELECT person_id …)`: whether it holds is told by the row's own person's data. */
function isMembership(node: TreeNode, scope: Scope, relation: PersonRelation): boolean {
  const compared = child(node, 'child')
  const first = relation.columns[0]
  const person = relation.persons[0]
  if (compared === null || text(compared, 'class') !== 'COLUMN_REF') return false
  if (text(node, 'comparison_type') !== 'COMPARE_EQUAL') return false
  if (relation.persons.length !== 1 || relation.columns.length !== 1 || !first || !person) return false
  if (!sameName(first.name, person.name)) return false
  const bound = find(texts(compared, 'column_names'), scope)
  return bound !== null && classOf(bound, scope) !== null
}

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

/** The least of some numbers over all rows of a query; 0 when it has none. */
function leastOver(query: TreeNode, names: string[], tour: Tour): TreeNode {
  const alias = tour.journey.hidden('s')
  // It will be written out wherever a number draws on it.
  if (exceeds(query, MOST_NODES)) throw new Unfollowed('not-measured')
  const least = leastOf(names.map((name) => coalesce(column(alias, name), integer(0))))
  return scalar(
    select({
      items: [coalesce(call('min', [least]), integer(0))],
      from: subqueryFrom(query, alias),
    }),
  )
}

function scalarFacts(query: TreeNode, relation: GroupRelation, tour: Tour): Facts {
  const value = relation.columns[0]
  const stored = value?.facts ?? null
  const over = (...names: string[]): TreeNode => leastOver(query, names, tour)
  return {
    role: stored?.role ?? 'derived',
    persons: over(relation.rowPersons, stored?.persons ?? relation.rowPersons),
    institutions: null,
    top1: null,
    top2: null,
    denominator: stored?.denominator == null ? null : over(stored.denominator),
    oneSign: null,
    exact: false,
    databases: stored?.databases ?? relation.databases,
  }
}
