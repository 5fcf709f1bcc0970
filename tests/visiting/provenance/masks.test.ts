/**
 * Large tables are measured by bit masks and bounds; here on the same data as person by person, which the property
 * test holds against the oracle.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FactsPlan } from '../../../shared/model/facts.ts'
import { type Bench, openBench, type Value, whole } from './persons-bench.ts'
import { analysis, keyColumns, querySql } from './query-grammar.ts'

let benches: { rows: Bench; cells: Bench }
beforeAll(async () => {
  benches = {
    rows: await openBench(3, 400, { numbered: { spacing: 1 } }),
    cells: await openBench(3, 400, { numbered: { spacing: 1, cells: true } }),
  }
}, 60_000)
afterAll(() => {
  for (const bench of Object.values(benches ?? {})) bench.close()
})

type Reader = (name: string | null) => number | null
interface Table {
  plan: Extract<FactsPlan, { kind: 'aggregated' }>
  sql: string
  types: string[]
  /** The visible values of all rows, without the last bits of sums of floating point numbers. */
  values: (string | null)[][]
  rows: Map<string, Reader>
}

/** The facts of each row, by its keys and how many rows had the same before. */
async function factsBy(bench: Bench, sql: string, keys: number, masksFrom: number): Promise<Table | null> {
  const { sql: measured, plan } = await bench.measured(sql, undefined, masksFrom)
  if (plan.kind !== 'aggregated') return null
  const { names, types, rows } = await bench.run(measured)
  const width = plan.columns.length
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
  const values = rows.map((row) => row.slice(0, width).map((value) => JSON.stringify(settled(value))))
  return { plan, sql: measured, types: types.slice(0, width), values, rows: new Map(named) }
}

const settled = (value: Value): Value => (typeof value === 'number' ? Number(value.toPrecision(12)) : value)

const shown = ({ values }: Table): string[] => values.map((row) => row.join()).sort()

const tally = { masked: 0, bounds: 0, kept: 0 }
const KEPT = /__vw_cells\d+_(claim|care)/

