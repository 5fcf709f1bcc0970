/** Parts of tables that leave together, put as one problem: what they share is one cell. */
import type { CellStatus } from '../../shared/model/findings.ts'
import type { DeclaredRelation } from '../../shared/model/protection.ts'
import type { AdditivePart } from './additive-structure.ts'
import type { AdditiveSystem, Equation } from './additive-system.ts'
import type { FindingList, ProtectOptions } from './assess.ts'
import { type CellJudgement, personsOf } from './judge-cells.ts'
import type { Tie } from './linked-tables.ts'
import { priceOf } from './price.ts'
import { fullSystem } from './protect-linked.ts'
import { countWidth, magnitudeWidth } from './protection-levels.ts'
import type { ProtectionProgress } from './protection-port.ts'
import { floorsOf, type SuppressInput, singlePeople, type Target } from './suppression-problem.ts'
import { numberOf, type TableInput } from './table-input.ts'

/** One table on its way. `status` and `interval` are changed in place. */
export interface TableAtWork {
  input: TableInput
  judged: CellJudgement[][]
  status: CellStatus[][]
  interval: ([number, number] | null)[][]
  options: ProtectOptions
  report: FindingList
}

export interface Limits {
  timeLimitMs: number
  attackTimeLimitMs: number
  declined: ReadonlySet<string>
  /** By table, not by item. */
  declared: readonly DeclaredRelation[]
  onProgress: (progress: ProtectionProgress) => void
}

/** A part with the table it is of. */
export interface Member {
  name: string
  place: number
  at: TableAtWork
  part: AdditivePart
  table: AdditivePart['table']
  valueOf(cell: AdditivePart['table']['cells'][number]): number | null
  lineOf(): number
  space?: string
}

/** Roles of columns that hold whole numbers of people or institutions. */
export const COUNTS = new Set(['persons', 'count', 'institutions'])

export interface GroupProblem {
  problem: SuppressInput & { kept: Uint8Array }
  /** The least count a rule shows, cell by cell, and whether every rule shows zeros. */
  levels: { of: Float64Array; zeros: 'show' | 'hide' }
  /** For each member the number of each of its cells in the problem. */
  ids: readonly ArrayLike<number>[]
  /** What may be reported on: without ties that nobody may learn to hold. */
  told: AdditiveSystem
}

function withoutEquations(system: AdditiveSystem, left: ReadonlySet<Equation>): AdditiveSystem {
  if (left.size === 0) return system
  const stays = (equation: Equation) => !left.has(equation)
  return {
    ...system,
    equations: system.equations.filter(stays),
    allEquations: system.allEquations.filter(stays),
  }
}

/**
 * Columns of sums that may be negative: one number of one table says so of the quantity. Whoever reads it can take no
 * hidden one for 0 or more.
 */
function signedColumns(group: readonly Member[]): ReadonlySet<string> {
  return new Set(
    group.flatMap(({ at: { input }, part }) =>
      part.columns
        .filter((column) => input.rows.some(({ values }) => (numberOf(values[column]) ?? 0) < 0))
        .map((column) => input.columns[column]!.name),
    ),
  )
}

/**
 * `keep`: whether what the researcher wants kept is taken into account; `ties` say which cells of different
 * tables are one.
 */
