import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { LOOKUPS } from './fifth-book-lookups.ts'
import { MEASURES } from './fifth-book-measures.ts'
import { RANKS } from './fifth-book-ranks.ts'

const BOOKS = [...MEASURES, ...RANKS, ...LOOKUPS]

test('at least 140 studies are in the fifth book, and no name stands twice', () => {
  expect(BOOKS.length).toBeGreaterThanOrEqual(140)
  expect(new Set(BOOKS.map(({ name }) => name)).size).toBe(BOOKS.length)
})

judgeBook(BOOKS)
