/**
 * Attempts to say one person's number by which groups a condition leaves, each with a name. Every row that is there
 * rests on many; that one is missing would be one person's doing. `V` stands for what only that person can meet, and
 * only where the number is large. Whatever it is, a client must get the same (./sieved-groups.test.ts).
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const { attempts: sieves, area } = attemptsByArea((sql) => sql.replaceAll(/\bV\b/g, '(ME AND K > 20)'))

/** Twelve groups, each of many. */
const having = (condition: string): string =>
  `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 HAVING ${condition}`
const FLAG = 'max(CASE WHEN V THEN 1 ELSE 0 END)'

area('HAVING with an aggregate that one person decides', {
  'a maximum': having(`${FLAG} = 0`),
  'a maximum below a number': having(`${FLAG} < 1`),
  'a maximum at most a number': having(`1 > ${FLAG}`),
  'a maximum that is there': having('max(CASE WHEN V THEN 1 ELSE 0 END) <> 1'),
  'a maximum that is NULL': having('max(CASE WHEN V THEN 1 END) IS NULL'),
  'a maximum under a filter that is NULL': having('max(birth_year) FILTER (WHERE V) IS NULL'),
  'a maximum in place of NULL': having('coalesce(max(CASE WHEN V THEN 1 END), 0) = 0'),
  'a maximum that differs from everybody’s': having(
    "max(CASE WHEN V THEN 9 WHEN sex = '1' THEN 1 ELSE 0 END) = 1",
  ),
  'a maximum over those who are chosen': `SELECT birth_month, count(*) AS n FROM P WHERE birth_year > 1900 GROUP BY 1 HAVING max(CASE WHEN ME THEN K ELSE 3 END) = 3`,
  'a minimum': having('min(CASE WHEN V THEN 0 ELSE 1 END) = 1'),
  'a minimum above a number': having('min(CASE WHEN V THEN 0 ELSE 1 END) > 0'),
  'that some': having('NOT bool_or(V)'),
  'that some, compared': having('bool_or(V) = false'),
  'that all': having('bool_and(NOT V)'),
  'a mean': having('avg(CASE WHEN V THEN 1 ELSE 0 END) = 0'),
  'a mean of a truth': having('avg(CAST(V AS INTEGER)) < 1e-9'),
  'a mean of numbers that one person’s tops': having('avg(CASE WHEN V THEN 1e12 ELSE birth_year END) < 3000'),
  'a sum of ones and a large number': having('sum(CASE WHEN V THEN 1e9 ELSE 1 END) < 1e8'),
  'a sum that one person tops': having('sum(CASE WHEN V THEN 1e12 ELSE birth_year END) < 1e11'),
  'a sum that one person adds to': having('sum(birth_year + CASE WHEN V THEN 1e12 ELSE 0 END) < 1e11'),
  'a sum to which one person adds a product': having(
    'sum(birth_year + birth_year * 1e9 * CAST(V AS INTEGER)) < 1e11',
  ),
  'a sum that one person multiplies': having('sum(birth_year * CASE WHEN V THEN 1e9 ELSE 1 END) < 1e11'),
  'a sum under zero': having('sum(birth_year * CASE WHEN V THEN -1e9 ELSE 1 END) > 0'),
  'a sum of the greater': having('sum(greatest(birth_year, 1e12 * CAST(V AS INTEGER))) < 1e11'),
  'a power': having('sum(birth_year ** (1 + 5 * CAST(V AS INTEGER))) < 1e11'),
  'a sum of what a subquery tops': `SELECT birth_month, count(*) AS n FROM (SELECT person_id, birth_month, birth_year + birth_year * 1e9 * CAST(V AS INTEGER) AS v FROM P) GROUP BY 1 HAVING sum(v) < 1e11`,
  'a sum of the greater, from a subquery': `SELECT birth_month, count(*) AS n FROM (SELECT person_id, birth_month, greatest(birth_year, 1e12 * CAST(V AS INTEGER)) AS v FROM P) GROUP BY 1 HAVING sum(v) < 1e11`,
  'a sum of a column of a stored table': [
    'CREATE OR REPLACE TABLE topped AS SELECT person_id, birth_month, CASE WHEN V THEN 1e12 ELSE birth_year END AS v FROM P',
    'SELECT birth_month, count(*) AS n FROM topped GROUP BY 1 HAVING sum(v) < 1e11',
  ],
  'a standard deviation': having('stddev_pop(CASE WHEN V THEN 1 ELSE 0 END) = 0'),
  'a standard deviation of years': having('stddev_pop(CASE WHEN V THEN 1e12 ELSE birth_year END) < 1e5'),
  'a geometric mean': having('geomean(CASE WHEN V THEN 1e300 ELSE 1 END) < 1.001'),
  'a mode': having('mode(CASE WHEN V THEN 1 ELSE 0 END) = 0 AND max(CASE WHEN V THEN 1 ELSE 0 END) = 0'),
  'any value': having('any_value(CASE WHEN V THEN 1 ELSE 0 END ORDER BY V DESC) = 0'),
  'the first of an order': having('first(CASE WHEN V THEN 1 ELSE 0 END ORDER BY V DESC) = 0'),
  'whoever is largest': having('arg_max(CASE WHEN V THEN 1 ELSE 0 END, V) = 0'),
  'a last quantile': having('quantile_disc(CASE WHEN V THEN 1 ELSE 0 END, 1.0) = 0'),
  'all quantiles': having('list_sum(quantile_disc(CASE WHEN V THEN 1 ELSE 0 END, [0.5, 1.0])) = 0'),
  'different values': having('count(DISTINCT CASE WHEN V THEN 1 ELSE 0 END) = 1'),
  'about how many different values': having('approx_count_distinct(CASE WHEN V THEN 1 ELSE 0 END) = 1'),
  'an or of bits': having('bit_or(CASE WHEN V THEN 1 ELSE 0 END) = 0'),
  'an exclusive or': having('bit_xor(CASE WHEN V THEN 1 ELSE 0 END) = 0'),
  'a list': having('NOT list_contains(list(V), true)'),
  'a count under a filter': having('count(*) FILTER (WHERE V) = 0'),
  'a count of those who meet it': having('count_if(V) < 1'),
  'a count of all others': having('count(*) FILTER (WHERE NOT V) = count(*)'),
  'a sum of a truth': having('sum(CAST(V AS INTEGER)) = 0'),
  'a rate': having('count(*) FILTER (WHERE V) / count(*) = 0'),
})

