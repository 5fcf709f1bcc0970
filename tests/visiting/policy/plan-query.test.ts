import { beforeAll, describe, expect, test } from 'vitest'
import type { PolicyContext } from '../../../visiting/policy/context.ts'
import { type Judge, makeJudge } from '../../../visiting/policy/judge.ts'
import type { PlannedQuery } from '../../../visiting/policy/plan-query.ts'
import { measure } from '../../../visiting/provenance/rewrite.ts'
import { aPolicyContext } from '../../fixtures/a-policy-context.ts'
import { aResearcher } from '../../fixtures/a-researcher.ts'
import { inProcessParser } from '../../fixtures/in-process-parser.ts'

let judge: Judge
beforeAll(async () => {
  judge = makeJudge({ parser: await inProcessParser(), measure })
})

const plan = (sql: string, context: PolicyContext = aPolicyContext([])) => judge.plan(sql, context)
const names = ({ operators }: PlannedQuery) => operators?.map(({ name, depth }) => `${depth} ${name}`)
const textsOf = ({ operators }: PlannedQuery, what: string) =>
  operators?.flatMap(({ details }) =>
    details.filter((one) => one.what === what).flatMap(({ texts }) => texts),
  )

const JOINED = `SELECT p.sex, count(DISTINCT c.person_id) AS persons
  FROM ndb.person p JOIN ndb.medical_claim c USING (person_id)
  WHERE c.points > 500 GROUP BY p.sex ORDER BY persons DESC LIMIT 3`

describe('the plan of a query', () => {
  test('is a tree of operators with tables, conditions, groups and order by name', async () => {
    const planned = await plan(JOINED)
    expect(planned.error).toBeNull()
    expect(names(planned)?.[0]).toBe('0 TOP_N')
    expect(names(planned)?.map((name) => name.slice(2))).toContain('HASH_JOIN')
    expect(textsOf(planned, 'table')?.sort()).toEqual(['ndb.medical_claim', 'ndb.person'])
    expect(textsOf(planned, 'groups')).toEqual(['sex'])
    expect(textsOf(planned, 'aggregates')).toEqual(['count(DISTINCT person_id)'])
    expect(textsOf(planned, 'filter')?.join()).toContain('500')
  })

  test('says what is read and how the result would stand', async () => {
    const { reads, facts } = await plan(JOINED)
    expect(reads).toEqual([
      { table: 'ndb.person', databases: ['ndb'] },
      { table: 'ndb.medical_claim', databases: ['ndb'] },
    ])
    expect(facts.kind).toBe('aggregated')
    expect((await plan('SELECT * FROM ndb.person')).facts.kind).toBe('individual')
  })

  test('holds no number of rows', async () => {
    const planned = await plan(`SELECT count(*) FROM ndb.person, range(654321) AS r(i)`)
    expect(JSON.stringify(planned)).not.toMatch(/cardinality|654321/i)
  })

  test.each([
    'SELECT sex FROM ndb.person WHERE birth_year > 3000',
    'SELECT sex FROM ndb.person WHERE birth_year IS NULL',
    'SELECT sex FROM ndb.person WHERE birth_year > 1900',
  ])('does not tell whether anything is found: %s', async (sql) => {
    const planned = await plan(sql)
    expect(textsOf(planned, 'table')).toEqual(['ndb.person'])
    expect(textsOf(planned, 'filter')?.join()).toContain('birth_year')
  })

  test('is the same whatever is known of the extract', async () => {
    const base = aPolicyContext([])
    const built = (rows: number, persons: number) =>
      base.tables.map(({ schema, name }) => ({ schema, name, rows, persons, ordinals: null }))
    const few = await plan(JOINED, { ...base, extract: built(3, 1) })
    const many = await plan(JOINED, { ...base, extract: built(9_000_000, 400_000) })
    expect(few).toEqual(many)
    expect(few).toEqual(await plan(JOINED))
  })

  test('is the same for a table of the workspace whatever rows it holds', async () => {
    const planOver = async (rows: string) => {
      const researcher = await aResearcher({ measure })
      await researcher.run(`CREATE TABLE mine AS SELECT person_id, birth_year FROM ndb.person WHERE ${rows}`)
      return plan(
        'SELECT birth_year, count(*) AS n FROM mine WHERE birth_year > 1990 GROUP BY birth_year',
        aPolicyContext(researcher.workspace),
      )
    }
    const nobody = await planOver('birth_year > 3000')
    expect(textsOf(nobody, 'table')).toEqual(['mine'])
    expect(nobody).toEqual(await planOver('birth_year > 1900'))
  })

  test('is shown of what a table is made of', async () => {
    const planned = await plan(`CREATE TABLE made AS ${JOINED}`)
    expect(names(planned)).toEqual(names(await plan(JOINED)))
  })

  test('where it cannot be made, says what is wrong and where, in names of the researcher and the catalog', async () => {
    const { operators, error } = await plan('SELECT sex,\n  nosuch FROM ndb.person')
    expect(operators).toBeNull()
    expect(error).toMatchObject({ kind: 'unknown-column', names: ['nosuch'], line: 2, column: 3 })
  })

  test.each([
    ['DROP TABLE x', 'no-plan'],
    ['DESCRIBE ndb.person', 'no-plan'],
    ['SELECT 1; SELECT 2', 'several-statements'],
    ['SELECT * FROM ndb.secret', 'table-not-permitted'],
    ["SELECT * FROM read_csv('/etc/passwd')", 'function-not-permitted'],
    ["SELECT * FROM '/etc/passwd'", 'table-not-permitted'],
    ['PIVOT ndb.person ON sex USING count(*)', 'statement-not-permitted'],
    ['SELECT (1', 'sql-syntax'],
    ["ATTACH '/etc/passwd'", 'sql-syntax'],
  ])('%s is refused: %s', async (sql, code) => {
    await expect(plan(sql)).rejects.toMatchObject({ code })
  })
})
