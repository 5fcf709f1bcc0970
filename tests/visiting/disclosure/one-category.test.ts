/** Group disclosure: everybody of a group in one category, each case by hand. */
import { describe, expect, test } from 'vitest'
import type { ColumnRole } from '../../../shared/model/facts.ts'
import { protectTable } from '../../../visiting/disclosure/assess.ts'
import type { CellValue } from '../../../visiting/disclosure/table-input.ts'
import { aTable, shippedRules } from './fixtures.ts'

type Columns = readonly (readonly [string, ColumnRole])[]

/** Places of the notes, as `row column by`, and how often a person is asked. */
async function found(
  columns: Columns,
  rows: readonly (readonly CellValue[])[],
  options: { facts?: Parameters<typeof aTable>[2] & object; method?: 'suppress' | 'round' | 'none' } = {},
) {
  const input = aTable(columns, rows, options.facts)
  const { findings } = await protectTable(input, {
    rules: shippedRules(),
    asOf: '2026-11-01',
    method: options.method ?? 'suppress',
  })
  return {
    cells: findings
      .filter(({ code }) => code === 'one-category')
      .map(({ row, column, params }) => `${row} ${column} ${params.by}`),
    asked: findings.filter(({ code }) => code === 'one-category-judge').map(({ severity }) => severity),
  }
}

const crossed: Columns = [
  ['region', 'key'],
  ['positive', 'key'],
  ['n', 'persons'],
]

describe('a category that holds everybody', () => {
  test('beside zeros that are shown', async () => {
    const rows = [
      ['A', 'yes', 20],
      ['A', 'no', 0],
      ['B', 'yes', 15],
      ['B', 'no', 31],
      ['C', 'yes', 12],
      ['C', 'no', 31],
    ]
    expect(await found(crossed, rows)).toEqual({ cells: ['0 n positive'], asked: ['warning'] })
  })

  test('beside a total that is the same, with no row for the others', async () => {
    const rows = [
      ['A', 'yes', 20],
      ['A', null, 20],
      ['B', 'yes', 15],
      ['B', 'no', 31],
      ['B', null, 46],
      ['C', 'yes', 12],
      ['C', 'no', 31],
      ['C', null, 43],
    ]
    expect((await found(crossed, rows)).cells).toEqual(['0 n positive'])
  })

  test('and of a column: all the positive ones live in one region', async () => {
    const rows = [
      ['A', 'yes', 20],
      ['A', 'no', 11],
      ['B', 'yes', 0],
      ['B', 'no', 31],
    ]
    // In two by two, one zero also says that all who live in B are negative.
    expect((await found(crossed, rows)).cells).toEqual(['0 n region', '3 n positive'])
  })

  test('is none while a hidden count leaves it open', async () => {
    const rows = [
      ['A', 'yes', 20],
      ['A', 'no', 3],
      ['B', 'yes', 15],
      ['B', 'no', 31],
    ]
    expect(await found(crossed, rows)).toEqual({ cells: [], asked: [] })
  })

  test('is none where zeros are rounded numbers', async () => {
    const rows = [
      ['A', 'yes', 20],
      ['A', 'no', 0],
      ['B', 'yes', 15],
      ['B', 'no', 30],
    ]
    expect((await found(crossed, rows, { method: 'round' })).cells).toEqual([])
  })

  test('is none where one key follows from the other', async () => {
    const rows = [
      ['01', 'Hokkaido', 20],
      ['02', 'Aomori', 15],
      ['03', 'Iwate', 31],
    ]
    expect((await found(crossed, rows)).cells).toEqual([])
  })

  test('is said of a prefecture whose people are all in one municipality, not of the prefecture they are in', async () => {
    const columns: Columns = [
      ['prefecture', 'key'],
      ['municipality', 'key'],
      ['n', 'persons'],
    ]
    const rows = [
      ['13', '13101', 20],
      ['13', '13102', 0],
      ['14', '14101', 12],
      ['14', '14102', 31],
    ]
    expect((await found(columns, rows)).cells).toEqual(['0 n municipality'])
  })

  test('is asked about once, however many groups there are', async () => {
    const rows = ['A', 'B', 'C', 'D'].flatMap((region, k) => [
      [region, 'yes', 20 + k],
      [region, 'no', k === 3 ? 44 : 0],
    ])
    const { cells, asked } = await found(crossed, rows)
    // Three regions, and the negative ones, who are all in the fourth.
    expect(cells).toHaveLength(3 + 1)
    expect(asked).toHaveLength(2)
  })
})

describe('the same by columns', () => {
  const wide: Columns = [
    ['region', 'key'],
    ['n', 'persons'],
    ['treated', 'persons'],
  ]

  test('everybody of a row is in a column that holds fewer elsewhere', async () => {
    const rows = [
      ['A', 40, 40],
      ['B', 40, 25],
    ]
    expect((await found(wide, rows)).cells).toEqual(['0 treated n'])
  })

  test('not where two columns are the same throughout', async () => {
    const rows = [
      ['A', 40, 40],
      ['B', 25, 25],
    ]
    expect((await found(wide, rows)).cells).toEqual([])
  })

  for (const { rate, all } of [
    { rate: 100, all: true },
    { rate: 1, all: true },
    { rate: 97.5, all: false },
    // Four claims a person: everybody has one, and that is no rate of all.
    { rate: 4, all: false },
  ])
    test(`a rate of ${rate} ${all ? 'is' : 'is not'} everybody`, async () => {
      const columns: Columns = [
        ['region', 'key'],
        ['n', 'persons'],
        ['rate', 'rate'],
      ]
      const persons = rate === 97.5 ? 78 : 80
      const facts = {
        facts: (_: number, column: string) => (column === 'rate' ? { persons, denominatorPersons: 80 } : {}),
      }
      const { cells } = await found(columns, [['A', 80, rate]], { facts })
      expect(cells).toEqual(all ? ['0 rate rate'] : [])
    })
})

test('what may not be told before it leaves makes no finding', async () => {
  const input = aTable(crossed, [
    ['A', 'yes', 20],
    ['A', 'no', 0],
    ['B', 'yes', 15],
    ['B', 'no', 31],
  ])
  const rows = input.rows.map((row, r) => (r === 1 ? { ...row, travels: [false, false, false] } : row))
  const { findings } = await protectTable(
    { ...input, rows },
    { rules: shippedRules(), asOf: '2026-11-01', method: 'suppress' },
  )
  expect(findings.filter(({ code }) => code.startsWith('one-category'))).toEqual([])
})
