/**
 * Attempts to compute with two numbers as if they were one: beside each other in a list, a structure or a text, as rows
 * of groups of which a spread or a rank is asked, as days between dates. Each number may be shown; what differs between
 * them is one person’s. Tried with the others (./smuggled-values.test.ts).
 */
import type { Smuggling } from './smuggled-values.ts'

const attempts: Smuggling[] = []

function area(named: string, list: Record<string, string | string[]>): void {
  for (const [name, given] of Object.entries(list))
    attempts.push({ area: named, name, statements: Array.isArray(given) ? given : [given] })
}

const EVERYBODY = 'sum(birth_year)'
const OTHERS = 'sum(birth_year) FILTER (WHERE NOT ME)'
const BY_YEAR =
  '(SELECT birth_year AS y, count(*) AS n, count(*) FILTER (WHERE NOT ME) AS m FROM P GROUP BY 1)'
/** The same groups twice, once without the person. */
const TWICE = `(SELECT y, 1 AS k, n FROM ${BY_YEAR} UNION ALL SELECT y, 2, m FROM ${BY_YEAR})`

area('two numbers in one value', {
  'a list summed up': `SELECT list_sum([${EVERYBODY}, -${OTHERS}]) AS secret FROM P`,
  'a list summed up by name': `SELECT list_aggregate([${EVERYBODY}, -${OTHERS}], 'sum') AS secret FROM P`,
  'the spread of a list': `SELECT list_stddev_pop([${EVERYBODY}, ${OTHERS}]) AS secret FROM P`,
  'a list times a list': `SELECT list_dot_product([${EVERYBODY}, ${OTHERS}], [1, -1]) AS secret FROM P`,
  'how many numbers of a list differ': `SELECT y, list_unique([n, m]) AS secret FROM ${BY_YEAR}`,
  'the same in HAVING': `SELECT birth_year AS secret FROM P GROUP BY 1 HAVING list_unique([count(*), count(*) FILTER (WHERE NOT ME)]) = 2`,
  'the same in WHERE': `SELECT y AS secret FROM ${BY_YEAR} WHERE len(list_distinct([n, m])) = 2`,
  'the same in an order': `SELECT y AS secret FROM ${BY_YEAR} ORDER BY list_unique([n, m]) DESC LIMIT 1`,
  'two fields of a structure': `SELECT s.a - s.b AS secret FROM (SELECT {'a': ${EVERYBODY}, 'b': ${OTHERS}} AS s FROM P)`,
  'two fields of a structure that differ': `SELECT y AS secret FROM (SELECT y, {'a': n, 'b': m} AS s FROM ${BY_YEAR}) WHERE s.a <> s.b`,
  'digits after each other': `SELECT (${EVERYBODY} || '000' || ${OTHERS})::HUGEINT % 100000000001 AS secret FROM P`,
  'a text held against another': `SELECT concat(count(*), ',', count(*) FILTER (WHERE NOT ME)) = '20000,19999' AS secret FROM P`,
  'half of a union': `WITH g AS (SELECT [${EVERYBODY}, ${OTHERS}] AS l FROM P UNION ALL SELECT [0, 0]) SELECT l[1] - l[2] AS secret FROM g`,
  'the greatest of lists': `SELECT max(l)[1] - max(l)[2] AS secret FROM (SELECT [${EVERYBODY}, ${OTHERS}] AS l FROM P)`,
  'a list that was stored': [
    `CREATE OR REPLACE TABLE beside_list AS SELECT y, [n, m] AS l FROM ${BY_YEAR}`,
    'SELECT y AS secret FROM beside_list WHERE l[1] <> l[2]',
  ],
  'a text that was stored': [
    `CREATE OR REPLACE TABLE beside_text AS SELECT y, concat(n, ',', m) AS t FROM ${BY_YEAR}`,
    `SELECT y AS secret FROM beside_text WHERE split_part(t, ',', 1) <> split_part(t, ',', 2)`,
  ],
  'a list by another name': `SELECT list_sum(ARRAY[${EVERYBODY}, -${OTHERS}]) AS secret FROM P`,
  'the ends of groups': `SELECT y, q[2] - q[1] AS secret FROM (SELECT y, quantile_disc(n, [0, 1]) AS q FROM ${TWICE} GROUP BY y)`,
  'a list of groups': `SELECT y, list_unique(list(n)) AS secret FROM ${TWICE} GROUP BY y`,
  'two of a list of groups': `SELECT y, list(n ORDER BY k)[1] - list(n ORDER BY k)[2] AS secret FROM ${TWICE} GROUP BY y`,
  'how many values groups have': `SELECT y, cardinality(histogram(n)) AS secret FROM ${TWICE} GROUP BY y`,
  'a text of groups': `SELECT y, length(string_agg(DISTINCT n::VARCHAR, ',')) AS secret FROM ${TWICE} GROUP BY y`,
  'a list of a window': `SELECT y, list_unique(list(n) OVER (PARTITION BY y)) AS secret FROM ${TWICE}`,
  'a list beside persons’ rows': `SELECT birth_year AS secret, count(*) AS secret_n FROM P JOIN (SELECT y, [n, m] AS l FROM ${BY_YEAR}) AS g ON birth_year = g.y WHERE l[1] <> l[2] GROUP BY 1`,
  'days between dates made of counts': `SELECT date_diff('day', DATE '1970-01-01' + (count(*))::INTEGER, DATE '1970-01-01' + (count(*) FILTER (WHERE NOT ME))::INTEGER) AS secret FROM P`,
  'the same in WHERE, as days': `SELECT y AS secret FROM ${BY_YEAR} WHERE datediff('day', DATE '1970-01-01' + n::INTEGER, DATE '1970-01-01' + m::INTEGER) <> 0`,
})

