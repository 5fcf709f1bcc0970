import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MembersOf, membersOf } from './members-of.ts'
import { type Bench, openBench, TABLES, type Value, whole } from './persons-bench.ts'
import { type Analysis, analysis, keyColumns, type QueryItem, querySql } from './query-grammar.ts'

/** 5,000 by MEMBER_QUERIES=5000. */
const QUERIES = Number(process.env.MEMBER_QUERIES ?? 250)
const SEED = Number(process.env.MEMBER_SEED ?? 20_261_125)

let bench: Bench
beforeAll(async () => {
  bench = await openBench(11, 7)
  for (const person of bench.persons) {
    await bench.run(`ATTACH ':memory:' AS only_${person}`)
    for (const schema of ['ndb', 'kaigo', 'open']) await bench.run(`CREATE SCHEMA only_${person}.${schema}`)
    for (const { schema, name, level } of TABLES) {
      const kept = level === 'person' ? `WHERE person_id = '${person}'` : ''
      await bench.run(
        `CREATE TABLE only_${person}.${schema}.${name} AS FROM extract.${schema}.${name} ${kept}`,
      )
    }
  }
})
afterAll(() => bench.close())

const settled = (value: Value): Value => (typeof value === 'number' ? Number(value.toPrecision(11)) : value)
const same = (a: Value | undefined, b: Value | undefined): boolean => {
  const [x, y] = [Number(a ?? 0), Number(b ?? 0)]
  if (Number.isFinite(x) && Number.isFinite(y)) return Math.abs(x - y) < 1e-9 * Math.max(1, Math.abs(x))
  return JSON.stringify(a) === JSON.stringify(b)
}

/** One aggregate, nothing around it that takes rows away or mixes them: the set can be said without us. */
const isPlain = ({ source, having, wrap }: Analysis, item: QueryItem): boolean =>
  !source.padded &&
  !source.pairs &&
  !source.ranked &&
  having === null &&
  ['none', 'subquery', 'cte', 'ordered'].includes(wrap) &&
  /^(count|sum|avg|min|max|median)\([^()]*\)( FILTER \(WHERE [^()]*\))?$/.test(item.sql)

const tally = { listed: 0, unlisted: 0, cells: 0, plain: 0 }

describe('sets of persons behind cells', () => {
  test(`hold everybody who matters, and plain ones nobody else, over ${QUERIES} generated queries`, {
    timeout: 3_600_000,
  }, async () => {
    await fc.assert(fc.asyncProperty(analysis, holds), { numRuns: QUERIES, seed: SEED })
    expect(tally.listed).toBeGreaterThan(0.9 * (tally.listed + tally.unlisted))
    expect(tally.plain).toBeGreaterThan(QUERIES / 5)
    if (process.env.MEMBER_TALLY) console.log(tally)
  })
})

async function holds(given: Analysis): Promise<void> {
  const items = given.items.filter((item) => !item.arbitrary)
  if (items.length === 0) return
  const sql = whole(
    querySql(
      given,
      items.map((item) => item.sql),
    ),
  )
  const listed = await membersOf(bench, sql)
  if ('unlisted' in listed) {
    tally.unlisted++
    if (process.env.MEMBER_TALLY) console.log(listed.unlisted, sql)
    return
  }
  tally.listed++
  const base = await bench.run(sql)
  const text = (row: Value[]): string => JSON.stringify(row.map(settled))
  expect(listed.rows.map(text).sort(), sql).toEqual(base.rows.map(text).sort())
  const first = keyColumns(given) + (given.wrap === 'union' ? 1 : 0)
  const keyOf = (row: Value[]): string => JSON.stringify(row.slice(0, first))
  const byKey = async (rows: Promise<{ rows: Value[][] }>): Promise<Map<string, Value[]>> =>
    new Map((await rows).rows.map((row) => [keyOf(row), row]))
  for (const person of bench.persons) {
    const gone = await byKey(bench.without(person, sql))
    const alone = await byKey(bench.run(sql.replaceAll('extract.', `only_${person}.`)))
    for (const [at, row] of listed.rows.entries()) {
      const other = gone.get(keyOf(row))
      for (const [index, item] of items.entries()) {
        const sets = listed.sets[at]![first + index]!
        const inside = sets.some((set) => set.has(person))
        const where = `${person} in ${item.sql} of ${keyOf(row)} in ${sql}`
        tally.cells++
        // A row that stands for nobody appears when the last one goes: nothing of a person's enters then.
        // Nor is anybody in a band who only moved others' places, as at a cut point.
        const { padded, ranked } = given.source
        if (!padded && !ranked && other && !same(row[first + index], other[first + index]))
          expect(inside, where).toBe(true)
        if (!isPlain(given, item)) continue
        tally.plain++
        const own = alone.get(keyOf(row))?.[first + index] ?? null
        const counts = /^(count|sum)/.test(item.sql)
        expect(inside, where).toBe(counts ? !same(own, 0) : own !== null)
      }
    }
  }
}

