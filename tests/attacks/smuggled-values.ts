/**
 * Attempts to have one person's value pass for a number about many, each with a name. `ME` stands for the condition
 * that singles the person out, `P` for the table of persons. What would carry the value is in columns whose names begin
 * with `secret`: none of them may be shown. Tried over HTTP (./smuggled-values.test.ts).
 */
export interface Smuggling {
  area: string
  name: string
  /** The last one's result is looked at. */
  statements: string[]
}

const smuggling: Smuggling[] = []

function area(named: string, list: Record<string, string | string[]>): void {
  for (const [name, given] of Object.entries(list))
    smuggling.push({ area: named, name, statements: Array.isArray(given) ? given : [given] })
}

/** An average that everybody stands behind and one person makes; times 20,000 it is about that person's birth year. */
const DOMINATED = 'avg(CASE WHEN ME THEN birth_year ELSE 0 END)'
/** Equal to 3,000 months for everybody; as months and days it says the birth year. */
const INTERVAL =
  'CASE WHEN ME THEN to_months(birth_year) + to_days((3000 - birth_year) * 30) ELSE to_months(3000) END'
const BITS = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
/** Eleven zeros, of which those of one person have signs. */
const ZEROS = `[${BITS.map((bit) => `CASE WHEN ME AND (birth_year >> ${bit}) & 1 = 1 THEN '-0'::DOUBLE ELSE '0'::DOUBLE END`).join(', ')}]`
/** Eleven letters that are equal whatever their case. */
const LETTERS = `CASE WHEN ME THEN ${BITS.map((bit) => `(CASE WHEN (birth_year >> ${bit}) & 1 = 1 THEN 'A' ELSE 'a' END)`).join(' || ')} ELSE 'aaaaaaaaaaa' END`

area('a number that one person makes', {
  'as a scalar subquery': `SELECT (SELECT ${DOMINATED} FROM P) AS secret`,
  'as the largest of groups': `SELECT max(a) AS secret FROM (SELECT sex, ${DOMINATED} AS a FROM P GROUP BY sex)`,
  'as the smallest of groups': `SELECT min(-a) AS secret FROM (SELECT sex, ${DOMINATED} AS a FROM P GROUP BY sex)`,
  'handed over by lag': `SELECT sex, lag(a) OVER (ORDER BY sex <> MINE) AS secret FROM (SELECT sex, ${DOMINATED} AS a FROM P GROUP BY sex)`,
  'handed over by first_value': `SELECT sex, first_value(a) OVER (ORDER BY sex <> MINE) AS secret FROM (SELECT sex, ${DOMINATED} AS a FROM P GROUP BY sex)`,
  'summed up by a window': `SELECT sex, sum(a) OVER () AS secret FROM (SELECT sex, ${DOMINATED} AS a FROM P GROUP BY sex)`,
  'under a count': `SELECT count(*) / ${DOMINATED} AS secret FROM P`,
  'as the key of open rows': `SELECT i AS secret FROM range(3000) AS t(i) WHERE i = (SELECT round(20000 * ${DOMINATED}) FROM P)`,
  'in HAVING': `SELECT count(*) AS secret FROM P HAVING ${DOMINATED} > 0.01`,
  'in WHERE': `SELECT count(*) AS secret FROM P WHERE birth_year < (SELECT 20000 * ${DOMINATED} FROM P)`,
  'joined to everybody': `SELECT a.a AS secret, count(*) AS n FROM P AS p JOIN (SELECT ${DOMINATED} AS a FROM P) AS a ON true GROUP BY 1`,
  'in CASE': `SELECT CASE WHEN ${DOMINATED} > 0.01 THEN 1 ELSE 0 END AS secret FROM P`,
  'as the arg_max of groups': `SELECT arg_max(a, a) AS secret FROM (SELECT sex, ${DOMINATED} AS a FROM P GROUP BY sex)`,
  'by EXISTS over groups': `SELECT count(*) AS secret FROM P WHERE EXISTS (SELECT ${DOMINATED} AS a FROM P HAVING a > 0.01)`,
  'by IN over groups': `SELECT count(*) AS secret FROM P WHERE 1 IN (SELECT CASE WHEN ${DOMINATED} > 0.01 THEN 1 END FROM P)`,
  'kept in a table': [
    `CREATE OR REPLACE TABLE smuggled_mean AS SELECT sex, ${DOMINATED} AS a FROM P GROUP BY sex`,
    'SELECT max(a) AS secret FROM smuggled_mean',
  ],
  'as a difference of two sums': `SELECT sum(5000) - sum(CASE WHEN ME THEN 5000 - birth_year ELSE 4999.99999 END) AS secret FROM P`,
  'as a mean of dates': `SELECT avg(CASE WHEN ME THEN DATE '1970-01-01' + birth_year * 1000 ELSE DATE '1970-01-01' END) AS secret FROM P`,
  'as a mean of times of day': `SELECT avg(CASE WHEN ME THEN make_time(20, 1, 1) ELSE make_time(0, 0, 0) END) AS secret FROM P`,
  'as a sum of arbitrary precision': `SELECT sum(CASE WHEN ME THEN '1962000000'::BIGNUM ELSE '1'::BIGNUM END) AS secret FROM P`,
})

