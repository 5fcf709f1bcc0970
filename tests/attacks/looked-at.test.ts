/**
 * A number of a group is not somebody else's because a subquery or LATERAL looks at it. Each attempt is made twice, as if
 * one person's number were 3 and as if it were 45, by plain HTTP: whatever a client gets of both must be the same.
 */
import { describe, expect, test } from 'vitest'
import { inTwoWorlds, testAttempts } from './in-two-worlds.ts'
import { LOOKS, MANY_LOOKED_AT } from './looked-at.ts'

const worlds = inTwoWorlds()

testAttempts(LOOKS, { least: 97, worlds })

describe('numbers of many are looked at and shown, so that the claims above can fail', () => {
  test.each(MANY_LOOKED_AT)('%s', async (_what, sql, rows) => {
    const { resultId } = await worlds().run([sql], 0)
    const view = await worlds().ask('results.view', { resultId })
    expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
  })
})
