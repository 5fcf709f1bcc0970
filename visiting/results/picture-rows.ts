import { cellText } from '../../shared/arrow/data-text.ts'
import { PICTURE } from '../../shared/contract/results.ts'
import { isNumeric } from './cell-value.ts'
import { judgeBatch } from './judge-batch.ts'
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
  const visible = visibleColumns(rows.schema)
  const types = visibleOf(record.stored)
  const drawn = visible.map((_, i) => i).slice(firstColumn, firstColumn + COLUMNS_PER_PICTURE)
  return {
    columns: drawn.map((i) => ({
      name: rows.schema.fields[visible[i]!]!.name,
      type: types[i]?.type ?? '',
      numeric: isNumeric(rows.schema.fields[visible[i]!]!.type),
    })),
    firstRow: page * PICTURE.rowsPerPage,
    rows: rows.spans.flatMap(({ batch, from, until }) => {
      const judged = judgeBatch(batch, record.plan, limitsOf(record))
      return Array.from({ length: until - from }, (_, k) =>
        drawn.map((i) => ({
          text: cellText(batch.data.children[visible[i]!]!, from + k),
          mask: judged.mask(i, from + k),
        })),
      )
    }),
  }
}
