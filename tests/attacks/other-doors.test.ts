/**
 * Every route of the contract against whoever has no business there: other roles, other permits, ended sessions, tokens in
 * the wrong place, arguments given twice. And what an answer may not hold beside what the contract says.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isBytes, type Route } from '../../shared/contract/define-route.ts'
import { ROUTES } from '../../shared/contract/routes.ts'
import type { OutputId } from '../../shared/model/ids.ts'
import { type HttpClient, httpClient } from '../../visiting/command-line/http-client.ts'
import { DEMO_ACCOUNTS } from '../../visiting/demonstration.ts'
import { aService, codeOf, PERMIT, problemOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let outputId: OutputId
/** What the path of a route names, as it stands in this environment. */
let ids: Record<string, string>
beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  const view = await runToEnd(
    sato,
    'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex',
  )
  const output = await sato.call('outputs.submit', aSubmission(view.resultId!))
  outputId = output.id
  ids = { permitId: PERMIT, queryId: view.id, resultId: view.resultId!, outputId, datasetId: 'ndb' }
}, 240_000)
afterAll(() => service.stop())

const tokenOf = async (login: string): Promise<string> => {
  const { password } = DEMO_ACCOUNTS.find((one) => one.login === login)!
  return (await httpClient(service.address, null).call('sessions.sign-in', { login, password })).token
}
const pathOf = ({ path }: Route) =>
  path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? 'xxx_00000000000000000000')
const send = (route: Route, headers: Record<string, string>, query = '') =>
  fetch(new URL(pathOf(route) + query, service.address), {
    method: route.method,
    headers: { ...headers, ...(route.method === 'POST' ? { 'content-type': 'application/json' } : {}) },
    ...(route.method === 'POST' ? { body: '{}' } : {}),
  })
const every = Object.entries(ROUTES) as [string, Route][]
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test('no route answers a role it was not made for, nor anybody who is not signed in', async () => {
  const wrong: string[] = []
  for (const { login, roles } of DEMO_ACCOUNTS) {
    const token = await tokenOf(login)
    for (const [name, route] of every) {
      const { access } = route
      if (!Array.isArray(access) || access.some((role) => (roles as readonly string[]).includes(role)))
        continue
      const answer = await send(route, bearer(token))
      const { code } = (await answer.json()) as { code: string }
      if (answer.status !== 403 || code !== 'role-needed')
        wrong.push(`${login} ${name}: ${answer.status} ${code}`)
    }
  }
  for (const [name, route] of every)
    if (route.access !== 'open') {
      const answers = [
        await send(route, {}),
        await send(route, {}, `?token=${await tokenOf('sato')}`),
        await send(route, bearer('x'.repeat(43))),
      ]
      for (const { status } of answers) if (status !== 401) wrong.push(`nobody ${name}: ${status}`)
    }
  expect(wrong).toEqual([])
}, 240_000)

test('a session that was ended is worth nothing on any route', async () => {
  const token = await tokenOf('sato')
  expect((await send(ROUTES['sessions.sign-out'], bearer(token))).status).toBe(200)
  const wrong: string[] = []
  for (const [name, route] of every)
    if (route.access !== 'open') {
      const { status } = await send(route, bearer(token))
      if (status !== 401) wrong.push(`${name}: ${status}`)
    }
  expect(wrong).toEqual([])
})

test('no answer of a route may be kept by anybody on its way', async () => {
  const kept: string[] = []
  for (const login of ['sato', 'suzuki', 'yamada']) {
    const token = await tokenOf(login)
    for (const [name, route] of every) {
      // An act with nothing in it is an act, too: it would withdraw the output.
      if (route.method !== 'GET') continue
      const { headers } = await send(route, bearer(token))
      if (headers.get('cache-control') !== 'no-store' || headers.get('etag')) kept.push(name)
    }
  }
  expect(kept).toEqual([])
})

test('an argument given twice is refused, or is the one that was given', async () => {
  const token = await tokenOf('sato')
  const at = `/api/results/${ids.resultId}/page`
  for (const query of [
    '?offset=0&offset=1',
    '?offset[]=1&limit=1',
    '?limit=NaN',
    '?limit=1e9',
    '?offset=-1',
    '?offset=0.5',
    '?x=1',
    '?__proto__=1&constructor=2',
  ])
    expect(
      (await fetch(new URL(at + query, service.address), { headers: bearer(token) })).status,
      query,
    ).toBe(400)
  const plain = await fetch(new URL(`${at}?offset=0&limit=2`, service.address), { headers: bearer(token) })
  expect(plain.status).toBe(200)
})

