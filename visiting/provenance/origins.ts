/**
 * Where the values of an expression over persons' rows come from: from the person alone, or from the query, which may
 * put numbers of its own in their place. In `sum(CASE WHEN … THEN age ELSE 1000 END)` everybody adds something, and
 * whoever wrote it knows what: all that the sum tells is the age of those who are not the others. Of such values it is
 * asked of the data who differs from the commonest (./told-apart.ts).
 *
 * Judged by what is written, and carried from query to query with the column. A number that is added to something is
 * harmless only where that something is not zero for everybody but one, as a count of some rows may be: so what is
 * computed (made, switched) may be summed by itself, and with a number added it is mixed. What is not known to be
 * somebody's own counts as mixed, too: that costs a look at the data, no more.
 */

import type { Origin } from '../../shared/model/facts.ts'
import { ASKS, aggregateKind } from './aggregates.ts'
import { writtenNumber } from './case-numbers.ts'
import type { TreeNode } from './measure.ts'
import type { RelationColumn } from './relation.ts'
import { crossesInside } from './row-numbers.ts'
import { classOf, find, findLocal, mergedOf, type Scope } from './scope.ts'
import { child, children, conjuncts, keyOf, text, texts } from './tree.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Functions that put nobody's values equal, and leave zero as it is. */
const KEEPS_ZERO = words('- abs sqrt cbrt')
/** What is small comes to zero, by these to nothing else; by floor and ceil also to one or minus one. */
const ROUNDS_TO_ZERO = words('round round_even roundbankers trunc')
/** Functions of one value by which many may come to the same, other than zero. */
const MOVES = words(
  'ln log log2 log10 exp year month day quarter week dayofyear epoch julian date_part datepart date_trunc last_day',
)
const DISTANCES = words('date_diff datediff date_sub datesub')
/** Windows that hand on the value of another row, or NULL. */
const FROM_A_ROW = words('lag lead first_value last_value nth_value first last')

/** Of a column that says nothing of it: of open data mixed, of persons' their own. */
export const originOfColumn = ({ origin, open }: RelationColumn): Origin => origin ?? (open ? 'mixed' : 'own')

/** By what is written; names are found in `scope`. */
export function originOf(value: TreeNode, scope: Scope): Origin {
  const of = (part: TreeNode): Origin => originOf(part, scope)
  switch (text(value, 'class')) {
    case 'CONSTANT':
      return child(value, 'value')?.is_null === true || writtenNumber(value) === 0 ? 'nothing' : 'constant'
    case 'COLUMN_REF': {
      const names = texts(value, 'column_names')
      // Of a column that USING made of two the value may come from either.
      const merged = names.length === 1 ? mergedOf(names[0]!, scope) : undefined
      if (merged !== undefined) return together(merged.bound.map(({ column }) => originOfColumn(column)))
      const bound = find(names, scope)
      if (bound === null) return 'constant'
      // A group's number stands beside many persons.
      const isOfGroup = bound.source.relation.level === 'group' && !bound.column.open
      return isOfGroup ? 'moved' : originOfColumn(bound.column)
    }
    case 'COLLATE':
      return of(child(value, 'child')!)
    case 'CAST': {
      if (isFalse(value)) return 'nothing'
      const origin = of(child(value, 'child')!)
      if (EVERY_DIGIT.has(text(child(value, 'cast_type') ?? {}, 'id'))) return origin
      return rounded(origin)
    }
    case 'CASE':
      return oneOf(
        [
          ...children(value, 'case_checks').map((check) => child(check, 'then_expr')!),
          child(value, 'else_expr')!,
        ].map((branch) => ({ origin: of(branch), key: keyOf(branch), isNull: isNullWord(branch) })),
      )
    case 'COMPARISON':
    case 'CONJUNCTION':
    case 'BETWEEN':
      return 'switched'
    case 'SUBQUERY':
      // EXISTS and IN say yes or no, as a comparison does.
      if (/^((NOT_)?EXISTS|ANY)$/.test(text(value, 'subquery_type'))) return 'switched'
      return ofOwnRows(value, scope)
    case 'OPERATOR':
      return ofOperator(value, of)
    case 'WINDOW':
      return ofWindow(value, of, scope)
    case 'FUNCTION':
      return ofFunction(value, of, scope)
    default:
      return 'mixed'
  }
}

