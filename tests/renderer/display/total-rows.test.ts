import { expect, test } from 'vitest'
import { totalRows } from '../../../renderer/display/total-rows.ts'

const SEX = ['1', '1', '1', '2', '2', null]
const AGE = ['60', '70', null, '60', null, null]
const totals = (sets: number[][], ...keys: (string | null)[][]) =>
  [...totalRows(sets, new Map(keys.map((texts, place) => [place, texts]))).values()].map((rows) => [...rows])

const ROLLUP = [[], [0], [0, 1]]
const CUBE = [...ROLLUP, [1]]

test('knows the totals of a ROLLUP, whatever the order of its sets and keys', () => {
  expect(totals(ROLLUP, SEX, AGE)).toEqual([[5], [2, 4, 5]])
  expect(totals([[0, 1], [0], []], SEX, AGE)).toEqual([[5], [2, 4, 5]])
  expect(totals([[], [1], [0, 1]], AGE, SEX)).toEqual([[2, 4, 5], [5]])
})

test('knows nothing of a table without sets', () => {
  expect(totals([], SEX, AGE)).toEqual([[], []])
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