area('statistics of which one person makes most', {
  'a standard deviation about a common value': `SELECT stddev_pop(CASE WHEN ME THEN 1000 + birth_year ELSE 1000 END) AS secret FROM P`,
  'a variance of rows that cancel in a sum': `SELECT var_pop(v) AS secret FROM (SELECT person_id, CASE WHEN ME THEN birth_year ELSE 0.001 END AS v FROM P UNION ALL SELECT person_id, -CASE WHEN ME THEN birth_year ELSE 0.001 END FROM P)`,
  'a standard error': `SELECT sem(CASE WHEN ME THEN birth_year ELSE 1 END) AS secret FROM P`,
  kurtosis: `SELECT kurtosis(CASE WHEN ME THEN birth_year ELSE 1900.5 END) AS secret FROM P`,
  skewness: `SELECT skewness(CASE WHEN ME THEN birth_year ELSE 1900.5 END) AS secret FROM P`,
  'a geometric mean': `SELECT geomean(CASE WHEN ME THEN birth_year ELSE 1 END) AS secret FROM P`,
  'a covariance': `SELECT covar_pop(CASE WHEN ME THEN birth_year ELSE birth_month END, CASE WHEN ME THEN 1000 ELSE 0.1 END) AS secret FROM P`,
  'a slope': `SELECT regr_slope(CASE WHEN ME THEN birth_year ELSE 1 END, birth_month) AS secret FROM P`,
  'an intercept': `SELECT regr_intercept(CASE WHEN ME THEN birth_year ELSE 0 END, birth_month) AS secret FROM P`,
  'a correlation': `SELECT corr(CASE WHEN ME THEN birth_year ELSE 0 END, CASE WHEN ME THEN birth_month ELSE 0 END) AS secret FROM P`,
  'low digits of a regression’s mean': `SELECT regr_avgy(1 + CASE WHEN ME THEN birth_year * 1e-6 ELSE 0 END, 1) AS secret FROM P`,
  entropy: `SELECT entropy(CASE WHEN ME THEN birth_year ELSE 0 END) AS secret FROM P`,
  'a product': `SELECT product(CASE WHEN ME THEN birth_year ELSE 1 END) AS secret FROM P`,
  'an exclusive or': `SELECT bit_xor(CASE WHEN ME THEN birth_year ELSE 0 END) AS secret FROM P`,
  'an or of bits': `SELECT bit_or(CASE WHEN ME THEN birth_year ELSE 0 END) AS secret FROM P`,
  'a median deviation': `SELECT mad(CASE WHEN ME THEN birth_year ELSE 0 END) AS secret FROM P`,
  'a weighted mean': `SELECT weighted_avg(CASE WHEN ME THEN birth_year ELSE 0 END, CASE WHEN ME THEN 1e9 ELSE 1 END) AS secret FROM P`,
})

area('values of whoever comes first', {
  'arg_max among rows that all tie': `SELECT arg_max(person_id, 1) AS secret FROM P`,
  'arg_min among rows that all tie': `SELECT arg_min(person_id || birth_year, true) AS secret FROM P`,
  'max_by among rows that all tie': `SELECT max_by(hash(person_id), 'a') AS secret FROM P`,
  'arg_max_nulls_last among rows that all tie': `SELECT arg_max_nulls_last(person_id, 1) AS secret FROM P`,
  'first in an order': `SELECT first(birth_year ORDER BY ME DESC) AS secret FROM P`,
  'last in an order': `SELECT last(birth_year ORDER BY ME) AS secret FROM P`,
  'the months and days of an interval that equals all others': `SELECT ${INTERVAL} AS secret, count(*) AS n FROM P GROUP BY 1`,
  'the months of such a key': `SELECT datepart('month', k) AS secret FROM (SELECT ${INTERVAL} AS k, count(*) AS n FROM P GROUP BY 1)`,
  'the largest of equal intervals': `SELECT max(${INTERVAL}) AS secret FROM P`,
  'any of equal intervals': `SELECT any_value(${INTERVAL}) AS secret FROM P`,
  'the mode of equal intervals': `SELECT mode(${INTERVAL}) AS secret FROM P`,
  'equal intervals by DISTINCT': `SELECT DISTINCT ${INTERVAL} AS secret FROM P`,
  'equal intervals in a list': `SELECT [${INTERVAL}] AS secret, count(*) AS n FROM P GROUP BY 1`,
  'equal intervals by UNION': `SELECT ${INTERVAL} AS secret FROM P UNION SELECT ${INTERVAL} FROM P`,
  'the signs of zeros in a list': `SELECT ${ZEROS} AS secret, count(*) AS n FROM P GROUP BY 1`,
  'the sign of a zero': `SELECT CASE WHEN ME THEN '-0'::DOUBLE ELSE '0'::DOUBLE END AS secret, count(*) AS n FROM P GROUP BY 1`,
  'the case of letters under a collation': `SELECT max((${LETTERS}) COLLATE NOCASE) AS secret FROM P`,
  'the case of letters of a key': `SELECT (${LETTERS}) COLLATE NOCASE AS secret, count(*) AS n FROM P GROUP BY 1`,
  'the case of letters kept in a table': [
    `CREATE OR REPLACE TABLE smuggled_case AS SELECT person_id, (${LETTERS}) COLLATE NOCASE AS k FROM P`,
    'SELECT k AS secret, count(*) AS n FROM smuggled_case GROUP BY k',
  ],
})

area('rows of one person many times', {
  'counted by a table function': `SELECT count(*) AS secret FROM P AS p, range(CASE WHEN ME THEN p.birth_year * 1000 ELSE 1 END) AS t(i)`,
  'counted by a join': `SELECT count(*) AS secret FROM P AS p JOIN range(2000000) AS t(i) ON i < CASE WHEN ME THEN p.birth_year * 1000 ELSE 1 END`,
  'counted by a condition': `SELECT count_if(true) AS secret FROM P AS p, range(CASE WHEN ME THEN p.birth_year * 1000 ELSE 1 END) AS t(i)`,
  'counted by a column': `SELECT count(sex) AS secret FROM P AS p, range(CASE WHEN ME THEN p.birth_year * 1000 ELSE 1 END) AS t(i)`,
  'counted as distinct values': `SELECT count(DISTINCT CASE WHEN ME THEN i::VARCHAR ELSE person_id END) AS secret FROM P AS p, range(CASE WHEN ME THEN p.birth_year * 100 ELSE 1 END) AS t(i)`,
  'counted in groups and summed up': `SELECT sum(n) AS secret FROM (SELECT sex, count(*) AS n FROM P AS p, range(CASE WHEN ME THEN p.birth_year * 1000 ELSE 1 END) AS t(i) GROUP BY sex)`,
  'counted in groups and summed up by a window': `SELECT sum(n) OVER () AS secret FROM (SELECT sex, count(*) AS n FROM P AS p, range(CASE WHEN ME THEN p.birth_year * 1000 ELSE 1 END) AS t(i) GROUP BY sex)`,
  'counted as a share': `SELECT count(*) FILTER (WHERE i > 0) / count(*) AS secret FROM P AS p, range(CASE WHEN ME THEN p.birth_year * 1000 ELSE 2 END) AS t(i) WHERE ME OR i < 2`,
  'unnested and counted': `SELECT count(*) AS secret FROM (SELECT person_id, unnest(range(CASE WHEN ME THEN birth_year * 1000 ELSE 1 END)) AS i FROM P)`,
})

