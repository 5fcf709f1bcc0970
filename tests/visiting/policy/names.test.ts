import { beforeAll, describe, expect, test } from 'vitest'
import { ALLOWED_FUNCTIONS } from '../../../visiting/policy/allowed-functions.ts'
import { FUNCTIONS_ELSEWHERE } from '../../../visiting/policy/functions-elsewhere.ts'
import { aResearcher, type Researcher } from '../../fixtures/a-researcher.ts'

let researcher: Researcher
beforeAll(async () => {
  researcher = await aResearcher()
  await researcher.run('CREATE TABLE cohort AS SELECT person_id, 1 AS n FROM ndb.person')
  await researcher.run("CREATE VIEW women AS SELECT person_id FROM ndb.person WHERE sex = 'F'")
})

const measuredSql = async (sql: string) => (await researcher.approve(sql)).measuredSql
const rows = async (sql: string) => (await researcher.run(sql)).rows

describe('a table may be named', () => {
  test.each([
    ['by schema and name', 'SELECT count(*) FROM ndb.person', '"extract".ndb.person'],
    ['in any case of letters', 'SELECT count(*) FROM NDB.Person', '"extract".ndb.person'],
    [
      'by a bare name that only one table has',
      'SELECT count(*) FROM medical_claim',
      '"extract".ndb.medical_claim',
    ],
    ['by its full name', 'SELECT count(*) FROM extract.kaigo.person', '"extract".kaigo.person'],
    ['as part of the workspace by a bare name', 'SELECT count(*) FROM cohort', '"work".main.cohort'],
    ['as part of the workspace by its catalog', 'SELECT count(*) FROM work.cohort', '"work".main.cohort'],
    ['as part of the workspace by its schema', 'SELECT count(*) FROM main.COHORT', '"work".main.cohort'],
    ['as part of the workspace in full', 'SELECT count(*) FROM work.main.cohort', '"work".main.cohort'],
  ])('%s', async (_, sql, full) => {
    expect(await measuredSql(sql)).toContain(full)
    expect((await rows(sql)).length).toBe(1)
  })

  test('so that columns keep answering to every name they had', async () => {
    for (const column of [
      'person_id',
      'medical_claim.person_id',
      'ndb.medical_claim.person_id',
      'NDB.MEDICAL_CLAIM.PERSON_ID',
      'extract.ndb.medical_claim.person_id',
    ]) {
      expect(await rows(`SELECT ${column} FROM ndb.medical_claim LIMIT 1`)).toEqual([['p0']])
    }
    for (const column of ['n', 'cohort.n', 'work.cohort.n', 'main.cohort.n', 'work.main.cohort.n']) {
      expect(await rows(`SELECT ${column} FROM work.cohort LIMIT 1`)).toEqual([[1]])
    }
  })

  test('beside another table of the same bare name, told apart by their schemas', async () => {
    const sql = `SELECT ndb.person.sex, kaigo.person.care_level
                 FROM ndb.person JOIN kaigo.person ON ndb.person.person_id = kaigo.person.person_id
                 ORDER BY ndb.person.person_id LIMIT 1`
    expect(await rows(sql)).toEqual([['F', 1]])
  })

  test('and a name given by the researcher wins over a schema of the same name', async () => {
    const sql = `SELECT ndb.person.sex FROM (SELECT {'sex': 'its own'} AS person) AS ndb`
    expect(await rows(sql)).toEqual([['its own']])
  })

  test('in the arguments of EXCLUDE, REPLACE, USING and ON alike', async () => {
    const sql = `SELECT * EXCLUDE (person_id) FROM ndb.person JOIN cohort USING (person_id) WHERE cohort.n = 1 LIMIT 1`
    expect(await rows(sql)).toEqual([['F', 1940, '01', 1]])
  })
})

