/**
 * The part one person has in an aggregate, and how the persons who matter are counted from the parts:
 * a sum by those whose parts are not zero, a mean by those with a value, an extreme by those who hold it.
 */
import type { ColumnRole, ExactFrom } from '../../shared/model/facts.ts'
import { addedConditions } from './added-conditions.ts'
import { type AggregateKind, STRICT } from './aggregates.ts'
import { fractionsOf } from './fractions.ts'
import type { TreeNode } from './measure.ts'
import { nonZero } from './person-passes.ts'
import { classOf, find, findLocal, type PersonClass, type Scope } from './scope.ts'
import { asDouble, dated, numeric, ofShare, sharesOf, spreadShares } from './shares.ts'
import type { Moment } from './standard-errors.ts'
import { betweenCommon, type Told, toldApart, toldByNumber } from './told-apart.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  compare,
  either,
  integer,
  isNotNull,
  isNull,
  keyOf,
  leastOf,
  literal,
  text,
  texts,
  when,
} from './tree.ts'

/** Numbers, dates and times: what lies between two of them says little of either. */
const isQuantity = (value: TreeNode): TreeNode =>
  call('regexp_full_match', [
    call('typeof', [value]),
    literal('U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|DATE|TIME.*|INTERVAL'),
  ])

export interface AggregateCall {
  /** Numbers of groups beside persons' own values (./held-rows.ts). */
  takes?: string[]
  node: TreeNode
  kind: AggregateKind | 'grouping'
  role: ColumnRole
  /** True where every row of the group enters. */
  everyRow: boolean
  exact: boolean
  /** Where that is not said of every group: from how many persons on it holds. */
  exactFrom?: ExactFrom
  /** What it decides may be one person's doing (./few-decide.ts). */
  fewDecide?: boolean
  /** The query does not show it: what it is of may be no number, though it is a sum. */
  onlyAsked?: boolean
  moment?: Moment | undefined
  /** Numbers of the query may stand among persons' values (./origins.ts). */
  mixed?: boolean
  /** Of a quantile: of values that are made of several numbers (./blends.ts). */
  blend?: boolean
  /** A mean of one number or zero, or of a value or zero by a condition: a share, whose numerator is of those who have it. */
  proportion?: boolean
  /** The same of each column of a spread, also where it is one thing or nothing by a condition. */
  spreads?: boolean[]
  /** Of what is added up, and of each of its terms: whether they may be weights (./legible-counts.ts). */
  weighs?: boolean[]
  /** Numbers of the query's own may be in what is added up, as values, terms, weights or rows. */
  put?: boolean
  /** How many rows a person has, or how much of it is taken in, may be a number of the query (./row-numbers.ts). */
  made?: 'rows' | 'inside'
}

export interface Part {
  /** Over the persons' rows: how many matter. A number where nothing more is known. */
  persons: TreeNode | number
  top1: TreeNode | null
  top2: TreeNode | null
  oneSign: TreeNode | null
  /** Additive aggregates and means: the person's part as a number. */
  sum: TreeNode | null
  /** Means, spreads and numbers of persons: how many of the person's rows enter. */
  held: TreeNode | null
  /** Shares: how many have a part in what is left of it. */
  rest?: TreeNode
  /** Means of persons' own values: which part of the rows the person of most of them has. */
  most?: TreeNode
  /** count(DISTINCT x): what is held; measured on its own. */
  apart: { value: TreeNode; filter: TreeNode | null } | null
}

export interface PartRoom {
  scope: Scope
  persons: PersonClass
  /** Keeps an aggregate over one person's rows; answers the column it is in. */
  part: (node: TreeNode) => TreeNode
  /** Keeps an aggregate over all rows of the group, to be compared with. */
  helper: (node: TreeNode) => TreeNode
  /** The value of an aggregate of the group. */
  value: (index: number) => TreeNode
  /** Says that group values are compared with. */
  uses: () => void
  /** True when the rows rest on one class of persons. */
  alone: boolean
  /** From so many persons told apart on, a number rests on all. */
  enough: number
  /** Fewer persons than these are masked. */
  minimum: number
}

const none: Part = { persons: 0, top1: null, top2: null, oneSign: null, sum: null, held: null, apart: null }

/** `index` is the aggregate's place among those of the grouping. */
export function partOf(aggregate: AggregateCall, index: number, room: PartRoom): Part {
  const part = partAsRead(aggregate, index, room)
  const { node, made } = aggregate
  if (made === undefined || typeof part.persons === 'number' || part.apart !== null) return part
  // A sum tells by what it is of each, a mean by how many rows it is of, too.
  const counted = both([child(node, 'filter'), ...children(node, 'children').map(isNotNull)])
  const rows = room.part(call('count_star', [], { filter: counted }))
  const numbers = [
    ...(part.sum === null ? [] : [part.sum]),
    ...(made === 'rows' || part.sum === null ? [rows] : []),
  ]
  let told: Told = { persons: part.persons, top1: part.top1, top2: part.top2 }
  for (const number of new Map(numbers.map((one) => [keyOf(one), one])).values())
    told = toldByNumber(told, number, room)
  return { ...part, ...told, persons: told.persons }
}

