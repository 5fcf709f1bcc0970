import { describe, expect, test } from 'vitest'
import { findHierarchies, type KeyedTable } from '../../../visiting/disclosure/hierarchies.ts'
import { commandOn, statusByKey } from './run-command.ts'

const keyed = (columns: string[], ...rows: [...(string | null)[], number | null][]): KeyedTable => ({
  columns,
  rows: rows.map((row) => ({
    key: row.slice(0, -1) as (string | null)[],
    value: row.at(-1) as number | null,
  })),
})

describe('one finder of hierarchies', () => {
  test('finds columns under columns in one table and keeps to it in the others', () => {
    const nested = keyed(['pref', 'town'], ['P', 'p1', 4], ['P', 'p2', 30], ['Q', 'q1', 20], ['Q', null, 20])
    const { levels } = findHierarchies([nested])
    expect(Object.fromEntries(levels.get('town')!.parentOf)).toEqual({ p1: 'P', p2: 'P', q1: 'Q' })
    const other = keyed(['pref', 'town'], ['Q', 'p1', 4])
    expect(findHierarchies([nested, other]).levels.size).toBe(0)
  })

  test('takes a table that also sums over the upper column alone for a crossed one', () => {
    const crossed = keyed(['pref', 'town'], ['P', 'p1', 4], ['P', 'p2', 30], ['Q', 'q1', 20], [null, 'p1', 4])
    expect(findHierarchies([crossed]).levels.size).toBe(0)
  })

  test('finds codes within codes only where every table keeps the sums', () => {
    const codes = keyed(['code'], ['13', 34], ['13101', 4], ['13102', 30])
    expect([...findHierarchies([codes]).within.get('code')!.keys()]).toEqual(['13101', '13102'])
    const wrong = keyed(['code'], ['13', 35], ['13101', 4], ['13102', 30])
    expect(findHierarchies([codes, wrong]).within.size).toBe(0)
  })

  test('finds the parents of thousands of codes, and bands beside them', () => {
    const towns = Array.from({ length: 5_000 }, (_, n) => `${10 + (n % 40)}${1000 + n}`)
    const sums = new Map<string, number>()
    for (const town of towns) sums.set(town.slice(0, 2), (sums.get(town.slice(0, 2)) ?? 0) + 3)
    const table = keyed(['code'], ...towns.map((town): [string, number] => [town, 3]), ...sums)
    const { within } = findHierarchies([table])
    expect(within.get('code')!.size).toBe(5_000)
    expect(within.get('code')!.get(towns[7]!)).toBe(towns[7]!.slice(0, 2))
  })

  test('with hidden parts believes telling codes whose known parts fit, and no numbers of classes', () => {
    const hidden = keyed(['code'], ['13', 34], ['13101', null], ['13102', 30])
    expect(findHierarchies([hidden]).within.has('code')).toBe(true)
    const over = keyed(['code'], ['13', 34], ['13101', null], ['13102', 40])
    expect(findHierarchies([over]).within.size).toBe(0)
    const classes = keyed(['class'], ['1', 50], ['10', null], ['11', 20])
    expect(findHierarchies([classes]).within.size).toBe(0)
  })

  test('takes a category for the total where its name and the numbers of every row say so', () => {
    const within = (...rows: [...(string | null)[], number | null][]) =>
      Object.fromEntries(findHierarchies([keyed(['area', 'sex'], ...rows)]).within.get('area') ?? [])
    const rows: [string, string, number][] = [
      ['東', 'm', 3],
      ['西', 'm', 30],
      ['東', 'f', 20],
      ['西', 'f', 40],
    ]
    for (const name of ['小計', '総数（注）', '【合計】', '再掲', 'both regions'])
      expect(within(...rows, [name, 'm', 33], [name, 'f', 60])).toEqual({ 東: name, 西: name })
    // One row does not add up; or nothing in the name speaks of a total.
    expect(within(...rows, ['小計', 'm', 33], ['小計', 'f', 61])).toEqual({})
    expect(within(...rows, ['南', 'm', 33], ['南', 'f', 60])).toEqual({})
    // The table says itself that it is a part like the others: 33 of 66 had it.
    const part: [string, string, number] = ['全身', 'm', 33]
    expect(within(...rows, part, ['全身', 'f', 60], [null, 'm', 66], [null, 'f', 120])).toEqual({})
  })
})

const { file, run } = commandOn('disclosure-nested-')

describe('nested columns in the commands', () => {
  const TOWNS = 'pref,town,n\n13,13101,4\n13,13102,36\n13,13103,60\n14,14101,20\n14,14102,30\n'
  const DIMS = ['--dims', 'pref,town', '--count', 'n'] as const

  test('are one hierarchy: each municipality once, protected within its prefecture', async () => {
    const { cells, json } = await run('protect', file('towns.csv', TOWNS), ...DIMS, '--json')
    expect(statusByKey(cells)).toEqual({
      '13 13101': 'primary',
      '13 13102': 'secondary',
      '13 13103': 'shown',
      '14 14101': 'shown',
      '14 14102': 'shown',
      '13 total': 'shown',
      '14 total': 'shown',
      'total total': 'shown',
    })
    expect(json.hierarchies.town['13101']).toBe('13')
    expect(json).toMatchObject({ method: 'optimal', gap: 0 })
  })

  test('cells to keep are named by all columns or by the lower ones, more than once too', async () => {
    const keep = file('keep.csv', 'pref,town\n13,13102\ntotal,13102\n13,13102\n')
    const { cells } = await run('protect', file('towns.csv', TOWNS), ...DIMS, '--keep', keep, '--json')
    expect(statusByKey(cells)).toMatchObject({ '13 13102': 'shown', '13 13103': 'secondary' })
  })

  test('a table of the lower column alone shares its cells', async () => {
    const flat = file(
      'flat.csv',
      'town,sex,n\n13101,m,2\n13101,f,2\n13102,m,18\n13102,f,18\n13103,m,30\n13103,f,30\n14101,m,10\n14101,f,10\n14102,m,15\n14102,f,15\n',
    )
    const { cells } = await run(
      'protect',
      file('towns.csv', TOWNS),
      flat,
      '--dims',
      'pref,town,sex',
      '--count',
      'n',
      '--json',
    )
    const of = (name: string) => statusByKey(cells.filter((cell) => cell.file === name))
    expect(of('towns.csv')['13 13102']).toBe(of('flat.csv')['13102 total'])
    expect(of('towns.csv')['13 13103']).toBe(of('flat.csv')['13103 total'])
  })

  test('audit knows them, and codes within codes, as protect does', async () => {
    const nested = await run(
      'audit',
      file(
        'nested.csv',
        'pref,town,n,s\n13,13101,,hidden\n13,13102,,hidden\n13,13103,60,shown\n13,total,100,shown\n14,14101,20,shown\n14,14102,30,shown\n',
      ),
      ...DIMS,
      '--status',
      's',
      '--json',
    )
    expect(nested.cells.map(({ key, interval }) => [key.town, interval])).toEqual([
      ['13101', [0, 40]],
      ['13102', [0, 40]],
    ])
    const codes = await run(
      'audit',
      file(
        'codes.csv',
        'code,n,s\n13,34,shown\n13101,4,hidden\n13102,30,shown\n14,50,shown\ntotal,84,shown\n',
      ),
      '--dims',
      'code',
      '--count',
      'n',
      '--status',
      's',
      '--json',
    )
    expect(codes.cells).toEqual([{ key: { code: '13101' }, status: 'hidden', interval: [4, 4], exact: true }])
  })
})
