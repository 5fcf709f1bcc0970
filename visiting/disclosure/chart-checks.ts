/**
 * What a researcher set in a figure beside its columns: words, ends of axes, edges of bins, annotations.
 *
 * Judged by what a reader of the protected table knows, never by the hidden values: a finding that told a hidden
 * number from any other would answer guesses. So a number in words may not be one that a hidden cell could hold (its
 * attack interval is known to every reader), and ends, edges and places must be round numbers or values shown, whatever
 * the data's own extremes are.
 */
import type { ChartLook, ChartSpec } from '../../shared/model/chart.ts'
import { findSmallCounts, numbersOf } from '../../shared/model/small-counts.ts'
import { checkFigure, type FigureSpec } from './figure.ts'
import type { CellFinding } from './judge-cells.ts'

/** A protected table as a client may have it. */
export interface ReadableTable {
  columns: readonly { name: string; type: string; role: string }[]
  rows: readonly (readonly { text: string | null; status: string; interval: [number, number] | null }[])[]
}

const ADDED = new Set(['persons', 'institutions', 'count', 'sum'])

/**
 * Nothing for a chart whose look was left as it comes. `minimumPersons` is the permit's: smaller numbers in
 * words are warned of.
 */
export function checkChart(
  chart: ChartSpec,
  { table, minimumPersons }: { table: ReadableTable; minimumPersons: number },
): CellFinding[] {
  const { look } = chart
  if (!look) return []
  const shown = shownNumbers(table)
  const couldBe = couldBeHidden(table)
  const found: CellFinding[] = checkFigure(asFigure(chart, look), {
    hidden: (number) => !shown.has(number) && !isYear(number) && couldBe(number),
    extremes: [],
    persons: [],
    minimumPersons,
  })
  const blocked = new Set(found.map(({ params }) => String(params.place)))
  for (const { place, text } of wordsOf(look)) {
    if (blocked.has(place)) continue
    const small = findSmallCounts(text, { least: minimumPersons })[0]
    if (small)
      found.push(
        say('text-small-count', 'warning', { literal: small.literal, at: small.at, least: minimumPersons }),
      )
    for (const { literal, value } of numbersOf(text))
      if (!shown.has(value) && !isYear(value) && value > 10 && literal !== small?.literal)
        found.push(say('figure-unaccounted', 'warning', { place, literal }))
    const key = hiddenKeys(chart, table).find((name) => name.length > 1 && text.includes(name))
    if (key !== undefined) found.push(say('figure-names-hidden', 'warning', { place, key }))
  }
  return [
    ...found,
    ...checkEnds(chart, look, table),
    ...checkPlaces(chart, look, table),
    ...checkBins(chart, look, table),
  ]
}

const say = (
  code: CellFinding['code'],
  severity: CellFinding['severity'],
  params: CellFinding['params'],
): CellFinding => ({ code, severity, rule: null, params })

const blocking = (code: CellFinding['code'], params: CellFinding['params']) => say(code, 'blocking', params)

/** Every text of the look with its place, named as in a Plotly specification. Stand-ins for data are no words. */
function wordsOf({ xTitle, yTitle, annotations, hover }: ChartLook): { place: string; text: string }[] {
  return [
    { place: 'layout.xaxis.title', text: xTitle },
    { place: 'layout.yaxis.title', text: yTitle },
    { place: 'data[0].hovertemplate', text: plainHover(hover) },
    ...annotations.map(({ text }, k) => ({ place: `layout.annotations[${k}]`, text })),
  ].filter(({ text }) => text !== '')
}

const plainHover = (hover: string): string => hover.replaceAll(/\{(?:x|y|series)\}/g, ' ')

const asFigure = ({ kind, y }: ChartSpec, look: ChartLook): FigureSpec => ({
  data: y.map((name, trace) => ({
    type: kind,
    name,
    ...(trace === 0 ? { hovertemplate: plainHover(look.hover) } : {}),
  })),
  layout: {
    xaxis: { title: look.xTitle },
    yaxis: { title: look.yTitle },
    annotations: look.annotations.map(({ text }) => ({ text })),
  },
})

const isYear = (number: number): boolean => Number.isInteger(number) && number >= 1900 && number <= 2100

function shownNumbers({ rows }: ReadableTable): ReadonlySet<number> {
  const numbers = new Set<number>()
  for (const { text, status } of rows.flat())
    if (status === 'shown' && text !== null && text !== '' && Number.isFinite(Number(text)))
      numbers.add(Number(text))
  return numbers
}

/** Whether a number lies where a hidden cell may, as far as a reader can tell. */
function couldBeHidden({ columns, rows }: ReadableTable): (number: number) => boolean {
  const hidden = rows.flatMap((row) =>
    row.flatMap((cell, c) =>
      cell.status === 'shown' || columns[c]!.role === 'key' ? [] : [{ cell, column: columns[c]! }],
    ),
  )
  return (number) =>
    hidden.some(({ cell: { interval }, column }) => {
      if (interval) return number >= interval[0] && number <= interval[1]
      // Nothing holds it: a count may be any whole number, a rate or a mean any that is not.
      return ADDED.has(column.role) ? Number.isInteger(number) && number >= 0 : !Number.isInteger(number)
    })
}

