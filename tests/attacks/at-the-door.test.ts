/**
 * Attempts before any SQL: guessing passwords, other sites' pages in a browser, requests that two readers would read
 * differently, other people's ids, files beside the workbench's own.
 */
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Route } from '../../shared/contract/define-route.ts'
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { ROUTES } from '../../shared/contract/routes.ts'
import { type HttpClient, httpClient } from '../../visiting/command-line/http-client.ts'
import { DEMO_ACCOUNTS } from '../../visiting/demonstration.ts'
import { aService, codeOf, PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
})
afterAll(() => service.stop())

const passwordOf = (login: string) => DEMO_ACCOUNTS.find((one) => one.login === login)!.password
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(new URL(path, service.address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
/** The first line of the answer to bytes sent as they are. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(service.address)
    let answer = ''
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('data', (data) => {
      answer += String(data)
      socket.end()
    })
    socket.on('error', () => resolve('closed'))
    socket.on('close', () => resolve(answer.split(/\r?\n/)[0] ?? ''))
  })

describe('a password', () => {
  test('cannot be guessed by sending all guesses at once', async () => {
    const guesses = Array.from({ length: 20 }, (_, n) => (n === 19 ? passwordOf('mori') : `guess ${n}`))
    const states = await Promise.all(
      guesses.map(async (password) => (await post('/api/sessions', { login: 'mori', password })).status),
    )
    expect(states.filter((status) => status === 401).length).toBeLessThanOrEqual(5)
    expect(states.at(-1)).toBe(423)
  })

  test('of nobody is refused in the same words', async () => {
    const known = await post('/api/sessions', { login: 'takahashi', password: 'wrong' })
    const unknown = await post('/api/sessions', { login: 'nobody', password: 'wrong' })
    const words = async (answer: Response) => ({ ...((await answer.json()) as object), instance: '' })
    expect(await words(known)).toEqual(await words(unknown))
  })
})

describe('a page of another site', () => {
  test('whose name points here is not answered', async () => {
    for (const host of [
      'evil.example',
      'evil.example:8640',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
    ])
      expect(await raw(`GET /api/environment HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toContain('400')
    const { host } = new URL(service.address)
    expect(
      await raw(`GET http://evil.example/api/environment HTTP/1.1\r\nHost: ${host}\r\n\r\n`),
    ).not.toContain('500')
    expect(await raw(`GET /api/environment HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toContain('200')
  })

  test('cannot sign a browser in as somebody else', async () => {
    const body = { login: 'suzuki', password: passwordOf('suzuki'), transport: 'cookie' }
    for (const site of ['cross-site', 'same-site'])
      expect((await post('/api/sessions', body, { 'sec-fetch-site': site })).status).toBe(400)
    expect((await post('/api/sessions', JSON.stringify(body), { 'content-type': 'text/plain' })).status).toBe(
      400,
    )
  })

  test('cannot use the cookie, which scripts cannot read and other sites do not send', async () => {
    const answer = await post('/api/sessions', {
      login: 'suzuki',
      password: passwordOf('suzuki'),
      transport: 'cookie',
    })
    const set = answer.headers.get('set-cookie') ?? ''
    for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/api']) expect(set).toContain(flag)
    expect(((await answer.json()) as { token: string }).token).toBe('')
    const cookie = set.split(';')[0]!
    const ask = async (headers: Record<string, string>) =>
      (await fetch(new URL('/api/session', service.address), { headers: { cookie, ...headers } })).status
    const protocol = { [PROTOCOL_HEADER]: PROTOCOL_VERSION }
    expect(await ask({})).toBe(401)
    expect(await ask({ ...protocol, 'sec-fetch-site': 'cross-site' })).toBe(401)
    expect(await ask({ ...protocol, 'sec-fetch-site': 'same-site' })).toBe(401)
    expect(await ask({ ...protocol, 'sec-fetch-site': 'same-origin' })).toBe(200)
  })

  test('is not told that it may ask', async () => {
    const answer = await fetch(new URL('/api/permits', service.address), {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('a request that two readers could read differently', () => {
  const { host } = new URL('http://127.0.0.1')
  test.each([
    [
      'with two lengths',
      `POST /api/sessions HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nabcde`,
    ],
    [
      'with a length and chunks',
      `POST /api/sessions HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: x\r\n\r\n`,
    ],
    ['with bare line feeds', `GET /api/health HTTP/1.1\nHost: ${host}\n\n`],
    ['with a blank before the colon', `GET /api/health HTTP/1.1\r\nHost : ${host}\r\n\r\n`],
    [
      'with a folded header',
      `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nX: a\r\n Authorization: b\r\n\r\n`,
    ],
    ['without a host', 'GET /api/health HTTP/1.1\r\n\r\n'],
    ['with two hosts', `GET /api/health HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\n\r\n`],
  ])('%s is refused', async (_, text) => {
    expect(await raw(text)).toMatch(/ 400 |^closed$|^$/)
  })
})

describe('a body', () => {
  test.each([
    ['of two megabytes', JSON.stringify({ sql: 'x'.repeat(2_000_000) })],
    ['of brackets only', '['.repeat(400_000)],
    ['with a prototype', '{"__proto__":{"x":1},"sql":"SELECT 1"}'],
    ['with a constructor', '{"constructor":{"prototype":{"x":1}},"sql":"SELECT 1"}'],
    ['with another permit in it than the path has', '{"permitId":"prm_another0000","sql":1}'],
    ['that is no object', '"SELECT 1"'],
  ])('%s is refused as input', async (_, body) => {
    const { token } = await httpClient(service.address, null).call('sessions.sign-in', {
      login: 'tanaka',
      password: passwordOf('tanaka'),
    })
    const statusOf = async () =>
      (await post(`/api/permits/${PERMIT}/queries`, body, { authorization: `Bearer ${token}` })).status
    // What is too long is answered before it is written whole, and the line closed: then fetch may see its own writing fail.
    await expect.poll(() => statusOf().catch(({ cause }) => cause.code)).toBe(400)
  })
})

describe('files', () => {
  test.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/.env',
    '/index.html%00.png',
    '/api/results/..%2f..%2fenvironment.json',
  ])('are not served from %s', async (path) => {
    const { host } = new URL(service.address)
    expect(await raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toMatch(/ 40[0-4] /)
  })
})

test('what is somebody else’s is not there, on any route', async () => {
  const view = await runToEnd(sato, 'SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex')
  const ids: Record<string, string> = { permitId: PERMIT, queryId: view.id, resultId: view.resultId! }
  const { token } = await httpClient(service.address, null).call('sessions.sign-in', {
    login: 'tanaka',
    password: passwordOf('tanaka'),
  })
  const found: string[] = []
  for (const [name, route] of Object.entries(ROUTES) as [string, Route][]) {
    if (!/:(queryId|resultId)/.test(route.path)) continue
    const path = route.path.replace(/:(\w+)/g, (_, key: string) => ids[key] ?? 'out_00000000')
    const answer = await fetch(new URL(path, service.address), {
      method: route.method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(route.method === 'POST' ? { body: '{}' } : {}),
    })
    const { code } = (await answer.json()) as { code: string }
    if (!['not-found', 'input-invalid'].includes(code)) found.push(`${name}: ${answer.status} ${code}`)
  }
  expect(found).toEqual([])
  const tanaka = await service.as('tanaka')
  expect(await codeOf(tanaka.call('queries.state', { queryId: view.id }))).toBe('not-found')
})
