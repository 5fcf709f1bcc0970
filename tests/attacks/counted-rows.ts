/**
 * Attempts to say one person's number by how many rows there are, or where they lie, each with a name. `K` stands for
 * the number, taken from that person's row; `ME` for the condition that singles the person out, `P` for the table of
 * persons. Whatever K is, a client must get the same (./counted-rows.test.ts).
 */
export interface Counting {
  name: string
  /** The last one's result is looked at. */
  statements: string[]
}

const counting: Counting[] = []

function attempts(list: Record<string, string | string[]>): void {
  for (const [name, given] of Object.entries(list))
    counting.push({ name, statements: Array.isArray(given) ? given : [given] })
}

/** K groups of one person. */
const MINE = 'SELECT i, count(*) AS n FROM P AS p, generate_series(1, K) AS g(i) WHERE p.ME GROUP BY i'
/** A group that may be shown. */
const ALL = 'SELECT 0 AS i, count(*) AS n FROM P'
/** Groups that may be shown, of which K are one person's besides. */
const TOGETHER =
  'SELECT i, count(*) AS n FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 2 END) AS g(i) GROUP BY i'

// Groups below the minimum beside groups that are shown.
attempts({
  'groups of one person beside a large one': `${MINE} UNION ALL ${ALL}`,
  'groups of one person before a large one': `${ALL} UNION ALL ${MINE} ORDER BY i DESC`,
  'groups that others share in part': TOGETHER,
  'groups without their keys': `SELECT n FROM (${TOGETHER}) AS t`,
  'an outer join of open rows': `SELECT r.i, count(p.person_id) AS n FROM range(3) AS r(i) FULL JOIN (${MINE}) AS m ON m.i = r.i LEFT JOIN P AS p ON r.i = 0 GROUP BY r.i`,
  'an outer join of the groups': `SELECT coalesce(a.i, m.i) AS i, a.n, m.n AS m FROM (${ALL}) AS a FULL JOIN (${MINE}) AS m ON a.i = m.i`,
  'a stored table': [`CREATE OR REPLACE TABLE counted AS ${TOGETHER}`, 'SELECT * FROM counted'],
  'a stored table that grew': [
    `CREATE OR REPLACE TABLE counted AS ${ALL}`,
    `INSERT INTO counted ${MINE}`,
    'SELECT * FROM counted',
  ],
  ROLLUP: `SELECT i, sex, count(DISTINCT person_id) AS n FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 1 END) AS g(i) GROUP BY ROLLUP (sex, i)`,
  CUBE: `SELECT i, sex, count(DISTINCT person_id) AS n FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 1 END) AS g(i) GROUP BY CUBE (sex, i)`,
  'GROUPING SETS': `SELECT i, count(DISTINCT person_id) AS n FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 1 END) AS g(i) GROUP BY GROUPING SETS ((i), ())`,
  'a list of different values': `SELECT DISTINCT i FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 2 END) AS g(i)`,
  UNION: `SELECT i FROM (${MINE}) AS m UNION SELECT 0 FROM P`,
  EXCEPT: `SELECT i FROM (${TOGETHER}) AS m EXCEPT SELECT 1 FROM P`,
  INTERSECT: `SELECT i FROM (${TOGETHER}) AS m INTERSECT SELECT i FROM (${TOGETHER}) AS m`,
  'EXCEPT ALL': `SELECT i FROM (${TOGETHER}) AS m EXCEPT ALL SELECT 99 FROM P`,
  'a list that is spread out': `SELECT i, count(*) AS n FROM (SELECT person_id, unnest(range(CASE WHEN ME THEN K ELSE 2 END)) AS i FROM P) AS u GROUP BY i`,
  'parts of a text': `SELECT part, count(DISTINCT person_id) AS n FROM (SELECT person_id, unnest(string_split(repeat('a,', CASE WHEN ME THEN K ELSE 1 END), ',')) AS part FROM P) AS u GROUP BY part`,
  'steps of a recursion': `WITH RECURSIVE r AS (SELECT person_id, 1 AS i, CASE WHEN ME THEN K ELSE 2 END AS until FROM P UNION ALL SELECT person_id, i + 1, until FROM r WHERE i < until) SELECT i, count(*) AS n FROM r GROUP BY i`,
  LATERAL: `SELECT s.i, count(*) AS n FROM P AS p, LATERAL (SELECT unnest(range(CASE WHEN p.ME THEN K ELSE 2 END)) AS i) AS s GROUP BY s.i`,
  'rows numbered by a window': `SELECT row_number() OVER (ORDER BY i) AS r, n FROM (${TOGETHER}) AS t`,
  'groups counted by a window': `SELECT i, n, count(*) OVER () AS c FROM (${TOGETHER}) AS t`,
  'groups of groups': `SELECT n, count(*) AS groups FROM (${TOGETHER}) AS t GROUP BY n`,
  'rows of UNPIVOT': `UNPIVOT (SELECT i, count(DISTINCT person_id) AS a, count(*) FILTER (WHERE sex = '1') AS b FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 1 END) AS g(i) GROUP BY i) ON a, b INTO NAME k VALUE v`,
})

