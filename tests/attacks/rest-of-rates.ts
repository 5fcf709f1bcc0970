/**
 * Attempts to have what is left of a rate when nearly everybody is in it, written in every way but `1 - b / a` in one
 * query: the one person who is not is told by it. `V`, `ME` and `K` as in ./little-left.ts; a client must get the same
 * whether that person is in or not (./rest-of-rates.test.ts).
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const named = (sql: string): string =>
  sql
    .replaceAll(/\bIN_ONE\b/g, IN_ONE)
    .replaceAll(/\bAB\b/g, AB)
    .replaceAll(/\bV\b/g, V)

const { attempts: rests, area } = attemptsByArea(named)

/** Few others who are never in it, so that nobody being left is not what is told. */
const V = '((ME AND K > 20) OR (birth_year = 1921 AND birth_month <= 4))'
/** Everybody, and all without these: of one query, and of two beside a smaller group. */
const IN_ONE =
  '(SELECT count(*) AS a, count(*) FILTER (WHERE NOT V) AS b, count(*) FILTER (WHERE NOT V OR K > 90) AS c FROM P)'
const AB =
  '(SELECT count(*) AS a FROM P) AS x, (SELECT count(*) AS b FROM P WHERE NOT V) AS y, (SELECT sum(birth_year) AS s FROM P) AS s, (SELECT sum(birth_year) AS t FROM P WHERE NOT V) AS t, (SELECT count(*) AS z FROM P WHERE birth_month = 3) AS z'

const FORMS: Record<string, string> = {
  'one less it': '1 - b / a',
  'its opposite and one': '-(b / a) + 1',
  'one and its opposite': '1 + -(b / a)',
  'itself less one': 'b / a - 1',
  'a hundred less per cent': '100 - 100.0 * b / a',
  'a hundred less a hundred times it': '100 - 100 * (b / a)',
  'a hundred times one less it': '100 * (1 - b / a)',
  'two less it twice': '2 - b / a - b / a',
  'two less twice it': '2 - 2 * b / a',
  'what is left over the whole': '(a - b) / a',
  'over nothing but nought': '1 - b / nullif(a, 0)',
  'where there are any': 'CASE WHEN a > 0 THEN 1 - b / a END',
  'less what there is': '1 - CASE WHEN a > 0 THEN b / a END',
  'less what there is or nought': '1 - coalesce(b / a, 0)',
  'in another type': '1 - (b / a)::DOUBLE',
  'in a decimal type': '1 - (b / a)::DECIMAL(18, 9)',
  rounded: 'round(1 - b / a, 9)',
  'of it rounded': '1 - round(b / a, 9)',
  'of a whole number of millionths': '1000000 - floor(b * 1e6 / a)',
  'by the name of a function': 'subtract(1, b / a)',
  'added by the name of a function': 'add(b / a, -1)',
  'divided by the name of a function': '1 - divide(b, a)',
  'the other way up': 'a / b - 1',
  'as a logarithm': 'ln(b / a)',
  'as another logarithm': 'log10(b / a)',
  'as a logarithm of two': 'log2(a / b)',
  'as a logarithm to a base': 'log(2, a / b)',
  'as a logarithm rounded': 'round(ln(b / a), 9)',
  'as a logarithm times many': '1e6 * ln(b / a)',
  'as a remainder': '(a / b) % 1',
  'as a remainder by name': 'fmod(a / b, 1)',
  'as an angle': 'acos(b / a)',
  squared: '1 - (b / a) ** 2',
  'under a root': 'sqrt(1 - b / a)',
  'root less one': 'sqrt(b / a) - 1',
  'times a number': '1 - b * 1.0 / (a * 1.0)',
  'of what is the greater': '1 - greatest(b / a, 0)',
  'of odds': 'b / a / (1 - b / a)',
  'of its own variance': 'b / a * (1 - b / a)',
}

const all = (from: string): Record<string, string> =>
  Object.fromEntries(Object.entries(FORMS).map(([name, form]) => [name, `SELECT ${form} AS d FROM ${from}`]))

