/**
 * SELECT with GROUP BY, in two steps: first the groups with their aggregates and facts as one relation, then the
 * select list, HAVING, QUALIFY and ORDER BY as expressions over it.
 */
import { addedConditions } from './added-conditions.ts'
import { aggregateKind } from './aggregates.ts'
import { isBlend } from './blends.ts'
import { countClasses } from './count-classes.ts'
import { followExpression, followKey } from './expression.ts'
import { decidingForm, doFewDecide, siftingOf, withRates } from './few-decide.ts'
import type { FollowedFrom } from './from-clause.ts'
import { groupGroups } from './group-groups.ts'
import { madeOfNumbers, noteSwapped, takenBy } from './held-rows.ts'
import { weightsIn } from './legible-counts.ts'
import { linearForms } from './linear-forms.ts'
import type { TreeNode } from './measure.ts'
import type { Modifiers } from './modifiers.ts'
import { originOf } from './origins.ts'
import { groupPersons } from './person-groups.ts'
import { type AggregateCall, strictOnPersons } from './person-parts.ts'
import { type GroupBlock, type GroupNames, isSure as isSureColumn, nameGroup } from './person-passes.ts'
import type { Item, Prepared } from './prepare.ts'
import { projectGroups } from './project-groups.ts'
import type { Tour } from './query.ts'
import { isRankReason, takenIn, tellsRank, unlessRank } from './ranks.ts'
import { type Followed, type Journey, type RelationColumn, Unfollowed, union } from './relation.ts'
import { crosses, crossesInside } from './row-numbers.ts'
import { type Choosing, withKeys, withScenarios } from './scenario-tables.ts'
import { classOf, find, findLocal, levelOf, requireNotChosen, type Scope, sameKeyOf } from './scope.ts'
import { spans } from './spans.ts'
import { momentOf } from './standard-errors.ts'
import { toldExactlyFrom } from './told-apart.ts'
import { child, children, column, integer, keyOf, mapNode, text, texts, walk } from './tree.ts'
import { twoSides } from './two-sides.ts'
import { namingOf, requireNotWeighed } from './weights.ts'

export interface GroupStageParts {
  from: FollowedFrom
  where: TreeNode | null
  prepared: Prepared
  tour: Tour
  modifiers: Modifiers
}

