/** Pages of groups and what is told of them. How a line reads is said in ./read-book.ts. */
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
`

export const HANDS: BookStudy[] = readBook(BOOK)