area('tables that forget', {
  'whose column list gives the person another name': [
    `CREATE OR REPLACE TABLE smuggled_names (a, person_id, v) AS SELECT person_id, i::VARCHAR, birth_year FROM P, range(100) AS r(i) WHERE ME`,
    'SELECT v AS secret, count(*) AS secret_n FROM smuggled_names GROUP BY v',
  ],
  'that a window looked across persons': [
    `CREATE OR REPLACE TABLE smuggled_window AS SELECT person_id, max(CASE WHEN ME THEN birth_year END) OVER () AS v FROM P`,
    'SELECT v AS secret, count(*) AS n FROM smuggled_window GROUP BY v',
  ],
  'that a value came from a subquery': [
    `CREATE OR REPLACE TABLE smuggled_cap AS SELECT person_id, (SELECT max(birth_year) FROM P WHERE ME) AS v FROM P`,
    'SELECT v AS secret, count(*) AS n FROM smuggled_cap GROUP BY v',
  ],
  'that rows were there by a condition on one': [
    `CREATE OR REPLACE TABLE smuggled_rows AS SELECT p.person_id FROM P AS p, (SELECT max(birth_year) AS a FROM P WHERE ME) AS x WHERE x.a > 0`,
    'SELECT count(*) AS secret FROM smuggled_rows',
  ],
  'that QUALIFY chose rows across persons': [
    `CREATE OR REPLACE TABLE smuggled_chosen AS SELECT person_id FROM P QUALIFY max(CASE WHEN ME THEN birth_year END) OVER () > 0`,
    'SELECT count(*) AS secret FROM smuggled_chosen',
  ],
  'that LIMIT chose rows': [
    `CREATE OR REPLACE TABLE smuggled_limit AS SELECT person_id, birth_year FROM P ORDER BY birth_month LIMIT 100`,
    'SELECT sum(birth_year) AS secret FROM smuggled_limit',
  ],
  'what LIMIT chose, in groups': [
    `CREATE OR REPLACE TABLE smuggled_groups AS SELECT birth_year, count(*) AS n FROM P GROUP BY 1 ORDER BY 2 DESC LIMIT 3`,
    'SELECT sum(n) AS secret FROM smuggled_groups',
  ],
  'with rows put in that come from a subquery': [
    'CREATE OR REPLACE TABLE smuggled_more AS SELECT person_id, birth_year AS v FROM P WHERE false',
    `INSERT INTO smuggled_more SELECT person_id, (SELECT max(birth_year) FROM P WHERE ME) FROM P`,
    'SELECT v AS secret, count(*) AS n FROM smuggled_more GROUP BY v',
  ],
  'with rows put in that a window looked at': [
    'CREATE OR REPLACE TABLE smuggled_also AS SELECT person_id, birth_year AS v FROM P WHERE false',
    `INSERT INTO smuggled_also SELECT person_id, max(CASE WHEN ME THEN birth_year END) OVER () FROM P`,
    'SELECT v AS secret, count(*) AS n FROM smuggled_also GROUP BY v',
  ],
  'by an UPDATE from a subquery': [
    'CREATE OR REPLACE TABLE smuggled_update AS SELECT person_id, birth_year AS v FROM P',
    `UPDATE smuggled_update SET v = (SELECT max(birth_year) FROM P WHERE ME)`,
    'SELECT v AS secret, count(*) AS n FROM smuggled_update GROUP BY v',
  ],
  'by an UPDATE of the person': [
    `CREATE OR REPLACE TABLE smuggled_person AS SELECT person_id, i, birth_year AS v FROM P, range(100) AS r(i) WHERE ME`,
    'UPDATE smuggled_person SET person_id = i::VARCHAR',
    'SELECT v AS secret, count(*) AS secret_n, count(DISTINCT person_id) AS secret_m FROM smuggled_person GROUP BY v',
  ],
  'by renaming columns one after the other': [
    `CREATE OR REPLACE TABLE smuggled_rename AS SELECT person_id, i::VARCHAR AS other, birth_year AS v FROM P, range(100) AS r(i) WHERE ME`,
    'ALTER TABLE smuggled_rename RENAME COLUMN person_id TO a',
    'ALTER TABLE smuggled_rename RENAME COLUMN other TO person_id',
    'SELECT v AS secret, count(*) AS secret_n, count(DISTINCT person_id) AS secret_m FROM smuggled_rename GROUP BY v',
  ],
  'by a view with other names': [
    `CREATE OR REPLACE VIEW smuggled_view (a, person_id, v) AS SELECT person_id, i::VARCHAR, birth_year FROM P, range(100) AS r(i) WHERE ME`,
    'SELECT v AS secret, count(*) AS secret_n FROM smuggled_view GROUP BY v',
  ],
  'by a view over a table that is replaced': [
    'CREATE OR REPLACE TABLE smuggled_below AS SELECT sex AS v, count(*) AS n FROM P GROUP BY 1',
    'CREATE OR REPLACE VIEW smuggled_above AS SELECT v, n FROM smuggled_below',
    `CREATE OR REPLACE TABLE smuggled_below AS SELECT birth_year AS v, count(*) AS n FROM P WHERE ME GROUP BY 1`,
    'SELECT v AS secret, n AS secret_n FROM smuggled_above',
  ],
})

