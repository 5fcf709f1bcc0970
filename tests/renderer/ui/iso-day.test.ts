import { expect, test } from 'vitest'
import { isoDay } from '../../../renderer/ui/iso-day.ts'

test.each([
  ['2026-04-01', '2026-04-01'],
  [' 2026/4/1 ', '2026-04-01'],
  ['２０２６－０４－０１', '2026-04-01'],
  ['２０２６ー０４ー０１', '2026-04-01'],
  ['2024-02-29', '2024-02-29'],
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['01/04/2026', null],
  ['20', null],
  ['', null],
])('%j is read as %j', (typed, day) => {
  expect(isoDay(typed)).toBe(day)
})
