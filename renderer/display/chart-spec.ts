/** Which charts suit a result at first sight, and which columns can take which part. */
import type { ChartSpec } from '../../shared/model/chart.ts'
import { isNumericType, isTemporalType } from '../../shared/model/type-kinds.ts'
import type { Language } from '../../shared/model/words.ts'
import {
  estimateOf,
  type Interval,
  intervalsIn,
  isAge,
  isArea,
  isOfOneSex,
  isRatio,
  isSex,
  isSurvival,
  isTimeSince,
} from './chart-columns.ts'
import type { DisplayColumn } from './column.ts'

const isMeasure = (column: DisplayColumn): boolean => isNumericType(column.type) && column.role !== 'key'

/** Columns that can be drawn as heights; where no measure is known (open data), any number. */
export function measuresOf(columns: readonly DisplayColumn[]): DisplayColumn[] {
  const measures = columns.filter(isMeasure)
  return measures.length > 0 ? measures : columns.filter((column) => isNumericType(column.type))
}

/** Columns that can give colours and panels: keys, and texts. */
export const groupsOf = (columns: readonly DisplayColumn[]): DisplayColumn[] =>
  columns.filter((column) => column.role === 'key' || !isNumericType(column.type))

export type SuggestionId =
  | 'forest'
  | 'survival'
  | 'intervals'
  | 'time'
  | 'epidemic'
  | 'pyramid'
  | 'bars'
  | 'panels'
  | 'points'

export interface SuggestedChart {
  id: SuggestionId
  spec: ChartSpec
}

/**
 * Charts that suit the columns, the likeliest first: ratios with bounds as a forest, a survival as steps, other bounds as
 * intervals, time along a line or as an epidemic curve, ages by sex as a pyramid, categories as bars, two numbers as
 * points. Empty where nothing can be drawn.
 */
export function suggestedCharts(columns: readonly DisplayColumn[]): SuggestedChart[] {
  const names = columns.map(({ name }) => name)
  const intervals = intervalsIn(names)
  const bounds = new Set(intervals.flatMap(({ low, high }) => [low, high]))
  const numbers = measuresOf(columns)
  const measures = numbers.filter(({ name }) => !bounds.has(name))
  const since = columns.find(({ name, type }) => isTimeSince(name) && isNumericType(type))
  const survival = measures.find((column) => isSurvival(column.name) && column !== since)
  const keys = columns.filter((column) => !numbers.includes(column))
  const time = keys.find((column) => isTemporalType(column.type))
  const found: SuggestedChart[] = []
  const suggest = (id: SuggestionId, spec: Pick<ChartSpec, 'kind' | 'x' | 'y'> & Partial<ChartSpec>) => {
    if (!found.some((one) => one.id === id))
      found.push({ id, spec: { colour: null, titleText: '', stacked: false, order: 'natural', ...spec } })
  }
  const others = (...taken: (DisplayColumn | undefined)[]) =>
    keys.filter((column) => !taken.includes(column) && !isTemporalType(column.type)).map(({ name }) => name)

  if (survival && (since ?? time)) {
    const x = (since ?? time)!
    const [colour = null] = others(x)
    suggest('survival', {
      ...{ kind: 'step', x: x.name, y: [survival.name], colour },
      interval: intervalFor(survival.name, { intervals, measures, names }),
    })
  }
  for (const one of intervals) {
    const estimate = estimateOf(one, { measures: measures.map(({ name }) => name), names })
    const x = time ?? keys[0]
    if (estimate === null || !x || estimate === survival?.name) continue
    const [colour = null, facet = null] = others(x)
    const spec = { x: x.name, y: [estimate], colour, interval: { low: one.low, high: one.high }, facet }
    if (isRatio(estimate) && !time) suggest('forest', { ...spec, kind: 'forest', log: true })
    suggest('intervals', {
      ...spec,
      kind: time ? 'line' : 'scatter',
      ...(isRatio(estimate) ? { log: true, reference: 1 } : {}),
    })
  }

  // Colours tell few categories apart: areas and ages go along the axis, sexes do not, whatever the query lists first.
  const named = (is: (name: string) => boolean) => keys.find(({ name }) => is(name))
  const ofMany = keys.find(({ name }) => !isSex(name))
  const x = time ?? named(isArea) ?? named(isAge) ?? ofMany ?? keys[0] ?? measures[0]
  const y = measures.find((column) => column !== x) ?? measures[0]
  if (!x || !y) return found
  const [colour = null, facet = null] = others(x)
  const plain = { x: x.name, y: [y.name], colour }
  if (time) {
    suggest('time', { ...plain, kind: 'line', ...(facet ? { facet } : {}) })
    if (isCount(y)) suggest('epidemic', { ...plain, kind: 'bar', stacked: true })
  } else if (measures.includes(x)) suggest('points', { ...plain, kind: 'scatter' })
  else {
    suggest('bars', { ...plain, kind: 'bar', ...(facet ? { facet } : {}) })
    const age = keys.find(({ name }) => isAge(name))
    const sex = keys.find(({ name }) => isSex(name))
    const both = measures.filter(({ name }) => isOfOneSex(name))
    const rest = others(age, sex)[0] ?? null
    if (age && sex && isCount(y))
      suggest('pyramid', { kind: 'pyramid', x: age.name, y: [y.name], colour: sex.name, facet: rest })
    else if (age && both.length === 2)
      suggest('pyramid', { kind: 'pyramid', x: age.name, y: both.map(({ name }) => name) })
  }
  if (colour && !facet)
    suggest('panels', { ...plain, kind: time ? 'line' : 'bar', colour: null, facet: colour })
  return found
}

const isCount = ({ role }: DisplayColumn): boolean => role === 'persons' || role === 'count' || role === 'sum'

/** The bounds of an estimate: those named after it, or the only ones there are. */
function intervalFor(
  estimate: string,
  asked: { intervals: readonly Interval[]; measures: readonly DisplayColumn[]; names: readonly string[] },
): ChartSpec['interval'] {
  const measures = asked.measures.map(({ name }) => name)
  const own = asked.intervals.find((one) => estimateOf(one, { measures, names: asked.names }) === estimate)
  return own ? { low: own.low, high: own.high } : null
}

/** The chart of a result at first sight, in words where the catalog has some; null where nothing can be drawn. */
export const startingChart = (columns: readonly DisplayColumn[], words: Language): ChartSpec | null => {
  const [first] = suggestedCharts(columns)
  return first ? { ...first.spec, words } : null
}
