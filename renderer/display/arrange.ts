/**
 * Rows of a result in another order, or those that hold some words: of what the page was sent, so it tells nothing that
 * the screen does not. Masked cells and NULL have no value here: they come last either way, and no word finds them.
 */
import type { PageColumn } from '../../shared/arrow/result-page.ts'

export interface Sorting {
  column: number
  descending: boolean
}

/** Upwards, downwards, and as the environment sent it again. */
export function nextSorting(now: Sorting | null, column: number): Sorting | null {
  if (now?.column !== column) return { column, descending: false }
  return now.descending ? null : { column, descending: true }
}

export interface Rows {
  /** Rows of the result; the one that stands for other groups is none of them. */
  count: number
  columns: number
  /** A cell of the whole result. */
  cellAt(row: number, column: number): { cells: PageColumn; at: number }
}

/** Full width, capitals and thousands separators make no difference. */
export const sought = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/(?<=\d),(?=\d)/g, '')

/** Whether a cell's exact text holds what is sought; nothing is held where nothing is sought. */
export const holds = (text: string | null, words: string): boolean =>
  words !== '' && text !== null && text.normalize('NFKC').toLowerCase().includes(words)

/** Row numbers of the result, chosen by `find` and put in order; ties stay as they came. */
export function arrange(
  { count, columns, cellAt }: Rows,
  { sorting, find }: { sorting: Sorting | null; find: string },
): number[] {
  const words = sought(find)
  const all = Array.from({ length: count }, (_, row) => row)
  const chosen =
    words === ''
      ? all
      : all.filter((row) => {
          for (let column = 0; column < columns; column++) {
            const { cells, at } = cellAt(row, column)
            if (holds(cells.text(at), words)) return true
          }
          return false
        })
  return sorting ? inOrder(chosen, sorting, cellAt) : chosen
}

/** Codes such as `9` and `10` are read as people read them. */
const COLLATOR = new Intl.Collator('ja', { numeric: true })

function inOrder(rows: number[], { column, descending }: Sorting, cellAt: Rows['cellAt']): number[] {
  const values = new Map<number, number | string>()
  const without: number[] = []
  for (const row of rows) {
    const { cells, at } = cellAt(row, column)
    const value = cells.numeric ? cells.number(at) : cells.text(at)
    if (value === null) without.push(row)
    else values.set(row, value)
  }
  const compare = (a: number, b: number): number => {
    const [p, q] = [values.get(a)!, values.get(b)!]
    return typeof p === 'number' && typeof q === 'number' ? p - q : COLLATOR.compare(String(p), String(q))
  }
  const turn = descending ? -1 : 1
  return [...[...values.keys()].sort((a, b) => turn * compare(a, b)), ...without]
}
