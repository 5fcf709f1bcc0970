/**
 * One SELECT: what its rows rest on decides how it is followed. Rows of open tables need nothing; persons' rows carry
 * their person along; groups carry the number of persons behind the row and behind each column.
 */
import type { UnverifiedReason } from '../../shared/model/facts.ts'
import { followCondition } from './expression.ts'
import { type FollowedFrom, followFrom, subqueryOver } from './from-clause.ts'
import { followGroups, orderings } from './group-stage.ts'
import { groupingSetsOf } from './grouping-sets.ts'
import { identityPairs } from './joins.ts'
import type { TreeNode } from './measure.ts'
import { type Modifiers, modifiersOf, putModifiers } from './modifiers.ts'
import { openRows } from './open-rows.ts'
import { overGroups } from './over-groups.ts'
import { type Prepared, prepare } from './prepare.ts'
import { projectGroups } from './project-groups.ts'
import { coversPersons, personsNamed, projectPersons } from './project-persons.ts'
import type { Tour } from './query.ts'
import { unlessRank } from './ranks.ts'
import { type Followed, type Relation, Unfollowed, union } from './relation.ts'
import { settleRows } from './row-numbers.ts'
import { multipliesByName } from './rows-by-name.ts'
import {
  type Bound,
  classOf,
  find,
  findLocal,
  isLocal,
  levelOf,
  type Outer,
  type PersonClass,
  rowPersonsOf,
  type Scope,
  scopeOf,
  unify,
} from './scope.ts'
import { child, children, column, conjuncts, named, select, subqueryFrom, text, texts } from './tree.ts'
import { withoutWindows } from './windows-as-groups.ts'

/** DISTINCT of other than open rows is followed as a grouping. Throws `Unfollowed`. */
export function followSelect(node: TreeNode, tour: Tour, outer: Outer | null): Followed {
  const modifiers = modifiersOf(node)
  if (child(node, 'sample') !== null) throw new Unfollowed('sample')
  const fromScope = (): Scope => followFrom(child(node, 'from_table')!, tour, null).scope
  const put = outer === null ? withoutWindows(node, fromScope, tour.journey) : null
  if (put !== null) return followSelect(put, tour, outer)
  if (!modifiers.distinct) return followPlain(node, modifiers, tour, outer)
  const bare = followPlain(
    { ...node, modifiers: [] },
    { ...modifiers, list: [], distinct: false },
    tour,
    outer,
  )
  if (bare.relation.level === 'open') return followPlain(node, { ...modifiers, distinct: false }, tour, outer)
  const prepared = (): Prepared => {
    const from = followFrom(child(node, 'from_table')!, tour, outer)
    return prepare(node, { ...from.scope, outer })
  }
  return distinctRows(bare, modifiers, tour, prepared)
}

/** DISTINCT is a grouping by all columns. */
export function distinctRows(
  bare: Followed,
  modifiers: Modifiers,
  tour: Tour,
  prepared: () => Prepared | null,
): Followed {
  return rowsOf(bare, modifiers, tour, { prepared, isDistinct: true })
}

/** The same rows as one SELECT, so that an order by which LIMIT cuts is judged as it is there. */
export const plainRows = (bare: Followed, modifiers: Modifiers, tour: Tour): Followed =>
  rowsOf(bare, modifiers, tour, { prepared: () => null, isDistinct: false })

function rowsOf(
  bare: Followed,
  modifiers: Modifiers,
  tour: Tour,
  { prepared, isDistinct }: { prepared: () => Prepared | null; isDistinct: boolean },
): Followed {
  const alias = tour.journey.hidden('s')
  const names = bare.relation.columns.map(() => tour.journey.hidden('c'))
  const relation = withNames(bare.relation, names)
  const from: FollowedFrom = {
    node: subqueryFrom(bare.node, alias, names),
    scope: scopeOf(relation, alias),
  }
  const grouped = select({
    items: names.map((name, index) => named(column(alias, name), bare.relation.columns[index]!.name)),
    from: from.node,
    groups: isDistinct ? names.map((name) => column(alias, name)) : [],
  })
  const followed = followOver(grouped, from, { ...modifiers, list: [], distinct: false }, tour, null)
  return putModifiers(followed, modifiers, { tour, prepared: prepared(), scope: null })
}

