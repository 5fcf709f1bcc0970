/**
 * Protects one table of counts by a threshold: primary cells, the least costly
 * complementary cells, and what an attacker can still derive of each hidden one.
 *
 * The arithmetic by itself: it needs no permit and no facts, only counts. Missing
 * margins are computed and treated as shown.
 */
import { type AttackAnswer, attackIntervals, type Interval } from './attack-intervals.ts'
import { buildCellTable, type CellTable, type DimensionInput, type RowInput } from './cell-table.ts'
import { type CountRule, countWidth, isWideEnough } from './protection-levels.ts'
import { suppress } from './suppress.ts'
import { singlePeople, type Target, UnprotectableError } from './suppression-problem.ts'

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

/** A primary cell the researcher asked to keep. */
export class KeptPrimaryError extends Error {
  readonly cell: number
  readonly table: CellTable
  constructor(cell: number, table: CellTable) {
    super('a cell to keep is itself under the threshold')
    this.cell = cell
    this.table = table
  }
}

/** Whether a count may not be shown. */
export function isPrimary(value: number, { threshold, zeroPolicy }: CountRule): boolean {
  return value < threshold && (value > 0 || zeroPolicy === 'hide')
}

/** Throws TableError, KeptPrimaryError, UnprotectableError. */
export async function protectCounts({
  dimensions,
  rows,
  rule,
  keep,
  weights,
  timeLimitMs = 10_000,
  attackTimeLimitMs = 60_000,
}: CountTableInput): Promise<ProtectedCounts> {
  const began = performance.now()
  const table = buildCellTable({ dimensions, rows, missingMargins: 'compute' })
  const values = Float64Array.from(table.cells, ({ value }) => value ?? 0)
  const size = values.length
  const eligible = new Uint8Array(size)
  const spare = new Uint8Array(size)
  const singles = singlePeople(table.system, (cell) => values[cell] === 1)
  const targets: Target[] = []
  table.cells.forEach(({ at }, cell) => {
    const value = values[cell]!
    const kept = keep?.(at.map((node, d) => (node === 0 ? null : table.dimensions[d]!.nodes[node]!))) ?? false
    if (isPrimary(value, rule)) {
      if (kept) throw new KeptPrimaryError(cell, table)
      targets.push({ cell, width: countWidth(value, rule) })
    }
    if (kept) return
    if (value > 0 || rule.zeroPolicy === 'hide') eligible[cell] = 1
    else spare[cell] = 1
  })
  const cost = costsOf(table, { values, weights })
  const pattern = await suppress(
    { system: table.system, values, cost, eligible, spare, targets, singles, whole: true, grid: table },
    { timeLimitMs },
  ).catch((problem: unknown) => {
    throw problem instanceof UnprotectableError ? new UnprotectableError(problem.cells, table) : problem
  })
  const shown = Array.from(values, (value, cell) => (pattern.hidden[cell] === 1 ? null : value))
  const attack: AttackAnswer = await attackIntervals(
    { system: table.system, shown, whole: true, start: values },
    { deadline: performance.now() + attackTimeLimitMs },
  )
  const widths = new Map(targets.map(({ cell, width }) => [cell, width]))
  const cells = table.cells.map((_, cell): ProtectedCount => {
    const interval = attack.intervals.get(cell) ?? null
    if (!interval) return { cell, status: 'shown', interval: null, safe: true }
    const width = widths.get(cell)
    // A secondary cell that is known exactly anyway hides nothing: it may as well be shown.
    if (width === undefined && attack.complete && interval.low === interval.high)
      return { cell, status: 'shown', interval: null, safe: true }
    if (width === undefined) return { cell, status: 'secondary', interval, safe: true }
    return {
      cell,
      status: 'primary',
      // An interval cut short by the clock says nothing against a pattern that was proven safe.
      interval,
      safe: !attack.complete || isWideEnough(interval, width),
    }
  })
  return {
    table,
    cells,
    method: pattern.method,
    gap: pattern.gap,
    elapsedMs: performance.now() - began,
    complete: attack.complete,
  }
}

/** Given weights, else the counts; of equally dear patterns the one with fewer cells. */
function costsOf(
  { cells, system }: CellTable,
  { values, weights }: { values: Float64Array; weights: readonly number[] | undefined },
): Float64Array {
  const each = Math.min(1e-3, 0.5 / (cells.length + 1))
  const cost = Float64Array.from(cells, ({ row }, cell) =>
    weights ? (row === null ? Number.NaN : weights[row]!) : values[cell]!,
  )
  // A margin that was computed costs what its parts cost.
  for (let pass = 0; pass < cells.length && cost.some(Number.isNaN); pass++)
    for (const { cells: inside } of system.allEquations) {
      const [total, ...parts] = inside
      if (!Number.isNaN(cost[total!]!)) continue
      cost[total!] = parts.reduce((sum, part) => sum + cost[part]!, 0)
    }
  return cost.map((price) => (Number.isNaN(price) ? 1 : Math.max(0, price)) + each)
}
