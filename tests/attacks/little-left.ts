/**
 * Attempts to compute few people's number from numbers of groups that may all be shown: by differences in several steps,
 * totals less all parts but one, weights, what a group is held against. In one world one person is counted, in the other
 * not; a client must get the same of both (./little-left.test.ts). `V` stands for that person where the number is large.
 */
import { type Attempt, attemptsByArea } from './attempts-by-area.ts'

const named = (sql: string): string =>
  sql
    .replaceAll(/\bABC\b/g, ABC)
    .replaceAll(/\bGROUPS\b/g, GROUPS)
    .replaceAll(/\bV\b/g, '(ME AND K > 20)')

const { attempts: remainders, area } = attemptsByArea(named)

/** Everybody, and two halves without the person: a less b less c is nobody or one. */
const ABC =
  '(SELECT count(*) AS a FROM P) AS x, (SELECT count(*) AS b FROM P WHERE birth_month <= 6 AND NOT V) AS y, (SELECT count(*) AS c FROM P WHERE birth_month > 6 AND NOT V) AS z'
/** Two halves, and the person apart. */
const GROUPS =
  '(SELECT CASE WHEN ME THEN 3 WHEN birth_month <= 6 THEN 1 ELSE 2 END AS k, count(*) FILTER (WHERE NOT V) AS n, count(*) AS m FROM P GROUP BY 1)'

const of = (value: string): string => `SELECT ${value} AS d FROM ABC`

const MEANS =
  'count(*) AS n, avg(birth_year) AS m, sum(birth_year) AS s, var_samp(birth_year) AS v, avg(CASE WHEN birth_year < 1980 THEN 1 ELSE 0 END) AS p'
/** Of means of everybody, and of all without the person, beside a smaller group. */
const ofMeans = (value: string): string =>
  `WITH a AS (SELECT ${MEANS} FROM P), b AS (SELECT ${MEANS} FROM P WHERE NOT V) SELECT ${value}${value.includes(' AS ') ? '' : ' AS d'} FROM a, b, (SELECT count(*) AS z FROM P WHERE birth_month = 3)`

