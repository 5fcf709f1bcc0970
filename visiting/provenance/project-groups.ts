/** A select list over grouped rows: visible columns as they were, and what each rests on after them. */

import type { UnverifiedReason } from '../../shared/model/facts.ts'
import { hasSubquery } from './exact-sums.ts'
import { followExpression, hasWindow, windowPlaces } from './expression.ts'
import { unnests } from './from-functions.ts'
import { type FactsRoom, factsOf, type Measured, numberOf, orderLimits, rowFacts } from './group-facts.ts'
import { heldOf, mixedOf, noteHeld, noteSwapped, numbersIn } from './held-rows.ts'
import type { TreeNode } from './measure.ts'
import { deciding, type Facts, isCompound, knownWithin, othersOf } from './number-facts.ts'
import type { Item } from './prepare.ts'
import type { Tour } from './query.ts'
import { isRank } from './ranks.ts'
import {
  type Followed,
  type RelationColumn,
  type StoredFacts,
  sameName,
  Unfollowed,
  union,
} from './relation.ts'
import { tellsOf } from './row-numbers.ts'
import { areByRows, type Bound, comeAsTheyMet, findLocal, mayOverlap, type Scope } from './scope.ts'
import { momentKept } from './standard-errors.ts'
import {
  children,
  column,
  greatestOf,
  inOrderOf,
  integer,
  keyOf,
  leastOf,
  mapNode,
  named,
  select,
  text,
  texts,
} from './tree.ts'
import { namingOf } from './weights.ts'
import { TIED } from './window-facts.ts'

export interface GroupStage {
  from: TreeNode
  scope: Scope
  tour: Tour
  items: Item[]
  /** Of each item, as far as it is asked who decides what goes by it. */
  deciding?: TreeNode[]
  /** Conditions on which rows there are: WHERE, HAVING. */
  conditions: TreeNode[]
  /** What ORDER BY goes by, other than columns of the result. */
  orders?: TreeNode[]
  /** True where rows are groups of persons' rows, whose numbers are each counted as they are, in an order or beside it. */
  ofPersons?: boolean
  where: TreeNode | null
  qualify: TreeNode | null
  /** The same, as far as it is asked who decides it. */
  asked?: TreeNode | null
  /** LIMIT cuts the rows. */
  limited: boolean
  measured: Measured
}

