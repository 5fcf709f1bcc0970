/**
 * Studies against the demonstration's tables as epidemiologists and drug safety analysts write them, scripts of several
 * statements among them; how a line reads is said in ./read-book.ts.
 */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- incidence per 1,000 person-years | keys 1 | masked 0 of 6 | exact cases
SELECT p.sex, count(n.person_id) AS cases, sum(date_diff('day', p.observed_from, coalesce(n.diagnosis_date, p.observed_until)) / 365.25) AS py, 1000 * count(n.person_id) / sum(date_diff('day', p.observed_from, coalesce(n.diagnosis_date, p.observed_until)) / 365.25) AS rate FROM ndb.person p LEFT JOIN idb.notification n USING (person_id) GROUP BY p.sex
-- incidence with Poisson limits of the library | keys 1 | masked 5 of 10 | exact cases
SELECT p.prefecture_code, count(n.person_id) AS cases, sum(person_years(p.observed_from, coalesce(n.diagnosis_date, p.observed_until))) AS py, rate_per_1000(count(n.person_id), sum(person_years(p.observed_from, coalesce(n.diagnosis_date, p.observed_until)))) AS rate, poisson_low(count(n.person_id)) / sum(person_years(p.observed_from, coalesce(n.diagnosis_date, p.observed_until))) AS low, poisson_high(count(n.person_id)) / sum(person_years(p.observed_from, coalesce(n.diagnosis_date, p.observed_until))) AS high FROM ndb.person p LEFT JOIN idb.notification n ON n.person_id = p.person_id GROUP BY ALL
-- person-years by age band | keys 1 | masked 8 of 10 | exact n
WITH fu AS (SELECT p.person_id, age_band_10(2022 - p.birth_year) AS band, least(p.observed_until, coalesce(d.death_date, DATE '2099-12-31')) AS until, p.observed_from FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)) SELECT band, count(*) AS n, sum(until - observed_from) / 365.25 AS py FROM fu GROUP BY band ORDER BY band
-- directly standardised rate of two strata | keys 1 | masked 2 of 2 | steady asr
WITH strata AS (SELECT p.sex, CASE WHEN 2022 - birth_year >= 65 THEN 'old' ELSE 'young' END AS band, count(*) AS n, count(*) FILTER (WHERE p.person_id IN (SELECT person_id FROM idb.notification)) AS cases FROM ndb.person p GROUP BY ALL), w(band, w) AS (VALUES ('old', 0.3), ('young', 0.7)) SELECT sex, 1000 * sum(w * cases / n) / sum(w) AS asr FROM strata JOIN w USING (band) GROUP BY sex
-- standardised by the 2015 model population | keys 1 | masked 2 of 2
SELECT prefecture_code, sum(standard_population_2015(band) * rate) / sum(standard_population_2015(band)) AS asr FROM (SELECT p.prefecture_code, age_band_5(2022 - birth_year) AS band, avg(CASE WHEN n.person_id IS NULL THEN 0 ELSE 1 END) AS rate FROM ndb.person p LEFT JOIN idb.notification n USING (person_id) GROUP BY ALL) GROUP BY 1
-- Kaplan-Meier by windows | keys 1 | masked 6 of 6
WITH t AS (SELECT p.person_id, date_diff('month', p.observed_from, coalesce(d.death_date, p.observed_until)) // 6 AS t, d.person_id IS NOT NULL AS event FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)), n AS (SELECT t, count(*) FILTER (WHERE event) AS d, count(*) AS out FROM t GROUP BY t), r AS (SELECT t, d, sum(out) OVER (ORDER BY t DESC ROWS UNBOUNDED PRECEDING) AS at_risk FROM n) SELECT t, at_risk, d, exp(sum(ln(1 - d::DOUBLE / at_risk)) OVER (ORDER BY t)) AS s FROM r WHERE d < at_risk ORDER BY t
-- numbers at risk of a survival table | keys 1 | masked 3 of 6 | exact events, censored
WITH t AS (SELECT p.person_id, date_diff('month', p.observed_from, coalesce(d.death_date, p.observed_until)) // 6 AS t, d.person_id IS NOT NULL AS event FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)), n AS (SELECT t, count(*) FILTER (WHERE event) AS events, count(*) FILTER (WHERE NOT event) AS censored FROM t GROUP BY t) SELECT t, events, censored, sum(events + censored) OVER (ORDER BY t ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS at_risk FROM n ORDER BY t
-- net changes that cancel, added up | keys 0 | masked 1 of 1
WITH u AS (SELECT person_id, 1 AS g, true AS a FROM ndb.person WHERE sex = '1' UNION ALL SELECT person_id, 2 AS g, false AS a FROM ndb.person WHERE sex = '1' UNION ALL SELECT person_id, s.g, s.a FROM ndb.person, (VALUES (1, true), (1, false), (2, true), (2, false)) s(g, a) WHERE sex = '2'), m AS (SELECT g, count(*) FILTER (WHERE a) - count(*) FILTER (WHERE NOT a) AS d FROM u GROUP BY g) SELECT sum(d) AS net FROM m
-- net changes that cancel, by a window | keys 1 | masked 2 of 2
WITH u AS (SELECT person_id, 1 AS g, true AS a FROM ndb.person WHERE sex = '1' UNION ALL SELECT person_id, 2 AS g, false AS a FROM ndb.person WHERE sex = '1' UNION ALL SELECT person_id, s.g, s.a FROM ndb.person, (VALUES (1, true), (1, false), (2, true), (2, false)) s(g, a) WHERE sex = '2'), m AS (SELECT g, count(*) FILTER (WHERE a) - count(*) FILTER (WHERE NOT a) AS d FROM u GROUP BY g) SELECT g, sum(d) OVER () AS net FROM m
-- net changes that cancel, of stored rows | keys 0 | masked 1 of 1
CREATE TABLE m AS WITH u AS (SELECT person_id, 1 AS g, true AS a FROM ndb.person WHERE sex = '1' UNION ALL SELECT person_id, 2 AS g, false AS a FROM ndb.person WHERE sex = '1' UNION ALL SELECT person_id, s.g, s.a FROM ndb.person, (VALUES (1, true), (1, false), (2, true), (2, false)) s(g, a) WHERE sex = '2'), m AS (SELECT g, count(*) FILTER (WHERE a) - count(*) FILTER (WHERE NOT a) AS d FROM u GROUP BY g) SELECT g, d FROM m; SELECT sum(d) AS net FROM m
-- numbers at risk where each half has some | keys 1 | masked 1 of 6 | exact events, censored
WITH n AS (SELECT birth_year >= 1957 AS t, count(*) FILTER (WHERE sex = '1') AS events, count(*) FILTER (WHERE sex = '2') AS censored FROM ndb.person GROUP BY t) SELECT t, events, censored, sum(events + censored) OVER (ORDER BY t DESC) AS at_risk FROM n ORDER BY t
-- numbers at risk, added up of what was stored | keys 1 | masked 0 of 2
CREATE TABLE n AS SELECT birth_year >= 1957 AS t, count(*) FILTER (WHERE sex = '1') AS events, count(*) FILTER (WHERE sex = '2') AS censored FROM ndb.person GROUP BY t; SELECT t, sum(events + censored) OVER (ORDER BY t ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS at_risk FROM n
-- counts of which some are taken away before they are added up | keys 1 | masked 2 of 2
WITH n AS (SELECT birth_year >= 1957 AS t, count(*) FILTER (WHERE sex = '1') AS a, count(*) FILTER (WHERE sex = '2') AS b FROM ndb.person GROUP BY t) SELECT t, sum(a + -b) OVER (ORDER BY t DESC) AS net FROM n
-- counts of which one may be missing, added up | keys 1 | masked 1 of 2
WITH a AS (SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex), b AS (SELECT sex, count(*) AS n FROM ndb.person WHERE sex = '1' GROUP BY sex) SELECT a.sex, sum(a.n + b.n) OVER (ORDER BY a.sex DESC) AS both FROM a LEFT JOIN b USING (sex)
-- at risk from a calendar of months | keys 1 | masked 2 of 24 | exact at_risk, died
SELECT m.month, count(*) AS at_risk, count(*) FILTER (WHERE d.death_date < m.month + INTERVAL 1 MONTH) AS died FROM (SELECT unnest(generate_series(DATE '2022-04-01', DATE '2023-03-01', INTERVAL 1 MONTH))::DATE AS month) m JOIN ndb.person p ON p.observed_from <= m.month AND p.observed_until >= m.month LEFT JOIN ndb.death d ON d.person_id = p.person_id AND d.death_date >= m.month GROUP BY m.month ORDER BY m.month
-- new users with washout and follow-up | keys 1 | masked 4 of 6 | exact new_users, first_start, last_start
WITH starts AS (SELECT person_id, min(dispensed_date) AS start FROM ndb.drug WHERE starts_with(atc_code, 'C10AA') GROUP BY person_id), cohort AS (SELECT s.person_id, s.start, p.sex FROM starts s JOIN ndb.person p USING (person_id) WHERE s.start >= p.observed_from + INTERVAL 180 DAY) SELECT sex, count(*) AS new_users, min(start) AS first_start, max(start) AS last_start FROM cohort GROUP BY sex
-- new users by library macro and drug | keys 1 | masked 0 of 2 | exact new_users
SELECT d.atc_code, count(DISTINCT u.person_id) AS new_users FROM new_users('C10AA', 90) u JOIN ndb.drug d ON d.person_id = u.person_id AND d.dispensed_date = u.started_on GROUP BY d.atc_code
-- active comparator | keys 1 | masked 2 of 6 | exact n, mi | steady risk
WITH f AS (SELECT person_id, arg_min(atc_code, dispensed_date) AS drug, min(dispensed_date) AS start FROM ndb.drug WHERE atc_code LIKE 'C10AA%' GROUP BY 1), o AS (SELECT f.*, EXISTS (SELECT 1 FROM ndb.medical_diagnosis d WHERE d.person_id = f.person_id AND d.icd10_code LIKE 'I21%' AND d.service_month >= f.start) AS mi FROM f) SELECT drug, count(*) AS n, count(*) FILTER (WHERE mi) AS mi, avg(mi::INT) AS risk FROM o GROUP BY drug
-- self-controlled windows after vaccination | keys 1 | masked 2 of 4 | exact events, persons
WITH ev AS (SELECT v.person_id, n.onset_date - v.vaccination_date AS days FROM vaccination.record v JOIN idb.notification n USING (person_id) WHERE n.onset_date IS NOT NULL) SELECT CASE WHEN days BETWEEN 0 AND 28 THEN 'risk' WHEN days BETWEEN -90 AND -1 OR days BETWEEN 29 AND 120 THEN 'control' END AS win, count(*) AS events, count(DISTINCT person_id) AS persons FROM ev WHERE days BETWEEN -90 AND 120 GROUP BY win
-- self-controlled incidence ratio | keys 0 | masked 0 of 3 | exact risk, control, irr
WITH ev AS (SELECT v.person_id, date_diff('day', v.vaccination_date, c.first_service_date) AS days FROM vaccination.record v JOIN ndb.medical_claim c USING (person_id) WHERE v.dose_number = 1) SELECT count(*) FILTER (WHERE days BETWEEN 0 AND 41) AS risk, count(*) FILTER (WHERE days BETWEEN 42 AND 200) AS control, (count(*) FILTER (WHERE days BETWEEN 0 AND 41) / 42.0) / (count(*) FILTER (WHERE days BETWEEN 42 AND 200) / 159.0) AS irr FROM ev
-- propensity strata | keys 1 | masked 4 of 9 | exact n, treated | why an exp may weigh
WITH x AS (SELECT p.person_id, 2022 - p.birth_year AS age, p.sex = '2' AS f, p.person_id IN (SELECT person_id FROM vaccination.record) AS treated FROM ndb.person p), ps AS (SELECT *, 1 / (1 + exp(-(-2 + 0.03 * age + 0.2 * f::INT))) AS ps FROM x) SELECT width_bucket AS stratum, count(*) AS n, count(*) FILTER (WHERE treated) AS treated, avg(ps) AS mean_ps FROM (SELECT *, least(4, floor(ps * 5)::INT) AS width_bucket FROM ps) GROUP BY ALL
-- inverse probability weights | keys 1 | unverified correlated-subquery
WITH s AS (SELECT p.person_id, p.prefecture_code AS l, p.person_id IN (SELECT person_id FROM kaigo.claim) AS a, EXISTS (SELECT 1 FROM ndb.dpc_claim d WHERE d.person_id = p.person_id) AS y FROM ndb.person p), w AS (SELECT s.*, 1.0 / (SELECT avg((t.a = s.a)::INT) FROM s t WHERE t.l = s.l) AS w FROM s) SELECT a, sum(w * y::INT) / sum(w) AS risk FROM w GROUP BY a
-- standardised mean differences in a long table | keys 1 | masked 4 of 6
WITH x AS (SELECT p.person_id, 2022 - birth_year AS age, (sex = '2')::INT AS female, person_id IN (SELECT person_id FROM kaigo.certification) AS t FROM ndb.person p), long AS (SELECT t, 'age' AS v, age::DOUBLE AS x FROM x UNION ALL SELECT t, 'female', female FROM x) SELECT v, avg(x) FILTER (WHERE t) AS m1, avg(x) FILTER (WHERE NOT t) AS m0, (avg(x) FILTER (WHERE t) - avg(x) FILTER (WHERE NOT t)) / sqrt((var_samp(x) FILTER (WHERE t) + var_samp(x) FILTER (WHERE NOT t)) / 2) AS smd FROM long GROUP BY v
-- Table 1, continuous | keys 1 | masked 4 of 12 | exact n, mean
SELECT sex, count(*) AS n, avg(2022 - birth_year) AS mean, stddev_samp(2022 - birth_year) AS sd, median(2022 - birth_year) AS med, quantile_cont(2022 - birth_year, 0.25) AS q1, quantile_cont(2022 - birth_year, 0.75) AS q3 FROM ndb.person GROUP BY sex
-- Table 1, n and % | keys 2 | masked 0 of 8 | exact n
SELECT v, level, count(*) AS n, round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY v), 1) AS pct FROM (SELECT 'sex' AS v, sex AS level FROM ndb.person UNION ALL SELECT 'prefecture', prefecture_code FROM ndb.person) GROUP BY v, level ORDER BY v, level
-- Table 1 by group with % of the column | keys 2 | masked 2 of 8 | exact n
WITH g AS (SELECT p.*, CASE WHEN EXISTS (FROM vaccination.record v WHERE v.person_id = p.person_id) THEN 'vaccinated' ELSE 'not' END AS grp FROM ndb.person p) SELECT grp, sex, count(*) AS n, 100.0 * count(*) / (SELECT count(*) FROM g x WHERE x.grp = g.grp) AS pct FROM g GROUP BY grp, sex
-- n (%) as text | keys 1 | masked 1 of 4 | exact n
SELECT sex, count(*) AS n, count(*) FILTER (WHERE 2022 - birth_year >= 65) || ' (' || round(100.0 * count(*) FILTER (WHERE 2022 - birth_year >= 65) / count(*), 1) || '%)' AS elderly FROM ndb.person GROUP BY sex
-- mean and SD as text | keys 1 | masked 0 of 2
SELECT sex, printf('%.1f (%.1f)', avg(2022 - birth_year), stddev(2022 - birth_year)) AS age FROM ndb.person GROUP BY sex
-- two-by-two with RR and OR | keys 0 | masked 3 of 6 | exact a, b, c, d | steady rr
WITH x AS (SELECT p.person_id, p.person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code LIKE 'C10%') AS e, p.person_id IN (SELECT person_id FROM ndb.dpc_claim) AS o FROM ndb.person p), t AS (SELECT count(*) FILTER (WHERE e AND o) AS a, count(*) FILTER (WHERE e AND NOT o) AS b, count(*) FILTER (WHERE NOT e AND o) AS c, count(*) FILTER (WHERE NOT e AND NOT o) AS d FROM x) SELECT a, b, c, d, (a / (a + b)) / nullif(c / (c + d), 0) AS rr, (a * d)::DOUBLE / nullif(b * c, 0) AS odds FROM t
-- odds ratio with limits | keys 0 | masked 3 of 3
WITH t AS (SELECT count(*) FILTER (WHERE e AND o) + 0.5 AS a, count(*) FILTER (WHERE e AND NOT o) + 0.5 AS b, count(*) FILTER (WHERE NOT e AND o) + 0.5 AS c, count(*) FILTER (WHERE NOT e AND NOT o) + 0.5 AS d FROM (SELECT EXISTS (SELECT 1 FROM ndb.drug d WHERE d.person_id = p.person_id AND d.atc_code LIKE 'C10%') AS e, EXISTS (SELECT 1 FROM ndb.dpc_claim c WHERE c.person_id = p.person_id) AS o FROM ndb.person p)) SELECT a * d / (b * c) AS odds, exp(ln(a * d / (b * c)) - 1.96 * sqrt(1 / a + 1 / b + 1 / c + 1 / d)) AS low, exp(ln(a * d / (b * c)) + 1.96 * sqrt(1 / a + 1 / b + 1 / c + 1 / d)) AS high FROM t
-- Mantel-Haenszel | keys 0 | masked 1 of 1
WITH s AS (SELECT sex, count(*) FILTER (WHERE e AND o) AS a, count(*) FILTER (WHERE e AND NOT o) AS b, count(*) FILTER (WHERE NOT e AND o) AS c, count(*) FILTER (WHERE NOT e AND NOT o) AS d, count(*) AS n FROM (SELECT sex, person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code LIKE 'C10%') AS e, person_id IN (SELECT person_id FROM ndb.dpc_claim) AS o FROM ndb.person) GROUP BY sex) SELECT sum(a * d / n) / nullif(sum(b * c / n), 0) AS or_mh FROM s
-- Wilson limits | keys 1 | masked 2 of 8 | exact n, smokers
SELECT p.sex, count(*) AS n, count(*) FILTER (WHERE c.smoker) AS smokers, wilson_low(count(*) FILTER (WHERE c.smoker), count(*)) AS low, wilson_high(count(*) FILTER (WHERE c.smoker), count(*)) AS high FROM ndb.checkup c JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- Charlson of the library by band | keys 1 | masked 2 of 3 | exact n
SELECT CASE WHEN coalesce(c.score, 0) = 0 THEN '0' WHEN c.score <= 2 THEN '1-2' ELSE '3+' END AS cci, count(*) AS n FROM ndb.person p LEFT JOIN charlson_scores(DATE '2022-04-01', DATE '2022-12-31') c USING (person_id) GROUP BY 1
-- Charlson conditions | keys 1 | masked 0 of 5 | exact persons
SELECT charlson_condition(icd10_code) AS condition, count(DISTINCT person_id) AS persons FROM ndb.medical_diagnosis WHERE NOT suspected AND charlson_condition(icd10_code) IS NOT NULL GROUP BY 1
-- comorbidities as columns | keys 1 | masked 2 of 6 | exact diabetes, hypertension
SELECT p.sex, sum(dm) AS diabetes, sum(ht) AS hypertension, avg(dm + ht) AS mean_conditions FROM (SELECT person_id, max(CASE WHEN icd10_code LIKE 'E11%' THEN 1 ELSE 0 END) AS dm, max(CASE WHEN icd10_code = 'I10' THEN 1 ELSE 0 END) AS ht FROM ndb.medical_diagnosis WHERE suspected = false GROUP BY person_id) x JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- readmission in 30 days | keys 1 | masked 2 of 6 | exact admissions, readmitted | steady rate
WITH adm AS (SELECT person_id, admission_date, admission_date + service_days AS discharge, lead(admission_date) OVER (PARTITION BY person_id ORDER BY admission_date, claim_no) AS next FROM ndb.dpc_claim) SELECT date_trunc('quarter', admission_date)::DATE AS q, count(*) AS admissions, count(*) FILTER (WHERE next - discharge BETWEEN 0 AND 30) AS readmitted, avg(CASE WHEN next - discharge BETWEEN 0 AND 30 THEN 1.0 ELSE 0 END) AS rate FROM adm GROUP BY q
-- readmission by a self join | keys 0 | masked 1 of 3 | exact admissions, persons, readmitted
SELECT count(DISTINCT (a.person_id, a.claim_no)) AS admissions, count(DISTINCT a.person_id) AS persons, count(DISTINCT b.person_id) AS readmitted FROM ndb.dpc_claim a LEFT JOIN ndb.dpc_claim b ON b.person_id = a.person_id AND b.claim_no <> a.claim_no AND b.admission_date BETWEEN a.admission_date + a.service_days AND a.admission_date + a.service_days + 30
-- length of stay | keys 1 | masked 1 of 10 | exact stays, mean_los, longest, yen | steady longest
SELECT left(icd10_code, 3) AS icd3, count(*) AS stays, avg(service_days) AS mean_los, median(service_days) AS median_los, max(service_days) AS longest, sum(points) * 10 AS yen FROM ndb.dpc_claim GROUP BY icd3 ORDER BY stays DESC, icd3
-- PDC with drug days | keys 1 | masked 1 of 4 | exact n
WITH d AS (SELECT person_id, dispensed_date AS f, least(dispensed_date + days_supplied, DATE '2022-09-30') AS t FROM ndb.drug WHERE atc_code LIKE 'C10AA%'), p AS (SELECT person_id, min(f) AS idx, sum(t - f) AS days FROM d GROUP BY person_id) SELECT CASE WHEN least(1, days / 180.0) >= 0.5 THEN 'high' ELSE 'low' END AS pdc, count(*) AS n, avg(least(1, days / 180.0)) AS mean_pdc FROM p GROUP BY 1
-- PDC by days, each counted once | keys 1 | masked 0 of 4 | exact users
WITH days AS (SELECT DISTINCT d.person_id, unnest(generate_series(d.dispensed_date, d.dispensed_date + d.days_supplied - 1, INTERVAL 1 DAY)) AS day FROM ndb.drug d WHERE d.atc_code LIKE 'C10AA%'), c AS (SELECT person_id, count(*) AS covered FROM days WHERE day < DATE '2022-10-01' GROUP BY person_id) SELECT p.sex, count(*) AS users, avg(covered / 183.0) AS pdc FROM c JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- persistence by gaps of thirty days | keys 1 | masked 0 of 2 | exact n
WITH x AS (SELECT person_id, dispensed_date, dispensed_date + days_supplied AS ends, lead(dispensed_date) OVER w AS next FROM ndb.drug WHERE atc_code LIKE 'C10AA%' WINDOW w AS (PARTITION BY person_id ORDER BY dispensed_date, claim_no)), stop AS (SELECT person_id, min(ends) FILTER (WHERE next IS NULL OR next > ends + 30) AS stopped, min(dispensed_date) AS started FROM x GROUP BY person_id) SELECT (stopped - started) // 30 AS months, count(*) AS n FROM stop GROUP BY months ORDER BY months
-- eras of the library | keys 1 | masked 3 of 9 | exact eras, persons, days
SELECT dispensings, count(*) AS eras, count(DISTINCT person_id) AS persons, avg(date_diff('day', era_start, era_end)) AS days FROM drug_eras('C10AA', 30) GROUP BY dispensings
-- islands and gaps | keys 1 | masked 0 of 6 | exact n, days
WITH s AS (SELECT person_id, dispensed_date AS a, dispensed_date + days_supplied AS b FROM ndb.drug), m AS (SELECT *, max(b) OVER (PARTITION BY person_id ORDER BY a, b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS prev FROM s), i AS (SELECT *, count(*) FILTER (WHERE prev IS NULL OR a > prev) OVER (PARTITION BY person_id ORDER BY a, b ROWS UNBOUNDED PRECEDING) AS island FROM m), e AS (SELECT person_id, island, min(a) AS a, max(b) AS b FROM i GROUP BY ALL) SELECT island, count(*) AS n, avg(b - a) AS days FROM e GROUP BY island
-- trend by month, gaps filled | keys 1 | masked 4 of 9
SELECT m.month::DATE AS month, coalesce(x.n, 0) AS n FROM generate_series(DATE '2022-04-01', DATE '2022-12-01', INTERVAL 1 MONTH) m(month) LEFT JOIN (SELECT service_month, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY service_month) x ON x.service_month = m.month ORDER BY 1
-- trend by month with the claims joined | keys 1 | masked 3 of 18 | exact claims, persons, points
SELECT m.month::DATE AS month, count(c.person_id) AS claims, count(DISTINCT c.person_id) AS persons, coalesce(sum(c.points), 0) AS points FROM generate_series(DATE '2022-04-01', DATE '2022-09-01', INTERVAL 1 MONTH) m(month) LEFT JOIN ndb.medical_claim c ON c.service_month = m.month GROUP BY 1 ORDER BY 1
-- recursive calendar with prevalence | keys 1 | masked 1 of 6 | exact in_use
WITH RECURSIVE cal(d) AS (SELECT DATE '2022-04-01' UNION ALL SELECT (d + INTERVAL 1 MONTH)::DATE FROM cal WHERE d < DATE '2022-09-01') SELECT cal.d, count(DISTINCT r.person_id) AS in_use FROM cal LEFT JOIN ndb.drug r ON r.dispensed_date <= cal.d AND r.dispensed_date + r.days_supplied > cal.d GROUP BY cal.d ORDER BY cal.d
-- moving average | keys 1 | masked 2 of 12 | exact n
SELECT service_month, count(*) AS n, avg(count(*)) OVER (ORDER BY service_month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS ma3 FROM ndb.medical_claim GROUP BY service_month ORDER BY service_month
-- month over month | keys 1 | masked 11 of 18 | exact points, pct | steady pct
SELECT service_month, sum(points) AS points, sum(points) - lag(sum(points)) OVER (ORDER BY service_month) AS change, 100.0 * sum(points) / lag(sum(points)) OVER (ORDER BY service_month) - 100 AS pct FROM ndb.medical_claim GROUP BY service_month ORDER BY 1
-- interrupted time series | keys 1 | masked 2 of 8 | exact claims, persons, per_month | steady slope
SELECT service_month >= DATE '2022-07-01' AS after, count(*) AS claims, count(DISTINCT person_id) AS persons, count(*)::DOUBLE / count(DISTINCT service_month) AS per_month, regr_slope(points, month(service_month)) AS slope FROM ndb.medical_claim GROUP BY 1
-- top drugs per class | keys 2 | masked 0 of 2
SELECT left(atc_code, 3) AS class, atc_code, count(DISTINCT person_id) AS n FROM ndb.drug GROUP BY 1, 2 QUALIFY row_number() OVER (PARTITION BY left(atc_code, 3) ORDER BY count(DISTINCT person_id) DESC, atc_code) <= 1
-- top three diagnoses | keys 1 | masked 0 of 3 | exact n
SELECT icd10_code, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY icd10_code ORDER BY n DESC, icd10_code LIMIT 3
-- ranked diagnoses with names | keys 3 | masked 0 of 6 | exact n
SELECT rank() OVER (ORDER BY n DESC) AS place, d.icd10_code, i.name_en, n FROM (SELECT icd10_code, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY icd10_code) d LEFT JOIN open.icd10 i USING (icd10_code) ORDER BY place, icd10_code
-- attrition | keys 2 | masked 0 of 4 | exact n
WITH s0 AS (SELECT person_id, observed_from FROM ndb.person), s1 AS (SELECT s0.* FROM s0 SEMI JOIN ndb.drug d USING (person_id)), s2 AS (SELECT s1.* FROM s1 WHERE observed_from < DATE '2022-04-01'), s3 AS (SELECT s2.* FROM s2 ANTI JOIN cancer.registration c USING (person_id)) SELECT 1 AS step, 'all' AS what, count(*) AS n FROM s0 UNION ALL SELECT 2, 'treated', count(*) FROM s1 UNION ALL SELECT 3, 'observed', count(*) FROM s2 UNION ALL SELECT 4, 'no cancer', count(*) FROM s3 ORDER BY step
-- attrition in one row | keys 0 | masked 0 of 4 | exact lost, n0, n1, n2
SELECT count(*) AS n0, count(*) FILTER (WHERE rx) AS n1, count(*) FILTER (WHERE rx AND NOT ca) AS n2, count(*) - count(*) FILTER (WHERE rx) AS lost FROM (SELECT p.person_id, EXISTS (SELECT 1 FROM ndb.drug d WHERE d.person_id = p.person_id) AS rx, EXISTS (SELECT 1 FROM cancer.registration c WHERE c.person_id = p.person_id) AS ca FROM ndb.person p)
-- time-varying exposure by ASOF | keys 1 | masked 1 of 3 | exact cases
SELECT coalesce(v.dose_number, 0) AS doses, count(DISTINCT n.person_id) AS cases FROM idb.notification n ASOF LEFT JOIN vaccination.record v ON n.person_id = v.person_id AND n.diagnosis_date >= v.vaccination_date GROUP BY 1
-- the latest level of care by ASOF | keys 1 | masked 2 of 4 | exact stays, days
SELECT k.care_level, count(*) AS stays, sum(a.service_days) AS days FROM ndb.dpc_claim a ASOF JOIN kaigo.certification k ON a.person_id = k.person_id AND a.admission_date >= k.certified_from GROUP BY k.care_level
-- intervals between claims | keys 1 | masked 4 of 8 | exact intervals, mean_gap | steady mean_gap
WITH g AS (SELECT person_id, first_service_date - lag(first_service_date) OVER (PARTITION BY person_id ORDER BY first_service_date, claim_no) AS gap FROM ndb.medical_claim) SELECT least(gap // 30, 3) AS months, count(*) AS intervals, avg(gap) AS mean_gap FROM g WHERE gap IS NOT NULL GROUP BY months
-- quartiles of cost by ntile | keys 1 | masked 2 of 8 | steady n
SELECT q, count(*) AS n, sum(total) AS points FROM (SELECT person_id, sum(points) AS total, ntile(4) OVER (ORDER BY sum(points)) AS q FROM ndb.medical_claim GROUP BY person_id) GROUP BY q
-- percentile bands by percent_rank | keys 1 | masked 0 of 2 | steady n
SELECT CASE WHEN r < 0.5 THEN 'lower' ELSE 'upper' END AS half, count(*) AS n FROM (SELECT person_id, percent_rank() OVER (ORDER BY birth_year) AS r FROM ndb.person) GROUP BY half
-- bands by a quantile in a subquery | keys 1 | masked 0 of 4 | steady n
WITH t AS (SELECT person_id, sum(points) AS total FROM ndb.medical_claim GROUP BY person_id), q AS (SELECT median(total) AS med FROM t) SELECT total > q.med AS high, count(*) AS n, avg(total) AS mean FROM t, q GROUP BY 1
-- ROLLUP with GROUPING | keys 2 | masked 5 of 14 | exact persons, points
SELECT CASE WHEN GROUPING(p.prefecture_code) = 1 THEN 'total' ELSE p.prefecture_code END AS pref, CASE WHEN GROUPING(p.sex) = 1 THEN 'all' ELSE p.sex END AS sex, count(DISTINCT c.person_id) AS persons, sum(c.points) AS points FROM ndb.person p JOIN ndb.medical_claim c USING (person_id) GROUP BY ROLLUP (p.prefecture_code, p.sex) ORDER BY 1, 2
-- CUBE | keys 2 | masked 10 of 36 | exact n, points
SELECT service_month, setting, count(*) AS n, sum(points) AS points FROM ndb.medical_claim GROUP BY CUBE (service_month, setting) ORDER BY ALL
-- GROUPING SETS with level | keys 3 | masked 0 of 7 | exact n
SELECT GROUPING_ID(setting, institution_id) AS level, setting, institution_id, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY GROUPING SETS ((setting), (institution_id), ()) ORDER BY ALL
-- PIVOT with IN | keys 1 | masked 0 of 8 | exact 1_points, 1_n, 2_points, 2_n
PIVOT (SELECT p.sex, c.setting, c.points FROM ndb.medical_claim c JOIN ndb.person p USING (person_id)) ON setting IN ('1', '2') USING sum(points) AS points, count(*) AS n GROUP BY sex
-- PIVOT without IN | keys 1 | masked 0 of 6 | exact C10AA05, C10AA07, N02BE01
PIVOT (SELECT d.person_id, p.sex, d.atc_code FROM ndb.drug d JOIN ndb.person p USING (person_id)) ON atc_code USING count(DISTINCT person_id) GROUP BY sex ORDER BY sex
-- PIVOT in SQL standard form | keys 1 | masked 1 of 4 | exact 13, 27
SELECT * FROM (SELECT sex, prefecture_code, person_id FROM ndb.person) PIVOT (count(person_id) FOR prefecture_code IN ('13', '27') GROUP BY sex)
-- UNPIVOT of a summary | keys 1 | unverified pivot
UNPIVOT (SELECT count(*) AS n, avg(systolic_mmhg) AS sbp, avg(ldl_mg_dl)::DOUBLE AS ldl FROM ndb.checkup) ON COLUMNS(* EXCLUDE (n)) INTO NAME item VALUE mean
-- UNPIVOT of persons' rows | keys 1 | masked 0 of 9 | exact n, mean
SELECT item, count(*) AS n, avg(value) AS mean, stddev(value) AS sd FROM (UNPIVOT (SELECT person_id, systolic_mmhg, diastolic_mmhg, ldl_mg_dl FROM ndb.checkup) ON systolic_mmhg, diastolic_mmhg, ldl_mg_dl INTO NAME item VALUE value) GROUP BY item
-- lateral join for the first claim after | keys 1 | masked 0 of 2 | exact n
SELECT f.setting, count(*) AS n FROM vaccination.record v, LATERAL (SELECT c.setting FROM ndb.medical_claim c WHERE c.person_id = v.person_id AND c.first_service_date >= v.vaccination_date ORDER BY c.first_service_date, c.claim_no LIMIT 1) f WHERE v.dose_number = 1 GROUP BY f.setting
-- lateral sums | keys 1 | masked 0 of 6 | exact n, claims, points
SELECT p.sex, count(*) AS n, sum(x.claims) AS claims, avg(x.points) AS points FROM ndb.person p CROSS JOIN LATERAL (SELECT count(*) AS claims, coalesce(sum(points), 0) AS points FROM ndb.medical_claim c WHERE c.person_id = p.person_id) x GROUP BY p.sex
-- correlated counts in SELECT | keys 1 | masked 3 of 6 | exact most, none | steady most
SELECT sex, avg(visits) AS mean_visits, max(visits) AS most, count(*) FILTER (WHERE visits = 0) AS none FROM (SELECT p.sex, (SELECT count(*) FROM ndb.medical_claim c WHERE c.person_id = p.person_id) AS visits FROM ndb.person p) GROUP BY sex
-- NOT EXISTS | keys 1 | masked 0 of 0
SELECT p.prefecture_code, count(*) AS never FROM ndb.person p WHERE NOT EXISTS (SELECT 1 FROM ndb.checkup c WHERE c.person_id = p.person_id AND c.checkup_date >= DATE '2022-04-01') GROUP BY 1
-- IN and NOT IN | keys 1 | masked 1 of 2 | exact n
SELECT sex, count(*) AS n FROM ndb.person WHERE person_id IN (SELECT person_id FROM ndb.drug) AND person_id NOT IN (SELECT person_id FROM cancer.registration) GROUP BY sex
-- scalar subquery as denominator | keys 1 | masked 0 of 6 | exact n, pct
SELECT severity, count(*) AS n, 100.0 * count(*) / (SELECT count(*) FROM idb.notification) AS pct, 1e5 * count(*) / (SELECT sum(population) FROM open.municipality) AS per_100k FROM idb.notification GROUP BY severity
-- INTERSECT | keys 0 | masked 0 of 1 | exact both
SELECT count(*) AS both FROM (SELECT person_id FROM ndb.drug WHERE atc_code LIKE 'C10%' INTERSECT SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'I10%')
-- EXCEPT | keys 1 | masked 1 of 2 | exact n
SELECT p.sex, count(*) AS n FROM (SELECT person_id FROM ndb.person EXCEPT SELECT person_id FROM vaccination.record) x JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- UNION of cohorts | keys 1 | masked 1 of 2 | exact n
SELECT source, count(DISTINCT person_id) AS n FROM (SELECT person_id, 'claims' AS source FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'C22%' UNION SELECT person_id, 'registry' FROM cancer.registration WHERE icd10_code LIKE 'C22%') GROUP BY source
-- capture-recapture | keys 0 | masked 1 of 4 | exact claims, registry, both, either
WITH a AS (SELECT DISTINCT person_id FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'C22%'), b AS (SELECT DISTINCT person_id FROM cancer.registration WHERE icd10_code LIKE 'C22%'), x AS (SELECT a.person_id AS a, b.person_id AS b FROM a FULL JOIN b ON a.person_id = b.person_id) SELECT count(a) AS claims, count(b) AS registry, count(*) FILTER (WHERE a IS NOT NULL AND b IS NOT NULL) AS both, count(*) AS either FROM x
-- sensitivity and PPV | keys 0 | masked 3 of 4 | exact fn, ppv, sensitivity, tp
WITH x AS (SELECT p.person_id, p.person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'C22%' AND NOT suspected) AS test, p.person_id IN (SELECT person_id FROM cancer.registration WHERE icd10_code LIKE 'C22%') AS gold FROM ndb.person p) SELECT sum((test AND gold)::INT) AS tp, sum((NOT test AND gold)::INT) AS fn, sum((test AND gold)::INT) / nullif(sum(gold::INT), 0) AS sensitivity, sum((test AND gold)::INT) / nullif(sum(test::INT), 0) AS ppv FROM x
-- DISTINCT ON the index | keys 1 | masked 2 of 4 | exact n, lots
SELECT vaccine_name, count(*) AS n, count(DISTINCT lot_number) AS lots FROM (SELECT DISTINCT ON (person_id) person_id, vaccine_name, lot_number FROM vaccination.record ORDER BY person_id, vaccination_date) GROUP BY vaccine_name
-- UNPIVOT of a summary by names | keys 1 | masked 0 of 2 | exact mean
SELECT item, mean FROM (UNPIVOT (SELECT avg(systolic_mmhg) AS sbp, avg(ldl_mg_dl) AS ldl FROM ndb.checkup) ON sbp, ldl INTO NAME item VALUE mean)
-- weights joined by stratum | keys 1 | masked 0 of 4
WITH s AS (SELECT p.person_id, p.prefecture_code AS l, p.person_id IN (SELECT person_id FROM kaigo.claim) AS a, EXISTS (SELECT 1 FROM ndb.dpc_claim d WHERE d.person_id = p.person_id) AS y FROM ndb.person p), e AS (SELECT l, avg(a::INT) AS pa FROM s GROUP BY l) SELECT s.a, count(*) AS n, sum(CASE WHEN a THEN 1 / pa ELSE 1 / (1 - pa) END) AS w FROM s JOIN e USING (l) GROUP BY s.a
-- months of persons | keys 1 | masked 2 of 6 | exact claims, person_months, months
SELECT setting, count(*) AS claims, count(DISTINCT (person_id, service_month)) AS person_months, count(DISTINCT service_month) AS months FROM ndb.medical_claim GROUP BY setting
-- % of the row's total by a correlated subquery | keys 2 | masked 4 of 14 | exact n
SELECT c.setting, c.institution_id, count(*) AS n, 100.0 * count(*) / (SELECT count(*) FROM ndb.medical_claim x WHERE x.setting = c.setting) AS pct FROM ndb.medical_claim c GROUP BY c.setting, c.institution_id
-- attrition by INSERT, named columns | keys 1 | masked 0 of 3 | exact n
CREATE TABLE steps AS SELECT 'all' AS step, count(*) AS n FROM ndb.person; INSERT INTO steps (n, step) SELECT count(DISTINCT person_id), 'treated' FROM ndb.drug; INSERT INTO steps SELECT 'severe', count(*) FILTER (WHERE severity = '重症') FROM idb.notification; FROM steps
-- a cohort table, then counts | keys 1 | masked 0 of 4 | exact n, age
CREATE TABLE cohort AS SELECT p.person_id, p.sex, 2022 - p.birth_year AS age FROM ndb.person p WHERE p.person_id IN (SELECT person_id FROM ndb.drug); SELECT sex, count(*) AS n, avg(age) AS age FROM cohort GROUP BY sex
-- a cohort grown by INSERT | keys 1 | masked 0 of 4 | exact n, persons
CREATE TABLE c AS SELECT person_id, dispensed_date AS d, 'drug' AS src FROM ndb.drug WHERE atc_code LIKE 'C10%'; INSERT INTO c SELECT person_id, vaccination_date, 'vaccine' FROM vaccination.record; SELECT src, count(*) AS n, count(DISTINCT person_id) AS persons FROM c GROUP BY src
-- a flag set by UPDATE | keys 1 | masked 0 of 2 | exact n
CREATE TABLE c AS SELECT person_id, sex, 0 AS flag FROM ndb.person; UPDATE c SET flag = 1 WHERE person_id IN (SELECT person_id FROM idb.notification); SELECT flag, count(*) AS n FROM c GROUP BY flag
-- exclusions by DELETE | keys 1 | masked 0 of 2 | exact n
CREATE TABLE c AS SELECT person_id, sex FROM ndb.person; DELETE FROM c WHERE person_id IN (SELECT person_id FROM ndb.death); SELECT sex, count(*) AS n FROM c GROUP BY sex
-- a column added and filled | keys 1 | masked 0 of 2 | exact n
CREATE TABLE c AS SELECT person_id, birth_year FROM ndb.person; ALTER TABLE c ADD COLUMN band VARCHAR; UPDATE c SET band = CASE WHEN birth_year < 1957 THEN '65+' ELSE '<65' END; SELECT band, count(*) AS n FROM c GROUP BY band
-- an empty table filled by INSERT | keys 1 | masked 0 of 2 | exact n
CREATE TABLE steps (step INTEGER, n BIGINT); INSERT INTO steps SELECT 1, count(*) FROM ndb.person; INSERT INTO steps SELECT 2, count(DISTINCT person_id) FROM ndb.drug; SELECT step, n FROM steps ORDER BY step
-- views upon views | keys 1 | masked 0 of 2 | exact n
CREATE VIEW users AS SELECT person_id, min(dispensed_date) AS start FROM ndb.drug GROUP BY person_id; CREATE VIEW outcomes AS SELECT u.person_id, u.start, min(d.admission_date) AS event FROM users u LEFT JOIN ndb.dpc_claim d ON d.person_id = u.person_id AND d.admission_date > u.start GROUP BY ALL; SELECT event IS NOT NULL AS event, count(*) AS n FROM outcomes GROUP BY 1
-- a stored table of counts, added up | keys 0 | masked 0 of 2
CREATE TABLE monthly AS SELECT service_month, setting, count(DISTINCT person_id) AS n, sum(points) AS points FROM ndb.medical_claim GROUP BY ALL; SELECT sum(points) AS points, max(n) AS most FROM monthly WHERE setting = '2'
-- stored sums grown by INSERT, added up | keys 0 | masked 0 of 1
CREATE TABLE m AS SELECT setting, sum(points) AS points FROM ndb.medical_claim WHERE setting = '1' GROUP BY ALL; INSERT INTO m SELECT setting, sum(points) FROM ndb.medical_claim WHERE setting = '2' GROUP BY ALL; SELECT sum(points) AS points FROM m
-- stored sums with some taken away by INSERT | keys 0 | masked 1 of 1
CREATE TABLE m AS SELECT setting, sum(points) AS points FROM ndb.medical_claim GROUP BY ALL; INSERT INTO m SELECT setting, -sum(points) FROM ndb.medical_claim WHERE setting = '2' GROUP BY ALL; SELECT sum(points) AS points FROM m
-- stored sums with the sign turned by UPDATE | keys 0 | masked 1 of 1
CREATE TABLE m AS SELECT setting, sum(points) AS points FROM ndb.medical_claim GROUP BY ALL; UPDATE m SET points = -points WHERE setting = '2'; SELECT sum(points) AS points FROM m
-- a stored table of counts beside a total | keys 1 | masked 2 of 12 | exact n
CREATE TABLE m AS SELECT service_month, count(*) AS n FROM ndb.medical_claim GROUP BY service_month; SELECT service_month, n, 100.0 * n / (SELECT sum(n) FROM m) AS pct FROM m ORDER BY 1
-- a macro of one's own | keys 1 | masked 1 of 3 | exact n
CREATE MACRO band(y) AS CASE WHEN 2022 - y >= 75 THEN '75+' WHEN 2022 - y >= 65 THEN '65-74' ELSE '<65' END; SELECT band(birth_year) AS b, count(*) AS n FROM ndb.person GROUP BY b
-- a table macro of one's own | keys 1 | masked 0 of 2 | exact n
CREATE MACRO users_of(prefix) AS TABLE SELECT DISTINCT person_id FROM ndb.drug WHERE starts_with(atc_code, prefix); SELECT p.sex, count(*) AS n FROM users_of('N02') u JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- follow-up in a table with person-time | keys 1 | masked 5 of 8 | exact n, events
CREATE TABLE fu AS SELECT p.person_id, p.sex, v.vaccination_date AS idx, least(p.observed_until, coalesce(n.diagnosis_date, DATE '2023-03-31'), coalesce(d.death_date, DATE '2023-03-31')) AS ends, n.diagnosis_date IS NOT NULL AND n.diagnosis_date >= v.vaccination_date AS event FROM ndb.person p JOIN vaccination.record v ON v.person_id = p.person_id AND v.dose_number = 1 LEFT JOIN idb.notification n ON n.person_id = p.person_id LEFT JOIN ndb.death d ON d.person_id = p.person_id; SELECT sex, count(*) AS n, sum(event::INT) AS events, sum(greatest(ends - idx, 0)) / 365.25 AS py, sum(event::INT) / (sum(greatest(ends - idx, 0)) / 365.25) AS rate FROM fu GROUP BY sex
-- CREATE OR REPLACE in steps | keys 1 | masked 0 of 4 | exact n, points
CREATE TABLE x AS SELECT person_id, points FROM ndb.medical_claim; CREATE OR REPLACE TABLE x AS SELECT person_id, sum(points) AS total FROM x GROUP BY person_id; SELECT total > 5000 AS high, count(*) AS n, sum(total) AS points FROM x GROUP BY 1
-- boolean aggregates | keys 1 | masked 3 of 6 | exact n, severe, mild
SELECT sex, count(*) AS n, count(*) FILTER (WHERE any_severe) AS severe, count(*) FILTER (WHERE all_mild) AS mild FROM (SELECT p.person_id, p.sex, bool_or(n.severity = '重症') AS any_severe, bool_and(n.severity = '軽症') AS all_mild FROM ndb.person p JOIN idb.notification n USING (person_id) GROUP BY ALL) GROUP BY sex
-- mode | keys 1 | masked 1 of 4 | exact n | steady commonest
SELECT setting, mode(institution_id) AS commonest, count(*) AS n FROM ndb.medical_claim GROUP BY setting
-- the last drug of each person by name | keys 1 | masked 0 of 2 | exact persons
SELECT drug, count(*) AS persons FROM (SELECT person_id, max(atc_code) AS drug FROM ndb.drug GROUP BY person_id) GROUP BY drug
-- quantiles as a list | keys 1 | masked 2 of 2
SELECT setting, quantile_cont(points, [0.05, 0.5, 0.95]) AS q FROM ndb.medical_claim GROUP BY setting
-- approximate quantiles and counts | keys 1 | masked 0 of 4 | exact n
SELECT setting, approx_quantile(points, 0.5) AS q, approx_count_distinct(person_id) AS n FROM ndb.medical_claim GROUP BY setting
-- deaths within 30 days of admission | keys 1 | masked 2 of 6 | exact stays, died
SELECT a.icd10_code, count(*) AS stays, count(*) FILTER (WHERE d.death_date - a.admission_date <= 30) AS died, avg((d.death_date - a.admission_date <= 30)::INT) AS share FROM ndb.dpc_claim a LEFT JOIN ndb.death d USING (person_id) GROUP BY 1
-- survival of registered cancers | keys 2 | masked 7 of 9 | exact n, deaths
SELECT icd10_code, extent, count(*) AS n, count(death_date) AS deaths, avg(date_diff('month', diagnosis_date, coalesce(death_date, DATE '2023-03-31'))) AS months FROM cancer.registration GROUP BY ALL
-- date arithmetic, datediff and interval | keys 1 | masked 0 of 1 | exact n
SELECT datediff('week', onset_date, notified_date) AS weeks, count(*) AS n FROM idb.notification WHERE onset_date IS NOT NULL AND notified_date <= onset_date + INTERVAL '14 days' GROUP BY weeks
-- date arithmetic, epoch and strftime | keys 1 | masked 17 of 20 | exact doses, day | steady day
SELECT strftime(vaccination_date, '%Y-W%V') AS week, count(*) AS doses, avg((epoch(vaccination_date) - epoch(DATE '2022-04-01')) / 86400) AS day FROM vaccination.record GROUP BY week ORDER BY week
-- date arithmetic, age and extract | keys 1 | masked 6 of 10 | exact n, bmi
SELECT extract(year FROM age(c.checkup_date, make_date(p.birth_year, p.birth_month, 1))) // 10 * 10 AS decade, count(*) AS n, avg(c.bmi) AS bmi FROM ndb.checkup c JOIN ndb.person p USING (person_id) GROUP BY 1
-- date arithmetic, date_part and to_days | keys 1 | masked 0 of 4 | exact n, early
SELECT date_part('dow', vaccination_date) IN (0, 6) AS weekend, count(*) AS n, count(*) FILTER (WHERE vaccination_date + to_days(14) < DATE '2022-07-01') AS early FROM vaccination.record GROUP BY 1
-- fiscal year and era | keys 2 | masked 0 of 1 | exact n
SELECT fiscal_year(service_month) AS fy, japanese_era(service_month) AS era, count(*) AS n FROM ndb.medical_claim GROUP BY ALL
-- ICD prefixes by regexp | keys 1 | masked 0 of 8 | exact n, lines
SELECT CASE WHEN regexp_matches(icd10_code, '^E1[0-4]') THEN 'diabetes' WHEN icd10_code SIMILAR TO 'I(1[0-5]).*' THEN 'hypertension' WHEN icd10_code ^@ 'C' THEN 'cancer' ELSE 'other' END AS grp, count(DISTINCT person_id) AS n, count(*) AS lines FROM ndb.medical_diagnosis GROUP BY grp
-- ICD prefixes from a list of the library | keys 1 | masked 0 of 2 | exact n
SELECT has_prefix(icd10_code, ['I10', 'I21', 'E11']) AS metabolic, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY 1
-- chapters | keys 1 | masked 0 of 8 | exact n, main
SELECT icd10_chapter(icd10_code) AS chapter, count(DISTINCT person_id) AS n, count(DISTINCT person_id) FILTER (WHERE main) AS main FROM ndb.medical_diagnosis GROUP BY chapter ORDER BY chapter
-- code list in VALUES | keys 1 | masked 0 of 3 | exact n
WITH codes(prefix, label) AS (VALUES ('I10', 'hypertension'), ('E11', 'diabetes'), ('C22', 'liver cancer')) SELECT label, count(DISTINCT d.person_id) AS n FROM codes LEFT JOIN ndb.medical_diagnosis d ON starts_with(d.icd10_code, prefix) AND NOT d.suspected GROUP BY label
-- NULLIF and COALESCE in a ratio | keys 1 | masked 0 of 9 | exact units, n, per_person
SELECT k.care_level, sum(k.units) AS units, count(DISTINCT k.person_id) AS n, sum(k.units) / nullif(count(DISTINCT k.person_id), 0) AS per_person FROM kaigo.claim k GROUP BY k.care_level
-- per person per month | keys 1 | masked 0 of 2 | exact yen_pppm
SELECT setting, sum(points) * 10.0 / nullif(count(DISTINCT (person_id, service_month)), 0) AS yen_pppm FROM ndb.medical_claim GROUP BY setting
-- concentration of costs | keys 0 | unverified rank-as-value
WITH t AS (SELECT person_id, sum(points) AS total FROM ndb.medical_claim GROUP BY 1), r AS (SELECT total, row_number() OVER (ORDER BY total DESC) AS k, count(*) OVER () AS n FROM t) SELECT sum(total) FILTER (WHERE k <= n * 0.2) * 1.0 / sum(total) AS share_top20 FROM r
-- care levels moved from first to last | keys 2 | masked 4 of 4 | exact n
WITH x AS (SELECT person_id, arg_min(care_level, certified_from) AS first, arg_max(care_level, certified_from) AS last FROM kaigo.certification GROUP BY person_id) SELECT first, last, count(*) AS n FROM x GROUP BY ALL
-- changes of level by lag | keys 1 | masked 1 of 2 | exact n
WITH c AS (SELECT person_id, care_level_rank(care_level) AS r, lag(care_level_rank(care_level)) OVER (PARTITION BY person_id ORDER BY certified_from) AS before FROM kaigo.certification) SELECT CASE WHEN r > before THEN 'worse' WHEN r < before THEN 'better' ELSE 'same' END AS change, count(*) AS n FROM c WHERE before IS NOT NULL GROUP BY change
-- linked costs of care and claims | keys 1 | masked 3 of 18 | exact medical, care, n
SELECT coalesce(m.service_month, k.service_month) AS month, sum(m.points) * 10 AS medical, sum(k.units) * 10 AS care, count(DISTINCT coalesce(m.person_id, k.person_id)) AS n FROM (SELECT person_id, service_month, sum(points) AS points FROM ndb.medical_claim GROUP BY ALL) m FULL JOIN (SELECT person_id, service_month, sum(units) AS units FROM kaigo.claim GROUP BY ALL) k ON k.person_id = m.person_id AND k.service_month = m.service_month GROUP BY 1
-- observed over expected | keys 1 | masked 3 of 6 | why a rate that is looked up may weigh
WITH e AS (SELECT 2022 - birth_year >= 65 AS old, avg((person_id IN (SELECT person_id FROM idb.notification))::INT) AS r FROM ndb.person GROUP BY 1) SELECT p.prefecture_code, count(n.person_id) AS observed, sum(e.r) AS expected, count(n.person_id) / sum(e.r) AS sir FROM ndb.person p JOIN e ON e.old = (2022 - p.birth_year >= 65) LEFT JOIN idb.notification n ON n.person_id = p.person_id GROUP BY 1
-- reporting odds of symptoms | keys 1 | masked 5 of 6 | exact n, severe, odds
WITH r AS (SELECT symptom, severity = '重い' AS severe FROM vaccination.adverse_report) SELECT symptom, count(*) AS n, count(*) FILTER (WHERE severe) AS severe, 1.0 * count(*) FILTER (WHERE severe) / nullif(count(*) FILTER (WHERE NOT severe), 0) AS odds FROM r GROUP BY symptom
-- reports per 100,000 doses | keys 1 | masked 5 of 9 | exact doses | steady per_100k
SELECT d.dose_number, d.doses, coalesce(r.reports, 0) AS reports, 1e5 * coalesce(r.reports, 0) / d.doses AS per_100k FROM (SELECT dose_number, count(*) AS doses FROM vaccination.record GROUP BY 1) d LEFT JOIN (SELECT dose_number, count(*) AS reports FROM vaccination.adverse_report GROUP BY 1) r USING (dose_number) ORDER BY 1
-- vaccine effectiveness | keys 0 | masked 1 of 3 | exact rv, ru
WITH x AS (SELECT p.person_id, EXISTS (SELECT 1 FROM vaccination.record v WHERE v.person_id = p.person_id AND v.dose_number >= 2) AS vax, EXISTS (SELECT 1 FROM idb.notification n WHERE n.person_id = p.person_id) AS ill FROM ndb.person p), g AS (SELECT count(*) FILTER (WHERE vax AND ill)::DOUBLE / nullif(count(*) FILTER (WHERE vax), 0) AS rv, count(*) FILTER (WHERE NOT vax AND ill)::DOUBLE / nullif(count(*) FILTER (WHERE NOT vax), 0) AS ru FROM x) SELECT rv, ru, 1 - rv / ru AS ve FROM g
-- test-negative by dose | keys 1 | masked 5 of 6 | exact severe, mild
SELECT coalesce(dose, 0) AS dose, count(*) FILTER (WHERE severity = '重症') AS severe, count(*) FILTER (WHERE severity = '軽症') AS mild FROM idb.notification n LEFT JOIN (SELECT person_id, max(dose_number) AS dose FROM vaccination.record GROUP BY person_id) v USING (person_id) GROUP BY 1
-- delay of notification | keys 1 | masked 13 of 15 | exact mean, n
SELECT date_trunc('month', diagnosis_date) AS m, median(notified_date - diagnosis_date) AS med, avg(notified_date - diagnosis_date) AS mean, count(*) AS n FROM idb.notification GROUP BY m
-- epidemic curve by week with cumulative | keys 1 | masked 12 of 12 | exact cases
SELECT date_trunc('week', diagnosis_date)::DATE AS wk, count(*) AS cases, sum(count(*)) OVER (ORDER BY date_trunc('week', diagnosis_date)) AS cumulative FROM idb.notification GROUP BY date_trunc('week', diagnosis_date) ORDER BY wk
-- population rates from open data | keys 2 | masked 5 of 9 | exact n, per_1000
SELECT m.medical_area_name, m.population_tier, count(p.person_id) AS n, sum(DISTINCT m.population) AS pop, 1000.0 * count(p.person_id) / m.population AS per_1000 FROM open.municipality m LEFT JOIN ndb.person p USING (municipality_code) GROUP BY m.medical_area_name, m.population_tier, m.population
-- BMI classes | keys 1 | masked 7 of 12 | exact n, sbp
SELECT CASE WHEN bmi < 18.5 THEN 'under' WHEN bmi < 25 THEN 'normal' WHEN bmi < 30 THEN 'over' ELSE 'obese' END AS class, count(DISTINCT person_id) AS n, avg(systolic_mmhg) AS sbp, corr(bmi, systolic_mmhg) AS r FROM ndb.checkup GROUP BY class
-- the latest checkup in a subquery | keys 1 | masked 0 of 6 | exact n, bmi, measured
SELECT smoker, count(*) AS n, avg(bmi) AS bmi, count(hba1c_percent) AS measured FROM (FROM ndb.checkup QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY checkup_date DESC, bmi) = 1) GROUP BY smoker
-- missing values | keys 0 | masked 0 of 4 | exact missing, missing2, pct, rows
SELECT count(*) AS rows, count(*) - count(hba1c_percent) AS missing, 100.0 * (count(*) - count(hba1c_percent)) / count(*) AS pct, sum(CASE WHEN hba1c_percent IS NULL THEN 1 END) AS missing2 FROM ndb.checkup
-- linear regression | keys 0 | masked 0 of 4 | exact n
SELECT regr_slope(systolic_mmhg, bmi) AS slope, regr_intercept(systolic_mmhg, bmi) AS intercept, regr_r2(systolic_mmhg, bmi) AS r2, regr_count(systolic_mmhg, bmi) AS n FROM ndb.checkup
-- polypharmacy | keys 1 | masked 0 of 2 | exact persons
SELECT CASE WHEN k >= 3 THEN '3+' ELSE CAST(k AS VARCHAR) END AS drugs, count(*) AS persons FROM (SELECT person_id, service_month, count(DISTINCT atc_code) AS k FROM ndb.drug GROUP BY ALL) GROUP BY 1 ORDER BY 1
-- overlap of two drugs | keys 0 | masked 0 of 1 | exact overlapping
SELECT count(DISTINCT a.person_id) AS overlapping FROM ndb.drug a JOIN ndb.drug b ON a.person_id = b.person_id AND a.atc_code LIKE 'C10%' AND b.atc_code LIKE 'N02%' AND a.dispensed_date < b.dispensed_date + b.days_supplied AND b.dispensed_date < a.dispensed_date + a.days_supplied
-- prescription sequence symmetry | keys 0 | masked 0 of 3 | exact ab, ba, ratio
WITH a AS (SELECT person_id, min(dispensed_date) AS d FROM ndb.drug WHERE atc_code LIKE 'C10%' GROUP BY 1), b AS (SELECT person_id, min(dispensed_date) AS d FROM ndb.drug WHERE atc_code LIKE 'N02%' GROUP BY 1) SELECT count(*) FILTER (WHERE a.d < b.d) AS ab, count(*) FILTER (WHERE a.d > b.d) AS ba, count(*) FILTER (WHERE a.d < b.d)::DOUBLE / nullif(count(*) FILTER (WHERE a.d > b.d), 0) AS ratio FROM a JOIN b USING (person_id)
-- defined daily doses | keys 2 | masked 0 of 9 | exact units, n
SELECT d.atc_code, o.name_en, sum(d.quantity) AS units, sum(d.quantity * CASE d.atc_code WHEN 'C10AA05' THEN 10.0 ELSE 5.0 END) / 20 AS ddd, count(DISTINCT d.person_id) AS n FROM ndb.drug d JOIN open.drug o USING (drug_code) GROUP BY 1, 2
-- hospitals and patients | keys 1 | masked 1 of 3 | exact persons
SELECT n_hospitals, count(*) AS persons FROM (SELECT person_id, count(DISTINCT institution_id) AS n_hospitals FROM ndb.medical_claim GROUP BY person_id) GROUP BY n_hospitals
-- patients by hospital, summarised | keys 0 | masked 0 of 4 | steady hospitals
SELECT count(*) AS hospitals, avg(n) AS mean_patients, min(n) AS fewest, max(n) AS most FROM (SELECT institution_id, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY institution_id)
-- hospitals of enough patients | keys 1 | masked 0 of 8 | exact n, points
SELECT institution_id, count(DISTINCT person_id) AS n, avg(points) AS points FROM ndb.medical_claim GROUP BY institution_id HAVING count(DISTINCT person_id) >= 3
-- matched pairs | keys 1 | unverified window-over-pairs
WITH cases AS (SELECT n.person_id, p.sex, p.birth_year FROM idb.notification n JOIN ndb.person p USING (person_id) WHERE n.severity = '重症'), pairs AS (SELECT c.person_id AS case_id, p.person_id AS control_id, c.sex, row_number() OVER (PARTITION BY c.person_id ORDER BY abs(p.birth_year - c.birth_year), p.person_id) AS k FROM cases c JOIN ndb.person p ON p.sex = c.sex AND p.person_id NOT IN (SELECT person_id FROM cases)) SELECT sex, count(*) AS pairs FROM pairs WHERE k <= 2 GROUP BY sex
-- risk set by exact calendar day | keys 1 | masked 8 of 8
SELECT n.diagnosis_date, count(*) AS at_risk FROM idb.notification n JOIN ndb.person p ON p.observed_from <= n.diagnosis_date AND p.observed_until >= n.diagnosis_date GROUP BY 1
-- string_agg of keys | keys 1 | masked 2 of 4 | exact n
SELECT setting, string_agg(DISTINCT service_month::VARCHAR, ',' ORDER BY service_month::VARCHAR) AS months, count(*) AS n FROM ndb.medical_claim GROUP BY setting
-- treatment pathways | keys 1 | masked 6 of 7 | exact n
SELECT path, count(*) AS n FROM (SELECT person_id, string_agg(atc_code, '>' ORDER BY dispensed_date, claim_no) AS path FROM (SELECT DISTINCT ON (person_id, atc_code) person_id, atc_code, dispensed_date, claim_no FROM ndb.drug ORDER BY person_id, atc_code, dispensed_date) GROUP BY person_id) GROUP BY path
-- histogram by width | keys 1 | masked 4 of 10 | exact n
SELECT points // 1000 * 1000 AS lower, count(*) AS n, bar(count(*), 0, 20, 10) AS bar FROM ndb.medical_claim GROUP BY lower ORDER BY lower
-- equi-width bins | keys 1 | masked 0 of 6 | exact n
SELECT round(bmi / 5) * 5 AS bin, count(*) AS n, count(*) * 100 / sum(count(*)) OVER () AS pct FROM ndb.checkup GROUP BY bin ORDER BY bin
-- several totals side by side | keys 0 | masked 0 of 4 | exact claims, notified, persons, points
SELECT (SELECT count(*) FROM ndb.person) AS persons, (SELECT count(*) FROM ndb.medical_claim) AS claims, (SELECT sum(points) FROM ndb.medical_claim) AS points, (SELECT count(DISTINCT person_id) FROM idb.notification) AS notified
-- totals joined across | keys 0 | masked 0 of 3 | exact n, k, uptake | steady uptake
WITH a AS (SELECT count(*) AS n FROM ndb.person), b AS (SELECT count(DISTINCT person_id) AS k FROM ndb.checkup) SELECT a.n, b.k, 100.0 * b.k / a.n AS uptake FROM a CROSS JOIN b
-- first dose uptake, cumulative by week | keys 1 | masked 0 of 6 | exact n
WITH f AS (SELECT person_id, min(vaccination_date) AS d FROM vaccination.record GROUP BY 1), w AS (SELECT date_trunc('month', d)::DATE AS m, count(*) AS n FROM f GROUP BY 1) SELECT m, n, sum(n) OVER (ORDER BY m) AS cum, 100.0 * sum(n) OVER (ORDER BY m) / (SELECT count(*) FROM ndb.person) AS pct FROM w ORDER BY m
-- time from first to second dose | keys 0 | masked 2 of 4 | exact n, least, most
SELECT count(*) AS n, median(b.vaccination_date - a.vaccination_date) AS med, min(b.vaccination_date - a.vaccination_date) AS least, max(b.vaccination_date - a.vaccination_date) AS most FROM vaccination.record a JOIN vaccination.record b ON b.person_id = a.person_id AND a.dose_number = 1 AND b.dose_number = 2
-- doses as columns by conditional max | keys 1 | masked 2 of 4 | exact n, gap
SELECT doses, count(*) AS n, avg(second - first) AS gap FROM (SELECT person_id, count(*) AS doses, max(CASE WHEN dose_number = 1 THEN vaccination_date END) AS first, max(CASE WHEN dose_number = 2 THEN vaccination_date END) AS second FROM vaccination.record GROUP BY person_id) GROUP BY doses
-- age and sex pyramid | keys 1 | masked 10 of 10 | exact men
SELECT age_band_10(2022 - birth_year) AS band, count(*) FILTER (WHERE sex = '1') AS men, -count(*) FILTER (WHERE sex = '2') AS women FROM ndb.person GROUP BY band ORDER BY band
-- share of women | keys 1 | masked 0 of 6 | exact women, n
SELECT prefecture_code, avg(CASE sex WHEN '2' THEN 100.0 ELSE 0 END) AS pct_women, sum(CASE sex WHEN '2' THEN 1 ELSE 0 END) AS women, count(*) AS n FROM ndb.person GROUP BY 1
-- outliers left out | keys 1 | masked 4 of 4
WITH q AS (SELECT setting, quantile_cont(points, 0.9) AS p90 FROM ndb.medical_claim GROUP BY setting) SELECT c.setting, count(*) AS n, avg(c.points) AS mean FROM ndb.medical_claim c JOIN q USING (setting) WHERE c.points <= q.p90 GROUP BY c.setting
-- z scores over groups | keys 1 | masked 4 of 8 | exact n
WITH m AS (SELECT institution_id, avg(points) AS mean, count(*) AS n FROM ndb.medical_claim GROUP BY 1) SELECT institution_id, n, (mean - avg(mean) OVER ()) / nullif(stddev(mean) OVER (), 0) AS z FROM m
-- persons beside their group mean | keys 1 | masked 0 of 2
SELECT above, count(*) AS n FROM (SELECT points > avg(points) OVER (PARTITION BY setting) AS above FROM ndb.medical_claim) GROUP BY above
-- share of each person by window over the person | keys 1 | masked 0 of 2 | exact persons
SELECT main_setting, count(*) AS persons FROM (SELECT DISTINCT person_id, first_value(setting) OVER (PARTITION BY person_id ORDER BY points DESC, claim_no) AS main_setting FROM ndb.medical_claim) GROUP BY main_setting
-- running total of each person | keys 1 | masked 5 of 5 | exact n
SELECT month_high, count(*) AS n FROM (SELECT person_id, min(service_month) AS month_high FROM (SELECT person_id, service_month, sum(points) OVER (PARTITION BY person_id ORDER BY service_month) AS run FROM ndb.medical_claim) WHERE run > 3000 GROUP BY person_id) GROUP BY 1
-- COUNT over struct keys | keys 1 | masked 2 of 4 | exact pairs, hospitals
SELECT setting, count(DISTINCT (person_id, institution_id)) AS pairs, count(DISTINCT institution_id) AS hospitals FROM ndb.medical_claim GROUP BY setting
-- FROM first | keys 1 | masked 0 of 4 | exact n, points
FROM ndb.medical_claim SELECT setting, count(*) AS n, sum(points) AS points WHERE points > 100 GROUP BY ALL ORDER BY ALL
-- SELECT DISTINCT of groups | keys 1 | masked 0 of 0
SELECT DISTINCT prefecture_code FROM ndb.person ORDER BY 1
-- counts of counts by HAVING | keys 0 | masked 0 of 1 | exact frequent
SELECT count(*) AS frequent FROM (SELECT person_id FROM ndb.medical_claim GROUP BY person_id HAVING count(*) >= 3)
-- greatest and least of dates | keys 1 | masked 0 of 2 | exact n
SELECT year(greatest(p.observed_from, DATE '2022-04-01')) AS y, count(*) AS n, avg(least(p.observed_until, DATE '2022-12-31') - greatest(p.observed_from, DATE '2022-04-01')) AS days FROM ndb.person p GROUP BY y
-- split of person-time by age | keys 2 | masked 3 of 12 | exact n
WITH y AS (SELECT p.person_id, p.sex, u.y, greatest(p.observed_from, make_date(u.y, 1, 1)) AS f, least(p.observed_until, make_date(u.y, 12, 31)) AS t FROM ndb.person p CROSS JOIN (SELECT unnest([2021, 2022, 2023]) AS y) u) SELECT y, sex, sum(greatest(t - f + 1, 0)) / 365.25 AS py, count(*) FILTER (WHERE t >= f) AS n FROM y GROUP BY ALL
-- Lexis by range | keys 1 | masked 0 of 3 | exact alive
SELECT r.range AS y, count(*) FILTER (WHERE year(p.observed_from) <= r.range AND year(p.observed_until) >= r.range) AS alive FROM range(2021, 2024) r JOIN ndb.person p ON true GROUP BY 1 ORDER BY 1
`

export const STUDY_BOOK: BookStudy[] = readBook(BOOK)
