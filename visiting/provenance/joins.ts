/** Joins of every kind: which persons the joined row rests on. */
import type { UnverifiedReason } from '../../shared/model/facts.ts'
import { followCondition } from './expression.ts'
import type { FollowedFrom } from './from-clause.ts'
import { boundFacts, factsOf } from './group-facts.ts'
import { limitHeld, noteHeldBy } from './held-rows.ts'
import { areCrossed, looksUp, type Meeting } from './looked-up.ts'
import type { TreeNode } from './measure.ts'
import { deciding } from './number-facts.ts'
import type { Tour } from './query.ts'
import { isRankReason } from './ranks.ts'
import { sameName, Unfollowed, union } from './relation.ts'
import { equalities } from './row-numbers.ts'
import { besideEvery } from './scenario-tables.ts'
import {
  type Bound,
  classOf,
  findLocal,
  mergedOf,
  numberNamed,
  type Outer,
  ordinalOf,
  type Scope,
  type Source,
  unify,
  written,
} from './scope.ts'
import {
  both as allOf,
  call,
  child,
  coalesce,
  column,
  compare,
  conjuncts,
  exceeds,
  integer,
  keyOf,
  scalar,
  select,
  text,
  texts,
} from './tree.ts'

type FollowFrom = (node: TreeNode, tour: Tour, outer: Outer | null) => FollowedFrom

/**
 * `follow` is `followFrom`, handed in so that the files do not call each other round. Throws `Unfollowed`.
 */
