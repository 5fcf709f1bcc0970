/**
 * How numbers of a column read in a grid: counts and sums with thousands separators, keys (years, codes) exactly as
 * they are, fractions with one number of decimals for the whole column so that the points stand under each other.
 * The exact value is always shown in full where a single cell is in focus.
 */
import type { PageColumn } from '../../shared/arrow/result-page.ts'
import { isNumericType } from '../../shared/model/type-kinds.ts'
import { type DisplayColumn, isFractionalType } from './column.ts'

const MOST_DECIMALS = 4

/** Decimals the column's values need, up to four; more where all values are too small to tell apart otherwise. */
export function decimalsNeeded(values: readonly number[]): number {
  let needed = 0
  let largest = 0
  for (const value of values) {
    largest = Math.max(largest, Math.abs(value))
    const text = String(value)
    const point = text.indexOf('.')
    if (text.includes('e-')) needed = 12
    else if (point >= 0) needed = Math.max(needed, text.length - point - 1)
  }
  const forSmall = largest > 0 && largest < 0.1 ? Math.ceil(-Math.log10(largest)) + 2 : MOST_DECIMALS
  return Math.min(needed, Math.max(MOST_DECIMALS, forSmall), 12)
}

export type NumberText = (exact: string) => string

/** Chooses from the first page; a later value with more decimals is rounded in the grid, not in the cell in focus. */
export function numberTextOf(
  column: DisplayColumn,
  sample: PageColumn | undefined,
  sampleRows: number,
): NumberText {
  if (!isNumericType(column.type) || column.role === 'key' || column.role === 'constant')
    return (exact) => exact
  if (!isFractionalType(column.type)) return groupThousands
  const values: number[] = []
  for (let row = 0; row < Math.min(sampleRows, 500); row++) {
    const value = sample?.number(row) ?? null
    if (value !== null) values.push(value)
  }
  const decimals = decimalsNeeded(values)
  return (exact) => {
    const value = Number(exact)
    if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return exact
    return groupThousands(value.toFixed(decimals))
  }
}

/** `-1234567.5` → `-1,234,567.5`; works on text, so that no digit of a large integer is lost. */
export function groupThousands(exact: string): string {
  const [, sign = '', whole, rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(exact) ?? []
  if (whole === undefined) return exact
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + rest
}
