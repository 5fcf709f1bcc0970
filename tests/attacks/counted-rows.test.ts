/**
 * How many rows a result has, and in what order, is told only as far as it rests on many persons. Each attempt is made
 * twice, as if one person's number were 3 and as if it were 45, by plain HTTP: whatever a client gets of both must be
 * the same, byte by byte.
 */
import { tableFromIPC } from 'apache-arrow'
import { describe, expect, test } from 'vitest'
import { MASK } from '../../shared/model/facts.ts'
import { COUNTING } from './counted-rows.ts'
import { inTwoWorlds } from './in-two-worlds.ts'
import { MULTIPLIED } from './multiplied-rows.ts'

const ATTEMPTS = [...COUNTING, ...MULTIPLIED]

const worlds = inTwoWorlds()

test('at least 100 attempts are named, and no name stands twice', () => {
  expect(ATTEMPTS.length).toBeGreaterThanOrEqual(100)
  expect(new Set(ATTEMPTS.map(({ name }) => name)).size).toBe(ATTEMPTS.length)
})

describe('whatever number one person has, a client gets the same', () => {
  test.each(ATTEMPTS)('$name', async ({ statements }) => {
    expect(await worlds().differing(statements)).toEqual([])
  })
})

describe('what rests on many persons is counted and stands where it was, so that the claims above can fail', () => {
  test.each<[what: string, sql: string, rows: number]>([
    [
      'groups beside a whole',
      "SELECT sex, count(*) AS n FROM P GROUP BY 1 UNION ALL SELECT '0', count(*) FROM P",
      3,
    ],
    [
      'an outer join of groups',
      'SELECT a.sex, a.n, m.n AS m FROM (SELECT sex, count(*) AS n FROM P GROUP BY 1) AS a FULL JOIN (SELECT sex, count(*) AS n FROM P WHERE birth_year > 1950 GROUP BY 1) AS m ON a.sex = m.sex',
      2,
    ],
    ['ROLLUP', 'SELECT sex, count(*) AS n FROM P GROUP BY ROLLUP (sex)', 3],
    ['CUBE', 'SELECT sex, birth_month % 2 AS m, count(*) AS n FROM P GROUP BY CUBE (sex, m)', 9],
    ['GROUPING SETS', 'SELECT sex, count(*) AS n FROM P GROUP BY GROUPING SETS ((sex), ())', 3],
    ['a list of different values', 'SELECT DISTINCT birth_month FROM P', 12],
    ['a UNION', 'SELECT sex FROM P UNION SELECT sex FROM P', 2],
    [
      'a list that is spread out',
      'SELECT i, count(*) AS n FROM (SELECT unnest(range(4)) AS i FROM P) AS u GROUP BY i',
      4,
    ],
    [
      'LATERAL',
      'SELECT s.i, count(*) AS n FROM P AS p, LATERAL (SELECT unnest(range(3)) AS i) AS s GROUP BY s.i',
      3,
    ],
    ['a window', 'SELECT sex, row_number() OVER (ORDER BY sex) AS r, count(*) AS n FROM P GROUP BY sex', 2],
    [
      'columns of a PIVOT',
      'PIVOT (SELECT sex, birth_month FROM P) ON sex USING count(*) GROUP BY birth_month',
      12,
    ],
    [
      'groups larger than a number',
      'SELECT birth_month, count(*) AS n FROM P GROUP BY 1 HAVING count(*) > 100',
      12,
    ],
    [
      'the first few by a number',
      'SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY n DESC LIMIT 5',
      5,
    ],
    [
      'groups in the order of a number',
      'SELECT birth_month, count(*) AS n FROM P GROUP BY 1 ORDER BY n DESC',
      12,
    ],
  ])('%s', async (_what, sql, rows) => {
    const { resultId } = await worlds().run([sql], 0)
    const view = await worlds().ask('results.view', { resultId })
    expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
    const table = tableFromIPC((await worlds().raw('results.page', { resultId, limit: 10_000 })).bytes)
    expect(table.numRows).toBe(rows)
    if (!sql.includes('ORDER BY n DESC')) return
    const numbers = [...table.getChild('n')!].map(Number)
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
  })

  test('of groups of which some are small, the others arrive with their numbers', async () => {
    const { resultId } = await worlds().run(
      [
        'SELECT i, count(*) AS n FROM P AS p, generate_series(1, CASE WHEN p.ME THEN 9 ELSE 2 END) AS g(i) GROUP BY i',
      ],
      0,
    )
    const table = tableFromIPC((await worlds().raw('results.page', { resultId, limit: 10_000 })).bytes)
    expect(
      ['i', 'i__mask', 'n__mask'].map((name) =>
        [...table.getChild(name)!].map((of) => (of === null ? null : Number(of))),
      ),
    ).toEqual([
      [1, 2, null],
      [MASK.shown, MASK.shown, MASK['below-minimum']],
      [MASK.shown, MASK.shown, MASK['below-minimum']],
    ])
  })
})
