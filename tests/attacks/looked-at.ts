/**
 * Attempts to have a number of a group forget on whom it rests by looking at it from inside: a subquery or LATERAL over
 * open rows around which it stands, beside persons' rows or groups. `K` and `ME` as in ./two-worlds.ts; a client must get
 * the same whatever K is (./looked-at.test.ts).
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const { attempts: looks, area } = attemptsByArea((sql) => sql.replaceAll(/\bV\b/g, '(ME AND K > 20)'))

/** One person's number, in a group of everybody. */
const S = '(SELECT count(*) AS n, max(CASE WHEN ME THEN K END) AS s FROM P) AS g'
/** Everybody, and two halves without the person. */
const [A, B, C] = [
  '(SELECT count(*) FROM P)',
  '(SELECT count(*) FROM P WHERE birth_month <= 6 AND NOT V)',
  '(SELECT count(*) FROM P WHERE birth_month > 6 AND NOT V)',
]
const ABC =
  '(SELECT count(*) AS a FROM P) AS x, (SELECT count(*) AS b FROM P WHERE birth_month <= 6 AND NOT V) AS y, (SELECT count(*) AS c FROM P WHERE birth_month > 6 AND NOT V) AS z'

const beside = (value: string): string => `SELECT ${value} AS d FROM P AS p, ${S}`

area('beside persons, from a subquery', {
  'a number alone': beside('max((SELECT g.s))'),
  'a number over open rows': beside('max((SELECT g.s + max(i) FROM range(1) AS r(i)))'),
  'a number two subqueries out': beside('max((SELECT (SELECT g.s)))'),
  'a number times a person’s own': beside('sum(p.birth_month * (SELECT g.s))'),
  'as a key': `SELECT (SELECT g.s) AS d, count(*) AS n FROM P AS p, ${S} GROUP BY 1`,
  'in a branch': beside('sum(CASE WHEN (SELECT g.s) > 20 THEN 1 ELSE 2 END)'),
  'under a filter': beside('count(*) FILTER (WHERE EXISTS (SELECT 1 WHERE g.s > 20))'),
  'as a condition': `SELECT count(*) AS d FROM P AS p, ${S} WHERE EXISTS (SELECT 1 WHERE g.s > 20)`,
  'by ANY': `SELECT count(*) AS d FROM P AS p, ${S} WHERE p.birth_month < ANY (SELECT unnest([g.s]))`,
  'by ALL': `SELECT count(*) AS d FROM P AS p, ${S} WHERE p.birth_month < ALL (SELECT unnest([g.s]))`,
  'by IN': `SELECT count(*) AS d FROM P AS p, ${S} WHERE p.birth_month IN (SELECT unnest(range(g.s)))`,
  'as the condition of a join': `SELECT count(*) AS d FROM P AS p JOIN ${S} ON p.birth_month < (SELECT g.s)`,
  'as the condition of an outer join': `SELECT count(g.n) AS d FROM P AS p LEFT JOIN ${S} ON p.birth_month < (SELECT g.s)`,
  'among the person’s own rows, by EXISTS': `SELECT count(*) AS d FROM P AS p, ${S} WHERE EXISTS (SELECT 1 FROM P AS q WHERE q.person_id = p.person_id AND q.birth_month < g.s)`,
  'among the person’s own rows, counted': beside(
    'sum((SELECT count(*) FROM P AS q WHERE q.person_id = p.person_id AND q.birth_month < g.s))',
  ),
  'among persons': `SELECT count(*) AS d FROM P AS p, ${S} WHERE p.person_id IN (SELECT q.person_id FROM P AS q WHERE q.birth_month < g.s)`,
  'as rows': `SELECT count(*) AS d FROM (SELECT p.person_id, unnest(range((SELECT g.s))) AS i FROM P AS p, ${S})`,
  'as an order of which the first stays': `SELECT sum(i) AS d FROM (SELECT p.person_id, i FROM P AS p, range(50) AS r(i), ${S} QUALIFY row_number() OVER (PARTITION BY p.person_id ORDER BY abs(i - (SELECT g.s))) = 1)`,
  'as what tells rows apart': `SELECT sum(i) AS d FROM (SELECT DISTINCT ON (p.person_id) p.person_id, i FROM P AS p, range(50) AS r(i), ${S} ORDER BY p.person_id, abs(i - (SELECT g.s)))`,
  'by a group’s key': `SELECT max((SELECT g.s)) AS d FROM P AS p JOIN (SELECT birth_month AS m, max(CASE WHEN ME THEN K END) AS s FROM P GROUP BY 1) AS g ON g.m = p.birth_month`,
  'of a CTE': `WITH g AS MATERIALIZED (SELECT max(CASE WHEN ME THEN K END) AS s FROM P) SELECT max((SELECT g.s)) AS d FROM P AS p, g`,
  'by a macro': [
    'CREATE OR REPLACE MACRO looked_at(x) AS (SELECT max(v) FROM (SELECT unnest([x]) AS v))',
    beside('max(looked_at(g.s))'),
  ],
  stored: [
    `CREATE OR REPLACE TABLE looked_at_once AS SELECT p.person_id, (SELECT g.s) AS d FROM P AS p, ${S}`,
    'SELECT d, count(*) AS n FROM looked_at_once GROUP BY 1',
  ],
  'of a stored group': [
    `CREATE OR REPLACE TABLE looked_at_group AS SELECT * FROM ${S}`,
    'SELECT max((SELECT g.s)) AS d FROM P AS p, looked_at_group AS g',
  ],
  'of a view': [
    `CREATE OR REPLACE VIEW looked_at_view AS SELECT p.person_id, (SELECT g.s) AS d FROM P AS p, ${S}`,
    'SELECT d, count(*) AS n FROM looked_at_view GROUP BY 1',
  ],
  'put in by UPDATE': [
    `CREATE OR REPLACE TABLE looked_at_group AS SELECT * FROM ${S}`,
    'CREATE OR REPLACE TABLE looked_at_persons AS SELECT person_id, 0 AS d FROM P',
    'UPDATE looked_at_persons SET d = (SELECT (SELECT g.s) FROM looked_at_group AS g)',
    'SELECT d, count(*) AS n FROM looked_at_persons GROUP BY 1',
  ],
})

