import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DisplayColumn } from '../../../renderer/display/column.ts'
import { decimalsNeeded, groupThousands, numberTextOf } from '../../../renderer/display/number-texts.ts'
import type { PageColumn } from '../../../shared/arrow/result-page.ts'

const column = (type: string, role: DisplayColumn['role']): DisplayColumn => ({
  name: 'c',
  type,
  role,
  databases: [],
})
const sample = (values: number[]): PageColumn => ({
  name: 'c',
  numeric: true,
  number: (row) => values[row] ?? null,
  text: (row) => String(values[row]),
  mask: () => 'shown',
  persons: () => null,
})
const written = (of: DisplayColumn, values: number[]) => {
  const text = numberTextOf(of, sample(values), values.length)
  return values.map((value) => text(String(value)))
}

describe('numbers in the grid', () => {
  test('counts are grouped by thousands', () => {
    expect(written(column('BIGINT', 'persons'), [1234567, 12])).toEqual(['1,234,567', '12'])
  })

  test('keys stay as they are: a year is no quantity', () => {
    expect(written(column('INTEGER', 'key'), [2021])).toEqual(['2021'])
  })

  test('fractions of a column have one number of decimals, so that their points align', () => {
    expect(written(column('DOUBLE', 'mean'), [1.5, 12.25, 3])).toEqual(['1.50', '12.25', '3.00'])
  })

  test('small rates keep digits that tell them apart', () => {
    expect(written(column('DOUBLE', 'rate'), [0.000123, 0.00456])).toEqual(['0.00012', '0.00456'])
  })

  test('computed numbers have about four digits: those of years and yen one decimal, shares four', () => {
    const third = 1 / 3
    expect(written(column('DOUBLE', 'mean'), [52341 + third, 1956 + third])).toEqual(['52,341.3', '1,956.3'])
    expect(written(column('DOUBLE', 'mean'), [24 + third, 31 + third])).toEqual(['24.33', '31.33'])
    expect(written(column('DOUBLE', 'derived'), [third, 1 + third])).toEqual(['0.333', '1.333'])
    expect(written(column('DOUBLE', 'rate'), [third, third / 2])).toEqual(['0.3333', '0.1667'])
    expect(written(column('DOUBLE', 'rate'), [100 * third, third / 100])).toEqual(['33.3333', '0.0033'])
  })

  test('what the query rounded keeps its decimals', () => {
    expect(written(column('DOUBLE', 'mean'), [1956.12, 1948.5])).toEqual(['1,956.12', '1,948.50'])
  })

  test('means of years are written as years', () => {
    const years = { ...column('DOUBLE', 'mean'), name: 'avg(birth_year)' }
    expect(written(years, [1956 + 1 / 3, 1948.5])).toEqual(['1956.3', '1948.5'])
    expect(written({ ...years, name: 'mean_cost_per_year' }, [12345.6, 1948.5])).toEqual([
      '12,345.6',
      '1,948.5',
    ])
  })

  test('no digit of a large integer is lost', () => {
    expect(groupThousands('9007199254740993')).toBe('9,007,199,254,740,993')
  })

  test('grouping adds commas and nothing else', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        expect(groupThousands(String(value)).replaceAll(',', '')).toBe(String(value))
      }),
    )
  })

  test('whole numbers need no decimals', () => {
    expect(decimalsNeeded([1, 20, 300])).toBe(0)
  })
})
