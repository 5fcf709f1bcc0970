/**
 * What is computed of numbers of groups is not few people's. Each attempt is made twice, as if one person's number were 3
 * and as if it were 45, by plain HTTP: whatever a client gets of both must be the same, byte by byte.
 */
import { describe, expect, test } from 'vitest'
import { inTwoWorlds, testAttempts } from './in-two-worlds.ts'
import { MUCH_LEFT, REMAINDERS } from './little-left.ts'

const worlds = inTwoWorlds()

testAttempts(REMAINDERS, { least: 70, worlds })

describe('what many make is shown, so that the claims above can fail', () => {
  test.each(MUCH_LEFT)('%s', async (_what, sql, rows) => {
    const { resultId } = await worlds().run([sql], 0)
    const view = await worlds().ask('results.view', { resultId })
    expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
  })
})
