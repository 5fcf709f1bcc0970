/**
 * Groups made of groups. Who stands behind several groups together is only known from below: at least as many as
 * behind the largest of them. Where parts could cancel, or where the number of groups itself is the value, nobody is
 * claimed.
 */

import { hasSides, isOnOneSide, mayLieBetween } from './between-rows.ts'
import { fractionsOf } from './fractions.ts'
import { type FactsRoom, factsOf, orderLimits, rowFacts } from './group-facts.ts'
import { heldOf } from './held-rows.ts'
import type { TreeNode } from './measure.ts'
import {
  deciding,
  type Facts,
  isCompound,
  isSeveral,
  othersOf,
  remembered,
  standings,
} from './number-facts.ts'
import type { AggregateCall } from './person-parts.ts'
import { ambiguousKeys, type GroupNames, type GroupSource } from './person-passes.ts'
import { pivotedFacts } from './pivoted.ts'
import type { Tour } from './query.ts'
import { type GroupRelation, type RelationColumn, type StoredFacts, sameName, union } from './relation.ts'
import { tellingGroups } from './row-numbers.ts'
import { areByRows, comeAsTheyMet, isKeyColumn, mayOverlap, NO_LIMIT, type Scope, scopeOf } from './scope.ts'
import type { Sway } from './sway.ts'
import {
  both,
  call,
  child,
  children,
  coalesce,
  compare,
  divided,
  either,
  integer,
  isNotNull,
  keyOf,
  leastOf,
  named,
  no,
  nothing,
  select,
  subqueryFrom,
  text,
  texts,
  times,
  when,
} from './tree.ts'
import { behindSum, countsGroups, logged } from './window-facts.ts'

export interface GroupsBlock {
  from: TreeNode
  where: TreeNode | null
  /** The condition before rewriting, to see what it draws on. */
  condition: TreeNode | null
  scope: Scope
  tour: Tour
  keys: TreeNode[]
  rawKeys: TreeNode[]
  sets: number[][]
  aggregates: AggregateCall[]
  rawAggregates: TreeNode[]
}

