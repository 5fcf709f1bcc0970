/** Window functions over grouped rows: each row's value draws on the rows of its frame. */
import type { ColumnRole } from '../../shared/model/facts.ts'
import { aggregateKind } from './aggregates.ts'
import { hasSides, isOnOneSide, mayLieBetween } from './between-rows.ts'
import { writtenNumber } from './case-numbers.ts'
import { fractionsOf } from './fractions.ts'
import { type FactsRoom, factsOf, partsOf, rowFacts } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import {
  deciding,
  type Facts,
  isCompound,
  isSeveral,
  type MadeOf,
  plainFacts,
  remembered,
  standings,
  withOthers,
} from './number-facts.ts'
import { Unfollowed, union } from './relation.ts'
import { areByRows, comeAsTheyMet, isKeyColumn, mayOverlap, NO_LIMIT, type Scope } from './scope.ts'
import {
  call,
  child,
  children,
  coalesce,
  compare,
  divided,
  double,
  integer,
  keyOf,
  leastOf,
  no,
  nothing,
  text,
  times,
  when,
  yes,
} from './tree.ts'

/** A frame of so many rows, as a moving mean has: how many there are is known. */
const isOfSoMany = (node: TreeNode): boolean =>
  [text(node, 'start'), text(node, 'end')].every((end) => /_ROWS$/.test(end))

/** Functions that hand over the value of another row. */
const HANDED = new Set([
  'WINDOW_LAG',
  'WINDOW_LEAD',
  'WINDOW_FIRST_VALUE',
  'WINDOW_LAST_VALUE',
  'WINDOW_NTH_VALUE',
])
const RANKED = new Set(['WINDOW_ROW_NUMBER', 'WINDOW_RANK', 'WINDOW_RANK_DENSE', 'WINDOW_DENSE_RANK'])

/** What part of a sum or mean of means tells of a mean of few. */
const OF_MEANS = 1 / 10
/** What part of a sum of sums is all that it says. */
const OF_SUMS = 9 / 10

/**
 * Who stands behind a sum or mean of numbers of groups: as many as behind one of them, unless a number of few is too large
 * a part of it. A mean of few weighs as much as one of many: where it makes up a tenth or so, what it comes to is the
 * number less the means of others. Sums of few are hidden by those of many until they are nearly all. A mean of sums says
 * how many groups there are, and a sum of what stands beside several how many these are: the smallest decides. So it does
 * where numbers of the query's own stand in the sums, unless they come to one for each: what few of one group were put at
 * is hidden by nobody's values in another. `size`: of
 * a number, without its sign; `over` puts together what the groups have.
 */
export function behindSum(
  size: TreeNode,
  {
    role,
    isMean,
    isPut,
    scope,
    persons,
    enough,
    over,
  }: {
    role: ColumnRole
    isMean: boolean
    /** Numbers of the query's own may stand in them. */
    isPut: boolean
    scope: Scope
    persons: TreeNode
    enough: number
    over: (name: string, ...values: TreeNode[]) => TreeNode
  },
): TreeNode {
  // Of groups of the query's own rows a sum says in how many of them somebody is.
  if (scope.crossed === true || areByRows(scope) || (isMean && role !== 'mean')) return over('min', persons)
  if (isPut && role === 'mean') return over('min', persons)
  const isFew = compare('COMPARE_LESSTHAN', persons, integer(enough))
  const largest = over('max', when(isFew, size, nothing()))
  const isOfMeans = role === 'mean'
  const part = times(over('sum', size), double(isOfMeans ? OF_MEANS : OF_SUMS))
  const weighs = coalesce(compare('COMPARE_GREATERTHANOREQUALTO', largest, part), no())
  const behind = when(
    weighs,
    isOfMeans ? over('min', persons) : over('arg_max', persons, size),
    over('max', persons),
  )
  if (!isPut) return behind
  // Of one each it is how many they are.
  const isOneEach = compare('COMPARE_EQUAL', size, persons)
  return leastOf([behind, over('min', when(isOneEach, integer(NO_LIMIT), persons))])
}