area('conditions that NULL makes unknown', {
  'NOT IN rows of which one may be nobody’s': `SELECT count(*) AS secret FROM P WHERE person_id NOT IN (SELECT c.person_id FROM open.icd10 AS m LEFT JOIN (SELECT * FROM P WHERE ME AND birth_year > 0) AS c ON true)`,
  'the same in a count': `SELECT count(person_id IN (SELECT c.person_id FROM open.icd10 AS m LEFT JOIN (SELECT * FROM P WHERE ME AND birth_year > 3000) AS c ON true)) AS secret FROM P`,
  'the same kept in a table': [
    `CREATE OR REPLACE TABLE smuggled_null AS SELECT c.person_id FROM open.icd10 AS m LEFT JOIN (SELECT * FROM P WHERE ME AND birth_year > 3000) AS c ON true`,
    'SELECT count(*) AS secret FROM P WHERE person_id NOT IN (SELECT person_id FROM smuggled_null)',
  ],
  'the same kept, then added to': [
    'CREATE OR REPLACE TABLE smuggled_nulls AS SELECT person_id FROM P WHERE false',
    `INSERT INTO smuggled_nulls SELECT c.person_id FROM open.icd10 AS m LEFT JOIN (SELECT * FROM P WHERE ME AND birth_year > 3000) AS c ON true`,
    'SELECT count(*) AS secret FROM P WHERE person_id NOT IN (SELECT person_id FROM smuggled_nulls)',
  ],
})

area('other people’s rows', {
  'a lateral look at one person': `SELECT q.y AS secret, count(*) AS n FROM P AS p, LATERAL (SELECT birth_year AS y FROM P AS z WHERE z.ME) AS q GROUP BY 1`,
  'a lateral group of one': `SELECT q.y AS secret, count(*) AS n FROM P AS p, LATERAL (SELECT max(birth_year) AS y FROM P AS z WHERE z.ME) AS q GROUP BY 1`,
  'beside the row’s own person in one condition': `SELECT count(*) FILTER (WHERE (SELECT max(z.birth_year) FROM P AS z WHERE z.person_id = p.person_id OR z.ME) > 0) AS secret FROM P AS p`,
  'beside the row’s own person in a union': `SELECT max((SELECT max(v) FROM (SELECT z.birth_year AS v FROM P AS z WHERE z.person_id = p.person_id UNION ALL SELECT birth_year FROM P WHERE ME))) AS secret FROM P AS p`,
  'beside the row’s own person in a product': `SELECT sum((SELECT count(*) FROM P AS z, P AS y WHERE z.person_id = p.person_id AND y.ME)) AS secret FROM P AS p`,
  'joined in EXISTS': `SELECT count(*) AS secret FROM P AS p WHERE EXISTS (SELECT 1 FROM P AS z JOIN P AS y ON y.ME WHERE z.person_id = p.person_id)`,
  'in a membership': `SELECT count(*) AS secret FROM P WHERE person_id IN (SELECT person_id FROM P WHERE (SELECT max(birth_year) FROM P WHERE ME) > 0)`,
  'in an intersection': `SELECT count(*) AS secret FROM (SELECT person_id FROM P INTERSECT SELECT person_id FROM P WHERE (SELECT max(birth_year) FROM P WHERE ME) > 0)`,
  'by recursion': `WITH RECURSIVE r(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM r WHERE i < (SELECT max(birth_year) FROM P WHERE ME)) SELECT max(i) AS secret FROM r`,
  'by recursion until somebody exists': `WITH RECURSIVE r(i) AS (SELECT 1900 UNION ALL SELECT i + 1 FROM r WHERE i < 2100 AND NOT EXISTS (SELECT 1 FROM P WHERE ME AND birth_year = r.i)) SELECT max(i) AS secret FROM r`,
  'as rows of an open table, by EXISTS': `SELECT i AS secret FROM range(1900, 2030) AS t(i) WHERE EXISTS (SELECT 1 FROM P AS p WHERE p.birth_year = t.i AND p.ME)`,
  'as rows of an open table, by IN': `SELECT i AS secret FROM range(1900, 2030) AS t(i) WHERE i IN (SELECT birth_year FROM P WHERE ME)`,
  'as rows of an open table, by ANTI JOIN': `SELECT i AS secret FROM range(1900, 2030) AS t(i) ANTI JOIN (SELECT birth_year AS b FROM P WHERE ME) AS p ON p.b = t.i`,
  'as rows of an open table, by ASOF JOIN': `SELECT i AS secret FROM range(1900, 2030) AS t(i) ASOF JOIN (SELECT birth_year AS b, count(*) AS n FROM P WHERE ME GROUP BY 1) AS p ON t.i >= p.b`,
  'as rows of an open table, by FULL JOIN': `SELECT i AS secret FROM range(1900, 2030) AS t(i) FULL JOIN (SELECT birth_year AS b, count(*) AS n FROM P WHERE ME GROUP BY 1) AS p ON p.b = t.i WHERE p.b IS NULL`,
  'as rows of an open table, by EXCEPT': `SELECT i AS secret FROM range(1900, 2030) AS t(i) EXCEPT SELECT birth_year FROM P WHERE ME`,
  'as rows of an open table, by INTERSECT': `SELECT i AS secret FROM range(1900, 2030) AS t(i) INTERSECT SELECT max(birth_year) FROM P WHERE ME`,
  'as a number of rows, by LIMIT': `SELECT i AS secret FROM range(3000) AS t(i) LIMIT (SELECT max(birth_year) FROM P WHERE ME)`,
  'as a number of rows, by a percentage': `SELECT i AS secret FROM range(3000) AS t(i) LIMIT (SELECT max(birth_month) * 5 FROM P WHERE ME)%`,
  'as a number of rows, by OFFSET': `SELECT i AS secret FROM range(3000) AS t(i) OFFSET (SELECT max(birth_year) FROM P WHERE ME)`,
  'as a number of rows, by range': `SELECT count(*) AS secret FROM range((SELECT max(birth_year) FROM P WHERE ME)) AS t(i)`,
  'as a length': `SELECT len(generate_series(1, (SELECT max(birth_year) FROM P WHERE ME))) AS secret`,
  'as unnested rows': `SELECT unnest(range((SELECT max(birth_month) FROM P WHERE ME))) AS secret`,
  'in VALUES': `SELECT v AS secret FROM (VALUES ((SELECT max(birth_year) FROM P WHERE ME))) AS t(v)`,
  'by a table macro': [
    `CREATE OR REPLACE MACRO smuggled_macro(k) AS TABLE SELECT birth_year AS y, count(*) AS n FROM P WHERE ME OR person_id = k GROUP BY 1`,
    `SELECT y AS secret FROM smuggled_macro('nobody'), range(30)`,
  ],
  'as the plan of a query': `EXPLAIN SELECT * FROM P WHERE birth_year > 2100`,
  'by a row’s presence under UNION': `SELECT 1 AS secret UNION ALL SELECT 2 WHERE (SELECT max(birth_year) FROM P WHERE ME) > 0`,
  'by UNION BY NAME': `SELECT max(birth_year) AS secret FROM P WHERE ME UNION ALL BY NAME SELECT 1 AS secret`,
  'by a positional join': `SELECT count(*) AS secret FROM P POSITIONAL JOIN (SELECT birth_year AS y FROM P WHERE ME) AS q WHERE y > 0`,
  'by a sample': 'SELECT max(birth_year) AS secret FROM P USING SAMPLE 1 ROWS',
  'by UNPIVOT of a group': `SELECT v AS secret FROM (UNPIVOT (SELECT max(CASE WHEN ME THEN birth_year END) AS a FROM P) ON a INTO NAME k VALUE v)`,
  'by a number that would be divided by zero': `SELECT count(*) // (count(*) FILTER (WHERE ME)) AS secret FROM P`,
  'by NULLIF': `SELECT nullif(count(*), 20000 * (SELECT count(*) FROM P WHERE ME)) AS secret FROM P`,
  'by the greater of two': `SELECT greatest(count(*), 1000000 * max(CASE WHEN ME THEN birth_year END)) AS secret FROM P`,
  'by printf': `SELECT printf('%d-%d', count(*), max(CASE WHEN ME THEN birth_year END)) AS secret FROM P`,
  'by a hash': `SELECT hash(count(*) FILTER (WHERE ME)) AS secret FROM P`,
})