/** Throws `Unfollowed` where other persons decided which rows there are, and for what cannot be followed. */
export function followGroups({ from, where, prepared, tour, modifiers }: GroupStageParts): Followed {
  const { scope } = from
  requireNotChosen(scope)
  const orders = modifiers.orderExpressions.map(prepared.inline)
  const asked = prepared.having === null ? null : askedOf(prepared.having, scope)
  const taken = prepared.qualify === null ? null : askedOf(prepared.qualify, scope)
  const rated = (part: TreeNode): TreeNode => (levelOf(scope) === 'person' ? withRates(part, scope) : part)
  const ratedItems = prepared.items.map((item): Item => ({ name: item.name, node: rated(item.node) }))
  const ratedOrders = orders.map(rated)
  const run = [...prepared.items.map((item) => item.node), prepared.having, prepared.qualify, ...orders]
  const onlyAsked = [asked, taken, ...ratedOrders, ...ratedItems.map((item) => item.node)]
  const calls = new Map<string, TreeNode>()
  for (const part of run) if (part !== null) collectAggregates(part, calls)
  const shown = calls.size
  for (const part of onlyAsked) if (part !== null) collectAggregates(part, calls)
  const raw = [...calls.values()]
  noteSwapped([...prepared.keys, ...raw], scope)
  if (raw.some((one) => isOfAround(one, scope))) throw new Unfollowed('correlated-subquery')
  const followed = [
    ...prepared.keys.map((key) => followKey(key, scope, tour)),
    ...raw.map((part) => followExpression(part, scope, tour)),
  ]
  /** Ranks may say into which group a row goes, and whether it is taken in. */
  const isKeyOrTakesNone = (index: number): boolean => {
    const aggregate = raw[index - prepared.keys.length]
    const isKey = aggregate === undefined || text(aggregate, 'type') === 'GROUPING_FUNCTION'
    const taken = isKey ? null : takenIn(aggregate)
    return taken === null || followExpression(taken, scope, tour).draws.lost === null
  }
  for (const [index, { draws }] of followed.entries()) {
    const lost = isKeyOrTakesNone(index) ? unlessRank(draws.lost, scope) : draws.lost
    if (lost !== null) throw Unfollowed.of(lost)
    const key = prepared.keys[index]
    if (isRankReason(draws.lost) && key !== undefined && tellsRank(key, scope))
      throw Unfollowed.of({ ...draws.lost!, code: 'rank-as-value' })
    scope.caps.push(...draws.caps)
    // How many rows of two numbers there are says whether they are the same.
    if (key !== undefined && madeOfNumbers(key, scope).numbers === 'several') scope.caps.push(integer(0))
    scope.databases = union(scope.databases, draws.databases)
  }
  // A group of rows that meet a condition has as many of each person's as it leaves.
  if (
    scope.rows === 'even' &&
    prepared.keys.some((key) => text(key, 'class') !== 'COLUMN_REF' && crosses(key, scope))
  )
    scope.rows = 'made'
  const keys = followed.slice(0, prepared.keys.length).map((part) => part.node)
  const aggregates = raw.map((node, index) =>
    describe(node, followed[prepared.keys.length + index]!.node, scope, {
      where: prepared.where,
      keys: prepared.keys,
      journey: tour.journey,
      always: prepared.keys.filter((_, key) => prepared.sets.every((set) => set.includes(key))),
      isShown: index < shown,
    }),
  )

  for (const one of raw) requireNotWeighed(one, scope, prepared.where)
  const names = nameGroup(tour, keys.length, aggregates.length)
  const put = substitution(prepared.keys, raw, names)
  const over = (expression: TreeNode): TreeNode => put(expression, scope)
  const overItem = (item: Pick<Item, 'name' | 'node'>): Item => ({ name: item.name, node: over(item.node) })
  const items = prepared.items.map(overItem)
  const deciding = ratedItems.map(overItem)
  const having = prepared.having === null ? null : over(prepared.having)
  const qualify = prepared.qualify === null ? null : over(prepared.qualify)
  const ordered = orders.map(over)
  const said = [...items.map((item) => item.node), having, qualify, ...ordered]
  const block = { from: from.node, where, scope, tour, keys, sets: prepared.sets, aggregates }
  const source =
    levelOf(scope) === 'person'
      ? groupPersons({ ...block, ...byPerson(said, names, aggregates) }, names)
      : groupGroups(
          { ...block, condition: prepared.where, rawKeys: prepared.keys, rawAggregates: raw },
          names,
        )
  withNamings(
    source.scope,
    names.keys,
    prepared.keys.map((key) => namingOf(key, scope, prepared.where)),
  )
  modifiers.over = (expression) => put(prepared.inline(expression), scope)
  modifiers.scope = source.scope
  return projectGroups({
    from: source.from,
    scope: source.scope,
    tour,
    items,
    deciding: deciding.map((item) => item.node),
    conditions: [
      ...(asked === null ? [] : [over(asked)]),
      ...orderings(modifiers, deciding, ratedOrders.map(over)),
    ],
    orders: ordered,
    ofPersons: levelOf(scope) === 'person',
    where: having,
    qualify,
    asked: taken === null ? null : over(taken),
    limited: modifiers.limited,
    measured: new Map([...source.measured, ...spans(said, names, raw)]),
  })
}

/** What of the expressions over the groups has to be measured person by person. */
function byPerson(
  said: (TreeNode | null)[],
  names: GroupNames,
  aggregates: AggregateCall[],
): Pick<GroupBlock, 'linear' | 'twoSides' | 'classes'> {
  // Persons do not add up to what lies between two numbers that each of them stands beside.
  const areOfOne = (places: Iterable<number>): boolean =>
    new Set([...places].flatMap((place) => aggregates[place]!.takes ?? [])).size < 2
  const linear = linearForms(said, names, aggregates).filter(({ of }) => areOfOne(of))
  const sides = twoSides(said, names, aggregates).filter(({ sides: [a, b] }) => areOfOne([...a.of, ...b.of]))
  const known = new Set([...linear, ...sides].map(({ key }) => key))
  const classes = countClasses(said, { names, aggregates, known })
  return { linear, twoSides: sides, classes: classes.filter(({ counts }) => areOfOne(counts)) }
}

/** Groups by who somebody is keep that of their keys. */
function withNamings({ sources }: Scope, keys: string[], namings: RelationColumn['naming'][]): void {
  for (const { relation } of sources)
    for (const item of relation.columns) item.naming ??= namings[keys.indexOf(item.name)]
}

/** The condition as far as it is asked who decides it. */
const askedOf = (having: TreeNode, scope: Scope): TreeNode =>
  levelOf(scope) === 'person' ? decidingForm(having, scope) : having

/**
 * What decides the order, where it cannot be seen in the row itself, or where LIMIT cuts by it: the row then also
 * tells about those behind it.
 */
export function orderings(modifiers: Modifiers, items: Item[], ordered: TreeNode[]): TreeNode[] {
  // Whatever it is called, and whether it is seen of those that stay: what was cut off went by it.
  if (modifiers.limited) return [...ordered, ...modifiers.shownOrders(items)]
  const shown = new Set(items.map((item) => keyOf(item.node)))
  return ordered.filter((expression) => !shown.has(keyOf(expression)))
}

