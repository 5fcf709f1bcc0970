import { describe, expect, test } from 'vitest'
import { FINDING_WORDS, findingWords } from '../../../shared/model/finding-words.ts'
import { checkFigure, numbersIn } from '../../../visiting/disclosure/figure.ts'
import { checkModel } from '../../../visiting/disclosure/model-output.ts'
import { ruleSetByName } from '../../../visiting/disclosure/rule-sets.ts'
import { findLiterals, textFindings } from '../../../visiting/disclosure/text-literals.ts'
import { shippedRules } from './fixtures.ts'

const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code)

describe('figures', () => {
  const facts = { hidden: [7], extremes: [101], persons: [], minimumPersons: 10 }

  test('a hidden count in hover text, labels or custom data is found', () => {
    const figure = (trace: Record<string, unknown>) => codes(checkFigure({ data: [trace] }, facts))
    expect(figure({ y: [20, 30] })).toEqual([])
    expect(figure({ y: [20, 7] })).toEqual(['figure-hover-value'])
    expect(figure({ y: [20, null], text: ['20 人', '７ 人'] })).toEqual(['figure-hover-value'])
    expect(figure({ y: [20, null], customdata: [[20], [7]] })).toEqual(['figure-hover-value'])
    expect(figure({ y: [20], hovertemplate: 'group B7: %{y}' })).toEqual([])
  })

  test('an axis that ends at the oldest person is found', () => {
    const layout = (range: number[]) => checkFigure({ data: [], layout: { xaxis: { range } } }, facts)
    expect(codes(layout([0, 101]))).toEqual(['figure-axis-extreme'])
    expect(codes(layout([0, 110]))).toEqual([])
  })

  test('thin bins, single points and the points of box plots are found', () => {
    expect(codes(checkFigure({ data: [{ type: 'bar', y: [1] }] }, { ...facts, persons: [[4]] }))).toEqual([
      'figure-bin-small',
    ])
    expect(codes(checkFigure({ data: [{ type: 'scatter' }] }, { ...facts, persons: [[1, 50]] }))).toEqual([
      'figure-individual-points',
    ])
    expect(codes(checkFigure({ data: [{ type: 'box' }] }, facts))).toEqual(['figure-individual-points'])
    expect(codes(checkFigure({ data: [{ type: 'box', boxpoints: false }] }, facts))).toEqual([])
  })

  test('an annotation that tells a hidden count is found', () => {
    const layout = { annotations: [{ text: 'n = 7' }], title: { text: 'All 17 regions' } }
    expect(checkFigure({ data: [], layout }, facts)).toMatchObject([
      { code: 'figure-annotation-value', params: { place: 'layout.annotations[0]' } },
    ])
  })

  test('numbers are read as people write them', () => {
    expect(numbersIn('1,234 人と ５６.5 と A7 と 3.2.1')).toEqual([1234, 56.5, 3.2])
  })
})

describe('models', () => {
  const model = {
    observations: 500,
    parameters: 6,
    distinctCells: null,
    persons: 480,
    terms: [
      { name: 'age', persons: null },
      { name: 'sex', persons: 200 },
    ],
  }
  const acro = [ruleSetByName(shippedRules(), { name: 'ACRO', asOf: '2026-01-01' })!]
  const check = (changes: Partial<typeof model> & { distinctCells?: number | null }) =>
    codes(checkModel({ ...model, ...changes } as typeof model, { sets: acro, minimumPersons: 10 }))

  test('an ordinary model passes', () => {
    expect(check({})).toEqual([])
  })

  test('nine residual degrees of freedom are too few, ten are enough', () => {
    expect(check({ observations: 15 })).toEqual(['model-few-df'])
    expect(check({ observations: 16 })).toEqual([])
  })

  test('a model with a parameter for each cell repeats the table', () => {
    expect(check({ distinctCells: 6 as never })).toEqual(['model-saturated'])
  })

  test('an indicator of few people, or of all but few, is named', () => {
    expect(check({ terms: [{ name: 'rare', persons: 9 }] })).toEqual(['model-small-indicator'])
    expect(check({ terms: [{ name: 'common', persons: 475 }] })).toEqual(['model-small-indicator'])
    expect(check({ terms: [{ name: 'absent', persons: 0 }] })).toEqual([])
  })
})

describe('texts', () => {
  test('literals that equal values of the data are highlighted, years and small numbers are not', () => {
    const found = findLiterals("費用は 12,345 円（2024年、3人）。WHERE drug = 'レアノール'", {
      numbers: new Set([12345, 2024, 3]),
      words: new Set(['レアノール']),
    })
    expect(found.map(({ literal }) => literal)).toEqual(['12,345', 'レアノール'])
  })

  const marks = (text: string, isCode = false) =>
    textFindings(text, {
      isCode,
      shown: { numbers: new Set([120, 61.5]), words: new Set() },
      least: 10,
    }).map(({ code, severity, params }) => [code, severity, params.literal])

  test('a number that stands in no table is found as that, whether or not it is hidden in one', () => {
    expect(marks('患者は１２０人、平均61.5歳、死亡は47人でした（2024年）。')).toEqual([
      ['text-holds-value', 'note', '１２０'],
      ['text-holds-value', 'note', '61.5'],
      ['text-unaccounted', 'warning', '47'],
    ])
    expect(marks('WHERE age >= 65', true)).toEqual([['text-unaccounted', 'note', '65']])
  })

  test('small counts of people are found in both languages, other small numbers are not', () => {
    expect(marks('うち3人（n = 7）、第2群、4 patients、表1')).toEqual([
      ['text-small-count', 'warning', '3'],
      ['text-small-count', 'warning', '7'],
      ['text-small-count', 'warning', '4'],
    ])
    expect(marks('10人以上、0人')).toEqual([])
  })
})

describe('words', () => {
  test('every code has a Japanese and an English sentence with the same parameters', () => {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
    for (const [code, { ja, en }] of Object.entries(FINDING_WORDS))
      expect([code, names(ja)]).toEqual([code, names(en)])
  })

  test('parameters are filled in', () => {
    expect(findingWords({ code: 'below-minimum', params: { threshold: 10 } }, 'en')).toBe(
      'Rests on fewer than 10 persons and may not be shown.',
    )
  })
})