area('beside persons, from LATERAL', {
  'a number alone': `SELECT max(q.d) AS d FROM P AS p, ${S}, LATERAL (SELECT g.s AS d) AS q`,
  'a number from a list': `SELECT max(q.d) AS d FROM P AS p, ${S}, LATERAL (SELECT unnest([g.s]) AS d) AS q`,
  'as rows': `SELECT count(*) AS d FROM P AS p, ${S}, LATERAL (SELECT i FROM range(100) AS r(i) WHERE i < g.s) AS q`,
  'as rows of a function': `SELECT count(*) AS d FROM P AS p, ${S}, range(g.s) AS r(i)`,
  'before persons': `SELECT max(q.d) AS d FROM ${S} CROSS JOIN LATERAL (SELECT g.s AS d) AS q CROSS JOIN P AS p`,
  'by LEFT JOIN': `SELECT max(q.d) AS d FROM P AS p CROSS JOIN ${S} LEFT JOIN LATERAL (SELECT g.s AS d) AS q ON true`,
  'in a subquery of it': `SELECT max(q.d) AS d FROM P AS p, ${S}, LATERAL (SELECT (SELECT g.s) AS d) AS q`,
  stored: [
    `CREATE OR REPLACE TABLE looked_at_beside AS SELECT p.person_id, q.d FROM P AS p, ${S}, LATERAL (SELECT g.s AS d) AS q`,
    'SELECT d, count(*) AS n FROM looked_at_beside GROUP BY 1',
  ],
})

const left = (value: string): string => `SELECT ${value} AS d FROM ${ABC}`