/** Null where neither the rows nor what it draws on rest on anybody; throws `Unfollowed` where the latter alone does. */
export function windowFacts(node: TreeNode, room: FactsRoom): Facts | null {
  const found = factsOfWindow(node, room)
  const drawn = partsOf(node).map((part) => factsOf(part, room))
  if (found === null) return null
  const name = text(node, 'function_name')
  const isOne = fractionsOf(children(node, 'children')[1]) === 'one'
  const lists = aggregateKind(name) === 'listing' || (aggregateKind(name) === 'tail' && !isOne)
  const given = children(node, 'children').map((part) => factsOf(part, room))
  const compound = given.some((part) => part !== null && isCompound(part)) ? { compound: true } : {}
  const facts = {
    ...found,
    ...remembered(drawn),
    ...withOthers([found, ...drawn]),
    ...compound,
    ...(lists ? { holdsSeveral: true } : {}),
  }
  // A rank rests on who decides the order, so that what goes by the rank does.
  return RANKED.has(text(node, 'type')) ? { ...facts, decided: found.persons } : facts
}

function factsOfWindow(node: TreeNode, room: FactsRoom): Facts | null {
  const row = rowFacts(room.scope)
  // Of `first_value(x ORDER BY y) OVER (ORDER BY z)` both orders say whose value it is.
  const orders = ['orders', 'arg_orders']
    .flatMap((field) => children(node, field))
    .map((order) => child(order, 'expression')!)
  const around = [...children(node, 'partitions'), ...orders]
    .map((part) => factsOf(part, room))
    .filter((part) => part !== null)
  const args = children(node, 'children').map((part) => factsOf(part, room))
  const extra = ['offset_expr', 'default_expr', 'start_expr', 'end_expr', 'filter_expr']
    .map((field) => child(node, field))
    .map((part) => (part === null ? null : factsOf(part, room)))
    .filter((part) => part !== null)
  if (row === null) {
    if (around.length + args.filter((part) => part !== null).length + extra.length > 0) {
      throw new Unfollowed('window-across-persons', { function: text(node, 'function_name') })
    }
    return null
  }
  const databases = union(
    ...room.scope.sources.map((source) => source.relation.databases),
    ...args.map((part) => part?.databases ?? []),
  )
  // What says where a row stands: its keys rest on the row's persons, an aggregate on its own.
  const numbers = around.filter((part) => part.role !== 'key')
  // Which of two rows has more, where both count the same persons but for a few, is told by these.
  const isClose = numbers.length > 0 && mayOverlap(room.scope)
  const isUnplaced =
    takesPlaces(node) && comeAsTheyMet(room.scope) && !orders.some((order) => isKeyColumn(order, room.scope))
  const places = [row, ...numbers.flatMap(deciding), ...(isClose || isUnplaced ? [integer(0)] : [])]
  const whole = (persons: TreeNode): TreeNode => over('min', persons, node, 'partition')
  const kind = text(node, 'type')
  const first = args[0] ?? null
  const parts = [...places, ...args.filter((part) => part !== null).flatMap(standings)]

  if (extra.length > 0) return plainFacts(whole(leastOf([...parts, ...extra.flatMap(deciding)])), databases)
  if (RANKED.has(kind)) {
    // Rows further down do not change how many stand before.
    return {
      ...plainFacts(over('min', leastOf(places), node, 'before'), databases),
      rising: true,
      rational: true,
    }
  }
  // Which row nth_value hands over may itself be computed.
  const others = args.slice(1).some((part) => part !== null)
  if (HANDED.has(kind) && first !== null && !others && node.ignore_nulls !== true && places.length === 1) {
    const handedOn = (value: TreeNode): TreeNode => ({
      ...node,
      alias: '',
      children: [value, ...children(node, 'children').slice(1)],
      default_expr: null,
    })
    const handed = handedOn(leastOf([...standings(first), row]))
    const between = rowsBetween(node)
    return {
      ...plainFacts(
        leastOf([
          coalesce(handed, integer(0)),
          ...(between === null ? [] : [over('min', row, between, 'frame')]),
        ]),
        databases,
      ),
      others: whole(leastOf([...standings(first), row])),
      ...handedNumber(first, { number: keyOf(node), persons: coalesce(handedOn(first.persons), integer(0)) }),
      role: first.role === 'key' ? 'derived' : first.role,
      rational: first.rational === true,
      exact: first.exact && (kind === 'WINDOW_LAG' || kind === 'WINDOW_LEAD'),
      ...(first.sway === undefined ? {} : { sway: { ...first.sway, part: handedOn(first.sway.part) } }),
    }
  }
  const name = text(node, 'function_name').toLowerCase()
  const aggregate = kind === 'WINDOW_AGGREGATE' ? aggregateKind(name) : null
  if (
    (aggregate === 'sum' || aggregate === 'mean') &&
    first !== null &&
    places.length === 1 &&
    node.distinct !== true
  ) {
    const oneSign = first.oneSign ?? null
    if (oneSign === null) return chained(node, leastOf(parts), databases) ?? plainFacts(integer(0), databases)
    const behind = leastOf([...standings(first), row])
    const framed = (name: string, ...values: TreeNode[]): TreeNode => over(name, values, node, 'frame')
    const sure = over('bool_and', coalesce(oneSign, yes()), node, 'frame')
    const size = call('abs', [children(node, 'children')[0]!])
    // A person's share in the whole is at most what the largest of each row hold together.
    const share = (top: TreeNode | null): TreeNode | null => {
      if (top === null) return null
      const held = over('sum', times(size, coalesce(top, integer(1))), node, 'frame')
      return coalesce(
        divided(held, call('nullif', [over('sum', size, node, 'frame'), integer(0)])),
        integer(0),
      )
    }
    const { enough } = room.tour.journey
    const isMean = aggregate === 'mean' && !isOfSoMany(node)
    const { role } = first
    const isPut = first.put === true
    const given = { role, isMean, isPut, scope: room.scope, persons: behind, enough, over: framed }
    const known = behindSum(size, given)
    return {
      ...plainFacts(coalesce(when(sure, known, integer(0)), integer(0)), databases),
      top1: share(first.top1),
      top2: share(first.top2),
      ...(first.sway === undefined ? {} : { sway: { ...first.sway, part: share(first.sway.part)! } }),
      rational: true,
      role: aggregate === 'mean' ? 'mean' : first.role === 'sum' ? 'sum' : 'count',
    }
  }
  if (aggregate === 'count' || aggregate === 'count-rows' || aggregate === 'approximate-distinct') {
    if (!countsGroups(node, args, room.scope)) return plainFacts(integer(0), databases)
    const counted = leastOf([...parts, ...args.flatMap((part) => (part === null ? [] : deciding(part)))])
    return { ...plainFacts(over('min', counted, node, 'frame'), databases), rational: true }
  }
  if (name === 'product') {
    const found =
      first?.rational === true && places.length === 1 && !mayOverlap(room.scope)
        ? factors(node, leastOf(parts))
        : integer(0)
    return { ...plainFacts(found, databases), rational: true }
  }
  const isSpread = aggregate === 'moments' && mayOverlap(room.scope)
  // Between two rows it puts what lies on the line through them, and beyond what their difference says.
  if (kind === 'WINDOW_FILL' || (aggregate === 'mode' && mayOverlap(room.scope)))
    return plainFacts(integer(0), databases)
  const isPick = aggregate === 'pick-low' || aggregate === 'pick-high'
  const picks = isPick && mayOverlap(room.scope) && args.slice(1).some((part) => part !== null)
  if (aggregate === 'unknown' || isSpread || picks) return plainFacts(integer(0), databases)
  if (args.some(isSeveral) && !HANDED.has(kind) && aggregate !== 'any')
    return plainFacts(integer(0), databases)
  const behind = whole(leastOf(parts))
  if (aggregate !== 'tail' || first === null || !mayLieBetween(node)) return plainFacts(behind, databases)
  const isSide = hasSides(first, room.scope)
  const side = (): TreeNode =>
    isOnOneSide(node, (like, name, values) => ({ ...like, alias: '', function_name: name, children: values }))
  return plainFacts(isSide ? when(side(), behind, integer(0)) : integer(0), databases)

  /** `sum(ln(x))` is a product of x, as a survival curve is made. */
  function chained(window: TreeNode, persons: TreeNode, from: string[]): Facts | null {
    const factor = name === 'sum' && places.length === 1 && !mayOverlap(room.scope) ? logged(window) : null
    if (factor === null || factsOf(factor, room)?.rational !== true) return null
    return plainFacts(factors({ ...window, children: [factor] }, persons), from)
  }
}

