import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attackIntervals } from '../../../visiting/disclosure/attack-intervals.ts'
import {
  buildCellTable,
  type CellTable,
  type DimensionInput,
} from '../../../visiting/disclosure/cell-table.ts'
import { protectCounts } from '../../../visiting/disclosure/protect-counts.ts'
import { KeepImpossibleError, KeptPrimaryError } from '../../../visiting/disclosure/protect-linked.ts'
import { roundLinkedTables } from '../../../visiting/disclosure/round-counts.ts'
import { countsOf, rowsOf } from './fixtures.ts'

const rule = { threshold: 10, zeroPolicy: 'show' } as const

/** How many times as many tables as in an ordinary run. */
const TIMES = Number(process.env.DISCLOSURE_TABLES ?? 1)
const plain = (shape: readonly number[]): DimensionInput[] => shape.map((_, d) => ({ name: `d${d}` }))

/** Counts as tables of health data have them: many small, some large, zeros among them. */
const someCount = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 1, 2) },
  { weight: 5, arbitrary: fc.integer({ min: 10, max: 400 }) },
)

/** Width of the attack interval of a cell when `hidden` cells are hidden and `known` ones are known to the attacker. */
async function widthOf(
  { table, values }: { table: CellTable; values: readonly number[] },
  { cell, hidden, known = null }: { cell: number; hidden: ReadonlySet<number>; known?: number | null },
): Promise<number> {
  const { intervals } = await attackIntervals(
    {
      system: table.system,
      shown: values.map((value, other) => (hidden.has(other) && other !== known ? null : value)),
      whole: true,
      start: values,
    },
    { cells: [cell] },
  )
  const { low, high } = intervals.get(cell)!
  return high - low
}

const isSmall = (value: number) => value > 0 && value < 10

/** Whether two cells of one person each are of the same one: the same innermost cell lies within both. */
function isSamePerson(
  { table, values }: { table: CellTable; values: readonly number[] },
  [a, b]: readonly [number, number],
): boolean {
  if (values[a] !== 1 || values[b] !== 1) return false
  const within = (inner: number, outer: number) =>
    table.cells[inner]!.at.every((node, d) => {
      for (let at = node; at >= 0; at = table.dimensions[d]!.parent[at]!)
        if (at === table.cells[outer]!.at[d]) return true
      return false
    })
  return values.some(
    (value, cell) =>
      value === 1 &&
      table.cells[cell]!.at.every((node, d) => table.dimensions[d]!.children[node]!.length === 0) &&
      within(cell, a) &&
      within(cell, b),
  )
}

/** Whether a pattern is safe, said without the code that made it: widths, and insiders of cells of one. */
async function isSafe(
  { table, values }: { table: CellTable; values: readonly number[] },
  hidden: ReadonlySet<number>,
): Promise<boolean> {
  for (const [cell, value] of values.entries()) {
    if (!isSmall(value)) continue
    if (!hidden.has(cell)) return false
    if ((await widthOf({ table, values }, { cell, hidden })) < 10) return false
    for (const insider of hidden) {
      if (values[insider] !== 1 || insider === cell || isSamePerson({ table, values }, [cell, insider]))
        continue
      if ((await widthOf({ table, values }, { cell, hidden, known: insider })) < 1) return false
    }
  }
  return true
}