/** The outer groups as a relation, each with its facts. Throws `Unfollowed`. */
export function groupGroups(block: GroupsBlock, names: GroupNames): GroupSource {
  const { scope, tour } = block
  const room: FactsRoom = { scope, tour, measured: new Map() }
  const condition = block.condition === null ? null : factsOf(block.condition, room)
  const keyFacts = block.rawKeys.map((key) => factsOf(key, room))
  const own = rowFacts(scope) ?? integer(0)
  const limits = [
    ...scope.caps,
    ...orderLimits(scope),
    ...(condition === null ? [] : deciding(condition)),
    ...othersOf(keyFacts),
  ]
  const isByNumber = (fact: Facts | null): boolean => fact !== null && fact.role !== 'key'
  const isClose = mayOverlap(scope) && [...keyFacts, condition].some(isByNumber)
  // As many rows as numbers that differ: of two that count the same persons but for a few it says whether they do.
  const areMerged = mayOverlap(scope) && keyFacts.some(isByNumber) && !areKeysKept(block)
  const decided = (remembered(keyFacts).fewDecide === true || isClose) && block.aggregates.length > 0
  // Which groups are put together is told by whatever is computed over them.
  const row = decided ? integer(0) : leastOf([own, ...limits])
  const isPlain =
    limits.length === (condition === null ? 0 : deciding(condition).length) &&
    (condition === null || condition.role === 'key') &&
    !decided &&
    block.sets.length < 2
  const items = [
    ...block.keys.map((key, index) => named(key, names.keys[index]!)),
    ...block.aggregates.map((aggregate, index) => named(aggregate.node, names.aggregates[index]!)),
  ]
  const kept = new Map<string, string>()
  const keep = (node: TreeNode, kind: string): string => {
    const known = kept.get(keyOf(node))
    if (known !== undefined) return known
    const name = tour.journey.hidden(kind)
    kept.set(keyOf(node), name)
    items.push(named(node, name))
    return name
  }
  const most = (persons: TreeNode): TreeNode => coalesce(call('max', [persons]), integer(0))
  const keyTypes = ambiguousKeys(block.keys.map((shown) => ({ type: null, shown })))
  const rowPersons = keep(
    most(leastOf([row, ...keyTypes, ...keyFacts.flatMap((fact) => (fact === null ? [] : standings(fact)))])),
    'rows',
  )
  const databases = union(scope.databases)
  const columns: RelationColumn[] = [
    ...names.keys.map((name, index): RelationColumn => {
      const fact = keyFacts[index] ?? null
      const facts: StoredFacts | null =
        fact === null || fact.role === 'key'
          ? null
          : {
              ...plain(keep(most(leastOf([row, ...standings(fact)])), 'p')),
              databases: fact.databases,
              ...remembered([fact]),
            }
      return { name, open: false, identity: null, type: null, facts, lost: null }
    }),
    ...names.aggregates.map((name, index): RelationColumn => {
      const aggregate = block.aggregates[index]!
      const open = aggregate.kind === 'grouping'
      const raw = block.rawAggregates[index]!
      const facts = open
        ? null
        : ((block.sets.length < 2
            ? pivotedFacts(aggregate, raw, { room, rawKeys: block.rawKeys, row, isPlain, keep })
            : null) ?? aggregateFacts(aggregate, raw, { room, row, keep, databases }))
      return { name, open, identity: null, type: null, facts, lost: null }
    }),
  ]
  const relation: GroupRelation = {
    level: 'group',
    columns:
      block.sets.length > 1 ? columns : tellingGroups(columns, { names: names.keys, keys: block.keys }),
    single: names.keys.length === 0,
    databases,
    chosen: areMerged ? { code: 'rows-by-number', params: {} } : null,
    rowPersons,
    rowInstitutions: null,
    rowExact: false,
    keyedBy: block.sets.length > 1 ? undefined : names.keys,
    ...(names.keys.length > 0 ? heldOf(scope) : {}),
    overlapping: mayOverlap(scope),
    byRows: areByRows(scope),
  }
  const group = select({
    items,
    from: block.from,
    where: block.where,
    groups: block.keys,
    sets: block.sets,
    orderedBy: names.keys.length,
  })
  return {
    from: subqueryFrom(group, names.alias),
    scope: scopeOf(relation, names.alias),
    measured: new Map(),
  }
}

/** Whether what tells rows apart is among the keys, so that no two of them become one. */
function areKeysKept({ scope: { sources }, rawKeys }: GroupsBlock): boolean {
  const [only, ...more] = sources
  if (only === undefined || more.length > 0 || only.relation.level !== 'group') return false
  const names = rawKeys
    .filter((key) => text(key, 'class') === 'COLUMN_REF')
    .map((key) => texts(key, 'column_names').at(-1)!)
  return only.relation.keyedBy?.every((by) => names.some((name) => sameName(name, by))) === true
}

const plain = (persons: string): StoredFacts => ({
  role: 'derived',
  persons,
  institutions: null,
  top1: null,
  top2: null,
  denominator: null,
  oneSign: null,
  exact: false,
  sway: null,
  databases: [],
})

/** Whether a group of few is among those it is made of says what it decides, whatever is written beside them. */
const ofOpen = (facts: StoredFacts): StoredFacts => ({ ...facts, fewDecide: true })

interface AggregateRoom {
  room: FactsRoom
  row: TreeNode
  keep: (node: TreeNode, kind: string) => string
  databases: string[]
}

