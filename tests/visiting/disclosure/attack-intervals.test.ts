import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attackIntervals, ContradictionError } from '../../../visiting/disclosure/attack-intervals.ts'
import { buildCellTable } from '../../../visiting/disclosure/cell-table.ts'
import { allKeys, bruteForceIntervals, countAt } from './attack-oracle.ts'

const nameOf = (key: readonly number[]) => key.map((place) => (place < 0 ? null : `c${place}`))

/** Intervals by the code under test, named as the oracle names them. */
async function attacked(
  shape: readonly number[],
  leaves: readonly number[],
  { isHidden, start }: { isHidden: (key: readonly number[]) => boolean; start: boolean },
) {
  const keys = allKeys(shape)
  const table = buildCellTable({
    dimensions: shape.map((_, d) => ({ name: `d${d}` })),
    rows: keys.map((key, line) => ({ key: nameOf(key), value: countAt({ shape, leaves }, key), line })),
    missingMargins: 'unknown',
  })
  const values = table.cells.map(({ value }) => value!)
  const { intervals } = await attackIntervals({
    system: table.system,
    shown: values.map((value, cell) => (isHidden(keys[cell]!) ? null : value)),
    whole: true,
    ...(start ? { start: values } : {}),
  })
  return new Map([...intervals].map(([cell, { low, high }]) => [keys[cell]!.join(), [low, high]]))
}

describe('intervals agree with every table enumerated by hand', () => {
  const laws = [
    { shape: [5], most: 5, runs: 60 },
    { shape: [2, 3], most: 4, runs: 150 },
    { shape: [3, 3], most: 1, runs: 80 },
    { shape: [2, 2, 2], most: 2, runs: 120 },
    { shape: [3, 2, 2], most: 1, runs: 80 },
  ]
  for (const { shape, most, runs } of laws)
    test(`${shape.join(' × ')} with margins`, async () => {
      const size = shape.reduce((a, b) => a * b, 1)
      const keys = allKeys(shape)
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: most }), { minLength: size, maxLength: size }),
          fc.array(fc.boolean(), { minLength: keys.length, maxLength: keys.length }),
          fc.boolean(),
          async (leaves, marks, start) => {
            const hidden = new Set(
              keys.filter((key, k) => marks[k] && key.some((place) => place >= 0)).map((key) => key.join()),
            )
            const isHidden = (key: readonly number[]) => hidden.has(key.join())
            const found = await attacked(shape, leaves, { isHidden, start })
            expect(Object.fromEntries(found)).toEqual(
              Object.fromEntries(bruteForceIntervals({ shape, leaves }, isHidden)),
            )
          },
        ),
        { numRuns: runs, seed: 20_260_401 },
      )
    })
})

describe('known answers', () => {
  test('Fischetti & Salazar (2001), table 1: 22 is protected to [5, 30] by three more cells', async () => {
    const counts = [20, 50, 10, 8, 19, 22, 17, 32, 12]
    const hidden = new Set(['1,0', '1,2', '2,0', '2,2'])
    const found = await attacked([3, 3], counts, { isHidden: (key) => hidden.has(key.join()), start: true })
    expect(Object.fromEntries(found)).toEqual({
      '1,0': [0, 25],
      '1,2': [5, 30],
      '2,0': [0, 25],
      '2,2': [4, 29],
    })
  })

  test('every row and column has two or three hidden cells or none, and one value is still exact', async () => {
    // Two hidden squares, rows 1–2 × columns 1–2 and rows 3–4 × columns 3–4, and one cell between them.
    const counts = [3, 4, 6, 20, 5, 2, 30, 25, 40, 50, 3, 7, 60, 70, 8, 4]
    const hidden = new Set(['0,0', '0,1', '0,2', '1,0', '1,1', '2,2', '2,3', '3,2', '3,3'])
    const found = await attacked([4, 4], counts, { isHidden: (key) => hidden.has(key.join()), start: true })
    // Columns 1 and 2 less rows 1 and 2 leave the bridge cell alone.
    expect(found.get('0,2')).toEqual([6, 6])
    expect([...found.values()].filter(([low, high]) => low === high)).toHaveLength(1)
  })

  test('one hidden cell in a row with its total shown is exact', async () => {
    const found = await attacked([3], [4, 20, 30], { isHidden: ([place]) => place === 0, start: false })
    expect(found.get('0')).toEqual([4, 4])
  })

  test('a hidden cell and a hidden total leave no upper end', async () => {
    const found = await attacked([3], [4, 20, 30], {
      isHidden: ([place]) => place === 0 || place === -1,
      start: false,
    })
    expect(found.get('0')).toEqual([0, Number.POSITIVE_INFINITY])
    expect(found.get('-1')).toEqual([50, Number.POSITIVE_INFINITY])
  })
})

test('values that no table agrees with are refused', async () => {
  const table = buildCellTable({
    dimensions: [{ name: 'a' }],
    rows: [
      { key: ['x'], value: 9, line: 2 },
      { key: ['y'], value: null, line: 3 },
      { key: [null], value: 5, line: 4 },
    ],
    missingMargins: 'unknown',
  })
  await expect(
    attackIntervals({ system: table.system, shown: [9, null, 5], whole: true }),
  ).rejects.toBeInstanceOf(ContradictionError)
})
