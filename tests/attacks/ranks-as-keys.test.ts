/**
 * Of all who come after a few that share a place, a rank is the number of these few. Each attempt is made twice, as if one
 * person's number were 3 and as if it were 45, by plain HTTP: whatever a client gets of both must be the same.
 */
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'
import { HONEST_RANKS, RANKED_KEYS } from './ranks-as-keys.ts'

const worlds = inTwoWorlds()

testAttempts(RANKED_KEYS, { least: 17, worlds })

testShown('groups that ranks make are shown', HONEST_RANKS, worlds)
