import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '../../visiting/audit/chain.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { fingerprintOfKey, verifyEd25519 } from '../../visiting/release/signing-key.ts'
import { aService, codeOf, PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let operator: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  operator = await service.as('kobayashi')
})
afterAll(() => service.stop())

const digestNow = async () => {
  const query = await runToEnd(sato, 'SELECT count(DISTINCT person_id) AS persons FROM idb.notification')
  const view = await sato.call('results.view', { resultId: query.resultId! })
  return view.extractDigest
}

describe('a permit changes', () => {
  test('only the operator changes or ends it', async () => {
    expect(await codeOf(sato.call('permits.change', { permitId: PERMIT, until: '2030-01-01' }))).toBe(
      'role-needed',
    )
    expect(await codeOf(sato.call('permits.end', { permitId: PERMIT, reason: '研究の終了' }))).toBe(
      'role-needed',
    )
  })

  test('a condition on a column the permit has not is refused by name', async () => {
    const condition = { column: 'nonsense', from: null, until: null, in: ['x'] }
    const changed = operator.call('permits.change', {
      permitId: PERMIT,
      conditions: { 'ndb.person': [condition] },
    })
    expect(await codeOf(changed)).toBe('table-not-permitted')
  })

  test.each([
    ['of a column that is no date', 'birth_year', '1940-01-01'],
    ['by what is no day', 'observed_from', '1940'],
  ])('a period %s is refused, and the permit stays in force', async (_what, column, from) => {
    const changed = operator.call('permits.change', {
      permitId: PERMIT,
      conditions: { 'ndb.person': [{ column, from, until: null, in: null }] },
    })
    expect(await codeOf(changed)).toBe('input-invalid')
    expect((await runToEnd(sato, 'SELECT count(*) AS n FROM ndb.person')).state).toBe('done')
  })

  test('a new extract holds only the rows it covers, and the workspace stays', async () => {
    await runToEnd(
      sato,
      'CREATE TABLE kept AS SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex',
    )
    const before = await digestNow()
    const condition = { column: 'severity', from: null, until: null, in: ['重症'] }
    const permit = await operator.call('permits.change', {
      permitId: PERMIT,
      databases: ['ndb', 'idb'],
      conditions: { 'idb.notification': [condition] },
    })
    expect(permit.state).toBe('in-force')
    expect(await digestNow()).not.toBe(before)

    const severities = await runToEnd(
      sato,
      'SELECT severity, count(DISTINCT person_id) AS persons FROM idb.notification GROUP BY severity',
    )
    const view = await sato.call('results.view', { resultId: severities.resultId! })
    expect(view.rowCount).toBe(1)
    expect(
      await codeOf(
        sato.call('queries.run', { permitId: PERMIT, sql: 'SELECT count(*) FROM vaccination.record' }),
      ),
    ).toBe('table-not-permitted')
    expect((await runToEnd(sato, 'SELECT sex, persons FROM kept')).state).toBe('done')
  })
})

describe('an extract that cannot be opened', () => {
  test.each([
    ['is missing', (path: string) => rmSync(path)],
    ['is no database', (path: string) => writeFileSync(path, 'broken')],
  ])(
    'because it %s is refused by name, audited, and mended by provisioning it again',
    async (_why, spoil) => {
      const extract = join(service.data, 'permits', PERMIT, 'extract.duckdb')
      chmodSync(extract, 0o600)
      spoil(extract)
      const query = await runToEnd(sato, 'SELECT count(*) AS n FROM ndb.person')
      expect(query.state).toBe('failed')
      expect(query.error).toMatchObject({
        kind: 'refused',
        refusal: { code: 'extract-unusable', params: { permit: PERMIT } },
      })
      const officer = await service.as('yamada')
      const { entries } = await officer.call('audit.entries', { limit: 20 })
      expect(entries).toContainEqual(
        expect.objectContaining({
          event: 'query-failed',
          detail: expect.objectContaining({ query: query.id, kind: 'extract-unusable' }),
        }),
      )
      await operator.call('permits.change', { permitId: PERMIT })
      expect((await runToEnd(sato, 'SELECT count(*) AS n FROM ndb.person')).state).toBe('done')
      expect((await runToEnd(sato, 'SELECT sex, persons FROM kept')).state).toBe('done')
    },
  )
})

describe('a permit ends', () => {
  test('operator and officer see all permits without what is in them; nobody else does', async () => {
    const officer = await service.as('yamada')
    const { permits } = await officer.call('permits.register', {})
    expect(permits).toEqual((await operator.call('permits.register', {})).permits)
    expect(permits.find(({ id }) => id === PERMIT)).toMatchObject({
      state: 'in-force',
      ended: null,
      erasedAt: null,
      people: expect.arrayContaining([{ id: 'usr_demosato', name: { ja: '佐藤 美咲', en: 'Misaki Sato' } }]),
    })
    expect(permits.some((permit) => 'tables' in permit || 'conditions' in permit)).toBe(false)
    for (const login of ['sato', 'suzuki', 'hayashi'])
      expect(await codeOf((await service.as(login)).call('permits.register', {}))).toBe('role-needed')
    expect(await codeOf(officer.call('permits.end', { permitId: PERMIT, reason: '研究の終了' }))).toBe(
      'role-needed',
    )
  })

  test('everything of it is erased, and the certificate says what and is signed', async () => {
    const query = await runToEnd(sato, 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person')
    const certificate = await operator.call('permits.end', { permitId: PERMIT, reason: '研究の終了のため' })
    expect(certificate.extractDigests.length).toBe(2)
    expect(certificate.files.map(({ path }) => path)).toContain(join('permits', PERMIT, 'extract.duckdb'))

    const { signature, ...content } = certificate
    const { publicKey } = await service.open.call('environment.identity', {})
    const key = Uint8Array.from(Buffer.from(publicKey, 'base64'))
    expect(content.fingerprint).toBe(fingerprintOfKey(key))
    const sound = verifyEd25519({
      publicKey: key,
      message: new TextEncoder().encode(canonicalJson(content)),
      signature: Uint8Array.from(Buffer.from(signature, 'base64')),
    })
    expect(sound).toBe(true)

    expect(existsSync(join(service.data, 'permits', PERMIT))).toBe(false)
    expect(existsSync(join(service.data, 'results', query.resultId!))).toBe(false)
    expect(readdirSync(join(service.data, 'keys'))).toEqual(['environment.pem', 'ledger.secret'])
    expect(await codeOf(sato.call('results.view', { resultId: query.resultId! }))).toMatch(
      /permit-ended|result-expired/,
    )
    expect(await codeOf(sato.call('queries.run', { permitId: PERMIT, sql: 'SELECT 1' }))).toBe('permit-ended')
  })

  test('the register says when and why it ended, and that its data are erased', async () => {
    const { permits } = await (await service.as('yamada')).call('permits.register', {})
    expect(permits.find(({ id }) => id === PERMIT)).toMatchObject({
      state: 'ended',
      ended: { reason: '研究の終了のため', by: { ja: '小林 誠', en: 'Makoto Kobayashi' } },
      erasedAt: expect.any(String),
    })
  })

  test('asking again, also after a restart, gives the same certificate', async () => {
    const first = await operator.call('permits.end', { permitId: PERMIT, reason: '研究の終了のため' })
    await service.kill()
    service = await startService(service.data)
    const again = await (await service.as('kobayashi')).call('permits.end', {
      permitId: PERMIT,
      reason: 'もう一度お願いします',
    })
    expect(again).toEqual(first)
  })
})
