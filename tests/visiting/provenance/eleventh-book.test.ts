import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { HANDS } from './eleventh-book-hands.ts'
import { STUDIES } from './eleventh-book-studies.ts'

const BOOKS = [...STUDIES, ...HANDS]

test('at least 110 studies and 12 hands are in the eleventh book, and no name stands twice', () => {
  expect(STUDIES.length).toBeGreaterThanOrEqual(110)
  expect(HANDS.length).toBeGreaterThanOrEqual(12)
  expect(new Set(BOOKS.map(({ name }) => name)).size).toBe(BOOKS.length)
})

judgeBook(BOOKS)
