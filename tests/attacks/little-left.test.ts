/**
 * What is computed of numbers of groups is not few people's. Each attempt is made twice, as if one person's number were 3
 * and as if it were 45, by plain HTTP: whatever a client gets of both must be the same, byte by byte.
 */
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'
import { MUCH_LEFT, REMAINDERS } from './little-left.ts'

const worlds = inTwoWorlds()

testAttempts(REMAINDERS, { least: 70, worlds })

testShown('what many make is shown', MUCH_LEFT, worlds)
