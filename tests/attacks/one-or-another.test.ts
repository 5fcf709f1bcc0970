/** Numbers of groups, put under each other, do not tell where one person makes them differ. */
import { describe } from 'vitest'
import { inTwoWorlds, testAttempts, testShown } from './in-two-worlds.ts'
import { CHOICES, PUT_UNDER } from './one-or-another.ts'

const worlds = inTwoWorlds()

describe('whether numbers of groups are the same is the same in both worlds', () => {
  testAttempts(CHOICES, { least: 35, worlds })
})
testShown('numbers put under each other are shown', PUT_UNDER, worlds)
