/** What two groups differ by, as tables of baselines and effects are written, and scores handed from query to query. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- a risk score with a condition, handed on to a query that bands it | keys 1 | masked 1 of 4 | steady n
WITH b AS (SELECT person_id, 0.04 * (2022 - birth_year) + CASE WHEN sex = '1' THEN 0.3 ELSE 0 END AS ps FROM ndb.person), q AS (SELECT *, ntile(2) OVER (ORDER BY ps) AS stratum FROM b) SELECT stratum, count(*) AS n, avg(ps) AS m FROM q GROUP BY 1
-- a score handed on twice, and added up | keys 0 | masked 0 of 2
WITH b AS (SELECT person_id, birth_year + CASE WHEN sex = '1' THEN 1 ELSE 0 END AS ps FROM ndb.person), q AS (SELECT *, ps + 1 AS st FROM b), r AS (SELECT st AS s FROM q) SELECT sum(s) AS s, avg(s) AS m FROM r
-- standardised differences of two rows of groups of six | keys 0 | masked 2 of 4
WITH s AS (SELECT birth_year < 1960 AS k, count(*) AS n, avg(birth_month) AS m1, avg(2022 - birth_year) AS m, stddev_samp(2022 - birth_year) AS sd FROM ndb.person GROUP BY 1) SELECT a.n, b.n AS n0, (a.m - b.m) / sqrt((a.sd * a.sd + b.sd * b.sd) / 2) AS age, (a.m - b.m) / sqrt(a.sd ** 2 / a.n + b.sd ** 2 / b.n) AS t FROM s a, s b WHERE a.k AND NOT b.k
-- differences of means of groups of six, pooled | keys 0 | masked 2 of 2
WITH g AS (SELECT birth_year < 1960 AS k, count(*) AS n, avg(birth_year) AS m, var_samp(birth_year) AS v FROM ndb.person GROUP BY 1) SELECT a.m - b.m AS diff, (a.m - b.m) / sqrt(((a.n - 1) * a.v + (b.n - 1) * b.v) / (a.n + b.n - 2)) AS d FROM g a JOIN g b ON a.k AND NOT b.k
-- a difference of nearly equal means is not shown | keys 0 | masked 1 of 1
WITH a AS (SELECT avg(birth_year) AS m FROM ndb.person), b AS (SELECT avg(birth_year) AS m FROM ndb.person WHERE person_id <> 'p01') SELECT a.m - b.m AS d FROM a, b
`

export const STUDIES: BookStudy[] = readBook(BOOK)
