import { expect, test } from 'vitest'
import { dueDate } from '../../../visiting/outputs/due-date.ts'

const due = (submitted: string) => dueDate(new Date(submitted)).toISOString()

test.each([
  ['a Monday morning is due the next Monday', '2026-11-30T01:00:00Z', '2026-12-07T14:59:59.000Z'],
  ['a Friday is due the next Friday', '2026-11-27T01:00:00Z', '2026-12-04T14:59:59.000Z'],
  ['late on Sunday in Europe is Monday in Japan', '2026-11-29T20:00:00Z', '2026-12-07T14:59:59.000Z'],
  [
    'the offices’ closing at the year’s end does not count',
    '2026-12-25T01:00:00Z',
    '2027-01-07T14:59:59.000Z',
  ],
])('%s', (_claim, submitted, expected) => {
  expect(due(submitted)).toBe(expected)
})
