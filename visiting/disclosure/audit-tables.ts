/**
 * What an attacker derives of the hidden cells of given tables, also of several
 * tables of the same people at once: a cell of one table that another shows or
 * bounds is the same cell (./linked-tables.ts).
 */
import { type AttackAnswer, attackIntervals, type Interval, withoutEnds } from './attack-intervals.ts'
import { buildCellTable, type DimensionInput, keyOf, type RowInput, type TableCell } from './cell-table.ts'
import { canLink, type LinkedPart, linkTables } from './linked-tables.ts'
import { type KeyedTie, tiesOf } from './ties.ts'

export interface AuditedRow {
  /** One category a dimension of its table; null for the total. */
  key: readonly (string | null)[]
  /** null where it is hidden and not given. */
  value: number | null
  hidden: boolean
  line: number
}

export interface AuditedTable {
  name: string
  dimensions: readonly DimensionInput[]
  rows: readonly AuditedRow[]
  /** Its cells are those of no other table, but for what ties say. */
  space?: string
}

export interface AuditedCell {
  /** Index of its table, and of its row in it. */
  place: number
  row: number
  table: string
  line: number
  key: Record<string, string>
  interval: Interval
  exact: boolean
}

export interface AuditAnswer extends Pick<AttackAnswer, 'complete' | 'inWholes'> {
  cells: AuditedCell[]
  /** Tables whose margins had to be computed. */
  marginsComputed: string[]
}

/** Intervals of all hidden cells. Throws TableError, TieError, LinkedConflictError, ContradictionError. */
export async function auditTables(
  tables: readonly AuditedTable[],
  { ties = [] }: { ties?: readonly KeyedTie[] } = {},
): Promise<AuditAnswer> {
  const marginsComputed: string[] = []
  // One negative number says that these are sums, and may be anything where they are hidden.
  const signed = tables.some(({ rows }) => rows.some(({ value }) => value !== null && value < 0))
  const built = tables.map((audited) => {
    const compute = marginsAreMissing(audited)
    if (compute) marginsComputed.push(audited.name)
    const { dimensions, rows } = audited
    // Values of hidden cells do not enter the attack, except into margins that had to be computed.
    const given: RowInput[] = rows.map((row) =>
      row.hidden && !compute ? { ...row, value: null } : { key: row.key, value: row.value, line: row.line },
    )
    const table = buildCellTable({
      dimensions,
      rows: given,
      missingMargins: compute ? 'compute' : 'unknown',
      signed,
    })
    return { audited, table }
  })
  const parts = built.map(({ audited, table }) => ({
    name: audited.name,
    table,
    valueOf: ({ row, value }: TableCell) => (row !== null && audited.rows[row]!.hidden ? null : value),
    lineOf: ({ row }: TableCell) => (row === null ? 0 : audited.rows[row]!.line),
    ...(audited.space === undefined ? {} : { space: `beside ${audited.space}` }),
  }))
  const { system, values, ids } = linkTables(ties.length > 0 ? spaced(parts) : parts, {
    ties: tiesOf(ties, parts),
  })
  const { intervals, complete, inWholes } = await attackIntervals({
    system,
    shown: values,
    whole: values.every((value) => value === null || Number.isInteger(value)),
    ...(signed ? { within: withoutEnds(system.size) } : {}),
  })
  const cells: AuditedCell[] = []
  built.forEach(({ audited, table }, place) => {
    table.cells.forEach((cell, k) => {
      const row = cell.row === null ? null : audited.rows[cell.row]!
      if (!row?.hidden) return
      const id = ids[place]![k]!
      const shown = values[id] ?? null
      const interval = shown === null ? intervals.get(id)! : { low: shown, high: shown }
      cells.push({
        place,
        row: cell.row!,
        table: audited.name,
        line: row.line,
        key: keyOf(table, cell),
        interval,
        exact: interval.low === interval.high,
      })
    })
  })
  return { cells, complete, inWholes, marginsComputed }
}

/** Tables that show other values for the same cells are of other people, and tied by what is declared alone. */
function spaced(parts: readonly LinkedPart[]): LinkedPart[] {
  const spaces: LinkedPart[][] = []
  return parts.map((part) => {
    if (part.space !== undefined) return part
    let space = spaces.findIndex((group) => canLink([...group, part]))
    if (space < 0) space = spaces.push([]) - 1
    spaces[space]!.push(part)
    return { ...part, space: String(space) }
  })
}

/** A table that gives no margin at all, but every count: its margins are taken as known. */
function marginsAreMissing({ rows }: AuditedTable): boolean {
  return rows.every(({ key, value }) => value !== null && key.every((category) => category !== null))
}
