import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import {
  aService,
  codeOf,
  copyPrepared,
  PERMIT,
  problemOf,
  runToEnd,
  type Service,
} from '../fixtures/a-service.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
const run = promisify(execFile)
let service: Service
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
})
afterAll(() => service.stop())

const ask = (sql: string) => sato.call('queries.run', { permitId: PERMIT, sql, waitMs: 20_000 })

describe('at the door', () => {
  test('a wrong password is refused, and repeated ones lock the account', async () => {
    const attempt = () =>
      codeOf(service.open.call('sessions.sign-in', { login: 'tanaka', password: 'wrong' }))
    for (let failure = 1; failure < 5; failure += 1) expect(await attempt()).toBe('wrong-credentials')
    expect(await attempt()).toBe('account-locked')
  })

  test('no token, an invented token and a signed-out token open nothing', async () => {
    expect(await codeOf(service.open.call('permits.mine', {}))).toBe('not-signed-in')
    const invented = await fetch(new URL('/api/permits', service.address), {
      headers: { authorization: 'Bearer invented-token-invented-token' },
    })
    expect(invented.status).toBe(401)
    const gone = await service.signIn('suzuki')
    await gone.call('sessions.sign-out', {})
    expect(await codeOf(gone.call('reviews.queue', {}))).toBe('not-signed-in')
  })

  test('roles are kept apart', async () => {
    const [suzuki, yamada] = [await service.as('suzuki'), await service.as('yamada')]
    expect(await codeOf(suzuki.call('permits.mine', {}))).toBe('role-needed')
    expect(await codeOf(sato.call('reviews.queue', {}))).toBe('role-needed')
    expect(await codeOf(sato.call('audit.entries', {}))).toBe('role-needed')
    expect(await codeOf(yamada.call('permits.mine', {}))).toBe('role-needed')
  })

  test('input of the wrong shape names the field', async () => {
    const problem = await problemOf(
      sato.call('queries.run', { permitId: 'nonsense' as never, sql: 'SELECT 1' }),
    )
    expect(problem).toMatchObject({ code: 'input-invalid', params: { field: 'permitId' } })
  })

  test('a client of another major version is told so', async () => {
    const answer = await fetch(new URL('/api/health', service.address), {
      headers: { 'x-visiting-protocol': '99.0' },
    })
    expect(await answer.json()).toMatchObject({ code: 'protocol-mismatch' })
  })

  test('a cookie without the protocol header, or from another site, is nobody’s', async () => {
    const entered = await fetch(new URL('/api/sessions', service.address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'sato', password: 'sato-demo-2026', transport: 'cookie' }),
    })
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
    expect(entered.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/)
    expect(((await entered.json()) as { token: string }).token).toBe('')
    const ask = (headers: Record<string, string>) =>
      fetch(new URL('/api/permits', service.address), { headers: { cookie, ...headers } }).then(
        ({ status }) => status,
      )
    expect(await ask({ 'x-visiting-protocol': PROTOCOL_VERSION })).toBe(200)
    expect(await ask({})).toBe(401)
    expect(await ask({ 'x-visiting-protocol': PROTOCOL_VERSION, 'sec-fetch-site': 'cross-site' })).toBe(401)
  })
})

