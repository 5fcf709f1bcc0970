/** Cells of rows, each of 64 persons and one group, and what they come to in each group. */
import { Items } from './mask-items.ts'
import type { TreeNode } from './measure.ts'
import { column } from './tree.ts'

/** `chunk` names the column of the 64 persons; `cells` and `sums` are filled as questions are asked. */
export class Lane {
  readonly cells: Items
  readonly sums: Items
  /** Under which name the sums see the rows' aggregates of their group; null where they do not. */
  beside: string | null = null
  readonly #chunk: string

  constructor(chunk: string, hidden: (kind: string) => string) {
    this.cells = new Items(hidden('cells'), () => hidden('m'))
    this.sums = new Items(hidden('sums'), () => hidden('m'))
    this.#chunk = chunk
  }

  /** The cell's 64 persons; NULL for rows without one. */
  get chunk(): TreeNode {
    return column(this.cells.alias, this.#chunk)
  }
  /** An aggregate over the rows of a cell. */
  cell(node: TreeNode): TreeNode {
    return this.cells.keep(node)
  }
  /** An aggregate over the cells of a group; NULL where it has none. */
  sum(node: TreeNode): TreeNode {
    return this.sums.keep(node)
  }
}
