import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KnownTable } from '../../../visiting/provenance/measure.ts'
import { type Bench, openBench, TABLES, whole } from './persons-bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench(3, 20)
})
afterAll(() => bench.close())

const shownBy = async (sql: string, tables?: KnownTable[]) => {
  const { plan } = await bench.measured(whole(sql), tables)
  return Object.fromEntries(
    plan.columns.flatMap(({ name, statistics }) => (statistics ? [[name, statistics.join()]] : [])),
  )
}

test.each<[sql: string, shown: Record<string, string>]>([
  [
    'SELECT dx, count(*) AS n, regr_slope(cost, amount) AS slope, round(corr(cost, amount), 3) AS "r, all", stddev(cost) sd, ln(avg(cost)) AS l FROM ndb.claim GROUP BY dx',
    { slope: 'fit', 'r, all': 'fit,strength', sd: 'spread' },
  ],
  ['SELECT corr(cost, amount) FROM ndb.claim', { 'corr("cost", amount)': 'fit,strength' }],
  [
    'WITH g AS (SELECT dx, CORR(cost, amount) AS r, avg(cost) AS m FROM ndb.claim GROUP BY dx) SELECT dx, r * r AS strength, m FROM g',
    { strength: 'fit,strength' },
  ],
  [
    'WITH g(code, a, b) AS (SELECT dx, var_pop(cost), count(*) FROM ndb.claim GROUP BY dx) SELECT a AS x, 1 AS one FROM g',
    { x: 'spread' },
  ],
  ['SELECT t.v FROM (SELECT sem(cost) FROM ndb.claim) AS t(v)', { v: 'spread' }],
  [
    "SELECT ln(age) AS slope, 'corr(a, b)' AS k /* regr_slope(y, x) AS l */, exp(age) AS l FROM ndb.person",
    {},
  ],
  [
    'SELECT dx, (SELECT corr(cost, amount) FROM ndb.claim) AS everywhere FROM ndb.claim GROUP BY dx',
    { everywhere: 'fit,strength' },
  ],
  ['SELECT person_id, stddev(cost) OVER (PARTITION BY dx) AS s FROM ndb.claim', { s: 'spread' }],
  [
    'WITH RECURSIVE r AS (SELECT 1 AS i, 0 AS x UNION ALL SELECT x + 1, i FROM r WHERE i < 5) SELECT stddev(i) AS s FROM r',
    { s: 'spread' },
  ],
])('%s', async (sql, shown) => {
  expect(await shownBy(sql)).toEqual(shown)
})

test('columns that got their names on the way may show all that the query computes', async () => {
  const shown = await shownBy(
    "SELECT * FROM (SELECT person_id, dx, cost FROM ndb.claim) PIVOT (stddev(cost) FOR dx IN ('A', 'B'))",
  )
  expect(shown).toEqual({ A: 'spread', B: 'spread' })
})

test('a table stored before keeps saying it', async () => {
  const { plan } = await bench.measured(
    whole('SELECT dx, count(*) AS n, regr_r2(cost, amount) AS fit FROM ndb.claim GROUP BY dx'),
  )
  const fits: KnownTable = {
    ...TABLES[0]!,
    catalog: 'work',
    schema: 'main',
    name: 'fits',
    level: 'aggregated',
    columns: plan.columns.map(({ name }) => ({ name, type: 'DOUBLE', identity: null })),
    personColumn: null,
    plan,
  }
  expect(await shownBy('SELECT dx, n, sqrt(fit) AS r FROM work.main.fits', [fits])).toEqual({
    r: 'fit,strength',
  })
})
