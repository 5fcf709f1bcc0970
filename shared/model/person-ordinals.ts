/**
 * Persons as numbers inside an extract: a dense number in the order of the pseudonyms, so that it says nothing new,
 * the same in all databases of a permit that may be linked and disjoint where they may not. It rides along in the
 * environment's own queries in place of the pseudonym, which is four times as wide and cannot stand in a bit mask.
 *
 * A table with numbers lies in a hidden schema beside its own; what researchers name is a view without them. The
 * numbers hold for one extract only: nothing that outlives it (a workspace table) may keep them.
 */
import { FACT_PREFIX } from './facts.ts'

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
}

/** Hidden INTEGER: the row's person; NULL where the row has none. */
export const ORDINAL = `${FACT_PREFIX}person`
/** Hidden BOOLEAN: no other row of the table has the same person and date. Its name says of which date. */
export const aloneColumn = (date: string): string => `${FACT_PREFIX}alone_${date}`
/** Where a table lies with its hidden columns. */
export const hiddenSchema = (schema: string): string => `${FACT_PREFIX}${schema}`
