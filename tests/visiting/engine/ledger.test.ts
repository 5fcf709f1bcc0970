/** The ledger's sets on real DuckDB: what is gathered, sketched and counted, against the same done by hand. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isDiskFull } from '../../../shared/model/disk-full.ts'
import { bySize, nearPairs } from '../../../visiting/disclosure/near-sets.ts'
import { type GatheredSet, SKETCH_PARTS } from '../../../visiting/engine/ledger/gather-sets.ts'
import { ledgerData } from '../../../visiting/engine/ledger/ledger-data.ts'
import { type LedgerProcess, makeLedgerProcess } from '../../../visiting/engine/ledger-process.ts'
import { detectSandbox } from '../../../visiting/engine/process/sandbox.ts'
import { engineScripts } from '../../../visiting/engine-scripts.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const outside = temporaryFolder()
let data: LedgerProcess
beforeAll(async () => {
  const { ledger: script } = engineScripts()
  const sandbox = await detectSandbox(script)
  data = makeLedgerProcess({ script, sandbox, folder, store: join(folder, 'store') })
})
afterAll(() => data.close())

const ledgerKey = new Uint8Array(32).fill(7)
const person = { name: 'person_id', type: 'VARCHAR', identity: 'person' as const }
const table = (database: string) => ({
  database,
  schema: database,
  name: 'person',
  level: 'person' as const,
  columns: [person],
})
type Spec = Parameters<LedgerProcess['personKeys']>[0]
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
  const store = join(folder, 'store', `of-${given.persons ?? 40}`)
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
  {
    atWork = () => {},
    lines = cells.map((_, at) => at),
  }: { atWork?: () => void | Promise<void>; lines?: number[] } = {},
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
    async place(read) {
      await atWork()
      return read.map(([name]) => lines[names.findIndex((keys) => keys.join() === name)]!)
    },
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

  test('rows that were merged are one set of the people of all, who give what they gave together', async () => {
    const known = await persons({ secret: 1, linked: true })
    const of = (people: number[], own = 1): Cell => new Map(people.map((one) => [one, own]))
    const names = [
      ['young', 'F'],
      ['young', 'M'],
      ['old', 'F'],
      ['old', 'M'],
    ]
    const cells = [of([0, 1]), of([2, 3, 4]), of([5]), of([6, 7, 8, 9])]
    const merged = await gathered(cells, known, names, { lines: [0, 0, 1, 2] })
    const sizes = (sets: GatheredSet[], row: number) =>
      sets.filter((set) => set.cells.some((cell) => cell.row === row)).map(({ size }) => size)
    expect([0, 1, 2].map((row) => sizes(merged.sets, row))).toEqual([[5], [1], [4]])
    const plain = await gathered([of([0, 1, 2, 3, 4])], known)
    const [one, other] = [setOfCell(merged.sets, 0)!, plain.sets[0]!]
    expect(one.elementsMark).toBe(other.elementsMark)
    // The sums: everybody, and the old; the young are one row now.
    const sums = merged.sets
      .filter((set) => set.cells.some(({ row }) => row === null))
      .map(({ size }) => size)
    expect(sums.sort((a, b) => a - b)).toEqual([5, 10])
    // Somebody in both merged rows is one person who gives twice.
    const twice = await gathered([of([0, 1]), of([1, 2])], known, names.slice(0, 2), { lines: [0, 0] })
    expect(setOfCell(twice.sets, 0)!.size).toBe(3)
    const once = await gathered([of([0, 1, 2])], known)
    expect(setOfCell(twice.sets, 0)!.elementsMark).not.toBe(once.sets[0]!.elementsMark)
  })

  test('sets are cut into the parts of people who are in exactly the same ones', async () => {
    const known = await persons({ secret: 1, linked: true })
    const of = (people: number[], own = 1): Cell => new Map(people.map((one) => [one, own]))
    const here = await gathered([of([0, 1, 2, 3]), of([10, 11, 12, 13, 14, 15])], known)
    // Person 3 gives something else here.
    const there = await gathered([new Map([...of([1, 2]), [3, 5]])], known)
    const [a, b] = [setOfCell(here.sets, 0)!, setOfCell(here.sets, 1)!]
    const sets = [
      { file: here.file, set: a.set },
      { file: there.file, set: there.sets[0]!.set },
      { file: here.file, set: b.set },
    ]
    const { taken, parts } = await data.parts({ sets, by: 'element', small: 5, mostParts: 100 })
    expect(taken).toBe(3)
    const told = parts.map(({ sets, persons, who }) => ({ sets, persons, known: who?.length ?? null }))
    expect(told.sort((x, y) => x.persons - y.persons || x.sets.length - y.sets.length)).toEqual([
      { sets: [1], persons: 1, known: 1 },
      { sets: [0], persons: 2, known: 2 },
      { sets: [0, 1], persons: 2, known: 2 },
      { sets: [2], persons: 6, known: null },
    ])
    // The same person, whatever they give.
    const whoOf = (sets: number[]) => parts.find((part) => part.sets.join() === sets.join())!.who!
    expect(whoOf([0])).toEqual(expect.arrayContaining(whoOf([1])))
    // Whatever they give, person 3 is in both.
    const people = (await data.parts({ sets, by: 'person', small: 5, mostParts: 100 })).parts
    expect(people.map(({ sets, persons }) => [sets.join(), persons]).sort()).toEqual([
      ['0', 1],
      ['0,1', 3],
      ['2', 6],
    ])
    // With fewer parts allowed, the sets wanted least are left out.
    expect((await data.parts({ sets, by: 'element', small: 5, mostParts: 3 })).taken).toBe(1)
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

describe('the process of the ledger', () => {
  const cell = (...people: number[]): Cell => new Map(people.map((one) => [one, 1]))
  const ended = (pid: number) =>
    expect
      .poll(() => {
        try {
          return process.kill(pid, 0)
        } catch {
          return false
        }
      })
      .toBe(false)

  test('is not the service, and one that was killed is replaced at the next use', async () => {
    const known = await persons({ secret: 1, linked: true })
    const before = await gathered([cell(0, 1, 2)], known)
    const { pid } = data
    expect(pid).not.toBe(process.pid)
    process.kill(pid!, 'SIGKILL')
    await ended(pid!)
    const pairs = [{ one: before.sets[0]!.set, other: before.sets[0]!.set }]
    const counts = await data.countPairs(before.file, [{ file: before.file, pairs }])
    expect(counts).toMatchObject([{ both: 3, otherwise: 0 }])
    expect(data.pid).not.toBe(pid)
  })

  test('a job whose process is killed over it is done by another', async () => {
    const known = await persons({ secret: 1, linked: true })
    // It has no answer to its question before it is gone: a signal takes its time.
    const killed = async () => {
      const { pid } = data
      process.kill(pid!, 'SIGKILL')
      await ended(pid!)
    }
    let asked = 0
    const answer = await gathered([cell(0, 1, 2, 3)], known, undefined, {
      async atWork() {
        asked += 1
        if (asked === 1) await killed()
      },
    })
    expect([asked, answer.sets.map(({ size }) => size)]).toEqual([2, [4]])
    // One that dies of the same job twice is not tried for ever.
    const dying = gathered([cell(0, 1)], known, undefined, { atWork: killed })
    await expect(dying).rejects.toThrow('ended twice')
    expect((await gathered([cell(5)], known)).sets).toHaveLength(1)
  })

  test('jobs asked at once are done one after the other', async () => {
    const known = await persons({ secret: 1, linked: true })
    const { file } = await gathered([cell(0, 1), cell(1, 2)], known)
    const asked = Array.from({ length: 6 }, () => data.countShared([file], [[file]]))
    expect(await Promise.all(asked)).toEqual(Array(6).fill({ here: 3, shared: [3] }))
  })

  test('a job that is under way when the service stops is refused, not a fault', async () => {
    const { ledger: script } = engineScripts()
    const sandbox = await detectSandbox(script)
    const other = makeLedgerProcess({ script, sandbox, folder, store: join(folder, 'store') })
    const { file } = await gathered([cell(0, 1)], await persons({ secret: 1, linked: true }))
    const asked = Promise.allSettled([
      other.countShared([file], [[file]]),
      other.countShared([file], [[file]]),
    ])
    other.close()
    for (const each of await asked)
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'busy' } })
  })

  test('reaches nothing but its folder and the store, and says of an error only its kind', async () => {
    const secret = join(outside, 'secret.parquet')
    await ask([
      `COPY (SELECT 0 AS set, 1::UBIGINT AS person, 2::UBIGINT AS element) TO '${secret}' (FORMAT parquet)`,
    ])
    const failure = await data.countShared([secret], [[secret]]).catch((problem: Error) => problem.message)
    expect(failure).toMatch(/^the ledger's engine failed: [A-Za-z ]+$/)
    expect(failure).not.toContain(outside)
  })
})

describe.runIf(process.platform === 'linux')('no room for the ledger', () => {
  test('is told as such, nothing is left, and the next one finds room', async () => {
    const store = join(folder, 'store', 'roomless')
    mkdirSync(join(store, 'one', 'person'), { recursive: true })
    await ask([
      `COPY (SELECT CAST(range AS VARCHAR) AS person_id FROM range(40))
       TO '${join(store, 'one', 'person', 'part-0000.parquet')}' (FORMAT parquet)`,
    ])
    const target = join(folder, 'roomless.parquet')
    const spec = {
      secret: new Uint8Array(32).fill(3),
      ledgerKey,
      linkageApproved: true,
      tables: [table('one')] as unknown as Spec['tables'],
      dataFolder: store,
      target,
    }
    // Without the lock of the process, which would not let it write to a device.
    const here = ledgerData({ tempFolder: join(folder, 'temp') })
    symlinkSync('/dev/full', `${target}.part`)
    const problem = await here.personKeys(spec).catch((thrown: unknown) => thrown)
    expect(isDiskFull(problem), String(problem)).toBe(true)
    expect(existsSync(target)).toBe(false)
    await here.personKeys(spec)
    expect(await ask([], `SELECT count(*)::INTEGER FROM '${target}'`)).toEqual([[40]])
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
