/**
 * How far a ratio is from a number of the query's own, as `1 - b / a`, `b / a - 1` and `ln(b / a)` say it: what is left of
 * a rate in which nearly everybody is, or what few more one group has than another. It rests on those known to be in one
 * of its numbers only, or on as many as one person's sway goes into it (./sway.ts), whichever is more.
 *
 * Not of a number by itself (`count(*) - 100`), which the query's own only moves. The ratio says the same, but is not next
 * to nothing, and a number that is added to what is next to nothing hides it (ARCHITECTURE.md, Known limits).
 */

import type { TreeNode } from './measure.ts'
import { type Facts, isCompound, knownWithin } from './number-facts.ts'
import { NO_LIMIT } from './scope.ts'
import { numeric } from './shares.ts'
import { changedBy, personsIn, type Sway, sizeOf } from './sway.ts'
import { call, children, compare, double, greatestOf, integer, leastOf, text, when } from './tree.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Functions that may come to nothing where a ratio does not. */
export const OFFSETTING = words(`
  + - add subtract % mod fmod ln log log2 log10 acos acosh atanh cos cot sin tan lgamma
`)

/** Of these, the ones that are moved no further than what they are of. */
const AS_FAR = words('+ - add subtract % mod fmod')

/**
 * Of these, the ones of which what is left is no closer to nothing than the ratio or the number itself: then at least as
 * many are left as stand behind one of the two numbers.
 */
const SHIFTING = words('+ - add subtract')

/** Who stands behind how far it is, where a function says so of a ratio; null for anything else. */
export function closeToNothing(
  node: TreeNode,
  parts: (Facts | null)[],
  shift: Sway | undefined,
): TreeNode | null {
  const name = text(node, 'function_name').toLowerCase()
  const [of, ...others] = parts.filter((part) => part !== null)
  const turnsSign = parts.length === 1 && (name === '-' || name === '+')
  if (!OFFSETTING.has(name) || turnsSign || of === undefined || others.length > 0 || !isCompound(of))
    return null
  const values = children(node, 'children')
  const changed = AS_FAR.has(name)
    ? changedBy(node, parts)
    : shift && personsIn(sizeOfLogarithm(values[0]!), shift.part)
  const known = knownWithin(of) ?? integer(0)
  if (changed === null || changed === undefined) return known
  if (!SHIFTING.has(name)) return greatestOf([known, changed])
  const far = compare('COMPARE_GREATERTHANOREQUALTO', sizeOf(node), leastOf(values.map(sizeOf)))
  return greatestOf([known, when(far, integer(NO_LIMIT), changed)])
}

/** Of what may be nothing, too. */
const sizeOfLogarithm = (value: TreeNode): TreeNode =>
  call('abs', [call('ln', [greatestOf([numeric({ ...value, alias: '' }), double(1e-300)])])])
