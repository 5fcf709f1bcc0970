/** The audit log as officers read it and as an operator takes it out, against a running environment. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { japanDay, japanDayStart } from '../../shared/model/japan-time.ts'
import { ChainVerifier } from '../../visiting/audit/chain.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, codeOf, PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { CLI } from '../fixtures/build-once.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let yamada: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  yamada = await service.as('yamada')
  await runToEnd(sato, 'SELECT count(*) AS n FROM ndb.person')
  await runToEnd(sato, 'SELECT sex, count(*) AS n FROM ndb.person GROUP BY sex')
})
afterAll(() => service.stop())

async function visiting(...words: string[]): Promise<{ status: number; said: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...words, '--data', service.data])
    return { status: 0, said: stdout }
  } catch (problem) {
    const { code, stdout, stderr } = problem as { code: number; stdout: string; stderr: string }
    return { status: code, said: stdout + stderr }
  }
}

describe('officers', () => {
  test.each(['sato', '佐藤', 'misaki sato', 'usr_demosato'])('find a person by “%s”', async (by) => {
    const { entries, total } = await yamada.call('audit.entries', { limit: 200, by, event: 'query-approved' })
    expect(total).toBe(2)
    expect(new Set(entries.map((entry) => entry.byName?.ja))).toEqual(new Set(['佐藤 美咲']))
  })

  test('find nothing under a name that nobody has', async () => {
    expect((await yamada.call('audit.entries', { by: '該当なし' })).total).toBe(0)
  })

  test('read days as they are in Japan, both inclusive', async () => {
    const today = japanDay(new Date())
    const all = await yamada.call('audit.entries', { limit: 500, event: 'query-approved' })
    const from = japanDay(new Date(Date.parse(all.entries.at(-1)!.at)))
    const inside = await yamada.call('audit.entries', { event: 'query-approved', from, until: today })
    expect(inside.total).toBe(all.total)
    const before = japanDay(new Date(Date.parse(japanDayStart(from)) - 1))
    expect((await yamada.call('audit.entries', { event: 'query-approved', until: before })).total).toBe(0)
    const after = japanDay(new Date(Date.parse(japanDayStart(today, 1))))
    expect((await yamada.call('audit.entries', { event: 'query-approved', from: after })).total).toBe(0)
  })

  test('see who did what how often, and looking is written down', async () => {
    const { people } = await yamada.call('audit.people', {})
    const own = people.find(({ by }) => by === 'usr_demosato')
    expect(own).toMatchObject({
      byName: { ja: '佐藤 美咲' },
      counts: { 'query-approved': 2, 'signed-in': 1 },
    })
    expect([...people].sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))).toEqual(people)
    const read = await yamada.call('audit.entries', { limit: 50, event: 'audit-read' })
    expect(read.entries.some(({ detail }) => detail.people === true)).toBe(true)
  })

  test('are the only ones who do', async () => {
    expect(await codeOf(sato.call('audit.people', {}))).toBe('role-needed')
  })
})

describe('operators', () => {
  test('hold the log against a head they kept, and a head of another log does not pass', async () => {
    const printed = (await visiting('audit', 'verify')).said
    const head = /\d+:[0-9a-f]{64}/.exec(printed)?.[0]
    expect(head).toBeDefined()
    await runToEnd(sato, 'SELECT 1 AS later')
    expect(await visiting('audit', 'verify', '--against', head!)).toMatchObject({ status: 0 })
    const other = await visiting('audit', 'verify', '--against', `${head!.split(':')[0]}:${'0'.repeat(64)}`)
    expect(other).toMatchObject({ status: 1, said: expect.stringContaining('rewritten') })
    // As after a folder was put back from a copy made before the head was kept.
    const ahead = await visiting('audit', 'verify', '--against', `999999:${head!.split(':')[1]}`)
    expect(ahead.status).toBe(1)
    expect(await visiting('audit', 'verify', '--against', 'head')).toMatchObject({
      status: 1,
      said: expect.stringContaining('NUMBER:HASH'),
    })
  })

  test('take it out as lines whose chain anybody can verify; that is written down, and no file is written over', async () => {
    const out = join(folder, 'audit.jsonl')
    expect(await visiting('audit', 'export', '--out', out)).toMatchObject({ status: 0 })
    const chain = new ChainVerifier()
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n')
    for (const line of lines) {
      const entry = JSON.parse(line)
      chain.take({ ...entry, detail: JSON.stringify(entry.detail) })
    }
    expect([chain.firstBad, chain.entries]).toEqual([null, lines.length])
    const { entries } = await yamada.call('audit.entries', { event: 'audit-exported' })
    expect(entries[0]?.detail).toMatchObject({ via: 'command-line', entries: lines.length })
    expect(await visiting('audit', 'export', '--out', out)).toMatchObject({ status: 1 })
    const none = await visiting('audit', 'export', '--out', '-', '--until', '2001-01-01')
    expect(none).toMatchObject({ status: 0, said: '' })
  })
})

describe('the report on use', () => {
  /** Yesterday and today, asked for when it is done: the day may end meanwhile. */
  const days = () => ({
    from: japanDay(new Date(Date.now() - 86_400_000)),
    until: japanDay(new Date()),
  })

  test('counts what was done, says what is unusual, and names the end of the log it was made of', async () => {
    for (let year = 1950; year < 1956; year += 1)
      await runToEnd(
        sato,
        `SELECT sex, count(*) AS n FROM ndb.person WHERE birth_year < ${year} GROUP BY sex`,
      )
    const rows = await runToEnd(sato, 'SELECT person_id, sex FROM ndb.person LIMIT 40')
    await sato.call('results.picture', { resultId: rows.resultId! })
    const report = await yamada.call('audit.use', days())
    const { entries } = await yamada.call('audit.entries', { before: report.head.seq + 1, limit: 1 })
    expect(entries[0]).toMatchObject(report.head)
    const own = report.people.find(({ person }) => person.id === 'usr_demosato')
    expect(own).toMatchObject({ person: { name: { ja: '佐藤 美咲' } }, pictures: { individual: 1 } })
    expect(own!.queries).toBeGreaterThanOrEqual(9)
    expect(report.permits).toMatchObject([{ permitId: PERMIT, people: 1, queries: own!.queries }])
    const signal = report.signals.find(({ kind }) => kind === 'one-condition-apart')
    expect(signal).toMatchObject({ count: 7, people: [{ id: 'usr_demosato' }] })
  })

  test('is written down, also as CSV, whose last line is the end of the log; researchers get none', async () => {
    const { bytes } = await yamada.call('audit.use-csv', { ...days(), language: 'en' })
    const lines = new TextDecoder().decode(bytes).trimEnd().split('\r\n')
    expect(lines.some((line) => line.startsWith('person,usr_demosato,Misaki Sato,'))).toBe(true)
    expect(lines.at(-1)).toMatch(/^audit-head,\d+,[0-9a-f]{64}$/)
    const [newest] = (await yamada.call('audit.entries', { event: 'audit-exported', limit: 1 })).entries
    expect(newest).toMatchObject({
      by: 'usr_demoyamada',
      detail: { use: true, head: Number(lines.at(-1)!.split(',')[1]) },
    })
    expect(await codeOf(sato.call('audit.use', days()))).toBe('role-needed')
    expect(await codeOf(sato.call('audit.use-csv', days()))).toBe('role-needed')
  })
})
