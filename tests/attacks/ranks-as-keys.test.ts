/**
 * Of all who come after a few that share a place, a rank is the number of these few. Each attempt is made twice, as if one
 * person's number were 3 and as if it were 45, by plain HTTP: whatever a client gets of both must be the same.
 */
import { describe, expect, test } from 'vitest'
import { inTwoWorlds, testAttempts } from './in-two-worlds.ts'
import { HONEST_RANKS, RANKED_KEYS } from './ranks-as-keys.ts'

const worlds = inTwoWorlds()

testAttempts(RANKED_KEYS, { least: 17, worlds })

describe('groups that ranks make are shown, so that the claims above can fail', () => {
  test.each(HONEST_RANKS)('%s', async (_what, sql, rows) => {
    const { resultId } = await worlds().run([sql], 0)
    const view = await worlds().ask('results.view', { resultId })
    expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
  })
})
