/**
 * The month a person was born in, where the catalog's own table has it in two columns: `make_date(birth_year, birth_month,
 * 1)` is one day of the person's, as a column of days would be, and an age in completed years is the time from it to
 * another. Only of these two columns of one row, handed on as they are: any other year and month are two numbers, of which
 * one could say whose the other is (./blends.ts).
 */
import type { TreeNode } from './measure.ts'
import type { RelationColumn } from './relation.ts'
import { type Bound, find, type Scope } from './scope.ts'
import { child, children, keyOf, text, texts, walk } from './tree.ts'

export type Born = NonNullable<RelationColumn['born']>

/** What of a birthday a column of a table of the catalog is; `names`: all of the table's. */
export function bornOf(name: string, names: readonly string[]): Born | undefined {
  const among = new Set(names.map((each) => each.toLowerCase()))
  if (!among.has('birth_year') || !among.has('birth_month')) return undefined
  return BORN[name.toLowerCase()]
}

const BORN: Record<string, Born> = { birth_year: 'year', birth_month: 'month' }

/** `make_date(birth_year, birth_month, 1)`. */
export function isBirthday(value: TreeNode, scope: Scope): boolean {
  const [year, month, day, ...more] = children(value, 'children')
  if (nameOf(value) !== 'make_date' || day === undefined || more.length > 0) return false
  return text(day, 'class') === 'CONSTANT' && areOfOne(year!, month!, scope)
}

/**
 * The day up to which an age in completed years is, as written out: `year(day) - birth_year - CASE WHEN month(day) <
 * birth_month THEN 1 ELSE 0 END`; null for anything else.
 */
export function dayOfAge(value: TreeNode, scope: Scope): TreeNode | null {
  const [years, before, ...more] = children(value, 'children')
  if (nameOf(value) !== '-' || before === undefined || more.length > 0 || nameOf(years!) !== '-') return null
  const [of, year] = children(years!, 'children')
  const [check, ...others] = children(before, 'case_checks')
  const when = check === undefined ? null : child(check, 'when_expr')
  if (when === null || others.length > 0 || year === undefined || text(when, 'type') !== 'COMPARE_LESSTHAN')
    return null
  const [left, month] = [child(when, 'left')!, child(when, 'right')!]
  const [day, same] = [children(of!, 'children')[0], children(left, 'children')[0]]
  const isOne = isWritten(child(check!, 'then_expr'), 1) && isWritten(child(before, 'else_expr'), 0)
  const isOfDay =
    nameOf(of!) === 'year' &&
    nameOf(left) === 'month' &&
    day !== undefined &&
    same !== undefined &&
    keyOf(day) === keyOf(same)
  return isOne && isOfDay && areOfOne(year, month, scope) ? day : null
}

/**
 * Whether a value goes by a birthday finer than years: birthdays are whole months apart, so a smaller number added to
 * such a value could be read off it.
 */
export function goesByMonths(value: TreeNode, scope: Scope): boolean {
  if (OF_TIME.test(nameOf(value)) && child(children(value, 'children')[0]!, 'value')?.value === 'year')
    return false
  let found = false
  walk(value, (node) => {
    found ||= isBirthday(node, scope)
    return !found
  })
  return found
}

const OF_TIME = /^date_?(diff|sub)$/

function areOfOne(year: TreeNode, month: TreeNode, scope: Scope): boolean {
  const [a, b] = [boundOf(year, scope), boundOf(month, scope)]
  return (
    a !== null && b !== null && a.source === b.source && a.column.born === 'year' && b.column.born === 'month'
  )
}

const boundOf = (value: TreeNode, scope: Scope): Bound | null =>
  text(value, 'class') === 'COLUMN_REF' ? find(texts(value, 'column_names'), scope) : null

const isWritten = (value: TreeNode | null, number: number): boolean =>
  value !== null && Number(child(value, 'value')?.value ?? Number.NaN) === number

const nameOf = (node: TreeNode): string =>
  text(node, 'class') === 'FUNCTION' ? text(node, 'function_name').toLowerCase() : ''
