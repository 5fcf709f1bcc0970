/**
 * More attempts, as in ./counted-rows.ts: everybody has as many rows as everybody else, and one person K
 * more, so that a number of rows, or a sum over them, says K.
 */
import type { Counting } from './counted-rows.ts'

/** 100 rows for everybody, and for one person K more. */
const MORE = '100 + CASE WHEN p.ME THEN K ELSE 0 END'
const TIMES = 'P AS p, range(200) AS t(i)'
const SOME = '(i < 100 OR (p.ME AND i < 100 + K))'

const multiplied: Record<string, string | string[]> = {
  'rows by range': `SELECT count(*) AS n FROM P AS p, range(${MORE}) AS t(i)`,
  'rows by generate_series': `SELECT count(*) AS n FROM P AS p, generate_series(1, ${MORE}) AS t(i)`,
  'rows by unnest in FROM': `SELECT count(*) AS n FROM P AS p, unnest(range(${MORE})) AS t(i)`,
  'rows by unnest in the list': `SELECT count(*) AS n FROM (SELECT person_id, unnest(range(${MORE})) AS i FROM P AS p)`,
  'rows by a lateral list': `SELECT count(*) AS n FROM P AS p, LATERAL (SELECT unnest(range(${MORE})) AS i) AS t`,
  'rows by a lateral condition': `SELECT count(*) AS n FROM P AS p, LATERAL (SELECT i FROM range(200) AS r(i) WHERE i < ${MORE}) AS t`,
  'rows by a condition of WHERE': `SELECT count(*) AS n FROM ${TIMES} WHERE ${SOME}`,
  'rows by a condition of JOIN': `SELECT count(*) AS n FROM P AS p JOIN range(200) AS t(i) ON i < ${MORE}`,
  'rows by BETWEEN': `SELECT count(*) AS n FROM P AS p JOIN range(200) AS t(i) ON i BETWEEN 1 AND ${MORE}`,
  'rows by an outer join': `SELECT count(*) AS n FROM P AS p LEFT JOIN range(200) AS t(i) ON p.ME AND i < K`,
  'rows by a condition of FILTER': `SELECT count(*) FILTER (WHERE ${SOME}) AS n FROM ${TIMES}`,
  'rows by count_if': `SELECT count_if(${SOME}) AS n FROM ${TIMES}`,
  'rows by a branch': `SELECT count(CASE WHEN ${SOME} THEN 1 END) AS n FROM ${TIMES}`,
  'rows by a sum of branches': `SELECT sum(CASE WHEN ${SOME} THEN 1 ELSE 0 END) AS n FROM ${TIMES}`,
  'rows by a sum of what holds': `SELECT sum(${SOME}::INT) AS n FROM ${TIMES}`,
  'rows by a key': `SELECT ${SOME} AS k, count(*) AS n FROM ${TIMES} GROUP BY 1`,
  'rows by a key of a subquery': `SELECT k, count(*) AS n FROM (SELECT person_id, ${SOME} AS k FROM ${TIMES}) GROUP BY 1`,
  'rows by a condition further out': `SELECT count(*) AS n FROM (SELECT * FROM ${TIMES}) AS p WHERE ${SOME}`,
  'rows by a FILTER further out': `SELECT count(*) FILTER (WHERE ${SOME}) AS n FROM (SELECT * FROM ${TIMES}) AS p`,
  'rows by a condition in a CTE': `WITH r AS (SELECT p.person_id, p.birth_year, i FROM ${TIMES}), s AS (SELECT person_id FROM r AS p WHERE ${SOME}) SELECT count(*) AS n FROM s`,
  'rows that a column hides': `SELECT count(*) FILTER (WHERE keep) AS n FROM (SELECT person_id, ${SOME} AS keep FROM ${TIMES})`,
  'rows of VALUES': `SELECT count(*) AS n FROM P AS p, (VALUES ${Array.from({ length: 60 }, (_, i) => `(${i})`).join(', ')}) AS t(i) WHERE i < 10 OR (p.ME AND i < 10 + K)`,
  'rows of VALUES, written in several ways': `SELECT count(*) AS n FROM P AS p JOIN (VALUES ${Array.from({ length: 60 }, (_, i) => `('${'0'.repeat(i)}${i < 10 ? 1 : i < 14 ? 3 : 45}')`).join(', ')}) AS t(i) ON t.i = CASE WHEN p.ME THEN K ELSE 1 END`,
  'rows of an open subquery': `SELECT count(*) AS n FROM P AS p JOIN (SELECT a.i AS k FROM range(200) AS a(i), range(200) AS b(i) WHERE b.i < a.i) AS t ON t.k = ${MORE}`,
  'rows of an open table': `SELECT count(*) AS n FROM P AS p, (SELECT row_number() OVER (ORDER BY municipality_code) AS i FROM open.municipality) AS t WHERE ${SOME}`,
  'rows of an open table by a code': `SELECT count(*) AS n FROM P AS p JOIN open.municipality AS o ON o.prefecture_code = p.prefecture_code AND (length(o.municipality_code) < 0 OR p.ME)`,
  'rows of an open table of the workspace': [
    'CREATE OR REPLACE TABLE smuggled_steps AS SELECT a.i AS k FROM range(200) AS a(i), range(200) AS b(i) WHERE b.i < a.i',
    `SELECT count(*) AS n FROM P AS p JOIN smuggled_steps AS t ON t.k = ${MORE}`,
  ],
  'rows of groups': `SELECT count(*) AS n FROM P AS p, (SELECT birth_year AS y, count(*) AS c FROM P GROUP BY 1) AS g WHERE g.y < 1950 OR (p.ME AND g.y < 1950 + K)`,
  'rows of other persons': `SELECT count(*) AS n FROM P AS p JOIN (SELECT person_id, row_number() OVER (ORDER BY person_id) AS i FROM P QUALIFY i < 200) AS q ON ${SOME}`,
  'rows kept in a table': [
    `CREATE OR REPLACE TABLE smuggled_rows AS SELECT p.person_id, i FROM ${TIMES} WHERE ${SOME}`,
    'SELECT count(*) AS n FROM smuggled_rows',
  ],
  'rows kept in a table, chosen there': [
    'CREATE OR REPLACE TABLE smuggled_rows AS SELECT person_id, birth_year, i FROM P, range(50) AS t(i)',
    'SELECT count(*) AS n FROM smuggled_rows AS p WHERE i < 2 OR (p.ME AND i < 2 + K)',
  ],
  'rows put into a table': [
    'CREATE OR REPLACE TABLE smuggled_rows AS SELECT person_id, 1 AS i FROM P',
    'INSERT INTO smuggled_rows SELECT p.person_id, i FROM P AS p, range(K) AS t(i) WHERE p.ME',
    'SELECT count(*) AS n FROM smuggled_rows',
  ],
  'rows kept in a view': [
    `CREATE OR REPLACE VIEW smuggled_more AS SELECT p.person_id, i FROM ${TIMES} WHERE ${SOME}`,
    'SELECT count(*) AS n FROM smuggled_more',
  ],
  'rows by UNION ALL': `SELECT count(*) AS n FROM (SELECT person_id FROM P UNION ALL SELECT p.person_id FROM P AS p, range(K) WHERE p.ME)`,
  'rows by DISTINCT': `SELECT count(*) AS n FROM (SELECT DISTINCT p.person_id, i FROM ${TIMES} WHERE ${SOME})`,
  'rows by GROUP BY': `SELECT count(*) AS n FROM (SELECT p.person_id, i FROM ${TIMES} WHERE ${SOME} GROUP BY ALL)`,
  'rows in GROUPING SETS': `SELECT sex, count(*) AS n FROM ${TIMES} WHERE ${SOME} GROUP BY ROLLUP (sex)`,
  'rows by sex': `SELECT sex, count(*) AS n FROM ${TIMES} WHERE ${SOME} GROUP BY sex`,
  'rows per person': `SELECT 1.0 * count(*) / count(DISTINCT person_id) AS n FROM ${TIMES} WHERE ${SOME}`,
  'rows but for the known ones': `SELECT count(*) - 100 * count(DISTINCT person_id) AS n FROM ${TIMES} WHERE ${SOME}`,
  'rows of each person, summed up': `SELECT sum(c) AS n FROM (SELECT p.person_id, count(*) AS c FROM ${TIMES} WHERE ${SOME} GROUP BY 1)`,
  'rows of each person, on average': `SELECT avg(c) AS n FROM (SELECT p.person_id, count(*) AS c FROM ${TIMES} WHERE ${SOME} GROUP BY 1)`,
  'rows of each person under a FILTER, summed up': `SELECT sum(c) AS n FROM (SELECT p.person_id, count(*) FILTER (WHERE ${SOME}) AS c FROM ${TIMES} GROUP BY 1)`,
  'rows of each person by a window, summed up': `SELECT sum(c) AS n FROM (SELECT p.person_id, i, count(*) OVER (PARTITION BY p.person_id) AS c FROM ${TIMES} WHERE ${SOME}) WHERE i = 0`,
  'the last row of each person, summed up': `SELECT sum(c) AS n FROM (SELECT p.person_id, max(i) AS c FROM ${TIMES} WHERE ${SOME} GROUP BY 1)`,
  'rows in a subquery of the list': `SELECT sum((SELECT count(*) FROM range(${MORE}))) AS n FROM P AS p`,
  'rows in a FILTER of PIVOT': `PIVOT (SELECT sex FROM ${TIMES} WHERE ${SOME}) ON sex IN ('1', '2') USING count(*)`,
  'a sum of ones': `SELECT sum(1) AS n FROM ${TIMES} WHERE ${SOME}`,
  'a sum of steps': `SELECT sum(i) AS n FROM ${TIMES} WHERE ${SOME}`,
  'a sum of what all of a group have': `SELECT birth_year, sum(birth_year) AS n FROM ${TIMES} WHERE ${SOME} AND birth_year = (SELECT birth_year FROM P WHERE ME) GROUP BY 1`,
  'a mean of halves': `SELECT avg(CASE WHEN i < 50 THEN 0 ELSE 1 END) AS n FROM ${TIMES} WHERE ${SOME}`,
  'a mean of steps': `SELECT avg(i) AS n FROM ${TIMES} WHERE ${SOME}`,
  'a spread of steps': `SELECT stddev(i) AS n FROM ${TIMES} WHERE ${SOME}`,
  'a geometric mean of steps': `SELECT geomean(i + 1) AS n FROM ${TIMES} WHERE ${SOME}`,
  'rows besides own ones': `SELECT count(*) - sum(birth_month) AS n FROM (SELECT p.person_id, CASE WHEN i = 0 THEN birth_month ELSE 0 END AS birth_month FROM ${TIMES} WHERE ${SOME})`,
}

export const MULTIPLIED: readonly Counting[] = Object.entries(multiplied).map(([name, given]) => ({
  name,
  statements: Array.isArray(given) ? given : [given],
}))
