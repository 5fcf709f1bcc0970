/**
 * What is said of large groups from bounds, where nothing has to be measured person by person, against the same measured
 * so: never more persons, never a smaller share, and enough of either for every rule. Each person has cells alone, so
 * that a few hundred prove what takes tens of thousands in an extract.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bench, openBench, type Value, whole } from './persons-bench.ts'

let benches: Bench[]
beforeAll(async () => {
  benches = [
    await openBench(3, 700, { numbered: { spacing: 64 }, called: true }),
    await openBench(3, 700, { numbered: { spacing: 64, cells: true }, called: true }),
  ]
}, 120_000)
afterAll(() => {
  for (const bench of benches ?? []) bench.close()
})

/** Tables are large from here on, and what is looked for among some persons first, among a hundred or so. */
const LARGE = 120
const tally = { masked: 0, fewer: 0, settled: 0, one: 0 }

async function factsBy(bench: Bench, sql: string, masksFrom: number) {
  const { sql: measured, plan } = await bench.measured(sql, undefined, masksFrom)
  if (plan.kind !== 'aggregated') throw new Error(`${plan.kind}: ${sql}`)
  const { names, rows } = await bench.run(measured)
  const at = (row: Value[], name: string | null) =>
    name === null ? null : Number(row[names.indexOf(name)] ?? 0)
  return {
    plan,
    measured,
    rows: new Map(rows.map((row) => [JSON.stringify(row[0]), (name: string | null) => at(row, name)])),
  }
}

/** With cells kept beside the tables and without, in turn; PROVENANCE_QUERIES asks for both of everything. */
let turn = 0
const isThorough = process.env.PROVENANCE_QUERIES !== undefined
const some = <T>(all: T[]): T[] => (isThorough ? all : all.filter((_, index) => (index + turn) % 3 === 0))

async function boundsHold(sql: string) {
  turn++
  for (const bench of isThorough ? benches : [benches[turn % benches.length]!]) {
    const masked = await factsBy(bench, whole(sql), LARGE)
    const exact = await factsBy(bench, whole(sql), Number.POSITIVE_INFINITY)
    if (masked.measured.includes('_groups')) tally.masked++
    expect([...masked.rows.keys()].sort(), sql).toEqual([...exact.rows.keys()].sort())
    for (const [key, read] of masked.rows)
      for (const [index, column] of masked.plan.columns.entries()) {
        const beside = exact.plan.columns[index]!
        const right = exact.rows.get(key)!
        const where = `${column.name} of ${key}: ${sql}`
        const [said, held] = [
          read(column.persons ?? masked.plan.rowPersons)!,
          right(beside.persons ?? exact.plan.rowPersons)!,
        ]
        expect(said, where).toBeLessThanOrEqual(held)
        expect(said, where).toBeGreaterThanOrEqual(Math.min(held, 20))
        if (said < held) {
          tally.fewer++
          expect(column.certainty, where).toBe('at-least')
        }
        if (held === 1) tally.one++
        for (const field of ['top1Share', 'top2Share'] as const) {
          const [share, most] = [read(column[field]), right(beside[field])]
          if (share === null || most === null) continue
          expect(share, `${field} ${where}`).toBeGreaterThanOrEqual(most - 1e-9)
          if (most <= 0.25) expect(share, `${field} ${where}`).toBeLessThanOrEqual(0.5)
          tally.settled++
        }
      }
  }
}

const GROUPS = ['ym', 'dx', '$$all$$', 'cost > 5']
const FROM = ['ndb.claim', 'ndb.claim JOIN ndb.person USING (person_id)', "ndb.claim WHERE dx <> 'B'"]

describe('numbers of the query among persons’ values', () => {
  const one = (person: string, than: string, table = 'claim') =>
    `CASE WHEN ${table}_called ${person} THEN ${than} ELSE 10 END`
  test.each([
    'coalesce(cost, 7)',
    'least(cost, 30)',
    'greatest(cost, 5)',
    "CASE WHEN dx = 'A' THEN 2 WHEN dx = 'B' THEN 1 ELSE 0 END",
    "CASE WHEN dx = 'A' THEN cost ELSE 10 END",
    one("= 'p0001'", 'cost'),
    one("= 'p0001'", '11'),
    one("<= 'p0002'", 'cost + 3'),
    one("<= 'p0019'", 'ym % 7'),
    one("<= 'p0030'", 'ym % 7'),
    one("<= 'p0200'", 'ym % 7'),
    one("= 'p0003'", '1000000'),
    "CASE WHEN claim_called = 'p0003' THEN 1000000 ELSE coalesce(cost, 3) END",
    "1000000 + CASE WHEN claim_called = 'p0003' THEN 500 ELSE coalesce(ym % 7, 3) END",
    '10 + CASE WHEN cost > 100 THEN amount ELSE 0 END',
  ])('%s', async (value) => {
    for (const from of FROM)
      for (const key of some(GROUPS))
        await boundsHold(
          `SELECT ${key} AS k, sum(${value}) AS s, avg(${value}) FILTER (WHERE ym < 202403) AS m, count(*) AS n FROM ${from} GROUP BY 1`,
        )
  })

  test('of a table of one row for each person', async () => {
    for (const value of [
      'coalesce(age, 7)',
      'least(age, 50) + pref',
      one("= 'p0004'", 'age', 'person'),
      one("<= 'p0018'", 'age + 1000', 'person'),
    ])
      for (const key of ['sex', 'pref', '$$all$$'])
        await boundsHold(
          `SELECT ${key} AS k, sum(${value}) AS s, avg(${value}) AS m FROM ndb.person GROUP BY 1`,
        )
  })
})

test.each(['max(ym)', 'min(ym)', 'min(length(inst))', 'max(cost)', 'max(dx)', 'min(amount)'])(
  'who holds %s',
  async (value) => {
    for (const from of FROM)
      for (const key of some(GROUPS))
        await boundsHold(`SELECT ${key} AS k, ${value} AS v, count(*) AS n FROM ${from} GROUP BY 1`)
  },
)

test.each([
  'median(cost)',
  'quantile_cont(cost, 0.25)',
  'quantile_disc(amount, 0.9)',
  'quantile_cont(ym, 0)',
  'quantile_disc(cost, 1)',
])('who is on either side of %s', async (value) => {
  for (const from of FROM)
    for (const key of some(GROUPS))
      await boundsHold(`SELECT ${key} AS k, ${value} AS v, count(*) AS n FROM ${from} GROUP BY 1`)
})

test('bounds were met, and single persons found', () => {
  expect(tally.masked).toBeGreaterThan(40)
  expect(tally.fewer).toBeGreaterThan(2)
  expect(tally.settled).toBeGreaterThan(200)
  expect(tally.one).toBeGreaterThan(2)
})
