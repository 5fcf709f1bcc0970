/** What a grouping of persons' rows is made from, and how its passes over the rows are set up. */
import type { ColumnRole } from '../../shared/model/facts.ts'
import { caseNumbers, writtenNumber } from './case-numbers.ts'
import type { CountClasses } from './count-classes.ts'
import type { Measured } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall } from './person-parts.ts'
import type { Tour } from './query.ts'
import { Unfollowed } from './relation.ts'
import { type Bound, classOf, findLocal, NO_LIMIT, type PersonClass, type Scope } from './scope.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  column,
  compare,
  either,
  integer,
  isNotNull,
  keyOf,
  literal,
  named,
  select,
  subqueryFrom,
  text,
  texts,
  when,
} from './tree.ts'
import type { TwoSides } from './two-sides.ts'

export interface GroupBlock {
  from: TreeNode
  where: TreeNode | null
  scope: Scope
  tour: Tour
  keys: TreeNode[]
  sets: number[][]
  aggregates: AggregateCall[]
  /** Sums and differences of aggregates that need measuring person by person, over the group's columns. */
  linear: LinearForm[]
  /** Differences of means and proportions. */
  twoSides: TwoSides[]
  /** Arithmetic over counts of persons. */
  classes: CountClasses[]
}

export interface LinearForm {
  /** Key of the expression over the group's columns. */
  key: string
  role: ColumnRole
  ofCounts: boolean
  /** Nobody is as much as all: `1 - a / b` is zero where everybody is in a. */
  isRest?: boolean
  /** Aggregates by their place. */
  of: ReadonlySet<number>
  /** The same, over the parts of one person; `partOf` gives the part of an aggregate. */
  over: (part: (aggregate: number) => TreeNode) => TreeNode
}

export interface GroupSource {
  from: TreeNode
  scope: Scope
  measured: Measured
}

export interface GroupNames {
  alias: string
  keys: string[]
  aggregates: string[]
}

/** Names the group's columns before it is built, so that expressions over them can be written first. */
export const nameGroup = (tour: Tour, keys: number, aggregates: number): GroupNames => ({
  alias: tour.journey.hidden('g'),
  keys: Array.from({ length: keys }, () => tour.journey.hidden('k')),
  aggregates: Array.from({ length: aggregates }, () => tour.journey.hidden('a')),
})

/** True for count(DISTINCT person_id), whose value is a fact by itself. */
export const isPersonCount = ({ kind, role }: AggregateCall, scope: Scope): boolean =>
  kind === 'count' && role === 'persons' && scope.classes.length === 1 && !scope.padded

/** True for count(DISTINCT x) of anything else, of which it is asked who alone holds a value. */
export const isApart = (aggregate: AggregateCall, scope: Scope): boolean =>
  aggregate.kind === 'count' && aggregate.node.distinct === true && !isPersonCount(aggregate, scope)

/** Aggregates too costly to compute for every person beside every group. */
const COSTLY: ReadonlySet<string> = new Set(['listing', 'tail', 'mode', 'unknown', 'approximate-distinct'])

/** An expression as a grouping of its own: if it is also a key, GROUPING SETS would take the two for one. */
export const besideKeys = (expression: TreeNode, { keys, scope }: GroupBlock): TreeNode =>
  keys.some((key) => isColumn(key, expression, scope)) ? coalesce(expression, expression) : expression

/** Whether two keys are the same column, however written. */
export function isColumn(key: TreeNode, other: TreeNode, scope: Scope): boolean {
  const [a, b] = [boundKey(key, scope), boundKey(other, scope)]
  return keyOf(key) === keyOf(other) || (a !== null && a.source === b?.source && a.column === b.column)
}