describe('shapes', () => {
  const listed = async (sql: string): Promise<MembersOf> => {
    const found = await membersOf(bench, whole(sql))
    if ('unlisted' in found) throw new Error(found.unlisted)
    return found
  }
  const everybody = async (sql: string): Promise<string[]> =>
    (await bench.run(whole(sql))).rows.map(([person]) => String(person)).sort()
  const sorted = (set: Set<string> | undefined): string[] => [...(set ?? [])].sort()

  test('a share of the whole is made of the row and of everybody', async () => {
    const { rows, sets } = await listed(
      'SELECT sex, count(*) AS n, count(*) * 100.0 / sum(count(*)) OVER () AS share FROM ndb.person GROUP BY sex',
    )
    const all = await everybody('SELECT person_id FROM ndb.person')
    for (const [at, [sex]] of rows.entries()) {
      const own = await everybody(`SELECT person_id FROM ndb.person WHERE sex = '${sex}'`)
      expect(sorted(sets[at]![1]![0])).toEqual(own)
      expect(sets[at]![2]!.map(sorted)).toContainEqual(all)
    }
  })

  test('numerator and denominator of two queries joined keep their own sets', async () => {
    const { rows, sets } = await listed(`
      WITH a AS (SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex),
           b AS (SELECT sex, count(DISTINCT person_id) AS k FROM ndb.person JOIN kaigo.care USING (person_id) GROUP BY sex)
      SELECT a.sex, b.k, a.n, b.k / a.n AS rate FROM a JOIN b USING (sex)`)
    const [sex] = rows[0]!
    const inCare = await everybody(
      `SELECT DISTINCT person_id FROM ndb.person JOIN kaigo.care USING (person_id) WHERE sex = '${sex}'`,
    )
    const all = await everybody(`SELECT person_id FROM ndb.person WHERE sex = '${sex}'`)
    expect(sorted(sets[0]![1]![0])).toEqual(inCare)
    expect(sorted(sets[0]![2]![0])).toEqual(all)
    expect(sets[0]![3]!.map(sorted).sort()).toEqual([inCare, all].sort())
  })

  test('a scalar subquery brings its own set, a group of groups all persons in them', async () => {
    const total = await listed(
      'SELECT sex, count(*) AS n, (SELECT count(*) FROM ndb.person) AS all_ FROM ndb.person GROUP BY sex',
    )
    expect(sorted(total.sets[0]![2]![0])).toEqual(await everybody('SELECT person_id FROM ndb.person'))
    const groups = await listed(`
      WITH g AS (SELECT sex, pref, count(*) AS n FROM ndb.person GROUP BY sex, pref)
      SELECT sex, sum(n) AS n FROM g WHERE n >= 1 GROUP BY sex`)
    const [sex] = groups.rows[0]!
    expect(sorted(groups.sets[0]![1]![0])).toEqual(
      await everybody(`SELECT person_id FROM ndb.person WHERE sex = '${sex}'`),
    )
  })

  test('PIVOT and keys alone are listed; rows of single persons are not', async () => {
    const pivot = await listed(
      "FROM (PIVOT ndb.person ON sex IN ('F', 'M') USING count(*) GROUP BY pref) AS p",
    )
    const [pref] = pivot.rows[0]!
    expect(sorted(pivot.sets[0]![1]![0])).toEqual(
      await everybody(`SELECT person_id FROM ndb.person WHERE sex = 'F' AND pref = ${pref}`),
    )
    const keys = await listed('SELECT DISTINCT sex FROM ndb.person')
    expect(keys.sets.every(([set]) => set![0]!.size > 0)).toBe(true)
    expect(await membersOf(bench, whole('SELECT person_id, sex FROM ndb.person'))).toEqual({
      unlisted: 'shape',
    })
    expect(await membersOf(bench, whole('SELECT cost FROM ndb.claim'))).toEqual({ unlisted: 'shape' })
  })
})
