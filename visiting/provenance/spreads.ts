/**
 * Variances and deviations of groups, and what is made of them without taking anything away, as a pooled deviation is: never
 * below nothing, so that a sum of two is no smaller than either, and rests on what both rest on. The same of `p * (1 - p)`.
 */
import { writtenNumber } from './case-numbers.ts'
import type { TreeNode } from './measure.ts'
import type { Facts } from './number-facts.ts'
import { both, children, compare, integer, keyOf, text } from './tree.ts'

/** The condition that it is one with the values a query comes to; null for anything else. */
export function spreadOf(node: TreeNode, parts: (Facts | null)[]): TreeNode | null {
  const args = children(node, 'children')
  const name = text(node, 'function_name').toLowerCase()
  const isNotBelow = compare('COMPARE_GREATERTHANOREQUALTO', { ...node, alias: '' }, integer(0))
  if (args.length === 2 && name === '*' && isOfProportion(args, parts)) return isNotBelow
  const spreads = parts.flatMap((part) => (part?.spread === undefined ? [] : [part.spread]))
  const areFactors = parts.every((part, index) => part?.spread !== undefined || isFactor(args[index]!, part))
  if (spreads.length === 0 || !areFactors) return null
  if (name === '+' && args.length === 2) return spreads.length === 2 ? both(spreads) : null
  return KEEPING.has(name) ? both([...spreads, isNotBelow]) : null
}

const KEEPING: ReadonlySet<string> = new Set('* / sqrt ** ^ pow power nullif round'.split(' '))

/** A number of the query's own, or one made of how many there are. */
const isFactor = (node: TreeNode, part: Facts | null): boolean =>
  part === null ? writtenNumber(node) > 0 : part.madeOf?.every(({ isCount }) => isCount) === true

/** Of p and 1 − p, either way round. The same p: other factors of two numbers could add up to one of the query's own. */
function isOfProportion(args: TreeNode[], parts: (Facts | null)[]): boolean {
  const isOfOne = parts.every((part) => part?.madeOf?.length === 1)
  const isRestOf = (rest: TreeNode, p: TreeNode): boolean => {
    const [one, other, ...more] = children(rest, 'children')
    const isRest = text(rest, 'function_name') === '-' && other !== undefined && more.length === 0
    return (
      isRest && writtenNumber(one!) === 1 && keyOf({ ...other, alias: '' }) === keyOf({ ...p, alias: '' })
    )
  }
  const [a, b] = args as [TreeNode, TreeNode]
  return isOfOne && (isRestOf(a, b) || isRestOf(b, a))
}
