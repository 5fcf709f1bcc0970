import { describe, expect, test } from 'vitest'
import type { Statistic } from '../../../shared/model/facts.ts'
import { findingWords } from '../../../shared/model/finding-words.ts'
import { checkFits } from '../../../visiting/disclosure/fit-checks.ts'
import type { CellValue } from '../../../visiting/disclosure/table-input.ts'
import { aTable, shippedRules } from './fixtures.ts'

const COLUMNS = [
  ['birth_year', 'key'],
  ['persons', 'persons'],
  ['slope', 'derived'],
  ['r, all', 'derived'],
  ['sd', 'derived'],
  ['l', 'derived'],
] as const
const STATISTICS: Record<string, Statistic[]> = {
  slope: ['fit'],
  'r, all': ['fit', 'strength'],
  sd: ['spread'],
}

const found = (
  rows: readonly CellValue[][],
  { databases = ['ndb'], verified = true }: { databases?: string[]; verified?: boolean } = {},
) => {
  const input = aTable(COLUMNS, rows, { databases, verified })
  const columns = input.columns.map((column) => ({ ...column, statistics: STATISTICS[column.name] ?? [] }))
  return checkFits({ ...input, columns }, { rules: shippedRules(), asOf: '2026-01-01' })
}
const marks = (...asked: Parameters<typeof found>) =>
  found(...asked).map(({ code, row, column }) => `${code} ${row} ${column}`)

describe('correlations and regressions group by group', () => {
  test('of eleven persons leave nine degrees of freedom, of twelve enough', () => {
    expect(
      found([
        [1950, 11, 0.4, 0.2, 3.1, 4.8],
        [1951, 12, 0.4, 0.2, 3.1, 4.8],
      ]),
    ).toEqual([
      {
        code: 'fit-few-df',
        severity: 'warning',
        // Carried over from ACRO, and said so.
        ...{ rule: 'NDB-1', edition: '2024-09', confirmed: false },
        ...{ row: 0, column: 'slope', params: { persons: 11, df: 9, threshold: 10 } },
      },
      expect.objectContaining({ code: 'fit-few-df', row: 0, column: 'r, all' }),
    ])
  })

  test('of points on one line tell one value by the other, whatever the number of persons and the sign', () => {
    expect(
      marks([
        [1950, 9433, 2, -0.9999999999999998, 3.1, 4.8],
        [1951, 9433, 1, 0.9999, 3.1, 1],
      ]),
    ).toEqual(['fit-exact 0 r, all'])
  })

  test('a spread of zero is one value for everybody; a slope or a correlation of zero is not', () => {
    expect(marks([[1950, 500, 0, 0, 0, 0]])).toEqual(['spread-none 0 sd'])
  })

  test('of fewer than the minimum, of open data and of an unverified result say nothing here', () => {
    const few = [[1950, 9, 0.4, 1, 0, 4.8]]
    expect(marks(few)).toEqual([])
    expect(marks([[1950, 11, 0.4, 1, 0, 4.8]], { databases: [] })).toEqual([])
    expect(marks([[1950, 11, 0.4, 1, 0, 4.8]], { verified: false })).toEqual([])
  })

  test('are said in both languages', () => {
    const params = { persons: 11, df: 9, threshold: 10 }
    expect(findingWords({ code: 'fit-few-df', params }, 'ja')).toContain('残差自由度は9で、10に足りません')
    expect(findingWords({ code: 'fit-few-df', params }, 'en')).toContain('9 residual degrees of freedom')
  })
})
