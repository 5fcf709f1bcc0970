/** Which chart suits a result at first sight, and which columns can take which part. */
import type { ChartSpec } from '../../shared/model/chart.ts'
import { type DisplayColumn, isNumericType, isTemporalType } from './column.ts'

const isMeasure = (column: DisplayColumn): boolean => isNumericType(column.type) && column.role !== 'key'

/** Columns that can be drawn as heights; where no measure is known (open data), any number. */
export function measuresOf(columns: readonly DisplayColumn[]): DisplayColumn[] {
  const measures = columns.filter(isMeasure)
  return measures.length > 0 ? measures : columns.filter((column) => isNumericType(column.type))
}

/** Columns that can give colours: keys, and texts. */
export const groupsOf = (columns: readonly DisplayColumn[]): DisplayColumn[] =>
  columns.filter((column) => column.role === 'key' || !isNumericType(column.type))

/** A chart to begin with: time along a line, categories as bars, two numbers as points; null where nothing can be. */
export function startingChart(columns: readonly DisplayColumn[]): ChartSpec | null {
  const measures = measuresOf(columns)
  const keys = columns.filter((column) => !measures.includes(column))
  const time = keys.find((column) => isTemporalType(column.type))
  const x = time ?? keys[0] ?? measures[0]
  const y = measures.find((column) => column !== x) ?? measures[0]
  if (!x || !y) return null
  const colour = keys.find((column) => column !== x && !isTemporalType(column.type))
  const kind = time ? 'line' : measures.includes(x) ? 'scatter' : 'bar'
  return { kind, x: x.name, y: [y.name], colour: colour?.name ?? null, titleText: '', stacked: false }
}

export type XKind = 'date' | 'category' | 'linear'

/** Times along time, names and codes side by side; numbers by their size, but bars of a numeric key side by side too. */
export function xKindOf(
  columns: readonly Pick<DisplayColumn, 'name' | 'type' | 'role'>[],
  spec: ChartSpec,
): XKind {
  const column = columns.find(({ name }) => name === spec.x)
  if (!column) return 'category'
  if (isTemporalType(column.type)) return 'date'
  if (!isNumericType(column.type)) return 'category'
  return spec.kind === 'bar' && column.role === 'key' ? 'category' : 'linear'
}
