/**
 * Attempts to hold numbers of groups that may all be shown against each other by putting them under each other: whether two
 * are the same, which is more, what lies between them. In one world one person is counted, in the other not; a client must
 * get the same of both (./one-or-another.test.ts). `V` stands for that person where the number is large, `ABC` for counts
 * of which the first is the sum of the others but for that person, `KS` for three groups beside them.
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const ABC =
  '(SELECT count(*) AS a FROM P) AS x, (SELECT count(*) AS b FROM P WHERE birth_month <= 6 AND NOT V) AS y, (SELECT count(*) AS c FROM P WHERE birth_month > 6 AND NOT V) AS z'
const KS =
  '(SELECT CASE WHEN birth_month > 6 THEN 1 WHEN birth_month > 3 THEN 2 ELSE 3 END AS k, count(*) AS n FROM P GROUP BY 1) AS g'

const { attempts, area } = attemptsByArea((sql) =>
  sql
    .replaceAll(/\bKS\b/g, `${KS}, ABC`)
    .replaceAll(/\bABC\b/g, ABC)
    .replaceAll(/\bV\b/g, '(ME AND K > 20)'),
)

const UNDER = 'SELECT a AS v FROM ABC UNION ALL SELECT b + c FROM ABC'
const MERGED = 'SELECT a AS v FROM ABC UNION SELECT b + c FROM ABC'
/** One of them for each row of the query's own. */
const BY_ROW = 'CASE i WHEN 0 THEN a ELSE -b - c END'
/** One of them for each group. */
const BY_KEY = 'CASE k WHEN 1 THEN a WHEN 2 THEN b + c ELSE a + 1 END'
const ROWS = 'ABC, range(2) AS r(i)'

area('how many numbers differ', {
  'by UNION': `SELECT count(*) AS d FROM (${MERGED})`,
  'by UNION, of values': `SELECT count(v) AS d FROM (${MERGED})`,
  'by UNION, as texts': `SELECT count(*) AS d FROM (SELECT a::VARCHAR FROM ABC UNION SELECT (b + c)::VARCHAR FROM ABC)`,
  'by UNION, as a sum of ones': `SELECT sum(one) AS d FROM (SELECT v, 1 AS one FROM (${MERGED}))`,
  'by UNION, over a window': `SELECT max(d) AS d FROM (SELECT count(*) OVER () AS d FROM (${MERGED}))`,
  'by UNION, under the same label': `SELECT k, count(*) AS d FROM (SELECT 'n' AS k, a AS v FROM ABC UNION SELECT 'n', b + c FROM ABC) GROUP BY k`,
  'by UNION, under labels that come to the same': `SELECT count(*) AS d FROM (SELECT 1 AS k, a AS v FROM ABC UNION SELECT 1.0, b + c FROM ABC)`,
  'by UNION, of groups':
    'SELECT sex, count(*) AS d FROM (SELECT sex, count(*) AS n FROM P GROUP BY 1 UNION SELECT sex, count(*) FILTER (WHERE NOT V) FROM P GROUP BY 1) GROUP BY 1',
  'by DISTINCT': `SELECT count(*) AS d FROM (SELECT DISTINCT v FROM (${UNDER}))`,
  'by DISTINCT, of rows of the query’s own': `SELECT count(*) AS d FROM (SELECT DISTINCT ${BY_ROW} FROM ${ROWS})`,
  'by DISTINCT, of groups': `SELECT count(*) AS d FROM (SELECT DISTINCT ${BY_KEY} FROM KS)`,
  'by GROUP BY': `SELECT count(*) AS d FROM (SELECT v FROM (${UNDER}) GROUP BY v)`,
  'written down': [
    'CREATE OR REPLACE TABLE one_or_another AS SELECT a AS v FROM ABC',
    'INSERT INTO one_or_another SELECT b + c FROM ABC',
    'SELECT count(*) AS d FROM (SELECT DISTINCT v FROM one_or_another)',
  ],
  'as the commonest': `SELECT mode(v) AS d FROM (${UNDER} UNION ALL SELECT a - 1 FROM ABC)`,
  'as the commonest, over a window': `SELECT mode(v) OVER () AS d FROM (${UNDER} UNION ALL SELECT a + 1 FROM ABC)`,
  'as the commonest of groups': `SELECT mode(${BY_KEY}) AS d FROM KS`,
})

area('which number is more', {
  'by an order': `SELECT i FROM ${ROWS} ORDER BY CASE i WHEN 0 THEN a ELSE b + c + 0.5 END`,
  'by an order of which one stays': `SELECT i FROM ${ROWS} ORDER BY CASE i WHEN 0 THEN a ELSE b + c + 0.5 END LIMIT 1`,
  'by an order within': `SELECT i FROM (SELECT i, CASE i WHEN 0 THEN a ELSE b + c + 0.5 END AS v FROM ${ROWS} ORDER BY v)`,
  'by an order of groups': `SELECT k FROM KS ORDER BY CASE k WHEN 1 THEN a WHEN 2 THEN b + c + 0.5 END`,
  'by an order of groups, named before': `SELECT k FROM (SELECT k, CASE k WHEN 1 THEN a WHEN 2 THEN b + c + 0.5 END AS v FROM KS) ORDER BY v`,
  'by an order, in place of NULL': `SELECT k FROM KS ORDER BY coalesce(CASE k WHEN 1 THEN a END, b + c + 0.5 * k)`,
  'by a rank': `SELECT k, dense_rank() OVER (ORDER BY ${BY_KEY}) AS d FROM KS`,
  'by a row’s number': `SELECT k, row_number() OVER (ORDER BY CASE k WHEN 1 THEN a ELSE b + c + 0.5 END) AS d FROM KS`,
  'by the largest': `SELECT arg_max(k, CASE k WHEN 1 THEN a ELSE b + c + 0.5 END) AS d FROM KS`,
})

