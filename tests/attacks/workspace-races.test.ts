/**
 * What a workspace table is known to hold decides what may be sent of it. These attempts change the table between
 * the moment a query is judged and the moment it runs, or leave a change half recorded.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QueryId, ResultId } from '../../shared/model/ids.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  sato = await service.as('sato')
})
afterAll(() => service.stop())

const start = (sql: string) => sato.call('queries.run', { permitId: PERMIT, sql, waitMs: 0 })
const ended = async (queryId: QueryId) => {
  let view = await sato.call('queries.state', { queryId, waitMs: 20_000 })
  while (view.state === 'running' || view.state === 'queued') {
    view = await sato.call('queries.state', { queryId, waitMs: 20_000 })
  }
  return view
}
const standing = async (resultId: ResultId | null) =>
  resultId === null ? 'no result' : (await sato.call('results.view', { resultId })).standing
const standingOf = async (sql: string) => standing((await runToEnd(sato, sql)).resultId)

/** Rows of single persons, made slowly enough that something can happen meanwhile. */
const SLOW_PERSONS = `SELECT points FROM ndb.medical_claim
  WHERE (SELECT sum(hash(i) % 7) FROM range(20000000) AS r(i)) > 0`

describe('a query sent while the table it reads is being changed', () => {
  test('is judged by what the table holds when it runs: rows of persons put into an open table', async () => {
    await runToEnd(sato, 'CREATE TABLE race1 AS SELECT 1::BIGINT AS points')
    expect(await standingOf('SELECT points FROM race1')).toBe('open')
    const insert = await start(`INSERT INTO race1 ${SLOW_PERSONS}`)
    const read = await start('SELECT points FROM race1')
    expect((await ended(insert.id)).state).toBe('done')
    const view = await ended(read.id)
    expect(['unverified', 'individual', 'no result']).toContain(await standing(view.resultId))
  })

  test('is judged by what the table holds when it runs: an open table replaced by rows of persons', async () => {
    await runToEnd(sato, 'CREATE TABLE race2 AS SELECT 1::BIGINT AS points')
    const replace = await start(`CREATE OR REPLACE TABLE race2 AS ${SLOW_PERSONS}`)
    const read = await start('SELECT points FROM race2')
    expect((await ended(replace.id)).state).toBe('done')
    const view = await ended(read.id)
    expect(['unverified', 'individual', 'no result']).toContain(await standing(view.resultId))
  })

  test('does not store persons as open rows on the way through a second table', async () => {
    await runToEnd(sato, 'CREATE TABLE race3 AS SELECT 1::BIGINT AS points')
    const insert = await start(`INSERT INTO race3 ${SLOW_PERSONS}`)
    const copy = await start('CREATE TABLE race3copy AS SELECT points FROM race3')
    await ended(insert.id)
    await ended(copy.id)
    expect(await standingOf('SELECT points FROM race3copy')).not.toBe('open')
  })
})

describe('a table known under one name', () => {
  test('is not known as open under the letters it had before it was replaced', async () => {
    await runToEnd(sato, 'CREATE TABLE Letters AS SELECT 1::BIGINT AS points')
    await runToEnd(sato, 'CREATE OR REPLACE TABLE lETTERS AS SELECT points FROM ndb.medical_claim')
    for (const name of ['Letters', 'lETTERS', 'letters']) {
      expect(await standingOf(`SELECT points FROM ${name}`)).not.toBe('open')
    }
  })
})

describe('a change that ended badly', () => {
  test('by being cancelled leaves no rows of persons in a table that counts as open', async () => {
    await runToEnd(sato, 'CREATE TABLE race4 AS SELECT 1::BIGINT AS points')
    const insert = await start(`INSERT INTO race4 ${SLOW_PERSONS}`)
    await sato.call('queries.cancel', { queryId: insert.id })
    const view = await runToEnd(sato, 'SELECT points FROM race4')
    const kept = await sato.call('results.view', { resultId: view.resultId! })
    if (kept.standing === 'open') expect(kept.rowCount).toBe(1)
    else expect(kept.standing).toBe('unverified')
  })

  test('with an error of the engine leaves the table what it was', async () => {
    await runToEnd(sato, 'CREATE TABLE race5 AS SELECT 1::BIGINT AS points')
    const insert = await runToEnd(sato, 'INSERT INTO race5 SELECT CAST(person_id AS BIGINT) FROM ndb.person')
    expect(insert.state).toBe('failed')
    expect(await standingOf('SELECT points FROM race5')).toBe('open')
  })

  test('by a power cut while it was being written does not make persons open', async () => {
    await runToEnd(sato, 'CREATE TABLE race6 AS SELECT 1::BIGINT AS points')
    await start(`INSERT INTO race6 ${SLOW_PERSONS}`)
    await service.kill()
    service = await startService(service.data)
    sato = await service.as('sato')
    const view = await runToEnd(sato, 'SELECT points FROM race6')
    const kept = await sato.call('results.view', { resultId: view.resultId! })
    if (kept.standing === 'open') expect(kept.rowCount).toBe(1)
    else expect(kept.standing).toBe('unverified')
  })
})
