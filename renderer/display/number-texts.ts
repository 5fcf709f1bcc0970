/**
 * How numbers of a column read in a grid: counts and sums with thousands separators, keys (years, codes) exactly as
 * they are, fractions with one number of decimals for the whole column so that the points stand under each other.
 * The exact value is always shown in full where a single cell is in focus.
 */
import type { PageColumn } from '../../shared/arrow/result-page.ts'
import { isNumericType } from '../../shared/model/type-kinds.ts'
import { type DisplayColumn, isFractionalType } from './column.ts'

const MOST_DECIMALS = 4
/** Of a computed number in the middle of its column, and of the smallest. */
const DIGITS = { middle: 4, smallest: 2 }

/**
 * Decimals the column's values need. Values that were rounded keep what they have, up to four; computed ones (means,
 * rates) get about four digits, so that a mean of years or of yen has one decimal and a share has four. More than four
 * only where all values are too small to tell apart otherwise.
 */
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
  if (needed <= MOST_DECIMALS) return needed
  if (largest > 0 && largest < 0.1) return Math.min(needed, Math.max(4, decimalsFor(largest, 3)), 12)
  const sizes = values
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((one, other) => one - other)
  const middle = sizes[Math.floor(sizes.length / 2)]!
  const forDigits = Math.max(decimalsFor(middle, DIGITS.middle), decimalsFor(sizes[0]!, DIGITS.smallest))
  return Math.min(MOST_DECIMALS, Math.max(1, forDigits))
}

/** Decimals that show so many digits of the value. */
const decimalsFor = (value: number, digits: number) => digits - 1 - Math.floor(Math.log10(value))

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
  const group = areYears(column, values) ? (text: string) => text : groupThousands
  return (exact) => {
    const value = Number(exact)
    if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return exact
    return group(value.toFixed(decimals))
  }
}

/** Means and medians of calendar years: no quantities, as years themselves are none. */
const areYears = ({ name, role }: DisplayColumn, values: readonly number[]) =>
  (role === 'mean' || role === 'percentile') &&
  /year|年/i.test(name) &&
  values.every((value) => value >= 1850 && value < 2150)

/** `-1234567.5` → `-1,234,567.5`; works on text, so that no digit of a large integer is lost. */
export function groupThousands(exact: string): string {
  const [, sign = '', whole, rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(exact) ?? []
  if (whole === undefined) return exact
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + rest
}
