/**
 * Twenty researchers at once against one service. How long each waits is measured by the bench; that all come to
 * their ends, that nobody's work is anybody else's, and what the service itself holds meanwhile, are claims.
 */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { copyPrepared, PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { addResearchers, signedInResearchers } from '../fixtures/more-researchers.ts'
import { peakMemoryOf } from '../fixtures/peak-memory.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const RESEARCHERS = 20
const folder = temporaryFolder()
let service: Service
let people: HttpClient[]

beforeAll(async () => {
  const data = join(folder, 'environment')
  copyPrepared(data)
  await addResearchers(data, RESEARCHERS)
  service = await startService(data)
  people = await signedInResearchers(service, RESEARCHERS)
}, 300_000)
afterAll(() => service.stop())

const cell = async (client: HttpClient, sql: string): Promise<string | null> => {
  const view = await runToEnd(client, sql)
  expect([view.state, view.error]).toEqual(['done', null])
  const { bytes } = await client.call('results.page', { resultId: view.resultId! })
  return readResultPage(bytes).columns[0]!.text(0)
}

test('twenty sessions at once all finish, each with its own workspace, and the service stays small', async () => {
  const answers = await Promise.all(
    people.map(async (client, n) => {
      await runToEnd(
        client,
        `CREATE TABLE mine AS SELECT ${n} AS n; INSERT INTO mine VALUES (${n}); SELECT count(*) FROM mine`,
      )
      const cohort = `SELECT count(DISTINCT c.person_id) AS persons FROM ndb.medical_claim c
        JOIN ndb.person p USING (person_id) WHERE p.birth_year < ${1990 - n}`
      const counted = await cell(client, cohort)
      const heavy = await runToEnd(client, 'SELECT * FROM ndb.medical_claim')
      return { n, mine: await cell(client, 'SELECT max(n) FROM mine'), counted, heavy: heavy.state }
    }),
  )
  expect(answers.map(({ mine }) => mine)).toEqual(answers.map(({ n }) => String(n)))
  expect(answers.filter(({ heavy }) => heavy !== 'done')).toEqual([])
  expect(answers.every(({ counted }) => Number(counted) >= 10)).toBe(true)
  const workspaces = await Promise.all(
    people.map(
      async (client) => (await client.call('permits.workspace', { permitId: PERMIT })).tables.length,
    ),
  )
  expect(workspaces).toEqual(people.map(() => 1))
  expect(peakMemoryOf(service.process.pid!)).toBeLessThan(1.5e9)
}, 600_000)