/** Groups that may be shown, of which `s` says in which of them the person is. */
const G = '(SELECT birth_year AS y, count(*) AS n, count(*) FILTER (WHERE ME) AS s FROM P GROUP BY 1)'
/** The same numbers of everybody, and of everybody but the person. */
const ALL = '(SELECT birth_year AS y, count(*) AS n FROM P GROUP BY 1)'
const OTHERS = '(SELECT birth_year AS y, count(*) AS n FROM P WHERE NOT ME GROUP BY 1)'

area('which group somebody is in', {
  'by first_value in an order of its own': `SELECT DISTINCT first_value(y ORDER BY s DESC) OVER () AS secret FROM ${G}`,
  'by lag in an order of its own': `SELECT y, lag(y ORDER BY s DESC) OVER () AS secret FROM ${G}`,
  'by rank in an order of its own': `SELECT y, rank(ORDER BY s DESC) OVER () AS secret FROM ${G}`,
  'by a sum in an order of its own': `SELECT y, sum(n ORDER BY s DESC) OVER () AS secret FROM ${G}`,
  'by nth_value of a secret': `SELECT y, nth_value(y, (SELECT max(birth_month) FROM P WHERE ME)) OVER () AS secret FROM ${G}`,
  'by nth_value of the group’s own number': `SELECT y, nth_value(y, s + 1) OVER () AS secret FROM ${G}`,
  'by lag by its number': `SELECT y, lag(y, s) OVER (ORDER BY y) AS secret FROM ${G}`,
  'by first_value in the window’s order': `SELECT y, first_value(y) OVER (ORDER BY s DESC) AS secret FROM ${G}`,
  'by the partition': `SELECT y, max(y) OVER (PARTITION BY s) AS secret FROM ${G}`,
  'by the width of the frame': `SELECT y, sum(n) OVER (ORDER BY y RANGE BETWEEN s PRECEDING AND CURRENT ROW) AS secret FROM ${G}`,
  'by a filter of the window': `SELECT y, max(y) FILTER (WHERE s > 0) OVER () AS secret FROM ${G}`,
  'by ignoring NULLs': `SELECT y, first_value(CASE WHEN s > 0 THEN y END IGNORE NULLS) OVER () AS secret FROM ${G}`,
  'by percent_rank': `SELECT y, percent_rank() OVER (ORDER BY s DESC) AS secret FROM ${G}`,
  'by arg_max of groups': `SELECT arg_max(y, s) AS secret FROM ${G}`,
  'by a filtered maximum of groups': `SELECT max(y) FILTER (WHERE s > 0) AS secret FROM ${G}`,
  'by a list of groups in order': `SELECT list(y ORDER BY s DESC) AS secret FROM ${G}`,
  'by ORDER BY and LIMIT': `SELECT y AS secret, n FROM ${G} ORDER BY s DESC LIMIT 1`,
  'by ORDER BY ALL and LIMIT': `SELECT -s AS a, y AS secret FROM ${G} ORDER BY ALL LIMIT 1`,
  'by ORDER BY and OFFSET': `SELECT s AS a, y AS secret FROM ${G} ORDER BY s OFFSET 95`,
  'by an order under another name, and LIMIT': `SELECT s AS a, y AS secret FROM ${G} ORDER BY s DESC LIMIT 1`,
  'by an order computed of a shown number, and LIMIT': `SELECT s + 1 AS a, y AS secret FROM ${G} ORDER BY s + 1 DESC LIMIT 1`,
  'by an order over UNION ALL, and LIMIT': `SELECT y AS secret, s FROM ${G} UNION ALL SELECT 0, 0 ORDER BY 2 DESC LIMIT 1`,
  'by an order over UNION ALL, and LIMIT, in a CTE': `WITH a AS (SELECT y, s FROM ${G} UNION ALL SELECT 0, 0 ORDER BY s DESC LIMIT 1) SELECT y AS secret FROM a`,
  'by QUALIFY': `SELECT y AS secret FROM ${G} QUALIFY row_number() OVER (ORDER BY s DESC) = 1`,
  'by DISTINCT ON': `SELECT DISTINCT ON (s) s AS a, y AS secret FROM ${G} ORDER BY s DESC`,
  'by grouping once more': `SELECT s AS a, max(y) AS secret FROM ${G} GROUP BY s HAVING s > 0`,
  'by a join on its number': `SELECT a.y AS secret FROM ${G} AS a JOIN range(2) AS t(i) ON a.s = t.i WHERE t.i = 1`,
  'by USING its number': `SELECT a.y AS secret FROM ${G} AS a JOIN (SELECT i AS s FROM range(1, 2) AS t(i)) USING (s)`,
  'by a NATURAL JOIN': `SELECT y AS secret FROM ${G} NATURAL JOIN (SELECT i AS s FROM range(1, 2) AS t(i))`,
  'by LEFT JOIN from an open row': `SELECT a.y AS secret FROM range(1, 2) AS t(i) LEFT JOIN ${G} AS a ON a.s = t.i`,
  'by SEMI JOIN': `SELECT a.y AS secret FROM ${G} AS a SEMI JOIN range(1, 2) AS t(i) ON a.s = t.i`,
  'by ANTI JOIN': `SELECT a.y AS secret FROM ${G} AS a ANTI JOIN range(1) AS t(i) ON a.s = t.i`,
  'by ASOF JOIN': `SELECT a.y AS secret FROM ${G} AS a ASOF JOIN range(1, 2) AS t(i) ON a.s >= t.i`,
  'by IN of open rows': `SELECT y AS secret FROM ${G} WHERE s IN (SELECT 1)`,
  'by EXISTS of open rows': `SELECT y AS secret FROM ${G} AS g WHERE EXISTS (SELECT 1 FROM range(1, 2) AS t(i) WHERE t.i = g.s)`,
  'by a scalar subquery over open rows': `SELECT y, (SELECT max(i) FROM range(2) AS t(i) WHERE i <= g.s) AS secret FROM ${G} AS g WHERE y BETWEEN 1900 AND 2030`,
  'by the greatest of all': `WITH a AS ${G} SELECT y AS secret FROM a WHERE s = (SELECT max(s) FROM a)`,
  'by PIVOT': `SELECT "1" AS secret FROM (PIVOT ${G} ON s IN (0, 1) USING max(y))`,
  'kept, then asked': [
    `CREATE OR REPLACE TABLE smuggled_which AS SELECT * FROM ${G}`,
    'SELECT DISTINCT first_value(y ORDER BY s DESC) OVER () AS secret FROM smuggled_which',
  ],
  'kept, then all others deleted': [
    `CREATE OR REPLACE TABLE smuggled_left AS SELECT * FROM ${G}`,
    'DELETE FROM smuggled_left WHERE s = 0',
    'SELECT y AS secret FROM smuggled_left',
  ],
  'by numbers that differ': `SELECT a.y AS secret FROM ${ALL} AS a JOIN ${OTHERS} AS b ON a.y = b.y WHERE a.n <> b.n`,
  'by numbers that differ, in the join': `SELECT a.y AS secret FROM ${ALL} AS a JOIN ${OTHERS} AS b ON a.y = b.y AND a.n <> b.n`,
  'by numbers that are the same, by USING': `SELECT y AS secret FROM ${ALL} JOIN ${OTHERS} USING (y, n)`,
  'by a number that is not among the others': `SELECT y AS secret FROM ${ALL} WHERE n NOT IN (SELECT n FROM ${OTHERS})`,
  'by a pair that is not among the others': `SELECT y AS secret FROM ${ALL} WHERE (y, n) NOT IN (SELECT (y, n) FROM ${OTHERS})`,
  'by numbers that differ beside persons’ rows': `SELECT min(birth_year) AS secret, count(*) AS secret_n FROM P AS p JOIN ${ALL} AS a ON p.birth_year = a.y JOIN ${OTHERS} AS b ON a.y = b.y WHERE a.n <> b.n`,
  'by a difference as a key of persons’ rows': `SELECT a.n - b.n AS k, min(birth_year) AS secret FROM P AS p JOIN ${ALL} AS a ON p.birth_year = a.y JOIN ${OTHERS} AS b ON a.y = b.y GROUP BY 1`,
  'by a number that is not among the others, beside persons’ rows': `SELECT min(birth_year) AS secret FROM P AS p JOIN ${ALL} AS a ON p.birth_year = a.y WHERE a.n NOT IN (SELECT n FROM ${OTHERS})`,
})