describe('no protected table leaves a hidden cell narrower than the rule asks', () => {
  const laws = [
    { shape: [8], runs: 600, timeLimitMs: 1 },
    { shape: [3, 3], runs: 600, timeLimitMs: 1 },
    { shape: [3, 3], runs: 30, timeLimitMs: 500 },
    { shape: [4, 6], runs: 150, timeLimitMs: 10 },
    { shape: [2, 3, 3], runs: 50, timeLimitMs: 10 },
    { shape: [2, 2, 2], runs: 15, timeLimitMs: 500 },
  ]
  for (const { shape, runs, timeLimitMs } of laws)
    test(`${runs} tables of ${shape.join(' × ')} with margins, ${timeLimitMs} ms each`, async () => {
      const size = shape.reduce((a, b) => a * b, 1)
      await fc.assert(
        fc.asyncProperty(fc.array(someCount, { minLength: size, maxLength: size }), async (counts) => {
          const answer = await protectCounts({
            dimensions: plain(shape),
            rows: rowsOf(shape, counts),
            rule,
            timeLimitMs,
          })
          const values = answer.table.cells.map(({ value }) => value!)
          const hidden = new Set(
            answer.cells.flatMap(({ cell, status }) => (status === 'shown' ? [] : [cell])),
          )
          expect(await isSafe({ table: answer.table, values }, hidden)).toBe(true)
          // Zeros may be shown, and nothing forces them to be hidden.
          expect([...hidden].filter((cell) => values[cell] === 0)).toEqual([])
          for (const { cell, interval, safe } of answer.cells) {
            expect(safe).toBe(true)
            if (!interval) continue
            expect(interval.high).toBeGreaterThan(interval.low)
            expect(interval.low).toBeLessThanOrEqual(values[cell]!)
            expect(interval.high).toBeGreaterThanOrEqual(values[cell]!)
          }
        }),
        { numRuns: runs, seed: 20_260_402 },
      )
    })

  test('with a hierarchy of regions', async () => {
    const parents = new Map([
      ['a1', 'X'],
      ['a2', 'X'],
      ['a3', 'X'],
      ['a4', 'Y'],
      ['a5', 'Y'],
    ])
    await fc.assert(
      fc.asyncProperty(fc.array(someCount, { minLength: 10, maxLength: 10 }), async (counts) => {
        const answer = await protectCounts({
          dimensions: [{ name: 'region', parents }, { name: 'sex' }],
          rows: rowsOf([5, 2], counts),
          rule,
          timeLimitMs: 10,
        })
        const values = answer.table.cells.map(({ value }) => value!)
        const hidden = new Set(answer.cells.flatMap(({ cell, status }) => (status === 'shown' ? [] : [cell])))
        expect(values).toHaveLength(8 * 3)
        expect(await isSafe({ table: answer.table, values }, hidden)).toBe(true)
      }),
      { numRuns: 60, seed: 20_260_403 },
    )
  })
})

test('a large three-way table, most of it small counts, is safe throughout', async () => {
  const shape = [22, 18, 4]
  // A plain linear congruence: the same table everywhere, with many ones, twos and zeros.
  let state = 7
  const counts = Array.from({ length: 22 * 18 * 4 }, () => {
    state = (state * 48_271) % 2_147_483_647
    const share = state / 2_147_483_647
    return Math.floor(share ** 4 * 60)
  })
  const answer = await protectCounts({
    dimensions: plain(shape),
    rows: rowsOf(shape, counts),
    rule,
    timeLimitMs: 1_000,
  })
  const values = answer.table.cells.map(({ value }) => value!)
  const hidden = new Set(answer.cells.flatMap(({ cell, status }) => (status === 'shown' ? [] : [cell])))
  expect(answer.complete).toBe(true)
  expect(answer.cells.filter(({ safe }) => !safe)).toEqual([])
  expect([...hidden].filter((cell) => values[cell] === 0)).toEqual([])
  const small = values.flatMap((value, cell) => (isSmall(value) && value > 1 ? [cell] : []))
  const single = values.flatMap((value, cell) => (value === 1 ? [cell] : []))
  for (let k = 0; k < 6; k++) {
    const cell = small[(k * 97) % small.length]!
    const known = single[(k * 61) % single.length]!
    expect(await widthOf({ table: answer.table, values }, { cell, hidden, known })).toBeGreaterThanOrEqual(1)
  }
})

test('where zeros are disclosive they are hidden and protected like small counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someCount, { minLength: 12, maxLength: 12 }), async (counts) => {
      const answer = await protectCounts({
        dimensions: plain([3, 4]),
        rows: rowsOf([3, 4], counts),
        rule: { threshold: 10, zeroPolicy: 'hide' },
        timeLimitMs: 10,
      })
      for (const { cell, status, interval } of answer.cells) {
        expect(status === 'primary').toBe(answer.table.cells[cell]!.value! < 10)
        if (status === 'primary') expect(interval!.high - interval!.low).toBeGreaterThanOrEqual(10)
      }
    }),
    { numRuns: 80, seed: 20_260_408 },
  )
})

