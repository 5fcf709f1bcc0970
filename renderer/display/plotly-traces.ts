/**
 * The points of a chart as traces of Plotly: lines, bars, bands, intervals and the marks of what is hidden, as plain
 * objects without Plotly; axes and panels are in ./plotly-layout.ts.
 */
import type { Data } from 'plotly.js'
import { type ChartSpec, hasBand, isHorizontal } from '../../shared/model/chart.ts'
import { barSpan, type ChartPoint, type ChartPoints } from '../../shared/model/chart-points.ts'
import { DASHES, INK, PALETTE, SYMBOLS, thin } from './plotly-ink.ts'
import { areNarrow, type ChartToDraw, idOf, overId, plainPlace, plainText } from './plotly-layout.ts'

const isCrowd = ({ points }: ChartPoints): boolean => points.length > 2_000
/** Places and heights on the axes they belong to. */
const lay = (spec: ChartSpec, places: unknown, heights: unknown): object =>
  isHorizontal(spec) ? { x: heights, y: places } : { x: places, y: heights }

const keyOf = (panel: string, series: string): string => JSON.stringify([panel, series])

/** In the order in which Plotly lays them over each other. */
export function plotlyData(chart: ChartToDraw): Data[] {
  const { spec, points, theme } = chart
  const palette = PALETTE[theme]
  const named = new Set<string>()
  const data: object[] = []
  const groups = new Map<string, ChartPoint[]>()
  for (const point of points.points) {
    const group = groups.get(keyOf(point.panel, point.series))
    if (group) group.push(point)
    else groups.set(keyOf(point.panel, point.series), [point])
  }
  points.panels.forEach((panel, k) => {
    points.series.forEach((name, i) => {
      const own = groups.get(keyOf(panel, name))
      if (!own) return
      const color = palette[i % palette.length]!
      const axes = { xaxis: `x${idOf(k)}`, yaxis: `y${idOf(k)}` }
      const label = plainText(name)
      const shared = { name: label, legendgroup: name, showlegend: !named.has(name), ...axes }
      named.add(name)
      if (hasBand(spec, points.placeKind))
        data.push({ ...bandOf(own, spec, color), ...axes, name: label, legendgroup: name })
      data.push({ ...shared, ...traceOf(own, { chart, color, series: i }) })
    })
  })
  return [...data, ...marksOf(chart)] as Data[]
}

function traceOf(
  own: readonly ChartPoint[],
  { chart: { spec, points }, color, series }: { chart: ChartToDraw; color: string; series: number },
): object {
  const { kind } = spec
  const turned = kind === 'pyramid' && series === 0 ? -1 : 1
  const heights = own.map(({ y }) => (y === null ? null : y * turned))
  const words = own.map(({ y, low, high }) =>
    [y === null ? '' : NUMBER.format(y), low === null ? '' : `(${short(low)}–${short(high!)})`]
      .join(' ')
      .trim(),
  )
  const laid = {
    ...lay(
      spec,
      own.map(({ x }) => plainPlace(x)),
      heights,
    ),
    text: words,
    hovertemplate: `${isHorizontal(spec) ? '%{y}' : '%{x}'}<br>%{text}<extra>%{fullData.name}</extra>`,
    connectgaps: false,
  }
  const intervals = hasBand(spec, points.placeKind) ? {} : errorBars(own, spec, color)
  if (kind === 'bar' || kind === 'pyramid')
    return {
      ...laid,
      ...intervals,
      type: 'bar',
      textposition: 'none',
      // A bar of nothing is a line on the axis: zero is not a gap. Of very many bars an outline would lie over the next.
      marker: {
        color,
        line: { color, width: areNarrow(points) ? own.map(({ y }) => (y === 0 ? 1 : 0)) : 1 },
      },
      ...(kind === 'pyramid' ? { orientation: 'h' } : placeOfBar(points, spec, series)),
    }
  // Lines of the ninth trace on repeat the colours; dashes and symbols keep them apart.
  const turn = Math.floor(series / PALETTE.light.length) % DASHES.length
  const symbol = kind === 'forest' ? 'square' : (SYMBOLS[series % SYMBOLS.length] ?? 'circle')
  const isLine = kind === 'line' || kind === 'step'
  return {
    ...laid,
    ...intervals,
    type: 'scatter',
    mode: !isLine ? 'markers' : isCrowd(points) ? 'lines' : 'lines+markers',
    ...(kind === 'forest' ? { orientation: 'h' } : {}),
    line: { color, width: 1.7, dash: DASHES[turn] ?? 'solid', shape: kind === 'step' ? 'hv' : 'linear' },
    marker: {
      color,
      size: kind === 'step' ? 3 : kind === 'line' ? 5 : kind === 'forest' ? 9 : 7,
      symbol: own.some(({ bare }) => bare)
        ? own.map(({ bare }) => (bare ? `${symbol}-open` : symbol))
        : symbol,
    },
  }
}