// Groups of everybody, whose number goes by one person.
attempts({
  'as many groups as a scalar subquery says': `SELECT i, count(*) AS n FROM P AS p, generate_series(1, (SELECT K FROM P WHERE ME)) AS g(i) GROUP BY i`,
  'as many groups as a joined row says': `SELECT i, count(*) AS n FROM P AS p, (SELECT unnest(range(K)) AS i FROM P WHERE ME) AS g GROUP BY i`,
  'as many open rows as a subquery says':
    'SELECT i FROM generate_series(1, (SELECT K FROM P WHERE ME)) AS g(i)',
  'open rows up to a number': 'SELECT i FROM range(100) AS r(i) WHERE i < (SELECT K FROM P WHERE ME)',
  'open rows that one person has':
    'SELECT i FROM range(100) AS r(i) WHERE EXISTS (SELECT 1 FROM P WHERE ME AND i < K)',
  'groups up to a number': `SELECT birth_year, count(*) AS n FROM P WHERE birth_year < (SELECT 1900 + K FROM P WHERE ME) GROUP BY birth_year`,
  'groups larger than a number': `SELECT birth_year, count(*) AS n FROM P GROUP BY birth_year HAVING count(*) > (SELECT K FROM P WHERE ME)`,
  'the first so many groups': `SELECT birth_year, count(*) AS n FROM P GROUP BY birth_year ORDER BY 1 LIMIT (SELECT K FROM P WHERE ME)`,
  'all but the first so many': `SELECT birth_year, count(*) AS n FROM P GROUP BY birth_year ORDER BY 1 OFFSET (SELECT K FROM P WHERE ME)`,
  'the first of groups by number': `SELECT birth_year, count(*) AS n FROM P GROUP BY birth_year QUALIFY row_number() OVER (ORDER BY birth_year) <= max(max(CASE WHEN ME THEN K END)) OVER ()`,
  'columns of a PIVOT': `PIVOT (SELECT person_id, i FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 1 END) AS g(i)) ON i USING count(*)`,
  'rows of a PIVOT': `PIVOT (SELECT i, sex FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 1 END) AS g(i)) ON sex IN ('1', '2') USING count(*) GROUP BY i`,
})