function withNames(relation: Relation, names: string[]): Relation {
  const moved = new Map(relation.columns.map((item, index) => [item.name.toLowerCase(), names[index]!]))
  const columns = relation.columns.map((item, index) => ({ ...item, name: names[index]! }))
  if (relation.level === 'open') return { ...relation, columns }
  if (relation.level === 'group')
    return {
      ...relation,
      columns,
      ordered: relation.ordered?.map((name) => moved.get(name.toLowerCase())!),
      keyedBy: relation.keyedBy?.map((name) => moved.get(name.toLowerCase())!),
    }
  return {
    ...relation,
    columns,
    persons: relation.persons.map((person) => ({
      ...person,
      name: moved.get(person.name.toLowerCase()) ?? person.name,
    })),
    institution:
      relation.institution === null
        ? null
        : (moved.get(relation.institution.toLowerCase()) ?? relation.institution),
  }
}

function followPlain(node: TreeNode, modifiers: Modifiers, tour: Tour, outer: Outer | null): Followed {
  const layers = overGroups(node)
  if (layers === null) {
    const from = followFrom(child(node, 'from_table')!, tour, outer)
    return followOver(node, from, modifiers, tour, outer)
  }
  const { groups, around, merge } = layers
  const from = followFrom(child(groups, 'from_table')!, tour, outer)
  if (levelOf(from.scope) === 'person') {
    const made = prepare(groups, from.scope)
    const ofOne = made.keys.some((key) => personsNamed(key, from.scope) !== null)
    if (!ofOne) return followOver(node, from, modifiers, tour, outer, merge(made))
  }
  // Rows of one person each, or groups of groups, where persons are not counted one by one: as it is written.
  let followed = followOver(groups, from, modifiersOf(groups), tour, outer)
  for (const layer of around) {
    const source = subqueryOver(child(layer, 'from_table')!, followed, tour)
    followed = followOver(layer, source, layer === node ? modifiers : modifiersOf(layer), tour, outer)
  }
  return followed
}

/**
 * The SELECT `node` over a FROM that was followed before; its own FROM is not looked at. Throws `Unfollowed`.
 */
export function followOver(
  node: TreeNode,
  from: FollowedFrom,
  modifiers: Modifiers,
  tour: Tour,
  outer: Outer | null,
  prepared = prepare(node, from.scope),
): Followed {
  const { scope } = from
  scope.outer = outer
  const sets = groupingSetsOf(node, prepared, scope)
  if (sets !== null) tour.journey.groupingSets.set(node, sets)
  const where = prepared.where === null ? null : followCondition(prepared.where, scope, tour)
  if (where !== null) {
    for (const [a, b] of identityPairs(prepared.where, scope)) {
      const [one, other] = [classOf(a, scope), classOf(b, scope)]
      if (one !== null && other !== null) unify(scope, one, other)
    }
    requirePersons(prepared.where, scope)
    tieToOuter(prepared.where, scope)
    scope.databases = union(scope.databases, where.draws.databases)
    if (levelOf(scope) === 'person') {
      scope.caps.push(...where.draws.caps)
    }
  }
  if (levelOf(scope) === 'person') scope.caps.push(...rowPersonsOf(scope))
  const isGrouped = prepared.aggregated && prepared.sets.length === 1 && !coversPersons(prepared, scope)
  settleRows(scope, { where: prepared.where, keys: isGrouped ? prepared.keys : [] })
  if (where !== null)
    scope.chosen ??= levelOf(scope) === 'person' ? unlessRank(where.draws.lost, scope) : where.draws.lost
  if (levelOf(scope) === 'person' && multipliesByName(scope, prepared))
    scope.chosen ??= { code: 'rows-by-person', params: {} }
  const whereNode = where?.node ?? null
  const finish = (followed: Followed): Followed => {
    const put = putModifiers(followed, modifiers, { tour, prepared, scope })
    return isOfOne(node) ? { ...put, relation: { ...put.relation, single: true } } : put
  }

  switch (levelOf(scope)) {
    case 'person': {
      if (!prepared.aggregated) {
        return finish(projectPersons({ node, from, where: whereNode, prepared, tour, modifiers }))
      }
      if (coversPersons(prepared, scope)) {
        return finish(projectPersons({ node, from, where: whereNode, prepared, tour, modifiers }))
      }
      return finish(followGroups({ from, where: whereNode, prepared, tour, modifiers }))
    }
    case 'group':
      if (prepared.aggregated) {
        return finish(followGroups({ from, where: whereNode, prepared, tour, modifiers }))
      }
      return finish(
        projectGroups({
          from: from.node,
          scope,
          tour,
          items: prepared.items,
          conditions: [
            ...(prepared.where === null ? [] : [prepared.where]),
            ...orderings(modifiers, prepared.items, modifiers.orderExpressions.map(prepared.inline)),
          ],
          orders: modifiers.orderExpressions.map(prepared.inline),
          where: prepared.where,
          qualify: prepared.qualify,
          limited: modifiers.limited,
          measured: new Map(),
        }),
      )
    case 'open':
      return finish(openRows({ node, from, prepared, tour, drawn: where?.draws ?? null, whereNode }))
  }
}

