/** Groups looked up, taken from each other, counted and made rows again; hostile ones among them. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- scalar subqueries only, one row of several numbers | keys 0 | masked 0 of 3 | exact hospitalised, persons, share
SELECT (SELECT count(*) FROM ndb.person) AS persons, (SELECT count(DISTINCT person_id) FROM ndb.dpc_claim) AS hospitalised, (SELECT count(DISTINCT person_id) FROM ndb.dpc_claim) / (SELECT count(*) FROM ndb.person) AS share
-- LEFT JOIN of groups by ON | keys 1 | masked 3 of 18 | exact n
WITH a AS (SELECT service_month AS m, count(*) AS n FROM ndb.medical_claim GROUP BY 1), b AS (SELECT service_month AS m, count(*) AS d FROM ndb.drug GROUP BY 1) SELECT a.m, a.n, coalesce(b.d, 0) AS d, coalesce(b.d, 0) / a.n AS r FROM a LEFT JOIN b ON a.m = b.m
-- LEFT JOIN of groups by USING | keys 1 | masked 3 of 18 | exact n
WITH a AS (SELECT service_month AS m, count(*) AS n FROM ndb.medical_claim GROUP BY 1), b AS (SELECT service_month AS m, count(*) AS d FROM ndb.drug GROUP BY 1) SELECT m, a.n, coalesce(b.d, 0) AS d, coalesce(b.d, 0) / a.n AS r FROM a LEFT JOIN b USING (m)
-- sum over coalesced | keys 0 | masked 0 of 2
WITH a AS (SELECT service_month AS m, count(*) AS n FROM ndb.medical_claim GROUP BY 1), b AS (SELECT service_month AS m, count(*) AS d FROM ndb.drug GROUP BY 1) SELECT sum(coalesce(b.d, 0)) AS d, sum(a.n) AS n FROM a LEFT JOIN b USING (m)
-- three counts that cancel | keys 0 | masked 1 of 1
WITH t AS (SELECT count(*) AS n FROM ndb.person), m AS (SELECT count(*) AS n FROM ndb.person WHERE sex = '1'), w AS (SELECT count(*) AS n FROM ndb.person WHERE sex = '2' AND person_id <> 'p04') SELECT t.n - m.n - w.n AS one FROM t, m, w
-- three counts that cancel, in one | keys 0 | masked 1 of 1
SELECT count(*) - count(*) FILTER (WHERE sex = '1') - count(*) FILTER (WHERE sex = '2' AND birth_year <> 1948) AS one FROM ndb.person
-- count of groups with rows put beside | keys 0 | masked 1 of 1
WITH a AS (SELECT count(*) AS n FROM ndb.person), b AS (SELECT count(*) AS n FROM ndb.person WHERE person_id <> 'p04') SELECT count(*) AS one FROM a, b, range(1, 100) r(i) WHERE r.i <= a.n AND r.i > b.n
-- drop-outs by lag | keys 1 | masked 3 of 6 | exact n
WITH s AS (SELECT 1 AS step, count(*) AS n FROM ndb.person UNION ALL SELECT 2, count(*) FROM ndb.person WHERE birth_year < 1975 UNION ALL SELECT 3, count(DISTINCT person_id) FROM ndb.person JOIN ndb.medical_claim USING (person_id) WHERE birth_year < 1975) SELECT step, n, lag(n) OVER (ORDER BY step) - n AS lost FROM s ORDER BY step
-- SMD parts: means of two CTEs | keys 0 | masked 1 of 3 | exact m0, m1 | steady m0
WITH e AS (SELECT avg(2022 - birth_year) AS m FROM ndb.person WHERE birth_year < 1960), c AS (SELECT avg(2022 - birth_year) AS m FROM ndb.person WHERE birth_year >= 1960) SELECT e.m AS m1, c.m AS m0, e.m - c.m AS diff FROM e, c
-- mean less a national mean | keys 1 | masked 2 of 6 | exact age
SELECT medical_area_code, avg(2022 - birth_year) AS age, avg(2022 - birth_year) - (SELECT avg(2022 - birth_year) FROM ndb.person) AS diff FROM ndb.person GROUP BY 1
-- everybody's mean less all but one's | keys 0 | masked 1 of 1
WITH e AS (SELECT avg(2022 - birth_year) AS m FROM ndb.person), c AS (SELECT avg(2022 - birth_year) AS m FROM ndb.person WHERE person_id <> 'p03') SELECT e.m - c.m AS diff FROM e, c
-- all but one, by subquery | keys 0 | masked 2 of 2
SELECT avg(2022 - birth_year) - (SELECT avg(2022 - birth_year) FROM ndb.person WHERE person_id <> 'p03') AS diff, sum(birth_year) - (SELECT sum(birth_year) FROM ndb.person WHERE person_id <> 'p03') AS s FROM ndb.person
-- risk ratio of means by month less the month before | keys 1 | masked 7 of 12 | exact p
WITH m AS (SELECT service_month AS m, avg(points) AS p FROM ndb.medical_claim GROUP BY 1) SELECT m, p, p - lag(p) OVER (ORDER BY m) AS change FROM m ORDER BY m
-- a ON lookup found by few | keys 1 | masked 19 of 24 | exact n
WITH a AS (SELECT service_month AS m, count(*) AS n FROM ndb.medical_claim GROUP BY 1), b AS (SELECT service_month AS m, count(*) AS d FROM ndb.drug WHERE person_id = 'p03' GROUP BY 1) SELECT a.m, a.n, b.d, b.m AS found, b.m IS NULL AS none FROM a LEFT JOIN b ON a.m = b.m
-- a USING lookup found by few | keys 1 | masked 19 of 24 | exact n
WITH a AS (SELECT service_month AS m, count(*) AS n FROM ndb.medical_claim GROUP BY 1), b AS (SELECT service_month AS m, count(*) AS d FROM ndb.drug WHERE person_id = 'p03' GROUP BY 1) SELECT a.m, a.n, b.d, b.m AS found, b.m IS NULL AS none FROM a LEFT JOIN b USING (m)
-- counted where none is found | keys 0 | masked 3 of 3
WITH a AS (SELECT service_month AS m, count(*) AS n FROM ndb.medical_claim GROUP BY 1), b AS (SELECT service_month AS m, count(*) AS d FROM ndb.drug WHERE person_id = 'p03' GROUP BY 1) SELECT sum(a.n) FILTER (WHERE b.m IS NULL) AS s, count(*) FILTER (WHERE b.m IS NULL) AS c, count(*) AS e FROM a LEFT JOIN b ON a.m = b.m
-- WHERE none is found | keys 1 | masked 2 of 2
WITH a AS (SELECT service_month AS m, count(*) AS n FROM ndb.medical_claim GROUP BY 1), b AS (SELECT service_month AS m, count(*) AS d FROM ndb.drug WHERE person_id = 'p03' GROUP BY 1) SELECT a.m, a.n FROM a LEFT JOIN b ON a.m = b.m WHERE b.m IS NULL
-- quartiles in a CTE, then unnested | keys 2 | masked 6 of 6
WITH g AS (SELECT sex, quantile_cont(2022 - birth_year, [0.25, 0.5, 0.75]) AS q FROM ndb.person GROUP BY sex) SELECT sex, unnest([25, 50, 75]) AS p, unnest(q) AS age FROM g ORDER BY ALL
-- a list as long as a number | keys 0 | unverified unnest-over-groups
SELECT unnest(range(0, count(*))) AS i FROM ndb.person
-- a list of persons | keys 0 | unverified unnest-over-groups
SELECT unnest(list(birth_year)) AS i FROM ndb.person
-- a count over what was unnested | keys 0 | masked 2 of 2
SELECT count(*) AS n, sum(q) AS s FROM (SELECT sex, unnest(quantile_cont(2022 - birth_year, [0.25, 0.75])) AS q FROM ndb.person GROUP BY sex)
`

export const LOOKUPS: BookStudy[] = readBook(BOOK)
