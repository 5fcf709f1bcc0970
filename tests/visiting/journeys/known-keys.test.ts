import { describe, expect, test } from 'vitest'
import type { ColumnRole } from '../../../shared/model/facts.ts'
import { knownKeys, withToldKeys } from '../../../visiting/journeys/known-keys.ts'

/** Rows of two keys and a number; the last of each says whether the row may be told. */
function table(rows: [string | null, string | null, boolean][]) {
  const column = (name: string, role: ColumnRole) => ({ name, type: 'VARCHAR', role, databases: ['ndb'] })
  return {
    input: {
      columns: [column('a', 'key'), column('b', 'key'), column('n', 'persons')],
      rows: rows.map(([a, b]) => ({ values: [a, b, 1], rowPersons: 1, facts: [] })),
    },
    travels: rows.map(([, , told]) => [told, told, told]),
  }
}
const told = (rows: [string | null, string | null, boolean][]) => {
  const { input, travels } = table(rows)
  return withToldKeys(input, travels).map((row) => row.slice(0, 2))
}

describe('the keys of a row that rests on too few', () => {
  const grid: [string, string, boolean][] = [
    ['M', '60', true],
    ['M', '70', true],
    ['F', '60', true],
  ]

  test('are told where the rows are every combination, so that the others say them', () => {
    expect(told([...grid, ['F', '70', false]])[3]).toEqual([true, true])
  })

  test('are not told where it could have been another combination', () => {
    expect(told([...grid, ['F', '80', true], ['F', '70', false]])[4]).toEqual([false, false])
  })

  test('are not told where a category is theirs alone, or a combination stands twice', () => {
    expect(told([...grid, ['F', '90', false]])[3]).toEqual([false, false])
    expect(told([...grid, ['F', '60', false]])[3]).toEqual([false, false])
  })

  test('are looked at among totals over the same columns', () => {
    const totals: [string | null, string | null, boolean][] = [
      ['M', null, true],
      ['F', null, false],
      [null, null, true],
    ]
    const all = told([...grid, ['F', '70', false], ...totals])
    expect(all[3]).toEqual([true, true])
    expect(all[5]).toEqual([false, false])
  })

  test('leave, one by one, where they stand in a sound row', () => {
    const { input, travels } = table([...grid, ['F', '90', false]])
    expect(knownKeys(input, travels)[3]!.slice(0, 2)).toEqual([true, false])
  })
})
