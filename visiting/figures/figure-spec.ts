/**
 * A figure as a Vega-Lite specification. The researcher's words appear as text only (title, names of series and
 * columns), never as field names or expressions, so nothing they write is run. What is a panel, an interval, a gap, and
 * in which order, was decided with the points (shared/model/chart-points.ts), for the screen as for the figure.
 */
import {
  type ChartLook,
  type ChartSpec,
  hasBand,
  isHorizontal,
  isLogarithmic,
  PLAIN_LOOK,
  referenceOf,
} from '../../shared/model/chart.ts'
import { type ChartPoints, hasEstimates } from '../../shared/model/chart-points.ts'
import { COLOURS, DASHES, FONT, SIZE } from './figure-ink.ts'
import { type FigureMark, figureMarks } from './figure-marks.ts'
import { textWidth } from './text-width.ts'

const TITLE = {
  anchor: 'start',
  fontSize: 15,
  subtitleFontSize: 12,
  subtitleColor: '#555555',
  limit: SIZE.width,
} as const

const PLACE_TYPES = { time: 'temporal', number: 'quantitative', category: 'nominal' } as const
const STROKES = { symbolType: 'stroke', symbolStrokeWidth: 2, symbolSize: 400, symbolOpacity: 1 }
const FONTS = { labelFontSize: 12, titleFontSize: 13 }

interface Laid {
  chart: ChartSpec
  look: ChartLook
  points: ChartPoints
  flat: boolean
  size: { width: number; height: number }
}

/** Only marks of one kind. */
const only = (mark: FigureMark['mark']) => ({ filter: { field: 'mark', equal: mark } })
const isDrawn = (field: 'low' | 'y') => ({ filter: { field, valid: true } })
const isBare = (bare: boolean) => ({ filter: { field: 'bare', equal: bare } })

/** A Vega-Lite specification with its data in it. */
export function figureSpec(points: ChartPoints, chart: ChartSpec): object {
  const look = chart.look ?? PLAIN_LOOK
  const flat = isHorizontal(chart)
  const several = points.panels.length > 1
  const laid: Laid = { chart, look, points, flat, size: sizeOf(points, flat) }
  const notes = notesOf(points)
  const layers = { ...laid.size, layer: layersOf(laid) }
  return {
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
      ? { text: chart.titleText, subtitle: notes, ...TITLE }
      : { text: notes, ...TITLE, fontSize: TITLE.subtitleFontSize, fontWeight: 'normal' },
    data: { values: figureMarks(points, chart) },
    ...(several
      ? {
          facet: {
            field: 'panel',
            type: 'nominal',
            sort: points.panels,
            title: points.titles.panel,
            header: { ...FONTS, labelLimit: laid.size.width },
          },
          columns: columnsOf(points),
          spec: layers,
        }
      : layers),
  }
}

/** What is not drawn, in lines of its own; empty where everything is. */
function notesOf({ hiddenCount, missing, notOnLog, panelsLeftOut, points }: ChartPoints): string[] {
  const lines = [
    hiddenCount > 0 ? `■ 秘匿 ${hiddenCount}　/　${hiddenCount} hidden` : '',
    points.some(({ bare }) => bare) ? '○ 区間を示せない推定値　/　estimates whose interval is not shown' : '',
    missing > 0 ? `値なし ${missing}　/　${missing} without a value` : '',
    notOnLog > 0 ? `0以下のため対数目盛に置けない値 ${notOnLog}　/　${notOnLog} not on a log axis` : '',
    panelsLeftOut > 0 ? `描いていない小分け ${panelsLeftOut}　/　${panelsLeftOut} more panels` : '',
  ].filter((line) => line !== '')
  return lines.length > 0 ? lines : ['']
}

const columnsOf = ({ panels }: ChartPoints): number => (panels.length <= 4 ? 2 : panels.length <= 9 ? 3 : 4)

function sizeOf(points: ChartPoints, flat: boolean): { width: number; height: number } {
  const several = points.panels.length > 1
  const width = several ? Math.round(SIZE.width / columnsOf(points)) - 10 : SIZE.width
  const height = several ? Math.round(Math.min(SIZE.height, width * 0.75)) : SIZE.height
  // Lines of a forest or a pyramid are as far apart as they are read.
  return { width, height: flat ? Math.max(several ? 160 : 220, points.places.length * 22) : height }
}

