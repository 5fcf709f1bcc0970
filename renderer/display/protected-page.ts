/** A protected table in the shape grids and charts read results in; hidden cells are masked. */
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import { ColumnRole } from '../../shared/model/facts.ts'
import type { TotalRows } from '../../shared/model/total-rows.ts'
import { isNumericType } from '../../shared/model/type-kinds.ts'
import type { DisplayColumn } from './column.ts'
import type { Table } from './protected-cell.ts'
import { totalsOf } from './total-rows.ts'

/** The columns as grids and charts of results take them. */
export const displayColumns = (table: Table): DisplayColumn[] =>
  table.columns.map(({ name, type, role }) => ({
    name,
    type,
    // A role from a newer environment is drawn like any derived number.
    role: ColumnRole.safeParse(role).data ?? 'derived',
    databases: [],
  }))

/** Its rows that are totals; an empty text is what a NULL is sent as. */
export const protectedTotals = (table: Table): TotalRows =>
  totalsOf(table.groupingSets ?? [], {
    pages: [pageOf(table)],
    rowCount: table.rows.length,
    nullText: '',
  })

/** The whole table as one page of a result. */
export function pageOf(table: Table): ResultPage {
  return {
    rowCount: table.rows.length,
    columns: table.columns.map(({ name, type }, i) => {
      const numeric = isNumericType(type)
      const text = (row: number) => table.rows[row]?.[i]?.text ?? null
      return {
        name,
        numeric,
        text,
        number: (row) => {
          const value = Number(text(row) ?? Number.NaN)
          return numeric && Number.isFinite(value) ? value : null
        },
        mask: (row) => (table.rows[row]?.[i]?.status === 'shown' ? 'shown' : 'below-minimum'),
        persons: () => null,
      }
    }),
  }
}
