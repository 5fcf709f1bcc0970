/**
 * A figure as a Vega-Lite specification. The researcher's words appear as text only (title, names of series and
 * columns), never as field names or expressions, so nothing they write is run.
 */
import { type ChartLook, type ChartSpec, PLAIN_LOOK } from '../../shared/model/chart.ts'
import type { FigureData } from './figure-data.ts'
import { textWidth } from './text-width.ts'

/** Okabe and Ito's palette (2008), told apart with every kind of colour blindness. */
export const COLOURS = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#d55e00',
  '#56b4e9',
  '#cc79a7',
  '#f0e442',
  '#000000',
]
/** A second way to tell series apart, for print in grey. */
export const DASHES = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [10, 4],
  [4, 1],
  [1, 3],
  [12, 2],
]

export const FONT = 'Noto Sans JP'
export const SIZE = { width: 760, height: 420 }

const TITLE = {
  anchor: 'start',
  fontSize: 15,
  subtitleFontSize: 12,
  subtitleColor: '#555555',
  limit: SIZE.width,
} as const

const X_TYPES = { time: 'temporal', number: 'quantitative', category: 'nominal' } as const
const LEGEND = {
  bar: {},
  line: { symbolType: 'stroke', symbolStrokeWidth: 2, symbolSize: 400 },
  scatter: {},
} as const
const MARKS = {
  bar: { type: 'bar' },
  line: { type: 'line', point: { size: 30 }, strokeWidth: 2 },
  scatter: { type: 'point', filled: true, size: 40, opacity: 0.85 },
} as const

export function figureSpec(data: FigureData, chart: ChartSpec): object {
  const look = chart.look ?? PLAIN_LOOK
  const several = data.series.length > 1
  const grouped = several && chart.kind === 'bar' && !chart.stacked
  const axis = {
    labelLimit: 180,
    labelOverlap: true,
    titleLimit: SIZE.width,
    labelFontSize: 12,
    titleFontSize: 13,
  }
  const hiddenNote = data.hiddenCount > 0 ? `■ 秘匿 ${data.hiddenCount}　/　${data.hiddenCount} hidden` : ''
  const x = {
    field: 'x',
    type: X_TYPES[data.xKind],
    title: look.xTitle || chart.x,
    // As the table has them: a place where something is hidden stays where it is.
    sort: data.xKind === 'category' ? data.order : null,
    axis: { ...axis, ...labelling(data) },
    ...(data.xKind === 'category'
      ? {}
      : {
          scale: {
            ...(data.xKind === 'time' ? { type: 'utc' } : { zero: false }),
            ...(look.xRange ? { domain: look.xRange, nice: false } : {}),
          },
        }),
  }
  const yScale = look.yRange ? { scale: { domain: look.yRange, nice: false } } : {}
  const annotations = placesOf(look, data)
  const offset = grouped ? { xOffset: { field: 'series', type: 'nominal', sort: data.series } } : {}
  const colour = {
    field: 'series',
    type: 'nominal',
    title: chart.colour ?? '',
    sort: data.series,
    scale: { domain: data.series, range: data.series.map((_, i) => COLOURS[i % COLOURS.length]) },
    legend: several
      ? { labelLimit: 180, symbolLimit: 40, labelFontSize: 12, titleFontSize: 13, ...LEGEND[chart.kind] }
      : null,
  }
  const dash = {
    ...colour,
    scale: { domain: data.series, range: data.series.map((_, i) => DASHES[i % DASHES.length]) },
  }
  return {
    ...SIZE,
    autosize: { type: 'pad' },
    background: '#ffffff',
    padding: 16,
    config: {
      font: FONT,
      aria: false,
      axis: { grid: true, gridColor: '#e6e6e6' },
      view: { stroke: '#bbbbbb' },
    },
    title: chart.titleText
      ? { text: chart.titleText, subtitle: hiddenNote, ...TITLE }
      : { text: hiddenNote, ...TITLE, fontSize: TITLE.subtitleFontSize, fontWeight: 'normal' },
    layer: [
      {
        data: { values: look.hover ? withWords(data, look.hover) : data.points },
        mark: {
          ...MARKS[chart.kind],
          ...(look.xRange || look.yRange ? { clip: true } : {}),
          ...(look.hover ? { aria: true } : {}),
        },
        encoding: {
          x,
          ...offset,
          y: {
            field: 'y',
            type: 'quantitative',
            title: look.yTitle || chart.y.join('、'),
            stack: chart.kind === 'bar' && chart.stacked ? 'zero' : null,
            axis,
            ...yScale,
          },
          ...(look.hover ? { description: { field: 'words', type: 'nominal' } } : {}),
          color: colour,
          ...(chart.kind === 'line' && several ? { strokeDash: dash } : {}),
          ...(chart.kind === 'scatter' && several
            ? { shape: { ...colour, scale: { domain: data.series } } }
            : {}),
        },
      },
      {
        // Where something is hidden a mark stands on the axis; it says nothing of how much.
        data: { values: data.hidden },
        mark: { type: 'point', shape: 'square', size: 70, fill: '#555555', stroke: '#ffffff', opacity: 1 },
        encoding: { x, ...offset, y: { value: SIZE.height - 6 } },
      },
      ...annotations.map(({ x: at, y, text }) => ({
        data: { values: [{ x: at, y: y ?? 0, text }] },
        mark: {
          type: 'text',
          fontSize: 12,
          fontWeight: 'bold',
          baseline: y === null ? 'top' : 'bottom',
          dy: y === null ? 4 : -4,
        },
        encoding: {
          x,
          y: y === null ? { value: 0 } : { field: 'y', type: 'quantitative', ...yScale },
          text: { field: 'text', type: 'nominal' },
        },
      })),
    ],
  }
}

/** Annotations at places the axis has; one at another place is not drawn. */
function placesOf(
  { annotations }: ChartLook,
  { xKind, points }: FigureData,
): { x: string | number; y: number | null; text: string }[] {
  const there = new Set(points.map(({ x }) => x))
  return annotations.flatMap(({ x, y, text }) => {
    const at = xKind === 'category' ? x : xKind === 'time' ? Date.parse(x) : Number(x)
    const known = xKind === 'category' ? there.has(at) : Number.isFinite(at)
    return known ? [{ x: at, y, text }] : []
  })
}

/** The words of each mark with its data in place of the stand-ins. */
const withWords = ({ points, xKind }: FigureData, hover: string): object[] =>
  points.map((point) => {
    const { x, y, series } = point
    const place = xKind === 'time' ? new Date(Number(x)).toISOString().slice(0, 10) : String(x)
    const values: Record<string, string> = { x: place, y: y === null ? '' : String(y), series }
    const words =
      y === null ? '' : hover.replaceAll(/\{(x|y|series)\}/g, (_, name: string) => values[name] ?? '')
    return { ...point, words }
  })

/** Names lie flat where they fit side by side; days are written the ISO way, which both languages read. */
function labelling({ xKind, points }: FigureData): object {
  if (xKind === 'time') return { format: '%Y-%m-%d', labelAngle: 0 }
  if (xKind === 'number') return {}
  const names = new Set(points.map(({ x }) => String(x)))
  const longest = Math.max(1, ...[...names].map((name) => textWidth(name, 12)))
  return { labelAngle: (longest + 8) * names.size < SIZE.width ? 0 : -60 }
}
