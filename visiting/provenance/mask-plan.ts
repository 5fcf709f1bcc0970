/** Whether groups can be measured by bit masks (./mask-groups.ts), and with what. */
import {
  type AgainRows,
  againTable,
  DIFFERS,
  MOST_DIFFERING,
  ORDINAL,
} from '../../shared/model/person-ordinals.ts'
import { addedConditions } from './added-conditions.ts'
import { isFolded } from './cell-plan.ts'
import { hasSubquery } from './exact-sums.ts'
import { isFraction } from './fractions.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall } from './person-parts.ts'
import { boundKey, type GroupBlock, isNumeric, isPersonCount, isSure } from './person-passes.ts'
import { sameName } from './relation.ts'
import { type Bound, classOf, type Scope, type Source } from './scope.ts'
import { askedOf, spokenOf } from './spoken-columns.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  column,
  compare,
  conjuncts,
  either,
  integer,
  isNull,
  literal,
  mapNode,
  text,
  texts,
} from './tree.ts'

export interface Masked {
  /** The number of a row's person. */
  person: TreeNode
  /** The 64 persons a row's person is one of, and which bit of them. */
  chunk: TreeNode
  bit: TreeNode
  /** All values can be added up from parts of their groups. */
  folds: boolean
}

const KINDS: ReadonlySet<string> = new Set(
  'grouping count-rows count count-if sum mean extreme-low extreme-high moments tail'.split(' '),
)
/** Measured in passes of their own; where the rows are dear to come by, one pass for all is cheaper. */
const APART: ReadonlySet<string> = new Set(['moments', 'tail'])

/** Null where they cannot, or where the tables are too small for it to pay. */
export function maskedFor(block: GroupBlock): Masked | null {
  const { scope, tour, keys, sets, aggregates, linear } = block
  const [persons, ...more] = scope.classes
  if (persons === undefined || more.length > 0 || persons.ordinal === null) return null
  const isByPerson = linear.length + block.twoSides.length + block.classes.length > 0
  if (!tour.journey.isLarge() || scope.padded || isByPerson) return null
  const person = persons.ordinal
  if (keys.some((key) => hasSubquery(key) || namesPerson(key, block))) return null
  // The same set twice would count each person twice.
  if (new Set(sets.map((set) => [...set].sort((a, b) => a - b).join())).size < sets.length) return null
  if (!aggregates.every((aggregate) => isMaskable(aggregate, block))) return null
  const bits = (name: string, value: number): TreeNode =>
    call(name, [person, integer(value)], { operator: true })
  return {
    person,
    chunk: bits('>>', 6),
    bit: call('<<', [cast(integer(1), 'UBIGINT'), cast(bits('&', 63), 'UBIGINT')], { operator: true }),
    folds: aggregates.every((aggregate) => isFolded(aggregate, block)),
  }
}

function isMaskable(aggregate: AggregateCall, { from, scope, sets }: GroupBlock): boolean {
  const { node, kind } = aggregate
  if (!KINDS.has(kind) || hasSubquery(node)) return false
  if (children(child(node, 'order_bys') ?? {}, 'orders').length > 0) return false
  if (aggregate.made !== undefined) return false
  if (children(node, 'children').some((arg) => addedConditions(arg, scope).length > 0)) return false
  if (aggregate.mixed && (kind === 'tail' || node.distinct === true || !isAtHand(from))) return false
  const given = children(node, 'children').length
  if (node.distinct === true && !isPersonCount(aggregate, scope))
    return kind === 'count' && given === 1 && !namesPersons(node, scope) && isAtHand(from)
  if (APART.has(kind) && !isAtHand(from)) return false
  switch (kind) {
    case 'tail':
      // In texts the middle is one person's.
      return sets.length < 2 && isFractional(children(node, 'children')) && isQuantity(node, scope)
    case 'moments':
      return given === 1 || given === 2
    case 'extreme-low':
    case 'extreme-high':
      return given === 1 && sets.length < 2
    case 'sum':
    case 'mean':
    case 'count-if':
      return given === 1
    default:
      return true
  }
}