test.each([
  ['a byte that is no text', '/api/catalog/datasets/%FF'],
  ['half an escape', '/api/catalog/datasets/%E3%81'],
  ['a name of many letters', `/api/permits/${'a'.repeat(3_000)}/workspace`],
  ['nothing that is there', '/api/passwd'],
])('an address with %s is refused in both languages, without an echo of it', async (_what, address) => {
  const answer = await fetch(service.address + address, { headers: bearer(await tokenOf('sato')) })
  const words = await answer.text()
  expect([400, 404]).toContain(answer.status)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(JSON.parse(words).words).toEqual({
    ja: { title: expect.any(String), next: expect.any(String) },
    en: { title: expect.any(String), next: expect.any(String) },
  })
  expect(words).not.toMatch(/FST_|%FF|%E3|aaaa|passwd/)
})

describe('an answer', () => {
  test('holds nothing but what the contract says', async () => {
    const strays: string[] = []
    const looked = new Set<string>()
    for (const login of ['sato', 'suzuki', 'yamada', 'mori']) {
      const token = await tokenOf(login)
      for (const [name, route] of every) {
        if (isBytes(route.output) || route.method !== 'GET') continue
        const answer = await send(route, bearer(token))
        if (answer.status !== 200) continue
        looked.add(name)
        const read = route.output.safeParse(await answer.json())
        if (!read.success) strays.push(`${name}: ${read.error.issues[0]?.message}`)
      }
    }
    expect(strays).toEqual([])
    expect(looked.size).toBeGreaterThanOrEqual(25)
  })

  test('about an output is refused to a reviewer who works where its researchers do', async () => {
    const found: string[] = []
    const token = await tokenOf('mori')
    for (const [name, route] of every) {
      if (!/:outputId/.test(route.path) || !(route.access as string[]).includes('reviewer')) continue
      const { status } = await send(route, bearer(token))
      // A vote or an opening without a word is none; one with words is refused like the rest.
      if (status !== 403 && !['reviews.vote', 'reviews.open'].includes(name)) found.push(`${name}: ${status}`)
    }
    expect(found).toEqual([])
    const vote = { outputId, round: 1, decision: 'approve' as const }
    const mori = await service.as('mori')
    expect(await codeOf(mori.call('reviews.vote', vote))).toBe('review-not-allowed')
    expect(await codeOf(mori.call('reviews.open', { outputId, round: 1, item: 0 }))).toBe(
      'review-not-allowed',
    )
    expect((await send(ROUTES['reviews.desk'], bearer(await tokenOf('suzuki')))).status).toBe(200)
  })

  test('says how many rows an unmeasured result has to nobody, however many', async () => {
    const answers = []
    for (const rows of [6_000, 7_000]) {
      const { resultId } = await runToEnd(
        sato,
        `SELECT birth_year, count(*) AS n, i FROM ndb.person, range(500) AS t(i) GROUP BY ALL USING SAMPLE ${rows} ROWS`,
      )
      const { standing, rowCount } = await sato.call('results.view', { resultId: resultId! })
      expect({ standing, rowCount }).toEqual({ standing: 'unverified', rowCount: null })
      const problem = await problemOf(
        sato.call('outputs.preview', { items: [{ kind: 'table', resultId: resultId! }] }),
      )
      expect(problem?.code).toBe('output-too-large')
      answers.push(JSON.stringify({ ...problem, instance: '' }))
    }
    expect(answers[0]).toBe(answers[1])
  })
})

describe('a vote', () => {
  test('is not told to the other reviewer, the researcher or an officer before the last one is in', async () => {
    const suzuki = await service.as('suzuki')
    const takahashi = await service.as('takahashi')
    const yamada = await service.as('yamada')
    /** Everything they can ask about it. */
    const views = async () => ({
      desk: (({ item, detail, votes }) => ({ votes, item: item.output, output: detail.output }))(
        await takahashi.call('reviews.desk', { outputId }),
      ),
      own: (await sato.call('outputs.detail', { outputId })).output,
      log: (await yamada.call('audit.entries', { event: 'vote-cast', subject: outputId })).entries.map(
        ({ detail }) => detail,
      ),
    })
    const vote = { outputId, round: 1, decision: 'return' as const, comment: '秘密の言葉' }
    await suzuki.call('reviews.vote', vote)
    const after = JSON.stringify(await views())
    expect(after).not.toContain('秘密の言葉')
    expect(after).not.toMatch(/"decision"|"return/)
    expect(await codeOf(suzuki.call('reviews.vote', vote))).toBe('review-not-allowed')
    // Once both are in, it is.
    await takahashi.call('reviews.vote', { ...vote, comment: 'もう一つ' })
    expect(JSON.stringify(await views())).toContain('秘密の言葉')
  })
})
