/**
 * A figure as a Vega-Lite specification. The researcher's words appear as text only (title, names of series and
 * columns), never as field names or expressions, so nothing they write is run.
 */
import type { ChartSpec } from '../../shared/model/chart.ts'
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
    title: chart.x,
    sort: null,
    axis: { ...axis, ...labelling(data) },
    ...(data.xKind === 'category'
      ? {}
      : { scale: data.xKind === 'time' ? { type: 'utc' } : { zero: false } }),
  }
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
        data: { values: data.points },
        mark: MARKS[chart.kind],
        encoding: {
          x,
          ...offset,
          y: {
            field: 'y',
            type: 'quantitative',
            title: chart.y.join('、'),
            stack: chart.kind === 'bar' && chart.stacked ? 'zero' : null,
            axis,
          },
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
    ],
  }
}

/** Names lie flat where they fit side by side; days are written the ISO way, which both languages read. */
function labelling({ xKind, points }: FigureData): object {
  if (xKind === 'time') return { format: '%Y-%m-%d', labelAngle: 0 }
  if (xKind === 'number') return {}
  const names = new Set(points.map(({ x }) => String(x)))
  const longest = Math.max(1, ...[...names].map((name) => textWidth(name, 12)))
  return { labelAngle: (longest + 8) * names.size < SIZE.width ? 0 : -60 }
}