// Places.
attempts({
  'the place of a small group': `SELECT CASE WHEN ME THEN K + 0.5 ELSE birth_year % 60 END AS k, count(*) AS n FROM P GROUP BY 1 ORDER BY 1`,
  'the place of a small group, last first': `SELECT CASE WHEN ME THEN K + 0.5 ELSE birth_year % 60 END AS k, count(*) AS n FROM P GROUP BY 1 ORDER BY 1 DESC`,
  'the place of a small group by its keys alone': `SELECT CASE WHEN ME THEN K + 0.5 ELSE birth_year % 60 END AS k, count(*) AS n FROM P GROUP BY 1`,
  'the place of a masked number': `SELECT birth_year % 60 AS k, max(CASE WHEN birth_year % 60 <> G THEN birth_year % 60 WHEN ME THEN K + 0.5 END) AS v FROM P GROUP BY 1 ORDER BY v`,
  'the place of a masked number in a subquery': `SELECT k, v FROM (SELECT birth_year % 60 AS k, sum(CASE WHEN birth_year % 60 <> G THEN birth_year % 60 WHEN ME THEN 1e6 * K ELSE 0 END) AS v FROM P GROUP BY 1 ORDER BY v)`,
  'the place of a masked number that is not shown': `SELECT birth_year % 60 AS k, count(*) AS n FROM P GROUP BY 1 ORDER BY sum(CASE WHEN birth_year % 60 <> G THEN birth_year % 60 WHEN ME THEN 1e6 * K ELSE 0 END)`,
  'the place of a masked number in a union': `(SELECT birth_year % 60 AS k, sum(CASE WHEN birth_year % 60 <> G THEN birth_year % 60 WHEN ME THEN 1e6 * K ELSE 0 END) AS v FROM P GROUP BY 1) UNION ALL SELECT 99, count(*) FROM P ORDER BY 2`,
  'the place of a masked number in a table': [
    'CREATE OR REPLACE TABLE placed AS SELECT birth_year % 60 AS k, sum(CASE WHEN birth_year % 60 <> G THEN birth_year % 60 WHEN ME THEN 1e6 * K ELSE 0 END) AS v FROM P GROUP BY 1 ORDER BY v',
    'SELECT * FROM placed',
  ],
})

// Rows about single persons.
attempts({
  'rows of one person among everybody’s': `SELECT p.person_id, i FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 1 END) AS g(i)`,
  'many rows of one person': `SELECT p.person_id, i FROM P AS p, generate_series(1, CASE WHEN p.ME THEN 1000 * K ELSE 1 END) AS g(i)`,
  'as many persons as a number says': `SELECT person_id FROM (SELECT person_id, row_number() OVER (ORDER BY person_id) AS r FROM P) AS q WHERE r <= 10 + (SELECT K FROM P WHERE ME)`,
  'the first so many persons': `SELECT person_id FROM P ORDER BY person_id LIMIT (SELECT 10 + K FROM P WHERE ME)`,
  'persons by QUALIFY': `SELECT person_id FROM P QUALIFY row_number() OVER (ORDER BY person_id) <= 10 + max(CASE WHEN ME THEN K END) OVER ()`,
  'persons that one of them leaves in': `SELECT person_id FROM P WHERE birth_year % 100 < (SELECT 20 + K FROM P WHERE ME)`,
  'rows of nobody': `SELECT p.person_id, i FROM generate_series(1, 60) AS g(i) LEFT JOIN P AS p ON p.ME AND i <= K WHERE p.person_id IS NULL UNION ALL SELECT person_id, 0 FROM P`,
  'pairs of persons': `SELECT p.person_id, q.birth_year FROM P AS p, P AS q, generate_series(1, q.K) AS g(i) WHERE q.ME`,
  'stored rows of persons': [
    `CREATE OR REPLACE TABLE spread AS SELECT p.person_id, i FROM P AS p, generate_series(1, CASE WHEN p.ME THEN 10000 * K ELSE 1 END) AS g(i)`,
    'SELECT * FROM spread',
  ],
  'rows of a sample': `SELECT i, count(*) AS n FROM (SELECT i FROM P AS p, generate_series(1, CASE WHEN p.ME THEN K ELSE 1 END) AS g(i)) AS t GROUP BY i USING SAMPLE 1000 ROWS`,
})

export const COUNTING: readonly Counting[] = counting
