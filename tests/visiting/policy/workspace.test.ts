import { beforeEach, describe, expect, test } from 'vitest'
import { measure } from '../../../visiting/provenance/rewrite.ts'
import { PERMIT_TABLES } from '../../fixtures/a-policy-context.ts'
import { aResearcher, type Researcher } from '../../fixtures/a-researcher.ts'

let researcher: Researcher
beforeEach(async () => {
  researcher = await aResearcher({ measure })
})

const rows = async (sql: string) => (await researcher.run(sql)).rows
const standing = async (sql: string) => (await researcher.approve(sql)).plan.kind

describe('a table of the workspace', () => {
  test('is stored with the hidden facts of its rows, which later queries read', async () => {
    const made = await researcher.run(
      'CREATE TABLE by_sex AS SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex',
    )
    expect(made.query).toMatchObject({
      kind: 'store',
      stores: { act: 'create', name: 'by_sex', kind: 'table' },
    })
    expect(made.query.plan.kind).toBe('aggregated')
    const read = await researcher.run('SELECT * FROM by_sex ORDER BY sex')
    expect(read.query.plan.kind).toBe('aggregated')
    expect(read.columns.slice(0, 2)).toEqual(['sex', 'persons'])
    expect(read.columns.slice(2).every((name) => name.startsWith('__vw_'))).toBe(true)
    expect(read.rows.map((row) => row.slice(0, 2))).toEqual([
      ['F', '20'],
      ['M', '20'],
    ])
  })

  test('takes the column names of its head', async () => {
    await researcher.run('CREATE TABLE named (a, b) AS SELECT sex, count(*) FROM ndb.person GROUP BY sex')
    expect(researcher.workspace[0]?.columns.map((column) => column.name)).toEqual(['a', 'b'])
    expect(researcher.workspace[0]?.plan.columns.map((column) => column.name)).toEqual(['a', 'b'])
  })

  test('may be replaced only when asked to', async () => {
    await researcher.run('CREATE TABLE t1 AS SELECT 1 AS x')
    await expect(researcher.approve('CREATE TABLE t1 AS SELECT 2 AS x')).rejects.toMatchObject({
      code: 'query-failed',
      params: { kind: 'duplicate', names: 't1', candidates: 'CREATE OR REPLACE' },
    })
    await researcher.run('CREATE OR REPLACE TABLE t1 AS SELECT 2 AS x')
    expect(await rows('FROM t1')).toEqual([[2]])
  })

  test('keeps the letters of its name when it is replaced in others, so that the record knows it once', async () => {
    await researcher.run('CREATE TABLE Mine AS SELECT 1 AS x')
    const { query } = await researcher.run('CREATE OR REPLACE TABLE mINE AS SELECT person_id FROM ndb.person')
    expect(query.stores?.name).toBe('Mine')
    expect(researcher.workspace.map((object) => [object.name, object.plan.kind])).toEqual([
      ['Mine', 'individual'],
    ])
  })

  test.each(['DROP TABLE ndb.person', 'DROP TABLE medical_claim', 'DROP VIEW t1'])(
    'says how what is one’s own is dropped: %s',
    async (sql) => {
      await researcher.run('CREATE TABLE t1 AS SELECT 1 AS x')
      await expect(researcher.approve(sql)).rejects.toMatchObject({
        code: 'statement-not-permitted',
        params: { hintEn: expect.stringMatching(/^You can drop what is in your workspace/) },
      })
    },
  )

  test('is gone after DROP', async () => {
    await researcher.run('CREATE TABLE t1 AS SELECT 1 AS x')
    await researcher.run('DROP TABLE t1')
    await expect(researcher.approve('FROM t1')).rejects.toMatchObject({ code: 'table-not-permitted' })
  })
})

