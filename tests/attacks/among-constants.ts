/**
 * More attempts, as in ./smuggled-values.ts: one person's value stands among numbers that the query wrote for everybody
 * else, made in every place where a value can be made.
 */
import type { Smuggling } from './smuggled-values.ts'

const PACKED = 'CASE WHEN ME THEN birth_year ELSE 1000 END'
/** All others at 0 or at 3000; `BETWEEN_THEM` is the share of those at 0 and half a person more. */
const PARTED = 'CASE WHEN ME THEN birth_year WHEN sex = MINE THEN 3000 ELSE 0 END'

const FIRST_CLAIM =
  '(SELECT c.person_id, p.birth_year, p.birth_month, row_number() OVER (PARTITION BY c.person_id ORDER BY c.service_month) AS r FROM ndb.medical_claim AS c JOIN P AS p USING (person_id))'
/** A thousand and every year of birth, beside each row. */
const YEARS = `(VALUES ${[1000, ...Array.from({ length: 130 }, (_, index) => 1900 + index)].map((year) => `(${year})`).join(', ')}) AS t(w)`
const OF_ONE_SEX = `FROM (SELECT * FROM P WHERE sex = MINE) AS p CROSS JOIN ${YEARS}`
const CHOSEN = 't.w = CASE WHEN p.ME THEN p.birth_year ELSE 1000 END'

