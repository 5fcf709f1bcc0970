/** A table of coefficients read as a model: what is measured, what is only said, and what stands against it. */
import { describe, expect, test } from 'vitest'
import { needsJudgement } from '../../../shared/model/finding-words.ts'
import type { ModelForm } from '../../../shared/model/output-form.ts'
import { readModel } from '../../../visiting/disclosure/model-table.ts'
import type { TableInput } from '../../../visiting/disclosure/table-input.ts'
import { shippedRules, someFacts } from './fixtures.ts'

type Role = TableInput['columns'][number]['role']
const FORM: ModelForm = {
  kind: 'model',
  term: 'term',
  estimate: 'estimate',
  standardError: null,
  observations: 'n',
  statedObservations: null,
  statedParameters: null,
  persons: 'persons',
  counts: null,
  continuous: [],
}

/** Coefficients of a sample of so many, with the people behind each term. */
function aModel(
  terms: [name: string, persons: number][],
  { n = 500, role = 'persons', verified = true }: { n?: number; role?: Role; verified?: boolean } = {},
): TableInput {
  const column = (name: string, role: Role) => ({ name, type: 'DOUBLE', role, databases: ['ndb'] })
  return {
    columns: [
      column('term', 'constant'),
      column('estimate', 'derived'),
      column('n', role),
      column('persons', 'persons'),
    ],
    rows: terms.map(([name, persons]) => ({
      values: [name, 0.4, n, persons],
      rowPersons: n,
      facts: [n, n, n, persons].map((count) => someFacts({ persons: count })),
    })),
    minimumPersons: 10,
    verified,
  }
}
/** Counts by name. */
const aCount = (levels: [name: string, persons: number][]): TableInput => ({
  columns: [
    { name: 'level', type: 'VARCHAR', role: 'key', databases: ['ndb'] },
    { name: 'people', type: 'BIGINT', role: 'persons', databases: ['ndb'] },
  ],
  rows: levels.map(([name, persons]) => ({
    values: [name, persons],
    rowPersons: persons,
    facts: [someFacts({ persons }), someFacts({ persons })],
  })),
  minimumPersons: 10,
  verified: true,
})

const TERMS: [string, number][] = [
  ['(Intercept)', 500],
  ['female', 260],
  ['vaccinated', 300],
]
const read = (
  input: TableInput,
  {
    form = {},
    counts = null,
    told = true,
  }: { form?: Partial<ModelForm>; counts?: TableInput | null; told?: boolean } = {},
) =>
  readModel(
    input,
    { ...FORM, ...form },
    {
      counts,
      rules: shippedRules(),
      asOf: '2026-11-25',
      travels: input.rows.map(({ facts }) => facts.map(() => told)),
    },
  )
const codes = ({ found }: ReturnType<typeof read>) =>
  found.map(({ code, severity, row }) => [code, severity, row])

