/**
 * A permit is changed or ends while its people work: between a question and its answer, with results at hand, tables in
 * the workspace and queries in the line. What it does not cover any more is not to be had by what was made before.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ResultId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, codeOf, PERMIT, resultOf, runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission } from '../fixtures/a-submission.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let operator: HttpClient
beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
  operator = await service.as('kobayashi')
}, 240_000)
afterAll(() => service.stop())

const BY_SEX = 'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex'
/** How each way to a result answers. */
const waysTo = async (resultId: ResultId) => ({
  view: await codeOf(sato.call('results.view', { resultId })),
  page: await codeOf(sato.call('results.page', { resultId })),
  picture: await codeOf(sato.call('results.picture', { resultId })),
  preview: await codeOf(sato.call('outputs.preview', { items: [{ kind: 'table', resultId }] })),
  comparison: await codeOf(sato.call('outputs.compare', { items: [{ kind: 'table', resultId }] })),
  submission: await codeOf(sato.call('outputs.submit', aSubmission(resultId))),
})
const onAll = (code: string) => ({
  view: code,
  page: code,
  picture: code,
  preview: code,
  comparison: code,
  submission: code,
})
/** Several statements in the line, sent without waiting for the answer to any. */
const inTheLine = (count: number) =>
  Promise.allSettled(
    Array.from({ length: count }, (_, n) =>
      sato.call('queries.run', {
        permitId: PERMIT,
        sql: `${BY_SEX} ORDER BY sex LIMIT ${n + 1}`,
        waitMs: 20_000,
      }),
    ),
  )
/** The results there are files of. */
const filesOfResults = () => readdirSync(join(service.data, 'results'))

describe('a permit that only goes on for longer', () => {
  test('keeps what was made under it', async () => {
    const resultId = await resultOf(sato, BY_SEX)
    await operator.call('permits.change', { permitId: PERMIT, until: '2031-03-31' })
    expect(await codeOf(sato.call('results.view', { resultId }))).toBeNull()
  })
})

describe('a permit that covers less', () => {
  test('takes results of before with it, and tables made of what it lost; others stay', async () => {
    for (const sql of [
      `CREATE TABLE stays AS ${BY_SEX}`,
      'CREATE TABLE vaccinated AS SELECT person_id, vaccination_date FROM vaccination.record',
      'CREATE TABLE chosen AS SELECT person_id, sex FROM ndb.person WHERE person_id IN (SELECT person_id FROM vaccination.record)',
      'CREATE TABLE counted AS SELECT p.sex, count(DISTINCT p.person_id) AS n FROM ndb.person p JOIN vaccination.record v USING (person_id) GROUP BY p.sex',
      'CREATE VIEW seen AS SELECT person_id FROM vaccination.record',
    ])
      expect((await runToEnd(sato, sql)).state, sql).toBe('done')
    const own = await resultOf(sato, 'SELECT * FROM vaccinated')
    const sound = await resultOf(sato, 'SELECT count(DISTINCT person_id) AS persons FROM vaccination.record')
    const { tables } = await sato.call('permits.workspace', { permitId: PERMIT })
    expect(tables).toHaveLength(5)

    const lined = inTheLine(12)
    await operator.call('permits.change', { permitId: PERMIT, databases: ['ndb', 'idb'] })
    await lined

    expect(await waysTo(own)).toEqual(onAll('result-expired'))
    expect(await waysTo(sound)).toEqual(onAll('result-expired'))
    for (const name of ['vaccinated', 'counted', 'seen', 'chosen', 'work.vaccinated', 'work.main.counted']) {
      expect(await codeOf(sato.call('queries.run', { permitId: PERMIT, sql: `FROM ${name}` })), name).toBe(
        'table-not-permitted',
      )
      expect(await codeOf(sato.call('queries.plan', { permitId: PERMIT, sql: `FROM ${name}` })), name).toBe(
        'table-not-permitted',
      )
    }
    for (const sql of [
      'CREATE TABLE copy AS FROM vaccinated',
      'UPDATE vaccinated SET vaccination_date = NULL WHERE true',
      'ALTER TABLE vaccinated DROP COLUMN vaccination_date',
      'SELECT sex, (SELECT count(*) FROM vaccinated) AS n FROM stays',
      'DESCRIBE vaccinated',
    ])
      expect(await codeOf(sato.call('queries.run', { permitId: PERMIT, sql })), sql).not.toBeNull()
    // What it still covers is as it was, and what it does not can be put away.
    expect((await runToEnd(sato, 'FROM stays')).state).toBe('done')
    expect((await runToEnd(sato, 'DROP TABLE vaccinated')).state).toBe('done')
    expect((await runToEnd(sato, `CREATE TABLE vaccinated AS ${BY_SEX}`)).state).toBe('done')
    expect((await runToEnd(sato, 'FROM vaccinated')).state).toBe('done')
  })

  test('leaves no result of the extract before, also of queries that were in the line', async () => {
    const digestNow = async () =>
      (await sato.call('results.view', { resultId: await resultOf(sato, BY_SEX) })).extractDigest
    const before = await digestNow()
    const lined = inTheLine(24)
    const condition = { column: 'sex', from: null, until: null, in: ['2'] }
    await operator.call('permits.change', {
      permitId: PERMIT,
      conditions: { 'ndb.person': [condition] },
    })
    await lined
    const after = await digestNow()
    expect(after).not.toBe(before)
    const { queries } = await sato.call('queries.history', { permitId: PERMIT, limit: 200 })
    const digests = new Set<string>()
    for (const { resultId } of queries) {
      if (resultId === null) continue
      const view = await sato.call('results.view', { resultId }).catch(() => null)
      if (view !== null) digests.add(view.extractDigest)
    }
    expect([...digests]).toEqual([after])
  })
})

describe('a permit that ends', () => {
  test('leaves nothing of queries that were running or in the line, and its token opens nothing', async () => {
    const resultId = await resultOf(sato, BY_SEX)
    const lined = inTheLine(24)
    const preview = codeOf(sato.call('outputs.preview', { items: [{ kind: 'table', resultId }] }))
    const certificate = await operator.call('permits.end', { permitId: PERMIT, reason: '研究の終了のため' })
    expect([null, 'permit-ended', 'result-expired', 'not-found']).toContain(await preview)
    await lined
    expect(certificate.files.length).toBeGreaterThan(0)
    expect(filesOfResults()).toEqual([])
    expect(['permit-ended', 'result-expired']).toContain((await waysTo(resultId)).page)
    for (const sql of ['SELECT 1', BY_SEX, 'FROM stays'])
      expect(await codeOf(sato.call('queries.run', { permitId: PERMIT, sql }))).toBe('permit-ended')
    expect(await codeOf(sato.call('permits.workspace', { permitId: PERMIT }))).toBe('permit-ended')
    expect(await codeOf(sato.call('queries.history', { permitId: PERMIT }))).toBe('permit-ended')
  })
})