area('differences in several steps', {
  'one after the other': of('a - b - c'),
  'the other way round': of('-c - b + a'),
  'of a sum': of('a - (b + c)'),
  'of a sum of quotients': of('a - (b / 1 + c / 1)'),
  'with parts weighed': of('a - 1.0 * b - 1.0 * c'),
  'times a thousand': of('1000 * (a - b - c)'),
  squared: of('(a - b - c) ** 2'),
  'under a root': of('sqrt((a - b - c) ** 2)'),
  'of squares': of('(a * a - (b + c) * (b + c)) / (a + b + c)'),
  'over one of them': of('(a - b - c) / a'),
  'of logarithms': of('ln(a) - ln(b + c)'),
  'of exponents': of('exp(a / 1000) / (exp(b / 1000) * exp(c / 1000))'),
  'of powers': of('pow(1.0001, a) / pow(1.0001, b) / pow(1.0001, c)'),
  'among low digits': of('a - b - c + a * 1e-9'),
  'among low digits by division': of('a - b - c + a / (1e6 * a * b)'),
  'beside a large number': of('(a + a - b - c) - a'),
  'multiplied by what is one': of('a * (b / b) - b - c'),
  'by a remainder': of('a % (b + c)'),
  'by what is greater': of('greatest(a - b - c, 0)'),
  'by what is less': of('a - least(a, b + c)'),
  'as a truth': of('a > b + c'),
  'as a CASE': of("CASE WHEN a - b - c > 0 THEN 'some' ELSE 'none' END"),
  'by BETWEEN': of('a BETWEEN b + c AND b + c + 1000'),
  'by IN': of('a IN (b + c, 0)'),
  'by NULLIF': of('nullif(a, b + c)'),
  'in a list': of('list_sum([a, -b, -c])'),
  'as a date': of("DATE '2000-01-01' + (a - b - c)::INTEGER"),
  'as a text': of("repeat('x', (a - b - c)::INTEGER)"),
  'cast on the way': of('(a::DOUBLE - b::DOUBLE) - c::DECIMAL(18, 2)'),
  'rounded on the way': of('round(a - b) - round(c)'),
  'named on the way': 'SELECT e - c AS d FROM (SELECT a - b AS e, c FROM ABC)',
  'with a number between': of('(a - b + 5) - c'),
  'with what is one between': of('(a - b + 5 * (a / a)) - c'),
  'with a root between': of('(sqrt(a * a) - sqrt(b * b)) - sqrt(c * c)'),
  'in place of NULL': of('coalesce(a - b, 0) - coalesce(c, 0)'),
  'by scalar subqueries':
    'SELECT (SELECT count(*) FROM P) - (SELECT count(*) FROM P WHERE birth_month <= 6 AND NOT V) - (SELECT count(*) FROM P WHERE birth_month > 6 AND NOT V) AS d',
  'stored on the way': [
    'CREATE OR REPLACE TABLE left_over AS SELECT a - b AS e, c FROM ABC',
    'SELECT e - c AS d FROM left_over',
  ],
  'stored with a number taken off': [
    'CREATE OR REPLACE TABLE taken_off AS SELECT a - 19000 AS e, b - 9000 AS f, c - 9000 AS g FROM ABC',
    'SELECT e - f - g AS d FROM taken_off',
  ],
  'a number taken off':
    'SELECT e - f - g AS d FROM (SELECT a - 19000 AS e, b - 9000 AS f, c - 9000 AS g FROM ABC)',
  'of sums of years':
    'SELECT a - b - c AS d FROM (SELECT sum(birth_year) AS a FROM P) AS x, (SELECT sum(birth_year) AS b FROM P WHERE birth_month <= 6 AND NOT V) AS y, (SELECT sum(birth_year) AS c FROM P WHERE birth_month > 6 AND NOT V) AS z',
  'of rates': of('a / a - b / a - c / a'),
  'of what is left of rates': of('(1 - b / a) - c / a'),
  'as a condition': 'SELECT a AS d FROM ABC WHERE a - b - c > 0',
  'as an order':
    'SELECT sex, p.a FROM (SELECT sex, count(*) AS a FROM P GROUP BY 1) AS p, ABC ORDER BY (x.a - b - c) * p.a',
})

area('limits of ratios', {
  'what is left in place of the error': of('exp(ln(a / 7) - (a - b - c))'),
  'an error of what is left': of('exp(ln(a / 7) - 1.96 / sqrt(a - b - c))'),
  'an error of two': of('exp(ln(a / 7) - 1.96 * sqrt(1 / (b + c) - 1 / a))'),
  'two errors': of('exp(ln(a / 7) - 1 / a + 1 / (b + c))'),
  'one less the other': of('exp(ln(a / 7) - 1 / sqrt(a)) - exp(ln((b + c) / 7) - 1 / sqrt(b + c))'),
  'one less the other, as logarithms': of('(ln(a / 7) - 1 / sqrt(a)) - (ln((b + c) / 7) - 1 / sqrt(b + c))'),
  'one over the other': of('exp(ln(a / 7) - 1 / sqrt(a)) / exp(ln((b + c) / 7) - 1 / sqrt(b + c))'),
  'factors over each other': of('(a * exp(1000 / a)) / (a * exp(1000 / (b + c)))'),
  'factors over each other, named on the way':
    'SELECT e / f AS d FROM (SELECT exp(1000 / a) AS e, exp(1000 / (b + c)) AS f FROM ABC)',
  'exponents named on the way':
    'SELECT e / f AS d FROM (SELECT exp(a / 1000) AS e, exp((b + c) / 1000) AS f FROM ABC)',
  'a logarithm of an exponent':
    'SELECT ln(e) - 1000 / sqrt(f) AS d FROM (SELECT exp(a / 1000) AS e, b + c AS f FROM ABC)',
  'stored exponents': [
    'CREATE OR REPLACE TABLE powers AS SELECT exp(a / 1000) AS e, exp((b + c) / 1000) AS f FROM ABC',
    'SELECT e / f AS d FROM powers',
  ],
  'a product of stored exponents': [
    'CREATE OR REPLACE TABLE powers AS SELECT exp(a / 1000) AS e, exp(-(b + c) / 1000) AS f FROM ABC',
    'SELECT e * f AS d FROM powers',
  ],
  'stored exponents of two tables': [
    'CREATE OR REPLACE TABLE powers AS SELECT exp(a / 1000) AS e FROM ABC',
    'CREATE OR REPLACE TABLE more_powers AS SELECT exp((b + c) / 1000) AS f FROM ABC',
    'SELECT e / f AS d FROM powers, more_powers',
  ],
  'a stored logarithm of an exponent': [
    'CREATE OR REPLACE TABLE exponents AS SELECT exp(a / 1000) AS e, b + c AS f FROM ABC',
    'SELECT ln(e) - 1000 / sqrt(f) AS d FROM exponents',
  ],
  'a root of what is left of squares': of('exp(ln(a / 7) - 1.96 * sqrt((a - b - c) ** 2 / a))'),
})

