import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PermitId, ResultId, VisitorId } from '../../../shared/model/ids.ts'
import type { PicturePage } from '../../../visiting/journeys/look-at-result.ts'
import { MIGRATIONS } from '../../../visiting/storage/migrations.ts'
import { Records } from '../../../visiting/storage/records.ts'
import { resultsStore } from '../../../visiting/storage/results-store.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const seal = { key: '', sign: (text: string) => text, verify: () => true }
const folder = temporaryFolder()
const aPage = (given: Partial<PicturePage> = {}): PicturePage => ({
  visitorId: 'usr_hanako' as VisitorId,
  permitId: 'prm_one' as PermitId,
  day: '2026-11-25',
  resultId: 'res_one' as ResultId,
  page: 0,
  firstColumn: 0,
  ...given,
})
const audit = { event: 'picture-seen', by: 'usr_hanako', subject: 'prm_one', detail: {} }

let records: Records
beforeAll(async () => {
  records = await Records.open(join(folder, 'records.sqlite'), seal)
})
afterAll(() => records.close())

const see = (page: PicturePage, limit: number) =>
  resultsStore(records).countPicturePage({ ...page, limit }, audit)

describe('pages seen as pictures', () => {
  test('count once a day, however often they are looked at, and each look is audited', async () => {
    const before = (await records.verifyAudit()).entries
    for (let n = 0; n < 3; n += 1) expect(await see(aPage(), 2)).toBe(true)
    expect(await see(aPage({ page: 1 }), 2)).toBe(true)
    expect(await see(aPage({ firstColumn: 12 }), 2)).toBe(false)
    // What was seen already may be seen again at the limit.
    expect(await see(aPage(), 2)).toBe(true)
    expect((await records.verifyAudit()).entries - before).toBe(5)
  })

  test('begin anew the next day, and are each person’s own', async () => {
    expect(await see(aPage({ day: '2026-11-26' }), 1)).toBe(true)
    expect(await see(aPage({ visitorId: 'usr_taro' as VisitorId }), 1)).toBe(true)
  })

  test('asked for at once do not pass the limit together', async () => {
    const day = '2026-11-27'
    const seen = await Promise.all(Array.from({ length: 12 }, (_none, page) => see(aPage({ day, page }), 5)))
    expect(seen.filter(Boolean)).toHaveLength(5)
  })
})

test('records of before are brought along', async () => {
  const file = join(folder, 'before.sqlite')
  const old = new Database(file)
  old.exec('CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
  for (const statement of MIGRATIONS[0]!.statements) old.exec(statement)
  old.exec(`INSERT INTO meta VALUES ('migration:${MIGRATIONS[0]!.name}', '2026-11-23')`)
  old.exec("INSERT INTO picture_use VALUES ('usr_hanako', 'prm_one', '2026-11-25', 4)")
  old.close()
  const opened = await Records.open(file, seal)
  const count = (page: number) =>
    resultsStore(opened).countPicturePage({ ...aPage({ page }), limit: 5 }, audit)
  expect([await count(0), await count(1)]).toEqual([true, false])
  await opened.close()
})
