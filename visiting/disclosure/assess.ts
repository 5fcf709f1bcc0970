/**
 * The version of a result that would leave: every cell judged by the facts behind
 * it and the rules in force, protected by the chosen method, attacked once more,
 * and all of it said in findings.
 *
 * Severity: `blocking` where a value would leave that may not; `warning` where a
 * person must judge; `note` where protection dealt with it and says why.
 *
 * Judges one result. Comparing it with what was released earlier is the work of
 * ./differencing.ts.
 */
import type { CellStatus, Finding, ProtectionMethod, ProtectionSummary } from '../../shared/model/findings.ts'
import type {
  CostChoice,
  DeclaredRelation,
  HiddenCell,
  KeptCell,
  Relation,
} from '../../shared/model/protection.ts'
import type { Rule, RuleSet } from '../../shared/model/rules.ts'
import type { TableAtWork } from './additive-problem.ts'
import { applyRounding } from './apply-rounding.ts'
import { type CellFinding, type CellJudgement, judgeCell, personsOf } from './judge-cells.ts'
import { checkKeys } from './key-checks.ts'
import { findQuotients, linkedHidden, type Quotient } from './linked-columns.ts'
import { reportOneCategory } from './one-category.ts'
import { personsWords } from './persons-words.ts'
import { protectAdditive } from './protect-additive.ts'
import type { ProtectionProgress } from './protection-port.ts'
import { editionOf, municipalityTier, pickRuleSets, type RuleEdition, ruleNamed } from './rule-sets.ts'
import { type ColumnMeaning, isFrame, isMarginKey, isTold, type TableInput, textOf } from './table-input.ts'

export type { CellValue, ColumnMeaning, TableColumn, TableInput, TableRow } from './table-input.ts'

export interface ProtectOptions {
  /** All rule sets known; the ones in force for the databases of the result are picked. */
  rules: readonly RuleSet[]
  /** ISO date of submission: its editions judge. */
  asOf: string
  method: ProtectionMethod
  /** Rounding base for the method `round`; 5 by default. */
  base?: number
  /** Cells that must stay shown. */
  keep?: readonly KeptCell[]
  /** Cells that are hidden whatever the rules say; for the method `suppress`. */
  hide?: readonly HiddenCell[]
  /** Price of hiding a cell beyond what the rules hide; by default its value. */
  costs?: CostChoice
  /** For finding the pattern; 10 s by default. */
  timeLimitMs?: number
  /** For the attack intervals afterwards; 5 s by default. */
  attackTimeLimitMs?: number
  /** What columns mean, by name, where the catalog says so. */
  meanings?: ReadonlyMap<string, ColumnMeaning>
  /** Population of each municipality, by the text of its key. */
  populations?: ReadonlyMap<string, number>
  onProgress?: (progress: ProtectionProgress) => void
}

/** What is the same for all tables that leave together. */
export type SharedOptions = Pick<
  ProtectOptions,
  'rules' | 'asOf' | 'timeLimitMs' | 'attackTimeLimitMs' | 'meanings' | 'populations' | 'onProgress'
> & {
  /** Relations that the researcher says are none, by id. */
  declined?: readonly string[]
  /** Sums that the researcher declares; items are numbered like the tables. */
  declared?: readonly DeclaredRelation[]
}

/** What is chosen for one of them. */
export interface TableToProtect extends Pick<ProtectOptions, 'method' | 'base' | 'keep' | 'hide' | 'costs'> {
  input: TableInput
}

export interface ProtectedResults {
  /** In the order given. */
  tables: ProtectedResult[]
  relations: Relation[]
}

export interface AssessedCell {
  /** Text as it would leave; null when hidden. */
  text: string | null
  status: CellStatus
  /** `1234`, `<10`, `≥10` beside hidden cells, `?` when unknown. */
  persons: string
  /** For hidden cells in a sum; null where nothing holds the value. An open end is the greatest or least safe integer. */
  interval: [number, number] | null
  /** Indexes into the findings. */
  findings: number[]
}

export interface ProtectedResult {
  columns: { name: string; type: string; role: string }[]
  rows: AssessedCell[][]
  findings: Finding[]
  summary: Omit<ProtectionSummary, 'lost'>
  ruleEditions: RuleEdition[]
  verified: boolean
}

/** Judges and protects a result. Pure but for the clock, which its time limits read. */
export async function protectTable(input: TableInput, options: ProtectOptions): Promise<ProtectedResult> {
  const { method, base, keep, hide, costs, ...shared } = options
  const choices = {
    ...(base === undefined ? {} : { base }),
    ...(keep ? { keep } : {}),
    ...(hide ? { hide } : {}),
    ...(costs ? { costs } : {}),
  }
  const { tables } = await protectTables([{ input, method, ...choices }], shared)
  return tables[0]!
}