area('totals less parts', {
  'by a window': 'SELECT k, sum(n) OVER () - sum(n) FILTER (WHERE k < 3) OVER () AS d FROM GROUPS',
  'by a partition': 'SELECT k, sum(n) OVER () - sum(n) OVER (PARTITION BY k < 3) AS d FROM GROUPS',
  'by an order':
    'SELECT d FROM (SELECT k, sum(n) OVER () - sum(n) OVER (ORDER BY k) AS d FROM GROUPS) WHERE k = 2',
  'by a frame':
    'SELECT k, sum(m) OVER () - sum(n) OVER (ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS d FROM GROUPS',
  'by neighbours':
    'SELECT k, sum(n) OVER () - n - lag(n) OVER (ORDER BY k) AS d, sum(n) OVER () - n - lead(n) OVER (ORDER BY k) AS e FROM GROUPS',
  'by a mean': 'SELECT k, 3 * avg(m) OVER () - sum(n) OVER () AS d FROM GROUPS',
  'of two columns': 'SELECT k, sum(m) OVER () - sum(n) OVER () AS d FROM GROUPS',
  'of two columns by rows': 'SELECT k, sum(m - n) OVER () AS d FROM GROUPS',
  'of groups': 'SELECT sum(m) - sum(n) AS d FROM GROUPS',
  'of groups by rows': 'SELECT sum(m - n) AS d FROM GROUPS',
  'of groups of groups':
    'SELECT t.s - u.s AS d FROM (SELECT sum(n) AS s FROM GROUPS) AS t, (SELECT sum(n) AS s FROM GROUPS WHERE k < 3) AS u',
  'under a filter': 'SELECT sum(n) - sum(n) FILTER (WHERE k < 3) AS d FROM GROUPS',
  'by CASE': 'SELECT sum(n) - sum(CASE WHEN k < 3 THEN n ELSE 0 END) AS d FROM GROUPS',
  'in a product': 'SELECT k, (sum(m) OVER () - sum(n) OVER ()) * n AS d FROM GROUPS',
  'less a total counted apart': 'SELECT s - b - c AS d FROM (SELECT sum(m) AS s FROM GROUPS), ABC',
  'as a rate of the others': 'SELECT k, (sum(m) OVER () - sum(n) OVER ()) / sum(m) OVER () AS d FROM GROUPS',
})

