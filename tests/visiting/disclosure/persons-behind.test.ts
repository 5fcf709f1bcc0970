/** Numbers about a few people that are hidden one by one: what they come to together is told by the total beside them. */
import { describe, expect, test } from 'vitest'
import { protectTable } from '../../../visiting/disclosure/assess.ts'
import { aTable, shippedRules } from './fixtures.ts'

const options = { rules: shippedRules(), asOf: '2026-11-26', method: 'suppress' } as const
/** Rows of a key or two, and of whom each is; no column says it. Everybody gives the same. */
type Row = [...keys: (string | null)[], persons: number]

async function hiddenIn(
  rows: readonly Row[],
  { role = 'sum', each = 1_000 }: { role?: 'sum' | 'count'; each?: number } = {},
): Promise<string[]> {
  const keys = rows.map((row) => row.slice(0, -1) as (string | null)[])
  const persons = rows.map((row) => row.at(-1) as number)
  const columns = keys[0]!.map((_, k): [string, 'key'] => [`key${k}`, 'key'])
  const input = aTable(
    [...columns, ['amount', role]],
    keys.map((key, row) => [...key, persons[row]! * each]),
    { facts: (row) => ({ persons: persons[row]!, top1Share: 0.1, top2Share: 0.2 }) },
  )
  const { rows: cells, findings } = await protectTable(input, options)
  expect(findings.filter(({ severity }) => severity === 'blocking')).toEqual([])
  return keys.flatMap((key, row) =>
    cells[row]!.at(-1)!.status === 'shown' ? [] : [key.map((each) => each ?? '*').join('')],
  )
}

/** Two of few, nine together. */
const OF_NINE: Row[] = [
  ['a', 5],
  ['b', 4],
  ['c', 40],
  ['d', 50],
  [null, 99],
]

describe('hidden amounts together', () => {
  test('of nine persons: one more is hidden with them', async () => {
    expect(await hiddenIn(OF_NINE)).toEqual(['a', 'b', 'c'])
  })

  test('the same of visits, of which everybody has three', async () => {
    expect(await hiddenIn(OF_NINE, { role: 'count', each: 3 })).toEqual(['a', 'b', 'c'])
    const enough: Row[] = [
      ['a', 6],
      ['b', 4],
      ['c', 40],
      ['d', 50],
      [null, 100],
    ]
    expect(await hiddenIn(enough, { role: 'count', each: 3 })).toEqual(['a', 'b'])
  })

  test('of ten persons: nothing more is', async () => {
    const rows: Row[] = [
      ['a', 6],
      ['b', 4],
      ['c', 40],
      [null, 50],
    ]
    expect(await hiddenIn(rows)).toEqual(['a', 'b'])
  })

  test('in rows and columns', async () => {
    const part: Row[] = [
      ['a', 'x', 3],
      ['a', 'y', 4],
      ['a', 'z', 60],
      ['b', 'x', 30],
      ['b', 'y', 40],
      ['b', 'z', 60],
      ['c', 'x', 30],
      ['c', 'y', 40],
      ['c', 'z', 60],
    ]
    const sum = (of: (row: Row) => boolean) =>
      part.filter(of).reduce((all, row) => all + (row.at(-1) as number), 0)
    const margins = [
      ...['a', 'b', 'c'].map((one): Row => [one, null, sum(([key]) => key === one)]),
      ...['x', 'y', 'z'].map((one): Row => [null, one, sum(([, key]) => key === one)]),
      [null, null, sum(() => true)] satisfies Row,
    ]
    const hidden = await hiddenIn([...part, ...margins])
    expect(hidden.filter((name) => name.startsWith('a'))).toEqual(['ax', 'ay', 'az'])
    for (const column of ['x', 'y', 'z'])
      expect(hidden.filter((name) => name.endsWith(column)).length).toBeGreaterThan(1)
  })
})
