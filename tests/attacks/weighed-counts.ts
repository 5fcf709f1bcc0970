/**
 * Attempts to read counts of a few off one sum that everybody stands behind: the query says what each adds, so that its
 * digits are several counts. `RARE` and `OTHER` stand for conditions that fewer than ten meet each, `T` for persons of whom
 * a hundred or so were born in a year and few in a month.
 */
import type { Smuggling } from './smuggled-values.ts'

/** Few, many and many, so that few are not those who differ from most. */
const STEPS = "CASE WHEN RARE THEN 1 WHEN sex = '1' THEN 1000 ELSE 1000000 END"
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1)
const WEIGHTS = `(VALUES ${MONTHS.map((month) => `(${month}, 1000::HUGEINT ** ${month - 1})`).join(', ')}) AS w(m, w)`

/** Everybody, and all but a few. */
const BOTH = '(SELECT count(*) AS a, count(*) FILTER (WHERE NOT coalesce(RARE, false)) AS b FROM P)'
const MEANS = '(SELECT coalesce(RARE, false) AS r, avg(birth_year) AS m FROM P GROUP BY 1)'
const BESIDE = '(SELECT person_id, birth_year, birth_month, coalesce(RARE, false)::INT AS r FROM P)'

const weighing: Record<string, Record<string, string | string[]>> = {
  'counts of each month in one sum': {
    'by a power': 'SELECT sum(pow(1000, birth_month)) AS secret FROM T',
    'by an operator': 'SELECT sum(1000.0 ** birth_month) AS secret FROM T',
    'by an exponential': 'SELECT sum(exp(7 * birth_month)) AS secret FROM T',
    'by bits that are moved': 'SELECT sum(1::HUGEINT << (7 * birth_month)) AS secret FROM T',
    'by a list that is gone through': `SELECT sum(list_sum(list_transform(l, x -> pow(1000, x)))) AS secret FROM (SELECT person_id, list(birth_month) AS l FROM T GROUP BY 1)`,
    'by a list of months that are gone through': `SELECT sum(list_sum(list_transform([${MONTHS.join(', ')}], x -> CASE WHEN x = birth_month THEN pow(1000, x) END))) AS secret FROM T`,
    'by a product, by name, of a list': `SELECT sum(list_aggregate([${Array(10).fill('birth_month::HUGEINT').join(', ')}], 'product')) AS secret FROM T`,
    'by a product of months': `SELECT sum(${Array(10).fill('birth_month::HUGEINT').join(' * ')}) AS secret FROM T`,
    'by a list': `SELECT sum([${MONTHS.map((month) => `1e${2 * month}`).join(', ')}][birth_month]) AS secret FROM T`,
    'by a MAP': `SELECT sum(MAP {${MONTHS.map((month) => `${month}: 1e${2 * month}`).join(', ')}}[birth_month]) AS secret FROM T`,
    'from VALUES': `SELECT sum(w.w) AS secret FROM T JOIN ${WEIGHTS} ON w.m = T.birth_month`,
    'by a CTE': `WITH k AS (SELECT i, pow(1000, i) AS w FROM range(1, 13) AS r(i)) SELECT sum(k.w) AS secret FROM T JOIN k ON k.i = T.birth_month`,
    'by recursion': `WITH RECURSIVE k AS (SELECT 1 AS i, 1.0::DOUBLE AS w UNION ALL SELECT i + 1, w * 1000 FROM k WHERE i < 12) SELECT sum(k.w) AS secret FROM T JOIN k ON k.i = T.birth_month`,
    'by a scalar subquery': `SELECT sum((SELECT w.w FROM ${WEIGHTS} WHERE w.m = T.birth_month)) AS secret FROM T`,
    'as a mean': 'SELECT avg(pow(1000, birth_month)) AS secret FROM T',
    'by fsum': 'SELECT fsum(pow(1000, birth_month)) AS secret FROM T',
    'by kahan_sum': 'SELECT kahan_sum(pow(1000, birth_month)) AS secret FROM T',
    'by a product': 'SELECT product(pow(2, birth_month)) AS secret FROM T',
    'by bits': 'SELECT bit_or(1 << birth_month) AS secret FROM T',
    'as a geometric mean': `SELECT geomean([${[2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37].join(', ')}][birth_month]) AS secret FROM T`,
    'by different values': 'SELECT sum(DISTINCT pow(1000, birth_month)) AS secret FROM T',
    'as a spread': 'SELECT stddev(pow(1000, birth_month)) AS secret FROM T',
    'under a macro': [
      'CREATE OR REPLACE MACRO heavy(x) AS pow(1000, x)',
      'SELECT sum(heavy(birth_month)) AS secret FROM T',
    ],
    'kept in a table': [
      'CREATE OR REPLACE TABLE weights_kept AS SELECT person_id, pow(1000, birth_month) AS w FROM T',
      'SELECT sum(w) AS secret FROM weights_kept',
    ],
    'in views on views': [
      'CREATE OR REPLACE VIEW heavier AS SELECT person_id, birth_month AS m FROM T',
      'CREATE OR REPLACE VIEW heaviest AS SELECT person_id, pow(1000, m) AS w FROM heavier',
      'SELECT sum(w) AS secret FROM heaviest',
    ],
    'looked up in a table': [
      'CREATE OR REPLACE TABLE looked AS SELECT i, pow(1000, i) AS w FROM range(1, 13) AS r(i)',
      'SELECT sum(l.w) AS secret FROM T JOIN looked AS l ON l.i = T.birth_month',
    ],
    'of groups':
      'SELECT sum(n * pow(1000, m)) AS secret FROM (SELECT birth_month AS m, count(*) AS n FROM T GROUP BY 1)',
    'over a window': 'SELECT DISTINCT sum(pow(1000, birth_month)) OVER () AS secret FROM T',
  },
  'a count of few as a share': {
    'by a CASE': 'SELECT avg(CASE WHEN RARE THEN 1 ELSE 0 END) AS secret FROM P',
    'in per cent': 'SELECT round(avg(CASE WHEN RARE THEN 100.0 ELSE 0 END), 6) AS secret FROM P',
    'of a boolean': 'SELECT avg((RARE)::INT) AS secret FROM P',
    'times how many there are': 'SELECT count(*) * avg((RARE)::INT) AS secret FROM P',
    'in groups':
      'SELECT sex, avg(CASE WHEN RARE THEN 1 ELSE 0 END) AS secret FROM P GROUP BY 1 HAVING sex = 1::VARCHAR',
    'made in a CTE':
      'WITH f AS (SELECT person_id, CASE WHEN RARE THEN 1 ELSE 0 END AS one FROM P) SELECT avg(one) AS secret FROM f',
    'where few are put in place of none':
      'SELECT avg(coalesce(q.one, 0)) AS secret FROM P AS p LEFT JOIN (SELECT person_id, 1 AS one FROM P WHERE RARE) AS q USING (person_id)',
    'over a window': 'SELECT DISTINCT avg((RARE)::INT) OVER () AS secret FROM P',
    'kept in a table': [
      'CREATE OR REPLACE TABLE shares_kept AS SELECT person_id, (RARE)::INT AS one FROM P',
      'SELECT avg(one) AS secret FROM shares_kept',
    ],
  },
  'a count of few among weights of many': {
    'by branches': `SELECT sum(${STEPS}) AS secret FROM P`,
    'by branches, in groups': `SELECT birth_month % 2 AS k, sum(CASE WHEN RARE THEN 1 WHEN birth_year < 1960 THEN 1000 ELSE 1000000 END) AS secret FROM P GROUP BY 1`,
    'by branches, on average': `SELECT avg(${STEPS}) AS secret FROM P`,
    'by branches, times how many': `SELECT avg(${STEPS}) * count(*) AS secret FROM P`,
    'by branches among large numbers':
      "SELECT sum(CASE WHEN RARE THEN 1000001 WHEN sex = '1' THEN 1000000 ELSE 2000000 END) AS secret FROM P",
    'by branches a little below':
      "SELECT sum(CASE WHEN RARE THEN 999 WHEN sex = '1' THEN 1000 ELSE 2000 END) AS secret FROM P",
    'by branches far above':
      "SELECT sum(CASE WHEN RARE THEN 1000000000 WHEN sex = '1' THEN 1 ELSE 2 END) AS secret FROM P",
    'by branches of halves':
      "SELECT sum(CASE WHEN RARE THEN 0.001 WHEN sex = '1' THEN 1 ELSE 2 END) AS secret FROM P",
    'by a branch that is no multiple of others':
      "SELECT sum(CASE WHEN RARE THEN 337 WHEN sex = '1' THEN 1000 ELSE 3000 END) AS secret FROM P",
    'by roots': "SELECT sum(sqrt(CASE WHEN RARE THEN 2 WHEN sex = '1' THEN 1 ELSE 4 END)) AS secret FROM P",
    'by two branches of few':
      "SELECT sum(CASE WHEN RARE THEN 1 WHEN OTHER THEN 100 WHEN sex = '1' THEN 10000 ELSE 20000 END) AS secret FROM P",
    'below zero':
      "SELECT sum(CASE WHEN RARE THEN -1 WHEN sex = '1' THEN 1000 ELSE 2000 END) AS secret FROM P",
    'beside a noise of many values': `SELECT sum(birth_year * 1e10 + ${STEPS}) AS secret FROM P`,
    'in a subquery': `SELECT sum(v) AS secret FROM (SELECT person_id, ${STEPS} AS v FROM P)`,
    'by words that name a part': `SELECT sum(date_part(k, DATE '2001-02-03')) AS secret FROM (SELECT person_id, 'day' AS k FROM P WHERE RARE UNION ALL SELECT person_id, 'year' FROM P WHERE NOT RARE)`,
    'by words whose bytes are numbers': `SELECT sum(k::BLOB::BIT::BIGINT) AS secret FROM (SELECT person_id, 'a' AS k FROM P WHERE RARE UNION ALL SELECT person_id, 'aa' FROM P WHERE NOT RARE AND sex = '1' UNION ALL SELECT person_id, 'aaaa' FROM P WHERE NOT RARE AND sex = '2')`,
    'by words in a struct': `SELECT sum(CASE s.k WHEN 'a' THEN 1 WHEN 'b' THEN 1000 ELSE 1000000 END) AS secret FROM (SELECT person_id, {'k': k} AS s FROM (SELECT person_id, 'a' AS k FROM P WHERE RARE UNION ALL SELECT person_id, CASE sex WHEN '1' THEN 'b' ELSE 'c' END FROM P WHERE NOT RARE))`,
    'of a union of parts':
      "SELECT sum(w) AS secret FROM (SELECT person_id, 1 AS w FROM P WHERE RARE UNION ALL SELECT person_id, 1000 FROM P WHERE NOT RARE AND sex = '1' UNION ALL SELECT person_id, 1000000 FROM P WHERE NOT RARE AND sex = '2')",
    'from each person’s own rows': `SELECT sum(w) AS secret FROM (SELECT person_id, max(${STEPS}) AS w FROM P GROUP BY 1)`,
    'among their claims': `SELECT sum(${STEPS}) AS secret FROM P JOIN ndb.medical_claim AS c USING (person_id)`,
    'among their claims, in groups': `SELECT c.setting, sum(${STEPS}) AS secret FROM P JOIN ndb.medical_claim AS c USING (person_id) GROUP BY ROLLUP (c.setting)`,
    'under a filter': `SELECT sum(${STEPS}) FILTER (WHERE birth_month > 0) AS secret FROM P`,
    'by no number':
      "SELECT sum(CASE WHEN RARE THEN 'NaN'::DOUBLE WHEN sex = '1' THEN 1 ELSE 2 END) AS secret FROM P",
    'as a condition on groups': `SELECT sex, count(*) AS secret FROM P GROUP BY 1 HAVING sum(CASE WHEN RARE THEN 1 WHEN birth_year < 1960 THEN 1000 ELSE 1000000 END) % 1000 < 5`,
    'by bits that are set': `SELECT sum((birth_year * 4096) | (RARE)::INT) AS secret FROM P`,
  },
  'how many are few, or what these come to, from a spread': {
    'a variance': 'SELECT var_pop((RARE)::INT) AS secret, var_pop((NOT RARE)::INT) AS secret_rest FROM P',
    'a deviation, under a filter': "SELECT stddev((RARE)::INT) FILTER (WHERE sex = '1') AS secret FROM P",
    'a standard error of two numbers': 'SELECT sem(CASE WHEN RARE THEN 5 ELSE 1 END) AS secret FROM P',
    'squares of a regression':
      'SELECT regr_sxx(birth_year, (RARE)::INT) AS secret, regr_syy((RARE)::INT, birth_year) AS secret_y FROM P',
    'a mean of a regression': 'SELECT regr_avgx(birth_year, (RARE)::INT) AS secret FROM P',
    'a slope, their mean less that of others':
      'SELECT regr_slope(birth_year, (RARE)::INT) AS secret, regr_intercept(birth_year, (RARE)::INT) AS secret_others FROM P',
    'a correlation':
      'SELECT corr((RARE)::INT, birth_year) AS secret, regr_r2(birth_year, (RARE)::INT) AS secret_r2 FROM P',
    'a covariance': 'SELECT covar_pop((RARE)::INT, birth_year) AS secret FROM P',
    'of values or nothing':
      'SELECT regr_slope(CASE WHEN RARE THEN birth_year ELSE 0 END, birth_month) AS secret FROM P',
    'of values times a condition': 'SELECT stddev(birth_year * (RARE)::INT) AS secret FROM P',
    'from a subquery': `SELECT stddev(r) AS secret, corr(r, birth_year) AS secret_r FROM ${BESIDE}`,
    'of counts of each person':
      'SELECT stddev(n) AS secret FROM (SELECT person_id, count(*) FILTER (WHERE RARE) AS n FROM P GROUP BY 1)',
    'of who is found in another table':
      'SELECT stddev((q.person_id IS NOT NULL)::INT) AS secret FROM P AS p LEFT JOIN (SELECT person_id FROM P WHERE RARE) AS q USING (person_id)',
    'of what is found there, or nothing':
      'SELECT stddev(coalesce(q.k, 0)) AS secret FROM P AS p LEFT JOIN (SELECT person_id, 1 AS k FROM P WHERE RARE) AS q USING (person_id)',
    'of a union of values and zeros':
      'SELECT stddev(k) AS secret FROM (SELECT person_id, birth_month AS k FROM P WHERE RARE UNION ALL SELECT person_id, 0 FROM P WHERE NOT RARE)',
    'of numbers of a list':
      'SELECT stddev(w.k) AS secret FROM P JOIN (VALUES (true, 1), (false, 0)) AS w(r, k) ON w.r = RARE',
    'a mean of values or zeros':
      'SELECT avg(CASE WHEN RARE THEN birth_year ELSE 0 END) AS secret, avg(birth_year * (RARE)::INT) AS secret_times FROM P',
    'among their claims':
      'SELECT stddev((RARE)::INT) AS secret FROM P JOIN ndb.medical_claim AS c USING (person_id)',
    'as it was stored': [
      `CREATE OR REPLACE TABLE few_stored AS SELECT person_id, birth_year, r FROM ${BESIDE}`,
      'SELECT stddev(r) AS secret, regr_slope(birth_year, r) AS secret_b FROM few_stored',
    ],
    'counts of each month as a mean of a regression':
      'SELECT regr_avgx(1, pow(1000, birth_month)) AS secret, regr_avgy(pow(1000, birth_month), 1) AS secret_y FROM T',
    'counts of each month as squares of a regression':
      'SELECT regr_sxx(1, pow(1000, birth_month)) AS secret FROM T',
    'counts of each month as a covariance':
      'SELECT covar_pop(pow(1000, birth_month), pow(1000, birth_month)) AS secret FROM T',
  },
  'how many are few, in the digits that many values leave free': {
    'by branches':
      'SELECT sum(CASE WHEN RARE THEN birth_year * 1000 + 1 ELSE birth_year * 1000 END) AS secret FROM P',
    'by branches of days':
      'SELECT sum(CASE WHEN RARE THEN birth_year * 12000 + birth_month * 1000 + 1 ELSE birth_year * 12000 + birth_month * 1000 END) AS secret FROM P',
    'on average, off no round number':
      'SELECT avg(if(RARE, birth_year * 997 + 1, birth_year * 997)) AS secret FROM P',
    'by one branch of three':
      "SELECT sum(CASE WHEN RARE THEN birth_year * 1000 + 1 WHEN sex = '1' THEN birth_year * 1000 ELSE birth_year * 2000 END) AS secret FROM P",
    'by a text': "SELECT sum((birth_year || CASE WHEN RARE THEN '1' ELSE '0' END)::INT) AS secret FROM P",
    'by a text with a point':
      "SELECT sum((birth_year || '.' || CASE WHEN RARE THEN '1' ELSE '0' END)::DOUBLE) AS secret FROM P",
    'by a text in which something is replaced':
      "SELECT sum(replace(birth_year || '0', CASE WHEN RARE THEN '0' ELSE 'x' END, '1')::INT) AS secret FROM P",
    'by a list':
      'SELECT sum([birth_year * 1000, birth_year * 1000 + 1][1 + coalesce(RARE, false)::INT]) AS secret FROM P',
    'by the greater of two':
      'SELECT sum(greatest(birth_year * 1000, (birth_year * 1000 + 1) * coalesce(RARE, false)::INT)) AS secret FROM P',
    'by what is not equal':
      'SELECT sum(coalesce(nullif(birth_year * 1000 + 1, CASE WHEN RARE THEN 0 ELSE birth_year * 1000 + 1 END), birth_year * 1000)) AS secret FROM P',
    'by a bit that is set':
      'SELECT sum(set_bit((birth_year * 1000)::BIT, 31, coalesce(RARE, false)::INT)::INT) AS secret FROM P',
    'by numbers of a list':
      'SELECT sum(birth_year * 1000 + w.k) AS secret FROM P JOIN (VALUES (true, 1), (false, 0)) AS w(r, k) ON w.r = RARE',
    'as a row of its own':
      'SELECT sum(v) AS secret FROM (SELECT person_id, unnest([birth_year * 1000, coalesce(RARE, false)::INT]) AS v FROM P)',
    'in a subquery':
      'SELECT sum(v) AS secret, avg(v) AS secret_mean FROM (SELECT person_id, CASE WHEN RARE THEN birth_year * 1000 + 1 ELSE birth_year * 1000 END AS v FROM P)',
    'as it was stored': [
      'CREATE OR REPLACE TABLE few_digits AS SELECT person_id, CASE WHEN RARE THEN birth_year * 1000 + 1 ELSE birth_year * 1000 END AS v FROM P',
      'SELECT sum(v) AS secret, stddev(v) AS secret_spread FROM few_digits',
    ],
  },
  'how far two counts are apart': {
    'by a piece of a list': `SELECT len(range(30000)[b:a]) AS secret FROM ${BOTH}`,
    'by a piece of a piece': `SELECT len(range(30000)[:a][b:]) AS secret FROM ${BOTH}`,
    'by a piece, by name': `SELECT len(list_slice(range(30000), b, a)) AS secret FROM ${BOTH}`,
    'by a piece of a text': `SELECT length(repeat('x', 30000)[b:a]) AS secret FROM ${BOTH}`,
    'by a place in numbers backwards': `SELECT list_reverse(range(a))[b] AS secret FROM ${BOTH}`,
    'by a place, by name': `SELECT list_extract(list_reverse(range(a)), b) AS secret FROM ${BOTH}`,
    'by powers': `SELECT pow(2, a / 100.0) / pow(2, b / 100.0) AS secret FROM ${BOTH}`,
    'by exponentials': `SELECT exp(a / 100.0) * exp(-b / 100.0) AS secret FROM ${BOTH}`,
    'by bits that are moved': `SELECT (1::HUGEINT << (a % 100)::INT) / (1::HUGEINT << (b % 100)::INT) AS secret FROM ${BOTH}`,
    'by what is left of a rate': `SELECT 1 - b / a AS secret FROM ${BOTH}`,
    'by what a rate has too much': `SELECT 100.0 * a / b - 100 AS secret FROM ${BOTH}`,
    'by what is left of a rate, times all': `SELECT a * (1 - b / a) AS secret FROM ${BOTH}`,
    'by odds': `SELECT (b / a) / (1 - b / a) AS secret FROM ${BOTH}`,
    'by what is left of a rounded rate': `SELECT round(100 * (1 - round(1.0 * b / a, 6)), 4) AS secret FROM ${BOTH}`,
    'by what is left of a share of sums':
      'SELECT 1 - sum(birth_year) FILTER (WHERE NOT coalesce(RARE, false)) / sum(birth_year) AS secret FROM P',
  },
  'the mean of a few among few means': {
    'as their mean': `SELECT avg(m) AS secret FROM ${MEANS}`,
    'as their sum': `SELECT sum(m) AS secret, avg(m * 2) AS secret_twice FROM ${MEANS}`,
    'over a window': `SELECT DISTINCT avg(m) OVER () AS secret FROM ${MEANS}`,
    'as a running sum': `SELECT s AS secret FROM (SELECT r, sum(m) OVER (ORDER BY r) AS s FROM ${MEANS}) WHERE r`,
    'as a scalar subquery': `SELECT (SELECT avg(m) FROM ${MEANS}) AS secret`,
    'as it was stored': [
      `CREATE OR REPLACE TABLE few_means AS SELECT r, m FROM ${MEANS}`,
      'SELECT avg(m) AS secret FROM few_means',
    ],
  },
}

