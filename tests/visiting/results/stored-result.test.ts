import { readFileSync, writeFileSync } from 'node:fs'
import { Int32, Utf8, vectorFromArray } from 'apache-arrow'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StoredResult } from '../../../visiting/engine/engine.ts'
import { eachBatch, readRows } from '../../../visiting/results/stored-result.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { aStoredResult } from './a-stored-result.ts'

const folder = temporaryFolder()

const part = (from: number, rows: number) => ({
  n: vectorFromArray(
    Array.from({ length: rows }, (_, i) => from + i),
    new Int32(),
  ),
  word: vectorFromArray(
    Array.from({ length: rows }, (_, i) => `row ${from + i}`),
    new Utf8(),
  ),
})
const numbersOf = async (stored: StoredResult, offset: number, limit: number) => {
  const { spans, count } = await readRows(stored, offset, limit)
  const numbers = spans.flatMap(({ batch, from, until }) =>
    Array.from({ length: until - from }, (_, i) => batch.getChild('n')!.get(from + i) as number),
  )
  expect(count).toBe(numbers.length)
  return numbers
}

test('any page of any batching is the rows at that place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
      fc.nat(60),
      fc.nat(60),
      async (sizes, offset, limit) => {
        let from = 0
        const stored = aStoredResult(
          sizes.map((size) => {
            const made = part(from, size)
            from += size
            return made
          }),
          { folder },
        )
        const expected = Array.from({ length: from }, (_, i) => i).slice(offset, offset + limit)
        expect(await numbersOf(stored, offset, limit)).toEqual(expected)
      },
    ),
    { numRuns: 60 },
  )
})

test('a page needs only its own batches: the others may be gone', async () => {
  const stored = aStoredResult([part(0, 100), part(100, 100), part(200, 100)], { folder })
  const bytes = readFileSync(stored.file)
  bytes.fill(0xff, stored.batches[0]!.offset, stored.batches[1]!.offset)
  writeFileSync(stored.file, bytes.subarray(0, stored.batches[2]!.offset))
  expect(await numbersOf(stored, 120, 30)).toEqual(Array.from({ length: 30 }, (_, i) => 120 + i))
  await expect(readRows(stored, 250, 10)).rejects.toThrow('shorter than its record says')
})

test('batches come in turn, with all rows', async () => {
  const stored = aStoredResult([part(0, 3), part(3, 4)], { folder })
  const rows: number[] = []
  for await (const batch of eachBatch(stored)) rows.push(batch.numRows)
  expect(rows).toEqual([3, 4])
})