/**
 * The rows of which it must be known that none is of few, where a value comes from a row that is so many rows away or the
 * so many-th: as a window like this one; null where it comes from the row next to this one, or from an end of all rows.
 */
function rowsBetween(node: TreeNode): TreeNode | null {
  const kind = text(node, 'type')
  if (kind === 'WINDOW_LAG' || kind === 'WINDOW_LEAD') {
    const by = child(node, 'offset_expr')
    if (by === null || writtenNumber(by) === 1) return null
    const ends = { start: 'UNBOUNDED_PRECEDING', end: 'UNBOUNDED_FOLLOWING' }
    if (!(writtenNumber(by) > 1)) return { ...node, ...ends }
    return kind === 'WINDOW_LAG'
      ? { ...node, start: 'EXPR_PRECEDING_ROWS', start_expr: by, end: 'CURRENT_ROW_ROWS', end_expr: null }
      : { ...node, start: 'CURRENT_ROW_ROWS', start_expr: null, end: 'EXPR_FOLLOWING_ROWS', end_expr: by }
  }
  const isCounted = (end: string): boolean => /^EXPR_.*_(ROWS|GROUPS)$/.test(text(node, end))
  return kind === 'WINDOW_NTH_VALUE' || isCounted('start') || isCounted('end') ? node : null
}

