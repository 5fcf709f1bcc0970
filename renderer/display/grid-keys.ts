/** Keyboard movement in a grid, as spreadsheets and data tools agree on it. */

export interface GridPlace {
  row: number
  column: number
}

interface GridSize {
  rows: number
  columns: number
  /** Rows that fit on screen. */
  rowsOnScreen: number
}

/** Where a key leads, or null where it is no movement. Never leads outside. */
export function placeAfterKey(
  { row, column }: GridPlace,
  { key, ctrl }: { key: string; ctrl: boolean },
  { rows, columns, rowsOnScreen }: GridSize,
): GridPlace | null {
  const last = { row: rows - 1, column: columns - 1 }
  const to = (place: GridPlace): GridPlace => ({
    row: Math.max(0, Math.min(last.row, place.row)),
    column: Math.max(0, Math.min(last.column, place.column)),
  })
  switch (key) {
    case 'ArrowUp':
      return to({ row: ctrl ? 0 : row - 1, column })
    case 'ArrowDown':
      return to({ row: ctrl ? last.row : row + 1, column })
    case 'ArrowLeft':
      return to({ row, column: ctrl ? 0 : column - 1 })
    case 'ArrowRight':
      return to({ row, column: ctrl ? last.column : column + 1 })
    case 'Home':
      return to({ row: ctrl ? 0 : row, column: 0 })
    case 'End':
      return to({ row: ctrl ? last.row : row, column: last.column })
    case 'PageUp':
      return to({ row: row - rowsOnScreen, column })
    case 'PageDown':
      return to({ row: row + rowsOnScreen, column })
    default:
      return null
  }
}
