/**
 * Studies by people who know DuckDB well, in words that ./study-book.ts does not use: its friendly SQL, lists, structs
 * and maps of one person, designs of pharmacoepidemiology, chains of workspace tables, and at the end questions of
 * somebody who wants one person's value. How a line reads is said in ./read-book.ts.
 */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- FROM-first with everything but one column | keys 1 | masked 0 of 4 | exact n, days
FROM (FROM ndb.medical_claim SELECT * EXCLUDE (specialty_code, insurer_type)) SELECT setting, count(*) AS n, avg(service_days) AS days GROUP BY setting
-- points in yen by REPLACE | keys 1 | masked 0 of 4 | exact yen, n
SELECT setting, sum(points) AS yen, count(*) AS n FROM (SELECT * REPLACE (points * 10 AS points) FROM ndb.medical_claim) GROUP BY ALL ORDER BY ALL
-- GROUP BY ALL over expressions | keys 2 | masked 8 of 12 | exact n, mean_age
SELECT sex = '2' AS female, (2022 - birth_year) // 20 * 20 AS age20, count(*) AS n, avg(2022 - birth_year) AS mean_age FROM ndb.person GROUP BY ALL ORDER BY ALL DESC
-- ages by an alias used again, then counted | keys 1 | masked 0 of 4 | exact n, years
SELECT band, count(*) AS n, sum(age) AS years FROM (SELECT 2022 - birth_year AS age, CASE WHEN age >= 65 THEN 'senior' ELSE 'adult' END AS band FROM ndb.person) GROUP BY band
-- list comprehension over own drugs | keys 1 | masked 2 of 4 | exact persons
SELECT len([x FOR x IN atcs IF x LIKE 'C10%']) AS statins, count(*) AS persons FROM (SELECT person_id, list(atc_code) AS atcs FROM ndb.drug GROUP BY person_id) GROUP BY 1
-- list filter and distinct of each person | keys 1 | masked 2 of 4 | exact n
SELECT list_unique(list_filter(codes, c -> starts_with(c, 'E11') OR c = 'I10')) AS kinds, count(*) AS n FROM (SELECT person_id, list(icd10_code) AS codes FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY person_id) GROUP BY kinds ORDER BY kinds
-- list_contains as a flag | keys 2 | masked 2 of 3 | exact n
WITH l AS (SELECT person_id, list(DISTINCT left(icd10_code, 3)) AS icd3 FROM ndb.medical_diagnosis GROUP BY person_id) SELECT list_contains(icd3, 'I10') AS ht, list_contains(icd3, 'E11') AS dm, count(*) AS n FROM l GROUP BY ALL
-- list_aggregate sum of each person | keys 1 | masked 0 of 4 | exact n
SELECT p.sex, avg(list_sum(l.pts)) AS mean_points, count(*) AS n FROM (SELECT person_id, list(points) AS pts FROM ndb.medical_claim GROUP BY person_id) l JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- list_aggregate by name | keys 1 | masked 0 of 2
SELECT p.sex, avg(list_aggregate(l.pts, 'median')) AS mean_of_medians FROM (SELECT person_id, list(points ORDER BY points) AS pts FROM ndb.medical_claim GROUP BY person_id) l JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- structs packed by person and unpacked | keys 1 | masked 4 of 6 | exact persons, earliest
WITH s AS (SELECT person_id, struct_pack(first := min(dispensed_date), n := count(*), days := sum(days_supplied)) AS u FROM ndb.drug GROUP BY person_id) SELECT u.n >= 3 AS frequent, count(*) AS persons, sum(u.days) AS days, min(u.first) AS earliest FROM s GROUP BY 1
-- structs in braces, unnested rows | keys 1 | unverified name-unknown
SELECT what, count(*) AS n, avg(v) AS mean FROM (SELECT person_id, unnest([{'what': 'sbp', 'v': systolic_mmhg}, {'what': 'dbp', 'v': diastolic_mmhg}], recursive := true) FROM ndb.checkup) GROUP BY what
-- the struct of the latest claim by arg_max | keys 1 | masked 1 of 4 | exact n
SELECT r.setting AS last_setting, count(*) AS n, avg(r.points) AS points FROM (SELECT person_id, arg_max({'setting': setting, 'points': points}, (first_service_date, claim_no)) AS r FROM ndb.medical_claim GROUP BY person_id) GROUP BY 1
-- max of a packed struct of each person | keys 1 | masked 0 of 3 | exact n
SELECT m.atc AS dearest, count(*) AS n FROM (SELECT person_id, max({'q': quantity, 'atc': atc_code}) AS m FROM ndb.drug GROUP BY person_id) GROUP BY ALL
-- string_split of a packed text | keys 1 | masked 0 of 4 | exact n
SELECT string_split(packed, ':')[1] AS setting, count(*) AS n, sum(string_split(packed, ':')[2]::INT) AS points FROM (SELECT setting || ':' || points AS packed FROM ndb.medical_claim) GROUP BY 1
-- code components by split and unnest | keys 1 | masked 0 of 4 | exact persons
SELECT letter, count(DISTINCT person_id) AS persons FROM (SELECT person_id, unnest(string_split(string_agg(DISTINCT left(icd10_code, 1), '/'), '/')) AS letter FROM ndb.medical_diagnosis GROUP BY person_id) GROUP BY letter
-- a code list unnested and joined | keys 1 | masked 0 of 4 | exact n
SELECT code, count(DISTINCT d.person_id) AS n FROM (SELECT unnest(['I10', 'E11', 'C22', 'J45']) AS code) k JOIN ndb.medical_diagnosis d ON left(d.icd10_code, 3) = k.code GROUP BY code
-- a code list searched by any | keys 1 | masked 0 of 4 | exact lines, n
SELECT left(icd10_code, 3) = ANY (['I10', 'I21']) AS circulatory, count(*) AS lines, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY 1
-- ASOF join to the nearest checkup before | keys 1 | masked 0 of 2 | exact stays, bmi
SELECT k.smoker, count(*) AS stays, avg(k.bmi) AS bmi FROM ndb.dpc_claim a ASOF JOIN ndb.checkup k ON a.person_id = k.person_id AND a.admission_date >= k.checkup_date GROUP BY k.smoker
-- ASOF LEFT JOIN of diagnosis to drug, days since | keys 1 | masked 0 of 3 | exact n
WITH x AS (SELECT d.person_id, d.start_date - r.dispensed_date AS since FROM ndb.medical_diagnosis d ASOF LEFT JOIN ndb.drug r ON d.person_id = r.person_id AND d.start_date >= r.dispensed_date WHERE d.icd10_code LIKE 'I%') SELECT CASE WHEN since IS NULL THEN 'never' WHEN since <= 30 THEN 'current' WHEN since <= 90 THEN 'recent' ELSE 'past' END AS use, count(*) AS n FROM x GROUP BY use
-- nearest checkup on either side by LATERAL | keys 1 | masked 2 of 4 | exact n, mean_gap
SELECT near.smoker, count(*) AS n, avg(near.gap) AS mean_gap FROM vaccination.record v CROSS JOIN LATERAL (SELECT k.smoker, abs(k.checkup_date - v.vaccination_date) AS gap FROM ndb.checkup k WHERE k.person_id = v.person_id ORDER BY gap, k.bmi LIMIT 1) near WHERE v.dose_number = 1 GROUP BY near.smoker
-- POSITIONAL JOIN of two totals | keys 0 | unverified positional-join
FROM (SELECT count(*) AS claims FROM ndb.medical_claim) POSITIONAL JOIN (SELECT count(*) AS drugs FROM ndb.drug)
-- PIVOT in a CTE, then a difference of columns | keys 1 | masked 0 of 6 | exact men, women, ratio
WITH t AS (PIVOT (SELECT c.setting, p.sex, c.person_id FROM ndb.medical_claim c JOIN ndb.person p USING (person_id)) ON sex IN ('1' AS men, '2' AS women) USING count(DISTINCT person_id) GROUP BY setting) SELECT setting, men, women, women::DOUBLE / men AS ratio FROM t
-- PIVOT of persons then bands | keys 1 | masked 2 of 4 | exact n, n02
WITH w AS (PIVOT (SELECT person_id, left(atc_code, 3) AS cls, days_supplied FROM ndb.drug) ON cls IN ('C10', 'N02') USING sum(days_supplied) GROUP BY person_id) SELECT C10 > 60 AS long, count(*) AS n, sum(N02) AS n02 FROM w GROUP BY 1
-- UNPIVOT in a CTE of flags, then prevalence | keys 1 | masked 0 of 6 | exact n
WITH f AS (SELECT p.person_id, p.person_id IN (SELECT person_id FROM kaigo.claim) AS care, p.person_id IN (SELECT person_id FROM cancer.registration) AS cancer, p.person_id IN (SELECT person_id FROM idb.notification) AS covid FROM ndb.person p), u AS (UNPIVOT f ON care, cancer, covid INTO NAME what VALUE yes) SELECT what, count(*) FILTER (WHERE yes) AS n, avg(yes::INT) AS share FROM u GROUP BY what
-- recursive calendar of weeks with open intervals | keys 1 | masked 0 of 12 | exact certified, heavy
WITH RECURSIVE w(d) AS (SELECT DATE '2022-05-02' UNION ALL SELECT d + 28 FROM w WHERE d < DATE '2022-09-01') SELECT w.d, count(DISTINCT k.person_id) AS certified, count(DISTINCT k.person_id) FILTER (WHERE k.care_level >= '21') AS heavy FROM w JOIN kaigo.certification k ON w.d BETWEEN k.certified_from AND k.certified_until GROUP BY w.d ORDER BY w.d
-- generated quarters joined with follow-up | keys 1 | masked 2 of 8 | exact persons
SELECT q.q, sum(least(p.observed_until, q.q + INTERVAL 3 MONTH)::DATE - greatest(p.observed_from, q.q)::DATE) AS days, count(*) AS persons FROM (SELECT unnest(generate_series(DATE '2022-01-01', DATE '2022-12-31', INTERVAL 3 MONTH))::DATE AS q) q JOIN ndb.person p ON p.observed_from < q.q + INTERVAL 3 MONTH AND p.observed_until >= q.q GROUP BY q.q ORDER BY 1
-- incidence by quarter with person-time split | keys 1 | masked 5 of 9 | exact events | why bounds that are looked up may weigh
WITH q AS (SELECT range::DATE AS a, (range + INTERVAL 3 MONTH)::DATE AS b FROM range(DATE '2022-04-01', DATE '2023-01-01', INTERVAL 3 MONTH)), f AS (SELECT person_id, min(diagnosis_date) AS d FROM idb.notification GROUP BY 1), t AS (SELECT q.a, p.person_id, greatest(q.a, p.observed_from) AS s, least(q.b, p.observed_until, coalesce(f.d, DATE '9999-12-31')) AS e, f.d >= q.a AND f.d < q.b AS ev FROM q CROSS JOIN ndb.person p LEFT JOIN f USING (person_id)) SELECT a, count(*) FILTER (WHERE ev) AS events, sum(e - s) / 365.25 AS py, 1000 * count(*) FILTER (WHERE ev) / (sum(e - s) / 365.25) AS rate FROM t WHERE e > s GROUP BY a ORDER BY a
-- GROUPING SETS with grouping_id and labels | keys 3 | masked 0 of 18 | exact persons, days
SELECT grouping_id(p.sex, c.setting) AS lvl, coalesce(p.sex, 'both') AS sex, coalesce(c.setting, 'any') AS setting, count(DISTINCT c.person_id) AS persons, sum(c.service_days) AS days FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY GROUPING SETS ((p.sex, c.setting), (p.sex), (c.setting), ()) ORDER BY ALL
-- QUALIFY with a named WINDOW | keys 1 | masked 0 of 2 | exact n
SELECT setting, count(*) AS n FROM (SELECT person_id, setting FROM ndb.medical_claim WINDOW w AS (PARTITION BY person_id ORDER BY first_service_date DESC, claim_no DESC) QUALIFY row_number() OVER w = 1) GROUP BY setting
-- QUALIFY over groups by a share | keys 2 | masked 6 of 6
SELECT setting, institution_id, count(*) AS n FROM ndb.medical_claim GROUP BY 1, 2 QUALIFY count(*) >= 0.2 * sum(count(*)) OVER (PARTITION BY setting)
-- RANGE frame of ninety days by person | keys 1 | masked 0 of 4 | exact claims, persons
SELECT recent >= 3 AS heavy, count(*) AS claims, count(DISTINCT person_id) AS persons FROM (SELECT person_id, count(*) OVER (PARTITION BY person_id ORDER BY first_service_date RANGE BETWEEN INTERVAL 90 DAYS PRECEDING AND CURRENT ROW) AS recent FROM ndb.medical_claim) GROUP BY 1
-- RANGE frame over months of groups | keys 1 | masked 2 of 12 | exact points
SELECT service_month, sum(points) AS points, sum(sum(points)) OVER (ORDER BY service_month RANGE BETWEEN INTERVAL 2 MONTHS PRECEDING AND CURRENT ROW) AS last3 FROM ndb.medical_claim GROUP BY service_month
-- EXCLUDE CURRENT ROW: the others' mean of the person | keys 1 | masked 0 of 2 | exact n
SELECT points > others AS above, count(*) AS n FROM (SELECT points, avg(points) OVER (PARTITION BY person_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS others FROM ndb.medical_claim) WHERE others IS NOT NULL GROUP BY above
-- FILTER inside a window of groups | keys 2 | masked 13 of 18 | exact n
SELECT setting, service_month, count(*) AS n, sum(count(*)) FILTER (WHERE service_month >= DATE '2022-07-01') OVER (PARTITION BY setting) AS later FROM ndb.medical_claim GROUP BY 1, 2
-- FILTER inside a window of persons | keys 1 | masked 1 of 4 | exact n
SELECT big_before, count(*) AS n FROM (SELECT count(*) FILTER (WHERE points > 2000) OVER (PARTITION BY person_id ORDER BY first_service_date, claim_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS big_before FROM ndb.medical_claim) GROUP BY ALL
-- DISTINCT ON the last level of care | keys 1 | masked 1 of 3 | exact n
SELECT care_level, count(*) AS n FROM (SELECT DISTINCT ON (person_id) person_id, care_level FROM kaigo.claim ORDER BY person_id, service_month DESC, claim_no DESC) GROUP BY care_level
-- set operations nested | keys 1 | masked 1 of 2 | exact n
SELECT p.sex, count(*) AS n FROM ((SELECT person_id FROM ndb.drug UNION SELECT person_id FROM vaccination.record) EXCEPT (SELECT person_id FROM cancer.registration INTERSECT SELECT person_id FROM idb.notification)) x JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- EXCEPT ALL and counts | keys 0 | masked 0 of 1 | exact n
SELECT count(*) AS n FROM (SELECT person_id, service_month FROM ndb.medical_claim EXCEPT SELECT person_id, service_month FROM ndb.drug)
-- VALUES code list with weights by join | keys 1 | masked 2 of 4 | exact n
WITH w(prefix, pts) AS (VALUES ('I10', 1), ('E11', 2), ('I21', 3), ('C22', 4)), s AS (SELECT d.person_id, sum(DISTINCT w.pts) AS score FROM ndb.medical_diagnosis d JOIN w ON d.icd10_code LIKE w.prefix || '%' GROUP BY d.person_id) SELECT score >= 3 AS high, count(*) AS n, avg(score) AS mean FROM s GROUP BY 1
-- IN with tuples from a subquery | keys 1 | masked 1 of 2 | exact n
SELECT setting, count(*) AS n FROM ndb.medical_claim WHERE (person_id, service_month) IN (SELECT person_id, service_month FROM ndb.drug WHERE atc_code LIKE 'C10%') GROUP BY setting
-- IN with tuples of VALUES | keys 2 | masked 0 of 3 | exact n
SELECT sex, prefecture_code, count(*) AS n FROM ndb.person WHERE (sex, prefecture_code) IN (('1', '13'), ('2', '13'), ('2', '27')) GROUP BY ALL
-- NOT EXISTS nested twice | keys 1 | masked 0 of 0
SELECT p.sex, count(*) AS n FROM ndb.person p WHERE NOT EXISTS (SELECT 1 FROM ndb.drug d WHERE d.person_id = p.person_id AND NOT EXISTS (SELECT 1 FROM ndb.medical_claim c WHERE c.person_id = d.person_id AND c.service_month = d.service_month)) GROUP BY p.sex
-- all of a list of two codes by division | keys 0 | masked 0 of 1 | exact both
SELECT count(*) AS both FROM ndb.person p WHERE NOT EXISTS (SELECT 1 FROM (VALUES ('I10'), ('E119')) k(code) WHERE NOT EXISTS (SELECT 1 FROM ndb.medical_diagnosis d WHERE d.person_id = p.person_id AND d.icd10_code = k.code))
-- correlated scalar in WHERE | keys 1 | masked 1 of 2 | exact n
SELECT c.setting, count(*) AS n FROM ndb.medical_claim c WHERE c.points > (SELECT avg(x.points) FROM ndb.medical_claim x WHERE x.person_id = c.person_id) GROUP BY c.setting
-- correlated scalar in HAVING | keys 1 | masked 2 of 2
SELECT p.sex, count(*) AS n FROM ndb.person p GROUP BY p.sex HAVING count(*) > (SELECT count(*) FROM ndb.death)
-- uncorrelated maximum in HAVING | keys 1 | masked 1 of 1
SELECT setting, sum(points) AS s FROM ndb.medical_claim GROUP BY setting HAVING sum(points) >= (SELECT avg(t) FROM (SELECT sum(points) AS t FROM ndb.medical_claim GROUP BY setting))
-- histogram MAP of each person, one key read | keys 1 | masked 3 of 5 | exact n
SELECT coalesce(h['2'], 0) AS visits, count(*) AS n FROM (SELECT person_id, histogram(setting) AS h FROM ndb.medical_claim GROUP BY person_id) GROUP BY visits
-- MAP keys of each person | keys 1 | masked 0 of 2 | exact n
SELECT cardinality(h) AS kinds, count(*) AS n FROM (SELECT person_id, histogram(atc_code) AS h FROM ndb.drug GROUP BY person_id) GROUP BY kinds
-- median of each person, mean of all | keys 1 | masked 0 of 6 | exact mean_median, n
SELECT p.sex, avg(m) AS mean_median, stddev_pop(m) AS sd, count(*) AS n FROM (SELECT person_id, median(points) AS m FROM ndb.medical_claim GROUP BY person_id) t JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- MAD and quantile range of each person, mean of all | keys 0 | masked 0 of 3 | exact n
SELECT avg(d) AS mad, avg(q[2] - q[1]) AS iqr, count(*) AS n FROM (SELECT person_id, mad(points) AS d, quantile_cont(points, [0.25, 0.75]) AS q FROM ndb.medical_claim GROUP BY person_id HAVING count(*) > 1)
-- mode of each person, counted | keys 1 | masked 2 of 4 | exact n
SELECT usual, count(*) AS n FROM (SELECT person_id, mode(institution_id ORDER BY institution_id) AS usual FROM ndb.medical_claim GROUP BY person_id) GROUP BY usual
-- covariance and correlation by sex | keys 1 | masked 0 of 8 | exact n
SELECT p.sex, covar_samp(k.bmi, k.systolic_mmhg) AS cov, corr(k.bmi, k.systolic_mmhg) AS r, regr_slope(k.ldl_mg_dl, k.bmi) AS slope, count(*) AS n FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- entropy of settings | keys 1 | masked 4 of 8 | exact n
SELECT institution_id, entropy(setting) AS h, count(*) AS n FROM ndb.medical_claim GROUP BY institution_id
-- approximate distinct of persons | keys 1 | masked 2 of 4 | exact n | steady places
SELECT setting, approx_count_distinct(person_id) AS n, approx_count_distinct(institution_id) AS places FROM ndb.medical_claim GROUP BY setting
-- bit_or of flags of each person | keys 1 | masked 2 of 3 | exact n
SELECT flags, count(*) AS n FROM (SELECT person_id, bit_or(CASE WHEN icd10_code = 'I10' THEN 1 WHEN icd10_code LIKE 'E11%' THEN 2 ELSE 0 END) AS flags FROM ndb.medical_diagnosis GROUP BY person_id) GROUP BY flags ORDER BY flags
-- bits read of flags | keys 0 | masked 0 of 3 | exact ht, dm, both
SELECT count(*) FILTER (WHERE flags & 1 = 1) AS ht, count(*) FILTER (WHERE flags & 2 = 2) AS dm, count(*) FILTER (WHERE bit_count(flags) = 2) AS both FROM (SELECT person_id, bit_or(CASE WHEN icd10_code = 'I10' THEN 1 WHEN icd10_code LIKE 'E11%' THEN 2 ELSE 0 END) AS flags FROM ndb.medical_diagnosis GROUP BY person_id)
-- ordered-set aggregates | keys 1 | masked 0 of 6 | exact n | steady days
SELECT setting, percentile_cont(0.5) WITHIN GROUP (ORDER BY points) AS med, percentile_disc(0.5) WITHIN GROUP (ORDER BY service_days) AS days, count(*) AS n FROM ndb.medical_claim GROUP BY setting
-- mode WITHIN GROUP | keys 1 | masked 2 of 4 | exact n | steady pref
SELECT sex, mode() WITHIN GROUP (ORDER BY prefecture_code) AS pref, count(*) AS n FROM ndb.person GROUP BY sex
-- TRY_CAST of codes | keys 1 | masked 0 of 3 | exact n
SELECT TRY_CAST(substr(icd10_code, 2, 2) AS INTEGER) // 10 AS decade, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY 1 ORDER BY 1
-- washout of a class, by later switching | keys 2 | masked 0 of 3 | exact n
WITH rx AS (SELECT person_id, atc_code, dispensed_date, lag(dispensed_date) OVER (PARTITION BY person_id ORDER BY dispensed_date, claim_no) AS prev FROM ndb.drug WHERE atc_code ^@ 'C10'), new AS (SELECT DISTINCT ON (person_id) * FROM rx WHERE prev IS NULL OR dispensed_date - prev > 60 ORDER BY person_id, dispensed_date), sw AS (SELECT n.person_id, n.atc_code AS first, bool_or(r.atc_code <> n.atc_code) AS switched FROM new n JOIN rx r ON r.person_id = n.person_id AND r.dispensed_date >= n.dispensed_date GROUP BY ALL) SELECT first, switched, count(*) AS n FROM sw GROUP BY ALL
-- prevalent and new users by month | keys 1 | masked 4 of 18 | exact users, new, continuing
WITH m AS (SELECT DISTINCT person_id, service_month FROM ndb.drug WHERE atc_code LIKE 'C10%'), f AS (SELECT person_id, min(service_month) AS f FROM m GROUP BY 1) SELECT m.service_month, count(*) AS users, count(*) FILTER (WHERE m.service_month = f.f) AS new, count(*) FILTER (WHERE m.service_month > f.f) AS continuing FROM m JOIN f USING (person_id) GROUP BY 1 ORDER BY 1
-- self-controlled case series by windows with person-time | keys 1 | masked 2 of 8 | exact events, cases
WITH c AS (SELECT v.person_id, v.vaccination_date AS d, p.observed_from AS a, p.observed_until AS z FROM vaccination.record v JOIN ndb.person p USING (person_id) WHERE v.dose_number = 1), w AS (SELECT person_id, 'baseline' AS win, a AS f, d - 14 AS t FROM c UNION ALL SELECT person_id, 'pre', d - 14, d FROM c UNION ALL SELECT person_id, 'risk', d, d + 42 FROM c UNION ALL SELECT person_id, 'after', d + 42, z FROM c), e AS (SELECT person_id, first_service_date AS ed FROM ndb.medical_claim) SELECT w.win, count(e.ed) AS events, count(DISTINCT e.person_id) AS cases FROM w LEFT JOIN e ON e.person_id = w.person_id AND e.ed >= w.f AND e.ed < w.t GROUP BY w.win
-- case-crossover: discordant pairs | keys 0 | masked 1 of 3 | exact b, c, cases
WITH ca AS (SELECT person_id, min(admission_date) AS d FROM ndb.dpc_claim GROUP BY 1), x AS (SELECT ca.person_id, EXISTS (SELECT 1 FROM ndb.drug r WHERE r.person_id = ca.person_id AND r.dispensed_date BETWEEN ca.d - 30 AND ca.d - 1) AS hazard, EXISTS (SELECT 1 FROM ndb.drug r WHERE r.person_id = ca.person_id AND r.dispensed_date BETWEEN ca.d - 90 AND ca.d - 61) AS control FROM ca) SELECT count(*) FILTER (WHERE hazard AND NOT control) AS b, count(*) FILTER (WHERE control AND NOT hazard) AS c, count(*) AS cases FROM x
-- nested case-control by density sampling without drawing | keys 1 | masked 0 of 4
WITH cases AS (SELECT person_id, min(diagnosis_date) AS d FROM idb.notification GROUP BY 1), sets AS (SELECT c.person_id AS case_id, c.d, p.person_id AS member_id, p.person_id = c.person_id AS is_case FROM cases c JOIN ndb.person p ON p.observed_from <= c.d AND p.observed_until >= c.d LEFT JOIN cases o ON o.person_id = p.person_id WHERE o.d IS NULL OR o.d >= c.d), x AS (SELECT s.*, EXISTS (SELECT 1 FROM vaccination.record v WHERE v.person_id = s.member_id AND v.vaccination_date < s.d) AS exposed FROM sets s) SELECT is_case, count(*) AS n, count(*) FILTER (WHERE exposed) AS exposed FROM x GROUP BY is_case
-- interrupted time series: level and slope by regression over months | keys 1 | masked 2 of 4
WITH m AS (SELECT service_month, date_diff('month', DATE '2022-04-01', service_month) AS t, sum(points) AS y FROM ndb.medical_claim GROUP BY ALL) SELECT t >= 3 AS after, regr_slope(y, t) AS slope, regr_intercept(y, t) AS level FROM m GROUP BY 1
-- interrupted time series: monthly rate table for a model outside | keys 4 | masked 2 of 12 | exact claims, persons
SELECT service_month, date_diff('month', DATE '2022-04-01', service_month) AS t, (service_month >= DATE '2022-07-01')::INT AS post, greatest(0, date_diff('month', DATE '2022-07-01', service_month)) AS t_post, count(*) AS claims, count(DISTINCT person_id) AS persons FROM ndb.medical_claim GROUP BY ALL ORDER BY 1
-- age standardisation: weights of three bands in VALUES, by setting | keys 1 | masked 2 of 8
WITH std(band, w) AS (VALUES ('<45', 0.5), ('45-64', 0.3), ('65+', 0.2)), p AS (SELECT person_id, sex, CASE WHEN 2022 - birth_year < 45 THEN '<45' WHEN 2022 - birth_year < 65 THEN '45-64' ELSE '65+' END AS band FROM ndb.person), r AS (SELECT p.sex, p.band, count(*) AS n, count(n.person_id) AS d FROM p LEFT JOIN (SELECT DISTINCT person_id FROM idb.notification) n USING (person_id) GROUP BY ALL) SELECT sex, sum(n) AS n, sum(d) AS d, sum(d) / sum(n) AS crude, sum(w * d / n) / sum(w) AS adjusted FROM r JOIN std USING (band) GROUP BY sex
-- standard population carried by CASE | keys 0 | masked 1 of 1
SELECT sum(r * CASE band WHEN 0 THEN 0.6 ELSE 0.4 END) AS asr FROM (SELECT (2022 - birth_year >= 60)::INT AS band, avg((person_id IN (SELECT person_id FROM ndb.dpc_claim))::INT) AS r FROM ndb.person GROUP BY 1)
-- MPR by first and last | keys 1 | masked 2 of 9 | exact users | steady days
WITH m AS (SELECT person_id, atc_code, sum(days_supplied) AS d, max(dispensed_date) - min(dispensed_date) + arg_max(days_supplied, dispensed_date) AS span FROM ndb.drug GROUP BY ALL) SELECT atc_code, count(*) AS users, avg(least(1.0, d / span)) AS mpr, median(d) AS days FROM m GROUP BY atc_code
-- Charlson by a CASE ladder over flags | keys 1 | masked 4 of 6 | exact n, age
WITH f AS (SELECT person_id, bool_or(icd10_code ^@ 'I21') AS mi, bool_or(icd10_code ^@ 'E11') AS dm, bool_or(icd10_code ^@ 'J45') AS copd, bool_or(icd10_code ^@ 'C') AS ca FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY 1), s AS (SELECT person_id, mi::INT + dm::INT + copd::INT + 2 * ca::INT AS cci FROM f) SELECT CASE WHEN cci IS NULL THEN 'none' WHEN cci = 0 THEN '0' WHEN cci = 1 THEN '1' ELSE '2+' END AS band, count(*) AS n, avg(2022 - birth_year) AS age FROM ndb.person p LEFT JOIN s USING (person_id) GROUP BY band
-- Charlson by VALUES and bool sums | keys 1 | masked 5 of 6 | exact most
WITH k(cond, prefix, w) AS (VALUES ('mi', 'I21', 1), ('dm', 'E11', 1), ('ca', 'C22', 2), ('copd', 'J45', 1)), hits AS (SELECT DISTINCT d.person_id, k.cond, k.w FROM ndb.medical_diagnosis d, k WHERE starts_with(d.icd10_code, k.prefix)), s AS (SELECT p.person_id, p.sex, coalesce(sum(h.w), 0) AS score FROM ndb.person p LEFT JOIN hits h USING (person_id) GROUP BY ALL) SELECT sex, avg(score) AS mean, max(score) AS most, count(*) FILTER (WHERE score = 0) AS zero FROM s GROUP BY sex
-- Kaplan-Meier by cumulative products | keys 1 | masked 6 of 8 | exact d
WITH t AS (SELECT c.person_id, date_diff('month', c.diagnosis_date, coalesce(c.death_date, DATE '2023-03-31')) // 4 AS t, (c.death_date IS NOT NULL)::INT AS e FROM cancer.registration c), n AS (SELECT t, sum(e) AS d, count(*) AS m FROM t GROUP BY t), r AS (SELECT t, d, sum(m) OVER (ORDER BY t DESC) AS risk FROM n) SELECT t, d, risk, product(1 - d / risk) OVER (ORDER BY t) AS s, sqrt(sum(d / nullif(risk * (risk - d), 0)) OVER (ORDER BY t)) AS se FROM r ORDER BY t
-- Nelson-Aalen | keys 1 | masked 3 of 6 | exact d
WITH t AS (SELECT date_diff('month', p.observed_from, coalesce(d.death_date, p.observed_until)) // 8 AS t, (d.death_date IS NOT NULL)::INT AS e FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)), n AS (SELECT t, sum(e) AS d, count(*) AS m FROM t GROUP BY t) SELECT t, d, sum(m) OVER w AS risk, sum(d) OVER (ORDER BY t) AS cumulative FROM n WINDOW w AS (ORDER BY t ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
-- at risk by a join on time, two arms | keys 2 | masked 2 of 16 | exact at_risk, died
WITH t AS (SELECT p.person_id, p.sex AS arm, date_diff('month', p.observed_from, coalesce(d.death_date, p.observed_until)) AS m, d.death_date IS NOT NULL AS e FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)) SELECT g.m, t.arm, count(*) AS at_risk, count(*) FILTER (WHERE t.m < g.m + 6 AND t.e) AS died FROM (VALUES (0), (6), (12), (18)) g(m) JOIN t ON t.m >= g.m GROUP BY ALL ORDER BY ALL
-- drug utilisation by ATC level | keys 2 | masked 0 of 12 | exact users, units
SELECT level, atc_level(atc_code, level) AS code, count(DISTINCT person_id) AS users, sum(quantity) AS units FROM ndb.drug CROSS JOIN (VALUES (1), (2), (3)) l(level) GROUP BY ALL ORDER BY ALL
-- drug utilisation with levels by ROLLUP | keys 3 | masked 0 of 8 | exact users
SELECT left(atc_code, 1) AS l1, left(atc_code, 5) AS l4, atc_code AS l5, count(DISTINCT person_id) AS users FROM ndb.drug GROUP BY ROLLUP (left(atc_code, 1), left(atc_code, 5), atc_code) ORDER BY ALL
-- days per 1,000 persons and day | keys 1 | masked 0 of 2
SELECT left(d.atc_code, 3) AS cls, sum(d.days_supplied) * 1000.0 / (SELECT sum(observed_until - greatest(observed_from, DATE '2022-04-01')) FROM ndb.person) AS per_1000 FROM ndb.drug d GROUP BY 1
-- capture-recapture over three sources: the eight cells | keys 3 | masked 3 of 5 | exact n
WITH x AS (SELECT person_id, person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'C%') AS ndb, person_id IN (SELECT person_id FROM kaigo.claim) AS care, person_id IN (SELECT person_id FROM cancer.registration) AS reg FROM ndb.person) SELECT ndb, care, reg, count(*) AS n FROM x GROUP BY ALL ORDER BY ALL
-- Chapman's estimate | keys 0 | masked 0 of 4 | exact n1, n2, m
WITH x AS (SELECT count(*) FILTER (WHERE a) AS n1, count(*) FILTER (WHERE b) AS n2, count(*) FILTER (WHERE a AND b) AS m FROM (SELECT EXISTS (FROM ndb.dpc_claim d WHERE d.person_id = p.person_id) AS a, EXISTS (FROM cancer.registration c WHERE c.person_id = p.person_id) AS b FROM ndb.person p)) SELECT n1, n2, m, (n1 + 1) * (n2 + 1) / (m + 1) - 1 AS chapman FROM x
-- sources of each person as a list | keys 1 | masked 2 of 5 | exact persons
SELECT sources, count(*) AS persons FROM (SELECT person_id, list_sort(list(DISTINCT src)) AS sources FROM (SELECT person_id, 'ndb' AS src FROM ndb.dpc_claim UNION ALL SELECT person_id, 'kaigo' FROM kaigo.claim UNION ALL SELECT person_id, 'cancer' FROM cancer.registration) GROUP BY person_id) GROUP BY sources
-- three databases: care after cancer with claims | keys 1 | masked 7 of 8 | exact cancers, in_care, hospitals
SELECT c.extent, count(DISTINCT c.person_id) AS cancers, count(DISTINCT k.person_id) AS in_care, sum(DISTINCT m.points) AS distinct_points, count(DISTINCT m.institution_id) AS hospitals FROM cancer.registration c LEFT JOIN kaigo.certification k ON k.person_id = c.person_id AND k.certified_from >= c.diagnosis_date - 365 LEFT JOIN ndb.medical_claim m ON m.person_id = c.person_id GROUP BY c.extent
-- institutions by volume band | keys 1 | masked 0 of 6 | steady institutions
SELECT CASE WHEN n >= 8 THEN 'large' ELSE 'small' END AS size, count(*) AS institutions, sum(n) AS claims, sum(persons) AS persons FROM (SELECT institution_id, count(*) AS n, count(DISTINCT person_id) AS persons FROM ndb.medical_claim GROUP BY 1) GROUP BY 1
-- workspace chain: base, exposure, outcome, table | keys 2 | masked 0 of 4 | exact n, age
CREATE TABLE base AS SELECT person_id, sex, birth_year, observed_from, observed_until FROM ndb.person; CREATE TABLE expo AS SELECT b.*, (SELECT min(d.dispensed_date) FROM ndb.drug d WHERE d.person_id = b.person_id AND d.atc_code LIKE 'C10%') AS first_rx FROM base b; CREATE VIEW outc AS SELECT e.*, EXISTS (SELECT 1 FROM ndb.dpc_claim a WHERE a.person_id = e.person_id AND a.admission_date > coalesce(e.first_rx, e.observed_from)) AS event FROM expo e; SELECT first_rx IS NOT NULL AS exposed, event, count(*) AS n, avg(2022 - birth_year) AS age FROM outc GROUP BY ALL ORDER BY ALL
-- workspace chain with a macro of two arguments and INSERT | keys 1 | masked 2 of 4 | exact persons, admissions
CREATE MACRO in_window(d, a, b) AS d BETWEEN a AND b; CREATE TABLE ev AS SELECT person_id, 'rx' AS kind FROM ndb.drug WHERE in_window(dispensed_date, DATE '2022-04-01', DATE '2022-06-30'); INSERT INTO ev SELECT person_id, 'adm' FROM ndb.dpc_claim WHERE in_window(admission_date, DATE '2022-04-01', DATE '2022-08-30'); CREATE TABLE wide AS SELECT person_id, count(*) FILTER (WHERE kind = 'rx') AS rx, count(*) FILTER (WHERE kind = 'adm') AS adm FROM ev GROUP BY 1; SELECT rx > 0 AS any_rx, count(*) AS persons, sum(adm) AS admissions FROM wide GROUP BY 1
-- stored strata and rates joined again | keys 1 | masked 0 of 2 | exact per_1000
CREATE TABLE den AS SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex; CREATE TABLE num AS SELECT p.sex, count(DISTINCT n.person_id) AS d FROM idb.notification n JOIN ndb.person p USING (person_id) GROUP BY p.sex; SELECT sex, round(1e3 * d / n, 2) AS per_1000 FROM den JOIN num USING (sex) ORDER BY 1
-- percentages of total by window, two levels | keys 2 | masked 8 of 16 | exact n
SELECT p.prefecture_code, c.setting, count(*) AS n, round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY p.prefecture_code), 1) AS row_pct, round(100.0 * count(*) / sum(count(*)) OVER (PARTITION BY c.setting), 1) AS col_pct, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS all_pct FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1, 2 ORDER BY 1, 2
-- cumulative share of diagnoses (Pareto) | keys 1 | masked 0 of 10 | exact n | steady cum
WITH n AS (SELECT left(icd10_code, 3) AS c, count(*) AS n FROM ndb.medical_diagnosis GROUP BY 1) SELECT c, n, sum(n) OVER (ORDER BY n DESC, c) / sum(n) OVER () AS cum FROM n ORDER BY n DESC, c
-- ranks of groups: dense, percent and ntile | keys 1 | masked 0 of 16 | exact n | steady r, pr, half
SELECT institution_id, n, dense_rank() OVER (ORDER BY n DESC) AS r, percent_rank() OVER (ORDER BY n) AS pr, ntile(2) OVER (ORDER BY n, institution_id) AS half FROM (SELECT institution_id, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY 1)
-- cume_dist of groups | keys 1 | masked 0 of 4 | exact n | steady cd
SELECT setting, count(*) AS n, cume_dist() OVER (ORDER BY count(*)) AS cd FROM ndb.medical_claim GROUP BY setting
-- top five with others by a rank | keys 1 | masked 0 of 3
WITH n AS (SELECT icd10_code, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY 1), r AS (SELECT *, row_number() OVER (ORDER BY n DESC, icd10_code) AS k FROM n) SELECT CASE WHEN k <= 2 THEN icd10_code ELSE 'other' END AS dx, sum(n) AS n FROM r GROUP BY 1
-- top list with FETCH and ties by QUALIFY rank | keys 1 | masked 0 of 2
SELECT atc_code, sum(quantity) AS q FROM ndb.drug GROUP BY 1 QUALIFY rank() OVER (ORDER BY sum(quantity) DESC) <= 2 ORDER BY q DESC
-- difference between months by lag over settings | keys 2 | masked 13 of 18 | exact n
SELECT setting, service_month, count(*) AS n, count(*) - lag(count(*), 1, 0) OVER (PARTITION BY setting ORDER BY service_month) AS diff FROM ndb.medical_claim GROUP BY 1, 2 ORDER BY 1, 2
-- growth against the first month | keys 1 | masked 2 of 12 | exact p | steady idx
SELECT service_month, sum(points) AS p, sum(points)::DOUBLE / first_value(sum(points)) OVER (ORDER BY service_month) AS idx FROM ndb.medical_claim GROUP BY 1
-- Gini of institutions by windows | keys 0 | masked 1 of 1
WITH t AS (SELECT institution_id, sum(points) AS x FROM ndb.medical_claim GROUP BY 1), r AS (SELECT x, row_number() OVER (ORDER BY x) AS i, count(*) OVER () AS n, sum(x) OVER () AS s FROM t) SELECT 2.0 * sum(i * x) / (max(n) * max(s)) - (max(n) + 1.0) / max(n) AS gini FROM r
-- Gini of persons by windows | keys 0 | unverified rank-as-value
WITH t AS (SELECT person_id, sum(points) AS x FROM ndb.medical_claim GROUP BY 1), r AS (SELECT x, row_number() OVER (ORDER BY x) AS i, count(*) OVER () AS n FROM t) SELECT (2.0 * sum(i * x) / (max(n) * sum(x))) - (max(n) + 1.0) / max(n) AS gini FROM r
-- matched one to one within strata by row_number, then counted | keys 1 | unverified window-over-pairs
WITH e AS (SELECT person_id, sex, row_number() OVER (PARTITION BY sex ORDER BY birth_year, person_id) AS k FROM ndb.person WHERE person_id IN (SELECT person_id FROM idb.notification WHERE severity = '重症')), u AS (SELECT person_id, sex, row_number() OVER (PARTITION BY sex ORDER BY birth_year, person_id) AS k FROM ndb.person WHERE person_id NOT IN (SELECT person_id FROM idb.notification WHERE severity = '重症')) SELECT e.sex, count(*) AS pairs FROM e JOIN u ON u.sex = e.sex AND u.k = e.k GROUP BY e.sex
-- deciles of age by ntile, then rates | keys 1 | masked 2 of 6 | steady n
WITH d AS (SELECT p.*, ntile(2) OVER (ORDER BY birth_year, person_id) AS q FROM ndb.person p) SELECT q, count(*) AS n, count(*) FILTER (WHERE person_id IN (SELECT person_id FROM idb.notification)) AS cases, min(birth_year) AS from_year FROM d GROUP BY q
-- bands by quantiles given in a CROSS JOIN | keys 1 | masked 0 of 3 | steady n
WITH q AS (SELECT quantile_disc(birth_year, [0.33, 0.67]) AS c FROM ndb.person) SELECT CASE WHEN birth_year <= c[1] THEN 'old' WHEN birth_year <= c[2] THEN 'middle' ELSE 'young' END AS third, count(*) AS n FROM ndb.person, q GROUP BY third
-- within-person change of pressure | keys 1 | masked 2 of 4 | exact n, change
WITH o AS (SELECT person_id, systolic_mmhg, lag(systolic_mmhg) OVER (PARTITION BY person_id ORDER BY checkup_date) AS prev FROM ndb.checkup) SELECT systolic_mmhg < prev AS fell, count(*) AS n, avg(systolic_mmhg - prev) AS change FROM o WHERE prev IS NOT NULL GROUP BY fell
-- t statistic of two groups | keys 0 | masked 1 of 4 | exact n1, n0
WITH g AS (SELECT avg(systolic_mmhg) FILTER (WHERE smoker) AS m1, avg(systolic_mmhg) FILTER (WHERE NOT smoker) AS m0, var_samp(systolic_mmhg) FILTER (WHERE smoker) AS v1, var_samp(systolic_mmhg) FILTER (WHERE NOT smoker) AS v0, count(*) FILTER (WHERE smoker) AS n1, count(*) FILTER (WHERE NOT smoker) AS n0 FROM ndb.checkup) SELECT n1, n0, m1 - m0 AS diff, (m1 - m0) / sqrt(v1 / n1 + v0 / n0) AS t FROM g
-- chi-square of a two-way table | keys 0 | masked 1 of 1
WITH n AS (SELECT smoker, bmi >= 25 AS obese, count(*) AS o FROM ndb.checkup GROUP BY ALL), e AS (SELECT o, sum(o) OVER (PARTITION BY smoker) * sum(o) OVER (PARTITION BY obese) / sum(o) OVER () AS x FROM n) SELECT sum((o - x) * (o - x) / x) AS chi2 FROM e
-- proportional reporting ratios for all symptoms | keys 1 | masked 5 of 6 | steady prr
WITH t AS (SELECT symptom, severity = '重い' AS s, count(*) AS n FROM vaccination.adverse_report GROUP BY ALL), m AS (SELECT symptom, sum(n) AS n, sum(n) FILTER (WHERE s) AS a FROM t GROUP BY symptom), w AS (SELECT *, sum(n) OVER () AS nn, sum(a) OVER () AS aa FROM m) SELECT symptom, n, a, (a / n) / ((aa - a) / (nn - n)) AS prr FROM w
-- reports linked to doses by lot | keys 1 | masked 2 of 9 | exact doses, reports, reporters
SELECT r.lot_number, count(*) AS doses, count(a.person_id) AS reports, count(DISTINCT a.person_id) AS reporters FROM vaccination.record r LEFT JOIN vaccination.adverse_report a ON a.person_id = r.person_id AND a.vaccination_date BETWEEN r.vaccination_date - 60 AND r.vaccination_date + 60 GROUP BY r.lot_number
-- observed against expected by strata of open weights | keys 0 | masked 0 of 2 | exact observed
WITH bg(band, rate) AS (VALUES ('young', 0.02), ('old', 0.11)) SELECT count(DISTINCT a.person_id) AS observed, sum(bg.rate) AS expected FROM vaccination.record v JOIN ndb.person p USING (person_id) JOIN bg ON bg.band = CASE WHEN 2022 - p.birth_year >= 60 THEN 'old' ELSE 'young' END LEFT JOIN vaccination.adverse_report a USING (person_id) WHERE v.dose_number = 1
-- claims in the months before and after an index, by relative month | keys 1 | masked 17 of 21 | exact per_head, persons, yen
WITH i AS (SELECT person_id, date_trunc('month', min(vaccination_date)) AS m FROM vaccination.record GROUP BY 1) SELECT date_diff('month', i.m, c.service_month) AS rel, count(DISTINCT c.person_id) AS persons, sum(c.points) * 10 AS yen, sum(c.points) * 10.0 / (SELECT count(*) FROM i) AS per_head FROM i JOIN ndb.medical_claim c USING (person_id) GROUP BY rel ORDER BY rel
-- difference in differences | keys 0 | masked 1 of 1
WITH x AS (SELECT p.prefecture_code = '13' AS treated, c.service_month >= DATE '2022-07-01' AS post, avg(c.points) AS y FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY ALL) SELECT (max(y) FILTER (WHERE treated AND post) - max(y) FILTER (WHERE treated AND NOT post)) - (max(y) FILTER (WHERE NOT treated AND post) - max(y) FILTER (WHERE NOT treated AND NOT post)) AS did FROM x
-- difference in differences, in one pass | keys 0 | masked 1 of 1
SELECT (avg(points) FILTER (WHERE t AND post) - avg(points) FILTER (WHERE t AND NOT post)) - (avg(points) FILTER (WHERE NOT t AND post) - avg(points) FILTER (WHERE NOT t AND NOT post)) AS did FROM (SELECT points, p.prefecture_code = '13' AS t, c.service_month >= DATE '2022-07-01' AS post FROM ndb.medical_claim c JOIN ndb.person p USING (person_id))
-- funnel of hospitals against a mean | keys 1 | masked 0 of 12 | steady r
WITH h AS (SELECT institution_id, count(*) AS n, avg((outcome_code = '1')::INT) AS r, count(DISTINCT person_id) AS persons FROM ndb.medical_claim c LEFT JOIN (SELECT person_id AS pid, any_value(outcome_code) AS outcome_code FROM ndb.medical_diagnosis GROUP BY 1) d ON d.pid = c.person_id GROUP BY 1) SELECT institution_id, n, persons, r FROM h WHERE n >= 3
-- sex ratio of each decade of birth | keys 1 | masked 10 of 12 | exact m, f, ratio
SELECT birth_year // 20 * 20 AS decade, count(*) FILTER (sex = '1') AS m, count(*) FILTER (sex = '2') AS f, count(*) FILTER (sex = '1') / nullif(count(*) FILTER (sex = '2'), 0) AS ratio FROM ndb.person GROUP BY decade
-- the share of persons over a threshold by count_if | keys 1 | masked 2 of 4 | exact seniors, share
SELECT sex, count_if(2022 - birth_year >= 65) AS seniors, count_if(2022 - birth_year >= 65) / count(*) AS share FROM ndb.person GROUP BY sex
-- sums by CASE of three settings, wide | keys 1 | masked 3 of 6 | exact inpatient, outpatient, total
SELECT prefecture_code, sum(CASE WHEN setting = '1' THEN points END) AS inpatient, sum(CASE WHEN setting = '2' THEN points END) AS outpatient, sum(points) AS total FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1
-- max_by over groups | keys 1 | masked 0 of 4 | steady busiest
SELECT setting, max_by(service_month, n) AS busiest, max(n) AS n FROM (SELECT setting, service_month, count(*) AS n FROM ndb.medical_claim GROUP BY ALL) GROUP BY setting
-- mean of women less mean of men, from two CTEs | keys 0 | masked 1 of 3 | exact women, men
WITH f AS (SELECT avg(2022 - birth_year) AS m, count(*) AS n FROM ndb.person WHERE sex = '2'), m AS (SELECT avg(2022 - birth_year) AS m, count(*) AS n FROM ndb.person WHERE sex = '1') SELECT f.n AS women, m.n AS men, f.m - m.m AS difference FROM f, m
-- risk difference of two columns | keys 0 | masked 0 of 3
SELECT avg(ill::INT) FILTER (WHERE vax) AS r1, avg(ill::INT) FILTER (WHERE NOT vax) AS r0, avg(ill::INT) FILTER (WHERE vax) - avg(ill::INT) FILTER (WHERE NOT vax) AS rd FROM (SELECT p.person_id IN (SELECT person_id FROM vaccination.record WHERE dose_number = 2) AS vax, p.person_id IN (SELECT person_id FROM idb.notification) AS ill FROM ndb.person p)
-- regression of months by groups, all coefficients | keys 1 | masked 0 of 8 | exact n
SELECT sex, regr_slope(y, x) AS b, regr_intercept(y, x) AS a, regr_r2(y, x) AS r2, regr_count(y, x) AS n FROM (SELECT p.sex, k.systolic_mmhg::DOUBLE AS y, 2022 - p.birth_year AS x FROM ndb.checkup k JOIN ndb.person p USING (person_id)) GROUP BY sex
-- rows stacked from three tables, wide by PIVOT | keys 1 | masked 0 of 12 | exact claim_lines, claim_people, drug_lines, drug_people, care_lines, care_people
SELECT * FROM (PIVOT (SELECT p.sex, e.kind, e.person_id FROM (SELECT person_id, 'claim' AS kind FROM ndb.medical_claim UNION ALL SELECT person_id, 'drug' FROM ndb.drug UNION ALL SELECT person_id, 'care' FROM kaigo.claim) e JOIN ndb.person p USING (person_id)) ON kind IN ('claim', 'drug', 'care') USING count(*) AS lines, count(DISTINCT person_id) AS people GROUP BY sex)
-- FROM-first chain of views | keys 1 | masked 0 of 6 | exact n, pts
CREATE VIEW adults AS FROM ndb.person SELECT person_id, sex, 2022 - birth_year AS age WHERE birth_year <= 2002; CREATE VIEW billed AS FROM adults JOIN (FROM ndb.medical_claim SELECT person_id, sum(points) AS pts GROUP BY person_id) USING (person_id); FROM billed SELECT sex, count(*) AS n, avg(pts) AS pts, corr(age, pts) AS r GROUP BY ALL ORDER BY ALL
-- a view with its columns named | keys 1 | masked 0 of 2 | exact n
CREATE VIEW v(pid, grp) AS SELECT person_id, CASE WHEN insurer_type = '3' THEN 'late' ELSE 'other' END FROM ndb.person; SELECT grp, count(*) AS n FROM v SEMI JOIN ndb.drug d ON d.person_id = v.pid GROUP BY grp
-- CREATE TABLE AS in a chain with UPDATE from flags | keys 2 | masked 3 of 4 | exact n
CREATE TABLE c AS SELECT person_id, sex, false AS dm, false AS ht FROM ndb.person; UPDATE c SET dm = true WHERE person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'E11%'); UPDATE c SET ht = true WHERE EXISTS (SELECT 1 FROM ndb.medical_diagnosis d WHERE d.person_id = c.person_id AND d.icd10_code = 'I10'); SELECT dm, ht, count(*) AS n FROM c GROUP BY ALL ORDER BY ALL
-- a stored cohort with its index, then ASOF | keys 1 | masked 1 of 3 | exact n
CREATE TABLE idx AS SELECT person_id, min(diagnosis_date) AS t0 FROM idb.notification GROUP BY ALL; SELECT coalesce(r.dose_number, 0) AS doses, count(*) AS n FROM idx ASOF LEFT JOIN vaccination.record r ON idx.person_id = r.person_id AND idx.t0 >= r.vaccination_date GROUP BY doses
-- a table of monthly groups, then year to date in a view | keys 2 | masked 8 of 18 | exact n
CREATE TABLE g AS SELECT service_month, setting, count(*) AS n, sum(points) AS pts FROM ndb.medical_claim GROUP BY ALL; CREATE VIEW ytd AS SELECT *, sum(n) OVER (PARTITION BY setting ORDER BY service_month) AS cum FROM g; SELECT setting, service_month, n, cum FROM ytd ORDER BY ALL
-- a cohort in two steps of EXCEPT and INTERSECT | keys 1 | masked 2 of 2 | exact n
WITH inc AS (SELECT person_id FROM ndb.drug WHERE atc_code LIKE 'C10%' INTERSECT SELECT person_id FROM ndb.person WHERE observed_from < DATE '2022-04-01'), exc AS (SELECT person_id FROM ndb.death UNION ALL SELECT person_id FROM cancer.registration WHERE extent = '領域'), coh AS (FROM inc EXCEPT FROM exc) SELECT prefecture_code, count(*) AS n FROM coh NATURAL JOIN ndb.person GROUP BY prefecture_code
-- first events by arg_min over a tuple | keys 1 | masked 0 of 3 | exact n
SELECT first_kind, count(*) AS n FROM (SELECT person_id, arg_min(kind, happened) AS first_kind FROM (SELECT person_id, 'claim' AS kind, first_service_date AS happened FROM ndb.medical_claim UNION ALL SELECT person_id, 'care', service_month FROM kaigo.claim UNION ALL SELECT person_id, 'vaccine', vaccination_date FROM vaccination.record) GROUP BY person_id) GROUP BY ALL ORDER BY n DESC
-- transitions between settings by lead | keys 2 | masked 0 of 10 | exact n
WITH s AS (SELECT person_id, setting, lead(setting) OVER (PARTITION BY person_id ORDER BY first_service_date, claim_no) AS next FROM ndb.medical_claim) SELECT setting, coalesce(next, 'end') AS next, count(*) AS n, count(*) / sum(count(*)) OVER (PARTITION BY setting) AS p FROM s GROUP BY 1, 2
-- transition matrix as a pivot | keys 1 | masked 0 of 6 | exact to_in, to_out, ends
WITH s AS (SELECT person_id, setting, lead(setting, 1, 'end') OVER (PARTITION BY person_id ORDER BY first_service_date, claim_no) AS next FROM ndb.medical_claim) SELECT setting, count(*) FILTER (WHERE next = '1') AS to_in, count(*) FILTER (WHERE next = '2') AS to_out, count(*) FILTER (WHERE next = 'end') AS ends FROM s GROUP BY setting
-- overlapping episodes merged by a recursive CTE over numbers | keys 1 | masked 0 of 4
WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 4) SELECT k AS at_least, count(*) AS persons FROM n JOIN (SELECT person_id, count(DISTINCT service_month) AS m FROM ndb.medical_claim GROUP BY person_id) t ON t.m >= k GROUP BY k ORDER BY k
-- days in care by month, intervals clipped | keys 1 | masked 1 of 8 | exact n
SELECT m::DATE AS m, sum(date_diff('day', greatest(k.certified_from, m::DATE), least(k.certified_until + 1, (m + INTERVAL 1 MONTH)::DATE))) AS days, count(DISTINCT k.person_id) AS n FROM generate_series(DATE '2022-05-01', DATE '2022-08-01', INTERVAL 1 MONTH) g(m) JOIN kaigo.certification k ON k.certified_from < m + INTERVAL 1 MONTH AND k.certified_until >= m GROUP BY ALL ORDER BY ALL
-- age at each event by date arithmetic, in fives | keys 1 | masked 7 of 8 | exact cases, surgery
SELECT date_diff('year', make_date(p.birth_year, p.birth_month, 1), c.diagnosis_date) // 15 * 15 AS age, count(*) AS cases, count(*) FILTER (WHERE c.surgery) AS surgery FROM cancer.registration c JOIN ndb.person p USING (person_id) GROUP BY age ORDER BY age
-- months between by INTERVAL arithmetic | keys 1 | masked 0 of 1 | exact n
SELECT d.death_date IS NOT NULL AND d.death_date <= c.diagnosis_date + INTERVAL 6 MONTH AS early_death, count(*) AS n FROM cancer.registration c LEFT JOIN ndb.death d USING (person_id) GROUP BY 1
-- landmark at ninety days | keys 1 | masked 3 of 6 | exact n, deaths
WITH c AS (SELECT r.person_id, r.diagnosis_date + 90 AS lm, r.death_date, r.surgery FROM cancer.registration r WHERE r.death_date IS NULL OR r.death_date > r.diagnosis_date + 90) SELECT surgery, count(*) AS n, count(death_date) AS deaths, sum(coalesce(death_date, DATE '2023-03-31') - lm) / 30.4375 AS months FROM c GROUP BY surgery
-- immortal time split at first dispensing | keys 1 | masked 0 of 6 | exact n, events
WITH f AS (SELECT person_id, min(dispensed_date) AS d FROM ndb.drug GROUP BY 1), s AS (SELECT p.person_id, 'before' AS st, p.observed_from AS a, coalesce(f.d, p.observed_until) AS b FROM ndb.person p LEFT JOIN f USING (person_id) UNION ALL SELECT p.person_id, 'after', f.d, p.observed_until FROM ndb.person p JOIN f USING (person_id)) SELECT st, count(*) AS n, sum(b - a) / 365.25 AS py, count(e.person_id) AS events FROM s LEFT JOIN (SELECT person_id, min(admission_date) AS d FROM ndb.dpc_claim GROUP BY 1) e ON e.person_id = s.person_id AND e.d >= s.a AND e.d < s.b GROUP BY st
-- lag time of exposure by FILTER in one pass per person | keys 1 | masked 1 of 6 | exact statin, analgesic, statin_first
WITH x AS (SELECT p.person_id, p.sex, min(d.dispensed_date) FILTER (WHERE d.atc_code LIKE 'C10%') AS statin, min(d.dispensed_date) FILTER (WHERE d.atc_code LIKE 'N02%') AS analgesic FROM ndb.person p LEFT JOIN ndb.drug d USING (person_id) GROUP BY ALL) SELECT sex, count(statin) AS statin, count(analgesic) AS analgesic, count(*) FILTER (WHERE statin < analgesic) AS statin_first FROM x GROUP BY sex
-- concordance of two sources (kappa) | keys 0 | masked 2 of 5 | exact n, p11, agree, po
WITH t AS (SELECT count(*) AS n, count(*) FILTER (WHERE a AND b) AS p11, count(*) FILTER (WHERE a) AS pa, count(*) FILTER (WHERE b) AS pb, count(*) FILTER (WHERE a = b) AS agree FROM (SELECT person_id IN (SELECT person_id FROM ndb.medical_diagnosis WHERE icd10_code LIKE 'C%') AS a, person_id IN (SELECT person_id FROM cancer.registration) AS b FROM ndb.person)) SELECT n, p11, agree, agree / n AS po, (pa * pb + (n - pa) * (n - pb)) / (n * n) AS pe FROM t
-- Simpson: crude and stratified in one table by GROUPING SETS | keys 2 | masked 7 of 18 | exact n, ill
SELECT p.sex, v.dose IS NOT NULL AS vax, count(*) AS n, count(n.person_id) AS ill, avg((n.person_id IS NOT NULL)::INT) AS risk FROM ndb.person p LEFT JOIN (SELECT person_id, max(dose_number) AS dose FROM vaccination.record GROUP BY 1) v USING (person_id) LEFT JOIN idb.notification n USING (person_id) GROUP BY GROUPING SETS ((p.sex, v.dose IS NOT NULL), (v.dose IS NOT NULL)) ORDER BY ALL
-- percent change by first and last of months of groups | keys 1 | masked 4 of 6
WITH m AS (SELECT setting, service_month, count(*) AS n FROM ndb.medical_claim GROUP BY ALL) SELECT setting, arg_min(n, service_month) AS first, arg_max(n, service_month) AS last, 100.0 * arg_max(n, service_month) / arg_min(n, service_month) - 100 AS pct FROM m GROUP BY setting
-- top drugs of each sex by a lateral limit | keys 2 | unverified lateral
SELECT s.sex, t.atc_code, t.n FROM (VALUES ('1'), ('2')) s(sex), LATERAL (SELECT d.atc_code, count(DISTINCT d.person_id) AS n FROM ndb.drug d JOIN ndb.person p USING (person_id) WHERE p.sex = s.sex GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 2) t ORDER BY ALL
-- counts of months with any claim over all months | keys 1 | masked 0 of 4 | steady months, share
SELECT p.sex, avg(m) AS months, avg(m) / 6 AS share FROM (SELECT p.person_id, p.sex, count(DISTINCT date_trunc('month', c.first_service_date)) AS m FROM ndb.person p LEFT JOIN ndb.medical_claim c USING (person_id) GROUP BY ALL) p GROUP BY p.sex
-- geometric mean, skewness and product | keys 1 | masked 2 of 8
SELECT setting, geomean(points) AS gm, exp(avg(ln(points))) AS gm2, skewness(points) AS sk, sem(points) AS sem FROM ndb.medical_claim GROUP BY setting
-- quantiles by list, unnested in the outer | keys 2 | masked 3 of 6
SELECT setting, unnest([0.25, 0.5, 0.75]) AS q, unnest(qs) AS v FROM (SELECT setting, quantile_cont(points, [0.25, 0.5, 0.75]) AS qs FROM ndb.medical_claim GROUP BY setting)
-- weighted mean by exposure time | keys 1 | masked 0 of 2 | exact wm
SELECT p.sex, sum(k.bmi * (p.observed_until - p.observed_from)) / sum(p.observed_until - p.observed_from) AS wm FROM ndb.checkup k JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- rolling three-month persons by a join of months | keys 1 | masked 2 of 12
SELECT m.m, count(DISTINCT c.person_id) AS persons, count(*) AS claims FROM (SELECT DISTINCT service_month AS m FROM ndb.medical_claim) m JOIN ndb.medical_claim c ON c.service_month BETWEEN m.m - INTERVAL 2 MONTH AND m.m GROUP BY m.m
-- a self join on institution: shared patients | keys 2 | masked 1 of 5 | exact shared
SELECT a.institution_id AS h1, b.institution_id AS h2, count(DISTINCT a.person_id) AS shared FROM ndb.medical_claim a JOIN ndb.medical_claim b ON a.person_id = b.person_id AND a.institution_id < b.institution_id GROUP BY ALL ORDER BY ALL
-- usual provider of care index | keys 1 | masked 4 of 6 | exact n
WITH n AS (SELECT person_id, institution_id, count(*) AS n FROM ndb.medical_claim GROUP BY ALL), u AS (SELECT person_id, max(n) / sum(n) AS upc FROM n GROUP BY person_id HAVING sum(n) >= 2) SELECT p.sex, avg(upc) AS upc, median(upc) AS med, count(*) AS n FROM u JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- Herfindahl of institutions | keys 0 | masked 0 of 1
WITH s AS (SELECT institution_id, count(*) / sum(count(*)) OVER () AS share FROM ndb.medical_claim GROUP BY 1) SELECT sum(share * share) AS hhi FROM s
-- a risk ratio and its logarithm's limits | keys 0 | masked 1 of 2 | exact rr
WITH t AS (SELECT count(*) FILTER (WHERE x AND y) AS a, count(*) FILTER (WHERE x) AS n1, count(*) FILTER (WHERE NOT x AND y) AS b, count(*) FILTER (WHERE NOT x) AS n0 FROM (SELECT person_id IN (SELECT person_id FROM kaigo.claim) AS x, person_id IN (SELECT person_id FROM ndb.dpc_claim) AS y FROM ndb.person)) SELECT (a / n1) / (b / n0) AS rr, exp(ln((a / n1) / (b / n0)) - 1.96 * sqrt(1 / a - 1 / n1 + 1 / b - 1 / n0)) AS low FROM t
-- risk differences by prefecture, of counts | keys 1 | masked 1 of 2
SELECT prefecture_code, count(*) FILTER (WHERE ill AND vax) / nullif(count(*) FILTER (WHERE vax), 0) - count(*) FILTER (WHERE ill AND NOT vax) / nullif(count(*) FILTER (WHERE NOT vax), 0) AS rd FROM (SELECT prefecture_code, p.person_id IN (SELECT person_id FROM vaccination.record WHERE dose_number = 2) AS vax, p.person_id IN (SELECT person_id FROM idb.notification) AS ill FROM ndb.person p) GROUP BY 1
-- a difference of means, rounded | keys 0 | masked 0 of 2 | exact n
SELECT round(avg(systolic_mmhg) FILTER (WHERE smoker) - avg(systolic_mmhg) FILTER (WHERE NOT smoker), 1) AS diff, count(DISTINCT person_id) AS n FROM ndb.checkup
-- a difference of means between the sexes | keys 0 | masked 0 of 1
SELECT avg(systolic_mmhg) FILTER (WHERE p.sex = '1') - avg(systolic_mmhg) FILTER (WHERE p.sex = '2') AS diff FROM ndb.checkup k JOIN ndb.person p USING (person_id)
-- groups in which one mean is above another | keys 1 | masked 0 of 2
SELECT setting, count(*) AS n FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1 HAVING avg(points) FILTER (WHERE sex = '1') > avg(points) FILTER (WHERE sex = '2')
-- rates of strata from two CTEs, one looked up | keys 1 | masked 2 of 6 | exact n
WITH den AS (SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY k), num AS (SELECT p.prefecture_code AS k, count(DISTINCT n.person_id) AS d FROM idb.notification n JOIN ndb.person p USING (person_id) WHERE n.severity = '重症' GROUP BY k) SELECT den.k, n, d, 1e3 * d / n AS per_1000 FROM den LEFT JOIN num ON num.k = den.k ORDER BY 1
-- rates by month, the numerator looked up | keys 1 | masked 9 of 18 | exact n
WITH den AS (SELECT service_month AS m, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY 1), num AS (SELECT date_trunc('month', admission_date)::DATE AS month, count(*) AS stays FROM ndb.dpc_claim GROUP BY 1) SELECT den.m, n, stays, coalesce(stays, 0) / n AS per FROM den LEFT JOIN num ON num.month = den.m ORDER BY 1
-- two lookups beside one | keys 1 | masked 3 of 6 | exact n
WITH a AS (SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY 1), b AS (SELECT prefecture_code AS k, count(*) AS deaths FROM ndb.death GROUP BY 1), c AS (SELECT prefecture_code AS k, count(*) AS cancers FROM cancer.registration GROUP BY 1) SELECT a.k, n, deaths, cancers FROM a LEFT JOIN b USING (k) LEFT JOIN c ON c.k = a.k
-- persons beside a stratum’s number | keys 1 | masked 4 of 4
WITH s AS (SELECT prefecture_code AS k, count(*) AS size FROM ndb.person WHERE birth_year > 1970 GROUP BY 1) SELECT p.sex, count(*) AS n, count(s.size) AS with FROM ndb.person p LEFT JOIN s ON s.k = p.prefecture_code GROUP BY p.sex
-- looked up and added up again | keys 0 | masked 1 of 3
WITH a AS (SELECT prefecture_code AS k, count(*) AS n FROM ndb.person GROUP BY 1), b AS (SELECT prefecture_code AS k, count(*) AS m FROM ndb.person WHERE birth_year > 1970 GROUP BY 1) SELECT sum(n) AS n, sum(coalesce(m, 0)) AS m, sum(n) / count(m) AS x FROM a LEFT JOIN b USING (k)
-- all pressures by COLUMNS | keys 1 | masked 0 of 6 | exact systolic_mmhg, diastolic_mmhg, n
SELECT smoker, avg(COLUMNS('.*_mmhg')), count(*) AS n FROM ndb.checkup GROUP BY smoker
-- nonmissing of all laboratory values | keys 1 | masked 0 of 18 | exact bmi, waist_cm, systolic_mmhg, diastolic_mmhg, hba1c_percent, ldl_mg_dl, ast_u_l, gamma_gt_u_l, drinking
SELECT smoker, count(COLUMNS(* EXCLUDE (person_id, checkup_date, smoker, institution_id))) FROM ndb.checkup GROUP BY smoker
-- COLUMNS with a lambda | keys 1 | masked 0 of 4 | exact observed_from, observed_until
SELECT sex, count(COLUMNS(c -> c LIKE 'observed%')) FROM ndb.person GROUP BY sex
-- COLUMNS of a list, rounded, beside those of a pattern | keys 1 | masked 1 of 8 | exact bmi, ldl_mg_dl | steady ldl_mg_dl
SELECT smoker, round(avg(COLUMNS(['bmi', 'ldl_mg_dl'])), 1), stddev(COLUMNS('.*_mmhg')) FROM ndb.checkup GROUP BY smoker ORDER BY bmi
-- COLUMNS of persons' rows, then means | keys 1 | masked 0 of 4 | exact s, d
SELECT smoker, avg(systolic_mmhg) AS s, avg(diastolic_mmhg) AS d FROM (SELECT person_id, smoker, COLUMNS('.*_mmhg') * 2 FROM ndb.checkup) GROUP BY ALL
-- COLUMNS over groups | keys 1 | masked 0 of 4 | exact n1, n2
SELECT smoker, COLUMNS(c -> c LIKE 'n%') * 10 FROM (SELECT smoker, count(*) AS n1, count(hba1c_percent) AS n2 FROM ndb.checkup GROUP BY smoker)
-- UNION BY NAME of events | keys 1 | masked 2 of 4 | exact n, persons
SELECT kind, count(*) AS n, count(DISTINCT person_id) AS persons FROM (SELECT person_id, admission_date AS at, 'stay' AS kind FROM ndb.dpc_claim UNION ALL BY NAME SELECT 'death' AS kind, person_id, death_date AS at FROM ndb.death) GROUP BY kind
-- UNION BY NAME of groups | keys 2 | masked 2 of 4 | exact n
SELECT sex, 'all' AS what, count(*) AS n FROM ndb.person GROUP BY sex UNION ALL BY NAME SELECT count(*) AS n, 'died' AS what, p.sex FROM ndb.death d JOIN ndb.person p USING (person_id) GROUP BY p.sex
-- hostile: one person's value by arg_max over all | keys 0 | masked 1 of 1
SELECT arg_max(points, birth_year) AS v FROM ndb.medical_claim JOIN ndb.person USING (person_id)
-- hostile: a sum with everybody else cancelled | keys 0 | masked 1 of 1
SELECT sum(points * CASE WHEN birth_year = (SELECT max(birth_year) FROM ndb.person) THEN 1 ELSE 0 END) AS v FROM ndb.medical_claim JOIN ndb.person USING (person_id)
-- hostile: the rest of all less one | keys 0 | masked 1 of 1
SELECT (SELECT sum(points) FROM ndb.medical_claim) - (SELECT sum(points) FROM ndb.medical_claim JOIN ndb.person USING (person_id) WHERE birth_year < (SELECT max(birth_year) FROM ndb.person)) AS v
-- hostile: bits of one person in a count of all | keys 0 | masked 2 of 2
SELECT bit_xor(points) AS x, bit_and(points) AS a FROM ndb.medical_claim
-- hostile: a median taken of one | keys 1 | masked 2 of 2
SELECT sex, median(birth_year) - median(CASE WHEN birth_year > 1970 THEN 1970 ELSE birth_year END) AS v FROM ndb.person GROUP BY sex
-- hostile: list of everybody's, its middle | keys 0 | masked 1 of 1
SELECT list_sort(list(points))[3] AS third FROM ndb.medical_claim
-- hostile: string hidden in order | keys 1 | masked 2 of 2
SELECT setting, count(*) AS n FROM ndb.medical_claim GROUP BY setting ORDER BY max(CASE WHEN person_id = 'p01' THEN points END)
-- hostile: modulo of a sum | keys 0 | masked 0 of 2 | exact s
SELECT sum(points) % 10 AS digit, sum(points) AS s FROM ndb.medical_claim
-- hostile: counts with one person weighted by a table of VALUES | keys 0 | unverified weights-by-person
SELECT sum(w) AS v FROM ndb.person p JOIN (VALUES ('p03', 1000), ('p04', 1)) w(id, w) ON w.id = p.person_id
-- hostile: number of rows through generate_series | keys 0 | masked 1 of 1
SELECT count(*) AS v FROM ndb.person p, range(0, p.birth_year) WHERE p.birth_year = 1947
-- hostile: any_value in a big group | keys 1 | masked 4 of 6 | exact n
SELECT setting, any_value(points ORDER BY points) AS v, first(points ORDER BY points DESC) AS w, count(*) AS n FROM ndb.medical_claim GROUP BY setting
-- hostile: LIMIT by one's data | keys 0 | unverified limit-by-data
SELECT count(*) AS n FROM (SELECT 1 FROM ndb.medical_claim LIMIT (SELECT max(points) FROM ndb.medical_claim JOIN ndb.person USING (person_id) WHERE birth_year < 1940))
-- hostile: window minimum over groups shows one's | keys 1 | masked 2 of 4 | exact n
SELECT prefecture_code, count(*) AS n, min(min(birth_year)) OVER () AS v FROM ndb.person GROUP BY prefecture_code
-- hostile: correlated subquery that reads a stranger | keys 1 | masked 2 of 4 | exact n, v
SELECT sex, count(*) AS n, (SELECT max(points) FROM ndb.medical_claim WHERE person_id = 'p05') AS v FROM ndb.person GROUP BY sex
-- hostile: one person's total between two large ones | keys 0 | masked 0 of 1 | exact ratio
WITH a AS (SELECT sum(points) AS s FROM ndb.medical_claim), b AS (SELECT sum(points) AS s FROM ndb.medical_claim WHERE person_id <> 'p05') SELECT a.s / b.s AS ratio FROM a, b
-- hostile: the ratio in one pass | keys 0 | masked 0 of 1 | exact ratio
SELECT sum(points) / sum(points) FILTER (WHERE person_id <> 'p05') AS ratio FROM ndb.medical_claim
-- hostile: a list position by rank in text | keys 0 | masked 1 of 1
SELECT position('1' IN string_agg(setting, '' ORDER BY points)) AS v FROM ndb.medical_claim
-- hostile: max over CASE of a group number | keys 0 | masked 2 of 2
WITH g AS (SELECT person_id, sum(points) AS s FROM ndb.medical_claim GROUP BY 1) SELECT sum(CASE WHEN s = (SELECT max(s) FROM g) THEN s ELSE 0 END) AS v, count(*) AS n FROM g
-- hostile: values of one carried by a join on equality | keys 1 | masked 3 of 3
SELECT a.points, count(*) AS n FROM ndb.medical_claim a JOIN ndb.medical_claim b ON a.points >= b.points GROUP BY a.points ORDER BY n DESC LIMIT 3
-- hostile: a hidden order read by nth | keys 0 | masked 1 of 1
SELECT nth_value(service_month, 2) OVER (ORDER BY max(points)) AS m FROM ndb.medical_claim GROUP BY service_month LIMIT 1 OFFSET 2
-- hostile: histogram of a rare value | keys 0 | masked 1 of 1
SELECT map_keys(histogram(points))[1] AS v FROM ndb.medical_claim
-- hostile: hash of a person | keys 0 | unverified weights-by-person
SELECT sum(hash(person_id) % 1000) AS h, count(*) AS n FROM ndb.person
-- hostile: XOR of all but one | keys 1 | masked 2 of 2
SELECT person_id <> 'p07' AS others, bit_xor(birth_year) AS x FROM ndb.person GROUP BY others
-- hostile: diagnoses ordered by a hidden mean | keys 1 | masked 2 of 2
SELECT icd10_code, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis GROUP BY 1 ORDER BY avg(CASE WHEN person_id = 'p03' THEN 1 ELSE 0 END) DESC, icd10_code LIMIT 2
-- hostile: string_agg of a flag for one | keys 0 | masked 1 of 1
SELECT string_agg(CASE WHEN birth_year < 1940 THEN icd10_code END, '' ORDER BY icd10_code) AS v FROM ndb.person JOIN ndb.medical_diagnosis USING (person_id)
-- hostile: everybody’s mean less that of all but one | keys 0 | masked 1 of 1
SELECT avg(systolic_mmhg) - avg(systolic_mmhg) FILTER (WHERE person_id <> 'p03') AS diff FROM ndb.checkup
-- hostile: means of two sets that hide one | keys 0 | masked 1 of 1
SELECT avg(systolic_mmhg) FILTER (WHERE person_id > 'p02') - avg(systolic_mmhg) FILTER (WHERE person_id < 'p09' AND person_id <> 'p03') AS diff FROM ndb.checkup
-- hostile: a mean with one at nought | keys 0 | masked 1 of 1
SELECT avg(points) - avg(CASE WHEN person_id = 'p03' THEN 0 ELSE points END) AS diff FROM ndb.medical_claim
-- hostile: a mean in which the others are tiny | keys 0 | unverified weights-by-person
SELECT avg(CASE WHEN person_id > 'p06' AND person_id <> 'p08' THEN points * 0.000001 ELSE points END) - avg(points) FILTER (WHERE person_id < 'p07') AS diff FROM ndb.medical_claim
-- hostile: the key of what was looked up | keys 1 | masked 2 of 4 | exact n
WITH a AS (SELECT sex AS k, count(*) AS n FROM ndb.person GROUP BY 1), b AS (SELECT p.sex AS k2, count(*) AS deaths FROM ndb.death d JOIN ndb.person p USING (person_id) GROUP BY 1) SELECT a.k, b.k2, n FROM a LEFT JOIN b ON b.k2 = a.k
-- hostile: ordered by what was looked up | keys 1 | masked 2 of 2
WITH a AS (SELECT service_month AS k, count(*) AS n FROM ndb.medical_claim GROUP BY 1), b AS (SELECT service_month AS k, count(*) AS m FROM ndb.drug WHERE person_id = 'p03' GROUP BY 1) SELECT a.k, n FROM a LEFT JOIN b USING (k) ORDER BY m NULLS LAST, k LIMIT 2
-- hostile: COLUMNS that meet one person’s row | keys 1 | masked 4 of 6 | exact birth_year, birth_month, n
SELECT sex, max(COLUMNS('^birth_')), count(*) AS n FROM ndb.person GROUP BY sex
`

export const THIRD_BOOK: BookStudy[] = readBook(BOOK)
