import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { DESIGNS } from './fourth-book-designs.ts'
import { HANDS } from './fourth-book-hands.ts'
import { WORDS } from './fourth-book-words.ts'

const BOOKS = [...HANDS, ...WORDS, ...DESIGNS]

test('at least 180 studies are in the fourth book, and no name stands twice', () => {
  expect(BOOKS.length).toBeGreaterThanOrEqual(180)
  expect(new Set(BOOKS.map(({ name }) => name)).size).toBe(BOOKS.length)
})

judgeBook(BOOKS)
