/**
 * The rows of a result with what each cell rests on, for the checks of an output. Holds values that may not travel:
 * it stays inside the environment.
 */
import type { CellFacts, ColumnRole, FactsPlan, MaskName, Statistic } from '../../shared/model/facts.ts'
import { type CellValue, valueAt } from './cell-value.ts'
import { columnsOf } from './facts-of.ts'
import { judgeBatch } from './judge-batch.ts'
import { limitsOf } from './result-view.ts'
import type { ResultRecord } from './results-port.ts'
import { readRows, visibleColumns } from './stored-result.ts'
import { visibleOf } from './visible-columns.ts'

export interface SnapshotRow {
  /** Integers as numbers while exact, otherwise bigint; decimals beyond 15 digits, dates and nested values as text. */
  values: CellValue[]
  /** Distinct persons behind the row; null where unknown. */
  rowPersons: number | null
  facts: CellFacts[]
  /** Whether each cell may reach a client as data, as ./masking.ts judges it. */
  masks: MaskName[]
}

export interface Snapshot {
  plan: FactsPlan
  sql: string
  extractDigest: string
  minimumPersons: number
  columns: {
    name: string
    type: string
    role: ColumnRole
    databases: string[]
    /** As in ColumnFacts. */
    statistics: Statistic[]
  }[]
  rows: SnapshotRow[]
  /** All rows of the result; more than `rows` where it was cut at the limit. */
  rowCount: number
}

/** The first `maxRows` rows in the result's order, each cell with its facts and its mask. */
export async function snapshotOf(record: ResultRecord, maxRows: number): Promise<Snapshot> {
  const { plan, stored } = record
  const { schema, spans } = await readRows(stored, 0, maxRows)
  const visible = visibleColumns(schema)
  const types = visibleOf(stored)
  const limits = limitsOf(record)
  const columns = columnsOf(
    plan,
    visible.map((index) => schema.fields[index]!.name),
  )
  return {
    plan,
    sql: record.sql,
    extractDigest: record.extractDigest,
    minimumPersons: record.minimumPersons,
    columns: visible.map((index, i) => ({
      name: schema.fields[index]!.name,
      type: types[i]?.type ?? '',
      role: columns[i]?.role ?? (plan.kind === 'open' ? 'constant' : 'individual'),
      databases: columns[i]?.databases ?? [],
      statistics: columns[i]?.statistics ?? [],
    })),
    rows: spans.flatMap(({ batch, from, until }) => {
      const judged = judgeBatch(batch, plan, limits)
      return Array.from({ length: until - from }, (_, k) => ({
        values: visible.map((index) => valueAt(batch.data.children[index]!, from + k)),
        rowPersons: judged.rowPersons(from + k),
        facts: visible.map((_, i) => judged.facts(i, from + k)),
        masks: visible.map((_, i) => judged.mask(i, from + k)),
      }))
    }),
    rowCount: stored.rows,
  }
}