test('a rounded table leaves every small count as much room as the rule asks, the method being known', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(someCount, { minLength: 9, maxLength: 9 }),
      fc.constantFrom('round' as const, 'midpoint-6' as const),
      async (counts, method) => {
        const answer = await roundLinkedTables({
          tables: [{ name: 't', dimensions: plain([3, 3]), rows: countsOf([3, 3], counts) }],
          rule,
          method,
          base: 5,
        })
        const { cells, cellTable } = answer.tables[0]!
        for (const [cell, { status, interval, value: count }] of cells.entries()) {
          const value = cellTable.cells[cell]!.value!
          expect(status === 'primary').toBe(isSmall(value))
          if (interval) expect([interval.low <= value, interval.high >= value]).toEqual([true, true])
          else expect(count % (method === 'round' ? 5 : 3)).toBe(0)
          if (status === 'primary') expect(interval!.high - interval!.low).toBeGreaterThanOrEqual(10)
        }
        // The attacker's interval is what all whole tables that round to the same shown counts leave: tried one by one.
        const roundsTo = (value: number) =>
          method === 'round'
            ? Math.round(value / 5 + 1e-9) * 5
            : Math.ceil(value / 6) * 6 - (value === 0 ? 0 : 3)
        const small = counts.slice(0, 2).map((value) => value % 12)
        const line = await roundLinkedTables({
          tables: [{ name: 't', dimensions: plain([2]), rows: countsOf([2], small) }],
          rule,
          method,
          base: 5,
        })
        const [a, b, total] = line.tables[0]!.cells
        const shows = (cell: typeof a, value: number) =>
          cell!.status !== 'shown' || (roundsTo(value) === cell!.value && (value === 0 || value >= 10))
        const ends = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
        for (let x = 0; x <= 60; x++)
          for (let y = 0; y <= 60; y++)
            if (shows(a, x) && shows(b, y) && shows(total, x + y)) {
              ends[0] = Math.min(ends[0]!, x)
              ends[1] = Math.max(ends[1]!, x)
            }
        if (a!.interval && total!.status === 'shown')
          expect([a!.interval.low, a!.interval.high]).toEqual(ends)
      },
    ),
    { numRuns: 60 * TIMES, seed: 20_260_409 },
  )
})

test('a pattern called optimal has no cheaper safe one: every cheaper pattern of small tables is broken', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someCount, { minLength: 6, maxLength: 6 }), async (counts) => {
      const answer = await protectCounts({ dimensions: plain([2, 3]), rows: rowsOf([2, 3], counts), rule })
      expect(answer.method).toBe('optimal')
      const values = answer.table.cells.map(({ value }) => value!)
      const primary = values.flatMap((value, cell) => (isSmall(value) ? [cell] : []))
      const others = values.flatMap((value, cell) => (value >= 10 ? [cell] : []))
      const cost = (cells: readonly number[]) => cells.reduce((sum, cell) => sum + values[cell]!, 0)
      const reached = cost(answer.cells.flatMap(({ cell, status }) => (status === 'secondary' ? [cell] : [])))
      for (let marks = 0; marks < 2 ** others.length; marks++) {
        const extra = others.filter((_, k) => (marks >> k) & 1)
        if (cost(extra) >= reached) continue
        expect(await isSafe({ table: answer.table, values }, new Set([...primary, ...extra]))).toBe(false)
      }
    }),
    { numRuns: 12, seed: 20_260_404 },
  )
})

