/**
 * Rows that are not there tell of those who took them away. Each attempt is made twice, as if one person's number were 3
 * and as if it were 45, by plain HTTP: whatever a client gets of both must be the same.
 */
import { describe, expect, test } from 'vitest'
import { ABSENCES, NONE_ABSENT } from './absent-rows.ts'
import { inTwoWorlds, testAttempts } from './in-two-worlds.ts'

const worlds = inTwoWorlds()

testAttempts(ABSENCES, { least: 40, worlds })

describe('numbers of many are shown, so that the claims above can fail', () => {
  test.each(NONE_ABSENT)('%s', async (_what, sql, rows) => {
    const { resultId } = await worlds().run([sql], 0)
    const view = await worlds().ask('results.view', { resultId })
    expect([view.rowCount, view.hasOthers, view.maskedCells]).toEqual([rows, false, 0])
  })
})
