/**
 * What a study makes of two of a person's numbers or days without choosing whose comes where: the time between two days,
 * also to the first of several; two numbers added up, or one by the other (costs, a body mass index, days covered). A
 * number of the query's moves or stretches all alike, and is no larger than one beside a number that another is times or
 * divided by, so that none of the two weighs more than it does by itself. Three, or two of which one is made so or is
 * times something before it is added, are several (./blends.ts): `2 * month + flag` tells a flag by the month.
 */
import type { Origin } from '../../shared/model/facts.ts'
import { aggregateKind } from './aggregates.ts'
import { dayOfAge, goesByMonths, isBirthday } from './birthdays.ts'
import type { TreeNode } from './measure.ts'
import { originOfColumn } from './origins.ts'
import { find, type Scope } from './scope.ts'
import { child, children, keyOf, text, texts } from './tree.ts'

/** Dates alone are taken by these. */
const TAKES_DATES = /^(date_?diff|date_?sub|age)$/
const DAY = /^(DATE|TIMESTAMP.*)$/
const ROUNDS = /^(round|floor|ceil|ceiling|trunc)$/
const ADDED_OR_DIVIDED = /^[-+*/]$/
const SUMMED_UP = new Set(['sum', 'mean', 'count', 'count-rows', 'extreme-low', 'extreme-high'])

/** Written as a number or a day. */
export const isFixed = (value: TreeNode): boolean =>
  text(value, 'class') === 'CONSTANT' || (text(value, 'class') === 'CAST' && isFixed(child(value, 'child')!))

/** The time between two days of the person's own, or from one of them to a day that is written. */
export function isBetweenDays(node: TreeNode, scope: Scope): boolean {
  const age = dayOfAge(node, scope)
  if (age !== null) return isFixed(age) || dayOf(age, { scope, takesDates: true }) !== null
  const name = nameOf(node)
  const takesDates = TAKES_DATES.test(name)
  const parts = children(node, 'children')
  const days = takesDates && name !== 'age' ? parts.slice(1) : parts
  if (!takesDates && (name !== '-' || parts.length !== 2)) return false
  const chosen = days.map((day) => (isFixed(day) ? { own: 0, fixed: 0 } : dayOf(day, { scope, takesDates })))
  // Two ends that the query moves by a day of its own each could put everybody else to either side.
  return !chosen.includes(null) && chosen.filter((day) => day!.own > 1 || day!.fixed > 0).length < 2
}

interface ChosenDay {
  own: number
  fixed: number
}

/** The first or last of at most two of a person's days and one that is written, or the next where one is missing. */
export function choosesDay(value: TreeNode, scope: Scope): ChosenDay | null {
  const own = new Set<string>()
  const fixed = new Set<string>()
  const look = (node: TreeNode): boolean => {
    if (text(node, 'class') === 'CAST') return look(child(node, 'child')!)
    if (isFixed(node)) return Boolean(fixed.add(keyOf(node)))
    if (isChoice(node)) return children(node, 'children').every(look)
    if (text(node, 'class') !== 'COLUMN_REF' || !isOwnDay(node, { scope, takesDates: false })) return false
    return Boolean(own.add(keyOf(node)))
  }
  const isChosen = isChoice(value) && look(value) && own.size > 0 && own.size < 3 && fixed.size < 2
  return isChosen ? { own: own.size, fixed: fixed.size } : null
}

const isChoice = (node: TreeNode): boolean =>
  text(node, 'type') === 'OPERATOR_COALESCE' || /^(greatest|least)$/.test(nameOf(node))

/** A day of the person's, or the first or last of theirs. */
function dayOf(value: TreeNode, at: { scope: Scope; takesDates: boolean }): ChosenDay | null {
  if (text(value, 'class') === 'CAST')
    return DAY.test(text(child(value, 'cast_type') ?? {}, 'id'))
      ? dayOf(child(value, 'child')!, { ...at, takesDates: true })
      : null
  if (isBirthday(value, at.scope)) return { own: 1, fixed: 0 }
  const chosen = choosesDay(value, at.scope)
  if (chosen !== null) return chosen
  const [only, ...more] = children(value, 'children')
  const kind = aggregateKind(nameOf(value))
  if (only !== undefined && more.length === 0 && (kind === 'extreme-low' || kind === 'extreme-high'))
    return dayOf(only, at)
  const column = text(value, 'class') === 'COLUMN_REF' ? find(texts(value, 'column_names'), at.scope) : null
  if (column?.column.blend === 'one' && at.takesDates && !column.column.open) return { own: 1, fixed: 1 }
  return isOwnDay(value, at) ? { own: 1, fixed: 0 } : null
}

