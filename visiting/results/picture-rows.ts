import { cellText } from '../../shared/arrow/data-text.ts'
import { PICTURE } from '../../shared/contract/results.ts'
import { isNumeric, numberAt } from './cell-value.ts'
import { columnsOf, factsOf } from './facts-of.ts'
import { maskOf } from './masking.ts'
import { COLUMNS_PER_PICTURE, type PicturePage } from './picture.ts'
import { limitsOf } from './result-view.ts'
import type { ResultRecord } from './results-port.ts'
import { type Rows, visibleColumns } from './stored-result.ts'
import { visibleOf } from './visible-columns.ts'

/** The texts and masks of one picture: up to 40 rows of up to 12 columns from `firstColumn`. */
export function pictureRows(
  record: ResultRecord,
  rows: Rows,
  { page, firstColumn }: { page: number; firstColumn: number },
): PicturePage {
  const { plan } = record
  const visible = visibleColumns(rows.schema)
  const types = visibleOf(record.stored)
  const columns = columnsOf(
    plan,
    visible.map((index) => rows.schema.fields[index]!.name),
  )
  const drawn = visible.map((_, i) => i).slice(firstColumn, firstColumn + COLUMNS_PER_PICTURE)
  const limits = limitsOf(record)
  return {
    columns: drawn.map((i) => ({
      name: rows.schema.fields[visible[i]!]!.name,
      type: types[i]?.type ?? '',
      numeric: isNumeric(rows.schema.fields[visible[i]!]!.type),
    })),
    firstRow: page * PICTURE.rowsPerPage,
    rows: rows.spans.flatMap(({ batch, from, until }) => {
      const facts = factsOf(plan, columns, batch)
      return Array.from({ length: until - from }, (_, k) => {
        const row = from + k
        return drawn.map((i) => {
          const data = batch.data.children[visible[i]!]!
          const cell = facts.cell(i, row)
          const isZero = cell.persons === 0 && numberAt(data, row) === 0
          const mask = maskOf(
            { kind: plan.kind, column: columns[i]!, rowPersons: facts.rowPersons(row), facts: cell, isZero },
            limits,
          )
          return { text: cellText(data, row), mask }
        })
      })
    }),
  }
}
