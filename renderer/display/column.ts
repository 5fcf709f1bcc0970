/** A column of a result as the displays know it. */
import type { ColumnRole } from '../../shared/model/facts.ts'

export interface DisplayColumn {
  name: string
  /** DuckDB type name. */
  type: string
  role: ColumnRole
  databases: string[]
  /** From how many on the persons behind a cell are told exactly; null or left out: never. */
  personsExactFrom?: number | null
}

/** Whether so many persons behind a cell are their very number, or so many at least. */
export const areExactly = ({ personsExactFrom = null }: DisplayColumn, persons: number): boolean =>
  personsExactFrom !== null && persons >= personsExactFrom

/** Types whose numbers have decimals. */
export const isFractionalType = (type: string): boolean =>
  /^(FLOAT|DOUBLE|DECIMAL\(\d+,\s*[1-9]\d*\))$/.test(type)
