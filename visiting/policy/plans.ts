/** Plans of statements whose provenance is not measured by rewriting. */
import type { ColumnFacts, FactsPlan } from '../../shared/model/facts.ts'
import type { KnownTable } from '../provenance/measure.ts'
import { databasesOf } from './known-tables.ts'

const column = (name: string, role: ColumnFacts['role'], databases: string[]): ColumnFacts => ({
  name,
  role,
  persons: null,
  institutions: null,
  top1Share: null,
  top2Share: null,
  denominatorPersons: null,
  certainty: 'exact',
  databases,
})

/** Names and types only: rests on no person. */
export const openPlan = (columns: string[]): FactsPlan => ({
  kind: 'open',
  columns: columns.map((name) => column(name, 'constant', [])),
})

/** Nothing is known of who stands behind a cell. */
export function unverifiedPlan(code: string, columns: string[], databases: string[]): FactsPlan {
  return {
    kind: 'unverified',
    columns: columns.map((name) => column(name, 'derived', databases)),
    reason: { code, params: {} },
    databases,
  }
}

/** Databases that a statement over these tables draws on. */
export const databasesOfTables = (tables: KnownTable[]): string[] =>
  [
    ...new Set(tables.flatMap(({ plan, database }) => (plan === null ? [database] : databasesOf(plan)))),
  ].sort()

/** The columns that DuckDB answers DESCRIBE with, in order. */
export const DESCRIBE_COLUMNS = ['column_name', 'column_type', 'null', 'key', 'default', 'extra']
/** The columns that DuckDB answers SUMMARIZE with, in order. */
export const SUMMARIZE_COLUMNS = [
  'column_name',
  'column_type',
  'min',
  'max',
  'approx_unique',
  'avg',
  'std',
  'q25',
  'q50',
  'q75',
  'count',
  'null_percentage',
]
