/**
 * Where in the order of the keys the group of few stands is not told by which other rows there are. Each attempt is made
 * twice, with one person's group among the first and among the last, by plain HTTP: whatever a client gets must be the same.
 */
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'
import { PLACES, PLACES_OF_MANY } from './places-of-groups.ts'

const worlds = inTwoWorlds()

testAttempts(PLACES, { least: 34, worlds })

testShown('places of groups of many are shown', PLACES_OF_MANY, worlds)
