import { describe, expect, test } from 'vitest'
import { type ListedPersons, recodeTable } from '../../../visiting/disclosure/recode-table.ts'
import type { CellValue, TableInput } from '../../../visiting/disclosure/table-input.ts'
import { aTable } from './fixtures.ts'

const BANDS: CellValue[][] = [
  ['60-69', 40, 4, 0.1],
  ['70-79', 30, 6, 0.2],
  ['80-89', 6, 3, 0.5],
  ['90-99', 5, 4, 0.8],
]
const COLUMNS = [
  ['age', 'key'],
  ['persons', 'persons'],
  ['deaths', 'count'],
  ['rate', 'rate'],
] as const

/** Everybody in one band alone, as the environment would list them. */
const apart: ListedPersons = ({ rows, column }) =>
  column === 3 ? null : rows.reduce((sum, row) => sum + Number(BANDS[row]![column || 1]), 0)

/** With a total row. */
const table = ({ total = true } = {}): TableInput =>
  aTable(COLUMNS, total ? [...BANDS, [null, 81, 17, 17 / 81]] : BANDS, {
    facts: (row, column) => {
      const [, persons, deaths] = [...BANDS, [null, 81, 17]][row]!.map(Number)
      if (column === 'deaths') return { persons: deaths! }
      return column === 'rate' ? { persons: deaths!, denominatorPersons: persons! } : {}
    },
  })

const sound = (input: TableInput) => input.rows.map(({ values }) => values.map(() => Number(values[1]) >= 10))
const recode = (input: TableInput, ...recodings: Parameters<typeof recodeTable>[1]) =>
  recodeTable({ input, travels: sound(input) }, recodings)

describe('recoding', () => {
  test('merges the bands that are too small, adds counts up and computes rates again', () => {
    const known = sound(table())
    known[2]![0] = true
    const { input, travels, findings } = recodeTable(
      { input: table(), travels: known },
      [{ kind: 'merge-bands', column: 'age' }],
      apart,
    )
    // That somebody is in their nineties is not told.
    expect(input.rows.map(({ values }) => values.slice(0, 3))).toEqual([
      ['60-69', 40, 4],
      ['70-79', 30, 6],
      ['80+', 11, 7],
      [null, 81, 17],
    ])
    expect(input.rows[2]!.values[3]).toBeCloseTo(7 / 11, 4)
    expect(input.rows[2]!.facts[1]!.persons).toBe(11)
    expect(travels[2]).toEqual([true, true, false, false])
    expect(findings).toEqual([])
  })

  test('where a band may not be told, no end of a merged band says whether anybody is in it', () => {
    const labels = (counts: Record<string, number>) => {
      const total = Object.values(counts).reduce((a, b) => a + b, 0)
      const rows = [...Object.entries(counts), [null, total] as const]
      const input = aTable(
        [
          ['born', 'key'],
          ['persons', 'persons'],
        ],
        rows,
      )
      return recode(input, { kind: 'merge-bands', column: 'born' }).input.rows.map(({ values }) => values[0])
    }
    const one = labels({ '1919': 6, '1920': 10, '1922': 7, '1923': 8, '1924': 14, '1925': 25 })
    const other = labels({ '1919': 6, '1920': 10, '1921': 9, '1924': 14, '1925': 25 })
    expect(one).toEqual(['<1921', '1921-1924', '1925', null])
    expect(other).toEqual(one)
    expect(labels({ '1920': 4, '1921': 5 })).toEqual(['1920', '1921', null])
  })

  test.each([
    ['without a listing', undefined],
    ['of persons who stand in two bands', (({ rows }) => (rows.length > 1 ? 10 : 6)) satisfies ListedPersons],
  ])('%s a merged row rests on its largest part only, whatever totals say, and that is said', (_, listed) => {
    const merging = [{ kind: 'top' as const, column: 'age', from: 80 }]
    const { input, travels, findings } = recodeTable(
      { input: table(), travels: sound(table()) },
      merging,
      listed,
    )
    expect(input.rows[2]!.values.slice(0, 2)).toEqual(['80+', 11])
    expect(input.rows[2]!.facts[1]!.persons).toBe(6)
    expect(travels[2]).toEqual([false, false, false, false])
    expect(findings.map(({ finding }) => finding.code)).toEqual(['recode-unproven'])
  })

  test('a rate of merged rows rests on what its two numbers do', () => {
    const merging = [{ kind: 'top' as const, column: 'age', from: 70 }]
    const { input } = recodeTable({ input: table(), travels: sound(table()) }, merging, apart)
    const [, , deaths, rate] = input.rows[1]!.facts
    expect([rate!.persons, rate!.denominatorPersons]).toEqual([deaths!.persons, 41])
  })

  test('a column that cannot be added is left out by name', () => {
    const input = aTable(
      [
        ['age', 'key'],
        ['persons', 'persons'],
        ['median', 'percentile'],
      ],
      [
        ['80-89', 30, 84],
        ['90-99', 20, 93],
        [null, 50, 87],
      ],
    )
    const recoded = recode(input, { kind: 'top', column: 'age', from: 80 })
    expect(recoded.input.columns.map(({ name }) => name)).toEqual(['age', 'persons'])
    const left = recoded.findings.filter(({ finding }) => finding.code === 'recode-left-out')
    expect(left.map(({ finding }) => finding.params.column)).toEqual(['median'])
  })

  test('persons who stand in several categories are never added', () => {
    const input = aTable(
      [
        ['drug', 'key'],
        ['persons', 'persons'],
        ['claims', 'count'],
      ],
      [
        ['x', 30, 60],
        ['y', 40, 50],
        [null, 55, 110],
      ],
    )
    const groups = [{ label: 'any', members: ['x', 'y', 'nothing like it'] }]
    const recoded = recode(input, { kind: 'groups', column: 'drug', groups })
    expect(recoded.input.columns.map(({ name }) => name)).toEqual(['drug', 'claims'])
    expect(recoded.input.rows[0]!.values).toEqual(['any', 110])
  })

  test('a column that is not there, or whose categories are no bands, is left as it is', () => {
    const input = aTable(
      [
        ['area', 'key'],
        ['persons', 'persons'],
      ],
      [
        ['北', 3],
        ['南', 30],
      ],
    )
    for (const column of ['area', 'nowhere']) {
      const recoded = recode(input, { kind: 'merge-bands', column })
      expect(recoded.input).toBe(input)
      expect(recoded.findings.map(({ finding }) => finding.code)).toEqual(['recode-not-possible'])
    }
  })
})
