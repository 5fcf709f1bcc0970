/**
 * From the cells of a table to the points of a chart. The screen and the environment draw from these same points, so a
 * figure that leaves has the places, intervals, panels and order that its researcher saw.
 *
 * A hidden cell gives no number, only the knowledge that something is hidden at its place; a row whose place, colour or
 * panel is hidden gives not even that. Half an interval is none. What stands hidden in a cell is never read, so nothing
 * drawn, no order and no end of an axis can follow from it.
 */

import { naturalOrder } from './category-order.ts'
import { type ChartSpec, isHorizontal, isLogarithmic } from './chart.ts'
import type { ChartWords } from './chart-words.ts'
import { levelOf, type TotalRows } from './total-rows.ts'
import { isNumericType, isTemporalType } from './type-kinds.ts'

export interface ChartTable {
  columns: readonly { name: string; type: string; role: string }[]
  rowCount: number
  /** null: hidden, whatever it holds. */
  cell(row: number, column: number): { text: string | null } | null
  /** Rows that are totals over a key; of a table without ROLLUP there are none. */
  totals?: TotalRows
  /** What is said in place of names and codes; without it these are. */
  words?: ChartWords
}

export type PlaceKind = 'time' | 'number' | 'category'

interface Place {
  /** Milliseconds for times, numbers for numbers, otherwise text. */
  x: string | number
  series: string
  /** Empty where there is one panel. */
  panel: string
}

export interface ChartPoint extends Place {
  /** null: there is a value and it is hidden, or there is none; a line breaks there. */
  y: number | null
  /** Both or neither. */
  low: number | null
  high: number | null
  /** True where the chart has intervals and this point’s is not drawn. */
  bare: boolean
}

export interface ChartPoints {
  placeKind: PlaceKind
  /** In the order of the table; of lines and steps from left to right. */
  points: ChartPoint[]
  /** Places where a value is hidden. */
  hidden: Place[]
  /** Categories as the axis has them, from its beginning. */
  places: (string | number)[]
  /** Categories as the table has them, with what the axis says in their place. */
  said: ReadonlyMap<string, string>
  /** Of the columns that give places, colours and panels; empty where there is no such column. */
  titles: { place: string; height: string; series: string; panel: string }
  series: string[]
  panels: string[]
  rows: number
  /** Cells that are not drawn because they, or the place of their row, are hidden. */
  hiddenCount: number
  /** Cells without a value, and values without a place. */
  missing: number
  /** Values of zero or below, which a logarithmic axis has no place for. */
  notOnLog: number
  /** Rows of other levels of a ROLLUP than the one that is drawn. */
  otherLevels: number
  /** Panels beyond those that are drawn. */
  panelsLeftOut: number
  /** True where a place occurs more than once in a series: points then lie over each other. */
  repeats: boolean
}

/** More panels than these no page holds. */
const MOST_PANELS = 24

/**
 * At most MOST_PANELS panels; `panelsLeftOut` and its like count what is not drawn, so that the chart can say
 * so.
 */
