/**
 * Values in which more than one number of a person's stands, or what the query puts in their place. A quantile is the
 * value of one person, and which one is said by the part of the rows: of `month_of_birth * 1e6 + cost`, or of a CASE that
 * moves all others to either side, it is the cost of whomever the query picks. So such a quantile rests on those who have
 * it; of one number of a person's, whatever it is times or plus, of two that are added up or divided as they are
 * (./plain-pairs.ts), and of the time between two days, on those beyond it.
 *
 * Judged by what is written, and carried from query to query with the column.
 */
import { aggregateKind } from './aggregates.ts'
import { goesByMonths, isBirthday } from './birthdays.ts'
import type { TreeNode } from './measure.ts'
import { originOf } from './origins.ts'
import { choosesDay, isBetweenDays, isFixed, isPair } from './plain-pairs.ts'
import type { RelationColumn } from './relation.ts'
import { find, type Scope } from './scope.ts'
import { child, children, keyOf, text, texts } from './tree.ts'

/** Functions under which a number stays as large beside another as it is. */
const LEAVES_SCALE =
  /^([-+]|add|subtract|abs|round|floor|ceil|ceiling|trunc|date_?diff|date_?sub|age|lag|lead|first_value|last_value|year|month)$/

/** True where a value is made of several. */
export const isBlend = (value: TreeNode, scope: Scope): boolean => blendOf(value, scope) === 'several'

/**
 * `several`: of that many numbers, or the query puts them there; `one`: of one, with a number of the query's in the place of
 * some, or to a power or the like; `scaled`: of one, times a number; `pair`: of two, as they are.
 */
export function blendOf(value: TreeNode, scope: Scope): RelationColumn['blend'] {
  if (isPair(value, scope)) return 'pair'
  const day = choosesDay(value, scope)
  if (day !== null) return day.fixed > 0 || day.own > 1 ? 'one' : undefined
  const names = new Set<string>()
  const fixed = new Set<string>()
  let isPut = false
  let inside = false
  let isSummed = false
  let isScaled = false
  let isBent = false
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
        isPut ||= isWritten || blend === 'several' || blend === 'pair' || (blend === 'one' && inside)
        isScaled ||= blend === 'scaled'
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
        const isWhole =
          isBetweenDays(node, scope) ||
          isBirthday(node, scope) ||
          (parts.length === 0 && aggregateKind(name) !== null)
        if (isWhole) {
          names.add(keyOf(node))
          isScaled ||= goesByMonths(node, scope)
        } else if (/^(greatest|least)$/.test(name)) branches(parts, false)
        else {
          const before = { inside, isSummed }
          const isTimes = /^[*/]$/.test(name) && parts.some(isFixed)
          isScaled ||= isTimes
          isBent ||= !isTimes && !LEAVES_SCALE.test(name) && aggregateKind(name) === null
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
  return fixed.size > 0 || isBent ? 'one' : isScaled ? 'scaled' : undefined
}

const isNull = (value: TreeNode): boolean => child(value, 'value')?.is_null === true
