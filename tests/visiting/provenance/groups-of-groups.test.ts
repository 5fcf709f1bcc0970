import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, openBench, type Value, whole } from './persons-bench.ts'
import { groupsSql, SOURCES } from './query-grammar.ts'

const QUERIES = Math.ceil(Number(process.env.PROVENANCE_QUERIES ?? 2_000) / 10)

/** What stands on top of groups, and how each of its columns is judged by taking persons away. */
interface Upper {
  /** Over `g(k0, v0)`. */
  sql: string
  /** One for each column: its own change, the change of another expression, or the persons of the groups at the value, the fewest of any group. */
  judges: ('key' | 'change' | { change: string } | 'at-value' | 'fewest')[]
  keys: number
}

const UPPERS: Upper[] = [
  {
    sql: 'SELECT {} FROM g',
    judges: ['change', { change: 'sum(v0)' }, 'fewest', 'at-value', 'at-value'],
    keys: 0,
  },
  {
    sql: 'SELECT k0 IS NULL AS empty, {} FROM g GROUP BY 1',
    judges: ['key', 'change', { change: 'sum(v0)' }, 'fewest', 'at-value', 'at-value'],
    keys: 1,
  },
]
const ITEMS = ['sum(v0) AS a', 'avg(v0) AS b', 'count(*) AS c', 'max(v0) AS d', 'min(v0) AS e']

const VALUES = ['count(*)', 'count(DISTINCT {p})', 'count({x})', 'sum({x})', 'sum(abs({x}))', 'max({x})']

let bench: Bench
beforeAll(async () => {
  bench = await openBench(23, 8)
})
afterAll(() => bench.close())

const number = (value: Value | undefined): number => Number(value ?? 0)
const differs = (a: Value | undefined, b: Value | undefined): boolean =>
  Math.abs(number(a) - number(b)) > 1e-9

test('what is computed over groups never claims more persons than it rests on', {
  timeout: 600_000,
}, async () => {
  const usable = SOURCES.filter((source) => source.person !== 'NULL' && !source.padded && !source.ranked)
  const given = fc.constantFrom(...usable).chain((source) =>
    fc.record({
      source: fc.constant(source),
      keys: fc.constantFrom(...source.keys).map((key) => [key]),
      value: fc.constantFrom(...VALUES),
      x: fc.constantFrom(...source.numbers),
      upper: fc.constantFrom(...UPPERS),
    }),
  )
  await fc.assert(
    fc.asyncProperty(given, async ({ source, keys, value, x, upper }) => {
      const item = value.replace('{p}', source.person).replace('{x}', x)
      const groups = groupsSql(
        { source, keys, grouping: 'plain', items: [], where: null, having: null, wrap: 'none' },
        [item],
      )
      const ctes = source.ctes.map((cte) => `${cte}, `).join('')
      const over = (list: string[]): string =>
        whole(`WITH ${ctes} g AS (${groups}) ${upper.sql.replace('{}', list.join(', '))}`)
      const sql = over(ITEMS)
      const { sql: rewritten, plan } = await bench.measured(sql)
      const original = await bench.run(sql)
      if (plan.kind === 'unverified') return
      expect(plan.kind).toBe('aggregated')
      if (plan.kind !== 'aggregated') return
      const measured = await bench.run(rewritten)
      expect(measured.rows.length).toBe(original.rows.length)
      const inner = (await bench.run(whole(`WITH ${ctes} g AS (${groups}) FROM g`))).rows
      const persons = groupsSql(
        { source, keys, grouping: 'plain', items: [], where: null, having: null, wrap: 'none' },
        [`count(DISTINCT ${source.person})`],
      )
      const sizes = (await bench.run(whole(`WITH ${ctes} g AS (${persons}) FROM g`))).rows
      const gone = await Promise.all(
        bench.persons.map(async (person) => ({
          upper: (await bench.without(person, over(ITEMS))).rows,
          inner: (await bench.without(person, whole(`WITH ${ctes} g AS (${groups}) FROM g`))).rows,
        })),
      )
      const keyOf = (row: Value[]): string => JSON.stringify(row.slice(0, upper.keys))
      for (const row of measured.rows) {
        const changed = (index: number): number =>
          gone.filter(({ upper: rows }) => {
            const other = rows.find((candidate) => keyOf(candidate) === keyOf(row))
            return other === undefined || differs(other[index], row[index])
          }).length
        const atValue = (index: number): number =>
          gone.filter(({ inner: rows }) =>
            inner
              .filter(([key]) => upper.keys === 0 || (key === null) === row[0])
              .filter(([, held]) => held !== null && !differs(held, row[index]))
              .some(([key, held]) => {
                const other = rows.find((candidate) => JSON.stringify(candidate[0]) === JSON.stringify(key))
                return other === undefined || differs(other[1], held)
              }),
          ).length
        const fewest = Math.min(
          ...sizes
            .filter(([key]) => upper.keys === 0 || (key === null) === row[0])
            .map(([, size]) => number(size)),
        )
        for (const [index, judge] of upper.judges.entries()) {
          // Whoever shares an extreme with others does not change it by going.
          if (judge === 'key' || (judge === 'at-value' && value.startsWith('max'))) continue
          const column = plan.columns[index]!
          const persons = number(row[measured.names.indexOf(column.persons ?? plan.rowPersons)])
          const most =
            judge === 'fewest'
              ? fewest
              : judge === 'at-value'
                ? atValue(index)
                : changed(judge === 'change' ? index : index - 1)
          expect(persons, `${column.name} in ${sql}`).toBeLessThanOrEqual(most)
        }
      }
    }),
    { numRuns: QUERIES, seed: Number(process.env.PROVENANCE_SEED ?? 4711) },
  )
})

