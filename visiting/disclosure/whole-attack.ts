/**
 * Three-way tables can be safe against fractions and not against whole numbers:
 * the attacker knows that counts are whole.
 */
import { attackIntervals } from './attack-intervals.ts'
import { isWideEnough } from './protection-levels.ts'
import type { SuppressInput, Target } from './suppression-problem.ts'

/** Targets whose interval in whole numbers is too narrow; null when time ran out. */
export async function pinnedByWholeness(
  { system, values, targets }: SuppressInput,
  { hidden, deadline }: { hidden: Uint8Array; deadline: number },
): Promise<Target[] | null> {
  const { intervals, complete } = await attackIntervals(
    {
      system,
      shown: Array.from({ length: values.length }, (_, cell) => (hidden[cell] === 1 ? null : values[cell]!)),
      whole: true,
      start: values,
    },
    { cells: targets.map(({ cell }) => cell), deadline },
  )
  if (!complete) return null
  return targets.filter(({ cell, width }) => !isWideEnough(intervals.get(cell)!, width))
}
