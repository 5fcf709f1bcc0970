/**
 * Limits of a ratio, as they are usually written: the logarithm of a product or quotient of numbers of groups, or of one
 * whose sway is known (./sway.ts), more or less one error, which falls the more persons there are
 * (`1.96 * sqrt(1 / a + 1 / b)`), and exp of that. It is the ratio times a factor, and says what the ratio and the error
 * say, each of which rests on enough persons by itself.
 *
 * Not of one logarithm less another, of two errors, nor with what grows with persons beside it: these can be a difference
 * of two numbers that few persons make. Nor of a logarithm taken times anything, or of what has an exponent in it.
 */

import type { TreeNode } from './measure.ts'
import type { Facts } from './number-facts.ts'
import { children, text } from './tree.ts'

type Part = Pick<Facts, 'sway' | 'logarithm' | 'exponential' | 'isProduct'> | null | undefined

/** Whether a function of this is such a logarithm. */
export function isLogarithm(node: TreeNode, [of]: Part[]): boolean {
  const name = text(node, 'function_name').toLowerCase()
  if (name === 'round') return of?.logarithm !== undefined
  const isAlone = children(node, 'children').length === 1
  const isKnown = of?.sway !== undefined || of?.isProduct === true
  return LOGARITHMS.has(name) && isAlone && isKnown && of.exponential === undefined
}

const LOGARITHMS: ReadonlySet<string> = new Set(['ln', 'log', 'log10', 'log2'])

/** Whether a sum or difference is such a logarithm with its error. */
export const isLogarithmWithError = (name: string, [a, b]: Part[]): boolean =>
  (a?.logarithm !== undefined && isError(b) && (name === '+' || name === '-')) ||
  (b?.logarithm !== undefined && isError(a) && name === '+')

/** With four times the persons half as large, or the like. */
const isError = (part: Part): boolean => part?.sway !== undefined && part.sway.degree < 0

/** What a power of such a number is; `of`: the exponent. */
export const exponentialOf = (of: Part): Facts['exponential'] => (isError(of) ? 'factor' : 'number')

/** Whether one of two that are taken times each other is the factor of a limit, and the other has no exponent in it. */
export const isByFactor = (a: Part, b: Part): boolean =>
  (a?.exponential === 'factor' && b?.exponential === undefined) ||
  (b?.exponential === 'factor' && a?.exponential === undefined)
