/** What complementary suppression is asked: which cells are primary, what hiding others costs, and what may be hidden. */
import type { AdditiveSystem } from './additive-system.ts'
import type { CellTable } from './cell-table.ts'

export interface Target {
  cell: number
  /** The attacker's interval must be this wide. */
  width: number
}

export interface SuppressInput {
  system: AdditiveSystem
  /** The full table; it adds up. */
  values: ArrayLike<number>
  /** Least value that a cell may have by its nature: 0, or −∞ where a sum may be negative. Never above its value. */
  lows: ArrayLike<number>
  /** Price of hiding a cell; above 0. */
  cost: ArrayLike<number>
  /** 1 where a cell may be hidden: not kept by the researcher, and not 0 where zeros stay shown. */
  eligible: Uint8Array
  /** 1 for cells that may be hidden only where nothing else protects: zeros. */
  spare: Uint8Array
  targets: readonly Target[]
  /** For cells with a single contributor, who knows the cell's value, a number for that person; else 0. */
  singles: Int32Array
  /**
   * Least value that each cell is publicly known to have if it is hidden: 1 where
   * zeros are always shown. Null where nothing is known.
   */
  floors: Uint8Array | null
  /** Counts: the attacker knows that cells hold whole numbers. */
  whole: boolean
  /** 1 for cells that are hidden anyway and cost nothing: margins that are not published. */
  unpublished: Uint8Array
  /** The table, where the structure is one table; opens the way of hypercubes. */
  grid: CellTable | null
}

export interface Pattern {
  /** 1 for hidden cells, primary ones included. */
  hidden: Uint8Array
  method: 'optimal' | 'heuristic'
  /** (cost − proven bound) / cost; 0 is proven optimal. */
  gap: number
  /** Cost of the secondary cells. */
  cost: number
}

/** No pattern protects these primary cells while the kept cells stay shown. */
export class UnprotectableError extends Error {
  readonly cells: readonly number[]
  /** The table the cells are numbered in, once it is known. */
  readonly table: CellTable | null
  constructor(cells: readonly number[], table: CellTable | null = null) {
    super('no pattern protects these cells while the kept cells stay shown')
    this.cells = cells
    this.table = table
  }
}

/** How far each cell can fall as far as everybody knows. */
export function fallsOf({ values, lows }: Pick<SuppressInput, 'values' | 'lows'>): Float64Array {
  return Float64Array.from({ length: values.length }, (_, cell) => values[cell]! - lows[cell]!)
}

/** The same for whoever knows the floors too. */
export function informedFallsOf({ values, lows, floors }: SuppressInput): Float64Array {
  const falls = fallsOf({ values, lows })
  return floors ? falls.map((fall, cell) => Math.max(0, fall - floors[cell]!)) : falls
}

/**
 * Numbers the people who are alone in a cell. A margin with one person and its one
 * part with one person are the same person, who learns nothing from the other.
 */
export function singlePeople(system: AdditiveSystem, isSingle: (cell: number) => boolean): Int32Array {
  const person = new Int32Array(system.size)
  const same = Int32Array.from({ length: system.size }, (_, cell) => cell)
  const find = (cell: number): number => (same[cell] === cell ? cell : find(same[cell]!))
  for (const { cells, signs } of system.allEquations) {
    const totals = cells.filter((cell, k) => signs[k] === 1 && isSingle(cell))
    const parts = cells.filter((cell, k) => signs[k] === -1 && isSingle(cell))
    if (totals.length === 1 && parts.length === 1) same[find(parts[0]!)] = find(totals[0]!)
  }
  for (let cell = 0; cell < system.size; cell++) if (isSingle(cell)) person[cell] = find(cell) + 1
  return person
}

/** Cells that are publicly known to be 1 or more once hidden: counts, where zeros may be shown. */
export function floorsOf(
  values: ArrayLike<number>,
  {
    whole,
    zeros,
    unpublished,
    lows,
  }: {
    whole: boolean
    zeros: 'show' | 'hide'
    unpublished: ArrayLike<number>
    lows: ArrayLike<number>
  },
): Uint8Array | null {
  if (!whole || zeros === 'hide') return null
  return Uint8Array.from({ length: values.length }, (_, cell) =>
    values[cell]! >= 1 && unpublished[cell] === 0 && lows[cell] === 0 ? 1 : 0,
  )
}

/** Whether a cell belongs to one person other than the one alone in the target. */
export function isInsider(singles: Int32Array, { cell, target }: { cell: number; target: number }): boolean {
  return singles[cell]! > 0 && singles[cell] !== singles[target] && cell !== target
}
