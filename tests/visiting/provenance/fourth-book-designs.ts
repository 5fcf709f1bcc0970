/**
 * Designs and measures of papers: adherence, washout, person-years, standardised rates, self-controlled series, matching,
 * comorbidity indices, two-by-two tables with their limits, survival, disproportionality, concentration, agreement.
 * How a line reads is said in ./read-book.ts.
 */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- PDC over 180 days by intervals merged | keys 1 | masked 1 of 4 | exact n
WITH i AS (SELECT person_id, min(dispensed_date) AS s FROM ndb.drug WHERE atc_code ^@ 'C10' GROUP BY 1), d AS (SELECT DISTINCT i.person_id, unnest(generate_series(r.dispensed_date, r.dispensed_date + r.days_supplied - 1, INTERVAL 1 DAY))::DATE AS day FROM i JOIN ndb.drug r ON r.person_id = i.person_id AND r.atc_code ^@ 'C10'), c AS (SELECT i.person_id, count(*) AS covered FROM i JOIN d ON d.person_id = i.person_id AND d.day >= i.s AND d.day < i.s + 180 GROUP BY i.person_id) SELECT covered / 180 >= 0.5 AS adherent, count(*) AS n, avg(covered / 180) AS pdc FROM c GROUP BY adherent
-- PDC by days supplied capped at the window | keys 1 | masked 2 of 6 | exact users, good
WITH c AS (SELECT d.person_id, sum(d.days_supplied) AS days FROM ndb.drug d WHERE d.atc_code ^@ 'C10' GROUP BY d.person_id) SELECT p.sex, count(*) AS users, avg(least(days, 180)) / 180 AS pdc, count(*) FILTER (WHERE days >= 90) AS good FROM c JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- persistence: last day of supply by a 45 day gap | keys 1 | masked 2 of 4 | exact n | steady days | why a median of three numbers of each person is one person’s, unless ten have it
WITH x AS (SELECT person_id, dispensed_date AS s, dispensed_date + days_supplied AS e, lead(dispensed_date) OVER (PARTITION BY person_id ORDER BY dispensed_date, claim_no) AS next FROM ndb.drug WHERE atc_code ^@ 'C10'), stop AS (SELECT person_id, min(e) FILTER (WHERE next IS NULL OR next - e > 45) AS stopped, min(s) AS started FROM x GROUP BY person_id) SELECT stopped - started >= 90 AS persistent, count(*) AS n, median(stopped - started) AS days FROM stop GROUP BY 1
-- new users with 60 days of washout, by month | keys 1 | masked 3 of 5 | exact new_users
SELECT date_trunc('month', f.first)::DATE AS m, count(*) AS new_users FROM (SELECT person_id, min(dispensed_date) AS first FROM ndb.drug WHERE atc_code ^@ 'C10' GROUP BY person_id) f JOIN ndb.person p ON p.person_id = f.person_id AND f.first - p.observed_from >= 60 GROUP BY m
-- incidence with person-years by sex and calendar year | keys 2 | masked 2 of 12 | exact persons | why bounds that are looked up may weigh
WITH y AS (SELECT 2021 AS y UNION ALL SELECT 2022 UNION ALL SELECT 2023), t AS (SELECT p.sex, y.y, greatest(p.observed_from, make_date(y.y, 1, 1)) AS a, least(p.observed_until, make_date(y.y, 12, 31)) AS z FROM ndb.person p JOIN y ON p.observed_from <= make_date(y.y, 12, 31) AND p.observed_until >= make_date(y.y, 1, 1)) SELECT sex, y, count(*) AS persons, sum(z - a + 1) / 365.25 AS py FROM t GROUP BY ALL ORDER BY ALL
-- age-standardised rate with the 2015 standard in VALUES | keys 0 | masked 0 of 1
WITH std(band, pop) AS (VALUES (0, 70000), (1, 55000)), r AS (SELECT (2022 - birth_year >= 60)::INT AS band, count(*) AS n, count(*) FILTER (WHERE person_id IN (SELECT person_id FROM ndb.dpc_claim)) AS d FROM ndb.person GROUP BY 1) SELECT 1e5 * sum(std.pop * r.d / r.n) / sum(std.pop) AS asr FROM r JOIN std USING (band)
-- expected cases by the whole's rates: SIR by prefecture | keys 1 | masked 2 of 6
WITH p AS (SELECT person_id, prefecture_code, sex, person_id IN (SELECT person_id FROM idb.notification) AS ill FROM ndb.person), ref AS (SELECT sex, avg(ill::INT) AS rate FROM p GROUP BY sex) SELECT p.prefecture_code, count(*) FILTER (WHERE ill) AS observed, sum(ref.rate) AS expected, count(*) FILTER (WHERE ill) / sum(ref.rate) AS sir FROM p JOIN ref USING (sex) GROUP BY p.prefecture_code
-- SCCS: events in risk and control windows of the vaccinated | keys 1 | masked 0 of 6 | exact events, persons
WITH v AS (SELECT person_id, min(vaccination_date) AS d FROM vaccination.record GROUP BY person_id), e AS (SELECT c.person_id, c.first_service_date - v.d AS t FROM v JOIN ndb.medical_claim c USING (person_id)) SELECT CASE WHEN t BETWEEN 0 AND 60 THEN 'risk' WHEN t BETWEEN 61 AND 180 THEN 'control' ELSE 'outside' END AS win, count(*) AS events, count(DISTINCT person_id) AS persons FROM e GROUP BY win
-- SCCS: the days of each window | keys 0 | masked 0 of 3 | exact n
WITH v AS (SELECT r.person_id, min(r.vaccination_date) AS d, any_value(p.observed_until) AS z FROM vaccination.record r JOIN ndb.person p USING (person_id) GROUP BY r.person_id) SELECT count(*) AS n, sum(least(42, z - d)) AS risk_days, sum(greatest(0, z - d - 42)) AS control_days FROM v
-- case-crossover: exposure in hazard and reference windows | keys 1 | masked 1 of 2 | exact exposed
WITH c AS (SELECT person_id, min(admission_date) AS d FROM ndb.dpc_claim GROUP BY 1), w(win, a, z) AS (VALUES ('hazard', 60, 1), ('reference', 150, 91)) SELECT w.win, count(DISTINCT c.person_id) AS exposed FROM c CROSS JOIN w JOIN ndb.drug r ON r.person_id = c.person_id AND r.dispensed_date BETWEEN c.d - w.a::INT AND c.d - w.z::INT GROUP BY w.win
-- matching 1:4 by sex and age, pairs ranked by pseudonym | keys 1 | unverified window-over-pairs
WITH cases AS (SELECT p.person_id, p.sex, p.birth_year FROM ndb.person p WHERE p.person_id IN (SELECT person_id FROM cancer.registration)), pool AS (SELECT p.person_id, p.sex, p.birth_year FROM ndb.person p WHERE p.person_id NOT IN (SELECT person_id FROM cancer.registration)), pairs AS (SELECT c.person_id AS case_id, q.person_id AS control_id, row_number() OVER (PARTITION BY c.person_id ORDER BY abs(c.birth_year - q.birth_year), q.person_id) AS rk FROM cases c JOIN pool q ON q.sex = c.sex AND abs(c.birth_year - q.birth_year) <= 20) SELECT rk, count(*) AS pairs FROM pairs WHERE rk <= 4 GROUP BY rk
-- matched sets: how many controls each case found | keys 1 | masked 1 of 1
WITH cases AS (SELECT person_id, sex FROM ndb.person WHERE person_id IN (SELECT person_id FROM ndb.death)), pool AS (SELECT person_id, sex FROM ndb.person WHERE person_id NOT IN (SELECT person_id FROM ndb.death)) SELECT n_controls, count(*) AS cases FROM (SELECT c.person_id, count(q.person_id) AS n_controls FROM cases c LEFT JOIN pool q ON q.sex = c.sex GROUP BY c.person_id) GROUP BY n_controls
-- deciles of a score over all persons, events by tertile | keys 1 | masked 0 of 9 | steady n
WITH s AS (SELECT person_id, 2022 - birth_year AS score FROM ndb.person), t AS (SELECT *, ntile(3) OVER (ORDER BY score, person_id) AS tertile FROM s) SELECT tertile, count(*) AS n, avg(score) AS mean_score, count(*) FILTER (WHERE person_id IN (SELECT person_id FROM ndb.dpc_claim)) AS events FROM t GROUP BY tertile ORDER BY tertile
-- tertiles by cut points of quantiles | keys 1 | masked 0 of 6
WITH s AS (SELECT person_id, sum(points) AS pts FROM ndb.medical_claim GROUP BY 1), q AS (SELECT quantile_cont(pts, 0.3333) AS a, quantile_cont(pts, 0.6667) AS b FROM s) SELECT CASE WHEN pts <= q.a THEN 1 WHEN pts <= q.b THEN 2 ELSE 3 END AS t, count(*) AS n, sum(pts) AS total FROM s CROSS JOIN q GROUP BY t
-- percent_rank and the upper tenth's share of costs | keys 1 | masked 0 of 4 | steady n
WITH s AS (SELECT person_id, sum(points) AS pts FROM ndb.medical_claim GROUP BY 1), r AS (SELECT pts, percent_rank() OVER (ORDER BY pts) AS pr FROM s) SELECT pr >= 0.5 AS upper_half, count(*) AS n, sum(pts) AS pts FROM r GROUP BY 1
-- Gini of points by ranks | keys 0 | unverified rank-as-value
WITH s AS (SELECT person_id, sum(points) AS x FROM ndb.medical_claim GROUP BY 1), r AS (SELECT x, row_number() OVER (ORDER BY x, person_id) AS i, count(*) OVER () AS n FROM s) SELECT sum((2 * i - n - 1) * x) / (max(n) * sum(x)) AS gini FROM r
-- Lorenz by fifths | keys 1 | masked 0 of 9 | steady n, cumulative
WITH s AS (SELECT person_id, sum(points) AS x FROM ndb.medical_claim GROUP BY 1), t AS (SELECT x, ntile(3) OVER (ORDER BY x, person_id) AS third FROM s) SELECT third, count(*) AS n, sum(x) / sum(sum(x)) OVER () AS share, sum(sum(x)) OVER (ORDER BY third) / sum(sum(x)) OVER () AS cumulative FROM t GROUP BY third ORDER BY third
-- Herfindahl of institutions by setting | keys 1 | masked 2 of 6 | steady places
WITH n AS (SELECT setting, institution_id, count(*) AS n FROM ndb.medical_claim GROUP BY ALL) SELECT setting, sum(n * n) / (sum(n) * sum(n)) AS hhi, sum(n) AS claims, count(*) AS places FROM n GROUP BY setting
-- institution volume in classes, counted institutions | keys 1 | masked 1 of 4 | steady institutions
WITH v AS (SELECT institution_id, count(*) AS stays, count(DISTINCT person_id) AS persons FROM ndb.dpc_claim GROUP BY institution_id) SELECT CASE WHEN stays >= 4 THEN 'high' ELSE 'low' END AS volume, count(*) AS institutions, sum(stays) AS stays FROM v GROUP BY volume
-- outcome by volume class of the institution | keys 1 | masked 2 of 4
WITH v AS (SELECT institution_id, count(*) AS stays FROM ndb.dpc_claim GROUP BY 1) SELECT v.stays >= 4 AS high, count(*) AS stays, avg(a.service_days) AS los FROM ndb.dpc_claim a JOIN v USING (institution_id) GROUP BY high
-- Charlson by an array of prefixes of each condition | keys 1 | masked 1 of 3 | exact n
WITH w(cond, weight, prefixes) AS (VALUES ('mi', 1, ['I21', 'I22']), ('dm', 1, ['E10', 'E11']), ('cancer', 2, ['C18', 'C22']), ('pulm', 1, ['J44', 'J45'])), h AS (SELECT DISTINCT d.person_id, w.cond, w.weight FROM ndb.medical_diagnosis d JOIN w ON list_contains(w.prefixes, left(d.icd10_code, 3))), s AS (SELECT person_id, sum(weight) AS cci FROM h GROUP BY person_id) SELECT coalesce(least(cci, 3), 0) AS cci, count(*) AS n FROM ndb.person LEFT JOIN s USING (person_id) GROUP BY 1 ORDER BY 1
-- Charlson by max of CASE and sum of weights, mean by sex | keys 1 | masked 1 of 4 | exact n
WITH f AS (SELECT person_id, max(CASE WHEN icd10_code LIKE 'I21%' THEN 1 ELSE 0 END) AS mi, max(CASE WHEN icd10_code LIKE 'E11%' THEN 1 ELSE 0 END) AS dm, max(CASE WHEN icd10_code LIKE 'C%' THEN 2 ELSE 0 END) AS ca FROM ndb.medical_diagnosis GROUP BY person_id) SELECT p.sex, avg(coalesce(mi + dm + ca, 0)) AS cci, count(*) AS n FROM ndb.person p LEFT JOIN f USING (person_id) GROUP BY p.sex
-- comorbidity pairs by a self join | keys 2 | masked 1 of 9 | exact n
WITH d AS (SELECT DISTINCT person_id, left(icd10_code, 3) AS c FROM ndb.medical_diagnosis) SELECT a.c AS c1, b.c AS c2, count(*) AS n FROM d a JOIN d b ON a.person_id = b.person_id AND a.c < b.c GROUP BY ALL ORDER BY ALL
-- readmission within 30 days by EXISTS | keys 1 | masked 1 of 4 | exact stays, readmitted
SELECT p.sex, count(*) AS stays, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM ndb.dpc_claim b WHERE b.person_id = a.person_id AND b.admission_date > a.admission_date + a.service_days AND b.admission_date <= a.admission_date + a.service_days + 30)) AS readmitted FROM ndb.dpc_claim a JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- vaccination cohort: third dose after the second, days between | keys 1 | masked 2 of 6 | exact pairs, days, shortest
SELECT b.vaccine_name, count(*) AS pairs, avg(b.vaccination_date - a.vaccination_date) AS days, min(b.vaccination_date - a.vaccination_date) AS shortest FROM vaccination.record a JOIN vaccination.record b ON a.person_id = b.person_id AND a.dose_number = 1 AND b.dose_number = 2 GROUP BY b.vaccine_name
-- vaccine effectiveness: one minus the ratio of risks | keys 0 | masked 1 of 1
WITH c AS (SELECT p.person_id, v.person_id IS NOT NULL AS vax, n.person_id IS NOT NULL AS ill FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id FROM vaccination.record WHERE dose_number >= 2) v USING (person_id) LEFT JOIN (SELECT DISTINCT person_id FROM idb.notification) n USING (person_id)) SELECT 1 - avg(ill::INT) FILTER (WHERE vax) / avg(ill::INT) FILTER (WHERE NOT vax) AS ve FROM c
-- two by two table | keys 2 | masked 0 of 3 | exact n
SELECT p.person_id IN (SELECT person_id FROM kaigo.claim) AS exposed, p.person_id IN (SELECT person_id FROM idb.notification) AS outcome, count(*) AS n FROM ndb.person p GROUP BY ALL
-- odds ratio with Woolf limits | keys 0 | masked 3 of 6 | exact a, b, c, d
WITH t AS (SELECT count(*) FILTER (WHERE x AND y) AS a, count(*) FILTER (WHERE x AND NOT y) AS b, count(*) FILTER (WHERE NOT x AND y) AS c, count(*) FILTER (WHERE NOT x AND NOT y) AS d FROM (SELECT sex = '1' AS x, 2022 - birth_year >= 60 AS y FROM ndb.person)) SELECT a, b, c, d, (a * d) / nullif(b * c, 0) AS odds_ratio, exp(ln((a * d) / nullif(b * c, 0)) + 1.96 * sqrt(1 / a + 1 / b + 1 / c + 1 / d)) AS upper FROM t
-- Mantel-Haenszel odds ratio over sex | keys 0 | masked 1 of 1
WITH t AS (SELECT sex, count(*) FILTER (WHERE x AND y) AS a, count(*) FILTER (WHERE x AND NOT y) AS b, count(*) FILTER (WHERE NOT x AND y) AS c, count(*) FILTER (WHERE NOT x AND NOT y) AS d, count(*) AS n FROM (SELECT sex, person_id IN (SELECT person_id FROM kaigo.claim) AS x, prefecture_code = '13' AS y FROM ndb.person) GROUP BY sex) SELECT sum(a * d / n) / nullif(sum(b * c / n), 0) AS or_mh FROM t
-- Wilson limits of a proportion | keys 1 | masked 4 of 10 | exact n, x, p
WITH t AS (SELECT sex, count(*) AS n, count(*) FILTER (WHERE person_id IN (SELECT person_id FROM idb.notification)) AS x FROM ndb.person GROUP BY sex) SELECT sex, n, x, x / n AS p, wilson_low(x, n) AS low, wilson_high(x, n) AS high FROM t
-- Wilson by hand in one SELECT | keys 1 | masked 1 of 6 | exact n, x
SELECT sex, count(*) AS n, sum((2022 - birth_year >= 60)::INT) AS x, (x / n + 1.92 / n - 1.96 * sqrt((x / n) * (1 - x / n) / n + 0.9604 / (n * n))) / (1 + 3.8416 / n) AS low FROM ndb.person GROUP BY sex
-- Kaplan-Meier number at risk at given times | keys 1 | masked 1 of 8 | exact at_risk, deaths
WITH s AS (SELECT p.person_id, coalesce(d.death_date, p.observed_until) - DATE '2022-04-01' AS t, d.death_date IS NOT NULL AS e FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)) SELECT g.t, count(*) FILTER (WHERE s.t >= g.t) AS at_risk, count(*) FILTER (WHERE s.e AND s.t <= g.t) AS deaths FROM (VALUES (0), (90), (180), (270)) g(t) CROSS JOIN s GROUP BY g.t ORDER BY g.t
-- SMD of age between two arms | keys 0 | masked 1 of 3 | exact m1, m0
WITH c AS (SELECT 2022 - birth_year AS age, person_id IN (SELECT person_id FROM kaigo.claim) AS t FROM ndb.person), m AS (SELECT avg(age) FILTER (WHERE t) AS m1, avg(age) FILTER (WHERE NOT t) AS m0, var_samp(age) FILTER (WHERE t) AS v1, var_samp(age) FILTER (WHERE NOT t) AS v0 FROM c) SELECT m1, m0, (m1 - m0) / sqrt((v1 + v0) / 2) AS smd FROM m
-- z-scores of institutions' means | keys 1 | masked 4 of 4
WITH m AS (SELECT institution_id, avg(points) AS m FROM ndb.medical_claim GROUP BY 1) SELECT institution_id, (m - avg(m) OVER ()) / stddev_samp(m) OVER () AS z FROM m
-- ROR and PRR of symptoms by vaccine | keys 1 | masked 3 of 6 | exact n, total, share
WITH r AS (SELECT vaccine_name, symptom, person_id FROM vaccination.adverse_report), t AS (SELECT symptom, count(*) AS n FROM r GROUP BY symptom), tot AS (SELECT count(*) AS n FROM r) SELECT t.symptom, t.n, tot.n AS total, t.n / tot.n AS share FROM t CROSS JOIN tot
-- disproportionality of drug and diagnosis pairs: ROR | keys 0 | masked 4 of 6 | exact a, b, c, d
WITH x AS (SELECT p.person_id, p.person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code ^@ 'N02') AS drug, p.person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code ^@ 'J45') AS ae FROM ndb.person p), c AS (SELECT sum((drug AND ae)::INT) AS a, sum((drug AND NOT ae)::INT) AS b, sum((NOT drug AND ae)::INT) AS c, sum((NOT drug AND NOT ae)::INT) AS d FROM x) SELECT a, b, c, d, (a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)) AS ror, (a / (a + b)) / (c / (c + d)) AS prr FROM c
-- information component with shrinkage, by drug | keys 1 | masked 3 of 9 | exact nde, nd | steady ic
WITH p AS (SELECT DISTINCT person_id, atc_code FROM ndb.drug), e AS (SELECT DISTINCT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'I10'), n AS (SELECT atc_code, count(*) AS nd, count(e.person_id) AS nde FROM p LEFT JOIN e USING (person_id) GROUP BY atc_code), tot AS (SELECT (SELECT count(DISTINCT person_id) FROM ndb.drug) AS n, (SELECT count(*) FROM e) AS ne) SELECT atc_code, nde, nd, log2((nde + 0.5) / (nd * tot.ne / tot.n + 0.5)) AS ic FROM n CROSS JOIN tot
-- chi-square over sex by setting | keys 0 | masked 1 of 1
WITH o AS (SELECT p.sex, c.setting, count(*) AS n FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY ALL), e AS (SELECT sex, setting, n, sum(n) OVER (PARTITION BY sex) * sum(n) OVER (PARTITION BY setting) / sum(n) OVER () AS expected FROM o) SELECT sum((n - expected) ** 2 / expected) AS chi2 FROM e
-- expected and observed of the same | keys 2 | masked 0 of 8 | exact n
WITH o AS (SELECT p.sex, c.setting, count(*) AS n FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY ALL) SELECT sex, setting, n, sum(n) OVER (PARTITION BY sex) * sum(n) OVER (PARTITION BY setting) / sum(n) OVER () AS expected FROM o
-- HAVING by a share of a window total | keys 1 | masked 1 of 3
SELECT atc_code, count(*) AS n FROM ndb.drug GROUP BY atc_code HAVING count(*) >= 0.05 * (SELECT count(*) FROM ndb.drug)
-- shares of a total, kept above a tenth | keys 1 | masked 0 of 4
WITH s AS (SELECT setting, count(*) AS n, count(*) / sum(count(*)) OVER () AS share FROM ndb.medical_claim GROUP BY setting) SELECT setting, n, share FROM s WHERE share > 0.1
-- a difference of two CTEs' counts in the outer SELECT | keys 0 | masked 0 of 3 | exact outpatient, inpatient
WITH a AS (SELECT count(*) AS n FROM ndb.medical_claim WHERE setting = '2'), b AS (SELECT count(*) AS n FROM ndb.medical_claim WHERE setting = '1') SELECT a.n AS outpatient, b.n AS inpatient, a.n - b.n AS diff FROM a, b
-- risk difference in the outer SELECT | keys 0 | masked 0 of 3 | steady r0
WITH r AS (SELECT avg(ill::INT) FILTER (WHERE vax) AS r1, avg(ill::INT) FILTER (WHERE NOT vax) AS r0 FROM (SELECT person_id IN (SELECT person_id FROM kaigo.claim) AS vax, person_id IN (SELECT person_id FROM idb.notification) AS ill FROM ndb.person)) SELECT r1, r0, r1 - r0 AS rd FROM r
-- mean difference over a CTE of means by sex | keys 0 | masked 1 of 3 | exact men, women
WITH m AS (SELECT p.sex, avg(k.systolic_mmhg) AS sbp FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY p.sex) SELECT max(sbp) FILTER (WHERE sex = '1') AS men, max(sbp) FILTER (WHERE sex = '2') AS women, men - women AS diff FROM m
-- before and after means and their difference | keys 1 | masked 3 of 6 | exact pre, post
SELECT setting, avg(points) FILTER (WHERE service_month < DATE '2022-07-01') AS pre, avg(points) FILTER (WHERE service_month >= DATE '2022-07-01') AS post, post - pre AS change FROM ndb.medical_claim GROUP BY setting
-- a trend of monthly counts by regression | keys 0 | masked 2 of 2
WITH m AS (SELECT service_month, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY 1) SELECT regr_slope(n, date_diff('month', DATE '2022-04-01', service_month)) AS slope, regr_r2(n, date_diff('month', DATE '2022-04-01', service_month)) AS r2 FROM m
-- change to the month before | keys 1 | masked 10 of 18 | exact n, ratio | steady ratio
WITH m AS (SELECT service_month, count(*) AS n FROM ndb.medical_claim GROUP BY 1) SELECT service_month, n, n - lag(n) OVER (ORDER BY service_month) AS change, n / lag(n) OVER (ORDER BY service_month) AS ratio FROM m ORDER BY 1
-- seasonality: share of each month of the year | keys 1 | masked 2 of 12 | exact n
SELECT month(first_service_date) AS m, count(*) AS n, round(count(*) * 100.0 / sum(count(*)) OVER (), 1) AS pct FROM ndb.medical_claim GROUP BY m ORDER BY m
-- cancer stage by treatment | keys 2 | masked 8 of 8 | exact n, day
SELECT extent, CASE WHEN surgery AND chemotherapy THEN 'both' WHEN surgery THEN 'surgery' WHEN chemotherapy THEN 'chemo' ELSE 'none' END AS tx, count(*) AS n, avg(diagnosis_date - DATE '2022-04-01') AS day FROM cancer.registration GROUP BY ALL
-- survival of the registered at 180 days | keys 1 | masked 5 of 6 | exact n, died
SELECT extent, count(*) AS n, count(*) FILTER (WHERE death_date <= diagnosis_date + 180) AS died, 1 - count(*) FILTER (WHERE death_date <= diagnosis_date + 180) / count(*) AS survived FROM cancer.registration GROUP BY extent
-- sensitivity and positive predictive value of a claims definition | keys 0 | masked 3 of 5 | exact tp, pos, cases, sens, ppv
WITH x AS (SELECT person_id, person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code ^@ 'C' AND NOT suspected) AS claim, person_id IN (SELECT person_id FROM cancer.registration) AS truth FROM ndb.person) SELECT count(*) FILTER (WHERE claim AND truth) AS tp, count(*) FILTER (WHERE claim) AS pos, count(*) FILTER (WHERE truth) AS cases, tp / cases AS sens, tp / pos AS ppv FROM x
-- Cohen's kappa of two definitions | keys 0 | masked 0 of 1
WITH t AS (SELECT count(*) AS n, count(*) FILTER (WHERE a AND b) AS yy, count(*) FILTER (WHERE NOT a AND NOT b) AS nn, count(*) FILTER (WHERE a) AS ay, count(*) FILTER (WHERE b) AS byes FROM (SELECT person_id IN (SELECT person_id FROM kaigo.claim) AS a, person_id IN (SELECT person_id FROM kaigo.certification) AS b FROM ndb.person)) SELECT ((yy + nn) / n - (ay * byes + (n - ay) * (n - byes)) / (n * n)) / (1 - (ay * byes + (n - ay) * (n - byes)) / (n * n)) AS kappa FROM t
-- age by quartiles in an unnested list | keys 1 | masked 0 of 3
SELECT unnest([0.25, 0.5, 0.75]) AS p, unnest(quantile_cont(2022 - birth_year, [0.25, 0.5, 0.75])) AS v FROM ndb.person
-- quantiles in HAVING | keys 1 | masked 0 of 2
SELECT setting, count(*) AS n FROM ndb.medical_claim GROUP BY setting HAVING median(points) > 1000
-- top drug of each person by LATERAL LIMIT | keys 1 | masked 0 of 3 | exact n
SELECT t.atc_code, count(*) AS n FROM ndb.person p, LATERAL (SELECT atc_code FROM ndb.drug d WHERE d.person_id = p.person_id ORDER BY quantity DESC, claim_no LIMIT 1) t GROUP BY t.atc_code
-- a weighted score under a condition | keys 1 | masked 0 of 2 | exact n
WITH s AS (SELECT person_id, sum(CASE WHEN icd10_code ^@ 'I' THEN 2 WHEN icd10_code ^@ 'E' THEN 1 ELSE 0 END) AS score FROM ndb.medical_diagnosis GROUP BY person_id) SELECT p.sex, count(*) AS n FROM s JOIN ndb.person p USING (person_id) WHERE score >= 2 GROUP BY p.sex
-- groups by a coalesced score kept in a table | keys 1 | masked 0 of 4 | exact n
CREATE TABLE sc AS SELECT p.person_id, p.sex, coalesce(d.n, 0) AS n_dx FROM ndb.person p LEFT JOIN (SELECT person_id, count(DISTINCT icd10_code) AS n FROM ndb.medical_diagnosis GROUP BY person_id) d USING (person_id); SELECT sex, count(*) AS n, avg(n_dx) AS mean FROM sc WHERE n_dx >= 1 GROUP BY sex
-- prefecture by medical area with a share within the prefecture | keys 2 | masked 2 of 6 | exact n | steady share
SELECT prefecture_code, medical_area_code, count(*) AS n, count(*) / sum(count(*)) OVER (PARTITION BY prefecture_code) AS share FROM ndb.person GROUP BY prefecture_code, medical_area_code ORDER BY 1, 2
-- cost per member per month, expansion by enrolled months | keys 1 | masked 1 of 2
WITH mm AS (SELECT p.person_id, p.sex, unnest(generate_series(greatest(date_trunc('month', p.observed_from), DATE '2022-04-01'), least(p.observed_until, DATE '2022-09-30'), INTERVAL 1 MONTH)) AS m FROM ndb.person p), c AS (SELECT person_id, sum(points) AS pts FROM ndb.medical_claim GROUP BY person_id), t AS (SELECT sex, count(*) AS member_months FROM mm GROUP BY sex) SELECT t.sex, t.member_months FROM t ORDER BY 1
-- polypharmacy at a day: three or more at once | keys 1 | masked 1 of 3 | exact n
WITH x AS (SELECT p.person_id, p.sex, (SELECT count(DISTINCT d.atc_code) FROM ndb.drug d WHERE d.person_id = p.person_id AND DATE '2022-07-15' BETWEEN d.dispensed_date AND d.dispensed_date + d.days_supplied) AS k FROM ndb.person p) SELECT k, count(*) AS n FROM x GROUP BY k
-- triangle of doses by institution with a rank | keys 1 | masked 3 of 8 | exact doses | steady rk
SELECT institution_id, count(*) AS doses, rank() OVER (ORDER BY count(*) DESC) AS rk FROM vaccination.record GROUP BY institution_id
-- weekly notification curve by date of onset with delay | keys 1 | masked 13 of 15 | exact n, delay
SELECT date_trunc('month', coalesce(onset_date, diagnosis_date))::DATE AS m, count(*) AS n, avg(notified_date - diagnosis_date) AS delay, quantile_cont(notified_date - diagnosis_date, 0.5) AS med FROM idb.notification GROUP BY m ORDER BY m
-- Elixhauser flags in long form, prevalence by sex | keys 2 | masked 2 of 6 | exact n
WITH k(cond, re) AS (VALUES ('htn', '^I1[0-5]'), ('dm', '^E1[0-4]'), ('ca', '^C')), f AS (SELECT DISTINCT d.person_id, k.cond FROM ndb.medical_diagnosis d JOIN k ON regexp_matches(d.icd10_code, k.re)) SELECT f.cond, p.sex, count(*) AS n FROM f JOIN ndb.person p USING (person_id) GROUP BY ALL ORDER BY ALL
-- standardised difference from deviations of each arm | keys 0 | masked 0 of 6 | exact n1, n2, m1, m2
WITH s AS (SELECT count(*) FILTER (WHERE sex = '1') AS n1, count(*) FILTER (WHERE sex = '2') AS n2, avg(2022 - birth_year) FILTER (WHERE sex = '1') AS m1, avg(2022 - birth_year) FILTER (WHERE sex = '2') AS m2, stddev(2022 - birth_year) FILTER (WHERE sex = '1') AS s1, stddev(2022 - birth_year) FILTER (WHERE sex = '2') AS s2 FROM ndb.person) SELECT n1, n2, round(m1, 1) AS m1, round(m2, 1) AS m2, round((m1 - m2) / sqrt((s1 ** 2 + s2 ** 2) / 2), 3) AS smd, (m1 - m2) / sqrt(s1 * s1 / n1 + s2 * s2 / n2) AS t FROM s
-- hostile: a pooled variance in which one person is on both sides | keys 0 | masked 2 of 2
SELECT var_samp(points) - var_samp(points) FILTER (WHERE person_id <> 'p03') AS v, var_samp(points) + -1 * var_samp(points) FILTER (WHERE person_id <> 'p03') AS w FROM ndb.medical_claim
-- hostile: arithmetic around one query, everybody less all but one | keys 0 | masked 3 of 3
WITH t AS (SELECT avg(points) AS a, avg(points) FILTER (WHERE person_id <> 'p03') AS b, sum(points) AS s, sum(points) FILTER (WHERE person_id <> 'p03') AS u FROM ndb.medical_claim) SELECT a - b AS d, s - u AS e, (s - u) / 1e9 AS f FROM t
-- odds ratio with both limits around one CTE | keys 0 | masked 0 of 3
WITH t AS (SELECT count(*) FILTER (WHERE x AND y) AS a, count(*) FILTER (WHERE x AND NOT y) AS b, count(*) FILTER (WHERE NOT x AND y) AS c, count(*) FILTER (WHERE NOT x AND NOT y) AS d FROM (SELECT sex = '1' AS x, birth_year < 1960 AS y FROM ndb.person)) SELECT a * d / nullif(b * c, 0) AS odds_ratio, exp(ln(a * d / nullif(b * c, 0)) - 1.96 * sqrt(1 / a + 1 / b + 1 / c + 1 / d)) AS low, exp(ln(a * d / nullif(b * c, 0)) + 1.96 * sqrt(1 / a + 1 / b + 1 / c + 1 / d)) AS high FROM t
-- chi-square of a table of two by two | keys 0 | masked 0 of 1
SELECT n * (a * d - b * c) ** 2 / ((a + b) * (c + d) * (a + c) * (b + d)) AS chi2 FROM (SELECT count(*) AS n, sum((x AND y)::INT) AS a, sum((x AND NOT y)::INT) AS b, sum((NOT x AND y)::INT) AS c, sum((NOT x AND NOT y)::INT) AS d FROM (SELECT sex = '1' AS x, birth_year < 1960 AS y FROM ndb.person)) t
-- kappa of two judgements around one CTE | keys 0 | masked 0 of 1
WITH t AS (SELECT count(*) AS n, avg((a = b)::INT) AS po, avg(a::INT) AS pa, avg(b::INT) AS pb FROM (SELECT sex = '1' AS a, birth_year < 1960 AS b FROM ndb.person)) SELECT (po - (pa * pb + (1 - pa) * (1 - pb))) / (1 - (pa * pb + (1 - pa) * (1 - pb))) AS kappa FROM t
-- reporting odds ratio with limits, of persons | keys 0 | masked 4 of 5 | exact a, b, c, d
WITH x AS (SELECT person_id, bool_or(atc_code ^@ 'N02') AS drug FROM ndb.drug GROUP BY person_id), y AS (SELECT person_id, bool_or(icd10_code ^@ 'E11') AS ae FROM ndb.medical_diagnosis GROUP BY person_id), c AS (SELECT count(DISTINCT person_id) FILTER (WHERE drug AND ae) AS a, count(DISTINCT person_id) FILTER (WHERE drug AND NOT ae) AS b, count(DISTINCT person_id) FILTER (WHERE NOT drug AND ae) AS c, count(DISTINCT person_id) FILTER (WHERE NOT drug AND NOT ae) AS d FROM x JOIN y USING (person_id)) SELECT a, b, c, d, exp(ln((a + .5) * (d + .5) / ((b + .5) * (c + .5))) + 1.96 * sqrt(1 / (a + .5) + 1 / (b + .5) + 1 / (c + .5) + 1 / (d + .5))) AS high FROM c
-- Wilson limits as a chain of named steps | keys 1 | masked 0 of 12 | exact n, x, p
SELECT sex, count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS x, x / n AS p, p + 1.96 ** 2 / (2 * n) AS centre, 1.96 * sqrt(p * (1 - p) / n + 1.96 ** 2 / (4 * n * n)) AS half, (centre - half) / (1 + 1.96 ** 2 / n) AS low FROM ndb.person GROUP BY sex
-- sensitivity, specificity and Youden's index | keys 0 | masked 0 of 3
SELECT tp / (tp + fn) AS sens, tn / (tn + fp) AS spec, tp / (tp + fn) + tn / (tn + fp) - 1 AS youden FROM (SELECT count(*) FILTER (WHERE t AND g) AS tp, count(*) FILTER (WHERE t AND NOT g) AS fp, count(*) FILTER (WHERE NOT t AND g) AS fn, count(*) FILTER (WHERE NOT t AND NOT g) AS tn FROM (SELECT birth_year < 1960 AS t, sex = '1' AS g FROM ndb.person))
-- hostile: counts that one person is told apart by | keys 0 | masked 4 of 4
WITH t AS (SELECT count(*) AS a, count(*) FILTER (WHERE person_id <> 'p03' OR birth_year > 1950) AS b, count(*) FILTER (WHERE sex = '1') AS c FROM ndb.person) SELECT a * c - b * c AS v, sqrt(a) + sqrt(b) AS w, log(a + 1) - log(b + 1) AS u, power(a, c) + b AS x FROM t
-- hostile: one person’s number in counts of rows | keys 0 | masked 3 of 3
WITH t AS (SELECT count(*) AS a, count(*) FILTER (WHERE birth_year <> 1947) AS b, count(DISTINCT person_id) AS c FROM ndb.person, range(CASE WHEN birth_year = 1947 THEN birth_year ELSE 1 END)) SELECT a + b * c AS v, sqrt(a) + sqrt(c) AS w, ln(a + 1) - ln(c + 1) AS u FROM t
-- hostile: one person’s number in counts of rows, by name | keys 0 | unverified rows-by-person
WITH t AS (SELECT count(*) AS a, count(*) FILTER (WHERE person_id <> 'p03') AS b, count(DISTINCT person_id) AS c FROM ndb.person, range(CASE WHEN person_id = 'p03' THEN birth_year ELSE 1 END)) SELECT a + b * c AS v, sqrt(a) + sqrt(c) AS w, ln(a + 1) - ln(c + 1) AS u FROM t
-- limits of a mean of visits, counts of rows | keys 1 | masked 2 of 6 | exact n, x
WITH t AS (SELECT setting, count(*) AS n, count(*) FILTER (WHERE points > 1000) AS x FROM ndb.medical_claim GROUP BY setting) SELECT setting, n, x, x / n + 1.96 * sqrt(x / n * (1 - x / n) / n) AS high FROM t
-- drugs of at least a twentieth of all lines | keys 1 | masked 1 of 3
SELECT atc_code, count(*) AS n FROM ndb.drug GROUP BY atc_code HAVING count(*) >= 0.05 * (SELECT count(*) FROM ndb.drug)
-- diagnoses of a tenth of the insured | keys 1 | masked 0 of 5
SELECT left(icd10_code, 3) AS icd, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY 1 HAVING count(DISTINCT person_id) > 0.1 * (SELECT count(*) FROM ndb.person)
-- Mantel–Haenszel over strata of two by two | keys 0 | masked 2 of 2
WITH t AS (SELECT birth_year < 1960 AS old, count(*) FILTER (WHERE x AND y) AS a, count(*) FILTER (WHERE x AND NOT y) AS b, count(*) FILTER (WHERE NOT x AND y) AS c, count(*) FILTER (WHERE NOT x AND NOT y) AS d, count(*) AS n FROM (SELECT birth_year, sex = '1' AS x, prefecture_code = '13' AS y FROM ndb.person) GROUP BY 1) SELECT sum(a * n / 12) / sum(c * n / 12) AS rr_like, sum(a * d / n) / nullif(sum(b * c / n), 0) AS or_mh FROM t
-- sum of squares of settings | keys 0 | masked 0 of 2
SELECT sum(n * n) / (sum(n) * sum(n)) AS hhi, sum(n ** 2) / pow(sum(n), 2) AS hhi2 FROM (SELECT setting, count(*) AS n FROM ndb.medical_claim GROUP BY setting)
-- hostile: held against a total without one person | keys 1 | masked 2 of 2
SELECT sex, count(*) AS n FROM ndb.person p GROUP BY sex HAVING count(*) > (SELECT count(*) FROM ndb.person WHERE sex = '1' AND person_id <> 'p03')
-- hostile: less a total without one person | keys 0 | masked 2 of 2
SELECT count(*) - (SELECT count(*) FROM ndb.person WHERE person_id <> 'p03') AS v, 2 * count(*) - 2.0 * (SELECT count(*) FROM ndb.person WHERE person_id <> 'p03') AS w FROM ndb.person
-- hostile: roots of counts that leave one person out | keys 0 | masked 2 of 2
WITH t AS (SELECT count(*) AS a, count(*) FILTER (WHERE birth_year < 1960) AS b, count(*) FILTER (WHERE birth_year >= 1960 AND person_id <> 'p09') AS c FROM ndb.person) SELECT sqrt(a - b) - sqrt(c) AS v, round(a - b) - c AS w FROM t
-- differences by institution put together around a CTE | keys 1 | masked 5 of 8 | exact pre, post
WITH t AS (SELECT setting, avg(points) FILTER (WHERE service_month < DATE '2022-07-01') AS pre, avg(points) FILTER (WHERE service_month >= DATE '2022-07-01') AS post FROM ndb.medical_claim GROUP BY 1) SELECT *, post - pre AS change, (post - pre) / pre AS relative FROM t ORDER BY post - pre DESC
-- labels and numbers of a CTE put together around it | keys 1 | masked 0 of 8 | exact more, m, less, twice
WITH t AS (SELECT sex, '5' AS five, 200 AS limit_, count(*) AS n, avg(2022 - birth_year) AS age FROM ndb.person GROUP BY sex) SELECT t.sex || '/' || five AS label, n * limit_ AS more, n AS m, age - limit_ AS less, m * 2 AS twice FROM t ORDER BY more DESC, label
-- three layers of select lists with stars | keys 1 | masked 5 of 8 | exact a, b
SELECT *, d * 10 AS d10 FROM (SELECT q.*, a - b AS d FROM (SELECT setting, avg(points) FILTER (WHERE service_month < DATE '2022-07-01') AS a, avg(points) FILTER (WHERE service_month >= DATE '2022-07-01') AS b FROM ndb.medical_claim GROUP BY setting) q) r
-- a column that changes its name for another's | keys 1 | masked 0 of 4 | exact b
SELECT b AS a, a AS b, a - b AS c FROM (SELECT sex AS s, count(*) AS a, sum(birth_month) AS b, sex FROM ndb.person GROUP BY ALL) ORDER BY a
-- the two largest differences | keys 1 | masked 1 of 2
WITH t AS (SELECT institution_id, avg(points) FILTER (WHERE setting = '2') AS o, avg(points) FILTER (WHERE setting = '1') AS i FROM ndb.medical_claim GROUP BY 1) SELECT institution_id, o - i AS d FROM t ORDER BY o - i DESC NULLS LAST LIMIT 2
-- totals by ROLLUP, arithmetic around | keys 2 | masked 10 of 14
WITH t AS (SELECT prefecture_code, sex, grouping(sex) AS g, count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS old FROM ndb.person GROUP BY ROLLUP (prefecture_code, sex)) SELECT coalesce(prefecture_code, 'all') AS p, CASE WHEN g = 1 THEN 'both' ELSE sex END AS s, n - old AS young, 1 - old / n AS share FROM t
-- a lateral query of groups tied to each person | keys 1 | masked 0 of 4 | exact d, n
SELECT p.sex, avg(x.d) AS d, count(*) AS n FROM ndb.person p, LATERAL (SELECT a - b AS d FROM (SELECT max(points) AS a, min(points) AS b FROM ndb.medical_claim c WHERE c.person_id = p.person_id) q) x WHERE x.d IS NOT NULL GROUP BY p.sex
-- arithmetic around rows of persons | keys 1 | masked 0 of 2 | exact n
SELECT wide, count(*) AS n FROM (SELECT person_id, hi - lo > 1000 AS wide FROM (SELECT person_id, max(points) AS hi, min(points) AS lo FROM ndb.medical_claim GROUP BY person_id) q) GROUP BY wide
-- arithmetic around groups of groups | keys 0 | masked 2 of 2
WITH m AS (SELECT service_month, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY 1), t AS (SELECT sum(n) AS s, count(*) AS months FROM m) SELECT s / months AS mean, s - months AS less FROM t
-- a scalar of arithmetic around groups | keys 1 | masked 2 of 4 | exact n
SELECT sex, count(*) AS n, (SELECT a - b FROM (SELECT avg(points) FILTER (WHERE setting = '2') AS a, avg(points) FILTER (WHERE setting = '1') AS b FROM ndb.medical_claim)) AS d FROM ndb.person GROUP BY sex
`

export const DESIGNS: BookStudy[] = readBook(BOOK)