describe('known answers', () => {
  const shown = (answer: Awaited<ReturnType<typeof protectCounts>>) =>
    answer.cells
      .filter(({ status }) => status === 'secondary')
      .map(({ cell }) => answer.table.cells[cell]!.value)
      .sort((a, b) => a! - b!)

  test('Fischetti & Salazar (2001), table 1: the cheapest pattern around the cell of 22 costs 59 with it', async () => {
    // The paper protects 22; here the threshold is set so that it alone, of the cells not kept, is primary.
    const answer = await protectCounts({
      dimensions: plain([3, 3]),
      rows: rowsOf([3, 3], [120, 150, 110, 108, 119, 22, 117, 132, 112]),
      rule: { threshold: 23, zeroPolicy: 'show' },
    })
    expect(answer).toMatchObject({ method: 'optimal', gap: 0 })
    expect(shown(answer)).toEqual([108, 112, 117])
  })

  test('one small cell of a list takes the smallest other cell with it', async () => {
    const answer = await protectCounts({
      dimensions: plain([5]),
      rows: rowsOf([5], [4, 60, 25, 90, 30]),
      rule,
    })
    expect(shown(answer)).toEqual([25])
  })

  test('two small cells whose sum is shown do not protect each other when it is under the threshold', async () => {
    const answer = await protectCounts({ dimensions: plain([4]), rows: rowsOf([4], [3, 4, 60, 25]), rule })
    expect(shown(answer)).toEqual([25])
  })

  test('the only contributor of a cell does not learn the cell beside it', async () => {
    // 1 and 9 leave each other [0, 10], but whoever is the one knows the nine.
    const answer = await protectCounts({ dimensions: plain([4]), rows: rowsOf([4], [1, 9, 60, 25]), rule })
    expect(shown(answer)).toEqual([25])
  })

  test('a pattern with two hidden cells in every row and column that still pins one is not what comes out', async () => {
    // r2c3 is the sum of rows 1 and 2 less that of columns 1 and 2: hiding its neighbours alone does not protect it.
    const counts = [20, 25, 90, 95, 30, 35, 5, 80, 85, 75, 24, 28, 70, 65, 22, 26]
    const pinned = [0, 1, 4, 5, 6, 10, 11, 14, 15]
    const table = buildCellTable({
      dimensions: plain([4, 4]),
      rows: rowsOf([4, 4], counts),
      missingMargins: 'compute',
    })
    const values = table.cells.map(({ value }) => value!)
    expect(await widthOf({ table, values }, { cell: 6, hidden: new Set(pinned) })).toBe(0)
    const answer = await protectCounts({ dimensions: plain([4, 4]), rows: rowsOf([4, 4], counts), rule })
    expect(answer.method).toBe('optimal')
    const { low, high } = answer.cells[6]!.interval!
    expect(high - low).toBeGreaterThanOrEqual(10)
  })

  test('ten hidden ones beside a total of ten are certain to whoever knows that zeros are shown', async () => {
    const answer = await protectCounts({
      dimensions: plain([11]),
      rows: rowsOf([11], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 40]),
      rule,
    })
    // [0, 10] would do for the ten alone: the eleventh goes with them.
    expect(answer).toMatchObject({ method: 'optimal' })
    expect(answer.cells[10]!.status).toBe('secondary')
  })

  test('zeros stay shown, and a table of one small cell and zeros hides its margins with it', async () => {
    const answer = await protectCounts({ dimensions: plain([3]), rows: rowsOf([3], [7, 0, 0]), rule })
    expect(answer.cells.map(({ status }) => status)).toEqual(['primary', 'shown', 'shown', 'primary'])
  })

  test('nothing is hidden where nothing is small', async () => {
    const answer = await protectCounts({
      dimensions: plain([2, 2]),
      rows: rowsOf([2, 2], [10, 20, 0, 40]),
      rule,
    })
    expect(answer.cells.every(({ status }) => status === 'shown')).toBe(true)
    expect(answer).toMatchObject({ method: 'optimal', gap: 0 })
  })
})

describe('cells that must stay', () => {
  test('stay shown where another pattern protects as well', async () => {
    const keep = (key: readonly (string | null)[]) => key[0] === 'a3'
    const answer = await protectCounts({
      dimensions: plain([5]),
      rows: rowsOf([5], [4, 60, 25, 90, 30]),
      rule,
      keep,
    })
    expect(answer.cells[2]!.status).toBe('shown')
    expect(answer.cells[4]!.status).toBe('secondary')
  })

  test('are refused where they leave a small cell bare', async () => {
    const keep = (key: readonly (string | null)[]) => key[0] !== 'a1'
    await expect(
      protectCounts({ dimensions: plain([3]), rows: rowsOf([3], [4, 60, 25]), rule, keep }),
    ).rejects.toBeInstanceOf(KeepImpossibleError)
  })

  test('may not be small themselves', async () => {
    const keep = (key: readonly (string | null)[]) => key[0] === 'a1'
    await expect(
      protectCounts({ dimensions: plain([3]), rows: rowsOf([3], [4, 60, 25]), rule, keep }),
    ).rejects.toBeInstanceOf(KeptPrimaryError)
  })
})
