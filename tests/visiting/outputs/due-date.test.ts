import { expect, test } from 'vitest'
import { dueDate } from '../../../visiting/outputs/due-date.ts'
import { readHolidays } from '../../../visiting/resources.ts'

const due = (submitted: string) => dueDate(new Date(submitted), readHolidays()).toISOString()

test.each([
  ['a Monday morning is due the next Monday', '2026-11-30T01:00:00Z', '2026-12-07T14:59:59.000Z'],
  ['a Friday is due the next Friday', '2026-11-27T01:00:00Z', '2026-12-04T14:59:59.000Z'],
  ['late on Sunday in Europe is Monday in Japan', '2026-11-29T20:00:00Z', '2026-12-07T14:59:59.000Z'],
  [
    'the offices’ closing at the year’s end does not count',
    '2026-12-25T01:00:00Z',
    '2027-01-07T14:59:59.000Z',
  ],
  ['three public holidays in a row do not count', '2026-09-17T01:00:00Z', '2026-09-29T14:59:59.000Z'],
  ['neither does the day after a holiday on a Sunday', '2027-03-19T01:00:00Z', '2027-03-29T14:59:59.000Z'],
])('%s', (_claim, submitted, expected) => {
  expect(due(submitted)).toBe(expected)
})

test('the list of holidays holds days that can be, each with its name', () => {
  for (const day of readHolidays()) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day)
  expect([...readHolidays()].filter((day) => day.startsWith('2026')).length).toBe(18)
})