export const WEIGHED_COUNTS: readonly Smuggling[] = Object.entries(weighing).flatMap(([area, attempts]) =>
  Object.entries(attempts).map(([name, given]) => ({ area, name, statements: [given].flat() })),
)

const CHARLSON = `SELECT p.person_id, p.sex, p.prefecture_code,
  coalesce(max(CASE WHEN d.icd10_code LIKE 'E11%' THEN 1 WHEN d.icd10_code LIKE 'I50%' THEN 1 WHEN d.icd10_code LIKE 'N18%' THEN 2 WHEN d.icd10_code LIKE 'C%' THEN 2 WHEN d.icd10_code LIKE 'K7%' THEN 3 WHEN d.icd10_code LIKE 'B2%' THEN 6 END), 0) AS cci
  FROM P AS p LEFT JOIN ndb.medical_diagnosis AS d USING (person_id) GROUP BY 1, 2, 3`

/** What studies add up that they weigh themselves: all of it arrives. */
export const WEIGHED_BY_STUDIES: [what: string, statements: string | string[]][] = [
  [
    'shares of many, and of nobody,',
    'SELECT sex, avg(CASE WHEN birth_year < 1960 THEN 1 ELSE 0 END) AS old, 100 * avg((birth_year < 1000)::INT) AS none FROM P GROUP BY 1',
  ],
  ['points of a score', `SELECT sex, sum(cci) AS s, avg(cci) AS m FROM (${CHARLSON}) GROUP BY 1`],
  [
    'points of a score, by prefecture',
    `SELECT prefecture_code, avg(cci) AS m FROM (${CHARLSON}) GROUP BY 1 HAVING count(*) >= 30`,
  ],
  [
    'points of a score by age',
    'SELECT sex, birth_month, avg(CASE WHEN birth_year < 1930 THEN 3 WHEN birth_year < 1945 THEN 2 WHEN birth_year < 1965 THEN 1 ELSE 0 END) AS s FROM P GROUP BY ALL',
  ],
  [
    'defined daily doses by a list',
    "SELECT sum(d.quantity * u.strength / u.ddd) AS ddd FROM ndb.drug AS d JOIN (VALUES ('1', 5.0, 2.5), ('2', 10.0, 30.0), ('3', 500.0, 2000.0), ('6', 20.0, 30.0)) AS u(code, strength, ddd) ON starts_with(d.drug_code, u.code)",
  ],
  [
    'units put alike',
    "SELECT sum(CASE WHEN drug_code LIKE '1%' THEN quantity / 1000.0 ELSE quantity END) AS g, avg(CASE WHEN drug_code LIKE '1%' THEN quantity * 1000 ELSE quantity END) AS mg FROM ndb.drug",
  ],
  [
    'years under observation',
    "SELECT sex, sum(date_diff('day', observed_from, observed_until) / 365.25) AS py FROM P GROUP BY 1",
  ],
  [
    'costs',
    'SELECT setting, sum(points * 10) AS yen, avg(points * 10) AS mean FROM ndb.medical_claim GROUP BY 1',
  ],
  [
    'persons standardised by age',
    'SELECT sex, sum(w.w) AS s FROM P JOIN (VALUES (0, 0.2013), (1, 0.1987), (2, 0.25), (3, 0.3)) AS w(band, w) ON w.band = least(3, (P.birth_year - 1920) // 20) GROUP BY 1',
  ],
  [
    'doses',
    'SELECT sex, sum(1 + birth_month % 3) AS doses, avg(1 + birth_month % 3) AS mean FROM P GROUP BY 1',
  ],
  [
    'points by band',
    'SELECT prefecture_code, avg(CASE WHEN birth_year < 1940 THEN 2 WHEN birth_year < 1960 THEN 1 ELSE 0 END) AS s FROM P GROUP BY 1 HAVING count(*) >= 250',
  ],
  [
    'proportions',
    'SELECT sex, avg(CASE WHEN birth_year < 1950 THEN 100.0 ELSE 0 END) AS old, avg((birth_month > 6)::INT) AS late FROM P GROUP BY 1',
  ],
  [
    'one way or the other',
    'SELECT sex, sum(CASE WHEN birth_year < 1950 THEN 1 ELSE -1 END) AS s FROM P GROUP BY 1',
  ],
  [
    'logarithms and roots',
    'SELECT setting, avg(ln(points + 1)) AS l, avg(sqrt(points)) AS r, exp(avg(ln(points + 1))) AS g FROM ndb.medical_claim GROUP BY 1',
  ],
  [
    'months and seasons',
    'SELECT sex, avg(birth_month) AS m, avg(CASE WHEN birth_month IN (12, 1, 2) THEN 1 WHEN birth_month < 6 THEN 2 WHEN birth_month < 9 THEN 3 ELSE 4 END) AS s FROM P GROUP BY 1',
  ],
  [
    'spreads of what many are',
    'SELECT sex, stddev((birth_year < 1950)::INT) AS s, corr((birth_year < 1950)::INT, birth_month) AS r, regr_slope(birth_month, (birth_year < 1960)::INT) AS b FROM P GROUP BY 1',
  ],
  [
    'spreads of numbers of claims',
    'SELECT stddev(n) AS s, sem(coalesce(n, 0)) AS e FROM (SELECT person_id, count(*) AS n FROM ndb.medical_claim GROUP BY 1)',
  ],
  [
    'spreads and slopes of costs',
    'SELECT stddev(least(points, 10000)) AS s, stddev((points > 1000)::INT) AS b, covar_pop(points, service_days) AS c, regr_slope(points, service_days) AS r FROM ndb.medical_claim',
  ],
  [
    'a spread of what is recorded',
    'SELECT stddev(smoker::INT) AS s, corr(smoker::INT, bmi) AS r FROM ndb.checkup',
  ],
  [
    'what is left of rates',
    'SELECT sex, 1 - count(*) FILTER (WHERE birth_year < 1950) / count(*) AS a, 100 - 100.0 * sum((birth_year < 1960)::INT) / count(*) AS b, 1 - count(*) FILTER (WHERE birth_year > 0) / count(*) AS c FROM P GROUP BY 1',
  ],
  [
    'limits of a rate',
    "SELECT sex, d / py AS r, d / py * exp(1.96 / sqrt(d)) AS hi, d / py * exp(-1.96 / sqrt(d)) AS lo FROM (SELECT p.sex, count(x.person_id) AS d, sum(date_diff('day', p.observed_from, p.observed_until)) / 365.25 AS py FROM P AS p LEFT JOIN ndb.death AS x USING (person_id) GROUP BY 1)",
  ],
  [
    'means of means of many',
    'SELECT avg(m) AS a, sum(m) AS s FROM (SELECT prefecture_code, avg(birth_year) AS m FROM P GROUP BY 1)',
  ],
  [
    'the mean of means of towns',
    'SELECT avg(m) AS a FROM (SELECT municipality_code, avg(birth_year) AS m FROM P GROUP BY 1)',
  ],
  [
    'a running mean of means',
    'SELECT y, avg(m) OVER (ORDER BY y ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS a FROM (SELECT birth_month AS y, avg(birth_year) AS m FROM P GROUP BY 1)',
  ],
  [
    'shares of costs by age',
    'SELECT p.prefecture_code, sum(CASE WHEN p.birth_year < 1948 THEN c.points * 10 * 0.1 WHEN p.birth_year < 1953 THEN c.points * 10 * 0.2 ELSE c.points * 10 * 0.3 END) AS yen FROM ndb.medical_claim AS c JOIN P AS p USING (person_id) GROUP BY 1',
  ],
  [
    'costs above a limit by half',
    'SELECT setting, sum(CASE WHEN points > 5000 THEN points * 0.5 + 2500 ELSE points END) AS s, avg(least(points * 0.9, 10000)) AS m FROM ndb.medical_claim GROUP BY 1',
  ],
  [
    'years to a death or the end',
    "SELECT sex, sum(CASE WHEN x.death_date IS NOT NULL THEN date_diff('day', observed_from, x.death_date) / 365.25 ELSE date_diff('day', observed_from, observed_until) / 365.25 END) AS py FROM P LEFT JOIN ndb.death AS x USING (person_id) GROUP BY 1",
  ],
]