function aggregateFacts(
  { kind, node: written }: AggregateCall,
  raw: TreeNode,
  { room, row, keep, databases }: AggregateRoom,
): StoredFacts {
  const args = children(raw, 'children').map((arg) => factsOf(arg, room))
  const rawFilter = child(raw, 'filter')
  const filterFacts = rawFilter === null ? null : factsOf(rawFilter, room)
  const orderedBy = children(child(raw, 'order_bys') ?? {}, 'orders').map(
    (order) => child(order, 'expression')!,
  )
  const orders = orderedBy.map((order) => factsOf(order, room))
  const filter = child(written, 'filter')
  const [x, y] = children(written, 'children')
  const isPick = kind === 'pick-low' || kind === 'pick-high'
  const [chosenBy, taken] = isPick ? [args.slice(1), args.slice(0, 1)] : [[], args]
  const persons = leastOf([
    row,
    ...taken.flatMap((fact) => (fact === null ? [] : standings(fact))),
    ...[...chosenBy, ...orders, filterFacts].flatMap((fact) => (fact === null ? [] : deciding(fact))),
  ])
  const over = (name: string, value: TreeNode, condition: TreeNode | null = filter): TreeNode =>
    call(name, [value], { filter: condition })
  const stored = (value: TreeNode): StoredFacts => ({
    ...plain(keep(coalesce(value, integer(0)), 'p')),
    databases,
    ...remembered([...args, ...orders, filterFacts]),
    ...(args.some((fact) => fact !== null && isCompound(fact)) ? { compound: true } : {}),
  })
  const isClose = mayOverlap(room.scope)
  const isOrdered = [...chosenBy, ...orders].some((fact) => fact !== null && fact.role !== 'key')
  const isChosen = filterFacts !== null && filterFacts.role !== 'key'
  // Which of two rows has more, where both count the same persons but for a few, is told by these.
  if (isClose && (isOrdered || isChosen)) return stored(integer(0))
  const isFirst = FIRST.has(kind) || (isPick && chosenBy.every((fact) => fact === null))
  const isPlaced = orderedBy.some((order) => isKeyColumn(order, room.scope))
  if (isFirst && !isPlaced && comeAsTheyMet(room.scope)) return stored(integer(0))
  if (args.some(isSeveral) && COMPUTED.has(kind)) return stored(integer(0))
  const first = args[0] ?? null
  // What is counted may be a condition, or nothing by one.
  const counted = leastOf([persons, ...args.flatMap((fact) => (fact === null ? [] : deciding(fact)))])
  /** Of a product the fewest behind a factor, those that are one aside. */
  const fewestFactors = (of: TreeNode): TreeNode =>
    over('min', persons, both([filter, compare('COMPARE_NOTEQUAL', of, integer(1))]))
  switch (kind) {
    case 'sum':
    case 'mean': {
      if (written.distinct === true || x === undefined) return stored(integer(0))
      // Of open numbers, as weights are, it is told which groups there are; each is one that may be seen.
      if (first === null) return ofOpen(stored(over('min', persons)))
      if (first.oneSign === null && first.rising !== true) {
        const factor = logged(raw)
        const isChain = kind === 'sum' && factor !== null && factsOf(factor, room)?.rational === true
        return stored(isChain ? fewestFactors(logged(written)!) : integer(0))
      }
      if (first.oneSign === null) {
        const isSomething = compare('COMPARE_NOTEQUAL', x, integer(0))
        const fewest = call('min', [persons], { filter: both([filter, isSomething]) })
        // That few have nothing is told by these few.
        const isNothing = compare('COMPARE_EQUAL', x, integer(0))
        const beside = call('min', [row], { filter: both([filter, isNothing]) })
        const behind = leastOf([coalesce(fewest, integer(0)), coalesce(beside, integer(NO_LIMIT))])
        const moved = kind === 'mean' || first.sway === undefined ? null : swayOfAll(x, first.sway, over)
        return {
          ...stored(when(areOneSign(x, over), behind, integer(0))),
          sway: moved === null ? null : { ...moved, part: keep(moved.part, 'sway') },
        }
      }
      const sure = coalesce(over('bool_and', first.oneSign), no())
      const { enough } = room.tour.journey
      const filtered = (name: string, ...values: TreeNode[]): TreeNode => call(name, values, { filter })
      const isMean = kind === 'mean'
      const isPut = first.put === true
      const given = { role: first.role, isMean, isPut, scope: room.scope, persons, enough, over: filtered }
      const behind = behindSum(call('abs', [x]), given)
      const facts = stored(when(sure, behind, integer(0)))
      const role = kind === 'mean' ? 'mean' : first.role === 'sum' ? 'sum' : 'count'
      const oneSign = keep(sure, 'sign')
      // A person's share in the whole is at most what the largest of each group hold together.
      const share = (top: TreeNode | null): string | null => {
        if (top === null) return null
        const size = call('abs', [x])
        const held = over('sum', times(size, top))
        return keep(
          coalesce(divided(held, call('nullif', [over('sum', size), integer(0)])), integer(0)),
          'top',
        )
      }
      const part = share(first.sway === undefined ? null : coalesce(first.sway.part, integer(1)))
      const sway = part === null ? null : { part, degree: first.sway!.degree }
      return { ...facts, role, oneSign, top1: share(first.top1), top2: share(first.top2), sway }
    }
    case 'extreme-low':
    case 'extreme-high': {
      if (x === undefined || children(written, 'children').length !== 1) return stored(integer(0))
      const name = kind === 'extreme-low' ? 'arg_min' : 'arg_max'
      // That a number leaves something out of the row of few can be why it is another's.
      const isMade = isClose && first?.role === 'derived'
      const behind = isMade ? over('min', persons) : call(name, [persons, x], { filter })
      const facts: StoredFacts = { ...stored(behind), role: 'extreme' }
      return first === null ? ofOpen(facts) : facts
    }
    case 'pick-low':
    case 'pick-high': {
      if (x === undefined || y === undefined || children(written, 'children').length !== 2)
        return stored(integer(0))
      const name = kind === 'pick-low' ? 'arg_min' : 'arg_max'
      return stored(call(name, [persons, y], { filter: both([filter, isNotNull(x)]) }))
    }
    case 'count':
    case 'count-rows':
    case 'count-if':
      return stored(countsGroups(raw, args, room.scope) ? over('min', counted) : integer(0))
    case 'approximate-distinct':
    case 'moments':
      // Of two rows a spread is their difference.
      return stored(isClose ? integer(0) : over('min', persons))
    case 'listing':
      return { ...stored(over('min', persons)), holdsSeveral: true }
    case 'mode':
      // Which number is there twice.
      return stored(isClose ? integer(0) : over('min', persons))
    case 'tail': {
      const behind = over('min', persons)
      // As `WITHIN GROUP` writes it.
      const value = orders.length > 0 ? orders[0]! : first
      const isBetween = value !== null && mayLieBetween(raw)
      const isSide = hasSides(value, room.scope)
      const side = (): TreeNode =>
        isSide ? isOnOneSide(written, (_, name, values) => call(name, values, { filter })) : no()
      return {
        ...stored(isBetween ? when(side(), behind, integer(0)) : behind),
        ...(fractionsOf(orders.length > 0 ? x : y) === 'one' ? {} : { holdsSeveral: true }),
      }
    }
    case 'unknown': {
      const isProduct = text(raw, 'function_name').toLowerCase() === 'product' && !isClose
      return stored(isProduct && first?.rational === true && x !== undefined ? fewestFactors(x) : integer(0))
    }
    default:
      return stored(over('min', persons))
  }
}