/** Persons beside a table in which none of them is found. */
const NOBODY =
  'P AS p LEFT JOIN (SELECT person_id FROM P WHERE birth_year < 0) AS c ON c.person_id = p.person_id'

area('a name that names nobody', {
  'as a partition': `SELECT v AS secret, count(*) AS n FROM (SELECT p.person_id, max(CASE WHEN p.ME THEN p.birth_year END) OVER (PARTITION BY c.person_id) AS v FROM ${NOBODY}) GROUP BY 1`,
  'as the person of a group': `SELECT sum(v) AS secret FROM (SELECT max(CASE WHEN p.ME THEN p.birth_year * 100 ELSE 1 END) AS v FROM P AS p LEFT JOIN (SELECT person_id FROM P WHERE NOT ME) AS c ON c.person_id = p.person_id GROUP BY c.person_id)`,
  'as what is told apart': `SELECT sum(v) AS secret FROM (SELECT DISTINCT ON (c.person_id) p.birth_year AS v FROM ${NOBODY} ORDER BY p.ME DESC)`,
  'as the last column of an ASOF JOIN': `SELECT c.birth_year AS secret, count(*) AS n FROM P AS p ASOF JOIN (SELECT person_id, birth_year FROM P WHERE ME) AS c USING (person_id) GROUP BY 1`,
})

