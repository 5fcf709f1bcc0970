import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FactsPlan } from '../../../shared/model/facts.ts'
import { type Bench, openBench, type Value, whole } from './persons-bench.ts'

/**
 * Queries that try to have one person's secret pass for a number about many. `columns` are those that must not be
 * claimed to rest on more than one person, in any row; all of them where it is left out.
 */
const HOSTILE: [what: string, sql: string, columns?: string[]][] = [
  [
    'one row of each person among rows of nothing, two numbers of which share a bucket (visiting/provenance/told-apart.ts)',
    `SELECT sum(CASE WHEN r > 1 THEN 0 WHEN person_id = 'p03' THEN 45 ELSE 1219 END) AS n FROM (SELECT person_id, row_number() OVER (PARTITION BY person_id ORDER BY ym, cost, amount, dx, inst) AS r FROM ndb.claim)`,
  ],
  [
    'a condition on a scalar subquery about one person',
    `SELECT count(*) AS n FROM ndb.claim WHERE (SELECT max(sex) FROM ndb.person WHERE person_id = 'p01') = 'F'`,
  ],
  [
    'CASE over a scalar subquery about one person',
    `SELECT CASE WHEN (SELECT max(age) FROM ndb.person WHERE person_id = 'p01') > 40 THEN count(*) ELSE count(*) + 1 END AS n FROM ndb.claim`,
  ],
  [
    'a scalar subquery without an aggregate',
    `SELECT count(*) + (SELECT age FROM ndb.person WHERE person_id = 'p01') AS n FROM ndb.claim`,
  ],
  [
    'EXISTS with a literal',
    `SELECT count(*) AS n FROM ndb.claim WHERE EXISTS (SELECT 1 FROM ndb.person WHERE person_id = 'p01' AND sex = 'F')`,
  ],
  [
    'a literal IN a subquery',
    `SELECT count(*) AS n FROM ndb.claim WHERE 'F' IN (SELECT sex FROM ndb.person WHERE person_id = 'p01')`,
  ],
  [
    'a cross join with one person',
    `SELECT count(*) AS n FROM ndb.claim, (SELECT sex FROM ndb.person WHERE person_id = 'p01') x WHERE x.sex = 'F'`,
  ],
  [
    'a cross join with a group of one person',
    `SELECT count(*) AS n FROM ndb.claim, (SELECT max(sex) AS s FROM ndb.person WHERE person_id = 'p01') x WHERE x.s = 'F'`,
  ],
  [
    'the value of a cross joined person',
    `SELECT any_value(x.age) AS n FROM ndb.claim, (SELECT age FROM ndb.person WHERE person_id = 'p01') x`,
  ],
  [
    'HAVING over one person',
    `SELECT count(*) AS n FROM ndb.claim HAVING max(CASE WHEN person_id = 'p01' THEN cost END) > 0`,
  ],
  [
    'HAVING over a subquery',
    `SELECT ym, count(*) AS n FROM ndb.claim GROUP BY ym HAVING (SELECT count(*) FROM ndb.claim WHERE person_id = 'p01' AND cost > 0) > 0`,
  ],
  [
    'LIMIT by a subquery',
    `SELECT ym, count(*) AS n FROM ndb.claim GROUP BY ym LIMIT (SELECT max(cost) FROM ndb.claim WHERE person_id = 'p01')`,
  ],
  [
    'OFFSET by a subquery',
    `SELECT ym, count(*) AS n FROM ndb.claim GROUP BY ym ORDER BY ym OFFSET (SELECT count(*) FROM ndb.claim WHERE person_id = 'p01')`,
  ],
  [
    'ORDER BY a subquery',
    `SELECT ym, count(*) AS n FROM ndb.claim GROUP BY ym ORDER BY ym * (SELECT max(cost) FROM ndb.claim WHERE person_id = 'p01')`,
  ],
  [
    'a group key computed from a subquery',
    `SELECT (SELECT max(age) FROM ndb.person WHERE person_id = 'p01') AS k, count(*) AS n FROM ndb.claim GROUP BY 1`,
  ],
  [
    'a window value of one person as a group key',
    `SELECT k, count(*) AS n FROM (SELECT first_value(cost) OVER (ORDER BY person_id) AS k FROM ndb.claim) GROUP BY k`,
  ],
  [
    'a window maximum as a filter',
    `SELECT count(*) AS n FROM (SELECT max(CASE WHEN person_id = 'p01' THEN cost END) OVER () AS k FROM ndb.claim) WHERE k > 0`,
  ],
  [
    'QUALIFY across persons, then counted',
    `SELECT count(*) AS n FROM (SELECT * FROM ndb.claim QUALIFY max(CASE WHEN person_id = 'p01' THEN cost END) OVER () > 0)`,
  ],
  [
    'an inner LIMIT ordered by one person',
    `SELECT max(sex) AS n FROM (SELECT sex FROM ndb.person ORDER BY person_id = 'p01' DESC LIMIT 1)`,
  ],
  [
    'first in an order that one person leads',
    `SELECT first(age ORDER BY person_id = 'p01' DESC) AS n FROM ndb.person`,
  ],
  ['arg_max by one person', `SELECT arg_max(sex, person_id = 'p01') AS n FROM ndb.person`],
  [
    'a sum to which one person adds',
    `SELECT sum(CASE WHEN person_id = 'p01' THEN 7 ELSE 0 END) AS n FROM ndb.person`,
  ],
  ['a count of one person', `SELECT count(CASE WHEN person_id = 'p01' THEN 1 END) AS n FROM ndb.person`],
  ['a filtered count of one person', `SELECT count(*) FILTER (WHERE person_id = 'p01') AS n FROM ndb.person`],
  [
    'the difference of a count and the count without one person',
    `SELECT count(*) - count(CASE WHEN person_id <> 'p01' THEN 1 END) AS n FROM ndb.person`,
  ],
  [
    'the same difference hidden in a comparison',
    `SELECT count(*) > count(CASE WHEN person_id <> 'p01' OR sex = 'F' THEN 1 END) AS n FROM ndb.person`,
  ],
  [
    'the difference taken outside, over a CTE',
    `WITH g AS (SELECT count(*) AS a, count(CASE WHEN person_id <> 'p01' THEN 1 END) AS b FROM ndb.person) SELECT a - b AS n FROM g`,
  ],
  [
    'the difference of sums',
    `SELECT sum(age) - sum(CASE WHEN person_id <> 'p01' THEN age ELSE 0 END) AS n FROM ndb.person`,
  ],
  [
    'the difference of two scalar subqueries',
    `SELECT (SELECT count(*) FROM ndb.person) - (SELECT count(*) FROM ndb.person WHERE person_id <> 'p01') AS n`,
  ],
  ['a list', 'SELECT list(cost) AS n FROM ndb.claim'],
  [
    'the length of a filtered list',
    `SELECT len(list(age) FILTER (WHERE person_id = 'p01')) AS n FROM ndb.person`,
  ],
  ['string_agg', `SELECT string_agg(sex, '' ORDER BY person_id) AS n FROM ndb.person`],
  ['the largest value', 'SELECT max(person_id) AS n FROM ndb.person'],
  [
    'a window that hands over a small group',
    `SELECT sex, lag(n) OVER (ORDER BY sex) AS n FROM (SELECT sex, count(*) FILTER (WHERE person_id = 'p01') AS n FROM ndb.person GROUP BY sex)`,
    ['n'],
  ],
  [
    'a total of groups one of which is the secret',
    `SELECT max(n) AS n FROM (SELECT max(CASE WHEN person_id = 'p01' THEN age END) AS n FROM ndb.person GROUP BY sex)`,
  ],
  [
    'a correlated subquery into other persons',
    `SELECT count(*) AS n FROM ndb.person p WHERE (SELECT max(c.cost) FROM ndb.claim c WHERE c.person_id <> p.person_id) > 0`,
  ],
  [
    'a secret carried by UNION ALL',
    `SELECT max(n) AS n FROM (SELECT count(*) AS n FROM ndb.person UNION ALL SELECT 1000 + max(age) FROM ndb.person WHERE person_id = 'p01')`,
  ],
  [
    'EXCEPT between persons',
    `SELECT count(*) AS n FROM (SELECT age FROM ndb.person EXCEPT SELECT age FROM ndb.person WHERE person_id = 'p01')`,
  ],
  [
    'a join on something else than the person',
    `SELECT count(*) AS n FROM ndb.claim c JOIN ndb.person x ON x.person_id = 'p01' AND x.sex = 'F'`,
  ],
  [
    'a semi join into one person',
    `SELECT count(*) AS n FROM ndb.claim c SEMI JOIN ndb.person x ON x.person_id = 'p01' AND x.sex = 'F'`,
  ],
  [
    'a lateral look at another person',
    `SELECT count(*) AS n FROM ndb.claim c, LATERAL (SELECT x.age FROM ndb.person x WHERE x.person_id = 'p01' AND x.age > c.cost)`,
  ],
  [
    'absent persons counted through an open table',
    `SELECT count(*) AS n FROM open.month m LEFT JOIN (SELECT * FROM ndb.claim WHERE person_id = 'p01') c ON true`,
  ],
  ['a mode of one', `SELECT mode(CASE WHEN person_id = 'p01' THEN sex END) AS n FROM ndb.person`],
  [
    'an extreme quantile',
    "SELECT quantile_disc(cost + row_number, 1.0) AS n FROM (SELECT cost, row_number() OVER (PARTITION BY person_id ORDER BY ym) AS row_number FROM ndb.claim WHERE person_id = 'p01')",
  ],
  [
    'the number of distinct secrets',
    `SELECT count(DISTINCT CASE WHEN person_id = 'p01' THEN sex ELSE 'F' END) AS n FROM ndb.person`,
  ],
]

