/** Hostile hands in the shapes of ./ninth-book-limits.ts: the few between two numbers of many under logarithms, roots, squares, factors and errors. How a line reads is said in ./read-book.ts. */
import { type BookStudy, readBook } from './read-book.ts'

const BOOK = `
-- all but one by logarithms | keys 0 | masked 3 of 3
WITH t AS (SELECT count(*) AS n, count(*) FILTER (WHERE birth_year <= 1976) AS m FROM ndb.person) SELECT exp(ln(n * n / n) - ln(m * m / m)) AS d, ln(n * n / n) - ln(m * m / m) AS e, exp(ln(1.0 * n / m) - (n - m)) AS f FROM t
-- the same over two CTEs | keys 0 | masked 3 of 3
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976), l AS (SELECT ln(n * n / n) AS a, ln(m * m / m) AS b FROM x, y) SELECT a - b AS d, exp(a - b) AS e, exp(a) / exp(b) AS f FROM l
-- a difference in place of the error | keys 0 | masked 4 of 4
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976) SELECT exp(ln(n / m) - 1.96 * (n - m)) AS d, exp(ln(n / m) - 1.96 * sqrt((n - m) ** 2)) AS e, exp(ln(n / m) - 1.96 * abs(n - m)) AS f, exp(ln(n / m) - 1.96 / (n - m)) AS g FROM x, y
-- the error of one over what is left | keys 0 | masked 3 of 3
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976) SELECT exp(ln(n / m) - 1.96 * sqrt(1.0 / m - 1.0 / n)) AS d, exp(ln(n / m) - 1.96 * sqrt(1.0 / (n - m))) AS e, exp(ln(n / m) + 1.0 / m - 1.0 / n) AS f FROM x, y
-- errors in steps, each column named | keys 0 | masked 3 of 3
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976), s AS (SELECT ln(n / m) AS l, 1.0 / m AS v, 1.0 / n AS w FROM x, y) SELECT exp(l - sqrt(v - w)) AS d, exp(l - v) / exp(l - w) AS e, (l - v) - (l - w) AS f FROM s
-- limits less each other | keys 0 | masked 4 of 4
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976), s AS (SELECT ln(n * n / n / 5) - 1.96 / sqrt(n) AS a, ln(m * m / m / 5) - 1.96 / sqrt(m) AS b FROM x, y) SELECT a - b AS d, exp(a) - exp(b) AS e, exp(a) / exp(b) AS f, exp(a - b) AS g FROM s
-- factors over each other | keys 0 | masked 5 of 5
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976), s AS (SELECT n, m, exp(1000.0 / n) AS a, exp(1000.0 / m) AS b FROM x, y) SELECT a / b AS d, a * exp(-1000.0 / m) AS e, n * a / b AS f, (n * a) / (m * b) AS g, exp(1000.0 / n) / exp(1000.0 / m) AS h FROM s
-- exponents named on the way | keys 0 | masked 3 of 3
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976), s AS (SELECT exp(n) AS a, exp(-m) AS b, pow(1.1, n) AS c, pow(1.1, m) AS e FROM x, y) SELECT a * b AS d, c / e AS f, (SELECT max(a) FROM s) * b AS g FROM s
-- a logarithm of an exponent, named on the way | keys 0 | masked 2 of 3
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976), s AS (SELECT exp(n / 10) AS a, m FROM x, y) SELECT ln(a) - 10 / sqrt(m) AS d, exp(ln(a) - 10 / sqrt(m)) AS e, ln(exp(m / 10)) - 1 / sqrt(m) AS f FROM s
-- a logarithm taken times a number | keys 0 | masked 3 of 3
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976) SELECT 1000 * ln(n * n / n) - 1 / sqrt(m) AS d, n * ln(n * n / n) - 1 / sqrt(m) AS e, ln(n * n / n) ** 2 - 1 / sqrt(m) AS f FROM x, y
-- an error that few make | keys 0 | masked 3 of 3
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year > 1976) SELECT exp(ln(n * n / n / 5) - 1.96 / sqrt(m)) AS d, ln(n * n / n / 5) - 1.96 / sqrt(m) AS e, n * exp(1.96 / sqrt(m)) AS f FROM x, y
-- a ratio that few make | keys 0 | masked 3 of 3
WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year > 1976) SELECT exp(ln(m * m / m / n) - 1.96 / sqrt(n)) AS d, ln(m * m / m / n) + 1.96 / sqrt(n) AS e, m / n * exp(1.96 / sqrt(n)) AS f FROM x, y
-- a limit less the other of all but one | keys 1 | masked 8 of 8
WITH g AS (SELECT sex, count(*) AS n, count(*) FILTER (WHERE birth_year <= 1976) AS m FROM ndb.person GROUP BY sex), h AS (SELECT a.sex, a.n, b.m FROM g a JOIN g b USING (sex)) SELECT sex, ln(n * n / n) - ln(m * m / m) AS d, exp(ln(n * n / n) - 1 / sqrt(n)) - exp(ln(m * m / m) - 1 / sqrt(m)) AS e, sqrt((n - m) ** 2) AS f, sqrt(n * n) - sqrt(m * m) AS k FROM h
-- a sum of logarithms of limits | keys 0 | masked 3 of 3
WITH g AS (SELECT birth_year <= 1976 AS k, count(*) AS n FROM ndb.person GROUP BY 1), l AS (SELECT k, ln(n * n / n) - 1 / sqrt(n) AS l FROM g) SELECT sum(l) AS s, exp(sum(l)) AS p, max(l) - min(l) AS d FROM l
-- limits handed on by a window and a union | keys 1 | masked 9 of 9
WITH g AS (SELECT birth_year <= 1976 AS k, count(*) AS n FROM ndb.person GROUP BY 1 UNION ALL SELECT NULL, count(*) FROM ndb.person), l AS (SELECT k, ln(n * n / n) - 1 / sqrt(n) AS l, exp(1 / n) AS f FROM g) SELECT k, l - lag(l) OVER (ORDER BY k) AS d, exp(l - lag(l) OVER (ORDER BY k)) AS e, f / lag(f) OVER (ORDER BY k) AS h FROM l
-- a pooled ratio of a stratum of one | keys 0 | masked 2 of 2
WITH s AS (SELECT birth_year > 1976 AS k, count(*) AS n, count(*) FILTER (WHERE sex = '1') AS a, count(*) FILTER (WHERE sex = '2') AS b FROM ndb.person GROUP BY 1), m AS (SELECT sum(a * b / n) AS r, sum(a * a / n) AS q FROM s WHERE k) SELECT exp(ln(r * r / r) - 1.96 / sqrt(q + 1)) AS d, exp(ln(q * q / q) - 1.96 / sqrt(q)) AS e FROM m
-- stored on the way | keys 0 | masked 3 of 3
CREATE TABLE kept AS WITH x AS (SELECT count(*) AS n FROM ndb.person), y AS (SELECT count(*) AS m FROM ndb.person WHERE birth_year <= 1976) SELECT exp(n / 10) AS a, ln(n * n / n) AS l, m FROM x, y; SELECT ln(a) - 10 / sqrt(m) AS d, l - ln(m * m / m) AS e, exp(l - ln(m * m / m)) AS f FROM kept
`

export const HANDS: BookStudy[] = readBook(BOOK)
