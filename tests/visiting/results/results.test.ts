import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { loadImage } from '@napi-rs/canvas'
import { Float64, Int64, tableFromIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { expect, test } from 'vitest'
import { ResultView } from '../../../shared/contract/results.ts'
import type { FactsPlan } from '../../../shared/model/facts.ts'
import type { PermitId, ResultId, VisitorId } from '../../../shared/model/ids.ts'
import { shownType } from '../../../visiting/results/result-view.ts'
import { makeResults, type Results } from '../../../visiting/results/results.ts'
import type { ResultRecord, ResultsPort } from '../../../visiting/results/results-port.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'
import { aColumn, aggregated, aStoredResult, type Columns } from './a-stored-result.ts'

const hanako = 'usr_hanako' as VisitorId
const taro = 'usr_taro' as VisitorId
const id = 'res_0001' as ResultId

/** The port over a map, each record through JSON as a store would take it. */
function inMemory(): ResultsPort & { insert(record: ResultRecord): void } {
  const kept = new Map<ResultId, string>()
  return {
    insert(record) {
      kept.set(record.id, JSON.stringify(record))
    },
    async get(wanted) {
      const text = kept.get(wanted)
      if (text === undefined) return null
      return text === '' ? 'erased' : (JSON.parse(text) as ResultRecord)
    },
    async listExpired(now) {
      return [...kept].flatMap(([key, text]) =>
        text !== '' && (JSON.parse(text) as ResultRecord).expiresAt <= now ? [key] : [],
      )
    },
    async delete(gone) {
      kept.set(gone, '')
    },
  }
}

const ints = (values: (number | null)[]) =>
  vectorFromArray(
    values.map((v) => (v === null ? null : BigInt(v))),
    new Int64(),
  )

const counts: Columns = {
  region: vectorFromArray(['東京', '島', '大阪'], new Utf8()),
  n: ints([120, 4, 80]),
  cost: vectorFromArray([1200.5, 40.25, 800], new Float64()),
  __vw_persons: ints([120, 4, 80]),
  __vw_2_p: ints([90, 4, 9]),
}
const countsPlan = aggregated([
  aColumn('region', 'key'),
  aColumn('n', 'persons'),
  aColumn('cost', 'sum', { persons: '__vw_2_p' }),
])

async function keepIn(
  { results, records }: { results: Results; records: ReturnType<typeof inMemory> },
  columns: Columns = counts,
  plan: FactsPlan = countsPlan,
  restsOnAtLeast: number | null = 120,
) {
  const folder = results.folderOf(id)
  mkdirSync(folder, { recursive: true })
  const stored = aStoredResult([columns], { folder, restsOnAtLeast })
  const record = results.recordOf(stored, {
    id,
    permitId: 'prm_demo' as PermitId,
    visitorId: hanako,
    sql: 'SELECT region, count(DISTINCT person_id) AS n FROM t GROUP BY region',
    plan,
    minimumPersons: 10,
    extractDigest: 'abc',
    elapsedMs: 12,
  })
  records.insert(record)
}

const FOLDER = temporaryFolder()

function aRoom() {
  const clock = { at: new Date('2026-11-23T14:30:00Z') }
  const records = inMemory()
  const folder = join(mkdtempSync(join(FOLDER, 'room-')), 'results')
  return { clock, records, folder, results: makeResults({ folder, records, now: () => clock.at }) }
}
const picture = {
  page: 0,
  firstColumn: 0,
  scale: 1,
  theme: 'light',
  language: 'ja',
  form: 'png',
  person: '山田 花子',
} as const

test('the view says what a result rests on and how much of it is masked, in the words of the contract', async () => {
  const room = aRoom()
  const { results } = room
  await keepIn(room)
  const view = await results.view({ resultId: id, visitorId: hanako })
  expect(ResultView.parse(view)).toEqual(view)
  // The island's row whole, and the sum of Osaka that rests on nine.
  expect(view).toMatchObject({
    standing: 'aggregated',
    rowCount: 3,
    hasOthers: true,
    restsOnAtLeast: 120,
    maskedCells: 4,
  })
  expect(view.columns.map(({ name, role }) => [name, role])).toEqual([
    ['region', 'key'],
    ['n', 'persons'],
    ['cost', 'sum'],
  ])
})

test('a page comes from its place, masked', async () => {
  const room = aRoom()
  const { results } = room
  await keepIn(room)
  const page = async (offset: number, limit: number) => {
    const table = tableFromIPC(await results.page({ resultId: id, visitorId: hanako, offset, limit }))
    return ['region', 'cost', 'n__persons'].map((name) => [...table.getChild(name)!])
  }
  // The island comes last, as one of whoever else is too few.
  expect(await page(1, 2)).toEqual([
    ['大阪', null],
    [null, null],
    [80, null],
  ])
  expect(await page(0, 1)).toEqual([['東京'], [1200.5], [120]])
  expect(await page(2, 9)).toEqual([[null], [null], [null]])
  expect(await page(3, 9)).toEqual([[], [], []])
})

test.each<{ what: string; plan: FactsPlan; rests: number | null; told: number | null }>([
  {
    what: 'individual',
    plan: { kind: 'individual', columns: [], personColumn: 'region' },
    rests: 120,
    told: 10,
  },
  {
    what: 'unverified',
    plan: { kind: 'unverified', columns: [], reason: { code: 'x', params: {} }, databases: [] },
    rests: null,
    told: null,
  },
  { what: 'too small', plan: countsPlan, rests: 9, told: null },
])('a result that is $what has columns, but no rows and no number of them', async ({ plan, rests, told }) => {
  const none = Object.fromEntries(
    Object.entries(counts).map(([name, vector]) => [name, vector.slice(0, 0)]),
  ) as Columns
  const seen = []
  for (const rows of [counts, none]) {
    const room = aRoom()
    await keepIn(room, rows, plan, rests)
    const view = await room.results.view({ resultId: id, visitorId: hanako })
    expect(view).toMatchObject({
      rowCount: null,
      hasOthers: false,
      maskedCells: null,
      // That they are enough, not how many: their number can be made to be one person's value.
      restsOnAtLeast: told,
    })
    const bytes = await room.results.page({ resultId: id, visitorId: hanako, offset: 0, limit: 10 })
    const table = tableFromIPC(bytes)
    expect([table.numRows, table.schema.fields[0]!.name]).toEqual([0, 'region'])
    seen.push(Buffer.from(bytes).toString('base64'))
  }
  expect(seen[0]).toBe(seen[1])
})

test('to another person on the same permit a result does not exist', async () => {
  const room = aRoom()
  const { results } = room
  await keepIn(room)
  const asking = { resultId: id, visitorId: taro }
  await expect(results.view(asking)).rejects.toMatchObject({ code: 'not-found' })
  await expect(results.page({ ...asking, offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'not-found' })
  await expect(results.picture({ ...asking, ...picture })).rejects.toMatchObject({ code: 'not-found' })
  await expect(results.snapshot({ ...asking, maxRows: 1 })).rejects.toMatchObject({ code: 'not-found' })
})

test('an expired result is refused at once, and erased with its file when its time is looked after', async () => {
  const room = aRoom()
  const { results, clock } = room
  await keepIn(room)
  const asking = { resultId: id, visitorId: hanako }
  const { expiresAt } = await results.view(asking)
  clock.at = new Date(expiresAt)
  await expect(results.view(asking)).rejects.toMatchObject({ code: 'result-expired' })
  expect(existsSync(results.folderOf(id))).toBe(true)
  expect(await results.eraseExpired()).toBe(1)
  expect(existsSync(results.folderOf(id))).toBe(false)
  await expect(results.view(asking)).rejects.toMatchObject({ code: 'result-expired' })
  expect(await results.eraseExpired()).toBe(0)
})

test('files that no record speaks of are erased at start, kept results are not', async () => {
  const room = aRoom()
  const { results, folder } = room
  await keepIn(room)
  mkdirSync(join(folder, 'res_0002'))
  expect(await results.eraseOrphans()).toBe(1)
  expect(existsSync(join(folder, 'res_0002'))).toBe(false)
  expect(existsSync(results.folderOf(id))).toBe(true)
})

test('a result survives a restart', async () => {
  const room = aRoom()
  const { results, records, folder, clock } = room
  await keepIn(room)
  const again = makeResults({ folder, records, now: () => clock.at })
  expect(await again.view({ resultId: id, visitorId: hanako })).toEqual(
    await results.view({ resultId: id, visitorId: hanako }),
  )
})

test('a picture shows individual rows, and the page past the end has the same size', async () => {
  const room = aRoom()
  const { results } = room
  await keepIn(room, counts, { kind: 'individual', columns: [], personColumn: null })
  const first = await loadImage(
    Buffer.from((await results.picture({ resultId: id, visitorId: hanako, ...picture })).bytes),
  )
  const past = await loadImage(
    Buffer.from((await results.picture({ resultId: id, visitorId: hanako, ...picture, page: 9 })).bytes),
  )
  expect([past.width, past.height]).toEqual([first.width, first.height])
})

test('a snapshot holds the true values with the facts of each cell, up to its limit', async () => {
  const room = aRoom()
  const { results } = room
  await keepIn(room)
  const snapshot = await results.snapshot({ resultId: id, visitorId: hanako, maxRows: 2 })
  expect(snapshot.rowCount).toBe(3)
  expect(snapshot.rows.map((row) => row.values)).toEqual([
    ['東京', 120, 1200.5],
    ['島', 4, 40.25],
  ])
  expect(snapshot.rows[1]).toMatchObject({ rowPersons: 4 })
  expect(snapshot.rows[0]!.facts[2]).toMatchObject({ persons: 90, certainty: 'exact', databases: ['ndb'] })
  expect(snapshot.columns[2]).toMatchObject({ name: 'cost', role: 'sum' })
})

test('a number that is exact from twenty persons on is so cell by cell', async () => {
  const room = aRoom()
  const exactFrom = { persons: 20, denominatorPersons: 0 }
  await keepIn(
    room,
    counts,
    aggregated([
      aColumn('region', 'key'),
      aColumn('n', 'persons'),
      aColumn('cost', 'sum', { persons: '__vw_2_p', certainty: 'at-least', exactFrom }),
    ]),
  )
  const { rows } = await room.results.snapshot({ resultId: id, visitorId: hanako, maxRows: 3 })
  expect(rows.map(({ facts }) => facts[2]!.certainty)).toEqual(['exact', 'at-least', 'at-least'])
  const view = await room.results.view({ resultId: id, visitorId: hanako })
  expect(view.columns.map(({ personsExactFrom }) => personsExactFrom)).toEqual([0, 0, 20])
})

test('labels of an enumeration are not told as part of a type', () => {
  expect(shownType("ENUM('HIV', 'it''s')")).toBe('ENUM')
  expect(shownType("STRUCT(a ENUM('x'), b INTEGER)[]")).toBe('STRUCT(a ENUM, b INTEGER)[]')
  expect(shownType('DECIMAL(10,2)')).toBe('DECIMAL(10,2)')
})
