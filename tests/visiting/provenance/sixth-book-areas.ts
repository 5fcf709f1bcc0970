/**
 * Numbers of groups held against those of all: scores, funnels, standardised rates, shares, ranks, moving means. What two
 * numbers of groups have in common is not known, so that much of this is masked without need. How a line
 * reads is said in ./read-book.ts.
 */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- cumulative incidence by day bands | keys 1 | masked 2 of 2 | exact deaths
WITH coh AS (SELECT p.person_id, date_diff('month', DATE '2019-04-01', d.death_date) // 12 AS yr FROM ndb.person p LEFT JOIN ndb.death d USING (person_id)), g AS (SELECT yr, count(*) AS deaths FROM coh WHERE yr IS NOT NULL GROUP BY yr) SELECT yr, deaths, sum(deaths) OVER (ORDER BY yr) / (SELECT count(*) FROM ndb.person) AS cuminc FROM g ORDER BY yr
-- SMR indirect by age band reference | keys 1 | masked 6 of 6
WITH b AS (SELECT p.prefecture_code, (2022 - birth_year) // 10 AS band, count(*) AS n, count(d.person_id) AS o FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY ALL), r AS (SELECT band, sum(o) / sum(n) AS q FROM b GROUP BY band) SELECT prefecture_code, sum(o) AS observed, sum(n * q) AS expected, sum(o) / sum(n * q) AS smr FROM b JOIN r USING (band) GROUP BY 1 ORDER BY 1
-- direct standardisation by join of standard | keys 1 | masked 4 of 4
WITH s(band, w) AS (VALUES (0, 0.25), (1, 0.25), (2, 0.25), (3, 0.25)), b AS (SELECT sex, least((2022 - birth_year) // 25, 3) AS band, count(*) AS n, count(d.person_id) AS o FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY ALL) SELECT sex, 1000 * sum(w * o / n) AS asr, sum(o) AS deaths FROM b JOIN s USING (band) GROUP BY sex
-- readmission within 30 days | keys 0 | masked 2 of 3 | exact readmitted, share, stays
WITH a AS (SELECT person_id, admission_date, admission_date + service_days AS discharge, lead(admission_date) OVER (PARTITION BY person_id ORDER BY admission_date) AS next FROM ndb.dpc_claim) SELECT count(*) AS stays, count(*) FILTER (WHERE next - discharge BETWEEN 1 AND 30) AS readmitted, count(*) FILTER (WHERE next - discharge BETWEEN 1 AND 30) / count(*) AS share FROM a
-- enrolment switches | keys 2 | masked 0 of 0
WITH s AS (SELECT person_id, insurer_type, lag(insurer_type) OVER (PARTITION BY person_id ORDER BY enrolled_from) AS prev FROM ndb.enrolment) SELECT prev, insurer_type AS next, count(*) AS n, count(DISTINCT person_id) AS persons FROM s WHERE prev IS NOT NULL AND prev <> insurer_type GROUP BY ALL ORDER BY n DESC
-- gap days between dispensings | keys 0 | masked 4 of 4 | exact breaks, mean, n
WITH g AS (SELECT person_id, dispensed_date - lag(dispensed_date + days_supplied) OVER (PARTITION BY person_id ORDER BY dispensed_date) AS gap FROM ndb.drug WHERE atc_code = 'C08CA01') SELECT count(*) AS n, avg(gap) AS mean, median(gap) AS med, count(*) FILTER (WHERE gap > 30) AS breaks FROM g WHERE gap IS NOT NULL
-- dose uptake cumulative by month | keys 2 | masked 4 of 10 | exact n
WITH m AS (SELECT date_trunc('month', vaccination_date)::DATE AS mon, dose_number, count(*) AS n FROM vaccination.record GROUP BY ALL) SELECT mon, dose_number, n, sum(n) OVER (PARTITION BY dose_number ORDER BY mon) AS cum FROM m ORDER BY ALL
-- proportions by year with change from first | keys 1 | masked 1 of 2 | exact inp
WITH y AS (SELECT year(service_month) AS yr, count(DISTINCT person_id) FILTER (WHERE setting = '1') / count(DISTINCT person_id) AS inp FROM ndb.medical_claim GROUP BY 1) SELECT yr, inp, inp - first_value(inp) OVER (ORDER BY yr) AS change FROM y ORDER BY yr
-- cost per person quantile groups | keys 1 | masked 30 of 30 | steady n
SELECT d, count(*) AS n, sum(pts) AS pts, avg(pts) AS mean FROM (SELECT person_id, sum(points) AS pts, ntile(10) OVER (ORDER BY sum(points)) AS d FROM ndb.medical_claim GROUP BY person_id) GROUP BY d ORDER BY d
-- concentration of top one percent | keys 0 | masked 2 of 2
WITH t AS (SELECT person_id, sum(points) AS v, percent_rank() OVER (ORDER BY sum(points) DESC) AS pr FROM ndb.medical_claim GROUP BY 1) SELECT sum(v) FILTER (WHERE pr <= 0.01) / sum(v) AS top1, sum(v) FILTER (WHERE pr <= 0.1) / sum(v) AS top10 FROM t
-- area z by sum over count from claims | keys 1 | masked 5 of 8 | exact n, pp
WITH a AS (SELECT p.prefecture_code, count(DISTINCT c.person_id) AS n, sum(c.points) / count(DISTINCT c.person_id) AS pp FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1) SELECT prefecture_code, n, pp, (pp - avg(pp) OVER ()) / stddev_pop(pp) OVER () AS z, pp / avg(pp) OVER () AS rel FROM a ORDER BY z DESC
-- z against the mean of areas, weighted | keys 1 | masked 5 of 8 | exact n, x
WITH a AS (SELECT prefecture_code, count(*) AS n, sum((2022 - birth_year >= 65)::INT) AS x FROM ndb.person GROUP BY 1) SELECT prefecture_code, n, x, x / n - sum(x) OVER () / sum(n) OVER () AS diff, (x - n * sum(x) OVER () / sum(n) OVER ()) / sqrt(n * sum(x) OVER () / sum(n) OVER ()) AS z FROM a ORDER BY z DESC
-- rest of the country | keys 1 | masked 5 of 6 | exact here
WITH a AS (SELECT prefecture_code, count(*) AS n, sum((2022 - birth_year >= 65)::INT) AS x FROM ndb.person GROUP BY 1) SELECT prefecture_code, x / n AS here, (sum(x) OVER () - x) / (sum(n) OVER () - n) AS elsewhere, (x / n) / ((sum(x) OVER () - x) / (sum(n) OVER () - n)) AS rr FROM a ORDER BY 1
-- areas: top three by share of the old, ranked in a window | keys 1 | masked 7 of 9 | steady k, share
WITH r AS (SELECT medical_area_code, count(*) AS n, avg((2022 - birth_year >= 60)::INT) AS share FROM ndb.person GROUP BY 1) SELECT medical_area_code, n, share, rank() OVER (ORDER BY share DESC) AS k FROM r ORDER BY k
-- rest of the country by claims of each area | keys 1 | masked 4 of 6 | exact n
WITH a AS (SELECT p.prefecture_code AS k, count(*) AS n FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1) SELECT k, n, sum(n) OVER () - n AS elsewhere, n / (sum(n) OVER () - n) AS ratio FROM a
-- z of areas against all by windows | keys 1 | masked 2 of 6 | exact n, x
WITH a AS (SELECT prefecture_code AS k, count(*) AS n, count(*) FILTER (WHERE person_id IN (SELECT person_id FROM ndb.dpc_claim)) AS x FROM ndb.person GROUP BY 1) SELECT k, n, x, (x - n * sum(x) OVER () / sum(n) OVER ()) / sqrt(n * sum(x) OVER () / sum(n) OVER ()) AS z FROM a
-- totals by sex of counts by sex and insurer | keys 1 | masked 0 of 4
WITH a AS (SELECT sex, insurer_type, count(*) AS n FROM ndb.person GROUP BY 1, 2) SELECT sex, sum(n) AS n, max(n) AS largest FROM a GROUP BY sex
-- total beside each | keys 1 | masked 2 of 6 | exact n
SELECT sex, count(*) AS n, sum(count(*)) OVER () AS total, sum(count(*)) OVER () - count(*) AS others FROM ndb.person GROUP BY sex
-- cumulative persons by decade of birth | keys 1 | masked 8 of 12 | exact n
SELECT birth_year // 10 AS decade, count(*) AS n, sum(count(*)) OVER (ORDER BY birth_year // 10) AS cum FROM ndb.person GROUP BY 1 ORDER BY 1
-- indirectly standardised ratio by sex over bands | keys 1 | masked 2 of 4
WITH b AS (SELECT p.sex, (2022 - p.birth_year) // 30 AS band, count(*) AS n, count(*) FILTER (WHERE p.person_id IN (SELECT person_id FROM ndb.dpc_claim)) AS o FROM ndb.person p GROUP BY 1, 2), r AS (SELECT band, sum(o) AS oo, sum(n) AS nn FROM b GROUP BY band) SELECT b.sex, sum(b.o) AS observed, sum(b.n * r.oo / r.nn) AS expected FROM b JOIN r USING (band) GROUP BY b.sex
-- directly standardised rate, weights by VALUES | keys 1 | masked 2 of 4
WITH w(band, w) AS (VALUES (0, 0.5), (1, 0.3), (2, 0.2)), b AS (SELECT p.sex, (2022 - p.birth_year) // 30 AS band, count(*) AS n, count(*) FILTER (WHERE p.person_id IN (SELECT person_id FROM ndb.dpc_claim)) AS o FROM ndb.person p GROUP BY 1, 2) SELECT b.sex, sum(w.w * b.o / b.n) AS asr, sum(b.n) AS n FROM b JOIN w USING (band) GROUP BY b.sex
-- Mantel-Haenszel risk ratio over bands | keys 0 | masked 1 of 2
WITH s AS (SELECT (2022 - birth_year) // 30 AS band, count(*) FILTER (WHERE x) AS n1, count(*) FILTER (WHERE NOT x) AS n0, count(*) FILTER (WHERE x AND y) AS a, count(*) FILTER (WHERE NOT x AND y) AS c, count(*) AS n FROM (SELECT p.birth_year, p.person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code LIKE 'C10%') AS x, p.person_id IN (SELECT person_id FROM ndb.dpc_claim) AS y FROM ndb.person p) GROUP BY 1) SELECT sum(a * n0 / n) / sum(c * n1 / n) AS rr_mh, sum(n) AS n FROM s
-- claims per patient by area against the mean of areas | keys 1 | masked 5 of 6 | exact pp
WITH a AS (SELECT p.prefecture_code AS k, sum(c.points) / count(DISTINCT c.person_id) AS pp FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1) SELECT k, pp, pp / avg(pp) OVER () AS rel, pp - avg(pp) OVER () AS dev FROM a
-- view of first prescriptions, then new users by month | keys 1 | masked 2 of 4 | exact n
CREATE VIEW firsts AS SELECT person_id, min(dispensed_date) AS d FROM ndb.drug WHERE atc_code LIKE 'C10%' GROUP BY 1; SELECT date_trunc('quarter', d)::DATE AS q, count(*) AS n, sum(count(*)) OVER (ORDER BY date_trunc('quarter', d)::DATE) AS cum FROM firsts GROUP BY 1 ORDER BY 1
-- top 5 prefectures by mortality with CTE | keys 1 | masked 3 of 3
WITH b AS (SELECT prefecture_code, count(*) AS n FROM ndb.person GROUP BY 1), d AS (SELECT p.prefecture_code, count(*) AS deaths FROM ndb.death x JOIN ndb.person p USING (person_id) GROUP BY 1) SELECT b.prefecture_code, n, deaths, 1000.0 * deaths / n AS crude FROM b JOIN d USING (prefecture_code) ORDER BY crude DESC LIMIT 5
-- rank of prefectures by rate with QUALIFY | keys 1 | masked 4 of 4
SELECT prefecture_code, count(*) AS n, avg((2022 - birth_year >= 75)::INT) AS old FROM ndb.person GROUP BY 1 QUALIFY rank() OVER (ORDER BY avg((2022 - birth_year >= 75)::INT) DESC) <= 5
-- top 5 diagnoses by persons each year by QUALIFY | keys 2 | masked 0 of 5
SELECT year(service_month) AS y, icd10_code, count(DISTINCT person_id) AS n FROM ndb.medical_diagnosis WHERE NOT suspected GROUP BY 1, 2 QUALIFY row_number() OVER (PARTITION BY year(service_month) ORDER BY count(DISTINCT person_id) DESC) <= 5
-- chi-square contributions by cell | keys 2 | masked 8 of 12 | exact n
WITH o AS (SELECT sex, insurer_type, count(*) AS n FROM ndb.person GROUP BY 1, 2), e AS (SELECT *, sum(n) OVER (PARTITION BY sex) * sum(n) OVER (PARTITION BY insurer_type) / sum(n) OVER () AS expected FROM o) SELECT sex, insurer_type, n, expected, (n - expected) ** 2 / expected AS contribution FROM e ORDER BY 1, 2
-- chi-square total | keys 0 | masked 2 of 2 | steady df
WITH o AS (SELECT sex, insurer_type, count(*) AS n FROM ndb.person GROUP BY 1, 2), e AS (SELECT *, sum(n) OVER (PARTITION BY sex) * sum(n) OVER (PARTITION BY insurer_type) / sum(n) OVER () AS expected FROM o) SELECT sum((n - expected) ** 2 / expected) AS chi2, (count(DISTINCT sex) - 1) * (count(DISTINCT insurer_type) - 1) AS df FROM e
-- funnel limits | keys 1 | masked 6 of 12 | exact n, rate, x | steady rate
WITH a AS (SELECT p.prefecture_code AS k, count(*) AS n, count(*) FILTER (WHERE p.person_id IN (SELECT person_id FROM ndb.dpc_claim)) AS x FROM ndb.person p GROUP BY 1), t AS (SELECT sum(x) / sum(n) AS p0 FROM a) SELECT k, n, x, x / n AS rate, p0 - 1.96 * sqrt(p0 * (1 - p0) / n) AS lo95, p0 + 1.96 * sqrt(p0 * (1 - p0) / n) AS hi95, p0 + 3.09 * sqrt(p0 * (1 - p0) / n) AS hi998 FROM a CROSS JOIN t ORDER BY n
-- funnel flag of outliers | keys 1 | masked 3 of 6 | exact n
WITH a AS (SELECT prefecture_code AS k, count(*) AS n, avg((2022 - birth_year >= 65)::INT) AS rate FROM ndb.person GROUP BY 1), t AS (SELECT sum(rate * n) / sum(n) AS p0 FROM a) SELECT k, n, rate, CASE WHEN rate > p0 + 1.96 * sqrt(p0 * (1 - p0) / n) THEN 'high' WHEN rate < p0 - 1.96 * sqrt(p0 * (1 - p0) / n) THEN 'low' ELSE 'within' END AS flag FROM a, t
-- Gini over areas by ranks | keys 0 | masked 1 of 1
WITH a AS (SELECT p.prefecture_code, sum(c.points) / count(DISTINCT c.person_id) AS v FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1), r AS (SELECT v, row_number() OVER (ORDER BY v) AS i, count(*) OVER () AS n FROM a) SELECT (2.0 * sum(i * v) / (max(n) * sum(v))) - (max(n) + 1.0) / max(n) AS gini FROM r
-- Lorenz by deciles | keys 1 | masked 40 of 40 | steady cum, n
WITH t AS (SELECT person_id, sum(points) AS v FROM ndb.medical_claim GROUP BY 1), r AS (SELECT v, ntile(10) OVER (ORDER BY v) AS d FROM t), g AS (SELECT d, count(*) AS n, sum(v) AS s FROM r GROUP BY d) SELECT d, n, s, s / sum(s) OVER () AS share, sum(s) OVER (ORDER BY d) / sum(s) OVER () AS cum FROM g ORDER BY d
-- matched by strata, frequency weights | keys 0 | masked 3 of 3
WITH s AS (SELECT sex, birth_year // 10 AS b, count(*) FILTER (WHERE x) AS n1, count(*) FILTER (WHERE NOT x) AS n0, count(*) FILTER (WHERE x AND y) AS d1, count(*) FILTER (WHERE NOT x AND y) AS d0 FROM (SELECT p.sex, p.birth_year, p.person_id IN (SELECT person_id FROM ndb.drug WHERE atc_code = 'C10AA05') AS x, p.person_id IN (SELECT person_id FROM ndb.death) AS y FROM ndb.person p WHERE birth_year BETWEEN 1930 AND 1959) GROUP BY 1, 2) SELECT sum(n1) AS exposed, sum(d1) / sum(n1) AS risk1, sum(n1 * d0 / n0) / sum(n1) AS risk0 FROM s
-- PRR and ROR of drug by diagnosis | keys 1 | masked 6 of 12 | exact a, n
WITH dr AS (SELECT DISTINCT person_id, atc_code FROM ndb.drug), ae AS (SELECT DISTINCT person_id FROM ndb.medical_diagnosis WHERE icd10_code = 'K711'), c AS (SELECT atc_code, count(*) AS n, count(ae.person_id) AS a FROM dr LEFT JOIN ae USING (person_id) GROUP BY 1), t AS (SELECT sum(n) AS nn, sum(a) AS aa FROM c) SELECT atc_code, n, a, (a / n) / ((aa - a) / (nn - n)) AS prr, (a * (nn - n - aa + a)) / ((n - a) * (aa - a)) AS ror FROM c, t ORDER BY prr DESC
-- observed to expected ratio with shrinkage | keys 2 | masked 0 of 0
WITH dr AS (SELECT DISTINCT person_id, atc_code FROM ndb.drug), ae AS (SELECT DISTINCT person_id, icd10_code FROM ndb.medical_diagnosis WHERE icd10_code IN ('K711', 'L309', 'N189')), n AS (SELECT atc_code, icd10_code, count(*) AS o FROM dr JOIN ae USING (person_id) GROUP BY ALL), m AS (SELECT *, sum(o) OVER (PARTITION BY atc_code) * sum(o) OVER (PARTITION BY icd10_code) / sum(o) OVER () AS e FROM n) SELECT atc_code, icd10_code, o, e, (o + 0.5) / (e + 0.5) AS shrunk, log2((o + 0.5) / (e + 0.5)) AS ic FROM m ORDER BY ic DESC
-- self-controlled with lengths and ratio | keys 1 | masked 7 of 9 | exact ev, per_day
WITH w(win, a, b) AS (VALUES ('control', -90, -15), ('pre', -14, -1), ('risk', 0, 27)), v AS (SELECT person_id, min(vaccination_date) AS d FROM vaccination.record GROUP BY 1), c AS (SELECT w.win, w.b - w.a + 1 AS len, count(*) AS ev FROM v JOIN ndb.medical_claim m USING (person_id) JOIN w ON date_diff('day', v.d, m.first_service_date) BETWEEN w.a AND w.b GROUP BY 1, 2) SELECT win, ev, ev / len AS per_day, (ev / len) / (SELECT ev / len FROM c WHERE win = 'control') AS irr FROM c
-- treatment pathway first three drugs | keys 1 | masked 0 of 0
WITH f AS (SELECT person_id, atc_code, min(dispensed_date) AS d FROM ndb.drug WHERE atc_code LIKE 'A10%' GROUP BY 1, 2), s AS (SELECT person_id, string_agg(atc_code, ' → ' ORDER BY d, atc_code) AS path FROM f GROUP BY 1) SELECT path, count(*) AS n, count(*) / sum(count(*)) OVER () AS share FROM s GROUP BY path HAVING count(*) >= 10 ORDER BY n DESC
-- treatment pathway first and second line | keys 2 | masked 0 of 0
WITH f AS (SELECT person_id, atc_code, row_number() OVER (PARTITION BY person_id ORDER BY min(dispensed_date), atc_code) AS k FROM ndb.drug WHERE atc_code LIKE 'A10%' GROUP BY 1, 2), p AS (SELECT person_id, max(atc_code) FILTER (WHERE k = 1) AS first, coalesce(max(atc_code) FILTER (WHERE k = 2), 'none') AS second FROM f GROUP BY 1) SELECT first, second, count(*) AS n FROM p GROUP BY ALL ORDER BY ALL
-- rank by mean of indicator in a window | keys 1 | masked 3 of 6 | steady k
WITH r AS (SELECT prefecture_code, count(*) AS n, avg((2022 - birth_year >= 65)::INT) AS share FROM ndb.person GROUP BY 1) SELECT prefecture_code, n, share, rank() OVER (ORDER BY share DESC) AS k FROM r ORDER BY k
-- month over month change by lag | keys 1 | masked 13 of 18 | exact n, pct | steady pct
WITH m AS (SELECT service_month, count(DISTINCT person_id) AS n FROM ndb.medical_claim GROUP BY 1) SELECT service_month, n, n - lag(n) OVER (ORDER BY service_month) AS diff, 100.0 * (n / lag(n) OVER (ORDER BY service_month) - 1) AS pct FROM m ORDER BY 1
-- year over year by lag 12 | keys 1 | masked 13 of 18 | exact pts, yoy | steady yoy
WITH m AS (SELECT service_month, sum(points) AS pts FROM ndb.medical_claim GROUP BY 1) SELECT service_month, pts, pts / lag(pts, 12) OVER (ORDER BY service_month) AS yoy, pts - lag(pts, 12) OVER (ORDER BY service_month) AS diff FROM m ORDER BY 1
-- seasonality index | keys 1 | masked 0 of 0
WITH m AS (SELECT month(service_month) AS mon, count(*) AS n FROM ndb.medical_diagnosis WHERE icd10_code = 'J304' GROUP BY 1) SELECT mon, n, n / avg(n) OVER () AS idx, n - avg(n) OVER () AS dev FROM m ORDER BY 1
-- moving average, again | keys 1 | masked 2 of 12 | exact n
SELECT service_month, count(*) AS n, avg(count(*)) OVER (ORDER BY service_month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS ma3 FROM ndb.medical_claim GROUP BY 1 ORDER BY 1
-- moving centered seven | keys 1 | masked 34 of 34 | exact n
WITH d AS (SELECT vaccination_date AS d, count(*) AS n FROM vaccination.record GROUP BY 1) SELECT d, n, avg(n) OVER (ORDER BY d RANGE BETWEEN INTERVAL 3 DAY PRECEDING AND INTERVAL 3 DAY FOLLOWING) AS ma7 FROM d ORDER BY d
-- share of total | keys 1 | masked 0 of 4 | exact n
SELECT insurer_type, count(*) AS n, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS pct FROM ndb.person GROUP BY 1 ORDER BY 2 DESC
-- ROLLUP with grouping | keys 2 | masked 4 of 14 | exact age, n
SELECT CASE WHEN grouping(sex) = 1 THEN 'all' ELSE sex END AS s, CASE WHEN grouping(insurer_type) = 1 THEN 'all' ELSE insurer_type END AS i, count(*) AS n, avg(2022 - birth_year) AS age FROM ndb.person GROUP BY ROLLUP (sex, insurer_type) ORDER BY 1, 2
-- QUALIFY first event then age bands | keys 2 | masked 0 of 0
WITH f AS (SELECT * FROM ndb.medical_diagnosis WHERE icd10_code = 'J189' QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY service_month, claim_no, diagnosis_no) = 1) SELECT (year(f.service_month) - p.birth_year) // 20 * 20 AS band, p.sex, count(*) AS n FROM f JOIN ndb.person p USING (person_id) GROUP BY ALL ORDER BY ALL
-- KM monthly after vaccination to infection | keys 1 | masked 18 of 18 | exact d
WITH coh AS (SELECT v.person_id, date_diff('month', v.vaccination_date, coalesce(n.diagnosis_date, p.observed_until)) AS t, n.person_id IS NOT NULL AS ev FROM vaccination.record v JOIN ndb.person p USING (person_id) LEFT JOIN idb.notification n ON n.person_id = v.person_id AND n.diagnosis_date >= v.vaccination_date AND n.disease_code = 'COVID-19' WHERE v.dose_number = 1), g AS (SELECT t, count(*) AS n, count(*) FILTER (WHERE ev) AS d FROM coh GROUP BY t), k AS (SELECT t, d, n, sum(n) OVER (ORDER BY t DESC) AS at_risk FROM g) SELECT t, at_risk, d, product(1 - d / at_risk) OVER (ORDER BY t) AS surv FROM k ORDER BY t
-- share of each insurer within sex | keys 2 | masked 4 of 8 | exact n
SELECT p.sex, p.insurer_type, count(*) AS n, count(*) / sum(count(*)) OVER (PARTITION BY p.sex) AS share FROM ndb.person p GROUP BY p.sex, p.insurer_type ORDER BY p.sex, p.insurer_type
`

export const AREAS: BookStudy[] = readBook(BOOK)