function isOwnDay(value: TreeNode, { scope, takesDates }: { scope: Scope; takesDates: boolean }): boolean {
  const bound = text(value, 'class') === 'COLUMN_REF' ? find(texts(value, 'column_names'), scope) : null
  if (bound === null || bound.column.open || originOfColumn(bound.column) !== 'own') return false
  return bound.column.blend === undefined && (takesDates || DAY.test(bound.column.type ?? ''))
}

/** Two numbers of a person's added up, times or by one another; or a column that is such, times or plus the query's own. */
export function isPair(value: TreeNode, scope: Scope): boolean {
  const name = nameOf(value)
  const parts = children(value, 'children')
  if (text(value, 'class') === 'CAST') return isPair(child(value, 'child')!, scope)
  if (text(value, 'class') === 'COLUMN_REF') {
    const bound = find(texts(value, 'column_names'), scope)
    return bound?.column.blend === 'pair' && !bound.column.open
  }
  const moved = parts.filter((part) => !isFixed(part))
  if (
    moved.length === 1 &&
    (ROUNDS.test(name) || ADDED_OR_DIVIDED.test(name) || /^(greatest|least)$/.test(name))
  )
    return isPair(moved[0]!, scope)
  const [a, b] = parts
  if (!ADDED_OR_DIVIDED.test(name) || a === undefined || b === undefined || moved.length !== 2) return false
  const [one, other] = /^[-+]$/.test(name)
    ? [numberIn(a, { scope }), numberIn(b, { scope })]
    : [factorIn(a, scope), factorIn(b, scope)]
  return one !== null && other !== null && one !== other && !isBetweenDays(value, scope)
}

/** Key of a number that a person has, sums and counts of a person's rows among them; null for anything else. */
function numberIn(
  value: TreeNode,
  { scope, isFactor = false }: { scope: Scope; isFactor?: boolean },
): string | null {
  const parts = children(value, 'children')
  if (text(value, 'class') === 'CAST') return numberIn(child(value, 'child')!, { scope, isFactor })
  if (text(value, 'class') === 'COLUMN_REF') {
    const bound = find(texts(value, 'column_names'), scope)
    if (bound === null || bound.column.open || !ITS_OWN.has(originOfColumn(bound.column))) return null
    const { blend } = bound.column
    return blend === undefined || (isFactor && blend === 'scaled') ? keyOf(value) : null
  }
  if (text(value, 'type') === 'OPERATOR_COALESCE' && parts.length === 2 && isWritten(parts[1]!, 0))
    return numberIn(parts[0]!, { scope, isFactor })
  if (text(value, 'class') !== 'FUNCTION') return null
  if (isBetweenDays(value, scope)) return goesByMonths(value, scope) ? null : keyOf(value)
  const isYear = nameOf(value) === 'year' && parts.length === 1
  if (isYear && isOwnDay(parts[0]!, { scope, takesDates: false })) return keyOf(value)
  if (!SUMMED_UP.has(aggregateKind(nameOf(value)) ?? '') || parts.length > 1) return null
  return parts.length === 0 || numberIn(parts[0]!, { scope, isFactor }) !== null ? keyOf(value) : null
}

/** Persons' values, and what is counted of their rows. */
const ITS_OWN: ReadonlySet<Origin> = new Set<Origin>(['own', 'made', 'switched'])

/** The same of what is multiplied or divided by: also its square, and a day more or less. */
function factorIn(value: TreeNode, scope: Scope): string | null {
  const [a, b] = children(value, 'children')
  const name = nameOf(value)
  if (text(value, 'class') === 'CAST') return factorIn(child(value, 'child')!, scope)
  if (a !== undefined && b !== undefined) {
    const keeps =
      (/^[-+]$/.test(name) && isWritten(b, 1)) ||
      (/^(\*\*|\^|pow|power)$/.test(name) && isWritten(b, 2)) ||
      (text(value, 'type') === 'OPERATOR_NULLIF' && isWritten(b, 0)) ||
      (/^[*/]$/.test(name) && isFixed(b))
    if (keeps) return factorIn(a, scope)
    if (name === '*' && isFixed(a)) return factorIn(b, scope)
  }
  return numberIn(value, { scope, isFactor: true })
}

const isWritten = (node: TreeNode, number: number): boolean =>
  Number(child(node, 'value')?.value ?? Number.NaN) === number

const nameOf = (node: TreeNode): string =>
  /^(FUNCTION|WINDOW)$/.test(text(node, 'class')) ? text(node, 'function_name').toLowerCase() : ''
