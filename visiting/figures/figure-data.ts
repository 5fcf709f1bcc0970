/**
 * From a protected table to the points of a figure. A hidden cell gives no point, only the knowledge that something is
 * hidden at its place; a row whose place or colour is hidden gives not even that.
 */
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'

export type XKind = 'time' | 'number' | 'category'

export interface Point {
  /** Milliseconds for times, numbers for numbers, otherwise text. */
  x: string | number
  /** null where the value is hidden: a line breaks there. */
  y: number | null
  series: string
}

export interface FigureData {
  xKind: XKind
  points: Point[]
  /** Places where a value is hidden. */
  hidden: Omit<Point, 'y'>[]
  /** Places of categories in the order they first appear, with those where something is hidden. */
  order: (string | number)[]
  /** Series in the order they first appear. */
  series: string[]
  /** All values that are not drawn because they or their place are hidden. */
  hiddenCount: number
}

const isNumeric = (type: string) => /INT|DECIMAL|DOUBLE|FLOAT/i.test(type)
const isTime = (type: string) => /^(DATE|TIMESTAMP)/i.test(type)

export function figureData(table: ProtectedTable, chart: ChartSpec): FigureData {
  const at = (name: string) => table.columns.findIndex((column) => column.name === name)
  const xIndex = at(chart.x)
  const colourIndex = chart.colour === null ? -1 : at(chart.colour)
  const ys = chart.y.map((name) => ({ name, index: at(name) })).filter(({ index }) => index >= 0)
  const xKind = kindOf(table.columns[xIndex], chart)
  const points: Point[] = []
  const hidden: Omit<Point, 'y'>[] = []
  const series: string[] = []
  let hiddenCount = 0
  for (const row of table.rows) {
    const place = row[xIndex]
    const colour = row[colourIndex]
    for (const { name, index } of ys) {
      const cell = row[index]
      if (!cell || !place) continue
      const nowhere = place.status !== 'shown' || (colour !== undefined && colour.status !== 'shown')
      if (nowhere || cell.status !== 'shown') hiddenCount += 1
      const x = nowhere ? null : xOf(place.text, xKind)
      if (x === null) continue
      const group = colour ? (colour.text ?? 'NULL') : null
      const label = group === null ? name : ys.length > 1 ? `${group} · ${name}` : group
      if (!series.includes(label)) series.push(label)
      if (cell.status !== 'shown') {
        hidden.push({ x, series: label })
        points.push({ x, y: null, series: label })
      } else if (cell.text !== null && Number.isFinite(Number(cell.text)))
        points.push({ x, y: Number(cell.text), series: label })
    }
  }
  const edges = chart.look?.binEdges ?? []
  const order = [...new Set(points.map(({ x }) => x))]
  const data = { xKind, points, hidden, order, series, hiddenCount }
  return chart.kind === 'bar' && edges.length >= 2 ? inBins(data, edges) : data
}

/** Sums of shown numbers by bin; a bin with a hidden one has no bar, only the knowledge that something is hidden. */
function inBins(data: FigureData, edges: readonly number[]): FigureData {
  const points: Point[] = []
  const hidden: FigureData['hidden'] = []
  for (const series of data.series)
    edges.slice(1).forEach((to, k) => {
      const from = edges[k]!
      const x = `${from}–${to}`
      const inside = data.points.filter(
        (point) => point.series === series && Number(point.x) >= from && Number(point.x) < to,
      )
      if (inside.length === 0) return
      if (inside.some(({ y }) => y === null)) {
        hidden.push({ x, series })
        points.push({ x, y: null, series })
      } else points.push({ x, y: inside.reduce((sum, { y }) => sum + y!, 0), series })
    })
  const byEdge = (a: { x: string | number }, b: { x: string | number }) =>
    Number.parseFloat(String(a.x)) - Number.parseFloat(String(b.x))
  const order = edges.slice(1).map((to, k) => `${edges[k]}–${to}`)
  return { ...data, xKind: 'category', points: points.toSorted(byEdge), hidden, order }
}

function kindOf(column: ProtectedTable['columns'][number] | undefined, { kind }: ChartSpec): XKind {
  if (!column) return 'category'
  if (isTime(column.type)) return kind === 'bar' ? 'category' : 'time'
  return isNumeric(column.type) && !(kind === 'bar' && column.role === 'key') ? 'number' : 'category'
}

/** null where there is no place to draw at. */
function xOf(text: string | null, kind: XKind): string | number | null {
  if (kind === 'category') return text ?? 'NULL'
  if (text === null) return null
  const value =
    kind === 'time' ? Date.parse(`${text.replace(' ', 'T')}${/\d:\d/.test(text) ? 'Z' : ''}`) : Number(text)
  return Number.isFinite(value) ? value : null
}
