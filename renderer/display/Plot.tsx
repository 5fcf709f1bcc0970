/**
 * Plotly, tamed: no logo, no link to any cloud, no editing there, no saving of pictures: what leaves goes through
 * review. Loaded only when a chart is looked at. The only place that knows Plotly. A chart is walked through with the
 * arrow keys, and each point is read out.
 */
import { Loader } from '@mantine/core'
import type { Config, Data } from 'plotly.js'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { PlaceKind } from '../../shared/model/chart-points.ts'
import styles from './Plot.module.css'
import { type ChartToDraw, namedPlaces, placesAtATime, plotlyLayout } from './plotly-layout.ts'
import { plotlyData } from './plotly-traces.ts'

export interface PlotProps extends ChartToDraw {
  label: string
  /** What the chart shows, in words, for those who do not see it. */
  summary?: string | undefined
}

const CONFIG: Partial<Config> & { showSendToCloud: boolean; showEditInChartStudio: boolean } = {
  displaylogo: false,
  showSendToCloud: false,
  showEditInChartStudio: false,
  showLink: false,
  responsive: true,
  scrollZoom: true,
  modeBarButtons: [['zoom2d', 'pan2d', 'zoomIn2d', 'zoomOut2d', 'autoScale2d', 'resetScale2d']],
}

const loadPlotly = () => import('plotly.js-cartesian-dist-min').then((module) => module.default)
const sizeOf = ({ clientWidth, clientHeight }: HTMLElement) => ({ width: clientWidth, height: clientHeight })
/** What of a chart goes by how much room there is for it: it is laid out anew where this changes. */
const fittingIn = (element: HTMLElement, props: ChartToDraw): string =>
  [namedPlaces(props, sizeOf(element)), placesAtATime(props, sizeOf(element))].join(' ')

export function Plot(props: PlotProps) {
  const box = useRef<HTMLElement>(null)
  const drawn = useRef({ props, fitting: '', data: [] as Data[] })
  const { read, walk } = useWalk(box, () => drawn.current)

  useEffect(() => {
    let gone = false
    const element = box.current
    if (!element) return
    const data = plotlyData(props)
    drawn.current = { props, data, fitting: fittingIn(element, props) }
    void loadPlotly().then((Plotly) =>
      gone ? undefined : Plotly.react(element, data, plotlyLayout(props, sizeOf(element)), CONFIG),
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
      const { props, fitting, data } = drawn.current
      const now = fittingIn(element, props)
      drawn.current.fitting = now
      void loadPlotly().then(async (Plotly) => {
        if (now === fitting && props.points.panels.length < 2) await Plotly.Plots.resize(element)
        else await Plotly.react(element, data, plotlyLayout(props, sizeOf(element)), CONFIG)
      })
    })
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      void loadPlotly().then((Plotly) => Plotly.purge(element))
    }
  }, [])

  return (
    <div className={styles.frame}>
      <figure
        ref={box}
        aria-label={props.summary ? `${props.label}. ${props.summary}` : props.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is walked through with the arrow keys
        tabIndex={0}
        onKeyDown={walk}
        className={styles.plot}
        data-testid="plot"
      />
      <span className={styles.waiting} aria-hidden>
        <Loader size="sm" />
      </span>
      <output className="vw-visually-hidden" data-testid="plot-point">
        {read}
      </output>
    </div>
  )
}

interface Walked {
  name?: string
  x?: (string | number | null)[]
  y?: (string | number | null)[]
  text?: string[]
  hoverinfo?: string
  orientation?: string
}

/** Left and right through the points of a series, up and down through the series; the point is shown and read out. */
function useWalk(
  box: React.RefObject<HTMLElement | null>,
  drawn: () => { data: readonly Data[]; props: ChartToDraw },
) {
  const at = useRef({ trace: 0, point: -1 })
  const [read, setRead] = useState('')

  async function walk(event: KeyboardEvent) {
    const across = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const along = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if ((across === 0 && along === 0) || event.altKey || event.ctrlKey || event.metaKey) return
    const { data: all, props } = drawn()
    const data = all as readonly Walked[]
    const traces = data.flatMap(({ hoverinfo, text }, index) =>
      hoverinfo !== 'skip' && (text?.length ?? 0) > 0 ? [index] : [],
    )
    if (traces.length === 0) return
    event.preventDefault()
    const trace = (at.current.trace + along + traces.length) % traces.length
    const { name = '', x = [], y = [], text = [], orientation } = data[traces[trace]!]!
    const point = Math.min(Math.max(at.current.point + across, 0), text.length - 1)
    at.current = { trace, point }
    const place = (orientation === 'h' ? y : x)[point]
    const words = `${name}, ${wordOf(place ?? '', props.points.placeKind)}: ${text[point] || '—'}`
    setRead(words.replaceAll('&lt;', '<'))
    const Plotly = await loadPlotly()
    if (box.current) Plotly.Fx.hover(box.current, [{ curveNumber: traces[trace]!, pointNumber: point }])
  }
  return { read, walk: (event: KeyboardEvent) => void walk(event) }
}

const wordOf = (place: string | number, kind: PlaceKind): string =>
  kind === 'time' && place !== '' ? new Date(place).toISOString().slice(0, 10) : String(place)