export async function problemOf(
  group: readonly Member[],
  { keep, ties = [] }: { keep: boolean; ties?: readonly Tie[] },
): Promise<GroupProblem> {
  const signed = signedColumns(group)
  const low = signed.size > 0 ? Number.NEGATIVE_INFINITY : 0
  const { linked, values } = await fullSystem(group, { ties, low })
  const { system, ids, rests, untold } = linked
  const { size } = system
  const eligible = new Uint8Array(size)
  const spare = new Uint8Array(size)
  const alone = new Uint8Array(size)
  const kept = new Uint8Array(size)
  const lows = new Float64Array(size).fill(low)
  const published = new Uint8Array(size)
  const cost = new Float64Array(size).fill(0)
  const widths = new Map<number, number>()
  const levels = new Float64Array(size)
  let zeros: 'show' | 'hide' = 'show'
  const each = Math.min(1e-3, 0.5 / (size + 1))
  group.forEach(({ at: { input, judged, status, options }, part }, member) => {
    const named = new Set((options.keep ?? []).map(({ row, column }) => `${row}\u0001${column}`))
    part.places.forEach((place, k) => {
      if (!place) return
      const cell = ids[member]![k]!
      const { row, column } = place
      const { role, name } = input.columns[column]!
      const { facts, rowPersons, values: own } = input.rows[row]!
      const { level, zeroPolicy, chosen } = judged[row]![column]!
      const value = values[cell]!
      published[cell] = 1
      if (!signed.has(name)) lows[cell] = 0
      levels[cell] = Math.max(levels[cell]!, level)
      if (zeroPolicy === 'hide') zeros = 'hide'
      const isCounted = part.counted?.has(column) ?? false
      const counts = COUNTS.has(role) || isCounted
      if (status[row]![column] !== 'shown') {
        const width =
          counts && value < level
            ? countWidth(value, { threshold: level, zeroPolicy })
            : // Known to within fewer than the minimum, it could be subtracted from as if it were shown.
              Math.max(magnitudeWidth(value), (chosen && counts) || isCounted ? level : 0)
        widths.set(cell, Math.max(widths.get(cell) ?? 0, width))
      }
      const persons = personsOf({ role, value: own[column] ?? null, facts: facts[column]!, rowPersons })
      if (persons === 1) alone[cell] = 1
      // A mean beside a hidden count goes with it whatever else is hidden.
      const goes =
        part.implied && input.columns.some((one, c) => COUNTS.has(one.role) && status[row]![c] !== 'shown')
      const price = goes ? 0 : priceOf(input, { row, column, value, persons, costs: options.costs })
      cost[cell] = Math.max(cost[cell]!, price + each)
      // A table that is to leave as it is has nothing hidden for another's sake.
      if (keep && (options.method === 'none' || named.has(`${row}\u0001${name}`))) kept[cell] = 1
      if (value !== 0 || zeroPolicy === 'hide') eligible[cell] = 1
      else spare[cell] = 1
    })
  })
  group.forEach(({ at: { input, judged }, part }, member) => {
    for (const k of part.known ?? []) {
      published[ids[member]![k]!] = 1
      kept[ids[member]![k]!] = 1
    }
    part.rests?.forEach(({ row, column }, k) => {
      const cell = ids[member]![k]!
      const value = values[cell]!
      const { level, zeroPolicy } = judged[row]![column]!
      levels[cell] = Math.max(levels[cell]!, level)
      const { role } = input.columns[column]!
      const counts = COUNTS.has(role) || part.counted?.has(column)
      if (!counts || value <= 0 || value >= level) return
      widths.set(cell, Math.max(widths.get(cell) ?? 0, countWidth(value, { threshold: level, zeroPolicy })))
      if ((role === 'persons' || role === 'rate') && value === 1) alone[cell] = 1
    })
  })
  for (const cell of rests) {
    published[cell] = 1
    kept[cell] = 1
    lows[cell] = 0
  }
  for (let cell = 0; cell < size; cell++) {
    // Differences that no row gives may be negative where no number of the column is.
    if (values[cell]! < lows[cell]!) lows[cell] = Number.NEGATIVE_INFINITY
    if (kept[cell] === 1 || published[cell] === 0) {
      eligible[cell] = 0
      spare[cell] = 0
    }
    if (published[cell] === 0) cost[cell] = 1
  }
  const unpublished = published.map((mark) => 1 - mark)
  const whole = values.every(Number.isInteger)
  return {
    ids,
    told: withoutEquations(system, untold),
    levels: { of: levels, zeros },
    problem: {
      // Cells that stay, and those that do not leave at all.
      kept: kept.map((mark, cell) => (published[cell] === 0 ? 1 : mark)),
      // Zeros are known to be shown only where every rule shows them.
      floors: floorsOf(values, {
        whole,
        zeros: eligible.some((mark, cell) => mark === 1 && values[cell] === 0) ? 'hide' : 'show',
        unpublished,
        lows,
      }),
      system,
      values,
      lows,
      cost,
      eligible,
      spare,
      targets: [...widths].map(([cell, width]): Target => ({ cell, width })),
      singles: singlePeople(system, (cell) => alone[cell] === 1),
      unpublished,
      whole,
      grid: group.length === 1 && ties.length === 0 ? group[0]!.table : null,
    },
  }
}
