/** Without approved linkage one person has another identifier in every database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench, TABLES, whole } from './persons-bench.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench(3, 4)
})
afterAll(() => bench?.close())

const planOf = async (sql: string, unlinked: boolean) =>
  (
    await bench.measured(
      whole(sql),
      TABLES.map((table) => ({ ...table, unlinked })),
    )
  ).plan

describe('persons of two databases are not counted as if each were somebody else', () => {
  test.each([
    'SELECT count(DISTINCT person_id) AS n FROM (SELECT person_id FROM ndb.person UNION ALL SELECT person_id FROM kaigo.care)',
    'SELECT count(DISTINCT person_id) AS n FROM (SELECT person_id FROM ndb.person UNION SELECT person_id FROM kaigo.care)',
    'SELECT count(*) AS n FROM ndb.person p FULL JOIN kaigo.care k USING (person_id)',
  ])('%s', async (sql) => {
    expect(await planOf(sql, true)).toMatchObject({
      kind: 'unverified',
      reason: { code: 'databases-not-linked' },
    })
    expect((await planOf(sql, false)).kind).toBe('aggregated')
  })

  test('rows of one database are put under each other, and so are groups of two', async () => {
    const one =
      'SELECT count(*) AS n FROM (SELECT person_id FROM ndb.person UNION ALL SELECT person_id FROM ndb.claim)'
    const two = 'SELECT count(*) AS n FROM ndb.person UNION ALL SELECT count(*) FROM kaigo.care'
    expect((await planOf(one, true)).kind).toBe('aggregated')
    expect((await planOf(two, true)).kind).toBe('aggregated')
  })
})