area('HAVING, said in other words', {
  'among others': having(`count(*) > 10 AND ${FLAG} = 0`),
  'or something that never is': having(`${FLAG} = 0 OR count(*) < 0`),
  'in a list': having(`${FLAG} IN (0, 7)`),
  'not in a list': having(`${FLAG} NOT IN (1)`),
  'between two numbers': having(`${FLAG} BETWEEN 0 AND 0.5`),
  'not above': having(`NOT (${FLAG} > 0)`),
  'in a branch': having(`CASE ${FLAG} WHEN 0 THEN true ELSE false END`),
  'by if': having(`if(${FLAG} = 0, count(*), -1) > 0`),
  'by nullif': having(`nullif(${FLAG}, 1) IS NOT NULL`),
  'with a count added': having(`${FLAG} * 1e9 + count(*) < 1e8`),
  'with a count beside it': having(`count(*) > ${FLAG} * 1e9`),
  'by greatest': having(`greatest(${FLAG} * 1e9, count(*)) < 1e8`),
  'as a text': having(`CAST(${FLAG} AS VARCHAR) = '0'`),
  'as a text with a letter': having(`'x' || ${FLAG} = 'x0'`),
  'by its sign': having(`sign(${FLAG}) = 0`),
  'as a truth': having(`NOT CAST(${FLAG} AS BOOLEAN)`),
  'as a list’s element': having(`[${FLAG}][1] = 0`),
  'as a difference': having(`${FLAG} - min(CASE WHEN V THEN 1 ELSE 0 END) = 0`),
  'under DISTINCT': `SELECT DISTINCT birth_month FROM P GROUP BY birth_month, sex HAVING ${FLAG} = 0`,
  'under ROLLUP': `SELECT birth_month, count(*) AS n FROM P GROUP BY ROLLUP (1) HAVING ${FLAG} = 0`,
  'over joined claims': `SELECT p.birth_month, sum(c.points) AS s FROM P AS p JOIN ndb.medical_claim AS c USING (person_id) GROUP BY 1 HAVING max(CASE WHEN p.ME AND p.K > 20 THEN 1 ELSE 0 END) = 0`,
})

