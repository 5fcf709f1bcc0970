/** Pages of groups and what is told of them, and ages by the month of birth. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- the second page of groups: the row's persons are a bound, what is counted by itself is not | keys 1 | masked 0 of 2 | exact men
SELECT birth_year < 1960 AS old, count(*) AS n, count(*) FILTER (WHERE sex = '1') AS men FROM ndb.person GROUP BY 1 ORDER BY n, old LIMIT 1 OFFSET 1
-- the second page, stored | keys 1 | masked 0 of 1
CREATE TABLE pg AS SELECT birth_year < 1960 AS old, count(*) AS n FROM ndb.person GROUP BY 1 ORDER BY n, old LIMIT 1 OFFSET 1; SELECT old, n FROM pg
-- the first page | keys 1 | masked 0 of 2 | exact men, n
SELECT birth_year < 1960 AS old, count(*) AS n, count(*) FILTER (WHERE sex = '1') AS men FROM ndb.person GROUP BY 1 ORDER BY n, old LIMIT 1
-- a page beside a group of two | keys 1 | masked 4 of 4 | exact m
SELECT (birth_year - 1936) // 20 AS g, count(*) AS n, avg(birth_month) AS m FROM ndb.person GROUP BY 1 ORDER BY 1 LIMIT 2 OFFSET 1
-- ages of whom the catalog knows the month of birth | keys 1 | masked 0 of 12
SELECT sex, median(date_diff('year', make_date(birth_year, birth_month, 1), DATE '2022-04-01')) AS a, median(date_diff('month', make_date(birth_year, birth_month, 1), DATE '2022-04-01')) AS b, median(2022 - birth_year) AS c, median((DATE '2022-04-01' - make_date(birth_year, birth_month, 1)) / 365.25) AS d, median(date_sub('year', make_date(birth_year, birth_month, 1), DATE '2022-04-01')) AS e, median(age_in_years(birth_year, birth_month, DATE '2022-04-01')) AS f FROM ndb.person GROUP BY 1
-- such ages from a CTE | keys 1 | masked 0 of 6
WITH a AS (SELECT person_id, sex, date_diff('year', make_date(birth_year, birth_month, 1), DATE '2022-04-01') AS age, age_in_years(birth_year, birth_month, DATE '2022-04-01') AS age2 FROM ndb.person) SELECT sex, median(age) AS m, median(age2) AS m2, quantile_cont(age, 0.5) AS q FROM a GROUP BY sex
-- such ages of a year and a month handed on under other names | keys 1 | masked 0 of 2
WITH a AS (SELECT person_id, sex, birth_year AS y, birth_month AS m FROM ndb.person) SELECT sex, median(date_diff('year', make_date(y, m, 1), DATE '2022-04-01')) AS m FROM a GROUP BY sex
-- ages at a day of the person’s own; one dose is of two | keys 1 | masked 3 of 9
SELECT dose_number, median(date_diff('year', make_date(birth_year, birth_month, 1), vaccination_date)) AS m, median(age_in_years(birth_year, birth_month, vaccination_date)) AS m2, median(vaccination_date - make_date(birth_year, birth_month, 1)) AS m3 FROM vaccination.record JOIN ndb.person USING (person_id) GROUP BY 1
-- the year of a day less the year of birth, and what is not a year | keys 0 | masked 2 of 3
SELECT median(year(observed_from) - birth_year) AS a, median(month(observed_from) - birth_month) AS b, median(12 * year(observed_from) + birth_month) AS c FROM ndb.person
-- another month, a computed one, another day, or the month as a number beside the year | keys 1 | masked 10 of 10
SELECT sex, median(date_diff('day', make_date(birth_year, month(observed_from), 1), DATE '2022-04-01')) AS a, median(make_date(birth_month, birth_year % 12 + 1, 1)) AS b, median(date_diff('day', make_date(birth_year, birth_month + 0, 1), DATE '2022-04-01')) AS c, median(date_diff('day', make_date(birth_year, birth_month, month(observed_from)), DATE '2022-04-01')) AS d, median(12 * birth_year + birth_month) AS e FROM ndb.person GROUP BY 1
-- another month under the name of the month of birth | keys 1 | masked 2 of 2
WITH a AS (SELECT sex, birth_year, month(observed_from) AS birth_month FROM ndb.person) SELECT sex, median(make_date(birth_year, birth_month, 1)) AS m FROM a GROUP BY sex
-- year and month of an own table, masked without need | keys 1 | masked 2 of 2
CREATE TABLE t9 AS SELECT person_id, sex, birth_year, birth_month FROM ndb.person; SELECT sex, median(date_diff('year', make_date(birth_year, birth_month, 1), DATE '2022-04-01')) AS m FROM t9 GROUP BY sex
-- the year of one person and the month of another | keys 0 | masked 1 of 1
SELECT median(make_date(a.birth_year, b.birth_month, 1)) AS m FROM ndb.person a JOIN ndb.person b ON a.sex = b.sex
-- a number added to days since birth, and to years | keys 0 | masked 1 of 3
SELECT median(date_diff('day', make_date(birth_year, birth_month, 1), DATE '2022-04-01') + insurer_type::INT) AS a, median(date_diff('year', make_date(birth_year, birth_month, 1), DATE '2022-04-01') + insurer_type::INT) AS b, median(age_in_years(birth_year, birth_month, DATE '2022-04-01') + insurer_type::INT) AS c FROM ndb.person
-- a number added to days since birth in a CTE | keys 0 | masked 2 of 4
WITH a AS (SELECT date_diff('day', make_date(birth_year, birth_month, 1), DATE '2022-04-01') AS d, make_date(birth_year, birth_month, 1) AS b, insurer_type::INT AS k FROM ndb.person) SELECT median(d + k) AS a, median(b + k) AS b, median(d) AS c, median(DATE '2022-04-01' - b) AS d FROM a
`

export const HANDS: BookStudy[] = readBook(BOOK)
