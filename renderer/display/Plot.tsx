/**
 * Plotly, tamed: no logo, no link to any cloud, no editing there, no saving of pictures: what leaves goes through
 * review. Loaded only when a chart is looked at. The only place that knows Plotly.
 */
import type { Config, Data, Layout } from 'plotly.js'
import { useEffect, useRef } from 'react'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { Trace } from './chart-data.ts'
import type { XKind } from './chart-spec.ts'

export interface PlotProps {
  spec: ChartSpec
  traces: readonly Trace[]
  titles: { x: string; y: string; colour: string | null }
  /** How the x axis reads: codes such as `01` are names, not quantities. */
  xKind: XKind
  theme: 'light' | 'dark'
  label: string
  /** How values that are not drawn are marked at their place; without it they are gaps only. */
  masked?: { as: 'masked' | 'hidden'; label: string }
}

/**
 * Okabe and Ito's colours, told apart by the colour-blind; lifted a little on dark ground. In the order of the figures
 * that leave, so that a chart keeps its colours on the way out.
 */
const PALETTE = {
  light: ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#56b4e9', '#cc79a7', '#7a5195', '#5f6b7a'],
  dark: ['#5aaeea', '#f2bd4b', '#3fc79b', '#f08a3e', '#8fd0f5', '#e3a0c6', '#b79ad6', '#a8b2bf'],
} as const
/** Places of an axis that are all named. Japan has 47 prefectures. */
const MOST_NAMED = 60
/** Names closer to each other than this run into one; then some of them stand for the others, as far as they fit. */
const LEAST_PIXELS_A_NAME = 11
/** What axis, legend and margins take of a chart's width, about. */
const PIXELS_BESIDE = 150
const DASHES = ['solid', 'dash', 'dot', 'dashdot'] as const
const SYMBOLS = ['circle', 'square', 'diamond', 'cross', 'triangle-up', 'x', 'star', 'hexagon'] as const

const CONFIG: Partial<Config> & { showSendToCloud: boolean; showEditInChartStudio: boolean } = {
  displaylogo: false,
  showSendToCloud: false,
  showEditInChartStudio: false,
  showLink: false,
  responsive: true,
  scrollZoom: true,
  modeBarButtons: [['zoom2d', 'pan2d', 'zoomIn2d', 'zoomOut2d', 'autoScale2d', 'resetScale2d']],
}

const INK = {
  light: {
    masked: '#8a5300',
    hidden: '#3a424e',
    text: '#1b2027',
    dim: '#57606d',
    line: '#d9dde3',
    ground: '#ffffff',
  },
  dark: {
    masked: '#efb45e',
    hidden: '#c2cad6',
    text: '#dde1e7',
    dim: '#98a2b0',
    line: '#2d343f',
    ground: '#171b21',
  },
} as const

function dataOf(props: PlotProps): Data[] {
  return [...drawnOf(props), ...marksOf(props)]
}

/** The grid's own sign at the foot of the place where a value would stand, with a word in the legend. */
function marksOf({ traces, theme, masked }: PlotProps): Data[] {
  const places = traces.flatMap(({ name, maskedAt }) => maskedAt.map((x) => ({ name, x })))
  if (!masked || places.length === 0) return []
  return [
    {
      type: 'scatter',
      mode: 'markers',
      name: masked.label,
      x: places.map(({ x }) => x),
      y: places.map(() => 0),
      text: places.map(({ name }) => name),
      hovertemplate: `%{x}<br>%{text}<extra>${masked.label}</extra>`,
      cliponaxis: false,
      marker: {
        color: INK[theme][masked.as],
        size: 9,
        symbol: masked.as === 'masked' ? 'diamond' : 'square',
      },
    },
  ] as Data[]
}

function drawnOf({ spec, traces, theme }: PlotProps): Data[] {
  return traces.map(({ name, x, y }, i) => {
    const palette = PALETTE[theme]
    const color = palette[i % palette.length]
    const shared = {
      name,
      x,
      y,
      connectgaps: false,
      hovertemplate: '%{x}<br>%{y}<extra>%{fullData.name}</extra>',
    }
    if (spec.kind === 'bar') return { ...shared, type: 'bar', marker: { color } }
    // Lines of the ninth trace on repeat the colours; dashes and symbols keep them apart.
    const turn = Math.floor(i / palette.length) % DASHES.length
    return {
      ...shared,
      type: 'scatter',
      mode: spec.kind === 'line' ? 'lines+markers' : 'markers',
      line: { color, width: 1.7, dash: DASHES[turn] ?? 'solid' },
      marker: { color, size: spec.kind === 'line' ? 5 : 7, symbol: SYMBOLS[i % SYMBOLS.length] ?? 'circle' },
    }
  }) as Data[]
}