describe('rows inserted', () => {
  test('of the same standing keep the table what it was', async () => {
    await researcher.run(
      'CREATE TABLE by_code AS SELECT icd10, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY 1',
    )
    const more = await researcher.run(
      "INSERT INTO by_code SELECT icd10 || '*', count(DISTINCT person_id) FROM ndb.medical_claim GROUP BY 1",
    )
    expect(more.query.plan.kind).toBe('aggregated')
    const read = await researcher.run('FROM by_code')
    expect(read.rows).toHaveLength(4)
    // The facts came along: no row stands without the number of its persons.
    const { plan } = read.query
    const place = plan.kind === 'aggregated' ? read.columns.indexOf(plan.rowPersons) : -1
    expect(read.rows.map((row) => row[place])).toEqual(['40', '40', '40', '40'])
  })

  test('by named columns in another order find their places', async () => {
    await researcher.run('CREATE TABLE c1 AS SELECT person_id, points FROM ndb.medical_claim LIMIT 1')
    await researcher.run(
      'INSERT INTO c1 (points, person_id) SELECT points, person_id FROM ndb.medical_claim LIMIT 1',
    )
    expect(await rows('SELECT person_id, points FROM c1')).toEqual([
      ['p0', 100],
      ['p0', 100],
    ])
    expect(await standing('FROM c1')).toBe('individual')
  })

  test.each([
    [
      'persons into open rows',
      'CREATE TABLE x AS SELECT 1 AS a',
      'INSERT INTO x SELECT points FROM ndb.medical_claim',
    ],
    [
      'open rows into persons',
      'CREATE TABLE x AS SELECT person_id FROM ndb.person',
      "INSERT INTO x VALUES ('made up')",
    ],
    [
      'hospitals where persons were named',
      'CREATE TABLE x AS SELECT person_id FROM ndb.medical_claim',
      'INSERT INTO x SELECT hospital_id FROM ndb.medical_claim',
    ],
    [
      'persons into groups',
      'CREATE TABLE x AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex',
      'INSERT INTO x SELECT sex, 1 FROM ndb.person',
    ],
    [
      'some columns only',
      'CREATE TABLE x AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex',
      'INSERT INTO x (n) SELECT count(*) FROM ndb.person',
    ],
  ])('of another standing leave the table unverified: %s', async (_, create, insert) => {
    await researcher.run(create)
    const more = await researcher.run(insert)
    expect(more.query.plan).toMatchObject({ kind: 'unverified', reason: { code: 'mixed-rows' } })
    expect(await standing('FROM x')).toBe('unverified')
    expect(await standing('SELECT count(*) FROM x')).toBe('unverified')
  })

  test('of persons into an open table name the database they came from', async () => {
    await researcher.run('CREATE TABLE x AS SELECT 1 AS a')
    const more = await researcher.run('INSERT INTO x SELECT care_level FROM kaigo.person')
    expect(more.query.plan).toMatchObject({ kind: 'unverified', databases: ['kaigo'] })
  })
})

describe('persons of two databases', () => {
  const create = 'CREATE TABLE both_of AS SELECT person_id FROM ndb.person'
  const insert = 'INSERT INTO both_of SELECT person_id FROM kaigo.person'

  test('are not kept as countable in one table without linkage', async () => {
    await researcher.run(create)
    expect((await researcher.approve(insert)).plan.kind).toBe('unverified')
  })

  test('are, where linkage was approved', async () => {
    await researcher.run(create)
    const { permitId } = await researcher.approve('SELECT 1')
    const context = {
      permitId,
      tables: PERMIT_TABLES,
      workspace: researcher.workspace,
      linkageApproved: true,
      minimumPersons: 10,
    }
    expect((await researcher.policy.approve(insert, context)).plan.kind).toBe('individual')
  })
})

describe('a table made under a lower minimum', () => {
  const asking = async (sql: string, minimumPersons: number) => {
    const { permitId } = await researcher.approve('SELECT 1')
    const context = { permitId, tables: PERMIT_TABLES, workspace: researcher.workspace, minimumPersons }
    return (await researcher.policy.approve(sql, context)).plan
  }

  test('is unverified until it is made again, as who is told apart was asked for fewer', async () => {
    await researcher.run('CREATE TABLE by_sex AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex')
    expect(await asking('FROM by_sex', 10)).toMatchObject({ kind: 'aggregated' })
    expect(await asking('FROM by_sex', 30)).toMatchObject({
      kind: 'unverified',
      reason: { code: 'workspace-lower-minimum', params: { table: 'by_sex' } },
    })
  })

  test('keeps the minimum it was made under', async () => {
    const made = 'CREATE TABLE by_sex AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex'
    expect(await asking(made, 30)).toMatchObject({ kind: 'aggregated', minimum: 30 })
    expect(await asking(made, 10)).not.toHaveProperty('minimum')
  })

  test('of persons is counted anew, unless groups say on how many it rests', async () => {
    await researcher.run('CREATE TABLE women AS SELECT person_id, birth_year FROM ndb.person')
    expect((await asking('SELECT count(*) FROM women', 30)).kind).toBe('aggregated')
    await researcher.run(
      'CREATE TABLE beside AS SELECT p.person_id, g.n FROM ndb.person AS p JOIN (SELECT sex, count(*) AS n FROM ndb.person GROUP BY 1) AS g USING (sex)',
    )
    expect(await asking('SELECT count(*) FROM beside', 30)).toMatchObject({
      reason: { code: 'workspace-lower-minimum' },
    })
  })
})

