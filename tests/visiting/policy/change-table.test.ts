import { beforeEach, describe, expect, test } from 'vitest'
import { measure } from '../../../visiting/provenance/rewrite.ts'
import { aResearcher, type Researcher } from '../../fixtures/a-researcher.ts'

let researcher: Researcher
beforeEach(async () => {
  researcher = await aResearcher({ measure })
})

const rows = async (sql: string) => (await researcher.run(sql)).rows
const standing = async (sql: string) => (await researcher.approve(sql)).plan.kind
const refusal = async (sql: string) =>
  researcher.approve(sql).then(
    () => null,
    (problem: unknown) => problem,
  )
const runAll = async (...statements: string[]) => {
  for (const sql of statements) await researcher.run(sql)
}

describe('a table made empty', () => {
  test('has the columns and types it was given', async () => {
    await researcher.run('CREATE TABLE plan (code VARCHAR, price DECIMAL(10, 2), "day" DATE)')
    expect(researcher.workspace[0]?.columns).toEqual([
      { name: 'code', type: 'VARCHAR' },
      { name: 'price', type: 'DECIMAL(10,2)' },
      { name: 'day', type: 'DATE' },
    ])
    expect(await rows('SELECT count(*) FROM plan')).toEqual([['0']])
  })

  test('takes rows in the types of its columns', async () => {
    await runAll(
      'CREATE TABLE codes (code VARCHAR, n INTEGER)',
      "INSERT INTO codes VALUES ('I10', 1), ('E11', '2')",
    )
    expect(await rows('SELECT code, n FROM codes ORDER BY n')).toEqual([
      ['I10', 1],
      ['E11', 2],
    ])
    expect(await standing('SELECT code FROM codes')).toBe('open')
  })

  test('takes named columns and leaves the others NULL', async () => {
    await runAll('CREATE TABLE codes (code VARCHAR, n INTEGER)', 'INSERT INTO codes (n) VALUES (7)')
    expect(await rows('FROM codes')).toEqual([[null, 7]])
  })

  test('becomes what its first rows are: groups of persons', async () => {
    await runAll(
      'CREATE TABLE by_sex (sex VARCHAR, persons BIGINT)',
      'INSERT INTO by_sex SELECT sex, count(DISTINCT person_id) FROM ndb.person GROUP BY sex',
    )
    const read = await researcher.run('SELECT sex, persons FROM by_sex ORDER BY sex')
    expect(read.query.plan.kind).toBe('aggregated')
    expect(read.rows.map((row) => row.slice(0, 2))).toEqual([
      ['F', '20'],
      ['M', '20'],
    ])
  })

  test('becomes what its first rows are: single persons', async () => {
    await runAll(
      'CREATE TABLE people (id VARCHAR, sex VARCHAR)',
      'INSERT INTO people SELECT person_id, sex FROM ndb.person',
    )
    expect(await standing('SELECT sex FROM people')).toBe('individual')
    const counted = await researcher.run('SELECT sex, count(DISTINCT id) AS n FROM people GROUP BY sex')
    expect(counted.query.plan.kind).toBe('aggregated')
  })

  test('knows nothing of its rows once rows of another kind follow', async () => {
    await runAll('CREATE TABLE mixed (x INTEGER)', 'INSERT INTO mixed VALUES (1)')
    await researcher.run('INSERT INTO mixed SELECT points FROM ndb.medical_claim')
    expect(await standing('SELECT x FROM mixed')).toBe('unverified')
  })

  test.each([
    ['a primary key', 'CREATE TABLE t (a INTEGER PRIMARY KEY)'],
    ['a check', 'CREATE TABLE t (a INTEGER CHECK (a > 0))'],
    ['a default', "CREATE TABLE t (a VARCHAR DEFAULT getenv('HOME'))"],
    ['a generated column', 'CREATE TABLE t (a INTEGER GENERATED ALWAYS AS (1))'],
    ['a table constraint', 'CREATE TABLE t (a INTEGER, UNIQUE (a))'],
  ])('may not have %s', async (_, sql) => {
    expect(await refusal(sql)).toMatchObject({ code: expect.stringMatching(/not-permitted|sql-syntax/) })
  })

  test.each([
    'CREATE TABLE t (a INTEGER) AS SELECT 1',
    'CREATE TABLE t (a INTEGER); DROP TABLE t',
    'CREATE TABLE t (a INTEGER) + (SELECT 1))',
    'CREATE TABLE t (a INTEGER) AS x, (SELECT 1))',
  ])('is not a way to hide another statement: %s', async (sql) => {
    expect(await refusal(sql)).not.toBeNull()
  })

  test('has no column of a hidden name', async () => {
    expect(await refusal('CREATE TABLE t (__vw_rows INTEGER)')).toMatchObject({ code: 'name-reserved' })
    expect(await refusal('CREATE TABLE t (a JAVASCRIPT)')).toMatchObject({ code: 'function-not-permitted' })
  })
})

