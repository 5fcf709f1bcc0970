/**
 * Protects tables of counts by hiding the small ones and rounding the rest, each
 * cell and margin on its own. What can be derived of a hidden cell follows from
 * the ranges the rounded neighbours leave open, in all tables together; where that
 * is less than the rule asks, neighbours are hidden as well, the cheapest first.
 * That pattern is safe, not the least costly.
 */
import { buildCellTable } from './cell-table.ts'
import { keyAt, linkTables } from './linked-tables.ts'
import {
  KeptPrimaryError,
  type LinkedCell,
  type LinkedProtectInput,
  type LinkedProtection,
} from './protect-linked.ts'
import { countWidth, isPrimary } from './protection-levels.ts'
import { hideBesideRounded, rangeBehind } from './rounded-neighbours.ts'
import { type RoundingMethod, roundCount } from './rounding.ts'
import { tiesOf } from './ties.ts'

export type RoundedTables = Omit<LinkedProtection, 'method'> & { method: RoundingMethod }

/** Values of shown cells are the rounded ones. Throws TableError, LinkedConflictError, KeptPrimaryError. */
export async function roundLinkedTables({
  tables,
  rule,
  method,
  base,
  keep = () => false,
  judgeMargin = () => ({}),
  ties = [],
}: LinkedProtectInput & { method: RoundingMethod; base: number }): Promise<RoundedTables> {
  const began = performance.now()
  const built = tables.map(({ name, dimensions, rows }) => ({
    name,
    rows,
    table: buildCellTable({ dimensions, rows, missingMargins: 'compute' }),
    valueOf: ({ value }: { value: number | null }) => value,
    lineOf: ({ row }: { row: number | null }) => (row === null ? 0 : rows[row]!.line),
  }))
  const { system, values, ids } = linkTables(built, { ties: tiesOf(ties, built) })
  const low = new Float64Array(system.size)
  const high = new Float64Array(system.size).fill(Number.POSITIVE_INFINITY)
  const hidden = new Uint8Array(system.size)
  const kept = new Uint8Array(system.size)
  const widths = new Map<number, number>()
  built.forEach(({ table, rows }, place) => {
    table.cells.forEach(({ row, value }, cell) => {
      const key = keyAt(table, cell)
      const id = ids[place]![cell]!
      const stays = keep({ table: place, key })
      if (stays) kept[id] = 1
      const { primary, level } = row === null ? judgeMargin({ table: place, key, value: value! }) : rows[row]!
      if (!(primary ?? isPrimary(value!, { ...rule, threshold: level ?? rule.threshold }))) return
      if (stays) throw new KeptPrimaryError({ table: place, key, row, value: value! })
      hidden[id] = 1
      const width = countWidth(value!, { ...rule, threshold: level ?? rule.threshold })
      widths.set(id, Math.max(widths.get(id) ?? 0, width))
    })
  })
  values.forEach((value, id) => {
    if (value === null || hidden[id] === 1) return
    const range = rangeBehind(value, { method, base, level: rule.threshold, zeros: rule.zeroPolicy })
    low[id] = range.low
    high[id] = range.high
  })
  const { intervals, narrow, complete, inWholes } = await hideBesideRounded({
    system,
    values,
    hidden,
    kept,
    low,
    high,
    widths,
  })
  return {
    tables: built.map(({ name, table }, place) => ({
      name,
      cellTable: table,
      cells: table.cells.map(({ row, value }, cell): LinkedCell => {
        const id = ids[place]![cell]!
        const interval = intervals.get(id) ?? null
        return {
          key: keyAt(table, cell),
          row,
          value: interval ? value! : roundCount(value!, { method, base }),
          status: !interval ? 'shown' : widths.has(id) ? 'primary' : 'secondary',
          interval,
          safe: !interval || !complete || !narrow.has(id),
        }
      }),
    })),
    method,
    gap: 0,
    elapsedMs: performance.now() - began,
    complete,
    inWholes,
    unlinked: [],
  }
}
