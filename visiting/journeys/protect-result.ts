/**
 * From a result's snapshot to the table that would leave: what the checks find, what protection hides, and which of its
 * cells may be sent to a client before it is released.
 */
import type { z } from 'zod'
import type { ProtectedTable, ProtectionChoice } from '../../shared/contract/outputs.ts'
import { type GroupingSets, groupingSetsIn } from '../../shared/model/facts.ts'
import type { Finding } from '../../shared/model/findings.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import type { FormReport, ModelForm } from '../../shared/model/output-form.ts'
import type { DeclaredRelation, Recoding, Relation } from '../../shared/model/protection.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import { withFindings } from '../../shared/model/with-findings.ts'
import type { ColumnMeaning, ProtectedResult } from '../disclosure/assess.ts'
import { curveTable, hideWholeCurves } from '../disclosure/curve-table.ts'
import { checkFits } from '../disclosure/fit-checks.ts'
import { readModel } from '../disclosure/model-table.ts'
import { type Protection, type ProtectionAsk, ProtectionBusyError } from '../disclosure/protection-port.ts'
import {
  type ListedPersons,
  type RecodedTable,
  type RecodingTrace,
  recodeTable,
} from '../disclosure/recode-table.ts'
import { orderToLeave } from '../disclosure/row-order.ts'
import { isAdditive, numberOf, type TableInput } from '../disclosure/table-input.ts'
import type { Snapshot } from '../results/snapshot.ts'
import { knownKeys, withToldKeys } from './known-keys.ts'
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
  /** For each of these rows, the table's row it is part of, or several; −1 where of none. */
  lines: readonly (number | readonly number[])[]
  /** For each column of the table, which of the result's it is. */
  columns: number[]
}

