/**
 * What an attacker can derive: for each hidden cell the least and the greatest
 * value it takes in any table that agrees with everything shown.
 *
 * The a-priori bounds are [0, ∞), or (−∞, ∞) for sums that may be negative: what a mark such as `<10` says in addition is
 * left out, because primary and secondary cells leave with the same mark. Counts
 * (`whole`) are whole numbers and the attacker knows it.
 *
 * Method: bound propagation first; then, where the structure is a network,
 * maximum flows around one table that agrees with what is shown; else two linear
 * programmes a cell (Fischetti & Salazar 2001), followed by a whole-number
 * programme where the linear answer rests on fractions.
 */
import type { AdditiveSystem } from './additive-system.ts'
import { componentsOf, type Part, rowsOfPart } from './attack-parts.ts'
import { Allowance } from './effort.ts'
import { asNetwork, ENDLESS, HiddenFlow, type Network, roomOf } from './network.ts'
import { propagate } from './propagation.ts'
import { type Programme, type ProgrammeInput, withProgramme } from './solver.ts'

export interface Interval {
  /** −Infinity where nothing shown holds a sum that may be negative from below. */
  low: number
  /** Infinity where nothing shown holds the cell from above. */
  high: number
}

export interface AttackProblem {
  system: AdditiveSystem
  /** Value of each shown cell, null for hidden ones. */
  shown: ArrayLike<number | null>
  whole: boolean
  /** What is known of hidden cells beforehand, such as the range a rounded count leaves open; else 0 and no end. */
  within?: { low: Float64Array; high: Float64Array }
  /** A full table that agrees with what is shown; it only saves time. */
  start?: ArrayLike<number>
}

export interface AttackOptions {
  /** Cells to answer for; by default all hidden ones. */
  cells?: readonly number[]
  /** Cells not reached when it is spent get a range that is attained but may be too narrow. */
  allowance?: Allowance
}

export interface AttackAnswer {
  intervals: Map<number, Interval>
  /** False when the allowance left some intervals narrower than the true ones. */
  complete: boolean
  /**
   * False when some intervals are those of an attacker who allows for fractions: they hold the true ones, but whoever knows
   * that counts are whole may be left less.
   */
  inWholes: boolean
}

/** Of cells that may be anything. */
export const withoutEnds = (size: number): { low: Float64Array; high: Float64Array } => ({
  low: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
  high: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
})

/** Thrown when no table within the bounds agrees with what is shown. */
export class ContradictionError extends Error {
  /** Index into `system.allEquations` of a broken equation; null where only several together break. */
  readonly equation: number | null
  constructor(equation: number | null) {
    super('the values shown contradict each other')
    this.equation = equation
  }
}

/** Intervals of the hidden cells. Throws ContradictionError. */
export async function attackIntervals(
  { system, shown, whole, start, within }: AttackProblem,
  { cells, allowance = Allowance.of(Number.POSITIVE_INFINITY) }: AttackOptions = {},
): Promise<AttackAnswer> {
  const bounds = propagate(system, shown, within)
  if (bounds.broken !== null) throw new ContradictionError(bounds.broken)
  const { low, high } = bounds
  const open: number[] = []
  for (let cell = 0; cell < system.size; cell++)
    if (shown[cell] === null && high[cell]! > low[cell]!) open.push(cell)
  const isOpen = new Uint8Array(system.size)
  for (const cell of open) isOpen[cell] = 1

  const intervals = new Map<number, Interval>()
  const wanted: number[] = []
  const asked = cells ?? Array.from({ length: system.size }, (_, cell) => cell)
  for (const cell of asked) {
    if (shown[cell] !== null) continue
    if (isOpen[cell] === 1) wanted.push(cell)
    else intervals.set(cell, tidy({ low: low[cell]!, high: high[cell]! }, whole))
  }
  if (wanted.length === 0 && start) return { intervals, complete: true, inWholes: true }

  // Cells that propagation pinned are known numbers from here on.
  const known = Float64Array.from({ length: system.size }, (_, cell) =>
    isOpen[cell] === 1 ? Number.NaN : (shown[cell] ?? low[cell]!),
  )
  const parts = componentsOf(system, { open, known, low, high })
  let complete = true
  let inWholes = true
  for (const part of parts) {
    const here = wanted.filter((cell) => part.column.has(cell))
    if (here.length === 0 && start) continue
    const lows = Float64Array.from(part.cells, (cell) => within?.low[cell] ?? 0)
    const network = within?.high.some(Number.isFinite) ? null : asNetwork(part.system)
    const answer = network
      ? await byFlows(part, { network, lows, wanted: here, start, allowance })
      : await byProgrammes(part, { wanted: here, whole, start, allowance })
    for (const [cell, interval] of answer.intervals) intervals.set(cell, tidy(interval, whole))
    complete &&= answer.complete
    inWholes &&= answer.inWholes
  }
  return { intervals, complete, inWholes }
}

interface Ask {
  wanted: readonly number[]
  start: ArrayLike<number> | undefined
  allowance: Allowance
}