export function chartPoints(table: ChartTable, spec: ChartSpec): ChartPoints {
  const at = (name: string | null | undefined) => table.columns.findIndex((column) => column.name === name)
  const [placeAt, colourAt, panelAt] = [at(spec.x), at(spec.colour), at(spec.facet)]
  const heights = spec.y.map((name) => ({ name, index: at(name) })).filter(({ index }) => index >= 0)
  const bounds = [at(spec.interval?.low), at(spec.interval?.high)] as const
  const placeKind = placeKindOf(table.columns[placeAt], spec)
  const log = isLogarithmic(spec)
  const points: ChartPoint[] = []
  const hidden: Place[] = []
  const series = new Set<string>()
  const panels = new Set<string>()
  const seen = new Set<string>()
  const seriesMeant = new Map<string, Meant>()
  const isOfLevel = levelOf(table.totals ?? new Map(), {
    drawn: [placeAt, colourAt, panelAt],
    rowCount: table.rowCount,
  })
  let [hiddenCount, missing, notOnLog, otherLevels, repeats] = [0, 0, 0, 0, false]

  const drawable = (cell: { text: string | null }): number | null => {
    const value = cell.text === null || cell.text === '' ? Number.NaN : Number(cell.text)
    if (!Number.isFinite(value)) {
      missing += 1
      return null
    }
    if (log && value <= 0) {
      notOnLog += 1
      return null
    }
    return value
  }
  /** Both bounds, or neither. */
  const intervalOf = (row: number): readonly [number | null, number | null] => {
    const cells = bounds.map((index) => table.cell(row, index))
    hiddenCount += cells.filter((cell) => cell === null).length
    const [low, high] = cells
    if (!low || !high) return [null, null]
    const ends = [drawable(low), drawable(high)] as const
    return ends.includes(null) ? [null, null] : ends
  }

  for (let row = 0; placeAt >= 0 && row < table.rowCount; row++) {
    if (!isOfLevel(row)) {
      otherLevels += 1
      continue
    }
    const [place, colour, panelCell] = [placeAt, colourAt, panelAt].map((index) =>
      index < 0 ? undefined : table.cell(row, index),
    )
    const nowhere = !place || colour === null || panelCell === null
    heights.forEach(({ name, index }, k) => {
      const cell = table.cell(row, index)
      if (nowhere || !cell) hiddenCount += 1
      if (nowhere) return
      const x = xOf(place.text, placeKind)
      if (x === null) {
        missing += 1
        return
      }
      const group = colour ? (colour.text ?? 'NULL') : null
      const label = group === null ? name : heights.length > 1 ? `${group} · ${name}` : group
      const panel = panelCell ? (panelCell.text ?? 'NULL') : ''
      series.add(label)
      panels.add(panel)
      if (colour) seriesMeant.set(label, { code: colour.text, rest: label.slice(group!.length) })
      const key = JSON.stringify([panel, label, x])
      if (seen.has(key)) repeats = true
      seen.add(key)
      if (!cell) hidden.push({ x, series: label, panel })
      const y = cell && drawable(cell)
      const hasInterval = k === 0 && bounds[0] >= 0 && bounds[1] >= 0
      const [low, high] = hasInterval && cell ? intervalOf(row) : [null, null]
      const whole = y !== null && low !== null && high !== null
      points.push({
        ...{ x, series: label, panel, y },
        low: whole ? low : null,
        high: whole ? high : null,
        bare: hasInterval && y !== null && !whole,
      })
    })
  }
  const title = (name: string | null | undefined) => (name ? (table.words?.title(name) ?? name) : '')
  const found: ChartPoints = {
    placeKind,
    points,
    hidden,
    places: [...new Set(points.map(({ x }) => x))],
    said: new Map(),
    titles: {
      place: title(spec.x),
      height: [...new Set(spec.y.map(title))].join(', '),
      series: title(spec.colour),
      panel: title(spec.facet),
    },
    series: [...series],
    panels: [...panels],
    rows: table.rowCount,
    hiddenCount,
    missing,
    notOnLog,
    otherLevels,
    panelsLeftOut: 0,
    repeats,
  }
  const edges = spec.look?.binEdges ?? []
  const isBinned = spec.kind === 'bar' && edges.length >= 2 && placeKind !== 'time'
  const binned = isBinned ? inBins(found, edges) : found
  const ordered = inLine(inPanels(inOrder(binned, spec)), spec)
  const meaning = (column: number) => (code: string) => table.words?.meaning(column, code) ?? null
  return {
    ...ordered,
    ...inWords(ordered, {
      place: isBinned || placeKind !== 'category' ? () => null : meaning(placeAt),
      series: (label) => {
        const { code = null, rest = '' } = seriesMeant.get(label) ?? {}
        const word = code === null ? null : meaning(colourAt)(code)
        return word === null ? null : word + rest
      },
      panel: meaning(panelAt),
    }),
  }
}

