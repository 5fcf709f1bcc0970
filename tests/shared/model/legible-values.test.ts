/** Which counts can be read off one sum, judged by hand and, of small sums, by trying all others. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEAST_MINIMUM_PERSONS } from '../../../shared/model/committee.ts'
import { leastLegible, MOST_READ, TOO_MANY } from '../../../shared/model/legible-values.ts'

type Cell = Record<string, number | [persons: number, rows: number]>

function judged(cell: Cell, persons?: number, enough = 20): number {
  const values = Object.entries(cell).map(([value, held]) => [value, ...[held, held].flat()] as const)
  const each = values.map(([, own]) => own as number)
  return leastLegible(
    values.map(([value, own, rows = own]) => `${rows} ${own} ${value}`),
    { persons: persons ?? each.reduce((sum, own) => sum + own, 0), withZeros: true, enough },
  )
}

const months = (few: number): Cell =>
  Object.fromEntries(
    Array.from({ length: 12 }, (_, month) => [`1e+${3 * month + 3}`, month === 4 ? few : 400]),
  )

describe('a count of few is legible', () => {
  test.each<[what: string, cell: Cell, persons: number]>([
    ['in the last digits', { 1: 7, 1000: 5000 }, 7],
    ['a little below', { 999: 7, 1000: 5000 }, 7],
    ['a little above', { 1000000: 5000, 1000001: 7 }, 7],
    ['below zero', { '-1': 7, 1000: 2000, 2000: 2000 }, 7],
    ['far above', { 1: 5000, 1000000: 3 }, 3],
    ['between', { 1: 3000, 1000: 3, 1000000: 2000 }, 3],
    ['as a power of a month', months(7), 7],
    ['as no multiple of what others have', { 1000: 5000, 337: 7 }, 7],
    ['as a fraction', { 1: 5000, 0.001: 7 }, 7],
    ['as a root', { 1: 5000, [Math.SQRT2]: 7 }, 7],
    ['of those who have any of several', { 1: 2, 2: 2, 4: 2, 1000: 5000 }, 6],
    [
      'of a hundredth of a large whole number',
      { '1000000000000000000000': 5000, '1000000000000000000007': 4 },
      4,
    ],
    ['as a date', { '2024-01-01': 5000, '9024-01-01': 4 }, 4],
    ['as no number', { 1: 5000, nan: 3 }, 3],
    ['where somebody is counted in several', { 1: 6, 2: 6, 1000: 5000 }, 9],
  ])('%s', (what, cell, persons) => {
    expect(judged(cell, what.startsWith('where') ? 5009 : undefined)).toBe(persons)
  })
})

/** As many values as years of birth, each of many, and a few beside them. */
const years = (few: Cell, { from = 1900, scale = 1000, held = 200 } = {}): Cell => ({
  ...Object.fromEntries(Array.from({ length: 110 }, (_, index) => [`${(from + index) * scale}`, held])),
  ...few,
})

describe('a count of few among many values is legible', () => {
  test.each<[what: string, cell: Cell, persons: number]>([
    ['a little above', years({ 1950001: 3, 1960001: 4 }), 7],
    ['a little below', years({ 1949999: 3, 1969999: 2 }), 5],
    ['off a unit of no round number', years({ [1950 * 997 + 2]: 6 }, { scale: 997 }), 6],
    ['where all others have something, too', years({ 1950008: 7 }, { from: 1900.007 }), 7],
    ['of one person each', years({ 1950001: 1, 1960001: 1, 1970001: 1 }, { held: 1 }), 3],
    ['as a digit of a fraction', years({ 1950.1: 4 }, { scale: 1 }), 4],
  ])('%s', (_, cell, persons) => {
    expect(judged(cell)).toBe(persons)
  })
})

