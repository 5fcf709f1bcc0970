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
const present = () => useSession.getState().visitor
/** An answer to whoever is signed in says that their session is over. */
const end = ({ done = false } = {}) => sessionEnded({ visitor: present(), done })
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
  end()
  expect(useSession.getState()).toMatchObject({ visitor: null, expired: true })
  enter('usr_a')
  expect(changes()).toBe(0)
})

test('another person after an expired session starts with nothing of the first', () => {
  enter('usr_a')
  const changes = countChanges()
  end()
  enter('usr_b')
  expect(changes()).toBe(1)
})

test('what was done last is told whichever answer comes first, until somebody signs in', () => {
  for (const answers of [
    [true, false],
    [false, true],
  ]) {
    enter('usr_a')
    const visitor = present()
    for (const done of answers) sessionEnded({ visitor, done })
    expect(useSession.getState()).toMatchObject({ visitor: null, expired: true, done: true })
    enter('usr_a')
    expect(useSession.getState().done).toBe(false)
  }
})

test('an answer that comes late ends nobody else’s session, nor says anything to them', () => {
  for (const id of ['usr_b', 'usr_a']) {
    enter('usr_a')
    const visitor = present()
    signedOut()
    sessionEnded({ visitor, done: true })
    expect(useSession.getState()).toMatchObject({ visitor: null, expired: false, done: false })
    enter(id)
    sessionEnded({ visitor, done: true })
    expect(useSession.getState()).toMatchObject({ visitor: { id }, expired: false, done: false })
  }
})

test('nobody is told of an expired session when nobody was signed in', () => {
  end()
  expect(useSession.getState().expired).toBe(false)
})
