import { generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { saveRelease } from '../../../renderer/client/browser-release.ts'
import { fingerprintOf, hexOf } from '../../../shared/model/fingerprint.ts'
import { writeReleaseZip } from '../../../shared/model/release-zip.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const sha256 = async (bytes: Uint8Array) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)))

async function aPackage(content = 'region,n\n北海道,120\n') {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  const table = encode(content)
  const manifest = encode(
    JSON.stringify({
      format: 'visiting-release/1',
      releaseId: 'rel_0001',
      outputId: 'out_0001',
      permitId: 'prm_0001',
      environment: { nameJa: '環境', nameEn: 'Environment', fingerprint: fingerprintOf(await sha256(raw)) },
      createdAt: '2026-11-24T00:00:00.000Z',
      ruleEditions: [],
      files: [{ path: 'data/table.csv', bytes: table.length, sha256: hexOf(await sha256(table)) }],
    }),
  )
  const signature = encode(sign(null, manifest, privateKey).toString('base64'))
  const files = new Map([
    ['manifest.json', manifest],
    ['manifest.sig', signature],
    ['data/table.csv', table],
  ])
  return { files, publicKey: Buffer.from(raw).toString('base64') }
}

/** What the browser was asked to download. */
let downloaded: { name: string; clicked: boolean }
beforeEach(() => {
  downloaded = { name: '', clicked: false }
  vi.stubGlobal('document', {
    createElement: () => ({
      set download(name: string) {
        downloaded.name = name
      },
      click: () => {
        downloaded.clicked = true
      },
    }),
  })
})
afterEach(() => vi.unstubAllGlobals())

const save = (bytes: Uint8Array, publicKey: string, releaseId = 'rel_0001') =>
  saveRelease({ bytes, releaseId, suggestedName: 'table.zip', publicKey })

describe('a release in the browser', () => {
  test('is handed over when signature and digests hold', async () => {
    const { files, publicKey } = await aPackage()
    expect(await save(writeReleaseZip(files), publicKey)).toEqual({ ok: true, value: { saved: 'table.zip' } })
    expect(downloaded).toEqual({ name: 'table.zip', clicked: true })
  })

  test('is refused, and nothing saved, whichever byte was changed', async () => {
    const { files, publicKey } = await aPackage()
    const zip = writeReleaseZip(files)
    for (let at = 0; at < zip.length; at += 7) {
      const changed = zip.slice()
      changed[at] = (changed[at] ?? 0) ^ 1
      const answer = await save(changed, publicKey)
      expect({ at, ok: answer.ok }).toEqual({ at, ok: false })
    }
    expect(downloaded.clicked).toBe(false)
  })

  test('of another environment is refused', async () => {
    const { files } = await aPackage()
    const other = await aPackage()
    expect(await save(writeReleaseZip(files), other.publicKey)).toMatchObject({
      ok: false,
      problem: { code: 'export-refused' },
    })
    expect(downloaded.clicked).toBe(false)
  })

  test('that was not asked for is refused', async () => {
    const { files, publicKey } = await aPackage()
    expect(await save(writeReleaseZip(files), publicKey, 'rel_0002')).toMatchObject({ ok: false })
  })

  test('is refused with words in both languages', async () => {
    const answer = await save(encode('no zip'), (await aPackage()).publicKey)
    if (answer.ok) throw new Error('accepted')
    expect(answer.problem.words.ja.title).not.toBe('')
    expect(answer.problem.words.en.title).not.toBe(answer.problem.words.ja.title)
  })
})
