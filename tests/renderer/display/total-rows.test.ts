import { expect, test } from 'vitest'
import { totalRows } from '../../../renderer/display/total-rows.ts'

const KEYS = [
  { name: 'sex', texts: ['1', '1', '1', '2', '2', null] },
  { name: 'age', texts: ['60', '70', null, '60', null, null] },
]
const totals = (sql: string, keys = KEYS) => totalRows(sql, keys).map((rows) => [...rows])
const FROM = 'count(*) AS n FROM ndb.person AS p'

test.each([
  `SELECT sex, age, ${FROM} GROUP BY ROLLUP (sex, age)`,
  `SELECT p.sex, p.age, ${FROM} GROUP BY ROLLUP (p.sex, p.age) ORDER BY ALL;`,
  `WITH a AS (SELECT DISTINCT sex FROM t LIMIT 5) SELECT age, sex, ${FROM} GROUP BY ROLLUP(sex, age) ORDER BY n`,
  `select sex, age, count(DISTINCT person_id) as n -- having\n from t group by rollup (sex, age)`,
])('knows the totals of %s', (sql) => {
  expect(totals(sql)).toEqual([[5], [2, 4, 5]])
})

test.each([
  ['without a total', `SELECT sex, age, ${FROM} GROUP BY sex, age`],
  ['where rows were left out', `SELECT sex, age, ${FROM} GROUP BY ROLLUP (sex, age) HAVING n < 100`],
  ['where rows were cut off', `SELECT sex, age, ${FROM} GROUP BY ROLLUP (sex, age) ORDER BY n LIMIT 6`],
  ['of a key written over', `SELECT nullif(sex, '1') AS sex, age, ${FROM} GROUP BY ROLLUP (sex, age)`],
  ['of a key that is not shown', `SELECT sex, age, ${FROM} GROUP BY ROLLUP (sex, age, kind)`],
  ['of tables put together', `SELECT sex, age, ${FROM} GROUP BY ROLLUP (sex, age) UNION ALL SELECT 1, 2, 3`],
  [
    'of what is grouped once more',
    `SELECT sex, age, n FROM (SELECT sex, age, ${FROM} GROUP BY ROLLUP (sex, age))`,
  ],
  ['of groups that are counted by others', `SELECT sex, age, ${FROM} GROUP BY ROLLUP (sex, age), kind`],
  ['of names in quotes', `SELECT "sex", age, ${FROM} GROUP BY ROLLUP ("sex", age)`],
  ['of keys by their places', `SELECT sex, age, ${FROM} GROUP BY ROLLUP (1, 2)`],
])('claims none %s', (_, sql) => {
  expect(totals(sql)).toEqual([[], []])
})

test('a NULL of the data stays one: beside its total, and where the keys of a ROLLUP say so', () => {
  const keys = [
    { name: 'sex', texts: ['1', '1', '1', null, null] },
    { name: 'age', texts: ['60', null, null, '60', null] },
  ]
  const sql = (by: string) => `SELECT sex, age, ${FROM} GROUP BY ${by} (sex, age)`
  expect(totals(sql('ROLLUP'), keys)).toEqual([[4], [4]])
  expect(totals(sql('CUBE'), keys)).toEqual([[3, 4], [4]])
})
