import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { HANDS } from './twelfth-book-hands.ts'

test('no name stands twice in the twelfth book', () => {
  expect(new Set(HANDS.map(({ name }) => name)).size).toBe(HANDS.length)
})

judgeBook(HANDS)
