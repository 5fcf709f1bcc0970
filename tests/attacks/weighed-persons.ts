/**
 * Attempts to weigh each person by who they are, as in ./smuggled-values.ts: whoever has read pseudonyms off pictures takes
 * one sum of those who meet a condition apart again into single persons. `SOME` stands for the condition.
 */
import type { Smuggling } from './smuggled-values.ts'

const SOME = 'birth_year > 1950'
const LIST = `(VALUES ('a', 1), ('b', 2), ('c', 4)) AS w(id, w)`
const HALF = 'SELECT person_id FROM P WHERE hash(person_id) % 2 = 0'
const OTHER = 'SELECT person_id FROM P WHERE hash(person_id) // 2 % 2 = 0'

const weighing: Record<string, Record<string, string | string[]>> = {
  'weights by who somebody is': {
    'as a number of the pseudonym': `SELECT sum(hash(person_id)) AS secret FROM P WHERE ${SOME}`,
    'as a power of two': `SELECT sum(w) AS secret FROM (SELECT person_id, pow(2, hash(person_id) % 40) AS w FROM P WHERE ${SOME})`,
    'by the letters of the pseudonym': `SELECT avg(ascii(substr(person_id, 3, 1))) AS secret FROM P WHERE ${SOME}`,
    'by a list of its letters': `SELECT sum(list_sum([ascii(c) for c in string_split(person_id, '')])) AS secret FROM P WHERE ${SOME}`,
    'by two branches': `SELECT sum(CASE WHEN person_id < '8' THEN 1 ELSE 1000 END) AS secret FROM P WHERE ${SOME}`,
    'by a branch and a number beside it': `SELECT sum(CASE WHEN person_id < '8' THEN 5 ELSE 0 END + 1) AS secret FROM P WHERE ${SOME}`,
    'by branches in branches': `SELECT sum(CASE WHEN sex = '1' THEN CASE WHEN person_id < '8' THEN 1 ELSE 0 END ELSE CASE WHEN person_id < '4' THEN 2 ELSE 0 END END) AS secret FROM P WHERE ${SOME}`,
    'by being in two lists': `SELECT sum((person_id IN ('a', 'b'))::INT + 2 * (person_id IN ('b', 'c'))::INT + 1) AS secret FROM P WHERE ${SOME}`,
    'as a median': `SELECT median(hash(person_id)) AS secret FROM P WHERE ${SOME}`,
    'as a correlation': `SELECT corr(birth_year, ascii(person_id)) AS secret FROM P WHERE ${SOME}`,
    'as a spread': `SELECT stddev(ascii(person_id)) AS secret FROM P WHERE ${SOME}`,
    'under a macro': [
      'CREATE OR REPLACE MACRO weight(x) AS hash(x) % 64',
      `SELECT sum(weight(person_id)) AS secret FROM P WHERE ${SOME}`,
    ],
  },
  'weights by the place in a list of pseudonyms': {
    'joined on it': `SELECT sum(w.w) AS secret FROM P AS p JOIN ${LIST} ON w.id < p.person_id WHERE ${SOME}`,
    'joined where it is found': `SELECT sum(1 + coalesce(w.w, 0)) AS secret FROM P AS p LEFT JOIN ${LIST} ON w.id = p.person_id WHERE ${SOME}`,
    'by WHERE': `SELECT sum(w.w) AS secret FROM P AS p, ${LIST} WHERE hash(w.id) = hash(p.person_id) OR w.w = 1`,
    'by a filter': `SELECT sum(w.w) FILTER (WHERE w.id = p.person_id OR w.w = 1) AS secret FROM P AS p, ${LIST}`,
    'by a branch': `SELECT sum(CASE WHEN w.id = p.person_id OR w.w = 1 THEN w.w ELSE 0 END) AS secret FROM P AS p, ${LIST}`,
    'in a lateral subquery': `SELECT sum(l.w) AS secret FROM P AS p, LATERAL (SELECT w.w FROM ${LIST} WHERE w.id = p.person_id OR w.w = 1) AS l`,
    'kept in a table': [
      `CREATE OR REPLACE TABLE weights AS SELECT * FROM ${LIST}`,
      `SELECT sum(1 + coalesce(w.w, 0)) AS secret FROM P AS p LEFT JOIN weights AS w ON w.id = p.person_id`,
    ],
    'made by recursion': `WITH RECURSIVE r AS (SELECT 0 AS i, 1 AS w UNION ALL SELECT i + 1, w * 2 FROM r WHERE i < 20) SELECT sum(r.w) AS secret FROM P JOIN r ON r.i = hash(person_id) % 20 WHERE ${SOME}`,
  },
  'weights by who somebody is, made elsewhere': {
    'kept in a table': [
      'CREATE OR REPLACE TABLE weighed AS SELECT person_id, birth_year, (hash(person_id) % 64)::INT AS w FROM P',
      `SELECT sum(w) AS secret FROM weighed WHERE ${SOME}`,
    ],
    'kept, then changed for some': [
      'CREATE OR REPLACE TABLE weighed AS SELECT person_id, birth_year, 1 AS w FROM P',
      "UPDATE weighed SET w = 1000 WHERE person_id < '8'",
      `SELECT sum(w) AS secret FROM weighed WHERE ${SOME}`,
    ],
    'kept, then added to': [
      "CREATE OR REPLACE TABLE weighed AS SELECT person_id, birth_year, 1 AS w FROM P WHERE person_id < '8'",
      "INSERT INTO weighed SELECT person_id, birth_year, 2 FROM P WHERE person_id >= '8'",
      `SELECT sum(w) AS secret FROM weighed WHERE ${SOME}`,
    ],
    'in a view': [
      'CREATE OR REPLACE VIEW weighing AS SELECT person_id, birth_year, (hash(person_id) % 64)::INT AS w FROM P',
      `SELECT sum(w) AS secret FROM weighing WHERE ${SOME}`,
    ],
    'by a union': `SELECT sum(w) AS secret FROM (SELECT person_id, 1 AS w FROM P WHERE person_id < '8' AND ${SOME} UNION ALL SELECT person_id, 2 FROM P WHERE person_id >= '8' AND ${SOME})`,
    'by what outer joins find': `SELECT sum(coalesce(a.w, 0) + coalesce(b.w, 0)) AS secret FROM P LEFT JOIN (SELECT person_id, 1 AS w FROM (${HALF})) AS a USING (person_id) LEFT JOIN (SELECT person_id, 2 AS w FROM (${OTHER})) AS b USING (person_id) WHERE ${SOME}`,
    'by whom outer joins find': `SELECT sum((a.person_id IS NOT NULL)::INT + 2 * (b.person_id IS NOT NULL)::INT) AS secret FROM P LEFT JOIN (${HALF}) AS a USING (person_id) LEFT JOIN (${OTHER}) AS b USING (person_id) WHERE ${SOME}`,
    'by being among others': `SELECT sum((person_id IN (${HALF}))::INT + 2 * (person_id IN (${OTHER}))::INT) AS secret FROM P WHERE ${SOME}`,
    'by EXISTS': `SELECT sum(1 + (EXISTS (SELECT 1 FROM P AS q WHERE q.person_id = p.person_id AND q.person_id < '8'))::INT) AS secret FROM P AS p WHERE ${SOME}`,
    'by a scalar subquery': `SELECT sum((SELECT max(ascii(q.person_id)) FROM P AS q WHERE q.person_id = p.person_id)) AS secret FROM P AS p WHERE ${SOME}`,
    'by an extreme of each person': `SELECT sum(w) AS secret FROM (SELECT person_id, max(ascii(person_id)) AS w FROM P WHERE ${SOME} GROUP BY 1)`,
    'by a window over each person': `SELECT sum(w) AS secret FROM (SELECT person_id, max(ascii(person_id)) OVER (PARTITION BY person_id) AS w FROM P WHERE ${SOME})`,
    'by a place among all': `SELECT sum(r) AS secret FROM (SELECT person_id, row_number() OVER (ORDER BY person_id) AS r FROM P WHERE ${SOME})`,
    'by keys of groups': `SELECT sum(h * n) AS secret FROM (SELECT hash(person_id) % 4 AS h, count(*) AS n FROM P WHERE ${SOME} GROUP BY 1)`,
    'by UNPIVOT': `SELECT sum(v) AS secret FROM (UNPIVOT (SELECT person_id, ascii(person_id) AS a, 2 AS b FROM P) ON a, b INTO NAME k VALUE v)`,
  },
  'numbers of rows by who somebody is': {
    'of a series joined by it': `SELECT count(*) AS secret FROM P JOIN range(64) AS t(i) ON i < hash(person_id) % 64 WHERE ${SOME}`,
    'of a series up to it': `SELECT count(*) AS secret FROM P AS p, range((hash(p.person_id) % 64)::BIGINT) AS t(i) WHERE ${SOME}`,
    'of a series up to a branch': `SELECT count(*) AS secret FROM P AS p, generate_series(1, CASE WHEN p.person_id < '8' THEN 1 ELSE 100 END) AS t(i) WHERE ${SOME}`,
    'of a list spread out beside each': `SELECT count(*) AS secret FROM P AS p, unnest(range((hash(p.person_id) % 64)::BIGINT)) AS t(i) WHERE ${SOME}`,
    'of a list spread out for each': `SELECT count(*) AS secret FROM (SELECT person_id, unnest(range((hash(person_id) % 64)::BIGINT)) AS i FROM P WHERE ${SOME})`,
    'of a lateral list': `SELECT count(*) AS secret FROM P AS p, LATERAL (SELECT unnest(range((hash(p.person_id) % 64)::BIGINT)) AS i) AS t WHERE ${SOME}`,
    'of a lateral condition': `SELECT count(*) AS secret FROM P AS p, LATERAL (SELECT i FROM range(64) AS r(i) WHERE i < hash(p.person_id) % 64) AS t WHERE ${SOME}`,
    'by a condition on made rows': `SELECT count(*) AS secret FROM (SELECT person_id, birth_year, i FROM P, range(64) AS t(i)) WHERE i < hash(person_id) % 64 AND ${SOME}`,
    'by a filter on made rows': `SELECT count(*) FILTER (WHERE i < hash(person_id) % 64) AS secret FROM P, range(64) AS t(i) WHERE ${SOME}`,
    'by a branch on made rows': `SELECT count(CASE WHEN i < hash(person_id) % 64 THEN 1 END) AS secret FROM P, range(64) AS t(i) WHERE ${SOME}`,
    'by a sum of what holds': `SELECT sum((i < hash(person_id) % 64)::INT) AS secret FROM P, range(64) AS t(i) WHERE ${SOME}`,
    'by a key on made rows': `SELECT i < hash(person_id) % 64 AS k, count(*) AS secret FROM P, range(64) AS t(i) WHERE ${SOME} GROUP BY 1`,
    'by a column of made rows': `SELECT count(*) FILTER (WHERE keep) AS secret FROM (SELECT person_id, i < hash(person_id) % 64 AS keep FROM P, range(64) AS t(i) WHERE ${SOME})`,
    'counted for each person': `SELECT sum(n) AS secret FROM (SELECT person_id, count(*) AS n FROM P JOIN range(64) AS t(i) ON i < hash(person_id) % 64 WHERE ${SOME} GROUP BY 1)`,
    'of a list in which names stand several times': `SELECT count(*) AS secret FROM P AS p JOIN (VALUES ('a'), ('b'), ('b'), ('c'), ('c'), ('c')) AS w(id) ON w.id <= p.person_id WHERE ${SOME}`,
    'of a union of parts': `SELECT count(*) AS secret FROM (SELECT person_id FROM P WHERE person_id < '8' AND ${SOME} UNION ALL SELECT person_id FROM P, range(1000) WHERE person_id >= '8' AND ${SOME})`,
    'kept in a table': [
      'CREATE OR REPLACE TABLE weighed_rows AS SELECT person_id, birth_year, i FROM P JOIN range(64) AS t(i) ON i < hash(person_id) % 64',
      `SELECT count(*) AS secret FROM weighed_rows WHERE ${SOME}`,
    ],
    'put into a table in parts': [
      "CREATE OR REPLACE TABLE weighed_rows AS SELECT person_id, birth_year FROM P WHERE person_id < '8'",
      "INSERT INTO weighed_rows SELECT person_id, birth_year FROM P, range(1000) WHERE person_id >= '8'",
      `SELECT count(*) AS secret FROM weighed_rows WHERE ${SOME}`,
    ],
    'put into a table again and again': [
      "CREATE OR REPLACE TABLE weighed_rows AS SELECT person_id, birth_year FROM P WHERE person_id < '8'",
      'INSERT INTO weighed_rows SELECT * FROM weighed_rows',
      "INSERT INTO weighed_rows SELECT person_id, birth_year FROM P WHERE person_id >= '8'",
      `SELECT count(*) AS secret FROM weighed_rows WHERE ${SOME}`,
    ],
    'taken out of a table': [
      'CREATE OR REPLACE TABLE weighed_rows AS SELECT person_id, birth_year, i FROM P, range(64) AS t(i)',
      'DELETE FROM weighed_rows WHERE i >= hash(person_id) % 64',
      `SELECT count(*) AS secret FROM weighed_rows WHERE ${SOME}`,
    ],
    'chosen in a table': [
      'CREATE OR REPLACE TABLE weighed_rows AS SELECT person_id, birth_year, i FROM P, range(64) AS t(i)',
      `SELECT count(*) AS secret FROM weighed_rows WHERE i < hash(person_id) % 64 AND ${SOME}`,
    ],
  },
}