area('of one query', all('IN_ONE'))
area(
  'of one query, written right there',
  Object.fromEntries(
    Object.entries(FORMS).map(([name, form]) => [
      name,
      `SELECT ${form.replaceAll(/\b[ab]\b/g, (one) => (one === 'a' ? 'count(*)' : 'count(*) FILTER (WHERE NOT V)'))} AS d FROM P`,
    ]),
  ),
)
area('of two queries', all('AB'))
area('of sums of two queries', {
  'one less it': 'SELECT 1 - t / s AS d FROM AB',
  'its opposite and one': 'SELECT -(t / s) + 1 AS d FROM AB',
  'as a logarithm': 'SELECT ln(t / s) AS d FROM AB',
})
area('of a share that has a name', {
  ...Object.fromEntries(
    Object.entries({
      'one less it': '1 - r',
      'its opposite and one': '-r + 1',
      'itself less one': 'r - 1',
      'a hundred less per cent': '100 - 100 * r',
      'as a logarithm': 'ln(r)',
      rounded: '1 - round(r, 9)',
      'its own variance': 'sqrt(r * (1 - r))',
      'by name of a function': 'subtract(1, r)',
    }).flatMap(([name, form]) => [
      [name, `WITH g AS (SELECT b / a AS r FROM AB) SELECT ${form} AS d FROM g`],
      [
        `${name}, materialised`,
        `WITH g AS MATERIALIZED (SELECT b / a AS r FROM IN_ONE) SELECT ${form} AS d FROM g, (SELECT 1)`,
      ],
      [
        `${name}, beside another`,
        `WITH g AS (SELECT sex, count(*) FILTER (WHERE NOT V) / count(*) AS r FROM P GROUP BY 1) SELECT sex, n, ${form} AS d FROM g JOIN (SELECT sex, count(*) AS n FROM P GROUP BY 1) USING (sex)`,
      ],
    ]),
  ),
  stored: [
    'CREATE OR REPLACE TABLE share_of AS SELECT b / a AS r FROM AB',
    'SELECT 1 - r AS d FROM share_of',
  ],
  'stored with what it is of': [
    'CREATE OR REPLACE TABLE parts_of AS SELECT b, a FROM AB',
    'SELECT 1 - b / a AS d FROM parts_of',
  ],
  'of two stored tables': [
    'CREATE OR REPLACE TABLE one_of AS SELECT a FROM AB',
    'CREATE OR REPLACE TABLE other_of AS SELECT b FROM AB',
    'SELECT 100 - 100.0 * b / a AS d FROM one_of, other_of',
  ],
  'a mean': 'SELECT 1 - avg(CASE WHEN V THEN 0 ELSE 1 END) AS d FROM P',
  'a mean of a truth': 'SELECT 1 - avg((NOT V)::INTEGER) AS d FROM P',
  'a mean, the other way round': 'SELECT avg(CASE WHEN V THEN 0 ELSE 1 END) - 1 AS d FROM P',
  'a mean, per cent': 'SELECT 100 - 100 * avg(CASE WHEN V THEN 0 ELSE 1 END) AS d FROM P',
  'a mean that has a name': 'SELECT 1 - m AS d FROM (SELECT avg(CASE WHEN V THEN 0 ELSE 1 END) AS m FROM P)',
  'a mean of another table':
    'WITH g AS (SELECT avg(CASE WHEN V THEN 0 ELSE 1 END) AS m FROM P) SELECT 1 - m AS d FROM g, (SELECT count(*) AS n FROM P)',
  'a stored mean': [
    'CREATE OR REPLACE TABLE mean_of AS SELECT avg(CASE WHEN V THEN 0 ELSE 1 END) AS m FROM P',
    'SELECT 1 - m AS d FROM mean_of',
  ],
  'by scalar subqueries': 'SELECT 1 - (SELECT count(*) FROM P WHERE NOT V) / (SELECT count(*) FROM P) AS d',
  'by one scalar subquery': 'SELECT 1 - (SELECT count(*) FILTER (WHERE NOT V) / count(*) FROM P) AS d',
  'by a window':
    'SELECT sex, 1 - sum(b) OVER () / sum(a) OVER () AS d FROM (SELECT sex, count(*) AS a, count(*) FILTER (WHERE NOT V) AS b FROM P GROUP BY 1)',
  'by a window over shares':
    'SELECT sex, 1 - max(b / a) OVER (PARTITION BY sex) AS d FROM (SELECT sex, count(*) AS a, count(*) FILTER (WHERE NOT V) AS b FROM P GROUP BY 1)',
  'handed on':
    'SELECT k, 1 - lag(r) OVER (ORDER BY k) AS d FROM (SELECT birth_month AS k, count(*) FILTER (WHERE NOT V) / count(*) AS r FROM P GROUP BY 1)',
  'of groups':
    'SELECT 1 - sum(b) / sum(a) AS d FROM (SELECT sex, count(*) AS a, count(*) FILTER (WHERE NOT V) AS b FROM P GROUP BY 1)',
  'of halves': 'SELECT 1 - r AS d FROM (SELECT b / a AS r FROM IN_ONE UNION ALL SELECT 0.5)',
  'a limit': 'SELECT 1 - exp(ln(b / a) - 1e-9 / sqrt(a)) AS d FROM AB',
  'a limit less one': 'SELECT exp(ln(b / a) + 1e-9 / sqrt(a)) - 1 AS d FROM AB',
  'a logarithm with next to no error': 'SELECT ln(b / a) + 1e-9 / sqrt(a) AS d FROM AB',
})