export function joinScopes(
  node: TreeNode,
  tour: Tour,
  outer: Outer | null,
  follow: FollowFrom,
): FollowedFrom {
  const [leftNode, rightNode] = [child(node, 'left'), child(node, 'right')]
  if (leftNode === null || rightNode === null) throw new Unfollowed('shape', { shape: 'join' })
  const left = follow(leftNode, tour, outer)
  // The right side may look at the left one (LATERAL, unnest of a column).
  left.scope.outer = outer
  const lateral: Outer = { scope: left.scope, used: [], tied: false }
  const right = follow(rightNode, tour, lateral)
  const usedHere = lateral.used.filter((bound) => left.scope.sources.includes(bound.source))
  // What the right side makes of a group's number is beside persons' rows without the persons behind it.
  const ofGroups = usedHere.some((bound) => numberNamed(bound, left.scope) !== null)
  if (ofGroups || (usedHere.length > 0 && right.scope.classes.length + right.scope.groups.length > 0)) {
    throw new Unfollowed('lateral')
  }
  if (lateral.tied && usedHere.length === 0 && outer !== null) outer.tied = true

  const kind = text(node, 'join_type')
  const manner = text(node, 'ref_type')
  if (manner === 'POSITIONAL') throw new Unfollowed('positional-join')
  if (!['REGULAR', 'CROSS', 'NATURAL', 'ASOF'].includes(manner)) {
    throw new Unfollowed('join', { join: manner.toLowerCase() })
  }
  if (!['INNER', 'LEFT', 'RIGHT', 'OUTER', 'FULL', 'SEMI', 'ANTI'].includes(kind)) {
    throw new Unfollowed('join', { join: kind.toLowerCase() })
  }
  const using = manner === 'NATURAL' ? commonNames(left.scope, right.scope) : texts(node, 'using_columns')
  // DuckDB would find the hidden columns to join on.
  if (manner === 'NATURAL' && using.length === 0) throw new Unfollowed('join', { join: 'natural' })
  const joined = both(left.scope, right.scope, outer)
  joined.crossed ||= areCrossed({
    using,
    condition: child(node, 'condition'),
    left: left.scope,
    right: right.scope,
  })
  if (manner === 'CROSS' && lateral.used.length === 0) {
    const sides = [left.scope, right.scope]
    joined.beside = sides.flatMap((side) => [...side.beside, ...besideEvery(side)])
  }
  // The last column of an ASOF JOIN is compared by order.
  const equal = manner === 'ASOF' ? using.slice(0, -1) : using
  for (const name of using)
    noteHeldBy([findLocal([name], left.scope), findLocal([name], right.scope)], joined)
  limitHeld(joined)
  const pairs = usingPairs(equal, left.scope, right.scope)
  for (const part of [...equalities(equal, left.scope, right.scope), ...conjuncts(child(node, 'condition'))])
    joined.matches.push({ part, of: cutBy(kind, left.scope, right.scope) })
  if (manner === 'ASOF') joined.nearest.push(...right.scope.sources)
  for (const name of using) {
    for (const side of [left.scope, right.scope])
      joined.chosen ??= unlessMet(findLocal([name], side)?.column.lost ?? null)
  }
  const condition = child(node, 'condition')
  let rewritten = condition
  const isOuter = !['INNER', 'SEMI', 'ANTI'].includes(kind)
  if (condition !== null) {
    const followed = followCondition(condition, joined, tour)
    rewritten = followed.node
    const isGroup = (cap: TreeNode) => joined.groups.some((group) => keyOf(group.expression) === keyOf(cap))
    // A number that let no rows meet is NULL in the row that stands alone, and yet decided that it does.
    joined.caps.push(
      ...followed.draws.caps.flatMap((cap) =>
        !isOuter ? [cap] : isGroup(cap) ? [] : [coalesce(cap, integer(0))],
      ),
    )
    joined.chosen ??= unlessMet(followed.draws.lost)
    joined.databases = union(joined.databases, followed.draws.databases)
    pairs.push(...identityPairs(condition, joined))
  }
  const classesBefore = { left: left.scope.classes.length, right: right.scope.classes.length }
  // Which row is the nearest is said by those that are none: that a small group is, by where the row before it ends.
  if (
    manner === 'ASOF' &&
    (right.scope.groups.length > 0 || (classesBefore.right > 0 && !coversRight(pairs, right.scope)))
  ) {
    throw new Unfollowed('asof-join')
  }
  const split = writtenOut(using, {
    left: left.scope,
    right: right.scope,
    asof: manner === 'ASOF',
    full: kind === 'FULL' || kind === 'OUTER',
  })
  if (kind === 'SEMI' || kind === 'ANTI') {
    if (right.scope.groups.length > 0 || right.scope.caps.length > 0 || right.scope.chosen !== null) {
      throw new Unfollowed('semi-join')
    }
    if (classesBefore.right > 0 && !coversRight(pairs, right.scope)) throw new Unfollowed('semi-join')
    joined.caps.push(
      ...matchPersons({ using, condition, left: left.scope, right: right.scope, joined }, tour),
    )
    const scope = {
      ...left.scope,
      beside: [],
      held: joined.held,
      caps: joined.caps,
      chosen: joined.chosen,
      databases: joined.databases,
    }
    const on = split === null ? {} : { using_columns: [] }
    return {
      node: { ...node, ...on, left: left.node, right: right.node, condition: split ?? rewritten },
      scope,
    }
  }

  const nullsLeft = kind === 'RIGHT' || kind === 'FULL' || kind === 'OUTER'
  const nullsRight = kind === 'LEFT' || kind === 'FULL' || kind === 'OUTER'
  const persons = { left: classesBefore.left > 0, right: classesBefore.right > 0 }
  for (const [a, b] of pairs) {
    const [one, other] = [classOf(a, joined), classOf(b, joined)]
    if (one === null || other === null || one === other) continue
    if (nullsLeft && nullsRight) {
      // Either may be missing: whoever is there is the person.
      tour.journey.requireOneNaming(joined.databases)
      const expression = coalesce(one.expression, other.expression)
      const ordinal = one.ordinal && other.ordinal ? coalesce(one.ordinal, other.ordinal) : null
      unify(joined, one, other)
      Object.assign(classOf(a, joined)!, { expression, ordinal })
    } else if (nullsLeft) {
      const kept = right.scope.classes.includes(other) ? other : one
      const gone = kept === other ? one : other
      const { expression, ordinal, nullable } = kept
      unify(joined, kept, gone)
      Object.assign(classOf(a, joined)!, { expression, ordinal, nullable })
    } else if (nullsRight) {
      const kept = left.scope.classes.includes(one) ? one : other
      const gone = kept === one ? other : one
      const { expression, ordinal, nullable } = kept
      unify(joined, kept, gone)
      Object.assign(classOf(a, joined)!, { expression, ordinal, nullable })
    } else unify(joined, one, other)
  }
  const paired = new Set(pairs.flatMap(([a, b]) => [classOf(a, joined), classOf(b, joined)]))
  for (const item of joined.classes) {
    if (paired.has(item)) continue
    const fromLeft = left.scope.classes.includes(item)
    if (fromLeft ? nullsLeft : nullsRight) item.nullable = true
  }
  if (nullsLeft && nullsRight && persons.left && persons.right && joined.classes.length > 1) {
    throw new Unfollowed('full-join')
  }
  if (nullsRight && persons.right && !persons.left) joined.padded = true
  if (nullsLeft && persons.left && !persons.right) joined.padded = true
  if (nullsRight)
    makeNullable({ node: right.node, scope: right.scope, isAlone: usedHere.length === 0 }, joined)
  if (nullsLeft) makeNullable({ node: left.node, scope: left.scope, isAlone: true }, joined)
  joined.caps.push(...matchPersons({ using, condition, left: left.scope, right: right.scope, joined }, tour))
  // Whether it is found is told by its own columns.
  if (
    kind === 'LEFT' &&
    manner !== 'ASOF' &&
    looksUp({ using, condition, left: left.scope, right: right.scope })
  )
    for (const group of right.scope.groups) group.beside = true
  for (const name of using) {
    const [l, r] = [findLocal([name], left.scope), findLocal([name], right.scope)]
    if (l === null || r === null) throw new Unfollowed('name-unknown', { name })
    joined.merged = joined.merged.filter((item) => !sameName(item.name, name))
    const either = nullsLeft && nullsRight
    joined.merged.push({ name, bound: kind === 'RIGHT' ? [r, l] : [l, r], either, split: split !== null })
  }
  const plain = manner === 'NATURAL' && using.length > 0
  return {
    node: {
      ...node,
      left: left.node,
      right: right.node,
      condition: split ?? rewritten,
      // Hidden columns must not take part in a NATURAL join.
      ...(plain ? { ref_type: 'REGULAR', using_columns: using } : {}),
      ...(split === null ? {} : { using_columns: [] }),
    },
    scope: joined,
  }
}

