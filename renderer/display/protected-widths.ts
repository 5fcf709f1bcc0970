/** How wide the columns of a protected table begin: as wide as what stands in them, estimated. Pure. */
import { textWidth } from './column-widths.ts'
import type { NumberText } from './number-texts.ts'
import type { Table, WordOf } from './protected-cell.ts'

const ROWS_LOOKED_AT = 200
/** Pixels of a word beside its code: the numbers stay in view, and the inspector has the whole word. */
const MOST_OF_WORD = 116

/** Pixels between a value and its word. */
export const WORD_APART = 7

/** How wide the words are that stand for a value, in pixels: the longest of a hidden cell, of one not told, of a total. */
export interface MarkWidths {
  hidden: number
  total: number
  untold: number
}

export interface InColumns {
  numberTexts: readonly NumberText[]
  /** Rows of a column that are totals. */
  totals: ReadonlyMap<number, ReadonlySet<number>>
  wordOf: WordOf
  marks: MarkWidths
}

/** In pixels, column by column. */
export function protectedWidths(table: Table, { numberTexts, totals, wordOf, marks }: InColumns): number[] {
  return table.columns.map((column, i) => {
    // Names are bold.
    let width = textWidth(column.name) * 1.25
    if (totals.has(i)) width = Math.max(width, marks.total + 18)
    for (const row of table.rows.slice(0, ROWS_LOOKED_AT)) {
      const cell = row[i]
      if (!cell) continue
      const { text } = cell
      // Beside the word of a value that is not told stand a shape and the sign of what is found.
      const mark = cell.status === 'shown' ? marks.untold + 22 : marks.hidden
      const word = text === null ? null : wordOf(i, text)
      const beside = word === null ? 0 : Math.min(MOST_OF_WORD, textWidth(word) + WORD_APART)
      const own = text === null ? mark : textWidth(numberTexts[i]?.(text) ?? text) + beside
      width = Math.max(width, own + 18)
    }
    return Math.round(Math.min(320, Math.max(88, width + 26)))
  })
}