describe('a name of WITH', () => {
  test.each([
    ['hides a table of the permit', 'WITH municipality AS (SELECT 7 AS n) FROM municipality', [[7]]],
    ['hides a table of the workspace', 'WITH cohort AS (SELECT 7 AS n) FROM cohort', [[7]]],
    [
      'hides a table in a subquery',
      'WITH municipality AS (SELECT 7 AS n) SELECT (SELECT n FROM municipality)',
      [[7]],
    ],
    [
      'does not hide a schema-qualified table',
      'WITH municipality AS (SELECT 7) SELECT count(*) FROM pmh.municipality',
      [['1']],
    ],
    [
      'ends with its query',
      'SELECT n FROM (WITH municipality AS (SELECT 7 AS n) FROM municipality), municipality',
      [[7]],
    ],
    [
      'is hidden by one further in',
      'WITH a AS (SELECT 1 AS n) SELECT * FROM (WITH a AS (SELECT 2 AS n) FROM a)',
      [[2]],
    ],
    ['is seen by later names', 'WITH a AS (SELECT 1 AS n), b AS (SELECT n + 1 AS n FROM a) FROM b', [[2]]],
    [
      'may recurse',
      'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT max(n) FROM r',
      [[5]],
    ],
    ['belongs to both sides of a UNION', 'WITH a AS (SELECT 1 AS n) FROM a UNION ALL FROM a', [[1], [1]]],
    [
      'does not reach into a view',
      "WITH person AS (SELECT 'x' AS person_id, 'F' AS sex) SELECT count(*) FROM women",
      [['20']],
    ],
  ])('%s', async (_, sql, expected) => {
    expect(await rows(sql)).toEqual(expected)
  })
})

describe('a table outside the permit', () => {
  test('is refused with the nearest tables and where all stand, not with all of them', async () => {
    await expect(researcher.approve('SELECT * FROM ndb.medical_claims')).rejects.toMatchObject({
      code: 'table-not-permitted',
      params: {
        table: 'ndb.medical_claims',
        hintEn: expect.stringMatching(/^Did you mean ndb\.medical_claim\? .*SHOW TABLES/),
        hintJa: expect.stringMatching(/^近い名前: ndb\.medical_claim。.*SHOW TABLES/),
      },
    })
    await expect(researcher.approve('SELECT * FROM hospital_beds')).rejects.toMatchObject({
      params: { hintEn: 'The list on the left and SHOW TABLES have the tables you can use.' },
    })
  })

  test('is refused with both candidates where a bare name has two', async () => {
    await expect(researcher.approve('SELECT * FROM person')).rejects.toMatchObject({
      code: 'table-not-permitted',
      params: {
        hintEn: expect.stringMatching(/mean (ndb\.person, kaigo\.person|kaigo\.person, ndb\.person)\?/),
      },
    })
  })
})

describe('a function that other systems have', () => {
  const SOURCES = [
    '1 AS x, 2 AS y',
    "'2024-01-31' AS x, '-' AS y",
    "DATE '2024-01-31' AS x, DATE '2024-03-01' AS y",
  ]

  test.each([...new Set(FUNCTIONS_ELSEWHERE.values())])('is written %s here, which runs', async (here) => {
    const runs = await Promise.allSettled(
      SOURCES.map((source) => researcher.run(`SELECT ${here} FROM (SELECT ${source})`)),
    )
    expect(runs.map(({ status }) => status)).toContain('fulfilled')
  })

  test('is refused with what is written here', async () => {
    await expect(researcher.approve('SELECT sd(birth_year) FROM ndb.person')).rejects.toMatchObject({
      code: 'function-not-permitted',
      params: { hintEn: 'Here this is written stddev_samp(x).' },
    })
    for (const name of FUNCTIONS_ELSEWHERE.keys()) expect(ALLOWED_FUNCTIONS.has(name), name).toBe(false)
  })
})

test.each([
  ['SELECT birth_year || FROM ndb.person', { line: 1, column: 19, near: '||' }],
  ["SELECT sex || '-' ||\nFROM ndb.person", { line: 1, column: 19, near: '||' }],
  ["SELECT '男' ||", { line: 1, column: 12, near: '||' }],
  ['CREATE TABLE t AS SELECT birth_year || FROM ndb.person', { near: '||' }],
])('an operator that nothing follows is a text that breaks off: %s', async (sql, params) => {
  await expect(researcher.approve(sql)).rejects.toMatchObject({ code: 'sql-syntax', params })
})

test('what stands behind what it works on is none', async () => {
  await expect(researcher.approve('SELECT 5 !')).resolves.toBeDefined()
})

describe('what the researcher may see of a stored table', () => {
  test('is its visible columns, however it is read', async () => {
    for (const sql of ['FROM cohort', 'SELECT cohort.* FROM cohort', "SELECT COLUMNS('.*') FROM cohort"]) {
      expect((await researcher.run(`${sql} LIMIT 0`)).columns).toEqual(['person_id', 'n'])
    }
  })
})
