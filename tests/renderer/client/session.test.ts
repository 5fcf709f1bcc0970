import { afterEach, expect, test } from 'vitest'
import {
  onVisitorChange,
  sessionEnded,
  signedIn,
  signedOut,
  useSession,
} from '../../../renderer/client/session.ts'
import type { Visitor } from '../../../shared/model/visitor.ts'

const aVisitor = (id: string) => ({ id, login: id, roles: ['researcher'] }) as unknown as Visitor
const enter = (id: string) =>
  signedIn({ visitor: aVisitor(id), mustChangePassword: false, expiresAt: '2026-12-01T00:00:00Z' })
let stop = () => {}
afterEach(() => {
  stop()
  signedOut()
})

function countChanges(): () => number {
  let changes = 0
  stop = onVisitorChange(() => changes++)
  return () => changes
}

test('signing out passes the window on', () => {
  enter('usr_a')
  const changes = countChanges()
  signedOut()
  expect(changes()).toBe(1)
})

test('a session that only expired lets the same person go on where they were', () => {
  enter('usr_a')
  const changes = countChanges()
  sessionEnded({ done: false })
  expect(useSession.getState()).toMatchObject({ visitor: null, expired: true })
  enter('usr_a')
  expect(changes()).toBe(0)
})

test('another person after an expired session starts with nothing of the first', () => {
  enter('usr_a')
  const changes = countChanges()
  sessionEnded({ done: false })
  enter('usr_b')
  expect(changes()).toBe(1)
})

test('what was done last is told whichever answer comes first, until somebody signs in', () => {
  for (const answers of [
    [true, false],
    [false, true],
  ]) {
    enter('usr_a')
    for (const done of answers) sessionEnded({ done })
    expect(useSession.getState()).toMatchObject({ visitor: null, expired: true, done: true })
    enter('usr_a')
    expect(useSession.getState().done).toBe(false)
  }
})

test('nobody is told of an expired session when nobody was signed in', () => {
  sessionEnded({ done: false })
  expect(useSession.getState().expired).toBe(false)
})