/** Where rows meet by rank they are pairs. */
const unlessMet = (lost: UnverifiedReason | null): UnverifiedReason | null =>
  lost !== null && isRankReason(lost) ? { ...lost, code: 'window-over-pairs' } : lost

/** The tables of which a person's rows have none where a condition of the join fails. */
function cutBy(kind: string, left: Scope, right: Scope): Source[] {
  const all = [...left.sources, ...right.sources]
  const persons = { left: left.classes.length > 0, right: right.classes.length > 0 }
  const isFull = kind === 'FULL' || kind === 'OUTER'
  if (kind === 'LEFT' || (isFull && !persons.right)) return persons.left ? right.sources : isFull ? [] : all
  if (kind === 'RIGHT' || (isFull && !persons.left)) return persons.right ? left.sources : isFull ? [] : all
  return kind === 'INNER' ? all : []
}

/**
 * Persons behind numbers of groups that decide which rows meet: `ON g.n = 1` tells as much as WHERE. Keys are not
 * among them, whose rows count anyway, nor what a condition beside persons' rows draws on (./expression.ts).
 */
function matchPersons(
  { using, condition, left, right, joined }: Meeting & { joined: Scope },
  tour: Tour,
): TreeNode[] {
  const isNumber = (bound: Bound | null): bound is Bound =>
    bound?.source.relation.level === 'group' && !bound.column.open && bound.column.facts !== null
  const sides = using.map((name) => [findLocal([name], left), findLocal([name], right)].filter(isNumber))
  const caps = sides.flatMap(([one, other]) => {
    if (one === undefined) return []
    // Of two numbers that are equal it cannot be told who makes them so.
    return other === undefined ? deciding(boundFacts(one, joined)) : [integer(0)]
  })
  if (condition === null || joined.classes.length > 0) return caps
  const fact = factsOf(condition, { scope: joined, tour, measured: new Map() })
  return fact === null || fact.role === 'key' ? caps : [...caps, ...deciding(fact)]
}

function both(left: Scope, right: Scope, outer: Outer | null): Scope {
  return {
    sources: [...left.sources, ...right.sources],
    beside: [],
    merged: [...left.merged, ...right.merged],
    classes: [...left.classes, ...right.classes],
    groups: [...left.groups, ...right.groups],
    caps: [...left.caps, ...right.caps],
    institutions: [...left.institutions, ...right.institutions],
    padded: left.padded || right.padded,
    chosen: left.chosen ?? right.chosen,
    databases: union(left.databases, right.databases),
    matches: [...left.matches, ...right.matches],
    nearest: [...left.nearest, ...right.nearest],
    multiplying: [],
    crossed: left.crossed === true || right.crossed === true,
    rows: 'own',
    held: new Set([...left.held, ...right.held]),
    looked: new Map([...left.looked, ...right.looked]),
    outer,
  }
}

interface Side {
  node: TreeNode
  scope: Scope
  /** It can be read by itself, without rows beside it. */
  isAlone: boolean
}

/**
 * An outer join may find nothing on this side, and whose rows it lacks may be told by those who chose its rows: as
 * many stand behind that as behind the least of the rows it has. Where nobody chose among them, there is nobody.
 */