function ofOperator(value: TreeNode, of: (part: TreeNode) => Origin): Origin {
  const parts = children(value, 'children')
  switch (text(value, 'type')) {
    case 'OPERATOR_COALESCE':
      return oneOf(parts.map((part) => ({ origin: of(part), key: keyOf(part), isNull: isNullWord(part) })))
    case 'OPERATOR_NULLIF':
      return orNothing(of(parts[0]!))
    case 'OPERATOR_NOT':
    case 'OPERATOR_IS_NULL':
    case 'OPERATOR_IS_NOT_NULL':
    case 'COMPARE_IN':
    case 'COMPARE_NOT_IN':
      return 'switched'
    default:
      return 'mixed'
  }
}

function ofWindow(value: TreeNode, of: (part: TreeNode) => Origin, scope: Scope): Origin {
  const name = text(value, 'function_name').toLowerCase()
  const args = children(value, 'children')
  const [x] = args
  if (child(value, 'default_expr') !== null) return 'mixed'
  // Row numbers and ranks.
  if (x === undefined) return scope.rows === 'own' ? 'switched' : 'mixed'
  if (FROM_A_ROW.has(name)) return of(x)
  return aggregateKind(name) === null ? 'mixed' : gathered(value, args, of, scope)
}

function ofFunction(value: TreeNode, of: (part: TreeNode) => Origin, scope: Scope): Origin {
  const name = text(value, 'function_name').toLowerCase()
  const args = children(value, 'children')
  if (aggregateKind(name) !== null) return gathered(value, args, of, scope)
  const [a, b, c] = args
  if (a === undefined) return 'constant'
  if (b !== undefined && args.length === 2) {
    if (name === '+' || name === '-' || name === 'add' || name === 'subtract')
      return keyOf(a) === keyOf(b) ? 'mixed' : added(of(a), of(b))
    if (name === '*' || name === 'multiply') return times(of(a), of(b))
    if (name === '/' || name === 'fdiv') return over(of(a), of(b))
    if ((name === '**' || name === 'pow' || name === 'power') && isFixed(of(b))) return moved(of(a))
    if (name === 'nullif') return orNothing(of(a))
  }
  const origins = args.map(of)
  if (origins.every(isFixed)) return 'constant'
  if (ASKS.test(name)) return 'switched'
  if (DISTANCES.has(name) && b !== undefined && c !== undefined)
    return isDay(a) ? added(of(b), of(c)) : of(b) === 'own' && of(c) === 'own' ? 'moved' : 'mixed'
  const [single, ...more] = origins.filter((origin) => !isFixed(origin))
  if (single === undefined || more.length > 0) return 'mixed'
  if (MOVES.has(name)) return moved(single)
  // Rounded to as many digits as somebody has.
  if (isFixed(origins[0]!)) return 'mixed'
  if (KEEPS_ZERO.has(name)) {
    if (name === '-' || single === 'switched') return single
    return isMade(single) ? 'made' : 'mixed'
  }
  return ROUNDS_TO_ZERO.has(name) && isMade(single) ? 'made' : 'mixed'
}

const isFixed = (origin: Origin): boolean => origin === 'constant' || origin === 'nothing'

/** Of that person alone, and no number of the query's added. */
const isMade = (origin: Origin): boolean => origin === 'own' || origin === 'made'

/** `false`, as the engine writes it. */
const isFalse = (value: TreeNode): boolean =>
  text(child(value, 'cast_type') ?? {}, 'id') === 'BOOLEAN' &&
  child(child(value, 'child') ?? {}, 'value')?.value === 'f'

const isDay = (unit: TreeNode): boolean => String(child(unit, 'value')?.value).toLowerCase() === 'day'

const isNullWord = (value: TreeNode): boolean => child(value, 'value')?.is_null === true

/** Types in which a number keeps the digits it has. */
const EVERY_DIGIT = words('DOUBLE DATE TIMESTAMP')

const moved = (origin: Origin): Origin =>
  origin === 'own' ? 'moved' : isFixed(origin) ? 'constant' : 'mixed'

const rounded = (origin: Origin): Origin =>
  origin === 'own' ? 'made' : origin === 'moved' ? 'mixed' : origin

const orNothing = (origin: Origin): Origin => {
  if (origin === 'moved') return 'mixed'
  return origin === 'own' ? 'made' : origin === 'constant' ? 'switched' : origin
}

/** Of values that take each other's place. */
function oneOf(given: { origin: Origin; key: string; isNull: boolean }[]): Origin {
  const something = given.filter(({ origin }) => origin !== 'nothing')
  const [first, ...more] = something
  if (first === undefined) return 'nothing'
  if (more.some(({ key }) => key !== first.key)) return 'mixed'
  if (something.length === given.length) return first.origin
  // NULL stays NULL, whatever is added to it.
  if (first.origin === 'moved' && given.every(({ origin, isNull }) => origin !== 'nothing' || isNull))
    return 'moved'
  return orNothing(first.origin)
}

