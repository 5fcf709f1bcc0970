/** A select list over persons' rows: the person is carried along, in a hidden column where the list leaves it out. */
import { addedTerms } from './added-conditions.ts'
import { aggregateKind } from './aggregates.ts'
import { blendOf } from './blends.ts'
import { followExpression, followKey, hasWindow } from './expression.ts'
import { siftingOf } from './few-decide.ts'
import type { FollowedFrom } from './from-clause.ts'
import { unnests } from './from-functions.ts'
import { heldOf, madeOfNumbers } from './held-rows.ts'
import type { TreeNode } from './measure.ts'
import type { Modifiers } from './modifiers.ts'
import { originOf } from './origins.ts'
import { type Prepared, withName } from './prepare.ts'
import type { Tour } from './query.ts'
import { lostOfColumn, rankedWith, unlessRank } from './ranks.ts'
import { type Followed, type PersonRelation, type RelationColumn, sameName, union } from './relation.ts'
import { boundIn, crosses, hidesBeside, type Rows, tellingAfter } from './row-numbers.ts'
import {
  type Bound,
  findLocal,
  ordinalOf,
  type PersonClass,
  requireNotChosen,
  type Scope,
  wholeClassOf,
} from './scope.ts'
import { orderOf } from './select.ts'
import { call, child, children, coalesce, integer, keyOf, leastOf, named, text, texts } from './tree.ts'
import { powerOf } from './weighing.ts'
import { chosenByName, namingOf } from './weights.ts'

export interface PersonStage {
  node: TreeNode
  from: FollowedFrom
  where: TreeNode | null
  prepared: Prepared
  tour: Tour
  modifiers: Modifiers
}

/** True when GROUP BY names every person a row rests on: the groups are then persons' rows again. */
export function coversPersons({ keys, sets }: Prepared, scope: Scope): boolean {
  if (sets.length !== 1 || sets[0]!.length !== keys.length) return false
  const named = keys.map((key) => personsNamed(key, scope))
  return scope.classes.every((persons) => named.includes(persons))
}

/** Whose persons an expression names, where it is such a column alone. */
export const personsNamed = (expression: TreeNode, scope: Scope): PersonClass | null =>
  text(expression, 'class') === 'COLUMN_REF' ? wholeClassOf(texts(expression, 'column_names'), scope) : null

const boundTo = (expression: TreeNode, scope: Scope): Bound | null =>
  text(expression, 'class') === 'COLUMN_REF' ? findLocal(texts(expression, 'column_names'), scope) : null

/** What the least or largest is taken of, which has the same type; else the expression itself. */
function ofExtreme(expression: TreeNode): TreeNode {
  const kind = aggregateKind(text(expression, 'function_name').toLowerCase())
  const [only, ...more] = children(expression, 'children')
  const isExtreme = kind === 'extreme-low' || kind === 'extreme-high'
  return isExtreme && only !== undefined && more.length === 0 ? only : expression
}

const blendedAs = (blend: RelationColumn['blend']): Pick<RelationColumn, 'blend'> =>
  blend === undefined ? {} : { blend }

