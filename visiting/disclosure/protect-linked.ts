/**
 * Protects several tables of one submission together: primary cells, the least
 * costly complementary cells over everything the tables share, and what an
 * attacker who has all of them can still derive of each hidden cell.
 *
 * Tables are tied by cells of the same categories (./linked-tables.ts), hierarchies
 * included: a dimension's `parents` may hold several levels (municipality →
 * secondary medical area → prefecture), and another table may start at an upper one.
 */
import { attackIntervals, type Interval } from './attack-intervals.ts'
import { buildCellTable, type CellTable, type DimensionInput, type RowInput } from './cell-table.ts'
import { Allowance } from './effort.ts'
import { canLink, keyAt, type LinkedPart, type LinkedSystem, linkTables, type Tie } from './linked-tables.ts'
import { type CountRule, countWidth, isPrimary, isWideEnough, magnitudeWidth } from './protection-levels.ts'
import type { ProtectionProgress } from './protection-port.ts'
import { withProgramme } from './solver.ts'
import { suppress } from './suppress.ts'
import { floorsOf, singlePeople, type Target, UnprotectableError } from './suppression-problem.ts'
import { joinTied, type KeyedTie, tiesOf, tiesWithin } from './ties.ts'

export interface LinkedRow extends RowInput {
  value: number
  /** Judged elsewhere, by more than its value; by default the rule decides by the value. */
  primary?: boolean
  /** Threshold in the unit that the cell counts; by default the rule's. */
  level?: number
  /** Whether one contributor stands behind it, who then knows it; by default whether it is 1. */
  alone?: boolean
  /** A number that the table does not show, judged as if it did: whoever can subtract has it. */
  unpublished?: boolean
  /** Price of hiding it, 0 or more; by default its value. A cell that several tables show has the highest of their prices. */
  weight?: number
}

export interface LinkedTableInput {
  /** For messages and for finding the answer again. */
  name: string
  /** The same name in two tables is the same variable. */
  dimensions: readonly DimensionInput[]
  /** Keys are one category a dimension, null for the total. */
  rows: readonly LinkedRow[]
  /** Margins that no row gives: leave with the table (computed here), or are not published. */
  margins?: 'published' | 'unpublished'
  /** Price of a margin that no row gives; by default what its parts cost. */
  marginWeight?: number
  /** What is counted of whom; only tables of the same are linked. By default all are. */
  people?: string
}

export interface LinkedProtectInput {
  tables: readonly LinkedTableInput[]
  rule: CountRule
  /** Cells that must stay shown, computed margins among them: asked for each cell of each table. */
  keep?: (cell: { table: number; key: readonly (string | null)[] }) => boolean
  /** How a margin that no row gives is judged, where more than its value counts; by default the rule decides. */
  judgeMargin?: (cell: {
    table: number
    key: readonly (string | null)[]
    value: number
  }) => Pick<LinkedRow, 'primary' | 'level'>
  /** Cells that are sums of others beside what the tables say themselves; one part is the same number. */
  ties?: readonly KeyedTie[]
  /** For finding the pattern, in milliseconds of an idle machine (./effort.ts); 10 s by default. */
  timeLimitMs?: number
  /** For the intervals afterwards, in milliseconds; 60 s by default. */
  attackTimeLimitMs?: number
  onProgress?: (progress: ProtectionProgress) => void
}

export interface LinkedCell {
  /** One category a dimension of its table; null for the total. */
  key: readonly (string | null)[]
  /** Index into the table's rows; null for a margin no row gives. */
  row: number | null
  value: number
  status: 'shown' | 'primary' | 'secondary'
  /** What an attacker derives of a hidden cell from all tables; `high` may be Infinity. Null for shown cells. */
  interval: Interval | null
  /** False when the interval is narrower than the rule asks. */
  safe: boolean
}

export interface LinkedProtection {
  /** In the order given. Unpublished margins are left out. */
  tables: { name: string; cells: LinkedCell[]; cellTable: CellTable }[]
  method: 'optimal' | 'heuristic'
  /** (cost − proven lower bound) / cost of the secondary cells over all tables; 0 is proven optimal. */
  gap: number
  elapsedMs: number
  /** False when the allowance ended before every interval was found; some are narrower than the true ones. */
  complete: boolean
  /** False where some intervals allow for fractions, and so may be wider than the true ones. */
  inWholes: boolean
  /** Names of tables that show other values for a shared cell and so were protected by themselves. */
  unlinked: string[]
}

/** A cell to keep that the rule hides; `table` is the index of its table, `row` null for a margin no row gives. */
export class KeptPrimaryError extends Error {
  readonly cell: { table: number; key: readonly (string | null)[]; row: number | null; value: number }
  constructor(cell: KeptPrimaryError['cell']) {
    super('a cell to keep must itself be hidden')
    this.cell = cell
  }
}

/** No pattern protects this primary cell while the cells to keep stay shown. */
export class KeepImpossibleError extends Error {
  readonly table: number
  readonly key: readonly (string | null)[]
  constructor(table: number, key: readonly (string | null)[]) {
    super('no pattern protects this cell while the cells to keep stay shown')
    this.table = table
    this.key = key
  }
}