/** The groups with what one person says of each. */
const GROUPS = `SELECT birth_month AS b, count(*) AS n, ${FLAG} AS m FROM P GROUP BY 1`

area('conditions elsewhere', {
  'WHERE over groups': `SELECT b, n FROM (${GROUPS}) WHERE m = 0`,
  'WHERE over groups in a CTE': `WITH g AS (${GROUPS}) SELECT b, n FROM g WHERE m < 1`,
  'WHERE over a mean': `SELECT b, n FROM (SELECT birth_month AS b, count(*) AS n, avg(CAST(V AS INTEGER)) AS m FROM P GROUP BY 1) WHERE m = 0`,
  'WHERE over a sum': `SELECT b, n FROM (SELECT birth_month AS b, count(*) AS n, sum(CASE WHEN V THEN 1e9 ELSE 1 END) AS m FROM P GROUP BY 1) WHERE m < 1e8`,
  'WHERE over two levels': `SELECT b, n FROM (SELECT b, n, m + 1 AS k FROM (${GROUPS})) WHERE k = 1`,
  QUALIFY: `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 QUALIFY ${FLAG} = 0 AND count(*) OVER () > 0`,
  'QUALIFY by a rank': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 QUALIFY rank() OVER (ORDER BY ${FLAG}) = 1`,
  'QUALIFY by a count of equals': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 QUALIFY count(*) OVER (PARTITION BY ${FLAG}) > 1`,
  'the first by such a number': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY ${FLAG}, 1 LIMIT 11`,
  'the first by a shown number': `SELECT birth_month, ${FLAG} AS m FROM P GROUP BY 1 ORDER BY m, 1 LIMIT 11`,
  'an order by such a number': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY ${FLAG}, 1`,
  'all but the last by a subquery': `SELECT b, n FROM (${GROUPS}) ORDER BY m, b LIMIT 11`,
  'a join on such a number': `SELECT b, n FROM (${GROUPS}) JOIN (VALUES (0)) AS t(z) ON z = m`,
  'a join by USING': `SELECT b, n FROM (${GROUPS}) JOIN (VALUES (0)) AS t(m) USING (m)`,
  'a join that leaves groups alone': `SELECT b, n, z FROM (${GROUPS}) LEFT JOIN (VALUES (0)) AS t(z) ON z = m`,
  'in a table of open rows': `SELECT b, n FROM (${GROUPS}) JOIN range(1) AS r(i) ON i = m`,
  'IN groups that are left': `SELECT birth_month, count(*) AS n FROM P WHERE birth_month IN (SELECT b FROM (${GROUPS}) WHERE m = 0) GROUP BY 1`,
  'NOT IN groups that are left': `SELECT birth_month, count(*) AS n FROM P WHERE birth_month NOT IN (SELECT birth_month FROM P GROUP BY 1 HAVING ${FLAG} = 0) GROUP BY 1`,
  'NOT IN, over groups': `SELECT b, n FROM (${GROUPS}) WHERE b NOT IN (SELECT birth_month FROM P GROUP BY 1 HAVING ${FLAG} = 0)`,
  'EXISTS of groups that are left': `SELECT count(*) AS n FROM P WHERE EXISTS (SELECT 1 FROM (SELECT sex FROM P GROUP BY 1 HAVING ${FLAG} = 1))`,
  'a number among such numbers': `SELECT count(*) AS n FROM P WHERE 1 NOT IN (SELECT m FROM (${GROUPS}))`,
  'what joins no group that is left': `SELECT p.birth_month, count(*) AS n FROM P AS p LEFT JOIN (SELECT birth_month AS b FROM P GROUP BY 1 HAVING ${FLAG} = 0) AS g ON g.b = p.birth_month WHERE g.b IS NULL GROUP BY 1`,
  'groups that join none that is left': `SELECT a.b, a.n FROM (SELECT birth_month AS b, count(*) AS n FROM P GROUP BY 1) AS a LEFT JOIN (SELECT birth_month AS b FROM P GROUP BY 1 HAVING ${FLAG} = 0) AS g ON g.b = a.b WHERE g.b IS NULL`,
  'persons beside such a number': `SELECT p.birth_month, count(*) AS n FROM P AS p JOIN (${GROUPS}) AS g ON g.b = p.birth_month WHERE g.m = 0 GROUP BY 1`,
  'a count under a filter of such a number': `SELECT p.birth_month, count(*) FILTER (WHERE g.m = 0) AS n FROM P AS p JOIN (${GROUPS}) AS g ON g.b = p.birth_month GROUP BY 1`,
  'a scalar subquery': `SELECT birth_month, count(*) AS n FROM P WHERE (SELECT ${FLAG} FROM P) = 0 GROUP BY 1`,
  'a scalar subquery in HAVING': having(`(SELECT ${FLAG} FROM P) = 0`),
  'a scalar subquery in a branch': `SELECT birth_month, CASE WHEN (SELECT ${FLAG} FROM P) = 0 THEN count(*) END AS n FROM P GROUP BY 1`,
  'groups put together by such a number': `SELECT m, sum(n) AS s FROM (${GROUPS}) GROUP BY 1`,
  'groups put together under a filter': `SELECT sum(n) FILTER (WHERE m = 0) AS s FROM (${GROUPS})`,
  'groups put together in a branch': `SELECT sum(CASE WHEN m = 0 THEN n ELSE 0 END) AS s FROM (${GROUPS})`,
  'groups put together, times': `SELECT sum(n * (1 - m)) AS s FROM (${GROUPS})`,
  'the largest of those left': `SELECT max(b) AS s FROM (${GROUPS}) WHERE m = 0`,
  'the key of those at the least': `SELECT max_by(b, m) AS s FROM (${GROUPS})`,
  'a key computed of it': `SELECT CASE WHEN m = 0 THEN 'x' ELSE 'y' END AS k, sum(n) AS s FROM (${GROUPS}) GROUP BY 1`,
  'a running sum of those left': `SELECT b, sum(n) OVER (PARTITION BY m ORDER BY b) AS s FROM (${GROUPS})`,
  'a neighbour by such an order': `SELECT b, n, lag(b) OVER (ORDER BY m, b) AS before FROM (${GROUPS})`,
  'another value in a branch': `SELECT b, CASE WHEN m = 0 THEN n ELSE -1 END AS s FROM (${GROUPS})`,
  'a union of what is left': `SELECT b, n FROM (SELECT b, n, m FROM (${GROUPS}) UNION ALL SELECT 99, count(*), 0 FROM P) WHERE m = 0`,
  'a stored table': [`CREATE OR REPLACE TABLE sieved AS ${GROUPS}`, 'SELECT b, n FROM sieved WHERE m = 0'],
  'a stored table of what is left': [
    `CREATE OR REPLACE TABLE left_over AS SELECT b, n FROM (${GROUPS}) WHERE m = 0`,
    'SELECT birth_month, count(*) AS n FROM P WHERE birth_month NOT IN (SELECT b FROM left_over) GROUP BY 1',
  ],
  'a view of them': [
    `CREATE OR REPLACE VIEW sieved_view AS ${GROUPS}`,
    'SELECT b, n FROM sieved_view WHERE m = 0',
  ],
  'a stored table with rows added': [
    `CREATE OR REPLACE TABLE added_to AS SELECT birth_month AS b, count(*) AS n, max(birth_month) AS m FROM P GROUP BY 1`,
    `INSERT INTO added_to ${GROUPS}`,
    'SELECT b, n FROM added_to WHERE m = 0',
  ],
  'UNPIVOT of such numbers': `SELECT b, v FROM (UNPIVOT (SELECT b, n::BIGINT AS n, m::BIGINT AS m FROM (${GROUPS})) ON n, m INTO NAME k VALUE v) WHERE v <> 1`,
  'deleted from a stored table': [
    `CREATE OR REPLACE TABLE pruned AS ${GROUPS}`,
    'DELETE FROM pruned WHERE m = 1',
    'SELECT b, n FROM pruned',
  ],
})