function partAsRead(aggregate: AggregateCall, index: number, room: PartRoom): Part {
  const { node, kind } = aggregate
  if (kind === 'grouping') return none
  const args = children(node, 'children')
  const filter = child(node, 'filter')
  const [x, y] = args
  const some = (condition: TreeNode): TreeNode => call('count_star', [], { filter: condition })
  const positive = (count: TreeNode): TreeNode => compare('COMPARE_GREATERTHAN', count, integer(0))
  const countOf = (values: TreeNode[]): TreeNode =>
    room.part(call('count_star', [], { filter: both([filter, ...values.map(isNotNull)]) }))
  /** No more than stand behind a term with a condition, where anybody does. */
  const as = kind === 'mean' || aggregate.onlyAsked === true ? dated : numeric
  const limited = (persons: TreeNode): TreeNode => {
    const few = args
      .flatMap((arg) => addedConditions(arg, room.scope))
      .map((term) => {
        // However little: in a decimal number there is room for a value below any.
        const size = call('abs', [coalesce(room.part(call('sum', [as(term)], { filter })), integer(0))])
        const held = some(positive(size))
        return when(compare('COMPARE_EQUAL', held, integer(0)), persons, held)
      })
    return leastOf([persons, ...few])
  }
  const among = (known: Told, asked: { value: TreeNode; as: typeof numeric; total: TreeNode }): Told => {
    // Where the query makes rows, too, totals are asked about anyway.
    const total = aggregate.made === undefined ? asked.total : null
    return aggregate.mixed === true ? toldApart(known, { ...asked, filter, total }, room) : known
  }
  /** Whose least or largest value it is. */
  const hold = (value: TreeNode, { low, high }: { low: TreeNode; high: TreeNode }): TreeNode =>
    either([isSameValue(low, value), isSameValue(high, value)])

  // A row that stands for the absence of persons appears when somebody is removed: only what ignores it is counted.
  if (room.scope.padded) {
    const ignores =
      (x !== undefined && strictOnPersons(x, room.scope)) ||
      (filter !== null && strictOnPersons(filter, room.scope))
    if (!ignores || ['any', 'listing', 'unknown'].includes(kind)) return none
  }
  if (node.distinct === true && !['count', 'extreme-low', 'extreme-high'].includes(kind)) return none
  switch (kind) {
    case 'count-rows': {
      const sum = room.part(call('count_star', [], { filter }))
      const persons = filter === null ? call('count_star', []) : some(positive(sum))
      return { ...none, ...sharesOf([sum]), persons, sum, oneSign: always() }
    }
    case 'count-if': {
      const sum = room.part(call('count_star', [], { filter: both([filter, x ?? null]) }))
      return { ...none, ...sharesOf([sum]), persons: some(positive(sum)), sum, oneSign: always() }
    }
    case 'approximate-distinct':
    case 'count': {
      if (node.distinct === true || kind === 'approximate-distinct') {
        if (args.length !== 1 || x === undefined) return none
        // Every row has its person: the persons of the group, under one name with them.
        if (filter === null && namesPerson(x, room) && !isNullable(x, room.scope)) {
          return { ...none, persons: call('count_star', []), oneSign: always(), held: integer(1) }
        }
        if (namesPerson(x, room)) {
          const held = countOf([x])
          return { ...none, persons: some(positive(held)), oneSign: always(), held }
        }
        // Of rows with several persons it cannot be told who alone brings a value in.
        if (!room.alone || kind === 'approximate-distinct') return none
        return { ...none, apart: { value: x, filter } }
      }
      const sum = countOf(args)
      return { ...none, ...sharesOf([sum]), persons: some(positive(sum)), sum, oneSign: always() }
    }
    case 'sum': {
      if (x === undefined) return none
      const sum = room.part(call('sum', [as(x)], { filter }))
      const oneSign = call('bool_and', [
        compare('COMPARE_GREATERTHANOREQUALTO', coalesce(sum, integer(0)), integer(0)),
      ])
      const known = { persons: limited(some(nonZero(sum))), ...sharesOf([sum]) }
      const told = among(known, { value: x, as, total: sum })
      if (room.alone) return { ...none, ...told, sum, oneSign }
      // A person may stand on both sides of a pair; only parts of one sign cannot cancel.
      const lowest = room.part(call('min', [as(x)], { filter }))
      const sure = coalesce(call('min', [lowest]), integer(0))
      const persons = when(
        compare('COMPARE_GREATERTHANOREQUALTO', sure, integer(0)),
        told.persons,
        integer(0),
      )
      return { ...none, ...told, persons }
    }
    case 'mean': {
      if (x === undefined) return none
      const sum = room.part(call('sum', [as(x)], { filter }))
      const oneSign = call('bool_and', [
        compare('COMPARE_GREATERTHANOREQUALTO', coalesce(sum, integer(0)), integer(0)),
      ])
      const { top1, top2 } = sharesOf([sum])
      const held = countOf([x])
      // Values that are nothing of these: nothing is proven of them.
      const isNone = both([isNull(call('max', [sum])), positive(call('sum', [held]))])!
      const known = (share: TreeNode | null): TreeNode => when(isNone, integer(1), share!)
      const all = limited(some(positive(held)))
      const share = (having: TreeNode): TreeNode => ofShare(some(having), all, room.enough)
      const without = both([filter, compare('COMPARE_EQUAL', asDouble(x, room.scope), integer(0))])
      const isShare = aggregate.proportion === true
      const persons = isShare ? share(nonZero(sum)) : all
      const rest = isShare
        ? { rest: share(positive(room.part(call('count_star', [], { filter: without })))) }
        : {}
      const told = among({ persons, top1: known(top1), top2: known(top2) }, { value: x, as, total: sum })
      const most = aggregate.put === true ? {} : { most: sharesOf([held]).top1! }
      return { ...none, ...told, ...rest, ...most, sum, held, oneSign }
    }
    case 'moments': {
      const counted = both([filter, ...args.map(isNotNull)])
      const held = countOf(args)
      const { top1, top2 } = spreadShares(args, { filter, counted }, room)
      let told: Told = { persons: limited(some(positive(held))), top1, top2 }
      for (const [place, value] of args.entries()) {
        if (aggregate.spreads?.[place] !== true) continue
        const total = aggregate.made === undefined ? numberSum(value, counted, room) : null
        told = toldApart(told, { value, as, filter: counted, total }, room)
      }
      return { ...none, ...told, held }
    }
    case 'log-mean': {
      if (x === undefined) return none
      const isAbove = compare('COMPARE_GREATERTHAN', numeric(x), integer(0))
      const logs = room.part(call('sum', [when(isAbove, call('ln', [numeric(x)]), integer(0))], { filter }))
      const persons = limited(some(positive(countOf(args))))
      const told = among({ persons, ...sharesOf([logs]) }, { value: x, as, total: logs })
      return { ...none, ...told }
    }
    case 'extreme-low':
    case 'extreme-high': {
      if (args.length !== 1 || x === undefined) return { ...none, persons: 1 }
      const part = room.part({ ...node, alias: '', distinct: false })
      return { ...none, persons: some(isSameValue(part, room.value(index))) }
    }
    case 'tail': {
      const within = children(child(node, 'order_bys') ?? {}, 'orders').map(
        (order) => child(order, 'expression')!,
      )
      const value = within[0] ?? x
      const fraction = within.length > 0 ? x : y
      if (value === undefined || within.length > 1) return none
      const several = fractionsOf(fraction)
      if (several === null) return none
      const low = room.part(call('min', [value], { filter }))
      const high = room.part(call('max', [value], { filter }))
      const group = room.value(index)
      const shown =
        several === 'one' ? [group] : several.map((at) => call('list_extract', [group, integer(at)]))
      const beyond = shown.flatMap((quantile) => [
        some(compare('COMPARE_LESSTHANOREQUALTO', low, quantile)),
        some(compare('COMPARE_GREATERTHANOREQUALTO', high, quantile)),
        // The middle of texts is one person's text, a pseudonym or a whole record written as one.
        some(either([isQuantity(quantile), hold(quantile, { low, high })])),
      ])
      const asked = { low, high, value, filter, shown }
      const isBlend = aggregate.blend === true
      // Of numbers: a median of whole ones is a double, whose text is another.
      const held = isBlend
        ? shown.map((quantile) =>
            some(either([low, high].map((of) => compare('COMPARE_EQUAL', of, quantile)))),
          )
        : []
      const told = aggregate.mixed === true && !isBlend ? betweenCommon(asked, room) : held
      return { ...none, persons: leastOf([...beyond, ...told]) }
    }
    case 'mode':
    case 'any': {
      if (args.length !== 1 || x === undefined) return { ...none, persons: 1 }
      const low = room.part(call('min', [x], { filter }))
      const high = room.part(call('max', [x], { filter }))
      const group = room.value(index)
      if (kind === 'mode') {
        return {
          ...none,
          persons: some(hold(group, { low, high })),
        }
      }
      // Whose value it is cannot be told, unless it is everybody's.
      const missing = room.part(call('count_star', [], { filter: both([filter, isNull(x)]) }))
      const same = both([
        isSameValue(low, group),
        isSameValue(high, group),
        ...(text(node, 'function_name').toLowerCase() === 'any_value'
          ? []
          : [compare('COMPARE_EQUAL', missing, integer(0))]),
      ])!
      const someone = coalesce(cast(call('bool_or', [isNotNull(group)]), 'INTEGER'), integer(0))
      const everybody = coalesce(
        call('bool_and', [coalesce(same, cast(integer(0), 'BOOLEAN'))]),
        cast(integer(0), 'BOOLEAN'),
      )
      return { ...none, persons: when(everybody, call('count_star', []), someone) }
    }
    case 'pick-low':
    case 'pick-high': {
      if (args.length !== 2 || y === undefined) return { ...none, persons: 1 }
      const name = kind === 'pick-low' ? 'min' : 'max'
      const counted = both([filter, ...(x === undefined ? [] : [isNotNull(x)])])
      const part = room.part(call(name, [y], { filter: counted }))
      room.uses()
      const group = room.helper(call(name, [y], { filter: counted }))
      // Among rows that tie any may be picked: whoever ties and holds another value does not stand behind this one.
      const picked = room.part({ ...node, alias: '' })
      const persons = both([isSameValue(part, group), isSameValue(picked, room.value(index))])!
      return { ...none, persons: some(persons) }
    }
    case 'listing':
      return { ...none, persons: 1 }
    case 'unknown':
      return none
  }
}

