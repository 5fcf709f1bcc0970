/** What is left of counts, zeros of sums and rates, counts looked up one by one, rates in one column with other numbers, and different values. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- rows without a value as what is left, one of whom is alone | keys 1 | masked 4 of 6 | exact n, old, old_2
SELECT sex, count(*) AS n, count(*) - count(CASE WHEN birth_year < 1942 THEN NULL ELSE 1 END) AS old, count(*) - count_if(birth_year >= 1942) AS old_2 FROM ndb.person GROUP BY sex
-- what is left where some are taken away that were never counted | keys 0 | masked 2 of 3
SELECT count(*) FILTER (WHERE birth_year < 1970) - count(*) FILTER (WHERE birth_year < 1974) AS a, count(*) FILTER (WHERE sex = '1') - count(*) FILTER (WHERE birth_year < 1974) AS b, count(birth_year) - count(birth_month) AS c FROM ndb.person
-- rows that a filter leaves less those of them that meet more | keys 0 | masked 0 of 3 | exact cheap, inpatient, pct
SELECT count(*) FILTER (WHERE points > 500) - count(*) FILTER (WHERE points > 500 AND setting = '2') AS inpatient, count(setting) - count(setting) FILTER (WHERE points > 2500) AS cheap, 100.0 * (count(*) - count(*) FILTER (WHERE setting = '1')) / count(*) AS pct FROM ndb.medical_claim
-- what is left beside padded rows | keys 1 | masked 0 of 4 | exact n, without
SELECT p.sex, count(*) - count(d.person_id) AS without, count(*) AS n FROM ndb.person p LEFT JOIN ndb.death d USING (person_id) GROUP BY p.sex
-- what is left counted over groups | keys 0 | masked 1 of 1
SELECT count(*) - count(least_of) AS missing FROM (SELECT prefecture_code, min(birth_year) FILTER (WHERE birth_year < 1940) AS least_of FROM ndb.person GROUP BY 1)
-- sums and rates of nobody, of one and of many | keys 1 | masked 6 of 10 | exact many, nobody, one, rate_0, rate_1
SELECT sex, sum(CASE WHEN birth_year < 1900 THEN 1 ELSE 0 END) AS nobody, sum((birth_year < 1942)::INT) AS one, sum((birth_year < 1964)::INT) AS many, 100.0 * sum(CASE WHEN birth_year < 1900 THEN 1 ELSE 0 END) / count(*) AS rate_0, sum((birth_year < 1942)::INT) / count(*) AS rate_1 FROM ndb.person GROUP BY sex
-- a sum that cancels is no sum of nobody | keys 0 | masked 2 of 2 | exact share | steady share
SELECT sum(CASE WHEN birth_year < 1942 THEN 1 WHEN birth_year >= 1978 THEN -1 ELSE 0 END) AS net, round(sum((birth_year < 1942)::INT) / 100.0, 1) AS share FROM ndb.person
-- a rate of nobody over few | keys 0 | masked 2 of 2 | exact r, s
SELECT count(*) FILTER (WHERE birth_year < 1900) / count(*) FILTER (WHERE birth_year < 1942) AS r, sum((birth_year < 1900)::INT) / sum((birth_year < 1942)::INT) AS s FROM ndb.person
-- scalar subqueries of one person, of two who hold nearly all, of a number that cancels | keys 0 | masked 3 of 4
SELECT (SELECT count(*) FROM ndb.person WHERE birth_year < 1942) AS one, (SELECT sum(CASE WHEN birth_year < 1946 THEN 1000 ELSE 1 END) FROM ndb.person) AS held, (SELECT sum(CASE WHEN sex = '1' THEN 1 ELSE -1 END) FROM ndb.person) AS net, (SELECT count(*) FROM ndb.person WHERE birth_year < 1900) AS nobody
-- nobody among the rows of one person, looked up beside many | keys 1 | masked 4 of 6 | exact n
SELECT sex, count(*) AS n, (SELECT count(DISTINCT person_id) FROM ndb.medical_claim WHERE person_id = 'p05' AND setting = '9') AS none, (SELECT count(DISTINCT c.person_id) FROM ndb.medical_claim c WHERE c.setting = '9' AND c.points > (SELECT max(points) FROM ndb.medical_claim WHERE person_id = 'p05')) AS above FROM ndb.person GROUP BY sex
-- a sum of nobody where another person's value decides | keys 1 | masked 4 of 4
SELECT sex, sum(((SELECT max(points) FROM ndb.medical_claim WHERE person_id = 'p05') < 0)::INT) AS v, sum(CASE WHEN birth_year < (SELECT min(birth_year) FROM ndb.person WHERE person_id = 'p05') - 200 THEN 1 ELSE 0 END) AS w FROM ndb.person GROUP BY sex
-- a sum of nobody where the rows of two cohorts meet | keys 0 | masked 2 of 2 | exact v, w
WITH a AS (SELECT person_id FROM ndb.person WHERE birth_year >= 1942), x AS (SELECT p.person_id, p.person_id NOT IN (SELECT person_id FROM a) AS lacks FROM ndb.person p) SELECT sum(lacks::INT) AS v, sum((lacks AND person_id <> 'p05')::INT) AS w FROM x
-- numbers, means and rates in one column by UNPIVOT | keys 1 | masked 0 of 3
UNPIVOT (SELECT count(*)::DOUBLE AS n, count(*) FILTER (WHERE sex = '2')::DOUBLE AS women, (count(*) FILTER (WHERE sex = '2') / count(*))::DOUBLE AS share FROM ndb.person) ON n, women, share INTO NAME item VALUE v
-- numbers and rates in one own table by INSERT | keys 1 | masked 0 of 2
CREATE TABLE t1 (item VARCHAR, v DOUBLE); INSERT INTO t1 SELECT 'n', count(*) FROM ndb.person; INSERT INTO t1 SELECT 'share', count(*) FILTER (WHERE sex = '2') / count(*) FROM ndb.person; SELECT * FROM t1
-- results gathered in a table by INSERT | keys 1 | masked 1 of 3 | exact n
CREATE TABLE res (item VARCHAR, n BIGINT); INSERT INTO res SELECT 'persons', count(*) FROM ndb.person; INSERT INTO res SELECT 'deaths', count(*) FROM ndb.death; INSERT INTO res SELECT 'statin users', count(DISTINCT person_id) FROM ndb.drug WHERE atc_code LIKE 'C10%'; SELECT * FROM res
-- different values that one, two and many hold | keys 0 | masked 3 of 4 | exact many, nobody, one, two
SELECT count(DISTINCT CASE WHEN birth_year < 1940 THEN 1 WHEN birth_year < 1964 THEN 2 ELSE 3 END) AS one, count(DISTINCT CASE WHEN birth_year < 1944 THEN 1 WHEN birth_year < 1964 THEN 2 ELSE 3 END) AS two, count(DISTINCT CASE WHEN birth_year < 1964 THEN 2 ELSE 3 END) AS many, count(DISTINCT sex) FILTER (WHERE birth_year < 1900) AS nobody FROM ndb.person
-- different values a person has many of, one of them of one person | keys 1 | masked 4 of 4 | exact months, of_one
SELECT setting, count(DISTINCT c.service_month) AS months, count(DISTINCT CASE WHEN p.birth_year < 1942 THEN c.points ELSE 0 END) AS of_one FROM ndb.medical_claim c JOIN ndb.person p USING (person_id) GROUP BY setting
-- different values of persons who are told by name | keys 0 | masked 2 of 2 | exact halves, named
SELECT count(DISTINCT CASE WHEN person_id = 'p05' THEN birth_year ELSE birth_year // 100 END) AS named, count(DISTINCT hash(person_id) % 2) AS halves FROM ndb.person
-- different values computed with | keys 1 | masked 6 of 6 | exact as_it_is, less, rate
SELECT birth_year < 1960 AS old, count(DISTINCT sex) - 1 AS less, count(DISTINCT sex) / count(*) AS rate, count(DISTINCT sex) AS as_it_is FROM ndb.person GROUP BY 1
-- different values in an own table, with others put in | keys 1 | masked 2 of 2 | exact n
CREATE TABLE dv AS SELECT 'a' AS item, count(DISTINCT sex) AS n FROM ndb.person; INSERT INTO dv SELECT 'b', count(DISTINCT sex) FROM ndb.person WHERE birth_year < 1944; SELECT item, n FROM dv
-- different values in an own table | keys 1 | masked 2 of 2 | exact n
CREATE TABLE dv2 AS SELECT birth_year < 1960 AS old, count(DISTINCT sex) AS n FROM ndb.person GROUP BY 1; SELECT old, n FROM dv2
`

export const HANDS: BookStudy[] = readBook(BOOK)