/** Twelve groups, each of many; the one in which V holds comes first. */
const FIRST = `(SELECT birth_month AS b, count(*) AS n, count(*) FILTER (WHERE V) AS s FROM P GROUP BY 1)`
const RANKED = `(SELECT b, n, rank() OVER (ORDER BY s DESC) AS r FROM ${FIRST})`
const ALONE = `(SELECT b, s FROM ${FIRST} WHERE s > 0)`

area('the order in which rows are left', {
  'by a rank': `SELECT b, rank() OVER (ORDER BY s DESC) AS r FROM ${FIRST}`,
  'by a partition': `SELECT b, max(b) OVER (PARTITION BY s) AS r FROM ${FIRST}`,
  'by a rank nobody sees': `SELECT b, n FROM ${RANKED}`,
  'by a rank, the first of them': `SELECT b, n FROM ${RANKED} LIMIT 1`,
  'by a rank, the first by an aggregate': `SELECT first(b) AS b FROM ${RANKED}`,
  'by a rank, all in a list': `SELECT list(b) AS b FROM ${RANKED}`,
  'by a rank, numbered': `SELECT b, row_number() OVER () AS i FROM ${RANKED}`,
  'by a rank, in an order that leaves them': `SELECT b, n FROM ${RANKED} ORDER BY b // 100`,
  'by a rank, the first in such an order': `SELECT b, n FROM ${RANKED} ORDER BY b // 100 LIMIT 1`,
  'by a rank, joined': `SELECT a.b, a.n FROM ${RANKED} AS a JOIN (SELECT birth_month AS b FROM P GROUP BY 1) AS c USING (b)`,
  'by a rank, grouped once more': `SELECT b // 100 AS k, first(b) AS b FROM ${RANKED} GROUP BY 1`,
  'by a rank, in a union': `SELECT b FROM ${RANKED} UNION ALL SELECT b FROM ${RANKED}`,
  'by a rank, stored': [
    `CREATE OR REPLACE TABLE ranked AS SELECT b, n FROM ${RANKED}`,
    'SELECT b, n FROM ranked',
  ],
  'by a rank, put into a table': [
    'CREATE OR REPLACE TABLE ranks AS SELECT birth_month AS b, count(*) AS n FROM P GROUP BY 1',
    `INSERT INTO ranks SELECT b, n FROM ${RANKED}`,
    'SELECT b, n FROM ranks',
  ],
  'by QUALIFY': `SELECT b, n FROM ${FIRST} QUALIFY rank() OVER (ORDER BY s DESC) < 100`,
  'by what a join found': `SELECT a.b, a.n FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join by ON found': `SELECT a.b, a.n FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c ON c.b = a.b`,
  'by what a join by ON found, the first': `SELECT a.b, a.n FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c ON c.b = a.b LIMIT 1`,
  'by what a join by ON found, of groups that HAVING leaves': `SELECT a.b, a.n FROM ${FIRST} AS a LEFT JOIN (SELECT birth_month AS b FROM P GROUP BY 1 HAVING count(*) FILTER (WHERE V) = 0) AS c ON c.b = a.b`,
  'by what a join by ON found, numbered': `SELECT a.b, row_number() OVER () AS i FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c ON c.b = a.b`,
  'by what a join found, the first': `SELECT a.b FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b) LIMIT 1`,
  'by what a join found, the first by an aggregate': `SELECT first(a.b) AS b FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join found, the first that is largest': `SELECT arg_max(a.b, 1) AS b FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join found, the commonest': `SELECT mode(a.b) AS b FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join found, numbered': `SELECT a.b, row_number() OVER () AS i FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join found, numbered where all tie': `SELECT a.b, row_number() OVER (ORDER BY a.b // 100) AS i FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join found, the first where all tie': `SELECT a.b, first_value(a.b) OVER (ORDER BY a.b // 100) AS i FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join found, added up row by row': `SELECT a.b, sum(a.n) OVER (ORDER BY a.b // 100 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS i FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join found, the first of an order that ties': `SELECT first(a.b ORDER BY a.b // 100) AS b FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join found, the one before': `SELECT a.b, lag(a.b) OVER () AS i FROM ${FIRST} AS a LEFT JOIN ${ALONE} AS c USING (b)`,
  'by what a join from the other side found': `SELECT a.b, a.n FROM ${ALONE} AS c RIGHT JOIN ${FIRST} AS a USING (b)`,
  'by what both sides found': `SELECT b FROM ${FIRST} AS a FULL JOIN ${ALONE} AS c USING (b)`,
  'by what was looked up': `SELECT a.b, (SELECT max(s) FROM ${ALONE} AS c WHERE c.b = a.b) AS t FROM ${FIRST} AS a`,
  'of open rows, by what a join found': `SELECT i FROM range(1, 13) AS t(i) LEFT JOIN ${ALONE} AS c ON c.b = t.i`,
})

