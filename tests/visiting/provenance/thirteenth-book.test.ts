import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { STUDIES } from './thirteenth-book-studies.ts'

test('no name stands twice in the thirteenth book', () => {
  expect(new Set(STUDIES.map(({ name }) => name)).size).toBe(STUDIES.length)
})

judgeBook(STUDIES)
