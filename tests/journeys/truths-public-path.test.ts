/**
 * The planted truths again, as a researcher asks for them: a permit over the databases, SQL through policy into a
 * locked session, measured results. Pooled estimates draw on strata of few persons, so they reach the client as
 * pictures; what the environment keeps for the reviewers is what is compared here. The demonstration's 20,000 persons
 * give wide intervals; the sharp ones are the work of ./truths.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readResultPage } from '../../shared/arrow/result-page.ts'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { truths } from '../../visiting/sources/truths/truths.ts'
import { aService, PERMIT, runToEnd, type Service, startService } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

const folder = temporaryFolder()
let service: Service
let sato: HttpClient

beforeAll(async () => {
  service = await aService(folder)
  const operator = await service.as('kobayashi')
  const databases = [...new Set(truths.flatMap((truth) => truth.databases))]
  await operator.call('permits.change', { permitId: PERMIT, databases })
  // As after a night: the wider permit must be there for a service that knows nothing of the change.
  await service.stop()
  service = await startService(service.data)
  sato = await service.as('sato')
}, 240_000)
afterAll(() => service.stop())

/** The result as the environment keeps it, which no client ever gets. */
function keptRows(resultId: string): Record<string, unknown>[] {
  const kept = join(service.data, 'results', resultId)
  const file = readdirSync(kept).find((name) => name.endsWith('.arrow'))!
  return tableFromIPC(readFileSync(join(kept, file)))
    .toArray()
    .map((row) => row.toJSON() as Record<string, unknown>)
}

describe.each(truths.map((truth) => ({ truth, id: truth.id })))('$id', ({ truth }) => {
  test('the permitted, measured query finds what was planted within the 95 % interval', async () => {
    const query = await runToEnd(sato, truth.sql)
    expect([query.state, query.error]).toEqual(['done', null])
    const resultId = query.resultId!
    expect((await sato.call('results.view', { resultId })).standing).toBe('aggregated')

    const rows = keptRows(resultId)
    expect(rows.map((row) => row.quantity).sort()).toEqual(Object.keys(truth.planted).sort())
    for (const { quantity, low, high } of rows) {
      const { value } = truth.planted[quantity as string]!
      const holds = (low as number) <= value && value <= (high as number)
      expect([quantity, holds, low, high]).toEqual([quantity, true, low, high])
    }

    // Whatever arrives as a number rests on ten persons or more; the rest is masked.
    const page = readResultPage((await sato.call('results.page', { resultId })).bytes)
    for (const column of page.columns)
      for (let row = 0; row < page.rowCount; row++)
        if (column.number(row) !== null) expect(column.persons(row)).toBeGreaterThanOrEqual(10)
    expect((await sato.call('results.picture', { resultId })).bytes.length).toBeGreaterThan(1000)
  })
})