/** Throws `Unfollowed` where unnesting makes rows of which it is not known on whom they rest. */
export function projectGroups(stage: GroupStage): Followed {
  const { scope, tour } = stage
  const room: FactsRoom = { scope, tour, measured: stage.measured }
  noteSwapped(
    [...stage.items.map((item) => item.node), ...stage.conditions, stage.qualify, ...(stage.orders ?? [])],
    scope,
  )
  const spread = stage.items.map((item) => spreadOf(item.node, stage))
  if (stage.items.some((item, index) => spread[index] === null && unnests(item.node)))
    throw new Unfollowed('unnest-over-groups')
  const rewrite = (expression: TreeNode): TreeNode =>
    withoutTies(followExpression(expression, scope, tour).node, scope)
  const own = rowFacts(scope)
  const facts = stage.items.map((item, index) =>
    factsOf(spread[index] ?? (isRank(item.node) ? askedAt(stage, index) : item.node), room),
  )
  const kept = orderKept(stage)
  const limits = conditionPersons(
    stage,
    room,
    own,
    orderLimits(scope, ({ source, column }) =>
      kept.some((item) => item.source === source && item.column === column),
    ),
  )
  const chosen = scope.chosen ?? chosenByNumber(stage, room)
  // What is said of the rows that are left over, by a window or by the last of them, says which are not.
  if (chosen !== null && (stage.limited || isReadAcross(stage))) limits.push(integer(0))
  if (isOrderedUnseen(stage)) limits.push(integer(0))
  const databases = union(scope.databases, ...facts.map((fact) => fact?.databases ?? []))
  const ofRow = rowDatabases(stage, room)

  const hidden = new Map<string, { name: string; node: TreeNode }>()
  const keep = (expression: TreeNode, kind: string): string => {
    const key = keyOf(expression)
    const kept = hidden.get(key) ?? {
      name: tour.journey.hidden(kind),
      node: withoutTies(expression, scope),
    }
    hidden.set(key, kept)
    return kept.name
  }
  // An open row (no groups in FROM) exists whoever there is; its cells still rest on what subqueries rest on.
  const base = own ?? openRow(facts, limits)
  const rowPersons = keep(leastOf([base, ...limits]), 'rows')
  const institutions = scope.institutions[0] ?? null
  const rowInstitutions = institutions === null ? null : keep(institutions, 'inst')

  const stored = (fact: Facts, index: number): StoredFacts | null => {
    if (fact.role === 'key' && own !== null && keyOf(fact.persons) === keyOf(own)) return null
    const limited = limits.length > 0
    return {
      role: fact.role,
      persons: keep(leastOf([fact.persons, ...limits]), 'p'),
      institutions: fact.institutions === null ? null : keep(fact.institutions, 'inst'),
      top1: fact.top1 === null ? null : keep(fact.top1, 'top'),
      top2: fact.top2 === null ? null : keep(fact.top2, 'top'),
      denominator: fact.denominator === null ? null : keep(leastOf([fact.denominator, ...limits]), 'den'),
      oneSign: fact.oneSign === null ? null : keep(fact.oneSign, 'sign'),
      exact: fact.exact && !limited,
      exactFrom: limited ? null : (fact.exactFrom ?? null),
      databases: union(fact.databases, ofRow),
      rising: fact.rising === true,
      rational: fact.rational === true,
      fewDecide: fact.fewDecide === true,
      put: fact.put === true,
      ...decidedBy(fact, index),
      holdsSeveral: fact.holdsSeveral === true,
      exponential: fact.exponential,
      ...(fact.logarithm === undefined ? {} : { logarithm: keep(leastOf([fact.logarithm, ...limits]), 'p') }),
      ...(fact.shift === undefined ? {} : { shift: { ...fact.shift, part: keep(fact.shift.part, 'sway') } }),
      ...(fact.others === undefined ? {} : { others: keep(leastOf([fact.others, ...limits]), 'p') }),
      ...compoundOf(fact),
      moment: momentKept(stage.items[index]!.node, (node) => numberOf(node, room)),
      sway: fact.sway === undefined ? null : { ...fact.sway, part: keep(fact.sway.part, 'sway') },
    }
  }
  const compoundOf = (fact: Facts): Pick<StoredFacts, 'compound' | 'apart'> => {
    const known = isCompound(fact) ? knownWithin(fact) : null
    return { compound: isCompound(fact), ...(known === null ? {} : { apart: keep(known, 'p') }) }
  }
  /** One number that is seen of itself, as an order by it shows. */
  const decidedBy = (fact: Facts, index: number): Pick<StoredFacts, 'decided'> => {
    if (fact.fewDecide !== true || spread[index] !== null) return {}
    const by = factsOf(askedAt(stage, index), room)
    if (by === null || (by.fewDecide === true && by.decided === undefined)) return {}
    return { decided: keep(leastOf([...deciding(by), ...limits]), 'p') }
  }
  const several = scope.sources.filter(({ relation }) => relation.single !== true)
  const isOne = several.length === 1
  const columns = stage.items.map((item, index): RelationColumn => {
    const fact = facts[index] ?? null
    return {
      name: item.name,
      open: fact === null,
      identity: null,
      type: null,
      facts: fact === null ? null : stored(fact, index),
      ...(isOne ? tellsOf(item.node, scope) : {}),
      ...mixedOf(item.node, scope),
      naming: namingOf(item.node, scope),
      lost: null,
    }
  })
  const node = select({
    items: [
      ...stage.items.map((item) => named(rewrite(item.node), item.name)),
      ...[...hidden.values()].map(({ name, node: expression }) => named(expression, name)),
    ],
    from: stage.from,
    where: stage.where === null ? null : rewrite(stage.where),
  })
  node.qualify = stage.qualify === null ? null : rewrite(stage.qualify)
  node.modifiers = placesIn(stage, facts)
  return {
    node,
    relation: {
      level: 'group',
      columns,
      databases,
      chosen,
      single: several.length === 0 && spread.every((list) => list === null),
      rowPersons,
      rowInstitutions,
      ordered: kept.map(({ name }) => name),
      keyedBy: spread.every((list) => list === null) ? keysKept(stage) : undefined,
      ...(several.length > 0 ? heldOf(scope) : {}),
      byRows: areByRows(scope),
      overlapping: mayOverlap(scope) || spread.some((list) => list !== null),
      rowExact:
        limits.length === 0 &&
        scope.groups.every(({ exact, nullable, beside }) => beside === true || (exact && !nullable)),
    },
  }
}