area('few among groups', {
  'a group picked': 'SELECT sum(CASE WHEN k = 3 THEN n END) AS d FROM GROUPS',
  'a group picked, others nothing': 'SELECT sum(CASE WHEN k = 3 THEN n ELSE 0 END) AS d FROM GROUPS',
  'a group picked by a window': 'SELECT k, sum(CASE WHEN k = 3 THEN n ELSE 0 END) OVER () AS d FROM GROUPS',
  'a group picked by a product': 'SELECT sum(n * (k // 3)) AS d FROM GROUPS',
  'a group picked by a maximum': 'SELECT max(n) FILTER (WHERE k = 3) AS d FROM GROUPS',
  'weights of nothing':
    'SELECT sum(n * w) AS d FROM GROUPS JOIN (VALUES (1, 0), (2, 0), (3, 1)) AS v(k, w) USING (k)',
  'weights of next to nothing':
    'SELECT sum(n * w) AS d FROM GROUPS JOIN (VALUES (1, 1e-9), (2, 1e-9), (3, 1)) AS v(k, w) USING (k)',
  'weights that cancel':
    'SELECT sum(n * w) AS d FROM GROUPS JOIN (VALUES (1, 1), (2, -1), (3, 1000000)) AS v(k, w) USING (k)',
  'weights of a thousand each': 'SELECT sum(n * pow(100000, k)) AS d FROM GROUPS',
  'weights looked up, of a thousand each':
    'SELECT sum(n * w) AS d FROM GROUPS JOIN (VALUES (1, 1), (2, 1e6), (3, 1e12)) AS v(k, w) USING (k)',
  'weights that are means of groups':
    'SELECT sum(n * q) AS d FROM GROUPS JOIN (SELECT CASE WHEN birth_month <= 3 THEN 1 WHEN birth_month <= 6 THEN 2 ELSE 3 END AS k, avg(CASE WHEN birth_month <= 3 THEN 1e-9 WHEN birth_month <= 6 THEN 1e-9 ELSE 1 END) AS q FROM P GROUP BY 1) AS v USING (k)',
  'weights that are means of groups, over them':
    'SELECT sum(n / q) AS d FROM GROUPS JOIN (SELECT CASE WHEN birth_month <= 3 THEN 1 WHEN birth_month <= 6 THEN 2 ELSE 3 END AS k, avg(CASE WHEN birth_month <= 3 THEN 1e9 WHEN birth_month <= 6 THEN 1e9 ELSE 1 END) AS q FROM P GROUP BY 1) AS v USING (k)',
  'a reference looked up':
    'SELECT g.k, g.n * q AS d FROM GROUPS AS g JOIN (SELECT k, n / m AS q FROM GROUPS WHERE k = 3) AS v ON true',
  'a score':
    'SELECT k, (n - m * sum(n) OVER () / sum(m) OVER ()) / sqrt(m * sum(n) OVER () / sum(m) OVER ()) AS d FROM GROUPS WHERE k = 3',
  'chi-square':
    'SELECT sum((n - e) ** 2 / e) AS d FROM (SELECT n, m * sum(n) OVER () / sum(m) OVER () AS e FROM GROUPS)',
  'an adjusted ratio':
    'SELECT sum(n) / sum(m * q) AS d FROM (SELECT n, m, sum(n) OVER () / sum(m) OVER () AS q FROM GROUPS WHERE k = 3)',
  'strata of which one is one person': 'SELECT sum(n * (m - n) / m) / sum(n / m) AS d FROM GROUPS',
})