interface Meant {
  code: string | null
  /** What stands behind it in the name of the series. */
  rest: string
}

type Meaning = (value: string) => string | null

/**
 * Words in place of codes, once their order is settled by the codes. Where two of them would say the same, all keep
 * their code before the word, so that no two places, series or panels become one.
 */
function inWords(
  { points, hidden, places, series, panels }: ChartPoints,
  meanings: { place: Meaning; series: Meaning; panel: Meaning },
): Pick<ChartPoints, 'points' | 'hidden' | 'places' | 'said' | 'series' | 'panels'> {
  const said = sayings(
    places.filter((x) => typeof x === 'string'),
    meanings.place,
  )
  const seriesSaid = sayings(series, meanings.series)
  const panelsSaid = sayings(panels, meanings.panel)
  const inPlace = <P extends Place>(point: P): P => ({
    ...point,
    x: said.get(String(point.x)) ?? point.x,
    series: seriesSaid.get(point.series) ?? point.series,
    panel: panelsSaid.get(point.panel) ?? point.panel,
  })
  if (said.size + seriesSaid.size + panelsSaid.size === 0)
    return { points, hidden, places, said, series, panels }
  return {
    points: points.map(inPlace),
    hidden: hidden.map(inPlace),
    places: places.map((x) => said.get(String(x)) ?? x),
    said,
    series: series.map((name) => seriesSaid.get(name) ?? name),
    panels: panels.map((name) => panelsSaid.get(name) ?? name),
  }
}

function sayings(values: readonly string[], meaning: Meaning): Map<string, string> {
  const known = values.flatMap((value) => {
    const word = meaning(value)
    return word === null ? [] : [[value, word] as const]
  })
  const all = new Map(known)
  const words = values.map((value) => all.get(value) ?? value)
  if (new Set(words).size === words.length) return all
  return new Map(known.map(([value, word]) => [value, `${value} ${word}`]))
}

/** Times along time, names and codes side by side; numbers by their size, but bars of a numeric key side by side too. */
function placeKindOf(column: ChartTable['columns'][number] | undefined, spec: ChartSpec): PlaceKind {
  if (!column || isHorizontal(spec)) return 'category'
  if (isTemporalType(column.type)) return 'time'
  return isNumericType(column.type) && !(spec.kind === 'bar' && column.role === 'key') ? 'number' : 'category'
}

/** null where there is no place to draw at. */
function xOf(text: string | null, kind: PlaceKind): string | number | null {
  if (kind === 'category') return text ?? 'NULL'
  if (text === null) return null
  const value = kind === 'time' ? momentOf(text) : Number(text)
  return Number.isFinite(value) ? value : null
}

/** Milliseconds of a day or moment as the engine writes it; without an offset it is as a clock shows it. */
export function momentOf(text: string): number {
  const [, clock, offset] = /^(.+? \d\d:.+?)([+-]\d\d(?::?\d\d)?)?$/.exec(text) ?? []
  if (clock === undefined) return Date.parse(text)
  const zone = offset === undefined ? 'Z' : offset.length === 3 ? `${offset}:00` : offset
  return Date.parse(clock.replace(' ', 'T') + zone)
}

function inOrder(data: ChartPoints, { order = 'table' }: ChartSpec): ChartPoints {
  if (order === 'table') return data
  const series = naturalOrder(data.series)
  const panels = naturalOrder(data.panels)
  if (data.placeKind !== 'category') return { ...data, series, panels }
  const names = data.places.map(String)
  return { ...data, series, panels, places: order === 'natural' ? naturalOrder(names) : byValue(data, names) }
}

/** The greatest sum of what is shown first; places where nothing is come last, as the table has them. */
function byValue({ points }: ChartPoints, names: readonly string[]): string[] {
  const sums = new Map<string, number>()
  for (const { x, y } of points) if (y !== null) sums.set(String(x), (sums.get(String(x)) ?? 0) + y)
  return names.toSorted(
    (a, b) => (sums.get(b) ?? Number.NEGATIVE_INFINITY) - (sums.get(a) ?? Number.NEGATIVE_INFINITY) || 0,
  )
}

