/** SQL as tools write it: dbplyr and duckplyr, PROC SQL, Stata's tables, pandas, Ibis, dashboards. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- dbplyr: count by sex of the old | keys 1 | masked 0 of 2 | exact n
SELECT "sex", COUNT(*) AS "n" FROM (SELECT "person".*, 2022.0 - "birth_year" AS "age" FROM "ndb"."person") "q01" WHERE ("age" >= 50.0) GROUP BY "sex"
-- dbplyr: summarise a mutate with CASE WHEN NOT | keys 1 | masked 2 of 6 | exact n, old
SELECT "sex", COUNT(*) AS "n", SUM(CASE WHEN ("age" >= 65.0) THEN 1.0 WHEN NOT ("age" >= 65.0) THEN 0.0 END) AS "old", AVG(CASE WHEN ("age" >= 65.0) THEN 1.0 WHEN NOT ("age" >= 65.0) THEN 0.0 END) AS "p_old" FROM (SELECT "person".*, 2022.0 - "birth_year" AS "age" FROM "ndb"."person") "q01" GROUP BY "sex"
-- dbplyr: left join of distinct, LHS and RHS | keys 1 | masked 0 of 4 | exact n, n_ht
SELECT "sex", COUNT(*) AS "n", SUM(CASE WHEN (NOT((("flag") IS NULL))) THEN 1.0 ELSE 0.0 END) AS "n_ht" FROM (SELECT "LHS".*, "flag" FROM "ndb"."person" "LHS" LEFT JOIN (SELECT DISTINCT "person_id", 1.0 AS "flag" FROM "ndb"."medical_diagnosis" WHERE ("icd10_code" = 'I10')) "RHS" ON ("LHS"."person_id" = "RHS"."person_id")) "q01" GROUP BY "sex"
-- dbplyr: slice_min by ROW_NUMBER, col01 = 1 | keys 1 | masked 2 of 4 | exact mean_points, n
SELECT "setting", COUNT(*) AS "n", AVG("points") AS "mean_points" FROM (SELECT "q01".* FROM (SELECT "medical_claim".*, ROW_NUMBER() OVER (PARTITION BY "person_id" ORDER BY "first_service_date", "claim_no") AS "col01" FROM "ndb"."medical_claim") "q01" WHERE ("col01" = 1)) "q02" GROUP BY "setting" ORDER BY "setting"
-- dbplyr: if_else cut and two group keys | keys 2 | masked 1 of 4 | exact n
SELECT "sex", "agegrp", COUNT(*) AS "n" FROM (SELECT "person".*, CASE WHEN (2022.0 - "birth_year" < 40.0) THEN '<40' WHEN (2022.0 - "birth_year" < 65.0) THEN '40-64' WHEN NOT (2022.0 - "birth_year" < 65.0) THEN '65+' END AS "agegrp" FROM "ndb"."person") "q01" GROUP BY "sex", "agegrp"
-- dbplyr: inner join and n_distinct | keys 1 | masked 0 of 6 | exact patients, per_patient, total
SELECT "sex", COUNT(DISTINCT "person_id") AS "patients", SUM("points") AS "total", SUM("points") / COUNT(DISTINCT "person_id") AS "per_patient" FROM (SELECT "LHS".*, "sex" FROM "ndb"."medical_claim" "LHS" INNER JOIN "ndb"."person" "RHS" ON ("LHS"."person_id" = "RHS"."person_id")) "q01" GROUP BY "sex"
-- dbplyr: semi join by EXISTS | keys 1 | masked 0 of 2 | exact n
SELECT "sex", COUNT(*) AS "n" FROM (SELECT "LHS".* FROM "ndb"."person" "LHS" WHERE EXISTS (SELECT 1 FROM "ndb"."drug" "RHS" WHERE ("LHS"."person_id" = "RHS"."person_id") AND ("RHS"."atc_code" LIKE 'C10%'))) "q01" GROUP BY "sex"
-- dbplyr: anti join by NOT EXISTS | keys 1 | masked 0 of 4 | exact mean_birth_year, n
SELECT "sex", COUNT(*) AS "n", AVG("birth_year") AS "mean_birth_year" FROM (SELECT "LHS".* FROM "ndb"."person" "LHS" WHERE NOT EXISTS (SELECT 1 FROM (SELECT DISTINCT "person_id" FROM "kaigo"."certification" WHERE ("care_level" = '22')) "RHS" WHERE ("LHS"."person_id" = "RHS"."person_id"))) "q01" GROUP BY "sex"
-- dbplyr: summarise twice, per person then by sex | keys 1 | masked 2 of 6 | exact max_visits, mean_visits, n | steady max_visits
SELECT "sex", COUNT(*) AS "n", AVG("visits") AS "mean_visits", MAX("visits") AS "max_visits" FROM (SELECT "person_id", "sex", COUNT(*) AS "visits" FROM (SELECT "LHS"."person_id" AS "person_id", "sex" FROM "ndb"."medical_claim" "LHS" LEFT JOIN "ndb"."person" "RHS" ON ("LHS"."person_id" = "RHS"."person_id")) "q01" GROUP BY "person_id", "sex") "q01" GROUP BY "sex"
-- dbplyr: percentages by SUM OVER () of n | keys 1 | masked 0 of 4 | exact n
SELECT "q01".*, (100.0 * "n") / SUM("n") OVER () AS "pct" FROM (SELECT "setting", COUNT(*) AS "n" FROM "ndb"."medical_claim" GROUP BY "setting") "q01"
-- dbplyr: head(10) of arrange(desc(n)) | keys 1 | masked 0 of 3 | exact n
SELECT "atc_code", COUNT(*) AS "n" FROM (SELECT DISTINCT "person_id", "atc_code" FROM "ndb"."drug") "q01" GROUP BY "atc_code" ORDER BY "n" DESC LIMIT 10
-- dbplyr: quantiles in summarise | keys 1 | masked 2 of 6
SELECT "setting", PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY "points") AS "p25", PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY "points") AS "p50", PERCENTILE_CONT(0.75) WITHIN GROUP (ORDER BY "points") AS "p75" FROM "ndb"."medical_claim" GROUP BY "setting"
-- dbplyr: sd and se | keys 1 | masked 0 of 6 | exact m
SELECT "sex", AVG("bmi") AS "m", STDDEV("bmi") AS "s", STDDEV("bmi") / SQRT(COUNT(*)) AS "se" FROM (SELECT "LHS"."bmi" AS "bmi", "sex" FROM "ndb"."checkup" "LHS" INNER JOIN "ndb"."person" "RHS" ON ("LHS"."person_id" = "RHS"."person_id") WHERE (NOT((("LHS"."bmi") IS NULL)))) "q01" GROUP BY "sex"
-- dbplyr: any() and all() per person | keys 1 | masked 0 of 2 | exact n
SELECT "ever_inpatient", COUNT(*) AS "n" FROM (SELECT "person_id", BOOL_OR("setting" = '1') AS "ever_inpatient" FROM "ndb"."medical_claim" GROUP BY "person_id") "q01" GROUP BY "ever_inpatient"
-- dbplyr: group_by filter(n() > 1) keeps repeaters | keys 1 | masked 0 of 2 | exact n
SELECT "sex", COUNT(DISTINCT "q01"."person_id") AS "n" FROM (SELECT "q01".* FROM (SELECT "medical_claim".*, COUNT(*) OVER (PARTITION BY "person_id") AS "col01" FROM "ndb"."medical_claim") "q01" WHERE ("col01" > 1.0)) "q01" INNER JOIN "ndb"."person" "RHS" ON ("q01"."person_id" = "RHS"."person_id") GROUP BY "sex"
-- dbplyr: pivot_wider by MAX CASE of counts | keys 1 | masked 1 of 4 | exact female, male
SELECT "prefecture_code", MAX(CASE WHEN ("sex" = '1') THEN "n" END) AS "male", MAX(CASE WHEN ("sex" = '2') THEN "n" END) AS "female" FROM (SELECT "prefecture_code", "sex", COUNT(*) AS "n" FROM "ndb"."person" GROUP BY "prefecture_code", "sex") "q01" GROUP BY "prefecture_code"
-- dbplyr: pivot_longer by UNION ALL | keys 1 | masked 0 of 2 | exact value
(SELECT 'smokers' AS "name", SUM(CAST("smoker" AS INTEGER)) AS "value" FROM "ndb"."checkup") UNION ALL (SELECT 'obese' AS "name", SUM(CAST("bmi" >= 25.0 AS INTEGER)) AS "value" FROM "ndb"."checkup")
-- dbplyr: coalesce after left join of sums | keys 1 | masked 0 of 4 | exact mean_units, n
SELECT "sex", COUNT(*) AS "n", AVG("units") AS "mean_units" FROM (SELECT "LHS"."person_id" AS "person_id", "sex", COALESCE("RHS"."units", 0.0) AS "units" FROM "ndb"."person" "LHS" LEFT JOIN (SELECT "person_id", SUM("units") AS "units" FROM "kaigo"."claim" GROUP BY "person_id") "RHS" ON ("LHS"."person_id" = "RHS"."person_id")) "q01" GROUP BY "sex"
-- dbplyr: lubridate month floor and tally | keys 1 | masked 1 of 6 | exact n
SELECT "m", COUNT(DISTINCT "person_id") AS "n" FROM (SELECT "medical_claim".*, DATE_TRUNC('month', "first_service_date") AS "m" FROM "ndb"."medical_claim") "q01" GROUP BY "m" ORDER BY "m"
-- duckplyr: lag of dates and mean gap | keys 1 | masked 1 of 4 | exact n_gaps
SELECT "sex", COUNT(*) AS "n_gaps", AVG("gap") AS "mean_gap" FROM (SELECT "q01".*, CAST("first_service_date" - LAG("first_service_date", 1, NULL) OVER (PARTITION BY "person_id" ORDER BY "first_service_date", "claim_no") AS INTEGER) AS "gap" FROM (SELECT "LHS".*, "sex" FROM "ndb"."medical_claim" "LHS" LEFT JOIN "ndb"."person" "RHS" ON ("LHS"."person_id" = "RHS"."person_id")) "q01") "q02" WHERE (NOT((("gap") IS NULL))) GROUP BY "sex"
-- dbplyr: distinct keep_all first by ROW_NUMBER, then join | keys 1 | masked 1 of 4 | exact n
SELECT "vaccine_name", COUNT(*) AS "n", AVG("age") AS "age" FROM (SELECT "LHS"."vaccine_name", YEAR("LHS"."vaccination_date") - "RHS"."birth_year" AS "age" FROM (SELECT "q01".* FROM (SELECT "record".*, ROW_NUMBER() OVER (PARTITION BY "person_id" ORDER BY "dose_number") AS "col01" FROM "vaccination"."record") "q01" WHERE ("col01" = 1)) "LHS" LEFT JOIN "ndb"."person" "RHS" ON ("LHS"."person_id" = "RHS"."person_id")) "q02" GROUP BY "vaccine_name"
-- dbplyr: WITH q01 style CTEs | keys 1 | masked 4 of 6 | exact hi, lo, n
WITH "q01" AS (SELECT "person".*, 2022.0 - "birth_year" AS "age" FROM "ndb"."person"), "q02" AS (SELECT "q01".*, FLOOR("age" / 30.0) * 30.0 AS "band" FROM "q01") SELECT "band", COUNT(*) AS "n", MIN("age") AS "lo", MAX("age") AS "hi" FROM "q02" GROUP BY "band" ORDER BY "band"
-- SAS: calculated columns and percent | keys 1 | masked 2 of 6 | exact n, n65, pct65
select sex, count(*) as n, sum(case when 2022 - birth_year >= 65 then 1 else 0 end) as n65, n65 / n * 100 as pct65 from (select * from ndb.person) p group by sex
-- SAS: PROC SQL age class by case when, having count distinct | keys 1 | masked 2 of 9 | exact mpoints, patients, points
select case when 2022 - p.birth_year < 50 then '1:<50' when 2022 - p.birth_year < 65 then '2:50-64' else '3:65+' end as agecls, count(distinct c.person_id) as patients, sum(c.points) as points, mean(c.points) as mpoints from ndb.medical_claim c, ndb.person p where c.person_id = p.person_id group by 1 having count(distinct c.person_id) >= 3 order by 1
-- SAS: remerge by join of a total | keys 1 | masked 0 of 4 | exact n, pct
select a.setting, a.n, a.n / b.total * 100 as pct from (select setting, count(*) as n from ndb.medical_claim group by setting) a, (select count(*) as total from ndb.medical_claim) b order by a.setting
-- SAS: PROC FREQ two way with row percent | keys 2 | masked 4 of 16 | exact frequency
select sex, prefecture_code, count(*) as frequency, 100 * count(*) / sum(count(*)) over (partition by sex) as row_pct, 100 * count(*) / sum(count(*)) over (partition by prefecture_code) as col_pct, 100 * count(*) / sum(count(*)) over () as percent from ndb.person group by sex, prefecture_code order by sex, prefecture_code
-- SAS: PROC MEANS n mean std min max | keys 1 | masked 4 of 10 | exact maximum, mean, minimum, n
select smoker, count(bmi) as n, avg(bmi) as mean, stddev_samp(bmi) as std, min(bmi) as minimum, max(bmi) as maximum from ndb.checkup group by smoker
-- SAS: PROC SUMMARY with types by GROUPING SETS | keys 3 | masked 0 of 18 | exact _freq_, points_sum
select grouping(sex, setting) as _type_, sex, setting, count(*) as _freq_, sum(points) as points_sum from ndb.medical_claim c inner join ndb.person p on c.person_id = p.person_id group by grouping sets ((), (sex), (setting), (sex, setting)) order by 1, 2, 3
-- SAS: coalesce of flags after several left joins | keys 2 | masked 3 of 4 | exact n
select coalesce(ht.flg, 0) as ht, coalesce(dm.flg, 0) as dm, count(*) as n from ndb.person p left join (select distinct person_id, 1 as flg from ndb.medical_diagnosis where icd10_code = 'I10') ht on p.person_id = ht.person_id left join (select distinct person_id, 1 as flg from ndb.medical_diagnosis where icd10_code like 'E11%') dm on p.person_id = dm.person_id group by 1, 2 order by 1, 2
-- SAS: create table steps | keys 1 | masked 4 of 8 | exact max_age, min_age, n
create table coh as select person_id, min(dispensed_date) as index_dt from ndb.drug where atc_code in ('C10AA05', 'C10AA07') group by person_id; create table coh2 as select a.*, b.sex, b.birth_year, year(a.index_dt) - b.birth_year as age from coh a inner join ndb.person b on a.person_id = b.person_id; select sex, count(*) as n, avg(age) as mean_age, min(age) as min_age, max(age) as max_age from coh2 group by sex
-- SAS: first. and last. by min and max per person | keys 1 | masked 0 of 4 | exact days, n
select sex, count(*) as n, avg(lst - fst) as days from (select c.person_id, p.sex, min(first_service_date) as fst, max(first_service_date) as lst from ndb.medical_claim c inner join ndb.person p on c.person_id = p.person_id group by c.person_id, p.sex) group by sex
-- SAS: sum of conditions as numbers | keys 1 | masked 0 of 8 | exact ht, n, ob
select sex, sum((bmi >= 25)::int) as ob, sum((systolic_mmhg >= 140 or diastolic_mmhg >= 90)::int) as ht, count(*) as n, mean((bmi >= 25)::int) as p_ob from ndb.checkup k inner join ndb.person p on k.person_id = p.person_id group by sex
-- Stata: tab with totals by ROLLUP | keys 1 | masked 0 of 6 | exact freq, percent | steady percent
SELECT coalesce(sex, 'Total') AS sex, count(*) AS freq, 100.0 * count(*) / (SELECT count(*) FROM ndb.person) AS percent FROM ndb.person GROUP BY ROLLUP (sex) ORDER BY grouping(sex), sex
-- Stata: tabulate two ways with margins by CUBE | keys 2 | masked 1 of 9 | exact freq
SELECT CASE WHEN grouping(sex) = 1 THEN 'Total' ELSE sex END AS sex, CASE WHEN grouping(prefecture_code) = 1 THEN 'Total' ELSE prefecture_code END AS pref, count(*) AS freq FROM ndb.person GROUP BY CUBE (sex, prefecture_code) ORDER BY grouping(sex), sex, grouping(prefecture_code), pref
-- Stata: tabstat with semean and cv | keys 1 | masked 0 of 10 | exact mean, n, sum
SELECT setting, count(points) AS n, avg(points) AS mean, stddev_samp(points) / sqrt(count(points)) AS semean, stddev_samp(points) / avg(points) AS cv, sum(points) AS sum FROM ndb.medical_claim GROUP BY setting
-- Stata: bysort egen mean then collapse | keys 1 | masked 2 of 4 | exact msd, n
SELECT sex, count(*) AS n, avg(dev * dev) AS msd FROM (SELECT k.person_id, p.sex, bmi - avg(bmi) OVER (PARTITION BY k.person_id) AS dev FROM ndb.checkup k JOIN ndb.person p USING (person_id)) GROUP BY sex
-- Stata: stptime rate with exposure | keys 1 | masked 5 of 8 | exact failures, persons
SELECT sex, count(*) AS persons, sum(coalesce(death_date, observed_until) - observed_from) / 365.25 AS person_time, count(death_date) AS failures, 1000 * count(death_date) / (sum(coalesce(death_date, observed_until) - observed_from) / 365.25) AS rate FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY sex
-- pandas to_sql habit: crosstab by FILTER | keys 1 | masked 1 of 6 | exact 1, 2, All
SELECT prefecture_code, count(*) FILTER (WHERE sex = '1') AS "1", count(*) FILTER (WHERE sex = '2') AS "2", count(*) AS "All" FROM ndb.person GROUP BY prefecture_code ORDER BY prefecture_code
-- Ibis: t0 t1 style | keys 1 | masked 4 of 4 | exact CountStar(), Mean(age)
SELECT "t2"."sex", COUNT(*) AS "CountStar()", AVG("t2"."age") AS "Mean(age)" FROM (SELECT "t1"."sex", CAST(2022 AS SMALLINT) - "t1"."birth_year" AS "age" FROM (SELECT * FROM "ndb"."person" AS "t0" WHERE "t0"."insurer_type" = '3') AS "t1") AS "t2" GROUP BY 1
-- Tableau: sum of one and count distinct | keys 1 | masked 0 of 4 | exact ctd:person_id:ok, sum:Number of Records:ok
SELECT "person"."sex" AS "sex", SUM(1) AS "sum:Number of Records:ok", COUNT(DISTINCT "medical_claim"."person_id") AS "ctd:person_id:ok" FROM "ndb"."medical_claim" "medical_claim" INNER JOIN "ndb"."person" "person" ON ("medical_claim"."person_id" = "person"."person_id") GROUP BY 1
`

export const TOOLS: BookStudy[] = readBook(BOOK)
