/**
 * Sums in which numbers of the query's own may stand: from twenty persons on the number is the very one, below it is a
 * bound. Judged by counting, person by person, whose own part is not zero.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ColumnFacts, certaintyOf } from '../../../shared/model/facts.ts'
import { type Bench, openBench, type Value, whole } from './persons-bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench(31, 90)
})
afterAll(() => bench.close())

const VALUES = [
  'greatest(coalesce(c.cost, 0), 7)',
  'least(c.cost, 10)',
  "CASE WHEN c.dx = 'A' THEN 3 WHEN c.dx = 'B' THEN 2 ELSE 1 END",
  'greatest(p.age, 50)',
  'least(coalesce(c.cost, 10), 30) - 10',
]
const KEYS = ['p.sex', 'p.pref', 'c.inst', 'c.ym', 'p.age', 'p.pref, c.ym']
const FROM = 'FROM ndb.person AS p JOIN ndb.claim AS c USING (person_id)'

async function planned(sql: string) {
  const { sql: measured, plan } = await bench.measured(whole(sql))
  if (plan.kind !== 'aggregated') throw new Error(`${plan.kind}: ${JSON.stringify(plan)}`)
  const { names, rows } = await bench.run(measured)
  const read = (row: Value[], name: string | null): number | null =>
    name === null ? null : Number(row[names.indexOf(name)])
  const behind = (row: Value[], column: ColumnFacts) => ({
    persons: read(row, column.persons ?? plan.rowPersons),
    denominatorPersons: read(row, column.denominatorPersons),
  })
  return { plan, rows, behind }
}

test('from twenty persons on the number is exact, and never more below', async () => {
  const tally = { exact: 0, bound: 0, less: 0 }
  for (const key of KEYS)
    for (const value of VALUES)
      for (const aggregate of ['sum', 'avg']) {
        const width = key.split(',').length
        const { plan, rows, behind } = await planned(
          `SELECT ${key}, ${aggregate}(${value}) AS v ${FROM} GROUP BY ALL`,
        )
        const matters = aggregate === 'sum' ? 'sum(x) <> 0' : 'count(x) > 0'
        const truth = await bench.run(
          whole(
            `SELECT * EXCLUDE (person_id, m), count(*) FILTER (m) FROM (SELECT ${key}, person_id, ${matters.replace('x', value)} AS m ${FROM} GROUP BY ALL) GROUP BY ALL`,
          ),
        )
        const wanted = new Map(
          truth.rows.map((row) => [JSON.stringify(row.slice(0, width)), Number(row.at(-1))]),
        )
        const column = plan.columns.at(-1)!
        expect(column, value).toMatchObject({ certainty: 'at-least', exactFrom: { persons: 20 } })
        for (const row of rows) {
          const found = behind(row, column)
          const true_ = wanted.get(JSON.stringify(row.slice(0, width)))!
          const where = `${aggregate}(${value}) by ${key} claims ${found.persons} of ${true_}`
          expect(found.persons, where).toBeLessThanOrEqual(true_)
          const isExact = certaintyOf(column, found) === 'exact'
          expect(isExact, where).toBe(found.persons! >= 20)
          if (isExact) expect(found.persons, where).toBe(true_)
          tally[isExact ? 'exact' : 'bound']++
          if (found.persons! < true_) tally.less++
        }
      }
  // Each kind was met, and bounds that are less than the truth as well.
  for (const count of Object.values(tally)) expect(count).toBeGreaterThan(20)
})

describe('what is made less afterwards is exact nowhere', () => {
  test.each([
    [
      'a condition on another number',
      `SELECT p.sex, sum(greatest(c.cost, 7)) AS v ${FROM} GROUP BY 1 HAVING max(c.cost) > 0`,
    ],
    [
      'a number of groups beside persons',
      `SELECT p.sex, sum(coalesce(c.cost, m)) AS v ${FROM} JOIN (SELECT pref, avg(age) AS m FROM ndb.person GROUP BY 1) AS g ON g.pref = p.pref GROUP BY 1`,
    ],
    [
      'a sum of groups',
      `SELECT sum(v) AS v FROM (SELECT p.sex, sum(greatest(c.cost, 7)) AS v ${FROM} GROUP BY 1)`,
    ],
    [
      'a term that tells of some',
      `SELECT p.sex, sum(CASE WHEN c.dx = 'A' THEN p.age ELSE 1000 END) AS v ${FROM} GROUP BY 1`,
    ],
    [
      'one number less another',
      `SELECT p.sex, sum(greatest(c.cost, 7)) - sum(p.age) AS v ${FROM} GROUP BY 1`,
    ],
    [
      'groups that may be missing',
      `SELECT q.pref, g.v FROM (SELECT DISTINCT pref FROM ndb.person) AS q LEFT JOIN (SELECT p.pref, sum(greatest(c.cost, 7)) AS v ${FROM} GROUP BY 1) AS g USING (pref)`,
    ],
  ])('%s', async (_what, sql) => {
    const { plan } = await planned(sql)
    const column = plan.columns.at(-1)!
    expect(column.certainty).toBe('at-least')
    expect(column.exactFrom).toBeUndefined()
  })
})

describe('it goes on with the number', () => {
  test.each([
    ['rounded', `SELECT p.sex, round(sum(greatest(c.cost, 7)) / 365.25, 1) AS v ${FROM} GROUP BY 1`, 20, 0],
    ['as a denominator', `SELECT p.sex, count(*) / sum(greatest(c.cost, 7)) AS v ${FROM} GROUP BY 1`, 0, 20],
    ['as a numerator', `SELECT p.sex, sum(greatest(c.cost, 7)) / count(*) AS v ${FROM} GROUP BY 1`, 20, 0],
    [
      'from a subquery',
      `SELECT v FROM (SELECT p.sex, sum(greatest(c.cost, 7)) AS v ${FROM} GROUP BY 1) AS g`,
      20,
      0,
    ],
    [
      'beside a plain one',
      `SELECT p.sex, sum(greatest(c.cost, 7)) AS v ${FROM} GROUP BY 1 UNION ALL SELECT 'x', count(*) FROM ndb.person`,
      20,
      20,
    ],
  ])('%s', async (_what, sql, persons, denominatorPersons) => {
    const { plan, rows, behind } = await planned(sql)
    const column = plan.columns.at(-1)!
    expect(column).toMatchObject({ certainty: 'at-least', exactFrom: { persons, denominatorPersons } })
    expect(rows.map((row) => certaintyOf(column, behind(row, column)))).toContain('exact')
  })
})

test('a number is exact only from where each of its numbers is', () => {
  const column = { certainty: 'at-least' as const, exactFrom: { persons: 0, denominatorPersons: 20 } }
  expect(certaintyOf(column, { persons: 3, denominatorPersons: 20 })).toBe('exact')
  expect(certaintyOf(column, { persons: 300, denominatorPersons: 19 })).toBe('at-least')
  expect(certaintyOf(column, { persons: null, denominatorPersons: 50 })).toBe('at-least')
  expect(certaintyOf({ certainty: 'at-least' }, { persons: 300, denominatorPersons: null })).toBe('at-least')
})
