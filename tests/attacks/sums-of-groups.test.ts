/**
 * What one person's number was put at cannot be read off a sum of groups. Each attempt is made twice, with two numbers in
 * its place, by plain HTTP: whatever a client gets of both must be the same, byte by byte.
 */
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'
import { OF_MANY, SUMS_OF_GROUPS } from './sums-of-groups.ts'

const worlds = inTwoWorlds()

testAttempts(SUMS_OF_GROUPS, { least: 102, worlds })

testShown('sums of groups of many are shown', OF_MANY, worlds)