/** Of a sum over groups, which one person moves by no more than all of its terms; NULL where it is not known of one. */
function swayOfAll(
  x: TreeNode,
  { part, degree }: Sway,
  over: (name: string, value: TreeNode) => TreeNode,
): Sway {
  const known = coalesce(over('bool_and', isNotNull(part)), no())
  const size = call('nullif', [call('abs', [over('sum', x)]), integer(0)])
  const moved = divided(over('sum', times(call('abs', [x]), part)), size)
  return { part: when(known, moved, nothing()), degree }
}

/** Aggregates that go by which row comes first. */
const FIRST: ReadonlySet<AggregateCall['kind']> = new Set<AggregateCall['kind']>(['any', 'listing', 'mode'])

/** Aggregates that would take a text or a list of several numbers for one. */
const COMPUTED: ReadonlySet<AggregateCall['kind']> = new Set<AggregateCall['kind']>([
  'sum',
  'mean',
  'moments',
  'log-mean',
  'tail',
])

/**
 * True where values are all above zero or all below, so that none takes away from another. Their sum then rests on no
 * fewer than the value with the fewest, those that are zero aside.
 */
function areOneSign(x: TreeNode, over: (name: string, value: TreeNode) => TreeNode): TreeNode {
  const all = (type: string): TreeNode => coalesce(over('bool_and', compare(type, x, integer(0))), no())
  return either([all('COMPARE_GREATERTHANOREQUALTO'), all('COMPARE_LESSTHANOREQUALTO')])
}