describe('SQL', () => {
  test('a syntax error says where, in words, without the engine’s text', async () => {
    const problem = await problemOf(ask('SELECT person_id\nFRM ndb.person'))
    expect(problem).toMatchObject({ code: 'sql-syntax', params: { line: 2 } })
  })

  test.each([
    ['COPY', "COPY ndb.person TO '/tmp/x.csv'"],
    ['ATTACH', "ATTACH '/tmp/x.duckdb'"],
    ['INSTALL', 'INSTALL httpfs'],
    ['SET', "SET memory_limit = '100GB'"],
    ['read_csv', "SELECT * FROM read_csv('/etc/passwd')"],
    ['getenv', "SELECT getenv('HOME')"],
    ['a file as a table', "SELECT * FROM '/etc/passwd'"],
    ['a table outside the permit', 'SELECT * FROM cancer.registration'],
  ])('%s is refused by name, with a way out in both languages', async (_name, sql) => {
    const problem = await problemOf(ask(sql))
    expect(problem!.code).toMatch(/-not-permitted$|^several-statements$/)
    expect(problem!.words.ja.next.length).toBeGreaterThan(3)
    expect(problem!.words.en.next.length).toBeGreaterThan(3)
  })

  test('an error inside the engine never carries a value of the data', async () => {
    const view = await ask('SELECT CAST(person_id AS INTEGER) FROM ndb.person')
    expect(view).toMatchObject({ state: 'failed', error: { kind: 'conversion' } })
    const people = await ask('SELECT person_id FROM ndb.person LIMIT 1')
    expect(people.state).toBe('done')
    // A pseudonym is a long run of hex digits; times and identifiers of the query itself are not looked at.
    expect(JSON.stringify(view.error)).not.toMatch(/[0-9a-f]{12}/)
  })

  test.each(['(p', 'p**', '[b-a]'])(
    'a pattern that is none fails the query and not the service: %s',
    async (pattern) => {
      const view = await ask(`SELECT COLUMNS('${pattern}') FROM ndb.person`)
      expect(view).toMatchObject({ state: 'failed', error: { kind: 'other' } })
    },
  )

  test('a query that never ends is cancelled, and the next one runs', async () => {
    const sql =
      'SELECT count(*) FROM ndb.drug a, ndb.drug b, ndb.drug c WHERE a.days_supplied + b.days_supplied > c.days_supplied'
    const view = await sato.call('queries.run', { permitId: PERMIT, sql, waitMs: 300 })
    expect(view.state).toBe('running')
    const behind = await sato.call('queries.run', { permitId: PERMIT, sql: 'SELECT 1 AS one', waitMs: 0 })
    expect(behind.state).toBe('queued')
    expect((await sato.call('queries.cancel', { queryId: view.id })).state).toBe('cancelled')
    expect((await sato.call('queries.state', { queryId: behind.id, waitMs: 20_000 })).state).toBe('done')
    expect((await runToEnd(sato, 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person')).state).toBe(
      'done',
    )
  })

  test('other people do not see a query or its result', async () => {
    const view = await runToEnd(sato, 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person')
    const suzuki = await service.as('suzuki')
    expect(await codeOf(suzuki.call('results.view', { resultId: view.resultId! }))).toBe('role-needed')
  })
})

describe('the operator', () => {
  const serve = (...args: string[]) =>
    run(process.execPath, [CLI, 'serve', ...args]).catch((problem) => problem)

  test('a port in use is named', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const data = join(folder, 'other')
    copyPrepared(data)
    const failed = await serve('--data', data, '--port', String(port))
    taken.close()
    expect(failed.code).toBe(1)
    expect(failed.stderr).toContain(`${port}`)
    expect(failed.stderr).toMatch(/使用中/)
    expect(failed.stderr).not.toMatch(/\n\s+at /)
  })

  test('a data folder that cannot be written is named', async () => {
    // Not a folder without rights: whoever runs the tests as root may write there.
    const failed = await serve('--data', '/proc/visiting', '--demo')
    expect(failed.code).toBe(1)
    expect(failed.stderr).toMatch(/書き込めません/)
    expect(failed.stderr).not.toMatch(/\n\s+at /)
  })

  test('a folder another service uses is left alone', async () => {
    const failed = await serve('--data', service.data)
    expect(failed.code).toBe(1)
    expect(failed.stderr).toMatch(/使用中/)
  })

  test('a demonstration does not listen beyond loopback', async () => {
    const data = join(folder, 'beyond')
    copyPrepared(data)
    const failed = await serve('--data', data, '--host', '0.0.0.0', '--port', '0')
    expect(failed.code).toBe(1)
    expect(failed.stderr).toMatch(/ループバック/)
  })
})
