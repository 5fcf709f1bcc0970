import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { HANDS } from './ninth-book-hands.ts'
import { LIMITS } from './ninth-book-limits.ts'

const BOOKS = [...LIMITS, ...HANDS]

test('at least 39 studies and 17 hostile hands are in the ninth book, and no name stands twice', () => {
  expect(LIMITS.length).toBeGreaterThanOrEqual(39)
  expect(HANDS.length).toBeGreaterThanOrEqual(17)
  expect(new Set(BOOKS.map(({ name }) => name)).size).toBe(BOOKS.length)
})

judgeBook(BOOKS)