/** On an axis of time a bar begins where its week or month does; groups side by side share its width. */
function placeOfBar(points: ChartPoints, { stacked }: ChartSpec, series: number): object {
  if (points.placeKind !== 'time') return {}
  const width = barSpan(points) * 0.92
  const share = stacked ? width : width / Math.max(1, points.series.length)
  return { width: share, offset: stacked ? 0 : share * series }
}

function errorBars(own: readonly ChartPoint[], spec: ChartSpec, color: string): object {
  if (!spec.interval || own.every(({ low }) => low === null)) return {}
  const bars = {
    type: 'data',
    symmetric: false,
    // null would be drawn as an interval of no width.
    array: own.map(({ y, high }) => (high === null ? Number.NaN : high - y!)),
    arrayminus: own.map(({ y, low }) => (low === null ? Number.NaN : y! - low)),
    thickness: 1.4,
    width: own.length > 200 ? 0 : 4,
    color: spec.kind === 'bar' || spec.kind === 'pyramid' ? undefined : color,
  }
  return isHorizontal(spec) ? { error_x: bars } : { error_y: bars }
}

/** A band as closed shapes, one for each run of points whose intervals are drawn; of steps it has corners. */
export function bandOf(own: readonly ChartPoint[], { kind }: ChartSpec, color: string): object {
  const x: (string | number | null)[] = []
  const y: (number | null)[] = []
  let run: ChartPoint[] = []
  const close = () => {
    if (run.length > 1) {
      const up = cornersOf(run, { kind, end: 'high' })
      const down = cornersOf(run, { kind, end: 'low' }).reverse()
      if (x.length > 0) {
        x.push(null)
        y.push(null)
      }
      for (const corner of [...up, ...down, up[0]!]) {
        x.push(corner.x)
        y.push(corner.y)
      }
    }
    run = []
  }
  for (const point of own) {
    if (point.low === null) close()
    else run.push(point)
  }
  close()
  return {
    type: 'scatter',
    mode: 'lines',
    x,
    y,
    fill: 'toself',
    fillcolor: thin(color, 0.18),
    line: { width: 0 },
    hoverinfo: 'skip',
    showlegend: false,
  }
}

function cornersOf(
  run: readonly ChartPoint[],
  { kind, end }: { kind: ChartSpec['kind']; end: 'low' | 'high' },
): { x: string | number; y: number }[] {
  return run.flatMap((point, k) => {
    const corner = { x: point.x, y: point[end]! }
    const before = run[k - 1]
    return kind === 'step' && before ? [{ x: point.x, y: before[end]! }, corner] : [corner]
  })
}

/** The grid’s own sign at the foot of the place where a value would stand, with a word in the legend. */
function marksOf({ points, spec, theme, masked }: ChartToDraw): object[] {
  if (!masked) return []
  let named = false
  return points.panels.flatMap((panel, k) => {
    const own = points.hidden.filter((place) => place.panel === panel)
    if (own.length === 0) return []
    const showlegend = !named
    named = true
    return [
      {
        ...lay(
          spec,
          own.map(({ x }) => plainPlace(x)),
          own.map(() => (spec.kind === 'pyramid' ? 0.5 : 0)),
        ),
        ...(isHorizontal(spec)
          ? { xaxis: `x${overId(k)}`, yaxis: `y${idOf(k)}` }
          : { xaxis: `x${idOf(k)}`, yaxis: `y${overId(k)}` }),
        type: 'scatter',
        mode: 'markers',
        name: masked.label,
        legendgroup: 'masked',
        showlegend,
        text: own.map(({ series }) => plainText(series)),
        hovertemplate: `${isHorizontal(spec) ? '%{y}' : '%{x}'}<br>%{text}<extra>${masked.label}</extra>`,
        cliponaxis: false,
        marker: {
          color: INK[theme][masked.as],
          size: 9,
          symbol: masked.as === 'masked' ? 'diamond' : 'square',
        },
      },
    ]
  })
}

// Made once: thousands of points are written with them.
const NUMBER = new Intl.NumberFormat('en')
const LARGE = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 })
const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

const short = (value: number): string => (Math.abs(value) >= 100 ? LARGE : SMALL).format(value)
