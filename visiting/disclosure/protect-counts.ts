/**
 * Protects one table of counts by a threshold.
 *
 * The arithmetic by itself: it needs no permit and no facts, only counts. Missing
 * margins are computed and treated as shown. Several tables: ./protect-linked.ts.
 */
import type { Interval } from './attack-intervals.ts'
import type { CellTable, DimensionInput, RowInput } from './cell-table.ts'
import { protectLinkedTables } from './protect-linked.ts'
import type { CountRule } from './protection-levels.ts'

export interface CountTableInput {
  dimensions: readonly DimensionInput[]
  rows: readonly RowInput[]
  rule: CountRule
  /** Whether a cell must stay shown, by its categories (null: total). */
  keep?: (key: readonly (string | null)[]) => boolean
  /** Price of hiding a row's cell; by default its count. Computed margins cost the sum of their parts. */
  weights?: readonly number[]
  /** For the pattern. */
  timeLimitMs?: number
  /** For the intervals afterwards. */
  attackTimeLimitMs?: number
}

export interface ProtectedCount {
  cell: number
  status: 'shown' | 'primary' | 'secondary'
  interval: Interval | null
  /** The count as it would leave, where it differs from the true one. */
  count?: number
  /** False when the interval is narrower than the rule asks. */
  safe: boolean
}

export interface ProtectedCounts {
  table: CellTable
  cells: ProtectedCount[]
  method: 'optimal' | 'heuristic'
  gap: number
  elapsedMs: number
  complete: boolean
}

/** Throws TableError, KeptPrimaryError, KeepImpossibleError. */
export async function protectCounts({
  dimensions,
  rows,
  keep,
  weights,
  ...rest
}: CountTableInput): Promise<ProtectedCounts> {
  const { tables, ...answer } = await protectLinkedTables({
    ...rest,
    ...(keep ? { keep: ({ key }) => keep(key) } : {}),
    tables: [
      {
        name: '',
        dimensions,
        rows: rows.map((row, k) => ({
          ...row,
          value: row.value ?? 0,
          ...(weights ? { weight: weights[k]! } : {}),
        })),
      },
    ],
  })
  const { cells, cellTable } = tables[0]!
  return {
    ...answer,
    table: cellTable,
    cells: cells.map(({ status, interval, safe }, cell) => ({ cell, status, interval, safe })),
  }
}
