/** Pages of a result as the table a chart is drawn from: what arrived masked is hidden. */
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { ChartTable } from '../../shared/model/chart-points.ts'
import type { DisplayColumn } from './column.ts'

export function chartTable(pages: readonly ResultPage[], columns: readonly DisplayColumn[]): ChartTable {
  const rows = pages.flatMap((page) => Array.from({ length: page.rowCount }, (_, row) => ({ page, row })))
  return {
    columns,
    rowCount: rows.length,
    cell: (at, column) => {
      const { page, row } = rows[at]!
      const cells = page.columns[column]
      return cells?.mask(row) === 'shown' ? { text: cells.text(row) } : null
    },
  }
}