area('what is left between numbers of many, from a subquery', {
  'a sum of a list': left('(SELECT sum(v) FROM (SELECT unnest([a, -b, -c]) AS v))'),
  'a mean of a list': left('(SELECT avg(v) FROM (SELECT unnest([a, -b, -c]) AS v))'),
  'two numbers, of which one is a sum': left('(SELECT min(a - i) FROM range(2) AS r(i) WHERE i + b + c > 0)'),
  'by IN': left('a IN (SELECT unnest([b + c]))'),
  'by NOT IN': left('a NOT IN (SELECT unnest([b + c]))'),
  'by ANY of a list': left('a = ANY ([b + c])'),
  'by ALL': left('a > ALL (SELECT b + c)'),
  'by EXISTS': left('EXISTS (SELECT 1 WHERE a = b + c)'),
  'by EXISTS over open rows': left('EXISTS (SELECT 1 FROM range(3) AS r(i) WHERE i + a = b + c + 1)'),
  'by the greatest of open rows': left(
    '(SELECT count(*) FROM range(30000) AS r(i) WHERE i < a AND i >= b + c)',
  ),
  'in WHERE': `SELECT a AS d FROM ${ABC} WHERE a IN (SELECT unnest([b + c]))`,
  'in ORDER BY': `SELECT m FROM (SELECT birth_month AS m, count(*) AS n, count(*) FILTER (WHERE NOT V) AS o FROM P GROUP BY 1) ORDER BY (SELECT sum(v) FROM (SELECT unnest([n, -o]) AS v)) DESC, 1`,
  'of a list that holds them': `SELECT (SELECT l[1] - l[2] - l[3]) AS d FROM (SELECT [a, b, c] AS l FROM ${ABC})`,
  'stored first': [
    `CREATE OR REPLACE TABLE looked_at_all AS SELECT a, b, c FROM ${ABC}`,
    'SELECT (SELECT sum(v) FROM (SELECT unnest([a, -b, -c]) AS v)) AS d FROM looked_at_all',
  ],
})

area('what is left between numbers of many, beside persons', {
  'of scalar subqueries': `SELECT max(${A} - ${B} - ${C}) AS d FROM P`,
  'of a scalar subquery and a list': `SELECT max(list_sum([${A}, -${B}, -${C}])) AS d FROM P`,
  'as one less a share': `SELECT sum(1 - (${B} + ${C}) / ${A}) AS d FROM P`,
  'of one half and the other': `SELECT sum(CASE WHEN sex = '1' THEN ${A} ELSE -${B} - ${C} END) AS d FROM P`,
  'as a condition': `SELECT count(*) AS d FROM P WHERE ${A} > ${B} + ${C}`,
  'as a number between': `SELECT count(*) AS d FROM P WHERE ${A} BETWEEN ${B} + ${C} AND ${B} + ${C}`,
  'as one of some': `SELECT count(*) AS d FROM P WHERE ${A} IN (${B} + ${C}, 0)`,
  'from a subquery': `SELECT max((SELECT sum(v) FROM (SELECT unnest([a, -b, -c]) AS v))) AS d FROM P AS p, ${ABC}`,
  'from a subquery, as a key': `SELECT a = ANY ([b + c]) AS d, count(*) AS n FROM P AS p, ${ABC} GROUP BY 1`,
  'from a subquery, under a filter': `SELECT birth_month, count(*) FILTER (WHERE EXISTS (SELECT 1 WHERE a = b + c)) AS d FROM P AS p, ${ABC} GROUP BY 1`,
  'of subqueries that look at one each': `SELECT max((SELECT a) - (SELECT b) - (SELECT c)) AS d FROM P AS p, ${ABC}`,
})

const between = (list: string): string => `SELECT ${list} FROM range(30000) AS r(i), ${ABC}`
const GRID = 'range(19990, 20010) AS r(i)'
const [UP, DOWN] = [
  `(SELECT i FROM ${GRID}, (SELECT count(*) AS a FROM P) WHERE i < a)`,
  `(SELECT i FROM ${GRID}, (SELECT count(*) AS b FROM P WHERE NOT V) WHERE i < b)`,
]
const AB = '(SELECT count(*) AS a FROM P) AS x, (SELECT count(*) AS b FROM P WHERE NOT V) AS y'

