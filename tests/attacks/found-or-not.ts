/**
 * Attempts to learn where one person is by whether a group of that person's is found, or by what an extreme of each
 * group is, where either puts many persons together. `V` stands for that person where the number is large; where it is
 * small there is nobody. A client must get the same of both (./found-or-not.test.ts).
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const named = (sql: string): string =>
  sql
    .replaceAll(/\bFLAGGED\b/g, FLAGGED)
    .replaceAll(/\bMONTHS\b/g, MONTHS)
    .replaceAll(/\bSTACKED\b/g, STACKED)
    .replaceAll(/\bV\b/g, '(ME AND K > 20)')

const { attempts: findings, area } = attemptsByArea(named)

/** The month that person was born in, and something that the query writes beside it. */
const FLAGGED = '(SELECT birth_month AS m, true AS f FROM P WHERE V GROUP BY 1) AS q'
const MONTHS = '(SELECT birth_month AS m, count(*) AS n FROM P GROUP BY 1) AS g'
/** Each month, and once more where that person is. */
const STACKED =
  '(SELECT birth_month AS m, 0 AS f FROM P GROUP BY 1 UNION ALL SELECT birth_month, 1 FROM P WHERE V GROUP BY 1)'

const beside = (select: string, more = ''): string =>
  `SELECT ${select} FROM P AS p LEFT JOIN FLAGGED ON q.m = p.birth_month${more}`

area('what is written beside groups that may not be found', {
  'as a key': beside('q.f, count(*) AS n', ' GROUP BY 1'),
  'whether it is there': beside('q.f IS NULL AS f, count(*) AS n', ' GROUP BY 1'),
  counted: beside('count(q.f) AS n'),
  'as a condition': beside('count(*) AS n', ' WHERE q.f'),
  'as a condition that it is not there': beside('count(*) AS n', ' WHERE q.f IS NULL'),
  'in a filter': beside('count(*) FILTER (WHERE q.f) AS n'),
  'in a mean': beside('avg(CASE WHEN q.f THEN 1 ELSE 0 END) AS r'),
  'in place of nothing': beside('sum(coalesce(q.f, false)::INT) AS n'),
  'for each month': beside('p.birth_month, any_value(q.f) AS f', ' GROUP BY 1'),
  'of two keys':
    "SELECT q.f, count(*) AS n FROM P AS p LEFT JOIN (SELECT birth_month AS m, sex, 'y' AS f FROM P WHERE V GROUP BY 1, 2) AS q ON q.m = p.birth_month AND q.sex = p.sex GROUP BY 1",
  'as the level of a grouping':
    'SELECT q.f, count(*) AS n FROM P AS p LEFT JOIN (SELECT birth_month AS m, grouping(birth_month) AS f FROM P WHERE V GROUP BY 1) AS q ON q.m = p.birth_month GROUP BY 1',
  'by USING':
    'SELECT f, count(*) AS n FROM P LEFT JOIN (SELECT birth_month, true AS f FROM P WHERE V GROUP BY 1) AS q USING (birth_month) GROUP BY 1',
  'handed on': `SELECT count(*) AS n FROM (${beside('p.person_id, q.f')}) WHERE f`,
  'named twice':
    'WITH w AS (SELECT birth_month AS m, true AS f FROM P WHERE V GROUP BY 1) SELECT a.f, b.f AS g, count(*) AS n FROM P AS p LEFT JOIN w AS a ON a.m = p.birth_month LEFT JOIN w AS b ON b.m = p.birth_month GROUP BY ALL',
  'stored on the way': [
    `CREATE OR REPLACE TABLE found_or_not AS ${beside('p.person_id, q.f')}`,
    'SELECT f, count(*) AS n FROM found_or_not GROUP BY 1',
  ],
  'of everybody':
    'SELECT q.f, count(*) AS n FROM P LEFT JOIN (SELECT true AS f FROM P WHERE V HAVING count(*) > 0) AS q ON true GROUP BY 1',
  'beside groups': 'SELECT g.m, q.f, n FROM MONTHS LEFT JOIN FLAGGED ON q.m = g.m',
  'beside groups, as a key': 'SELECT q.f, sum(n) AS n FROM MONTHS LEFT JOIN FLAGGED ON q.m = g.m GROUP BY 1',
  'beside groups, in a filter':
    'SELECT sum(n) FILTER (WHERE q.f) AS n FROM MONTHS LEFT JOIN FLAGGED ON q.m = g.m',
  'beside groups, as a condition':
    'SELECT sum(n) AS n FROM MONTHS LEFT JOIN FLAGGED ON q.m = g.m WHERE q.f IS NULL',
})