/** Places of the axis that are each named in a chart so wide; 0 where there are none, too many, or too little room. */
function namedPlaces({ traces, xKind }: PlotProps, width: number): number {
  const places = xKind === 'category' ? new Set(traces.flatMap(({ x }) => x)).size : 0
  return places <= MOST_NAMED && (width - PIXELS_BESIDE) / places >= LEAST_PIXELS_A_NAME ? places : 0
}

function layoutOf(props: PlotProps, width: number): Partial<Layout> {
  const { spec, traces, titles, xKind, theme } = props
  const ink = INK[theme]
  const places = namedPlaces(props, width)
  const axis = {
    gridcolor: ink.line,
    linecolor: ink.dim,
    zerolinecolor: ink.dim,
    tickcolor: ink.dim,
    automargin: true,
    hoverformat: '%Y-%m-%d',
  }
  return {
    title: { text: spec.titleText, font: { size: 14 }, x: 0.01, xanchor: 'left' },
    font: { family: 'system-ui, "Noto Sans JP", "Noto Sans CJK JP", sans-serif', size: 12, color: ink.text },
    paper_bgcolor: ink.ground,
    plot_bgcolor: ink.ground,
    margin: { l: 56, r: 18, t: spec.titleText ? 48 : 32, b: 48 },
    xaxis: {
      ...axis,
      type: xKind,
      // A bar stands over its name; lines between the bars would only be more to look at.
      showgrid: xKind !== 'category',
      // Each place has its name, as long as names fit: every second prefecture would leave half of them to be guessed.
      ...(places > 0
        ? { dtick: 1, tickfont: { size: places > 30 ? 10 : 12 }, ...(places > 12 ? { tickangle: -90 } : {}) }
        : {}),
      title: { text: titles.x, standoff: 8 },
      tickformatstops: [
        { dtickrange: [null, 86_400_000 * 27], value: '%Y-%m-%d' },
        { dtickrange: [86_400_000 * 27, 'M11'], value: '%Y-%m' },
        { dtickrange: ['M12', null], value: '%Y' },
      ] as never,
    },
    yaxis: {
      ...axis,
      title: { text: titles.y, standoff: 8 },
      separatethousands: true,
      exponentformat: 'none',
      hoverformat: ',',
      rangemode: 'tozero',
    },
    barmode: spec.stacked ? 'stack' : 'group',
    showlegend: traces.length > 1 || traces.some(({ maskedAt }) => maskedAt.length > 0),
    legend: { title: { text: titles.colour ?? '' } },
    hovermode: 'closest',
    modebar: { bgcolor: 'rgba(0,0,0,0)', color: ink.dim, activecolor: ink.text },
    separators: '.,',
  }
}

const loadPlotly = () => import('plotly.js-cartesian-dist-min').then((module) => module.default)

export function Plot(props: PlotProps) {
  const box = useRef<HTMLElement>(null)
  const drawn = useRef({ props, named: 0 })

  useEffect(() => {
    let gone = false
    const element = box.current
    if (!element) return
    drawn.current = { props, named: namedPlaces(props, element.clientWidth) }
    void loadPlotly().then((Plotly) =>
      gone ? undefined : Plotly.react(element, dataOf(props), layoutOf(props, element.clientWidth), CONFIG),
    )
    return () => {
      gone = true
    }
  })

  useEffect(() => {
    const element = box.current
    if (!element) return
    const watcher = new ResizeObserver(() => {
      if (!element.querySelector('.plot-container')) return
      const { props, named } = drawn.current
      const fitting = namedPlaces(props, element.clientWidth)
      drawn.current.named = fitting
      void loadPlotly().then(async (Plotly) => {
        if (fitting === named) await Plotly.Plots.resize(element)
        else await Plotly.react(element, dataOf(props), layoutOf(props, element.clientWidth), CONFIG)
      })
    })
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      void loadPlotly().then((Plotly) => Plotly.purge(element))
    }
  }, [])

  return (
    <figure
      ref={box}
      aria-label={props.label}
      style={{ width: '100%', height: '100%', margin: 0 }}
      data-testid="plot"
    />
  )
}