function collectAggregates(expression: TreeNode, into: Map<string, TreeNode>): void {
  walk(expression, (node) => {
    if (text(node, 'class') === 'SUBQUERY') return false
    const isCall = text(node, 'class') === 'FUNCTION' && aggregateKind(text(node, 'function_name')) !== null
    if (!isCall && text(node, 'type') !== 'GROUPING_FUNCTION') return true
    into.set(keyOf(node), { ...node, alias: '' })
    return false
  })
}

/** Of columns of the query around alone: in SQL it is that query's aggregate, wherever it is written. */
function isOfAround(aggregate: TreeNode, scope: Scope): boolean {
  if (scope.outer === null) return false
  const around = scope.outer.scope
  let isAround = false
  let isOwn = false
  walk(aggregate, (node) => {
    if (text(node, 'class') !== 'COLUMN_REF') return true
    const names = texts(node, 'column_names')
    if (findLocal(names, scope) !== null) isOwn = true
    else isAround ||= find(names, around) !== null
    return false
  })
  return isAround && !isOwn
}

/** Puts columns of the group in place of keys and aggregates. */
function substitution(
  keys: TreeNode[],
  aggregates: TreeNode[],
  names: { alias: string; keys: string[]; aggregates: string[] },
): (expression: TreeNode, scope: Scope) => TreeNode {
  const places = new Map<string, TreeNode>()
  for (const [index, node] of aggregates.entries()) {
    places.set(keyOf(node), column(names.alias, names.aggregates[index]!))
  }
  return (expression, scope) => {
    keys.forEach((node, index) => {
      const key = sameKeyOf(node, scope)
      if (!places.has(key)) places.set(key, column(names.alias, names.keys[index]!))
    })
    const over = (part: TreeNode): TreeNode => mapNode(part, put)
    const put = (node: TreeNode): TreeNode | null => {
      const known = places.get(keyOf(node))
      if (known !== undefined) return { ...known, alias: text(node, 'alias') }
      if (text(node, 'class') === 'SUBQUERY') {
        const compared = child(node, 'child')
        return {
          ...node,
          child: compared === null ? null : over(compared),
          subquery: aroundOnly(child(node, 'subquery')!),
        }
      }
      const place = places.get(sameKeyOf(node, scope))
      return place === undefined ? null : { ...place, alias: text(node, 'alias') }
    }
    /** In a subquery what reads like a key or an aggregate is its own, unless it names a table of this query. */
    const aroundOnly = (query: TreeNode): TreeNode => {
      const own = tablesIn(query)
      return mapNode(query, (node) => {
        const [table, ...rest] = texts(node, 'column_names')
        if (text(node, 'class') !== 'COLUMN_REF' || table === undefined || rest.length === 0) return null
        const place = own.has(table.toLowerCase()) ? undefined : places.get(sameKeyOf(node, scope))
        return place === undefined ? null : { ...place, alias: text(node, 'alias') }
      })
    }
    return over(expression)
  }
}

/** Names under which tables stand in a query, at any depth, in lower case. */
function tablesIn(query: TreeNode): Set<string> {
  const found = new Set<string>()
  walk(query, (node) => {
    // Under another name a table is not in reach by its own.
    const name = text(node, 'alias') || text(node, 'table_name')
    if (name !== '') found.add(name.toLowerCase())
    return true
  })
  return found
}

/** Of what everybody's value goes into. */
const OF_ALL: ReadonlySet<string> = new Set(['sum', 'mean', 'log-mean', 'tail'])

/** What goes by how many rows there are. */
const BY_ROWS: ReadonlySet<string> = new Set([
  ...['count-rows', 'count-if', 'count', 'sum', 'mean', 'log-mean', 'moments'],
])

/**
 * True of a column that may be one number for all but a few by a condition, as whether somebody is one of these: its
 * spread is how many they are, its slope what they come to. Of a sum that is told by who has something.
 */
const mayTell = (value: TreeNode, scope: Scope): boolean =>
  ['switched', 'mixed'].includes(originOf(value, scope)) || siftingOf(value, scope) !== undefined

/** Whether the query may say how many rows each person has, or how many of them an aggregate takes in. */
function numberOf(kind: string, raw: TreeNode, scope: Scope): 'rows' | 'inside' | null {
  if (!BY_ROWS.has(kind) || raw.distinct === true) return null
  if (scope.rows === 'made') return 'rows'
  return scope.rows === 'even' && crossesInside(raw, scope) ? 'inside' : null
}

