/**
 * Attempts, as in ./smuggled-values.ts, to learn how many persons meet a condition that three do: `FEW` stands for it.
 * Neither one nor two of them hold what is computed.
 */
import type { Smuggling } from './smuggled-values.ts'

const FAR = 'CASE WHEN FEW THEN 1e9 ELSE birth_year END'
const GROUPS = '(SELECT FEW AS y, count(*) AS n FROM P GROUP BY 1)'

const few: Record<string, Record<string, string | string[]>> = {
  'few persons far from all others': {
    'in a sum': `SELECT sum(${FAR}) AS secret FROM P`,
    'in a mean': `SELECT avg(${FAR}) AS secret FROM P`,
    'in a sum that rounds less': `SELECT fsum(${FAR}) AS secret FROM P`,
    'not so far': 'SELECT sum(CASE WHEN FEW THEN 100000 ELSE birth_year END) AS secret FROM P',
    'far below': 'SELECT sum(CASE WHEN FEW THEN -1e9 ELSE birth_year END) AS secret FROM P',
    'in a spread': `SELECT stddev(${FAR}) AS secret FROM P`,
    'in a correlation': `SELECT corr(${FAR}, birth_month) AS secret FROM P`,
    'in a slope': `SELECT regr_slope(${FAR}, birth_month) AS secret FROM P`,
    'in a geometric mean': 'SELECT geomean(CASE WHEN FEW THEN 1e30 ELSE birth_year END) AS secret FROM P',
    'in a mean with weights': `SELECT wavg(${FAR}, 1) AS secret FROM P`,
    'by a factor':
      'SELECT sum(v) AS secret FROM (SELECT person_id, birth_year * (1 + 1e7 * (FEW)::INT) AS v FROM P)',
    'by an exponent': 'SELECT sum(birth_year ** CASE WHEN FEW THEN 4 ELSE 1 END) AS secret FROM P',
    'among their claims':
      'SELECT sum(CASE WHEN p.FEW THEN 1e9 ELSE c.points END) AS secret FROM P AS p JOIN ndb.medical_claim AS c USING (person_id)',
    'in their groups': `SELECT sex, sum(${FAR}) AS secret FROM P WHERE FEW OR birth_month < 7 GROUP BY 1 HAVING sex = MINE`,
    'in a sum of groups': `SELECT sum(s) AS secret FROM (SELECT sex, sum(${FAR}) AS s FROM P GROUP BY 1)`,
    'beside each person': `SELECT sum(l.v) AS secret FROM P AS p, LATERAL (SELECT CASE WHEN p.FEW THEN 1e9 ELSE p.birth_year END AS v) AS l`,
    'by a macro': [
      'CREATE OR REPLACE MACRO few_far(x, y := 1e10) AS CASE WHEN x THEN y ELSE 1 END',
      'SELECT sum(few_far(FEW) + birth_month) AS secret FROM P',
    ],
    stored: [
      `CREATE OR REPLACE TABLE few_stored AS SELECT person_id, ${FAR} AS v FROM P`,
      'SELECT sum(v) AS secret FROM few_stored',
    ],
    'by as many rows':
      'SELECT count(*) AS secret FROM P AS p JOIN range(100000) AS t(i) ON t.i < CASE WHEN p.FEW THEN 100000 ELSE p.birth_month END',
    'by what they come to in as many rows':
      'SELECT sum(p.birth_month) AS secret FROM P AS p JOIN range(100000) AS t(i) ON t.i < CASE WHEN p.FEW THEN 100000 ELSE p.birth_month END',
  },
  'rows that an outer join puts beside few': {
    'of one, as many as a value':
      'SELECT count(*) AS secret FROM P AS p LEFT JOIN range(3000) AS t(i) ON p.ME AND t.i < p.birth_year',
    'of one': 'SELECT count(*) AS secret FROM P AS p LEFT JOIN range(200) AS t(i) ON p.ME',
    'of three': 'SELECT count(*) AS secret FROM P LEFT JOIN range(200) AS t(i) ON FEW',
    'of three, in a sum':
      'SELECT sum(p.birth_month) AS secret FROM P AS p LEFT JOIN range(200) AS t(i) ON p.FEW AND t.i > 3',
    'of three, from the right':
      'SELECT count(*) AS secret FROM range(200) AS t(i) RIGHT JOIN P AS p ON p.FEW',
    'of three, by VALUES':
      'SELECT count(*) AS secret FROM P AS p LEFT JOIN (VALUES (1), (2), (3), (4)) AS t(i) ON p.FEW',
    stored: [
      'CREATE OR REPLACE TABLE few_beside AS SELECT p.person_id FROM P AS p LEFT JOIN range(200) AS t(i) ON p.FEW',
      'SELECT count(*) AS secret FROM few_beside',
    ],
  },
  'few persons counted by other words': {
    'as a histogram': 'SELECT histogram(FEW) AS secret FROM P',
    'as values of a histogram': 'SELECT map_values(histogram(FEW))[2] AS secret FROM P',
    'as a histogram between bounds': 'SELECT histogram_exact((FEW)::INT, [0, 1]) AS secret FROM P',
    'as commonest values': 'SELECT approx_top_k((FEW)::INT, 2) AS secret FROM P',
    about: 'SELECT approx_count_distinct(CASE WHEN FEW THEN person_id END) AS secret FROM P',
    'as an entropy': 'SELECT entropy(FEW) AS secret FROM P',
    'as a kurtosis': 'SELECT kurtosis((FEW)::INT) AS secret FROM P',
    'as a skewness': 'SELECT skewness((FEW)::INT) AS secret FROM P',
    'as a standard error': 'SELECT sem((FEW)::INT) AS secret FROM P',
    'as a variance of all others': 'SELECT var_pop((NOT FEW)::INT) AS secret FROM P',
    'as a product': 'SELECT product(CASE WHEN FEW THEN 2 ELSE 1 END) AS secret FROM P',
    'as whether they are odd': 'SELECT bit_xor((FEW)::INT) AS secret FROM P',
    'as pairs': 'SELECT regr_count(CASE WHEN FEW THEN 1 END, birth_year) AS secret FROM P',
    'as a sum of squares': 'SELECT regr_sxx(birth_year, (FEW)::INT) AS secret FROM P',
    'as a part of what is explained': 'SELECT regr_r2(birth_year, (FEW)::INT) AS secret FROM P',
    'as the length of a bar': 'SELECT bar(count(*) FILTER (WHERE FEW), 0, 10, 20) AS secret FROM P',
    'as the length of a text': `SELECT length(repeat('x', (count(*) FILTER (WHERE FEW))::INT)) AS secret FROM P`,
    'as JSON': `SELECT json_object('n', count(*), 'r', count(*) FILTER (WHERE FEW)) AS secret FROM P`,
    'as days': `SELECT DATE '2000-01-01' + (count(*) FILTER (WHERE FEW))::INT AS secret FROM P`,
    'as a field of a row': 'SELECT row(count(*), count(*) FILTER (WHERE FEW)) AS secret FROM P',
    'as a map': 'SELECT map([sex], [count(*) FILTER (WHERE FEW)]) AS secret FROM P GROUP BY sex',
    'as steps of a recursion':
      'WITH RECURSIVE r(i, n) AS (SELECT 0, (SELECT count(*) FROM P WHERE FEW) UNION ALL SELECT i + 1, n FROM r WHERE i < n) SELECT i AS secret FROM r',
    'as the end of a recursion':
      'WITH RECURSIVE r(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM r WHERE i < (SELECT count(*) FROM P WHERE FEW)) SELECT max(i) AS secret FROM r',
    'as a window over all':
      'SELECT s AS secret, count(*) AS n FROM (SELECT person_id, count(*) FILTER (WHERE FEW) OVER () AS s FROM P) GROUP BY 1',
    'as the last of ranks':
      'SELECT min(r) AS secret FROM (SELECT row_number() OVER (ORDER BY FEW DESC) AS r, FEW AS x FROM P) WHERE NOT x',
    'as the row after': `SELECT y, lead(n) OVER (ORDER BY y) AS secret FROM ${GROUPS}`,
    'as the frame after': `SELECT y, sum(n) OVER (ORDER BY y ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING) AS secret FROM ${GROUPS}`,
    'as a frame without its own row': `SELECT y, sum(n) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS secret FROM ${GROUPS}`,
    'as all less its own row': `SELECT y, sum(n) OVER () - n AS secret FROM ${GROUPS}`,
    'as the levels of a ROLLUP':
      'SELECT max(n) - min(n) AS secret FROM (SELECT FEW AS r, count(*) AS n FROM P GROUP BY ROLLUP (r)) WHERE n > 100',
    'as levels added up':
      'SELECT sum(CASE WHEN g = 0 THEN -n ELSE n END) AS secret FROM (SELECT FEW AS r, grouping(FEW) AS g, count(*) AS n FROM P GROUP BY ROLLUP (FEW)) WHERE n > 100',
    'as those joined before them':
      'SELECT count(*) AS secret FROM P AS a ASOF JOIN (SELECT birth_year AS y FROM P WHERE FEW) AS b ON a.birth_year >= b.y',
  },
}

export const FEW_PERSONS: readonly Smuggling[] = Object.entries(few).flatMap(([area, attempts]) =>
  Object.entries(attempts).map(([name, given]) => ({ area, name, statements: [given].flat() })),
)

/** Of many, shown: costs among which the query puts numbers of its own have their tails. */
export const HONEST_TAILS: [what: string, sql: string][] = [
  [
    'costs with tails',
    'SELECT sum(greatest(t, 100)) AS g, avg(CASE WHEN t > 500 THEN t * 0.9 ELSE t END) AS c, stddev(least(t, 100000)) AS e FROM (SELECT person_id, sum(points) AS t FROM ndb.medical_claim GROUP BY 1)',
  ],
  [
    'costs with tails in prefectures',
    `SELECT prefecture_code, sum(greatest(t, 100)) AS g, stddev(least(t, 100000)) AS e FROM (SELECT person_id, sum(points) AS t FROM ndb.medical_claim GROUP BY 1) JOIN P USING (person_id) WHERE prefecture_code IN ('01', '13', '14', '27') GROUP BY 1`,
  ],
]
