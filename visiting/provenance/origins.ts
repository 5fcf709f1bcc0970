/**
 * Where the values of an expression over persons' rows come from: from the person alone, or from the query, which may
 * put numbers of its own in their place. In `sum(CASE WHEN … THEN age ELSE 1000 END)` everybody adds something, and
 * whoever wrote it knows what: all that the sum tells is the age of those who are not the others. Of such values it is
 * asked of the data who differs from the commonest (./told-apart.ts).
 *
 * Judged by what is written, and carried from query to query with the column. What is not known to be somebody's own
 * counts as mixed: that costs a look at the data, no more.
 */

import type { Origin } from '../../shared/model/facts.ts'
import { aggregateKind } from './aggregates.ts'
import { writtenNumber } from './case-numbers.ts'
import type { TreeNode } from './measure.ts'
import type { RelationColumn } from './relation.ts'
import { find, type Scope } from './scope.ts'
import { child, children, keyOf, text, texts } from './tree.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Functions that move from a value to the next little by little, so that nobody's are put equal. */
const SMOOTH = words(`
  - abs round round_even roundbankers floor ceil ceiling trunc sqrt cbrt ln log log2 log10 exp
  year month day quarter week dayofyear epoch julian date_part datepart date_diff datediff date_sub datesub age
  make_date date_trunc last_day to_days to_months to_years add subtract
`)
/** Of these the ones that leave zero as it is. */
const KEEPS_ZERO = words('- abs round round_even roundbankers floor ceil ceiling trunc sqrt cbrt')

export const originOfColumn = ({ origin, open }: RelationColumn): Origin => origin ?? (open ? 'mixed' : 'own')

export function originOf(value: TreeNode, scope: Scope): Origin {
  const of = (part: TreeNode): Origin => originOf(part, scope)
  switch (text(value, 'class')) {
    case 'CONSTANT':
      return child(value, 'value')?.is_null === true || writtenNumber(value) === 0 ? 'nothing' : 'constant'
    case 'COLUMN_REF': {
      const bound = find(texts(value, 'column_names'), scope)
      return bound === null ? 'constant' : originOfColumn(bound.column)
    }
    case 'CAST':
    case 'COLLATE':
      return of(child(value, 'child')!)
    case 'CASE':
      return oneOf(
        [
          ...children(value, 'case_checks').map((check) => child(check, 'then_expr')!),
          child(value, 'else_expr')!,
        ].map((branch) => ({ origin: of(branch), key: keyOf(branch) })),
      )
    case 'COMPARISON':
    case 'CONJUNCTION':
    case 'BETWEEN':
      return 'switched'
    case 'SUBQUERY':
      // EXISTS and IN say yes or no, as a comparison does.
      if (/^((NOT_)?EXISTS|ANY)$/.test(text(value, 'subquery_type'))) return 'switched'
      return isOfOwnRows(value, scope) ? 'own' : 'mixed'
    case 'OPERATOR':
      return ofOperator(value, of)
    case 'WINDOW':
      if (child(value, 'default_expr') !== null) return 'mixed'
      return gathered(text(value, 'function_name'), children(value, 'children'), of)
    case 'FUNCTION':
      return ofFunction(value, of)
    default:
      return 'mixed'
  }
}

