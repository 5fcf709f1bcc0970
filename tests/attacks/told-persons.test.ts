/**
 * The number of persons that is told beside a number. Where it is worked out from what persons give, and not counted, it
 * could say what one of them gives: what is left between two sums over how far one person moves it, rows over the most
 * that one person has.
 */
import { expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import { rowsInExtract } from '../fixtures/a-second-permit.ts'
import { PERMIT } from '../fixtures/a-service.ts'
import { inTwoWorlds } from './in-two-worlds.ts'

const worlds = inTwoWorlds()

/** Of the first cell. */
async function personsTold(sql: string, k = 0): Promise<number | null> {
  const { resultId } = await worlds().run([sql], k)
  const { bytes } = await worlds().raw('results.page', { resultId })
  return readResultPage(bytes).columns[0]!.persons(0)
}

const EARLIER = '(SELECT sum(birth_month) AS s FROM P WHERE birth_year < 1970 AND NOT ME) AS y'

test.each([
  [
    'a difference of sums',
    `SELECT x.s - y.s AS d FROM (SELECT sum(CASE WHEN ME THEN 200 + K * 10 ELSE birth_month END) AS s FROM P) AS x, ${EARLIER}`,
  ],
  [
    'a difference of sums of products',
    `SELECT x.s - y.s AS d FROM (SELECT sum(birth_month * CASE WHEN ME THEN 20 + K ELSE 1 END) AS s FROM P) AS x, ${EARLIER}`,
  ],
])('beside %s does not go by what the largest contributor gives', async (_, sql) => {
  const told = [await personsTold(sql, 3), await personsTold(sql, 45)]
  expect(told[0]).toBeGreaterThanOrEqual(10)
  expect(told[1]).toBe(told[0])
})

test('of what is left of a total nobody is told: numbers of the query stand in what was added up', async () => {
  const sql =
    'SELECT sum(s) OVER () - s AS d FROM (SELECT birth_month AS k, sum(birth_year * CASE WHEN ME THEN 20 + K ELSE 1 END) AS s FROM P GROUP BY 1) QUALIFY k < 3'
  expect([await personsTold(sql, 3), await personsTold(sql, 45)]).toEqual([null, null])
  const own =
    'SELECT sum(s) OVER () - s AS d FROM (SELECT birth_month AS k, sum(birth_year) AS s FROM P GROUP BY 1) QUALIFY k < 3'
  expect(await personsTold(own)).toBeGreaterThanOrEqual(10)
})

test('beside a quantile does not go by how many rows one person has', async () => {
  const { data } = worlds()
  const [[year, month] = []] = await rowsInExtract(
    data,
    PERMIT,
    `SELECT birth_year, birth_month FROM ndb.person JOIN ndb.medical_claim USING (person_id)
     GROUP BY person_id, 1, 2 ORDER BY count(*) DESC LIMIT 1`,
  )
  const claims = 'SELECT median(points) AS q FROM ndb.medical_claim JOIN ndb.person USING (person_id)'
  const all = await personsTold(claims)
  expect(all).toBeGreaterThanOrEqual(100)
  expect(await personsTold(`${claims} WHERE NOT (birth_year = ${year} AND birth_month = ${month})`)).toBe(all)
})
