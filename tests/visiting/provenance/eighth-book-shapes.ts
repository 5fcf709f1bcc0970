/** Shapes in which the same is asked: means and middles of days, intervals and times. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- 観察終了日を打ち切りで切った平均 | keys 1 | masked 2 of 4 | exact n | steady m
SELECT sex, avg(CASE WHEN observed_until > DATE '2022-12-31' THEN DATE '2022-12-31' ELSE observed_until END) AS m, count(*) AS n FROM ndb.person GROUP BY sex
-- 初回受診日の平均: 期首より前は期首 | keys 1 | masked 0 of 4 | exact f | steady m, f
SELECT setting, avg(CASE WHEN first_service_date > DATE '2022-07-01' THEN first_service_date ELSE DATE '2022-07-01' END) AS m, avg(first_service_date) FILTER (WHERE points > 300) AS f FROM ndb.medical_claim GROUP BY 1
-- 処方の初日と終日の平均 | keys 1 | masked 1 of 4 | exact m | steady m, k
WITH f AS (SELECT person_id, min(dispensed_date) AS d, max(dispensed_date) AS l FROM ndb.drug GROUP BY 1) SELECT p.sex, avg(f.d) AS m, avg(CASE WHEN l > DATE '2022-08-01' THEN DATE '2022-08-01' ELSE l END) AS k FROM f JOIN ndb.person p USING (person_id) GROUP BY 1
-- 時刻まで入れた日の平均 | keys 1 | masked 0 of 4 | exact m, z | steady m, z
SELECT setting, avg(first_service_date::TIMESTAMP) AS m, avg(first_service_date::TIMESTAMPTZ) AS z FROM ndb.medical_claim GROUP BY 1
-- 受診日の中央値と四分位: 日と時刻 | keys 1 | masked 1 of 6 | steady a, b, c
SELECT setting, quantile_cont(first_service_date, 0.25) AS a, quantile_disc(first_service_date, 0.5) AS b, quantile_cont(CASE WHEN first_service_date > DATE '2022-08-01' THEN DATE '2022-08-01' ELSE first_service_date END, 0.75) AS c FROM ndb.medical_claim GROUP BY 1
-- 月初からの間隔の中央値 | keys 1 | masked 0 of 4 | steady a, b
SELECT setting, quantile_disc(first_service_date::TIMESTAMP - service_month::TIMESTAMP, 0.5) AS a, median(age(first_service_date, service_month)) AS b FROM ndb.medical_claim GROUP BY 1
-- 間隔の平均: 観察終了まで | keys 1 | masked 1 of 2 | steady m
SELECT sex, avg(age(observed_until, observed_from)) AS m FROM ndb.person GROUP BY sex
-- 悪意: 一人の間隔だけを平均に | keys 0 | masked 1 of 1 | steady m
SELECT avg(CASE WHEN birth_year < 1942 AND sex = '1' THEN INTERVAL (birth_month) DAY ELSE INTERVAL 0 DAY END) AS m FROM ndb.person
-- 悪意: 一人の生まれ月を時刻の平均に | keys 0 | masked 1 of 1 | steady m
SELECT avg(CASE WHEN birth_year < 1942 AND sex = '1' THEN make_time(birth_month::BIGINT, 0, 0) ELSE TIME '00:00:00' END) AS m FROM ndb.person
-- 悪意: 一人だけ遠い日にする | keys 0 | masked 1 of 1 | steady m
SELECT avg(CASE WHEN p.birth_year < 1942 AND p.sex = '1' THEN DATE '9000-01-01' + p.birth_month::INT ELSE c.first_service_date END) AS m FROM ndb.person p JOIN ndb.medical_claim c USING (person_id)
-- 悪意: 日の平均で並べて一つ取る | keys 1 | masked 1 of 1 | steady m
SELECT p.prefecture_code, avg(CASE WHEN observed_until > DATE '2022-12-31' THEN DATE '2022-12-31' ELSE observed_until END) AS m FROM ndb.person p GROUP BY 1 ORDER BY m LIMIT 1
`

export const SHAPES: BookStudy[] = readBook(BOOK)
