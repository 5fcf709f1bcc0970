import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { STUDIES } from './fourteenth-book-studies.ts'

test('no name stands twice in the fourteenth book', () => {
  expect(new Set(STUDIES.map(({ name }) => name)).size).toBe(STUDIES.length)
})

judgeBook(STUDIES)
