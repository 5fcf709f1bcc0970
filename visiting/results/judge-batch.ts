import type { RecordBatch } from 'apache-arrow'
import type { CellFacts, ColumnFacts, FactsPlan, MaskName } from '../../shared/model/facts.ts'
import { numberAt } from './cell-value.ts'
import { columnsOf, factsOf } from './facts-of.ts'
import { type MaskLimits, maskOf } from './masking.ts'
import { visibleColumns } from './stored-result.ts'

/** What is known of one batch of a stored result, and what of it may travel. Columns are the researcher's own, in order. */
export interface JudgedBatch {
  batch: RecordBatch
  /** Places of the researcher's columns in the batch. */
  visible: readonly number[]
  /** What the plan says of each of them; null where it says nothing. */
  columns: readonly (ColumnFacts | null)[]
  /** Distinct persons behind the existence of the row; null where unknown or where rows are no groups. */
  rowPersons(row: number): number | null
  facts(column: number, row: number): CellFacts
  mask(column: number, row: number): MaskName
}

/** Masks are asked for cell by cell, and worked out then; of open data all is shown. */
export function judgeBatch(batch: RecordBatch, plan: FactsPlan, limits: MaskLimits): JudgedBatch {
  const visible = visibleColumns(batch.schema)
  const columns = columnsOf(
    plan,
    visible.map((index) => batch.schema.fields[index]!.name),
  )
  const known = factsOf(plan, columns, batch)
  return {
    batch,
    visible,
    columns,
    rowPersons: known.rowPersons,
    facts: known.cell,
    mask(column, row) {
      if (plan.kind === 'open') return 'shown'
      const facts = known.cell(column, row)
      const isZero = facts.persons === 0 && numberAt(batch.data.children[visible[column]!]!, row) === 0
      const rowPersons = known.rowPersons(row)
      return maskOf({ kind: plan.kind, column: columns[column]!, rowPersons, facts, isZero }, limits)
    },
  }
}
