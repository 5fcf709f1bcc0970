/**
 * Large tables are measured by bit masks and bounds; here on the same data as person by person, which the property
 * test holds against the oracle.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FactsPlan } from '../../../shared/model/facts.ts'
import { type Bench, openBench, type Value, whole } from './persons-bench.ts'
import { analysis, keyColumns, querySql } from './query-grammar.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench(3, 400, { numbered: { spacing: 1 } })
}, 60_000)
afterAll(() => bench?.close())

type Reader = (name: string | null) => number | null
interface Table {
  plan: Extract<FactsPlan, { kind: 'aggregated' }>
  sql: string
  rows: Map<string, Reader>
}

/** The facts of each row, by its keys and how many rows had the same before. */
async function factsBy(sql: string, keys: number, masksFrom: number): Promise<Table | null> {
  const { sql: measured, plan } = await bench.measured(sql, undefined, masksFrom)
  if (plan.kind !== 'aggregated') return null
  const { names, rows } = await bench.run(measured)
  const seen = new Map<string, number>()
  const read =
    (row: Value[]): Reader =>
    (name) => {
      const value = name === null ? null : (row[names.indexOf(name)] ?? null)
      return value === null ? null : Number(value)
    }
  const named = rows.map((row): [string, Reader] => {
    const key = JSON.stringify(row.slice(0, keys))
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    return [`${key} ${before}`, read(row)]
  })
  return { plan, sql: measured, rows: new Map(named) }
}

const tally = { masked: 0, bounds: 0 }

/** `asks`: of which columns; where any of several values may be the answer, each asking may give another. */
async function agree(sql: string, keys: number, asks: (column: number) => boolean = () => true) {
  const one = await factsBy(sql, keys, 0)
  const other = await factsBy(sql, keys, Number.POSITIVE_INFINITY)
  expect(one === null, sql).toBe(other === null)
  if (one === null || other === null) return
  if (one.sql.includes('bit_or(')) tally.masked++
  expect([...one.rows.keys()].sort(), sql).toEqual([...other.rows.keys()].sort())
  for (const [key, read] of one.rows) {
    const exact = other.rows.get(key)!
    const where = `${key} of ${sql}`
    expect(read(one.plan.rowPersons), where).toBe(exact(other.plan.rowPersons))
    if (one.plan.rowInstitutions !== null)
      expect(read(one.plan.rowInstitutions)!, where).toBeLessThanOrEqual(exact(other.plan.rowInstitutions)!)
    for (const [index, column] of one.plan.columns.entries()) {
      if (!asks(index)) continue
      const beside = other.plan.columns[index]!
      // Without a column of its own it is the row's.
      expect(read(column.persons ?? one.plan.rowPersons), `${column.name} ${where}`).toBe(
        exact(beside.persons ?? other.plan.rowPersons),
      )
      expect(read(column.denominatorPersons), where).toBe(exact(beside.denominatorPersons))
      for (const field of ['top1Share', 'top2Share'] as const) {
        const [share, held] = [read(column[field]), exact(beside[field])]
        if (share === null || held === null) continue
        expect(share, `${column.name} ${field} ${where}`).toBeGreaterThanOrEqual(held - 1e-9)
        if (share <= held + 1e-9) continue
        tally.bounds++
        expect(column.sharesAtMost, where).toBe(true)
        // Far from what would make a value one person's.
        expect(share, where).toBeLessThanOrEqual(0.5)
      }
    }
  }
}

