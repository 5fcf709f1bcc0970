/**
 * Protects tables of counts by hiding the small ones and rounding the rest, each
 * cell and margin on its own. What can be derived of a hidden cell follows from
 * the ranges the rounded neighbours leave open, in all tables together; where that
 * is less than the rule asks, neighbours are hidden as well, the cheapest first.
 * That pattern is safe, not the least costly.
 */
import type { AdditiveSystem } from './additive-system.ts'
import { attackIntervals, type Interval } from './attack-intervals.ts'
import { buildCellTable } from './cell-table.ts'
import { keyAt, linkTables } from './linked-tables.ts'
import {
  KeptPrimaryError,
  type LinkedCell,
  type LinkedProtectInput,
  type LinkedProtection,
} from './protect-linked.ts'
import { countWidth, isPrimary, isWideEnough } from './protection-levels.ts'
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
      if (stays) throw new KeptPrimaryError(place, key)
      hidden[id] = 1
      const width = countWidth(value!, { ...rule, threshold: level ?? rule.threshold })
      widths.set(id, Math.max(widths.get(id) ?? 0, width))
    })
  })
  values.forEach((value, id) => {
    if (value === null || hidden[id] === 1) return
    const range = roundedFrom(roundCount(value, { method, base }), { method, base })
    // That it is shown at all says that it reaches the threshold, or is 0.
    low[id] = value === 0 ? 0 : Math.max(range.low, Math.min(value, rule.threshold))
    high[id] = value === 0 && rule.zeroPolicy === 'show' ? 0 : range.high
  })
  const attack = (cells: readonly number[]) =>
    attackIntervals(
      {
        system,
        shown: values.map(() => null),
        within: { low, high },
        whole: true,
        ...(values.every((value) => value !== null) ? { start: values as number[] } : {}),
      },
      { cells },
    )
  const isNarrow = (id: number, { low: least, high: most }: Interval) =>
    !isWideEnough({ low: least, high: most }, widths.get(id) ?? 0)
  for (let narrow = [...widths.keys()]; narrow.length > 0; ) {
    const { intervals } = await attack(narrow)
    narrow = narrow.filter((id) => isNarrow(id, intervals.get(id)!))
    if (narrow.length === 0) break
    const cheapest = (beside: (id: number) => boolean) =>
      cheapestBeside(beside, { system, values, hidden, kept }) ?? []
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
  const { intervals, complete } = await attack(values.map((_, id) => id).filter((id) => hidden[id] === 1))
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
          safe: !interval || !complete || !isNarrow(id, interval),
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

/** The cell of least value that shares an equation with one of these and may be hidden too; null where there is none. */
function cheapestBeside(
  beside: (id: number) => boolean,
  {
    system,
    values,
    hidden,
    kept,
  }: {
    system: AdditiveSystem
    values: readonly (number | null)[]
    hidden: Uint8Array
    kept: Uint8Array
  },
): number | null {
  let best: number | null = null
  for (const { cells } of system.allEquations)
    if (cells.some(beside))
      for (const other of cells)
        if (hidden[other] === 0 && kept[other] === 0 && (values[other] ?? 0) > 0)
          if (best === null || values[other]! < values[best]!) best = other
  return best
}
