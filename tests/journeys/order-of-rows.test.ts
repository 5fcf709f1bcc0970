/** The order of rows in what leaves: ORDER BY a number brackets whatever is hidden between its neighbours. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpClient } from '../../visiting/command-line/http-client.ts'
import { aService, resultOf, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'

let service: Service
let sato: HttpClient
beforeAll(async () => {
  service = await aService(temporaryFolder())
  sato = await service.as('sato')
}, 240_000)
afterAll(() => service.stop())

async function keysOf(order: string): Promise<(string | null)[]> {
  const few = "count(DISTINCT person_id) FILTER (WHERE sex = '1' AND birth_month = 1 AND birth_year % 5 = 0)"
  const resultId = await resultOf(
    sato,
    `SELECT prefecture_code, count(DISTINCT person_id) AS persons, ${few} AS few FROM ndb.person
       GROUP BY prefecture_code ORDER BY ${order}`,
  )
  const { items } = await sato.call('outputs.preview', {
    items: [{ kind: 'table', resultId, protection: { method: 'suppress' } }],
  })
  const [item] = items
  if (item?.kind !== 'table') throw new Error('no table there')
  expect(item.table.rows.some((row) => row[2]!.status !== 'shown')).toBe(true)
  return item.table.rows.map((row) => row[0]!.text)
}

test('a table ordered by a count leaves in the order of its keys', async () => {
  const byKey = await keysOf('prefecture_code')
  expect(byKey.length).toBeGreaterThan(3)
  expect(await keysOf('persons DESC, prefecture_code')).toEqual(byKey)
}, 120_000)