const always = (): TreeNode => call('bool_and', [cast(integer(1), 'BOOLEAN')])

/**
 * The same value written the same way. Of values that are equal (30 days and a month, 0.0 and -0.0) one is shown, and
 * how it is written tells of the person it was taken from.
 */
export function isSameValue(a: TreeNode, b: TreeNode): TreeNode {
  const written = (value: TreeNode): TreeNode => call('encode', [cast(value, 'VARCHAR')])
  // Whatever is in the bits of what is no number, it is written the same.
  const isNoNumber = call('regexp_matches', [cast(a, 'VARCHAR'), literal('\\bnan\\b')])
  return both([
    compare('COMPARE_EQUAL', a, b),
    compare('COMPARE_EQUAL', written(a), written(b)),
    { class: 'OPERATOR', type: 'OPERATOR_NOT', alias: '', children: [isNoNumber] },
  ])!
}

const numberSum = (x: TreeNode, filter: TreeNode | null, room: PartRoom): TreeNode =>
  room.part(call('sum', [numeric(x)], { filter }))

function namesPerson(x: TreeNode, room: PartRoom): boolean {
  if (text(x, 'class') !== 'COLUMN_REF') return false
  const bound = find(texts(x, 'column_names'), room.scope)
  return bound !== null && classOf(bound, room.scope) !== null
}

