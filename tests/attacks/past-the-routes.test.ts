/**
 * Ways around what each route says of itself: the same address written otherwise, an answer that comes after its asker
 * had to leave, one person's requests in front of everybody else's, and text that is not seen by whoever judges it.
 */
import { connect } from 'node:net'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readReleaseZip } from '../../shared/model/release-zip.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import {
  aService,
  codeOf,
  PERMIT,
  problemOf,
  resultOf,
  runToEnd,
  type Service,
} from '../fixtures/a-service.ts'
import { aSubmission, aTable, CONTEXT } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { plainHttp } from '../fixtures/plain-http.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let tanaka: HttpClient
beforeAll(async () => {
  service = await aService(folder)
  ;[sato, tanaka] = await Promise.all([service.as('sato'), service.as('tanaka')])
}, 240_000)
afterAll(() => service.stop())

const BY_SEX = 'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex'
/** Takes some seconds wherever it runs. */
const SLOW = 'SELECT sum(hash(i) % 7) AS s FROM range(300000000) AS r(i)'

/** The head of the answer to a request line sent as it is. */
const headOf = (line: string): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port, host } = new URL(service.address)
    let answer = ''
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    )
    socket.on('data', (data) => {
      answer += String(data)
    })
    socket.on('close', () => resolve(answer.split('\r\n\r\n')[0]!.toLowerCase()))
  })

describe('an address', () => {
  test.each([
    ['with an escaped letter', '/%61pi/catalog/datasets/ndb'],
    ['whole', 'http://127.0.0.1/api/catalog/datasets/ndb'],
    ['of nothing that is here', '/nothing'],
    ['of nothing under the routes', '/api/nothing'],
  ])('written %s is not answered with what may be kept', async (_, address) => {
    expect(await headOf(`GET ${address}`)).toContain('cache-control: no-store')
  })

  test('asked for its head alone is no look at it', async () => {
    for (const address of ['/api/health', '/api/session', `/api/permits/${PERMIT}/workspace`])
      expect(await headOf(`HEAD ${address}`)).toContain(' 404 ')
  })
})

describe('who had to leave', () => {
  test('is not answered what they asked before, and the log has the refusal', async () => {
    const leaving = await service.signIn('sato')
    const waiting = codeOf(leaving.call('queries.run', { permitId: PERMIT, sql: SLOW, waitMs: 5_000 }))
    const running = async () =>
      (await sato.call('queries.history', { permitId: PERMIT })).queries.find(({ sql }) => sql === SLOW)
    await expect.poll(running).toBeDefined()
    await leaving.call('sessions.sign-out', {})
    expect(await waiting).toBe('act-done')
    await sato.call('queries.cancel', { queryId: (await running())!.id })
    const { entries } = await (await service.as('yamada')).call('audit.entries', { event: 'request-refused' })
    const refused = entries.filter(({ detail }) => detail.code === 'act-done')
    expect(refused.map(({ by }) => by)).toEqual(['usr_demosato'])
  })
})

describe('one person’s requests', () => {
  test('beyond some at once are refused, while others are answered', async () => {
    const { id: queryId } = await sato.call('queries.run', { permitId: PERMIT, sql: SLOW, waitMs: 0 })
    const waiting = Array.from({ length: 160 }, () =>
      codeOf(sato.call('queries.state', { queryId, waitMs: 4_000 })),
    )
    const colleague = await runToEnd(tanaka, BY_SEX)
    expect(colleague.state).toBe('done')
    const codes = await Promise.all(waiting)
    expect(codes.filter((code) => code === 'too-many-requests').length).toBeGreaterThan(0)
    expect(codes.filter((code) => code === null).length).toBeGreaterThanOrEqual(100)
    // They are over, and count no longer.
    await sato.call('queries.cancel', { queryId })
    expect(await codeOf(sato.call('queries.history', { permitId: PERMIT }))).toBeNull()
  })

  test('for checks wait for each other, not others for them', async () => {
    const mine = [{ kind: 'table' as const, resultId: await resultOf(sato, BY_SEX) }]
    const theirs = [{ kind: 'table' as const, resultId: await resultOf(tanaka, BY_SEX) }]
    const many = Array.from({ length: 60 }, () => codeOf(sato.call('outputs.preview', { items: mine })))
    const one = codeOf(tanaka.call('outputs.preview', { items: theirs }))
    expect(await one).toBeNull()
    expect(new Set(await Promise.all(many))).toEqual(new Set([null]))
  })
})

