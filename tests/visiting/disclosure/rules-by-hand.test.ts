/** The rules about single cells, at their edges, each worked out by hand from the formula in its source. */
import { describe, expect, test } from 'vitest'
import type { RuleSet } from '../../../shared/model/rules.ts'
import { type CellQuestion, judgeCell } from '../../../visiting/disclosure/judge-cells.ts'
import { shippedRules, someFacts } from './fixtures.ts'

const ndb = shippedRules().filter(({ set }) => set === 'NDB')

function codesOf(question: Partial<CellQuestion> & Pick<CellQuestion, 'role' | 'value'>): string[] {
  return judgeCell({
    facts: someFacts(),
    rowPersons: 40,
    sets: ndb,
    minimumPersons: 10,
    meaning: null,
    tier: null,
    ...question,
  }).findings.map(({ code }) => code)
}

/** A set with one rule about sums. */
const aboutSums = (parameters: Record<string, number>): RuleSet[] => [
  {
    set: 'HAND',
    edition: '1',
    effectiveFrom: '2026-01-01',
    databases: [],
    titleJa: '手',
    titleEn: 'by hand',
    confirmed: true,
    rules: [
      {
        id: 'HAND-1',
        cellKind: 'sum',
        geographyTier: 'any',
        threshold: 10,
        zeroPolicy: 'show',
        action: 'hide',
        parameters,
        confirmed: true,
        source: 'this test',
        noteJa: '',
        noteEn: '',
      },
    ],
  },
]

describe('counts under NDB-1: 1 to 9 are hidden, 0 is shown', () => {
  for (const [persons, codes] of [
    [0, []],
    [1, ['below-minimum']],
    [9, ['below-minimum']],
    [10, []],
  ] as const)
    test(`${persons}`, () => {
      const facts = someFacts({ persons })
      expect(codesOf({ role: 'persons', value: persons, facts, rowPersons: persons })).toEqual(codes)
    })
})

describe('rates: the few on either side', () => {
  for (const { above, below, codes } of [
    { above: 30, below: 40, codes: [] },
    { above: 31, below: 40, codes: ['complement-small'] },
    { above: 39, below: 40, codes: ['complement-small'] },
    // Everybody: none are left over, and none may be told.
    { above: 40, below: 40, codes: [] },
    { above: 0, below: 40, codes: [] },
    { above: 9, below: 40, codes: ['below-minimum'] },
    { above: 9, below: 9, codes: ['below-minimum', 'denominator-small'] },
  ])
    test(`${above} of ${below}`, () => {
      const facts = someFacts({ persons: above, denominatorPersons: below })
      expect(codesOf({ role: 'rate', value: (100 * above) / below, facts })).toEqual(codes)
    })
})

describe('dominance, from contributions', () => {
  const cases: { what: string; given: number[]; parameters: Record<string, number>; unsafe: boolean }[] = [
    // The two largest of 100: 90 is not over 90 %; 91 is.
    { what: '(2, 90 %): exactly 90', given: [60, 30, 6, 4], parameters: { n: 2, k: 0.9 }, unsafe: false },
    { what: '(2, 90 %): 91', given: [60, 31, 5, 4], parameters: { n: 2, k: 0.9 }, unsafe: true },
    { what: '(1, 75 %): 75 and 20', given: [75, 20, 5], parameters: { n: 1, k: 0.75, p: 0 }, unsafe: false },
    { what: '(1, 75 %): 76', given: [76, 14, 10], parameters: { n: 1, k: 0.75, p: 0 }, unsafe: true },
    // 40 + 30 and a third of at most 30: over 85 %, whatever it really is.
    { what: '(3, 85 %): 40, 30', given: [40, 30, 20, 10], parameters: { n: 3, k: 0.85 }, unsafe: true },
    // 30 + 20 and a third of at most 20: 70 %.
    { what: '(3, 85 %): 30, 20', given: [30, 20, 20, 20, 10], parameters: { n: 3, k: 0.85 }, unsafe: false },
    // What is left for the second to be wrong by: 100 − 70 − 20 = 10, against 15 % of 70 = 10.5, of 66 = 9.9.
    { what: 'p = 15 %: rest 10 of 70', given: [70, 20, 6, 4], parameters: { p: 0.15 }, unsafe: true },
    { what: 'p = 15 %: rest 10 of 66', given: [66, 24, 6, 4], parameters: { p: 0.15 }, unsafe: false },
  ]
  for (const { what, given, parameters, unsafe } of cases)
    test(what, () => {
      const value = given.reduce((sum, one) => sum + one, 0)
      const [first, second] = given as [number, number]
      const facts = someFacts({ persons: 40, top1Share: first / value, top2Share: (first + second) / value })
      expect(codesOf({ role: 'sum', value, facts, sets: aboutSums(parameters) })).toEqual(
        unsafe ? ['dominance'] : [],
      )
    })
})

test('an extreme is for a person to judge, and forbidden where a set says so', () => {
  expect(codesOf({ role: 'extreme', value: 104, facts: someFacts({ persons: 40 }) })).toEqual([
    'extreme-review',
  ])
  const openSafely = shippedRules().filter(({ set }) => set === 'OPENSAFELY' || set === 'OpenSAFELY')
  expect(openSafely).toHaveLength(1)
  expect(
    codesOf({ role: 'extreme', value: 104, facts: someFacts({ persons: 40 }), sets: openSafely }),
  ).toContain('extreme-not-allowed')
})

test('a percentile rests on the persons at its tail', () => {
  expect(codesOf({ role: 'percentile', value: 71, facts: someFacts({ persons: 9 }) })).toEqual([
    'below-minimum',
  ])
  expect(codesOf({ role: 'percentile', value: 71, facts: someFacts({ persons: 10 }) })).toEqual([])
})
