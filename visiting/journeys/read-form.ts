/**
 * Reads a result as what its researcher says it is: which times of a survival table become one step, and, listed by the
 * environment, who is behind each step.
 */
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { ChartSpec } from '../../shared/model/chart.ts'
import type { Finding } from '../../shared/model/findings.ts'
import { guessForm, looksLikeCurve } from '../../shared/model/guess-form.ts'
import { japanDay } from '../../shared/model/japan-time.ts'
import { columnsOf, type OutputForm, type SurvivalForm } from '../../shared/model/output-form.ts'
import { Refusal } from '../../shared/model/refusals.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import { type CurvePlan, planCurve, type StepPersons, stepName } from '../disclosure/curve-table.ts'
import type { Snapshot } from '../results/snapshot.ts'
import { askOnce } from './ask-once.ts'
import { type Gathered, rowsToGather, type TableToGather } from './gather-sets.ts'

export interface ReadCurve {
  form: SurvivalForm
  plan: CurvePlan
  persons: StepPersons
}

export interface FormNeeds {
  /** Every edition known; the day picks among them. */
  rules: () => Promise<RuleSet[]>
  /** Lists who is behind cells and forgets it again. */
  list(table: TableToGather): Promise<Gathered>
}

/** What the query was run with; the rest of a `TableToGather` is made here. */
export type Behind = Pick<TableToGather, 'sql' | 'extractDigest' | 'permit' | 'extract' | 'by'>

/** `form-column-unknown` for the first column the form names that the result has not. */
export function requireColumns(form: OutputForm, { columns }: Pick<Snapshot, 'columns'>): void {
  const unknown = columnsOf(form).find(({ column }) => !columns.some(({ name }) => name === column))
  if (unknown) throw new Refusal('form-column-unknown', { column: unknown.column })
}

/** A table whose columns are named like those of a curve or a model, and that is declared as neither. */
export function undeclared(
  { form, chart }: { form: OutputForm; chart: ChartSpec | null },
  { columns }: Pick<ProtectedTable, 'columns'>,
): Finding[] {
  if (form.kind !== 'table') return []
  // Steps are how curves are drawn, whatever their columns are called.
  const isCurve = chart?.kind === 'step' || looksLikeCurve(columns)
  const guessed = isCurve ? 'survival' : guessForm(columns).kind
  if (guessed === 'table') return []
  return [
    {
      code: guessed === 'survival' ? 'looks-like-curve' : 'looks-like-model',
      severity: 'warning',
      rule: null,
      edition: null,
      confirmed: true,
      row: null,
      column: null,
      params: {},
    },
  ]
}

/** Persons by step are null where they cannot be listed; listings are remembered by result. */
export function readForms({ rules, list }: FormNeeds) {
  const once = askOnce<StepPersons>()

  async function personsOf(behind: TableToGather): Promise<StepPersons> {
    const gathered = await list(behind)
    if (gathered.state !== 'kept') return null
    const persons = new Map<string, number>()
    for (const { cells, size } of gathered.kept.sets)
      for (const { row, column } of cells)
        if (row !== null) {
          const name = stepName(row, column)
          persons.set(name, Math.max(size, persons.get(name) ?? 0))
        }
    return persons
  }

  return async (
    form: SurvivalForm,
    {
      snapshot,
      behind,
      resultId,
      asOf,
    }: { snapshot: Snapshot; behind: Behind; resultId: string; asOf: Date },
  ): Promise<ReadCurve> => {
    const verified = snapshot.plan.kind !== 'unverified'
    const plan = planCurve({ ...snapshot, verified }, form, { rules: await rules(), asOf: japanDay(asOf) })
    const merges = plan.steps.some(({ sources }) => sources.length > 1)
    if (!verified || snapshot.plan.kind === 'open' || !merges) return { form, plan, persons: null }
    const key = JSON.stringify([resultId, form, plan.minimum])
    const persons = await once(key, () => personsOf(curveToGather(snapshot, { form, plan, behind })))
    return { form, plan, persons }
  }
}

export type ReadForms = ReturnType<typeof readForms>

/** A curve as the ledger lists and compares it: rows of the result by the step they went into, in the result’s columns. */
export function curveToGather(
  snapshot: Snapshot,
  { form, plan, behind }: { form: SurvivalForm; plan: CurvePlan; behind: Behind },
): TableToGather {
  const told = new Set([form.time, form.atRisk, form.events, form.strata ?? ''])
  return {
    ...behind,
    ...rowsToGather(snapshot, {
      lines: plan.lines,
      length: plan.steps.length,
      statusOf: (name) => (told.has(name) ? 'shown' : 'primary'),
    }),
  }
}