function layersOf(laid: Laid): object[] {
  const { chart, points, look, flat, size } = laid
  const [place, height] = flat ? (['y', 'x'] as const) : (['x', 'y'] as const)
  const several = points.series.length > 1
  const clip = look.xRange || look.yRange ? { clip: true } : {}
  const words = look.hover ? { description: { field: 'words', type: 'nominal' } } : {}
  const placing = placeOf(laid)
  const rising = heightOf(laid)
  const colour = colourOf(laid)
  // Groups at one place stand side by side, except along a line.
  const apart =
    several && points.placeKind === 'category' && !isLine(chart) && !chart.stacked && chart.kind !== 'pyramid'
  const offset = apart
    ? { [`${place}Offset`]: { field: 'series', type: 'nominal', sort: points.series } }
    : {}
  const at = { [place]: placing, ...offset }
  const mark = { ...clip, ...(look.hover ? { aria: true } : {}) }
  const layers: object[] = []
  const reference = referenceOf(chart)
  if (reference !== null)
    layers.push({
      data: { values: [{}] },
      mark: { type: 'rule', strokeDash: [5, 4], stroke: '#555555', strokeWidth: 1.2 },
      encoding: { [height]: { ...rising, field: undefined, datum: reference } },
    })
  const bands = hasBand(chart, points.placeKind)
  const interpolate = chart.kind === 'step' ? 'step-after' : 'linear'
  if (bands)
    layers.push({
      transform: [only('point')],
      mark: { type: 'area', interpolate, opacity: 0.16, ...clip },
      encoding: { ...at, y: { ...rising, field: 'low' }, y2: { field: 'high' }, color: colour },
    })
  if (chart.kind === 'bar' || chart.kind === 'pyramid')
    layers.push({
      transform: [only('point'), isDrawn('y')],
      // A bar of nothing is a line on the axis: zero is not a gap.
      mark: { type: 'bar', strokeWidth: 1, ...mark },
      encoding: {
        ...at,
        ...(points.placeKind === 'time' ? { x2: { field: 'x2' } } : {}),
        [height]: { ...rising, field: 'top' },
        [`${height}2`]: { field: 'base' },
        color: colour,
        stroke: colour,
        ...words,
      },
    })
  else if (isLine(chart))
    layers.push({
      transform: [only('point')],
      mark: {
        type: 'line',
        interpolate,
        point: { size: chart.kind === 'step' ? 8 : 30 },
        strokeWidth: 2,
        ...mark,
      },
      encoding: {
        ...at,
        y: rising,
        color: colour,
        ...(several ? { strokeDash: { ...colour, scale: scaleOf(points, DASHES) } } : {}),
        ...words,
      },
    })
  if (chart.interval && !bands) {
    const stroke = chart.kind === 'bar' || chart.kind === 'pyramid' ? { stroke: '#333333' } : {}
    const coloured = 'stroke' in stroke ? {} : { color: colour }
    const whole = [only('point'), isDrawn('low')]
    const middle =
      points.placeKind === 'time' && chart.kind === 'bar' ? { [place]: { ...placing, field: 'middle' } } : {}
    layers.push(
      {
        transform: whole,
        mark: { type: 'rule', strokeWidth: 1.4, ...stroke, ...clip },
        encoding: {
          ...at,
          ...middle,
          ...coloured,
          [height]: { ...rising, field: 'low' },
          [`${height}2`]: { field: 'high' },
        },
      },
      ...(['low', 'high'] as const).map((end) => ({
        transform: whole,
        mark: {
          type: 'tick',
          thickness: 1.4,
          size: 8,
          orient: flat ? 'vertical' : 'horizontal',
          ...stroke,
          ...clip,
        },
        encoding: { ...at, ...middle, ...coloured, [height]: { ...rising, field: end } },
      })),
    )
  }
  if (chart.kind === 'scatter' || chart.kind === 'forest')
    for (const bare of [false, true])
      layers.push({
        transform: [only('point'), isDrawn('y'), isBare(bare)],
        mark: {
          type: 'point',
          filled: !bare,
          ...(bare ? { fill: '#ffffff', strokeWidth: 1.6 } : {}),
          size: chart.kind === 'forest' ? 70 : 40,
          opacity: 1,
          ...(chart.kind === 'forest' ? { shape: 'square' } : {}),
          ...mark,
        },
        encoding: {
          ...at,
          [height]: rising,
          color: colour,
          ...(several && chart.kind === 'scatter'
            ? { shape: { ...colour, scale: { domain: points.series } } }
            : {}),
          ...words,
        },
      })
  layers.push({
    // Where something is hidden a mark stands on the axis; it says nothing of how much.
    transform: [only('hidden')],
    mark: { type: 'point', shape: 'square', size: 70, fill: '#555555', stroke: '#ffffff', opacity: 1 },
    encoding: {
      ...at,
      [height]: { value: !flat ? size.height - 6 : chart.kind === 'pyramid' ? size.width / 2 : 6 },
    },
  })
  if (hasEstimates(points, chart))
    layers.push({
      transform: [only('point'), isDrawn('y')],
      mark: { type: 'text', align: 'left', fontSize: 12 },
      encoding: { ...at, x: { value: size.width + 10 }, text: { field: 'written', type: 'nominal' } },
    })
  return [...layers, ...annotationsOf(laid, { place, height, placing, rising })]
}

const isLine = ({ kind }: ChartSpec): boolean => kind === 'line' || kind === 'step'

const scaleOf = ({ series }: ChartPoints, marks: readonly unknown[]): object => ({
  domain: series,
  range: series.map((_, i) => marks[i % marks.length]),
})

