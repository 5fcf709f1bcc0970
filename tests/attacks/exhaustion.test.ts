/**
 * Queries that policy cannot know to be endless or huge. Each is left running until the engine says it runs, or ends
 * by itself; meanwhile a colleague's query must come through, and after cancelling nothing of it may remain.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, PERMIT, runToEnd, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient
let tanaka: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  ;[sato, tanaka] = await Promise.all([service.as('sato'), service.as('tanaka')])
  await runToEnd(tanaka, 'SELECT 1')
})
afterAll(() => service.stop())

const ENDLESS: Record<string, string> = {
  'a recursive CTE without an end':
    'WITH RECURSIVE r AS (SELECT 1::HUGEINT AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r',
  'a recursive CTE that doubles its rows':
    'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + x FROM r, (VALUES (1), (2)) AS v(x)) SELECT count(*) FROM r',
  'a cross join of the claims with themselves':
    'SELECT count(*) FROM ndb.medical_claim a, ndb.medical_claim b, ndb.medical_claim c WHERE hash(a.claim_no, b.claim_no, c.claim_no) = 1',
  'a sort of a cross join':
    'SELECT a.i, b.i FROM range(1000000) a(i), range(1000000) b(i) ORDER BY hash(a.i, b.i)',
  'rows without an end into a result': "SELECT i, repeat('x', 1000) FROM range(10000000000) AS r(i)",
  'rows without an end into the workspace':
    'CREATE TABLE endless AS SELECT i, hash(i) AS h FROM range(10000000000) AS r(i)',
  'a text grown by an aggregate': "SELECT length(string_agg(repeat('x', 100000), '')) FROM range(10000000)",
  'a list grown by an aggregate': 'SELECT len(list(i)) FROM range(10000000000) AS r(i)',
  'lists within lists': 'SELECT sum(len(list_transform(range(100000), x -> range(x)))) FROM range(100)',
  'a hash table of all rows':
    'SELECT count(DISTINCT hash(a.i, b.i)) FROM range(1000000) a(i), range(1000000) b(i)',
  'a regular expression over long texts':
    "SELECT count(*) FROM range(1000000000) AS r(i) WHERE regexp_matches(repeat('a', (10000 + i % 7)::BIGINT) || i, '(a|aa)*(a|aa)*(a|aa)*b')",
  'a window over a cross join':
    'SELECT max(s) FROM (SELECT sum(a.i) OVER (ORDER BY hash(b.i) ROWS 1000 PRECEDING) AS s FROM range(100000) a(i), range(100000) b(i))',
  'one call that cannot be interrupted':
    "SELECT length(lpad('x', 1000000, 'y')) + sum(length(repeat(i::VARCHAR, 900000))) FROM range(100000) AS r(i)",
}

describe('a query that would never end', () => {
  test.each(Object.entries(ENDLESS))('by %s ends when told to, and stops nobody else', async (_, sql) => {
    let view = await sato.call('queries.run', { permitId: PERMIT, sql, waitMs: 1_000 })
    while (view.state === 'queued') view = await sato.call('queries.state', { queryId: view.id, waitMs: 500 })
    const colleague = await runToEnd(tanaka, 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person')
    expect(colleague.state).toBe('done')
    const after = await sato.call('queries.cancel', { queryId: view.id })
    expect(['cancelled', 'failed', 'lost']).toContain(after.state)
    const next = await runToEnd(sato, 'SELECT count(DISTINCT person_id) AS persons FROM ndb.person')
    expect([next.state, next.error]).toEqual(['done', null])
  })

  test('leaves nothing behind in the workspace', async () => {
    const { tables } = await sato.call('permits.workspace', { permitId: PERMIT })
    expect(tables.map(({ name }) => name)).toEqual([])
  })
})