area('rows between two numbers of many', {
  listed: `${between('i')} WHERE i >= b + c AND i < a`,
  'by BETWEEN': `${between('i')} WHERE i BETWEEN b + c AND a`,
  'that are equal to both': `${between('i')} WHERE i = a AND i = b + c`,
  'added up': `${between('sum(1) AS d')} WHERE i >= b + c AND i < a`,
  counted: `${between('count(*) AS d')} WHERE i >= b + c AND i < a`,
  'the last of them': `${between('max(i) AS d')} WHERE i >= b + c AND i < a`,
  'under a filter': between('sum(1) FILTER (WHERE i >= b + c AND i < a) AS d'),
  'under two filters': between('sum(i) FILTER (WHERE i >= b + c) - sum(i) FILTER (WHERE i >= a) AS d'),
  'in HAVING': `${between('i')} GROUP BY i HAVING i >= max(b + c) AND i < max(a)`,
  'by the condition of a join': `SELECT sum(1) AS d FROM range(30000) AS r(i) JOIN (SELECT a, b + c AS b FROM ${ABC}) AS t ON i >= b AND i < a`,
  'by USING': `SELECT i FROM range(30000) AS r(i) JOIN (SELECT b + c AS i FROM ${ABC}) AS t USING (i), (SELECT count(*) AS a FROM P) AS x WHERE i < a`,
  'one value after the other': `SELECT i FROM (SELECT i, i - a AS s, i - b - c AS t FROM range(30000) AS r(i), ${ABC}) WHERE s < 0 AND t >= 0`,
  'by scalar subqueries': `SELECT i FROM range(30000) AS r(i) WHERE i < ${A} AND i >= ${B} + ${C}`,
  'in steps': `SELECT i FROM ${UP} AS x, (SELECT count(*) AS b FROM P WHERE NOT V) AS y WHERE i >= b`,
  'in one and not the other': `SELECT x.i FROM ${UP} AS x LEFT JOIN ${DOWN} AS y USING (i) WHERE y.i IS NULL`,
  'in one half of a union': `SELECT i, sum(1) AS d FROM (SELECT i FROM ${UP} UNION ALL SELECT i FROM ${DOWN}) GROUP BY 1 HAVING sum(1) = 1`,
  'written down': [
    `CREATE OR REPLACE TABLE held_rows AS SELECT i FROM ${UP}`,
    'SELECT i FROM held_rows, (SELECT count(*) AS b FROM P WHERE NOT V) AS y WHERE i >= b',
  ],
  'written down one after the other': [
    `CREATE OR REPLACE TABLE held_twice AS SELECT i FROM ${UP}`,
    `INSERT INTO held_twice SELECT i FROM ${DOWN}`,
    'SELECT i, sum(1) AS d FROM held_twice GROUP BY 1 HAVING sum(1) = 1',
  ],
  'values written down': [
    `CREATE OR REPLACE TABLE held_values AS SELECT i, i - a AS s, i - b AS t FROM ${GRID}, ${AB}`,
    'SELECT i FROM held_values WHERE s < 0 AND t >= 0',
  ],
  'of VALUES': `SELECT i FROM (VALUES (19998), (19999), (20000)) AS r(i), ${AB} WHERE i >= b AND i < a`,
  'of months': `SELECT k FROM (SELECT birth_month AS k, count(*) AS n FROM P GROUP BY 1), ${AB} WHERE k + 19990 >= b AND k + 19990 < a`,
  'beside persons': `SELECT count(*) AS d FROM P, ${GRID}, ${AB} WHERE i >= b AND i < a`,
  'beside persons, by BETWEEN': `SELECT count(*) AS d FROM P, ${GRID}, ${AB} WHERE i BETWEEN b AND a`,
  'beside persons, under filters': `SELECT count(*) FILTER (WHERE i < a) - count(*) FILTER (WHERE i < b) AS d FROM P, ${GRID}, ${AB}`,
  'beside persons, by scalar subqueries': `SELECT count(*) AS d FROM P, ${GRID} WHERE i < ${A} AND i >= ${B} + ${C}`,
  'beside persons, in steps': `SELECT count(*) AS d FROM (SELECT person_id, i FROM P, ${GRID}, (SELECT count(*) AS a FROM P) WHERE i < a), (SELECT count(*) AS b FROM P WHERE NOT V) AS y WHERE i >= b`,
  'persons by their own values': `SELECT birth_month, count(*) AS d FROM P, ${AB} WHERE birth_month + 19990 >= b AND birth_month + 19990 < a GROUP BY 1`,
})

