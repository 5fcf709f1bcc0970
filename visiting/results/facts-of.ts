/**
 * Reads the facts of cells from the hidden columns of a measured result. What cannot be read is null, and null is
 * never taken for safe.
 */
import type { RecordBatch } from 'apache-arrow'
import { type CellFacts, type ColumnFacts, certaintyOf, type FactsPlan } from '../../shared/model/facts.ts'
import { isNumeric, numberAt } from './cell-value.ts'

/** Reads a number at a row of a batch; null where there is none. */
type NumberAt = (row: number) => number | null

export interface BatchFacts {
  /** Distinct persons behind the existence of the row; null where unknown or where rows are no groups. */
  rowPersons: NumberAt
  /** Facts of the cell in the i-th visible column. */
  cell(column: number, row: number): CellFacts
}

/**
 * What the plan says about each visible column, in the result's order. A column that the plan does not name, or that
 * several entries could mean, is null: nothing is known about it.
 */
export function columnsOf(plan: FactsPlan, names: readonly string[]): (ColumnFacts | null)[] {
  const sameOrder =
    plan.columns.length === names.length && plan.columns.every((c, i) => sameName(c.name, names[i]!))
  if (sameOrder) return plan.columns
  return names.map((name) => {
    const meant = plan.columns.filter((column) => sameName(column.name, name))
    const twice = names.filter((other) => sameName(other, name)).length > 1
    return meant.length === 1 && !twice ? meant[0]! : null
  })
}

/** Names in DuckDB differ by more than case. */
const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/**
 * Readers of one batch by column and row. `columns` are the visible ones in their order, null where the plan
 * knows nothing of one.
 */
export function factsOf(
  plan: FactsPlan,
  columns: readonly (ColumnFacts | null)[],
  batch: RecordBatch,
): BatchFacts {
  const read = (name: string | null): NumberAt => (name === null ? unknown : numbersOf(batch, name))
  const rowPersons = plan.kind === 'aggregated' ? read(plan.rowPersons) : unknown
  const readers = columns.map((column) => ({
    persons: column === null ? unknown : column.persons === null ? rowPersons : read(column.persons),
    institutions: read(column?.institutions ?? null),
    top1Share: read(column?.top1Share ?? null),
    top2Share: read(column?.top2Share ?? null),
    denominatorPersons: read(column?.denominatorPersons ?? null),
    certain: column ?? NOTHING_CERTAIN,
    databases: column?.databases ?? [],
  }))
  return {
    rowPersons,
    cell(column, row) {
      const of = readers[column]!
      const behind = { persons: of.persons(row), denominatorPersons: of.denominatorPersons(row) }
      return {
        ...behind,
        institutions: of.institutions(row),
        top1Share: of.top1Share(row),
        top2Share: of.top2Share(row),
        certainty: certaintyOf(of.certain, behind),
        databases: of.databases,
      }
    },
  }
}

const unknown: NumberAt = () => null

const NOTHING_CERTAIN = { certainty: 'at-least' } as const

/** Reads a hidden column, whatever number type DuckDB gave it. */
function numbersOf(batch: RecordBatch, name: string): NumberAt {
  const index = batch.schema.fields.findIndex((field) => field.name === name)
  const data = batch.data.children[index]
  if (data === undefined) return unknown
  return isNumeric(data.type) ? (row) => numberAt(data, row) : unknown
}
