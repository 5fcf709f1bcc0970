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