/** `asks`: of which columns; where any of several values may be the answer, each asking may give another. */
async function agree(
  bench: Bench,
  { sql, keys, asks }: { sql: string; keys: number; asks?: (column: number) => boolean },
) {
  const one = await factsBy(bench, sql, keys, 0)
  const other = await factsBy(bench, sql, keys, Number.POSITIVE_INFINITY)
  expect(one === null, sql).toBe(other === null)
  if (one === null || other === null) return
  if (KEPT.test(one.sql)) tally.kept++
  else if (one.sql.includes('bit_or(')) tally.masked++
  expect(one.types, sql).toEqual(other.types)
  // Rounded, a sum of floating point numbers may differ by more than its last bits.
  if (asks === undefined) expect(shown(one), sql).toEqual(shown(other))
  expect([...one.rows.keys()].sort(), sql).toEqual([...other.rows.keys()].sort())
  for (const [key, read] of one.rows) {
    const exact = other.rows.get(key)!
    const where = `${key} of ${sql}`
    expect(read(one.plan.rowPersons), where).toBe(exact(other.plan.rowPersons))
    if (one.plan.rowInstitutions !== null)
      expect(read(one.plan.rowInstitutions)!, where).toBeLessThanOrEqual(exact(other.plan.rowInstitutions)!)
    for (const [index, column] of one.plan.columns.entries()) {
      if (asks?.(index) === false) continue
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

/** Groups of `ndb.claim` by what its cells were put together by, and what they keep of numbers. */
const ofOneTable = fc
  .record({
    keys: fc.subarray(['ym', 'dx', 'inst', 'ym % 2', 'coalesce(dx, $$none$$)', 'cost > 5'], { maxLength: 3 }),
    by: fc.constantFrom('', '', 'ROLLUP', 'CUBE'),
    where: fc.constantFrom(
      '',
      '',
      'dx = $$A$$',
      'ym > 202401 OR dx IS NULL',
      'cost >= 0',
      'inst < $$h3$$',
      'false',
    ),
    filter: fc.constantFrom('', '', 'dx <> $$B$$', 'cost IS NOT NULL', 'ym = 202402 AND inst = $$h1$$'),
    filtered: fc.subarray([
      'count(*)',
      'sum(cost)',
      'count(cost)',
      'count(DISTINCT person_id)',
      'sum(ym)',
      'avg(cost)',
      'stddev(cost)',
    ]),
    rest: fc.subarray(
      [
        'sum(cost)',
        'count(dx)',
        'count_if(dx = $$A$$)',
        'count(DISTINCT person_id)',
        'count(inst)',
        'max(cost)',
        // Of which the cells know nothing: put together from the rows that matter.
        'sum(CASE WHEN amount > 1 THEN 2 ELSE 0 END)',
        'avg(CASE WHEN cost > 5 THEN 1.0 ELSE 0 END)',
        'count(*) FILTER (WHERE amount > 0)',
        'sum(cost) FILTER (WHERE cost > 5)',
        'count(DISTINCT dx)',
      ],
      { minLength: 1 },
    ),
  })
  .map(({ keys, by, where, filter, filtered, rest }) => {
    const several = by !== '' && keys.length > 0
    const shown = [...(several ? [`grouping(${keys.join(', ')})`] : []), ...keys]
    // Extremes of several sets are measured otherwise.
    const asked = [
      ...filtered.map((one) => (filter === '' ? one : `${one} FILTER (WHERE ${filter})`)),
      ...rest.filter((one) => !several || one !== 'max(cost)'),
      'count(*)',
    ]
    const items = [...shown, ...asked].map((one, index) => `${one} AS v${index}`)
    const grouped = keys.length === 0 ? '' : ` GROUP BY ${several ? by : ''} (${keys.join(', ')})`
    const sql = `SELECT ${items.join(', ')} FROM ndb.claim${where === '' ? '' : ` WHERE ${where}`}${grouped}`
    return { sql: whole(sql), keys: shown.length }
  })

describe('by masks and person by person', () => {
  test('analyses come to the same persons, and to no smaller shares', { timeout: 900_000 }, async () => {
    const given = fc.sample(analysis, { numRuns: 300, seed: 20_261_125 })
    for (const [turn, one] of given.entries()) {
      const before = keyColumns(one) + (one.wrap === 'union' ? 1 : 0)
      const sql = whole(
        querySql(
          one,
          one.items.map((item) => item.sql),
        ),
      )
      const bench = turn % 2 === 0 ? benches.rows : benches.cells
      await agree(bench, {
        sql,
        keys: before,
        asks: (column) => one.items[column - before]?.arbitrary !== true,
      })
    }
    // The claim would hold of a way never taken.
    expect(tally.masked).toBeGreaterThan(given.length / 8)
    expect(tally.bounds).toBeGreaterThan(20)
  })

  test('so do groups of one table, from the cells beside it', { timeout: 900_000 }, async () => {
    const given = fc.sample(ofOneTable, { numRuns: 250, seed: 20_261_126 })
    for (const one of given) await agree(benches.cells, one)
    expect(tally.kept).toBeGreaterThan(given.length / 2)
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
    // Cells kept beside the table: each set from another of them, some put together anew, some as they lie.
    [
      'SELECT ym, dx, grouping(dx, ym) AS g, count(*) AS n, sum(cost) AS s, count(cost) AS c, count(DISTINCT person_id) AS p FROM ndb.claim GROUP BY CUBE (ym, dx)',
      3,
    ],
    [
      'SELECT ym % 2 AS odd, inst, count(*) FILTER (WHERE dx IN ($$A$$, $$B$$)) AS n, sum(cost) FILTER (WHERE dx = $$A$$) AS s FROM ndb.claim WHERE ym > 202401 GROUP BY GROUPING SETS ((odd), (inst), (odd, inst), ())',
      2,
    ],
    [
      'SELECT dx, sum(cost) AS s, count(*) AS n, sum(ym) AS y FROM ndb.claim WHERE false GROUP BY ROLLUP (dx)',
      1,
    ],
    ['SELECT count(*) AS n, sum(cost) AS s, count_if(ym = 202402) AS c FROM ndb.claim', 0],
    ['SELECT count(*) AS n, sum(cost) AS s FROM ndb.claim GROUP BY ()', 0],
    [
      'SELECT dx, avg(cost) AS m, max(cost) AS x, sum(cost) AS s, count(DISTINCT person_id) FILTER (WHERE ym = 202401) AS p FROM ndb.claim WHERE cost >= 0 GROUP BY dx',
      1,
    ],
    [
      'SELECT ym, sum(cost) FILTER (WHERE cost IS NOT NULL) AS a, count(cost) FILTER (WHERE dx IS NULL) AS b, sum(cost + 1) AS c FROM ndb.claim GROUP BY ROLLUP (ym)',
      1,
    ],
    [
      'SELECT level > 1 AS high, count(days) FILTER (WHERE level IS NOT NULL) AS n, sum(days) AS s, count(nullif(level, 2)) AS l, corr(days, level) AS r FROM kaigo.care GROUP BY 1',
      1,
    ],
    [
      'SELECT level, avg(days) AS m, stddev(days) AS d, sum(level) AS s FROM kaigo.care GROUP BY CUBE (level)',
      1,
    ],
    // Statistics of spread, quantiles and values told apart beside what the masks count.
    [
      'SELECT dx, median(cost) AS m, quantile_disc(ym, 0.9) FILTER (WHERE cost > 0) AS q, max(cost) AS x, avg(cost) AS a FROM ndb.claim GROUP BY dx',
      1,
    ],
    [
      'SELECT ym, count(DISTINCT dx) AS d, count(DISTINCT inst) FILTER (WHERE cost > 5) AS i, count(*) AS n FROM ndb.claim GROUP BY ROLLUP (ym)',
      1,
    ],
    [
      'SELECT ym, inst, stddev(cost) AS s, var_pop(amount) AS v, sum(cost) AS c FROM ndb.claim GROUP BY ALL',
      2,
    ],
    [
      'SELECT p.sex, regr_slope(c.cost, p.age) AS b, corr(c.amount, c.cost) FILTER (WHERE c.ym > 202401) AS r, stddev_pop(p.age + 1) AS s FROM ndb.claim c JOIN ndb.person p USING (person_id) GROUP BY CUBE (p.sex)',
      1,
    ],
    [
      'SELECT sex, stddev(age) AS s, median(age) AS m, corr(age, pref) AS r, count(DISTINCT pref) AS d, avg(age) AS a FROM ndb.person GROUP BY sex',
      1,
    ],
    ['SELECT stddev(cost) AS s, median(amount) AS m, count(DISTINCT dx) AS d FROM ndb.claim WHERE false', 0],
    // What the cells answer beside what they do not.
    [
      'SELECT ym, dx, count(*) AS n, sum(CASE WHEN amount > 2 AND cost > 100 THEN 1 ELSE 0 END) AS c, count(*) FILTER (WHERE amount > 2) AS f, count_if(amount < 0) AS i, stddev(cost) AS s FROM ndb.claim GROUP BY ALL',
      2,
    ],
    [
      'SELECT level, count(*) AS n, sum(CASE WHEN days > 2 THEN 1 ELSE -1 END) AS a, sum(CASE WHEN days > 2 THEN 1 END) AS b, sum(CASE WHEN days > 9 THEN 1 ELSE 0 END) AS z FROM kaigo.care GROUP BY level',
      1,
    ],
    [
      'SELECT ym, sum(CASE WHEN amount > 2 THEN 1 ELSE 0 END) AS c, sum(CASE WHEN dx = $$A$$ THEN 1 ELSE 0 END) AS a, count(DISTINCT inst) AS i, median(amount) AS m FROM ndb.claim WHERE amount IS NOT NULL GROUP BY ym',
      1,
    ],
    // What a condition says of a column: none is NULL, all are above zero.
    [
      'SELECT dx, sum(cost) AS s, count(cost) AS n, avg(cost) AS m FROM ndb.claim WHERE cost > 5 GROUP BY dx',
      1,
    ],
    [
      'SELECT inst, sum(cost) FILTER (WHERE cost BETWEEN 1 AND 30) AS s, sum(cost) FILTER (WHERE cost IN (0, 10)) AS i, sum(cost) FILTER (WHERE cost >= 0) AS z, sum(amount) FILTER (WHERE 0 < amount) AS a FROM ndb.claim WHERE dx = $$A$$ OR cost > 5 GROUP BY inst',
      1,
    ],
    // A name in a subquery that the table has too.
    [
      'SELECT dx, count(*) AS n FROM ndb.claim c WHERE inst IN (SELECT inst FROM ndb.claim WHERE cost > 100) GROUP BY dx',
      1,
    ],
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
    // By date and by what stands beside it once for each person: two rows of a person differ in nothing of that.
    [
      'SELECT c.ym, p.pref, count(*) AS n, sum(c.cost) AS s, count(c.dx) AS d, count(DISTINCT c.person_id) AS k FROM ndb.claim c JOIN ndb.person p USING (person_id) GROUP BY 1, 2',
      2,
    ],
    [
      'SELECT p.sex, c.ym, c.inst, count(*) FILTER (WHERE p.age > 30) AS o, sum(p.pref) AS s, avg(c.cost) AS m FROM ndb.person p JOIN ndb.claim c ON c.person_id = p.person_id WHERE c.cost <> 5 OR p.pref = 2 GROUP BY ALL',
      3,
    ],
    [
      'SELECT c.ym, p.age, p.sex, count(*) AS n, sum(c.amount) AS s FROM ndb.claim c LEFT JOIN ndb.person p ON p.person_id = c.person_id WHERE c.dx IS NULL OR p.age < 50 GROUP BY ALL',
      3,
    ],
    // Beside rows of which a person has several, and where persons are kept who have none.
    [
      'SELECT c.ym, count(*) AS n, sum(k.days) AS s FROM ndb.claim c JOIN kaigo.care k USING (person_id) GROUP BY c.ym',
      1,
    ],
    [
      'SELECT c.ym, p.sex, count(*) AS n, sum(c.cost) AS s FROM ndb.person p LEFT JOIN ndb.claim c USING (person_id) GROUP BY 1, 2',
      2,
    ],
    [
      'SELECT c.ym, p.sex, count(*) AS n FROM ndb.claim c JOIN ndb.person p ON p.person_id = c.person_id AND c.cost > p.age GROUP BY 1, 2',
      2,
    ],
    // Sums of what is above zero for certain, and of what only seems so.
    [
      'SELECT inst, sum(ym * 2) AS a, sum(least(cost, 10)) AS b, sum(greatest(ym, cost)) AS c, sum(ym + cost) AS d, sum(CASE WHEN cost > 5 THEN 3 WHEN cost > 0 THEN 2 ELSE 1 END) AS e FROM ndb.claim GROUP BY inst',
      1,
    ],
    [
      'SELECT ym, sum(cost * cost) AS a, sum(least(cost, 10)) FILTER (WHERE cost > 0) AS b, sum(cost * ym) AS c, avg(greatest(cost, 1)) AS m FROM ndb.claim WHERE dx IS NOT NULL GROUP BY ym',
      1,
    ],
    [
      'SELECT p.sex, sum(c.cost * p.pref) AS a, sum(p.pref + 1) AS b, sum(date_diff($$day$$, DATE $$2024-01-01$$, make_date(c.ym // 100, c.ym % 100, p.pref))) AS d FROM ndb.claim c JOIN ndb.person p USING (person_id) GROUP BY 1',
      1,
    ],
    // Extremes under a condition alone: of the rows that matter nothing is put together.
    ['SELECT min(amount) FILTER (WHERE amount BETWEEN 0 AND 10) AS l FROM ndb.claim', 0],
    ['SELECT ym, max(cost) FILTER (WHERE dx = $$A$$) AS x FROM ndb.claim WHERE cost >= 0 GROUP BY ym', 1],
    // Keys of two tables, and values that few hold.
    [
      'SELECT p.pref, c.dx, max(c.cost) AS x, min(c.amount) AS l, median(c.cost) AS q FROM ndb.claim c JOIN ndb.person p USING (person_id) GROUP BY 1, 2',
      2,
    ],
  ] as const)('%s', async (sql, keys) => {
    for (const bench of Object.values(benches)) await agree(bench, { sql: whole(sql), keys })
  })
})
