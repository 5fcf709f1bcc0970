import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { GroupingSets } from '../../shared/model/facts.ts'
import { type TotalRows, totalRows } from '../../shared/model/total-rows.ts'

/**
 * The totals of a result; none where not all of its rows are there. `rowCount`: without the row that stands for the groups
 * below the minimum. `nullText`: how a NULL is written, where null is what was not told.
 */
export function totalsOf(
  sets: GroupingSets,
  {
    pages,
    rowCount,
    nullText = null,
  }: { pages: readonly ResultPage[]; rowCount: number; nullText?: '' | null },
): TotalRows {
  const rows = pages.flatMap((page) => Array.from({ length: page.rowCount }, (_, row) => ({ page, row })))
  if (sets.length === 0 || rowCount > rows.length) return new Map()
  return totalRows(sets, {
    rowCount,
    textOf: (at, place) => {
      const { page, row } = rows[at]!
      const column = page.columns[place]
      const text = column?.mask(row) === 'shown' ? column.text(row) : undefined
      if (nullText === null || text === undefined) return text
      return text === null ? undefined : text === nullText ? null : text
    },
  })
}
