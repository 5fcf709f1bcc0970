import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { AREAS } from './sixth-book-areas.ts'
import { HANDS } from './sixth-book-hands.ts'
import { STUDIES } from './sixth-book-studies.ts'

const BOOKS = [...STUDIES, ...AREAS, ...HANDS]

test('at least 130 studies are in the sixth book, and no name stands twice', () => {
  expect(BOOKS.length).toBeGreaterThanOrEqual(130)
  expect(new Set(BOOKS.map(({ name }) => name)).size).toBe(BOOKS.length)
})

judgeBook(BOOKS)
