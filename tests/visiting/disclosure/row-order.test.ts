import { expect, test } from 'vitest'
import { orderToLeave } from '../../../visiting/disclosure/row-order.ts'
import type { CellValue } from '../../../visiting/disclosure/table-input.ts'
import { aTable } from './fixtures.ts'

/** Whether it is in a row of ten and more; a count of 1 to 9 is kept back. */
const isTold = (row: readonly CellValue[]) => Number(row.at(-1)) === 0 || Number(row.at(-1)) > 9

/** Places in the order to leave in. */
function orderOf(
  keys: readonly string[],
  rows: readonly (readonly CellValue[])[],
  told: 'all keys' | 'sound keys' = 'all keys',
): number[] | null {
  const input = aTable([...keys.map((name) => [name, 'key'] as const), ['n', 'persons']], rows)
  const travels = rows.map((row) =>
    row.map((_, column) => isTold(row) || (column < keys.length && told === 'all keys')),
  )
  return orderToLeave(input, travels)
}

test('rows from the most persons to the fewest leave in the order of their keys', () => {
  expect(
    orderOf(
      ['region'],
      [
        ['c', 50],
        ['a', 48],
        ['d', 45],
        ['b', 3],
      ],
    ),
  ).toEqual([1, 3, 0, 2])
})

test('so do rows from the fewest to the most within each group, and bands in the order of their numbers', () => {
  expect(
    orderOf(
      ['region', 'age'],
      [
        ['x', '10-14', 4],
        ['x', '100-', 40],
        ['x', '5-9', 90],
        ['y', '5-9', 11],
        ['y', '100-', 12],
        ['y', '10-14', 30],
      ],
    ),
  ).toEqual([2, 0, 1, 3, 5, 4])
})

test('where a key is kept back its row comes last, whatever it is', () => {
  const rows: CellValue[][] = [
    ['c', 50],
    ['a', 48],
    ['x', 3],
    ['d', 45],
  ]
  expect(orderOf(['region'], rows, 'sound keys')).toEqual([1, 0, 3, 2])
  expect(orderOf(['region'], rows.with(2, ['b', 4]), 'sound keys')).toEqual([1, 0, 3, 2])
})

test('what is kept back does not decide whether rows are moved', () => {
  for (const few of [1, 9])
    expect(
      orderOf(
        ['region'],
        [
          ['c', 50],
          ['a', few],
          ['b', 48],
          ['d', 45],
        ],
      ),
    ).toEqual([1, 2, 0, 3])
})

test('totals come after what they are of', () => {
  const rows = [
    [null, 146],
    ['c', 50],
    ['b', 48],
    ['a', 45],
    ['d', 3],
  ] as const
  expect(orderOf(['region'], rows)).toEqual([3, 2, 1, 4, 0])
})

test.each([
  [
    'in the order of their keys already',
    ['year'],
    [
      ['2018', 3],
      ['2019', 45],
      ['2020', 48],
      ['2021', 50],
    ],
  ],
  [
    'from the last key to the first',
    ['year'],
    [
      ['2021', 3],
      ['2020', 45],
      ['2019', 48],
      ['2018', 50],
    ],
  ],
  [
    'in an order of the query’s own that follows no number',
    ['rank'],
    [
      ['low', 45],
      ['mid', 3],
      ['high', 50],
      ['all', 12],
    ],
  ],
  [
    'with nothing kept back',
    ['region'],
    [
      ['c', 50],
      ['a', 48],
      ['d', 45],
      ['b', 13],
    ],
  ],
] as const)('rows stay as they are: %s', (_, keys, rows) => {
  expect(orderOf(keys, rows)).toBeNull()
})
