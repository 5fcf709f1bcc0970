/**
 * Whether one person's group is found, or is among those an extreme was taken of, does not say where that person is.
 * Each attempt is made twice, as if that person were one who counts and as if there were none, by plain HTTP: whatever a
 * client gets of both must be the same, byte by byte.
 */
import { FOUND_OF_MANY, FOUND_OR_NOT } from './found-or-not.ts'
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'

const worlds = inTwoWorlds()

testAttempts(FOUND_OR_NOT, { least: 35, worlds })

testShown('what rests on many is shown', FOUND_OF_MANY, worlds)