describe('by masks and person by person', () => {
  test('analyses come to the same persons, and to no smaller shares', { timeout: 900_000 }, async () => {
    const given = fc.sample(analysis, { numRuns: 250, seed: 20_261_125 })
    for (const one of given) {
      const before = keyColumns(one) + (one.wrap === 'union' ? 1 : 0)
      const sql = whole(
        querySql(
          one,
          one.items.map((item) => item.sql),
        ),
      )
      await agree(sql, before, (column) => one.items[column - before]?.arbitrary !== true)
    }
    // The claim would hold of a way never taken.
    expect(tally.masked).toBeGreaterThan(given.length / 4)
    expect(tally.bounds).toBeGreaterThan(20)
  })

  test.each([
    ['SELECT ym, count(*) AS n, sum(ym) AS s FROM ndb.claim GROUP BY ym', 1],
    [
      'SELECT ym, inst, count(*) AS n, sum(cost) AS s, avg(amount) AS m FROM ndb.claim WHERE cost >= 0 GROUP BY ALL',
      2,
    ],
    [
      'SELECT ym, dx, count(*) FILTER (WHERE cost > 5) AS n, sum(cost) FILTER (WHERE cost > 0) AS s FROM ndb.claim GROUP BY 1, 2',
      2,
    ],
    ['SELECT ym, max(cost) AS most, min(amount) AS least FROM ndb.claim GROUP BY ym', 1],
    [
      'SELECT sum(cost) AS s, avg(cost) AS m, max(cost) AS x, count(DISTINCT person_id) AS p FROM ndb.claim',
      0,
    ],
    ['SELECT dx, stddev(cost) AS s, corr(cost, ym) AS r FROM ndb.claim WHERE cost >= 0 GROUP BY dx', 1],
    ['SELECT inst, count(*) AS n FROM ndb.claim GROUP BY inst', 1],
    ['SELECT ym, count(*) AS n FROM ndb.claim WHERE false GROUP BY ROLLUP (ym)', 1],
    ['SELECT count(*) AS n, sum(cost) AS s FROM ndb.claim WHERE false', 0],
    [
      'SELECT p.sex, c.ym, grouping(p.sex, c.ym) AS g, sum(cost) AS s, count(DISTINCT c.person_id) AS n FROM ndb.claim c JOIN ndb.person p USING (person_id) GROUP BY CUBE (p.sex, c.ym)',
      3,
    ],
    // Two rows of a person and date: in one group or two, through one condition, both or neither.
    ['SELECT ym, inst, dx, count(*) AS n, sum(amount) AS s FROM ndb.claim GROUP BY ALL', 3],
    [
      'SELECT ym, cost > 5 AS k, count(*) AS n, sum(cost) AS s, count(dx) AS d FROM ndb.claim GROUP BY ALL',
      2,
    ],
    [
      "SELECT ym, inst, count(*) FILTER (WHERE dx = 'A') AS n, count(amount) AS c, countif(cost > 0) AS i FROM ndb.claim WHERE amount <> 0 GROUP BY 1, 2",
      2,
    ],
    [
      'SELECT ym, count(*) AS n, sum(cost) FILTER (WHERE cost > 0) AS s, avg(cost) AS m FROM ndb.claim WHERE inst IN (SELECT max(inst) FROM ndb.claim WHERE cost > 100 UNION SELECT name FROM open.prefecture UNION SELECT $$h2$$) GROUP BY ym',
      1,
    ],
    ['SELECT ym, count(DISTINCT person_id) AS n, count(DISTINCT ym) AS o FROM ndb.claim GROUP BY ym', 1],
    ['SELECT ym, inst, count(*) AS n FROM ndb.claim GROUP BY ym, inst HAVING count(*) > 3', 2],
    // One row for each person: persons are rows.
    [
      'SELECT sex, count(*) AS n, sum(age) AS s, avg(age) AS m, max(age) AS x, count(age) AS k, count(DISTINCT person_id) FILTER (WHERE pref > 1) AS p FROM ndb.person GROUP BY sex',
      1,
    ],
    [
      'SELECT sex, age > 40 AS old, sum(age - 60) AS s, count_if(pref = 2) AS c, grouping(sex) AS g FROM ndb.person WHERE age <> 30 GROUP BY CUBE (1, 2)',
      2,
    ],
    ['SELECT count(*) AS n, sum(pref) AS s, avg(age) FILTER (WHERE age > 90) AS m FROM ndb.person', 0],
    // A column that was given the name of another, here of the date.
    ['SELECT c.ym, count(*) AS n, count(c.inst) AS k FROM ndb.claim AS c(one, ym, inst) GROUP BY c.ym', 1],
    [
      'SELECT level, sum(days) AS d, count(*) AS n FROM kaigo.care JOIN ndb.person USING (person_id) GROUP BY level HAVING sum(days) > 0',
      1,
    ],
  ] as const)('%s', (sql, keys) => agree(whole(sql), keys))
})