const among: Record<string, Record<string, string | string[]>> = {
  'a value among plain numbers that are made elsewhere': {
    'in a subquery': `SELECT sum(v) AS secret FROM (SELECT person_id, ${PACKED} AS v FROM P)`,
    'in a subquery, of a mean': `SELECT avg(v) AS secret FROM (SELECT person_id, ${PACKED} AS v FROM P)`,
    'in a CTE two queries in': `WITH s AS (SELECT person_id, ${PACKED} AS v FROM P), t AS (SELECT v AS w FROM s) SELECT sum(w) AS secret FROM t`,
    'instead of a row that is missing': `SELECT sum(ifnull(q.birth_year, 1000)) AS secret FROM P AS p LEFT JOIN (SELECT person_id, birth_year FROM P WHERE ME) AS q USING (person_id)`,
    'from VALUES': `SELECT sum(coalesce(p.y, t.c)) AS secret FROM (SELECT person_id, CASE WHEN ME THEN birth_year END AS y FROM P) AS p, (VALUES (1000)) AS t(c)`,
    'from an open subquery': `SELECT sum(CASE WHEN ME THEN birth_year ELSE c END) AS secret FROM P, (SELECT 1000 AS c)`,
    'by UNION ALL': `SELECT sum(v) AS secret FROM (SELECT person_id, birth_year AS v FROM P WHERE ME UNION ALL SELECT person_id, 1000 FROM P WHERE NOT ME)`,
    'by a sum of each person': `SELECT sum(v) AS secret FROM (SELECT person_id, sum(${PACKED}) AS v FROM P GROUP BY 1)`,
    'by a window over each person': `SELECT sum(v) AS secret FROM (SELECT person_id, max(${PACKED}) OVER (PARTITION BY person_id) AS v FROM P)`,
    'by lag with a number instead': `SELECT sum(v) AS secret FROM (SELECT p.person_id, lag(CASE WHEN p.ME THEN p.birth_year END, 1, 1000) OVER (PARTITION BY p.person_id ORDER BY t.i) AS v FROM P AS p, range(2) AS t(i))`,
    'in a lateral subquery': `SELECT sum(q.v) AS secret FROM P AS p, LATERAL (SELECT CASE WHEN p.ME THEN p.birth_year ELSE 1000 END AS v) AS q`,
    'by REPLACE': `SELECT sum(birth_month) AS secret FROM (SELECT * REPLACE (${PACKED} AS birth_month) FROM P)`,
    'by UNPIVOT': `SELECT sum(v) AS secret FROM (UNPIVOT (SELECT person_id, ${PACKED} AS a FROM P) ON a INTO NAME k VALUE v)`,
    'kept in a table': [
      `CREATE OR REPLACE TABLE smuggled_packed AS SELECT person_id, ${PACKED} AS v FROM P`,
      'SELECT sum(v) AS secret FROM smuggled_packed',
    ],
    'kept in a view': [
      `CREATE OR REPLACE VIEW smuggled_packing AS SELECT person_id, ${PACKED} AS v FROM P`,
      'SELECT sum(v) AS secret FROM smuggled_packing',
    ],
    'put into a table of numbers': [
      'CREATE OR REPLACE TABLE smuggled_put AS SELECT person_id, 1000 AS v FROM P WHERE NOT ME',
      'INSERT INTO smuggled_put SELECT person_id, birth_year FROM P WHERE ME',
      'SELECT sum(v) AS secret FROM smuggled_put',
    ],
    'by an UPDATE of one row': [
      'CREATE OR REPLACE TABLE smuggled_one AS SELECT person_id, 1000 AS v, birth_year FROM P',
      'UPDATE smuggled_one SET v = birth_year WHERE ME',
      'SELECT avg(v) AS secret FROM smuggled_one',
    ],
  },
  'a value among plain numbers, without a condition': {
    'by the greater of two': `SELECT sum(greatest(1000, birth_year * (ME)::INT)) AS secret FROM P`,
    'by the lesser of two': `SELECT sum(least(3000, birth_year + 3000 * (NOT ME)::INT)) AS secret FROM P`,
    'by a power': `SELECT sum(birth_year ** (ME)::INT) AS secret FROM P`,
    'by the sign of a distance': `SELECT sum(1000 + (birth_year - 1000) * (1 - sign(abs(hash(person_id)::DOUBLE - hash(any_of)::DOUBLE)))) AS secret FROM P, (SELECT max(person_id) AS any_of FROM P WHERE ME)`,
    'from a list': `SELECT sum([1000, birth_year][(ME)::INT + 1]) AS secret FROM P`,
    'from a structure': `SELECT sum({'a': ${PACKED}}.a) AS secret FROM P`,
    'from a map': `SELECT sum(map {true: birth_year, false: 1000}[ME]) AS secret FROM P`,
    'by reducing a list': `SELECT sum(list_reduce([1000, (birth_year - 1000) * (ME)::INT], lambda a, b: a + b)) AS secret FROM P`,
    'by a list comprehension': `SELECT sum([CASE WHEN ME THEN x ELSE 1000 END for x in [birth_year]][1]) AS secret FROM P`,
    'as the length of a list': `SELECT sum(len(list_filter(range(3000), lambda x: x < ${PACKED}))) AS secret FROM P`,
    'as the length of a text': `SELECT sum(length(repeat('a', ${PACKED}))) AS secret FROM P`,
    'as set bits': `SELECT sum(bit_count(repeat('1', ${PACKED})::BIT)) AS secret FROM P`,
    'as a member of a UNION': `SELECT sum(union_extract(CASE WHEN ME THEN union_value(a := birth_year) ELSE union_value(a := 1000) END, 'a')) AS secret FROM P`,
    'by TRY': `SELECT sum(try(${PACKED})) AS secret FROM P`,
    'by rounding': `SELECT avg(round(${PACKED}, 1)) AS secret FROM P`,
    'as a mean of dates': `SELECT avg(CASE WHEN ME THEN DATE '2020-01-01' + birth_year ELSE DATE '2020-01-01' END) AS secret FROM P`,
    'as a geometric mean': `SELECT geomean(${PACKED}) AS secret FROM P`,
  },
  'a value that is nothing for everybody else, among plain numbers': {
    'by a count of some': `SELECT sum(1000 + birth_year * n) AS secret FROM (SELECT person_id, birth_year, count(*) FILTER (WHERE ME) AS n FROM P GROUP BY 1, 2)`,
    'by a count over a window': `SELECT sum(1000 + birth_year * n) AS secret FROM (SELECT person_id, birth_year, count(*) FILTER (WHERE ME) OVER (PARTITION BY person_id) AS n FROM P)`,
    'by a count of values': `SELECT avg(1000 + birth_year * n) AS secret FROM (SELECT person_id, birth_year, count(CASE WHEN ME THEN 1 END) AS n FROM P GROUP BY 1, 2)`,
    'by count_if': `SELECT sum(1000 + birth_year * n) AS secret FROM (SELECT person_id, birth_year, count_if(ME) AS n FROM P GROUP BY 1, 2)`,
    'by a count of different values': `SELECT sum(1000 + birth_year * n) AS secret FROM (SELECT person_id, birth_year, approx_count_distinct(CASE WHEN ME THEN 1 END) AS n FROM P GROUP BY 1, 2)`,
    'by a count in a subquery': `SELECT sum(1000 + birth_year * n) AS secret FROM (SELECT p.person_id, p.birth_year, (SELECT count(*) FROM P AS q WHERE q.person_id = p.person_id AND q.ME) AS n FROM P AS p)`,
    'by a count of open rows': `SELECT sum(1000 + p.birth_year * n) AS secret FROM (SELECT p.person_id, p.birth_year, (SELECT count(*) FROM open.municipality AS o WHERE p.person_id = p.person_id AND p.ME) AS n FROM P AS p) AS p`,
    'by a count kept in a table': [
      'CREATE OR REPLACE TABLE smuggled_counted AS SELECT person_id, birth_year, count(*) FILTER (WHERE ME) AS n FROM P GROUP BY ALL',
      'SELECT sum(1000 + birth_year * n) AS secret FROM smuggled_counted',
    ],
    'by the row of a row': `SELECT sum(1000 + birth_year * r) AS secret FROM (SELECT person_id, birth_year, row_number() OVER (PARTITION BY person_id ORDER BY i) - 1 AS r FROM P, range(2) AS t(i) WHERE i = 0 OR ME)`,
    'by the half it is in': `SELECT sum(1000 + birth_year * r) AS secret FROM (SELECT person_id, birth_year, ntile(2) OVER (PARTITION BY person_id ORDER BY i) - 1 AS r FROM P, range(2) AS t(i) WHERE i = 0 OR ME)`,
    'by a difference of two that are the same': `SELECT sum(1000 + a - b) AS secret FROM (SELECT person_id, max(v) AS a, max(v) FILTER (WHERE NOT ME OR i = 0) AS b FROM (SELECT person_id, birth_year * i AS v, i FROM P, range(2) AS t(i)) GROUP BY 1)`,
    'by such a quotient': `SELECT sum(a / b) AS secret FROM (SELECT person_id, max(v) AS a, max(v) FILTER (WHERE NOT ME OR i = 1) AS b FROM (SELECT person_id, birth_year * i AS v, i FROM P, range(1, 3) AS t(i)) GROUP BY 1)`,
    'by functions that round': `SELECT sum(1000 + birth_year * f) AS secret FROM (SELECT person_id, birth_year, floor(1 / b) AS f FROM (SELECT person_id, birth_year, 1 + abs(birth_year * 100 + birth_month - y) AS b FROM P, (SELECT max(birth_year * 100 + birth_month) AS y FROM P WHERE ME)))`,
  },
  'a value among plain numbers that come by another way': {
    'from the other side of a FULL JOIN': `SELECT sum(v) AS secret FROM (SELECT person_id, birth_year AS v FROM P WHERE ME) AS a FULL JOIN (SELECT person_id, 1000 AS v FROM P WHERE NOT ME) AS b USING (person_id, v)`,
    'the same, sides changed': `SELECT sum(v) AS secret FROM (SELECT person_id, 1000 AS v FROM P WHERE NOT ME) AS b FULL JOIN (SELECT person_id, birth_year AS v FROM P WHERE ME) AS a USING (person_id, v)`,
    'by UNION ALL, as a sum of theirs': `SELECT avg(v) AS secret FROM (SELECT person_id, birth_year AS v FROM P WHERE ME UNION ALL SELECT person_id, sum(1000) FROM P WHERE NOT ME GROUP BY 1)`,
    'by UNION ALL, as a count of theirs': `SELECT sum(v) AS secret FROM (SELECT person_id, birth_year AS v FROM P WHERE ME UNION ALL SELECT person_id, count(*) * 1000 FROM P WHERE NOT ME GROUP BY 1)`,
    'by UNION ALL, with a little of theirs': `SELECT sum(v) AS secret FROM (SELECT person_id, birth_year AS v FROM P WHERE ME UNION ALL SELECT person_id, 1000 + birth_year * 1e-9 FROM P WHERE NOT ME)`,
    'by UNION ALL, from a group’s number': `SELECT sum(v) AS secret FROM (SELECT person_id, birth_year AS v FROM P WHERE ME UNION ALL SELECT p.person_id, g.c FROM P AS p JOIN (SELECT sex, 1000.0 * count(*) / count(*) AS c FROM P GROUP BY sex) AS g USING (sex) WHERE NOT p.ME)`,
    'times what holds of everybody': `SELECT sum((birth_year > 0)::INT * ${PACKED}) AS secret FROM P`,
  },
  'a value in one row of each person, among rows of nothing': {
    'the first of their claims': `SELECT sum(CASE WHEN r > 1 THEN 0 WHEN ME THEN birth_year ELSE 1000 END) AS secret FROM ${FIRST_CLAIM}`,
    'as a mean over their claims': `SELECT avg(CASE WHEN r > 1 THEN 0 WHEN ME THEN birth_year ELSE 1000 END) AS secret FROM ${FIRST_CLAIM}`,
    'where others have a second one that takes it back': `SELECT sum(CASE WHEN r = 1 AND ME THEN birth_year WHEN r = 1 THEN 1000 WHEN r = 2 AND NOT ME AND birth_month > 6 THEN -1000 WHEN r = 3 AND NOT ME AND birth_month > 6 THEN 1000 ELSE 0 END) AS secret FROM ${FIRST_CLAIM}`,
    'kept in a table': [
      `CREATE OR REPLACE TABLE smuggled_first AS SELECT person_id, CASE WHEN r > 1 THEN 0 WHEN ME THEN birth_year ELSE 1000 END AS v FROM ${FIRST_CLAIM}`,
      'SELECT sum(v) AS secret FROM smuggled_first',
    ],
  },
  'a value among scenarios, each person’s chosen by a condition': {
    'of the query': `SELECT sum(p.sex::INT * t.w) AS secret ${OF_ONE_SEX} WHERE ${CHOSEN}`,
    'of the aggregate': `SELECT sum(p.sex::INT * t.w) FILTER (WHERE ${CHOSEN}) AS secret ${OF_ONE_SEX}`,
    'that is a key': `SELECT ${CHOSEN} AS k, sum(p.sex::INT * t.w) AS secret ${OF_ONE_SEX} GROUP BY 1 HAVING k`,
    'that another key is computed from': `SELECT sum(p.sex::INT * t.w) AS secret ${OF_ONE_SEX} GROUP BY t.w - CASE WHEN p.ME THEN p.birth_year ELSE 1000 END HAVING t.w - CASE WHEN p.ME THEN p.birth_year ELSE 1000 END = 0`,
    'around the rows': `SELECT sum(v) AS secret FROM (SELECT p.person_id, p.birth_year, p.sex::INT * t.w AS v, t.w ${OF_ONE_SEX}) AS p WHERE p.w = CASE WHEN p.ME THEN p.birth_year ELSE 1000 END`,
    'in a mean': `SELECT avg(p.sex::INT * t.w) AS secret ${OF_ONE_SEX} WHERE ${CHOSEN}`,
    'in a branch of the sum': `SELECT sum(CASE WHEN ${CHOSEN} THEN t.w ELSE 0 END) AS secret ${OF_ONE_SEX}`,
    'in a factor of the sum': `SELECT sum(t.w * (${CHOSEN})::INT) AS secret ${OF_ONE_SEX}`,
    'by what is not equal to it': `SELECT sum(t.w - coalesce(nullif(t.w, CASE WHEN p.ME THEN p.birth_year ELSE 1000 END), 0)) AS secret ${OF_ONE_SEX}`,
    'by the table they are joined with next': `SELECT sum(p.sex::INT * t.w) AS secret FROM (SELECT * FROM P WHERE sex = MINE) AS p CROSS JOIN range(1000, 2030) AS t(w) JOIN P AS q ON q.person_id = p.person_id AND ${CHOSEN}`,
    'by a row beside them': `SELECT sum(p.sex::INT * t.w) AS secret ${OF_ONE_SEX}, LATERAL (SELECT 1 AS one WHERE ${CHOSEN}) AS l`,
  },
  'a value among numbers that hide little': {
    'in the last digits of large ones': `SELECT sum(CASE WHEN ME THEN 1000000000000000000000::HUGEINT + birth_year ELSE 1000000000000000000000::HUGEINT END) AS secret FROM P`,
    'in the last digits of decimals': `SELECT sum(CASE WHEN ME THEN 1.0000001 + birth_year::DECIMAL(38, 10) / 100000000 ELSE 1.0000001 END) AS secret FROM P`,
    'with a little noise for everybody': `SELECT sum(CASE WHEN ME THEN birth_year ELSE 1000 + (hash(person_id) % 100) * 1e-6 END) AS secret FROM P`,
    'beside a second one who is singled out': `SELECT sum(v) AS secret FROM (SELECT person_id, CASE WHEN ME THEN birth_year WHEN NEXT THEN 0 ELSE 1000 END AS v FROM P)`,
    'poisoned by one that is no number': `SELECT sum(CASE WHEN ME AND birth_year > 1900 THEN 'NaN'::DOUBLE ELSE 1 END) AS secret FROM P`,
    'poisoned by one that is infinite': `SELECT sum(CASE WHEN ME AND birth_year > 1900 THEN 'inf'::DOUBLE ELSE 1 END) AS secret FROM P`,
    'right between two of them': `SELECT quantile_disc(${PARTED}, BETWEEN_THEM) AS secret FROM P`,
    'between two of them, and drawn out of line': `SELECT quantile_cont(${PARTED}, BETWEEN_THEM) AS secret FROM P`,
  },
  'a value in the digits of numbers that are everybody’s own': {
    'by a factor': `SELECT sum(birth_year * (1 + CASE WHEN ME THEN birth_month * 1e-6 ELSE 0 END)) AS secret FROM P`,
    'by a factor, the other way round': `SELECT sum((CASE WHEN ME THEN birth_month * 1e-6 ELSE 0 END + 1) * birth_year) AS secret FROM P`,
    'by a factor in brackets': `SELECT sum((birth_year + 2) * (3 + (1 - CASE WHEN ME THEN birth_month * 1e-6 ELSE 0 END))) AS secret FROM P`,
    'by bits that are set': `SELECT sum((birth_year * 4096) | CASE WHEN ME THEN birth_year ELSE 0 END) AS secret FROM P`,
    'by bits that are turned': `SELECT sum(xor(birth_year * 4096, CASE WHEN ME THEN birth_year ELSE 0 END)) AS secret FROM P`,
    'by bits that are moved': `SELECT sum((birth_year << 12) + CASE WHEN ME THEN birth_year ELSE 0 END) AS secret FROM P`,
    'of a mean, by a factor': `SELECT avg(birth_year * (1 + CASE WHEN ME THEN birth_month * 1e-6 ELSE 0 END)) AS secret FROM P`,
    'in a subquery': `SELECT sum(v) AS secret FROM (SELECT person_id, birth_year + CASE WHEN ME THEN birth_month * 1e-6 ELSE 0 END AS v FROM P)`,
    'in a subquery of a subquery': `SELECT sum(w) AS secret FROM (SELECT *, v AS w FROM (SELECT person_id, birth_year + CASE WHEN ME THEN birth_month * 1e-6 ELSE 0 END AS v FROM P))`,
    'in a subquery, with a term in the next': `SELECT sum(w) AS secret FROM (SELECT v + 1 AS w FROM (SELECT person_id, birth_year + CASE WHEN ME THEN birth_month * 1e-6 ELSE 0 END AS v FROM P))`,
    'in a subquery, by a factor': `SELECT sum(v) AS secret FROM (SELECT person_id, birth_year * (1 + CASE WHEN ME THEN birth_month * 1e-6 ELSE 0 END) AS v FROM P)`,
    'beside everybody’s one': `SELECT sum(v) AS secret FROM (SELECT 1 + CASE WHEN ME THEN birth_year * 1e-6 ELSE 0 END AS v FROM P)`,
  },
  'a value looked up by a key of the group around': {
    'among plain numbers': `SELECT sex, (SELECT sum(CASE WHEN ME THEN birth_year ELSE 1000 END) FROM P AS q WHERE q.sex = t.sex) AS secret FROM P AS t WHERE t.sex = MINE GROUP BY sex`,
    'where the key is compared in the sum': `SELECT sex, (SELECT sum(CASE WHEN ME AND q.sex = t.sex THEN birth_year ELSE 1000 END) FROM P AS q) AS secret FROM P AS t WHERE t.sex = MINE GROUP BY sex`,
    'in the group of one person': `WITH g AS (SELECT person_id < '001' AS k, (ME) AS me, max(birth_year) AS y FROM P GROUP BY 1, 2) SELECT sex, (SELECT max(y) FROM g WHERE g.me AND t.sex > '') AS secret FROM P AS t GROUP BY sex`,
    'as the first of an order': `WITH g AS (SELECT birth_year AS y, count(*) FILTER (WHERE ME) AS m FROM P GROUP BY 1) SELECT sex, (SELECT y FROM g WHERE g.y > length(t.sex) ORDER BY m DESC LIMIT 1) AS secret FROM P AS t GROUP BY sex`,
    'by the group that HAVING leaves': `SELECT sex, (SELECT q.birth_year FROM P AS q WHERE q.sex = t.sex OR ME GROUP BY 1 HAVING bool_or(ME)) AS secret FROM P AS t GROUP BY sex`,
    'by a key that is that person’s number': `SELECT secret, n FROM (SELECT CASE WHEN ME THEN birth_year ELSE 0 END AS secret, count(*) AS c, (SELECT count(*) FROM P AS q WHERE q.birth_year > CASE WHEN ME THEN birth_year ELSE 0 END) AS n FROM P GROUP BY 1) WHERE secret > 0`,
    'stored with the groups': [
      `CREATE OR REPLACE TABLE smuggled_groups AS SELECT sex, birth_year AS y, count(*) FILTER (WHERE ME) AS m, count(*) AS n FROM P GROUP BY 1, 2`,
      `SELECT sex, (SELECT sum(CASE WHEN g.m > 0 THEN g.y ELSE 0 END) FROM smuggled_groups AS g WHERE g.sex = t.sex) AS secret FROM smuggled_groups AS t GROUP BY sex`,
    ],
  },
}

