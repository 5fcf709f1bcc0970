/**
 * What is left of a rate rests on those who are left, however it is written. Each attempt is made twice, as if one person
 * were in the rate and as if not, by plain HTTP: whatever a client gets of both must be the same, byte by byte.
 */
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'
import { MANY_REST, RESTS } from './rest-of-rates.ts'

const worlds = inTwoWorlds()

testAttempts(RESTS, { least: 150, worlds })

testShown('what is left by many is shown', MANY_REST, worlds)
