/** Cells of a table to hide, so that nothing follows from it together with earlier releases. */
import type { Finding } from '../../shared/model/findings.ts'
import type { HiddenCell } from '../../shared/model/protection.ts'
import type { Table } from '../display/protected-cell.ts'

/**
 * The cells that are too close, as far as they are shown. Where a column's cells together are, its smallest shown one:
 * without it the others no longer add up.
 */
export function cellsToHide(table: Table, findings: readonly Finding[]): HiddenCell[] {
  const found = new Map<string, HiddenCell>()
  for (const { severity, row, column } of findings) {
    const place = table.columns.findIndex(({ name }) => name === column)
    if (severity !== 'blocking' || column === null || place < 0) continue
    const at = row ?? smallestShown(table, place)
    if (at !== null && table.rows[at]?.[place]?.status === 'shown')
      found.set(`${at} ${column}`, { row: at, column })
  }
  return [...found.values()]
}

function smallestShown(table: Table, place: number): number | null {
  const values = table.rows.flatMap((cells, row) => {
    const { status, text } = cells[place]!
    return status === 'shown' ? [{ row, value: text === null ? Number.POSITIVE_INFINITY : Number(text) }] : []
  })
  return values.sort((a, b) => a.value - b.value)[0]?.row ?? null
}

/** Whether a cell is one of these. */
export function cellNames(cells: readonly HiddenCell[]): (cell: HiddenCell) => boolean {
  const names = new Set(cells.map(({ row, column }) => `${row} ${column}`))
  return ({ row, column }) => names.has(`${row} ${column}`)
}
