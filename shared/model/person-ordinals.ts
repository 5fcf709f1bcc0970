/**
 * Persons as numbers inside an extract: a dense number in the order of the pseudonyms, so that it says nothing new,
 * the same in all databases of a permit that may be linked and disjoint where they may not. It rides along in the
 * environment's own queries in place of the pseudonym, which is four times as wide and cannot stand in a bit mask.
 *
 * A table with numbers lies in a hidden schema beside its own; what researchers name is a view without them. The
 * numbers hold for one extract only: nothing that outlives it (a workspace table) may keep them.
 */
import { FACT_PREFIX } from './facts.ts'
import type { PersonCells } from './person-cells.ts'

export interface PersonOrdinals {
  /** The numbers given in the table's database, both inclusive; a table need not use all of them. */
  least: number
  most: number
  /** The column of dates by which a person's rows are in order; null where there is none. */
  date: string | null
  /** Rows that are their person's only one of that date. */
  aloneRows: number
  /** Columns that are never NULL, and numbers that are never NULL and always above zero. */
  filled: string[]
  positive: string[]
  /** Numbers that are above zero wherever they are not NULL. Absent in records of extracts built before. */
  above?: string[]
  /** The table of rows that are not alone, where one was built; absent or null where not. */
  again?: AgainRows | null
  /** What was put together beside the table; absent or null where nothing was. */
  cells?: PersonCells | null
}

/**
 * The rows that are not their person's only one of a date, kept beside the table because they are few. Most come in
 * twos; each of the two says in what they differ, so that whether both count can be told from the row itself.
 */
export interface AgainRows {
  /** What has a bit in `DIFFERS`, by place: columns, then numbers by whether they are above zero, not, or NULL. */
  columns: string[]
  numbers: string[]
}

/** Hidden INTEGER: the row's person; NULL where the row has none. */
export const ORDINAL = `${FACT_PREFIX}person`
/** Hidden BOOLEAN: no other row of the table has the same person and date. Its name says of which date. */
export const aloneColumn = (date: string): string => `${FACT_PREFIX}alone_${date}`
/** Where the rows that are not alone lie, in the table's hidden schema and with its columns. */
export const againTable = (name: string): string => `${FACT_PREFIX}again_${name}`
/**
 * Hidden BIGINT of that table: of two rows a bit for each column in which they differ, and in the second the bit above
 * all. NULL where a person has three rows or more of the date. A row without a person is a second that differs in nothing.
 */
export const DIFFERS = `${FACT_PREFIX}differs`
/** Bits a BIGINT has for them, below the one that marks the second. */
export const MOST_DIFFERING = 62
/** From this on a number counts as above zero; below lies what adding up floating point numbers may leave. */
export const NOTHING = 1e-9
/** Where a table lies with its hidden columns. */
export const hiddenSchema = (schema: string): string => `${FACT_PREFIX}${schema}`
