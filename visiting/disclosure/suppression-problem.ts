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
  /** The full table; it adds up and holds nothing negative. */
  values: ArrayLike<number>
  /** Price of hiding a cell; above 0. */
  cost: ArrayLike<number>
  /** 1 where a cell may be hidden: not kept by the researcher, and not 0 where zeros stay shown. */
  eligible: Uint8Array
  /** 1 for cells that may be hidden only where nothing else protects: zeros. */
  spare: Uint8Array
  targets: readonly Target[]
  /** 1 for cells with a single contributor, who knows the cell's value. */
  singles: Uint8Array
  /** Counts: the attacker knows that cells hold whole numbers. */
  whole: boolean
  /** 1 for cells that are hidden anyway and cost nothing: margins that are not published. */
  unpublished?: Uint8Array
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
