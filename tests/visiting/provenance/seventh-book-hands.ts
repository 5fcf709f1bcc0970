/** Hostile hands in the same styles: few told apart by masks, bitmasks, limits, windows and conditions. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- one person by a nested dbplyr filter | keys 1 | masked 2 of 2
SELECT "sex", COUNT(*) AS "n" FROM (SELECT "q01".* FROM (SELECT "person".*, ROW_NUMBER() OVER (ORDER BY "birth_year", "person_id") AS "col01" FROM "ndb"."person") "q01" WHERE ("col01" <= 2)) "q02" GROUP BY "sex"
-- all but one by NOT in a dbplyr sum | keys 1 | masked 2 of 6 | exact m, n
SELECT "sex", COUNT(*) AS "n", SUM(CASE WHEN ("person_id" = 'p05') THEN 0.0 WHEN NOT ("person_id" = 'p05') THEN 1.0 END) AS "m", COUNT(*) - SUM(CASE WHEN ("person_id" = 'p05') THEN 0.0 WHEN NOT ("person_id" = 'p05') THEN 1.0 END) AS "d" FROM "ndb"."person" GROUP BY "sex"
-- a mean of zero and one that says one | keys 1 | masked 1 of 2 | steady p
SELECT "sex", AVG(CASE WHEN ("birth_year" > 1976) THEN 1.0 WHEN NOT ("birth_year" > 1976) THEN 0.0 END) AS "p" FROM "ndb"."person" GROUP BY "sex"
-- one less a mean of zero and one | keys 0 | masked 1 of 2
SELECT 1.0 - AVG(CASE WHEN ("birth_year" > 1976) THEN 1.0 ELSE 0.0 END) AS "q", 100.0 * AVG(CASE WHEN ("birth_year" > 1976) THEN 0.0 ELSE 1.0 END) AS "r" FROM "ndb"."person"
-- bits of persons in an inclusion mask | keys 0 | masked 3 of 3 | exact x
WITH m AS (SELECT person_id, SUM(CAST(POWER(2, birth_year - 1936) AS BIGINT)) AS mask FROM ndb.person WHERE birth_year < 1950 GROUP BY person_id) SELECT SUM(mask) AS s, bit_or(mask) AS b, MAX(mask) AS x FROM m
-- a bitmask whose last rule holds for one | keys 1 | masked 1 of 2 | exact n
WITH i AS (SELECT 0 AS r, person_id FROM ndb.person UNION ALL SELECT 1, person_id FROM ndb.person WHERE birth_year > 1976), m AS (SELECT person_id, SUM(CAST(POWER(2, r) AS BIGINT)) AS mask FROM i GROUP BY person_id) SELECT mask, COUNT(*) AS n FROM m GROUP BY mask
-- sum of masks tells who meets the rare rule | keys 0 | masked 2 of 2
WITH i AS (SELECT 0 AS r, person_id FROM ndb.person UNION ALL SELECT 10, person_id FROM ndb.person WHERE birth_year > 1976), m AS (SELECT person_id, SUM(CAST(POWER(2, r) AS BIGINT)) AS mask FROM i GROUP BY person_id) SELECT SUM(mask) AS s, AVG(mask) AS a FROM m
-- attrition whose last step loses one | keys 1 | masked 1 of 3
SELECT 1 AS step, count(*) AS n FROM ndb.person UNION ALL SELECT 2, count(*) FROM ndb.person WHERE birth_year <= 1976 UNION ALL SELECT 3, (SELECT count(*) FROM ndb.person) - (SELECT count(*) FROM ndb.person WHERE birth_year <= 1976)
-- lost at each step by LAG | keys 1 | masked 2 of 4 | exact n
WITH a AS (SELECT 1 AS step, count(*) AS n FROM ndb.person UNION ALL SELECT 2, count(*) FROM ndb.person WHERE birth_year <= 1976) SELECT step, n, lag(n) OVER (ORDER BY step) - n AS lost FROM a ORDER BY step
-- ROLLUP total less a sound row | keys 1 | masked 2 of 6 | exact d, n
SELECT sex, count(*) AS n, count(*) - count(*) FILTER (WHERE birth_year <= 1976) AS d FROM ndb.person GROUP BY ROLLUP (sex)
-- window total less the row, over bands | keys 1 | masked 2 of 2
SELECT birth_year > 1976 AS young, sum(count(*)) OVER () - count(*) AS others FROM ndb.person GROUP BY 1
-- percentage of a total that gives the small away | keys 1 | masked 1 of 2
SELECT birth_year > 1976 AS young, 100.0 * count(*) / sum(count(*)) OVER () AS pct FROM ndb.person GROUP BY 1
-- cumulative percentage up to all but one | keys 1 | masked 1 of 2 | steady cum
SELECT birth_year > 1976 AS young, 100.0 * sum(count(*)) OVER (ORDER BY birth_year > 1976) / sum(count(*)) OVER () AS cum FROM ndb.person GROUP BY 1
-- COALESCE marks the one without a checkup | keys 0 | unverified weights-by-person
SELECT sum(coalesce(c.x, 1000000)) AS s, avg(coalesce(c.x, 1000000)) AS m, max(coalesce(c.x, 1000000)) AS mx FROM ndb.person p LEFT JOIN (SELECT person_id, 1 AS x FROM ndb.person WHERE person_id <> 'p05') c USING (person_id)
-- NULLIF takes one value away | keys 0 | masked 1 of 3 | exact d, m, n
SELECT count(*) AS n, count(nullif(person_id, 'p05')) AS m, count(*) - count(nullif(person_id, 'p05')) AS d FROM ndb.person
-- QUALIFY picks one in each group | keys 1 | masked 4 of 4 | steady n
WITH f AS (SELECT * FROM ndb.person QUALIFY row_number() OVER (PARTITION BY sex ORDER BY birth_year DESC) = 1) SELECT sex, count(*) AS n, max(birth_year) AS b FROM f GROUP BY sex
-- list of one person's points in a struct | keys 1 | masked 4 of 4
SELECT sex, {'first': min(birth_year), 'all': list(birth_year ORDER BY birth_year)} AS s, list_extract(list(birth_year ORDER BY birth_year DESC), 1) AS youngest FROM ndb.person GROUP BY sex
-- path of one person by string_agg | keys 0 | masked 1 of 2 | exact n
SELECT string_agg(birth_year::VARCHAR, '-' ORDER BY birth_year) AS years, count(*) AS n FROM ndb.person
-- self controlled window of one day | keys 1 | masked 18 of 18 | exact n
SELECT c.first_service_date - v.vaccination_date AS d, count(*) AS n FROM vaccination.record v JOIN ndb.medical_claim c USING (person_id) WHERE v.dose_number = 1 GROUP BY 1 ORDER BY 1
-- standard weights that leave one stratum | keys 0 | masked 2 of 2 | steady adj
WITH std(b, w) AS (VALUES (true, 1e9), (false, 1)), r AS (SELECT birth_year > 1976 AS b, count(*) AS n, count(*) FILTER (WHERE sex = '1') AS x FROM ndb.person GROUP BY 1) SELECT sum(w * n) / 1e9 AS s, sum(w * x / n) / sum(w) AS adj FROM r JOIN std USING (b)
-- PDC above a mark that one meets | keys 0 | masked 3 of 3
WITH rx AS (SELECT person_id, sum(days_supplied) AS ds FROM ndb.drug GROUP BY 1), t AS (SELECT max(ds) AS mx FROM rx) SELECT count(*) FILTER (WHERE ds < mx) AS below, count(*) AS n, count(*) - count(*) FILTER (WHERE ds < mx) AS top FROM rx, t
-- Kaplan-Meier step of one death | keys 1 | masked 6 of 6
WITH s AS (SELECT coalesce(d.death_date, p.observed_until) AS t, (d.person_id IS NOT NULL)::INT AS e FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)), g AS (SELECT t, sum(e) AS d, count(*) AS c FROM s GROUP BY t) SELECT t, sum(d) OVER (ORDER BY t) AS deaths, (SELECT count(*) FROM ndb.person) - sum(c) OVER (ORDER BY t) + c AS at_risk FROM g ORDER BY t
-- UNPIVOT of a count and a count of all but one | keys 1 | masked 1 of 3 | exact n
WITH t AS (SELECT count(*) AS a, count(*) FILTER (WHERE person_id <> 'p05') AS b, count(*) - count(*) FILTER (WHERE person_id <> 'p05') AS c FROM ndb.person) UNPIVOT t ON a, b, c INTO NAME k VALUE n
-- REPLACE makes one person a key | keys 1 | masked 2 of 6 | exact n, y
WITH p AS (SELECT * REPLACE (CASE WHEN person_id = 'p05' THEN 'x' ELSE sex END AS sex) FROM ndb.person) SELECT sex, count(*) AS n, avg(birth_year) AS y FROM p GROUP BY sex
-- rounding that leaves one | keys 0 | masked 1 of 1
SELECT round(avg(birth_year) * count(*)) - round(avg(birth_year) FILTER (WHERE person_id <> 'p05') * count(*) FILTER (WHERE person_id <> 'p05')) AS y FROM ndb.person
-- an era longer than all others | keys 1 | masked 8 of 12 | exact days, n
WITH e AS (SELECT person_id, max(first_service_date) - min(first_service_date) AS d FROM ndb.medical_claim GROUP BY 1) SELECT d // 30 AS months, count(*) AS n, sum(d) AS days FROM e GROUP BY 1 ORDER BY 1
-- stratum of an IR with one case against all | keys 1 | masked 6 of 6 | exact cases, ir
SELECT sex, sum((death_date IS NOT NULL)::INT) AS cases, 1000.0 * sum((death_date IS NOT NULL)::INT) / count(*) AS ir, count(*) - sum((death_date IS NULL)::INT) AS cases2 FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY sex
-- SMD whose arm is one | keys 0 | masked 2 of 2 | exact a
SELECT avg(birth_year) FILTER (WHERE x) AS a, (avg(birth_year) FILTER (WHERE x) - avg(birth_year) FILTER (WHERE NOT x)) / stddev(birth_year) AS smd FROM (SELECT birth_year, person_id = 'p05' AS x FROM ndb.person)
-- mean less the deviation of all but one | keys 0 | masked 2 of 2
SELECT avg(birth_year) - 1.96 * stddev_samp(birth_year) FILTER (WHERE person_id <> 'p05') / sqrt(count(*)) AS a, avg(birth_year) - stddev_pop(birth_year - 1) AS b FROM ndb.person
-- two counts beside a mean | keys 0 | masked 3 of 3
SELECT avg(birth_year) - avg(birth_year) * count(*) FILTER (WHERE person_id <> 'p05') / count(*) AS a, avg(birth_year) - stddev(birth_year) * count(*) FILTER (WHERE person_id <> 'p05') / count(*) AS b, avg(birth_year) * count(*) - avg(birth_year) AS c FROM ndb.person
-- deviation of another group's row | keys 2 | masked 4 of 8
WITH g AS (SELECT sex, avg(birth_year) AS m, stddev(birth_year) AS s FROM ndb.person GROUP BY sex) SELECT a.sex AS x, b.sex AS y, a.m - b.s AS d, a.m - 1.96 * a.s AS e FROM g a, g b
-- deviation handed on by a window or a union | keys 1 | masked 9 of 9
WITH g AS (SELECT sex, avg(birth_year) AS m, stddev(birth_year) AS s FROM ndb.person GROUP BY sex UNION ALL SELECT 'all', avg(birth_year), stddev(birth_year) FROM ndb.person WHERE person_id <> 'p05') SELECT sex, m - s AS d, m - lag(s) OVER (ORDER BY sex) AS e, m - max(s) OVER () AS f FROM g
-- share of one | keys 0 | masked 2 of 2
SELECT avg((birth_year > 1976)::INT) - 1.96 * stddev((birth_year > 1976)::INT) / sqrt(count(*)) AS a, avg((birth_year > 1976)::INT) - stddev((birth_year > 1976)::INT) AS b FROM ndb.person
-- names that read like a path | keys 2 | masked 4 of 4
WITH g AS (SELECT sex, avg(birth_year) AS m, stddev(birth_year) AS s FROM ndb.person GROUP BY sex) SELECT "q x".sex AS a, q.sex AS b, "q x".m - q.s AS d FROM g "q x", (SELECT x.sex, x.s FROM g x) q
-- two counts as a mean and a deviation | keys 0 | masked 1 of 1
WITH v AS (SELECT CASE WHEN sex = '1' THEN 1 ELSE -1 END AS s FROM ndb.person) SELECT avg((SELECT count(*) FROM ndb.person) + s * (SELECT count(*) FROM ndb.person WHERE birth_year <= 1976)) - stddev_pop((SELECT count(*) FROM ndb.person) + s * (SELECT count(*) FROM ndb.person WHERE birth_year <= 1976)) AS d FROM v
-- the same by a join | keys 0 | masked 2 of 2
WITH t AS (SELECT count(*) AS n, count(*) FILTER (WHERE birth_year <= 1976) AS m FROM ndb.person), v AS (SELECT n + m * (1 - 2 * (sex::INT - 1)) AS x FROM ndb.person, t), s AS (SELECT avg(x) AS a, stddev_pop(x) AS b FROM v) SELECT a - b AS d, a + b AS e FROM s
-- the deviation divided away | keys 0 | masked 4 of 4
WITH s AS (SELECT avg(birth_year) AS a, stddev(birth_year) AS b, count(*) AS n, count(*) FILTER (WHERE birth_year <= 1976) AS m FROM ndb.person), r AS (SELECT *, m / (n / n) AS p FROM s) SELECT a - b / b * n AS d, p - p / p * n AS e, p - sqrt(p * p * (1 - p) / (1 - p)) * n / p AS f, p - sqrt(p * (1 - p) / (p * (1 - p)) * n * n) AS g FROM r
`

export const HANDS: BookStudy[] = readBook(BOOK)
