import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { STUDY_BOOK } from './study-book.ts'
import { THIRD_BOOK } from './third-book.ts'

const BOOKS = [...STUDY_BOOK, ...THIRD_BOOK]

test('at least 320 studies are in the books, and no name stands twice', () => {
  expect(BOOKS.length).toBeGreaterThanOrEqual(320)
  expect(new Set(BOOKS.map(({ name }) => name)).size).toBe(BOOKS.length)
})

judgeBook(BOOKS)