describe('text that is judged by people', () => {
  const HIDDEN: Record<string, string> = {
    'a mark that turns the direction': '\u202e',
    'a blank without width': '\u200b',
    'a letter of tags': '\u{e0041}',
    'a selector after nothing that has variants': 'a\u{e0101}',
    'a control': '\u0007',
    'half a character': '\ud800',
    'a filler': '\u3164',
  }

  test.each(Object.entries(HIDDEN))('holds not %s, wherever it is sent', async (_, mark) => {
    const resultId = await resultOf(sato, BY_SEX)
    const note = {
      kind: 'text' as const,
      format: 'text' as const,
      title: '手順の覚書',
      what: '解析の手順を書いたもの',
    }
    const sound = aSubmission(resultId)
    const hidden = (text: string) => `${text.slice(0, 2)}${mark}${text.slice(2)}`
    const sent = {
      'the title': { ...sound, title: hidden(sound.title) },
      'a note': { ...sound, items: [...sound.items, { ...note, text: hidden('方法は論文に従った。') }] },
      'the context': {
        ...sound,
        items: [{ ...aTable(resultId), context: { ...CONTEXT, what: hidden(CONTEXT.what) } }],
      },
      'the figure': {
        ...sound,
        items: [
          {
            ...aTable(resultId),
            chart: {
              kind: 'bar' as const,
              x: 'sex',
              y: ['persons'],
              colour: null,
              titleText: hidden('人数の図'),
            },
          },
        ],
      },
    }
    for (const [where, submission] of Object.entries(sent)) {
      const problem = await problemOf(sato.call('outputs.submit', submission))
      expect([where, problem?.code]).toEqual([where, expect.stringMatching(/^(text-unseen|input-invalid)$/)])
    }
    const vote = {
      outputId: 'out_aaaa1111' as never,
      round: 1,
      decision: 'return' as const,
      comment: hidden('直してください。'),
    }
    expect(await codeOf((await service.as('suzuki')).call('reviews.vote', vote))).toBe('text-unseen')
  })

  test('holds it neither in the query that is shown nor in a name, and kanji are written as they are', async () => {
    for (const sql of [`${BY_SEX} -- a\u200b\u200cb`, BY_SEX.replace('AS persons', 'AS "persons\u200b"')]) {
      const items = [{ kind: 'table' as const, resultId: await resultOf(sato, sql) }]
      expect(await codeOf(sato.call('outputs.preview', { items }))).toBe('text-unseen')
      expect(await codeOf(sato.call('outputs.compare', { items }))).toBe('text-unseen')
    }
    const resultId = await resultOf(sato, BY_SEX)
    const { id: outputId } = await sato.call('outputs.submit', {
      ...aSubmission(resultId),
      title: '葛\u{e0100}城市の　①ﾜｸﾁﾝ接種（再）が\u3099',
    })
    await sato.call('outputs.withdraw', { outputId })
  })
})

test('values that nobody sees are told of before they leave, and break no figure', async () => {
  const made = (end: string) =>
    `SELECT CASE sex WHEN '1' THEN chr(1) || 'a' ELSE chr(8238) || 'b' END AS k, count(*) AS n FROM ndb.person GROUP BY k ${end}`
  const item = async (sql: string) => ({
    ...aTable(await resultOf(sato, sql)),
    chart: { kind: 'bar' as const, x: 'k', y: ['n'], colour: null },
  })
  const told = await item(made(''))
  const { kind, resultId, chart } = told
  const preview = await problemOf(sato.call('outputs.preview', { items: [{ kind, resultId, chart }] }))
  expect(preview?.code).toBe('text-unseen')
  expect(preview?.params).toMatchObject({ field: expect.stringMatching(/^items\.0\.rows\./) })
  expect(await codeOf(sato.call('outputs.submit', { title: told.title, items: [told] }))).toBe('text-unseen')
  // Of what nobody measured nothing is told, and reviewers look at a figure of it.
  const unmeasured = await item(made('USING SAMPLE 2 ROWS'))
  const { id: outputId } = await sato.call('outputs.submit', { title: unmeasured.title, items: [unmeasured] })
  const { bytes } = await (await service.as('suzuki')).call('outputs.figure', { outputId, item: 0 })
  expect(bytes.byteLength).toBeGreaterThan(1_000)
})

test('a request of which the rest does not come is not waited for', async () => {
  const { hostname, port, host } = new URL(service.address)
  const answer = await new Promise<string>((resolve) => {
    let heard = ''
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `POST /api/sessions HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`,
      ),
    )
    socket.on('data', (data) => {
      heard += String(data)
    })
    socket.on('close', () => resolve(heard))
  })
  expect(answer).toContain(' 408 ')
})

test('a column may be called like what every object has, and leaves with the others', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '＝persons']
  const columns = names.map((name, n) => `count(DISTINCT person_id) + ${n} AS "${name}"`).join(', ')
  const resultId = await resultOf(
    sato,
    `SELECT CASE sex WHEN '1' THEN '＝1+1' ELSE '=2+2' END AS k, ${columns} FROM ndb.person GROUP BY k ORDER BY k`,
  )
  const { id: outputId } = await sato.call('outputs.submit', aSubmission(resultId))
  for (const login of ['suzuki', 'takahashi'])
    await castVote(await service.as(login), { outputId, round: 1, decision: 'approve' })
  const { output } = await sato.call('outputs.detail', { outputId })
  const { bytes } = await sato.call('releases.download', { releaseId: output.releaseId! })
  const read = readReleaseZip(bytes)
  if (!read.ok) throw new Error(read.why)
  const file = (end: string) => [...read.entries].find(([path]) => path.endsWith(end))![1]
  expect(tableFromIPC(file('.arrow')).schema.fields.map(({ name }) => name)).toEqual(['k', ...names])
  // Neither the names nor the values begin like a formula, in whichever width.
  const cells = new TextDecoder().decode(file('.csv')).split(/[,\r\n]+/)
  expect(cells.filter((cell) => /^[=+@＝＋＠]/.test(cell))).toEqual([])
  expect(cells).toContain("'＝1+1")
})

test('every picture asked for at once is counted, and none more than the permit has in a day', async () => {
  const ask = await plainHttp(service, 'tanaka')
  const resultId = await resultOf(tanaka, 'SELECT person_id, sex FROM ndb.person')
  const { permits } = await tanaka.call('permits.mine', {})
  const limit = permits.find(({ id }) => id === PERMIT)!.picturePagesPerDay
  const asked = limit + 40
  const statuses: number[] = []
  for (let from = 0; from < asked; from += 100)
    statuses.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(100, asked - from) }, async (_, n) => {
          const { status } = await ask('results.picture', { resultId, page: from + n })
          return status
        }),
      )),
    )
  expect(statuses.filter((status) => status === 200)).toHaveLength(limit)
}, 600_000)
