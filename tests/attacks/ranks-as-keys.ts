/**
 * Attempts to read off a rank how many persons share a place before it. `V` stands for one person where the number is
 * large, as in ./two-worlds.ts; a client must get the same whatever it is (./ranks-as-keys.test.ts).
 */
import type { Attempt } from './attempts-by-area.ts'

const ranked = (rank: string): string =>
  `SELECT person_id, sex, ${rank} AS r FROM P`.replaceAll(/\bV\b/g, '(ME AND K > 20)')
const BEFORE = ranked('rank() OVER (ORDER BY NOT V)')

const AS_KEYS: Record<string, string[]> = {
  'by rank': [`SELECT r, count(*) AS n FROM (${BEFORE}) GROUP BY 1`],
  'by dense_rank': [
    `SELECT r, count(*) AS n FROM (${ranked('dense_rank() OVER (ORDER BY CASE WHEN V THEN 0 ELSE 1 END)')}) GROUP BY 1`,
  ],
  'by percent_rank': [
    `SELECT r, count(*) AS n FROM (${ranked('percent_rank() OVER (ORDER BY NOT V)')}) GROUP BY 1`,
  ],
  'by cume_dist': [`SELECT r, count(*) AS n FROM (${ranked('cume_dist() OVER (ORDER BY V)')}) GROUP BY 1`],
  'by rank within a part': [
    `SELECT r, count(*) AS n FROM (${ranked('rank() OVER (PARTITION BY sex ORDER BY NOT V)')}) GROUP BY 1`,
  ],
  'beside another key': [`SELECT sex, r, count(*) AS n FROM (${BEFORE}) GROUP BY 1, 2`],
  'not shown': [`SELECT sex, count(*) AS n FROM (${BEFORE}) GROUP BY sex, r`],
  'by a remainder': [`SELECT r % 3 AS k, count(*) AS n FROM (${BEFORE}) GROUP BY 1`],
  'with a number added, a query further out': [
    `SELECT k, count(*) AS n FROM (SELECT person_id, r + 1 AS k FROM (${BEFORE})) GROUP BY 1`,
  ],
  'in a branch': [`SELECT CASE WHEN r > 0 THEN r END AS k, count(*) AS n FROM (${BEFORE}) GROUP BY 1`],
  'in a list': [`SELECT [r] AS k, count(*) AS n FROM (${BEFORE}) GROUP BY 1`],
  'by DISTINCT': [`SELECT DISTINCT r FROM (${BEFORE})`],
  'by UNION': [`SELECT r FROM (${BEFORE}) UNION SELECT 1`],
  'under ROLLUP': [`SELECT r, count(*) AS n FROM (${BEFORE}) GROUP BY ROLLUP (r)`],
  'beside an open row': [
    `SELECT i, count(*) AS n FROM (${BEFORE}) JOIN range(5) AS t(i) ON i = r GROUP BY 1`,
  ],
  'by USING an open row': [
    `SELECT r, count(*) AS n FROM (${BEFORE}) JOIN (SELECT i AS r FROM range(5) AS t(i)) USING (r) GROUP BY 1`,
  ],
  'beside what it decides, two queries further out': [
    `SELECT k, count(*) AS n FROM (SELECT person_id, CASE WHEN d = 'a' THEN r ELSE 0 END AS k FROM (SELECT person_id, r, CASE WHEN r < 9 THEN 'a' ELSE 'b' END AS d FROM (${BEFORE}))) GROUP BY 1`,
  ],
  stored: [
    `CREATE OR REPLACE TABLE ranked_once AS ${BEFORE}`,
    'SELECT r, count(*) AS n FROM ranked_once GROUP BY 1',
  ],
}

export const RANKED_KEYS: readonly Attempt[] = Object.entries(AS_KEYS).map(([name, statements]) => ({
  area: 'a rank as a key',
  name,
  statements,
}))

const OF_YEARS = (rank: string): string => `(SELECT person_id, ${rank} AS r FROM P)`

/** Shown, so that the claims can fail. `rows` of the result. */
export const HONEST_RANKS: [what: string, sql: string, rows: number][] = [
  [
    'quarters',
    `SELECT r, count(*) AS n FROM ${OF_YEARS('ntile(4) OVER (ORDER BY birth_year)')} GROUP BY 1`,
    4,
  ],
  [
    'halves by a mark',
    `SELECT r >= 0.5 AS k, count(*) AS n FROM ${OF_YEARS('percent_rank() OVER (ORDER BY birth_year)')} GROUP BY 1`,
    2,
  ],
  [
    'thirds by marks',
    `SELECT CASE WHEN r < 0.33 THEN 1 WHEN r < 0.67 THEN 2 ELSE 3 END AS k, count(*) AS n FROM ${OF_YEARS('cume_dist() OVER (ORDER BY birth_year)')} GROUP BY 1`,
    3,
  ],
  [
    'the first thousand',
    `SELECT r <= 1000 AS k, count(*) AS n FROM ${OF_YEARS('rank() OVER (ORDER BY birth_year)')} GROUP BY 1`,
    2,
  ],
  [
    'every fifth row',
    `SELECT r % 5 AS k, count(*) AS n FROM ${OF_YEARS('row_number() OVER (ORDER BY birth_year)')} GROUP BY 1`,
    5,
  ],
]
