/** What a plan says of the grouping sets of a query: by them a NULL in a key stands for all. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { groupingSetsIn } from '../../../shared/model/facts.ts'
import { openStudyBench, type StudyBench } from './study-bench.ts'

let bench: StudyBench
beforeAll(async () => {
  bench = await openStudyBench({ seed: 5 })
}, 120_000)
afterAll(() => bench.close())

const setsOf = async (sql: string) => {
  const { plan } = await bench.measured(sql)
  return groupingSetsIn(plan)
    .map((set) => set.join(' '))
    .sort()
}

const N = 'count(*) AS n FROM ndb.person AS p'
const ROLLUP = ['', '0', '0 1']

test.each([
  ['as they are named', `SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type)`],
  [
    'by another name',
    `SELECT p.sex AS "Sex", p.insurer_type AS i, ${N} GROUP BY ROLLUP (p.sex, p.insurer_type) ORDER BY ALL;`,
  ],
  ['without the table before them', `SELECT p.sex, insurer_type, ${N} GROUP BY ROLLUP (sex, p.insurer_type)`],
  ['by their places', `SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (1, 2)`],
  ['in quotes', `SELECT "sex", insurer_type, ${N} GROUP BY ROLLUP ("sex", insurer_type) ORDER BY n`],
  ['computed', `SELECT birth_year // 20 AS g, left(sex, 1) AS s, ${N} GROUP BY ROLLUP (g, s)`],
  ['set by set', `SELECT sex, insurer_type, ${N} GROUP BY GROUPING SETS ((sex, insurer_type), (sex), ())`],
  [
    'after a CTE that limits',
    `WITH a AS (SELECT DISTINCT sex FROM ndb.person LIMIT 5) SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type)`,
  ],
  [
    'of what is grouped once and handed on',
    `SELECT sex, insurer_type, n FROM (SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type))`,
  ],
  [
    'of open data',
    `SELECT prefecture_code, population_tier, count(*) AS n FROM open.municipality GROUP BY ROLLUP (prefecture_code, population_tier)`,
  ],
])('tells the sets of keys %s', async (_, sql) => {
  expect(await setsOf(sql)).toEqual(ROLLUP)
})

test('tells them by the places of their columns', async () => {
  expect(
    await setsOf(
      `SELECT insurer_type, count(*) AS n, sex FROM ndb.person GROUP BY ROLLUP (sex, insurer_type)`,
    ),
  ).toEqual(['', '2', '2 0'])
  expect(await setsOf(`SELECT sex, insurer_type, ${N} GROUP BY CUBE (sex, insurer_type)`)).toEqual([
    '',
    '0',
    '0 1',
    '1',
  ])
  expect(await setsOf(`SELECT sex, insurer_type, ${N} GROUP BY sex, ROLLUP (insurer_type)`)).toEqual([
    '0',
    '0 1',
  ])
})

test.each([
  ['without sets', `SELECT sex, insurer_type, ${N} GROUP BY sex, insurer_type`],
  [
    'where rows were left out',
    `SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type) HAVING n < 100`,
  ],
  [
    'where rows were cut off',
    `SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type) ORDER BY n LIMIT 6`,
  ],
  [
    'where rows were left out further out',
    `SELECT sex, insurer_type, n FROM (SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type)) WHERE n > 3`,
  ],
  [
    'where rows were chosen by a window',
    `SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type) QUALIFY row_number() OVER (ORDER BY count(*)) < 3`,
  ],
  [
    'where like rows were put together',
    `SELECT DISTINCT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type)`,
  ],
  [
    'of a key written over',
    `SELECT nullif(sex, '1') AS sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type)`,
  ],
  ['of a key that is not shown', `SELECT sex, ${N} GROUP BY ROLLUP (sex, insurer_type)`],
  [
    'of tables put together',
    `SELECT sex, insurer_type, ${N} GROUP BY ROLLUP (sex, insurer_type) UNION ALL SELECT '1', '2', 3`,
  ],
])('tells none %s', async (_, sql) => {
  expect(await setsOf(sql)).toEqual([])
})
