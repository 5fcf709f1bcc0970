import { describe, expect, test } from 'vitest'
import { levelOf, totalRows } from '../../../shared/model/total-rows.ts'

const SEX = ['1', '1', '1', '2', '2', null]
const AGE = ['60', '70', null, '60', null, null]
type Texts = (string | null | undefined)[]
const totalsIn = (sets: number[][], keys: Texts[]) =>
  totalRows(sets, { rowCount: keys[0]!.length, textOf: (row, column) => keys[column]![row] })
const totals = (sets: number[][], ...keys: Texts[]) =>
  [...totalsIn(sets, keys).values()].map((rows) => [...rows])

const ROLLUP = [[], [0], [0, 1]]
const CUBE = [...ROLLUP, [1]]

test('knows the totals of a ROLLUP, whatever the order of its sets and keys', () => {
  expect(totals(ROLLUP, SEX, AGE)).toEqual([[5], [2, 4, 5]])
  expect(totals([[0, 1], [0], []], SEX, AGE)).toEqual([[5], [2, 4, 5]])
  expect(totals([[], [1], [0, 1]], AGE, SEX)).toEqual([[2, 4, 5], [5]])
})

test('knows nothing of a table without sets', () => {
  expect(totals([], SEX, AGE)).toEqual([])
})

test('a NULL of the data stays one: beside its total, and where no set leaves its key out alone', () => {
  const sex = ['1', '1', '1', null, null]
  const age = ['60', null, null, '60', null]
  expect(totals(ROLLUP, sex, age)).toEqual([[4], [4]])
  expect(totals(CUBE, sex, age)).toEqual([[3, 4], [4]])
})

test('of sets one by one, a row is a total of what its own set leaves out', () => {
  const sex = ['1', '2', null, null]
  const age = ['60', null, '60', null]
  expect(totals([[0, 1], []], sex, age)).toEqual([[3], [3]])
  expect(totals([[0], [1]], sex, age)).toEqual([[2], [1]])
})

test('knows the total of a group whose parts are not all told', () => {
  const sex = ['1', '1', undefined, '2', null]
  const age = ['60', null, undefined, null, null]
  expect(totals(ROLLUP, sex, age)).toEqual([[4], [1, 3, 4]])
})

describe('one level of a ROLLUP or CUBE', () => {
  const level = (sets: number[][], drawn: number[], ...keys: Texts[]) => {
    const rowCount = keys[0]!.length
    const isOfLevel = levelOf(totalsIn(sets, keys), { drawn, rowCount })
    return Array.from({ length: rowCount }, (_, row) => row).filter(isOfLevel)
  }

  test('of all keys are the parts, without their totals', () => {
    expect(level(ROLLUP, [0, 1], SEX, AGE)).toEqual([0, 1, 3])
  })

  test('of one key are the totals over the other', () => {
    expect(level(ROLLUP, [0], SEX, AGE)).toEqual([2, 4])
  })

  test('is all there is where no total over the other key was asked for', () => {
    expect(level(ROLLUP, [1], SEX, AGE)).toEqual([0, 1, 3])
    expect(level([], [0], SEX, AGE)).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('is the totals where nothing but totals is told', () => {
    expect(level(ROLLUP, [0, 1], ['1', '2', null], [null, null, null])).toEqual([0, 1, 2])
  })
})
