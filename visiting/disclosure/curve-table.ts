/**
 * The table of survival curves as it may leave: the times of a result merged into steps, and survival estimated from
 * the merged numbers alone, so that the curve tells nothing that the numbers beside it do not.
 *
 * Planned first, from the values; then the environment lists the people behind each merged step, and what it counts is
 * what the step rests on: a person who was counted at ten times is one person. The merged table goes through the checks
 * of every table. Numbers are merged as if each person left once; a column for which that is not so is found by that.
 * Long because plan, count and table are one road, read from top to bottom.
 */
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import type { CellFacts } from '../../shared/model/facts.ts'
import type { Finding } from '../../shared/model/findings.ts'
import type { SurvivalForm, SurvivalReport } from '../../shared/model/output-form.ts'
import type { RuleSet } from '../../shared/model/rules.ts'
import type { CellFinding } from './judge-cells.ts'
import type { RecodedTable } from './recode-table.ts'
import { pickRuleSets, type RuleInForce, ruleNamed, strictestRule } from './rule-sets.ts'
import { kaplanMeier, logLogInterval, type MergedStep, mergeUpToAnEnd } from './survival-curve.ts'
import { isMarginKey, numberOf, type TableColumn, type TableInput, textOf } from './table-input.ts'

type CurveInput = Pick<TableInput, 'columns' | 'minimumPersons' | 'verified'> & {
  rows: readonly TableInput['rows'][number][]
}

export interface CurvePlan {
  /** What stands against reading the result as curves; nothing is merged then. */
  problems: (CellFinding & { column: string })[]
  /** Worth saying, but not against it. */
  remarks: (CellFinding & { column: string })[]
  steps: (MergedStep & { stratum: number })[]
  /** For each row of the result the step it went into; −1 where it went into none. */
  lines: number[]
  minimum: number
  rule: RuleInForce | null
  /** Curves of which no step can be shown. */
  without: number
  /** Times at which the follow-up of curves ends earlier than their result does, because too few would be left to tell. */
  ended: number[]
}

/** Persons behind a merged step, by step and column of the result; null where they could not be listed. */
export type StepPersons = ReadonlyMap<string, number> | null

/** Names a merged step's cell among what the environment lists; `step` and `column` count from 0. */
export const stepName = (step: number, column: number): string => `${step} ${column}`

interface Places {
  time: number
  atRisk: number
  events: number
  censored: number
  strata: number
}

/** Places of the columns a form names. Throws where one is missing, which its caller asked before. */
function placesOf({ columns }: Pick<CurveInput, 'columns'>, form: SurvivalForm): Places {
  const at = (name: string | null) => {
    const place = name === null ? -1 : columns.findIndex((column) => column.name === name)
    if (name !== null && place < 0) throw new Error('a form names a column that is not there')
    return place
  }
  const { time, atRisk, events, censored, strata } = form
  return {
    time: at(time),
    atRisk: at(atRisk),
    events: at(events),
    censored: at(censored),
    strata: at(strata),
  }
}

