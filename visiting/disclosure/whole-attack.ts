/**
 * Three-way tables can be safe against fractions and not against whole numbers:
 * the attacker knows that counts are whole.
 */
import { attackIntervals } from './attack-intervals.ts'
import type { Allowance } from './effort.ts'
import { informedWidth } from './guard.ts'
import { isWideEnough } from './protection-levels.ts'
import type { SuppressInput, Target } from './suppression-problem.ts'

/** Of these targets those whose interval in whole numbers is too narrow; null when that was not settled within the allowance. */
export async function pinnedByWholeness(
  { system, values, lows, floors }: SuppressInput,
  { hidden, targets, allowance }: { hidden: Uint8Array; targets: readonly Target[]; allowance: Allowance },
): Promise<Target[] | null> {
  if (targets.length === 0) return []
  const shown = Array.from({ length: values.length }, (_, cell) =>
    hidden[cell] === 1 ? null : values[cell]!,
  )
  const high = new Float64Array(values.length).fill(Number.POSITIVE_INFINITY)
  const problem = {
    system,
    shown,
    whole: true,
    start: values,
    within: { low: Float64Array.from(lows), high },
  }
  const cells = targets.map(({ cell }) => cell)
  const naive = await attackIntervals(problem, { cells, allowance })
  const pinned = targets.filter(({ cell, width }) => !isWideEnough(naive.intervals.get(cell)!, width))
  if (!naive.complete) return null
  if (pinned.length > 0) return pinned
  if (!naive.inWholes) return null
  if (!floors) return pinned
  const within = { low: Float64Array.from(lows, (low, cell) => low + floors[cell]!), high }
  const informed = await attackIntervals({ ...problem, within }, { cells, allowance })
  if (!informed.complete) return null
  const known = targets.filter(
    ({ cell, width }) => !isWideEnough(informed.intervals.get(cell)!, informedWidth(width)),
  )
  return known.length > 0 || informed.inWholes ? known : null
}
