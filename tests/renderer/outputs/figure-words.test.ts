import { expect, test } from 'vitest'
import { endText, readEdges, readRange } from '../../../renderer/outputs/figure-words.ts'

test('ends of an axis are read as people write them, or not at all', () => {
  expect(readRange('0, 100', false)).toEqual([0, 100])
  expect(readRange('０、２．５', false)).toEqual([0, 2.5])
  expect(readRange('', false)).toBeNull()
  for (const text of ['5', '100, 0', '0, x', '1, 2, 3']) expect(readRange(text, false)).toBeUndefined()
  const years = readRange('2020-01-01, 2024-01-01', true)
  expect(years?.map((end) => endText(end, true))).toEqual(['2020-01-01', '2024-01-01'])
  expect(readRange('2020, 2024', true)).toBeUndefined()
})

test('edges of bins rise', () => {
  expect(readEdges('0, 20, 40')).toEqual([0, 20, 40])
  expect(readEdges('')).toEqual([])
  for (const text of ['5', '0, 20, 10', '0, a']) expect(readEdges(text)).toBeUndefined()
})