function describe(
  raw: TreeNode,
  node: TreeNode,
  scope: Scope,
  /** `always`: keys of all grouping sets. */
  {
    always,
    journey,
    isShown,
    ...choosing
  }: Pick<Choosing, 'where' | 'keys'> & { always: TreeNode[]; journey: Journey; isShown: boolean },
): AggregateCall {
  if (text(raw, 'type') === 'GROUPING_FUNCTION') {
    return { node, kind: 'grouping', role: 'constant', everyRow: false, exact: true }
  }
  const kind = aggregateKind(text(raw, 'function_name'))!
  const first = children(raw, 'children')[0]
  const bound =
    first !== undefined && text(first, 'class') === 'COLUMN_REF'
      ? findLocal(texts(first, 'column_names'), scope)
      : null
  const person = bound !== null && classOf(bound, scope) !== null
  const distinct = raw.distinct === true || kind === 'approximate-distinct'
  const unfiltered = child(raw, 'filter') === null
  const [ordered] = children(child(raw, 'order_bys') ?? {}, 'orders')
  const value = kind === 'tail' && ordered !== undefined ? child(ordered, 'expression')! : first
  const isAdditive = (kind === 'sum' || kind === 'mean') && !distinct
  const among = (of: TreeNode): Scope =>
    isAdditive ? withScenarios(scope, { ...choosing, filter: child(raw, 'filter'), value: of }) : scope
  const isMixed = (of: TreeNode): boolean => originOf(of, among(of)) === 'mixed'
  const weighs = first === undefined ? [] : weightsIn(raw, kind, withKeys(among(first), always))
  const spreads = kind === 'moments' ? children(raw, 'children').map((of) => mayTell(of, scope)) : []
  const mixed = (OF_ALL.has(kind) && value !== undefined && isMixed(value)) || spreads.includes(true)
  const blend = kind === 'tail' && value !== undefined && isBlend(value, scope)
  const made = numberOf(kind, raw, scope)
  const isPlain = first === undefined || addedConditions(first, scope).length === 0
  // As the query writes it: of data that happen to be zeros and ones a mean is one of all.
  const isOrNothing = (of: TreeNode): boolean =>
    (originOf(of, scope) === 'switched' && !isSureColumn(of, scope, 'above')) ||
    siftingOf(of, scope) === 'gated'
  const proportion = kind === 'mean' && first !== undefined && isOrNothing(first)
  const call = {
    node,
    kind,
    ...(proportion ? { proportion } : {}),
    ...(kind === 'sum' && !isShown ? { onlyAsked: true } : {}),
    everyRow: kind === 'count-rows' && unfiltered,
    mixed: mixed || blend,
    ...(blend ? { blend } : {}),
    ...(spreads.includes(true) ? { spreads } : {}),
    ...(weighs.length === 0 ? {} : { weighs }),
    moment: momentOf(raw, kind, scope),
    fewDecide: doFewDecide(raw, { kind, scope, grouped: choosing.keys.length > 0 }),
    ...(made === null ? {} : { made }),
    ...(mixed || made !== null || weighs.length > 0 || !isPlain ? { put: true } : {}),
    takes: takenBy(raw, scope),
  }
  // Rows that stand for the absence of persons come and go with them: what ignores these is the persons' alone.
  const isTheirs =
    !scope.padded ||
    [first, child(raw, 'filter')].some(
      (part) => part !== undefined && part !== null && strictOnPersons(part, scope),
    )
  const isTold = mixed || made !== null || weighs.length > 0 || proportion
  const isSure = !distinct && !scope.padded && isPlain && isTold
  const sure = isSure ? { exactFrom: toldExactlyFrom(journey) } : {}
  const plain = isPlain && !mixed && made === null && weighs.length === 0
  switch (kind) {
    case 'count':
    case 'approximate-distinct':
      if (distinct && person) return { ...call, role: 'persons', exact: isTheirs, everyRow: unfiltered }
      return {
        ...call,
        ...sure,
        role: distinct && bound?.column.identity === 'institution' ? 'institutions' : 'count',
        exact: kind === 'count' && isTheirs && made === null,
      }
    case 'count-rows':
    case 'count-if':
      return { ...call, ...sure, role: 'count', exact: isTheirs && made === null }
    case 'sum':
      return { ...call, ...sure, role: 'sum', exact: !distinct && isTheirs && plain }
    case 'mean':
      return { ...call, ...sure, role: 'mean', exact: !distinct && isTheirs && plain && !proportion }
    case 'extreme-low':
    case 'extreme-high':
      return { ...call, role: 'extreme', exact: children(raw, 'children').length === 1 && !scope.padded }
    case 'mode':
    case 'any':
    case 'pick-low':
    case 'pick-high':
      return { ...call, role: 'extreme', exact: false }
    case 'tail':
      return { ...call, role: 'percentile', exact: false }
    case 'listing':
      return { ...call, role: 'individual', exact: false }
    default:
      return { ...call, role: 'derived', exact: false }
  }
}
