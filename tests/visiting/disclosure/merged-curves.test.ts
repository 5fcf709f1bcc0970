/** Curves as they leave: steps merged, survival estimated from what is left, and nothing small to be worked out. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SurvivalForm } from '../../../shared/model/output-form.ts'
import { curveTable, hideWholeCurves, planCurve, stepName } from '../../../visiting/disclosure/curve-table.ts'
import {
  type FollowUp,
  kaplanMeier,
  lifeTable,
  logLogInterval,
  mergeLifeTable,
  mergeUpToAnEnd,
} from '../../../visiting/disclosure/survival-curve.ts'
import type { TableInput } from '../../../visiting/disclosure/table-input.ts'
import { shippedRules, someFacts } from './fixtures.ts'

const people = (text: string): FollowUp[] =>
  text.split(' ').map((word) => ({ time: Number.parseFloat(word), event: !word.endsWith('+') }))

/** Acute myelogenous leukaemia (Miller, Survival Analysis, 1981; `aml` in R). */
const MAINTAINED = people('9 13 13+ 18 23 28+ 31 34 45+ 48 161+')
const NONMAINTAINED = people('5 5 8 8 12 16+ 23 27 30 33 43 45')

describe('intervals', () => {
  test('aml, maintained arm: log-log limits as survfit(conf.type = "log-log") prints them', () => {
    const limits = kaplanMeier(lifeTable(MAINTAINED)).map((step) =>
      logLogInterval(step)!.map((limit) => Number(limit.toFixed(3))),
    )
    expect(limits).toEqual([
      [0.508, 0.987],
      [0.447, 0.951],
      [0.35, 0.899],
      [0.266, 0.835],
      [0.167, 0.753],
      [0.093, 0.657],
      [0.012, 0.525],
    ])
  })

  test('none where nobody is left or nobody has gone', () => {
    expect(logLogInterval({ survival: 0, variance: 0 })).toBeNull()
    expect(logLogInterval({ survival: 1, variance: 0 })).toBeNull()
  })
})

describe('merging', () => {
  test('aml, maintained arm by two: numbers, and survival from these numbers', () => {
    const merged = mergeLifeTable(lifeTable(MAINTAINED), { minimum: 2 })
    const told = merged.map(({ from, time, atRisk, events, censored }) => [
      from,
      time,
      atRisk,
      events,
      censored,
    ])
    expect(told).toEqual([
      [9, 23, 11, 4, 2],
      [31, 48, 5, 3, 2],
    ])
    // 7/11, and 7/11 × 2/5; Greenwood: S² × (4/(11·7) + 3/(5·2)).
    const curve = kaplanMeier(merged)
    expect(curve.map(({ survival }) => Number(survival.toFixed(4)))).toEqual([0.6364, 0.2545])
    expect(Number(Math.sqrt(curve[1]!.variance).toFixed(4))).toBe(0.151)
  })

  test('aml, nonmaintained arm: the one person censored would follow, so there is nothing to show', () => {
    expect(mergeLifeTable(lifeTable(NONMAINTAINED), { minimum: 3 })).toEqual([])
  })

  test('aml, nonmaintained arm: shown up to where enough are left, it tells nothing of the one censored', () => {
    // To its end 12 less 11 events are 1; to 43 weeks 12 less 10 are 2. To 33 weeks 9, and 3 are left.
    const { steps, ended } = mergeUpToAnEnd(lifeTable(NONMAINTAINED), { minimum: 3 })
    expect(ended).toBe(true)
    expect(
      steps.map(({ from, time, atRisk, events, censored }) => [from, time, atRisk, events, censored]),
    ).toEqual([
      [5, 8, 12, 4, 0],
      [12, 33, 8, 5, 3],
    ])
    // 8/12, then 3/8 of it.
    expect(kaplanMeier(steps).map(({ survival }) => Number(survival.toFixed(4)))).toEqual([0.6667, 0.25])
    expect(mergeUpToAnEnd(lifeTable(MAINTAINED), { minimum: 2 })).toEqual({
      steps: mergeLifeTable(lifeTable(MAINTAINED), { minimum: 2 }),
      ended: false,
    })
  })

  test('a curve that ends early tells as little: of its end and of what comes after', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ time: fc.integer({ min: 1, max: 40 }), event: fc.integer({ min: 0, max: 19 }) }),
          {
            maxLength: 300,
          },
        ),
        fc.integer({ min: 2, max: 12 }),
        (group, minimum) => {
          // Nearly everybody has the event, so that few are censored in all.
          const table = lifeTable(group.map(({ time, event }) => ({ time, event: event > 0 })))
          const { steps, ended } = mergeUpToAnEnd(table, { minimum })
          steps.forEach(({ atRisk, events, censored }, k) => {
            expect(Math.min(atRisk, events)).toBeGreaterThanOrEqual(minimum)
            expect(atRisk - events - (steps[k + 1]?.atRisk ?? 0)).toBe(censored)
            expect(censored === 0 || censored >= minimum).toBe(true)
          })
          // Whoever takes all events from all people learns of none, or of enough.
          const left = (steps[0]?.atRisk ?? 0) - steps.reduce((sum, { events }) => sum + events, 0)
          expect(left === 0 || left >= minimum).toBe(true)
          if (ended) expect(mergeLifeTable(table, { minimum })).toEqual([])
        },
      ),
      { numRuns: 400, seed: 20_261_126 },
    )
  })

  test('every number that can be worked out of a curve is none or enough', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ time: fc.integer({ min: 1, max: 60 }), event: fc.boolean() }), {
          maxLength: 400,
        }),
        fc.integer({ min: 1, max: 12 }),
        (group, minimum) => {
          const table = lifeTable(group)
          const merged = mergeLifeTable(table, { minimum })
          merged.forEach(({ atRisk, events, censored }, k) => {
            const next = merged[k + 1]?.atRisk ?? 0
            expect(atRisk).toBeGreaterThanOrEqual(minimum)
            expect(events).toBeGreaterThanOrEqual(minimum)
            expect(atRisk - events - next).toBe(censored)
            expect(censored === 0 || censored >= minimum).toBe(true)
          })
          if (merged.length > 0) {
            // Nobody is lost: all times are in, all events are counted.
            expect(merged.flatMap(({ sources }) => sources)).toEqual(table.map((_, place) => place))
            const all = group.filter(({ event }) => event).length
            expect(merged.reduce((sum, { events }) => sum + events, 0)).toBe(all)
          }
        },
      ),
      { numRuns: 600, seed: 20_261_125 },
    )
  })

  test('a minimum of one changes nothing but times without events', () => {
    const table = lifeTable(MAINTAINED)
    expect(mergeLifeTable(table, { minimum: 1 }).map(({ time, events }) => [time, events])).toEqual(
      kaplanMeier(table).map(({ time, events }) => [time, events]),
    )
  })
})

