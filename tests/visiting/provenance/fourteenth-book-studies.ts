/** Strata that nobody is in twice, and totals over them. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- claims by year of birth and month, over years: totals of persons and points | keys 1 | masked 4 of 24 | exact k, n
WITH s AS (SELECT p.birth_year, c.service_month AS mo, count(*) AS n, count(DISTINCT c.person_id) AS k, sum(c.points) AS pts FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1, 2) SELECT mo, sum(n) AS n, sum(k) AS k, sum(pts) AS pts, sum(pts) / sum(k) AS per FROM s GROUP BY 1
-- the same over months, in which persons come again | keys 1 | masked 0 of 4
WITH s AS (SELECT p.sex, c.service_month AS mo, count(*) AS n, count(DISTINCT c.person_id) AS k FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1, 2) SELECT sex, sum(n) AS n, sum(k) AS k FROM s GROUP BY 1
-- strata of one each, in three steps | keys 0 | masked 0 of 3 | exact n
WITH s AS (SELECT sex, birth_year, birth_month, count(*) AS n, sum(birth_month) AS m FROM ndb.person GROUP BY ALL), t AS (SELECT sex, birth_year, sum(n) AS n, sum(m) AS m FROM s GROUP BY ALL), u AS (SELECT sex, sum(n) AS n, sum(m) AS m FROM t GROUP BY 1) SELECT sum(n) AS n, sum(m) AS m, sum(m) / sum(n) AS mean FROM u
-- few chosen by their number are not shown | keys 0 | masked 1 of 1
WITH s AS (SELECT birth_year, count(*) AS n FROM ndb.person GROUP BY 1 HAVING count(*) = 1) SELECT sum(n) AS n FROM s
-- nor chosen around, by a filter, or by what is left of a quotient | keys 0 | masked 5 of 5 | steady c
WITH s AS (SELECT birth_year, count(*) AS n, count(*) // 2 AS h FROM ndb.person GROUP BY 1), t AS (SELECT sum(n) AS a FROM s WHERE n = 1) SELECT a, (SELECT sum(n) FILTER (WHERE n = 1) FROM s) AS b, (SELECT sum(h) FROM s) AS c, (SELECT sum(n // 2) FROM s) AS d, (SELECT sum(n * birth_year) FROM s) AS e FROM t
-- chosen by their keys they are | keys 0 | masked 0 of 2 | exact n, old
WITH s AS (SELECT birth_year AS y, count(*) AS n FROM ndb.person GROUP BY 1), t AS (SELECT y, coalesce(n, 0)::DOUBLE AS n FROM s WHERE y < 1960) SELECT sum(n) AS n, sum(n) FILTER (WHERE y < 1950) AS old FROM t
-- strata by columns of rows of which persons have several | keys 0 | masked 0 of 2
WITH s AS (SELECT setting, service_month, count(DISTINCT person_id) AS k, count(*) AS n FROM ndb.medical_claim GROUP BY ALL) SELECT sum(k) AS k, sum(n) AS n FROM s
-- persons in two halves of a union, and pairs of persons | keys 0 | masked 2 of 2
WITH u AS (SELECT person_id, sex, birth_year FROM ndb.person UNION ALL SELECT person_id, sex, birth_month FROM ndb.person), s AS (SELECT birth_year, count(DISTINCT person_id) AS k FROM u GROUP BY 1), p AS (SELECT a.birth_year AS y, count(*) AS k FROM ndb.person a JOIN ndb.person b ON a.sex = b.sex GROUP BY 1) SELECT (SELECT sum(k) FROM s) AS k, (SELECT sum(k) FROM p) AS pairs
-- keys of one name, of which the first tells nobody apart | keys 1 | masked 0 of 4
WITH s AS (SELECT p.sex AS a, c.service_month AS a, count(*) AS n, count(DISTINCT c.person_id) AS k FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY p.sex, c.service_month) SELECT a, sum(n) AS n, sum(k) AS k FROM s GROUP BY a
-- by the first of a person's rows, and by any of them | keys 0 | masked 0 of 2 | exact first
WITH f AS (SELECT DISTINCT ON (person_id) person_id, service_month AS mo FROM ndb.medical_claim ORDER BY person_id, service_month), a AS (SELECT mo, count(*) AS n FROM f GROUP BY 1), b AS (SELECT DISTINCT person_id, service_month AS mo FROM ndb.medical_claim), c AS (SELECT mo, count(*) AS n FROM b GROUP BY 1) SELECT (SELECT sum(n) FROM a) AS first, (SELECT sum(n) FROM c) AS any_
-- a rate of totals over strata by the year of birth and whether somebody died | keys 1 | masked 2 of 6 | exact n, per1000, x | steady per1000
WITH s AS (SELECT p.sex, p.birth_year AS b, count(*) AS n, count(*) FILTER (WHERE p.birth_month > 4) AS x FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY ALL) SELECT sex, sum(n) AS n, sum(x) AS x, 1000.0 * sum(x) / sum(n) AS per1000 FROM s GROUP BY 1
-- shares of strata in the whole, and running totals of strata | keys 1 | masked 0 of 8 | exact n
WITH s AS (SELECT birth_year < 1960 AS old, count(*) AS n FROM ndb.person GROUP BY ALL) SELECT old, n, sum(n) OVER () AS whole, sum(n) OVER (ORDER BY old) AS until, 100 * n / sum(n) OVER () AS share FROM s
`

export const STUDIES: BookStudy[] = readBook(BOOK)
