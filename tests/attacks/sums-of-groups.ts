/**
 * Attempts to read what the query put in place of one person's number off a sum of groups, in which those of other groups
 * hide that the person is told apart in one. `K` is that number (./sums-of-groups.test.ts).
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const { attempts: sums, area } = attemptsByArea()

const grouped = (value: string, by: string): string =>
  `(SELECT ${by} AS k, count(*) AS c, sum(${value}) AS s, avg(${value}) AS m FROM P GROUP BY 1)`

/** Ways to put groups together again. */
const together = (value: string): Record<string, string | string[]> => {
  const months = grouped(value, 'birth_month')
  return {
    'of months': `SELECT sum(s) AS d FROM ${months}`,
    'of years': `SELECT sum(s) AS d FROM ${grouped(value, 'birth_year')}`,
    'of sexes': `SELECT sum(s) AS d FROM ${grouped(value, 'sex')}`,
    'of places': `SELECT sum(s) AS d FROM ${grouped(value, 'left(municipality_code, 2)')}`,
    'of small groups': `SELECT sum(s) AS d FROM ${grouped(value, 'birth_year * 100 + birth_month')}`,
    'by a window': `SELECT k, sum(s) OVER () AS d FROM ${months}`,
    'one after the other': `SELECT k, sum(s) OVER (ORDER BY k) AS d FROM ${months}`,
    'over how many': `SELECT sum(s) / sum(c) AS d FROM ${months}`,
    'of means': `SELECT sum(m) AS d FROM ${months}`,
    'a mean of means': `SELECT avg(m) AS d FROM ${grouped(value, 'birth_year')}`,
    'in two steps': `SELECT sum(t) AS d FROM (SELECT k % 3 AS q, sum(s) AS t FROM ${months} GROUP BY 1)`,
    'of halves': `SELECT k > 6 AS h, sum(s) AS d FROM ${months} GROUP BY 1`,
    'with a total': `SELECT k, sum(s) AS d FROM ${months} GROUP BY ROLLUP (k)`,
    'of a union': `SELECT sum(s) AS d FROM (SELECT sum(${value}) AS s FROM P WHERE birth_month > 6 UNION ALL SELECT sum(${value}) FROM P WHERE birth_month <= 6)`,
    'of columns': `SELECT sum(v) AS d FROM (UNPIVOT (SELECT sum(${value}) FILTER (WHERE birth_month > 6) AS a, sum(${value}) FILTER (WHERE birth_month <= 6) AS b FROM P) ON a, b INTO NAME n VALUE v)`,
    materialised: `WITH g AS MATERIALIZED (SELECT birth_month, sum(${value}) AS s FROM P GROUP BY 1) SELECT sum(s) AS d FROM g, (SELECT 1)`,
    'looked up': `SELECT (SELECT sum(s) FROM ${months}) AS d`,
    'in another type': `SELECT sum(s::DOUBLE) AS d FROM ${months}`,
    'or nought': `SELECT sum(coalesce(s, 0)) AS d FROM ${months}`,
    stored: [
      `CREATE OR REPLACE TABLE put_sums AS SELECT birth_month, sum(${value}) AS s FROM P GROUP BY 1`,
      'SELECT sum(s) AS d FROM put_sums',
    ],
    'stored twice': [
      `CREATE OR REPLACE TABLE put_sums AS SELECT birth_month, sum(${value}) AS s FROM P GROUP BY 1`,
      'CREATE OR REPLACE TABLE put_totals AS SELECT birth_month > 6 AS h, sum(s) AS s FROM put_sums GROUP BY 1',
      'SELECT sum(s) AS d FROM put_totals',
    ],
    'added to a table': [
      'CREATE OR REPLACE TABLE put_sums AS SELECT birth_month, count(*) AS s FROM P WHERE birth_month <= 6 GROUP BY 1',
      `INSERT INTO put_sums SELECT birth_month, sum(${value}) FROM P WHERE birth_month > 6 GROUP BY 1`,
      'SELECT sum(s) AS d FROM put_sums',
    ],
  }
}

area('a number in place of another', together('CASE WHEN ME THEN K ELSE 1 END'))
area('a number added', together('birth_year + CASE WHEN ME THEN K ELSE 0 END'))
area('a weight', together('CASE WHEN ME THEN K ELSE 1000 END'))
area('far from others', together('CASE WHEN ME THEN 100000 * K ELSE birth_year END'))
area('rows that the query makes', {
  'of months':
    'SELECT sum(c) AS d FROM (SELECT birth_month, count(*) AS c FROM P JOIN range(100) AS t(i) ON t.i < CASE WHEN ME THEN K ELSE 1 END GROUP BY 1)',
  'by a window':
    'SELECT k, sum(c) OVER () AS d FROM (SELECT birth_month AS k, count(*) AS c FROM P JOIN range(100) AS t(i) ON t.i < CASE WHEN ME THEN K ELSE 1 END GROUP BY 1)',
  stored: [
    'CREATE OR REPLACE TABLE put_rows AS SELECT birth_month, count(*) AS c FROM P JOIN range(100) AS t(i) ON t.i < CASE WHEN ME THEN K ELSE 1 END GROUP BY 1',
    'SELECT sum(c) AS d FROM put_rows',
  ],
})

/** Small strata that nobody is in twice, whose persons are added up. */
const STRATA = (value: string, from = 'P'): string =>
  `(SELECT sex, birth_year, birth_month, count(*) AS c, sum(${value}) AS s FROM ${from} GROUP BY ALL)`

/** Rows of one person, as many as the number says. */
const BESIDE = '(SELECT p.* FROM P p JOIN range(100) AS t(i) ON t.i < CASE WHEN p.ME THEN p.K ELSE 1 END)'

