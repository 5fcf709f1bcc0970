/**
 * Rows that are not there tell of those who took them away. Each attempt is made twice, as if one person's number were 3
 * and as if it were 45, by plain HTTP: whatever a client gets of both must be the same.
 */
import { ABSENCES, NONE_ABSENT } from './absent-rows.ts'
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'

const worlds = inTwoWorlds()

testAttempts(ABSENCES, { least: 40, worlds })

testShown('numbers of many are shown', NONE_ABSENT, worlds)
