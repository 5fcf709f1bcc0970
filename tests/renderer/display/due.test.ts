import { expect, test } from 'vitest'
import { daysSince, dueOf } from '../../../renderer/display/due.ts'

// The end of 24 November in Japan.
const dueAt = '2026-11-24T14:59:59Z'

test.each([
  {
    now: '2026-11-23T15:00:00Z',
    what: 'just after midnight in Japan of the day itself',
    due: { kind: 'today' },
  },
  { now: '2026-11-23T14:59:59Z', what: 'the evening before in Japan', due: { kind: 'ahead', days: 1 } },
  { now: '2026-11-24T15:00:00Z', what: 'the midnight after', due: { kind: 'over', days: 1 } },
])('at $what the due date is $due.kind', ({ now, due }) => {
  expect(dueOf(dueAt, new Date(now))).toEqual(due)
})

test('days since are days of the calendar, not of 24 hours, and never negative', () => {
  expect(daysSince('2026-11-23T14:30:00Z', new Date('2026-11-23T15:10:00Z'))).toBe(1)
  expect(daysSince('2026-11-23T15:30:00Z', new Date('2026-11-23T15:10:00Z'))).toBe(0)
  expect(daysSince('2026-11-25T00:00:00Z', new Date('2026-11-23T15:10:00Z'))).toBe(0)
})
