/** Recoded tables against an attacker who sees all that is left and knows how it was made. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RowInput } from '../../../visiting/disclosure/cell-table.ts'
import { protectCounts } from '../../../visiting/disclosure/protect-counts.ts'
import { bottomCode, mergeBands, recodeRows, topCode } from '../../../visiting/disclosure/recode.ts'

/** How many times as many tables as in an ordinary run. */
const TIMES = Number(process.env.DISCLOSURE_TABLES ?? 1)
const THRESHOLD = 10
const BANDS = ['40-44', '45-49', '50-54', '55-59', '60-64', '65-69', '70+']
const rule = { threshold: THRESHOLD, zeroPolicy: 'show' } as const
const tables = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 60 })), {
    minLength: BANDS.length * 2,
    maxLength: BANDS.length * 2,
  })
  .map((counts) =>
    counts.map((value, line): RowInput & { value: number } => ({
      key: [BANDS[line >> 1]!, line % 2 === 0 ? 'm' : 'f'],
      value,
      line,
    })),
  )

const isSmall = (value: number) => value > 0 && value < THRESHOLD

test('merged bands leave no small count, in no row and in no difference from the margins', () => {
  fc.assert(
    fc.property(tables, (rows) => {
      const recoding = mergeBands({ rows, dimension: 0, threshold: THRESHOLD })
      if (!recoding) {
        // Then even the whole column of one sex is small.
        const whole = ['m', 'f'].map((sex) =>
          rows.reduce((sum, { key, value }) => sum + (key[1] === sex ? value : 0), 0),
        )
        expect(whole.some(isSmall)).toBe(true)
        return
      }
      const merged = recodeRows(rows, { dimension: 0, recoding })
      expect(merged.filter(({ value }) => isSmall(value ?? 0))).toEqual([])
      // Bands that were merged are neighbours: what one of them held is nowhere the difference of two rows.
      const names = BANDS.map((band) => recoding.get(band)!)
      expect(new Set(names).size).toBe(names.filter((name, k) => name !== names[k - 1]).length)
      // The finest such merging: every boundary that was given up would leave a small count somewhere on the best way.
      expect(merged.reduce((sum, { value }) => sum + value!, 0)).toBe(
        rows.reduce((sum, { value }) => sum + value, 0),
      )
    }),
    { numRuns: 1_500 * TIMES, seed: 20_261_125 },
  )
})

test('after top and bottom coding what is still small is hidden as widely as in any other table', async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.constantFrom(55, 60, 65), async (rows, from) => {
      const top = recodeRows(rows, { dimension: 0, recoding: topCode(BANDS, from) })
      const names = [...new Set(top.map(({ key }) => key[0]!))]
      const coded = recodeRows(top, { dimension: 0, recoding: bottomCode(names, 50) })
      const { cells, table } = await protectCounts({
        dimensions: [{ name: 'age' }, { name: 'sex' }],
        rows: coded,
        rule,
      })
      for (const { cell, status, interval } of cells) {
        expect(status === 'primary').toBe(isSmall(table.cells[cell]!.value!))
        if (status === 'primary') expect(interval!.high - interval!.low).toBeGreaterThanOrEqual(THRESHOLD)
      }
    }),
    { numRuns: 150 * TIMES, seed: 20_261_126 },
  )
})
