/**
 * Attempts to read a small group's number off the rows that it takes away: where the row before it ends, which rows a
 * number of groups leaves over, how many groups there are, who finds none. Each as if one person's number were 3 and as if it were 45;
 * a client must get the same of both (./absent-rows.test.ts). `K` and `ME` as in ./two-worlds.ts.
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const { attempts: absences, area } = attemptsByArea()

/** Everybody, and the person as a group of its own. */
const TWO = '(SELECT CASE WHEN ME THEN K ELSE 0 END AS k, count(*) AS n FROM P GROUP BY 1) AS g'
/** The person as so many groups. */
const SEVERAL =
  '(SELECT CASE WHEN ME THEN i ELSE -1 END AS k, count(DISTINCT person_id) AS n, sum(birth_year) AS s FROM (SELECT *, unnest(range(CASE WHEN ME THEN K ELSE 1 END)) AS i FROM P) GROUP BY 1)'
const AXIS = 'range(50) AS r(i)'
/** To each number the largest key that is not beyond it. */
const REACHED = `(SELECT i, max(k) AS h, sum(n) AS s, avg(n) AS a, arg_max(n, k) AS l FROM ${AXIS} JOIN ${TWO} ON g.k <= r.i GROUP BY 1)`
const FIRST = `(SELECT i, k FROM ${AXIS} JOIN ${TWO} ON g.k <= r.i QUALIFY row_number() OVER (PARTITION BY i ORDER BY k DESC) = 1)`
const MONTHS = '(SELECT birth_month AS m, count(*) AS c FROM P GROUP BY 1) AS a'

const nearest = (value: string, rest = ''): string =>
  `SELECT ${value} AS d FROM ${AXIS} ASOF JOIN ${TWO} ON r.i >= g.k ${rest}`

area('rows that go to the nearest group', {
  'the last of those before': nearest('max(i)', 'WHERE g.k = 0'),
  'the last of those before, by size': nearest('max(i)', 'WHERE g.n > 10'),
  'the last of those before, by key': nearest('g.k, max(i)', 'GROUP BY 1'),
  'their sum': nearest('sum(i)', 'WHERE g.n > 10'),
  'the sum of their sizes': nearest('g.k, sum(g.n)', 'GROUP BY 1'),
  'as they are': nearest('g.n, i'),
  'over a window': nearest('i, max(i) OVER (PARTITION BY k)', 'ORDER BY 1 LIMIT 1'),
  'by LEFT JOIN': `SELECT i, g.n AS d FROM ${AXIS} ASOF LEFT JOIN ${TWO} ON r.i >= g.k`,
  'of persons': `SELECT g.k, count(*) AS d FROM P AS p ASOF JOIN ${TWO} ON p.birth_month >= g.k GROUP BY 1`,
  'of months': `SELECT g.k, sum(c) AS d FROM ${MONTHS} ASOF JOIN ${TWO} ON a.m >= g.k GROUP BY 1`,
  'stored first': [
    `CREATE OR REPLACE TABLE nearest_groups AS SELECT * FROM ${TWO}`,
    `SELECT max(i) AS d FROM ${AXIS} ASOF JOIN nearest_groups AS g ON r.i >= g.k WHERE g.k = 0`,
  ],
})

area('rows that a number of groups leaves', {
  'by the largest key': `SELECT max(i) AS d FROM ${REACHED} WHERE h = 0`,
  'by a sum': `SELECT max(i) AS d FROM ${REACHED} WHERE s <= 19999`,
  'by a mean': `SELECT max(i) AS d FROM ${REACHED} WHERE a > 15000`,
  'by the size at the largest key': `SELECT max(i) AS d FROM ${REACHED} WHERE l > 100`,
  'under a filter': `SELECT max(i) FILTER (WHERE h = 0) AS d FROM ${REACHED}`,
  'by CASE': `SELECT max(CASE WHEN h = 0 THEN i END) AS d FROM ${REACHED}`,
  'by a product': `SELECT max(i * (h = 0)::INTEGER) AS d FROM ${REACHED}`,
  'by HAVING': `SELECT max(i) AS d FROM (SELECT i FROM ${AXIS} JOIN ${TWO} ON g.k <= r.i GROUP BY 1 HAVING avg(n) > 15000)`,
  'by QUALIFY': `SELECT max(i) AS d FROM ${FIRST} WHERE k = 0`,
  'by a window': `SELECT max(i) AS d FROM (SELECT i, k, max(k) OVER (PARTITION BY i) AS h FROM ${AXIS} JOIN ${TWO} ON g.k <= r.i) WHERE k = 0 AND h = 0`,
  'the last of them, by a window': `SELECT max(i) OVER () AS d FROM ${REACHED} WHERE h = 0 LIMIT 1`,
  'the last of them, by order': `SELECT i AS d FROM ${REACHED} WHERE h = 0 ORDER BY i DESC LIMIT 1`,
  'the last of them, by QUALIFY': `SELECT i AS d FROM ${REACHED} WHERE h = 0 QUALIFY row_number() OVER (ORDER BY i DESC) = 1`,
  'as a scalar subquery': `SELECT (SELECT max(i) FROM ${REACHED} WHERE h = 0) AS d`,
  'of everybody but one': `SELECT max(i) AS d FROM (SELECT i, count(*) AS n FROM P AS p, ${AXIS} WHERE NOT p.ME OR p.K > i GROUP BY i) WHERE n = 20000`,
  'beside another table of groups': `SELECT max(m) AS d FROM (SELECT a.m, max(k) AS h FROM ${MONTHS} JOIN ${TWO} ON g.k % 13 <= a.m GROUP BY 1) WHERE h = 0`,
  'stored first': [
    `CREATE OR REPLACE TABLE reached AS SELECT * FROM ${REACHED}`,
    'SELECT max(i) AS d FROM reached WHERE h = 0',
  ],
})