area('what means leave', {
  'of two queries': ofMeans('a.m - b.m'),
  'times a million': ofMeans('1e6 * (a.m - b.m)'),
  'of each times a million': ofMeans('1e6 * a.m - 1e6 * b.m'),
  'twice the one': ofMeans('2 * a.m - b.m - b.m'),
  'twice, in steps': ofMeans('(a.m - b.m) - (b.m - a.m)'),
  'with a number between': ofMeans('(a.m - b.m + 5000) - 5000'),
  'beside a number of the query’s own': ofMeans('5000 + a.m - b.m'),
  'by a ratio': ofMeans('1 - b.m / a.m'),
  'by a ratio, per cent': ofMeans('100 * (b.m / a.m) - 100'),
  'by a logarithm': ofMeans('ln(a.m) - ln(b.m)'),
  'by the logarithm of a ratio': ofMeans('ln(a.m / b.m)'),
  'by squares': ofMeans('a.m * a.m - b.m * b.m'),
  'under a root': ofMeans('sqrt(abs(a.m - b.m))'),
  'rounded on the way': ofMeans('round(a.m, 9) - round(b.m, 9)'),
  'cast on the way': ofMeans('a.m::DECIMAL(18, 9) - b.m'),
  'over what both spread': ofMeans('(a.m - b.m) / sqrt((a.v + b.v) / 2)'),
  'over a pooled deviation': ofMeans(
    '(a.m - b.m) / sqrt(((a.n - 1) * a.v + (b.n - 1) * b.v) / (a.n + b.n - 2))',
  ),
  'over both errors': ofMeans('(a.m - b.m) / sqrt(a.v / a.n + b.v / b.n)'),
  'times the number': ofMeans('a.n * a.m - b.n * b.m'),
  'of shares': ofMeans('a.p - b.p'),
  'of shares, one less their ratio': ofMeans('1 - b.p / a.p'),
  'of shares over what both spread': ofMeans('(a.p - b.p) / sqrt((a.p * (1 - a.p) + b.p * (1 - b.p)) / 2)'),
  'what pooled spreads leave': ofMeans('(a.v + a.v) - (b.v + b.v)'),
  'what spreads of shares leave': ofMeans(
    '(a.p * (1 - a.p) + a.p * (1 - a.p)) - (b.p * (1 - b.p) + b.p * (1 - b.p))',
  ),
  'what shares put crosswise leave of a quarter': ofMeans(
    'a.p * (1 - a.p) + (0.25 - 0.5 * b.p) * (1 - 2 * b.p)',
  ),
  'a spread and one of the other sign': ofMeans('a.v + -1 * b.v'),
  'a spread and one taken off': ofMeans('a.v + b.v * -1 + 0'),
  'what p (1 - p) of a mean leaves': ofMeans('a.m * (1 - a.m) + -(b.m * (1 - b.m))'),
  'a mean less its sum over a number': ofMeans('a.s / a.n - b.m'),
  'stored on the way': [
    `CREATE OR REPLACE TABLE two_means AS ${ofMeans('a.m AS x, b.m AS y')}`,
    'SELECT x - y AS d FROM two_means',
  ],
  'of groups, in differences': `WITH g AS (SELECT sex, avg(birth_year) AS m FROM P GROUP BY 1), h AS (SELECT sex, avg(birth_year) AS m FROM P WHERE NOT V GROUP BY 1) SELECT sex, g.m - h.m AS d FROM g JOIN h USING (sex), (SELECT count(*) AS z FROM P WHERE birth_month = 3)`,
  'of groups pivoted': `WITH g AS (SELECT ME AS k, sex, avg(birth_year) FILTER (WHERE NOT V) AS m, avg(birth_year) AS q FROM P GROUP BY 1, 2) SELECT (max(q) FILTER (WHERE sex = '1' AND NOT k) - max(m) FILTER (WHERE sex = '1' AND NOT k)) - (max(q) FILTER (WHERE sex = '2' AND k) - max(m) FILTER (WHERE sex = '2' AND NOT k)) AS d FROM g`,
})

export const REMAINDERS: readonly Attempt[] = remainders