const handed = (list: string): string =>
  `SELECT ${list} FROM (SELECT person_id, birth_month, sex, a, b, c FROM P, ${ABC})`
const TAKEN = `(SELECT a AS k, b + c AS l, count(*) AS n FROM P, ${ABC} GROUP BY 1, 2)`

area('what is left between numbers of many that persons’ rows hand on', {
  'one less the others': handed('max(a - b - c) AS d'),
  'beside a person’s own': handed('sum(a + birth_month - b - c) AS d'),
  'as a key': `${handed('a - b - c AS d, count(*) AS n')} GROUP BY 1`,
  'as a condition': `${handed('count(*) AS d')} WHERE a > b + c`,
  'as sums': handed('sum(a) - sum(b) - sum(c) AS d'),
  'as sums right beside persons': `SELECT sum(a) - sum(b) - sum(c) AS d FROM P, ${ABC}`,
  'of scalar subqueries': `SELECT max(a - b - c) AS d FROM (SELECT person_id, ${A} AS a, ${B} AS b, ${C} AS c FROM P)`,
  'of windows':
    'SELECT max(a - b) AS d FROM (SELECT person_id, count(*) OVER () AS a, count(*) FILTER (WHERE NOT V) OVER () AS b FROM P)',
  'of two subqueries': `SELECT max(x.a - y.b) AS d FROM (SELECT person_id, a FROM P, (SELECT count(*) AS a FROM P)) AS x JOIN (SELECT person_id, b FROM P, (SELECT count(*) AS b FROM P WHERE NOT V)) AS y USING (person_id)`,
  'in each group':
    'SELECT birth_month, max(n - m) AS d FROM (SELECT person_id, p.birth_month, n, m FROM P AS p JOIN (SELECT birth_month, count(*) AS n, count(*) FILTER (WHERE NOT V) AS m FROM P GROUP BY 1) AS g USING (birth_month)) GROUP BY 1',
  'of one half and the other': `SELECT sum(e) AS d FROM (SELECT person_id, CASE WHEN sex = '1' THEN a ELSE -b - c END AS e FROM P, ${ABC})`,
  'of one half and the other, as a key': `SELECT e, count(*) AS d FROM (SELECT person_id, CASE WHEN sex = '1' THEN a ELSE b + c END AS e FROM P, ${ABC}) GROUP BY 1`,
  'of halves of a union': `SELECT sum(a) AS d FROM (SELECT person_id, a FROM P, (SELECT count(*) AS a FROM P) UNION ALL SELECT person_id, -b FROM P, (SELECT count(*) AS b FROM P WHERE NOT V))`,
  'of keys of groups': `SELECT k - l AS d FROM ${TAKEN}`,
  'of keys of groups, in a list': `SELECT list_sum([k, -l]) AS d FROM ${TAKEN}`,
  'which of two keys is larger': `SELECT n AS d FROM ${TAKEN} WHERE k > l`,
  stored: [
    `CREATE OR REPLACE TABLE handed_on AS SELECT person_id, a, b + c AS b FROM P, ${ABC}`,
    'SELECT max(a - b) AS d FROM handed_on',
  ],
})

export const LOOKS: readonly Attempt[] = looks