area('over strata that nobody is in twice', {
  'a number in place of another': `SELECT sum(s) AS d FROM ${STRATA('CASE WHEN ME THEN K ELSE 1 END')}`,
  'a number added': `SELECT sex, sum(s) AS d FROM ${STRATA('birth_year + CASE WHEN ME THEN K ELSE 0 END')} GROUP BY 1`,
  'a weight': `SELECT sum(s) AS d FROM ${STRATA('CASE WHEN ME THEN K ELSE 1000 END')}`,
  'a number that is far from others': `SELECT sum(s) AS d FROM ${STRATA('CASE WHEN ME THEN 100000 * K ELSE birth_year END')}`,
  'a number or nothing': `SELECT sum(s) AS d FROM ${STRATA('CASE WHEN ME THEN K END')}`,
  'rows that the query makes': `SELECT sum(c) AS d FROM ${STRATA('1', BESIDE)}`,
  'their values': `SELECT sum(s) AS d FROM ${STRATA('birth_month', BESIDE)}`,
  'the whole of a quotient': `SELECT sum(s // 100) AS d FROM ${STRATA('CASE WHEN ME THEN 10 * K ELSE 1 END')}`,
  'the whole of a quotient before': `SELECT sum(t) AS d FROM (SELECT sex, s // 100 AS t FROM ${STRATA('CASE WHEN ME THEN 10 * K ELSE 1 END')})`,
  'by a key that is the number':
    'SELECT sum(k * c) AS d FROM (SELECT CASE WHEN ME THEN K ELSE 1 END AS k, sex, count(*) AS c FROM P GROUP BY ALL)',
  'by a key, handed on':
    'SELECT sum(v) AS d FROM (SELECT sex, k * c AS v FROM (SELECT CASE WHEN ME THEN K ELSE 1 END AS k, sex, count(*) AS c FROM P GROUP BY ALL))',
  'chosen by what they come to': `SELECT sum(c) AS d FROM ${STRATA('CASE WHEN ME THEN K ELSE 1 END')} WHERE s < 40`,
  'under a filter by what they come to': `SELECT sum(c) FILTER (WHERE s < 40) AS d FROM ${STRATA('CASE WHEN ME THEN K ELSE 1 END')}`,
  'with a condition of their own': `SELECT sum(c) AS d FROM (SELECT sex, birth_year, birth_month, count(*) AS c FROM P GROUP BY ALL HAVING sum(CASE WHEN ME THEN K ELSE 1 END) < 40)`,
  'or nothing by what they come to': `SELECT sum(CASE WHEN s < 40 THEN c END) AS d FROM ${STRATA('CASE WHEN ME THEN K ELSE 1 END')}`,
  'in their order, cut off': `SELECT sum(c) AS d FROM (SELECT * FROM ${STRATA('CASE WHEN ME THEN K ELSE 1 END')} ORDER BY s DESC, sex, birth_year, birth_month LIMIT 50)`,
  'of a number that stands in two steps': `SELECT sum(t) AS d FROM (SELECT sex, sum(s) AS t FROM ${STRATA('CASE WHEN ME THEN K ELSE 1 END')} GROUP BY 1)`,
  'of a number of each person, put before':
    'SELECT sum(s) AS d FROM (SELECT sex, birth_year, sum(v) AS s FROM (SELECT person_id, any_value(sex) AS sex, any_value(birth_year) AS birth_year, any_value(CASE WHEN ME THEN K ELSE 1 END) AS v FROM P GROUP BY 1) GROUP BY ALL)',
})

export const SUMS_OF_GROUPS: readonly Attempt[] = sums

const SOME =
  '(SELECT birth_month AS k, count(*) AS c, sum(birth_year) AS s, avg(birth_year) AS m FROM P GROUP BY 1)'

/** Sums of groups that many stand behind: shown, so that the claims can fail. `rows` of the result. */
export const OF_MANY: [what: string, sql: string, rows: number][] = [
  ['a sum of sums', `SELECT sum(s) AS d, sum(s) / sum(c) AS mean FROM ${SOME}`, 1],
  [
    'a sum of counts',
    'SELECT sum(c) AS d FROM (SELECT municipality_code, count(*) AS c FROM P GROUP BY 1)',
    1,
  ],
  [
    'a sum of numbers by a condition',
    'SELECT sum(s) AS d FROM (SELECT sex, sum(CASE WHEN birth_year < 1960 THEN birth_month ELSE 12 END) AS s FROM P GROUP BY 1)',
    1,
  ],
  [
    'a sum of scores',
    'SELECT sum(s) AS d FROM (SELECT birth_month, sum(CASE WHEN birth_year < 1940 THEN 3 WHEN birth_year < 1960 THEN 2 ELSE 1 END) AS s FROM P GROUP BY 1)',
    1,
  ],
  ['over strata that nobody is in twice', `SELECT sum(c) AS d, sum(s) AS s FROM ${STRATA('birth_month')}`, 1],
  [
    'over such strata by sex, in two steps',
    `SELECT sex, sum(t) AS d FROM (SELECT sex, birth_year, sum(c) AS t FROM ${STRATA('1')} GROUP BY ALL) GROUP BY 1`,
    2,
  ],
  [
    'over strata of a few each',
    `SELECT birth_year, sum(c) AS d FROM (SELECT birth_year, medical_area_code, sex, birth_month, count(*) AS c FROM P WHERE birth_year BETWEEN 1950 AND 1959 GROUP BY ALL) GROUP BY 1`,
    10,
  ],
  [
    'of scores one after the other',
    'SELECT sex, sum(s) OVER (ORDER BY sex) AS d FROM (SELECT sex, sum(birth_month + CASE WHEN birth_year < 1960 THEN 10 ELSE 0 END) AS s FROM P GROUP BY 1)',
    2,
  ],
]