area('what lies between numbers', {
  'as a median': `SELECT median(v) AS d FROM (SELECT a AS v FROM ABC UNION ALL SELECT -b - c FROM ABC)`,
  'as a median of rows of the query’s own': `SELECT median(${BY_ROW}) AS d FROM ${ROWS}`,
  'as a median with a number added': `SELECT median(CASE i WHEN 0 THEN a ELSE 40000 - b - c END) AS d FROM ${ROWS}`,
  'as a median of groups': `SELECT median(CASE k WHEN 1 THEN a WHEN 2 THEN -b - c END) AS d FROM KS`,
  'as a median of groups, with a number added': `SELECT median(v) AS d FROM (SELECT CASE k WHEN 1 THEN a WHEN 2 THEN 40000 - b - c END AS v FROM KS)`,
  'as a median over a window': `SELECT median(${BY_ROW}) OVER () AS d FROM ${ROWS}`,
  'as a quantile': `SELECT quantile_cont(v, 0.9) AS d FROM (SELECT a AS v FROM ABC UNION ALL SELECT -b - c FROM ABC)`,
  'as several quantiles': `SELECT quantile_cont(${BY_ROW}, [0.5, 0.75]) AS d FROM ${ROWS}`,
  'as about a quantile': `SELECT approx_quantile(${BY_ROW}, 0.5) AS d FROM ${ROWS}`,
  'as a spread of groups': `SELECT stddev(CASE k WHEN 1 THEN a WHEN 2 THEN b + c END) AS d FROM KS`,
  'filled in': `SELECT fill(CASE i WHEN 0 THEN a WHEN 2 THEN -b - c END) OVER (ORDER BY i) AS d FROM ABC, range(3) AS r(i)`,
  'filled in behind': `SELECT i, fill(v) OVER (ORDER BY i) AS d FROM (SELECT i, CASE i WHEN 0 THEN a WHEN 1 THEN b + c END AS v FROM ABC, range(20) AS r(i))`,
  'filled in among groups':
    'SELECT k, fill(CASE WHEN k < 3 THEN n END) OVER (ORDER BY k) AS d FROM (SELECT CASE WHEN birth_month > 6 THEN 1 ELSE 2 END AS k, count(*) FILTER (WHERE NOT V) AS n FROM P GROUP BY 1 UNION ALL SELECT 3, count(*) FROM P)',
})

export const CHOICES: readonly Attempt[] = attempts

/** Numbers of many, put under each other: shown, so that the claims can fail. `rows` of the result. */
export const PUT_UNDER: [what: string, sql: string, rows: number][] = [
  [
    'counts under labels by UNION, the first of them',
    "SELECT 'all' AS item, count(*) AS n FROM P UNION SELECT 'men', count(*) FROM P WHERE sex = '1' ORDER BY n DESC LIMIT 10",
    2,
  ],
  [
    'shares of counts under labels by UNION',
    "SELECT item, n, n / sum(n) OVER () AS share FROM (SELECT 'women' AS item, count(*) AS n FROM P WHERE sex = '2' UNION SELECT 'men', count(*) FROM P WHERE sex = '1')",
    2,
  ],
  [
    'groups under labels by UNION, of which there are so many',
    "SELECT sum(n) AS n FROM (SELECT 'a' AS half, sex, count(*) AS n FROM P WHERE birth_month < 7 GROUP BY sex UNION SELECT 'b', sex, count(*) FROM P WHERE birth_month > 6 GROUP BY sex)",
    1,
  ],
  [
    'subtotals in the order of a mean that is shown rounded',
    'SELECT sex, round(avg(birth_year), 1) AS y FROM P GROUP BY ROLLUP (sex) ORDER BY avg(birth_year) DESC',
    3,
  ],
  [
    'quartiles of counts',
    'SELECT median(n) AS m, quantile_cont(n, [0.25, 0.75]) AS q FROM (SELECT birth_month, count(*) AS n FROM P GROUP BY 1)',
    1,
  ],
  [
    'a median of rates',
    "SELECT median(r) AS m FROM (SELECT birth_month, round(100.0 * count(*) FILTER (WHERE sex = '1') / count(*), 1) AS r FROM P GROUP BY 1)",
    1,
  ],
  [
    'a median of rows under each other',
    'SELECT median(n) AS m FROM (SELECT sex, count(*) AS n FROM P GROUP BY 1 UNION ALL SELECT sex, count(*) FROM P WHERE birth_month < 7 GROUP BY 1)',
    1,
  ],
]
