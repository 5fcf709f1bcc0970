/**
 * Values in which more than one number of a person's stands, or what the query puts in their place. A quantile is the
 * value of one person, and which one is said by the part of the rows: of `month_of_birth * 1e6 + cost`, or of a CASE that
 * moves all others to either side, it is the cost of whomever the query picks. So such a quantile rests on those who have
 * it; of one number of a person's, whatever it is times or plus, and of the time between two days, on those beyond it.
 *
 * Judged by what is written, and carried from query to query with the column.
 */
import { aggregateKind } from './aggregates.ts'
import type { TreeNode } from './measure.ts'
import { originOf, originOfColumn } from './origins.ts'
import { find, type Scope } from './scope.ts'
import { child, children, keyOf, text, texts } from './tree.ts'

/** Dates alone are taken by these. */
const TAKES_DATES = /^(date_?diff|date_?sub|age)$/
const DAY = /^(DATE|TIMESTAMP.*)$/

/** True where a value is made of several. */
export const isBlend = (value: TreeNode, scope: Scope): boolean => blendOf(value, scope) === 'several'

/** `several`: of that many numbers, or the query puts them there; `one`: a number of the query's is in the place of some. */
export function blendOf(value: TreeNode, scope: Scope): 'several' | 'one' | undefined {
  const names = new Set<string>()
  const fixed = new Set<string>()
  let isPut = false
  let inside = false
  let isSummed = false
  const look = (node: TreeNode): void => {
    const parts = children(node, 'children')
    switch (text(node, 'class')) {
      case 'CONSTANT':
        return
      case 'COLUMN_REF': {
        const bound = find(texts(node, 'column_names'), scope)
        if (bound === null) return
        const { relation, nullable } = bound.source
        // What is looked up in a table of the catalog is the same whoever asks.
        if (bound.column.open && relation.level === 'open' && relation.rows === 'table' && !nullable) return
        const isWritten = bound.column.open && !(relation.single === true && !nullable)
        const { blend } = bound.column
        isPut ||= isWritten || blend === 'several' || (blend === 'one' && inside)
        if (blend === 'one') fixed.add(keyOf(node))
        if (!bound.column.open) names.add(keyOf(node))
        return
      }
      case 'CASE':
        branches(
          [
            ...children(node, 'case_checks').map((check) => child(check, 'then_expr')!),
            child(node, 'else_expr')!,
          ],
          true,
        )
        return
      case 'CAST':
      case 'COLLATE':
        look(child(node, 'child')!)
        return
      case 'COMPARISON':
      case 'CONJUNCTION':
      case 'BETWEEN':
        names.add(keyOf(node))
        return
      case 'SUBQUERY':
        names.add(keyOf(node))
        isPut ||= originOf(node, scope) === 'mixed'
        return
      case 'OPERATOR':
        if (text(node, 'type') === 'OPERATOR_COALESCE') branches(parts, false)
        else for (const part of parts) look(part)
        return
      case 'WINDOW':
      case 'FUNCTION': {
        const name = text(node, 'function_name').toLowerCase()
        const isWhole = isBetweenDays(node, scope) || (parts.length === 0 && aggregateKind(name) !== null)
        if (isWhole) names.add(keyOf(node))
        else if (/^(greatest|least)$/.test(name)) branches(parts, false)
        else {
          const before = { inside, isSummed }
          // Of the least of a person's rows it is a row's value; nought adds nothing.
          inside ||= !/^extreme-/.test(aggregateKind(name) ?? '')
          isSummed ||= aggregateKind(name) === 'sum'
          for (const part of parts) look(part)
          ;({ inside, isSummed } = before)
        }
        return
      }
      default:
        isPut = true
    }
  }
  /**
   * One of these, by a condition. One number in the place of all beyond it, as at the end of a study, puts nobody between
   * others; added or as a factor it may.
   */
  const branches = (all: TreeNode[], isCase: boolean): void => {
    const isNone = (branch: TreeNode) => isNull(branch) || (isSummed && originOf(branch, scope) === 'nothing')
    const something = all.filter((branch) => !isNone(branch))
    for (const branch of something) if (isFixed(branch)) fixed.add(keyOf(branch))
    const others = something.filter((branch) => !isFixed(branch))
    isPut ||=
      fixed.size > 1 || new Set(others.map(keyOf)).size > 1 || (isCase && inside && something.length > 1)
    for (const branch of others) look(branch)
  }
  look(value)
  if (isPut || names.size > 1 || fixed.size > 1) return 'several'
  return fixed.size > 0 ? 'one' : undefined
}

/** The time between two days of the person's own, or from one of them to a day that is written. */
function isBetweenDays(node: TreeNode, scope: Scope): boolean {
  const name = text(node, 'function_name').toLowerCase()
  const takesDates = TAKES_DATES.test(name)
  const parts = children(node, 'children')
  const days = takesDates && name !== 'age' ? parts.slice(1) : parts
  return (
    (takesDates || (name === '-' && parts.length === 2)) &&
    days.every((part) => isFixed(part) || isDay(part, { scope, takesDates }))
  )
}

const isNull = (value: TreeNode): boolean => child(value, 'value')?.is_null === true

const isFixed = (value: TreeNode): boolean =>
  text(value, 'class') === 'CONSTANT' || (text(value, 'class') === 'CAST' && isFixed(child(value, 'child')!))

/** A day of the person's, or the first or last of theirs. */
function isDay(value: TreeNode, { scope, takesDates }: { scope: Scope; takesDates: boolean }): boolean {
  if (text(value, 'class') === 'CAST')
    return (
      DAY.test(text(child(value, 'cast_type') ?? {}, 'id')) &&
      isDay(child(value, 'child')!, { scope, takesDates: true })
    )
  const [only, ...more] = children(value, 'children')
  const kind = aggregateKind(text(value, 'function_name').toLowerCase())
  if (only !== undefined && more.length === 0 && (kind === 'extreme-low' || kind === 'extreme-high'))
    return isDay(only, { scope, takesDates })
  const bound = text(value, 'class') === 'COLUMN_REF' ? find(texts(value, 'column_names'), scope) : null
  if (bound === null || bound.column.open || originOfColumn(bound.column) !== 'own') return false
  return takesDates || DAY.test(bound.column.type ?? '')
}