/** A window over everybody that carries the secret of one, under the row of each. */
const LEAKY = `(SELECT person_id, age, sex, max(CASE WHEN person_id = 'p01' THEN age END) OVER () AS v FROM ndb.person)`

HOSTILE.push(
  [
    'a secret added to the digits of a count',
    `SELECT count(*) * 1000 + sum(CASE WHEN person_id = 'p01' THEN age ELSE 0 END) AS n FROM ndb.person`,
  ],
  [
    'an order that a secret decides, cut by LIMIT',
    `SELECT ym, count(*) AS n FROM ndb.claim GROUP BY ym ORDER BY CASE WHEN max(CASE WHEN person_id = 'p01' THEN cost END) > 5 THEN ym ELSE -ym END LIMIT 1`,
  ],
  [
    'a shown secret that decides the order, cut by LIMIT',
    `SELECT count(*) AS n, max(CASE WHEN person_id = 'p01' THEN cost END) AS x FROM ndb.claim GROUP BY ym ORDER BY x DESC LIMIT 1`,
  ],
  ['a leaky window, filtered in a subquery', `SELECT count(*) AS n FROM ${LEAKY} x WHERE x.v > 30`],
  [
    'a leaky window, filtered in a join',
    `SELECT count(*) AS n FROM ndb.claim c JOIN ${LEAKY} x ON c.person_id = x.person_id AND x.v > 30`,
  ],
  [
    'a leaky window, filtered in a semi join',
    `SELECT count(*) AS n FROM ndb.claim c SEMI JOIN ${LEAKY} x ON c.person_id = x.person_id AND x.v > 30`,
  ],
  [
    'a leaky window, joined by USING',
    `SELECT count(*) AS n FROM (SELECT *, 30 AS v FROM ndb.claim) c SEMI JOIN ${LEAKY} x USING (person_id, v)`,
  ],
  [
    'a leaky window looked up for the row’s own person',
    `SELECT count(*) AS n FROM ndb.person p WHERE (SELECT x.v FROM ${LEAKY} x WHERE x.person_id = p.person_id) > 30`,
  ],
  [
    'a leaky window through EXISTS',
    `SELECT count(*) AS n FROM ndb.person p WHERE EXISTS (SELECT 1 FROM ${LEAKY} x WHERE x.person_id = p.person_id AND x.v > 30)`,
  ],
  [
    'a leaky window through IN',
    `SELECT count(*) AS n FROM ndb.person WHERE person_id IN (SELECT person_id FROM ${LEAKY} x WHERE x.v > 30)`,
  ],
  ['a leaky window through unnest', `SELECT max(u.w) AS n FROM ${LEAKY} x, unnest([x.v]) AS u(w)`],
  [
    'a leaky window through lateral VALUES',
    `SELECT max(u.w) AS n FROM ${LEAKY} x, LATERAL (VALUES (x.v)) AS u(w)`,
  ],
  [
    'a leaky window through a lateral SELECT',
    `SELECT max(u.w) AS n FROM ${LEAKY} x, LATERAL (SELECT x.v + 1 AS w) u`,
  ],
  [
    'a leaky window as a key beside the person',
    `SELECT count(*) AS n FROM (SELECT DISTINCT person_id, v FROM ${LEAKY} x) WHERE v > 30`,
  ],
  [
    'a leaky window summed up by person',
    `SELECT max(s) AS n FROM (SELECT person_id, sum(v) AS s FROM ${LEAKY} x GROUP BY person_id)`,
  ],
  [
    'a leaky window through EXCEPT',
    `SELECT count(*) AS n FROM (SELECT person_id, v FROM ${LEAKY} x EXCEPT SELECT person_id, 30 FROM ndb.person)`,
  ],
  [
    'a leaky window through UNION ALL',
    `SELECT max(v) AS n FROM (SELECT person_id, v FROM ${LEAKY} x UNION ALL SELECT person_id, 0 FROM ndb.claim)`,
  ],
  [
    'a leaky window through PIVOT',
    `SELECT max(F) AS n FROM (PIVOT ${LEAKY} x ON sex IN ('F', 'M') USING max(v) GROUP BY person_id)`,
  ],
  [
    'a leaky window through UNPIVOT',
    `SELECT max(w) AS n FROM (SELECT * FROM ${LEAKY} x UNPIVOT (w FOR k IN (v, age))) WHERE k = 'v'`,
  ],
  [
    'a leaky window in HAVING, by person',
    `SELECT count(*) AS n FROM (SELECT person_id FROM ${LEAKY} x GROUP BY person_id HAVING max(v) > 30)`,
  ],
  [
    'a leaky window in a CTE',
    `WITH l AS ${LEAKY}, m AS (SELECT person_id, v > 30 AS f FROM l) SELECT count(*) FILTER (WHERE f) AS n FROM m`,
  ],
  [
    'a secret group joined to everybody through an open key',
    `SELECT count(*) AS n FROM ndb.person p JOIN (SELECT pref, max(age) AS a FROM ndb.person WHERE person_id = 'p01' GROUP BY pref) x ON true WHERE x.a > 30`,
  ],
  [
    'a secret group in an outer join',
    `SELECT count(*) AS n, count(x.a) AS k FROM ndb.person p LEFT JOIN (SELECT max(age) AS a FROM ndb.person WHERE person_id = 'p01') x ON x.a > 30`,
    ['k'],
  ],
  [
    'membership in a group’s key',
    `SELECT count(*) AS n FROM ndb.claim WHERE ym IN (SELECT max(ym) FROM ndb.claim WHERE person_id = 'p01')`,
  ],
  [
    'NOT IN a group',
    `SELECT count(*) AS n FROM ndb.claim WHERE ym NOT IN (SELECT ym FROM ndb.claim WHERE person_id = 'p01' GROUP BY ym)`,
  ],
  [
    'EXISTS of a small group',
    `SELECT count(*) AS n FROM ndb.claim WHERE EXISTS (SELECT 1 FROM ndb.person WHERE person_id = 'p01' AND age > 30 HAVING count(*) > 0)`,
  ],
  [
    'a number of groups that one person decides',
    `SELECT count(*) AS n FROM (SELECT person_id, pref, count(*) AS k FROM ndb.person GROUP BY GROUPING SETS ((pref), (person_id, pref))) WHERE person_id = 'p01' OR k > 1`,
  ],
  [
    'a product with a secret',
    `SELECT count(*) * max(CASE WHEN person_id = 'p01' THEN age END) AS n FROM ndb.person`,
  ],
  [
    'a secret as text',
    `SELECT count(*) || ':' || max(CASE WHEN person_id = 'p01' THEN sex END) AS n FROM ndb.person`,
  ],
  [
    'a secret in a struct',
    `SELECT {'n': count(*), 's': max(CASE WHEN person_id = 'p01' THEN sex END)} AS n FROM ndb.person`,
  ],
  [
    'a window total over groups with a secret',
    `SELECT sex, sum(x) OVER () AS n FROM (SELECT sex, max(CASE WHEN person_id = 'p01' THEN age ELSE 0 END) AS x FROM ndb.person GROUP BY sex)`,
    ['n'],
  ],
  [
    'a rank among secrets',
    `SELECT sex, rank() OVER (ORDER BY x DESC) AS n FROM (SELECT sex, max(CASE WHEN person_id = 'p01' THEN age ELSE 0 END) AS x FROM ndb.person GROUP BY sex)`,
    ['n'],
  ],
  [
    'a value in the low digits of a sum',
    `SELECT sum(1 + CASE WHEN person_id = 'p01' THEN age * 1e-6 ELSE 0 END) AS n FROM ndb.person`,
  ],
  [
    'a value in the low digits of a mean, scaled',
    `SELECT avg(2 * (age - 0.000001 * (person_id = 'p01')::INTEGER * age)) AS n FROM ndb.person`,
  ],
  ['the middle of all pseudonyms', 'SELECT quantile_disc(person_id, 0.5) AS n FROM ndb.person'],
  [
    'the middle of whole records written as texts',
    `SELECT quantile_disc(person_id || sex || age, 0.25) AS n FROM ndb.person`,
  ],
  [
    'a frame as wide as a secret',
    `SELECT ym, sum(k) OVER (ORDER BY ym ROWS BETWEEN (SELECT max(age) // 30 FROM ndb.person WHERE person_id = 'p01') PRECEDING AND CURRENT ROW) AS n FROM (SELECT ym, count(*) AS k FROM ndb.claim GROUP BY ym)`,
    ['n'],
  ],
)