/** Keys on the x axis, among the colours or over panels, shown, of rows with a hidden height or bound. */
function hiddenKeys(chart: ChartSpec, { columns, rows }: ReadableTable): string[] {
  const at = (name: string | null) => columns.findIndex((column) => column.name === name)
  const heights = [...chart.y, chart.interval?.low ?? null, chart.interval?.high ?? null].map(at)
  return rows
    .filter((row) => heights.some((c) => row[c] !== undefined && row[c].status !== 'shown'))
    .flatMap((row) =>
      [at(chart.x), at(chart.colour), at(chart.facet ?? null)].flatMap((c) => row[c]?.text ?? []),
    )
}

/**
 * What ends on an axis are multiples of: a tenth, a quarter or a half of a power of ten, by the largest of the ends and
 * not by their span, so that no narrow axis can be laid around one value.
 */
export function roundUnit(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(Math.abs(largest), Number.MIN_VALUE)))
  const lead = Math.abs(largest) / power
  return lead < 2 ? power / 10 : lead < 5 ? power / 4 : power / 2
}

const largestOf = (numbers: readonly number[]): number => Math.max(0, ...numbers.map(Math.abs))

/** Years are round by themselves. */
const isRound = (number: number, unit: number): boolean =>
  isYear(number) || Math.abs(number / unit - Math.round(number / unit)) < 1e-6

const isMonth = (moment: number): boolean => {
  const day = new Date(moment)
  return Number.isFinite(moment) && day.toISOString().endsWith('-01T00:00:00.000Z')
}

const isTime = (chart: ChartSpec, { columns }: ReadableTable): boolean =>
  /^(DATE|TIMESTAMP)/i.test(columns.find(({ name }) => name === chart.x)?.type ?? '')

function checkEnds(chart: ChartSpec, { xRange, yRange }: ChartLook, table: ReadableTable): CellFinding[] {
  const found: CellFinding[] = []
  for (const [place, range, time] of [
    ['xaxis.range', xRange, isTime(chart, table)],
    ['yaxis.range', yRange, false],
  ] as const) {
    if (!range) continue
    if (time) {
      if (!range.every(isMonth)) found.push(blocking('figure-time-not-round', { place }))
      continue
    }
    const unit = roundUnit(largestOf(range))
    if (!range.every((end) => isRound(end, unit)))
      found.push(blocking('figure-axis-not-round', { place, unit }))
  }
  return found
}

function checkPlaces(chart: ChartSpec, look: ChartLook, table: ReadableTable): CellFinding[] {
  const at = table.columns.findIndex(({ name }) => name === chart.x)
  const shown = new Set(
    table.rows.flatMap((row) => (row[at]?.status === 'shown' ? [row[at].text ?? 'NULL'] : [])),
  )
  const numbers = shownNumbers(table)
  const unit = roundUnit(largestOf([...numbers]))
  return look.annotations.flatMap(({ x, y }, k) => {
    const isPlace =
      shown.has(x) ||
      (isTime(chart, table) ? isMonth(Date.parse(x)) : x.trim() !== '' && isRound(Number(x), unit))
    const isHeight = y === null || numbers.has(y) || isRound(y, unit)
    return isPlace && isHeight
      ? []
      : [blocking('figure-annotation-place', { place: `layout.annotations[${k}]` })]
  })
}

function checkBins(chart: ChartSpec, { binEdges }: ChartLook, table: ReadableTable): CellFinding[] {
  if (binEdges.length < 2) return []
  const found: CellFinding[] = []
  const unit = roundUnit(largestOf(binEdges))
  const rises = binEdges.every((edge, k) => k === 0 || edge > binEdges[k - 1]!)
  if (!rises || !binEdges.every((edge) => isRound(edge, unit)))
    return [blocking('figure-axis-not-round', { place: 'data[0].xbins', unit })]
  const place = table.columns.findIndex(({ name }) => name === chart.x)
  for (const name of chart.y) {
    const column = table.columns.findIndex((one) => one.name === name)
    if (column >= 0 && !ADDED.has(table.columns[column]!.role) && table.columns[column]!.role !== 'constant')
      found.push(blocking('figure-bins-not-additive', { column: name }))
    binEdges.slice(1).forEach((to, k) => {
      const from = binEdges[k]!
      const inside = table.rows.filter((row) => {
        const text = row[place]?.text ?? null
        return text !== null && Number(text) >= from && Number(text) < to
      })
      if (inside.some((row) => row[column]?.status !== 'shown'))
        found.push(say('figure-bin-hidden', 'note', { place: `${from}–${to}` }))
    })
  }
  return found
}