/** Of rows that come from several tables: each may be somebody's own. */
export function together(origins: Origin[]): Origin {
  const something = origins.filter((origin) => origin !== 'nothing')
  if (something.length === 0) return 'nothing'
  if (origins.every((origin) => origin === 'own')) return 'own'
  if (something.every(isMade)) return 'made'
  return something.length === 1 ? orNothing(something[0]!) : 'mixed'
}

/** Two of a person's values may be the same for everybody but one: with a number added, that one alone is told of. */
function added(a: Origin, b: Origin): Origin {
  if (a === 'nothing') return b
  if (b === 'nothing') return a
  if (isFixed(a) && isFixed(b)) return 'constant'
  if (isMade(a) && isMade(b)) return 'made'
  const isLine = (one: Origin): boolean => one === 'own' || one === 'moved'
  return (isFixed(a) && isLine(b)) || (isLine(a) && isFixed(b)) ? 'moved' : 'mixed'
}

function times(a: Origin, b: Origin): Origin {
  if (a === 'nothing' || b === 'nothing') return 'nothing'
  if (isFixed(a)) return b
  if (isFixed(b)) return a
  if (a === 'switched' && b === 'switched') return 'switched'
  // Zero times a value is zero.
  return [a, b].every((one) => isMade(one) || one === 'switched') ? 'made' : 'mixed'
}

function over(a: Origin, b: Origin): Origin {
  if (isFixed(b) || a === 'nothing') return a
  if (b !== 'own') return 'mixed'
  return a === 'switched' ? 'made' : isFixed(a) ? 'moved' : 'mixed'
}

/**
 * What rows of the extract that name the person of the row around come to: how many they are, or one of their columns
 * taken together, which may be that of one person alone. Asked of anything else, a query could be given whatever it
 * likes.
 */
function ofOwnRows(value: TreeNode, scope: Scope): Origin {
  const query = child(child(value, 'subquery') ?? {}, 'node') ?? {}
  const table = child(query, 'from_table') ?? {}
  const [item, ...more] = children(query, 'select_list')
  if (text(table, 'type') !== 'BASE_TABLE' || text(table, 'catalog_name') !== 'extract') return 'mixed'
  if (item === undefined || more.length > 0 || text(item, 'class') !== 'FUNCTION') return 'mixed'
  const namesOf = (side: TreeNode | null): string[] => (side === null ? [] : texts(side, 'column_names'))
  const isInner = (names: string[]): boolean => names.length > 0 && find(names, scope) === null
  const isPersonAround = (names: string[]): boolean => {
    const bound = findLocal(names, scope)
    return bound !== null && classOf(bound, scope) !== null
  }
  const isTied = conjuncts(child(query, 'where_clause')).some((part) => {
    if (text(part, 'type') !== 'COMPARE_EQUAL') return false
    const [left, right] = [namesOf(child(part, 'left')), namesOf(child(part, 'right'))]
    return (isInner(left) && isPersonAround(right)) || (isInner(right) && isPersonAround(left))
  })
  if (!isTied) return 'mixed'
  const name = text(item, 'function_name').toLowerCase()
  if (/^count(_star)?$/.test(name)) return 'switched'
  const args = children(item, 'children')
  return /^(sum|avg|min|max)$/.test(name) && args.length === 1 && isInner(namesOf(args[0]!))
    ? 'made'
    : 'mixed'
}

/** Of one person's rows taken together. */
function gathered(value: TreeNode, args: TreeNode[], of: (part: TreeNode) => Origin, scope: Scope): Origin {
  const [x] = args
  const kind = aggregateKind(text(value, 'function_name').toLowerCase())
  // Of rows of which the query says how many there are; what is the least of them, or the largest, is one of them.
  const isPicked = kind === 'extreme-low' || kind === 'extreme-high'
  if (!isPicked && (scope.rows === 'made' || (scope.rows === 'even' && crossesInside(value, scope))))
    return 'mixed'
  // None under a condition that only one person meets.
  if (x === undefined || kind === 'count' || kind === 'count-if' || kind === 'approximate-distinct')
    return 'switched'
  if (kind === 'listing' || kind === 'unknown') return 'mixed'
  const origin = of(x)
  if (kind === 'moments') return isMade(origin) ? 'made' : 'mixed'
  if (kind === 'log-mean') return moved(origin)
  // So many times a number.
  return kind === 'sum' && origin === 'constant' ? 'switched' : origin
}
