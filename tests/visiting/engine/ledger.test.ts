/** The ledger's sets on real DuckDB: what is gathered, sketched and counted, against the same done by hand. */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bySize, nearPairs } from '../../../visiting/disclosure/near-sets.ts'
import { type GatheredSet, SKETCH_PARTS } from '../../../visiting/engine/ledger/gather-sets.ts'
import { ledgerData } from '../../../visiting/engine/ledger/ledger-data.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const data = ledgerData({ tempFolder: join(folder, 'temp') })
const ledgerKey = new Uint8Array(32).fill(7)
const person = { name: 'person_id', type: 'VARCHAR', identity: 'person' as const }
const table = (database: string) => ({
  database,
  schema: database,
  name: 'person',
  level: 'person' as const,
  columns: [person],
})
type Spec = Parameters<typeof data.personKeys>[0]
let made = 0

const ask = async (sql: string[], rows = 'SELECT 1'): Promise<unknown[][]> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const statement of sql) await connection.run(statement)
  const answer = (await connection.runAndReadAll(rows)).getRowsJS() as unknown[][]
  connection.closeSync()
  instance.closeSync()
  return answer
}

/** Persons 1 … n in the store, and the file that leads from a permit's pseudonyms to their digests. */
async function persons(given: {
  secret: number
  linked: boolean
  databases?: string[]
  persons?: number
}): Promise<{ keys: string; pseudonyms: Map<string, string> }> {
  const store = join(folder, `store-${given.persons ?? 40}`)
  const databases = given.databases ?? ['one', 'two']
  for (const database of databases) {
    mkdirSync(join(store, database, 'person'), { recursive: true })
    await ask([
      `COPY (SELECT CAST(range AS VARCHAR) AS person_id FROM range(1, ${(given.persons ?? 40) + 1}))
       TO '${join(store, database, 'person', 'part-0000.parquet')}' (FORMAT parquet)`,
    ])
  }
  const keys = join(folder, `keys-${++made}.parquet`)
  await data.personKeys({
    secret: new Uint8Array(32).fill(given.secret),
    ledgerKey,
    linkageApproved: given.linked,
    tables: databases.map(table) as unknown as Spec['tables'],
    dataFolder: store,
    target: keys,
  })
  const rows = await ask([], `SELECT pseudonym, person::VARCHAR FROM '${keys}'`)
  return { keys, pseudonyms: new Map(rows.map(([pseudonym, digest]) => [String(pseudonym), String(digest)])) }
}

type Cell = ReadonlyMap<number, number>

/** Gathers cells given as what each person gives; one row a cell, one column. */
async function gathered(
  cells: Cell[],
  { keys, pseudonyms }: Awaited<ReturnType<typeof persons>>,
  names: string[][] = cells.map((_, at) => [`k${at}`]),
): Promise<{ file: string; sets: GatheredSet[] }> {
  const workspace = join(folder, `filled-${++made}.duckdb`)
  const target = join(folder, `sets-${made}.parquet`)
  // The pseudonyms of persons 1 … n in an order of their own.
  const people = [...pseudonyms.keys()].sort((a, b) => (pseudonyms.get(a)! < pseudonyms.get(b)! ? -1 : 1))
  const rows = cells.flatMap((cell, at) =>
    [...cell].map(([one, own]) => `(${listOf(['0', ...names[at]!])}, '${people[one]}', '${own}')`),
  )
  const values = rows.length > 0 ? rows.join(', ') : `(['0', 'none'], NULL, NULL)`
  await ask([
    `ATTACH '${workspace}' AS m`,
    `CREATE TABLE m.main.site AS SELECT keys, person, o0 FROM (VALUES ${values}) AS t(keys, person, o0)`,
    `CREATE TABLE m.main.rows AS FROM (VALUES ${names
      .map((keys) => `('${keys.join()}', [${listOf(['g0', '0', '0', ...keys])}])`)
      .join(', ')}) AS t(v0, s0)`,
    'DETACH m',
  ])
  const answer = await data.gather({
    workspace,
    rows: { table: 'rows', visible: 1, lined: [0] },
    sites: [{ id: 'g0', aggregates: 1, tables: ['site'] }],
    place: (read) => read.map((_, index) => index),
    shown: cells.map(() => [0]),
    additive: [0],
    personKeys: keys,
    ledgerKey,
    target,
  })
  if (answer.state !== 'kept') throw new Error(answer.state)
  return { file: target, sets: answer.sets }
}

