import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exportRelease, fileNameOf } from '../../../electron/export/export-release.ts'
import type { Answer } from '../../../shared/bridge/workbench-bridge.ts'
import { problemOf } from '../../../shared/model/problem.ts'
import { Refusal } from '../../../shared/model/refusals.ts'
import { aPackage, RELEASE_ID, someKeys } from '../../fixtures/a-release.ts'

const keys = someKeys()
const genuine = aPackage({ keys })
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'visiting-export-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function exporting(
  fetched: Parameters<typeof exportRelease>[0]['download'] extends (id: string) => Promise<infer A>
    ? A
    : never,
  where: () => string | null = () => join(folder, 'release.zip'),
  standing: Answer<unknown> = { ok: true, value: {} },
) {
  const asked: string[] = []
  const act = exportRelease({
    download: async () => fetched,
    stillStands: async () => standing,
    askWhere: async (name) => {
      asked.push(name)
      return where()
    },
  })
  return { asked, run: () => act({ releaseId: RELEASE_ID, suggestedName: '年齢階級別の件数' }) }
}
const fetched = (zip: Uint8Array) => ({
  ok: true as const,
  value: { zip, publicKey: keys.publicKey, formerKeys: [] },
})

describe('export', () => {
  test('writes a genuine release where the person says, readable by nobody else', async () => {
    const { run, asked } = exporting(fetched(genuine))
    expect(await run()).toEqual({ ok: true, value: { saved: join(folder, 'release.zip') } })
    expect(asked).toEqual(['年齢階級別の件数.zip'])
    expect(readFileSync(join(folder, 'release.zip'))).toEqual(Buffer.from(genuine))
    expect(statSync(join(folder, 'release.zip')).mode & 0o077).toBe(0)
    expect(readdirSync(folder)).toEqual(['release.zip'])
  })

  test('refuses a tampered release before it asks or writes anything, and says what is wrong', async () => {
    const tampered = Uint8Array.from(genuine)
    tampered[60] = (tampered[60] ?? 0) ^ 1
    const { run, asked } = exporting(fetched(tampered))
    const answer = await run()
    expect(answer).toMatchObject({ ok: false, problem: { code: 'export-refused' } })
    expect(!answer.ok && answer.problem.words.ja.title).toMatch(/^書き出しを中止しました。/)
    expect(!answer.ok && answer.problem.words.en.title).toMatch(/^The export was stopped\. /)
    expect(asked).toEqual([])
    expect(readdirSync(folder)).toEqual([])
  })

  test('writes nothing when it was recalled while the person chose a place', async () => {
    const problem = problemOf(new Refusal('release-recalled'), 'r1')
    const { run, asked } = exporting(fetched(genuine), undefined, { ok: false, problem })
    expect(await run()).toEqual({ ok: false, problem })
    expect(asked.length).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  test('passes on that a release was recalled, and writes nothing', async () => {
    const problem = problemOf(new Refusal('release-recalled'), 'r1')
    const { run, asked } = exporting({ ok: false, problem })
    expect(await run()).toEqual({ ok: false, problem })
    expect(asked).toEqual([])
  })

  test('writes nothing when the person closes the dialog', async () => {
    const { run } = exporting(fetched(genuine), () => null)
    expect(await run()).toEqual({ ok: true, value: { saved: null } })
    expect(readdirSync(folder)).toEqual([])
  })

  test('leaves an older file as it was when the new one cannot be written', async () => {
    const { run } = exporting(fetched(genuine), () => join(folder, 'missing', 'release.zip'))
    expect(await run()).toMatchObject({ ok: false, problem: { params: { why: 'disk', reason: 'ENOENT' } } })
    const target = join(folder, 'taken')
    writeFileSync(target, 'older')
    chmodSync(target, 0o400)
    const over = exporting(fetched(genuine), () => join(target, 'release.zip'))
    expect(await over.run()).toMatchObject({ ok: false, problem: { params: { reason: 'ENOTDIR' } } })
    expect(readFileSync(target, 'utf8')).toBe('older')
    expect(readdirSync(folder)).toEqual(['taken'])
  })
})

test.each([
  ['表1', '表1.zip'],
  ['table.zip', 'table.zip'],
  ['../../etc/passwd', 'etc-passwd.zip'],
  ['a/b\\c:d', 'a-b-c-d.zip'],
  ['CON', `${RELEASE_ID}.zip`],
  ['...', `${RELEASE_ID}.zip`],
  ['', `${RELEASE_ID}.zip`],
  ['safe\u202Egpj.exe', 'safe-gpj.exe.zip'],
  ['あ'.repeat(200), `${'あ'.repeat(80)}.zip`],
])('the suggested name %j becomes the file name %j', (suggestedName, name) => {
  expect(fileNameOf({ releaseId: RELEASE_ID, suggestedName })).toBe(name)
})
