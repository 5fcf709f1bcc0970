/** The cells of an answer as bars: one series a column value. Values the publisher hid are gaps that are marked. */
import type { ChartPoints } from '../../shared/model/chart-points.ts'
import type { OpenAnswer } from '../../shared/model/open-question.ts'
import { crossTable, inWords, type Wording } from './cross-table.ts'

export function barsOf(
  answer: OpenAnswer,
  { empty, measure, word, most }: { empty: string; measure: string; word: Wording; most: number },
): { points: ChartPoints; all: number } {
  const { columns, lines } = inWords(crossTable(answer), word)
  const plain = columns.length === 1 && columns[0] === null
  const places = lines.map(({ labels }) => labels.map((label) => label ?? empty).join(' · '))
  const series = columns.slice(0, most).map((column) => (plain ? measure : (column ?? empty)))
  const cells = series.flatMap((name, i) =>
    lines.map(({ cells }, line) => ({
      x: places[line]!,
      series: name,
      panel: '',
      y: cells[i]?.value ?? null,
      isHidden: cells[i]?.value === null,
      low: null,
      high: null,
      bare: false,
    })),
  )
  return {
    points: {
      placeKind: 'category',
      points: cells,
      hidden: cells.filter(({ isHidden }) => isHidden),
      places: [...new Set(places)],
      said: new Map(),
      titles: { place: '', height: '', series: '', panel: '' },
      series,
      panels: [''],
      rows: lines.length,
      hiddenCount: 0,
      missing: 0,
      notOnLog: 0,
      otherLevels: 0,
      panelsLeftOut: 0,
      repeats: false,
    },
    all: columns.length,
  }
}
