/**
 * From a result's snapshot to the table that would leave: what the checks find, what protection hides, and which of its
 * cells may be sent to a client before it is released.
 */
import type { z } from 'zod'
import type { ProtectedTable, ProtectionChoice } from '../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { Finding } from '../../shared/model/findings.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import type { FormReport, ModelForm } from '../../shared/model/output-form.ts'
import type { DeclaredRelation, Recoding, Relation } from '../../shared/model/protection.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import { withFindings } from '../../shared/model/with-findings.ts'
import { isAdditive } from '../disclosure/additive-structure.ts'
import type { ColumnMeaning, ProtectedResult } from '../disclosure/assess.ts'
import { curveTable, hideWholeCurves } from '../disclosure/curve-table.ts'
import { readModel } from '../disclosure/model-table.ts'
import { type Protection, type ProtectionAsk, ProtectionBusyError } from '../disclosure/protection-port.ts'
import { type RecodedTable, type RecodingTrace, recodeTable } from '../disclosure/recode-table.ts'
import { numberOf, type TableInput } from '../disclosure/table-input.ts'
import type { Snapshot } from '../results/snapshot.ts'
import type { ReadCurve } from './read-form.ts'

type Table = z.output<typeof ProtectedTable>

export interface ProtectedSnapshot {
  /** The version that would leave. */
  table: Table
  /** By row and column: whether a client may have the cell as data before it is released. */
  travels: boolean[][]
  /** Every value as text, unprotected; stays inside. */
  rawRows: (string | null)[][]
  /** What its form measured; null for plain tables. */
  report: FormReport | null
  /** The result it was made of; null for a curve, which ./read-form.ts follows. */
  madeOf: MadeOf | null
}

/** A result as its query gave it, and where it went in a table whose categories may have been merged. */
export interface MadeOf {
  /** Every value as text, row by row. */
  texts: (string | null)[][]
  /** For each of these rows, the table's row it is part of; −1 where of none. */
  lines: readonly number[]
  /** For each column of the table, which of the result's it is. */
  columns: number[]
}

type Reported = Pick<ProtectedSnapshot, 'table'> & { report?: FormReport | null | undefined }

/** What leaves together, as chosen. */
export interface ToProtect {
  snapshot: Snapshot
  protection: ProtectionChoice
  /** The result read as survival curves. */
  curve?: ReadCurve | undefined
  /** The result read as a model; `counts`: which of the tables counts the people behind its terms. */
  model?: { form: ModelForm; counts: number | null } | undefined
}

export interface ProtectOptions {
  asOf: Date
  /** Relations that the researcher says are none, by id. */
  declined: readonly string[]
  /** Sums that the researcher declares; items are numbered like the tables. */
  declared: readonly DeclaredRelation[]
  timeLimitSeconds: number
  ask?: ProtectionAsk
}

export type ProtectResults = (
  tables: readonly ToProtect[],
  options: ProtectOptions,
) => Promise<{ tables: ProtectedSnapshot[]; relations: Relation[] }>

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

/** For the attack intervals, after the pattern. */
const ATTACK_MS = 10_000

/** When to come back while too many tables wait for protection. */
const BUSY_SECONDS = 30

export interface ProtectNeeds {
  /** Every edition known; the day picks among them. */
  rules: () => Promise<RuleSet[]>
  /** Population of each municipality by its code, and by its name where that is unique. */
  populations: ReadonlyMap<string, number>
  protection: Pick<Protection, 'results'>
}

