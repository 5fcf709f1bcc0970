/**
 * A page of a result as a client reads it: the columns a person asked for, each with its masks and, where measured,
 * the persons behind its cells. The inverse of what `results.page` answers (shared/contract/results.ts).
 *
 * Columns are found by place, not by name, because a query may give two columns the same name.
 */
import { type Data, DataType } from 'apache-arrow'
import { MASK_NAMES, type MaskName } from '../model/facts.ts'
import { cellText } from './data-text.ts'
import { readBatches } from './record-batches.ts'

export interface PageColumn {
  name: string
  /** True where cells are quantities that can be drawn and aligned. */
  numeric: boolean
  /** The cell as a number; null for NULL, masked cells, and what is no number. */
  number(row: number): number | null
  /** The cell as exact text; null for NULL and masked cells. */
  text(row: number): string | null
  mask(row: number): MaskName
  /** Distinct persons behind the cell; null below the minimum, unknown, or not measured. */
  persons(row: number): number | null
}

export interface ResultPage {
  rowCount: number
  columns: PageColumn[]
}

interface Place {
  data: Data
  row: number
}

/** Reads an Arrow IPC stream; throws on bytes that are none. Row numbers count from the page's first row. */
export function readResultPage(bytes: Uint8Array): ResultPage {
  const { schema, batches } = readBatches(bytes)
  const names = schema.fields.map((field) => field.name)
  const count = visibleCount(names)
  const place = (column: number, row: number): Place | null => {
    let before = 0
    for (const batch of batches) {
      const data = batch.data.children[column]
      if (row < before + batch.numRows) return data ? { data, row: row - before } : null
      before += batch.numRows
    }
    return null
  }
  const textAt = (column: number, row: number): string | null => {
    const found = place(column, row)
    return found && cellText(found.data, found.row)
  }
  const intAt = (column: number, row: number): number | null => {
    const text = textAt(column, row)
    return text === null ? null : Number(text)
  }
  return {
    rowCount: batches.reduce((sum, batch) => sum + batch.numRows, 0),
    columns: names.slice(0, count).map((name, i) => {
      const type: DataType | undefined = schema.fields[i]?.type
      const numeric =
        type !== undefined && (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type))
      return {
        name,
        numeric,
        number: (row) => (numeric ? finite(intAt(i, row)) : null),
        text: (row) => textAt(i, row),
        mask: (row) => MASK_NAMES[intAt(count + i, row) ?? -1] ?? 'unverified',
        persons: (row) => (names.length === 3 * count ? intAt(2 * count + i, row) : null),
      }
    }),
  }
}

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null

/**
 * Half of the columns, or a third where persons travel too: c₁…cₙ, then c₁__mask…, then c₁__persons…. Anything else is
 * no page: a mask must never be missed.
 */
function visibleCount(names: string[]): number {
  for (const parts of [3, 2]) {
    const count = names.length / parts
    if (!Number.isInteger(count)) continue
    const own = names.slice(0, count)
    const follows = (suffix: string, at: number) => own.every((name, i) => names[at + i] === name + suffix)
    if (follows('__mask', count) && (parts === 2 || follows('__persons', 2 * count))) return count
  }
  throw new Error('no page of a result')
}