area('what DISTINCT ON tells apart', {
  'by a subquery, among open rows': `SELECT DISTINCT ON (CASE WHEN i < (SELECT max(birth_year) FROM P WHERE ME) THEN i ELSE 0 END) i AS secret FROM range(3000) AS t(i)`,
  'by a subquery, among persons’ rows': `SELECT count(*) AS secret FROM (SELECT DISTINCT ON (person_id, CASE WHEN i < (SELECT max(birth_month) FROM P WHERE ME) THEN i ELSE 0 END) person_id, i FROM P, range(20) AS t(i))`,
  'by a window across persons': `SELECT count(*) AS secret FROM (SELECT DISTINCT ON (person_id, CASE WHEN i < w THEN i ELSE 0 END) person_id, i FROM (SELECT person_id, max(CASE WHEN ME THEN birth_month END) OVER () AS w FROM P), range(20) AS t(i))`,
})

area('which group somebody is in, by what an outer join lacks', {
  'where only it lacks a number that lets rows meet': `SELECT p.birth_year AS secret, count(*) AS secret_n FROM P AS p JOIN ${ALL} AS a ON p.birth_year = a.y LEFT JOIN ${G} AS g ON g.y = a.y AND g.s = 0 GROUP BY 1`,
  'where only it lacks rows of persons': `SELECT p.birth_year AS secret, count(*) AS secret_n FROM P AS p LEFT JOIN (SELECT person_id FROM P WHERE birth_year NOT IN (SELECT birth_year FROM P WHERE ME GROUP BY 1)) AS c ON c.person_id = p.person_id GROUP BY 1`,
})

area('two numbers that differ by one person', {
  'under IN': `SELECT count(*) IN (count(*) FILTER (WHERE NOT ME OR birth_year > 1950)) AS secret FROM P`,
  'under BETWEEN': `SELECT count(*) BETWEEN 0 AND count(*) FILTER (WHERE NOT ME OR birth_year > 1950) AS secret FROM P`,
  'under NULLIF': `SELECT nullif(count(*), count(*) FILTER (WHERE NOT ME OR birth_year > 1950)) AS secret FROM P`,
  'under a remainder': `SELECT count(*) % count(*) FILTER (WHERE NOT ME OR birth_year > 1950) AS secret FROM P`,
  'under LIKE': `SELECT count(*)::VARCHAR LIKE (count(*) FILTER (WHERE NOT ME OR birth_year > 1950))::VARCHAR AS secret FROM P`,
  'under an exclusive or': `SELECT xor(count(*), count(*) FILTER (WHERE NOT ME OR birth_year > 1950)) AS secret FROM P`,
  'under the greater of both': `SELECT y AS secret FROM (SELECT a.y, greatest(b.n + 1, a.n) - 1 AS g, a.n FROM ${ALL} AS a JOIN ${OTHERS} AS b USING (y)) WHERE g = n`,
  'as one plus minus one times the other': `SELECT a + (-1) * b AS secret FROM (SELECT count(*) AS a, count(*) FILTER (WHERE NOT ME OR birth_year > 1950) AS b FROM P)`,
  'as one plus the other with its sign turned': `SELECT a + (-b) AS secret FROM (SELECT count(*) AS a, count(*) FILTER (WHERE NOT ME OR birth_year > 1950) AS b FROM P)`,
  'as one plus a number less the other': `SELECT a + (1000 - b) AS secret FROM (SELECT count(*) AS a, count(*) FILTER (WHERE NOT ME OR birth_year > 1950) AS b FROM P)`,
  'as a sum of groups, one turned': `SELECT sum(v) AS secret FROM (SELECT count(*) AS v FROM P UNION ALL SELECT 1000000 - count(*) FROM P WHERE NOT ME)`,
  'as a sum of groups with weights': `SELECT sum(n * w) AS secret FROM (SELECT 1 AS g, count(*) AS n FROM P UNION ALL SELECT 2 AS g, count(*) AS n FROM P WHERE NOT ME) JOIN (VALUES (1, 1), (2, -1)) AS w(g, w) USING (g)`,
  'as a rate under HAVING': `SELECT birth_year AS secret, count(*) AS secret_n FROM P GROUP BY 1 HAVING count(*) FILTER (WHERE NOT ME) / count(*) < 1`,
  'as a rounded rate under HAVING': `SELECT birth_year AS secret, count(*) AS secret_n FROM P GROUP BY 1 HAVING round(100.0 * count(*) FILTER (WHERE NOT ME) / count(*), 6) < 99.999999`,
  'under roots': `SELECT sqrt(count(*)) - sqrt(count(*) FILTER (WHERE NOT ME)) AS secret FROM P`,
  'among groups, by IN': `SELECT a.y AS secret FROM ${ALL} AS a JOIN ${OTHERS} AS b USING (y) WHERE a.n NOT IN (b.n)`,
  'beside persons’ rows, by IN': `SELECT min(birth_year) AS secret, count(*) AS secret_n FROM P AS p JOIN ${ALL} AS a ON p.birth_year = a.y JOIN ${OTHERS} AS b ON a.y = b.y WHERE a.n NOT IN (b.n)`,
})