const SUMS = `(SELECT 1 AS k, ${EVERYBODY} AS v FROM P UNION ALL SELECT 2, sum(birth_year) FROM P WHERE NOT ME)`

area('two rows that differ by one person', {
  'by their spread': `SELECT stddev_pop(v) AS secret FROM ${SUMS}`,
  'by a standard error': `SELECT sem(v) AS secret FROM ${SUMS}`,
  'by a slope': `SELECT regr_slope(v, k) AS secret FROM ${SUMS}`,
  'by the spread of an UNPIVOT': `SELECT stddev_pop(v) AS secret FROM (UNPIVOT (SELECT ${EVERYBODY} AS a, ${OTHERS} AS b FROM P) ON a, b INTO NAME k VALUE v)`,
  'by the spread of a ROLLUP': `SELECT stddev_pop(v) AS secret FROM (SELECT ME AS k, sum(birth_year) AS v, count(*) AS n FROM P GROUP BY ROLLUP (k)) WHERE n > 100`,
  'by the spread of rows multiplied': `SELECT stddev_pop(v) AS secret FROM (SELECT i, sum(birth_year) FILTER (WHERE i = 0 OR NOT ME) AS v FROM P, range(2) AS t(i) GROUP BY i)`,
  'by the spread of a union of persons’ rows': `SELECT stddev_pop(v) AS secret FROM (SELECT k, sum(birth_year) AS v FROM (SELECT 1 AS k, person_id, birth_year FROM P UNION ALL SELECT 2, person_id, birth_year FROM P WHERE NOT ME) GROUP BY k)`,
  'by the ranks of a union of persons’ rows': `SELECT k, rank() OVER (ORDER BY n) AS secret FROM (SELECT k, count(*) AS n FROM (SELECT 1 AS k, person_id FROM P UNION ALL SELECT 2, person_id FROM P WHERE NOT ME) GROUP BY k)`,
  'by the spread of persons’ rows stored one after the other': [
    'CREATE OR REPLACE TABLE beside_persons AS SELECT 1 AS k, person_id, birth_year FROM P',
    'INSERT INTO beside_persons SELECT 2, person_id, birth_year FROM P WHERE NOT ME',
    'SELECT stddev_pop(v) AS secret FROM (SELECT k, sum(birth_year) AS v FROM beside_persons GROUP BY k)',
  ],
  'by the spread in a window': `SELECT y, var_pop(n) OVER (PARTITION BY y) AS secret FROM ${TWICE}`,
  'by a slope in a window': `SELECT y, regr_slope(n, k) OVER (PARTITION BY y) AS secret FROM ${TWICE}`,
  'by an exclusive or in a window': `SELECT y, bit_xor(n) OVER (PARTITION BY y) AS secret FROM ${TWICE}`,
  'by a median deviation in a window': `SELECT y, mad(n) OVER (PARTITION BY y) AS secret FROM ${TWICE}`,
  'by which is less': `SELECT y AS secret FROM (SELECT y, arg_min(k, n) AS w FROM ${TWICE} GROUP BY y) WHERE w = 2`,
  'by which is less, in a window': `SELECT y, arg_min(k, n) OVER (PARTITION BY y) AS secret FROM ${TWICE}`,
  'by their ranks': `SELECT y, k, dense_rank() OVER (PARTITION BY y ORDER BY n DESC) AS secret FROM ${TWICE}`,
  'by which comes first': `SELECT y, k AS secret FROM ${TWICE} QUALIFY row_number() OVER (PARTITION BY y ORDER BY n, k) = 1`,
  'by being one group': `SELECT y, n, count(*) AS secret, max(k) AS secret_k FROM ${TWICE} GROUP BY y, n`,
  'stored, by their spread': [
    `CREATE OR REPLACE TABLE beside_sums AS SELECT k, v FROM ${SUMS}`,
    'SELECT stddev_pop(v) AS secret FROM beside_sums',
  ],
  'stored one after the other, by their spread': [
    `CREATE OR REPLACE TABLE beside_more AS SELECT ${EVERYBODY} AS v FROM P`,
    'INSERT INTO beside_more SELECT sum(birth_year) FROM P WHERE NOT ME',
    'SELECT stddev_pop(v) AS secret FROM beside_more',
  ],
})