/** True where one pass over the rows can make groups, persons and institutions. */
export function onePassOf({ scope, keys, aggregates }: GroupBlock): boolean {
  const [persons, ...more] = scope.classes
  if (persons === undefined || more.length > 0) return false
  const named = keys.some((key) => {
    const bound = boundKey(key, scope)
    return keyOf(key) === keyOf(persons.expression) || (bound !== null && classOf(bound, scope) === persons)
  })
  if (named) return false
  return !aggregates.some(
    (aggregate) =>
      COSTLY.has(aggregate.kind) ||
      aggregate.mixed === true ||
      (aggregate.node.distinct === true && !isPersonCount(aggregate, scope)),
  )
}

/** Sets of GROUPING SETS with the person added. The same set twice would count each person twice. */
export function withPerson(sets: number[][], person: number): number[][] {
  if (sets.length === 0) return [[person]]
  const distinct = new Set(sets.map((set) => [...set].sort((a, b) => a - b).join()))
  if (distinct.size < sets.length) throw new Unfollowed('shape', { shape: 'GROUPING SETS' })
  return sets.map((set) => [...set, person])
}

/** Not zero beyond what adding up floating point numbers in another order may leave. */
export const nonZero = (sum: TreeNode): TreeNode =>
  compare('COMPARE_GREATERTHAN', call('abs', [coalesce(sum, integer(0))]), tolerance())

const tolerance = (): TreeNode => ({
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  value: { type: { id: 'DOUBLE', type_info: null }, is_null: false, value: 1e-9 },
})

/**
 * For count(DISTINCT x): how many persons are the only holder of some value of x in the group, and of how many values
 * the one and the two who have most of these.
 */
export function holdersAlone(
  block: GroupBlock,
  persons: PersonClass,
  held: { value: TreeNode; filter: TreeNode | null },
  keyItems: () => TreeNode[],
  setItem: () => TreeNode[],
  grouped: string[],
  hidden: (kind: string) => string,
): { from: TreeNode; alias: string; count: TreeNode; most: TreeNode; mostOfTwo: TreeNode } {
  const person = persons.expression
  const [alias, inner, holder] = [hidden('alone'), hidden('values'), hidden('person')]
  const [each, own] = [hidden('holders'), hidden('own')]
  const [count, most, mostOfTwo] = [hidden('f'), hidden('f'), hidden('f')]
  const values = select({
    items: [...keyItems(), ...setItem(), named(call('min', [person]), holder)],
    from: block.from,
    where: both([block.where, held.filter, isNotNull(held.value), isNotNull(person)]),
    groups: [...block.keys, besideKeys(held.value, block)],
    sets: withPerson(block.sets, block.keys.length),
    having: compare('COMPARE_EQUAL', call('min', [person]), call('max', [person])),
  })
  const holders = select({
    items: [
      ...grouped.map((name) => named(column(inner, name), name)),
      named(column(inner, holder), holder),
      named(call('count_star', []), own),
    ],
    from: subqueryFrom(values, inner),
    groups: [...grouped, holder].map((name) => column(inner, name)),
  })
  const many = column(each, own)
  const query = select({
    items: [
      ...grouped.map((name) => named(column(each, name), name)),
      named(call('count_star', []), count),
      named(call('max', [many]), most),
      named(call('list_sum', [call('max', [many, integer(2)])]), mostOfTwo),
    ],
    from: subqueryFrom(holders, each),
    groups: grouped.map((name) => column(each, name)),
  })
  const of = (name: string): TreeNode => column(alias, name)
  return {
    from: subqueryFrom(query, alias),
    alias,
    count: of(count),
    most: of(most),
    mostOfTwo: of(mostOfTwo),
  }
}

/** Types whose equal values are always written the same way. */
const PLAIN =
  /^(VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL.*|DATE|TIMESTAMP.*|TIME.*|UUID|BLOB|BIT)$/

/**
 * For keys whose equal values may be written in several ways: nobody is claimed behind a row whose key tells by its
 * writing of the person it was taken from. `shown` is the key as a column of the group; its type is known to the engine
 * before it runs, so this costs nothing.
 */