const isNullable = (x: TreeNode, scope: Scope): boolean =>
  findLocal(texts(x, 'column_names'), scope)?.source.nullable ?? true

/** True when the expression is NULL or false on a row that stands for the absence of persons. */
export function strictOnPersons(expression: TreeNode, scope: Scope): boolean {
  switch (text(expression, 'class')) {
    case 'COLUMN_REF': {
      const source = findLocal(texts(expression, 'column_names'), scope)?.source
      if (source?.relation.level !== 'person') return false
      return source.nullable && !source.relation.padded
    }
    case 'CAST':
      return strictOnPersons(child(expression, 'child')!, scope)
    case 'COMPARISON':
      if (text(expression, 'type').includes('DISTINCT')) return false
      return (
        strictOnPersons(child(expression, 'left')!, scope) ||
        strictOnPersons(child(expression, 'right')!, scope)
      )
    case 'CONJUNCTION':
      return (
        text(expression, 'type') === 'CONJUNCTION_AND' &&
        children(expression, 'children').some((part) => strictOnPersons(part, scope))
      )
    case 'OPERATOR':
      return (
        ['OPERATOR_IS_NOT_NULL', 'COMPARE_IN'].includes(text(expression, 'type')) &&
        strictOnPersons(children(expression, 'children')[0]!, scope)
      )
    case 'BETWEEN':
      return strictOnPersons(child(expression, 'input')!, scope)
    case 'FUNCTION':
      return (
        STRICT.has(text(expression, 'function_name').toLowerCase()) &&
        children(expression, 'children').some((part) => strictOnPersons(part, scope))
      )
    default:
      return false
  }
}
