/**
 * Studies in words of DuckDB that the other books do not use, or not so: SUMMARIZE, macros of one's own, intervals that
 * overlap, gaps and islands, calendars, structs and lists of one person, PIVOT and UNPIVOT.
 * How a line reads is said in ./read-book.ts.
 */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- FROM-first with WHERE and GROUP BY ALL | keys 1 | masked 0 of 4 | exact n, points
FROM ndb.medical_claim SELECT setting, count() AS n, sum(points) AS points WHERE service_days > 1 GROUP BY ALL ORDER BY ALL
-- FROM-first without SELECT, then a count around | keys 0 | masked 0 of 2 | exact n, persons
SELECT count(*) AS n, count(DISTINCT person_id) AS persons FROM (FROM ndb.drug WHERE atc_code ^@ 'C10')
-- EXCLUDE of two and REPLACE of one, grouped | keys 1 | masked 0 of 2 | exact n
SELECT * EXCLUDE (birth_month, medical_area_code, municipality_code, insurer_type, observed_from, observed_until, person_id, prefecture_code, birth_year), count(*) AS n FROM ndb.person GROUP BY ALL
-- SUMMARIZE of some columns | keys 1 | unverified summarize
SUMMARIZE SELECT checkup_date, bmi, smoker FROM ndb.checkup
-- SUMMARIZE of a query, some columns read | keys 1 | unverified summarize
SELECT column_name, count FROM (SUMMARIZE SELECT bmi, systolic_mmhg FROM ndb.checkup)
-- a macro of one's own for a rate | keys 1 | masked 0 of 6 | exact n, cases, rate
CREATE MACRO per_thousand(a, b) AS round(1000.0 * a / nullif(b, 0), 2); SELECT p.sex, count(*) AS n, count(n.person_id) AS cases, per_thousand(count(n.person_id), count(*)) AS rate FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id FROM idb.notification) n USING (person_id) GROUP BY p.sex
-- a table macro of one's own for users of a class | keys 1 | masked 0 of 2 | exact n
CREATE MACRO users_of(prefix) AS TABLE SELECT DISTINCT person_id FROM ndb.drug WHERE starts_with(atc_code, prefix); SELECT p.sex, count(*) AS n FROM users_of('C10') JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- arg_max of the drug by date, then a table | keys 1 | masked 3 of 6 | exact n, latest
SELECT last_drug, count(*) AS n, max(last_day) AS latest FROM (SELECT person_id, arg_max(atc_code, (dispensed_date, claim_no)) AS last_drug, max(dispensed_date) AS last_day FROM ndb.drug GROUP BY person_id) GROUP BY last_drug
-- list of the first three drugs in order | keys 1 | masked 4 of 6 | exact n
SELECT array_to_string(list_slice(drugs, 1, 2), '>') AS path, count(*) AS n FROM (SELECT person_id, list(atc_code ORDER BY dispensed_date, claim_no) AS drugs FROM ndb.drug GROUP BY person_id) GROUP BY path
-- list_transform and list_sum of one person's points | keys 1 | masked 0 of 4 | exact n
SELECT p.sex, sum(list_sum(list_transform(l.pts, x -> x * 10))) AS yen, count(*) AS n FROM (SELECT person_id, list(points) AS pts FROM ndb.medical_claim GROUP BY person_id) l JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- list_reduce of flags | keys 1 | masked 1 of 2 | exact n
SELECT list_reduce(list_prepend(0, f), (a, b) -> greatest(a, b)) AS any_dm, count(*) AS n FROM (SELECT person_id, list((icd10_code ^@ 'E11')::INT) AS f FROM ndb.medical_diagnosis GROUP BY person_id) GROUP BY 1
-- list_has_any of comorbidity codes | keys 1 | masked 3 of 4 | exact n
SELECT list_has_any(codes, ['I10', 'I219']) AS circulatory, count(*) AS n, avg(len(codes)) AS kinds FROM (SELECT person_id, array_agg(DISTINCT icd10_code) AS codes FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY person_id) GROUP BY circulatory
-- date_trunc by quarter and date_diff to the index | keys 1 | masked 2 of 4 | exact persons, follow_up
SELECT date_trunc('quarter', i.d)::DATE AS q, count(*) AS persons, avg(date_diff('day', i.d, p.observed_until)) AS follow_up FROM (SELECT person_id, min(dispensed_date) AS d FROM ndb.drug GROUP BY person_id) i JOIN ndb.person p USING (person_id) GROUP BY q ORDER BY q
-- age() at the vaccination in years | keys 1 | masked 2 of 6 | exact doses, persons
SELECT date_part('year', age(v.vaccination_date, make_date(p.birth_year, p.birth_month, 1))) // 20 * 20 AS age20, count(*) AS doses, count(DISTINCT v.person_id) AS persons FROM vaccination.record v JOIN ndb.person p USING (person_id) GROUP BY ALL ORDER BY ALL
-- dayofweek and week of year of the first visits | keys 1 | masked 0 of 4 | exact visits, persons
SELECT isodow(first_service_date) IN (6, 7) AS weekend, count(*) AS visits, count(DISTINCT person_id) AS persons FROM ndb.medical_claim GROUP BY weekend
-- a calendar of months with generate_series, prevalent by open interval | keys 1 | masked 1 of 6 | exact certified
WITH cal AS (SELECT m::DATE AS m FROM generate_series(DATE '2022-04-01', DATE '2022-09-01', INTERVAL 1 MONTH) t(m)) SELECT cal.m, count(DISTINCT k.person_id) AS certified FROM cal LEFT JOIN kaigo.certification k ON k.certified_from <= cal.m AND k.certified_until >= cal.m GROUP BY cal.m ORDER BY cal.m
-- a calendar of weeks with zeros for events | keys 1 | masked 11 of 12 | exact onset, severe
WITH w AS (SELECT unnest(generate_series(DATE '2022-05-02', DATE '2022-09-30', INTERVAL 28 DAY))::DATE AS w) SELECT w.w, count(n.person_id) AS onset, count(n.person_id) FILTER (WHERE n.severity = '重症') AS severe FROM w LEFT JOIN idb.notification n ON n.diagnosis_date >= w.w AND n.diagnosis_date < w.w + 28 GROUP BY ALL ORDER BY ALL
-- overlap of two drugs by an interval join | keys 1 | masked 3 of 4 | exact both
WITH s AS (SELECT person_id, dispensed_date AS a, dispensed_date + days_supplied AS z FROM ndb.drug WHERE atc_code ^@ 'C10'), n AS (SELECT person_id, dispensed_date AS a, dispensed_date + days_supplied AS z FROM ndb.drug WHERE atc_code ^@ 'N02') SELECT p.sex, count(DISTINCT s.person_id) AS both, sum(least(s.z, n.z) - greatest(s.a, n.a)) AS days FROM s JOIN n ON s.person_id = n.person_id AND s.a < n.z AND n.a < s.z JOIN ndb.person p ON p.person_id = s.person_id GROUP BY p.sex
-- gaps and islands of months in care | keys 1 | masked 2 of 6 | exact spells, persons
WITH m AS (SELECT DISTINCT person_id, service_month FROM ndb.medical_claim), g AS (SELECT person_id, service_month, date_diff('month', DATE '2022-01-01', service_month) - row_number() OVER (PARTITION BY person_id ORDER BY service_month) AS island FROM m), i AS (SELECT person_id, island, count(*) AS months FROM g GROUP BY ALL) SELECT months, count(*) AS spells, count(DISTINCT person_id) AS persons FROM i GROUP BY months ORDER BY months
-- the longest spell of each person | keys 1 | masked 0 of 2 | exact n
WITH m AS (SELECT DISTINCT person_id, service_month FROM kaigo.claim), g AS (SELECT person_id, date_diff('month', DATE '2022-01-01', service_month) - row_number() OVER (PARTITION BY person_id ORDER BY service_month) AS island FROM m), i AS (SELECT person_id, island, count(*) AS months FROM g GROUP BY ALL) SELECT longest >= 2 AS lasting, count(*) AS n FROM (SELECT person_id, max(months) AS longest FROM i GROUP BY person_id) GROUP BY ALL
-- cumulative cases by week | keys 1 | masked 8 of 10 | exact n
SELECT week, n, sum(n) OVER (ORDER BY week) AS cumulative FROM (SELECT date_trunc('month', diagnosis_date)::DATE AS week, count(*) AS n FROM idb.notification GROUP BY week) ORDER BY week
-- cumulative distinct persons by their first month | keys 1 | masked 10 of 12 | exact new_patients
SELECT first_month, count(*) AS new_patients, sum(count(*)) OVER (ORDER BY first_month) AS ever FROM (SELECT person_id, min(service_month) AS first_month FROM ndb.medical_claim GROUP BY person_id) GROUP BY first_month ORDER BY first_month
-- QUALIFY on a rank of groups: the two commonest diagnoses of each sex | keys 2 | masked 0 of 4
SELECT p.sex, left(d.icd10_code, 3) AS icd3, count(DISTINCT d.person_id) AS n FROM ndb.medical_diagnosis d JOIN ndb.person p USING (person_id) GROUP BY p.sex, left(d.icd10_code, 3) QUALIFY row_number() OVER (PARTITION BY p.sex ORDER BY count(DISTINCT d.person_id) DESC, left(d.icd10_code, 3)) <= 2
-- PIVOT of claims by setting and sex | keys 1 | masked 0 of 8 | exact 1_pts, 1_n, 2_pts, 2_n
PIVOT (SELECT c.setting, p.sex, c.points FROM ndb.medical_claim c JOIN ndb.person p USING (person_id)) ON sex USING sum(points) AS pts, count(*) AS n GROUP BY setting
-- PIVOT with a list of codes | keys 1 | masked 0 of 4 | exact I10, E11
PIVOT (SELECT d.person_id, p.sex, left(d.icd10_code, 3) AS icd FROM ndb.medical_diagnosis d JOIN ndb.person p USING (person_id)) ON icd IN ('I10', 'E11') USING count(DISTINCT person_id) GROUP BY sex ORDER BY sex
-- UNPIVOT of groups' numbers | keys 2 | masked 1 of 4 | exact v
UNPIVOT (SELECT sex, count(*) AS n, count(*) FILTER (WHERE 2022 - birth_year >= 65) AS old FROM ndb.person GROUP BY sex) ON n, old INTO NAME what VALUE v
-- UNPIVOT by COLUMNS of a pattern | keys 1 | unverified pivot
SELECT name, avg(value) AS mean, count(*) AS n FROM (UNPIVOT (SELECT person_id, systolic_mmhg, diastolic_mmhg FROM ndb.checkup) ON COLUMNS('_mmhg$') INTO NAME name VALUE value) GROUP BY name
-- ASOF join of the last checkup before a stay, by smoking | keys 1 | masked 1 of 6 | exact stays, persons, sbp
SELECT k.smoker, count(*) AS stays, count(DISTINCT a.person_id) AS persons, avg(k.systolic_mmhg) AS sbp FROM ndb.dpc_claim a ASOF LEFT JOIN ndb.checkup k ON k.person_id = a.person_id AND k.checkup_date <= a.admission_date GROUP BY k.smoker
-- struct access of a packed first event | keys 1 | masked 1 of 4 | exact n
SELECT e.ev.kind AS kind, count(*) AS n, avg(e.ev.day - DATE '2022-04-01') AS days FROM (SELECT person_id, min({'day': day, 'kind': kind}) AS ev FROM (SELECT person_id, diagnosis_date AS day, 'covid' AS kind FROM idb.notification UNION ALL SELECT person_id, admission_date, 'stay' FROM ndb.dpc_claim) GROUP BY person_id) e GROUP BY kind
-- MAP of weights by code, elements read | keys 1 | masked 0 of 1 | exact n
WITH s AS (SELECT person_id, sum(DISTINCT MAP {'I10': 1, 'E119': 2, 'I219': 3}[icd10_code]) AS score FROM ndb.medical_diagnosis GROUP BY person_id) SELECT score IS NULL AS none, count(*) AS n FROM s GROUP BY none
-- LIKE ANY list by string matching | keys 1 | masked 0 of 4 | exact n, lines
SELECT regexp_matches(icd10_code, '^(I10|I2[0-5])') AS cvd, count(DISTINCT person_id) AS n, count(*) AS lines FROM ndb.medical_diagnosis GROUP BY cvd
-- SIMILAR TO and a flag of each person | keys 1 | masked 0 of 2 | exact n
SELECT any_cancer, count(*) AS n FROM (SELECT person_id, bool_or(icd10_code SIMILAR TO 'C(1|2)[0-9]+') AS any_cancer FROM ndb.medical_diagnosis GROUP BY person_id) GROUP BY any_cancer
-- WITH ORDINALITY of lists by unnest and its place | keys 1 | masked 5 of 10 | exact kinds
SELECT place, count(*) AS n, count(DISTINCT atc) AS kinds FROM (SELECT person_id, unnest(drugs) AS atc, generate_subscripts(drugs, 1) AS place FROM (SELECT person_id, list(atc_code ORDER BY dispensed_date, claim_no) AS drugs FROM ndb.drug GROUP BY person_id)) GROUP BY place ORDER BY place
-- an anti join in DuckDB's words | keys 1 | masked 0 of 2 | exact n
SELECT sex, count(*) AS n FROM ndb.person ANTI JOIN (SELECT person_id FROM vaccination.record WHERE dose_number = 3) USING (person_id) GROUP BY sex
-- a semi join with a condition on dates | keys 1 | masked 0 of 2 | exact n
SELECT p.sex, count(*) AS n FROM ndb.person p SEMI JOIN ndb.drug d ON d.person_id = p.person_id AND d.dispensed_date >= p.observed_from + 30 GROUP BY p.sex
-- bool_and and every month in care | keys 1 | masked 0 of 2 | exact n
SELECT always_outpatient, count(*) AS n FROM (SELECT person_id, bool_and(setting = '2') AS always_outpatient FROM ndb.medical_claim GROUP BY person_id) GROUP BY 1
-- string_agg of distinct settings of one | keys 1 | masked 1 of 3 | exact persons
SELECT settings, count(*) AS persons FROM (SELECT person_id, string_agg(DISTINCT setting, '+' ORDER BY setting) AS settings FROM ndb.medical_claim GROUP BY person_id) GROUP BY settings
-- aliases used again in one SELECT | keys 1 | masked 3 of 8 | exact n, old, share
SELECT sex, count(*) AS n, sum((2022 - birth_year >= 65)::INT) AS old, old / n AS share, 1 - share AS young FROM ndb.person GROUP BY sex
-- a prefix alias and colons | keys 1 | masked 0 of 4 | exact n, pts
SELECT s: setting, n: count(*), pts: avg(points) FROM ndb.medical_claim GROUP BY s
-- count_if, sum of booleans, avg of booleans | keys 1 | masked 0 of 6 | exact dear, dear2
SELECT setting, count_if(points > 2000) AS dear, sum(points > 2000) AS dear2, avg((points > 2000)::INT) AS share FROM ndb.medical_claim GROUP BY setting
-- histogram of bins by width | keys 1 | masked 4 of 10 | exact claims
SELECT (points // 1000) * 1000 AS bin, count(*) AS claims, bar(count(*), 0, 30, 30) AS bar FROM ndb.medical_claim GROUP BY bin ORDER BY bin
-- equi-width bins of ages | keys 1 | masked 4 of 6 | exact n, a, z
SELECT least(floor((2022 - birth_year) / 20), 3) AS bin, count(*) AS n, min(2022 - birth_year) AS a, max(2022 - birth_year) AS z FROM ndb.person GROUP BY bin
-- recursive chain of refills within sixty days | keys 1 | unverified recursive
WITH RECURSIVE rx AS (SELECT person_id, dispensed_date AS d, row_number() OVER (PARTITION BY person_id ORDER BY dispensed_date, claim_no) AS k FROM ndb.drug), chain AS (SELECT person_id, d, k FROM rx WHERE k = 1 UNION ALL SELECT rx.person_id, rx.d, rx.k FROM chain JOIN rx ON rx.person_id = chain.person_id AND rx.k = chain.k + 1 AND rx.d - chain.d <= 60) SELECT len, count(*) AS n FROM (SELECT person_id, max(k) AS len FROM chain GROUP BY person_id) GROUP BY len
-- FROM a VALUES list of cohorts by name | keys 1 | masked 3 of 6 | exact n
SELECT k.label, count(DISTINCT d.person_id) AS n, min(d.start_date) AS first FROM (VALUES ('hypertension', 'I10'), ('diabetes', 'E11'), ('infarction', 'I21')) k(label, prefix) LEFT JOIN ndb.medical_diagnosis d ON starts_with(d.icd10_code, k.prefix) GROUP BY k.label
-- max_by and min_by of severity | keys 1 | masked 0 of 2 | exact n
SELECT worst, count(*) AS n FROM (SELECT person_id, max_by(severity, diagnosis_date) AS worst FROM idb.notification GROUP BY person_id) GROUP BY worst
-- arg_max with a number of places | keys 1 | masked 0 of 2 | exact n
SELECT len(last2) AS known, count(*) AS n FROM (SELECT person_id, max(service_month, 2) AS last2 FROM ndb.medical_claim GROUP BY person_id) GROUP BY known
-- LIMIT: top drugs by users | keys 1 | masked 0 of 4 | exact users, units
SELECT atc_code, count(DISTINCT person_id) AS users, sum(quantity) AS units FROM ndb.drug GROUP BY atc_code ORDER BY users DESC, atc_code LIMIT 2
-- LIMIT in a CTE, the rest as others | keys 1 | masked 0 of 3
WITH top AS (SELECT icd10_code FROM ndb.medical_diagnosis GROUP BY icd10_code ORDER BY count(DISTINCT person_id) DESC, icd10_code LIMIT 2) SELECT CASE WHEN d.icd10_code IN (SELECT icd10_code FROM top) THEN d.icd10_code ELSE 'others' END AS dx, count(DISTINCT d.person_id) AS n FROM ndb.medical_diagnosis d GROUP BY dx
-- positional join of two tables | keys 0 | unverified positional-join
SELECT a.n, b.d FROM (SELECT count(*) AS n FROM ndb.person) a POSITIONAL JOIN (SELECT count(*) AS d FROM ndb.drug) b
-- scalar subqueries side by side | keys 0 | masked 0 of 3 | exact patients, persons, points
SELECT (SELECT count(*) FROM ndb.person) AS persons, (SELECT count(DISTINCT person_id) FROM ndb.medical_claim) AS patients, (SELECT sum(points) FROM ndb.medical_claim) AS points
`

export const WORDS: BookStudy[] = readBook(BOOK)