export function ambiguousKeys(keys: { type: string | null; shown: TreeNode }[]): TreeNode[] {
  return keys
    .filter(({ type }) => type === null || !PLAIN.test(type))
    .map(({ shown }) => {
      const type = call('typeof', [shown])
      const severalWays = call('regexp_full_match', [
        type,
        literal('.*INTERVAL.*|.+(DOUBLE|FLOAT).*|.*(DOUBLE|FLOAT).+'),
      ])
      // Behind what is no number there may be one in its bits.
      const isUnlike = call('regexp_full_match', [cast(shown, 'VARCHAR'), literal('-0.0|-?nan')])
      const isFraction = call('regexp_full_match', [type, literal('DOUBLE|FLOAT')])
      const told = either([severalWays, both([isFraction, isUnlike])!])
      return when(told, integer(0), integer(NO_LIMIT))
    })
}

/** The column of this query that a key names; null where it is an expression or names nothing here. */
export function boundKey(key: TreeNode, scope: Scope): Bound | null {
  return text(key, 'class') === 'COLUMN_REF' ? findLocal(texts(key, 'column_names'), scope) : null
}

/** Types of which every value is a number, and no sum too large to be told. */
export const isNumber = (type: string): boolean =>
  /^(U?(TINY|SMALL|BIG)?INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL)/.test(type)

/** True for a column of numbers, a CASE between numbers, and what is computed of whole numbers. */
export const isNumeric = (x: TreeNode, scope: Scope): boolean =>
  caseNumbers(x) !== null || isOfWholes(x, scope) || isNumber(boundKey(x, scope)?.column.type ?? '')

const WHOLE_OF_WHOLES: ReadonlySet<string> = new Set('+ - * // % least greatest abs'.split(' '))
/** Whole numbers whatever they are of. */
const WHOLE: ReadonlySet<string> = new Set('date_diff datediff year month day'.split(' '))

/** True where no value is anything but a whole number or NULL, in a type whose sums can be told. */
export function isOfWholes(x: TreeNode, scope: Scope): boolean {
  const are = (parts: TreeNode[]): boolean =>
    parts.length > 0 && parts.every((part) => isOfWholes(part, scope))
  switch (text(x, 'class')) {
    case 'CONSTANT':
      return (
        Number.isInteger(writtenNumber(x)) && text(child(child(x, 'value')!, 'type')!, 'id') !== 'DECIMAL'
      )
    case 'COLUMN_REF':
      return /^U?(TINY|SMALL)?INT(EGER)?$/.test(boundKey(x, scope)?.column.type ?? '')
    case 'FUNCTION':
      return (
        child(x, 'filter') === null &&
        (WHOLE.has(text(x, 'function_name').toLowerCase()) ||
          (WHOLE_OF_WHOLES.has(text(x, 'function_name').toLowerCase()) && are(children(x, 'children'))))
      )
    case 'CASE':
      return are([
        ...children(x, 'case_checks').map((check) => child(check, 'then_expr')!),
        child(x, 'else_expr')!,
      ])
    default:
      return text(x, 'type') === 'OPERATOR_COALESCE' && are(children(x, 'children'))
  }
}

/** What can be added up: numbers as they are, anything else tried as a number. */
export const amount = (x: TreeNode, scope: Scope): TreeNode =>
  isNumeric(x, scope) ? x : cast(x, 'DOUBLE', { tries: true })

/** As it is computed over the rows; what nobody sees, of whatever it is. */
export const computed = ({ node, onlyAsked }: AggregateCall, scope: Scope): TreeNode =>
  onlyAsked === true ? { ...node, children: children(node, 'children').map((x) => amount(x, scope)) } : node

/** Known of the column of a table whose rows no outer join can have emptied. */
export function isSure(x: TreeNode, scope: Scope, what: 'filled' | 'positive' | 'above'): boolean {
  const bound = boundKey(x, scope)
  if (bound === null) return false
  const { sure } = bound.column
  // Above zero wherever there is a value: NULL in place of a row changes nothing.
  if (what === 'above') return sure === 'above' || sure === 'positive'
  return !bound.source.nullable && (sure === 'positive' || sure === what)
}
