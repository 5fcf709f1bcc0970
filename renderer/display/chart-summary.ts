/** A chart in words, for those who do not see it: how much is drawn, from what to what, and how much is not. */
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { ChartPoints } from '../../shared/model/chart-points.ts'

export interface ChartSummary {
  series: number
  panels: number
  points: number
  least: string
  most: string
  hidden: number
}

export function chartSummary({ points, series, panels, hiddenCount }: ChartPoints): ChartSummary {
  let [least, most, drawn] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (const { y } of points) {
    if (y === null) continue
    drawn += 1
    least = Math.min(least, y)
    most = Math.max(most, y)
  }
  const word = (value: number) =>
    drawn === 0 ? '—' : value.toLocaleString('en', { maximumSignificantDigits: 6 })
  return {
    series: series.length,
    panels: panels.length,
    points: drawn,
    least: word(least),
    most: word(most),
    hidden: hiddenCount,
  }
}

/** Why nothing of it can be seen; null where something is. */
export function whyNothingDrawn({
  points,
  rows,
  hiddenCount,
  notOnLog,
}: ChartPoints): 'no-rows' | 'hidden' | 'not-on-log' | 'missing' | null {
  if (points.some(({ y }) => y !== null)) return null
  if (rows === 0) return 'no-rows'
  if (hiddenCount > 0) return 'hidden'
  return notOnLog > 0 ? 'not-on-log' : 'missing'
}

/** What stands at the axes and over the legend: what the researcher wrote, else the words of the points; nothing before these. */
export const titlesOf = (
  { look }: ChartSpec,
  points: ChartPoints | null,
): { x: string; y: string; colour: string | null } => ({
  x: look?.xTitle || points?.titles.place || '',
  y: look?.yTitle || points?.titles.height || '',
  colour: points?.titles.series || null,
})
