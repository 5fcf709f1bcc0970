/** A result as the checks take it: values, what each column is, and the measured facts behind each cell. */
import type { CellFacts, ColumnRole, Statistic } from '../../shared/model/facts.ts'
import { isTotalWord } from './total-words.ts'

export type CellValue = string | number | bigint | boolean | null

export interface TableColumn {
  name: string
  type: string
  role: ColumnRole
  databases: readonly string[]
  /** Correlations, regressions and spreads that it shows. */
  statistics?: readonly Statistic[]
}

/**
 * Rows of a table in which columns, or lines of one, are made one problem with what adds up beside them. A larger one would
 * be too large to be solved well.
 */
export const MOST_JOINED_ROWS = 400

export interface TableRow {
  values: readonly CellValue[]
  /** Distinct persons behind the group; null: unknown. */
  rowPersons: number | null
  /** One a column. */
  facts: readonly CellFacts[]
  /** Whether whoever asks may have each cell before it leaves; where it is not said, all. No finding speaks of others. */
  travels?: readonly boolean[]
}

export interface TableInput {
  columns: readonly TableColumn[]
  rows: readonly TableRow[]
  /** The permit's minimum aggregation unit. */
  minimumPersons: number
  /** Whether the environment could measure the result. */
  verified: boolean
}

/** Whether a cell may be spoken of before it leaves. */
export const isTold = ({ travels }: TableRow, column: number): boolean => travels?.[column] !== false

/** What a column means, where the catalog says so; opens the checks that need it. */
export type ColumnMeaning =
  | 'municipality'
  | 'small-area'
  | 'insurer-type'
  | 'age'
  | 'birth-weight'
  | 'death-time'
  | 'drug-oral'
  | 'drug-topical'
  | 'drug-injection'

/** Number of a cell, or null where it holds none. */
export function numberOf(value: CellValue | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return Number(value)
  // Decimals of the engine may arrive as text.
  if (typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value)) return Number(value)
  return null
}

/** Words of a value as it would leave. */
export function textOf(value: CellValue | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

/** Whether a key says that its row sums over the column (ROLLUP, CUBE and GROUPING SETS leave it null). */
export function isMarginKey(value: CellValue | undefined): boolean {
  if (value === null || value === undefined) return true
  return typeof value === 'string' && isTotalWord(value)
}

const ADDITIVE_ROLES = new Set<string>(['persons', 'count', 'institutions', 'sum'])

/** Columns whose cells may add up. */
export const isAdditive = ({ role }: { role: string }): boolean => ADDITIVE_ROLES.has(role)

/** A column that says what a row is about, and counts nobody. */
export function isFrame(role: string): boolean {
  return role === 'key' || role === 'constant'
}