interface Built extends LinkedPart {
  input: LinkedTableInput
  index: number
}

/**
 * Statuses, intervals, method and gap for tables that leave together.
 * Throws TableError (one table is no table), TieError, KeptPrimaryError, KeepImpossibleError.
 */
export async function protectLinkedTables({
  tables,
  rule,
  keep = () => false,
  judgeMargin = () => ({}),
  ties: keyed = [],
  timeLimitMs = 10_000,
  attackTimeLimitMs = 60_000,
  onProgress = () => {},
}: LinkedProtectInput): Promise<LinkedProtection> {
  const began = performance.now()
  const built = tables.map((input, index): Built => {
    const { name, dimensions, rows } = input
    return {
      input,
      index,
      name,
      table: buildCellTable({ dimensions, rows, missingMargins: 'compute' }),
      valueOf: ({ value }) => value,
      lineOf: ({ row }) => (row === null ? 0 : rows[row]!.line),
    }
  })
  const ties = tiesOf(keyed, built)
  const { groups, unlinked } = groupsOf(built, ties)
  const answer: LinkedProtection = {
    tables: built.map(({ name, table }) => ({ name, cells: [], cellTable: table })),
    method: 'optimal',
    gap: 0,
    elapsedMs: 0,
    complete: true,
    inWholes: true,
    unlinked,
  }
  let cost = 0
  let bound = 0
  for (const group of groups) {
    const found = await protectGroup(group, {
      ties: tiesWithin(
        ties,
        group.map(({ index }) => index),
      ),
      rule,
      keep,
      judgeMargin,
      timeLimitMs: timeLimitMs / groups.length,
      attackTimeLimitMs: attackTimeLimitMs / groups.length,
      onProgress,
    })
    group.forEach(({ index }, place) => {
      answer.tables[index]!.cells = found.cells[place]!
    })
    if (found.method === 'heuristic') answer.method = 'heuristic'
    answer.complete &&= found.complete
    answer.inWholes &&= found.inWholes
    cost += found.cost
    bound += found.cost * (1 - found.gap)
  }
  answer.gap = cost > 0 ? Math.max(0, (cost - bound) / cost) : 0
  answer.elapsedMs = performance.now() - began
  return answer
}

/** Tables of the same people together, as far as they agree on what they share, and those that are tied. */
function groupsOf(built: readonly Built[], ties: readonly Tie[]): { groups: Built[][]; unlinked: string[] } {
  const groups = new Map<string, Built[]>()
  const unlinked: string[] = []
  for (const part of built) {
    const people = part.input.people ?? ''
    const group = groups.get(people)
    if (!group) groups.set(people, [part])
    else if (canLink([...group, part])) group.push(part)
    else {
      unlinked.push(part.name)
      groups.set(`${people}\u0000${part.index}`, [part])
    }
  }
  return { groups: joinTied([...groups.values()], { ties, indexOf: ({ index }) => index }), unlinked }
}

