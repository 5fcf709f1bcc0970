import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FactsPlan } from '../../../shared/model/facts.ts'
import { FactsPlan as PlanSchema } from '../../../shared/model/facts.ts'
import { UNVERIFIED, unverifiedWords } from '../../../shared/model/unverified-words.ts'
import type { KnownTable } from '../../../visiting/provenance/measure.ts'
import { type Bench, openBench, TABLES, whole } from './persons-bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench(3, 20)
})
afterAll(() => bench.close())

/** Each runs, gives what it gave before, under the names it had before, in the order it was told. */
const SHAPES: [plan: FactsPlan['kind'], sql: string][] = [
  /* Persons' rows */
  ['individual', 'SELECT * FROM ndb.claim ORDER BY ALL'],
  ['individual', 'FROM ndb.person ORDER BY person_id LIMIT 3'],
  ['individual', 'SELECT sex, age + 1, age * 2 AS twice FROM ndb.person ORDER BY person_id'],
  ['individual', 'SELECT * EXCLUDE (age) REPLACE (upper(sex) AS sex) FROM ndb.person ORDER BY ALL'],
  ['individual', "SELECT COLUMNS('^p') FROM ndb.person ORDER BY ALL"],
  ['individual', 'SELECT p.*, c.cost FROM ndb.person p JOIN ndb.claim c USING (person_id) ORDER BY ALL'],
  ['individual', 'SELECT person_id, ym, sum(cost) FROM ndb.claim GROUP BY person_id, ym ORDER BY ALL'],
  [
    'individual',
    'SELECT *, row_number() OVER (ORDER BY cost, person_id, ym, dx, inst, amount) AS n FROM ndb.claim ORDER BY n',
  ],
  ['individual', 'SELECT DISTINCT person_id, sex FROM ndb.person ORDER BY ALL'],
  [
    'individual',
    'SELECT DISTINCT ON (person_id) person_id, cost FROM ndb.claim ORDER BY person_id, cost NULLS LAST',
  ],
  ['individual', 'SELECT person_id FROM ndb.claim INTERSECT SELECT person_id FROM kaigo.care ORDER BY 1'],
  [
    'individual',
    'SELECT p.person_id, (SELECT max(cost) FROM ndb.claim c WHERE c.person_id = p.person_id) AS most FROM ndb.person p ORDER BY 1',
  ],
  /* Open data */
  ['open', 'SELECT * FROM open.prefecture ORDER BY pref'],
  ['open', 'SELECT 1 + 1 AS two'],
  [
    'open',
    'WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r WHERE i < 5) SELECT sum(i) FROM r',
  ],
  ['open', 'SELECT count(*), max(population) FROM open.prefecture'],
  ['open', 'VALUES (1, 2), (3, 4)'],
  /* Groups */
  ['aggregated', 'SELECT sex, count(*) FROM ndb.person GROUP BY sex ORDER BY sex'],
  ['aggregated', 'SELECT sex AS s, count(*) AS n FROM ndb.person GROUP BY s ORDER BY n DESC, s'],
  ['aggregated', 'SELECT pref, sex, count(*) FROM ndb.person GROUP BY ALL ORDER BY ALL'],
  ['aggregated', 'SELECT pref, count(*) AS n FROM ndb.person GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 2'],
  ['aggregated', 'SELECT pref, count(*) FROM ndb.person GROUP BY pref ORDER BY count(*) DESC, pref'],
  [
    'aggregated',
    'SELECT pref, sex, count(*), grouping(pref, sex) FROM ndb.person GROUP BY CUBE (pref, sex) ORDER BY ALL',
  ],
  [
    'aggregated',
    'SELECT pref // 2 AS half, sum(age), max(age) - min(age) AS span FROM ndb.person GROUP BY pref // 2 ORDER BY 1',
  ],
  ['aggregated', 'SELECT DISTINCT sex, pref FROM ndb.person ORDER BY sex, pref'],
  ['aggregated', 'SELECT count(*) FROM ndb.claim'],
  ['aggregated', 'SELECT count(*), sum(cost) FROM ndb.claim WHERE ym = 1'],
  [
    'aggregated',
    'SELECT ym, count(*) AS n FROM ndb.claim GROUP BY ym QUALIFY row_number() OVER (ORDER BY n DESC, ym) <= 2 ORDER BY ym',
  ],
  [
    'aggregated',
    'SELECT ym, count(*) AS n, lag(count(*)) OVER (ORDER BY ym) AS before, sum(count(*)) OVER (ORDER BY ym) AS so_far FROM ndb.claim GROUP BY ym ORDER BY ym',
  ],
  [
    'aggregated',
    'WITH n AS (SELECT pref, count(*) AS n FROM ndb.person GROUP BY pref), d AS (SELECT pref, population FROM open.prefecture) SELECT name, n, 1000.0 * n / d.population AS rate FROM d JOIN n USING (pref) JOIN open.prefecture USING (pref) ORDER BY name',
  ],
  [
    'aggregated',
    'SELECT sex, count(*) FROM ndb.person GROUP BY sex UNION ALL SELECT NULL, count(*) FROM ndb.person ORDER BY 1 NULLS LAST',
  ],
  [
    'aggregated',
    'SELECT m.ym, count(c.person_id), count(DISTINCT c.person_id) FROM open.month m LEFT JOIN ndb.claim c USING (ym) GROUP BY m.ym ORDER BY 1',
  ],
  [
    'aggregated',
    'SELECT sex, avg(s) FROM (SELECT person_id, sum(cost) AS s FROM ndb.claim GROUP BY ALL) JOIN ndb.person USING (person_id) GROUP BY sex ORDER BY sex',
  ],
  [
    'aggregated',
    'SELECT CASE WHEN count(DISTINCT person_id) < 10 THEN NULL ELSE count(*) END AS safe, ym FROM ndb.claim GROUP BY ym ORDER BY ym',
  ],
  ['aggregated', 'SELECT (SELECT count(*) FROM ndb.claim) * 1.0 / (SELECT count(*) FROM ndb.person) AS each'],
  ['aggregated', 'SELECT count(*) FROM ndb.claim WHERE cost > (SELECT avg(cost) FROM ndb.claim)'],
  [
    'aggregated',
    "FROM (PIVOT ndb.claim ON dx IN ('A', 'B') USING count(*) AS n, sum(cost) GROUP BY ym) ORDER BY ym",
  ],
  [
    'aggregated',
    'SELECT what, sum(v) FROM ndb.claim UNPIVOT (v FOR what IN (cost, ym)) GROUP BY what ORDER BY what',
  ],
  [
    'aggregated',
    'SELECT c.ym, x.i, count(*) FROM ndb.claim c, LATERAL (SELECT c.ym % 2 AS i) x GROUP BY ALL ORDER BY ALL',
  ],
  [
    'aggregated',
    'WITH a AS (SELECT c.*, p.sex FROM ndb.claim c LEFT JOIN ndb.person p USING (person_id)), b AS (SELECT sex, ym, sum(cost) AS s FROM a GROUP BY ALL) FROM b WHERE s > 0 ORDER BY ALL',
  ],
  [
    'aggregated',
    "SELECT count(*) FILTER (WHERE sex = 'F') AS f, count_if(sex = 'M') AS m, sum(age)::DOUBLE / count(age) AS mean FROM ndb.person",
  ],
  /* What cannot be followed */
  ['unverified', 'SELECT avg(cost) FROM (SELECT cost FROM ndb.claim ORDER BY cost LIMIT 5)'],
  ['unverified', 'SELECT count(*) FROM ndb.claim USING SAMPLE 50%'],
  ['unverified', 'SELECT count(*) FROM ndb.claim WHERE random() < 2'],
  [
    'unverified',
    'SELECT sum(k) FROM (SELECT ntile(4) OVER (ORDER BY cost, person_id, ym, dx, inst, amount) AS k FROM ndb.claim)',
  ],
]