describe('rows deleted', () => {
  test('are those for which the condition is true', async () => {
    await runAll(
      "CREATE TABLE t AS SELECT * FROM (VALUES (1, 'a'), (2, 'b'), (NULL, 'c')) AS v(n, c)",
      'DELETE FROM t WHERE t.n > 1 -- all large ones',
    )
    expect(await rows('SELECT c FROM t ORDER BY c')).toEqual([['a'], ['c']])
    await researcher.run('DELETE FROM t')
    expect(await rows('SELECT count(*) FROM t')).toEqual([['0']])
  })

  test('by a condition about one person leave a table that rests on that person', async () => {
    await researcher.run('CREATE TABLE t AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex')
    await researcher.run(
      "DELETE FROM t WHERE EXISTS (SELECT 1 FROM ndb.person WHERE person_id = 'p0' AND birth_year > 1950)",
    )
    expect(await standing('SELECT sex, n FROM t')).not.toBe('open')
    const { query } = await researcher.run('SELECT sex, n FROM t')
    expect(query.plan.kind).toBe('unverified')
  })

  test('keep the hidden facts of the rows that stay', async () => {
    await researcher.run('CREATE TABLE t AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex')
    await researcher.run("DELETE FROM t WHERE sex = 'F'")
    const read = await researcher.run('SELECT sex, n FROM t')
    expect(read.query.plan.kind).toBe('aggregated')
    const { plan } = read.query
    const place = plan.kind === 'aggregated' ? read.columns.indexOf(plan.rowPersons) : -1
    expect(read.rows.map((row) => row[place])).toEqual(['20'])
  })
})

describe('rows updated', () => {
  test('take the value where the condition is true, in the type of the column', async () => {
    await runAll(
      "CREATE TABLE t AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, c)",
      "UPDATE t SET n = n * 10.4, c = CASE WHEN c = 'a' THEN 'A, (B)' ELSE c END WHERE n = 1",
    )
    expect(await rows('SELECT n, c FROM t ORDER BY n')).toEqual([
      [2, 'b'],
      [10, 'A, (B)'],
    ])
  })

  test('with values of persons are no longer open', async () => {
    await researcher.run('CREATE TABLE t AS SELECT 1 AS n')
    await researcher.run("UPDATE t SET n = (SELECT max(birth_year) FROM ndb.person WHERE person_id = 'p0')")
    expect(await standing('SELECT n FROM t')).not.toBe('open')
  })

  test.each([
    ['a column twice', 'UPDATE t SET n = 1, N = 2', 'sql-syntax'],
    ['a column that is not there', 'UPDATE t SET nothing = 1', 'query-failed'],
    ['a refused function', "UPDATE t SET n = getenv('HOME')", 'function-not-permitted'],
    [
      'a refused function in the condition',
      "UPDATE t SET n = 1 WHERE getenv('HOME') = ''",
      'function-not-permitted',
    ],
    ['a second query by a closing parenthesis', 'UPDATE t SET n = 1) FROM t; --', 'sql-syntax'],
    ['another table', 'UPDATE t SET n = 1 FROM ndb.person', 'statement-not-permitted'],
    ['a table of the permit', 'UPDATE ndb.person SET sex = NULL', 'statement-not-permitted'],
    [
      'a table of the permit by its bare name',
      'UPDATE medical_claim SET points = 0',
      'statement-not-permitted',
    ],
  ])('do not take %s', async (_, sql, code) => {
    await researcher.run('CREATE TABLE t AS SELECT 1 AS n')
    expect(await refusal(sql)).toMatchObject({ code })
  })
})

