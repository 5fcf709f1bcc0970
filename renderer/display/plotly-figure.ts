/**
 * The points of a chart as Plotly draws them: traces and layout as plain objects, without Plotly. The environment draws
 * the same points in visiting/figures; what is a panel, an interval or a gap is decided in shared/model/chart-points.ts.
 */
import type { Data, Layout } from 'plotly.js'
import {
  type ChartSpec,
  hasBand,
  isHorizontal,
  isLogarithmic,
  referenceOf,
} from '../../shared/model/chart.ts'
import { barSpan, type ChartPoint, type ChartPoints } from '../../shared/model/chart-points.ts'
import { DASHES, INK, PALETTE, SYMBOLS, thin } from './plotly-ink.ts'

export interface ChartToDraw {
  spec: ChartSpec
  points: ChartPoints
  titles: { x: string; y: string; colour: string | null }
  theme: 'light' | 'dark'
  /** How values that are not drawn are marked at their place; without it they are gaps only. */
  masked?: { as: 'masked' | 'hidden'; label: string } | undefined
}

export interface Size {
  width: number
  height: number
}

/** Places of an axis that are all named. Japan has 47 prefectures. */
const MOST_NAMED = 60
/** Names closer to each other than this run into one; then some of them stand for the others, as far as they fit. */
const LEAST_PIXELS_A_NAME = 11
/** What axis, legend and margins take of a chart’s width, about. */
const PIXELS_BESIDE = 150
/** Estimates in figures beside a forest are read up to so many. */
const MOST_WRITTEN = 40

const isCrowd = ({ points }: ChartPoints): boolean => points.length > 2_000

/** Places of the axis that are each named in a chart of this size; 0 where there are none, too many, or too little room. */
export function namedPlaces({ points, spec }: Pick<ChartToDraw, 'points' | 'spec'>, size: Size): number {
  const places = points.placeKind === 'category' ? points.places.length : 0
  const { columns, lines } = gridOf(points.panels.length, size)
  const room = isHorizontal(spec) ? (size.height - 90) / lines : (size.width - PIXELS_BESIDE) / columns
  return places <= MOST_NAMED && room / places >= LEAST_PIXELS_A_NAME ? places : 0
}

/** Panels side by side and below each other, each about as wide as it is high. */
export function gridOf(panels: number, { width, height }: Size): { columns: number; lines: number } {
  const wide = Math.max(1, width) / Math.max(1, height)
  const columns = Math.min(panels, 6, Math.max(1, Math.round(Math.sqrt(panels * wide * 0.8)))) || 1
  return { columns, lines: Math.max(1, Math.ceil(panels / columns)) }
}

const idOf = (panel: number): string => (panel === 0 ? '' : String(panel + 1))
/** Over each panel lies an axis from 0 to 1, on which marks stand that have no height. */
const overId = (panel: number): string => String(panel + 101)

/** Places and heights on the axes they belong to. */
const lay = (spec: ChartSpec, places: unknown, heights: unknown): object =>
  isHorizontal(spec) ? { x: heights, y: places } : { x: places, y: heights }

const keyOf = (panel: string, series: string): string => JSON.stringify([panel, series])

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
      const shared = { name, legendgroup: name, showlegend: !named.has(name), ...axes }
      named.add(name)
      if (hasBand(spec, points.placeKind))
        data.push({ ...bandOf(own, spec, color), ...axes, name, legendgroup: name })
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
      own.map(({ x }) => x),
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
      // A bar of nothing is a line on the axis: zero is not a gap.
      marker: { color, line: { color, width: 1 } },
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
          own.map(({ x }) => x),
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
        text: own.map(({ series }) => series),
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

