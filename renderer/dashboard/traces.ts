/** The cells of an answer as bars: one trace a column value. Values the publisher hid are gaps that are marked. */
import type { OpenAnswer } from '../../shared/model/open-question.ts'
import type { Trace } from '../display/chart-data.ts'
import { crossTable, inWords, type Wording } from './cross-table.ts'

export function tracesOf(
  answer: OpenAnswer,
  { empty, measure, word }: { empty: string; measure: string; word: Wording },
): Trace[] {
  const { columns, lines } = inWords(crossTable(answer), word)
  const plain = columns.length === 1 && columns[0] === null
  const x = lines.map(({ labels }) => labels.map((label) => label ?? empty).join(' · '))
  return columns.map((column, i) => ({
    name: plain ? measure : (column ?? empty),
    x,
    y: lines.map(({ cells }) => cells[i]?.value ?? null),
    maskedAt: x.filter((_, line) => lines[line]?.cells[i]?.value === null),
  }))
}
