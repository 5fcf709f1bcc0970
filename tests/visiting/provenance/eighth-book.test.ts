import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { SHAPES } from './eighth-book-shapes.ts'

test('no name stands twice in the eighth book', () => {
  expect(new Set(SHAPES.map(({ name }) => name)).size).toBe(SHAPES.length)
})

judgeBook(SHAPES)