async function byFlows(
  part: Part,
  { network, lows, wanted, start, allowance }: Ask & { network: Network; lows: Float64Array },
): Promise<AttackAnswer> {
  const table = start ? Float64Array.from(part.cells, (cell) => start[cell]!) : await anyTable(part)
  const flow = new HiddenFlow(network, roomOf(table, lows))
  const intervals = new Map<number, Interval>()
  let complete = true
  for (const cell of wanted) {
    const column = part.column.get(cell)!
    const value = table[column]!
    if (allowance.isSpent()) {
      intervals.set(cell, { low: value, high: value })
      complete = false
      continue
    }
    const down = flow.reach(column, { up: false, limit: Math.min(value - part.low[column]!, ENDLESS) })
    const room = part.high[column]! - value
    const up = flow.reach(column, { up: true, limit: Math.min(room, ENDLESS) })
    intervals.set(cell, {
      low: down >= ENDLESS / 2 ? Number.NEGATIVE_INFINITY : value - down,
      high: up >= ENDLESS / 2 ? Number.POSITIVE_INFINITY : value + up,
    })
  }
  // Flows around a table of whole numbers are whole.
  return { intervals, complete, inWholes: true }
}

/** One table that agrees with what is shown; a vertex, hence whole in a network of whole numbers. */
function anyTable(part: Part): Promise<Float64Array> {
  const zeros = new Float64Array(part.cells.length)
  return withProgramme(
    { cost: zeros, lower: part.low, upper: part.high, rows: rowsOfPart(part) },
    (programme) => {
      if (programme.run() !== 'optimal') throw new ContradictionError(null)
      return programme.values().map((value) => nearWhole(value))
    },
  )
}

async function byProgrammes(
  part: Part,
  { wanted, whole, start, allowance }: Ask & { whole: boolean },
): Promise<AttackAnswer> {
  const size = part.cells.length
  const endless = await endlessEnds(part, wanted)
  const rows = rowsOfPart(part)
  const input: ProgrammeInput = {
    cost: new Float64Array(size),
    lower: part.low,
    upper: part.high,
    rows,
  }
  // Every table met on the way widens the ranges known to be attained, and so saves programmes.
  const any = new AttainedRanges(size)
  const inWholes = new AttainedRanges(size)
  const learn = (table: ArrayLike<number>) => {
    const rounded = Float64Array.from({ length: size }, (_, column) => nearWhole(table[column]!))
    any.learn(rounded)
    if (whole && rounded.every(Number.isInteger)) inWholes.learn(rounded)
  }
  if (start) learn(Float64Array.from(part.cells, (cell) => start[cell]!))
  const intervals = new Map<number, Interval>()
  let complete = true

  await withProgramme({ ...input, costsOnly: true }, async (programme) => {
    if (wanted.length === 0 && programme.run() !== 'optimal') throw new ContradictionError(null)
    for (const cell of wanted) {
      const column = part.column.get(cell)!
      let low = endless.down.has(column) ? Number.NEGATIVE_INFINITY : part.low[column]!
      let high = endless.up.has(column) ? Number.POSITIVE_INFINITY : part.high[column]!
      for (const up of [false, true]) {
        if ((up ? endless.up : endless.down).has(column) || (up ? high : low) === any.end(column, up))
          continue
        let value = any.end(column, up)
        if (allowance.isSpent()) complete = false
        else {
          // Numbers in the milliards can mislead one method of the solver and not the other.
          const found =
            extreme(programme, { column, up }) ??
            (await withProgramme(input, (other) => extreme(other, { column, up })))
          if (found?.table) learn(found.table)
          if (found) value = found.value
          else complete = false
        }
        if (!Number.isFinite(value)) continue
        if (up) high = value
        else low = value
      }
      intervals.set(cell, { low, high })
    }
  })
  if (!whole || !complete) return { intervals, complete, inWholes: !whole }
  const proven = await inWholeNumbers(input, {
    intervals,
    part,
    attained: inWholes,
    learn,
    allowance: allowance.atMost(WHOLE_MS),
  })
  return { intervals, complete, inWholes: proven }
}

/**
 * Narrows intervals, in place, to what whole numbers leave. False where the allowance did not suffice for all of them;
 * what was not reached still holds the true interval.
 */
function inWholeNumbers(
  input: ProgrammeInput,
  {
    intervals,
    part,
    attained,
    learn,
    allowance,
  }: {
    intervals: ReadonlyMap<number, Interval>
    part: Part
    attained: AttainedRanges
    learn: (table: ArrayLike<number>) => void
    allowance: Allowance
  },
): Promise<boolean> {
  const integer = part.cells.map((_, column) => column)
  return withProgramme({ ...input, integer }, (programme) => {
    let proven = true
    for (const [cell, interval] of intervals) {
      const column = part.column.get(cell)!
      for (const up of [false, true]) {
        const rounded = up
          ? Math.floor(nearWhole(interval.high) + 1e-6)
          : Math.ceil(nearWhole(interval.low) - 1e-6)
        if (!Number.isFinite(rounded) || rounded === attained.end(column, up)) continue
        const found = allowance.isSpent() ? null : extreme(programme, { column, up, allowance })
        if (found?.table) learn(found.table)
        else proven = false
        if (!found) continue
        if (up) interval.high = Math.min(rounded, found.value)
        else interval.low = Math.max(rounded, found.value)
      }
    }
    return proven
  })
}