test.each([
  ['a share of the whole', 'v0 / sum(v0) OVER ()', 'v0', 'sum(v0) OVER ()'],
  [
    'a share within a part',
    'v0 / sum(v0) OVER (PARTITION BY k0 % 2)',
    'v0',
    'sum(v0) OVER (PARTITION BY k0 % 2)',
  ],
  [
    'a share of a scalar subquery',
    'v0 / (SELECT count(*) FROM ndb.claim)',
    'v0',
    '(SELECT count(*) FROM ndb.claim)',
  ],
])('%s keeps numerator and denominator apart', async (_what, share, numerator, denominator) => {
  const over = (list: string): string =>
    whole(
      `WITH g AS (SELECT ym AS k0, count(*) AS v0 FROM ndb.claim GROUP BY ym) SELECT k0, ${list} FROM g ORDER BY k0`,
    )
  const { sql, plan } = await bench.measured(over(`${share} AS share`))
  const { names, rows } = await bench.run(sql)
  const parts = over(`${numerator} AS n, ${denominator} AS d`)
  const gone = await Promise.all(
    bench.persons.map(async (person) => (await bench.without(person, parts)).rows),
  )
  const base = (await bench.run(parts)).rows
  const column = plan.columns[1]!
  expect(plan.kind === 'aggregated' && column.role).toBe('rate')
  expect(column.denominatorPersons).not.toBeNull()
  for (const row of rows) {
    const own = base.find((other) => other[0] === row[0])!
    const changed = (index: number): number =>
      gone.filter((all) => differs(all.find((other) => other[0] === row[0])?.[index], own[index])).length
    const persons = column.persons ?? (plan.kind === 'aggregated' ? plan.rowPersons : '')
    const [above, below] = [
      number(row[names.indexOf(persons)]),
      number(row[names.indexOf(column.denominatorPersons!)]),
    ]
    expect(above).toBe(changed(1))
    expect(below).toBeLessThanOrEqual(changed(2))
    expect(below).toBeGreaterThan(0)
  }
})
