/** CASE between numbers that are written in the query: what is known of its value before any row is read. */
import type { TreeNode } from './measure.ts'
import { child, children, isNode, text } from './tree.ts'

/** A number as it is written; not a number where it is none. */
export function writtenNumber(node: TreeNode): number {
  const value = child(node, 'value')
  const type = value === null ? null : child(value, 'type')
  if (text(node, 'class') !== 'CONSTANT' || type === null || value!.is_null === true) return Number.NaN
  const info = type.type_info
  switch (text(type, 'id')) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return Number(value!.value)
    case 'DECIMAL':
      // Written without its point.
      return isNode(info) && typeof info.scale === 'number'
        ? Number(value!.value) / 10 ** info.scale
        : Number.NaN
    default:
      return Number.NaN
  }
}

/** The numbers a CASE gives, the ELSE last; null where it may give anything else, NULL too. */
export function caseNumbers(x: TreeNode): number[] | null {
  const otherwise = child(x, 'else_expr')
  if (text(x, 'class') !== 'CASE' || otherwise === null) return null
  const given = children(x, 'case_checks').map((check) => child(check, 'then_expr')!)
  const numbers = [...given, otherwise].map(writtenNumber)
  return numbers.some(Number.isNaN) ? null : numbers
}

/** Of `CASE WHEN c THEN 1 ELSE 0 END` the condition; null for anything else. */
export function flagOf(x: TreeNode): TreeNode | null {
  const [given, otherwise, ...more] = caseNumbers(x) ?? []
  const isFlag = given !== undefined && given >= 1 && otherwise === 0 && more.length === 0
  return isFlag ? child(children(x, 'case_checks')[0]!, 'when_expr') : null
}