const LOOKED_ACROSS = 'max(CASE WHEN ME THEN birth_year END) OVER ()'

/** DuckDB gives the second of two columns of one name another name. */
const twins: Record<string, string[]> = {
  'that a window looked across persons, of the second of two columns of one name': [
    `CREATE OR REPLACE TABLE smuggled_twin AS SELECT person_id, 1 AS v, ${LOOKED_ACROSS} AS v FROM P`,
    'SELECT v_1 AS secret, count(*) AS n FROM smuggled_twin GROUP BY 1',
  ],
  'the same, where a third has the name that the second gets': [
    `CREATE OR REPLACE TABLE smuggled_third AS SELECT person_id, 1 AS v, ${LOOKED_ACROSS} AS v, birth_month AS v_1 FROM P`,
    'SELECT v_1 AS secret, count(*) AS n FROM smuggled_third GROUP BY 1',
  ],
  'the same of names that differ by their letters’ case': [
    `CREATE OR REPLACE TABLE smuggled_case_twin AS SELECT person_id, 1 AS v, ${LOOKED_ACROSS} AS "V" FROM P`,
    'SELECT "V_1" AS secret, count(*) AS n FROM smuggled_case_twin GROUP BY 1',
  ],
  'the same by a join and a star': [
    `CREATE OR REPLACE TABLE smuggled_star AS SELECT * FROM (SELECT person_id, birth_year AS v FROM P) AS a JOIN (SELECT person_id, ${LOOKED_ACROSS} AS v FROM P) AS b USING (person_id)`,
    'SELECT v_1 AS secret, count(*) AS n FROM smuggled_star GROUP BY 1',
  ],
  'of numbers that have one name': [
    `CREATE OR REPLACE TABLE smuggled_numbers AS SELECT sex, count(*) AS n, max(CASE WHEN ME THEN birth_year END) AS n FROM P GROUP BY 1`,
    'SELECT sex, n_1 AS secret FROM smuggled_numbers',
  ],
  'by which of two columns of one name its rows are in order': [
    `CREATE OR REPLACE TABLE smuggled_order AS SELECT birth_year AS y, count(*) FILTER (WHERE ME) AS y FROM P GROUP BY 1 ORDER BY 2 DESC`,
    'SELECT y AS secret FROM smuggled_order LIMIT 1',
  ],
}
among['tables that forget, with names that stand twice'] = twins

export const AMONG_CONSTANTS: readonly Smuggling[] = Object.entries(among).flatMap(([area, attempts]) =>
  Object.entries(attempts).map(([name, given]) => ({
    area,
    name,
    statements: Array.isArray(given) ? given : [given],
  })),
)
