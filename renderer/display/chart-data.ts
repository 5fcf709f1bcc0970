/** From pages of a result to the traces of a chart. Masked cells become gaps and are counted, never guessed. */
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import { type DisplayColumn, isNumericType } from './column.ts'

export interface Trace {
  name: string
  x: (string | number | null)[]
  y: (number | null)[]
  /** Places whose value exists but arrived masked. */
  maskedAt: (string | number | null)[]
}

export interface ChartData {
  traces: Trace[]
  rows: number
  /** Values that are not drawn because they, their place or their colour arrived masked. */
  masked: number
  /** True where an x value occurs more than once in a trace: points then lie over each other. */
  repeats: boolean
}

/** Traces in the order their colours first appear; one for each y column and colour. */
export function chartData(
  pages: readonly ResultPage[],
  columns: readonly DisplayColumn[],
  spec: ChartSpec,
): ChartData {
  const at = (name: string) => columns.findIndex((column) => column.name === name)
  const xIndex = at(spec.x)
  const colourIndex = spec.colour === null ? -1 : at(spec.colour)
  const ys = spec.y.map((name) => ({ name, index: at(name) })).filter(({ index }) => index >= 0)
  const xIsNumber = isNumericType(columns[xIndex]?.type ?? '')
  const traces = new Map<string, Trace>()
  const seen = new Map<string, Set<string>>()
  let rows = 0
  let masked = 0
  let repeats = false
  for (const page of pages) {
    const xs = page.columns[xIndex]
    if (!xs) continue
    for (let row = 0; row < page.rowCount; row++) {
      rows++
      const colours = page.columns[colourIndex]
      const colour = colours ? (colours.text(row) ?? 'NULL') : null
      const xText = xs.text(row)
      const nowhere = xs.mask(row) !== 'shown' || (colours !== undefined && colours.mask(row) !== 'shown')
      for (const { name, index } of ys) {
        const cells = page.columns[index]
        if (!cells) continue
        if (nowhere || cells.mask(row) !== 'shown') masked++
        if (nowhere) continue
        const label = colour === null ? name : ys.length > 1 ? `${colour} · ${name}` : colour
        const trace = traces.get(label) ?? { name: label, x: [], y: [], maskedAt: [] }
        traces.set(label, trace)
        trace.x.push(xIsNumber ? xs.number(row) : xText)
        trace.y.push(cells.number(row))
        if (cells.mask(row) !== 'shown') trace.maskedAt.push(xIsNumber ? xs.number(row) : xText)
        const places = seen.get(label) ?? new Set<string>()
        seen.set(label, places)
        if (xText !== null && places.has(xText)) repeats = true
        if (xText !== null) places.add(xText)
      }
    }
  }
  const drawn = [...traces.values()]
  return { traces: spec.kind === 'line' ? drawn.map(inOrder) : drawn, rows, masked, repeats }
}

/** A line runs from left to right, in whatever order the rows came. ISO dates sort as texts do. */
function inOrder({ x, y, ...rest }: Trace): Trace {
  const places = x.map((_, i) => i)
  places.sort((a, b) => {
    const [p, q] = [x[a] ?? '', x[b] ?? '']
    if (typeof p === 'number' && typeof q === 'number') return p - q
    return p < q ? -1 : p > q ? 1 : a - b
  })
  return { ...rest, x: places.map((i) => x[i] ?? null), y: places.map((i) => y[i] ?? null) }
}