/** Of a number of a group that is handed over as it is. */
const handedNumber = (
  { madeOf = [] }: Facts,
  handed: Pick<MadeOf, 'number' | 'persons'>,
): Pick<Facts, 'madeOf'> =>
  madeOf.length === 1 ? { madeOf: [{ ...madeOf[0]!, ...handed, moment: undefined, apart: undefined }] } : {}

/** Of `sum(ln(x))`, x. */
export function logged(sum: TreeNode): TreeNode | null {
  const [log] = children(sum, 'children')
  const [x, ...more] = log === undefined ? [] : children(log, 'children')
  const isLog = log !== undefined && /^(ln|log|log2|log10)$/.test(text(log, 'function_name').toLowerCase())
  return isLog && x !== undefined && more.length === 0 ? x : null
}

/** Of a product the fewest behind a factor, those that are one aside. */
function factors(window: TreeNode, persons: TreeNode): TreeNode {
  const [x] = children(window, 'children')
  const isSomething = compare('COMPARE_NOTEQUAL', x!, integer(1))
  return over('min', when(isSomething, persons, nothing()), window, 'frame')
}

/**
 * Whether it is groups that are counted, each once: so few as stand behind the least of them decide how many there are.
 * Rows put beside groups can be as many as a difference of their numbers.
 */
export function countsGroups(node: TreeNode, args: (Facts | null)[], { sources }: Scope): boolean {
  const [only, ...more] = sources
  const isKeyed = more.length === 0 && only?.relation.level === 'group' && only.relation.keyedBy !== undefined
  return isKeyed && (node.distinct !== true || args.every((fact) => fact === null || fact.role === 'key'))
}

/** Where rows tie in a window’s order, these go by the keys they came with (placesIn in ./project-groups.ts). */
export const TIED: ReadonlySet<string> = new Set([
  'WINDOW_ROW_NUMBER',
  'WINDOW_NTILE',
  'WINDOW_LAG',
  'WINDOW_LEAD',
])
const ALIKE_IN_TIES = new Set([...RANKED, 'WINDOW_PERCENT_RANK', 'WINDOW_CUME_DIST', ...TIED])

/** True where it goes by in what order rows come that tie in its own. */
function takesPlaces(node: TreeNode): boolean {
  const type = text(node, 'type')
  if (type !== 'WINDOW_AGGREGATE') return !ALIKE_IN_TIES.has(type)
  const kind = aggregateKind(text(node, 'function_name'))
  const isWhole = text(node, 'start') === 'UNBOUNDED_PRECEDING' && !/_ROWS$/.test(text(node, 'end'))
  return kind === 'any' || kind === 'listing' || !isWhole
}

function over(
  name: string,
  given: TreeNode | TreeNode[],
  like: TreeNode,
  reach: 'frame' | 'partition' | 'before',
): TreeNode {
  const frame =
    reach === 'frame'
      ? {}
      : {
          start: 'UNBOUNDED_PRECEDING',
          end: reach === 'before' ? 'CURRENT_ROW_RANGE' : 'UNBOUNDED_FOLLOWING',
          start_expr: null,
          end_expr: null,
          exclude_clause: 'NO_OTHER',
        }
  const window: TreeNode = {
    ...like,
    alias: '',
    type: 'WINDOW_AGGREGATE',
    function_name: name,
    schema: '',
    catalog: '',
    children: [given].flat(),
    offset_expr: null,
    default_expr: null,
    filter_expr: null,
    ignore_nulls: false,
    distinct: false,
    arg_orders: [],
    ...frame,
  }
  if (reach === 'partition') window.orders = []
  return coalesce(window, name === 'bool_and' ? yes() : integer(0))
}