let bench: Bench
/** The same persons, numbered, and measured as large tables are. */
let numbered: Bench
beforeAll(async () => {
  bench = await openBench()
  numbered = await openBench(7, 14, { numbered: { spacing: 1 } })
})
afterAll(() => {
  bench?.close()
  numbered?.close()
})

/** How many persons each cell of a column claims to rest on. */
async function claims(sql: string, wanted?: string[], on: Bench = bench): Promise<number[]> {
  const { sql: rewritten, plan } = await on.measured(whole(sql))
  if (plan.kind !== 'aggregated') return plan.kind === 'open' ? [Infinity] : []
  const { names, rows } = await on.run(rewritten)
  return plan.columns
    .filter((column) => wanted === undefined || wanted.includes(column.name))
    .filter((column) => column.role !== 'individual')
    .flatMap((column) => rows.map((row) => claimed(row, names, plan, column)))
}

function claimed(
  row: Value[],
  names: string[],
  plan: FactsPlan & { kind: 'aggregated' },
  column: FactsPlan['columns'][number],
): number {
  const read = (name: string): number => Number(row[names.indexOf(name)])
  const own = read(column.persons ?? plan.rowPersons)
  return Math.min(
    own,
    read(plan.rowPersons),
    column.denominatorPersons === null ? own : read(column.denominatorPersons),
  )
}

