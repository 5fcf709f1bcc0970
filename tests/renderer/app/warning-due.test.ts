import { expect, test } from 'vitest'
import { warningDueIn } from '../../../renderer/app/warning-due.ts'

const NOW = new Date('2026-11-24T00:00:00Z')

test('the warning comes five minutes before the sign-in ends', () => {
  expect(warningDueIn('2026-11-24T08:00:00Z', NOW)).toBe(8 * 3_600_000 - 5 * 60_000)
})

test('a sign-in that is about to end is warned of at once', () => {
  expect(warningDueIn('2026-11-24T00:03:00Z', NOW)).toBe(0)
})