describe('a view', () => {
  test('is put in where it is used, so that its use is measured anew', async () => {
    await researcher.run("CREATE VIEW women AS SELECT person_id, birth_year FROM ndb.person WHERE sex = 'F'")
    const counted = await researcher.run('SELECT count(DISTINCT person_id) AS n FROM women')
    expect(counted.query.plan.kind).toBe('aggregated')
    expect(counted.query.measuredSql).toContain('"extract".ndb.person')
    expect(counted.rows[0]?.[0]).toBe('20')
  })

  test('gives its columns their names, and a use may rename the first of them', async () => {
    await researcher.run('CREATE VIEW v1 (a, b) AS SELECT 1, 2')
    expect((await researcher.run('FROM v1')).columns).toEqual(['a', 'b'])
    expect((await researcher.run('FROM v1 AS q(z)')).columns).toEqual(['z', 'b'])
  })

  test('may stand on another view', async () => {
    await researcher.run('CREATE VIEW v1 AS SELECT 1 AS a')
    await researcher.run('CREATE VIEW v2 AS SELECT a + 1 AS a FROM v1')
    expect(await rows('SELECT a FROM v2')).toEqual([[2]])
  })

  test('is walked again at each use, under the permit of that day', async () => {
    await researcher.run('CREATE VIEW v1 AS SELECT care_level FROM kaigo.person')
    const narrower = {
      permitId: (await researcher.approve('SELECT 1')).permitId,
      tables: [],
      workspace: researcher.workspace,
      minimumPersons: 10,
    }
    await expect(researcher.policy.approve('FROM v1', narrower)).rejects.toMatchObject({
      code: 'table-not-permitted',
      params: { table: 'kaigo.person' },
    })
  })
})

describe('a macro', () => {
  test('is put in where it is called, so that what it sums is measured', async () => {
    await researcher.run('CREATE MACRO spent(x) AS sum(x)')
    const { query } = await researcher.run(
      'SELECT icd10, spent(points) AS s FROM ndb.medical_claim GROUP BY 1',
    )
    expect(query.plan.kind).toBe('aggregated')
    expect(query.plan.columns.map((column) => column.role)).toEqual(['key', 'sum'])
  })

  test('takes arguments by place, by name and by default', async () => {
    await researcher.run('CREATE MACRO f(a, b := 10) AS a * b')
    expect(await rows('SELECT f(2), f(2, 3), f(2, b := 4), f(b := 5, a := 6)')).toEqual([[20, 6, 8, 30]])
  })

  test('of a table is read in FROM', async () => {
    await researcher.run('CREATE MACRO of_sex(s) AS TABLE SELECT * FROM ndb.person WHERE sex = s')
    expect((await rows("SELECT count(*) FROM of_sex('M')"))[0]?.[0]).toBe('20')
  })

  test('sees no CTE of the query that calls it', async () => {
    await researcher.run('CREATE MACRO total() AS (SELECT count(*) FROM ndb.person)')
    const sql = 'WITH person AS (SELECT 1) SELECT total() FROM person'
    expect((await rows(sql))[0]?.[0]).toBe('40')
  })

  test('is kept by the record alone: the engine never holds one', async () => {
    const { query } = await researcher.run('CREATE MACRO f(x) AS x')
    expect(query.measuredSql).not.toMatch(/macro/i)
    expect(query.stores).toMatchObject({ act: 'create', kind: 'macro', definition: 'CREATE MACRO f(x) AS x' })
  })

  test('is gone after DROP', async () => {
    await researcher.run('CREATE MACRO f(x) AS x')
    await researcher.run('DROP MACRO f')
    await expect(researcher.approve('SELECT f(1)')).rejects.toMatchObject({ code: 'function-not-permitted' })
  })
})

describe('statements that describe', () => {
  test('DESCRIBE rests on no person', async () => {
    const { query, rows: told } = await researcher.run('DESCRIBE ndb.person')
    expect(query.kind).toBe('describe')
    expect(query.plan.kind).toBe('open')
    expect(told.map(([name]) => name)).toEqual(['person_id', 'sex', 'birth_year', 'prefecture'])
  })

  test.each([
    ['SUMMARIZE shows extremes of single persons', 'SUMMARIZE ndb.person', 'summarize'],
    ['SUMMARIZE inside a query does too', 'SELECT min FROM (SUMMARIZE ndb.person)', 'summarize'],
    [
      'EXPLAIN shows what the optimiser knows of the data',
      'EXPLAIN SELECT * FROM ndb.person WHERE birth_year < 1900',
      'explain',
    ],
  ])('%s, so it is never sent as data', async (_, sql, reason) => {
    const { query } = await researcher.run(sql)
    expect(query.plan).toMatchObject({ kind: 'unverified', reason: { code: reason }, databases: ['ndb'] })
  })

  test('SHOW TABLES tells of the permit and the workspace', async () => {
    await researcher.run('CREATE TABLE mine AS SELECT 1 AS x')
    expect((await rows('SHOW TABLES')).flat()).toEqual([
      'ndb.medical_claim',
      'ndb.person',
      'kaigo.person',
      'pmh.municipality',
      'work.mine',
    ])
  })
})
