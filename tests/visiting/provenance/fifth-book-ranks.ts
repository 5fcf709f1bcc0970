/** Ranks over persons: what they may choose, and ways to make a value of them that must not be followed. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- stored quintiles, then two tables | keys 1 | masked 3 of 9 | steady n
CREATE TABLE q AS SELECT person_id, sum(points) AS pts, ntile(3) OVER (ORDER BY sum(points), person_id) AS third FROM ndb.medical_claim GROUP BY person_id; SELECT q.third, count(*) AS n, sum(pts) AS pts, count(d.person_id) AS deaths FROM q LEFT JOIN ndb.death d USING (person_id) GROUP BY q.third
-- ntile in QUALIFY | keys 1 | masked 0 of 4
WITH t AS (SELECT person_id, sum(points) AS pts FROM ndb.medical_claim GROUP BY person_id QUALIFY ntile(2) OVER (ORDER BY sum(points) DESC) = 1) SELECT p.sex, count(*) AS n, sum(pts) AS pts FROM t JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- claims joined to thirds | keys 1 | masked 1 of 9 | steady persons
WITH q AS (SELECT person_id, ntile(3) OVER (ORDER BY birth_year) AS third FROM ndb.person) SELECT q.third, count(*) AS claims, count(DISTINCT c.person_id) AS persons, avg(c.points) AS mean FROM q JOIN ndb.medical_claim c USING (person_id) GROUP BY q.third
-- rank summed | keys 0 | unverified rank-across-persons
SELECT sum(rn) AS s FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) WHERE person_id <> 'p03'
-- rank laundered by CASE | keys 0 | unverified rank-across-persons
SELECT sum(CASE WHEN rn = 1 THEN 1 WHEN rn = 2 THEN 2 WHEN rn = 3 THEN 3 ELSE 0 END) AS s FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person)
-- rank laundered by range | keys 0 | unverified rank-as-value
SELECT count(*) AS s FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) q, range(1, 20) r(i) WHERE r.i <= q.rn
-- rank laundered by join | keys 0 | unverified rank-as-value
SELECT sum(r.i) AS s FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) q JOIN range(1, 20) r(i) ON r.i = q.rn
-- rank laundered by where equality | keys 0 | unverified rank-as-value
SELECT sum(r.i) AS s FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) q, (VALUES (1), (2), (3)) r(i) WHERE r.i = q.rn
-- rank laundered by unnest | keys 0 | unverified rank-across-persons
SELECT count(*) AS s FROM (SELECT person_id, unnest(range(0, rn)) AS u FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person))
-- rank laundered by subquery | keys 0 | unverified rank-as-value
SELECT sum((SELECT count(*) FROM range(0, 20) r(i) WHERE r.i < q.rn)) AS s FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) q
-- rank by group of person | keys 0 | unverified rank-across-persons
SELECT sum(m) AS s FROM (SELECT person_id, max(rn) AS m FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) GROUP BY person_id)
-- rank laundered by IN subquery to groups | keys 0 | unverified rank-as-value
SELECT sum(k) AS s FROM (SELECT person_id, count(*) AS k FROM (SELECT q.person_id, c.claim_no FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) q JOIN ndb.medical_claim c ON c.person_id = q.person_id AND c.claim_no <= q.rn) GROUP BY person_id)
-- rank laundered by own claims | keys 0 | unverified rank-as-value
SELECT count(*) AS s FROM (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) q JOIN ndb.medical_claim c ON c.person_id = q.person_id WHERE c.claim_no <= q.rn
-- age quartile within groups, FILTER flags | keys 1 | masked 2 of 6 | steady first
SELECT sex, count(*) FILTER (WHERE k = 1) AS first, sum(CASE WHEN k = 1 THEN age ELSE 0 END) AS ages, count(CASE WHEN k = 2 THEN 1 END) AS second FROM (SELECT sex, 2022 - birth_year AS age, ntile(2) OVER (PARTITION BY sex ORDER BY birth_year DESC) AS k FROM ndb.person) GROUP BY sex
-- case label made in between | keys 1 | masked 0 of 9
WITH t AS (SELECT person_id, sum(points) AS pts FROM ndb.medical_claim GROUP BY person_id), r AS (SELECT *, percent_rank() OVER (ORDER BY pts) AS pr FROM t), b AS (SELECT person_id, pts, CASE WHEN pr < 0.33 THEN 'Q1' WHEN pr < 0.67 THEN 'Q2' ELSE 'Q3' END AS q FROM r) SELECT q, count(*) AS n, sum(pts) AS pts, sum(pts) / sum(sum(pts)) OVER () AS share FROM b GROUP BY q
-- lorenz by thirds | keys 1 | masked 0 of 6 | steady x, y
WITH t AS (SELECT person_id, sum(points) AS pts FROM ndb.medical_claim GROUP BY person_id), r AS (SELECT *, ntile(3) OVER (ORDER BY pts) AS k FROM t), g AS (SELECT k, count(*) AS n, sum(pts) AS v FROM r GROUP BY k) SELECT k, sum(n) OVER (ORDER BY k) / sum(n) OVER () AS x, sum(v) OVER (ORDER BY k) / sum(v) OVER () AS y FROM g
-- top hundred persons by subquery IN | keys 1 | masked 0 of 2 | steady n
SELECT p.sex, count(*) AS n FROM ndb.person p WHERE p.person_id IN (SELECT person_id FROM (SELECT person_id, row_number() OVER (ORDER BY sum(points) DESC) AS rn FROM ndb.medical_claim GROUP BY person_id) WHERE rn <= 9) GROUP BY p.sex
-- exposure by median split of dose joined to outcome | keys 2 | masked 4 of 8 | steady risk
WITH d AS (SELECT person_id, sum(quantity) AS dose FROM ndb.drug GROUP BY 1), s AS (SELECT person_id, CASE WHEN ntile(2) OVER (ORDER BY dose) = 2 THEN 'high' ELSE 'low' END AS arm FROM d) SELECT s.arm, p.sex, count(*) AS n, avg((o.person_id IS NOT NULL)::INT) AS risk FROM s JOIN ndb.person p USING (person_id) LEFT JOIN (SELECT DISTINCT person_id FROM ndb.dpc_claim) o USING (person_id) GROUP BY ALL
-- rank measured by own rows in FILTER | keys 0 | unverified rank-as-value
WITH q AS (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) SELECT count(*) FILTER (WHERE c.claim_no <= q.rn) AS s FROM q JOIN ndb.medical_claim c USING (person_id)
-- rank measured in a column first | keys 0 | unverified rank-as-value
WITH q AS (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person), m AS (SELECT c.person_id, c.claim_no <= q.rn AS yes FROM q JOIN ndb.medical_claim c USING (person_id)) SELECT count(*) FILTER (WHERE yes) AS s FROM m
-- rank by lateral VALUES | keys 0 | unverified rank-as-value
WITH q AS (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) SELECT sum(v.x) AS s FROM q, LATERAL (SELECT q.rn AS x) v
-- rank by exists of own | keys 0 | unverified rank-as-value
WITH q AS (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) SELECT count(*) AS s FROM q JOIN ndb.medical_claim c USING (person_id) WHERE EXISTS (SELECT 1 FROM (VALUES (1), (2), (3)) r(i) WHERE r.i = q.rn AND r.i = c.claim_no)
-- top tenth by a count in a subquery | keys 0 | masked 0 of 1
WITH q AS (SELECT person_id, sum(points) AS pts, row_number() OVER (ORDER BY sum(points) DESC) AS rn FROM ndb.medical_claim GROUP BY person_id) SELECT sum(pts) FILTER (WHERE rn <= (SELECT count(*) * 0.4 FROM ndb.person)) / sum(pts) AS share FROM q
-- rank in HAVING of person | keys 0 | unverified rank-across-persons
WITH q AS (SELECT person_id, ntile(4) OVER (ORDER BY birth_year) AS k FROM ndb.person) SELECT count(*) AS n FROM (SELECT person_id, max(k) AS k, count(*) AS c FROM q JOIN ndb.medical_claim USING (person_id) GROUP BY person_id HAVING max(k) = 4)
-- grouped by person and quintile | keys 1 | masked 2 of 9 | steady n, visits
WITH q AS (SELECT person_id, ntile(3) OVER (ORDER BY birth_year) AS k FROM ndb.person), v AS (SELECT q.person_id, q.k, count(c.claim_no) AS visits FROM q LEFT JOIN ndb.medical_claim c USING (person_id) GROUP BY q.person_id, q.k) SELECT k, count(*) AS n, avg(visits) AS visits, count(*) FILTER (WHERE visits >= 2) AS heavy FROM v GROUP BY k
-- union of two ranked halves | keys 1 | masked 0 of 2 | steady n
WITH q AS (SELECT person_id, ntile(2) OVER (ORDER BY birth_year) AS k FROM ndb.person), u AS (SELECT person_id, k FROM q WHERE k = 1 UNION ALL SELECT person_id, k FROM q WHERE k = 2) SELECT k, count(*) AS n FROM u GROUP BY k
-- pairs by rank of persons, sum | keys 0 | unverified window-over-pairs
WITH q AS (SELECT person_id, row_number() OVER (ORDER BY birth_year) AS rn FROM ndb.person) SELECT count(*) AS n FROM q a, q b WHERE a.rn < b.rn
`

export const RANKS: BookStudy[] = readBook(BOOK)
