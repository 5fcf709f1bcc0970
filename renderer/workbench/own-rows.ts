import type { Result } from './why-not-submit.ts'

/**
 * Rows and masked values of a result without the row that stands for all groups below the minimum: it is no group itself,
 * and how many it stands for is not told. Null where the number is not told at all.
 */
export function ownRows({ rowCount, maskedCells, hasOthers, columns }: Result) {
  return {
    rows: rowCount === null ? null : rowCount - (hasOthers ? 1 : 0),
    masked: maskedCells === null ? null : maskedCells - (hasOthers ? columns.length : 0),
  }
}
