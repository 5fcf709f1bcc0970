/**
 * Cells of a large table of persons, kept beside it in the extract: its rows put together by 64 persons next to each
 * other in number and by a few columns of few values. A cell knows which of the 64 are in it, bit by bit, how many rows
 * it was made of and what its numbers add up to. So a question about those columns is answered, and whom it rests on
 * counted, from a tenth of the rows; both exactly.
 */
import { FACT_PREFIX } from './facts.ts'

export interface PersonCells {
  /** Columns with whole numbers or decimals, of which each cell keeps the sum. */
  numbers: string[]
  /** Those of them of which each cell keeps the sum of the squares, too. Absent in records of extracts built before. */
  squares?: string[]
  /** By what columns the rows were put together; the table at place n is `cellTable(name, n)`. */
  tables: { columns: string[]; cells: number }[]
}

/** Where the cells lie, in the table's hidden schema. */
export const cellTable = (name: string, place: number): string => `${FACT_PREFIX}cells${place}_${name}`

/** Hidden INTEGER: the 64 persons, by their numbers without the last six bits; NULL for rows without a person. */
export const CHUNK = `${FACT_PREFIX}chunk`
/** Hidden UBIGINT: a bit for each of them that has a row in the cell; NULL for rows without a person. */
export const BITS = `${FACT_PREFIX}bits`
/** Hidden UINTEGER: the rows. */
export const ROWS = `${FACT_PREFIX}rows`

/**
 * What a cell keeps of a number. sum: what DuckDB's `sum` gives (BIGINT where that cannot overflow); where the column
 * may be NULL, values: how many there are, and given: bits of the persons who have one; where it may be zero or less,
 * least: the smallest value, and some: bits of the persons with a value above `NOTHING`. squares: the sum of the
 * squares, as a DOUBLE.
 */
export type KeptOfNumber = 'sum' | 'values' | 'given' | 'least' | 'some' | 'squares'
/** Name of the hidden column that keeps `kept` of the numbers in column `number`. */
export const cellColumn = (kept: KeptOfNumber, number: string): string => `${FACT_PREFIX}${kept}_${number}`
