import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { FormReport } from '../../shared/model/output-form.ts'
import { type DrawnFigure, drawCurve, drawFigure } from '../figures/draw-figure.ts'

/** The figure of an item: its curve, or the chart that was chosen. */
export async function drawItem(
  table: ProtectedTable,
  { chart, report }: { chart: ChartSpec | null; report: FormReport | null },
): Promise<DrawnFigure | null> {
  if (report?.kind === 'survival') return drawCurve(table, report)
  return chart ? drawFigure(table, chart) : null
}
