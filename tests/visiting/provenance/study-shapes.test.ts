/** Whether persons are told apart by pseudonyms or counted by masks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judged } from './by-brute-force.ts'
import { type Bench, openBenches } from './persons-bench.ts'
import { STUDY_SHAPES } from './study-shapes.ts'

let benches: Bench[]
beforeAll(async () => {
  benches = await openBenches(11, 9)
}, 60_000)
afterAll(() => {
  for (const bench of benches ?? []) bench.close()
})

test('at least 120 shapes are named, and no name stands twice', () => {
  expect(STUDY_SHAPES.length).toBeGreaterThanOrEqual(120)
  expect(new Set(STUDY_SHAPES.map(({ name }) => name)).size).toBe(STUDY_SHAPES.length)
})

describe('nobody is claimed whom a number of a study does not need', () => {
  test.each(STUDY_SHAPES)('$name', async (shape) => {
    for (const bench of benches) await judged(bench, shape)
  })
})