describe('a measured query gives what the query gave', () => {
  test.each(SHAPES)('%s: %s', async (kind, sql) => {
    const original = await bench.run(whole(sql))
    const { sql: rewritten, plan } = await bench.measured(whole(sql))
    expect(PlanSchema.parse(plan)).toEqual(plan)
    expect(plan.kind).toBe(kind)
    const measured = await bench.run(rewritten)
    const width = original.names.length
    expect(measured.names.slice(0, width)).toEqual(original.names)
    expect(measured.types.slice(0, width)).toEqual(original.types)
    if (!sql.includes('SAMPLE')) {
      const rows = measured.rows.map((row) => row.slice(0, width))
      expect(/ORDER BY/.test(sql) ? rows : rows.sort()).toEqual(
        /ORDER BY/.test(sql) ? original.rows : original.rows.sort(),
      )
    }
    if (plan.kind !== 'unverified') expect(plan.columns.map((column) => column.name)).toEqual(original.names)
    const hidden = measured.names.slice(width)
    for (const name of hidden) expect(name).toMatch(/^__vw_/)
    for (const name of hiddenNamesOf(plan)) expect(measured.names).toContain(name)
  })
})

function hiddenNamesOf(plan: FactsPlan): string[] {
  const own =
    plan.kind === 'aggregated'
      ? [plan.rowPersons, plan.rowInstitutions]
      : plan.kind === 'individual'
        ? [plan.personColumn]
        : []
  const facts = plan.columns.flatMap((column) => [
    column.persons,
    column.institutions,
    column.top1Share,
    column.top2Share,
    column.denominatorPersons,
  ])
  return [...own, ...facts].filter((name) => name !== null)
}

