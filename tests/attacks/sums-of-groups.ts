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
/** Rows that the query makes for each, grouped by which of them it is: in each group nobody is more than once. */
const NUMBERED = (value: string): string =>
  `(SELECT i, ${value} AS c FROM P JOIN range(100) AS t(i) ON t.i < CASE WHEN ME THEN K ELSE 1 END GROUP BY ALL)`

area('rows that the query makes', {
  'of months':
    'SELECT sum(c) AS d FROM (SELECT birth_month, count(*) AS c FROM P JOIN range(100) AS t(i) ON t.i < CASE WHEN ME THEN K ELSE 1 END GROUP BY 1)',
  'by their number': `SELECT sum(c) AS d FROM ${NUMBERED('count(*)')}`,
  'by their number, of persons': `SELECT sum(c) AS d FROM ${NUMBERED('count(DISTINCT person_id)')}`,
  'by their number, of values': `SELECT sum(c) AS d FROM ${NUMBERED('sum(birth_month)')}`,
  'by their number, in two steps': `SELECT sum(d) AS d FROM (SELECT i % 2 AS j, sum(c) AS d FROM ${NUMBERED('count(*)')} GROUP BY 1)`,
  'by their number, by a window': `SELECT i, sum(c) OVER () AS d FROM ${NUMBERED('count(*)')}`,
  'by their number, under others': `SELECT sum(c) AS d FROM (FROM ${NUMBERED('count(*)')} UNION ALL SELECT birth_month, count(*) FROM P GROUP BY 1)`,
  'by their number, of a list': `SELECT sum(c) AS d FROM (SELECT i, count(*) AS c FROM (SELECT unnest(range(CASE WHEN ME THEN K ELSE 1 END)) AS i FROM P) GROUP BY 1)`,
  'by their number, from values': `SELECT sum(c) AS d FROM (SELECT t.i, count(*) AS c FROM P p LEFT JOIN (VALUES (0), (1), (2), (5), (9)) AS t(i) ON t.i < CASE WHEN p.ME THEN p.K ELSE 1 END GROUP BY 1)`,
  'by their number, of stored persons': [
    'CREATE OR REPLACE TABLE put_persons AS SELECT person_id, i FROM P JOIN range(100) AS t(i) ON t.i < CASE WHEN ME THEN K ELSE 1 END',
    'SELECT sum(c) AS d FROM (SELECT i, count(*) AS c FROM put_persons GROUP BY 1)',
  ],
  'by their number, as columns': `SELECT sum(v) AS d FROM (UNPIVOT ${NUMBERED('count(*)')} ON c INTO NAME n VALUE v)`,
  'by their number, over all': `SELECT sum(c) / count(DISTINCT 1) AS d FROM ${NUMBERED('count(*)')}`,
  'by their number, stored': [
    `CREATE OR REPLACE TABLE put_rows AS FROM ${NUMBERED('count(*)')}`,
    'SELECT sum(c) AS d FROM put_rows',
  ],
  'by a window':
    'SELECT k, sum(c) OVER () AS d FROM (SELECT birth_month AS k, count(*) AS c FROM P JOIN range(100) AS t(i) ON t.i < CASE WHEN ME THEN K ELSE 1 END GROUP BY 1)',
  stored: [
    'CREATE OR REPLACE TABLE put_rows AS SELECT birth_month, count(*) AS c FROM P JOIN range(100) AS t(i) ON t.i < CASE WHEN ME THEN K ELSE 1 END GROUP BY 1',
    'SELECT sum(c) AS d FROM put_rows',
  ],
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
  [
    'of scores one after the other',
    'SELECT sex, sum(s) OVER (ORDER BY sex) AS d FROM (SELECT sex, sum(birth_month + CASE WHEN birth_year < 1960 THEN 10 ELSE 0 END) AS s FROM P GROUP BY 1)',
    2,
  ],
]
