/**
 * Protects tables of counts by hiding the small ones and rounding the rest, each
 * cell and margin on its own. What can be derived of a hidden cell follows from
 * the ranges the rounded neighbours leave open, in all tables together.
 */
import { attackIntervals } from './attack-intervals.ts'
import { buildCellTable } from './cell-table.ts'
import { keyAt, linkTables } from './linked-tables.ts'
import {
  KeptPrimaryError,
  type LinkedCell,
  type LinkedProtectInput,
  type LinkedProtection,
} from './protect-linked.ts'
import { isPrimary } from './protection-levels.ts'
import { type RoundingMethod, roundCount, roundedFrom } from './rounding.ts'

export type RoundedTables = Omit<LinkedProtection, 'method'> & { method: RoundingMethod }

/** Values of shown cells are the rounded ones. Throws TableError, LinkedConflictError, KeptPrimaryError. */
export async function roundLinkedTables({
  tables,
  rule,
  method,
  base,
  keep = () => false,
  judgeMargin = () => ({}),
}: LinkedProtectInput & { method: RoundingMethod; base: number }): Promise<RoundedTables> {
  const began = performance.now()
  const built = tables.map(({ name, dimensions, rows }) => ({
    name,
    rows,
    table: buildCellTable({ dimensions, rows, missingMargins: 'compute' }),
    valueOf: ({ value }: { value: number | null }) => value,
    lineOf: ({ row }: { row: number | null }) => (row === null ? 0 : rows[row]!.line),
  }))
  const { system, values, ids } = linkTables(built)
  const low = new Float64Array(system.size)
  const high = new Float64Array(system.size).fill(Number.POSITIVE_INFINITY)
  const hidden = new Uint8Array(system.size)
  built.forEach(({ table, rows }, place) => {
    table.cells.forEach(({ row, value }, cell) => {
      const key = keyAt(table, cell)
      const { primary, level } = row === null ? judgeMargin({ table: place, key, value: value! }) : rows[row]!
      if (!(primary ?? isPrimary(value!, { ...rule, threshold: level ?? rule.threshold }))) return
      if (keep({ table: place, key })) throw new KeptPrimaryError(place, key)
      hidden[ids[place]![cell]!] = 1
    })
  })
  values.forEach((value, id) => {
    if (value === null || hidden[id] === 1) return
    const range = roundedFrom(roundCount(value, { method, base }), { method, base })
    // That it is shown at all says that it reaches the threshold, or is 0.
    low[id] = value === 0 ? 0 : Math.max(range.low, Math.min(value, rule.threshold))
    high[id] = value === 0 && rule.zeroPolicy === 'show' ? 0 : range.high
  })
  const { intervals, complete } = await attackIntervals(
    {
      system,
      shown: values.map(() => null),
      within: { low, high },
      whole: true,
      ...(values.every((value) => value !== null) ? { start: values as number[] } : {}),
    },
    { cells: values.map((_, id) => id).filter((id) => hidden[id] === 1) },
  )
  return {
    tables: built.map(({ name, table }, place) => ({
      name,
      cellTable: table,
      cells: table.cells.map(({ row, value }, cell): LinkedCell => {
        const interval = intervals.get(ids[place]![cell]!) ?? null
        return {
          key: keyAt(table, cell),
          row,
          value: interval ? value! : roundCount(value!, { method, base }),
          status: interval ? 'primary' : 'shown',
          interval,
          safe: !interval || interval.high > interval.low,
        }
      }),
    })),
    method,
    gap: 0,
    elapsedMs: performance.now() - began,
    complete,
    unlinked: [],
  }
}
