import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import { chartWords } from '../../shared/model/chart-words.ts'
import type { FormReport } from '../../shared/model/output-form.ts'
import { type DrawnFigure, drawCurve, drawFigure } from '../figures/draw-figure.ts'

/** The figure of an item: its curve, or the chart that was chosen. */
export async function drawItem(
  table: ProtectedTable,
  {
    chart,
    report,
    datasets,
  }: { chart: ChartSpec | null; report: FormReport | null; datasets: readonly Dataset[] },
): Promise<DrawnFigure | null> {
  if (report?.kind === 'survival') return drawCurve(table, report)
  if (!chart) return null
  const valuesOf = (column: number) =>
    table.rows.map((row) => (row[column]?.status === 'shown' ? row[column].text : null))
  const words = chartWords(table.columns, { chart, datasets, valuesOf })
  return drawFigure({ ...table, words }, chart)
}
