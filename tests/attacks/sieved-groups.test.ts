/**
 * Which groups are there is told only as far as it rests on many persons. Each attempt is made twice, as if one person's
 * number were 3 and as if it were 45, by plain HTTP: whatever a client gets of both must be the same, byte by byte.
 */
import { tableFromIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { MASK } from '../../shared/model/facts.ts'
import { inTwoWorlds, testAttempts } from './in-two-worlds.ts'
import { SIEVES } from './sieved-groups.ts'

const worlds = inTwoWorlds()

testAttempts(SIEVES, { least: 90, worlds })

describe('what many decide is shown, so that the claims above can fail', () => {
  const having = (condition: string) =>
    `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 HAVING ${condition}`
  test.each<[what: string, sql: string | string[], rows: number]>([
    ['enough persons', having('count(DISTINCT person_id) >= 10'), 12],
    ['many rows', having('count(*) > 100'), 12],
    ['a sum above zero', having('sum(birth_year) > 0'), 12],
    ['a mean', having('avg(birth_year) > 1900'), 12],
    ['a mean and a number', having('avg(birth_year) > 1900 AND count(*) BETWEEN 100 AND 1e6'), 12],
    ['a median', having('median(birth_year) > 1900'), 12],
    ['a proportion', having("avg(CASE WHEN sex = '1' THEN 1 ELSE 0 END) > 0.1"), 12],
    ['a rate', having("1.0 * count(*) FILTER (WHERE sex = '1') / count(*) > 0.1"), 12],
    ['cases', having('count(*) FILTER (WHERE birth_year < 1950) >= 10'), 12],
    ['somebody above an age', having('max(birth_year) >= 1990'), 12],
    ['somebody below an age', having('1950 > min(birth_year)'), 12],
    ['somebody who', having('bool_or(birth_year < 1950)'), 12],
    [
      'person-time until a day',
      having("sum(date_diff('day', observed_from, least(observed_until, DATE '2024-03-31'))) > 1000"),
      12,
    ],
    [
      'costs of everybody, by a subquery',
      `SELECT p.sex, count(*) AS n FROM P AS p LEFT JOIN (SELECT person_id, sum(points) AS s FROM ndb.medical_claim GROUP BY 1) AS t USING (person_id) GROUP BY 1 HAVING sum(coalesce(s, 0)) > 0`,
      2,
    ],
    [
      'WHERE over groups',
      'SELECT b, n FROM (SELECT birth_month AS b, count(*) AS n, avg(birth_year) AS m FROM P GROUP BY 1) WHERE m > 1900 AND n > 100',
      12,
    ],
    [
      'the first few by cost',
      'SELECT p.sex, sum(c.points) AS s FROM P AS p JOIN ndb.medical_claim AS c USING (person_id) GROUP BY 1 ORDER BY s DESC LIMIT 1',
      1,
    ],
    [
      'the first few by a proportion',
      "SELECT birth_month, avg(CASE WHEN sex = '1' THEN 1 ELSE 0 END) AS s FROM P GROUP BY 1 ORDER BY s DESC LIMIT 3",
      3,
    ],
    [
      'in the order of a proportion that is not shown',
      "SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY avg((sex = '1')::INT) DESC",
      12,
    ],
    [
      'the first few by a proportion, by rank in a CTE',
      "WITH g AS (SELECT birth_month, avg((sex = '1')::INT) AS s FROM P GROUP BY 1), r AS (SELECT *, rank() OVER (ORDER BY s DESC, birth_month) AS k FROM g) SELECT birth_month, s, k FROM r WHERE k <= 3",
      3,
    ],
    [
      'ranks by a proportion',
      "SELECT birth_month, rank() OVER (ORDER BY avg(CASE WHEN sex = '1' THEN 1 ELSE 0 END) DESC) AS k FROM P GROUP BY 1",
      12,
    ],
    [
      'ranges between quartiles',
      'SELECT birth_month, quantile_cont(birth_year, 0.75) - quantile_cont(birth_year, 0.25) AS iqr FROM P GROUP BY 1',
      12,
    ],
    ['in an order of means', 'SELECT birth_month, avg(birth_year) AS m FROM P GROUP BY 1 ORDER BY m', 12],
    [
      'IN groups of many',
      'SELECT birth_month, count(*) AS n FROM P WHERE birth_month IN (SELECT birth_month FROM P GROUP BY 1 HAVING count(*) > 100) GROUP BY 1',
      12,
    ],
    [
      'persons beside the mean of their month',
      'SELECT p.sex, count(*) FILTER (WHERE p.birth_year > g.m) AS n FROM P AS p JOIN (SELECT birth_month AS b, avg(birth_year) AS m FROM P GROUP BY 1) AS g ON g.b = p.birth_month GROUP BY 1',
      2,
    ],
    [
      'a stored table of groups',
      [
        'CREATE OR REPLACE TABLE honest AS SELECT birth_month AS b, count(*) AS n, avg(birth_year) AS m FROM P GROUP BY 1',
        'SELECT b, n FROM honest WHERE m > 1900',
      ],
      12,
    ],
  ])('%s', async (_what, given, rows) => {
    const { resultId } = await worlds().run([given].flat(), 0)
    const view = await worlds().ask('results.view', { resultId })
    expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
  })

  test('an extreme is shown where it is no condition', async () => {
    const { resultId } = await worlds().run(['SELECT sex, max(birth_month) AS m FROM P GROUP BY 1'], 0)
    const table = tableFromIPC((await worlds().raw('results.page', { resultId, limit: 10 })).bytes)
    expect([...table.getChild('m__mask')!]).toEqual([MASK.shown, MASK.shown])
  })
})