describe('columns altered', () => {
  test('are added, renamed, cast and dropped', async () => {
    await runAll(
      "CREATE TABLE t AS SELECT 1 AS a, '2' AS b",
      'ALTER TABLE t ADD COLUMN c DATE',
      'ALTER TABLE t RENAME COLUMN b TO "B b"',
      'ALTER TABLE t ALTER COLUMN "B b" TYPE INTEGER',
      'ALTER TABLE t DROP a',
    )
    expect(researcher.workspace[0]?.columns).toEqual([
      { name: 'B b', type: 'INTEGER' },
      { name: 'c', type: 'DATE' },
    ])
    expect(await rows('FROM t')).toEqual([[2, null]])
  })

  test('are added with what a DEFAULT says', async () => {
    await runAll('CREATE TABLE t AS SELECT 1 AS a', "ALTER TABLE t ADD COLUMN c DECIMAL(4, 1) DEFAULT '2.5'")
    expect(await rows('FROM t')).toEqual([[1, '2.5']])
  })

  test.each([
    ['to a hidden name', 'ALTER TABLE t RENAME a TO __vw_rows', 'name-reserved'],
    ['to a name that is taken', 'ALTER TABLE t RENAME a TO B', 'query-failed'],
    ['of a table of the permit', 'ALTER TABLE ndb.person DROP sex', 'statement-not-permitted'],
    ['by another name of the table', 'ALTER TABLE t RENAME TO u', 'statement-not-permitted'],
    ['with a constraint', 'ALTER TABLE t ADD c INTEGER UNIQUE DEFAULT 1', 'sql-syntax'],
    ['with two defaults', 'ALTER TABLE t ADD c INTEGER DEFAULT 1, 2', 'sql-syntax'],
  ])('are not changed %s', async (_, sql, code) => {
    await researcher.run('CREATE TABLE t AS SELECT 1 AS a, 2 AS b')
    expect(await refusal(sql)).toMatchObject({ code })
  })
})

test('what is not available says what is, in both languages', async () => {
  await researcher.run('CREATE TABLE t AS SELECT 1 AS n')
  for (const [sql, statement, hint] of [
    ['INSERT INTO t VALUES (1) RETURNING n', 'INSERT … RETURNING', /SELECT from the table/],
    ['INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING', 'INSERT … ON', /INSERT INTO/],
    ["COMMENT ON TABLE t IS 'mine'", 'COMMENT', /comments in your SQL/],
    ["COPY t TO 'x.csv'", 'COPY', /Submit a result/],
    ['DELETE FROM ndb.person', 'DELETE', /read-only/],
    ['BEGIN TRANSACTION', 'BEGIN', /by itself/],
    ['CREATE SEQUENCE s', 'CREATE', /row_number/],
  ] as const) {
    const problem = await refusal(sql)
    expect(problem).toMatchObject({ code: 'statement-not-permitted', params: { statement } })
    const { params } = problem as { params: { hintEn: string; hintJa: string } }
    expect(params.hintEn).toMatch(hint)
    expect(params.hintJa).toMatch(/[ぁ-ん]/)
  }
})

test('a temporary table is a table of the workspace', async () => {
  await researcher.run('CREATE TEMP TABLE t AS SELECT 1 AS n')
  await researcher.run('CREATE OR REPLACE TEMPORARY TABLE t AS SELECT 2 AS n')
  expect(await rows('FROM t')).toEqual([[2]])
})
