import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasCircle } from '../../../visiting/disclosure/linked-tables.ts'
import {
  KeepImpossibleError,
  type LinkedProtectInput,
  type LinkedTableInput,
  protectLinkedTables,
} from '../../../visiting/disclosure/protect-linked.ts'

const rule = { threshold: 10, zeroPolicy: 'show' } as const

/** A table from lines such as `A m 5`: keys, then the count; `.` is the total. */
function aTable(name: string, dims: readonly string[], lines: readonly string[]): LinkedTableInput {
  return {
    name,
    dimensions: dims.map((dim) => ({ name: dim })),
    rows: lines.map((text, line) => {
      const words = text.split(' ')
      return {
        key: words.slice(0, -1).map((word) => (word === '.' ? null : word)),
        value: Number(words.at(-1)),
        line: line + 2,
      }
    }),
  }
}

async function statuses(tables: LinkedTableInput[], more: Partial<LinkedProtectInput> = {}) {
  const answer = await protectLinkedTables({ tables, rule, ...more })
  const found = Object.fromEntries(
    answer.tables.flatMap(({ name, cells }) =>
      cells.map((cell) => [`${name} ${cell.key.map((word) => word ?? '.').join(' ')}`, cell] as const),
    ),
  )
  return { answer, found }
}

describe('tables of one submission', () => {
  const sexes = aTable(
    'sexes',
    ['region', 'sex'],
    ['A m 5', 'A f 45', 'B m 40', 'B f 30', 'C m 60', 'C f 20'],
  )
  const ages = aTable('ages', ['region', 'age'], ['A y 20', 'A o 30', 'B y 50', 'B o 20', 'C y 30', 'C o 50'])

  test('what one hides of a shared cell, the other hides too', async () => {
    // Of the men of A, B and C all but those of A must stay, so the total of A has to go: in both tables.
    const keep = ({ key }: { key: readonly (string | null)[] }) => key[0] !== 'A' && key[0] !== null
    const { answer, found } = await statuses([sexes, ages], { keep })
    expect(answer.unlinked).toEqual([])
    expect(found['sexes A m']!.status).toBe('primary')
    expect(found['sexes A .']!.status).toBe(found['ages A .']!.status)
    for (const { cells } of answer.tables)
      for (const { status, interval, safe } of cells) {
        expect(safe).toBe(true)
        if (status === 'primary') expect(interval!.high - interval!.low).toBeGreaterThanOrEqual(10)
      }
  })

  test('safe one by one, unsafe together: the second table costs more cells than the first alone', async () => {
    // The total of A protects the five where nothing else may; the other table would show it.
    const one = aTable('one', ['region', 'sex'], ['A m 5', 'A f 45', 'A . 50', 'B m 40', 'B f 30', 'B . 70'])
    const keep = ({ key }: { key: readonly (string | null)[] }) => key.length === 2 && key[1] === 'f'
    const margins = { margins: 'unpublished' } as const
    const alone = await statuses([{ ...one, ...margins }], { keep })
    expect(alone.found['one A .']!.status).toBe('secondary')
    const two = { ...aTable('two', ['region', 'age'], ['A y 20', 'A o 30', 'B y 45', 'B o 25']), ...margins }
    const both = await statuses([{ ...one, ...margins }, two], { keep })
    expect(both.found['one A .']!.status).toBe('secondary')
    expect(['two A y', 'two A o'].filter((name) => both.found[name]!.status === 'secondary')).toHaveLength(1)
  })

  test('a table at an upper level of a hierarchy shares its cells', async () => {
    const parents = new Map([
      ['m1', 'a1'],
      ['m2', 'a1'],
      ['m3', 'a2'],
      ['m4', 'a2'],
      ['a1', 'p1'],
      ['a2', 'p1'],
    ])
    const towns: LinkedTableInput = {
      ...aTable('towns', ['place'], ['m1 4', 'm2 30', 'm3 50', 'm4 20']),
      dimensions: [{ name: 'place', parents }],
    }
    const areas: LinkedTableInput = {
      ...aTable('areas', ['place', 'sex'], ['a1 m 20', 'a1 f 14', 'a2 m 40', 'a2 f 30']),
      dimensions: [{ name: 'place', parents }, { name: 'sex' }],
    }
    const { found, answer } = await statuses([towns, areas])
    expect(answer.unlinked).toEqual([])
    expect(found['towns m1']!.status).toBe('primary')
    expect(found['towns m2']!.status).toBe('secondary')
    expect(found['towns a1']).toMatchObject({ value: 34, status: 'shown' })
    expect(found['areas a1 .']).toMatchObject({ value: 34, status: 'shown' })
    expect(found['towns m1']!.interval).toEqual({ low: 0, high: 34 })
  })

  test('tables that disagree on a shared cell are protected by themselves, and it is said', async () => {
    const other = aTable('other', ['region'], ['A 500', 'B 70', 'C 9'])
    const { answer, found } = await statuses([sexes, other])
    expect(answer.unlinked).toEqual(['other'])
    expect(found['other C']!.status).toBe('primary')
  })

  test('a table of some categories only has margins of its own', async () => {
    const some = aTable('some', ['region', 'sex'], ['A m 5', 'A f 45', 'B m 40', 'B f 30'])
    const { answer, found } = await statuses([sexes, some])
    expect(answer.unlinked).toEqual([])
    expect(found['sexes . .']!.value).toBe(200)
    expect(found['some . .']!.value).toBe(120)
    expect(found['some A m']!.status).toBe('primary')
  })

  test('cells to keep are named where they leave a small one bare', async () => {
    const keep = ({ key }: { key: readonly (string | null)[] }) => key[0] !== 'A' || key[1] !== 'm'
    await expect(statuses([sexes, ages], { keep })).rejects.toMatchObject({
      constructor: KeepImpossibleError,
      table: 0,
      key: ['A', 'm'],
    })
  })
})

