/** What must not follow from numbers of groups adding up: few made to look like all. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- everybody but one area in a quotient that is one | keys 0 | masked 6 of 6
WITH a AS (SELECT medical_area_code AS k, count(*) AS n, count(*) FILTER (WHERE NOT (medical_area_code = '2701' AND birth_year > 1960)) AS o FROM ndb.person GROUP BY 1) SELECT avg(o / n) OVER () AS m, sum(o / n) OVER () AS s FROM a
-- the same quotient added up | keys 0 | masked 2 of 2
WITH a AS (SELECT medical_area_code AS k, count(*) AS n, count(*) FILTER (WHERE NOT (medical_area_code = '2701' AND birth_year > 1960)) AS o FROM ndb.person GROUP BY 1) SELECT sum(o / n) AS s, sum(o * 1.0 / n) AS t FROM a
-- quotient named first | keys 0 | masked 1 of 1
WITH a AS (SELECT medical_area_code AS k, count(*) AS n, count(*) FILTER (WHERE NOT (medical_area_code = '2701' AND birth_year > 1960)) AS o FROM ndb.person GROUP BY 1), b AS (SELECT k, o / n AS q FROM a) SELECT sum(q) AS s FROM b
-- nothing by CASE, then added up | keys 0 | masked 2 of 2
WITH a AS (SELECT medical_area_code AS k, count(*) AS n FROM ndb.person GROUP BY 1), b AS (SELECT k, CASE WHEN k = '2701' THEN n ELSE n / n END AS q FROM a) SELECT sum(q) AS s, sum(q * 1) AS t FROM b
-- divided away again | keys 0 | masked 1 of 1 | steady s
WITH a AS (SELECT medical_area_code AS k, count(*) AS n, count(*) FILTER (WHERE medical_area_code <> '2701' OR birth_year > 1960) AS o FROM ndb.person GROUP BY 1), b AS (SELECT k, n, o, o / n AS q FROM a) SELECT sum(q * n / o) AS s FROM b
-- weights of nothing for all but one | keys 0 | masked 2 of 2
WITH w(k, w) AS (VALUES ('1301', 1e-300), ('1302', 0), ('2701', 1)), a AS (SELECT medical_area_code AS k, count(*) AS n, count(*) FILTER (WHERE birth_year > 1960) AS o FROM ndb.person GROUP BY 1) SELECT sum(w * n) AS s, sum(w * o / n) AS t FROM a JOIN w USING (k)
-- all less one's own | keys 1 | masked 3 of 3
WITH a AS (SELECT medical_area_code AS k, count(*) AS n FROM ndb.person GROUP BY 1) SELECT k, sum(n) OVER () - sum(n) FILTER (WHERE k <> '2701') OVER () AS s FROM a
-- two windows | keys 2 | masked 6 of 6
WITH a AS (SELECT medical_area_code AS k, prefecture_code AS p, count(*) AS n FROM ndb.person GROUP BY 1, 2) SELECT k, p, sum(n) OVER () - sum(n) OVER (PARTITION BY p) AS s, sum(n) OVER (PARTITION BY p) - n AS t FROM a
-- half of the mean | keys 1 | masked 2 of 2
WITH a AS (SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY 1) SELECT k, n / 2 - avg(n) OVER () AS s FROM a
-- half of the mean of a quotient | keys 1 | masked 2 of 2
WITH a AS (SELECT prefecture_code AS k, count(*) FILTER (WHERE birth_year > 1950) / count(*) AS q FROM ndb.person GROUP BY 1) SELECT k, q / 2 - avg(q) OVER () AS s FROM a
-- a total of everybody but one less the sum of groups | keys 1 | masked 6 of 6
WITH t AS (SELECT count(*) AS m FROM ndb.person WHERE person_id <> 'p05'), a AS (SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY 1) SELECT k, m - sum(n) OVER () AS s, m - sum(n * 1) OVER () AS u, m - sum(n / 1) OVER () AS v FROM a, t
-- the same by a scalar subquery | keys 1 | masked 2 of 2
WITH a AS (SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY 1) SELECT k, (SELECT count(*) FROM ndb.person WHERE birth_year <> 1941) - sum(n * 1) OVER () AS s FROM a
-- groups of claims by month are not disjoint | keys 1 | masked 11 of 12
WITH a AS (SELECT service_month AS k, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY 1) SELECT k, n - avg(n) OVER () AS s, sum(n) OVER () - n AS t FROM a
-- a person in two groups by union | keys 1 | masked 0 of 9 | exact n
WITH u AS (SELECT person_id, sex AS k FROM ndb.person UNION ALL SELECT person_id, 'x' FROM ndb.person WHERE birth_year > 1960), a AS (SELECT k, count(DISTINCT person_id) AS n FROM u GROUP BY 1) SELECT k, n, sum(n) OVER () AS s, sum(n) OVER () - n AS t FROM a
-- a person in two groups by a join | keys 1 | masked 1 of 6 | exact n
WITH g(g) AS (VALUES (1), (2)), a AS (SELECT g, count(DISTINCT person_id) AS n FROM ndb.person, g WHERE g = 1 OR birth_year > 1960 GROUP BY 1) SELECT g, n, sum(n) OVER () AS s, sum(n) OVER () - n AS t FROM a
-- the group by whom an outer join found | keys 1 | masked 0 of 6 | exact n
WITH f AS (SELECT person_id, sex FROM ndb.person WHERE birth_year > 1960), a AS (SELECT f.sex AS k, count(DISTINCT c.person_id) AS n FROM ndb.medical_claim c LEFT JOIN f ON f.person_id = c.person_id AND c.setting = '2' GROUP BY 1) SELECT k, n, sum(n) OVER () AS s FROM a
-- same table twice | keys 2 | masked 4 of 4
WITH r AS (SELECT sex, count(*) AS n FROM ndb.person GROUP BY 1) SELECT a.sex AS x, b.sex AS y, a.n - b.n AS d FROM r a, r b
-- quantiles close to each other | keys 1 | masked 4 of 4
SELECT setting, quantile_cont(points, 0.51) - quantile_cont(points, 0.5) AS d, quantile_cont(points, 0.75) - quantile_cont(points, 0.25) FILTER (WHERE person_id <> 'p05') AS e FROM ndb.medical_claim GROUP BY setting
-- nobody ill decides that a row is there | keys 1 | masked 1 of 1
WITH r AS (SELECT prefecture_code AS k, count(*) AS n, avg((birth_year > 1976)::INT) AS q FROM ndb.person GROUP BY 1) SELECT k, n FROM r WHERE q = 0
-- the order by whether anybody is ill | keys 1 | masked 1 of 1
SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY 1 ORDER BY avg((birth_year > 1976)::INT) LIMIT 1
-- UNPIVOT of disjoint groups | keys 2 | masked 4 of 12 | exact v
WITH a AS (SELECT sex, count(*) AS n, count(*) FILTER (WHERE birth_year > 1960) AS m FROM ndb.person GROUP BY 1), u AS (UNPIVOT a ON n, m INTO NAME w VALUE v) SELECT w, sex, v, sum(v) OVER () AS s, sum(v) OVER () - v AS t FROM u
-- union of groups | keys 1 | masked 0 of 2
WITH u AS (SELECT sex, count(*) AS n FROM ndb.person GROUP BY 1 UNION ALL SELECT sex, count(*) AS n FROM ndb.person WHERE birth_year > 1940 GROUP BY 1) SELECT sex, sum(n) AS s FROM u GROUP BY sex
-- a total of the same persons less the sum of weighted groups | keys 1 | masked 4 of 4
WITH a AS (SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY 1), t AS (SELECT sum(n) AS m FROM a) SELECT k, m - sum(n * 1.0) OVER () AS s, m - 2 * avg(n * 1.0) OVER () AS u FROM a, t
-- a share whose sum is one | keys 0 | masked 0 of 3 | steady s, u, v
WITH a AS (SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY 1), b AS (SELECT k, n / sum(n) OVER () AS q FROM a) SELECT sum(q) AS s, avg(q) AS u, sum(q * 2) AS v FROM b
-- a label by whether anybody is ill | keys 1 | masked 2 of 2
WITH r AS (SELECT prefecture_code AS k, count(*) AS n, avg((birth_year > 1976)::INT) AS q FROM ndb.person GROUP BY 1) SELECT k, CASE WHEN q > 0 THEN 'some' ELSE 'none' END AS l FROM r
`

export const HANDS: BookStudy[] = readBook(BOOK)
