/** Widths of grid columns in CSS pixels: from names and the first page's texts, within bounds. */
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { DisplayColumn } from './column.ts'

const LEAST = 84
const MOST = 340
const ROWS_LOOKED_AT = 200

/** Width of a text at 13 px: full-width characters take a whole em, others a little more than half. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 13 : 7.6
  return width
}

/** `wordOf` gives what stands beside a value, if anything. */
export function startingWidths(
  columns: readonly DisplayColumn[],
  first: ResultPage | undefined,
  wordOf: (column: number, value: string) => string | null,
): number[] {
  return columns.map((column, i) => {
    let width = Math.max(textWidth(column.name) + 8, textWidth(column.type) * 0.84 + 68)
    const cells = first?.columns[i]
    for (let row = 0; cells && row < Math.min(first.rowCount, ROWS_LOOKED_AT); row++) {
      const text = cells.text(row) ?? 'NULL'
      const word = wordOf(i, text)
      width = Math.max(width, textWidth(text) * 1.08 + (word === null ? 0 : textWidth(word) + 7))
    }
    return Math.round(Math.min(MOST, Math.max(LEAST, width + 24)))
  })
}