/** Throws `Unfollowed` where a value would rest on others than the row's person. */
export function projectPersons({ node, from, where, prepared, tour, modifiers }: PersonStage): Followed {
  const { scope } = from
  if (prepared.aggregated) requireNotChosen(scope)
  const follow = (expression: TreeNode) => followExpression(expression, scope, tour)
  const items = prepared.items.map((item) => followKey(item.node, scope, tour))
  const keys = prepared.keys.map((key) => followKey(key, scope, tour))
  const having = prepared.having === null ? null : follow(prepared.having)
  const qualify = prepared.qualify === null ? null : follow(prepared.qualify)
  for (const { draws } of [...items, ...keys, ...(having === null ? [] : [having])]) {
    scope.caps.push(...draws.caps)
    scope.databases = union(scope.databases, draws.databases)
  }
  let chosen = scope.chosen
  for (const key of keys) chosen ??= unlessRank(key.draws.lost, scope)
  for (const [index, { draws }] of items.entries())
    if (unnests(prepared.items[index]!.node)) chosen ??= draws.lost
  if (having?.draws.lost) chosen ??= having.draws.lost
  if (qualify !== null) {
    scope.caps.push(...qualify.draws.caps)
    chosen ??= unlessRank(qualify.draws.lost, scope)
  }
  // Which of the person's rows stays goes by the order.
  if (modifiers.distinctOn.length > 0)
    for (const order of [
      ...modifiers.orderExpressions.map(prepared.inline),
      ...modifiers.shownOrders(prepared.items),
    ])
      chosen ??= follow(order).draws.lost
  for (const on of modifiers.distinctOn) chosen ??= follow(prepared.inline(on)).draws.lost
  if (
    modifiers.distinctOn.length > 0 &&
    !modifiers.distinctOn.some((on) => personsNamed(on, scope) !== null)
  ) {
    chosen ??= { code: 'distinct-on', params: {} }
  }
  if (modifiers.distinctOn.length > 0 && scope.classes.length > 1)
    chosen ??= { code: 'distinct-on', params: {} }

  const ordered = orderOf(scope)
  const takesOrder =
    prepared.aggregated ||
    modifiers.distinctOn.length > 0 ||
    prepared.items.some((item) => hasWindow(item.node))
  if (takesOrder || qualify !== null) chosen ??= ordered

  const list = items.map((item, index) => withName(item.node, prepared.items[index]!))
  const hidden = new Map<string, string>()
  const hide = (expression: TreeNode, kind: string): string => {
    const key = keyOf(expression)
    const name = hidden.get(key) ?? tour.journey.hidden(kind)
    if (!hidden.has(key)) list.push(named(expression, name))
    hidden.set(key, name)
    return name
  }
  /** All rows of such a group are one person's. */
  const one = (number: TreeNode): TreeNode => (prepared.aggregated ? call('min', [number]) : number)
  const termsOf = (raw: TreeNode): Pick<RelationColumn, 'terms'> => {
    const terms = prepared.aggregated || hasWindow(raw) || unnests(raw) ? [] : addedTerms(raw, scope)
    // One that the column had before is a hidden column, and has been followed.
    const node = (term: TreeNode): TreeNode =>
      text(term, 'class') === 'COLUMN_REF' ? term : follow(term).node
    return terms.length === 0 ? {} : { terms: terms.map((term) => hide(node(term), 'term')) }
  }
  const isSpread = prepared.items.some((item) => unnests(item.node))
  const telling = tellingAfter(isSpread ? [] : prepared.items.map((item) => item.node), scope)
  const columns = items.map((item, index): RelationColumn => {
    const { node: raw } = prepared.items[index]!
    const bound = boundTo(raw, scope)
    const number = bound === null ? null : ordinalOf(texts(raw, 'column_names'), scope)
    return {
      ordinal: number === null ? null : hide(one(number), 'number'),
      name: prepared.items[index]!.name,
      open: !item.draws.personal && !prepared.aggregated,
      identity: bound?.column.identity ?? null,
      type: (bound ?? boundTo(ofExtreme(raw), scope))?.column.type ?? null,
      facts: null,
      // Whoever has rows at all has one.
      sure: countsRows(raw) ? 'above' : null,
      origin: originOf(raw, scope),
      sifting: siftingOf(raw, scope),
      power: powerOf(raw, scope),
      ...blendedAs(blendOf(raw, scope)),
      ...(prepared.aggregated ? {} : { born: bound?.column.born }),
      naming: namingOf(raw, scope, prepared.where),
      ...madeOfNumbers(raw, scope),
      ...(telling.has(index) ? { tells: telling.get(index)! } : {}),
      ...termsOf(raw),
      lost: lostOfColumn(item.draws.lost, raw, scope),
    }
  })
  const shown = (persons: PersonClass): number =>
    prepared.items.findIndex((item, index) => {
      // Two columns of one name could not be told apart from outside.
      const once = columns.filter((other) => sameName(other.name, columns[index]!.name)).length === 1
      return once && personsNamed(item.node, scope) === persons
    })
  const personOf = (place: number): TreeNode => {
    const item = scope.classes[place]!
    const grouped = prepared.aggregated
      ? prepared.keys.findIndex((key) => personsNamed(key, scope) === item)
      : -1
    return grouped >= 0 ? keys[grouped]!.node : item.expression
  }
  const persons = scope.classes.map((item, place) => {
    const index = shown(item)
    const ordinal = item.ordinal === null ? null : hide(one(item.ordinal), 'number')
    if (index >= 0) return { name: columns[index]!.name, nullable: item.nullable, ordinal }
    return {
      name: hide(personOf(place), 'person'),
      nullable: item.nullable,
      ordinal,
    }
  })
  const capped = scope.caps.length === 0 ? null : leastOf(scope.caps)
  const ranks = [...items, ...keys, ...(qualify === null ? [] : [qualify])].flatMap(
    ({ draws }) => draws.ranks,
  )
  const caps = [
    ...(capped === null ? [] : [prepared.aggregated ? coalesce(one(capped), integer(0)) : capped]),
    ...ranks.map((rank) => rankedWith(rank, personOf(0))),
  ]
  const cap = caps.length === 0 ? null : hide(leastOf(caps), 'cap')
  const place = prepared.aggregated ? undefined : scope.institutions[0]
  const institution = place === undefined ? null : hide(place, 'inst')

  const relation: PersonRelation = {
    level: 'person',
    columns,
    databases: scope.databases,
    chosen,
    persons,
    institution,
    cap,
    padded: scope.padded,
    rows: rowsOf({ prepared, modifiers }, scope),
    repeats: scope.repeats,
    ...heldOf(scope),
    byName: chosenByName(scope, [prepared.where, prepared.having, prepared.qualify]),
    ordered,
  }
  const out: TreeNode = {
    ...node,
    select_list: list,
    from_table: from.node,
    where_clause: where,
    group_expressions: keys.map((key) => key.node),
    group_sets: prepared.sets,
    aggregate_handling: 'STANDARD_HANDLING',
    having: having?.node ?? null,
    qualify: qualify?.node ?? null,
  }
  return { node: out, relation }
}

/** How many rows a person has after the select list. */
function rowsOf({ prepared, modifiers }: Pick<PersonStage, 'prepared' | 'modifiers'>, scope: Scope): Rows {
  const { keys, items, aggregated } = prepared
  // One for each person.
  if (aggregated && keys.every((key) => personsNamed(key, scope) !== null)) return 'own'
  const chosen = [prepared.having, prepared.qualify, ...modifiers.distinctOn].filter((part) => part !== null)
  const decided = [...keys, ...items.map((item) => item.node), ...chosen]
  if (
    scope.rows === 'even' &&
    (chosen.length > 0 || decided.some((part) => crosses(part, scope) || hidesBeside(part, scope)))
  )
    return 'made'
  if (!items.some((item) => unnests(item.node))) return scope.rows
  return items.every((item) => !unnests(item.node) || boundIn(item.node, scope).length === 0) &&
    scope.rows === 'own'
    ? 'even'
    : 'made'
}

/** `count(*)` of a person's rows. */
const countsRows = (item: TreeNode): boolean =>
  text(item, 'class') === 'FUNCTION' &&
  aggregateKind(text(item, 'function_name').toLowerCase()) === 'count-rows' &&
  child(item, 'filter') === null