/** The same for tables that leave together: what they have in common is protected in all of them. */
export async function protectTables(
  tables: readonly TableToProtect[],
  { declined = [], declared = [], ...shared }: SharedOptions,
): Promise<ProtectedResults> {
  const began = performance.now()
  const atWork = tables.map(({ input, ...choices }) => judgeTable(input, { ...shared, ...choices }))
  const { patterns, relations } = await protectAdditive(atWork, {
    timeLimitMs: shared.timeLimitMs ?? 10_000,
    attackTimeLimitMs: shared.attackTimeLimitMs ?? 5_000,
    declined: new Set(declined),
    declared,
    onProgress: shared.onProgress ?? (() => {}),
  })
  const elapsedMs = performance.now() - began
  return {
    tables: atWork.map((table, place) => finishTable(table, { ...patterns[place]!, elapsedMs })),
    relations,
  }
}

interface JudgedTable extends TableAtWork {
  sets: readonly RuleSet[]
  quotients: Quotient[]
}

/** Every cell by itself: what the rules say of it. */
function judgeTable(input: TableInput, options: ProtectOptions): JudgedTable {
  const { rules, asOf, meanings = new Map() } = options
  const databases = [...new Set(input.columns.flatMap((column) => column.databases))]
  const { sets, unruled } = pickRuleSets(rules, { databases, asOf })
  const report = new FindingList()
  if (!input.verified) report.add({ code: 'unverified', severity: 'warning', rule: null, params: {} })
  for (const database of unruled)
    report.add({
      code: 'no-rule-set',
      severity: 'warning',
      rule: null,
      params: { database, threshold: input.minimumPersons },
    })
  for (const finding of checkKeys(input, { sets, meanings }))
    report.add(finding, { row: null, column: finding.column })

  const judged = judgeAll(input, { options, sets, report })
  if (options.method === 'suppress') hideChosen(input, { judged, hide: options.hide ?? [] })
  const status = judged.map((row) => row.map((judgement) => judgement.status as CellStatus))
  const quotients = findQuotients(input)
  // A rate that gives away the few on its other side does so through its counts too.
  for (const { column, numerator } of quotients)
    judged.forEach((row, r) => {
      const complement = row[column]!.findings.find(({ code }) => code === 'complement-small')
      if (!complement || status[r]![numerator] !== 'shown') return
      row[numerator]!.findings.push(complement)
      status[r]![numerator] = 'primary'
    })
  const interval = input.rows.map(() => input.columns.map((): [number, number] | null => null))
  return { input, judged, status, interval, options, report, sets, quotients }
}

/** Hides what the researcher chose to hide, as if a rule did. Keys and constants have no number to hide. */
function hideChosen(
  { columns }: TableInput,
  { judged, hide }: { judged: CellJudgement[][]; hide: readonly HiddenCell[] },
): void {
  for (const { row, column } of hide) {
    const place = columns.findIndex(({ name, role }) => name === column && !isFrame(role))
    const judgement = judged[row]?.[place]
    if (judgement?.status !== 'shown') continue
    judgement.status = 'primary'
    judgement.chosen = true
    judgement.findings.push({ code: 'hidden-by-choice', severity: 'note', rule: null, params: {} })
  }
}

/** The table as it would leave, once it is known what is hidden in it. */
function finishTable(
  { input, judged, status, interval, options, report, sets, quotients }: JudgedTable,
  { pattern, gap, elapsedMs }: { pattern: ProtectionSummary['pattern']; gap: number; elapsedMs: number },
): ProtectedResult {
  const { method } = options
  if (method !== 'none') hideLinked(input, { status, quotients, report })
  const texts = input.rows.map(({ values }) => values.map((value) => textOf(value)))
  if (method === 'round' || method === 'midpoint-6')
    applyRounding(input, { method, base: options.base ?? 5, status, texts, quotients, report })

  judged.forEach((row, r) => {
    row.forEach(({ findings, status: verdict }, c) => {
      const where = { row: r, column: input.columns[c]!.name }
      for (const finding of findings) {
        const leaves = method === 'none' && verdict !== 'shown' && finding.severity === 'note'
        report.add(leaves ? { ...finding, severity: 'blocking' } : finding, where)
      }
      // Hidden for another table's sake, which a table without protection would undo.
      if (method === 'none' && status[r]![c] === 'secondary')
        report.add({ code: 'needed-by-other', severity: 'blocking', rule: null, params: {} }, where)
    })
  })
  // Without protection everything leaves as it is, except what may never leave.
  if (method === 'none')
    for (const row of status)
      for (const [c, standing] of row.entries()) if (standing !== 'not-allowed') row[c] = 'shown'

  // Rounded, a zero may stand for a few.
  if (method !== 'round') reportOneCategory(input, { status, report })

  const rows = input.rows.map((_, r) =>
    input.columns.map(({ name }, c): AssessedCell => {
      const standing = status[r]![c]!
      return {
        text: standing === 'shown' ? texts[r]![c]! : null,
        status: standing,
        persons: personsWords(input, { row: r, column: c, status, judged }),
        interval: standing === 'shown' ? null : interval[r]![c]!,
        findings: report.at(r, name),
      }
    }),
  )
  const count: Record<CellStatus, number> = { shown: 0, primary: 0, secondary: 0, 'not-allowed': 0 }
  for (const row of status)
    for (const [c, standing] of row.entries()) if (!isFrame(input.columns[c]!.role)) count[standing]++
  return {
    columns: input.columns.map(({ name, type, role }) => ({ name, type, role })),
    rows,
    findings: report.findings,
    summary: {
      method,
      pattern: method === 'suppress' ? pattern : null,
      // Coarse on purpose: an exact gap would say something of the hidden values it was computed from.
      gap: method === 'suppress' ? Math.ceil(gap * 100) / 100 : null,
      primary: count.primary + count['not-allowed'],
      secondary: count.secondary,
      shown: count.shown,
      elapsedMs,
    },
    ruleEditions: sets.map(editionOf),
    verified: input.verified,
  }
}

