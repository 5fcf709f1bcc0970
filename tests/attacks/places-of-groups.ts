/**
 * Attempts to be told at which place of the keys' order the group of one person stands: by which row is so many rows
 * before or after, by what is left of the others, by which is the third. `V`, `ME` and `K` as in ./two-worlds.ts: the
 * person's group stands second in one world and near the end in the other; a client must get the same of both.
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const { attempts: places, area } = attemptsByArea((sql) => sql.replaceAll(/\bG0\b/g, GROUPS))

/** Twelve groups of many, from 4 to 48, and the person's at 3 or at 45. */
const GROUPS = '(SELECT CASE WHEN ME THEN K ELSE birth_month * 4 END AS k, count(*) AS n FROM P GROUP BY 1)'

area('which rows stay', {
  'by the next one':
    'SELECT sum(n) AS d FROM (SELECT n, lead(n) OVER (ORDER BY k) AS l FROM G0) WHERE l > 100',
  'by the one before':
    'SELECT sum(n) AS d FROM (SELECT n, lag(n) OVER (ORDER BY k) AS l FROM G0) WHERE l > 100',
  'by the one before the one before':
    'SELECT sum(n) AS d FROM (SELECT n, lag(n, 2) OVER (ORDER BY k) AS l FROM G0) WHERE l > 100',
  counted:
    'SELECT count(*) AS d FROM (SELECT k, lead(n) OVER (ORDER BY k) AS l FROM G0) WHERE l > 100 AND k > 20',
  'by their keys': 'SELECT k FROM (SELECT k, lead(n) OVER (ORDER BY k) AS l FROM G0) WHERE l > 100',
  'by QUALIFY': 'SELECT k, n FROM G0 QUALIFY lead(n) OVER (ORDER BY k) > 100',
  'of groups by QUALIFY':
    'SELECT birth_month AS k, count(*) AS n FROM P GROUP BY CASE WHEN ME THEN K ELSE birth_month * 4 END, 1 QUALIFY lead(count(*)) OVER (ORDER BY CASE WHEN ME THEN K ELSE birth_month * 4 END) > 100',
  'by a difference':
    'SELECT sum(n) AS d FROM (SELECT n, n - lag(n) OVER (ORDER BY k) AS l FROM G0) WHERE l < 1000',
  'by a CASE':
    'SELECT sum(CASE WHEN l > 100 THEN n ELSE 0 END) AS d FROM (SELECT n, lead(n) OVER (ORDER BY k) AS l FROM G0)',
  'under a filter':
    'SELECT sum(n) FILTER (WHERE l > 100) AS d FROM (SELECT n, lead(n) OVER (ORDER BY k) AS l FROM G0)',
  'by a key that is handed on':
    'SELECT sum(n) AS d FROM (SELECT n, k - lag(k) OVER (ORDER BY k) AS l FROM G0) WHERE l = 4',
  'as what is largest': 'SELECT arg_max(k, l) AS d FROM (SELECT k, lead(n) OVER (ORDER BY k) AS l FROM G0)',
  'as what is least': 'SELECT arg_min(k, l) AS d FROM (SELECT k, lead(n) OVER (ORDER BY k) AS l FROM G0)',
  'as an order': 'SELECT k FROM (SELECT k, lead(n) OVER (ORDER BY k) AS l FROM G0) ORDER BY l LIMIT 3',
  'as another order':
    'SELECT k FROM (SELECT k, n, lead(n) OVER (ORDER BY k) AS l FROM G0) ORDER BY l > 100, k',
  'as a group':
    'SELECT l > 100 AS b, sum(n) AS d FROM (SELECT n, lead(n) OVER (ORDER BY k) AS l FROM G0) GROUP BY 1',
  stored: [
    'CREATE OR REPLACE TABLE placed AS SELECT k, n, lead(n) OVER (ORDER BY k) AS l FROM G0',
    'SELECT sum(n) AS d FROM placed WHERE l > 100',
  ],
})

area('which is so many rows away', {
  'two before': 'SELECT k, n FROM (SELECT k, lag(k, 2) OVER (ORDER BY k) AS l, n FROM G0) WHERE l = 20',
  'the third':
    'SELECT k, nth_value(k, 3) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS d FROM G0',
  'the number of the third':
    'SELECT k, nth_value(n, 3) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS d FROM G0',
  'a number of rows that a table holds':
    'SELECT k, lag(n, t.r) OVER (ORDER BY k) AS d FROM G0, (VALUES (2)) AS t(r)',
})

area('which is left', {
  'after three': 'SELECT k FROM G0 ORDER BY k LIMIT 1 OFFSET 3',
  'after three, in two steps': 'SELECT k FROM (SELECT k, n FROM G0) ORDER BY k LIMIT 1 OFFSET 3',
  'after three of the others': 'SELECT k, n FROM G0 ORDER BY k DESC LIMIT 3 OFFSET 4',
  'after three by position': 'SELECT k, n FROM G0 ORDER BY 1 OFFSET 4',
  'after a part of them': 'SELECT k, n FROM G0 ORDER BY k LIMIT 30% OFFSET 4',
  'after three, without an order': 'SELECT k, n FROM G0 OFFSET 4',
  'of groups':
    'SELECT CASE WHEN ME THEN K ELSE birth_month * 4 END AS k, count(*) AS n FROM P GROUP BY 1 ORDER BY 1 OFFSET 4',
  'of groups in the order of what is not shown':
    'SELECT count(*) AS n FROM P GROUP BY CASE WHEN ME THEN K ELSE birth_month * 4 END ORDER BY CASE WHEN ME THEN K ELSE birth_month * 4 END OFFSET 4',
  'in a subquery': 'SELECT n FROM G0 WHERE k = (SELECT k FROM G0 ORDER BY k LIMIT 1 OFFSET 4)',
  'in a CTE': 'WITH g AS (SELECT k, n FROM G0 ORDER BY k LIMIT 2 OFFSET 4) SELECT * FROM g',
  'of halves': 'SELECT k, n FROM G0 UNION ALL SELECT 100, 100 ORDER BY k OFFSET 4',
  'of distinct ones': 'SELECT DISTINCT k, n FROM G0 ORDER BY k OFFSET 4',
  stored: [
    'CREATE OR REPLACE TABLE left_after AS SELECT k, n FROM G0',
    'SELECT k, n FROM left_after ORDER BY k OFFSET 4',
  ],
})

export const PLACES: readonly Attempt[] = places

const MONTHS = '(SELECT birth_month AS k, count(*) AS n FROM P GROUP BY 1)'

/** The same of groups of many: shown, so that the claims can fail. `rows` of the result. */
export const PLACES_OF_MANY: [what: string, sql: string, rows: number][] = [
  ['the next, and what it is', `SELECT k, n FROM ${MONTHS} QUALIFY lead(n) OVER (ORDER BY k) > 100`, 11],
  [
    'what follows the large',
    `SELECT sum(n) AS d FROM (SELECT n, lag(n) OVER (ORDER BY k) AS l FROM ${MONTHS}) WHERE l > 100`,
    1,
  ],
  ['months after the third', `SELECT k, n FROM ${MONTHS} ORDER BY k LIMIT 4 OFFSET 3`, 4],
  [
    'the first and the third',
    `SELECT k, first_value(n) OVER w AS a, nth_value(n, 3) OVER w AS c FROM ${MONTHS} WINDOW w AS (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`,
    12,
  ],
  ['the largest after the fifth', `SELECT k, n FROM ${MONTHS} ORDER BY n DESC OFFSET 5`, 7],
]
