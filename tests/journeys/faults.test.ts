/** A request that fails: what its person is told, what an officer finds of it, and that nobody fills the log with it. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PermitId, ResultId } from '../../shared/model/ids.ts'
import { Problem } from '../../shared/model/problem.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { FAULTS_AN_HOUR } from '../../visiting/journeys/enter-faults.ts'
import {
  codeOf,
  copyPrepared,
  problemOf,
  resultOf,
  type Service,
  startService,
} from '../fixtures/a-service.ts'
import { plainHttp } from '../fixtures/plain-http.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let yamada: HttpClient
let sato: HttpClient

beforeAll(async () => {
  const data = join(folder, 'environment')
  copyPrepared(data)
  // What goes wrong here is meant to: it need not be read.
  service = await startService(data, ['--log-level', 'fatal'])
  yamada = await service.as('yamada')
  sato = await service.as('sato')
})
afterAll(() => service.stop())

/** A result whose files are gone: whatever reads them fails. */
async function aBrokenResult(client: HttpClient): Promise<{ resultId: ResultId; offset: 0; limit: 10 }> {
  const sql = 'SELECT sex, count(DISTINCT person_id) AS n FROM ndb.person GROUP BY sex'
  const resultId = await resultOf(client, sql)
  rmSync(join(service.data, 'results', resultId), { recursive: true })
  return { resultId, offset: 0, limit: 10 }
}
const failuresOf = (by: string) => yamada.call('audit.entries', { event: 'request-failed', by, limit: 500 })

test('leaves an entry under the number its person is told, with the route and nothing else', async () => {
  const problem = await problemOf(sato.call('results.page', await aBrokenResult(sato)))
  expect(problem?.code).toBe('fault')
  const requestId = String(problem!.params.requestId)
  expect(problem!.words.ja.next).toContain(requestId)
  expect(problem!.words.en.next).toContain(requestId)
  const { entries } = await yamada.call('audit.entries', { subject: requestId })
  expect(entries).toMatchObject([
    { event: 'request-failed', by: 'usr_demosato', detail: { route: '/api/results/:resultId/page' } },
  ])
  expect(Object.keys(entries[0]!.detail)).toEqual(['route'])
})

test('is no refusal of what its person sent where a record of the environment cannot be read', async () => {
  const records = new Database(join(service.data, 'records.sqlite'))
  const edit = (from: string, to: string) =>
    records.exec(`UPDATE permit SET document = replace(document, '${from}', '${to}')`)
  edit('"minimumPersons":', '"minimumPerson":')
  const problem = await problemOf(sato.call('permits.mine', {}))
  edit('"minimumPerson":', '"minimumPersons":')
  records.close()
  expect(problem).toMatchObject({ code: 'fault', status: 500 })
})

test('fills the log no further than some entries an hour, of which the last says so', async () => {
  const broken = await aBrokenResult(sato)
  for (let asked = 0; asked < FAULTS_AN_HOUR + 10; asked += 1) {
    expect(await codeOf(sato.call('results.page', broken))).toBe('fault')
  }
  const { entries, total } = await failuresOf('sato')
  expect(total).toBe(FAULTS_AN_HOUR)
  expect(entries[0]!.detail).toMatchObject({ furtherOnesEntered: false })
  expect(entries[1]!.detail).toEqual({ route: '/api/results/:resultId/page' })
  // Others have entries of their own.
  const tanaka = await service.as('tanaka')
  expect(await codeOf(tanaka.call('results.page', await aBrokenResult(tanaka)))).toBe('fault')
  expect((await failuresOf('tanaka')).total).toBe(1)
  expect((await yamada.call('audit.verify', {})).holds).toBe(true)
})

test('is answered without its own words also where a refusal cannot be written down', async () => {
  const ask = await plainHttp(service, 'sato')
  const other = new Database(join(service.data, 'records.sqlite'))
  other.exec('BEGIN IMMEDIATE')
  const { status, bytes, headers } = await ask('queries.history', { permitId: 'prm_elsewhere' as PermitId })
  other.exec('ROLLBACK')
  other.close()
  expect(status).toBe(500)
  expect(Object.fromEntries(headers)['content-type']).toMatch(/^application\/problem\+json/)
  expect(Problem.parse(JSON.parse(bytes.toString())).code).toBe('fault')
  expect(bytes.toString()).not.toMatch(/database|lock|SQLITE/i)
})