/** Numbers of many that are looked at: shown, so that the claims can fail. */
export const MANY_LOOKED_AT: [what: string, sql: string, rows: number][] = [
  [
    'a mean to be above',
    'SELECT sex, count(*) AS n FROM P WHERE birth_year > (SELECT avg(birth_year) FROM P) GROUP BY 1',
    2,
  ],
  [
    'a distance from the mean in deviations',
    'SELECT sex, avg((birth_year - (SELECT avg(birth_year) FROM P)) / (SELECT stddev(birth_year) FROM P)) AS z FROM P GROUP BY 1',
    2,
  ],
  [
    'a mark some deviations above the mean',
    'SELECT sex, count(*) AS n FROM P WHERE birth_year > (SELECT avg(birth_year) FROM P) + 1.5 * (SELECT stddev(birth_year) FROM P) GROUP BY 1',
    2,
  ],
  [
    'a mark above the quarters',
    'SELECT sex, count(*) AS n FROM P WHERE birth_year > (SELECT quantile_cont(birth_year, 0.75) FROM P) + 0.2 * ((SELECT quantile_cont(birth_year, 0.75) FROM P) - (SELECT quantile_cont(birth_year, 0.25) FROM P)) GROUP BY 1',
    2,
  ],
  [
    'thirds by cut points',
    'SELECT CASE WHEN birth_year < (SELECT quantile_cont(birth_year, 0.33) FROM P) THEN 1 WHEN birth_year < (SELECT quantile_cont(birth_year, 0.66) FROM P) THEN 2 ELSE 3 END AS b, count(*) AS n FROM P GROUP BY 1',
    3,
  ],
  [
    'the mean of one’s group, from a subquery',
    'SELECT sex, count(*) AS n FROM P AS p JOIN (SELECT birth_month AS m, avg(birth_year) AS y FROM P GROUP BY 1) AS g ON g.m = p.birth_month WHERE p.birth_year > (SELECT g.y) GROUP BY 1',
    2,
  ],
  [
    'a number over open rows',
    'SELECT (SELECT max(i) FROM range(100) AS r(i) WHERE i <= n) AS d FROM (SELECT count(*) AS n FROM P)',
    1,
  ],
  [
    'one’s own value by LATERAL',
    'SELECT sex, sum(q.d) AS d FROM P AS p, LATERAL (SELECT p.birth_month * 2 AS d) AS q GROUP BY 1',
    2,
  ],
  [
    'the key of a group by LATERAL',
    'SELECT q.d, count(*) AS n FROM P AS p, (SELECT birth_month AS m, count(*) AS n FROM P GROUP BY 1) AS g, LATERAL (SELECT g.m AS d) AS q WHERE g.m = p.birth_month GROUP BY 1',
    12,
  ],
  [
    'rows that one number is held against',
    'SELECT i FROM range(12) AS r(i), (SELECT count(*) AS a FROM P) WHERE i * 2000 < a',
    10,
  ],
  [
    'months by which a share of all is reached',
    'SELECT min(k) FILTER (WHERE s >= 0.25) AS a, min(k) FILTER (WHERE s >= 0.5) AS b, min(k) FILTER (WHERE s >= 0.75) AS c FROM (SELECT k, sum(n) OVER (ORDER BY k) / sum(n) OVER () AS s FROM (SELECT birth_month AS k, count(*) AS n FROM P GROUP BY 1))',
    1,
  ],
  [
    'bands of a mean that is looked up',
    "SELECT birth_month, band FROM (SELECT birth_month, avg(birth_year) AS y FROM P GROUP BY 1) JOIN (VALUES (0, 1900, 'before'), (1, 1900, 'after')) AS v(i, lo, band) ON y >= lo + 100 * (i - 1) AND y < lo + 200 * i",
    12,
  ],
  [
    'persons between quantiles that stand beside them',
    'SELECT sex, count(*) AS n FROM P, (SELECT quantile_cont(birth_year, 0.25) AS q1, quantile_cont(birth_year, 0.75) AS q3 FROM P) WHERE birth_year > q1 AND birth_year < q3 GROUP BY 1',
    2,
  ],
  [
    'distances from the mean of one’s group, handed on',
    'SELECT sex, avg((birth_year - m) / s) AS d FROM (SELECT person_id, sex, birth_year, avg(birth_year) OVER (PARTITION BY birth_month) AS m, stddev(birth_year) OVER (PARTITION BY birth_month) AS s FROM P) GROUP BY 1',
    2,
  ],
  [
    'numbers of one’s group as keys',
    'SELECT sex, m, k, count(*) AS n FROM P JOIN (SELECT birth_month, avg(birth_year) AS m, count(*) AS k FROM P GROUP BY 1) AS g USING (birth_month) GROUP BY 1, 2, 3',
    24,
  ],
  [
    'observed less expected',
    'SELECT sex, count(*) FILTER (WHERE birth_year < 1960) - sum(q) AS d FROM (SELECT person_id, sex, birth_year, q FROM P JOIN (SELECT birth_month, avg(CASE WHEN birth_year < 1970 THEN 1 ELSE 0 END) AS q FROM P GROUP BY 1) AS g USING (birth_month)) GROUP BY 1',
    2,
  ],
]
