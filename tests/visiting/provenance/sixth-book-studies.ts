/** Studies on persons as analysts write them by hand: signals, effectiveness, adherence, pathways, registries, care. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- macro library age standardised | keys 2 | masked 10 of 10 | exact n
SELECT sex, age_band_10(2022 - birth_year) AS band, count(*) AS n FROM ndb.person GROUP BY ALL ORDER BY ALL
-- wilson limits by macro | keys 1 | masked 6 of 8 | exact n, x
SELECT sex, count(*) AS n, count(d.person_id) AS x, wilson_low(count(d.person_id), count(*)) AS lo, wilson_high(count(d.person_id), count(*)) AS hi FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY sex
-- workspace table then group | keys 1 | masked 2 of 6 | exact age, deaths, n
CREATE TABLE coh AS SELECT p.person_id, p.sex, 2022 - p.birth_year AS age, p.person_id IN (SELECT person_id FROM ndb.death) AS died FROM ndb.person p WHERE 2022 - p.birth_year >= 40; SELECT sex, count(*) AS n, sum(died::INT) AS deaths, avg(age) AS age FROM coh GROUP BY sex
-- workspace view then rate | keys 1 | masked 0 of 6 | exact ht, n, prev
CREATE VIEW ht AS SELECT DISTINCT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'I10'; SELECT p.sex, count(*) AS n, count(ht.person_id) AS ht, count(ht.person_id) / count(*) AS prev FROM ndb.person p LEFT JOIN ht USING (person_id) GROUP BY p.sex
-- user macro of rate | keys 1 | masked 2 of 2 | exact r
CREATE MACRO per1000(x, n) AS 1000.0 * x / nullif(n, 0); SELECT sex, per1000(count(d.person_id), count(*)) AS r FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY sex
-- percentiles of stay by code | keys 1 | masked 0 of 0
SELECT icd10_code, count(*) AS n, quantile_cont(service_days, [0.25, 0.5, 0.75]) AS q FROM ndb.dpc_claim GROUP BY 1 HAVING count(DISTINCT person_id) >= 40 ORDER BY n DESC
-- interquartile range | keys 1 | masked 0 of 4 | steady med
SELECT sex, quantile_cont(bmi, 0.75) - quantile_cont(bmi, 0.25) AS iqr, median(bmi) AS med FROM ndb.checkup JOIN ndb.person USING (person_id) GROUP BY sex
-- weighted mean | keys 1 | masked 0 of 4 | exact mean, wmean
SELECT sex, sum(points * service_days) / sum(service_days) AS wmean, avg(points) AS mean FROM ndb.medical_claim JOIN ndb.person USING (person_id) GROUP BY sex
-- regression slope of ldl on bmi | keys 1 | masked 0 of 6 | exact n
SELECT sex, regr_slope(ldl_mg_dl, bmi) AS slope, corr(ldl_mg_dl, bmi) AS r, count(*) AS n FROM ndb.checkup JOIN ndb.person USING (person_id) GROUP BY sex
-- change in bmi first to last | keys 1 | masked 4 of 8 | exact change, n
WITH c AS (SELECT person_id, arg_min(bmi, checkup_date) AS b0, arg_max(bmi, checkup_date) AS b1, count(*) AS k FROM ndb.checkup GROUP BY 1 HAVING count(*) >= 2) SELECT p.sex, count(*) AS n, avg(b1 - b0) AS change, stddev_samp(b1 - b0) AS sd, avg(b1 - b0) / (stddev_samp(b1 - b0) / sqrt(count(*))) AS t FROM c JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- t statistic of two groups, again | keys 0 | masked 1 of 4 | exact m0, m1
WITH s AS (SELECT avg(bmi) FILTER (WHERE smoker) AS m1, avg(bmi) FILTER (WHERE NOT smoker) AS m0, var_samp(bmi) FILTER (WHERE smoker) AS v1, var_samp(bmi) FILTER (WHERE NOT smoker) AS v0, count(*) FILTER (WHERE smoker) AS n1, count(*) FILTER (WHERE NOT smoker) AS n0 FROM ndb.checkup) SELECT m1, m0, m1 - m0 AS d, (m1 - m0) / sqrt(v1 / n1 + v0 / n0) AS t FROM s
-- two proportion z test | keys 0 | masked 3 of 3 | exact p1, p2
WITH s AS (SELECT count(*) FILTER (WHERE sex = '1') AS n1, count(*) FILTER (WHERE sex = '2') AS n2, count(d.person_id) FILTER (WHERE sex = '1') AS x1, count(d.person_id) FILTER (WHERE sex = '2') AS x2 FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)) SELECT x1 / n1 AS p1, x2 / n2 AS p2, (x1 / n1 - x2 / n2) / sqrt(((x1 + x2) / (n1 + n2)) * (1 - (x1 + x2) / (n1 + n2)) * (1 / n1 + 1 / n2)) AS z FROM s
-- polypharmacy by age | keys 1 | masked 3 of 6 | exact n, poly
WITH m AS (SELECT person_id, count(DISTINCT atc_code) AS k FROM ndb.drug WHERE service_month = DATE '2022-04-01' GROUP BY 1) SELECT CASE WHEN 2022 - p.birth_year >= 75 THEN '75+' WHEN 2022 - p.birth_year >= 65 THEN '65-74' ELSE '<65' END AS age, count(*) AS n, count(*) FILTER (WHERE k >= 3) AS poly, avg(k) AS mean_k FROM m JOIN ndb.person p USING (person_id) GROUP BY 1 ORDER BY 1
-- multimorbidity counts | keys 1 | masked 3 of 4 | exact n
SELECT least(k, 10) AS conditions, count(*) AS n FROM (SELECT person_id, count(DISTINCT icd10_code) AS k FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY person_id) GROUP BY 1 ORDER BY 1
-- deaths within 90 days of admission | keys 1 | masked 0 of 0
SELECT a.icd10_code, count(DISTINCT a.person_id) AS n, count(DISTINCT a.person_id) FILTER (WHERE d.death_date BETWEEN a.admission_date AND a.admission_date + 90) AS died FROM ndb.dpc_claim a LEFT JOIN ndb.death d USING (person_id) GROUP BY 1 HAVING count(DISTINCT a.person_id) >= 50 ORDER BY n DESC
-- nested controls: 2x2 by matched strata MH | keys 0 | masked 1 of 1
WITH c AS (SELECT sex, (2022 - birth_year) // 20 AS b, p.person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code = 'N05CF02') AS x, p.person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code IN ('S7200', 'S2200', 'S5250')) AS y FROM ndb.person p), s AS (SELECT sex, b, sum((x AND y)::INT) AS a1, sum((x AND NOT y)::INT) AS b1, sum((NOT x AND y)::INT) AS c1, sum((NOT x AND NOT y)::INT) AS d1, count(*) AS n FROM c GROUP BY ALL) SELECT sum(a1 * d1 / n) / sum(b1 * c1 / n) AS or_mh FROM s
-- trend test over dose | keys 1 | masked 3 of 9 | exact cases, n, pct
WITH s AS (SELECT p.person_id, coalesce(max(v.dose_number), 0) AS dose, count(n.person_id) > 0 AS y FROM ndb.person p LEFT JOIN vaccination.record v USING (person_id) LEFT JOIN idb.notification n USING (person_id) GROUP BY p.person_id) SELECT dose, count(*) AS n, count(*) FILTER (WHERE y) AS cases, 100.0 * count(*) FILTER (WHERE y) / count(*) AS pct FROM s GROUP BY dose ORDER BY dose
-- interrupted time series means | keys 1 | masked 2 of 3 | exact claims, months, per_month
SELECT service_month < DATE '2020-04-01' AS before, count(*) AS claims, count(DISTINCT service_month) AS months, count(*) / count(DISTINCT service_month) AS per_month FROM ndb.medical_claim GROUP BY 1
-- days from infection to claim | keys 1 | masked 2 of 2 | exact k
SELECT n.severity, count(*) AS k, median(date_diff('day', n.diagnosis_date, c.first_service_date)) AS med FROM idb.notification n JOIN ndb.medical_claim c ON c.person_id = n.person_id AND c.first_service_date BETWEEN n.diagnosis_date AND n.diagnosis_date + 30 WHERE n.disease_code = 'COVID-19' GROUP BY 1
-- vaccination coverage by area against open population | keys 1 | masked 6 of 6
SELECT m.prefecture_name, count(DISTINCT v.person_id) AS vaccinated, count(DISTINCT p.person_id) AS n, count(DISTINCT v.person_id) / count(DISTINCT p.person_id) AS cover FROM ndb.person p JOIN open.municipality m USING (municipality_code) LEFT JOIN vaccination.record v ON v.person_id = p.person_id AND v.dose_number = 3 GROUP BY 1 ORDER BY cover DESC LIMIT 10
-- attributable fraction | keys 0 | masked 5 of 5 | exact r0, r1
WITH t AS (SELECT count(*) FILTER (WHERE x AND y) / count(*) FILTER (WHERE x) AS r1, count(*) FILTER (WHERE NOT x AND y) / count(*) FILTER (WHERE NOT x) AS r0, count(*) FILTER (WHERE x) / count(*) AS pe FROM (SELECT k.smoker AS x, d.person_id IS NOT NULL AS y FROM (SELECT person_id, bool_or(smoker) AS smoker FROM ndb.checkup GROUP BY 1) k LEFT JOIN ndb.death d USING (person_id))) SELECT r1, r0, (r1 - r0) / r1 AS af, pe * (r1 / r0 - 1) / (1 + pe * (r1 / r0 - 1)) AS paf, 1 / (r1 - r0) AS nnh FROM t
-- age at death by cause with median | keys 1 | masked 0 of 0
SELECT left(cause_icd10, 1) AS chapter, count(*) AS n, median(year(death_date) - p.birth_year) AS med FROM ndb.death d JOIN ndb.person p USING (person_id) GROUP BY 1 HAVING count(*) >= 10 ORDER BY n DESC
-- deviation from national mean by scalar subquery | keys 1 | masked 0 of 6 | exact age, n
SELECT prefecture_code, count(*) AS n, avg(2022 - birth_year) AS age, avg(2022 - birth_year) - (SELECT avg(2022 - birth_year) FROM ndb.person) AS dev FROM ndb.person GROUP BY 1 ORDER BY 1
-- index against national = 100 | keys 1 | masked 0 of 4 | exact idx, n
SELECT p.prefecture_code, count(*) AS n, 100 * avg(k.bmi) / (SELECT avg(bmi) FROM ndb.checkup) AS idx FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY 1 ORDER BY 1
-- observed minus expected from national rate | keys 1 | masked 1 of 6
WITH nat AS (SELECT count(*) AS nn, count(*) FILTER (WHERE person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'I10')) AS cc FROM ndb.person) SELECT p.prefecture_code, count(*) AS n, count(*) FILTER (WHERE p.person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'I10')) AS o, count(*) * any_value(nat.cc) / any_value(nat.nn) AS e FROM ndb.person p CROSS JOIN nat GROUP BY 1
-- correlation across areas | keys 0 | masked 2 of 3 | steady areas
WITH a AS (SELECT prefecture_code, avg(2022 - birth_year) AS age, count(*) FILTER (WHERE insurer_type = '3') / count(*) AS k FROM ndb.person GROUP BY 1) SELECT corr(age, k) AS r, regr_slope(k, age) AS slope, count(*) AS areas FROM a
-- table one by smoker | keys 1 | masked 1 of 10 | exact bmi, dm, n, sbp
SELECT smoker, count(DISTINCT person_id) AS n, avg(bmi) AS bmi, stddev_samp(bmi) AS sd, avg(systolic_mmhg) AS sbp, count(*) FILTER (WHERE hba1c_percent >= 6.5) / count(hba1c_percent) AS dm FROM ndb.checkup GROUP BY smoker
-- risk ratio by sex with CI in one | keys 1 | masked 2 of 4 | exact n1, rr
SELECT p.sex, count(*) FILTER (WHERE x) AS n1, (count(*) FILTER (WHERE x AND y) / count(*) FILTER (WHERE x)) / (count(*) FILTER (WHERE NOT x AND y) / count(*) FILTER (WHERE NOT x)) AS rr FROM (SELECT person_id, sex, person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code = 'M01AE02') AS x, person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'K297') AS y FROM ndb.person) p GROUP BY p.sex
-- FULL JOIN of two yearly tables | keys 1 | masked 4 of 4
WITH a AS (SELECT year(service_month) AS y, count(DISTINCT person_id) AS med FROM ndb.medical_claim GROUP BY 1), b AS (SELECT year(service_month) AS y, count(DISTINCT person_id) AS den FROM ndb.dental_claim GROUP BY 1) SELECT y, med, den, den / med AS ratio, med - den AS diff FROM a FULL JOIN b USING (y) ORDER BY y
-- PRR with totals from base tables | keys 1 | masked 3 of 9 | exact a, n
WITH dr AS (SELECT DISTINCT person_id, atc_code FROM ndb.drug), ae AS (SELECT DISTINCT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'K711'), c AS (SELECT atc_code, count(*) AS n, count(ae.person_id) AS a FROM dr LEFT JOIN ae USING (person_id) GROUP BY 1), t AS (SELECT count(DISTINCT person_id) AS nn, count(DISTINCT person_id) FILTER (WHERE person_id IN (FROM ae)) AS aa FROM dr) SELECT atc_code, n, a, (a / n) / ((aa - a) / (nn - n)) AS prr FROM c CROSS JOIN t ORDER BY prr DESC
-- difference by sex self join | keys 0 | masked 1 of 3
WITH r AS (SELECT p.sex, avg(k.bmi) AS bmi, count(*) AS n FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY 1) SELECT m.bmi AS men, f.bmi AS women, m.bmi - f.bmi AS diff FROM r m, r f WHERE m.sex = '1' AND f.sex = '2'
-- rates ratio of two areas from CTE by FILTER | keys 0 | masked 2 of 3 | exact osaka, tokyo
WITH r AS (SELECT prefecture_code, count(*) FILTER (WHERE 2022 - birth_year >= 65) / count(*) AS old FROM ndb.person GROUP BY 1) SELECT max(old) FILTER (WHERE prefecture_code = '13') AS tokyo, max(old) FILTER (WHERE prefecture_code = '27') AS osaka, max(old) FILTER (WHERE prefecture_code = '13') - max(old) FILTER (WHERE prefecture_code = '27') AS diff FROM r
-- top two areas by share of the old | keys 1 | masked 2 of 4 | steady share
SELECT medical_area_code, count(*) AS n, avg(CASE WHEN 2022 - birth_year >= 60 THEN 1 ELSE 0 END) AS share FROM ndb.person GROUP BY 1 ORDER BY share DESC LIMIT 2
-- areas above half by a mean of an indicator | keys 1 | masked 0 of 4
WITH r AS (SELECT prefecture_code, count(*) AS n, avg((2022 - birth_year >= 60)::INT) AS share FROM ndb.person GROUP BY 1) SELECT * FROM r WHERE share > 0.2 ORDER BY share
-- interquartile range of claims' points by setting | keys 1 | masked 3 of 4
SELECT setting, quantile_cont(points, 0.75) - quantile_cont(points, 0.25) AS iqr, quantile_cont(points, 0.9) - median(points) AS upper FROM ndb.medical_claim GROUP BY setting
-- cancer registry with care: stage by care level before | keys 1 | masked 3 of 6 | exact in_care, n, share
SELECT r.extent, count(DISTINCT r.person_id) AS n, count(DISTINCT k.person_id) AS in_care, count(DISTINCT k.person_id) / count(DISTINCT r.person_id) AS share FROM cancer.registration r LEFT JOIN kaigo.claim k ON k.person_id = r.person_id AND k.service_month < r.diagnosis_date + INTERVAL 6 MONTH GROUP BY r.extent ORDER BY r.extent
-- survival at 180 days after diagnosis by surgery | keys 1 | masked 3 of 6 | exact died, n
SELECT surgery, count(*) AS n, count(*) FILTER (WHERE death_date <= diagnosis_date + 180) AS died, 1 - count(*) FILTER (WHERE death_date <= diagnosis_date + 180) / count(*) AS survival FROM cancer.registration GROUP BY surgery ORDER BY surgery
-- care units per month of insured with dementia | keys 1 | masked 0 of 3 | exact n, per_person, units
SELECT c.dementia_independence AS level, count(DISTINCT k.person_id) AS n, sum(k.units) AS units, sum(k.units) / count(DISTINCT k.person_id) AS per_person FROM kaigo.claim k JOIN kaigo.certification c ON c.person_id = k.person_id AND k.service_month BETWEEN c.certified_from AND c.certified_until GROUP BY 1
-- care after infection within 90 days by SEMI JOIN | keys 1 | masked 1 of 2 | exact n
SELECT p.sex, count(*) AS n FROM ndb.person p SEMI JOIN idb.notification i ON i.person_id = p.person_id WHERE EXISTS (SELECT 1 FROM kaigo.claim k WHERE k.person_id = p.person_id) GROUP BY p.sex ORDER BY p.sex
-- table of persons first, then a standardised rate | keys 1 | masked 0 of 6 | exact n, o, rate
CREATE TABLE base AS SELECT p.person_id, p.sex, (2022 - p.birth_year) // 30 AS band, p.person_id IN (SELECT person_id FROM ndb.dpc_claim) AS y FROM ndb.person p; SELECT sex, count(*) AS n, count(*) FILTER (WHERE y) AS o, 1000.0 * count(*) FILTER (WHERE y) / count(*) AS rate FROM base GROUP BY sex ORDER BY sex
-- top 10 prefectures by mean points | keys 1 | masked 2 of 4
SELECT p.prefecture_code, count(DISTINCT c.person_id) AS patients, avg(c.points) AS mean_points FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1 ORDER BY mean_points DESC LIMIT 10
-- top 10 drugs by persons | keys 1 | masked 0 of 6 | exact qty, users
SELECT atc_code, count(DISTINCT person_id) AS users, sum(quantity) AS qty FROM ndb.drug GROUP BY 1 ORDER BY users DESC LIMIT 10
-- z-scores by CROSS JOIN of moments | keys 1 | masked 2 of 6 | exact age, n
WITH r AS (SELECT prefecture_code, avg(2022 - birth_year) AS age, count(*) AS n FROM ndb.person GROUP BY 1), m AS (SELECT avg(age) AS mu, stddev_samp(age) AS sd FROM r) SELECT r.prefecture_code, r.n, r.age, (r.age - m.mu) / m.sd AS z FROM r CROSS JOIN m
-- z of observed against expected | keys 1 | masked 7 of 8 | exact o
WITH t AS (SELECT count(*) FILTER (WHERE d.person_id IS NOT NULL) / count(*) AS p0 FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)), g AS (SELECT p.prefecture_code, count(*) AS n, count(d.person_id) AS o FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY 1) SELECT prefecture_code, o, n * p0 AS e, o / (n * p0) AS smr, (o - n * p0) / sqrt(n * p0) AS z FROM g, t
-- chi-square 2x2 shortcut | keys 0 | masked 2 of 6 | exact a, b, c, d, n
SELECT count(*) AS n, count(*) FILTER (WHERE x AND y) AS a, count(*) FILTER (WHERE x AND NOT y) AS b, count(*) FILTER (WHERE NOT x AND y) AS c, count(*) FILTER (WHERE NOT x AND NOT y) AS d, n * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d)) AS chi2 FROM (SELECT p.person_id, p.sex = '1' AS x, EXISTS (FROM ndb.medical_diagnosis d WHERE d.person_id = p.person_id AND d.icd10_code = 'I10') AS y FROM ndb.person p)
-- difference in differences by FILTER | keys 0 | masked 1 of 1
SELECT avg(points) FILTER (WHERE treated AND post) - avg(points) FILTER (WHERE treated AND NOT post) - (avg(points) FILTER (WHERE NOT treated AND post) - avg(points) FILTER (WHERE NOT treated AND NOT post)) AS did FROM (SELECT c.points, p.prefecture_code = '13' AS treated, c.service_month >= DATE '2021-04-01' AS post FROM ndb.medical_claim c JOIN ndb.person p USING (person_id))
-- difference in differences by pivot of a CTE | keys 1 | masked 5 of 6 | exact after, before
WITH c AS (SELECT CASE WHEN p.prefecture_code = '13' THEN 't' ELSE 'c' END AS arm, CASE WHEN cl.service_month >= DATE '2021-04-01' THEN 1 ELSE 0 END AS post, avg(cl.points) AS y, count(DISTINCT cl.person_id) AS n FROM ndb.medical_claim cl JOIN ndb.person p USING (person_id) GROUP BY 1, 2) SELECT arm, max(CASE WHEN post = 0 THEN y END) AS before, max(CASE WHEN post = 1 THEN y END) AS after, max(CASE WHEN post = 1 THEN y END) - max(CASE WHEN post = 0 THEN y END) AS change FROM c GROUP BY arm
-- difference in differences of visits per person-month | keys 0 | masked 1 of 1
WITH m AS (SELECT p.prefecture_code IN ('13', '27') AS treated, cl.service_month >= DATE '2021-01-01' AS post, count(*) / count(DISTINCT cl.person_id) AS v FROM ndb.medical_claim cl JOIN ndb.person p USING (person_id) GROUP BY 1, 2) SELECT (SELECT v FROM m WHERE treated AND post) - (SELECT v FROM m WHERE treated AND NOT post) - (SELECT v FROM m WHERE NOT treated AND post) + (SELECT v FROM m WHERE NOT treated AND NOT post) AS did
-- standardised mean differences before weighting | keys 0 | masked 2 of 2
WITH b AS (SELECT p.person_id, 2022 - p.birth_year AS age, (p.sex = '1')::INT AS male, p.person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code = 'C10AA05') AS x FROM ndb.person p WHERE 2022 - p.birth_year >= 50) SELECT (avg(age) FILTER (WHERE x) - avg(age) FILTER (WHERE NOT x)) / sqrt((var_samp(age) FILTER (WHERE x) + var_samp(age) FILTER (WHERE NOT x)) / 2) AS smd_age, (avg(male) FILTER (WHERE x) - avg(male) FILTER (WHERE NOT x)) / sqrt((avg(male) FILTER (WHERE x) * (1 - avg(male) FILTER (WHERE x)) + avg(male) FILTER (WHERE NOT x) * (1 - avg(male) FILTER (WHERE NOT x))) / 2) AS smd_male FROM b
-- person-time by calendar year over open calendar | keys 1 | masked 0 of 6 | exact persons
WITH y AS (SELECT range AS yr FROM range(2019, 2024)) SELECT y.yr, count(DISTINCT p.person_id) AS persons, sum(date_diff('day', greatest(p.observed_from, make_date(y.yr::INT, 1, 1)), least(p.observed_until, make_date(y.yr::INT, 12, 31))) + 1) / 365.25 AS py FROM y JOIN ndb.person p ON p.observed_from <= make_date(y.yr::INT, 12, 31) AND p.observed_until >= make_date(y.yr::INT, 1, 1) GROUP BY y.yr ORDER BY y.yr
-- incidence by calendar year per 1000 person-years | keys 1 | masked 1 of 6 | exact events
WITH yr(y, a, b) AS (VALUES (2020, DATE '2020-01-01', DATE '2020-12-31'), (2021, DATE '2021-01-01', DATE '2021-12-31'), (2022, DATE '2022-01-01', DATE '2022-12-31')), f AS (SELECT person_id, min(service_month) AS d FROM ndb.medical_diagnosis WHERE icd10_code = 'E119' GROUP BY 1), t AS (SELECT yr.y, p.person_id, date_diff('day', greatest(p.observed_from, yr.a), least(p.observed_until, yr.b, coalesce(f.d, yr.b))) + 1 AS days, (f.d BETWEEN yr.a AND yr.b)::INT AS ev FROM yr JOIN ndb.person p ON p.observed_from <= yr.b AND p.observed_until >= yr.a LEFT JOIN f ON f.person_id = p.person_id WHERE f.d IS NULL OR f.d >= yr.a) SELECT y, sum(ev) AS events, sum(days) / 365.25 AS py, 1000 * sum(ev) / (sum(days) / 365.25) AS rate FROM t GROUP BY y ORDER BY y
-- incidence per 1000 person-years by sex | keys 1 | masked 5 of 8 | exact events, n
WITH f AS (SELECT person_id, min(service_month) AS d FROM ndb.medical_diagnosis WHERE icd10_code = 'E119' AND NOT suspected GROUP BY 1), t AS (SELECT p.sex, f.d IS NOT NULL AS ev, date_diff('day', p.observed_from, least(coalesce(f.d, p.observed_until), p.observed_until)) / 365.25 AS py FROM ndb.person p LEFT JOIN f USING (person_id) WHERE f.d IS NULL OR f.d > p.observed_from + 180) SELECT sex, count(*) AS n, count(*) FILTER (WHERE ev) AS events, sum(py) AS py, 1000 * count(*) FILTER (WHERE ev) / sum(py) AS rate FROM t GROUP BY sex
-- odds ratio with confidence limits | keys 0 | masked 3 of 7 | exact a, b, c, d
WITH t AS (SELECT count(*) FILTER (WHERE x AND y) AS a, count(*) FILTER (WHERE x AND NOT y) AS b, count(*) FILTER (WHERE NOT x AND y) AS c, count(*) FILTER (WHERE NOT x AND NOT y) AS d FROM (SELECT p.person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code = 'C10AA05') AS x, p.person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'K711') AS y FROM ndb.person p)) SELECT a, b, c, d, (a * d) / (b * c) AS o, exp(ln((a * d) / (b * c)) - 1.96 * sqrt(1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d)) AS lo, exp(ln((a * d) / (b * c)) + 1.96 * sqrt(1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d)) AS hi FROM t
-- information component lower bound | keys 1 | masked 12 of 12 | exact o
WITH dr AS (SELECT DISTINCT person_id, atc_code FROM ndb.drug), ae AS (SELECT DISTINCT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'K711'), c AS (SELECT atc_code, count(*) AS n, count(ae.person_id) AS o FROM dr LEFT JOIN ae USING (person_id) GROUP BY 1), t AS (SELECT (SELECT count(*) FROM ae) / (SELECT count(*) FROM ndb.person) AS p0) SELECT atc_code, o, n * p0 AS e, log2((o + 0.5) / (n * p0 + 0.5)) AS ic, log2((o + 0.5) / (n * p0 + 0.5)) - 3.3 * (o + 0.5) ** -0.5 - 2 * (o + 0.5) ** -1.5 AS ic025 FROM c, t
-- self-controlled case series incidence ratio | keys 1 | masked 6 of 8 | exact events, persons
WITH v AS (SELECT person_id, vaccination_date AS d FROM vaccination.record WHERE dose_number = 1), e AS (SELECT v.person_id, date_diff('day', v.d, c.first_service_date) AS t FROM v JOIN ndb.medical_claim c USING (person_id) WHERE c.first_service_date BETWEEN v.d - 90 AND v.d + 90) SELECT CASE WHEN t BETWEEN 0 AND 20 THEN 'risk1' WHEN t BETWEEN 21 AND 41 THEN 'risk2' WHEN t BETWEEN -14 AND -1 THEN 'pre' ELSE 'control' END AS win, count(*) AS events, count(DISTINCT person_id) AS persons FROM e GROUP BY 1
-- vaccination effectiveness 1 - RR | keys 0 | masked 1 of 5 | exact a, c, n0, n1
WITH b AS (SELECT p.person_id, EXISTS (FROM vaccination.record v WHERE v.person_id = p.person_id AND v.dose_number = 2) AS vax, EXISTS (FROM idb.notification n WHERE n.person_id = p.person_id AND n.disease_code = 'COVID-19' AND n.diagnosis_date >= DATE '2021-10-01') AS inf FROM ndb.person p) SELECT count(*) FILTER (WHERE vax) AS n1, count(*) FILTER (WHERE NOT vax) AS n0, count(*) FILTER (WHERE vax AND inf) AS a, count(*) FILTER (WHERE NOT vax AND inf) AS c, 100 * (1 - (a / n1) / (c / n0)) AS ve FROM b
-- vaccination effectiveness by age group | keys 1 | masked 5 of 8 | exact a, c, vaccinated
WITH b AS (SELECT CASE WHEN 2022 - p.birth_year < 40 THEN '<40' WHEN 2022 - p.birth_year < 65 THEN '40-64' ELSE '65+' END AS age, p.person_id IN (SELECT person_id FROM vaccination.record WHERE dose_number = 2) AS vax, p.person_id IN (SELECT person_id FROM idb.notification WHERE disease_code = 'COVID-19') AS inf FROM ndb.person p) SELECT age, sum(vax::INT) AS vaccinated, sum((vax AND inf)::INT) AS a, sum((NOT vax AND inf)::INT) AS c, 1 - (sum((vax AND inf)::INT) / sum(vax::INT)) / (sum((NOT vax AND inf)::INT) / sum((NOT vax)::INT)) AS ve FROM b GROUP BY age ORDER BY age
-- new users with 365 days washout | keys 2 | masked 1 of 4 | exact new_users
WITH f AS (SELECT d.person_id, min(d.dispensed_date) AS idx FROM ndb.drug d WHERE d.atc_code = 'C10AA05' GROUP BY 1) SELECT year(f.idx) AS y, p.sex, count(*) AS new_users, avg(year(f.idx) - p.birth_year) AS mean_age FROM f JOIN ndb.person p USING (person_id) WHERE f.idx >= p.observed_from + INTERVAL 365 DAY GROUP BY ALL ORDER BY ALL
-- PDC per person then distribution | keys 0 | masked 1 of 5 | exact adherent, share, users | steady med
WITH i AS (SELECT person_id, min(dispensed_date) AS d0 FROM ndb.drug WHERE atc_code = 'C10AA05' GROUP BY 1), s AS (SELECT d.person_id, least(sum(d.days_supplied), 365) / 365.0 AS pdc FROM ndb.drug d JOIN i USING (person_id) WHERE d.atc_code = 'C10AA05' AND d.dispensed_date < i.d0 + 365 GROUP BY 1) SELECT count(*) AS users, avg(pdc) AS mean_pdc, median(pdc) AS med, count(*) FILTER (WHERE pdc >= 0.8) AS adherent, count(*) FILTER (WHERE pdc >= 0.8) / count(*) AS share FROM s
-- adherent by histogram bins | keys 1 | masked 0 of 0
WITH i AS (SELECT person_id, sum(days_supplied) AS s, date_diff('day', min(dispensed_date), max(dispensed_date)) + 30 AS len FROM ndb.drug WHERE atc_code IN ('C08CA01', 'C09CA01') GROUP BY 1) SELECT floor(least(s / len, 1) * 10) / 10 AS mpr, count(*) AS n FROM i GROUP BY 1 ORDER BY 1
-- Charlson by macro | keys 1 | masked 4 of 8 | exact age, n
SELECT least(score, 3) AS cci, count(*) AS n, avg(2022 - birth_year) AS age FROM (SELECT p.person_id, p.birth_year, coalesce(sum(w), 0) AS score FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id, charlson_condition(icd10_code) AS c, charlson_weight(charlson_condition(icd10_code)) AS w FROM ndb.medical_diagnosis WHERE NOT suspected) d USING (person_id) GROUP BY ALL) GROUP BY 1 ORDER BY 1
-- comorbidity pairs with lift | keys 2 | masked 2 of 4 | exact both_n
WITH d AS (SELECT DISTINCT person_id, icd10_code FROM ndb.medical_diagnosis WHERE icd10_code IN ('I10', 'E119', 'E785', 'N189', 'J459') AND NOT suspected), n AS (SELECT icd10_code, count(*) AS c FROM d GROUP BY 1), p AS (SELECT a.icd10_code AS x, b.icd10_code AS y, count(*) AS both_n FROM d a JOIN d b ON a.person_id = b.person_id AND a.icd10_code < b.icd10_code GROUP BY ALL) SELECT p.x, p.y, both_n, both_n * (SELECT count(*) FROM ndb.person) / (nx.c * ny.c) AS lift FROM p JOIN n nx ON nx.icd10_code = p.x JOIN n ny ON ny.icd10_code = p.y ORDER BY lift DESC
-- top 5 by mean of indicator | keys 1 | masked 2 of 4
SELECT prefecture_code, count(*) AS n, avg(CASE WHEN 2022 - birth_year >= 65 THEN 1.0 ELSE 0 END) AS share FROM ndb.person GROUP BY prefecture_code ORDER BY share DESC LIMIT 5
-- CUBE, again | keys 2 | masked 0 of 18 | exact n, pts
SELECT sex, setting, count(DISTINCT person_id) AS n, sum(points) AS pts FROM ndb.medical_claim JOIN ndb.person USING (person_id) GROUP BY CUBE (sex, setting) ORDER BY 1, 2
-- PIVOT by sex | keys 1 | masked 1 of 4 | exact 1, 2
PIVOT (SELECT p.sex, d.icd10_code, p.person_id FROM ndb.medical_diagnosis d JOIN ndb.person p USING (person_id) WHERE d.icd10_code IN ('I10', 'E119', 'E785')) ON sex IN ('1', '2') USING count(DISTINCT person_id) GROUP BY icd10_code ORDER BY icd10_code
-- UNPIVOT of counts | keys 1 | masked 0 of 3 | exact n
WITH c AS (SELECT count(*) FILTER (WHERE bmi >= 25) AS obese, count(*) FILTER (WHERE smoker) AS smokers, count(*) FILTER (WHERE systolic_mmhg >= 140) AS high FROM ndb.checkup) UNPIVOT c ON obese, smokers, high INTO NAME item VALUE n
-- ASOF JOIN checkup before dpc | keys 1 | masked 0 of 2 | exact los, n
SELECT CASE WHEN k.bmi >= 25 THEN 'obese' ELSE 'not' END AS g, count(DISTINCT a.person_id) AS n, avg(a.service_days) AS los FROM ndb.dpc_claim a ASOF JOIN ndb.checkup k ON a.person_id = k.person_id AND a.admission_date >= k.checkup_date GROUP BY 1 ORDER BY 1
-- range join claims within 30 days after vaccination | keys 1 | masked 5 of 9 | exact per_person, persons, visits
SELECT v.dose_number, count(DISTINCT v.person_id) AS persons, count(c.claim_no) AS visits, count(c.claim_no) / count(DISTINCT v.person_id) AS per_person FROM vaccination.record v LEFT JOIN ndb.medical_claim c ON c.person_id = v.person_id AND c.first_service_date BETWEEN v.vaccination_date AND v.vaccination_date + 30 GROUP BY 1 ORDER BY 1
-- list functions per person | keys 2 | masked 0 of 0
WITH l AS (SELECT person_id, list_sort(list_distinct(list(atc_code))) AS drugs FROM ndb.drug WHERE atc_code LIKE 'A10%' GROUP BY 1) SELECT array_to_string(drugs, '+') AS combo, len(drugs) AS k, count(*) AS n FROM l GROUP BY ALL HAVING count(*) >= 10 ORDER BY n DESC
-- list contains both | keys 0 | masked 1 of 3 | exact any_n, both_n, n
WITH l AS (SELECT person_id, list(DISTINCT icd10_code) AS c FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY 1) SELECT count(*) AS n, count(*) FILTER (WHERE list_contains(c, 'I10') AND list_contains(c, 'E119')) AS both_n, count(*) FILTER (WHERE list_has_any(c, ['I10', 'E119', 'E785'])) AS any_n FROM l
-- NATURAL JOIN | keys 1 | masked 4 of 4 | exact age, deaths
WITH d AS (SELECT DISTINCT person_id FROM ndb.death) SELECT sex, count(*) AS deaths, avg(2022 - birth_year) AS age FROM ndb.person NATURAL JOIN d GROUP BY sex ORDER BY sex
-- LATERAL first claim | keys 1 | masked 0 of 4 | exact n, pts
SELECT f.setting, count(*) AS n, avg(f.points) AS pts FROM vaccination.record v, LATERAL (SELECT c.setting, c.points FROM ndb.medical_claim c WHERE c.person_id = v.person_id AND c.first_service_date >= v.vaccination_date ORDER BY c.first_service_date LIMIT 1) f WHERE v.dose_number = 1 GROUP BY 1
-- vaccination effectiveness with limits by halves added | keys 0 | masked 1 of 5 | exact a, c, n0, n1
WITH t AS (SELECT sum((v AND i)::INT) AS a, sum(v::INT) AS n1, sum((NOT v AND i)::INT) AS c, sum((NOT v)::INT) AS n0 FROM (SELECT p.person_id IN (SELECT person_id FROM vaccination.record WHERE dose_number = 2) AS v, p.person_id IN (SELECT person_id FROM idb.notification) AS i FROM ndb.person p)) SELECT a, n1, c, n0, 1 - (a / n1) / (c / n0) AS ve FROM t
`

export const STUDIES: BookStudy[] = readBook(BOOK)