/**
 * Where a group stands in several rows, a number of each says which of them stay, and so up to where a small one reaches:
 * nothing may be counted over what is left.
 */
function chosenByNumber({ scope, where, qualify }: GroupStage, room: FactsRoom): UnverifiedReason | null {
  if (!mayOverlap(scope)) return null
  const facts = [where, qualify].map((condition) => (condition === null ? null : factsOf(condition, room)))
  return facts.some((fact) => fact !== null && fact.role !== 'key')
    ? { code: 'rows-by-number', params: {} }
    : null
}

/** Where a group stands in several rows, which of two numbers is more is told by an order by what is not shown. */
function isOrderedUnseen({ scope, items, orders = [], ofPersons }: GroupStage): boolean {
  if (!mayOverlap(scope) || (ofPersons === true && scope.swapped !== true)) return false
  const shown = new Set(items.flatMap((item) => [...numbersIn(item.node, scope)]))
  return orders.some((order) => [...numbersIn(order, scope)].some((number) => !shown.has(number)))
}

/** Whether windows go over the rows that a condition left. */
const isReadAcross = ({ scope, items, where, qualify }: GroupStage): boolean =>
  (where !== null || scope.chosen !== null) &&
  (qualify !== null || items.some((item) => hasWindow(item.node)))

/**
 * Windows, joins and looking up leave rows in an order of their own: that of numbers nobody may see, or of which rows
 * found others. So they are put in the order of the keys they came with; other orders go before it (./modifiers.ts).
 */
function placesIn({ scope, items, where, qualify }: GroupStage, facts: (Facts | null)[]): TreeNode[] {
  const said = [...items.map((item) => item.node), ...(where === null ? [] : [where])]
  const isMoved = qualify !== null || said.some((part) => hasWindow(part) || hasSubquery(part))
  if (!isMoved && !comeAsTheyMet(scope)) return []
  const keys = keysIn(scope)
  // In a FULL JOIN either side may be missing; what is shown of both is left.
  const shown = items.flatMap((_, index) => (facts[index]?.role === 'key' ? [integer(index + 1)] : []))
  return inOrderOf(keys.length > 0 ? keys : shown)
}

/** Keys and open columns of the tables that no outer join leaves out. */
const keysIn = ({ sources }: Scope): TreeNode[] =>
  sources
    .filter(({ nullable }) => !nullable)
    .flatMap(({ relation, alias }) =>
      relation.columns.flatMap((item) => (item.facts === null ? [column(alias, item.name)] : [])),
    )

/** The same within a window: of rows that tie in its order, one would come first by whom it found. */
function withoutTies(expression: TreeNode, scope: Scope): TreeNode {
  if (!comeAsTheyMet(scope)) return expression
  const ties = inOrderOf(keysIn(scope)).flatMap((modifier) => children(modifier, 'orders'))
  return mapNode(expression, (part) => {
    if (text(part, 'class') === 'SUBQUERY') return part
    return TIED.has(text(part, 'type')) ? { ...part, orders: [...children(part, 'orders'), ...ties] } : null
  })
}

/**
 * The list that `unnest` makes rows of, where it is as long as the query says: numbers or texts that are written in it,
 * or quantiles. How many rows there are then tells nothing.
 */
function spreadOf(item: TreeNode, { scope, qualify, limited }: GroupStage): TreeNode | null {
  const [list, ...more] = children(item, 'children')
  if (text(item, 'class') !== 'FUNCTION' || text(item, 'function_name').toLowerCase() !== 'unnest')
    return null
  if (list === undefined || more.length > 0 || qualify !== null || limited) return null
  const isWritten =
    text(list, 'function_name') === 'list_value' &&
    children(list, 'children').every((part) => text(part, 'class') === 'CONSTANT')
  const bound = text(list, 'class') === 'COLUMN_REF' ? findLocal(texts(list, 'column_names'), scope) : null
  return isWritten || bound?.column.facts?.role === 'percentile' ? list : null
}