/** Two groups; the number of the one the person is in is the person’s year of birth. */
const MOST =
  '(SELECT sex AS b, count(*) AS n, max(CASE WHEN ME THEN birth_year ELSE 0 END) AS m FROM P GROUP BY 1)'

area('rows as many as a number of groups', {
  'by a range beside them': `SELECT b AS secret FROM ${MOST} AS g, range(g.m) AS t(i)`,
  'by a range beside them, counted': `SELECT b, count(*) AS secret FROM ${MOST} AS g, generate_series(1, g.m) AS t(i) GROUP BY 1`,
  'by a list beside them': `SELECT b AS secret FROM ${MOST} AS g, unnest(range(g.m)) AS t(i)`,
  'by VALUES beside them': `SELECT b, x AS secret FROM ${MOST} AS g, (VALUES (g.m)) AS v(x)`,
})

export const BESIDE_EACH_OTHER: readonly Smuggling[] = attempts

/** Of many, shown: so that the claims above can fail. */
export const HONESTLY_BESIDE: [what: string, sql: string | string[]][] = [
  [
    'a number and its share in one text',
    `SELECT sex, replace(concat(count(*), ' (', round(100.0 * count(*) FILTER (WHERE birth_year < 1960) / count(*), 1), '%)'), '.0%', '%') AS t FROM P GROUP BY 1`,
  ],
  [
    'fields of a structure',
    'SELECT s.n AS n, s.m AS m FROM (SELECT sex, struct_pack(n := count(*), m := avg(birth_year)) AS s FROM P GROUP BY 1)',
  ],
  [
    'the distance of quartiles',
    'SELECT q[3] - q[1] AS d FROM (SELECT quantile_cont(birth_year, [0.25, 0.5, 0.75]) AS q FROM P)',
  ],
  [
    'the spread and the ranks of months',
    'SELECT stddev(n) AS s, max(n) AS m FROM (SELECT birth_month, count(*) AS n FROM P GROUP BY 1)',
  ],
  [
    'ranks of months',
    'SELECT birth_month, rank() OVER (ORDER BY n DESC) AS r FROM (SELECT birth_month, count(*) AS n FROM P GROUP BY 1)',
  ],
  [
    'ranks of stored months',
    [
      'CREATE OR REPLACE TABLE beside_months AS SELECT birth_month AS b, count(*) AS n FROM P GROUP BY 1',
      'SELECT b, rank() OVER (ORDER BY n DESC) AS r FROM beside_months',
    ],
  ],
]
