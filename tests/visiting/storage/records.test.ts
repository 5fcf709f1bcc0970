import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, test } from 'vitest'
import type { OutputId, VisitorId } from '../../../shared/model/ids.ts'
import { newPrivateKeyPem, sealOf, signingKeyOf } from '../../../visiting/release/signing-key.ts'
import { MIGRATIONS } from '../../../visiting/storage/migrations.ts'
import { outputsStore } from '../../../visiting/storage/outputs-store.ts'
import { Records } from '../../../visiting/storage/records.ts'
import { releasesStore } from '../../../visiting/storage/releases-store.ts'
import { temporaryFolder } from '../../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const key = signingKeyOf(newPrivateKeyPem())
const seal = sealOf(key)

let count = 0
async function recordsWith(entries: number) {
  const file = join(folder, `records-${count++}.sqlite`)
  const records = await Records.open(file, seal)
  const write = (n: number) => records.append({ event: 'tested', by: null, subject: null, detail: { n } })
  await Promise.all(Array.from({ length: entries }, (_, n) => write(n)))
  return { records, file }
}

const edit = (file: string, sql: string) => {
  const database = new Database(file)
  database.exec(sql)
  database.close()
}

describe('the records file', () => {
  test('a full disk is told as such, and the next change goes through', async () => {
    const { records, file } = await recordsWith(2)
    // As SQLite ends a transaction for which there is no room: rolled back before anybody asks for it.
    edit(
      file,
      `CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END`,
    )
    const draft = { event: 'tested', by: null, subject: null, detail: {} }
    await expect(records.append(draft)).rejects.toThrow('disk is full')
    edit(file, 'DROP TRIGGER full')
    await records.append(draft)
    expect(await records.verifyAudit()).toMatchObject({ entries: 3, holds: true })
    await records.close()
  })

  test('entries appended at once are all there, in one chain', async () => {
    const { records } = await recordsWith(500)
    expect(await records.verifyAudit()).toMatchObject({ entries: 500, holds: true, firstBad: null })
    await records.close()
  })

  test('an edited row is named as the first bad entry', async () => {
    const { records, file } = await recordsWith(20)
    edit(file, `UPDATE audit SET detail = '{"n":99}' WHERE seq = 7`)
    expect(await records.verifyAudit()).toMatchObject({ holds: false, firstBad: 7 })
    await records.close()
  })

  test('a row whose detail is no JSON any more is named too', async () => {
    const { records, file } = await recordsWith(5)
    edit(file, `UPDATE audit SET detail = 'broken' WHERE seq = 4`)
    expect(await records.verifyAudit()).toMatchObject({ holds: false, firstBad: 4 })
    await records.close()
  })

  test('cutting off the newest entries is noticed', async () => {
    const { records, file } = await recordsWith(10)
    edit(file, 'DELETE FROM audit WHERE seq > 6')
    expect(await records.verifyAudit()).toMatchObject({ holds: false, firstBad: 7 })
    await records.close()
  })

  test('emptying the log is noticed', async () => {
    const { records, file } = await recordsWith(3)
    edit(file, 'DELETE FROM audit')
    expect(await records.verifyAudit()).toMatchObject({ holds: false, firstBad: 1 })
    await records.close()
  })

  test('emptying the log together with its head is noticed', async () => {
    const { records, file } = await recordsWith(3)
    edit(file, 'DELETE FROM audit; DELETE FROM audit_head')
    expect(await records.verifyAudit()).toMatchObject({ entries: 0, holds: false, firstBad: 1 })
    await records.close()
  })

  test('a new chain under a head somebody else signed is noticed', async () => {
    const { records, file } = await recordsWith(3)
    edit(file, `UPDATE audit_head SET signature = 'AAAA'`)
    expect((await records.verifyAudit()).holds).toBe(false)
    await records.close()
  })

  test('a change that refuses leaves neither its rows nor its audit entry', async () => {
    const { records } = await recordsWith(1)
    const refused = records.commit({ event: 'never', by: null, subject: null, detail: {} }, async (trx) => {
      await trx.insertInto('meta').values({ name: 'x', value: 'y' }).execute()
      throw new Error('no')
    })
    await expect(refused).rejects.toThrow('no')
    expect(await records.read.selectFrom('meta').selectAll().where('name', '=', 'x').execute()).toEqual([])
    expect((await records.verifyAudit()).entries).toBe(1)
    await records.close()
  })

  test('what was committed is there when the file is opened again', async () => {
    const { records, file } = await recordsWith(4)
    await records.close()
    const again = await Records.open(file, seal)
    expect(await again.verifyAudit()).toMatchObject({ entries: 4, holds: true })
    await again.close()
  })

  test('rounds written before outputs were packages get their one item when the file is opened', async () => {
    const file = join(folder, `records-${count++}.sqlite`)
    const old = new Database(file)
    old.exec('CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
    for (const statement of MIGRATIONS[0]!.statements) old.exec(statement)
    old.exec(`INSERT INTO meta VALUES ('migration:0001-records', '')`)
    old.exec(`INSERT INTO permit VALUES ('prm_1', 'in-force', '{}', NULL, NULL, NULL, '')`)
    old.exec(
      `INSERT INTO output VALUES ('out_1', 'prm_1', 'usr_1', '表の「題名」', 'returned', 1, '', '', NULL)`,
    )
    old.exec(`INSERT INTO output_round VALUES ('out_1', 1, 'f', 'd', '{"hiddenCells":3,"verified":true}')`)
    old.close()
    const records = await Records.open(file, seal)
    const round = await outputsStore(records).getRound('out_1' as OutputId, 1)
    expect(round).toMatchObject({
      hiddenCells: 3,
      items: [{ name: 'table', kind: 'table', title: '表の「題名」' }],
    })
    await records.close()
  })

  test('rounds and votes written before reviews had courses need two people, and copies taken are known', async () => {
    const file = join(folder, `records-${count++}.sqlite`)
    const old = new Database(file)
    old.exec('CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
    const before = MIGRATIONS.findIndex(({ statements }) =>
      statements.some((one) => one.includes('release_copy')),
    )
    for (const { name, statements } of MIGRATIONS.slice(0, before)) {
      for (const statement of statements) old.exec(statement)
      old.exec(`INSERT INTO meta VALUES ('migration:${name}', '')`)
    }
    old.exec(`INSERT INTO permit VALUES ('prm_1', 'in-force', '{}', NULL, NULL, NULL, '')`)
    old.exec(`INSERT INTO output VALUES ('out_1', 'prm_1', 'usr_1', '表', 'released', 1, '', '', 'rel_1')`)
    old.exec(`INSERT INTO output_round VALUES ('out_1', 1, 'f', 'd', '{"verified":true,"items":[]}')`)
    old.exec(`INSERT INTO vote VALUES ('out_1', 1, 'usr_2', 'approve', '', '', '', '')`)
    old.exec(`INSERT INTO release VALUES ('rel_1', 'out_1', 'prm_1', 'f', 'd', '', NULL, NULL)`)
    for (const [seq, at] of ['2026-01-01', '2026-01-02'].entries())
      old.exec(
        `INSERT INTO audit VALUES (${seq + 1}, '${at}', 'release-downloaded', 'usr_1', 'rel_1', '{}', '', '')`,
      )
    old.close()
    const records = await Records.open(file, seal)
    const outputs = outputsStore(records)
    expect(await outputs.getRound('out_1' as OutputId, 1)).toMatchObject({
      course: { kind: 'full' },
      answers: [],
    })
    expect(await outputs.listVotes('out_1' as OutputId)).toMatchObject([{ changes: [] }])
    expect(await releasesStore(records).listCopies('usr_1' as VisitorId)).toEqual([
      { releaseId: 'rel_1', visitorId: 'usr_1', at: '2026-01-02', confirmedAt: null },
    ])
    await records.close()
  })
})
