import { expect, test } from 'vitest'
import { judgeBook } from './by-book.ts'
import { ASSISTANTS } from './seventh-book-assistants.ts'
import { COHORTS } from './seventh-book-cohorts.ts'
import { HABITS } from './seventh-book-habits.ts'
import { HANDS } from './seventh-book-hands.ts'
import { MEASURES } from './seventh-book-measures.ts'
import { TOOLS } from './seventh-book-tools.ts'

const HONEST = [...TOOLS, ...COHORTS, ...HABITS, ...ASSISTANTS, ...MEASURES]
const BOOKS = [...HONEST, ...HANDS]

test('at least 200 studies and 30 hostile hands are in the seventh book, and no name stands twice', () => {
  expect(HONEST.length).toBeGreaterThanOrEqual(200)
  expect(HANDS.length).toBeGreaterThanOrEqual(30)
  expect(new Set(BOOKS.map(({ name }) => name)).size).toBe(BOOKS.length)
})

judgeBook(BOOKS)