const colourOf = ({ chart, points }: Laid): object => ({
  field: 'series',
  type: 'nominal',
  title: points.titles.series,
  sort: points.series,
  scale: scaleOf(points, COLOURS),
  legend:
    points.series.length > 1
      ? { labelLimit: 180, symbolLimit: 40, ...FONTS, ...(isLine(chart) ? STROKES : {}) }
      : null,
})

const AXIS = { labelLimit: 180, labelOverlap: true, titleLimit: SIZE.width, ...FONTS }

function placeOf({ chart, look, points, flat, size }: Laid): object {
  const { placeKind, places } = points
  return {
    field: 'x',
    type: PLACE_TYPES[placeKind],
    title: look.xTitle || points.titles.place,
    // A place where something is hidden stays where it is. The youngest stand at the foot of a pyramid.
    ...(placeKind === 'category' ? { sort: chart.kind === 'pyramid' ? places.toReversed() : places } : {}),
    axis: { ...AXIS, ...(flat ? { grid: false } : labelling(points, { chart, width: size.width })) },
    ...(placeKind === 'category'
      ? {}
      : {
          scale: {
            ...(placeKind === 'time' ? { type: 'utc' } : { zero: false }),
            ...(look.xRange ? { domain: look.xRange, nice: false } : {}),
          },
        }),
  }
}

function heightOf({ chart, look, points }: Laid): object {
  const log = isLogarithmic(chart)
  const drawn = points.points.flatMap(({ y, low, high }) => [y, low, high].filter((each) => each !== null))
  const most = drawn.reduce((least, each) => Math.max(least, Math.abs(each)), 0)
  const ends = look.yRange && !(log && look.yRange[0] <= 0) ? look.yRange : null
  const scale = {
    ...(log ? { type: 'log', domain: around(drawn, referenceOf(chart)), nice: false } : {}),
    ...(chart.kind === 'pyramid' ? { domain: [-most || -1, most || 1] } : {}),
    ...(ends ? { domain: ends, nice: false } : {}),
  }
  return {
    field: 'y',
    type: 'quantitative',
    title: look.yTitle || points.titles.height,
    stack: null,
    axis: {
      ...AXIS,
      ...(log ? { tickCount: 8 } : {}),
      // Both sides of a pyramid count upwards from the middle.
      ...(chart.kind === 'pyramid' ? { labelExpr: "format(abs(datum.value), ',')" } : {}),
    },
    ...(Object.keys(scale).length > 0 ? { scale } : {}),
  }
}

/** From a little below the least of what is drawn to a little above the greatest, as far apart as a logarithm has them. */
function around(drawn: readonly number[], reference: number | null): [number, number] {
  const all = reference === null ? drawn : [...drawn, reference]
  const least = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const most = all.reduce((a, b) => Math.max(a, b), 0)
  return most > 0 ? [least / 1.2, most * 1.2] : [0.1, 10]
}

interface Axes {
  place: 'x' | 'y'
  height: 'x' | 'y'
  placing: object
  rising: object
}

/** Annotations at places the axis has, in every panel; one at another place is not drawn. */
function annotationsOf({ look, points, flat }: Laid, { place, height, placing, rising }: Axes): object[] {
  const there = new Set(points.places)
  return look.annotations.flatMap(({ x, y, text }) => {
    const at =
      points.placeKind === 'category'
        ? (points.said.get(x) ?? x)
        : points.placeKind === 'time'
          ? Date.parse(x)
          : Number(x)
    const known = points.placeKind === 'category' ? there.has(at) : Number.isFinite(at)
    if (!known) return []
    return [
      {
        data: { values: [{ x: at, y: y ?? 0, text }] },
        mark: {
          type: 'text',
          fontSize: 12,
          fontWeight: 'bold',
          ...(flat
            ? { align: 'left', dx: 4 }
            : { baseline: y === null ? 'top' : 'bottom', dy: y === null ? 4 : -4 }),
        },
        encoding: {
          [place]: placing,
          [height]: y === null ? { value: 0 } : rising,
          text: { field: 'text', type: 'nominal' },
        },
      },
    ]
  })
}

/** Names lie flat where they fit side by side; days are written the ISO way, which both languages read. */
function labelling(
  { placeKind, places }: ChartPoints,
  { chart, width }: { chart: ChartSpec; width: number },
): object {
  if (placeKind === 'number') return {}
  if (placeKind === 'time') {
    const days = { format: '%Y-%m-%d', labelAngle: width < 300 ? -60 : 0 }
    if (chart.kind !== 'bar') return days
    // Weeks and months are named by the day on which their bar begins.
    const moments = places.map(Number).sort((a, b) => a - b)
    const every = Math.max(1, Math.ceil(moments.length / Math.max(2, width / 90)))
    return { ...days, values: moments.filter((_, k) => k % every === 0) }
  }
  const longest = Math.max(1, ...places.map((name) => textWidth(String(name), 12)))
  return { labelAngle: (longest + 8) * places.length < width ? 0 : -60 }
}
