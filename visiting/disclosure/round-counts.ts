/**
 * Protects a table of counts by hiding the small ones and rounding the rest, each
 * cell and margin on its own. What can be derived of a hidden cell follows from
 * the ranges the rounded neighbours leave open.
 */
import { attackIntervals } from './attack-intervals.ts'
import { buildCellTable, type DimensionInput, type RowInput } from './cell-table.ts'
import { isPrimary, KeptPrimaryError, type ProtectedCounts } from './protect-counts.ts'
import type { CountRule } from './protection-levels.ts'
import { type RoundingMethod, roundCount, roundedFrom } from './rounding.ts'

/** Throws TableError, KeptPrimaryError. */
export async function roundCounts({
  dimensions,
  rows,
  rule,
  method,
  base,
  keep,
}: {
  dimensions: readonly DimensionInput[]
  rows: readonly RowInput[]
  rule: CountRule
  method: RoundingMethod
  base: number
  keep: (key: readonly (string | null)[]) => boolean
}): Promise<Omit<ProtectedCounts, 'method'> & { method: RoundingMethod }> {
  const began = performance.now()
  const table = buildCellTable({ dimensions, rows, missingMargins: 'compute' })
  const size = table.cells.length
  const low = new Float64Array(size)
  const high = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  const values = Float64Array.from(table.cells, ({ value }) => value ?? 0)
  const primary = Array.from(values, (value) => isPrimary(value, rule))
  const counts = Array.from(values, (value) => roundCount(value, { method, base }))
  table.cells.forEach(({ at }, cell) => {
    const key = at.map((node, d) => (node === 0 ? null : table.dimensions[d]!.nodes[node]!))
    const kept = keep(key)
    if (primary[cell]) {
      if (kept) throw new KeptPrimaryError(cell, table)
      return
    }
    const range = roundedFrom(counts[cell]!, { method, base })
    // That it is shown at all says that it reaches the threshold, or is 0.
    low[cell] = values[cell] === 0 ? 0 : Math.max(range.low, rule.threshold)
    high[cell] = values[cell] === 0 && rule.zeroPolicy === 'show' ? 0 : range.high
  })
  const { intervals, complete } = await attackIntervals(
    {
      system: table.system,
      shown: Array.from(values, () => null),
      within: { low, high },
      whole: true,
      start: values,
    },
    { cells: table.cells.map((_, cell) => cell).filter((cell) => primary[cell]) },
  )
  return {
    table,
    cells: table.cells.map((_, cell) => {
      const interval = primary[cell] ? intervals.get(cell)! : null
      return {
        cell,
        status: interval ? 'primary' : 'shown',
        count: interval ? values[cell]! : counts[cell]!,
        interval,
        safe: !interval || interval.high > interval.low,
      }
    }),
    method,
    gap: 0,
    elapsedMs: performance.now() - began,
    complete,
  }
}
