/**
 * A number of a group is not somebody else's because a subquery or LATERAL looks at it. Each attempt is made twice, as if
 * one person's number were 3 and as if it were 45, by plain HTTP: whatever a client gets of both must be the same.
 */
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'
import { LOOKS, MANY_LOOKED_AT } from './looked-at.ts'

const worlds = inTwoWorlds()

testAttempts(LOOKS, { least: 97, worlds })

testShown('numbers of many are looked at and shown', MANY_LOOKED_AT, worlds)