export function protectResults({ rules, populations, protection }: ProtectNeeds): ProtectResults {
  return async (tables, { asOf, declined, declared, timeLimitSeconds, ask }) => {
    const recoded = tables.map(({ snapshot, protection: { recodings }, curve }) =>
      curve ? mergeCurve(snapshot, curve) : recode(snapshot, recodings),
    )
    const all = await rules()
    const answer = await protection
      .results(
        recoded.map(({ input }, place) => {
          const { method, base, keep, hide, costs } = tables[place]!.protection
          return { input, method, base, keep, hide, costs }
        }),
        {
          rules: all,
          asOf: japanDay(asOf),
          meanings: MEANINGS,
          populations,
          declined,
          declared,
          timeLimitMs: timeLimitSeconds * 1_000,
          attackTimeLimitMs: ATTACK_MS,
        },
        ask,
      )
      .catch((problem: unknown) => {
        throw problem instanceof ProtectionBusyError
          ? new Refusal('busy', { seconds: BUSY_SECONDS })
          : problem
      })
    const read = (place: number): Pick<ReadTable, 'found' | 'report'> => {
      const { snapshot, model, protection } = tables[place]!
      if (!model) return recoded[place]!
      // As it was measured: merging categories of its keys changes nothing of the model.
      const counts = model.counts === null ? null : recode(tables[model.counts]!.snapshot, []).input
      const { input, travels } = recode(snapshot, [])
      const answer = readModel(input, model.form, { counts, travels, rules: all, asOf: japanDay(asOf) })
      const moved = protection.recodings.length > 0
      return moved ? { ...answer, found: answer.found.map((one) => ({ ...one, row: null })) } : answer
    }
    return {
      relations: answer.relations,
      tables: answer.tables.map((result, place) => {
        const { input, travels, findings, trace } = recoded[place]!
        const { found = [], report = null } = read(place)
        const { table, travels: may } = withKeys(result, { input, travels, findings })
        const whole = report?.kind === 'survival' ? hideWholeCurves(table, report) : table
        return {
          table: withFindings(whole, found),
          travels: may,
          rawRows: textsOf(input),
          report,
          madeOf: trace ? madeOf(tables[place]!.snapshot, trace) : null,
        }
      }),
    }
  }
}

/** With what a form found and measured, where it is one. */
interface ReadTable extends RecodedTable {
  trace?: RecodingTrace
  found?: Finding[]
  report?: FormReport | null
}

function mergeCurve(snapshot: Snapshot, { form, plan, persons }: ReadCurve): ReadTable {
  const plain = recode(snapshot, [])
  if (plan.problems.length === 0) return curveTable(plain, form, { plan, persons })
  return { ...plain, findings: plan.problems.map(({ column, ...finding }) => ({ finding, column })) }
}

function recode(snapshot: Snapshot, recodings: readonly Recoding[]): ReadTable {
  const { columns, rows, minimumPersons } = snapshot
  const verified = snapshot.plan.kind !== 'unverified'
  const travels = rows.map((row) => row.masks.map((mask) => mask === 'shown'))
  const { trace, ...recoded } = recodeTable(
    { input: { columns, rows, minimumPersons, verified }, travels },
    recodings,
  )
  showKnownKeys(recoded)
  return { ...recoded, trace }
}

/** What the checks answered, with the keys hidden that only a small group has, and what it costs. */
function withKeys(
  result: ProtectedResult,
  { input, travels, findings }: RecodedTable,
): Pick<ProtectedSnapshot, 'table' | 'travels'> {
  const { method } = result.summary
  const rows = result.rows.map((row, r) =>
    row.map((cell, c) => {
      const isKey = input.columns[c]?.role === 'key'
      // A key that only a small group has tells about that group; it is hidden with its numbers.
      const hide = input.verified && method !== 'none' && isKey && !travels[r]![c] && cell.status === 'shown'
      return hide ? { ...cell, text: null, status: 'primary' as const } : cell
    }),
  )
  const told = findings.map(({ finding: { code, severity, params }, column }) => {
    const there = input.columns.some(({ name }) => name === column)
    const place = { rule: null, edition: null, confirmed: true, row: null, column: there ? column : null }
    return { code, severity, params, ...place }
  })
  return {
    travels,
    table: {
      ...result,
      rows,
      findings: [...result.findings, ...told],
      summary: { ...result.summary, lost: lostIn(input, { rows, travels }) },
    },
  }
}

/**
 * The share of each column of numbers that is hidden beyond what the rules hide. Told from cells that may travel alone:
 * a share of everything would give the sum of the hidden small numbers.
 */