const SHARE = 'avg(CASE WHEN V THEN 1 ELSE 0 END)'
const TOPPED = "avg(CASE WHEN V THEN 1e9 WHEN sex = '1' THEN 1 ELSE 0 END)"

area('the first groups in the order of a share', {
  'a share of one': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY ${SHARE} DESC LIMIT 11`,
  'a share of one, shown': `SELECT birth_month, count(*) AS n, ${SHARE} AS s FROM P GROUP BY 1 ORDER BY s DESC LIMIT 11`,
  'a share of one, rounded': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY round(100 * ${SHARE}, 6) DESC, 1 LIMIT 11`,
  'a mean that one person tops': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY ${TOPPED} DESC LIMIT 11`,
  'without LIMIT': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY ${SHARE} DESC`,
  'without LIMIT, topped': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY ${TOPPED}`,
  'by QUALIFY': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 QUALIFY rank() OVER (ORDER BY ${SHARE} DESC) > 1`,
  'by QUALIFY, topped': `SELECT birth_month, count(*) AS n FROM P GROUP BY 1 QUALIFY row_number() OVER (ORDER BY ${TOPPED} DESC, birth_month) < 12`,
  'as a rank that is shown': `SELECT birth_month, rank() OVER (ORDER BY ${SHARE} DESC) AS k FROM P GROUP BY 1`,
  'as a rank that is shown, topped': `SELECT birth_month, dense_rank() OVER (ORDER BY ${TOPPED}) AS k FROM P GROUP BY 1`,
  'in a CTE': `WITH g AS (SELECT birth_month, count(*) AS n, ${SHARE} AS s FROM P GROUP BY 1) SELECT birth_month, n FROM g ORDER BY s DESC LIMIT 11`,
  'in a CTE, topped': `WITH g AS (SELECT birth_month, count(*) AS n, ${TOPPED} AS s FROM P GROUP BY 1) SELECT birth_month, n FROM g ORDER BY s LIMIT 11`,
  'as a rank in a CTE': `WITH g AS (SELECT birth_month, count(*) AS n, ${SHARE} AS s FROM P GROUP BY 1), r AS (SELECT *, rank() OVER (ORDER BY s DESC) AS k FROM g) SELECT birth_month, n FROM r WHERE k > 1`,
  'as a rank in a CTE, topped': `WITH r AS (SELECT birth_month, count(*) AS n, rank() OVER (ORDER BY ${TOPPED} DESC) AS k FROM P GROUP BY 1) SELECT birth_month, n FROM r WHERE k > 1`,
  'of a rank of a rank': `WITH r AS (SELECT birth_month, count(*) AS n, rank() OVER (ORDER BY ${TOPPED} DESC) AS k FROM P GROUP BY 1), t AS (SELECT birth_month, n, rank() OVER (ORDER BY -k) AS l FROM r) SELECT birth_month, n FROM t ORDER BY l LIMIT 11`,
  'kept in a table': [
    `CREATE OR REPLACE TABLE shares_kept AS SELECT birth_month, count(*) AS n, ${TOPPED} AS s FROM P GROUP BY 1`,
    'SELECT birth_month, n FROM shares_kept ORDER BY s DESC LIMIT 11',
  ],
  'a range between quartiles that one person moves':
    'SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY quantile_cont(CASE WHEN V THEN 1e9 ELSE 0 END, 0.9999) - quantile_cont(CASE WHEN V THEN 1e9 ELSE 0 END, 0.0001) DESC LIMIT 11',
})

export const SIEVES: readonly Attempt[] = sieves