const FORM: SurvivalForm = {
  kind: 'survival',
  time: 'month',
  atRisk: 'at_risk',
  events: 'deaths',
  censored: null,
  strata: null,
}

/** A survival table by month as the environment measures it. */
function aCurve(
  months: [month: number, atRisk: number, deaths: number][],
  part: Partial<TableInput> = {},
): TableInput {
  const column = (name: string, role: TableInput['columns'][number]['role']) => ({
    name,
    type: 'BIGINT',
    role,
    databases: ['ndb'],
  })
  return {
    columns: [column('month', 'key'), column('at_risk', 'persons'), column('deaths', 'persons')],
    rows: months.map(([month, atRisk, deaths]) => ({
      values: [month, atRisk, deaths],
      rowPersons: atRisk,
      facts: [someFacts({ persons: atRisk }), someFacts({ persons: atRisk }), someFacts({ persons: deaths })],
    })),
    minimumPersons: 10,
    verified: true,
    ...part,
  }
}
const RULES = { rules: shippedRules(), asOf: '2026-11-25' }
const MONTHS: [number, number, number][] = [
  [1, 200, 4],
  [2, 196, 3],
  [3, 193, 5],
  [4, 170, 12],
  [5, 120, 11],
]

describe('a table of curves', () => {
  test('is made of merged steps, with survival of these and nothing else', () => {
    const input = aCurve(MONTHS)
    const plan = planCurve(input, FORM, RULES)
    expect(plan).toMatchObject({ problems: [], minimum: 10, lines: [0, 0, 0, 1, 2], rule: { id: 'NDB-1' } })
    const made = curveTable({ input }, FORM, { plan, persons: listed(plan) })
    expect(made.input.columns.map(({ name }) => name)).toEqual([
      'month_from',
      'month',
      'at_risk',
      'deaths',
      'censored',
      'survival',
      'survival_low',
      'survival_high',
    ])
    expect(made.input.rows.map(({ values }) => values.slice(0, 6))).toEqual([
      [1, 3, 200, 12, 18, 0.94],
      [4, 4, 170, 12, 38, 0.873647],
      [5, 5, 120, 11, 109, 0.793563],
    ])
    expect(made.report).toMatchObject({
      threshold: 10,
      times: 5,
      steps: 3,
      merged: [3, 1, 1],
      measured: true,
    })
    expect(made.travels.flat().every(Boolean)).toBe(true)
    expect(made.found.map(({ code, row }) => [code, row])).toEqual([
      ['curve-merged', null],
      ['curve-step-merged', 0],
    ])
  })

  test('one person counted at every time is one person: the step is not shown', () => {
    const input = aCurve(MONTHS)
    const plan = planCurve(input, FORM, RULES)
    const persons = new Map(listed(plan)).set(stepName(0, 2), 1)
    const made = curveTable({ input }, FORM, { plan, persons })
    expect(made.input.rows[0]!.facts[3]!.persons).toBe(1)
    expect(made.travels[0]).toEqual([true, true, true, false, true, false, false, false])
    expect(made.found.find(({ code }) => code === 'curve-same-people')?.severity).toBe('blocking')
  })

  test('where the people could not be listed, a step rests on its largest part', () => {
    const input = aCurve(MONTHS)
    const plan = planCurve(input, FORM, RULES)
    const made = curveTable({ input }, FORM, { plan, persons: null })
    expect(made.input.rows.map(({ facts }) => facts[3]!.persons)).toEqual([5, 12, 11])
    expect(made.found.map(({ code }) => code)).toContain('curve-unproven')
  })

  test('is no way out: what is not a count of persons, or not a time, is not read as one', () => {
    const codes = (input: TableInput, form = FORM) =>
      planCurve(input, form, RULES).problems.map(({ code }) => code)
    const withRole = (column: number, role: TableInput['columns'][number]['role']) => {
      const input = aCurve(MONTHS)
      return { ...input, columns: input.columns.with(column, { ...input.columns[column]!, role }) }
    }
    expect(codes(withRole(0, 'extreme'))).toEqual(['curve-time'])
    expect(codes(withRole(1, 'sum'))).toEqual(['curve-not-counts'])
    expect(codes(withRole(2, 'derived'))).toEqual(['curve-not-counts'])
    const visits = withRole(2, 'count')
    const twice = visits.rows.with(0, { ...visits.rows[0]!, values: [1, 200, 40] })
    expect(codes({ ...visits, rows: twice })).toEqual(['curve-not-persons'])
    expect(codes(aCurve([...MONTHS, [5, 60, 0]]))).toEqual(['curve-time'])
    expect(codes(aCurve(MONTHS.with(1, [2, 199, 3])))).toEqual(['curve-inconsistent'])
  })

  test('a time that rests on too few is told by no step: steps begin and end at others', () => {
    const input = aCurve(MONTHS)
    const alone = (row: number) => ({ ...input.rows[row]!, rowPersons: 1 })
    const few = { ...input, rows: input.rows.with(0, alone(0)).with(3, alone(3)) }
    const plan = planCurve(few, FORM, RULES)
    expect(plan.steps.map(({ from, time, events }) => [from, time, events])).toEqual([
      [2, 3, 12],
      [5, 5, 23],
    ])
    const none = { ...input, rows: input.rows.map((_, row) => alone(row)) }
    expect(planCurve(none, FORM, RULES)).toMatchObject({ steps: [], without: 1 })
  })

  test('a curve whose few survivors would follow ends where enough are left, and says so', () => {
    const input = aCurve([
      [1, 100, 30],
      [2, 70, 40],
      [3, 30, 15],
      [4, 15, 11],
    ])
    // 100 less 96 deaths are 4.
    const plan = planCurve(input, FORM, RULES)
    expect(plan.steps.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored])).toEqual([
      [1, 100, 30, 0],
      [2, 70, 40, 0],
      [3, 30, 15, 15],
    ])
    expect(plan).toMatchObject({ without: 0, ended: [3], lines: [0, 1, 2, -1] })
    const made = curveTable({ input }, FORM, { plan, persons: null })
    expect(made.found.map(({ code }) => code)).toContain('curve-ended')
  })

  test('a curve that cannot have a step is left out, and said to be', () => {
    const input = aCurve([
      [1, 9, 4],
      [2, 5, 5],
    ])
    const plan = planCurve(input, FORM, RULES)
    const made = curveTable({ input }, FORM, { plan, persons: null })
    expect(made.input.rows).toEqual([])
    expect(made.found.map(({ code }) => code)).toEqual(['curve-no-step'])
  })

  test('a curve with one hidden number is hidden whole, the others stay', () => {
    const cell = (text: string, status: 'shown' | 'primary' = 'shown') => ({
      text,
      status,
      persons: '12',
      interval: null,
      findings: [],
    })
    const table = {
      columns: [
        { name: 'sex', type: 'VARCHAR', role: 'key' },
        { name: 'deaths', type: 'BIGINT', role: 'persons' },
      ],
      rows: [
        [cell('1'), cell('12')],
        [cell('1'), cell('15', 'primary')],
        [cell('2'), cell('31')],
      ],
      findings: [],
      summary: {
        method: 'suppress' as const,
        pattern: null,
        gap: null,
        primary: 1,
        secondary: 0,
        shown: 2,
        elapsedMs: 0,
        lost: [],
      },
    }
    const report = { columns: { stratum: 'sex' } } as Parameters<typeof hideWholeCurves>[1]
    const hidden = hideWholeCurves(table, report)
    expect(hidden.rows.map((row) => row[1]!.status)).toEqual(['secondary', 'primary', 'shown'])
    expect(hidden.findings.map(({ code }) => code)).toEqual(['curve-hidden'])
  })
})

/** As many persons behind each step as its numbers say. */
const listed = (plan: ReturnType<typeof planCurve>): Map<string, number> =>
  new Map(
    plan.steps.flatMap(({ atRisk, events }, step): [string, number][] => [
      [stepName(step, 1), atRisk],
      [stepName(step, 2), events],
    ]),
  )