function lostIn(
  { columns, rows: given }: TableInput,
  { rows, travels }: { rows: Table['rows']; travels: boolean[][] },
): Table['summary']['lost'] {
  return columns.flatMap((column, c) => {
    if (!isAdditive(column)) return []
    let all = 0
    let lost = 0
    rows.forEach((row, r) => {
      if (!travels[r]![c]) return
      const value = Math.abs(numberOf(given[r]!.values[c]) ?? 0)
      all += value
      if (row[c]!.status === 'secondary') lost += value
    })
    return lost > 0 ? [{ column: column.name, share: lost / all }] : []
  })
}

function madeOf({ rows }: Snapshot, { rowsFrom, columnsFrom }: RecodingTrace): MadeOf {
  const lines: number[] = []
  rowsFrom.forEach((from, line) => {
    for (const row of from) lines[row] = line
  })
  return { texts: textsOf({ rows }), lines, columns: columnsFrom }
}

const textsOf = ({ rows }: Pick<TableInput, 'rows'>): (string | null)[][] =>
  rows.map(({ values }) => values.map((value) => (value === null ? null : String(value))))

/**
 * The keys of a masked row are masked with it, except those that stand in a sound row too: that a category exists is
 * then known, and people read a table by its keys. How many are in the group stays hidden.
 */
function showKnownKeys({ input: { columns, rows }, travels }: RecodedTable): void {
  columns.forEach(({ role }, c) => {
    if (role !== 'key') return
    const known = new Set(rows.filter((_row, r) => travels[r]![c]).map(({ values }) => String(values[c])))
    rows.forEach(({ values }, r) => {
      if (known.has(String(values[c]))) travels[r]![c] = true
    })
  })
}

/**
 * What may be told of attack intervals. They are computed from everything the tables show; where a shown cell may not
 * travel before the release, an interval could give it away, and none is told.
 */
const intervalsTravel = (tables: readonly Pick<ProtectedSnapshot, 'table' | 'travels'>[]): boolean =>
  tables.every(({ table, travels }) =>
    table.rows.every((row, r) =>
      row.every((cell, c) => cell.status !== 'shown' || travels[r]?.[c] || !isAdditive(table.columns[c]!)),
    ),
  )

/** The table as a client may have it before release: cells that may not travel have no text. */
const asData = (table: Table, travels: boolean[][], { intervals }: { intervals: boolean }): Table =>
  table.verified
    ? {
        ...table,
        rows: table.rows.map((row, r) =>
          row.map((cell, c) => ({
            ...cell,
            text: travels[r]?.[c] ? cell.text : null,
            interval: intervals ? cell.interval : null,
          })),
        ),
      }
    : withoutRows(table)

/** The same for tables that leave together. */
export function asDataTogether(tables: readonly Pick<ProtectedSnapshot, 'table' | 'travels'>[]): Table[] {
  const intervals = intervalsTravel(tables)
  return tables.map(({ table, travels }) => asData(table, travels, { intervals }))
}

/**
 * Nobody knows what an unverified table rests on: not even its number of rows is told, nor by numbers of cells or
 * findings that grow with it.
 */
const withoutRows = (table: Table): Table => ({
  ...table,
  rows: [],
  findings: table.findings.filter(({ row }) => row === null),
  summary: { ...table.summary, primary: 0, secondary: 0, shown: 0, gap: null, pattern: null, lost: [] },
})

/** Whether a picture of the table holds nothing but values that a client may have before the release. */
export function mayDrawNow({
  table,
  travels,
  chart,
  report,
}: Reported & Pick<ProtectedSnapshot, 'travels'> & { chart: ChartSpec | null }): boolean {
  if (!table.verified) return false
  // A curve shows all columns of its table.
  const drawn = report?.kind === 'survival' ? null : new Set([chart?.x, chart?.colour, ...(chart?.y ?? [])])
  return table.rows.every((row, r) =>
    row.every(
      (cell, c) =>
        cell.status !== 'shown' || travels[r]?.[c] || (drawn !== null && !drawn.has(table.columns[c]?.name)),
    ),
  )
}

/** What a form measured, as a client may have it before the release: of an unverified table not even how many rows it has. */
export const reportAsData = ({ table, report = null }: Reported): FormReport | null =>
  table.verified ? report : null
