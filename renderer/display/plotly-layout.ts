/**
 * Axes, panels and frame of a chart as Plotly has them, as plain objects without Plotly; its marks are in
 * ./plotly-traces.ts. The environment draws the same points in visiting/figures; what is a panel, an interval or a gap is
 * decided in shared/model/chart-points.ts.
 */
import type { Layout } from 'plotly.js'
import { type ChartSpec, isHorizontal, isLogarithmic, referenceOf } from '../../shared/model/chart.ts'
import { type ChartPoints, estimateText, hasEstimates } from '../../shared/model/chart-points.ts'
import { INK } from './plotly-ink.ts'

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

/** What Plotly puts behind the name of a panel's axes: nothing for the first, numbers from 2 on. */
export const idOf = (panel: number): string => (panel === 0 ? '' : String(panel + 1))
/** Over each panel lies an axis from 0 to 1, on which marks stand that have no height. */
export const overId = (panel: number): string => String(panel + 101)

const MOST_WIDE = 120

/** Whether bars side by side would be about as narrow as their outlines. */
export const areNarrow = ({ places, series }: Pick<ChartPoints, 'places' | 'series'>): boolean =>
  places.length * series.length > MOST_WIDE

/** Bars narrower than the first are not told apart; then as many are shown as have the second. */
const LEAST_PIXELS_A_BAR = 2.6
const PIXELS_A_BAR = 4

/**
 * Places that are shown at a time where bars side by side would be too narrow to read, above a strip of all of them that
 * is dragged along; null where all are.
 */
export function placesAtATime(
  { points, spec }: Pick<ChartToDraw, 'points' | 'spec'>,
  size: Size,
): number | null {
  if (spec.kind !== 'bar' || points.placeKind !== 'category' || points.panels.length > 1) return null
  // Few bars are too narrow only in a pane in which nothing can be read.
  if (!areNarrow(points)) return null
  const room = Math.max(1, size.width - PIXELS_BESIDE / 2)
  const barsAPlace = spec.stacked ? 1 : Math.max(1, points.series.length)
  if (room / (points.places.length * barsAPlace) >= LEAST_PIXELS_A_BAR) return null
  return Math.max(1, Math.floor(room / (PIXELS_A_BAR * barsAPlace)))
}

export function plotlyLayout(chart: ChartToDraw, size: Size): Partial<Layout> {
  const { spec, points, titles, theme } = chart
  const ink = INK[theme]
  const isFlat = isHorizontal(spec)
  const panels = Math.max(1, points.panels.length)
  const { columns, lines } = gridOf(panels, size)
  const several = panels > 1
  const across = plainText(isFlat ? titles.y : titles.x)
  const upwards = plainText(isFlat ? titles.x : titles.y)
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
      { ...aside(ink), text: across, x: 0.5, y: 0, yanchor: 'top', yshift: -28 },
      {
        ...aside(ink),
        text: upwards,
        x: 0,
        y: 0.5,
        xanchor: 'right',
        xshift: -46,
        textangle: -90,
      },
    )
  const written = estimates(chart)
  const narrow = areNarrow(points)
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
    // What somebody dragged or zoomed to stays while a title is written, and not when other things are drawn.
    uirevision: JSON.stringify([spec.kind, spec.x, spec.y, spec.colour, points.places.length]),
    barmode: spec.kind === 'pyramid' ? 'overlay' : spec.stacked ? 'stack' : 'group',
    ...(spec.kind === 'pyramid' ? { bargap: 0.12 } : spec.kind === 'bar' && narrow ? { bargap: 0.1 } : {}),
    // Estimates of groups stand beside each other, so that their intervals do.
    scattermode:
      points.placeKind === 'category' && spec.kind !== 'line' && spec.kind !== 'step' ? 'group' : 'overlay',
    scattergap: 0.4,
    showlegend: points.series.length > 1 || points.hidden.length > 0,
    legend: {
      title: { text: plainText(titles.colour ?? '') },
      // Estimates in figures stand where the legend would; very many bars need its room.
      ...(written.length > 0 || (spec.kind === 'bar' && narrow)
        ? { orientation: 'h', y: 1.02, yanchor: 'bottom' }
        : {}),
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
export const plainText = (text: string): string => text.replaceAll('<', '&lt;')

/** The same of a place, which may be a number or a moment. */
export const plainPlace = (place: string | number): string | number =>
  typeof place === 'string' ? plainText(place) : place

function placeAxis({ spec, points, theme }: ChartToDraw, size: Size): object {
  const { placeKind } = points
  const named = namedPlaces({ points, spec }, size)
  const atATime = placesAtATime({ points, spec }, size)
  return {
    type: placeKind === 'time' ? 'date' : placeKind === 'number' ? 'linear' : 'category',
    // A bar stands over its name; lines between the bars would only be more to look at.
    showgrid: placeKind !== 'category',
    ...(placeKind === 'category'
      ? {
          categoryorder: 'array',
          categoryarray: points.places.map(plainPlace),
          // The first estimate stands on top, the youngest at the foot of a pyramid.
          ...(spec.kind === 'forest' ? { autorange: 'reversed' } : {}),
        }
      : { hoverformat: placeKind === 'time' ? '%Y-%m-%d' : ',' }),
    // Each place has its name, as long as names fit: every second prefecture would leave half of them to be guessed.
    ...(named > 0
      ? {
          dtick: 1,
          tickfont: { size: named > 30 ? 10 : 12 },
          // Level where they fit, else upright: slanted names end at the foot of their neighbours.
          ...(isHorizontal(spec) ? {} : named > 12 ? { tickangle: -90 } : { autotickangles: [0, -90] }),
        }
      : {}),
    ...(atATime === null
      ? {}
      : {
          range: [-0.5, atATime - 0.5],
          rangeslider: { thickness: 0.14, bordercolor: INK[theme].line, borderwidth: 1 },
        }),
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
  let [least, most] = [Number.POSITIVE_INFINITY, 0]
  for (const { y, low, high } of points)
    for (const each of [y, low, high])
      if (each !== null) [least, most] = [Math.min(least, each), Math.max(most, each)]
  return most === 0 ? 0 : Math.log10(most / least)
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

/** Estimates and their intervals in figures, beside a forest of one group. */
function estimates({ spec, points }: ChartToDraw): object[] {
  if (!hasEstimates(points, spec)) return []
  return points.points
    .filter(({ y }) => y !== null)
    .map((point) => ({
      text: estimateText(point),
      x: 1.01,
      xref: 'paper',
      xanchor: 'left',
      y: plainPlace(point.x),
      yref: 'y',
      showarrow: false,
    }))
}