async function protectGroup(
  group: readonly Built[],
  {
    ties,
    rule,
    keep,
    judgeMargin,
    timeLimitMs,
    attackTimeLimitMs,
    onProgress,
  }: Required<Omit<LinkedProtectInput, 'tables' | 'ties'>> & { ties: readonly Tie[] },
) {
  const began = performance.now()
  const { linked, values } = await fullSystem(group, { ties })
  const { system, ids } = linked
  const { size } = system
  const each = Math.min(1e-3, 0.5 / (size + 1))
  const published = new Uint8Array(size)
  const kept = new Uint8Array(size)
  const alone = new Uint8Array(size)
  const cost = new Float64Array(size)
  const widths = new Map<number, number>()
  group.forEach(({ input, index, table }, place) => {
    const prices = pricesOf(table, input)
    table.cells.forEach((cell, k) => {
      const id = ids[place]![k]!
      const row = cell.row === null ? null : input.rows[cell.row]!
      if (!row && input.margins === 'unpublished') return
      const value = values[id]!
      if (!row?.unpublished) {
        published[id] = 1
        cost[id] = Math.max(cost[id]!, prices[k]!)
      }
      if (row?.alone ?? value === 1) alone[id] = 1
      const key = keyAt(table, k)
      const stays = keep({ table: index, key })
      if (stays) kept[id] = 1
      const { primary, level: least } = row ?? judgeMargin({ table: index, key, value })
      if (!(primary ?? isPrimary(value, rule))) return
      if (stays) throw new KeptPrimaryError({ table: index, key, row: cell.row, value })
      const level = { ...rule, threshold: least ?? rule.threshold }
      widths.set(
        id,
        Math.max(
          widths.get(id) ?? 0,
          value < level.threshold ? countWidth(value, level) : magnitudeWidth(value),
        ),
      )
    })
  })
  const unpublished = published.map((mark) => 1 - mark)
  const eligible = new Uint8Array(size)
  const spare = new Uint8Array(size)
  for (let id = 0; id < size; id++) {
    cost[id]! += each
    if (published[id] === 0 || kept[id] === 1) continue
    if (values[id]! > 0 || rule.zeroPolicy === 'hide') eligible[id] = 1
    else spare[id] = 1
  }
  const targets = [...widths].map(([cell, width]): Target => ({ cell, width }))
  const whole = linked.values.every((value) => value === null || Number.isInteger(value))
  const placeOf = (id: number) => {
    for (const [place, { index, table }] of group.entries()) {
      const cell = ids[place]!.indexOf(id)
      if (cell >= 0) return { index, key: keyAt(table, cell) }
    }
    throw new Error('a cell of no table')
  }
  const problem = {
    system,
    values,
    cost,
    eligible,
    spare,
    targets,
    singles: singlePeople(system, (cell) => alone[cell] === 1),
    unpublished,
    lows: new Float64Array(size),
    floors: floorsOf(values, { whole, zeros: rule.zeroPolicy, unpublished, lows: new Float64Array(size) }),
    whole,
    grid: group.length === 1 && ties.length === 0 ? group[0]!.table : null,
  }
  const pattern = await suppress(problem, { timeLimitMs, onProgress }).catch((failure: unknown) => {
    if (!(failure instanceof UnprotectableError)) throw failure
    const { index, key } = placeOf(failure.cells[0]!)
    throw new KeepImpossibleError(index, key)
  })
  onProgress({ phase: 'intervals', gap: pattern.gap, elapsedMs: performance.now() - began })
  const { intervals, complete, inWholes } = await attackIntervals(
    {
      system,
      shown: Array.from(values, (value, id) => (pattern.hidden[id] === 1 ? null : value)),
      whole,
      start: values,
    },
    {
      cells: Array.from(values, (_, id) => id).filter(
        (id) => (published[id] === 1 || widths.has(id)) && pattern.hidden[id] === 1,
      ),
      allowance: Allowance.of(attackTimeLimitMs),
    },
  )
  const cells = group.map(({ input, table }, place) =>
    table.cells.flatMap(({ row }, k): LinkedCell[] => {
      if (row === null && input.margins === 'unpublished') return []
      const id = ids[place]![k]!
      const frame = { key: keyAt(table, k), row, value: values[id]! }
      const interval = intervals.get(id) ?? null
      const width = widths.get(id)
      // A secondary cell that is known exactly anyway hides nothing: it may as well be shown.
      const idle = width === undefined && complete && interval?.low === interval?.high
      if (!interval || idle) return [{ ...frame, status: 'shown', interval: null, safe: true }]
      if (width === undefined) return [{ ...frame, status: 'secondary', interval, safe: true }]
      // An interval cut short by the clock says nothing against a pattern that was proven safe.
      return [{ ...frame, status: 'primary', interval, safe: !complete || isWideEnough(interval, width) }]
    }),
  )
  const { method, gap } = pattern
  return { cells, method, gap, cost: pattern.cost, complete, inWholes }
}

/** Given weights, else the values. A margin that was computed costs what its parts cost, unless it has a price. */
function pricesOf({ cells, system }: CellTable, { rows, marginWeight }: LinkedTableInput): Float64Array {
  const weighted = rows.some(({ weight }) => weight !== undefined)
  const prices = Float64Array.from(cells, ({ row, value }) =>
    row === null && (weighted || marginWeight !== undefined)
      ? (marginWeight ?? Number.NaN)
      : Math.max(0, (row === null ? null : rows[row]!.weight) ?? value ?? 0),
  )
  for (let pass = 0; pass < cells.length && prices.some(Number.isNaN); pass++)
    for (const { cells: inside } of system.allEquations) {
      const [total, ...parts] = inside
      if (Number.isNaN(prices[total!]!)) prices[total!] = parts.reduce((sum, part) => sum + prices[part]!, 0)
    }
  return prices.map((price) => (Number.isNaN(price) ? 1 : price))
}

/**
 * The system with values for all cells. Those of the cross-table behind the tables
 * are not known; any that fit will do, since what an attacker can reach does not
 * depend on where within it one stands. Where none fit (the tables agree by pairs,
 * but are not of the same people) the cross-table is left out. `low`: what they are at least.
 */
export async function fullSystem(
  group: readonly LinkedPart[],
  { ties = [], low = 0 }: { ties?: readonly Tie[]; low?: number } = {},
): Promise<{ linked: LinkedSystem; values: Float64Array<ArrayBufferLike> }> {
  const linked = linkTables(group, { ties })
  const { system, values } = linked
  if (values.every((value) => value !== null))
    return { linked, values: Float64Array.from(values, (value) => value!) }
  const found = await withProgramme(
    {
      cost: new Float64Array(system.size),
      lower: Float64Array.from(values, (value) => value ?? low),
      upper: Float64Array.from(values, (value) => value ?? Number.POSITIVE_INFINITY),
      rows: system.equations.map(({ cells, signs }) => ({
        indices: cells,
        values: signs,
        lower: 0,
        upper: 0,
      })),
    },
    (programme) => (programme.run() === 'optimal' ? programme.values().slice() : null),
  )
  if (found) return { linked, values: found }
  const apart = linkTables(group, { behind: false, ties })
  return { linked: apart, values: Float64Array.from(apart.values, (value) => value!) }
}