function inPanels(data: ChartPoints): ChartPoints {
  if (data.panels.length <= MOST_PANELS) return data
  const panels = data.panels.slice(0, MOST_PANELS)
  const there = new Set(panels)
  return {
    ...data,
    panels,
    points: data.points.filter(({ panel }) => there.has(panel)),
    hidden: data.hidden.filter(({ panel }) => there.has(panel)),
    panelsLeftOut: data.panels.length - MOST_PANELS,
  }
}

/** A line runs from left to right, in whatever order the rows came. */
function inLine(data: ChartPoints, { kind }: ChartSpec): ChartPoints {
  if (kind !== 'line' && kind !== 'step') return data
  const ranks = new Map(data.places.map((place, rank) => [place, rank]))
  const rankOf = (x: string | number) => (data.placeKind === 'category' ? ranks.get(x)! : Number(x))
  return { ...data, points: data.points.toSorted((a, b) => rankOf(a.x) - rankOf(b.x)) }
}

/** Sums of shown numbers by bin; a bin with a hidden one has no bar, only the knowledge that something is hidden. */
function inBins(data: ChartPoints, edges: readonly number[]): ChartPoints {
  const points: ChartPoint[] = []
  const hidden: Place[] = []
  const names = edges.slice(1).map((to, k) => `${edges[k]}–${to}`)
  for (const [k, x] of names.entries())
    for (const panel of data.panels)
      for (const series of data.series) {
        const inside = data.points.filter(
          (point) =>
            point.series === series &&
            point.panel === panel &&
            Number(point.x) >= edges[k]! &&
            Number(point.x) < edges[k + 1]!,
        )
        if (inside.length === 0) continue
        const isHidden = data.hidden.some(
          (place) =>
            place.series === series &&
            place.panel === panel &&
            Number(place.x) >= edges[k]! &&
            Number(place.x) < edges[k + 1]!,
        )
        if (isHidden) hidden.push({ x, series, panel })
        const y = isHidden ? null : inside.reduce((sum, point) => sum + (point.y ?? 0), 0)
        points.push({ x, series, panel, y, low: null, high: null, bare: false })
      }
  return { ...data, placeKind: 'category', points, hidden, places: names, repeats: false }
}

/** Estimates in figures beside a forest are read up to so many. */
const MOST_WRITTEN = 40

/** Estimates and intervals stand in figures beside a forest of one group, where each place has one. */
export const hasEstimates = (
  { series, panels, places, repeats }: ChartPoints,
  { kind }: Pick<ChartSpec, 'kind'>,
): boolean =>
  kind === 'forest' && series.length === 1 && panels.length === 1 && places.length <= MOST_WRITTEN && !repeats

/** An estimate and its interval in figures, to two decimals. */
export const estimateText = ({ y, low, high }: ChartPoint): string =>
  y === null ? '' : low === null ? y.toFixed(2) : `${y.toFixed(2)} (${low.toFixed(2)}–${high!.toFixed(2)})`

const DAY = 86_400_000

/** Milliseconds that a bar on an axis of time covers: the least distance of two places, a day where there is one only. */
export function barSpan({ placeKind, points }: Pick<ChartPoints, 'placeKind' | 'points'>): number {
  if (placeKind !== 'time') return 0
  const moments = [...new Set(points.map(({ x }) => Number(x)))].sort((a, b) => a - b)
  const steps = moments.slice(1).map((moment, k) => moment - moments[k]!)
  const all = (moments.at(-1) ?? 0) - (moments[0] ?? 0)
  // Thinner than a pixel a bar is not seen.
  return steps.length === 0 ? DAY : Math.max(Math.min(...steps), all / 1_000)
}
