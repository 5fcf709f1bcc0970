/**
 * A result whose counts leave rounded, against an attacker who knows the method and takes all numbers at once: every
 * table of whole numbers that would have been shown like this one, found by programmes that share no code with it.
 */
import fc from 'fast-check'
import loadHighs from 'highs'
import { expect, test } from 'vitest'
import { type ProtectedResult, protectTable } from '../../../visiting/disclosure/assess.ts'
import { aTable, shippedRules } from './fixtures.ts'

const rules = shippedRules()
const TIMES = Number(process.env.DISCLOSURE_TABLES ?? 1)
const someCount = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 4, arbitrary: fc.integer({ min: 10, max: 120 }) },
)
const SEXES = ['f', 'm', null]
const REGIONS = ['a', 'b', 'c', null]
/** Rows of a CUBE over two sexes and three regions; `leaves` by sex, then region. */
const cube = (leaves: readonly number[]) =>
  SEXES.flatMap((sex, s) =>
    REGIONS.map((region, r) => {
      const inside = leaves.flatMap((_, k) => {
        const fits = (sex === null || Math.floor(k / 3) === s) && (region === null || k % 3 === r)
        return fits ? [k] : []
      })
      return { sex, region, inside, count: inside.reduce((sum, k) => sum + leaves[k]!, 0) }
    }),
  )

/** What a shown number leaves open, written out: it is 0 or at least ten, and rounds to what is shown. */
function behind(text: string, method: 'round' | 'midpoint-6'): [number, number] {
  const shown = Number(text)
  const fits = Array.from({ length: 12 }, (_, k) => shown - 6 + k).filter((value) => {
    if (value < 0 || (value > 0 && value < 10)) return false
    return method === 'round'
      ? Math.floor(value / 5 + 0.5) * 5 === shown
      : (value === 0 ? 0 : Math.ceil(value / 6) * 6 - 3) === shown
  })
  return [Math.min(...fits), Math.max(...fits)]
}

const highs = loadHighs()

/** Least and greatest value of a sum of leaves, each sum of `known` lying in its range. */
async function reach(
  of: readonly number[],
  known: readonly { inside: readonly number[]; range: [number, number] }[],
): Promise<[number, number]> {
  const sum = (inside: readonly number[]) => inside.map((k) => `x${k}`).join(' + ')
  const rows = known.flatMap(({ inside, range: [low, high] }, n) => [
    ` l${n}: ${sum(inside)} >= ${low}`,
    ` h${n}: ${sum(inside)} <= ${high}`,
  ])
  const names = Array.from({ length: 6 }, (_, k) => ` x${k}`)
  const solver = await highs
  const ends = ['Minimize', 'Maximize'].map((goal) => {
    const bounds = names.map((name) => ` 0 <=${name} <= 5000`).join('\n')
    const answer = solver.solve(
      `${goal}\n obj: ${sum(of)}\nSubject To\n${rows.join('\n')}\nBounds\n${bounds}\nGeneral\n${names.join('\n')}\nEnd`,
      // Simplifying beforehand, HiGHS 1.15 loses solutions where a sum is bounded by two rows.
      { presolve: 'off' },
    )
    expect(answer.Status).toBe('Optimal')
    return Math.round(answer.ObjectiveValue)
  })
  return ends as [number, number]
}

async function hold(result: ProtectedResult, leaves: readonly number[], method: 'round' | 'midpoint-6') {
  const cells = cube(leaves).map((cell, row) => ({ ...cell, ...result.rows[row]![2]! }))
  const known = cells.flatMap(({ status, text, inside }) =>
    status === 'shown' ? [{ inside, range: behind(text!, method) }] : [],
  )
  for (const { count, status, inside, interval } of cells) {
    expect(status === 'primary').toBe(count > 0 && count < 10)
    if (status === 'shown') continue
    const [low, high] = await reach(inside, known)
    if (status === 'primary') expect(high - low).toBeGreaterThanOrEqual(10)
    if (high < 5000) expect(interval).toEqual([low, high])
  }
}

test('every small count keeps as much room as the rule asks, and intervals are what can be derived', async () => {
  let hidden = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(someCount, { minLength: 6, maxLength: 6 }),
      fc.constantFrom('round' as const, 'midpoint-6' as const),
      async (leaves, method) => {
        const rows = cube(leaves).map(({ sex, region, count }) => [sex, region, count])
        const table = aTable(
          [
            ['sex', 'key'],
            ['region', 'key'],
            ['persons', 'persons'],
          ],
          rows,
        )
        const result = await protectTable(table, { method, base: 5, rules, asOf: '2026-04-01' })
        const narrow = result.findings.some(({ code }) => code.startsWith('attack-'))
        // Where everything beside it is hidden and it still is too narrow, it is said and does not leave.
        if (narrow) expect(result.findings.some(({ severity }) => severity === 'blocking')).toBe(true)
        else await hold(result, leaves, method)
        hidden += result.summary.secondary
      },
    ),
    { numRuns: 60 * TIMES, seed: 20_261_126 },
  )
  expect(hidden).toBeGreaterThan(0)
})

test('sums beside rounded counts stay exact, and those of hidden rows are protected by hiding', async () => {
  const points = (count: number) => count * 100 + 7
  const rows: (string | number | null)[][] = [
    ['a', 4, points(4)],
    ['b', 60, points(60)],
    ['c', 80, points(80)],
    [null, 144, points(4) + points(60) + points(80)],
  ]
  const table = aTable(
    [
      ['region', 'key'],
      ['persons', 'persons'],
      ['points', 'sum'],
    ],
    rows,
    {
      facts: () => ({ top1Share: 0.1, top2Share: 0.05 }),
    },
  )
  const result = await protectTable(table, { method: 'round', base: 5, rules, asOf: '2026-04-01' })
  const sums = result.rows.map((row) => row[2]!.status)
  expect(sums[0]).toBe('primary')
  expect(sums.filter((status) => status !== 'shown').length).toBeGreaterThanOrEqual(2)
  expect(result.findings.filter(({ code }) => code === 'attack-exact')).toEqual([])
})
