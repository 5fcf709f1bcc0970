/** A service with two worlds (./two-worlds.ts) for the tests of a file, and attempts that must come to the same in both. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aService, type Service } from '../fixtures/a-service.ts'
import { temporaryFolder } from '../fixtures/temporary-folder.ts'
import type { Attempt } from './attempts-by-area.ts'
import { twoWorlds } from './two-worlds.ts'

type Worlds = Awaited<ReturnType<typeof twoWorlds>>

/** Answers the worlds once the tests run. */
export function inTwoWorlds(): () => Worlds {
  const folder = temporaryFolder()
  let service: Service
  let worlds: Worlds
  beforeAll(async () => {
    service = await aService(folder)
    worlds = await twoWorlds(service)
  })
  afterAll(() => service.stop())
  return () => worlds
}

/** Tests of attempts by area; there are `least` of them or more. */
export function testAttempts(
  attempts: readonly Attempt[],
  { least, worlds }: { least: number; worlds: () => Worlds },
) {
  test(`at least ${least} attempts are named, and no name stands twice`, () => {
    expect(attempts.length).toBeGreaterThanOrEqual(least)
    expect(new Set(attempts.map(({ area, name }) => `${area}: ${name}`)).size).toBe(attempts.length)
  })
  describe.each([...new Set(attempts.map(({ area }) => area))])('%s', (area) => {
    test.each(attempts.filter((one) => one.area === area))('$name', async ({ statements }) => {
      expect(await worlds().differing(statements)).toEqual([])
    })
  })
}

/** Tests that honest queries, each with its number of rows, show all of them, so that attempts that show nothing could fail. */
export function testShown(
  what: string,
  queries: readonly (readonly [what: string, sql: string, rows: number])[],
  worlds: () => Worlds,
) {
  describe(`${what}, so that the claims above can fail`, () => {
    test.each(queries)('%s', async (_what, sql, rows) => {
      const { resultId } = await worlds().run([sql], 0)
      const view = await worlds().ask('results.view', { resultId })
      expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
    })
  })
}
