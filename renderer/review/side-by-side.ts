/** Two versions of a table beside each other: which cells differ in each, and which cell is which in the other. Pure. */
import type { z } from 'zod'
import type { CellChange } from '../../shared/contract/reviews.ts'
import { rowKeysOf } from '../../shared/model/row-keys.ts'
import type { ChangeKind } from '../display/ChangeMark.tsx'
import type { GridPlace } from '../display/grid-keys.ts'
import { keptName, type Table } from '../display/protected-cell.ts'

export type Side = 'before' | 'after'

export interface Sides {
  /** By name of the cell in that version. */
  before: ReadonlyMap<string, ChangeKind>
  after: ReadonlyMap<string, ChangeKind>
  /** The same cell in the other version; null where it is not there. */
  partnerOf(side: Side, place: GridPlace): GridPlace | null
}

export function sidesOf(
  before: Table,
  after: Table,
  cells: readonly Pick<z.output<typeof CellChange>, 'kind' | 'row' | 'column'>[],
): Sides {
  const tables = { before, after }
  const keys = { before: rowKeysOf(before), after: rowKeysOf(after) }
  const rows = {
    before: new Map(keys.before.map((key, row) => [key, row])),
    after: new Map(keys.after.map((key, row) => [key, row])),
  }
  const partnerOf = (side: Side, { row, column }: GridPlace): GridPlace | null => {
    const other = side === 'before' ? 'after' : 'before'
    const there = rows[other].get(keys[side][row] ?? '')
    const name = tables[side].columns[column]?.name
    const place = tables[other].columns.findIndex((one) => one.name === name)
    return there === undefined || place < 0 ? null : { row: there, column: place }
  }
  const marks = { before: new Map<string, ChangeKind>(), after: new Map<string, ChangeKind>() }
  for (const { kind, row, column } of cells) {
    const side = kind === 'removed' ? 'before' : 'after'
    marks[side].set(keptName({ row, column }), kind)
    const place = tables[side].columns.findIndex(({ name }) => name === column)
    const partner = partnerOf(side, { row, column: place })
    if (partner)
      marks[side === 'before' ? 'after' : 'before'].set(keptName({ row: partner.row, column }), kind)
  }
  return { ...marks, partnerOf }
}