describe('a query that hides one person’s data among many is not declared safe', () => {
  test.each(HOSTILE)('%s', async (_what, sql, columns) => {
    for (const on of [bench, numbered])
      for (const persons of await claims(sql, columns, on)) expect(persons).toBeLessThanOrEqual(1)
  })

  test('every hostile query runs as written, so that the table means something', async () => {
    for (const [, sql] of HOSTILE) await bench.run(whole(sql))
  })
})

describe('one dominant person is told by the shares', () => {
  test.each([
    `SELECT sum(CASE WHEN ME THEN 1000000 ELSE 1 END) AS n FROM ndb.person`,
    `SELECT avg(CASE WHEN ME THEN 1000000 ELSE 1 END) AS n FROM ndb.person`,
    `SELECT stddev(CASE WHEN ME THEN 1000000 ELSE 1 END) AS n FROM ndb.person`,
    `SELECT sum(s) AS n FROM (SELECT sex, sum(CASE WHEN ME THEN 1000000 ELSE 1 END) AS s FROM ndb.person GROUP BY sex)`,
  ])('%s', async (written) => {
    // By who it is nothing may be added up (visiting/provenance/weights.ts).
    const me = `(sex, pref, age) = (SELECT (sex, pref, age) FROM ndb.person WHERE person_id = 'p01')`
    const told = await bench.run(
      whole(
        `SELECT sex, pref, age, (SELECT count(*) FROM ndb.person WHERE ${me}) FROM ndb.person WHERE person_id = 'p01'`,
      ),
    )
    const [sex, pref, age, many] = told.rows[0]!
    expect(Number(many)).toBe(1)
    const sql = written.replaceAll('ME', `(sex = '${sex}' AND pref = ${pref} AND age = ${age})`)
    const { sql: rewritten, plan } = await bench.measured(whole(sql))
    const { names, rows } = await bench.run(rewritten)
    const share = plan.columns[0]!.top1Share
    expect(share).not.toBeNull()
    expect(Number(rows[0]![names.indexOf(share!)])).toBeGreaterThan(0.9)
  })
})
