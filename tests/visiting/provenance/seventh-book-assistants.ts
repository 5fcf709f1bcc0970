/** SQL as assistants write it: long chains of WITH with notes, FILTER, COALESCE and NULLIF, shares in windows, UNPIVOT, lists. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- 長い WITH と日本語の注 | keys 1 | masked 0 of 6 | exact n, n_ht, prevalence_pct
WITH
  -- 1. 対象集団: 40 歳以上
  target AS (
    SELECT person_id, sex, 2022 - birth_year AS age
    FROM ndb.person
    WHERE 2022 - birth_year >= 40
  ),
  -- 2. 高血圧の患者（疑いを除く）
  hypertension AS (
    SELECT DISTINCT person_id
    FROM ndb.medical_diagnosis
    WHERE icd10_code LIKE 'I10%' AND COALESCE(suspected, FALSE) = FALSE
  ),
  -- 3. 結合
  joined AS (
    SELECT t.*, CASE WHEN h.person_id IS NOT NULL THEN 1 ELSE 0 END AS has_ht
    FROM target t LEFT JOIN hypertension h ON t.person_id = h.person_id
  )
SELECT sex, COUNT(*) AS n, SUM(has_ht) AS n_ht, ROUND(100.0 * SUM(has_ht) / NULLIF(COUNT(*), 0), 2) AS prevalence_pct
FROM joined GROUP BY sex ORDER BY sex
-- window percentage of a grouped count | keys 2 | masked 2 of 8 | exact n
SELECT prefecture_code, sex, count(*) AS n, round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY prefecture_code), 1) AS pct FROM ndb.person GROUP BY prefecture_code, sex ORDER BY ALL
-- FILTER for everything | keys 0 | masked 0 of 6 | exact men, men_age, old, pct_old, total, women
SELECT count(*) AS total, count(*) FILTER (WHERE sex = '1') AS men, count(*) FILTER (WHERE sex = '2') AS women, avg(2022 - birth_year) FILTER (WHERE sex = '1') AS men_age, count(*) FILTER (WHERE 2022 - birth_year >= 65) AS old, round(100.0 * count(*) FILTER (WHERE 2022 - birth_year >= 65) / NULLIF(count(*), 0), 2) AS pct_old FROM ndb.person
-- FROM first | keys 1 | masked 0 of 4 | exact persons, pts
FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) SELECT p.sex, count(DISTINCT person_id) AS persons, sum(points) AS pts GROUP BY ALL ORDER BY ALL
-- QUALIFY first claim then group | keys 1 | masked 3 of 6 | exact mean_pts, n
WITH f AS (SELECT * FROM ndb.medical_claim QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY first_service_date, claim_no) = 1) SELECT setting, count(*) AS n, avg(points) AS mean_pts, median(points) AS med FROM f GROUP BY ALL ORDER BY ALL
-- EXCLUDE and REPLACE on the way | keys 1 | masked 2 of 4 | exact n, oldest
WITH p AS (SELECT * EXCLUDE (observed_from, observed_until) REPLACE (CASE sex WHEN '1' THEN '男' ELSE '女' END AS sex) FROM ndb.person) SELECT sex, count(*) AS n, min(birth_year) AS oldest FROM p GROUP BY sex
-- UNPIVOT of a table one | keys 1 | masked 0 of 3 | exact n
WITH t AS (SELECT count(*) FILTER (WHERE smoker) AS smoker, count(*) FILTER (WHERE bmi >= 25) AS obese, count(*) FILTER (WHERE ldl_mg_dl >= 120) AS ldl FROM ndb.checkup) FROM t UNPIVOT (n FOR item IN (smoker, obese, ldl))
-- PIVOT with ON and IN | keys 1 | masked 1 of 4 | exact 1, 2
PIVOT (SELECT prefecture_code, sex, person_id FROM ndb.person) ON sex IN ('1', '2') USING count(*) GROUP BY prefecture_code ORDER BY prefecture_code
-- list_aggregate of per-person lists | keys 1 | masked 1 of 6 | exact n
WITH l AS (SELECT person_id, list(points ORDER BY service_month) AS pts FROM ndb.medical_claim GROUP BY person_id) SELECT p.sex, count(*) AS n, avg(list_aggregate(pts, 'sum')) AS mean_sum, avg(len(pts)) AS mean_len FROM l JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- list_sum and list_max | keys 1 | masked 3 of 4 | exact longest | steady longest
WITH l AS (SELECT person_id, list(service_days) AS d FROM ndb.medical_claim GROUP BY 1) SELECT sex, sum(list_sum(d)) AS days, max(list_max(d)) AS longest FROM l JOIN ndb.person USING (person_id) GROUP BY sex
-- COALESCE and NULLIF everywhere | keys 1 | masked 0 of 6 | exact n, per_person, pts
SELECT COALESCE(NULLIF(TRIM(p.sex), ''), '不明') AS sex, COALESCE(COUNT(DISTINCT p.person_id), 0) AS n, COALESCE(SUM(COALESCE(c.points, 0)), 0) AS pts, COALESCE(SUM(COALESCE(c.points, 0)) / NULLIF(COUNT(DISTINCT p.person_id), 0), 0) AS per_person FROM ndb.person p LEFT JOIN ndb.medical_claim c ON c.person_id = p.person_id GROUP BY 1
-- year over year growth by LAG with NULLIF | keys 1 | masked 3 of 8 | exact claims, persons, prev
WITH m AS (SELECT date_trunc('quarter', service_month) AS q, count(*) AS claims, count(DISTINCT person_id) AS persons FROM ndb.medical_claim GROUP BY 1) SELECT q, claims, persons, lag(claims) OVER (ORDER BY q) AS prev, round(100.0 * (claims - lag(claims) OVER (ORDER BY q)) / NULLIF(lag(claims) OVER (ORDER BY q), 0), 1) AS growth_pct FROM m ORDER BY q
-- cumulative share, Pareto | keys 1 | masked 0 of 12 | exact n | steady cum_pct
WITH d AS (SELECT icd10_code, count(*) AS n FROM ndb.medical_diagnosis GROUP BY 1) SELECT icd10_code, n, round(100.0 * sum(n) OVER (ORDER BY n DESC, icd10_code ROWS UNBOUNDED PRECEDING) / sum(n) OVER (), 1) AS cum_pct FROM d ORDER BY n DESC, icd10_code
-- rank within sex, top 2 by QUALIFY | keys 2 | masked 0 of 4
SELECT p.sex, d.icd10_code, count(DISTINCT d.person_id) AS n FROM ndb.medical_diagnosis d JOIN ndb.person p USING (person_id) GROUP BY 1, 2 QUALIFY row_number() OVER (PARTITION BY p.sex ORDER BY count(DISTINCT d.person_id) DESC, d.icd10_code) <= 2 ORDER BY ALL
-- table one long form by UNION ALL | keys 2 | masked 0 of 6 | exact value
WITH b AS (SELECT sex, 2022 - birth_year AS age, insurer_type FROM ndb.person) SELECT 'n' AS variable, sex, count(*)::DOUBLE AS value FROM b GROUP BY sex UNION ALL SELECT 'age_mean', sex, avg(age) FROM b GROUP BY sex UNION ALL SELECT 'old', sex, count(*) FILTER (WHERE age >= 60)::DOUBLE FROM b GROUP BY sex ORDER BY 1, 2
-- struct of results | keys 1 | masked 0 of 2
SELECT sex, {'n': count(*), 'mean_age': avg(2022 - birth_year)} AS summary FROM ndb.person GROUP BY sex
-- mean with 95 percent limits | keys 1 | masked 0 of 10 | exact mean, n
WITH s AS (SELECT smoker, count(*) AS n, avg(bmi) AS mean, stddev_samp(bmi) AS sd FROM ndb.checkup GROUP BY smoker) SELECT smoker, n, mean, sd, mean - 1.96 * sd / sqrt(n) AS lower, mean + 1.96 * sd / sqrt(n) AS upper FROM s
-- rate with Poisson limits by hand | keys 1 | masked 0 of 8 | exact ev, rate
WITH s AS (SELECT sex, count(*) AS ev, (SELECT count(*) FROM ndb.person) AS den FROM ndb.dpc_claim JOIN ndb.person USING (person_id) GROUP BY sex) SELECT sex, ev, 1000.0 * ev / den AS rate, 1000.0 * (ev - 1.96 * sqrt(ev)) / den AS lo, 1000.0 * (ev + 1.96 * sqrt(ev)) / den AS hi FROM s
-- bool_or flags then counts of combinations | keys 3 | masked 5 of 6 | exact n
WITH f AS (SELECT person_id, bool_or(icd10_code = 'I10') AS ht, bool_or(icd10_code LIKE 'E11%') AS dm, bool_or(icd10_code LIKE 'C%') AS ca FROM ndb.medical_diagnosis GROUP BY person_id) SELECT ht, dm, ca, count(*) AS n FROM f GROUP BY ALL ORDER BY n DESC, ht, dm, ca
-- index date and follow up with several CTEs | keys 1 | masked 0 of 6 | exact admissions, any_admission, n
WITH idx AS (SELECT person_id, min(dispensed_date) AS index_date FROM ndb.drug WHERE atc_code ILIKE 'c10%' GROUP BY person_id), fu AS (SELECT i.person_id, i.index_date, least(coalesce(d.death_date, p.observed_until), i.index_date + INTERVAL 1 YEAR)::DATE AS end_date FROM idx i JOIN ndb.person p USING (person_id) LEFT JOIN ndb.death d USING (person_id)), ev AS (SELECT f.person_id, count(a.claim_no) AS admissions FROM fu f LEFT JOIN ndb.dpc_claim a ON a.person_id = f.person_id AND a.admission_date > f.index_date AND a.admission_date <= f.end_date GROUP BY f.person_id) SELECT p.sex, count(*) AS n, sum(admissions) AS admissions, count(*) FILTER (WHERE admissions > 0) AS any_admission FROM ev JOIN ndb.person p USING (person_id) GROUP BY p.sex ORDER BY p.sex
-- cross join of totals | keys 1 | masked 0 of 6 | exact n, n_all, prop
WITH total AS (SELECT count(DISTINCT person_id) AS n_all FROM ndb.medical_claim), s AS (SELECT setting, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY setting) SELECT s.setting, s.n, t.n_all, round(s.n::DOUBLE / t.n_all, 3) AS prop FROM s CROSS JOIN total t ORDER BY 1
-- month series from generate_series left joined | keys 1 | masked 2 of 12
WITH months AS (SELECT unnest(generate_series(DATE '2022-04-01', DATE '2022-09-01', INTERVAL 1 MONTH))::DATE AS m), c AS (SELECT service_month AS m, count(*) AS n, count(DISTINCT person_id) AS persons FROM ndb.medical_claim GROUP BY 1) SELECT months.m, coalesce(c.n, 0) AS claims, coalesce(c.persons, 0) AS persons FROM months LEFT JOIN c USING (m) ORDER BY m
-- persons times months at risk by range join | keys 1 | masked 0 of 12 | exact men, observed
WITH months AS (SELECT unnest(generate_series(DATE '2022-04-01', DATE '2022-09-01', INTERVAL 1 MONTH))::DATE AS m) SELECT m, count(*) AS observed, count(*) FILTER (WHERE p.sex = '1') AS men FROM months JOIN ndb.person p ON p.observed_from <= m AND p.observed_until >= m GROUP BY m ORDER BY m
-- safe ratio by TRY_CAST and IF | keys 1 | masked 0 of 6 | exact before_1960, n, share
SELECT if(try_cast(sex AS INT) = 1, 'male', 'female') AS sex, count(*) AS n, sum(if(birth_year < 1960, 1, 0)) AS before_1960, sum(if(birth_year < 1960, 1, 0))::DOUBLE / count(*) AS share FROM ndb.person GROUP BY 1
-- correlated scalar subquery per person | keys 1 | masked 0 of 6 | exact n, visits
SELECT sex, count(*) AS n, avg(visits) AS mean_visits, sum(visits) AS visits FROM (SELECT p.person_id, p.sex, (SELECT count(*) FROM ndb.medical_claim c WHERE c.person_id = p.person_id) AS visits FROM ndb.person p) GROUP BY sex
-- mode and approx counts | keys 1 | masked 2 of 6 | exact n, prefectures | steady usual_prefecture
SELECT sex, mode(prefecture_code) AS usual_prefecture, count(DISTINCT prefecture_code) AS prefectures, count(*) AS n FROM ndb.person GROUP BY sex
-- histogram bins with floor | keys 2 | masked 4 of 8 | exact n
SELECT floor(bmi / 5) * 5 AS bin_start, floor(bmi / 5) * 5 + 5 AS bin_end, count(*) AS n, repeat('*', count(*)::INT) AS bar FROM ndb.checkup WHERE bmi IS NOT NULL GROUP BY 1, 2 ORDER BY 1
-- missingness report | keys 0 | masked 0 of 4 | exact miss2, miss_hba1c, n
SELECT count(*) AS n, sum(CASE WHEN hba1c_percent IS NULL THEN 1 ELSE 0 END) AS miss_hba1c, round(100.0 * avg(CASE WHEN hba1c_percent IS NULL THEN 1 ELSE 0 END), 1) AS pct_miss, count(*) - count(hba1c_percent) AS miss2 FROM ndb.checkup
-- pre and post in wide form with difference | keys 1 | masked 4 of 8 | exact mean_diff, mean_post, mean_pre, n
WITH x AS (SELECT person_id, avg(points) FILTER (WHERE service_month < DATE '2022-07-01') AS pre, avg(points) FILTER (WHERE service_month >= DATE '2022-07-01') AS post FROM ndb.medical_claim GROUP BY person_id) SELECT p.sex, count(*) AS n, avg(pre) AS mean_pre, avg(post) AS mean_post, avg(post - pre) AS mean_diff FROM x JOIN ndb.person p USING (person_id) WHERE pre IS NOT NULL AND post IS NOT NULL GROUP BY p.sex
-- propensity-like strata by ntile then outcome | keys 1 | masked 0 of 6 | steady events, n, risk
WITH s AS (SELECT person_id, ntile(2) OVER (ORDER BY 2022 - birth_year, person_id) AS q FROM ndb.person) SELECT q, count(*) AS n, count(d.person_id) AS events, avg((d.person_id IS NOT NULL)::INT) AS risk FROM s LEFT JOIN (SELECT DISTINCT person_id FROM ndb.dpc_claim) d USING (person_id) GROUP BY q ORDER BY q
-- odds ratio in one go | keys 0 | masked 2 of 5 | exact a, b, c, d | steady odds_ratio
WITH e AS (SELECT p.person_id, EXISTS (FROM ndb.drug d WHERE d.person_id = p.person_id AND d.atc_code LIKE 'N02%') AS exposed, EXISTS (FROM ndb.dpc_claim a WHERE a.person_id = p.person_id) AS outcome FROM ndb.person p), c AS (SELECT count(*) FILTER (WHERE exposed AND outcome) AS a, count(*) FILTER (WHERE exposed AND NOT outcome) AS b, count(*) FILTER (WHERE NOT exposed AND outcome) AS c, count(*) FILTER (WHERE NOT exposed AND NOT outcome) AS d FROM e) SELECT a, b, c, d, round(a * d / NULLIF(b * c, 0)::DOUBLE, 2) AS odds_ratio FROM c
-- recursive calendar and daily census | keys 1 | masked 1 of 5 | exact inpatients
WITH RECURSIVE cal(d) AS (SELECT DATE '2022-05-01' UNION ALL SELECT d + 30 FROM cal WHERE d < DATE '2022-08-01') SELECT cal.d::DATE AS day, count(DISTINCT a.person_id) AS inpatients FROM cal LEFT JOIN ndb.dpc_claim a ON cal.d BETWEEN a.admission_date AND a.admission_date + 90 GROUP BY 1 ORDER BY 1
-- GROUPING SETS with labels | keys 2 | masked 4 of 14 | exact age, n
SELECT coalesce(sex, '計') AS sex, coalesce(insurer_type, '計') AS insurer, count(*) AS n, avg(2022 - birth_year) AS age FROM ndb.person GROUP BY GROUPING SETS ((sex, insurer_type), (sex), ()) ORDER BY 1, 2
-- columns expression of means | keys 1 | masked 0 of 6 | exact bmi, ldl_mg_dl, systolic_mmhg | steady ldl_mg_dl
SELECT smoker, avg(COLUMNS('bmi|systolic_mmhg|ldl_mg_dl')) FROM ndb.checkup GROUP BY smoker
-- ORDER BY ALL with a share of those vaccinated | keys 1 | masked 0 of 6 | exact coverage, n, vaccinated
SELECT p.prefecture_code, count(DISTINCT p.person_id) AS n, count(DISTINCT v.person_id) AS vaccinated, round(100.0 * count(DISTINCT v.person_id) / count(DISTINCT p.person_id), 1) AS coverage FROM ndb.person p LEFT JOIN vaccination.record v ON v.person_id = p.person_id AND v.dose_number >= 1 GROUP BY ALL ORDER BY ALL
-- lambda filter over a list of diagnoses | keys 1 | masked 2 of 4 | exact n
WITH l AS (SELECT person_id, list_distinct(list(icd10_code)) AS codes FROM ndb.medical_diagnosis GROUP BY 1) SELECT len(list_filter(codes, lambda x: x LIKE 'E11%' OR x LIKE 'I%')) AS k, count(*) AS n FROM l GROUP BY ALL ORDER BY ALL
-- date parts of weekday | keys 1 | masked 4 of 14 | exact claims, persons
SELECT dayname(first_service_date) AS weekday, count(*) AS claims, count(DISTINCT person_id) AS persons FROM ndb.medical_claim GROUP BY weekday, isodow(first_service_date) ORDER BY isodow(first_service_date)
-- array_agg of top codes by text | keys 1 | masked 0 of 4 | steady code, most
WITH t AS (SELECT p.sex, d.icd10_code, count(DISTINCT d.person_id) AS n FROM ndb.medical_diagnosis d JOIN ndb.person p USING (person_id) GROUP BY ALL) SELECT sex, max(n) AS most, arg_max(icd10_code, (n, icd10_code)) AS code FROM t GROUP BY sex
`

export const ASSISTANTS: BookStudy[] = readBook(BOOK)
