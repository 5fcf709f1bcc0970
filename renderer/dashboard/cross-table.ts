/** The cells of an answer as a table: one line a combination of row values, one column a column value. */
import type { OpenAnswer, OpenCell } from '../../shared/model/open-question.ts'
import { prefectureRank } from '../../shared/model/prefectures.ts'

export interface CrossTable {
  /** Column values in their order; one null where the question has no column. */
  columns: (string | null)[]
  lines: { key: string; labels: (string | null)[]; cells: (OpenCell | null)[] }[]
}

export function crossTable(answer: OpenAnswer): CrossTable {
  const columns = [...new Set(answer.cells.map((cell) => cell.column))].sort(byText)
  const place = new Map(columns.map((column, i) => [column, i]))
  const lines = new Map<string, CrossTable['lines'][number]>()
  for (const cell of answer.cells) {
    const key = JSON.stringify(cell.rows)
    const line = lines.get(key) ?? {
      key,
      labels: cell.rows,
      cells: columns.map((): OpenCell | null => null),
    }
    lines.set(key, line)
    line.cells[place.get(cell.column) ?? 0] = cell
  }
  return { columns, lines: [...lines.values()].sort(byPrefecture) }
}

export type Wording = (at: { row: number } | 'column', value: string) => string

/** The table in the words of a language; lines and columns stay in their order and under their keys. */
export const inWords = ({ columns, lines }: CrossTable, word: Wording): CrossTable => ({
  columns: columns.map((column) => column && word('column', column)),
  lines: lines.map((line) => ({
    ...line,
    labels: line.labels.map((label, row) => label && word({ row }, label)),
  })),
})

/** Prefectures from north to south, as every Japanese table has them; all else stays in its order. */
function byPrefecture(a: { labels: (string | null)[] }, b: { labels: (string | null)[] }): number {
  for (const [i, label] of a.labels.entries()) {
    const [first, second] = [prefectureRank(label), prefectureRank(b.labels[i] ?? null)]
    if (first === null || second === null) return 0
    if (first !== second) return first - second
  }
  return 0
}

/** Numbers by size, texts by their code points, empty last. */
function byText(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  const difference = Number(a) - Number(b)
  if (Number.isFinite(difference)) return difference
  return a < b ? -1 : a > b ? 1 : 0
}

/** How many values of the table the publisher hid. */
export const hiddenIn = (answer: OpenAnswer): number =>
  answer.cells.reduce((sum, cell) => sum + cell.hidden, 0)