export function plotlyLayout(chart: ChartToDraw, size: Size): Partial<Layout> {
  const { spec, points, titles, theme } = chart
  const ink = INK[theme]
  const isFlat = isHorizontal(spec)
  const panels = Math.max(1, points.panels.length)
  const { columns, lines } = gridOf(panels, size)
  const several = panels > 1
  const across = isFlat ? titles.y : titles.x
  const upwards = isFlat ? titles.x : titles.y
  const layout: Record<string, unknown> = {}
  const annotations: object[] = []
  const shapes: object[] = []
  const [gapX, gapY] = [0.03, several ? Math.min(0.14, 44 / Math.max(120, size.height)) : 0]
  const wide = (1 - gapX * (columns - 1)) / columns
  const high = (1 - gapY * (lines - 1)) / lines
  const reference = referenceOf(spec)

  for (let k = 0; k < panels; k++) {
    const column = k % columns
    const line = Math.floor(k / columns)
    const x = [column * (wide + gapX), column * (wide + gapX) + wide]
    const y = [1 - line * (high + gapY) - high, 1 - line * (high + gapY)]
    const isLowest = k + columns >= panels
    const placing = placeAxis(chart, size)
    const rising = heightAxis(chart)
    const [xAxis, yAxis] = isFlat ? [rising, placing] : [placing, rising]
    const id = idOf(k)
    layout[`xaxis${id}`] = {
      ...frame(ink),
      ...xAxis,
      domain: x,
      anchor: `y${id}`,
      showticklabels: isLowest,
      ...(k > 0 ? { matches: 'x' } : {}),
      ...(several ? {} : { title: { text: across, standoff: 8 } }),
    }
    layout[`yaxis${id}`] = {
      ...frame(ink),
      ...yAxis,
      domain: y,
      anchor: `x${id}`,
      showticklabels: column === 0,
      ...(k > 0 ? { matches: 'y' } : {}),
      ...(several ? {} : { title: { text: upwards, standoff: 8 } }),
    }
    layout[`${isFlat ? 'x' : 'y'}axis${overId(k)}`] = {
      overlaying: `${isFlat ? 'x' : 'y'}${id}`,
      anchor: `${isFlat ? 'y' : 'x'}${id}`,
      range: [0, 1],
      fixedrange: true,
      visible: false,
    }
    if (reference !== null)
      shapes.push({
        type: 'line',
        layer: 'below',
        line: { color: ink.dim, width: 1.2, dash: 'dash' },
        ...(isFlat
          ? { xref: `x${id}`, x0: reference, x1: reference, yref: `y${id} domain`, y0: 0, y1: 1 }
          : { yref: `y${id}`, y0: reference, y1: reference, xref: `x${id} domain`, x0: 0, x1: 1 }),
      })
    if (several)
      annotations.push({
        text: plainText(points.panels[k] ?? ''),
        x: x[0],
        y: y[1],
        xref: 'paper',
        yref: 'paper',
        xanchor: 'left',
        yanchor: 'bottom',
        showarrow: false,
        font: { size: 12, color: ink.text },
      })
  }
  if (several)
    annotations.push(
      { ...aside(ink), text: plainText(across), x: 0.5, y: 0, yanchor: 'top', yshift: -28 },
      {
        ...aside(ink),
        text: plainText(upwards),
        x: 0,
        y: 0.5,
        xanchor: 'right',
        xshift: -46,
        textangle: -90,
      },
    )
  const written = estimates(chart)
  annotations.push(...written)
  return {
    title: { text: plainText(spec.titleText), font: { size: 14 }, x: 0.01, xanchor: 'left' },
    font: { family: 'system-ui, "Noto Sans JP", "Noto Sans CJK JP", sans-serif', size: 12, color: ink.text },
    paper_bgcolor: ink.ground,
    plot_bgcolor: ink.ground,
    margin: {
      l: several ? 66 : 56,
      r: written.length > 0 ? 150 : 18,
      t: (spec.titleText ? 48 : 32) + (several ? 10 : 0),
      b: several ? 54 : 48,
    },
    ...layout,
    annotations,
    shapes,
    barmode: spec.kind === 'pyramid' ? 'overlay' : spec.stacked ? 'stack' : 'group',
    ...(spec.kind === 'pyramid' ? { bargap: 0.12 } : {}),
    // Estimates of groups stand beside each other, so that their intervals do.
    scattermode:
      points.placeKind === 'category' && spec.kind !== 'line' && spec.kind !== 'step' ? 'group' : 'overlay',
    scattergap: 0.4,
    showlegend: points.series.length > 1 || points.hidden.length > 0,
    legend: {
      title: { text: plainText(titles.colour ?? '') },
      // Estimates in figures stand where the legend would.
      ...(written.length > 0 ? { orientation: 'h', y: 1.02, yanchor: 'bottom' } : {}),
    },
    hovermode: 'closest',
    modebar: { bgcolor: 'rgba(0,0,0,0)', color: ink.dim, activecolor: ink.text },
    separators: '.,',
  } as Partial<Layout>
}

