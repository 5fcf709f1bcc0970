/**
 * From a result's snapshot to the table that would leave: what the checks find, what protection hides, and which of its
 * cells may be sent to a client before it is released.
 */
import type { z } from 'zod'
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { ProtectionMethod } from '../../shared/model/findings.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import type { ColumnMeaning } from '../disclosure/assess.ts'
import { type Protection, ProtectionBusyError } from '../disclosure/protection-port.ts'
import type { Snapshot } from '../results/snapshot.ts'

type Table = z.output<typeof ProtectedTable>

export interface ProtectedSnapshot {
  /** The version that would leave. */
  table: Table
  /** By row and column: whether a client may have the cell as data before it is released. */
  travels: boolean[][]
}

export type ProtectResult = (
  snapshot: Snapshot,
  how: { method: ProtectionMethod; asOf: Date },
) => Promise<ProtectedSnapshot>

/** What a column of this name means in the catalog; a researcher who renames it is still looked at by people. */
const MEANINGS: Record<string, ColumnMeaning> = {
  municipality: 'municipality',
  municipality_code: 'municipality',
  municipality_name: 'municipality',
  medical_area_code: 'small-area',
  insurer_type: 'insurer-type',
  age: 'age',
  age_band: 'age',
}

/** A person waits: within these limits the solver answers with the best safe pattern it has. Most tables take far less. */
const LIMITS = { timeLimitMs: 10_000, attackTimeLimitMs: 10_000 }

/** When to come back while too many tables wait for protection. */
const BUSY_SECONDS = 30

export interface ProtectNeeds {
  rules: RuleSet[]
  /** Population of each municipality by its code, and by its name where that is unique. */
  populations: ReadonlyMap<string, number>
  protection: Pick<Protection, 'table'>
}

export function protectResult({ rules, populations, protection }: ProtectNeeds): ProtectResult {
  return async (snapshot, { method, asOf }) => {
    const verified = snapshot.plan.kind !== 'unverified'
    const result = await protection
      .table(
        { columns: snapshot.columns, rows: snapshot.rows, minimumPersons: snapshot.minimumPersons, verified },
        { rules, asOf: japanDay(asOf), method, meanings: MEANINGS, populations, ...LIMITS },
      )
      .catch((problem: unknown) => {
        throw problem instanceof ProtectionBusyError
          ? new Refusal('busy', { seconds: BUSY_SECONDS })
          : problem
      })
    const travels = snapshot.rows.map((row) => row.masks.map((mask) => mask === 'shown'))
    showKnownKeys(snapshot, travels)
    const table: Table = {
      ...result,
      rows: result.rows.map((row, r) =>
        row.map((cell, c) => {
          const isKey = snapshot.columns[c]?.role === 'key'
          // A key that only a small group has tells about that group; it is hidden with its numbers.
          const hide = verified && method !== 'none' && isKey && !travels[r]![c] && cell.status === 'shown'
          return hide ? { ...cell, text: null, status: 'primary' as const } : cell
        }),
      ),
    }
    return { table, travels }
  }
}

/**
 * The keys of a masked row are masked with it, except those that stand in a sound row too: that a category exists is
 * then known, and people read a table by its keys. How many are in the group stays hidden.
 */
function showKnownKeys(snapshot: Snapshot, travels: boolean[][]): void {
  snapshot.columns.forEach(({ role }, c) => {
    if (role !== 'key') return
    const known = new Set(
      snapshot.rows.filter((_row, r) => travels[r]![c]).map(({ values }) => String(values[c])),
    )
    snapshot.rows.forEach(({ values }, r) => {
      if (known.has(String(values[c]))) travels[r]![c] = true
    })
  })
}

/** The table as a client may have it before release: cells that may not travel have no text. */
export const asData = (table: Table, travels: boolean[][]): Table =>
  table.verified
    ? {
        ...table,
        rows: table.rows.map((row, r) =>
          row.map((cell, c) => (travels[r]?.[c] ? cell : { ...cell, text: null })),
        ),
      }
    : withoutRows(table)

/**
 * Nobody knows what an unverified table rests on: not even its number of rows is told, nor by numbers of cells or
 * findings that grow with it.
 */
const withoutRows = (table: Table): Table => ({
  ...table,
  rows: [],
  findings: table.findings.filter(({ row }) => row === null),
  summary: { ...table.summary, primary: 0, secondary: 0, shown: 0 },
})