/** Which times become one step, and why a result is no survival table. */
export function planCurve(
  input: CurveInput,
  form: SurvivalForm,
  { rules, asOf }: { rules: readonly RuleSet[]; asOf: string },
): CurvePlan {
  const { columns, rows, minimumPersons } = input
  const place = placesOf(input, form)
  const databases = [...new Set(columns.flatMap((column) => column.databases))]
  const { sets } = pickRuleSets(rules, { databases, asOf })
  const rule = strictestRule(sets, { kind: 'curve' })
  const persons = strictestRule(sets, { kind: 'persons' })
  const isOpen = input.verified && databases.length === 0
  const minimum = isOpen ? 0 : Math.max(rule?.threshold ?? 0, persons?.threshold ?? 0, minimumPersons)
  const plan: CurvePlan = {
    problems: [],
    remarks: [],
    steps: [],
    lines: rows.map(() => -1),
    minimum,
    rule,
    without: 0,
    ended: [],
  }
  const stop = (code: CellFinding['code'], column: string) =>
    plan.problems.push({ code, severity: 'blocking', rule: null, params: { column }, column })

  if (input.verified && !['key', 'constant'].includes(columns[place.time]!.role))
    stop('curve-time', form.time)
  for (const at of [place.atRisk, place.events]) {
    const { role, name } = columns[at]!
    if (!input.verified || isOpen) continue
    if (!['persons', 'count'].includes(role)) stop('curve-not-counts', name)
    else if (
      role === 'count' &&
      rows.some(({ values, facts }) => facts[at]!.persons !== numberOf(values[at]))
    )
      stop('curve-not-persons', name)
  }
  if (plan.problems.length > 0) return plan

  // The time of a row that rests on too few is theirs, as every key of such a row is.
  const isUntold = ({ rowPersons }: CurveInput['rows'][number]) =>
    input.verified && !isOpen && (rowPersons === null || rowPersons < minimumPersons)
  const strata = new Map<string, number[]>()
  rows.forEach(({ values }, row) => {
    const stratum = place.strata < 0 ? '' : textOf(values[place.strata])
    // Total rows are no times.
    if (isMarginKey(values[place.time]) || (place.strata >= 0 && isMarginKey(values[place.strata]))) return
    strata.set(stratum, [...(strata.get(stratum) ?? []), row])
  })
  let differs = false
  for (const [stratum, members] of [...strata.values()].entries()) {
    const at = (row: number, column: number) => numberOf(rows[row]!.values[column])
    const ordered = members.toSorted(
      (a, b) => (at(a, place.time) ?? Number.NaN) - (at(b, place.time) ?? Number.NaN),
    )
    const table = ordered.map((row) => ({
      time: at(row, place.time),
      atRisk: at(row, place.atRisk),
      events: at(row, place.events),
      untold: isUntold(rows[row]!),
    }))
    if (table.some(({ time }, k) => time === null || time === table[k - 1]?.time)) {
      stop('curve-time', form.time)
      return plan
    }
    if (!table.every(isWhole)) {
      stop('curve-not-counts', form.events)
      return plan
    }
    if (table.some(({ atRisk, events }, k) => (table[k + 1]?.atRisk ?? 0) > atRisk - events)) {
      stop('curve-inconsistent', form.atRisk)
      return plan
    }
    differs ||=
      place.censored >= 0 &&
      table.some(({ atRisk, events }, k) => {
        const next = table[k + 1]
        return next !== undefined && at(ordered[k]!, place.censored) !== atRisk - events - next.atRisk
      })
    const { steps, ended } = mergeUpToAnEnd(table, { minimum })
    if (steps.length === 0) plan.without += 1
    if (ended) plan.ended.push(steps.at(-1)!.time)
    for (const step of steps) {
      for (const source of step.sources) plan.lines[ordered[source]!] = plan.steps.length
      plan.steps.push({ ...step, stratum, sources: step.sources.map((source) => ordered[source]!) })
    }
  }
  if (differs)
    plan.remarks.push({
      code: 'curve-censored-differs',
      severity: 'warning',
      rule: null,
      params: { column: form.censored! },
      column: form.censored!,
    })
  return plan
}

interface LifeRow {
  time: number
  atRisk: number
  events: number
}

const isWhole = <Row extends { [field in keyof LifeRow]: number | null }>(row: Row): row is Row & LifeRow =>
  row.time !== null &&
  [row.atRisk, row.events].every((count) => count !== null && Number.isInteger(count) && count >= 0)

export interface CurveTable extends RecodedTable {
  /** Findings of the form; a row is one of the merged table. */
  found: Finding[]
  report: SurvivalReport
}