const joined = (value: string, select: string, more = ''): string =>
  `SELECT ${select} FROM P AS p JOIN (SELECT birth_month AS m, ${value} AS f FROM P GROUP BY 1) AS q ON q.m = p.birth_month${more}`

area('an extreme of each group that puts persons together', {
  'whether somebody is': joined('bool_or(V)', 'q.f, count(*) AS n', ' GROUP BY 1'),
  'the largest': joined('max(CASE WHEN V THEN 1 ELSE 0 END)', 'q.f, count(*) AS n', ' GROUP BY 1'),
  'the smallest': joined('min(CASE WHEN V THEN 0 ELSE 1 END)', 'q.f, count(*) AS n', ' GROUP BY 1'),
  'a mean': joined('avg((V)::INT)', 'q.f, count(*) AS n', ' GROUP BY 1'),
  'beside another key': joined('bool_or(V)', 'p.sex, q.f, count(*) AS n', ' GROUP BY 1, 2'),
  'in words': joined(
    'bool_or(V)',
    "CASE WHEN q.f THEN 'there' ELSE 'elsewhere' END AS w, count(*) AS n",
    ' GROUP BY 1',
  ),
  'handed on as a key': `SELECT f, count(*) AS n FROM (${joined('bool_or(V)', 'p.person_id, q.f')}) GROUP BY 1`,
  'handed on as a condition': `SELECT count(*) AS n FROM (${joined('bool_or(V)', 'p.person_id, q.f')}) WHERE NOT f`,
  'stored on the way': [
    `CREATE OR REPLACE TABLE put_together AS ${joined('bool_or(V)', 'p.person_id, q.f')}`,
    'SELECT f, count(*) AS n FROM put_together GROUP BY 1',
  ],
  'stored before': [
    'CREATE OR REPLACE TABLE of_months AS SELECT birth_month AS m, bool_or(V) AS f FROM P GROUP BY 1',
    'SELECT f, count(*) AS n FROM P JOIN of_months ON m = birth_month GROUP BY 1',
  ],
  'by a window':
    'SELECT f, count(*) AS n FROM (SELECT bool_or(V) OVER (PARTITION BY birth_month) AS f FROM P) GROUP BY 1',
  'by a window, as a condition':
    'SELECT count(*) AS n FROM (SELECT person_id, max(CASE WHEN V THEN 1 ELSE 0 END) OVER (PARTITION BY birth_month) AS f FROM P) WHERE f = 0',
  'of what is written beside groups':
    'SELECT f, count(*) AS n FROM P JOIN (SELECT m, max(f) AS f FROM STACKED GROUP BY 1) ON m = birth_month GROUP BY 1',
  'a sum of what is written beside groups':
    'SELECT f, count(*) AS n FROM P JOIN (SELECT m, sum(f) AS f FROM STACKED GROUP BY 1) ON m = birth_month GROUP BY 1',
  'of what is written beside groups, as a condition':
    'SELECT count(*) AS n FROM P JOIN (SELECT m, max(f) AS f FROM STACKED GROUP BY 1) ON m = birth_month WHERE f = 0',
})

export const FOUND_OR_NOT: readonly Attempt[] = findings

/** Groups of many, and numbers that nobody decides alone: shown, so that the claims can fail. `rows` of the result. */
export const FOUND_OF_MANY: [what: string, sql: string, rows: number][] = [
  [
    'a mark beside months, for persons',
    'SELECT q.f, count(*) AS n FROM P AS p LEFT JOIN (SELECT birth_month AS m, true AS f FROM P WHERE birth_month < 4 GROUP BY 1) AS q ON q.m = p.birth_month GROUP BY 1',
    2,
  ],
  [
    'a mark beside months that are all found, for groups',
    'SELECT g.m, q.f, n FROM (SELECT birth_month AS m, count(*) AS n FROM P GROUP BY 1) AS g LEFT JOIN (SELECT birth_month AS m, true AS f FROM P GROUP BY 1) AS q USING (m)',
    12,
  ],
  [
    'persons by the mean of their month',
    'SELECT q.f > 1900 AS k, count(*) AS n FROM P AS p JOIN (SELECT birth_month AS m, avg(birth_year) AS f FROM P GROUP BY 1) AS q ON q.m = p.birth_month GROUP BY 1',
    1,
  ],
  [
    'persons by the size of their month',
    'SELECT n > 1000 AS k, count(*) AS c FROM (SELECT count(*) OVER (PARTITION BY birth_month) AS n FROM P) GROUP BY 1',
    1,
  ],
  [
    'a mean of what each month has on average',
    'SELECT sex, avg(q.f) AS f FROM P AS p JOIN (SELECT birth_month AS m, avg(birth_year) AS f FROM P GROUP BY 1) AS q ON q.m = p.birth_month GROUP BY 1',
    2,
  ],
]