const frame = (ink: (typeof INK)['light' | 'dark']): object => ({
  gridcolor: ink.line,
  linecolor: ink.dim,
  zerolinecolor: ink.dim,
  tickcolor: ink.dim,
  automargin: true,
})

const aside = (ink: (typeof INK)['light' | 'dark']): object => ({
  xref: 'paper',
  yref: 'paper',
  showarrow: false,
  font: { size: 13, color: ink.text },
})

/** Plotly reads a few tags in its texts; the words of a result are none. */
const plainText = (text: string): string => text.replaceAll('<', '&lt;')

function placeAxis({ spec, points }: ChartToDraw, size: Size): object {
  const { placeKind } = points
  const named = namedPlaces({ points, spec }, size)
  return {
    type: placeKind === 'time' ? 'date' : placeKind === 'number' ? 'linear' : 'category',
    // A bar stands over its name; lines between the bars would only be more to look at.
    showgrid: placeKind !== 'category',
    ...(placeKind === 'category'
      ? {
          categoryorder: 'array',
          categoryarray: points.places,
          // The first estimate stands on top, the youngest at the foot of a pyramid.
          ...(spec.kind === 'forest' ? { autorange: 'reversed' } : {}),
        }
      : { hoverformat: placeKind === 'time' ? '%Y-%m-%d' : ',' }),
    // Each place has its name, as long as names fit: every second prefecture would leave half of them to be guessed.
    ...(named > 0
      ? {
          dtick: 1,
          tickfont: { size: named > 30 ? 10 : 12 },
          ...(named > 12 && !isHorizontal(spec) ? { tickangle: -90 } : {}),
        }
      : {}),
    tickformatstops: [
      { dtickrange: [null, 86_400_000 * 27], value: '%Y-%m-%d' },
      { dtickrange: [86_400_000 * 27, 'M11'], value: '%Y-%m' },
      { dtickrange: ['M12', null], value: '%Y' },
    ],
  }
}

function heightAxis({ spec, points }: ChartToDraw): object {
  if (isLogarithmic(spec))
    return { type: 'log', dtick: spanOfTens(points) > 2 ? 1 : 'D2', exponentformat: 'none', hoverformat: ',' }
  if (spec.kind === 'pyramid') return bothWays(points)
  return { separatethousands: true, exponentformat: 'none', hoverformat: ',', rangemode: 'tozero' }
}

const spanOfTens = ({ points }: ChartPoints): number => {
  const all = points.flatMap(({ y, low, high }) => [y, low, high].filter((each) => each !== null))
  return all.length === 0 ? 0 : Math.log10(Math.max(...all)) - Math.log10(Math.min(...all))
}

/** Both sides of a pyramid count upwards from the middle. */
function bothWays({ points }: ChartPoints): object {
  const most = points.reduce((least, { y }) => Math.max(least, Math.abs(y ?? 0)), 0) || 1
  const rough = most / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((lead) => lead * power).find((each) => each >= rough) ?? power
  const ticks = Array.from({ length: 7 }, (_, k) => (k - 3) * step).filter(
    (tick) => Math.abs(tick) <= most * 1.1,
  )
  return {
    tickvals: ticks,
    ticktext: ticks.map((tick) => Math.abs(tick).toLocaleString('en')),
    range: [-most * 1.08, most * 1.08],
  }
}

// Made once: thousands of points are written with them.
const NUMBER = new Intl.NumberFormat('en')
const LARGE = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 })
const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

const short = (value: number): string => (Math.abs(value) >= 100 ? LARGE : SMALL).format(value)

/** Estimates and their intervals in figures, beside a forest of one group. */
function estimates({ spec, points }: ChartToDraw): object[] {
  const alone = spec.kind === 'forest' && points.series.length === 1 && points.panels.length === 1
  if (!alone || points.places.length > MOST_WRITTEN || points.repeats) return []
  return points.points.flatMap(({ x, y, low, high }) =>
    y === null
      ? []
      : [
          {
            text: low === null ? y.toFixed(2) : `${y.toFixed(2)} (${low.toFixed(2)}–${high!.toFixed(2)})`,
            x: 1.01,
            xref: 'paper',
            xanchor: 'left',
            y: x,
            yref: 'y',
            showarrow: false,
          },
        ],
  )
}