/** Without what decides whether a row is there, none of its cells would be. */
function rowDatabases({ scope, conditions, qualify }: GroupStage, room: FactsRoom): string[] {
  const always = scope.sources.filter(({ nullable }) => !nullable)
  // In a FULL JOIN each side may be what the row is there for.
  if (always.length === scope.sources.length || always.length === 0) return scope.databases
  const chosenBy = qualify === null ? conditions : [...conditions, qualify]
  return union(
    ...always.map(({ relation }) => relation.databases),
    ...chosenBy.map((condition) => factsOf(condition, room)?.databases ?? []),
  )
}

/** Columns that go on as they are and show in what order the rows came, where nothing else takes up that order. */
function orderKept({ scope, items, qualify, limited }: GroupStage): (Bound & { name: string })[] {
  if (limited || qualify !== null || items.some((item) => hasWindow(item.node))) return []
  return items.flatMap(({ node, name }) => {
    const bound = text(node, 'class') === 'COLUMN_REF' ? findLocal(texts(node, 'column_names'), scope) : null
    const { relation } = bound?.source ?? {}
    const says =
      relation?.level === 'group' && relation.ordered?.some((by) => sameName(by, bound!.column.name))
    return bound !== null && says ? [{ ...bound, name }] : []
  })
}

const askedAt = ({ items, deciding: asked }: GroupStage, index: number): TreeNode =>
  asked?.[index] ?? items[index]!.node

/** What tells the rows apart, where all of it goes on. */
function keysKept({ scope, items }: GroupStage): string[] | undefined {
  const [only, ...more] = scope.sources
  if (only === undefined || more.length > 0 || only.relation.level !== 'group') return undefined
  const names = only.relation.keyedBy?.map(
    (key) =>
      items.find(({ node }) => {
        const isColumn = text(node, 'class') === 'COLUMN_REF'
        const bound = isColumn ? findLocal(texts(node, 'column_names'), scope) : null
        return bound?.source === only && sameName(bound.column.name, key)
      })?.name,
  )
  return names?.every((name) => name !== undefined) ? names : undefined
}

/** Persons behind what decides whether a row is there, and where, if they are not simply the row's own. */
function conditionPersons(
  stage: GroupStage,
  room: FactsRoom,
  own: TreeNode | null,
  orders: TreeNode[],
): TreeNode[] {
  const limits: TreeNode[] = [...stage.scope.caps, ...orders]
  const taken = stage.asked ?? stage.qualify
  for (const condition of [...stage.conditions, ...(taken === null ? [] : [taken])]) {
    const fact = factsOf(condition, room)
    if (fact === null) continue
    // Of a count it is one bit that is told; taken as dominated, no number beside HAVING count(*) could be exact.
    const ofCounts = fact.role === 'count' || (fact.role === 'sum' && fact.ofCounts === true)
    const isBit = ofCounts && fact.fewDecide !== true
    limits.push(...(isBit ? [fact.persons, ...othersOf([fact])] : deciding(fact)))
  }
  const { caps } = stage.scope
  const before = caps.length
  for (const part of [...stage.items.map((item) => item.node), ...stage.conditions, stage.qualify])
    if (part !== null) noteHeld(part, stage.scope)
  limits.push(...caps.slice(before))
  // Windows leave the rows in an order of their own.
  for (const by of stage.items.flatMap((_, index) => windowPlaces(askedAt(stage, index)))) {
    const fact = factsOf(by, room)
    if (fact?.fewDecide === true) limits.push(...deciding(fact))
  }
  const flat = limits.flatMap((limit) =>
    limit.class === 'FUNCTION' && limit.function_name === 'least' ? (limit.children as TreeNode[]) : [limit],
  )
  const known = new Set(own === null ? [] : [keyOf(own)])
  return flat.filter((limit) => !known.has(keyOf(limit)))
}

function openRow(facts: (Facts | null)[], limits: TreeNode[]): TreeNode {
  const persons = facts.filter((fact) => fact !== null).map((fact) => fact.persons)
  if (persons.length > 0) return greatestOf(persons)
  return limits.length > 0 ? leastOf(limits) : integer(0)
}
