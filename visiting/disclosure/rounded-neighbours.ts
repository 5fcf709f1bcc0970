/**
 * What is left open of hidden counts beside rounded ones: each shown number stands for a range, and all of them together
 * bound what is hidden. Where that is less than the rule asks, neighbours are hidden as well, the cheapest first. The
 * pattern is safe, not the least costly.
 */
import type { AdditiveSystem } from './additive-system.ts'
import { type AttackAnswer, attackIntervals, type Interval } from './attack-intervals.ts'
import type { Allowance } from './effort.ts'
import { isWideEnough } from './protection-levels.ts'
import { type RoundingMethod, roundCount, roundedFrom } from './rounding.ts'

export interface RoundedCells {
  system: AdditiveSystem
  /** Counts before rounding, one a cell; null where nobody knows it. */
  values: readonly (number | null)[]
  /** Marks of hidden cells. Neighbours that have to be hidden are added in place. */
  hidden: Uint8Array
  /** Cells that may not be hidden: those to keep, and those that are not published. */
  kept: Uint8Array
  /** What an attacker knows of each cell without the system. Opened in place for cells that are hidden. */
  low: Float64Array
  high: Float64Array
  /** Least width of the interval of each cell that a rule hides. */
  widths: ReadonlyMap<number, number>
  /** For the intervals. */
  allowance?: Allowance
}

/** What a shown number says of the count behind it. That it is shown at all says that it reaches `level`, or is 0. */
export function rangeBehind(
  value: number,
  {
    method,
    base,
    level,
    zeros,
  }: { method: RoundingMethod; base: number; level: number; zeros: 'show' | 'hide' },
): Interval {
  if (value === 0) return { low: 0, high: zeros === 'show' ? 0 : roundedFrom(0, { method, base }).high }
  const range = roundedFrom(roundCount(value, { method, base }), { method, base })
  return { low: Math.max(range.low, Math.min(value, level)), high: range.high }
}

/** Intervals of all hidden cells, in whole numbers; `narrow` are those of `widths` that could not be widened enough. */
export async function hideBesideRounded(
  cells: RoundedCells,
): Promise<AttackAnswer & { narrow: ReadonlySet<number> }> {
  const { system, values, hidden, low, high, widths, allowance } = cells
  const attack = (asked: readonly number[]) =>
    attackIntervals(
      {
        system,
        shown: values.map(() => null),
        within: { low, high },
        whole: true,
        ...(values.every((value) => value !== null) ? { start: values as number[] } : {}),
      },
      { cells: asked, ...(allowance ? { allowance } : {}) },
    )
  const isNarrow = (id: number, interval: Interval | undefined) =>
    interval === undefined || !isWideEnough(interval, widths.get(id) ?? 0)
  for (let narrow = [...widths.keys()]; narrow.length > 0; ) {
    const { intervals } = await attack(narrow)
    narrow = narrow.filter((id) => isNarrow(id, intervals.get(id)))
    if (narrow.length === 0) break
    const cheapest = (beside: (id: number) => boolean) => cheapestBeside(beside, cells) ?? []
    const more = new Set(narrow.flatMap((one) => cheapest((id) => id === one)))
    // Where all its neighbours are hidden, one of theirs. With everything hidden any multiple of the table would fit.
    if (more.size === 0) for (const id of [cheapest((id) => hidden[id] === 1)].flat()) more.add(id)
    if (more.size === 0) break
    for (const id of more) {
      hidden[id] = 1
      low[id] = 0
      high[id] = Number.POSITIVE_INFINITY
    }
  }
  const { intervals, complete, inWholes } = await attack(
    values.map((_, id) => id).filter((id) => hidden[id] === 1),
  )
  return {
    intervals,
    narrow: new Set([...widths.keys()].filter((id) => isNarrow(id, intervals.get(id)))),
    complete,
    inWholes,
  }
}

/** The cell of least value that shares an equation with one of these and may be hidden too; null where there is none. */
function cheapestBeside(
  beside: (id: number) => boolean,
  { system, values, hidden, kept }: RoundedCells,
): number | null {
  let best: number | null = null
  for (const { cells } of system.allEquations)
    if (cells.some(beside))
      for (const other of cells)
        if (hidden[other] === 0 && kept[other] === 0 && (values[other] ?? 0) > 0)
          if (best === null || values[other]! < values[best]!) best = other
  return best
}
