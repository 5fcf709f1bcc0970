/** Pages of a result as the table a chart is drawn from: what arrived masked is hidden. */
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { Dataset } from '../../shared/model/catalog.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { ChartTable } from '../../shared/model/chart-points.ts'
import { chartWords } from '../../shared/model/chart-words.ts'
import type { TotalRows } from '../../shared/model/total-rows.ts'
import type { DisplayColumn } from './column.ts'

export interface InChart {
  columns: readonly DisplayColumn[]
  chart: ChartSpec
  /** The catalog, whose words stand in a chart that asks for them; empty as long as it is not there. */
  datasets: readonly Dataset[]
  /** Rows that are totals; of a table without ROLLUP there are none. */
  totals: TotalRows
}

export function chartTable(
  pages: readonly ResultPage[],
  { columns, chart, datasets, totals }: InChart,
): ChartTable {
  const rows = pages.flatMap((page) => Array.from({ length: page.rowCount }, (_, row) => ({ page, row })))
  const cell: ChartTable['cell'] = (at, column) => {
    const { page, row } = rows[at]!
    const cells = page.columns[column]
    return cells?.mask(row) === 'shown' ? { text: cells.text(row) } : null
  }
  const valuesOf = (column: number) => rows.map((_, at) => cell(at, column)?.text ?? null)
  return {
    columns,
    totals,
    words: chartWords(columns, { chart, datasets, valuesOf }),
    rowCount: rows.length,
    cell,
  }
}