/** Tables as they lie, or joins of these: reading them again costs no more than the first time. */
export function isAtHand(from: TreeNode): boolean {
  if (text(from, 'type') === 'JOIN') return [child(from, 'left')!, child(from, 'right')!].every(isAtHand)
  return text(from, 'type') === 'BASE_TABLE' && text(from, 'catalog_name') !== ''
}

const isFractional = ([, fraction]: TreeNode[]): boolean => fraction === undefined || isFraction(fraction)

function isQuantity(node: TreeNode, scope: Scope): boolean {
  const [x] = children(node, 'children')
  return x !== undefined && (isNumeric(x, scope) || boundKey(x, scope)?.column.type === 'DATE')
}

const namesPersons = (node: TreeNode, scope: Scope): boolean =>
  children(node, 'children').some((arg) => {
    const bound = boundKey(arg, scope)
    return bound !== null && classOf(bound, scope) !== null
  })

function namesPerson(key: TreeNode, { scope }: GroupBlock): boolean {
  const bound = boundKey(key, scope)
  return bound !== null && classOf(bound, scope) !== null
}

/** True for one table alone with one row for each person: there persons are rows, under any condition. */
export const isOnce = ({ from, tour }: GroupBlock): boolean => hasOnce(from, tour)

function hasOnce(table: TreeNode, { journey }: GroupBlock['tour']): boolean {
  const numbered = text(table, 'type') === 'BASE_TABLE' ? journey.numberedAt(table) : null
  return numbered !== null && numbered.persons === numbered.rows
}

/**
 * The tables of FROM of which a person may have several rows, where all others have one row for each person and all are
 * joined by the person alone: these neither multiply a person's rows nor tell two of them apart. Null for other FROMs.
 */
function severalOf(from: TreeNode, tour: GroupBlock['tour']): TreeNode[] | null {
  if (text(from, 'type') === 'BASE_TABLE') return hasOnce(from, tour) ? [] : [from]
  const isInner = text(from, 'join_type') === 'INNER'
  if (text(from, 'type') !== 'JOIN' || !(isInner || text(from, 'join_type') === 'LEFT')) return null
  const condition = child(from, 'condition')
  const isPerson = (side: string): boolean => texts(child(condition!, side)!, 'column_names')[1] === ORDINAL
  if (condition === null || text(condition, 'type') !== 'COMPARE_EQUAL') return null
  if (!isPerson('left') || !isPerson('right')) return null
  const [left, right] = [severalOf(child(from, 'left')!, tour), severalOf(child(from, 'right')!, tour)]
  if (left === null || right === null || (!isInner && right.length > 0)) return null
  return [...left, ...right]
}

/** A table whose rows are nearly all their person's only one in any group of the block. */
export interface Alone {
  /** The rows that are not, in place of the table. */
  again: TreeNode
  /** Of these: rows to be told apart by bits. */
  crowded: TreeNode
  /** Of these: rows that add nobody, as rows, to the persons for whom a condition holds. */
  addsNobody(condition: TreeNode | null): TreeNode
  /** Of these: rows without a person. */
  nobodys: TreeNode
}

/**
 * One table, grouped by the date of which it is known which rows are their person's only one, by itself or beside tables
 * of one row for each person; null elsewhere. What stands in those is the same in all rows of a person.
 *
 * The second of two rows adds its person where it is in another group than the first: a column that is a key by itself
 * differs. It does not where they differ in nothing that is asked about. In between (another value, but perhaps of the
 * same key, or perhaps passing the same condition) both are told apart by bits.
 */