/** LIMIT 1. */
const isOfOne = (node: TreeNode): boolean =>
  children(node, 'modifiers').some(
    (modifier) =>
      text(modifier, 'type') === 'LIMIT_MODIFIER' &&
      child(child(modifier, 'limit') ?? {}, 'value')?.value === 1,
  )

/** `WHERE x.person_id IS NOT NULL` takes out rows that stand for the absence of persons. */
function requirePersons(condition: TreeNode | null, scope: Scope): void {
  for (const part of conjuncts(condition)) {
    const tested =
      text(part, 'type') === 'OPERATOR_IS_NOT_NULL' ? (part.children as TreeNode[])[0] : undefined
    if (tested === undefined || text(tested, 'class') !== 'COLUMN_REF') continue
    const bound = findLocal(texts(tested, 'column_names'), scope)
    const persons = bound === null ? null : classOf(bound, scope)
    if (persons === null) continue
    persons.nullable = false
    if (scope.classes.length === 1) scope.padded = false
  }
}

/** Set where other persons decided in what order the rows come. */
export function orderOf(scope: Scope): UnverifiedReason | null {
  for (const { relation } of scope.sources)
    if (relation.level === 'person' && relation.ordered) return relation.ordered
  return null
}

/** `WHERE inner.person_id = outer.person_id`: the subquery looks at the person of a row around it only. */
function tieToOuter(condition: TreeNode | null, scope: Scope): void {
  const { outer } = scope
  if (outer === null || scope.groups.length > 0) return
  if (scope.caps.length > 0 || scope.chosen !== null || scope.padded || orderOf(scope) !== null) return
  const tied = new Set<PersonClass>()
  for (const part of conjuncts(condition)) {
    if (text(part, 'type') !== 'COMPARE_EQUAL') continue
    const [left, right] = [child(part, 'left')!, child(part, 'right')!]
    if (text(left, 'class') !== 'COLUMN_REF' || text(right, 'class') !== 'COLUMN_REF') continue
    const [a, b] = [find(texts(left, 'column_names'), scope), find(texts(right, 'column_names'), scope)]
    if (a === null || b === null) continue
    const [inner, beyond] = isLocal(a, scope) ? [a, b] : [b, a]
    const own = isLocal(inner, scope) && !isLocal(beyond, scope) ? classOf(inner, scope) : null
    if (own !== null && namesPersonAround(beyond, outer)) tied.add(own)
  }
  if (scope.classes.length === 0 || !scope.classes.every((persons) => tied.has(persons))) return
  scope.classes = []
  outer.tied = true
}

/** True for a column that names a person in the query around, or in one around that. */
function namesPersonAround(bound: Bound, outer: Outer): boolean {
  if (isLocal(bound, outer.scope)) return classOf(bound, outer.scope) !== null
  return outer.scope.outer !== null && namesPersonAround(bound, outer.scope.outer)
}
