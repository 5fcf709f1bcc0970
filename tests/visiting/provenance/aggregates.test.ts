import { expect, test } from 'vitest'
import { ALLOWED_AGGREGATES, ALLOWED_FUNCTIONS } from '../../../visiting/policy/allowed-functions.ts'
import { aggregateKind } from '../../../visiting/provenance/aggregates.ts'
import { TWO_LARGEST } from '../../../visiting/provenance/number-facts.ts'
import { ACRO_DOMINANCE } from '../../../visiting/results/masking.ts'
import { openBench } from './persons-bench.ts'

test('every aggregate a researcher may use is known as one', async () => {
  const bench = await openBench(1, 2)
  const { rows } = await bench.run(
    "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type = 'aggregate'",
  )
  bench.close()
  // Listed as aggregates by the engine, but only ever called with OVER.
  const windows =
    /^(rank|rank_dense|dense_rank|percent_rank|row_number|(first|last|nth)_value|cume_dist|lead|lag|ntile|fill)$/
  const aggregates = rows.map(([name]) => String(name)).filter((name) => !windows.test(name))
  expect(aggregates.length).toBeGreaterThan(60)
  const missed = aggregates.filter((name) => ALLOWED_FUNCTIONS.has(name) && aggregateKind(name) === null)
  expect(missed).toEqual([])
})

test('every aggregate that policy lists has a kind', () => {
  expect([...ALLOWED_AGGREGATES].filter((name) => aggregateKind(name) === null)).toEqual([])
})

test('a number that goes on is held by two where its own cell would be', () => {
  expect(TWO_LARGEST).toBe(ACRO_DOMINANCE.twoLargest)
})
