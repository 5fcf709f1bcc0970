/**
 * What is computed of numbers of groups is not few people's. Each attempt is made twice, as if one person's number were 3
 * and as if it were 45, by plain HTTP: whatever a client gets of both must be the same, byte by byte.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aService, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import { MUCH_LEFT, REMAINDERS } from './little-left.ts'
import { twoWorlds } from './two-worlds.ts'

const folder = temporaryFolder()
let service: Service
let worlds: Awaited<ReturnType<typeof twoWorlds>>

beforeAll(async () => {
  service = await aService(folder)
  worlds = await twoWorlds(service)
})
afterAll(() => service.stop())

test('at least 70 attempts are named, and no name stands twice', () => {
  expect(REMAINDERS.length).toBeGreaterThanOrEqual(70)
  expect(new Set(REMAINDERS.map(({ area, name }) => `${area}: ${name}`)).size).toBe(REMAINDERS.length)
})

describe.each([...new Set(REMAINDERS.map(({ area }) => area))])('%s', (area) => {
  test.each(REMAINDERS.filter((one) => one.area === area))('$name', async ({ statements }) => {
    expect(await worlds.differing(statements)).toEqual([])
  })
})

describe('what many make is shown, so that the claims above can fail', () => {
  test.each(MUCH_LEFT)('%s', async (_what, sql, rows) => {
    const { resultId } = await worlds.run([sql], 0)
    const view = await worlds.ask('results.view', { resultId })
    expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
  })
})