export function aloneFor(block: GroupBlock): Alone | null {
  const { from, scope, tour, keys, sets, where, aggregates } = block
  const [table, ...more] = severalOf(from, tour) ?? []
  if (table === undefined || more.length > 0 || sets.length !== 1 || sets[0]!.length !== keys.length)
    return null
  // Renamed columns would pass for others.
  if (texts(table, 'column_name_alias').length > 0) return null
  const [source, ...others] = scope.sources.filter(({ alias }) => sameName(alias, nameOf(table)))
  const numbered = tour.journey.numberedAt(table)
  if (source === undefined || others.length > 0 || source.nullable) return null
  // Of rows to which an outer join found no person's, the number is that of the other side.
  const [named] = texts(scope.classes[0]!.ordinal!, 'column_names')
  if (scope.sources.find(({ alias }) => sameName(alias, named ?? ''))?.nullable !== false) return null
  if (numbered === null || numbered.ordinals.date === null || !numbered.ordinals.again) return null
  const { date, again } = numbered.ordinals
  const bits = differingBits(source, { date, again }, scope)
  if (!keys.some((key) => bits.isDate(key))) return null

  const isKeyItself = (key: TreeNode) => boundKey(key, scope) !== null
  const telling = keys.filter(isKeyItself).map(bits.of)
  const asked = aggregates.flatMap(({ node, kind }) => {
    const [filter, args] = [child(node, 'filter'), children(node, 'children')]
    // Values are added up whatever they are; which of them count was said to be a column's being there, or above zero.
    const sums = ['sum', 'mean', 'count'].includes(kind)
    return [bits.of(filter), ...args.map((arg) => (sums ? bits.ofPresence(arg, kind) : bits.of(arg)))]
  })
  const unsure = [...keys.filter((key) => !isKeyItself(key)).map(bits.of), bits.of(where), ...asked]
  const all = (parts: (bigint | null)[]) => parts.reduce((sum, part) => sum! | part!, 0n)!
  if ([...telling, ...unsure].some((part) => part === null)) return null
  const differs = column(source.alias, DIFFERS)
  const held = (mask: bigint) => call('&', [differs, integer64(mask)], { operator: true })
  const some = (mask: bigint) => (mask === 0n ? [] : [compare('COMPARE_NOTEQUAL', held(mask), integer(0))])
  const crowded = [isNull(differs), ...some(all(unsure))]
  return {
    again: mapNode(from, (part) =>
      part === table
        ? { ...table, table_name: againTable(text(table, 'table_name')), alias: source.alias }
        : null,
    ),
    crowded: either(crowded),
    nobodys: isNull(scope.classes[0]!.ordinal!),
    addsNobody(condition) {
      const signs = conjuncts(condition).map((part) => {
        const value = askedOf(part)
        return value === null ? 0n : bits.ofSign(value)
      })
      const same = compare('COMPARE_EQUAL', held(all([...telling, ...signs])), integer(0))
      return either([...crowded, both([...some(SECOND), same])!])
    },
  }
}

const nameOf = (table: TreeNode): string => text(table, 'alias') || text(table, 'table_name')

const SECOND = 1n << BigInt(MOST_DIFFERING)

/** The bits of what an expression speaks of, in the two rows' difference. */
function differingBits(
  source: Source,
  { date, again }: { date: string; again: AgainRows },
  scope: Scope,
): {
  isDate(key: TreeNode): boolean
  /** Null where the expression may speak of what has no bit. */
  of(expression: TreeNode | null): bigint | null
  /** Of what decides whether a value is counted. */
  ofPresence(value: TreeNode, kind: string): bigint | null
  /** Of whether a column is above zero. */
  ofSign(value: TreeNode): bigint
} {
  const beside = scope.sources.filter((other) => other !== source)
  const is = (bound: Bound | null, name: string): boolean =>
    bound !== null && bound.source === source && sameName(bound.column.name, name)
  const place = (names: string[], bound: Bound | null): number => names.findIndex((name) => is(bound, name))
  const ofSign = (value: TreeNode): bigint => {
    const at = place(again.numbers, boundKey(value, scope))
    return at < 0 ? 0n : 1n << BigInt(again.columns.length + at)
  }

  function of(expression: TreeNode | null): bigint | null {
    let found = 0n
    for (const spoken of spokenOf(expression, source, scope, beside) ?? [null]) {
      if (spoken === null) return null
      if (sameName(spoken.name, date) || spoken.identity === 'person') continue
      const at = again.columns.findIndex((name) => sameName(name, spoken.name))
      if (at < 0) return null
      found |= 1n << BigInt(at)
    }
    return found
  }

  return {
    isDate: (key) => is(boundKey(key, scope), date),
    of,
    ofSign,
    ofPresence(value, kind) {
      const sign = ofSign(value)
      if (sign === 0n) return of(value)
      // A sum's persons are those above zero: the second row tells by its sign whether the first was one of them.
      return kind === 'sum' || isSure(value, scope, 'above') ? 0n : sign
    },
  }
}

const integer64 = (value: bigint): TreeNode => cast(literal(String(value)), 'BIGINT')
