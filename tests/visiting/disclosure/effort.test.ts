/** Work is counted, not timed: how busy the machine is changes nothing, and what was cut short is said to be. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { attackIntervals } from '../../../visiting/disclosure/attack-intervals.ts'
import { buildCellTable } from '../../../visiting/disclosure/cell-table.ts'
import { Allowance, CLOCK_SLACK, spend } from '../../../visiting/disclosure/effort.ts'
import { protectCounts } from '../../../visiting/disclosure/protect-counts.ts'
import { withProgramme } from '../../../visiting/disclosure/solver.ts'
import { countsOf } from './fixtures.ts'

afterEach(() => vi.restoreAllMocks())

/** The same counts everywhere: a linear congruence. */
function someCounts(size: number, { most, seed = 7 }: { most: number; seed?: number }): number[] {
  let state = seed
  return Array.from({ length: size }, () => {
    state = (state * 48_271) % 2_147_483_647
    return Math.floor((state / 2_147_483_647) ** 2 * most)
  })
}

const plain = (shape: readonly number[]) => shape.map((_, d) => ({ name: `d${d}` }))

/** A clock that goes on by so much, in milliseconds, each time somebody looks at it. */
function clockSteps(ms: number): void {
  let now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += ms
    return now
  })
}

describe('an allowance', () => {
  test('is spent by work, not by the clock', () => {
    const whole = Allowance.of(100)
    const half = whole.upTo(0.5)
    expect(whole.isSpent()).toBe(false)
    spend(60)
    expect([half.isSpent(), whole.isSpent()]).toEqual([true, false])
    expect(whole.left()).toBeCloseTo(40)
    expect(whole.share(0.25).left()).toBeCloseTo(10)
    spend(41)
    expect([whole.left(), whole.isSpent()]).toEqual([0, true])
  })

  test('ends by the clock where the machine is slower than anything foreseen', () => {
    const now = performance.now()
    const allowance = Allowance.of(100)
    vi.spyOn(performance, 'now').mockReturnValue(now + 100 * CLOCK_SLACK + 1_000)
    expect(allowance.isSpent()).toBe(true)
    expect(Allowance.of(Number.POSITIVE_INFINITY).isSpent()).toBe(false)
  })
})

test('a programme that nothing is left for is not begun, and claims nothing', async () => {
  const input = { cost: [1], lower: [1], upper: [2], rows: [], integer: [0] }
  const allowance = Allowance.of(0)
  expect(await withProgramme(input, (programme) => programme.run({ allowance }))).toBe('failed')
})

test('a programme that could not take a row answers no question, not the one without it', async () => {
  // At least 1, and a row that the solver refuses: it names a column that there is none of.
  const input = { cost: [1], lower: [1], upper: [2], rows: [] }
  const standings = await withProgramme(input, (programme) => {
    const before = programme.run()
    programme.addRow({ indices: [7], values: [1], lower: 2, upper: 2 })
    return [before, programme.run()]
  })
  expect(standings).toEqual(['optimal', 'failed'])
})

describe('the same table', () => {
  const shape = [4, 5, 5]
  const answerAt = async (step: number) => {
    clockSteps(step)
    const { cells, method, gap } = await protectCounts({
      dimensions: plain(shape),
      rows: countsOf(shape, someCounts(100, { most: 60 })),
      rule: { threshold: 10, zeroPolicy: 'show' },
      timeLimitMs: 400,
    })
    vi.restoreAllMocks()
    return { method, gap, hidden: cells.filter(({ status }) => status !== 'shown').map(({ cell }) => cell) }
  }

  test('gets the same pattern and the same gap however fast the clock goes, though the search is cut short', async () => {
    const still = await answerAt(0)
    expect(still.method).toBe('heuristic')
    expect(await answerAt(0.01)).toEqual(still)
    expect(await answerAt(0.05)).toEqual(still)
  })
})

test('intervals that were not tried in whole numbers are said to hold the true ones, and do', async () => {
  const shape = [4, 4, 4]
  const rows = countsOf(shape, someCounts(64, { most: 6, seed: 14 }))
  const { cells, system } = buildCellTable({ dimensions: plain(shape), rows, missingMargins: 'compute' })
  const values = cells.map(({ value }) => value!)
  // With nothing but the margins shown, fractions reach further than whole numbers do.
  const shown = cells.map(({ row, value }) => (row === null ? value : null))
  const problem = { system, shown, whole: true, start: values }
  const exact = await attackIntervals(problem)
  expect([exact.complete, exact.inWholes]).toEqual([true, true])
  const seen = { exact: 0, wider: 0, unfinished: 0 }
  for (let ms = 0.1; ms < 20_000; ms *= 1.3) {
    const { intervals, complete, inWholes } = await attackIntervals(problem, { allowance: Allowance.of(ms) })
    if (!complete) seen.unfinished++
    else if (inWholes) {
      expect(intervals).toEqual(exact.intervals)
      seen.exact++
      break
    } else {
      seen.wider++
      for (const [cell, { low, high }] of exact.intervals) {
        expect(intervals.get(cell)!.low).toBeLessThanOrEqual(low)
        expect(intervals.get(cell)!.high).toBeGreaterThanOrEqual(high)
      }
    }
  }
  expect(seen.exact).toBe(1)
  expect(Math.min(seen.wider, seen.unfinished)).toBeGreaterThan(0)
})
