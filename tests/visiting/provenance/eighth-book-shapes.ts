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
-- 重複を除いて窓で数える: 二つの段 | keys 2 | masked 2 of 8 | exact n
SELECT DISTINCT sex, prefecture_code, count(*) OVER (PARTITION BY sex, prefecture_code) AS n, 100.0 * count(*) OVER (PARTITION BY sex, prefecture_code) / count(*) OVER (PARTITION BY sex) AS pct FROM ndb.person ORDER BY 1, 2
-- 重複を除いて全体の窓 | keys 0 | masked 0 of 2 | steady med
SELECT DISTINCT count(*) OVER () AS n, median(points) OVER () AS med FROM ndb.medical_claim
-- 名称を引いて窓で数える | keys 1 | masked 2 of 6 | exact age, n
SELECT DISTINCT m.municipality_name, count(p.person_id) OVER (PARTITION BY m.municipality_name) AS n, avg(2022 - p.birth_year) OVER (PARTITION BY m.municipality_name) AS age FROM ndb.person p JOIN open.municipality m USING (municipality_code)
-- 入外の平均を超えるレセプト: QUALIFY | keys 1 | masked 0 of 2
WITH f AS (SELECT c.setting, c.person_id, c.points FROM ndb.medical_claim c QUALIFY c.points > avg(c.points) OVER (PARTITION BY c.setting)) SELECT setting, count(DISTINCT person_id) AS n FROM f GROUP BY 1
-- 手で横持ち: SUM CASE とその月の平均 | keys 1 | masked 7 of 18 | exact inp, m2, outp
WITH t AS (SELECT setting, service_month, count(DISTINCT person_id) AS n, avg(points) AS m FROM ndb.medical_claim GROUP BY 1, 2) SELECT service_month, sum(CASE WHEN setting = '1' THEN n ELSE 0 END) AS inp, sum(n) FILTER (WHERE setting = '2') AS outp, max(CASE WHEN setting = '2' THEN m END) AS m2 FROM t GROUP BY 1 ORDER BY 1
-- 手で横持ち: 合計の列も | keys 1 | masked 0 of 6 | exact inp, outp
WITH t AS (SELECT p.sex, c.setting, count(DISTINCT c.person_id) AS n FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY 1, 2) SELECT sex, sum(CASE WHEN setting = '1' THEN n ELSE 0 END) AS inp, sum(CASE WHEN setting = '2' THEN n ELSE 0 END) AS outp, sum(n) AS alln FROM t GROUP BY sex
-- 手で横持ち: 条件そのものが鍵 | keys 0 | masked 0 of 2
WITH t AS (SELECT birth_year < 1960 AS old, count(*) AS n FROM ndb.person GROUP BY 1) SELECT max(CASE WHEN old THEN n END) AS a, max(CASE WHEN NOT old THEN n END) AS b FROM t
-- 手で横持ち: 平均とその信頼限界、他の性の偏差では出ない | keys 0 | masked 1 of 3 | exact m1
WITH t AS (SELECT sex, avg(bmi) AS m, stddev(bmi) AS s, count(*) AS n FROM ndb.checkup JOIN ndb.person USING (person_id) GROUP BY sex), w AS (SELECT max(m) FILTER (WHERE sex = '1') AS m1, max(s) FILTER (WHERE sex = '1') AS s1, max(n) FILTER (WHERE sex = '1') AS n1, max(s) FILTER (WHERE sex = '2') AS s2 FROM t) SELECT m1, m1 - 1.96 * s1 / sqrt(n1) AS lo, m1 - 1.96 * s2 / sqrt(n1) AS wrong FROM w
-- 悪意: 窓で一人だけを数える | keys 1 | masked 2 of 6 | exact d, n, s
SELECT DISTINCT sex, count(*) OVER (PARTITION BY sex) AS n, sum(CASE WHEN birth_year < 1941 THEN birth_month ELSE 0 END) OVER (PARTITION BY sex) AS s, count(*) OVER (PARTITION BY sex) - count(*) FILTER (WHERE birth_year >= 1941) OVER (PARTITION BY sex) AS d FROM ndb.person
-- 悪意: 一人で決まる窓の平均と比べる | keys 1 | masked 2 of 2
WITH s AS (SELECT sex, 2022 - birth_year AS age, avg(CASE WHEN birth_year < 1941 THEN birth_month * 100 ELSE 0 END) OVER () AS m FROM ndb.person) SELECT sex, count(*) FILTER (WHERE age > m) AS n FROM s GROUP BY sex
-- 悪意: 窓の最大との差で選ぶ | keys 0 | masked 1 of 1
SELECT count(*) AS n FROM (SELECT points, max(points) OVER () AS top FROM ndb.medical_claim) WHERE points > top - 100000
-- 悪意: 二つの窓の差を持ち越す | keys 0 | masked 1 of 1
SELECT count(*) FILTER (WHERE points > 1000 * (a - b)) AS n FROM (SELECT points, avg(points) OVER () AS a, avg(points) FILTER (WHERE setting = '1') OVER () AS b FROM ndb.medical_claim)
-- 悪意: 真の数がいくつもある横持ち | keys 0 | masked 2 of 2
WITH t AS (SELECT dose_number AS d, count(DISTINCT person_id) AS n FROM vaccination.record GROUP BY 1) SELECT max(n) FILTER (WHERE d) AS any1, sum(n) FILTER (WHERE d) AS s FROM t
-- 悪意: 和の両側を横持ちして引く | keys 0 | masked 1 of 1
WITH t AS (SELECT 'a' AS k, count(*) AS n FROM ndb.person UNION ALL SELECT 'b', count(*) FROM ndb.person WHERE birth_year <> 1936) SELECT max(n) FILTER (WHERE k = 'a') - max(n) FILTER (WHERE k = 'b') AS d FROM t
-- 悪意: 一人の鍵を横持ちする | keys 0 | masked 2 of 3
WITH t AS (SELECT birth_year = 1936 AS one, sum(points) AS s, count(*) AS n FROM ndb.medical_claim JOIN ndb.person USING (person_id) GROUP BY 1) SELECT max(s) FILTER (WHERE one) AS s1, max(n) FILTER (WHERE one) AS n1, max(s) FILTER (WHERE NOT one) AS s0 FROM t
`

export const SHAPES: BookStudy[] = readBook(BOOK)