test('dimensions run in a circle, or not', () => {
  const of = (...sets: string[]) =>
    hasCircle(sets.map((names) => ({ dimensions: [...names].map((name) => ({ name })) })) as never)
  expect(of('ab', 'bc', 'ca')).toBe(true)
  expect(of('ab', 'bc', 'cd')).toBe(false)
  expect(of('ab', 'bc', 'ca', 'abc')).toBe(false)
  expect(of('ab', 'bc', 'cd', 'da')).toBe(true)
  expect(of('ab', 'ab', 'ab')).toBe(false)
  expect(of('a', 'b', 'c')).toBe(false)
})

/** All whole cubes of 2 × 2 × 2 that agree with what is shown of three two-way tables: written without the code under test. */
function cubeRange(counts: readonly number[], shown: ReadonlySet<string>): Map<string, [number, number]> {
  const total = counts.reduce((a, b) => a + b, 0)
  const names: string[] = []
  for (const pair of ['ab', 'bc', 'ca'])
    for (const x of [0, 1, 2]) for (const y of [0, 1, 2]) names.push(`${pair}${x}${y}`)
  const members = new Map(
    names.map((name) => [
      name,
      counts.flatMap((_, n) => {
        const at: Record<string, number> = { a: (n >> 2) & 1, b: (n >> 1) & 1, c: n & 1 }
        const fits = (d: string, x: string) => x === '2' || at[d] === Number(x)
        return fits(name[0]!, name[2]!) && fits(name[1]!, name[3]!) ? [n] : []
      }),
    ]),
  )
  const sum = (cube: readonly number[], name: string) =>
    members.get(name)!.reduce((all, n) => all + cube[n]!, 0)
  const found = new Map<string, [number, number]>()
  const cube: number[] = []
  const walk = (n: number, left: number) => {
    if (n === 8) {
      for (const name of shown) if (sum(cube, name) !== sum(counts, name)) return
      for (const name of names) {
        const value = sum(cube, name)
        const range = found.get(name) ?? [value, value]
        found.set(name, [Math.min(range[0], value), Math.max(range[1], value)])
      }
      return
    }
    for (let value = n === 7 && shown.has('ab22') ? left : 0; value <= left; value++) {
      cube[n] = value
      walk(n + 1, left - value)
    }
  }
  walk(0, total)
  return found
}

test('three two-way tables in a circle: intervals are those of all cubes behind them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }),
      async (counts) => {
        const pair = (name: string) =>
          aTable(
            name,
            [name[0]!, name[1]!],
            ['0', '1'].flatMap((x) =>
              ['0', '1'].map((y) => {
                const value = counts.reduce((all, count, n) => {
                  const at: Record<string, number> = { a: (n >> 2) & 1, b: (n >> 1) & 1, c: n & 1 }
                  return at[name[0]!] === Number(x) && at[name[1]!] === Number(y) ? all + count : all
                }, 0)
                return `${x} ${y} ${value}`
              }),
            ),
          )
        const { answer } = await statuses([pair('ab'), pair('bc'), pair('ca')], {
          rule: { threshold: 3, zeroPolicy: 'show' },
        })
        const name = (table: string, key: readonly (string | null)[]) =>
          table + key.map((place) => place ?? '2').join('')
        const shown = new Set(
          answer.tables.flatMap(({ name: table, cells }) =>
            cells.flatMap(({ key, status }) => (status === 'shown' ? [name(table, key)] : [])),
          ),
        )
        fc.pre(shown.has('ab22') || answer.tables[0]!.cells.length < 9)
        const ranges = cubeRange(counts, shown)
        for (const { name: table, cells } of answer.tables)
          for (const { key, status, interval } of cells) {
            if (status === 'shown' || !shown.has('ab22')) continue
            expect([interval!.low, interval!.high]).toEqual(ranges.get(name(table, key)))
            if (status === 'primary') expect(interval!.high - interval!.low).toBeGreaterThanOrEqual(3)
          }
      },
    ),
    { numRuns: 12, seed: 20_261_101 },
  )
})