describe('of many values none is legible', () => {
  test.each<[what: string, cell: Cell]>([
    ['of ages', years({ 1850: 3 }, { scale: 1 })],
    ['of halves', years({ 1950.5: 4, 1960.5: 40 }, { scale: 1 })],
    ['of what many are off', years({ 1950001: 10, 1960001: 30 })],
    [
      'of points',
      Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`${(index * 7919) % 10007}`, 3])),
    ],
    [
      'of years of days',
      Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`${(index * 37 + 5) / 365.25}`, 3])),
    ],
    ['of costs in tens, of which many are none', years({ 1950003: 25, 1950007: 25 }, { scale: 10 })],
  ])('%s', (_, cell) => {
    expect(judged(cell)).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('nothing is legible', () => {
  test.each<[what: string, cell: Cell]>([
    ['of doses', { 1: 5000, 2: 4 }],
    ['of a score', { 0: 5000, 1: 1000, 2: 300, 3: 40, 6: 5, 4: 9, 5: 3 }],
    ['of a score among thirty', { 0: 20, 1: 8, 2: 4, 3: 2, 6: 1 }],
    [
      'of months among a hundred',
      { 1: 9, 2: 8, 3: 8, 4: 7, 5: 6, 6: 9, 7: 12, 8: 3, 9: 4, 10: 5, 11: 7, 12: 2 },
    ],
    ['of daily doses', { 14: 300, 28: 500, 30: 200, 7: 100, 10.5: 3, '2.3333333333333335': 4, 5: 8 }],
    [
      'of weights of a standard population',
      { 0.0886: 3000, 0.0869: 2500, 0.0822: 900, 0.0004: 7, 0.0015: 40 },
    ],
    ['of one who makes it odd', { 2: 2000, 1: 1 }],
    ['of one way or the other', { 1: 5000, '-1': 7 }],
    ['where many have each', months(400)],
    ['of one value', { 5: 3 }],
    ['of words', { a: 3, b: 4 }],
  ])('%s', (_what, cell) => {
    expect(judged(cell)).toBeGreaterThanOrEqual(20)
  })
})

test('where a value among two others is not legible, another count of it gives the same sum', () => {
  const counted = fc.record({
    values: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 3 }),
    rows: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 3, maxLength: 3 }),
  })
  let legible = 0
  fc.assert(
    fc.property(counted, ({ values, rows }) => {
      const sum = values.reduce((all, value, index) => all + value * rows[index]!, 0)
      const [a = 0, b = 0, c = 0] = values
      const others = new Set<number>()
      for (let x = 0; x * a <= sum; x++)
        for (let y = 0; x * a + y * b <= sum; y++) if ((sum - x * a - y * b) % c === 0) others.add(x)
      const least = judged(Object.fromEntries(values.map((value, index) => [value, rows[index]!])))
      if (least < 20) legible++
      // Fewer in all are masked for that.
      const isTold = rows.reduce((all, one) => all + one) >= LEAST_MINIMUM_PERSONS && others.size === 1
      if (rows[0]! < 20 && isTold) expect(least).toBeLessThanOrEqual(rows[0]!)
    }),
    { numRuns: 2_000 },
  )
  expect(legible).toBeGreaterThan(20)
})

describe('of more values than are read', () => {
  test('many are read', () => {
    const many = (few: Cell): Cell => ({
      ...Object.fromEntries(Array.from({ length: 9000 }, (_, index) => [`${(index + 1) * 1000}`, 1])),
      ...few,
    })
    expect(judged(many({ 1000001: 3 }))).toBe(3)
    expect(judged(many({ 999993: 4 }))).toBe(4)
    const costs = Array.from({ length: 9000 }, (_, index) => [`${(index * 7919) % 1_000_003}`, 1])
    expect(judged(Object.fromEntries(costs))).toBe(Number.POSITIVE_INFINITY)
  })

  test('what they hold is not known, and so of nobody', () => {
    expect(leastLegible([TOO_MANY], { persons: 100_000, withZeros: true, enough: 20 })).toBe(0)
    const each = Array.from({ length: MOST_READ + 1 }, (_, index) => `1 1 ${index}`)
    expect(leastLegible(each, { persons: each.length, withZeros: true, enough: 20 })).toBe(0)
  })
})