const listOf = (words: string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`

const setOfCell = (sets: GatheredSet[], row: number): GatheredSet | undefined =>
  sets.find((set) => set.cells.some((cell) => cell.row === row))

const aCell = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 39 }), fc.constantFrom(1, 1, 1, 2, 5)), { maxLength: 40 })
  .map((pairs): Cell => new Map(pairs))

describe('sets of persons in the ledger', () => {
  test('counted pairs are what counting by hand gives, and no close pair is left out, over generated cells', {
    timeout: 600_000,
  }, async () => {
    const known = await persons({ secret: 1, linked: true })
    await fc.assert(
      fc.asyncProperty(
        fc.array(aCell, { minLength: 1, maxLength: 4 }),
        fc.array(aCell, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 2, max: 12 }),
        async (news, olds, threshold) => {
          const [here, there] = [await gathered(news, known), await gathered(olds, known)]
          const near = nearPairs(here.sets, there.sets, { threshold, order: bySize(there.sets) })
          const all = here.sets.flatMap(({ set: one }) =>
            there.sets.map(({ set: other }) => ({ one, other })),
          )
          const counts = await data.countPairs(here.file, [{ file: there.file, pairs: all }])
          // In units of the least of its set, as the ledger holds them.
          const scaled = (cell: Cell): Cell => {
            const least = Math.min(...cell.values())
            return new Map([...cell].map(([one, own]) => [one, own / least]))
          }
          for (const [a, one] of news.entries())
            for (const [b, other] of olds.entries()) {
              const [x, y] = [scaled(one), scaled(other)]
              const both = [...x.keys()].filter((key) => y.has(key))
              const otherwise = both.filter((key) => x.get(key) !== y.get(key)).length
              const [p, q] = [setOfCell(here.sets, a), setOfCell(there.sets, b)]
              expect([p?.size ?? 0, q?.size ?? 0]).toEqual([x.size, y.size])
              if (!p || !q) continue
              const found = counts.find((count) => count.one === p.set && count.other === q.set)
              expect([found?.both ?? 0, found?.otherwise ?? 0]).toEqual([both.length, otherwise])
              const apart = x.size + y.size - 2 * both.length
              const close = apart + otherwise > 0 && (apart === 0 ? otherwise < threshold : apart < threshold)
              const kept = near.some((pair) => here.sets[pair.one] === p && there.sets[pair.other] === q)
              if (close) expect(kept).toBe(true)
            }
        },
      ),
      { numRuns: 40, seed: 20_261_125 },
    )
  })

  test('a column of cells that share nobody is one more set, one that overlaps is not', async () => {
    const known = await persons({ secret: 1, linked: true })
    const cell = (...people: number[]): Cell => new Map(people.map((one) => [one, 1]))
    const apart = await gathered([cell(0, 1, 2), cell(3, 4)], known)
    expect(apart.sets.find(({ cells }) => cells.some(({ row }) => row === null))?.size).toBe(5)
    const overlapping = await gathered([cell(0, 1, 2), cell(2, 4)], known)
    expect(overlapping.sets.every(({ cells }) => cells.every(({ row }) => row !== null))).toBe(true)
  })

  test('margins that are not shown are sets too', async () => {
    const known = await persons({ secret: 1, linked: true })
    const cell = (...people: number[]): Cell => new Map(people.map((one) => [one, 1]))
    const { sets } = await gathered([cell(0, 1), cell(2), cell(3, 4, 5), cell(6)], known, [
      ['north', 'F'],
      ['north', 'M'],
      ['south', 'F'],
      ['south', 'M'],
    ])
    const sums = sets.filter(({ cells }) => cells.some(({ row }) => row === null)).map(({ size }) => size)
    // Everybody; north and south; women and men.
    expect(sums.sort()).toEqual([2, 3, 4, 5, 7])
  })

  test('one person is one digest under every permit and, without linkage, from every database', async () => {
    const [a, b] = [await persons({ secret: 1, linked: true }), await persons({ secret: 2, linked: false })]
    const digests = (of: typeof a) => [...new Set(of.pseudonyms.values())].sort()
    expect(digests(a)).toHaveLength(40)
    expect(digests(b)).toEqual(digests(a))
    expect([a.pseudonyms.size, b.pseudonyms.size]).toEqual([40, 80])
    const shared = [...a.pseudonyms.keys()].filter((pseudonym) => b.pseudonyms.has(pseudonym))
    expect(shared).toEqual([])
  })

  test('what is kept holds neither identifiers, pseudonyms nor what somebody gave', async () => {
    const known = await persons({ secret: 1, linked: true })
    const { file } = await gathered(
      [
        new Map([
          [0, 123456],
          [1, 654321],
        ]),
      ],
      known,
    )
    const columns = await ask([], `SELECT column_name, column_type FROM (DESCRIBE FROM '${file}')`)
    expect(columns).toEqual([
      ['set', 'INTEGER'],
      ['person', 'UBIGINT'],
      ['element', 'UBIGINT'],
    ])
  })

  test('a query whose persons the environment does not know is not kept', async () => {
    const [one, other] = [
      await persons({ secret: 1, linked: true }),
      await persons({ secret: 3, linked: true }),
    ]
    await expect(gathered([new Map([[0, 1]])], { ...other, keys: one.keys })).rejects.toThrow(
      'persons-unknown',
    )
  })
})

describe('sketches', () => {
  const sketch = (people: number[]) => {
    const persons = Array.from({ length: SKETCH_PARTS }, () => 0)
    for (const one of people)
      persons[createHash('sha256').update(String(one)).digest()[0]! % SKETCH_PARTS]! += 1
    const mark = [...people].sort((a, b) => a - b).join()
    return { size: people.length, persons, elements: persons, personsMark: mark, elementsMark: mark }
  }

  test('unrelated sets of the same size are not worth counting', () => {
    const sets = Array.from({ length: 40 }, (_, n) =>
      sketch(Array.from({ length: 500 }, (_none, k) => n * 1_000 + k)),
    )
    const pairs = nearPairs(sets, sets, { threshold: 10, order: bySize(sets) })
    expect(pairs).toEqual([])
    const close = [...sets, sketch(Array.from({ length: 497 }, (_none, k) => 7_000 + k))]
    expect(nearPairs([close[40]!], sets, { threshold: 10, order: bySize(sets) })).toEqual([
      { one: 0, other: 7 },
    ])
  })
})
