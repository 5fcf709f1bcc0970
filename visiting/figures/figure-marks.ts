/** The points of a figure as rows of data: where each mark begins and ends, and what is written beside it. */
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import {
  barSpan,
  type ChartPoint,
  type ChartPoints,
  type ChartTable,
  chartPoints,
  estimateText,
} from '../../shared/model/chart-points.ts'
import type { ChartWords } from '../../shared/model/chart-words.ts'
import { totalRows } from '../../shared/model/total-rows.ts'

/** A table with what is said in place of its names and codes, where its figure is in words. */
export interface WordedTable extends ProtectedTable {
  words?: ChartWords
}

export interface FigureMark {
  /** `hidden`: a place where something is hidden; it has no number. */
  mark: 'point' | 'hidden'
  x: string | number
  series: string
  panel: string
  /** Ends of a bar along time, and its middle. */
  x2?: number
  middle?: number
  y?: number | null
  /** Ends of a bar in its height. */
  base?: number | null
  top?: number | null
  low?: number | null
  high?: number | null
  bare?: boolean
  words?: string
  written?: string
}

/** What may be seen of a protected table. */
const readable = ({ columns, rows, words, groupingSets }: WordedTable): ChartTable => ({
  columns,
  totals: totalRows(groupingSets ?? [], {
    rowCount: rows.length,
    textOf: (row, column) => {
      const cell = rows[row]?.[column]
      // An empty text is what a NULL is sent as.
      return cell?.status === 'shown' && cell.text !== null ? cell.text || null : undefined
    },
  }),
  ...(words ? { words } : {}),
  rowCount: rows.length,
  cell: (row, column) => {
    const cell = rows[row]?.[column]
    return cell?.status === 'shown' ? { text: cell.text } : null
  },
})

/** The points of a protected table; what is hidden in it comes as places, without values. */
export const figurePoints = (table: WordedTable, chart: ChartSpec): ChartPoints =>
  chartPoints(readable(table), chart)

/**
 * One mark a point or hidden place. A bar over time gets a beginning and an end in the units of its axis, so
 * that bars side by side share their step.
 */
export function figureMarks(data: ChartPoints, chart: ChartSpec): FigureMark[] {
  const along = chart.kind === 'bar' && data.placeKind === 'time' ? barSpan(data) * 0.92 : 0
  const share = chart.stacked ? along : along / Math.max(1, data.series.length)
  const beginOf = ({ x, series }: { x: string | number; series: string }) =>
    along === 0 ? x : Number(x) + (chart.stacked ? 0 : share * data.series.indexOf(series))
  const ends = barEnds(data, chart)
  return [
    ...data.points.map((point, k): FigureMark => {
      const x = beginOf(point)
      return {
        mark: 'point',
        ...point,
        x,
        ...(along === 0 ? {} : { x2: Number(x) + share, middle: Number(x) + share / 2 }),
        ...ends[k]!,
        ...(chart.look?.hover ? { words: wordsOf(point, data, chart.look.hover) } : {}),
        ...(chart.kind === 'forest' ? { written: estimateText(point) } : {}),
      }
    }),
    ...data.hidden.map((place): FigureMark => {
      const x = beginOf(place)
      return { mark: 'hidden', ...place, x: along === 0 ? x : Number(x) + share / 2 }
    }),
  ]
}

/** Bars begin at zero, or where the bar below them ends; of a pyramid, the first group counts to the left. */
function barEnds(
  { points, series }: ChartPoints,
  chart: ChartSpec,
): { base: number | null; top: number | null }[] {
  const reached = new Map<string, number>()
  // Bars lie on each other in the order of the legend, whatever the order of the rows.
  const order = points.map((_, k) => k)
  order.sort((a, b) => series.indexOf(points[a]!.series) - series.indexOf(points[b]!.series) || a - b)
  const ends: { base: number | null; top: number | null }[] = []
  for (const k of order) {
    const { x, y, series: own, panel } = points[k]!
    if (y === null) ends[k] = { base: null, top: null }
    else if (chart.kind === 'pyramid') ends[k] = { base: 0, top: own === series[0] ? -y : y }
    else if (!chart.stacked) ends[k] = { base: 0, top: y }
    else {
      const key = JSON.stringify([panel, x, y < 0])
      const base = reached.get(key) ?? 0
      ends[k] = { base, top: base + y }
      reached.set(key, base + y)
    }
  }
  return ends
}

/** The words of a mark with its data in place of the stand-ins. */
function wordsOf({ x, y, series }: ChartPoint, { placeKind }: ChartPoints, hover: string): string {
  if (y === null) return ''
  const place = placeKind === 'time' ? new Date(Number(x)).toISOString().slice(0, 10) : String(x)
  const values: Record<string, string> = { x: place, y: String(y), series }
  return hover.replaceAll(/\{(x|y|series)\}/g, (_, name: string) => values[name] ?? '')
}
