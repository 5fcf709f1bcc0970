import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findPinnedParts, findSmallDifferences } from '../../../visiting/disclosure/differencing.ts'
import { parseBand } from '../../../visiting/disclosure/key-checks.ts'
import { bottomCode, mergeBands, recodeRows, topCode } from '../../../visiting/disclosure/recode.ts'
import { roundCount, roundedFrom } from '../../../visiting/disclosure/rounding.ts'

describe('rounding', () => {
  test('midpoint-6 as OpenSAFELY defines it', () => {
    const round = (value: number) => roundCount(value, { method: 'midpoint-6', base: 6 })
    expect([0, 1, 6, 7, 12, 13, 100].map(round)).toEqual([0, 3, 3, 9, 9, 15, 99])
  })

  test('to the nearest five', () => {
    const round = (value: number) => roundCount(value, { method: 'round', base: 5 })
    expect([0, 2, 3, 7, 8, 12, 13].map(round)).toEqual([0, 0, 5, 5, 10, 10, 15])
  })

  test('what a rounded count leaves open is exactly what rounds to it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 2, max: 20 }),
        fc.constantFrom('round' as const, 'midpoint-6' as const),
        (value, base, method) => {
          const rounded = roundCount(value, { method, base })
          const { low, high } = roundedFrom(rounded, { method, base })
          for (let each = Math.max(1, low - 2); each <= high + 2; each++)
            expect([each, roundCount(each, { method, base }) === rounded]).toEqual([
              each,
              each >= low && each <= high,
            ])
        },
      ),
      { numRuns: 300, seed: 20_260_406 },
    )
  })
})

describe('bands', () => {
  test('labels are read as they are written in Japan and elsewhere', () => {
    expect(['40-44', '40～44歳', '[40, 45)'].map(parseBand)).toEqual(Array(3).fill({ from: 40, to: 45 }))
    expect(['90+', '90歳以上'].map(parseBand)).toEqual(
      Array(2).fill({ from: 90, to: Number.POSITIVE_INFINITY }),
    )
    expect(['65歳未満', '<65'].map(parseBand)).toEqual(
      Array(2).fill({ from: Number.NEGATIVE_INFINITY, to: 65 }),
    )
    expect(parseBand('男')).toBeNull()
  })

  const rows = [
    ['0-4', 'm', 30],
    ['5-9', 'm', 4],
    ['10-14', 'm', 12],
    ['15-19', 'm', 50],
    ['20+', 'm', 3],
    ['0-4', 'f', 25],
    ['5-9', 'f', 18],
    ['10-14', 'f', 0],
    ['15-19', 'f', 40],
    ['20+', 'f', 11],
  ].map(([age, sex, value], line) => ({ key: [age as string, sex as string], value: value as number, line }))

  test('merge as little as leaves no small count', () => {
    const recoding = mergeBands({ rows, dimension: 0, threshold: 10 })!
    expect([...new Set(recoding.values())].sort()).toEqual(['0-4', '15+', '5-14'])
    const merged = recodeRows(rows, { dimension: 0, recoding })
    expect(merged.map(({ value }) => value)).not.toContain(4)
    expect(merged.find(({ key }) => key[0] === '5-14' && key[1] === 'm')?.value).toBe(16)
  })

  test('merging keeps the sum, and leaves no count between 1 and the threshold', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 12 }), (counts) => {
        const table = counts.map((value, k) => ({
          key: [`${(k % 6) * 5}-${(k % 6) * 5 + 4}`, k < 6 ? 'm' : 'f'],
          value,
          line: k,
        }))
        const recoding = mergeBands({ rows: table, dimension: 0, threshold: 10 })
        const whole = [0, 6].map((from) => counts.slice(from, from + 6).reduce((a, b) => a + b, 0))
        if (!recoding) {
          expect(whole.some((sum) => sum > 0 && sum < 10)).toBe(true)
          return
        }
        const merged = recodeRows(table, { dimension: 0, recoding })
        expect(merged.every(({ value }) => value === 0 || value! >= 10)).toBe(true)
        expect(merged.reduce((sum, { value }) => sum + value!, 0)).toBe(whole[0]! + whole[1]!)
      }),
      { numRuns: 300, seed: 20_260_407 },
    )
  })

  test('top and bottom coding', () => {
    const ages = ['60-64', '65-69', '90-94', '95-99', '100+']
    expect([...topCode(ages, 90).values()]).toEqual(['60-64', '65-69', '90+', '90+', '90+'])
    expect([...bottomCode(ages, 65).values()]).toEqual(['<65', '65-69', '90-94', '95-99', '100+'])
  })
})

describe('differencing against earlier releases', () => {
  const pair = { row: 0, column: 'n', release: { title: 'R-1' }, both: 500, bothOtherwise: 0, alike: true }

  test('sets that differ by one to nine people are found, in either direction', () => {
    const found = (onlyNew: number, onlyEarlier: number) =>
      findSmallDifferences([{ ...pair, onlyNew, onlyEarlier }], { threshold: 10, rule: null }).length
    expect([found(4, 0), found(0, 9), found(4, 5), found(0, 0), found(10, 0), found(5, 5)]).toEqual([
      1, 1, 1, 0, 0, 0,
    ])
  })

  test('the same people who give almost the same are a pair; other quantities are for people to judge', () => {
    const found = (bothOtherwise: number, given: { onlyNew?: number; alike?: boolean }) =>
      findSmallDifferences([{ ...pair, onlyNew: 0, onlyEarlier: 0, bothOtherwise, ...given }], {
        threshold: 10,
        rule: null,
      }).map(({ code }) => code)
    expect(found(3, {})).toEqual(['difference-small'])
    expect(found(30, {})).toEqual([])
    expect(found(3, { alike: false })).toEqual([])
    expect(found(400, { onlyNew: 4, alike: false })).toEqual(['difference-other-quantity'])
    expect(found(0, { onlyNew: 4, alike: false })).toEqual(['difference-small'])
  })

  test('sets with nobody in common are no difference', () => {
    expect(
      findSmallDifferences([{ ...pair, both: 0, onlyNew: 3, onlyEarlier: 4 }], { threshold: 10, rule: null }),
    ).toEqual([])
  })

  test('a whole, less two released pieces, leaves four people: no pair shows it, the three together do', async () => {
    const sets = [
      { release: 'R-1', name: 'men' },
      { release: 'R-2', name: 'women' },
      { release: null, name: 'all' },
    ]
    const parts = [
      { sets: [0, 2], persons: 300 },
      { sets: [1, 2], persons: 320 },
      { sets: [2], persons: 4 },
    ]
    expect(
      findSmallDifferences(
        [
          { ...pair, both: 300, onlyNew: 324, onlyEarlier: 0 },
          { ...pair, release: { title: 'R-2' }, both: 320, onlyNew: 304, onlyEarlier: 0 },
        ],
        { threshold: 10, rule: null },
      ),
    ).toEqual([])
    // What is released does not say that men and women do not overlap; the sizes of the parts do.
    expect(await findPinnedParts({ sets, parts }, { threshold: 10 })).toEqual({
      pinned: [{ part: 2, low: 4, high: 4, sets: [2] }],
      complete: true,
    })
  })

  test('a small part that nothing pins is no finding', async () => {
    const sets = [
      { release: 'R-1', name: 'a' },
      { release: null, name: 'b' },
    ]
    const parts = [
      { sets: [0], persons: 200 },
      { sets: [1], persons: 250 },
      { sets: [0, 1], persons: 5 },
    ]
    expect(await findPinnedParts({ sets, parts }, { threshold: 10 })).toEqual({ pinned: [], complete: true })
  })
})