function makeNullable({ node, scope, isAlone }: Side, joined: Scope): void {
  const least = (number: TreeNode): TreeNode => {
    if (!isAlone || exceeds(node, MOST_NODES)) return integer(0)
    return scalar(select({ items: [coalesce(call('min', [number]), integer(0))], from: node }))
  }
  for (const source of scope.sources) {
    source.nullable = true
    if (source.relation.level === 'group') tellWhetherFound(source, [scope, joined])
  }
  for (const group of scope.groups) {
    // Of persons who found no group it is told by a small one that they are not among those who found it.
    const isTold = !group.exact || joined.classes.length > 0
    if (isTold && !group.nullable) group.missing = least(group.expression)
    group.nullable = true
  }
  joined.caps = joined.caps.map((cap) => (scope.caps.includes(cap) ? coalesce(cap, least(cap)) : cap))
}

/** What the query writes beside groups is theirs where it may be missing: that it is there says that they are. */
function tellWhetherFound(source: Source, scopes: Scope[]): void {
  const { relation } = source
  const columns = relation.columns.map((item) => (item.open ? { ...item, open: false } : item))
  source.relation = { ...relation, columns }
  for (const scope of scopes)
    scope.merged = scope.merged.map((merged) => ({
      ...merged,
      bound: merged.bound.map((bound) => {
        const column = columns.find((item) => sameName(item.name, bound.column.name))
        return bound.source === source && column !== undefined ? { source, column } : bound
      }),
    }))
}

/** Nodes of a side that is read once more. */
const MOST_NODES = 5_000

function commonNames(left: Scope, right: Scope): string[] {
  const names = (scope: Scope): string[] =>
    scope.sources.flatMap((source) => source.relation.columns.map((column) => column.name))
  const rights = names(right)
  return [...new Set(names(left))].filter((name) => rights.some((other) => sameName(name, other)))
}

/**
 * USING as a condition that compares persons by their numbers; null where it can stay. Once a name has been written out
 * on one side, every later USING of it has to be.
 */
function writtenOut(
  using: string[],
  { left, right, asof, full }: { left: Scope; right: Scope; asof: boolean; full: boolean },
): TreeNode | null {
  const split = using.some((name) => [left, right].some((side) => mergedOf(name, side)?.split))
  const numbers = using.some((name) => ordinalOf([name], left) !== null && ordinalOf([name], right) !== null)
  if (!split && (!numbers || full)) return null
  const parts = using.map((name, index) => {
    const [a, b] = [ordinalOf([name], left), ordinalOf([name], right)]
    const of = (side: Scope): TreeNode => {
      const bound = findLocal([name], side)
      if (bound === null) throw new Unfollowed('name-unknown', { name })
      const merged = mergedOf(name, side)
      if (merged?.either && !merged.split) return column(name)
      return merged?.split
        ? written(column(name), [name], side)
        : column(bound.source.alias, bound.column.name)
    }
    const last = asof && index === using.length - 1
    const type = last ? 'COMPARE_GREATERTHANOREQUALTO' : 'COMPARE_EQUAL'
    return a && b && !last ? compare(type, a, b) : compare(type, of(left), of(right))
  })
  return allOf(parts)
}

function usingPairs(using: string[], left: Scope, right: Scope): [Bound, Bound][] {
  return using.flatMap((name): [Bound, Bound][] => {
    const [a, b] = [findLocal([name], left), findLocal([name], right)]
    return a !== null && b !== null && classOf(a, left) !== null && classOf(b, right) !== null ? [[a, b]] : []
  })
}

/** Equalities that must hold between columns naming persons. */
export function identityPairs(condition: TreeNode | null, scope: Scope): [Bound, Bound][] {
  return conjuncts(condition).flatMap((part): [Bound, Bound][] => {
    if (text(part, 'type') !== 'COMPARE_EQUAL') return []
    const sides = [child(part, 'left'), child(part, 'right')].map((side) =>
      side !== null && text(side, 'class') === 'COLUMN_REF'
        ? findLocal(texts(side, 'column_names'), scope)
        : null,
    )
    const [a, b] = sides
    if (!a || !b || classOf(a, scope) === null || classOf(b, scope) === null) return []
    return [[a, b]]
  })
}

/** True when every person of the right side is named equal to one of the left. */
function coversRight(pairs: [Bound, Bound][], right: Scope): boolean {
  return right.classes.every((item) =>
    pairs.some(([a, b]) => classOf(a, right) === item || classOf(b, right) === item),
  )
}