/** For each column the least and the greatest value seen in a table that agrees with what is shown. */
class AttainedRanges {
  readonly #least: Float64Array
  readonly #most: Float64Array
  constructor(size: number) {
    this.#least = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
    this.#most = new Float64Array(size).fill(Number.NEGATIVE_INFINITY)
  }
  learn(table: Float64Array) {
    for (let column = 0; column < table.length; column++) {
      if (table[column]! < this.#least[column]!) this.#least[column] = table[column]!
      if (table[column]! > this.#most[column]!) this.#most[column] = table[column]!
    }
  }
  end(column: number, up: boolean): number {
    return up ? this.#most[column]! : this.#least[column]!
  }
}

/** For whole-number programmes in one piece of a table. Beyond, the linear answer rounded inwards stands. */
const WHOLE_MS = 5_000

/** The end of a column's range; null where the solver failed. */
function extreme(
  programme: Programme,
  { column, up, allowance }: { column: number; up: boolean; allowance?: Allowance },
): { value: number; table: Float64Array | null } | null {
  programme.setCost(column, up ? -1 : 1)
  const standing = programme.run(allowance ? { allowance } : {})
  if (standing === 'infeasible') throw new ContradictionError(null)
  // Columns without an end are known beforehand: of any other, this is no answer.
  if (standing === 'failed' || standing === 'unbounded') {
    programme.setCost(column, 0)
    return null
  }
  // A whole-number programme broken off still proves a bound: the attacker is credited with no more than it.
  const value = standing === 'optimal' ? programme.objective() : programme.bound()
  const table = standing === 'optimal' ? programme.values() : null
  programme.setCost(column, 0)
  return { value: up ? -value : value, table }
}

interface EndlessEnds {
  up: ReadonlySet<number>
  down: ReadonlySet<number>
}

/**
 * Columns that can grow or fall without end: those that some direction of the recession cone { t : M t = 0 } moves, in
 * which whatever has an end below does not fall and whatever has one above does not rise. Where nothing can fall without
 * end, one programme that maximises Σ min(t, 1) finds all of them at once.
 */
async function endlessEnds(part: Part, wanted: readonly number[]): Promise<EndlessEnds> {
  if (part.low.includes(Number.NEGATIVE_INFINITY)) return endlessBothWays(part, wanted)
  const size = part.cells.length
  const none = new Set<number>()
  if (part.high.every((high) => Number.isFinite(high))) return { up: none, down: none }
  const upper = new Float64Array(size * 2)
  const cost = new Float64Array(size * 2)
  for (let column = 0; column < size; column++) {
    const open = !Number.isFinite(part.high[column]!)
    upper[column] = open ? 1 : 0
    upper[column + size] = open ? Number.POSITIVE_INFINITY : 0
    cost[column] = -1
  }
  const rows = part.system.equations.map(({ cells, signs }) => ({
    indices: [...cells, ...cells.map((column) => column + size)],
    values: [...signs, ...signs],
    lower: 0,
    upper: 0,
  }))
  return withProgramme({ cost, lower: new Float64Array(size * 2), upper, rows }, (programme) => {
    if (programme.run() !== 'optimal') return { up: none, down: none }
    const values = programme.values()
    const up = part.cells.map((_, column) => column).filter((column) => values[column]! > 0.5)
    return { up: new Set(up), down: none }
  })
}

/** The same for wanted cells one by one, as directions that raise one column may lower another. */
function endlessBothWays(part: Part, wanted: readonly number[]): Promise<EndlessEnds> {
  const input: ProgrammeInput = {
    cost: new Float64Array(part.cells.length),
    lower: part.low.map((low) => (Number.isFinite(low) ? 0 : -1)),
    upper: part.high.map((high) => (Number.isFinite(high) ? 0 : 1)),
    rows: part.system.equations.map(({ cells, signs }) => ({
      indices: cells,
      values: signs,
      lower: 0,
      upper: 0,
    })),
  }
  return withProgramme({ ...input, costsOnly: true }, (programme) => {
    const ends = { up: new Set<number>(), down: new Set<number>() }
    for (const cell of wanted) {
      const column = part.column.get(cell)!
      for (const up of [false, true])
        if ((extreme(programme, { column, up })?.value ?? 0) * (up ? 1 : -1) > 1e-7)
          (up ? ends.up : ends.down).add(column)
    }
    return ends
  })
}

/** Rounds away solver noise; an attacker on counts also rounds fractions inwards. */
function tidy({ low, high }: Interval, whole: boolean): Interval {
  const first = nearWhole(low) + 0
  const last = Number.isFinite(high) ? nearWhole(high) : high
  if (!whole) return { low: first, high: last }
  return { low: Math.ceil(first), high: Math.floor(last) }
}

function nearWhole(value: number): number {
  const rounded = Math.round(value)
  return Math.abs(value - rounded) < 1e-6 * Math.max(1, Math.abs(value) * 1e-3) ? rounded : value
}