/** The merged table with survival, its interval and what each number rests on. */
export function curveTable(
  { input }: Pick<RecodedTable, 'input'>,
  form: SurvivalForm,
  { plan, persons }: { plan: CurvePlan; persons: StepPersons },
): CurveTable {
  const { columns, rows, minimumPersons, verified } = input
  const place = placesOf(input, form)
  const isOpen = verified && columns.every(({ databases }) => databases.length === 0)
  const names = namesOf(form)
  const stratum = place.strata < 0 ? [] : [columns[place.strata]!]
  const databases = [...new Set(columns.flatMap((column) => column.databases))]
  const computed = (name: string, role: TableColumn['role'], type: string): TableColumn => ({
    name,
    role,
    type,
    databases,
  })
  const told: TableColumn[] = [
    ...stratum,
    { ...columns[place.time]!, name: names.from, role: 'key' },
    { ...columns[place.time]!, role: 'key' },
    columns[place.atRisk]!,
    columns[place.events]!,
    computed(names.censored, isOpen ? 'constant' : 'persons', 'BIGINT'),
    ...[names.survival, names.low, names.high].map((name) =>
      computed(name, isOpen ? 'constant' : 'rate', 'DOUBLE'),
    ),
  ]

  /** What a merged cell rests on: those the environment listed, else the largest part. */
  const behind = (step: number, column: number): number | null => {
    const listed = persons?.get(stepName(step, column))
    if (listed !== undefined) return listed
    const parts = plan.steps[step]!.sources.map((row) => rows[row]!.facts[column]!.persons)
    return parts.some((part) => part === null) ? null : Math.max(...(parts as number[]))
  }
  const plainFacts = (count: number | null, below: number | null = null): CellFacts => ({
    persons: count,
    institutions: null,
    top1Share: null,
    top2Share: null,
    denominatorPersons: below,
    certainty: persons ? 'exact' : 'at-least',
    databases,
  })
  const enough = (count: number | null) => isOpen || (count !== null && count >= minimumPersons)

  const curves = estimates(plan)
  let shares = false
  const made = plan.steps.map((step, index) => {
    const first = rows[step.sources[0]!]!
    const [s, low, high] = curves[index]!
    const atRisk = Math.min(step.atRisk, behind(index, place.atRisk) ?? step.atRisk)
    const atRiskFacts = isOpen ? null : verified ? atRisk : null
    const eventsFacts = isOpen ? null : behind(index, place.events)
    if (persons && eventsFacts !== null && eventsFacts < step.events) shares = true
    const censoredFacts = atRiskFacts === null ? null : step.censored
    const keys = [...stratum.map(() => first.values[place.strata] ?? null), step.from, step.time]
    const rate = plainFacts(eventsFacts, atRiskFacts)
    const travels = [
      ...keys.map(() => enough(atRiskFacts)),
      enough(atRiskFacts),
      enough(eventsFacts),
      step.censored === 0 ? enough(atRiskFacts) : enough(censoredFacts),
      ...[s, low, high].map(() => enough(atRiskFacts) && enough(eventsFacts)),
    ]
    return {
      travels: travels.map((each) => each && verified),
      row: {
        values: [...keys, step.atRisk, step.events, step.censored, s, low, high],
        rowPersons: atRiskFacts,
        facts: [
          ...keys.map(() => plainFacts(atRiskFacts)),
          plainFacts(atRiskFacts),
          plainFacts(eventsFacts),
          plainFacts(censoredFacts),
          rate,
          rate,
          rate,
        ],
      },
    }
  })
  const report: SurvivalReport = {
    kind: 'survival',
    threshold: plan.minimum,
    ...ruleNamed(plan.rule),
    times: plan.lines.filter((line) => line >= 0).length,
    steps: plan.steps.length,
    merged: plan.steps.map(({ sources }) => sources.length),
    columns: { ...names, stratum: form.strata },
    measured: isOpen || persons !== null,
  }
  return {
    input: { ...input, columns: told, rows: made.map(({ row }) => row) },
    travels: made.map(({ travels }) => travels),
    findings: [],
    report,
    found: findingsOf(plan, {
      form,
      left: columns.filter(({ name }) => !told.some((one) => one.name === name) && name !== form.censored),
      unproven: !report.measured && plan.steps.some(({ sources }) => sources.length > 1),
      shares: shares ? columns[place.events]!.name : null,
    }),
  }
}

/** Kaplan–Meier with its 95 % interval, step by step, from the merged numbers. */
function estimates({ steps }: CurvePlan): [number, number | null, number | null][] {
  const strata = [...new Set(steps.map(({ stratum }) => stratum))]
  return strata.flatMap((stratum) =>
    kaplanMeier(steps.filter((step) => step.stratum === stratum)).map(
      (step): [number, number | null, number | null] => {
        const [low, high] = logLogInterval(step) ?? [null, null]
        return [short(step.survival), low === null ? null : short(low), high === null ? null : short(high)]
      },
    ),
  )
}