export const WEIGHED_PERSONS: readonly Smuggling[] = Object.entries(weighing).flatMap(([area, attempts]) =>
  Object.entries(attempts).map(([name, given]) => ({ area, name, statements: [given].flat() })),
)

const coded = (code: string, w: number): string =>
  `SELECT DISTINCT person_id, ${w} AS w FROM ndb.medical_diagnosis JOIN s USING (person_id) WHERE icd10_code LIKE '${code}%'`

/** What studies do by who somebody is: all of it arrives. */
export const SAMPLED: [what: string, statements: string | string[]][] = [
  [
    'a sample by hash',
    'SELECT sex, count(*) AS n, avg(birth_year) AS m, sum(birth_month) AS s, median(birth_year) AS q FROM P WHERE hash(person_id) % 10 = 0 GROUP BY 1',
  ],
  [
    'a split by hash',
    'SELECT count(*) FILTER (WHERE hash(person_id) % 10 < 7) AS train, sum(birth_year) FILTER (WHERE hash(person_id) % 10 >= 7) AS test, avg((hash(person_id) % 2 = 0)::INT) AS share FROM P',
  ],
  ['folds', 'SELECT hash(person_id) % 10 AS fold, count(*) AS n, avg(birth_year) AS m FROM P GROUP BY 1'],
  [
    'all folds but one',
    'SELECT f, avg(birth_year) AS m FROM P JOIN range(5) AS t(f) ON hash(person_id) % 5 <> f GROUP BY 1',
  ],
  [
    'halves under each other',
    "SELECT part, count(*) AS n, sum(birth_year) AS s FROM (SELECT person_id, birth_year, 'train' AS part FROM P WHERE hash(person_id) % 10 < 7 UNION ALL SELECT person_id, birth_year, 'test' FROM P WHERE hash(person_id) % 10 >= 7) GROUP BY 1",
  ],
  [
    'whoever is in a cohort, and of one sex',
    "SELECT sum(CASE WHEN person_id IN (SELECT person_id FROM ndb.medical_claim WHERE points > 300) THEN 1 ELSE 0 END + (sex = '1')::INT) AS s FROM P",
  ],
  [
    'a score in a sample',
    `WITH s AS (SELECT person_id FROM P WHERE hash(person_id) % 4 = 0), dm AS (${coded('E11', 1)}), ht AS (${coded('I10', 2)}) SELECT avg(coalesce(dm.w, 0) + coalesce(ht.w, 0)) AS m FROM s LEFT JOIN dm USING (person_id) LEFT JOIN ht USING (person_id)`,
  ],
  [
    'a score in a stored sample',
    [
      'CREATE OR REPLACE TABLE s AS SELECT person_id, sex FROM P WHERE hash(person_id) % 4 = 0',
      `CREATE OR REPLACE TABLE dm AS ${coded('E11', 1)}`,
      "SELECT sex, avg(coalesce(w, 0) + (sex = '1')::INT) AS m FROM s LEFT JOIN dm USING (person_id) GROUP BY 1",
    ],
  ],
  [
    'folds joined to their names',
    'SELECT f, count(*) AS n FROM P JOIN range(5) AS t(f) ON hash(person_id) % 5 = f GROUP BY 1',
  ],
  [
    'months under observation, in a sample',
    'SELECT c.m, count(DISTINCT p.person_id) AS n FROM P AS p JOIN range(1, 13) AS c(m) ON p.birth_month <= c.m WHERE hash(p.person_id) % 10 < 5 GROUP BY 1',
  ],
  [
    'a calendar beside a sample',
    'SELECT count(DISTINCT p.person_id) FILTER (WHERE p.birth_month <= c.m) AS n FROM P AS p, range(1, 13) AS c(m) WHERE hash(p.person_id) % 10 < 5',
  ],
]