area('how many groups there are', {
  'by a mean of counts': `SELECT avg(n) AS d FROM ${SEVERAL}`,
  'by a mean of sums': `SELECT avg(s) AS d FROM ${SEVERAL}`,
  'by a mean over a window': `SELECT k, avg(n) OVER () AS d FROM ${SEVERAL}`,
  'by a mean over a window, as an order': `SELECT k FROM ${SEVERAL} ORDER BY avg(n) OVER () > 5000, k`,
  'by months beside them, over a window': `SELECT m, sum(c) OVER (PARTITION BY m) AS d FROM ${MONTHS} JOIN ${TWO} ON g.k % 13 < a.m WHERE k = 0`,
})

const found = (value: string, rest: string): string =>
  `SELECT ${value} AS d FROM P AS p LEFT JOIN ${TWO} ON p.birth_month = g.k ${rest}`

area('persons who found no group', {
  'how many': found('count(*)', 'WHERE g.k IS NULL'),
  'by month': found('birth_month, count(*)', 'WHERE g.k IS NULL GROUP BY 1'),
  'by its number': found('sum(birth_month)', 'WHERE g.n IS NULL'),
  'in place of its number': found('count(*)', 'WHERE coalesce(g.n, 0) = 0'),
  'as a key': found('g.k IS NULL, count(*)', 'GROUP BY 1'),
  'beyond it': `SELECT count(*) AS d FROM P AS p LEFT JOIN ${TWO} ON p.birth_month > g.k AND g.k > 0 WHERE g.k IS NULL`,
  'by RIGHT JOIN': `SELECT count(*) AS d FROM ${TWO} RIGHT JOIN P AS p ON p.birth_month = g.k WHERE g.k IS NULL`,
  'by FULL JOIN': `SELECT count(*) AS d FROM ${TWO} FULL JOIN P AS p ON p.birth_month = g.k WHERE g.k IS NULL`,
  'stored first': [
    `CREATE OR REPLACE TABLE found_none AS SELECT p.person_id, g.k FROM P AS p LEFT JOIN ${TWO} ON p.birth_month = g.k`,
    'SELECT count(*) AS d FROM found_none WHERE k IS NULL',
  ],
})

export const ABSENCES: readonly Attempt[] = absences

/** Numbers of many, by the same ways: shown, so that the claims can fail. `rows` of the result. */
export const NONE_ABSENT: [what: string, sql: string, rows: number][] = [
  [
    'an index number of the month before',
    'SELECT sex, avg(v) AS d FROM P AS p ASOF JOIN (VALUES (0, 1.0), (4, 1.1), (8, 1.2)) AS x(k, v) ON p.birth_month >= x.k GROUP BY 1',
    2,
  ],
  [
    'a mean of counts',
    'SELECT avg(n) AS d, max(n) AS m FROM (SELECT birth_month, count(*) AS n FROM P GROUP BY 1)',
    1,
  ],
  [
    'a mean of counts over a window',
    'SELECT birth_month, n, n / avg(n) OVER () AS d FROM (SELECT birth_month, count(*) AS n FROM P GROUP BY 1)',
    12,
  ],
  [
    'a running sum by a join',
    'SELECT a.m, sum(b.c) AS d FROM (SELECT birth_month AS m, count(*) AS c FROM P GROUP BY 1) AS a JOIN (SELECT birth_month AS m, count(*) AS c FROM P GROUP BY 1) AS b ON b.m <= a.m GROUP BY 1',
    12,
  ],
  [
    'persons who found no group of many',
    'SELECT count(*) AS d FROM P AS p LEFT JOIN (SELECT birth_month AS m, count(*) AS c FROM P WHERE birth_month < 7 GROUP BY 1) AS g ON g.m = p.birth_month WHERE g.m IS NULL',
    1,
  ],
  [
    'groups of enough persons, added up',
    'SELECT sum(n) AS d, count(*) AS groups FROM (SELECT birth_month, count(*) AS n FROM P GROUP BY 1) WHERE n >= 1600',
    1,
  ],
  [
    'months at risk of at least so many',
    'SELECT i, n FROM (SELECT i, count(*) AS n FROM P AS p JOIN range(1, 13) AS r(i) ON r.i <= p.birth_month GROUP BY 1) WHERE n >= 5000',
    9,
  ],
]