/** What leaves together, as chosen. */
export interface ToProtect {
  snapshot: Snapshot
  protection: ProtectionChoice
  /** Who stands behind categories that are merged. */
  listed?: ListedPersons | undefined
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
const MEANINGS: ReadonlyMap<string, ColumnMeaning> = new Map([
  ['municipality', 'municipality'],
  ['municipality_code', 'municipality'],
  ['municipality_name', 'municipality'],
  ['medical_area_code', 'small-area'],
  ['insurer_type', 'insurer-type'],
  ['age', 'age'],
  ['age_band', 'age'],
])

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

/**
 * All tables of an output together, since what one shows another may give away. `busy` where the processes
 * that compute protection are taken.
 */
export function protectResults({ rules, populations, protection }: ProtectNeeds): ProtectResults {
  return async (tables, { asOf, declined, declared, timeLimitSeconds, ask }) => {
    const recoded = tables.map(({ snapshot, protection: { recodings }, listed, curve }) =>
      curve ? mergeCurve(snapshot, curve) : recode(snapshot, recodings, listed),
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
      const { snapshot, model, curve, protection } = tables[place]!
      if (curve) return recoded[place]!
      // As it was measured: merging categories of its keys changes nothing of the model.
      const { input, travels } = recode(snapshot, [])
      const judged = { rules: all, asOf: japanDay(asOf) }
      const counts = model?.counts == null ? null : recode(tables[model.counts]!.snapshot, []).input
      const answer = model
        ? readModel(input, model.form, { counts, travels, ...judged })
        : { found: [], report: null }
      const found = [...answer.found, ...checkFits(input, judged)]
      const moved = protection.recodings.length > 0
      return { ...answer, found: moved ? found.map((one) => ({ ...one, row: null })) : found }
    }
    return {
      relations: answer.relations,
      tables: answer.tables.map((result, place) => {
        const { trace, ...given } = recoded[place]!
        const { input, travels } = given
        const { found = [], report = null } = read(place)
        const groupingSets = trace ? setsAmong(tables[place]!.snapshot, trace) : []
        const table = { ...withKeys(result, given), ...(groupingSets.length > 0 ? { groupingSets } : {}) }
        const whole = report?.kind === 'survival' ? hideWholeCurves(table, report) : table
        return {
          table: withFindings(whole, found),
          travels,
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
  /** By row and column: whether a key stands in a sound row too. */
  known: boolean[][]
  trace?: RecodingTrace
  found?: Finding[]
  report?: FormReport | null
}

function mergeCurve(snapshot: Snapshot, { form, plan, persons }: ReadCurve): ReadTable {
  const plain = recodeInOrder(snapshot, [])
  if (plan.problems.length === 0) {
    const { input, travels, ...more } = curveTable(plain, form, { plan, persons })
    return { ...more, input: withTravels(input, travels), travels, known: travels }
  }
  return { ...plain, findings: plan.problems.map(({ column, ...finding }) => ({ finding, column })) }
}

/** Rows of the result that merging makes one, each two or more. */
export const mergedRows = (snapshot: Snapshot, recodings: readonly Recoding[]): number[][] =>
  recode(snapshot, recodings).trace.rowsFrom.filter((rows) => rows.length > 1)

/** With categories merged, and in an order of rows that tells nothing. */
function recode(
  snapshot: Snapshot,
  recodings: readonly Recoding[],
  listed?: ListedPersons,
): ReadTable & { trace: RecodingTrace } {
  const read = recodeInOrder(snapshot, recodings, listed)
  const order = orderToLeave(read.input, read.travels)
  if (!order) return read
  const inOrder = <T>(rows: readonly T[]): T[] => order.map((row) => rows[row]!)
  return {
    ...read,
    input: { ...read.input, rows: inOrder(read.input.rows) },
    travels: inOrder(read.travels),
    known: inOrder(read.known),
    trace: { ...read.trace, rowsFrom: inOrder(read.trace.rowsFrom) },
  }
}

function recodeInOrder(
  snapshot: Snapshot,
  recodings: readonly Recoding[],
  listed?: ListedPersons,
): ReadTable & { trace: RecodingTrace } {
  const { columns, rows, minimumPersons } = snapshot
  const verified = snapshot.plan.kind !== 'unverified'
  const travels = rows.map((row) => row.masks.map((mask) => mask === 'shown'))
  const { trace, ...recoded } = recodeTable(
    { input: { columns, rows, minimumPersons, verified }, travels },
    recodings,
    listed,
  )
  const known = knownKeys(recoded.input, recoded.travels)
  const told = withToldKeys(recoded.input, recoded.travels)
  return { ...recoded, input: withTravels(recoded.input, told), travels: told, known, trace }
}

/** With what the checks may speak of before the release, beside every value. */
const withTravels = (input: TableInput, travels: boolean[][]): TableInput => ({
  ...input,
  rows: input.rows.map((row, r) => ({ ...row, travels: travels[r]! })),
})

/** What the checks answered, with the keys hidden that only a small group has, and what it costs. */
function withKeys(
  result: ProtectedResult,
  { input, travels, known, findings }: Pick<ReadTable, 'input' | 'travels' | 'known' | 'findings'>,
): Table {
  const { method } = result.summary
  const against: Finding[] = []
  const rows = result.rows.map((row, r) =>
    row.map((cell, c) => {
      const { role, name } = input.columns[c]!
      const isKey = role === 'key'
      const alone = input.verified && (isKey ? !known[r]![c] : !travels[r]![c])
      if (!alone || cell.status !== 'shown') return cell
      // A key that only a small group has tells about that group; it is hidden with its numbers.
      if (method !== 'none') return isKey ? { ...cell, text: null, status: 'primary' as const } : cell
      const params = { threshold: input.minimumPersons }
      const about = { rule: null, edition: null, confirmed: true, row: r, column: name, params }
      against.push({ code: 'below-minimum', severity: 'blocking', ...about })
      return cell
    }),
  )
  const told = findings.map(({ finding: { code, severity, params }, column }) => {
    const there = input.columns.some(({ name }) => name === column)
    const place = { rule: null, edition: null, confirmed: true, row: null, column: there ? column : null }
    return { code, severity, params, ...place }
  })
  const table = {
    ...result,
    rows,
    findings: [...result.findings, ...told],
    summary: { ...result.summary, lost: lostIn(input, { rows, travels }) },
  }
  return withFindings(table, against)
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

/** Those of the result, where all of their columns are in the table. */
function setsAmong({ plan }: Snapshot, { columnsFrom }: RecodingTrace): GroupingSets {
  const sets = groupingSetsIn(plan).map((set) => set.map((column) => columnsFrom.indexOf(column)))
  return sets.flat().includes(-1) ? [] : sets
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
