/** Measures with their limits, tables in long and wide form, library functions, calendars. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- CI of a mean in one SELECT | keys 1 | masked 0 of 6 | exact m
SELECT smoker, avg(bmi) AS m, avg(bmi) - 1.96 * stddev_samp(bmi) / sqrt(count(*)) AS lo, avg(bmi) + 1.96 * stddev_samp(bmi) / sqrt(count(*)) AS hi FROM ndb.checkup GROUP BY smoker
-- CI of a mean by count of the value | keys 1 | masked 0 of 8 | exact m, n
SELECT p.sex, count(k.systolic_mmhg) AS n, avg(k.systolic_mmhg) AS m, stddev(k.systolic_mmhg) AS sd, avg(k.systolic_mmhg) - 1.96 * stddev(k.systolic_mmhg) / sqrt(count(k.systolic_mmhg)) AS lo FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- Wald limits of a proportion by CTE | keys 1 | masked 0 of 10 | exact n, p, x
WITH t AS (SELECT sex, count(*) AS n, count(*) FILTER (WHERE birth_year < 1960) AS x FROM ndb.person GROUP BY sex), p AS (SELECT sex, n, x, 1.0 * x / n AS p FROM t) SELECT sex, n, x, p, p - 1.96 * sqrt(p * (1 - p) / n) AS lo, p + 1.96 * sqrt(p * (1 - p) / n) AS hi FROM p
-- Wald limits by a mean of an indicator | keys 1 | masked 0 of 8 | exact n
WITH t AS (SELECT sex, count(*) AS n, avg(CASE WHEN birth_year < 1960 THEN 1.0 ELSE 0.0 END) AS p FROM ndb.person GROUP BY sex) SELECT sex, n, p, p - 1.96 * sqrt(p * (1 - p) / n) AS lo, p + 1.96 * sqrt(p * (1 - p) / n) AS hi FROM t
-- risk ratio with log limits | keys 0 | masked 2 of 7 | exact a, b, n0, n1, rr
WITH c AS (SELECT count(*) FILTER (WHERE sex = '1') AS n1, count(*) FILTER (WHERE sex = '2') AS n0, count(*) FILTER (WHERE sex = '1' AND birth_year < 1960) AS a, count(*) FILTER (WHERE sex = '2' AND birth_year < 1960) AS b FROM ndb.person), r AS (SELECT a, b, n1, n0, (1.0 * a / n1) / (1.0 * b / n0) AS rr, sqrt(1.0 / a - 1.0 / n1 + 1.0 / b - 1.0 / n0) AS se FROM c) SELECT a, n1, b, n0, rr, exp(ln(rr) - 1.96 * se) AS lo, exp(ln(rr) + 1.96 * se) AS hi FROM r
-- incidence rate ratio with limits | keys 0 | masked 0 of 4 | exact e1, e2, irr
WITH s AS (SELECT p.sex, count(DISTINCT a.person_id) AS ev, sum(p.observed_until - p.observed_from) / 365.25 AS py FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id FROM ndb.dpc_claim) a USING (person_id) GROUP BY p.sex), w AS (SELECT max(ev) FILTER (WHERE sex = '1') AS e1, max(ev) FILTER (WHERE sex = '2') AS e2, max(py) FILTER (WHERE sex = '1') AS p1, max(py) FILTER (WHERE sex = '2') AS p2 FROM s) SELECT e1, e2, (e1 / p1) / (e2 / p2) AS irr, exp(ln((e1 / p1) / (e2 / p2)) - 1.96 * sqrt(1.0 / e1 + 1.0 / e2)) AS lo FROM w
-- SELECT DISTINCT with window counts | keys 1 | masked 0 of 4 | exact n, y
SELECT DISTINCT sex, count(*) OVER (PARTITION BY sex) AS n, avg(birth_year) OVER (PARTITION BY sex) AS y FROM ndb.person
-- DISTINCT ON then group | keys 1 | masked 2 of 4 | exact n, pts
WITH f AS (SELECT DISTINCT ON (person_id) person_id, setting, points FROM ndb.medical_claim ORDER BY person_id, first_service_date, claim_no) SELECT setting, count(*) AS n, sum(points) AS pts FROM f GROUP BY setting
-- INTERSECT and EXCEPT of cohorts | keys 1 | masked 0 of 2 | exact n
SELECT 'both' AS g, count(*) AS n FROM (SELECT person_id FROM ndb.drug INTERSECT SELECT person_id FROM kaigo.claim) UNION ALL SELECT 'drug only', count(*) FROM (SELECT person_id FROM ndb.drug EXCEPT SELECT person_id FROM kaigo.claim)
-- histogram function of ages | keys 0 | masked 1 of 1
SELECT histogram(birth_year // 20 * 20) AS h FROM ndb.person
-- width bins by a CASE of list | keys 1 | masked 1 of 3 | exact n
SELECT (list_filter([0, 40, 60, 80], x -> x <= 2022 - birth_year))[-1] AS band, count(*) AS n FROM ndb.person GROUP BY 1 ORDER BY 1
-- skewness and kurtosis | keys 1 | masked 6 of 6
SELECT setting, skewness(points) AS sk, kurtosis(points) AS ku, mad(points) AS mad FROM ndb.medical_claim GROUP BY setting
-- approximate quantiles and counts | keys 1 | masked 0 of 4 | exact n
SELECT setting, approx_quantile(points, 0.5) AS med, approx_count_distinct(person_id) AS n FROM ndb.medical_claim GROUP BY setting
-- quantiles unnested by setting | keys 2 | masked 3 of 6
SELECT setting, unnest([25, 50, 75]) AS pct, unnest(quantile_cont(points, [0.25, 0.5, 0.75])) AS v FROM ndb.medical_claim GROUP BY setting ORDER BY ALL
-- quantiles of a CTE unnested | keys 2 | masked 3 of 6
WITH q AS (SELECT setting, quantile_cont(points, [0.25, 0.5, 0.75]) AS v FROM ndb.medical_claim GROUP BY setting) SELECT setting, unnest([25, 50, 75]) AS pct, unnest(v) AS points FROM q
-- quantiles by element of list | keys 1 | masked 3 of 6
WITH q AS (SELECT setting, quantile_cont(points, [0.25, 0.5, 0.75]) AS v FROM ndb.medical_claim GROUP BY setting) SELECT setting, v[1] AS p25, v[2] AS p50, v[3] AS p75 FROM q
-- quantile levels by cross join of VALUES | keys 2 | masked 1 of 5 | exact n
SELECT setting, q.p, count(*) AS n FROM ndb.medical_claim, (VALUES (1000), (2000), (4000)) q(p) WHERE points >= q.p GROUP BY setting, q.p ORDER BY ALL
-- ROLLUP by fiscal year and setting with a label | keys 2 | masked 0 of 8 | exact n, pts
SELECT coalesce(fiscal_year(service_month)::VARCHAR, '計') AS fy, coalesce(setting, '計') AS setting, count(DISTINCT person_id) AS n, sum(points) AS pts FROM ndb.medical_claim GROUP BY ROLLUP (fiscal_year(service_month), setting)
-- age band macro with standard population | keys 1 | masked 6 of 6
WITH r AS (SELECT p.sex, age_band_5(2022 - p.birth_year) AS band, count(*) AS n, count(a.person_id) AS x FROM ndb.person p LEFT JOIN (SELECT DISTINCT person_id FROM ndb.dpc_claim) a USING (person_id) GROUP BY ALL) SELECT sex, sum(x) AS x, sum(n) AS n, 100000.0 * sum(standard_population_2015(band) * x / n) / sum(standard_population_2015(band)) AS adj FROM r GROUP BY sex
-- library: new users | keys 1 | masked 0 of 2 | exact n
SELECT p.sex, count(*) AS n FROM new_users('C10', 30) u JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- library: drug eras | keys 1 | masked 0 of 4 | exact eras, persons
SELECT p.sex, count(*) AS eras, count(DISTINCT e.person_id) AS persons FROM drug_eras('C10', 30) e JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- library: charlson scores | keys 1 | masked 2 of 4 | exact n
SELECT p.sex, count(*) AS n, avg(s.score) AS m FROM charlson_scores(DATE '2022-04-01', DATE '2023-03-31') s JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- library: person years | keys 1 | masked 1 of 4 | exact n
SELECT p.sex, count(*) AS n, sum(person_years(observed_from, observed_until)) AS py FROM ndb.person p GROUP BY p.sex
-- national mean by window beside each area | keys 1 | masked 0 of 6 | exact age, n
SELECT prefecture_code, count(*) AS n, avg(2022 - birth_year) AS age, sum(sum(2022 - birth_year)) OVER () / sum(count(*)) OVER () AS all_age FROM ndb.person GROUP BY 1
-- HAVING above the mean of all | keys 1 | masked 2 of 2
SELECT icd10_code, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY 1 HAVING count(DISTINCT person_id) > (SELECT avg(n) FROM (SELECT count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY icd10_code))
-- above the person's own sex mean | keys 1 | masked 0 of 4 | steady above
WITH s AS (SELECT person_id, sex, 2022 - birth_year AS age, avg(2022 - birth_year) OVER (PARTITION BY sex) AS m FROM ndb.person) SELECT sex, count(*) FILTER (WHERE age > m) AS above, count(*) AS n FROM s GROUP BY sex
-- group means joined back to persons | keys 1 | masked 0 of 4
WITH m AS (SELECT p.sex, avg(k.bmi) AS mean_bmi FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY p.sex) SELECT p.sex, count(DISTINCT k.person_id) AS n, count(*) FILTER (WHERE k.bmi > m.mean_bmi) AS above FROM ndb.checkup k JOIN ndb.person p USING (person_id) JOIN m ON m.sex = p.sex GROUP BY p.sex
-- LOCF of a checkup value by a correlated subquery | keys 1 | masked 0 of 2 | exact n
SELECT CASE WHEN bmi >= 25 THEN 'obese' WHEN bmi IS NULL THEN 'unknown' ELSE 'normal' END AS g, count(*) AS n FROM (SELECT p.person_id, (SELECT k.bmi FROM ndb.checkup k WHERE k.person_id = p.person_id ORDER BY k.checkup_date DESC LIMIT 1) AS bmi FROM ndb.person p) GROUP BY 1
-- time bucket of claims | keys 1 | masked 0 of 4 | exact n, persons
SELECT time_bucket(INTERVAL 3 MONTH, service_month) AS q, count(*) AS n, count(DISTINCT person_id) AS persons FROM ndb.medical_claim GROUP BY 1 ORDER BY 1
-- moving mean of three months of counts | keys 1 | masked 2 of 12 | exact n
WITH m AS (SELECT service_month AS m, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY 1) SELECT m, n, avg(n) OVER (ORDER BY m ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS ma3 FROM m ORDER BY m
-- first and last value windows over months | keys 1 | masked 2 of 12 | exact n | steady idx
WITH m AS (SELECT service_month AS m, count(*) AS n FROM ndb.medical_claim GROUP BY 1) SELECT m, n, 100.0 * n / first_value(n) OVER (ORDER BY m) AS idx FROM m ORDER BY m
-- difference in differences of means | keys 0 | masked 1 of 1
WITH x AS (SELECT p.sex, c.service_month >= DATE '2022-07-01' AS post, avg(c.points) AS m FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY ALL) SELECT (max(m) FILTER (WHERE sex = '1' AND post) - max(m) FILTER (WHERE sex = '1' AND NOT post)) - (max(m) FILTER (WHERE sex = '2' AND post) - max(m) FILTER (WHERE sex = '2' AND NOT post)) AS did FROM x
-- segmented regression slopes | keys 1 | masked 3 of 6 | steady months
WITH m AS (SELECT service_month >= DATE '2022-07-01' AS post, date_diff('month', DATE '2022-04-01', service_month) AS t, count(*) AS y FROM ndb.medical_claim GROUP BY ALL) SELECT post, regr_slope(y, t) AS slope, regr_intercept(y, t) AS level, count(*) AS months FROM m GROUP BY post
-- regression over persons with predictions | keys 1 | masked 0 of 8 | exact n
SELECT p.sex, regr_slope(k.systolic_mmhg, 2022 - p.birth_year) AS slope, regr_intercept(k.systolic_mmhg, 2022 - p.birth_year) AS b0, regr_r2(k.systolic_mmhg, 2022 - p.birth_year) AS r2, regr_count(k.systolic_mmhg, 2022 - p.birth_year) AS n FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- table one with p value ingredients | keys 0 | masked 1 of 5 | exact m0, m1, n0, n1
WITH g AS (SELECT smoker, count(*) AS n, avg(bmi) AS m, var_samp(bmi) AS v FROM ndb.checkup GROUP BY smoker) SELECT a.n AS n1, b.n AS n0, a.m AS m1, b.m AS m0, (a.m - b.m) / sqrt(a.v / a.n + b.v / b.n) AS t FROM g a JOIN g b ON a.smoker AND NOT b.smoker
-- standardised difference of proportions | keys 0 | masked 0 of 3
WITH r AS (SELECT avg((birth_year < 1960)::INT) FILTER (WHERE sex = '1') AS p1, avg((birth_year < 1960)::INT) FILTER (WHERE sex = '2') AS p0 FROM ndb.person) SELECT p1, p0, (p1 - p0) / sqrt((p1 * (1 - p1) + p0 * (1 - p0)) / 2) AS smd FROM r
-- sensitivity, specificity, kappa | keys 0 | masked 4 of 7 | exact fn, fp, tn, tp
WITH x AS (SELECT p.person_id, coalesce(bool_or(d.icd10_code LIKE 'E11%'), false) AS claim, coalesce(bool_or(k.hba1c_percent >= 6.5), false) AS lab FROM ndb.person p LEFT JOIN ndb.medical_diagnosis d ON d.person_id = p.person_id LEFT JOIN ndb.checkup k ON k.person_id = p.person_id GROUP BY p.person_id), c AS (SELECT sum((claim AND lab)::INT) AS tp, sum((claim AND NOT lab)::INT) AS fp, sum((NOT claim AND lab)::INT) AS fn, sum((NOT claim AND NOT lab)::INT) AS tn FROM x) SELECT tp, fp, fn, tn, 1.0 * tp / (tp + fn) AS sens, 1.0 * tn / (tn + fp) AS spec, 1.0 * tp / (tp + fp) AS ppv FROM c
-- lag between diagnosis and first treatment | keys 1 | masked 5 of 8 | exact in_90, n
WITH dx AS (SELECT person_id, min(start_date) AS d FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'I%' GROUP BY 1), rx AS (SELECT person_id, min(dispensed_date) AS r FROM ndb.drug GROUP BY 1) SELECT p.sex, count(*) AS n, avg(greatest(r - d, 0)) AS mean_days, quantile_cont(r - d, 0.5) AS med, count(*) FILTER (WHERE r BETWEEN d AND d + 90) AS in_90 FROM dx JOIN rx USING (person_id) JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- monthly prevalence with denominators by month | keys 1 | masked 2 of 18 | exact n
WITH mth AS (SELECT m::DATE AS m FROM range(DATE '2022-04-01', DATE '2022-10-01', INTERVAL 1 MONTH) t(m)), den AS (SELECT m, count(*) AS n FROM mth JOIN ndb.person ON observed_from <= m AND observed_until >= m GROUP BY m), num AS (SELECT service_month AS m, count(DISTINCT person_id) AS x FROM ndb.medical_claim GROUP BY 1) SELECT den.m, coalesce(num.x, 0) AS x, den.n, round(100.0 * coalesce(num.x, 0) / den.n, 1) AS pct FROM den LEFT JOIN num USING (m) ORDER BY 1
-- count(*) FILTER over grouped persons with an array of years | keys 1 | masked 0 of 6 | exact n, n13, other
SELECT p.prefecture_code, count(*) FILTER (WHERE list_contains(['1', '3'], p.insurer_type)) AS n13, count(*) FILTER (WHERE p.insurer_type NOT IN ('1', '3')) AS other, count(*) AS n FROM ndb.person p GROUP BY 1
-- map of covariates | keys 1 | masked 2 of 2
SELECT sex, map {'n': count(*)::DOUBLE, 'age': avg(2022 - birth_year)} AS m FROM ndb.person GROUP BY sex
-- text table one cell: n (percent) | keys 1 | masked 0 of 2
SELECT sex, count(*) || ' (' || round(100.0 * count(*) / sum(count(*)) OVER (), 1) || '%)' AS "n (%)" FROM ndb.person GROUP BY sex
-- text cell by printf of mean and sd | keys 1 | masked 0 of 4
SELECT smoker, printf('%.1f (%.1f)', avg(bmi), stddev_samp(bmi)) AS "BMI mean (SD)", format('{:d}', count(*)) AS n FROM ndb.checkup GROUP BY smoker
-- NOT IN and multiple exclusions | keys 1 | masked 1 of 2 | exact n
SELECT sex, count(*) AS n FROM ndb.person WHERE person_id NOT IN (SELECT person_id FROM ndb.death) AND person_id NOT IN (SELECT person_id FROM cancer.registration WHERE person_id IS NOT NULL) GROUP BY sex
-- person-time by age band split at birthdays | keys 1 | masked 3 of 6 | exact n
WITH b(lo, hi) AS (VALUES (0, 50), (50, 65), (65, 120)), t AS (SELECT b.lo, p.person_id, greatest(p.observed_from, make_date(p.birth_year + b.lo, 1, 1)) AS s, least(p.observed_until, make_date(p.birth_year + b.hi, 1, 1)) AS e FROM ndb.person p CROSS JOIN b) SELECT lo AS band, count(DISTINCT person_id) AS n, sum(e - s) / 365.25 AS py FROM t WHERE e > s GROUP BY lo ORDER BY lo
-- competing: dpc before death | keys 1 | masked 1 of 2 | exact n
WITH o AS (SELECT p.person_id, min(a.admission_date) AS adm, min(d.death_date) AS dth FROM ndb.person p LEFT JOIN ndb.dpc_claim a USING (person_id) LEFT JOIN ndb.death d USING (person_id) GROUP BY p.person_id) SELECT CASE WHEN adm IS NOT NULL AND (dth IS NULL OR adm <= dth) THEN '1 admission' WHEN dth IS NOT NULL THEN '2 death' ELSE '0 censored' END AS status, count(*) AS n FROM o GROUP BY 1 ORDER BY 1
-- nested case-control counts by exposure | keys 2 | masked 1 of 2 | exact n
WITH cc AS (SELECT person_id, 1 AS cs FROM ndb.person WHERE person_id IN (SELECT person_id FROM ndb.dpc_claim) UNION ALL SELECT person_id, 0 FROM ndb.person WHERE person_id NOT IN (SELECT person_id FROM ndb.dpc_claim)) SELECT cs, (x.person_id IS NOT NULL)::INT AS exposed, count(*) AS n FROM cc LEFT JOIN (SELECT DISTINCT person_id FROM ndb.drug WHERE atc_code LIKE 'C10%') x USING (person_id) GROUP BY ALL ORDER BY ALL
-- Simpson index of institutions | keys 0 | masked 0 of 3 | steady k
WITH s AS (SELECT institution_id, count(*) AS n FROM ndb.medical_claim GROUP BY 1), t AS (SELECT institution_id, n, 1.0 * n / sum(n) OVER () AS share FROM s) SELECT count(*) AS k, sum(share * share) AS hhi, max(share) AS largest FROM t
-- institutions ranked by volume | keys 1 | masked 0 of 12 | exact claims, persons | steady r
SELECT institution_id, count(DISTINCT person_id) AS persons, count(*) AS claims, dense_rank() OVER (ORDER BY count(*) DESC) AS r FROM ndb.medical_claim GROUP BY 1 ORDER BY claims DESC
-- top code of each prefecture by QUALIFY rank | keys 1 | masked 0 of 2 | steady icd10_code
SELECT prefecture_code, icd10_code, count(DISTINCT d.person_id) AS n FROM ndb.medical_diagnosis d JOIN ndb.person p USING (person_id) GROUP BY prefecture_code, icd10_code QUALIFY rank() OVER (PARTITION BY prefecture_code ORDER BY count(DISTINCT d.person_id) DESC, icd10_code) = 1
-- SUMMARIZE-like by UNION of columns | keys 1 | masked 0 of 6 | exact mean, n | steady med
SELECT 'bmi' AS v, count(bmi) AS n, avg(bmi) AS mean, median(bmi) AS med FROM ndb.checkup UNION ALL BY NAME SELECT 'sbp' AS v, count(systolic_mmhg) AS n, avg(systolic_mmhg) AS mean, median(systolic_mmhg) AS med FROM ndb.checkup
-- long form by UNPIVOT of persons' values then group | keys 1 | masked 0 of 9 | exact mean, n
SELECT item, count(*) AS n, avg(val) AS mean, stddev_samp(val) AS sd FROM (UNPIVOT (SELECT person_id, systolic_mmhg, diastolic_mmhg, ldl_mg_dl FROM ndb.checkup) ON systolic_mmhg, diastolic_mmhg, ldl_mg_dl INTO NAME item VALUE val) GROUP BY item ORDER BY item
-- dynamic PIVOT by care level | keys 1 | masked 2 of 6 | exact 12, 21, 22
PIVOT (SELECT k.care_level, p.sex, k.person_id FROM kaigo.claim k JOIN ndb.person p USING (person_id)) ON care_level USING count(DISTINCT person_id) GROUP BY sex
-- LEFT JOIN of several aggregates per person, zero filled | keys 1 | masked 0 of 10 | exact care, dpc, medical, n, total
SELECT p.sex, count(*) AS n, sum(coalesce(m.pts, 0)) AS medical, sum(coalesce(d.pts, 0)) AS dpc, sum(coalesce(k.units, 0)) AS care, sum(coalesce(m.pts, 0) + coalesce(d.pts, 0)) AS total FROM ndb.person p LEFT JOIN (SELECT person_id, sum(points) AS pts FROM ndb.medical_claim GROUP BY 1) m USING (person_id) LEFT JOIN (SELECT person_id, sum(points) AS pts FROM ndb.dpc_claim GROUP BY 1) d USING (person_id) LEFT JOIN (SELECT person_id, sum(units) AS units FROM kaigo.claim GROUP BY 1) k USING (person_id) GROUP BY p.sex
-- winsorised means by quantile caps | keys 1 | masked 4 of 4
WITH q AS (SELECT quantile_cont(points, 0.95) AS cap FROM ndb.medical_claim) SELECT setting, avg(least(points, cap)) AS wmean, count(*) AS n FROM ndb.medical_claim, q GROUP BY setting
-- log mean | keys 1 | masked 0 of 4 | exact n
SELECT setting, exp(avg(ln(points))) AS gm, count(*) AS n FROM ndb.medical_claim GROUP BY setting
-- counting with a materialised CTE | keys 1 | masked 0 of 6 | exact n, pts
WITH c AS MATERIALIZED (SELECT person_id, sum(points) AS pts FROM ndb.medical_claim GROUP BY person_id) SELECT sex, count(*) AS n, sum(pts) AS pts, sum(pts) / sum(sum(pts)) OVER () AS share FROM c JOIN ndb.person USING (person_id) GROUP BY sex
-- nulls as a category with IFNULL | keys 1 | masked 0 of 2 | exact n, persons
SELECT ifnull(drinking, '不明') AS d, count(*) AS n, count(DISTINCT person_id) AS persons FROM ndb.checkup GROUP BY 1
-- counting codes by prefix length | keys 1 | masked 4 of 12 | exact codes, n, per_person
SELECT left(icd10_code, 1) AS ch, count(DISTINCT person_id) AS n, count(DISTINCT icd10_code) AS codes, 1.0 * count(*) / count(DISTINCT person_id) AS per_person FROM ndb.medical_diagnosis GROUP BY 1 ORDER BY 1
-- CI of a mean by CTE | keys 1 | masked 0 of 12 | exact mean, n
WITH s AS (SELECT smoker, count(*) AS n, avg(bmi) AS mean, stddev_samp(bmi) AS sd FROM ndb.checkup GROUP BY smoker), e AS (SELECT *, sd / sqrt(n) AS se FROM s) SELECT smoker, n, mean, sd, mean - 1.96 * sd / sqrt(n) AS lower, mean + 1.96 * se AS upper, round(mean, 1) - 1.96 * se AS lo2 FROM e
-- mean plus and minus a deviation, and a log mean | keys 1 | masked 0 of 8
WITH s AS (SELECT setting, count(points) AS n, avg(ln(points)) AS m, stddev_samp(ln(points)) AS sd, var_samp(ln(points)) AS v FROM ndb.medical_claim GROUP BY setting) SELECT setting, exp(m - 1.96 * sd / sqrt(n)) AS lo, exp(m + 1.96 * sqrt(v / n)) AS hi, m - sd AS below, m + 2 * sd AS above FROM s
`

export const MEASURES: BookStudy[] = readBook(BOOK)