describe('a model', () => {
  test('of enough people is sound; what saturation would need is asked of a person', () => {
    const answer = read(aModel(TERMS))
    expect(codes(answer)).toEqual([['model-saturation-unknown', 'warning', null]])
    expect(needsJudgement(answer.found)).toBe(true)
    expect(answer.report).toMatchObject({
      threshold: 10,
      observations: 500,
      observationsMeasured: true,
      parameters: 3,
      residualDf: 497,
      saturated: null,
      terms: [
        { name: '(Intercept)', persons: null, measured: true },
        { name: 'female', persons: '260', measured: true },
        { name: 'vaccinated', persons: '300', measured: true },
      ],
    })
  })

  test('nine residual degrees of freedom are too few; more parameters than rows count', () => {
    const small = { n: 12 }
    const all: [string, number][] = TERMS.map(([name]) => [name, 12])
    expect(codes(read(aModel(all, small)))[0]).toEqual(['model-few-df', 'blocking', null])
    expect(read(aModel(all, { n: 13 })).found.map(({ code }) => code)).not.toContain('model-few-df')
    expect(codes(read(aModel(all, { n: 13 }), { form: { statedParameters: 4 } }))[0]?.[0]).toBe(
      'model-few-df',
    )
    // Fewer than there are rows may not be said.
    expect(read(aModel(all), { form: { statedParameters: 1 } }).report?.parameters).toBe(3)
  })

  test('with a parameter for each group of people it is the table of the groups', () => {
    const cells = aCount([
      ['male, not vaccinated', 90],
      ['male, vaccinated', 150],
      ['female, not vaccinated', 110],
      ['female, vaccinated', 150],
    ])
    const form = {
      persons: null,
      counts: { item: 1, term: 'level', persons: 'people' },
      continuous: ['female', 'vaccinated', 'both'],
    }
    const full = read(aModel([...TERMS, ['both', 150]]), { form, counts: cells })
    expect(codes(full)).toEqual([['model-saturated', 'blocking', null]])
    expect(full.report?.saturated).toBe(true)
    const fewer = read(aModel(TERMS), { form, counts: cells })
    expect(codes(fewer)).toEqual([])
    expect(fewer.report?.saturated).toBe(false)
    expect(needsJudgement(fewer.found)).toBe(false)
  })

  test('an indicator of few people, or of all but few, is found at its term', () => {
    expect(codes(read(aModel([...TERMS, ['rare', 9]])))).toContainEqual([
      'model-small-indicator',
      'blocking',
      3,
    ])
    const nearlyAll = read(aModel([...TERMS, ['common', 495]]))
    expect(codes(nearlyAll)).toContainEqual(['model-small-indicator', 'blocking', 3])
    expect(nearlyAll.report?.terms.at(-1)?.persons).toBe('≥10')
    expect(read(aModel([...TERMS, ['rare', 9]])).report?.terms.at(-1)?.persons).toBe('<10')
  })

  test('counts of another table are measured too; a term that none counts is told', () => {
    const form = { persons: null, counts: { item: 1, term: 'level', persons: 'people' } }
    const counts = aCount([
      ['female', 260],
      ['male', 240],
    ])
    const answer = read(aModel(TERMS), { form, counts })
    expect(codes(answer)).toContainEqual(['model-indicator-unmeasured', 'warning', 2])
    expect(answer.report?.terms.map(({ measured }) => measured)).toEqual([true, true, false])
    const small = read(aModel(TERMS), {
      form,
      counts: aCount([
        ['female', 4],
        ['vaccinated', 300],
        ['x', 30],
        ['y', 40],
      ]),
    })
    expect(codes(small)).toContainEqual(['model-small-indicator', 'blocking', 1])
  })

  test('a count is no more than the people measured behind it', () => {
    const input = aModel([...TERMS, ['inflated', 300]])
    const rows = input.rows.with(3, {
      ...input.rows[3]!,
      facts: input.rows[3]!.facts.with(3, someFacts({ persons: 2 })),
    })
    expect(codes(read({ ...input, rows }))).toContainEqual(['model-small-indicator', 'blocking', 3])
  })

  test('the researcher’s word stays a word: told as such, and judged by a person', () => {
    const stated = read(aModel(TERMS), { form: { observations: null, statedObservations: 400 } })
    expect(codes(stated)).toContainEqual(['model-observations-stated', 'warning', null])
    expect(stated.report).toMatchObject({ observations: 400, observationsMeasured: false, residualDf: 397 })
    expect(codes(read(aModel(TERMS), { form: { observations: null } }))).toContainEqual([
      'model-observations-missing',
      'blocking',
      null,
    ])
    // A sum or a constant named as the number of observations is no count.
    expect(codes(read(aModel(TERMS, { role: 'sum' })))).toContainEqual([
      'model-observations-missing',
      'blocking',
      null,
    ])
    expect(codes(read(aModel(TERMS, { role: 'constant' })))).toContainEqual([
      'model-observations-missing',
      'blocking',
      null,
    ])
  })

  test('the name of a term that may not be told is told by no finding and no report', () => {
    const secret = aModel(
      [
        ['kappa-7', 2],
        ['x', 300],
        ['y', 300],
        ['z', 300],
      ],
      { n: 500 },
    )
    const answer = read(secret, { told: false })
    expect(answer.found.map(({ code }) => code)).toContain('model-small-indicator')
    expect(JSON.stringify(answer)).not.toContain('kappa-7')
    const uncounted = read(secret, { told: false, form: { persons: null } })
    expect(uncounted.found.map(({ code }) => code)).toContain('model-indicator-unmeasured')
    expect(JSON.stringify(uncounted)).not.toContain('kappa-7')
  })

  test('a number of observations under the minimum is told neither as it is nor by the degrees of freedom', () => {
    const few = aModel(
      [
        ['(Intercept)', 7],
        ['x', 4],
      ],
      { n: 7 },
    )
    const answer = read(few)
    expect(answer.report).toMatchObject({ observations: null, residualDf: null })
    expect(answer.found.find(({ code }) => code === 'model-few-df')?.params).toEqual({
      df: '?',
      threshold: 10,
    })
  })

  test('of an unmeasured result nothing is told but that it was not measured', () => {
    const answer = read(aModel([['rare', 2]], { verified: false, n: 3 }))
    expect(answer.found.map(({ code, params }) => [code, params])).toEqual([['model-unmeasured', {}]])
    expect(answer.report).toBeNull()
  })
})