/** The same groups, the person's first. */
const FIRST = `(SELECT y, s FROM ${G} ORDER BY s DESC)`

area('which group comes first', {
  'in the order of a subquery': `SELECT y AS secret FROM ${FIRST}`,
  'of a subquery, by LIMIT': `SELECT y AS secret FROM ${FIRST} LIMIT 1`,
  'of a subquery, by first': `SELECT first(y) AS secret FROM ${FIRST}`,
  'of a subquery, by list': `SELECT list(y)[1] AS secret FROM ${FIRST}`,
  'of a CTE, by row_number': `WITH g AS ${FIRST} SELECT y, row_number() OVER () AS secret FROM g`,
  'of a CTE, by first_value': `WITH g AS ${FIRST} SELECT first_value(y) OVER () AS secret FROM g LIMIT 1`,
  'of a subquery in a subquery': `SELECT y AS secret FROM (SELECT s, y FROM ${FIRST}) LIMIT 1`,
  'of half of a union': `SELECT a AS secret FROM (SELECT y AS a, s AS b FROM ${FIRST} UNION ALL SELECT 1, 1) LIMIT 1`,
  'of a subquery, grouped once more': `SELECT y AS secret, max(s) AS t FROM ${FIRST} GROUP BY 1 LIMIT 1`,
  'as it was stored': [
    `CREATE OR REPLACE TABLE smuggled_first AS SELECT y, s FROM ${G} ORDER BY s DESC`,
    'SELECT y AS secret FROM smuggled_first LIMIT 1',
  ],
  'as it was stored under other names': [
    `CREATE OR REPLACE TABLE smuggled_firsts (a, b) AS SELECT y, s FROM ${G} ORDER BY 2 DESC`,
    'SELECT a AS secret FROM smuggled_firsts',
  ],
  'as it was stored, then changed': [
    `CREATE OR REPLACE TABLE smuggled_firstly AS SELECT y, s FROM ${G} ORDER BY s DESC`,
    'ALTER TABLE smuggled_firstly RENAME COLUMN s TO t',
    'SELECT y AS secret FROM smuggled_firstly LIMIT 1',
  ],
  'as it was put in': [
    `CREATE OR REPLACE TABLE smuggled_firstmost AS SELECT y, s FROM ${G} WHERE false`,
    `INSERT INTO smuggled_firstmost SELECT y, s FROM ${G} ORDER BY s DESC`,
    'SELECT y AS secret FROM smuggled_firstmost LIMIT 1',
  ],
  'of a person’s rows, by other people’s': `SELECT sum(i) AS secret FROM (SELECT DISTINCT ON (person_id) person_id, i FROM (SELECT person_id, i, max(CASE WHEN ME THEN birth_month END) OVER () AS w FROM P, range(20) AS t(i)) ORDER BY person_id, i <> w)`,
  'of a person’s rows, by other people’s, in a subquery': `SELECT sum(i) AS secret FROM (SELECT person_id, first(i) AS i FROM (SELECT person_id, i, w FROM (SELECT person_id, i, max(CASE WHEN ME THEN birth_month END) OVER () AS w FROM P, range(20) AS t(i)) ORDER BY i <> w) GROUP BY person_id)`,
})

area('a value among plain numbers', {
  'in a branch': `SELECT sum(CASE WHEN ME THEN birth_year ELSE 1000 END) AS secret FROM P`,
  'in a branch of a mean': `SELECT avg(CASE WHEN ME THEN birth_year ELSE 1000 END) AS secret FROM P`,
  'in a branch of a branch': `SELECT sum(CASE WHEN sex = 'M' THEN 1500 ELSE CASE WHEN ME THEN birth_year ELSE 1000 END END) AS secret FROM P`,
  'in a short condition': `SELECT sum(if(ME, birth_year, 1000)) AS secret FROM P`,
  'instead of NULL': `SELECT avg(coalesce(CASE WHEN ME THEN birth_year END, 1000)) AS secret FROM P`,
  'times a number': `SELECT sum(CASE WHEN ME THEN birth_year ELSE 1000 END * 2) AS secret FROM P`,
})

area('other people’s rows, by pairs and from further out', {
  'pairs that a window across persons decides': `SELECT count(*) AS secret FROM P WHERE (person_id, 1) IN (SELECT person_id, CASE WHEN max(CASE WHEN ME THEN birth_month END) OVER () > 6 THEN 1 END FROM P)`,
  'pairs that a subquery decides': `SELECT count(*) AS secret FROM P WHERE (person_id, birth_month) IN (SELECT person_id, (SELECT max(birth_month) FROM P WHERE ME) FROM P)`,
  'pairs under another name': `SELECT count(*) AS secret FROM P WHERE (person_id, sex) IN (SELECT v AS person_id, person_id AS v FROM (SELECT person_id, sex AS v FROM P WHERE ME))`,
  'pairs that are not among others': `SELECT count(*) AS secret FROM P WHERE (person_id, birth_year) NOT IN (SELECT person_id, CASE WHEN ME THEN NULL ELSE birth_year END FROM P)`,
  'tied to a person two queries out, and to nobody in between': `SELECT count(*) AS secret FROM P AS p WHERE EXISTS (SELECT 1 FROM P AS z WHERE z.ME AND EXISTS (SELECT 1 FROM P AS y WHERE y.person_id = p.person_id AND z.birth_year > 1950))`,
  'one of two tied': `SELECT count(*) AS secret FROM P AS p WHERE EXISTS (SELECT 1 FROM P AS z, P AS y WHERE z.person_id = p.person_id AND y.person_id = z.person_id || '' AND y.ME)`,
})

export const SMUGGLING: readonly Smuggling[] = smuggling
