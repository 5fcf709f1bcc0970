/**
 * Survival curves as a Vega-Lite specification: steps with their 95 % band, and the numbers at risk below. Everything
 * in it stands in the protected table; a curve that is hidden is not drawn, and said to be hidden.
 */
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { SurvivalReport } from '../../shared/model/output-form.ts'
import { COLOURS, DASHES, FONT, SIZE } from './figure-ink.ts'

interface CurvePoint {
  x: number
  y: number
  low: number | null
  high: number | null
  series: string
}

interface AtRisk {
  x: number
  n: string
  series: string
}

export interface CurveData {
  points: CurvePoint[]
  atRisk: AtRisk[]
  series: string[]
  hidden: number
}

/** Share of the width that two numbers at risk must be apart. */
const APART = 0.07

/**
 * The points of the curves from the protected table alone. `hidden` counts the steps of which time or value
 * may not be shown; numbers at risk stand where they do not overlap.
 */
export function curveData({ columns, rows }: ProtectedTable, { columns: names }: SurvivalReport): CurveData {
  const at = (name: string | null) => columns.findIndex((column) => column.name === name)
  const stratum = at(names.stratum)
  const shown = (row: ProtectedTable['rows'][number], name: string): number | null => {
    const cell = row[at(name)]
    return cell?.status === 'shown' && cell.text !== null ? Number(cell.text) : null
  }
  const data: CurveData = { points: [], atRisk: [], series: [], hidden: 0 }
  const ends = rows.map((row) => shown(row, names.time) ?? 0)
  const width = Math.max(1e-9, ...ends)
  for (const row of rows) {
    const x = shown(row, names.time)
    const y = shown(row, names.survival)
    const from = shown(row, names.from)
    if (x === null || y === null || from === null) {
      data.hidden += 1
      continue
    }
    const series = stratum < 0 ? '' : (row[stratum]?.text ?? 'NULL')
    if (!data.series.includes(series)) {
      data.series.push(series)
      data.points.push({ x: Math.min(0, from), y: 1, low: 1, high: 1, series })
    }
    data.points.push({ x, y, low: shown(row, names.low), high: shown(row, names.high), series })
    const last = data.atRisk.findLast((one) => one.series === series)
    const n = shown(row, names.atRisk)
    if (n !== null && (!last || from - last.x > width * APART))
      data.atRisk.push({ x: from, n: String(n), series })
  }
  return data
}

/** A Vega-Lite specification with its data in it. */
export function curveSpec({ points, atRisk, series, hidden }: CurveData, report: SurvivalReport): object {
  const several = series.length > 1
  const colour = {
    field: 'series',
    type: 'nominal',
    sort: series,
    title: report.columns.stratum ?? '',
    scale: { domain: series, range: series.map((_, i) => COLOURS[i % COLOURS.length]) },
    legend: several
      ? {
          labelLimit: 180,
          labelFontSize: 12,
          titleFontSize: 13,
          symbolType: 'stroke',
          symbolOpacity: 1,
          symbolStrokeWidth: 2,
          symbolSize: 400,
        }
      : null,
  }
  const dash = {
    ...colour,
    scale: { domain: series, range: series.map((_, i) => DASHES[i % DASHES.length]) },
  }
  const axis = { labelFontSize: 12, titleFontSize: 13 }
  const ends = Math.max(0, ...points.map(({ x }) => x))
  const x = {
    field: 'x',
    type: 'quantitative',
    title: report.columns.time,
    scale: { domain: [Math.min(0, ...points.map((point) => point.x)), ends], nice: false },
    axis,
  }
  const y = { type: 'quantitative', scale: { domain: [0, 1] }, axis: { ...axis, format: '.0%' } }
  const note = hidden > 0 ? '■ 秘匿した曲線があります　/　some curves are hidden' : ''
  return {
    background: '#ffffff',
    padding: 16,
    config: {
      font: FONT,
      aria: false,
      axis: { grid: true, gridColor: '#e6e6e6' },
      view: { stroke: '#bbbbbb' },
    },
    title: { text: note, anchor: 'start', fontSize: 12, fontWeight: 'normal' },
    spacing: 8,
    vconcat: [
      {
        ...SIZE,
        layer: [
          {
            data: { values: points.filter(({ low }) => low !== null) },
            mark: { type: 'area', interpolate: 'step-after', opacity: 0.16 },
            encoding: {
              x,
              y: { ...y, field: 'low', title: report.columns.survival },
              y2: { field: 'high' },
              color: colour,
            },
          },
          {
            data: { values: points },
            mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
            encoding: {
              x,
              y: { ...y, field: 'y', title: report.columns.survival },
              color: colour,
              ...(several ? { strokeDash: dash } : {}),
            },
          },
        ],
      },
      {
        width: SIZE.width,
        height: Math.max(1, series.length) * 18,
        data: { values: atRisk },
        mark: { type: 'text', fontSize: 12, align: 'left', dx: 2 },
        encoding: {
          x: { ...x, axis: null },
          y: {
            field: 'series',
            type: 'nominal',
            sort: series,
            title: report.columns.atRisk,
            axis: { ...axis, grid: false, domain: false, ticks: false, titleAngle: 0, titleAlign: 'right' },
          },
          text: { field: 'n', type: 'nominal' },
          color: colour,
        },
      },
    ],
  }
}