/** Findings in the order found, with the places they are about. */
export class FindingList {
  readonly findings: Finding[] = []
  /** By row, then by column. */
  readonly #at = new Map<number, Map<string, number[]>>()

  add(
    { code, severity, rule, params }: CellFinding,
    { row, column }: { row: number | null; column: string | null } = { row: null, column: null },
  ): void {
    this.findings.push({
      code,
      severity,
      ...ruleNamed(rule),
      row,
      column,
      params,
    })
    if (row === null || column === null) return
    const inRow = this.#at.get(row) ?? new Map<string, number[]>()
    this.#at.set(row, inRow)
    const known = inRow.get(column)
    if (known) known.push(this.findings.length - 1)
    else inRow.set(column, [this.findings.length - 1])
  }

  at(row: number, column: string): number[] {
    return this.#at.get(row)?.get(column) ?? []
  }
}

function judgeAll(
  input: TableInput,
  { options, sets, report }: { options: ProtectOptions; sets: readonly RuleSet[]; report: FindingList },
): CellJudgement[][] {
  const { rules, asOf, meanings = new Map(), populations } = options
  const place = input.columns.findIndex(
    ({ name, role }) => role === 'key' && meanings.get(name) === 'municipality',
  )
  const setsOf = new Map<string, readonly RuleSet[]>()
  const pick = (databases: readonly string[]): readonly RuleSet[] => {
    const name = databases.join()
    const known = setsOf.get(name) ?? pickRuleSets(rules, { databases, asOf }).sets
    setsOf.set(name, known)
    return known
  }
  const tierOf = (row: number): Rule['geographyTier'] | null => {
    const key = input.rows[row]!.values[place]
    // The tier of a municipality that may not be told would say which it is; its row is hidden whole.
    if (place < 0 || isMarginKey(key) || !isTold(input.rows[row]!, place)) return null
    const population = populations?.get(textOf(key))
    // Unknown populations are judged by the strictest tier that still shows anything.
    return population === undefined ? 'municipality-2000-24999' : municipalityTier(population)
  }
  const unknown =
    place >= 0 &&
    input.rows.some(
      (row) =>
        isTold(row, place) && !isMarginKey(row.values[place]) && !populations?.has(textOf(row.values[place])),
    )
  if (unknown) {
    const { name } = input.columns[place]!
    report.add(
      { code: 'population-unknown', severity: 'warning', rule: null, params: { column: name } },
      { row: null, column: name },
    )
  }
  const judged = input.rows.map(({ values, facts, rowPersons }, row) => {
    const tier = tierOf(row)
    return input.columns.map(({ name, role, databases }, column) =>
      judgeCell({
        role,
        value: values[column] ?? null,
        facts: facts[column]!,
        rowPersons,
        sets: databases.length > 0 ? pick(databases) : sets,
        // Open data rests on nobody whom a minimum protects.
        minimumPersons: databases.length > 0 || input.verified === false ? input.minimumPersons : 0,
        meaning: meanings.get(name) ?? null,
        tier,
      }),
    )
  })
  input.columns.forEach(({ name, role, databases }, column) => {
    if (isFrame(role) || role === 'individual' || databases.length === 0) return
    const blind = input.rows.some(
      ({ values, facts, rowPersons }) =>
        values[column] !== null &&
        personsOf({ role, value: values[column] ?? null, facts: facts[column]!, rowPersons }) === null,
    )
    if (blind)
      report.add(
        { code: 'persons-unknown', severity: 'warning', rule: null, params: { column: name } },
        { row: null, column: name },
      )
  })
  return judged
}

function hideLinked(
  input: TableInput,
  {
    status,
    quotients,
    report,
  }: { status: CellStatus[][]; quotients: ReturnType<typeof findQuotients>; report: FindingList },
): void {
  status.forEach((row, r) => {
    row.forEach((standing, c) => {
      if (standing !== 'shown' || input.rows[r]!.values[c] === null) return
      const other = linkedHidden(input, {
        row: r,
        column: c,
        isHidden: (column) => row[column] !== 'shown',
        quotients,
      })
      if (other === null) return
      row[c] = row[other] === 'secondary' ? 'secondary' : 'primary'
      report.add(
        {
          code: 'linked-to-hidden',
          severity: 'note',
          rule: null,
          params: { column: input.columns[other]!.name },
        },
        { row: r, column: input.columns[c]!.name },
      )
    })
  })
}