const short = (value: number): number => Number(value.toPrecision(6))

/** Names of the columns: the researcher’s where there are any, the others so that none is said twice. */
function namesOf(form: SurvivalForm): Omit<SurvivalReport['columns'], 'stratum'> {
  const taken = new Set([form.time, form.atRisk, form.events, form.strata ?? ''])
  const free = (name: string): string => {
    let chosen = name
    for (let copy = 2; taken.has(chosen); copy += 1) chosen = `${name}_${copy}`
    taken.add(chosen)
    return chosen
  }
  return {
    from: free(`${form.time}_from`),
    time: form.time,
    atRisk: form.atRisk,
    events: form.events,
    censored: free(form.censored ?? 'censored'),
    survival: free('survival'),
    low: free('survival_low'),
    high: free('survival_high'),
  }
}

function findingsOf(
  plan: CurvePlan,
  {
    form,
    left,
    unproven,
    shares,
  }: { form: SurvivalForm; left: readonly TableColumn[]; unproven: boolean; shares: string | null },
): Finding[] {
  const { rule, minimum, steps, lines, without, ended } = plan
  const of = (
    code: CellFinding['code'],
    severity: Finding['severity'],
    params: Finding['params'],
    place: Partial<Pick<Finding, 'row' | 'column'>> = {},
  ): Finding => ({
    code,
    severity,
    ...ruleNamed(rule),
    row: null,
    column: null,
    params,
    ...place,
  })
  const merged = steps.filter(({ sources }) => sources.length > 1)
  return [
    ...plan.remarks.map(({ code, severity, params }) => of(code, severity, params)),
    ...(shares === null ? [] : [of('curve-same-people', 'blocking', { column: shares })]),
    ...(unproven ? [of('curve-unproven', 'warning', {})] : []),
    ...(without > 0 ? [of('curve-no-step', 'warning', { count: without, threshold: minimum })] : []),
    ...(ended.length > 0 ? [of('curve-ended', 'note', { times: ended.join(', '), threshold: minimum })] : []),
    ...(merged.length > 0
      ? [
          of('curve-merged', 'note', {
            before: lines.filter((line) => line >= 0).length,
            after: steps.length,
          }),
        ]
      : []),
    ...steps.flatMap(({ from, time, sources }, row) =>
      sources.length > 1
        ? [
            of(
              'curve-step-merged',
              'note',
              { from, to: time, count: sources.length, threshold: minimum },
              { row, column: form.events },
            ),
          ]
        : [],
    ),
    ...left.map(({ name }) => of('curve-column-left-out', 'note', { column: name })),
  ]
}

type CurveRows = Pick<ProtectedTable, 'columns' | 'rows' | 'findings' | 'summary'>

/** Numbers of a curve follow from one another, so a curve with a hidden number is hidden whole. */
export function hideWholeCurves<Table extends CurveRows>(table: Table, { columns }: SurvivalReport): Table {
  const stratum = table.columns.findIndex(({ name }) => name === columns.stratum)
  const nameOf = (row: Table['rows'][number]) => (stratum < 0 ? '' : (row[stratum]?.text ?? ''))
  const partly = new Set(
    table.rows.filter((row) => row.some(({ status }) => status !== 'shown')).map((row) => nameOf(row)),
  )
  if (partly.size === 0) return table
  let hidden = 0
  const rows = table.rows.map((row) =>
    partly.has(nameOf(row))
      ? row.map((cell, c) => {
          if (cell.status !== 'shown' || table.columns[c]!.role === 'key') return cell
          hidden += 1
          return { ...cell, text: null, status: 'secondary' as const, persons: '?' }
        })
      : row,
  )
  const { summary } = table
  return {
    ...table,
    rows,
    summary: { ...summary, secondary: summary.secondary + hidden, shown: summary.shown - hidden },
    findings: [
      ...table.findings,
      {
        code: 'curve-hidden',
        severity: 'warning' as const,
        rule: null,
        edition: null,
        confirmed: true,
        row: null,
        column: null,
        params: {},
      },
    ],
  }
}
