/** Rounded counts of tables that leave together, against whoever takes all of them at once. */
import { COUNTS, type Limits, type Member, problemOf } from './additive-problem.ts'
import { Allowance } from './effort.ts'
import type { Tie } from './linked-tables.ts'
import { hideAt, reportNarrow } from './mark-hidden.ts'
import { hideBesideRounded, rangeBehind } from './rounded-neighbours.ts'
import type { RoundingMethod } from './rounding.ts'

const isRounding = (method: string): method is RoundingMethod => method === 'round' || method === 'midpoint-6'

/** Only counts are rounded; sums of a table whose counts are rounded stay exact, and are protected by hiding. */
export const isRounded = ({ at: { input, options }, part }: Member): boolean =>
  isRounding(options.method) && COUNTS.has(input.columns[part.columns[0]!]!.role)

/** Hides neighbours of hidden counts until what the rounded numbers leave open is as wide as the rules ask. */
export async function protectRounded(
  group: readonly Member[],
  { attackTimeLimitMs, shares, ties, onProgress }: Limits & { shares: number; ties: readonly Tie[] },
): Promise<void> {
  const { problem, ids, levels } = await problemOf(group, { keep: true, ties })
  const { system, values, targets, unpublished, kept } = problem
  if (targets.length === 0) return
  onProgress({ phase: 'intervals', gap: null, elapsedMs: 0 })
  const { method, base = 5 } = group[0]!.at.options
  const size = values.length
  const hidden = new Uint8Array(size)
  const low = new Float64Array(size)
  const high = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  for (const { cell } of targets) hidden[cell] = 1
  const zeros = levels.zeros
  for (let cell = 0; cell < size; cell++) {
    if (hidden[cell] === 1 || unpublished?.[cell] === 1) continue
    const at = { method: method as RoundingMethod, base, level: levels.of[cell]!, zeros }
    const range = rangeBehind(values[cell]!, at)
    low[cell] = range.low
    high[cell] = range.high
  }
  const { intervals, narrow, complete, inWholes } = await hideBesideRounded({
    system,
    values: Array.from(values),
    hidden,
    kept,
    low,
    high,
    widths: new Map(targets.map(({ cell, width }) => [cell, width])),
    allowance: Allowance.of(attackTimeLimitMs / shares),
  })
  group.forEach(({ at, part }, member) => {
    part.places.forEach((place, k) => {
      const cell = ids[member]![k]!
      if (!place || hidden[cell] !== 1) return
      hideAt(at, place, { interval: intervals.get(cell) })
      if (complete && narrow.has(cell)) reportNarrow(at, place, intervals.get(cell)!)
    })
    if (complete && inWholes) return
    const column = at.input.columns[part.columns[0]!]!.name
    at.report.add(
      {
        code: complete ? 'attack-in-fractions' : 'attack-unfinished',
        severity: 'warning',
        rule: null,
        params: { column },
      },
      { row: null, column },
    )
  })
}
