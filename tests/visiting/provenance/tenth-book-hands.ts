/** Yes and no by functions, calendars beside persons, tables filled in steps, frames, lists and lateral joins as strangers write them. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- drug utilisation: flags of conditions by LIKE, starts_with and regexp, summed and averaged | keys 1 | masked 2 of 10 | exact asthma, both, dm, ht, n
WITH f AS (SELECT person_id, max((icd10_code LIKE 'E11%')::INT) AS dm, max(starts_with(icd10_code, 'I10')::INT) AS ht, bool_or(regexp_matches(icd10_code, '^J4[56]'))::INT AS asthma FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY person_id) SELECT p.sex, count(*) AS n, sum(dm) AS dm, sum(ht) AS ht, sum(asthma) AS asthma, sum(dm * ht) AS both FROM f JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- rows by LIKE as a number | keys 1 | masked 2 of 18 | exact aa, other, statin
SELECT service_month, sum((atc_code LIKE 'C10%')::INT) AS statin, sum((atc_code NOT LIKE 'C10%')::INT) AS other, count_if(contains(atc_code, 'AA')) AS aa FROM ndb.drug GROUP BY service_month
-- baseline flags: coalesce of an aggregate with false | keys 1 | masked 1 of 4 | exact htn, n
WITH base AS (SELECT p.person_id, p.sex, coalesce(bool_or(d.icd10_code = 'I10') FILTER (WHERE d.start_date > DATE '2022-05-01'), false) AS htn FROM ndb.person p LEFT JOIN ndb.medical_diagnosis d USING (person_id) GROUP BY ALL) SELECT sex, count(*) AS n, sum(htn::INT) AS htn FROM base GROUP BY sex
-- persons at risk on the first of each month, calendar by range | keys 1 | masked 0 of 6 | exact persons
WITH cal AS (SELECT range::DATE AS m0 FROM range(DATE '2022-04-01', DATE '2022-10-01', INTERVAL 1 MONTH)), fu AS (SELECT p.person_id, p.observed_from AS a, least(p.observed_until, coalesce(d.death_date, p.observed_until)) AS b FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)) SELECT cal.m0, count(*) AS persons FROM cal JOIN fu ON fu.a <= cal.m0 AND fu.b >= cal.m0 GROUP BY cal.m0
-- certified on three days in VALUES, days with nobody kept | keys 1 | masked 0 of 6 | exact care, certified
SELECT t.day, count(DISTINCT c.person_id) AS certified, count(DISTINCT c.person_id) FILTER (WHERE c.care_level IN ('21', '22')) AS care FROM (VALUES (DATE '2022-05-01'), (DATE '2022-08-01'), (DATE '2022-11-01')) t(day) LEFT JOIN kaigo.certification c ON t.day BETWEEN c.certified_from AND c.certified_until GROUP BY t.day
-- monthly users beside a calendar, months with nobody kept | keys 1 | masked 12 of 30 | exact lines, qty, users
WITH cal AS (SELECT range::DATE AS m FROM range(DATE '2022-02-01', DATE '2022-12-01', INTERVAL 1 MONTH)) SELECT cal.m, count(d.person_id) AS lines, count(DISTINCT d.person_id) AS users, coalesce(sum(d.quantity), 0) AS qty FROM cal LEFT JOIN ndb.drug d ON d.service_month = cal.m GROUP BY cal.m
-- code list with names, codes with nobody kept | keys 2 | masked 0 of 8 | exact lines, persons
SELECT i.icd10_code, i.name_ja, count(d.person_id) AS lines, count(DISTINCT d.person_id) AS persons FROM open.icd10 i LEFT JOIN ndb.medical_diagnosis d ON d.icd10_code = i.icd10_code AND NOT d.suspected GROUP BY ALL ORDER BY persons DESC
-- rows that stand for nobody are counted with nobody | keys 1 | masked 3 of 3
SELECT t.day, count(*) AS rows FROM generate_series(DATE '2022-05-01', DATE '2022-11-01', INTERVAL 3 MONTH) t(day) LEFT JOIN kaigo.certification c ON t.day BETWEEN c.certified_from AND c.certified_until GROUP BY t.day
-- a table made empty, cases put in, then controls, then outcomes | keys 1 | masked 0 of 4 | exact cases, n
CREATE TABLE study (person_id VARCHAR, arm VARCHAR); INSERT INTO study SELECT person_id, 'exposed' FROM ndb.person WHERE person_id IN (SELECT person_id FROM vaccination.record); INSERT INTO study SELECT person_id, 'unexposed' FROM ndb.person WHERE person_id NOT IN (SELECT person_id FROM vaccination.record); SELECT s.arm, count(*) AS n, count(DISTINCT n.person_id) AS cases FROM study s LEFT JOIN idb.notification n USING (person_id) GROUP BY s.arm
-- events of two databases put into one table in another order | keys 1 | masked 0 of 4 | exact events, persons
CREATE TABLE ev (person_id VARCHAR, src VARCHAR, d DATE); INSERT INTO ev SELECT person_id, 'idb', diagnosis_date FROM idb.notification; INSERT INTO ev (d, src, person_id) SELECT start_date, 'claims', person_id FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'J%'; SELECT src, count(*) AS events, count(DISTINCT person_id) AS persons FROM ev GROUP BY src
-- a column added with a default, then changed for the exposed | keys 1 | masked 1 of 4 | exact n, women
CREATE TABLE c AS SELECT person_id, sex FROM ndb.person; ALTER TABLE c ADD COLUMN exposed BOOLEAN DEFAULT false; UPDATE c SET exposed = true WHERE person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code = 'C10AA07'); SELECT exposed, count(*) AS n, count(*) FILTER (WHERE sex = '2') AS women FROM c GROUP BY exposed
-- pseudonyms cast to text before they are joined | keys 1 | masked 0 of 4 | exact claims, n
WITH c AS (SELECT CAST(person_id AS VARCHAR) AS pid, count(*) AS k FROM ndb.medical_claim GROUP BY 1) SELECT p.sex, count(*) AS n, sum(c.k) AS claims FROM c JOIN ndb.person p ON p.person_id = c.pid GROUP BY p.sex
-- means of columns chosen by alternatives | keys 1 | masked 0 of 8 | exact diastolic_mmhg, ldl_mg_dl, n, systolic_mmhg | steady ldl_mg_dl
SELECT smoker, count(*) AS n, avg(COLUMNS('(mmhg|dl)$')) FROM ndb.checkup GROUP BY smoker
-- episodes as islands by the largest end so far | keys 1 | masked 0 of 8 | exact days, episodes, fills_per_episode, users
WITH d AS (SELECT person_id, dispensed_date AS s, dispensed_date + days_supplied AS e FROM ndb.drug WHERE atc_code LIKE 'C10%'), m AS (SELECT *, max(e) OVER (PARTITION BY person_id ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS prev_end FROM d), i AS (SELECT *, sum(CASE WHEN prev_end IS NULL OR s > prev_end + 30 THEN 1 ELSE 0 END) OVER (PARTITION BY person_id ORDER BY s, e) AS ep FROM m), ep AS (SELECT person_id, ep, min(s) AS s, max(e) AS e, count(*) AS fills FROM i GROUP BY person_id, ep) SELECT p.sex, count(*) AS episodes, count(DISTINCT ep.person_id) AS users, sum(e - s) AS days, avg(fills) AS fills_per_episode FROM ep JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- proportion of days covered by days unfolded | keys 1 | masked 2 of 4 | exact n
WITH days AS (SELECT person_id, unnest(generate_series(dispensed_date, dispensed_date + (days_supplied - 1) * INTERVAL 1 DAY, INTERVAL 1 DAY))::DATE AS d FROM ndb.drug WHERE atc_code LIKE 'C10AA%'), idx AS (SELECT person_id, min(dispensed_date) AS i FROM ndb.drug WHERE atc_code LIKE 'C10AA%' GROUP BY person_id), pdc AS (SELECT i.person_id, count(DISTINCT d.d) FILTER (WHERE d.d < i.i + 90) / 90.0 AS pdc FROM idx i JOIN days d USING (person_id) GROUP BY i.person_id) SELECT CASE WHEN pdc >= 0.4 THEN 'adherent' ELSE 'not' END AS grp, count(*) AS n, round(avg(pdc), 3) AS mean_pdc FROM pdc GROUP BY grp
-- treatment stopped: no refill in time, by NOT EXISTS in a FILTER | keys 1 | masked 0 of 6 | exact stopped, users
SELECT d.atc_code, count(DISTINCT d.person_id) AS users, count(DISTINCT d.person_id) FILTER (WHERE NOT EXISTS (SELECT 1 FROM ndb.drug r WHERE r.person_id = d.person_id AND r.atc_code = d.atc_code AND r.dispensed_date > d.dispensed_date AND r.dispensed_date <= d.dispensed_date + d.days_supplied + 45)) AS stopped FROM ndb.drug d GROUP BY d.atc_code
-- first stay after the first statin by LATERAL with LIMIT 1 | keys 1 | masked 0 of 6 | exact admitted, days, users
SELECT p.sex, count(*) AS users, count(x.admission_date) AS admitted, avg(x.admission_date - f.idx) AS days FROM (SELECT person_id, min(dispensed_date) AS idx FROM ndb.drug WHERE atc_code LIKE 'C10%' GROUP BY 1) f JOIN ndb.person p USING (person_id) LEFT JOIN LATERAL (SELECT a.admission_date FROM dpc.admission a WHERE a.person_id = f.person_id AND a.admission_date > f.idx ORDER BY a.admission_date LIMIT 1) x ON true GROUP BY p.sex
-- visits of the sixty days before by a RANGE frame | keys 1 | masked 1 of 4 | exact prior_total, visits
WITH v AS (SELECT person_id, setting, first_service_date AS d, count(*) OVER (PARTITION BY person_id ORDER BY first_service_date RANGE BETWEEN INTERVAL 60 DAY PRECEDING AND INTERVAL 1 DAY PRECEDING) AS prior FROM ndb.medical_claim) SELECT setting, count(*) AS visits, sum(prior) AS prior_total FROM v GROUP BY setting
-- smoothed by a GROUPS frame | keys 1 | masked 0 of 12 | exact n
WITH w AS (SELECT date_trunc('month', dispensed_date)::DATE AS wk, count(*) AS n FROM ndb.drug GROUP BY 1) SELECT wk, n, avg(n) OVER (ORDER BY wk GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS smooth FROM w
-- last care level carried to each claim by IGNORE NULLS | keys 1 | masked 4 of 8 | exact claims, units
WITH m AS (SELECT person_id, certified_from AS d, care_level AS lvl, NULL::INT AS units FROM kaigo.certification UNION ALL SELECT person_id, service_month, NULL, units FROM kaigo.claim), f AS (SELECT *, last_value(lvl IGNORE NULLS) OVER (PARTITION BY person_id ORDER BY d ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cur FROM m) SELECT coalesce(cur, 'unknown') AS level, count(*) AS claims, sum(units) AS units FROM f WHERE units IS NOT NULL GROUP BY 1
-- visits of a list comprehension | keys 1 | masked 2 of 4 | exact n
WITH l AS (SELECT person_id, list(points ORDER BY first_service_date) AS pts FROM ndb.medical_claim GROUP BY person_id), big AS (SELECT person_id, [x FOR x IN pts IF x > 1000] AS big FROM l) SELECT len(big) > 1 AS several, count(*) AS n, sum(len(big)) AS claims FROM big GROUP BY 1
-- first and last pressure by places in a list | keys 0 | masked 0 of 3 | exact improved, n
SELECT count(*) AS n, avg(l[-1] - l[1]) AS change, count(*) FILTER (WHERE l[-1] < l[1]) AS improved FROM (SELECT person_id, list(systolic_mmhg ORDER BY checkup_date) AS l FROM ndb.checkup GROUP BY person_id HAVING count(*) > 1)
-- comorbidity matrix by a self join of distinct codes | keys 2 | masked 3 of 9 | exact n
WITH c AS (SELECT DISTINCT person_id, left(icd10_code, 3) AS c3 FROM ndb.medical_diagnosis WHERE NOT suspected) SELECT a.c3 AS cond_a, b.c3 AS cond_b, count(*) AS n FROM c a JOIN c b ON a.person_id = b.person_id AND a.c3 < b.c3 GROUP BY ALL
-- lines of therapy by dense_rank of first days | keys 1 | masked 0 of 6 | exact fills, persons
SELECT line, count(DISTINCT person_id) AS persons, count(*) AS fills FROM (SELECT person_id, dense_rank() OVER (PARTITION BY person_id ORDER BY first_d) AS line FROM (SELECT person_id, dispensed_date, min(dispensed_date) OVER (PARTITION BY person_id, atc_code) AS first_d FROM ndb.drug)) GROUP BY line
-- sequence symmetry of two drugs | keys 0 | masked 0 of 4 | exact a_first, b_first, same, ssr
WITH f AS (SELECT person_id, min(dispensed_date) FILTER (WHERE atc_code LIKE 'C10%') AS a, min(dispensed_date) FILTER (WHERE atc_code = 'N02BE01') AS b FROM ndb.drug GROUP BY person_id) SELECT count(*) FILTER (WHERE a < b) AS a_first, count(*) FILTER (WHERE b < a) AS b_first, count(*) FILTER (WHERE a < b) / nullif(count(*) FILTER (WHERE b < a), 0) AS ssr, count(*) FILTER (WHERE a = b) AS same FROM f
-- controls numbered within strata and joined to cases by number | keys 1 | unverified window-over-pairs
WITH cases AS (SELECT p.person_id, p.sex, row_number() OVER (PARTITION BY p.sex ORDER BY hash(p.person_id)) AS k FROM ndb.person p SEMI JOIN idb.notification n USING (person_id)), controls AS (SELECT p.person_id, p.sex, row_number() OVER (PARTITION BY p.sex ORDER BY hash(p.person_id)) AS k FROM ndb.person p ANTI JOIN idb.notification n USING (person_id)) SELECT 'control' AS arm, count(*) AS n FROM controls x JOIN cases USING (sex, k)
-- what is missing of each column | keys 0 | masked 0 of 4 | exact miss_2, miss_a1c, n, pct
SELECT count(*) AS n, count(*) - count(hba1c_percent) AS miss_a1c, sum((hba1c_percent IS NULL)::INT) AS miss_2, round(100 * (count(*) - count(hba1c_percent)) / count(*), 1) AS pct FROM ndb.checkup
-- attrition laid out by UNPIVOT of one row of counts | keys 1 | masked 0 of 2 | exact n
UNPIVOT (SELECT count(*) AS a, count(*) FILTER (WHERE birth_year < 1960) AS b FROM ndb.person) ON a, b INTO NAME step VALUE n
-- attrition laid out by unnest of counts | keys 1 | unverified unnest-over-groups
WITH t AS (SELECT count(*) AS a, count(*) FILTER (WHERE birth_year < 1960) AS b FROM ndb.person) SELECT unnest(['all', 'old']) AS step, unnest([a, b]) AS n FROM t
-- the same day twice in a calendar of few | keys 1 | masked 1 of 2
SELECT t.day, count(*) AS n FROM (VALUES (DATE '2022-05-01'), (DATE '2022-05-01'), (DATE '2021-08-01')) t(day) JOIN ndb.person p ON p.observed_from <= t.day AND (t.day < DATE '2022-01-01' OR p.birth_year < 1942) GROUP BY t.day
-- hours of a day as the day, more of them for one | keys 1 | masked 4 of 4
SELECT h::DATE AS d, count(*) AS n, sum(1) AS s FROM range(TIMESTAMP '2022-05-01', TIMESTAMP '2022-05-03', INTERVAL 6 HOUR) r(h) JOIN ndb.person p ON hour(h) < 6 OR p.birth_year < 1942 GROUP BY d
-- the same by a calendar in a CTE | keys 1 | masked 2 of 2
WITH cal AS (SELECT range::DATE AS d, range AS h FROM range(TIMESTAMP '2022-05-01', TIMESTAMP '2022-05-03', INTERVAL 6 HOUR)) SELECT d, count(*) AS n FROM cal JOIN ndb.person p ON hour(h) < 6 OR p.birth_year < 1942 GROUP BY d
-- days that are no days by TRY_CAST | keys 1 | masked 1 of 1
SELECT t.day, count(*) AS n FROM (VALUES (TRY_CAST('2022-13-01' AS DATE), 1), (TRY_CAST('2022-14-01' AS DATE), 2)) t(day, k) JOIN ndb.person p ON t.k = 1 OR p.birth_year < 1942 GROUP BY t.day
-- days of a calendar put together by year | keys 1 | masked 1 of 1
SELECT year(m) AS y, count(*) AS n FROM range(DATE '2022-01-01', DATE '2022-06-01', INTERVAL 1 MONTH) r(m) JOIN ndb.person p ON m < DATE '2022-02-01' OR p.birth_year < 1942 GROUP BY y
-- yes of one by a function, a thousand times | keys 0 | masked 1 of 2
SELECT sum(starts_with(prefecture_code, '1')::INT + 1000 * contains(birth_year::VARCHAR, '1938')::INT) AS s, sum(1000 + list_contains([1, 2, 3], birth_month)::INT) AS t FROM ndb.person
-- names asked by a function | keys 0 | unverified weights-by-person
SELECT sum(starts_with(person_id, 'p0')::INT) AS few, sum((person_id LIKE 'p03')::INT * birth_year) AS one, sum(contains('p01p03', person_id)::INT * 1000 + 1) AS two FROM ndb.person
-- false in the place of a number of everybody | keys 0 | masked 2 of 3 | exact s, t
SELECT sum(CASE WHEN birth_year < 1942 THEN 1000 ELSE false END) AS s, sum(CASE WHEN birth_year < 1942 THEN false ELSE true END) AS t, sum(coalesce((birth_year < 1942)::INT, false) + 1) AS u FROM ndb.person
-- a day with nobody beside days with somebody, all rows counted | keys 1 | masked 7 of 9 | exact k
SELECT t.day, count(*) AS n, count(c.person_id) AS k, sum(coalesce(c.units, 1)) AS u FROM (VALUES (DATE '2022-05-01'), (DATE '2022-06-01'), (DATE '2025-11-01')) t(day) LEFT JOIN kaigo.claim c ON t.day = c.service_month GROUP BY t.day
`

export const HANDS: BookStudy[] = readBook(BOOK)