describe('nesting', () => {
  const nested = (depth: number, wrap: (inner: string) => string, inner: string): string =>
    depth === 0 ? inner : wrap(nested(depth - 1, wrap, inner))

  test.each([
    ['DISTINCT', (inner: string) => `SELECT DISTINCT * FROM (${inner})`, 'SELECT sex FROM ndb.person'],
    [
      'scalar subqueries',
      (inner: string) => `SELECT count(*) AS n FROM ndb.person WHERE age > (${inner})`,
      'SELECT avg(age) FROM ndb.person',
    ],
    [
      'groups of distinct counts',
      (inner: string) =>
        `SELECT sex, person_id, count(DISTINCT age) AS age FROM (${inner}) GROUP BY ROLLUP (sex, person_id)`,
      'FROM ndb.person',
    ],
  ])('of %s ends: in facts while it is ordinary, without them beyond', async (_what, wrap, inner) => {
    const followed = await bench.measured(whole(nested(2, wrap, inner)))
    expect(followed.plan.kind).toBe('aggregated')
    const { plan } = await bench.measured(whole(nested(28, wrap, inner)))
    expect(['aggregated', 'unverified']).toContain(plan.kind)
  })
})

describe('workspace tables', () => {
  const stored = async (sql: string, name: string): Promise<KnownTable[]> => {
    const { sql: rewritten, plan } = await bench.measured(whole(sql))
    await bench.run(`CREATE OR REPLACE TABLE work.main.${name} AS ${rewritten}`)
    const described = await bench.run(`DESCRIBE work.main.${name}`)
    const columns = described.rows
      .map(([column, type]) => ({ name: String(column), type: String(type) }))
      .filter((column) => !column.name.startsWith('__vw_'))
    const level = {
      open: 'open',
      aggregated: 'aggregated',
      individual: 'person',
      unverified: 'unverified',
    } as const
    const personColumn = plan.kind === 'individual' ? plan.personColumn : null
    return [
      ...TABLES,
      {
        catalog: 'work',
        schema: 'main',
        name,
        database: 'ndb',
        level: level[plan.kind],
        columns: columns.map((column) => ({
          ...column,
          identity: column.name === personColumn ? 'person' : null,
        })),
        personColumn,
        institutionColumn: null,
        numbered: null,
        plan,
      },
    ]
  }

  test('carry their persons on when they hold persons’ rows', async () => {
    const tables = await stored('SELECT sex, pref FROM ndb.person', 'cohort')
    const { sql, plan } = await bench.measured(
      'SELECT sex, count(*) AS n FROM work.main.cohort GROUP BY sex ORDER BY sex',
      tables,
    )
    const { names, rows } = await bench.run(sql)
    expect(plan.kind).toBe('aggregated')
    if (plan.kind !== 'aggregated') return
    for (const row of rows) expect(row[names.indexOf(plan.rowPersons)]).toBe(row[1])
  })

  test('carry the facts of each number on when they hold groups', async () => {
    const tables = await stored(
      "SELECT sex, count(*) AS n, count(*) FILTER (WHERE person_id = 'p01') AS secret FROM ndb.person GROUP BY sex",
      'counts',
    )
    const { sql, plan } = await bench.measured(
      'SELECT sex, n, secret, n + 1 AS more FROM work.main.counts',
      tables,
    )
    const { names, rows } = await bench.run(sql)
    expect(plan.kind).toBe('aggregated')
    const persons = plan.columns[2]!.persons
    for (const row of rows) expect(Number(row[names.indexOf(persons!)])).toBeLessThanOrEqual(1)
  })

  test('pass on that nothing is known of them', async () => {
    const tables = await stored('SELECT count(*) AS n FROM ndb.claim USING SAMPLE 50%', 'sampled')
    const { plan } = await bench.measured('SELECT n FROM work.main.sampled', tables)
    expect(plan).toMatchObject({
      kind: 'unverified',
      reason: { code: 'workspace-unverified', params: { table: 'sampled' } },
      databases: ['ndb'],
    })
  })
})

describe('words for what cannot be followed', () => {
  test.each(Object.keys(UNVERIFIED))('%s says in both languages what to do', (code) => {
    for (const language of ['ja', 'en'] as const) {
      const { title, next } = unverifiedWords({ code, params: {} }, language)
      expect(title.length).toBeGreaterThan(5)
      expect(next).not.toBe(title)
      expect(/[ぁ-ん]/.test(title + next)).toBe(language === 'ja')
    }
  })

  test('a code nobody knows still gets words', () => {
    expect(unverifiedWords({ code: 'from-the-future', params: {} }, 'en').title).toContain('from-the-future')
  })

  test('a table without persons in reach is named', async () => {
    const { plan } = await bench.measured(
      whole('SELECT count(*) FROM ndb.claim c WHERE c.cost > (SELECT cost FROM ndb.claim WHERE ym = 1)'),
    )
    expect(plan.kind === 'unverified' && unverifiedWords(plan.reason, 'en').next).toContain('person_id')
  })
})
