import { expect, test } from 'vitest'
import type { Table } from '../../../renderer/display/protected-cell.ts'
import { sidesOf } from '../../../renderer/review/side-by-side.ts'

const table = (columns: string[], ...rows: (string | null)[][]): Table =>
  ({
    columns: columns.map((name, place) => ({ name, type: 'VARCHAR', role: place === 0 ? 'key' : 'count' })),
    rows: rows.map((row) =>
      row.map((text) => ({ text, status: 'shown', persons: '?', interval: null, findings: [] })),
    ),
    findings: [],
  }) as unknown as Table

const before = table(
  ['sex', 'n', 'old'],
  ['1', '10', 'x'],
  ['2', '20', 'y'],
  [null, '5', 'z'],
  [null, '6', 'z'],
)
const after = table(
  ['sex', 'new', 'n'],
  [null, 'a', '5'],
  ['2', 'b', '21'],
  ['3', 'c', '30'],
  [null, 'd', '7'],
)

test('a cell is found in the other version by its row’s keys and its column’s name', () => {
  const { partnerOf } = sidesOf(before, after, [])
  expect(partnerOf('after', { row: 1, column: 2 })).toEqual({ row: 1, column: 1 })
  expect(partnerOf('before', { row: 1, column: 1 })).toEqual({ row: 1, column: 2 })
  // Rows whose keys are hidden are told apart by their order.
  expect(partnerOf('after', { row: 3, column: 2 })).toEqual({ row: 3, column: 1 })
  expect(partnerOf('before', { row: 2, column: 0 })).toEqual({ row: 0, column: 0 })
  // A row or a column that is not there has none.
  expect(partnerOf('before', { row: 0, column: 1 })).toBeNull()
  expect(partnerOf('after', { row: 2, column: 2 })).toBeNull()
  expect(partnerOf('after', { row: 1, column: 1 })).toBeNull()
})

test('what differs is marked in both versions, what is gone or new only where it is', () => {
  const sides = sidesOf(before, after, [
    { kind: 'changed', row: 1, column: 'n' },
    { kind: 'added', row: 2, column: 'n' },
    { kind: 'removed', row: 0, column: 'n' },
    { kind: 'newly-hidden', row: 3, column: 'n' },
  ])
  expect([...sides.after]).toEqual([
    ['1 n', 'changed'],
    ['2 n', 'added'],
    ['3 n', 'newly-hidden'],
  ])
  expect([...sides.before]).toEqual([
    ['1 n', 'changed'],
    ['0 n', 'removed'],
    ['3 n', 'newly-hidden'],
  ])
})