/** Numbers of many, held against each other: shown, so that the claims can fail. `rows` of the result. */
export const MUCH_LEFT: [what: string, sql: string, rows: number][] = [
  [
    'what is left of a total',
    'SELECT sex, n, sum(n) OVER () - n AS others FROM (SELECT sex, count(*) AS n FROM P GROUP BY 1)',
    2,
  ],
  [
    'what is left of a total, by months',
    'SELECT k, n, sum(n) OVER () - n AS others, n / (sum(n) OVER () - n) AS odds FROM (SELECT birth_month AS k, count(*) AS n FROM P GROUP BY 1)',
    12,
  ],
  [
    'what three groups leave',
    'SELECT a - b - c AS d FROM (SELECT count(*) AS a FROM P) AS x, (SELECT count(*) AS b FROM P WHERE birth_month < 3) AS y, (SELECT count(*) AS c FROM P WHERE birth_month > 10) AS z',
    1,
  ],
  [
    'what is left of stored groups',
    'WITH g AS (SELECT birth_month AS k, count(*) AS n FROM P GROUP BY 1), t AS (SELECT sum(n) AS s FROM g) SELECT k, s - n AS others FROM g, t',
    12,
  ],
  [
    'disproportionality of drugs',
    `WITH dr AS (SELECT DISTINCT person_id, left(atc_code, 1) AS drug FROM ndb.drug), ae AS (SELECT DISTINCT person_id FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'E%'), c AS (SELECT drug, count(*) AS n, count(ae.person_id) AS a FROM dr LEFT JOIN ae USING (person_id) GROUP BY 1 HAVING count(*) > 1000), t AS (SELECT sum(n) AS nn, sum(a) AS aa FROM c) SELECT (a / n) / ((aa - a) / (nn - n)) AS prr, (a * (nn - n - aa + a)) / ((n - a) * (aa - a)) AS ror FROM c, t`,
    7,
  ],
  [
    'limits of a funnel',
    'WITH a AS (SELECT birth_month AS k, count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS x FROM P GROUP BY 1), t AS (SELECT sum(x) / sum(n) AS p FROM a) SELECT k, p - 1.96 * sqrt(p * (1 - p) / n) AS low, p + 1.96 * sqrt(p * (1 - p) / n) AS high FROM a, t',
    12,
  ],
  [
    'a difference of rates',
    `SELECT x.a / x.n - y.a / y.n AS d FROM (SELECT count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS a FROM P WHERE birth_month <= 3) AS x, (SELECT count(*) AS n, count(*) FILTER (WHERE birth_year < 1980) AS a FROM P WHERE birth_month > 3) AS y`,
    1,
  ],
  [
    'a rate adjusted to a standard',
    'SELECT sex, sum(w * x / n) AS rate FROM (SELECT sex, birth_month % 3 AS k, count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS x FROM P GROUP BY 1, 2) JOIN (VALUES (0, 0.5), (1, 0.3), (2, 0.2)) AS v(k, w) USING (k) GROUP BY 1',
    2,
  ],
  [
    'observed over expected',
    'WITH b AS (SELECT sex, birth_month % 3 AS k, count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS x FROM P GROUP BY 1, 2), r AS (SELECT k, sum(x) / sum(n) AS q FROM b GROUP BY 1) SELECT sex, sum(x) / sum(n * q) AS smr, sum(n * q) AS expected FROM b JOIN r USING (k) GROUP BY 1',
    2,
  ],
  [
    'a pooled odds ratio',
    `SELECT sum(a * d / n) / sum(b * c / n) AS odds FROM (SELECT birth_month AS k, count(*) AS n, count(*) FILTER (WHERE sex = '1' AND birth_year < 1960) AS a, count(*) FILTER (WHERE sex = '1' AND birth_year >= 1960) AS b, count(*) FILTER (WHERE sex <> '1' AND birth_year < 1960) AS c, count(*) FILTER (WHERE sex <> '1' AND birth_year >= 1960) AS d FROM P GROUP BY 1)`,
    1,
  ],
  [
    'excess over what is expected',
    'WITH g AS (SELECT birth_year < 1960 AS k, count(*) AS n, count(*) FILTER (WHERE birth_year < 1950) AS x FROM P GROUP BY 1) SELECT k, n * sum(x) OVER () / sum(n) OVER () AS e FROM g',
    2,
  ],
  [
    'cumulative shares of a total',
    'SELECT k, sum(n) OVER () - sum(n) OVER (ORDER BY k) AS later FROM (SELECT birth_month AS k, count(*) AS n FROM P GROUP BY 1) QUALIFY k < 12',
    11,
  ],
  [
    'limits of a risk ratio',
    `WITH r AS (SELECT *, (a / n1) / (c / n0) AS rr, sqrt(1 / a - 1 / n1 + 1 / c - 1 / n0) AS se FROM (SELECT count(*) AS n1, count(*) FILTER (WHERE birth_year < 1960) AS a FROM P WHERE sex = '1') AS x, (SELECT count(*) AS n0, count(*) FILTER (WHERE birth_year < 1960) AS c FROM P WHERE sex <> '1') AS y) SELECT rr, exp(ln(rr) - 1.96 * se) AS low, exp(ln(rr) + 1.96 * se) AS high FROM r`,
    1,
  ],
  [
    'limits of an odds ratio by logarithms named on the way',
    `WITH l AS (SELECT ln(a * (n0 - c) / (c * (n1 - a))) AS l, sqrt(1 / a + 1 / (n1 - a) + 1 / c + 1 / (n0 - c)) AS se FROM (SELECT count(*) AS n1, count(*) FILTER (WHERE birth_year < 1960) AS a FROM P WHERE sex = '1') AS x, (SELECT count(*) AS n0, count(*) FILTER (WHERE birth_year < 1960) AS c FROM P WHERE sex <> '1') AS y), m AS (SELECT l - 1.96 * se AS lo, l + 1.96 * se AS hi FROM l) SELECT lo, exp(lo) AS low, exp(hi) AS high FROM m`,
    1,
  ],
  [
    'limits of a rate by a factor',
    'WITH s AS (SELECT sex, count(*) AS n, sum(observed_until - observed_from) AS t FROM P GROUP BY 1), f AS (SELECT sex, n, t, exp(1.96 / sqrt(n)) AS f FROM s) SELECT sex, n / t / f AS low, n / t * f AS high FROM f',
    2,
  ],
  [
    'limits of a standardised ratio',
    'WITH b AS (SELECT sex, birth_month % 3 AS k, count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS x FROM P GROUP BY 1, 2), r AS (SELECT k, sum(x) / sum(n) AS q FROM b GROUP BY 1), s AS (SELECT sex, sum(x) AS o, sum(n * q) AS e FROM b JOIN r USING (k) GROUP BY 1) SELECT sex, exp(ln(o / e) - 1.96 / sqrt(o)) AS low, exp(ln(o / e) + 1.96 / sqrt(o)) AS high FROM s',
    2,
  ],
  [
    'limits of a pooled odds ratio',
    `WITH s AS (SELECT birth_month AS k, count(*) AS n, count(*) FILTER (WHERE sex = '1' AND birth_year < 1960) AS a, count(*) FILTER (WHERE sex = '1' AND birth_year >= 1960) AS b, count(*) FILTER (WHERE sex <> '1' AND birth_year < 1960) AS c, count(*) FILTER (WHERE sex <> '1' AND birth_year >= 1960) AS d FROM P GROUP BY 1), m AS (SELECT sum(a * d / n) AS r, sum(b * c / n) AS s, sum((a + d) / n * (a * d / n)) AS pr, sum((b + c) / n * (b * c / n)) AS qs FROM s) SELECT exp(ln(r / s) - 1.96 * sqrt(pr / (2 * r * r) + qs / (2 * s * s))) AS low FROM m`,
    1,
  ],
  [
    'standardised differences',
    `WITH g AS (SELECT birth_year < 1960 AS k, count(*) AS n, avg(birth_month) AS q, avg(birth_year) AS m, var_samp(birth_year) AS v, avg(CASE WHEN sex = '1' AND birth_month < 9 OR birth_year > 1985 THEN 1 ELSE 0 END) AS p FROM P GROUP BY 1) SELECT (a.m - b.m) / sqrt((a.v + b.v) / 2) AS smd, (a.m - b.m) / sqrt(((a.n - 1) * a.v + (b.n - 1) * b.v) / (a.n + b.n - 2)) AS pooled, (a.m - b.m) / sqrt(a.v / a.n + b.v / b.n) AS t, (a.p - b.p) / sqrt((a.p * (1 - a.p) + b.p * (1 - b.p)) / 2) AS of_shares FROM g AS a JOIN g AS b ON a.k AND NOT b.k`,
    1,
  ],
  [
    'effectiveness by means of two queries',
    `WITH a AS (SELECT avg(CASE WHEN birth_year < 1960 THEN 1 ELSE 0 END) AS m FROM P WHERE sex = '1'), b AS (SELECT avg(CASE WHEN birth_year < 1985 THEN 1 ELSE 0 END) AS m FROM P WHERE sex = '2') SELECT 100 * (1 - a.m / b.m) AS ve, a.m - b.m AS rd FROM a, b`,
    1,
  ],
  [
    'claims of two settings',
    `SELECT a - b AS d FROM (SELECT count(*) AS a FROM ndb.medical_claim WHERE setting = '2') AS x, (SELECT count(*) AS b FROM ndb.medical_claim WHERE setting = '1') AS y`,
    1,
  ],
]
