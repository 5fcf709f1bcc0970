import { describe, expect, test } from 'vitest'
import { arrange, holds, nextSorting, type Rows, sought } from '../../../renderer/display/arrange.ts'

/** A cell is its value, or null for one that arrived masked or is NULL. */
const rowsOf = (values: (string | number | null)[][], numeric: boolean[]): Rows => ({
  count: values.length,
  columns: numeric.length,
  cellAt: (row, column) => {
    const value = values[row]?.[column] ?? null
    return {
      at: row,
      cells: {
        name: '',
        numeric: numeric[column] ?? false,
        number: () => (typeof value === 'number' ? value : null),
        text: () => (value === null ? null : String(value)),
        mask: () => (value === null ? 'below-minimum' : 'shown'),
        persons: () => null,
      },
    }
  },
})

const ROWS = rowsOf(
  [
    ['10', 30, '東京'],
    ['9', null, '大阪'],
    ['100', 4, '東京'],
    [null, 1234, '京都'],
    ['9', 30, 'Ｔｏｋｙｏ'],
  ],
  [false, true, false],
)

describe('rows of a result in another order', () => {
  test.each([
    ['as they came', null, [0, 1, 2, 3, 4]],
    ['numbers by size, what is masked last', { column: 1, descending: false }, [2, 0, 4, 3, 1]],
    [
      'what is masked last downwards, too, and ties as they came',
      { column: 1, descending: true },
      [3, 0, 4, 2, 1],
    ],
    ['codes as people read them', { column: 0, descending: false }, [1, 4, 0, 2, 3]],
  ])('%s', (_what, sorting, order) => {
    expect(arrange(ROWS, { sorting, find: '' })).toEqual(order)
  })

  test.each([
    ['a word in any column', '東京', [0, 2]],
    ['whatever the width and the capitals', 'tokyo', [4]],
    ['a number as it is shown', '1,234', [3]],
    ['nothing that was masked', 'below', []],
    ['all where nothing is sought', '  ', [0, 1, 2, 3, 4]],
  ])('finds %s', (_what, find, order) => {
    expect(arrange(ROWS, { sorting: null, find })).toEqual(order)
  })

  test('finds and sorts at once', () => {
    expect(arrange(ROWS, { sorting: { column: 1, descending: false }, find: '東京' })).toEqual([2, 0])
  })

  test('marks no cell where nothing is sought', () => {
    expect(holds('abc', sought(' '))).toBe(false)
    expect(holds(null, sought('a'))).toBe(false)
  })

  test('goes upwards, downwards, back to what came, and from column to column', () => {
    const up = nextSorting(null, 2)
    expect(up).toEqual({ column: 2, descending: false })
    expect(nextSorting(up, 2)).toEqual({ column: 2, descending: true })
    expect(nextSorting({ column: 2, descending: true }, 2)).toBe(null)
    expect(nextSorting({ column: 2, descending: true }, 1)).toEqual({ column: 1, descending: false })
  })
})
