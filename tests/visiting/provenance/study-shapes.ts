/**
 * Shapes of real studies, as epidemiologists write them, on the small tables of ./persons-bench.ts. `keys`: how many
 * columns name the row. Judged by brute force in ./study-shapes.test.ts.
 *
 * More than 400 lines: one table, to be read and added to in one place.
 */
import type { Shape } from './by-brute-force.ts'

export interface StudyShape extends Shape {
  name: string
}

/** First day of a claim's month. */
const DAY = 'make_date(ym // 100, ym % 100, 1)'
const BAND = `CASE WHEN age < 20 THEN '0-19' WHEN age < 40 THEN '20-39' WHEN age < 65 THEN '40-64' ELSE '65+' END`

const shapes: [string, number, string, Pick<StudyShape, 'steady' | 'unverified'>?][] = [
  // cohorts
  [
    'new users with a washout',
    1,
    `WITH users AS (SELECT person_id, min(ym) AS start FROM ndb.claim WHERE dx = 'A' GROUP BY person_id), washed AS (SELECT u.person_id, u.start FROM users u WHERE NOT EXISTS (SELECT 1 FROM ndb.claim c WHERE c.person_id = u.person_id AND c.ym < u.start AND c.dx = 'B')) SELECT start, count(*) AS n FROM washed GROUP BY start`,
  ],
  [
    'exposed and unexposed by membership',
    1,
    `WITH exposed AS (SELECT DISTINCT person_id FROM ndb.claim WHERE dx = 'A') SELECT CASE WHEN p.person_id IN (SELECT person_id FROM exposed) THEN 'exposed' ELSE 'unexposed' END AS grp, count(*) AS n, avg(age) AS mean_age FROM ndb.person p GROUP BY 1`,
  ],
  [
    'exposed by LEFT JOIN',
    1,
    `WITH exposed AS (SELECT DISTINCT person_id FROM ndb.claim WHERE dx = 'A') SELECT e.person_id IS NOT NULL AS exposed, count(*) AS n, count(k.person_id) AS care FROM ndb.person p LEFT JOIN exposed e USING (person_id) LEFT JOIN kaigo.care k USING (person_id) GROUP BY 1`,
  ],
  [
    'a linked cohort of two databases',
    2,
    `SELECT p.sex, k.level, count(DISTINCT p.person_id) AS n, sum(k.days) AS days FROM ndb.person p JOIN kaigo.care k ON k.person_id = p.person_id GROUP BY p.sex, k.level`,
  ],
  [
    'five nested CTEs',
    1,
    `WITH base AS (SELECT person_id, ym, cost FROM ndb.claim WHERE cost > 0), per AS (SELECT person_id, count(*) AS visits, sum(cost) AS total FROM base GROUP BY person_id), banded AS (SELECT person_id, visits, total, CASE WHEN visits >= 3 THEN 'many' ELSE 'few' END AS band FROM per), joined AS (SELECT b.*, p.sex, p.age FROM banded b JOIN ndb.person p USING (person_id)), grouped AS (SELECT band, count(*) AS n, sum(total) AS total, avg(age) AS age FROM joined GROUP BY band) SELECT band, n, total, total / n AS per_person, age FROM grouped`,
  ],
  [
    'an index event by QUALIFY',
    2,
    `WITH idx AS (SELECT person_id, ym, dx FROM ndb.claim WHERE dx IS NOT NULL QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY ym, dx, cost, inst) = 1) SELECT ym, dx, count(*) AS n FROM idx GROUP BY ALL`,
  ],
  [
    'an index event by DISTINCT ON',
    1,
    `WITH idx AS (SELECT DISTINCT ON (person_id) person_id, ym, dx FROM ndb.claim ORDER BY person_id, ym, dx, cost, inst) SELECT dx, count(*) AS n FROM idx GROUP BY dx`,
  ],
  [
    'an index event by arg_min of each person',
    1,
    `WITH idx AS (SELECT person_id, min(ym) AS first, arg_min(dx, ym * 1000 + cost) AS dx FROM ndb.claim WHERE dx IS NOT NULL GROUP BY person_id) SELECT dx, count(*) AS n FROM idx GROUP BY dx`,
  ],
  [
    'outcome within a window after the index',
    1,
    `WITH idx AS (SELECT person_id, min(${DAY}) AS day0 FROM ndb.claim WHERE dx = 'A' GROUP BY person_id) SELECT p.sex, count(*) AS n, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM ndb.claim o WHERE o.person_id = i.person_id AND o.dx = 'B' AND make_date(o.ym // 100, o.ym % 100, 1) BETWEEN i.day0 AND i.day0 + INTERVAL 60 DAY)) AS events FROM idx i JOIN ndb.person p USING (person_id) GROUP BY p.sex`,
  ],
  [
    'time to event in days, banded',
    1,
    `WITH a AS (SELECT person_id, min(${DAY}) AS d FROM ndb.claim WHERE dx = 'A' GROUP BY 1), b AS (SELECT person_id, min(${DAY}) AS d FROM ndb.claim WHERE dx = 'B' GROUP BY 1) SELECT CASE WHEN date_diff('day', a.d, b.d) < 0 THEN 'before' WHEN date_diff('day', a.d, b.d) <= 31 THEN '0-31' ELSE '32+' END AS band, count(*) AS n FROM a JOIN b USING (person_id) GROUP BY 1`,
  ],
  [
    'person-years with dates',
    1,
    `WITH e AS (SELECT person_id, min(${DAY}) AS d0, max(${DAY}) + INTERVAL 1 MONTH AS d1 FROM ndb.claim GROUP BY person_id) SELECT p.sex, count(*) AS n, sum(date_diff('day', d0, d1)) / 365.25 AS years FROM e JOIN ndb.person p USING (person_id) GROUP BY p.sex`,
  ],
  [
    'an incidence rate per 1,000 person-years',
    1,
    `WITH e AS (SELECT person_id, min(ym) AS s, max(ym) AS t, bool_or(dx = 'B') AS event FROM ndb.claim GROUP BY person_id) SELECT p.sex, 1000.0 * sum(CASE WHEN e.event THEN 1 ELSE 0 END) / sum(e.t - e.s + 1) AS rate FROM e JOIN ndb.person p USING (person_id) GROUP BY p.sex`,
  ],
  [
    'an incidence rate ratio of two rows',
    0,
    `WITH r AS (SELECT sex, count(*) FILTER (WHERE age >= 50) AS ev, sum(age) AS py FROM ndb.person GROUP BY sex) SELECT (SELECT 1.0 * ev / py FROM r WHERE sex = 'F') / (SELECT 1.0 * ev / py FROM r WHERE sex = 'M') AS irr`,
    { steady: ['irr'] },
  ],
  [
    'a rate ratio by conditional sums',
    0,
    `SELECT (1.0 * count(*) FILTER (WHERE sex = 'F' AND age >= 50) / count(*) FILTER (WHERE sex = 'F')) / (1.0 * count(*) FILTER (WHERE sex = 'M' AND age >= 50) / count(*) FILTER (WHERE sex = 'M')) AS rr FROM ndb.person`,
    { steady: ['rr'] },
  ],
  [
    'a two by two table',
    2,
    `WITH e AS (SELECT person_id, max(CASE WHEN dx = 'A' THEN 1 ELSE 0 END) AS exposed, max(CASE WHEN dx = 'B' THEN 1 ELSE 0 END) AS outcome FROM ndb.claim GROUP BY person_id) SELECT exposed, outcome, count(*) AS n FROM e GROUP BY ALL ORDER BY ALL`,
  ],
  [
    'an odds ratio over CTEs',
    0,
    `WITH e AS (SELECT person_id, max(CASE WHEN dx = 'A' THEN 1 ELSE 0 END) AS x, max(CASE WHEN dx = 'B' THEN 1 ELSE 0 END) AS y FROM ndb.claim GROUP BY person_id), t AS (SELECT count(*) FILTER (WHERE x = 1 AND y = 1) AS a, count(*) FILTER (WHERE x = 1 AND y = 0) AS b, count(*) FILTER (WHERE x = 0 AND y = 1) AS c, count(*) FILTER (WHERE x = 0 AND y = 0) AS d FROM e) SELECT (a * d) / nullif(b * c, 0) AS odds FROM t`,
  ],
  [
    'a confidence interval of a proportion',
    1,
    `WITH t AS (SELECT sex, count(*) AS n, avg(CASE WHEN age >= 50 THEN 1.0 ELSE 0 END) AS p FROM ndb.person GROUP BY sex) SELECT sex, p, p - 1.96 * sqrt(p * (1 - p) / n) AS low, p + 1.96 * sqrt(p * (1 - p) / n) AS high FROM t`,
    { steady: ['p', 'low', 'high'] },
  ],
  // standardisation
  [
    'age standardisation by an open population',
    0,
    `WITH r AS (SELECT pref, 1.0 * count(*) FILTER (WHERE age >= 50) / count(*) AS rate FROM ndb.person GROUP BY pref) SELECT sum(r.rate * f.population) / sum(f.population) AS standardised FROM r JOIN open.prefecture f USING (pref)`,
  ],
  [
    'age standardisation with weights in VALUES',
    1,
    `WITH w(band, weight) AS (VALUES ('0-19', 0.2), ('20-39', 0.25), ('40-64', 0.3), ('65+', 0.25)), r AS (SELECT sex, ${BAND} AS band, avg(CASE WHEN pref = 1 THEN 1.0 ELSE 0 END) AS rate, count(*) AS n FROM ndb.person GROUP BY ALL) SELECT r.sex, sum(r.rate * w.weight) AS standardised, sum(r.n) AS n FROM r JOIN w USING (band) GROUP BY r.sex`,
  ],
  [
    'expected counts by indirect standardisation',
    0,
    `WITH ref AS (SELECT ${BAND} AS band, avg(CASE WHEN sex = 'F' THEN 1.0 ELSE 0 END) AS rate FROM ndb.person GROUP BY 1), obs AS (SELECT ${BAND} AS band, count(*) AS n FROM ndb.person WHERE pref = 1 GROUP BY 1) SELECT sum(obs.n * ref.rate) AS expected FROM obs JOIN ref USING (band)`,
  ],
  [
    'rates by prefecture with population',
    1,
    `SELECT f.name, count(*) AS n, 100000.0 * count(*) / max(f.population) AS per_100k FROM ndb.person p JOIN open.prefecture f USING (pref) GROUP BY f.name`,
  ],
  [
    'rates with the population as a key',
    2,
    `SELECT f.name, f.population, 100000.0 * count(*) / f.population AS per_100k FROM ndb.person p JOIN open.prefecture f USING (pref) GROUP BY f.name, f.population`,
  ],
  // comorbidity
  [
    'a comorbidity index of each person, banded',
    1,
    `WITH d AS (SELECT DISTINCT person_id, dx FROM ndb.claim WHERE dx IS NOT NULL), s AS (SELECT person_id, sum(CASE dx WHEN 'A' THEN 1 WHEN 'B' THEN 2 ELSE 0 END) AS score FROM d GROUP BY person_id) SELECT CASE WHEN coalesce(s.score, 0) = 0 THEN '0' WHEN s.score < 3 THEN '1-2' ELSE '3+' END AS cci, count(*) AS n FROM ndb.person p LEFT JOIN s USING (person_id) GROUP BY 1`,
  ],
  [
    'a comorbidity index with weights in VALUES',
    1,
    `WITH w(dx, weight) AS (VALUES ('A', 1), ('B', 2), ('C', 6)), s AS (SELECT person_id, sum(weight) AS score FROM (SELECT DISTINCT person_id, dx FROM ndb.claim) c JOIN w USING (dx) GROUP BY person_id) SELECT score, count(*) AS n FROM s GROUP BY score`,
  ],
  [
    'a mean comorbidity index by sex',
    1,
    `WITH s AS (SELECT person_id, count(DISTINCT dx) AS kinds FROM ndb.claim GROUP BY person_id) SELECT p.sex, avg(coalesce(s.kinds, 0)) AS mean, stddev(coalesce(s.kinds, 0)) AS sd FROM ndb.person p LEFT JOIN s USING (person_id) GROUP BY p.sex`,
  ],
  [
    'flags by bool_or',
    2,
    `WITH f AS (SELECT person_id, bool_or(dx = 'A') AS a, bool_or(dx = 'B') AS b FROM ndb.claim GROUP BY person_id) SELECT a, b, count(*) AS n FROM f GROUP BY a, b`,
  ],
  [
    'pairs of diseases in one person',
    2,
    `WITH d AS (SELECT DISTINCT person_id, dx FROM ndb.claim WHERE dx IS NOT NULL) SELECT x.dx AS one, y.dx AS other, count(*) AS n FROM d x JOIN d y ON x.person_id = y.person_id AND x.dx < y.dx GROUP BY x.dx, y.dx`,
  ],
  [
    'prevalence of each disease among all',
    1,
    `SELECT dx, count(DISTINCT person_id) AS n, 100.0 * count(DISTINCT person_id) / (SELECT count(*) FROM ndb.person) AS percent FROM ndb.claim GROUP BY dx`,
  ],
  // sequences
  [
    'gaps and islands of months',
    1,
    `WITH m AS (SELECT DISTINCT person_id, ym FROM ndb.claim), g AS (SELECT person_id, ym, ym - row_number() OVER (PARTITION BY person_id ORDER BY ym) AS island FROM m), s AS (SELECT person_id, island, count(*) AS months FROM g GROUP BY person_id, island) SELECT months, count(*) AS spells FROM s GROUP BY months`,
  ],
  [
    'spells by lag and a running sum',
    1,
    `WITH m AS (SELECT DISTINCT person_id, ym FROM ndb.claim), g AS (SELECT person_id, ym, CASE WHEN ym - lag(ym) OVER (PARTITION BY person_id ORDER BY ym) = 1 THEN 0 ELSE 1 END AS fresh FROM m), s AS (SELECT person_id, ym, sum(fresh) OVER (PARTITION BY person_id ORDER BY ym) AS spell FROM g) SELECT spell, count(*) AS n FROM s GROUP BY spell`,
  ],
  [
    'days since the last claim',
    1,
    `WITH l AS (SELECT person_id, ${DAY} - lag(${DAY}) OVER (PARTITION BY person_id ORDER BY ym, cost) AS gap FROM ndb.claim) SELECT CASE WHEN gap IS NULL THEN 'first' WHEN gap <= 31 THEN 'next month' ELSE 'later' END AS gap, count(*) AS n FROM l GROUP BY 1`,
  ],
  [
    'readmission within a month',
    1,
    `WITH v AS (SELECT person_id, inst, ym, lead(ym) OVER (PARTITION BY person_id ORDER BY ym, cost, dx) AS next FROM ndb.claim) SELECT inst, count(*) AS visits, count(*) FILTER (WHERE next - ym <= 1) AS back FROM v GROUP BY inst`,
  ],
  [
    'switching from one drug to another',
    2,
    `WITH s AS (SELECT person_id, dx AS from_dx, lead(dx) OVER (PARTITION BY person_id ORDER BY ym, cost, inst) AS to_dx FROM ndb.claim) SELECT from_dx, to_dx, count(*) AS n FROM s WHERE to_dx IS NOT NULL GROUP BY ALL`,
  ],
  [
    'first and last month of each person',
    2,
    `SELECT first, last, count(*) AS n FROM (SELECT person_id, min(ym) AS first, max(ym) AS last FROM ndb.claim GROUP BY person_id) GROUP BY ALL`,
  ],
  [
    'the nth visit',
    1,
    `SELECT ym, count(*) AS n FROM (SELECT person_id, ym, row_number() OVER (PARTITION BY person_id ORDER BY ym, cost, dx, inst) AS nth FROM ndb.claim) WHERE nth = 2 GROUP BY ym`,
  ],
  [
    'a sequence of events with ASOF',
    1,
    `WITH a AS (SELECT person_id, ym FROM ndb.claim WHERE dx = 'A'), b AS (SELECT person_id, ym FROM ndb.claim WHERE dx = 'B') SELECT b.ym - a.ym AS months, count(*) AS n FROM b ASOF JOIN a ON b.person_id = a.person_id AND b.ym >= a.ym GROUP BY 1`,
  ],
  [
    'overlap of two periods',
    1,
    `WITH p AS (SELECT person_id, min(ym) AS s, max(ym) AS e FROM ndb.claim GROUP BY 1) SELECT k.level, count(*) AS n FROM p JOIN kaigo.care k ON k.person_id = p.person_id AND k.days > p.e - p.s GROUP BY k.level`,
  ],
  // calendars
  [
    'a calendar by generate_series',
    1,
    `WITH cal AS (SELECT unnest(generate_series(DATE '2024-01-01', DATE '2024-04-01', INTERVAL 1 MONTH)) AS month) SELECT cal.month, count(c.person_id) AS n FROM cal LEFT JOIN ndb.claim c ON make_date(c.ym // 100, c.ym % 100, 1) = cal.month GROUP BY cal.month`,
  ],
  [
    'a calendar table function',
    1,
    `SELECT m.d, count(DISTINCT c.person_id) AS n FROM generate_series(DATE '2024-01-01', DATE '2024-04-01', INTERVAL 1 MONTH) AS m(d) JOIN ndb.claim c ON ${DAY.replaceAll('ym', 'c.ym')} = m.d GROUP BY m.d`,
  ],
  [
    'person-months by a series of each person',
    1,
    `WITH e AS (SELECT person_id, min(ym) AS s, max(ym) AS t FROM ndb.claim GROUP BY person_id) SELECT m, count(*) AS at_risk FROM (SELECT person_id, unnest(range(s, t + 1)) AS m FROM e) GROUP BY m`,
  ],
  [
    'person-months by a lateral series',
    1,
    `WITH e AS (SELECT person_id, min(ym) AS s, max(ym) AS t FROM ndb.claim GROUP BY person_id) SELECT m.i, count(*) AS at_risk FROM e, range(e.s, e.t + 1) AS m(i) GROUP BY m.i`,
  ],
  [
    'at risk in each month of a calendar',
    1,
    `WITH e AS (SELECT person_id, min(ym) AS s, max(ym) AS t FROM ndb.claim GROUP BY person_id) SELECT m.ym, count(*) AS at_risk FROM open.month m JOIN e ON m.ym BETWEEN e.s AND e.t GROUP BY m.ym`,
  ],
  [
    'prevalence by month of a calendar',
    1,
    `WITH n AS (SELECT count(*) AS n FROM ndb.person), m AS (SELECT m.ym, count(DISTINCT c.person_id) AS k FROM open.month m LEFT JOIN ndb.claim c USING (ym) GROUP BY m.ym) SELECT m.ym, m.k, 100.0 * m.k / n.n AS percent FROM m, n`,
  ],
  [
    'a moving average over months',
    1,
    `WITH m AS (SELECT ym, sum(cost) AS s FROM ndb.claim WHERE cost > 0 GROUP BY ym) SELECT ym, avg(s) OVER (ORDER BY ym ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS smooth FROM m`,
  ],
  [
    'change on the month before',
    1,
    `WITH m AS (SELECT ym, count(DISTINCT person_id) AS n FROM ndb.claim GROUP BY ym) SELECT ym, n, 100.0 * (n - lag(n) OVER (ORDER BY ym)) / lag(n) OVER (ORDER BY ym) AS change FROM m`,
  ],
  [
    'quarters of a year',
    1,
    `SELECT date_trunc('quarter', ${DAY}) AS quarter, count(*) AS n, sum(cost) FILTER (WHERE cost > 0) AS s FROM ndb.claim GROUP BY 1`,
  ],
  [
    'fiscal years',
    1,
    `SELECT year(${DAY} - INTERVAL 3 MONTH) AS fiscal, count(DISTINCT person_id) AS n FROM ndb.claim GROUP BY 1`,
  ],
  [
    'interrupted time series',
    2,
    `SELECT ym, ym >= 202403 AS after, count(*) AS n, avg(cost) AS mean FROM ndb.claim GROUP BY 1, 2`,
  ],
  [
    'week of a date as a text',
    1,
    `SELECT strftime(${DAY}, '%Y-%m') AS month, count(*) AS n FROM ndb.claim GROUP BY 1`,
  ],
  // ratios and percentages
  [
    'percent of a total by a window',
    2,
    `SELECT sex, pref, count(*) AS n, round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY sex), 1) AS percent FROM ndb.person GROUP BY sex, pref`,
    { steady: ['percent'] },
  ],
  [
    'percent of a total by a CTE',
    1,
    `WITH t AS (SELECT count(*) AS total FROM ndb.person) SELECT sex, count(*) AS n, 100.0 * count(*) / any_value(t.total) AS percent FROM ndb.person, t GROUP BY sex`,
  ],
  [
    'percent of a total over a grouped CTE',
    1,
    `WITH g AS (SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex) SELECT sex, n, 100.0 * n / (SELECT sum(n) FROM g) AS percent FROM g`,
  ],
  [
    'a cumulative percentage',
    1,
    `WITH g AS (SELECT ym, count(*) AS n FROM ndb.claim GROUP BY ym) SELECT ym, 100.0 * sum(n) OVER (ORDER BY ym) / sum(n) OVER () AS cumulative FROM g`,
    { steady: ['cumulative'] },
  ],
  [
    'cost of each person',
    1,
    `SELECT p.sex, sum(c.cost) / count(DISTINCT c.person_id) AS per_person FROM ndb.claim c JOIN ndb.person p USING (person_id) WHERE c.cost > 0 GROUP BY p.sex`,
  ],
  [
    'ratio of two averages',
    1,
    `SELECT pref, avg(age) FILTER (WHERE sex = 'F') / avg(age) FILTER (WHERE sex = 'M') AS ratio FROM ndb.person GROUP BY pref`,
    { steady: ['ratio'] },
  ],
  [
    'a ratio with nullif',
    1,
    `SELECT ym, 1.0 * count(*) FILTER (WHERE dx = 'A') / nullif(count(*) FILTER (WHERE dx = 'B'), 0) AS ratio FROM ndb.claim GROUP BY ym`,
    { steady: ['ratio'] },
  ],
  [
    'difference of two rates',
    1,
    `SELECT pref, avg(CASE WHEN age > 40 THEN 1.0 ELSE 0 END) - avg(CASE WHEN sex = 'F' THEN 1.0 ELSE 0 END) AS diff FROM ndb.person GROUP BY pref`,
  ],
  [
    'share above the mean',
    1,
    `SELECT sex, count(*) FILTER (WHERE age > (SELECT avg(age) FROM ndb.person)) AS above, count(*) AS n FROM ndb.person GROUP BY sex`,
  ],
  [
    'rank of prefectures',
    1,
    `SELECT pref, n, rank() OVER (ORDER BY n DESC) AS place FROM (SELECT pref, count(*) AS n FROM ndb.person GROUP BY pref)`,
    { steady: ['place'] },
  ],
  [
    'the three largest groups',
    1,
    `SELECT dx, count(*) AS n FROM ndb.claim GROUP BY dx ORDER BY n DESC, dx LIMIT 3`,
  ],
  [
    'groups of enough persons by HAVING',
    1,
    `SELECT dx, count(DISTINCT person_id) AS n FROM ndb.claim GROUP BY dx HAVING count(DISTINCT person_id) >= 3`,
  ],
  [
    'a total by ROLLUP',
    2,
    `SELECT coalesce(sex, 'all') AS sex, grouping(sex) AS g, count(*) AS n, avg(age) AS mean FROM ndb.person GROUP BY ROLLUP (sex)`,
  ],
  [
    'a cube with labels',
    4,
    `SELECT CASE WHEN grouping(sex) = 1 THEN 'all' ELSE sex END AS sex, CASE WHEN grouping(pref) = 1 THEN -1 ELSE pref END AS pref, grouping(sex) AS gs, grouping(pref) AS gp, count(*) AS n FROM ndb.person GROUP BY CUBE (sex, pref)`,
  ],
  // distributions
  [
    'median of a cost for each person',
    1,
    `WITH t AS (SELECT person_id, sum(cost) AS total FROM ndb.claim WHERE cost > 0 GROUP BY person_id) SELECT p.sex, count(*) AS n FROM t JOIN ndb.person p USING (person_id) GROUP BY p.sex`,
  ],
  [
    'mean and standard deviation',
    1,
    `SELECT sex, count(*) AS n, avg(age) AS mean, stddev_samp(age) AS sd FROM ndb.person GROUP BY sex`,
    { steady: ['mean', 'sd'] },
  ],
  [
    'a histogram by width',
    1,
    `SELECT (age // 10) * 10 AS decade, count(*) AS n FROM ndb.person GROUP BY 1 ORDER BY 1`,
  ],
  ['age bands by CASE', 2, `SELECT ${BAND} AS band, sex, count(*) AS n FROM ndb.person GROUP BY 1, 2`],
  [
    'age bands by a table of bounds',
    1,
    `WITH b(label, low, high) AS (VALUES ('young', 0, 40), ('old', 40, 200)) SELECT b.label, count(*) AS n, avg(p.age) AS mean FROM ndb.person p JOIN b ON p.age >= b.low AND p.age < b.high GROUP BY b.label`,
  ],
  [
    'quartiles of each person by ntile',
    1,
    `SELECT q, count(*) AS n FROM (SELECT person_id, ntile(4) OVER (ORDER BY age, person_id) AS q FROM ndb.person) GROUP BY q`,
    { steady: ['n'] },
  ],
  [
    'a tertile by cut points from a query',
    1,
    `WITH cut AS (SELECT avg(age) AS m FROM ndb.person) SELECT CASE WHEN p.age < cut.m THEN 'low' ELSE 'high' END AS half, count(*) AS n FROM ndb.person p CROSS JOIN cut GROUP BY 1`,
  ],
  [
    'table one with several kinds of numbers',
    1,
    `SELECT sex, count(*) AS n, avg(age) AS age, 100.0 * count(*) FILTER (WHERE pref = 1) / count(*) AS in_1, max(age) AS oldest, min(age) AS youngest FROM ndb.person GROUP BY sex`,
  ],
  [
    'table one in long form',
    2,
    `SELECT 'sex' AS variable, sex AS value, count(*) AS n FROM ndb.person GROUP BY sex UNION ALL SELECT 'pref', pref::VARCHAR, count(*) FROM ndb.person GROUP BY pref`,
  ],
  [
    'missing values',
    1,
    `SELECT sex, count(*) AS n, count(*) - count(age) AS missing, count(*) FILTER (WHERE pref IS NULL) AS no_pref FROM ndb.person GROUP BY sex`,
  ],
  [
    'a covariate balance by standardised difference',
    0,
    `WITH g AS (SELECT avg(age) FILTER (WHERE sex = 'F') AS m1, avg(age) FILTER (WHERE sex = 'M') AS m0, var_samp(age) FILTER (WHERE sex = 'F') AS v1, var_samp(age) FILTER (WHERE sex = 'M') AS v0 FROM ndb.person) SELECT (m1 - m0) / sqrt((v1 + v0) / 2) AS smd FROM g`,
  ],
  [
    'a slope of cost on age',
    1,
    `SELECT p.sex, regr_slope(c.amount, p.age) AS slope, corr(c.amount, p.age) AS r FROM ndb.claim c JOIN ndb.person p USING (person_id) GROUP BY p.sex`,
  ],
  // pivots
  [
    'a PIVOT of months',
    1,
    `PIVOT (SELECT person_id, dx, ym FROM ndb.claim) ON ym IN (202401, 202402, 202403) USING count(*) GROUP BY dx`,
  ],
  [
    'a PIVOT of persons',
    1,
    `PIVOT (SELECT sex, pref, person_id FROM ndb.person) ON sex IN ('F', 'M') USING count(DISTINCT person_id) GROUP BY pref`,
  ],
  [
    'a PIVOT of sums with two aggregates',
    1,
    `PIVOT (SELECT dx, ym, cost FROM ndb.claim WHERE cost > 0) ON ym IN (202401, 202402) USING sum(cost) AS s, count(*) AS n GROUP BY dx`,
  ],
  [
    'a SQL standard PIVOT',
    1,
    `SELECT * FROM (SELECT pref, sex, age FROM ndb.person) PIVOT (avg(age) FOR sex IN ('F', 'M') GROUP BY pref)`,
    { steady: ['F', 'M'] },
  ],
  [
    'a PIVOT of a grouped CTE',
    1,
    `WITH g AS (SELECT pref, sex, count(*) AS n FROM ndb.person GROUP BY ALL) PIVOT g ON sex IN ('F', 'M') USING sum(n) GROUP BY pref`,
  ],
  [
    'wide to long by UNPIVOT',
    2,
    `WITH w AS (SELECT ym, count(*) FILTER (WHERE dx = 'A') AS a, count(*) FILTER (WHERE dx = 'B') AS b FROM ndb.claim GROUP BY ym) UNPIVOT w ON a, b INTO NAME dx VALUE n`,
  ],
  [
    'columns by conditional counts',
    1,
    `SELECT pref, sum((sex = 'F')::INTEGER) AS f, sum((sex = 'M')::INTEGER) AS m, sum(if(age >= 65, 1, 0)) AS older FROM ndb.person GROUP BY pref`,
  ],
  // sets
  [
    'patients of either of two diseases',
    0,
    `SELECT count(*) AS n FROM (SELECT person_id FROM ndb.claim WHERE dx = 'A' UNION SELECT person_id FROM ndb.claim WHERE dx = 'B')`,
  ],
  [
    'patients of both',
    0,
    `SELECT count(*) AS n FROM (SELECT person_id FROM ndb.claim WHERE dx = 'A' INTERSECT SELECT person_id FROM ndb.claim WHERE dx = 'B')`,
  ],
  [
    'patients of one and not the other',
    0,
    `SELECT count(*) AS n FROM (SELECT person_id FROM ndb.claim WHERE dx = 'A' EXCEPT SELECT person_id FROM ndb.claim WHERE dx = 'B')`,
  ],
  [
    'both by INNER JOIN of CTEs',
    1,
    `WITH a AS (SELECT DISTINCT person_id FROM ndb.claim WHERE dx = 'A'), b AS (SELECT DISTINCT person_id FROM ndb.claim WHERE dx = 'B') SELECT p.sex, count(*) AS n FROM ndb.person p JOIN a USING (person_id) JOIN b USING (person_id) GROUP BY p.sex`,
  ],
  [
    'exclusions by ANTI JOIN',
    1,
    `SELECT p.pref, count(*) AS n FROM ndb.person p ANTI JOIN kaigo.care k USING (person_id) GROUP BY p.pref`,
  ],
  [
    'exclusions by LEFT JOIN and IS NULL',
    1,
    `SELECT p.pref, count(*) AS n FROM ndb.person p LEFT JOIN kaigo.care k ON k.person_id = p.person_id WHERE k.person_id IS NULL GROUP BY p.pref`,
  ],
  [
    'exclusions by NOT IN',
    1,
    `SELECT sex, count(*) AS n FROM ndb.person WHERE person_id NOT IN (SELECT person_id FROM ndb.claim WHERE dx = 'A') GROUP BY sex`,
  ],
  [
    'a flow chart of a cohort',
    1,
    `WITH a AS (SELECT person_id FROM ndb.person), b AS (SELECT person_id FROM ndb.person WHERE age >= 40), c AS (SELECT person_id FROM b WHERE person_id IN (SELECT person_id FROM ndb.claim)) SELECT 1 AS step, count(*) AS n FROM a UNION ALL SELECT 2, count(*) FROM b UNION ALL SELECT 3, count(*) FROM c ORDER BY step`,
  ],
  [
    'a flow chart by scalar subqueries',
    0,
    `SELECT (SELECT count(*) FROM ndb.person) AS everybody, (SELECT count(*) FROM ndb.person WHERE age >= 40) AS adults, (SELECT count(DISTINCT person_id) FROM ndb.claim) AS with_claims`,
  ],
  [
    'in one database and the other',
    2,
    `SELECT c.person_id IS NOT NULL AS in_claims, k.person_id IS NOT NULL AS in_care, count(*) AS n FROM (SELECT DISTINCT person_id FROM ndb.claim) c FULL JOIN (SELECT DISTINCT person_id FROM kaigo.care) k USING (person_id) GROUP BY 1, 2`,
  ],
  // matching, case designs
  [
    'case-crossover months',
    1,
    `WITH ev AS (SELECT person_id, min(ym) AS t FROM ndb.claim WHERE dx = 'B' GROUP BY 1) SELECT c.ym - ev.t AS months, count(*) AS n FROM ev JOIN ndb.claim c USING (person_id) WHERE c.dx = 'A' GROUP BY 1`,
  ],
  [
    'self-controlled periods',
    1,
    `WITH v AS (SELECT person_id, min(ym) AS t FROM ndb.claim WHERE dx = 'A' GROUP BY 1) SELECT CASE WHEN c.ym < v.t THEN 'before' WHEN c.ym <= v.t + 1 THEN 'risk' ELSE 'after' END AS period, count(*) AS events, count(DISTINCT c.person_id) AS persons FROM v JOIN ndb.claim c USING (person_id) GROUP BY 1`,
  ],
  [
    'numbers of possible controls',
    1,
    `WITH cases AS (SELECT DISTINCT p.person_id, p.sex, p.pref FROM ndb.person p JOIN ndb.claim c USING (person_id) WHERE c.dx = 'B'), controls AS (SELECT person_id, sex, pref FROM ndb.person WHERE person_id NOT IN (SELECT person_id FROM cases)) SELECT a.sex, count(*) AS pairs FROM cases a JOIN controls b ON a.sex = b.sex AND a.pref = b.pref GROUP BY a.sex`,
  ],
  [
    'a landmark analysis',
    2,
    `WITH l AS (SELECT person_id, bool_or(dx = 'A' AND ym <= 202402) AS exposed, bool_or(dx = 'B' AND ym > 202402) AS event FROM ndb.claim GROUP BY person_id) SELECT exposed, event, count(*) AS n FROM l GROUP BY 1, 2`,
  ],
  [
    'dose by quantity of each person',
    1,
    `WITH d AS (SELECT person_id, count(*) AS fills FROM ndb.claim WHERE dx = 'A' GROUP BY person_id) SELECT least(fills, 3) AS fills, count(*) AS n, avg(age) AS age FROM d JOIN ndb.person USING (person_id) GROUP BY 1`,
  ],
  [
    'proportion of days covered',
    1,
    `WITH c AS (SELECT person_id, count(DISTINCT ym) AS covered, max(ym) - min(ym) + 1 AS span FROM ndb.claim GROUP BY person_id) SELECT CASE WHEN 1.0 * covered / span >= 0.8 THEN 'adherent' ELSE 'not' END AS pdc, count(*) AS n FROM c GROUP BY 1`,
  ],
  [
    'a life table',
    1,
    `WITH t AS (SELECT person_id, max(ym) - min(ym) AS months, bool_or(dx = 'B') AS event FROM ndb.claim GROUP BY person_id), k AS (SELECT months, count(*) AS left_now, count(*) FILTER (WHERE event) AS events FROM t GROUP BY months) SELECT months, events, sum(left_now) OVER (ORDER BY months DESC) AS at_risk FROM k`,
  ],
  [
    'a Kaplan-Meier estimate',
    1,
    `WITH t AS (SELECT person_id, max(ym) - min(ym) AS months, bool_or(dx = 'B') AS event FROM ndb.claim GROUP BY person_id), k AS (SELECT months, count(*) AS n, count(*) FILTER (WHERE event) AS d FROM t GROUP BY months), r AS (SELECT months, d, sum(n) OVER (ORDER BY months DESC) AS at_risk FROM k) SELECT months, exp(sum(ln(greatest(1 - 1.0 * d / at_risk, 1e-9))) OVER (ORDER BY months)) AS survival FROM r`,
  ],
  // correlated and lateral
  [
    'a correlated count of each person',
    1,
    `SELECT n, count(*) AS persons FROM (SELECT p.person_id, (SELECT count(*) FROM ndb.claim c WHERE c.person_id = p.person_id) AS n FROM ndb.person p) GROUP BY n`,
  ],
  [
    'a correlated sum in the select list of groups',
    1,
    `SELECT p.sex, sum((SELECT coalesce(sum(c.cost), 0) FROM ndb.claim c WHERE c.person_id = p.person_id AND c.cost > 0)) AS total FROM ndb.person p GROUP BY p.sex`,
  ],
  [
    'the last claim by a lateral join',
    1,
    `SELECT l.dx, count(*) AS n FROM ndb.person p, LATERAL (SELECT c.dx FROM ndb.claim c WHERE c.person_id = p.person_id ORDER BY c.ym DESC, c.cost, c.dx LIMIT 1) l GROUP BY l.dx`,
  ],
  [
    'totals by a lateral join',
    1,
    `SELECT p.sex, sum(l.s) AS total FROM ndb.person p, LATERAL (SELECT sum(c.cost) AS s FROM ndb.claim c WHERE c.person_id = p.person_id AND c.cost > 0) l GROUP BY p.sex`,
  ],
  [
    'a maximum of each person by IN of pairs',
    1,
    `SELECT ym, count(*) AS n FROM ndb.claim c WHERE ym = (SELECT max(d.ym) FROM ndb.claim d WHERE d.person_id = c.person_id) GROUP BY ym`,
  ],
  [
    'compared with the mean of the own group',
    1,
    `WITH m AS (SELECT pref, avg(age) AS mean FROM ndb.person GROUP BY pref) SELECT p.sex, count(*) FILTER (WHERE p.age > m.mean) AS above FROM ndb.person p JOIN m USING (pref) GROUP BY p.sex`,
  ],
  [
    'compared with the mean by a window',
    1,
    `SELECT sex, count(*) FILTER (WHERE age > mean) AS above FROM (SELECT sex, age, avg(age) OVER (PARTITION BY sex) AS mean, person_id FROM ndb.person) GROUP BY sex`,
    { steady: ['above'] },
  ],
  // institutions and the rest
  [
    'hospitals by volume',
    1,
    `WITH h AS (SELECT inst, count(DISTINCT person_id) AS patients FROM ndb.claim GROUP BY inst) SELECT CASE WHEN patients >= 3 THEN 'large' ELSE 'small' END AS size, sum(patients) AS n FROM h GROUP BY 1`,
  ],
  [
    'persons of more than one hospital',
    1,
    `WITH h AS (SELECT person_id, count(DISTINCT inst) AS places FROM ndb.claim GROUP BY person_id) SELECT places > 1 AS several, count(*) AS n FROM h GROUP BY 1`,
  ],
  [
    'a list of each person’s diseases as a key',
    1,
    `SELECT dxs, count(*) AS n FROM (SELECT person_id, string_agg(DISTINCT dx, '+' ORDER BY dx) AS dxs FROM ndb.claim GROUP BY person_id) GROUP BY dxs`,
  ],
  [
    'diseases of each person in a list, unnested',
    1,
    `WITH l AS (SELECT person_id, list(DISTINCT dx) AS dxs FROM ndb.claim WHERE dx IS NOT NULL GROUP BY person_id), u AS (SELECT person_id, unnest(dxs) AS dx FROM l) SELECT dx, count(*) AS n FROM u GROUP BY dx`,
  ],
  [
    'a struct of each person',
    1,
    `WITH s AS (SELECT person_id, {'first': min(ym), 'last': max(ym)} AS span FROM ndb.claim GROUP BY person_id) SELECT span.last - span.first AS months, count(*) AS n FROM s GROUP BY 1`,
  ],
  ['COUNT by FROM-first', 1, `FROM ndb.person SELECT sex, count(*) AS n GROUP BY sex`],
  [
    'GROUP BY an alias and ORDER BY ALL',
    1,
    `SELECT age // 20 AS band, count(*) AS n FROM ndb.person GROUP BY band ORDER BY ALL`,
  ],
  [
    'names of diseases from a table of values',
    1,
    `WITH names(dx, name) AS (VALUES ('A', 'diabetes'), ('B', 'stroke')) SELECT coalesce(n.name, 'other') AS name, count(DISTINCT c.person_id) AS persons FROM ndb.claim c LEFT JOIN names n ON n.dx = c.dx GROUP BY 1`,
  ],
  [
    'a dictionary by MAP',
    1,
    `SELECT coalesce(MAP {'A': 'diabetes', 'B': 'stroke'}[dx], 'other') AS name, count(*) AS n FROM ndb.claim GROUP BY 1`,
  ],
  [
    'a regular expression on codes',
    1,
    `SELECT regexp_matches(dx, '^[AB]') AS ab, count(*) AS n FROM ndb.claim GROUP BY 1`,
  ],
  [
    'codes by LIKE and IN',
    1,
    `SELECT sex, count(DISTINCT p.person_id) FILTER (WHERE dx LIKE 'A%' OR dx IN ('B', 'C')) AS n FROM ndb.person p JOIN ndb.claim c USING (person_id) GROUP BY sex`,
  ],
  [
    'all combinations with zeros',
    2,
    `WITH grid AS (SELECT m.ym, f.pref FROM open.month m CROSS JOIN open.prefecture f), n AS (SELECT c.ym, p.pref, count(DISTINCT p.person_id) AS n FROM ndb.claim c JOIN ndb.person p USING (person_id) GROUP BY ALL) SELECT g.ym, g.pref, coalesce(n.n, 0) AS n FROM grid g LEFT JOIN n ON n.ym = g.ym AND n.pref = g.pref`,
  ],
  [
    'years of age from a birth year',
    1,
    `SELECT (2024 - (2024 - age)) // 10 AS decade, count(*) AS n FROM ndb.person GROUP BY 1`,
  ],
]

export const STUDY_SHAPES: readonly StudyShape[] = shapes.map(([name, keys, sql, more]) => ({
  name,
  keys,
  sql,
  ...more,
}))