function ofOperator(value: TreeNode, of: (part: TreeNode) => Origin): Origin {
  const parts = children(value, 'children')
  switch (text(value, 'type')) {
    case 'OPERATOR_COALESCE':
      return oneOf(parts.map((part) => ({ origin: of(part), key: keyOf(part) })))
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

function ofFunction(value: TreeNode, of: (part: TreeNode) => Origin): Origin {
  const name = text(value, 'function_name').toLowerCase()
  const args = children(value, 'children')
  if (aggregateKind(name) !== null) return gathered(name, args, of)
  const [a, b] = args
  if (a === undefined) return 'constant'
  if (b !== undefined && args.length === 2) {
    if (name === '+' || name === '-' || name === 'add' || name === 'subtract')
      return keyOf(a) === keyOf(b) ? 'mixed' : added(of(a), of(b))
    if (name === '*' || name === 'multiply') return times(a, b, of)
    if (name === '/' || name === 'fdiv') return over(a, b, of)
    if ((name === '**' || name === 'pow' || name === 'power') && isFixed(of(b))) return of(a)
    if (name === 'nullif') return orNothing(of(a))
  }
  const origins = args.map(of)
  if (origins.every(isFixed)) return 'constant'
  if (!SMOOTH.has(name)) return 'mixed'
  if (origins.every((origin) => origin === 'own' || isFixed(origin))) return 'own'
  return KEEPS_ZERO.has(name) && origins[0] === 'switched' && origins.slice(1).every(isFixed)
    ? 'switched'
    : 'mixed'
}

const isFixed = (origin: Origin): boolean => origin === 'constant' || origin === 'nothing'

const orNothing = (origin: Origin): Origin =>
  origin === 'own' || origin === 'constant' ? 'switched' : origin

/** Of values that take each other's place. */
export function oneOf(given: { origin: Origin; key: string | null }[]): Origin {
  const something = given.filter(({ origin }) => origin !== 'nothing')
  const [first, ...more] = something
  if (first === undefined) return 'nothing'
  if (more.some(({ key }) => key === null || key !== first.key)) return 'mixed'
  return something.length < given.length ? orNothing(first.origin) : first.origin
}

function added(a: Origin, b: Origin): Origin {
  if (a === 'nothing') return b
  if (b === 'nothing') return a
  if (isFixed(a) && isFixed(b)) return 'constant'
  return [a, b].every((origin) => origin === 'own' || isFixed(origin)) ? 'own' : 'mixed'
}

function times(a: TreeNode, b: TreeNode, of: (part: TreeNode) => Origin): Origin {
  const [one, other] = [of(a), of(b)]
  if (one === 'nothing' || other === 'nothing') return 'nothing'
  if (isFixed(one)) return other
  if (isFixed(other)) return one
  // Zero times anything is zero.
  if (one === 'switched' || other === 'switched') return 'switched'
  return isBare(a) && isBare(b) && (one === 'own' || other === 'own') ? 'own' : 'mixed'
}

function over(a: TreeNode, b: TreeNode, of: (part: TreeNode) => Origin): Origin {
  const [one, other] = [of(a), of(b)]
  if (isFixed(other) || one === 'nothing') return one
  if (one === 'switched' && isBare(b)) return one
  return (isFixed(one) || (isBare(a) && one === 'own')) && isBare(b) && other === 'own' ? 'own' : 'mixed'
}

/** A column, times a number. Anything longer may come to one for a single person and to zero for all others. */
function isBare(value: TreeNode): boolean {
  if (text(value, 'class') === 'CAST') return isBare(child(value, 'child')!)
  if (text(value, 'class') === 'COLUMN_REF') return true
  const [a, b] = children(value, 'children')
  if (a === undefined || b === undefined || !['*', '/'].includes(text(value, 'function_name'))) return false
  return text(b, 'class') === 'CONSTANT' ? isBare(a) : text(a, 'class') === 'CONSTANT' && isBare(b)
}

/** An aggregate of one column of a table of the extract, which holds nothing that a query wrote. */
function isOfOwnRows(value: TreeNode, scope: Scope): boolean {
  const query = child(child(value, 'subquery') ?? {}, 'node') ?? {}
  const table = child(query, 'from_table') ?? {}
  const [item, ...more] = children(query, 'select_list')
  if (item === undefined || more.length > 0 || text(item, 'class') !== 'FUNCTION') return false
  if (text(table, 'type') !== 'BASE_TABLE' || text(table, 'catalog_name') !== 'extract') return false
  const kind = aggregateKind(text(item, 'function_name').toLowerCase())
  if (kind === null || kind === 'listing' || kind === 'unknown') return false
  return children(item, 'children').every(
    (arg) => text(arg, 'class') === 'COLUMN_REF' && find(texts(arg, 'column_names'), scope) === null,
  )
}

/** Of one person's rows taken together. */
function gathered(name: string, args: TreeNode[], of: (part: TreeNode) => Origin): Origin {
  const [x] = args
  const kind = aggregateKind(name)
  if (x === undefined || kind === 'count' || kind === 'count-if' || kind === 'approximate-distinct')
    return 'own'
  if (kind === 'listing' || kind === 'unknown') return 'mixed'
  const origin = of(x)
  // So many times a number.
  return kind === 'sum' && origin === 'constant' ? 'own' : origin
}