export const RESTS: readonly Attempt[] = rests

const ARMS =
  "(SELECT count(*) AS n1, count(*) FILTER (WHERE birth_year < 1960) AS a FROM P WHERE sex = '1') AS x, (SELECT count(*) AS n0, count(*) FILTER (WHERE birth_year < 1980) AS c FROM P WHERE sex <> '1') AS y"
const MONTHS =
  '(SELECT birth_month AS k, count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS x FROM P GROUP BY 1)'

/** What is left of rates that leave many: shown, so that the claims can fail. `rows` of the result. */
export const MANY_REST: [what: string, sql: string, rows: number][] = [
  [
    'effectiveness',
    `SELECT 1 - (a / n1) / (c / n0) AS ve, 100 * (1 - (a / n1) / (c / n0)) AS per_cent FROM ${ARMS}`,
    1,
  ],
  [
    'effectiveness by a ratio that has a name',
    `WITH r AS MATERIALIZED (SELECT (a / n1) / (c / n0) AS rr FROM ${ARMS}) SELECT rr, 1 - rr AS ve, rr - 1 AS excess FROM r`,
    1,
  ],
  [
    'effectiveness with its limits',
    `WITH r AS (SELECT *, (a / n1) / (c / n0) AS rr, sqrt(1 / a - 1 / n1 + 1 / c - 1 / n0) AS se FROM ${ARMS}) SELECT 1 - rr AS ve, 1 - exp(ln(rr) + 1.96 * se) AS low, 1 - exp(ln(rr) - 1.96 * se) AS high, ln(rr) AS l FROM r`,
    1,
  ],
  [
    'effectiveness with its limits by names on the way',
    `WITH r AS (SELECT *, ln((a / n1) / (c / n0)) AS l, sqrt(1 / a - 1 / n1 + 1 / c - 1 / n0) AS se FROM ${ARMS}), m AS (SELECT l, l - 1.96 * se AS lo, l + 1.96 * se AS hi FROM r) SELECT l, 1 - exp(l) AS ve, 1 - exp(hi) AS low, 1 - exp(lo) AS high FROM m`,
    1,
  ],
  [
    'the rest of rates',
    `SELECT k, 1 - x / n AS rest, 100 - 100.0 * x / n AS per_cent, -(x / n) + 1 AS again FROM ${MONTHS}`,
    12,
  ],
  [
    'the rest of shares that have a name',
    `WITH g AS (SELECT k, x / n AS p FROM ${MONTHS}) SELECT k, p, 1 - p AS rest, sqrt(p * (1 - p)) AS s, p / (1 - p) AS odds, ln(p / (1 - p)) AS logit FROM g JOIN (SELECT birth_month AS k, count(*) AS m FROM P GROUP BY 1) USING (k)`,
    12,
  ],
  [
    'the rest of rounded shares',
    `SELECT k, 1 - round(x / n, 3) AS rest, 100 - round(100.0 * x / n, 1) AS per_cent, round(1 - x / nullif(n, 0), 3) AS again FROM ${MONTHS}`,
    12,
  ],
  [
    'the rest where there are any',
    `SELECT k, 1 - CASE WHEN n > 0 THEN x / n END AS rest, CASE WHEN n > 0 THEN 1 - x / n ELSE 0 END AS again FROM ${MONTHS}`,
    12,
  ],
  [
    'the rest of a mean',
    `SELECT sex, 1 - avg(CASE WHEN birth_year < 1960 THEN 1 ELSE 0 END) AS rest, 100 - 100 * avg((birth_year < 1960)::INTEGER) AS per_cent FROM P GROUP BY 1`,
    2,
  ],
  [
    'the rest of a stored mean',
    `WITH g AS (SELECT sex, avg(CASE WHEN birth_year < 1960 THEN 1 ELSE 0 END) AS m FROM P GROUP BY 1) SELECT sex, m, 1 - m AS rest FROM g JOIN (SELECT sex, count(*) AS n FROM P GROUP BY 1) USING (sex)`,
    2,
  ],
  ['the rest of a total', `SELECT k, 1 - n / sum(n) OVER () AS others FROM ${MONTHS}`, 12],
  [
    'excess over a reference',
    `WITH g AS (SELECT sex, count(*) FILTER (WHERE birth_year < 1960) / count(*) AS p FROM P GROUP BY 1) SELECT g.sex, g.p / r.p AS rr, g.p / r.p - 1 AS excess FROM g, (SELECT count(*) FILTER (WHERE birth_year < 1985) / count(*) AS p FROM P) AS r`,
    2,
  ],
  [
    'growth',
    `SELECT k, n / m - 1 AS growth FROM (SELECT birth_year < 1960 AS k, count(*) AS n FROM P GROUP BY 1) JOIN (SELECT birth_year < 1970 AS k, count(*) AS m FROM P GROUP BY 1) USING (k)`,
    2,
  ],
  [
    'a number less a number',
    `SELECT sex, count(*) - 100 AS n, avg(birth_year) - 1900 AS y, 2026 - avg(birth_year) AS age FROM P GROUP BY 1`,
    2,
  ],
  [
    'an interval by Wilson',
    `SELECT k, (x / n + 1.92 / n + 1.96 * sqrt(x / n * (1 - x / n) / n + 0.96 / (n * n))) / (1 + 3.84 / n) AS high FROM ${MONTHS}`,
    12,
  ],
  [
    'effectiveness by arms of one query joined',
    `WITH g AS (SELECT sex = '1' AS vax, count(*) AS n, count(*) FILTER (WHERE birth_year < 1950 AND (sex = '1' OR birth_month < 9)) AS cases FROM P GROUP BY 1) SELECT a.cases, b.cases, 100 * (1 - (a.cases / a.n) / (b.cases / b.n)) AS ve FROM g AS a JOIN g AS b ON a.vax AND NOT b.vax`,
    1,
  ],
  [
    'effectiveness by arms of one query, by FILTER',
    `WITH g AS (SELECT sex = '1' AS vax, count(*) AS n, count(*) FILTER (WHERE birth_year < 1950 AND (sex = '1' OR birth_month < 9)) AS cases FROM P GROUP BY 1) SELECT 1 - (max(cases) FILTER (WHERE vax) / max(n) FILTER (WHERE vax)) / (max(cases) FILTER (WHERE NOT vax) / max(n) FILTER (WHERE NOT vax)) AS ve FROM g`,
    1,
  ],
  [
    'a mean of dates by a condition',
    `SELECT sex, count(*) AS n, avg(CASE WHEN birth_month < 6 THEN birth_year END) AS y FROM P GROUP BY 1`,
    2,
  ],
]
