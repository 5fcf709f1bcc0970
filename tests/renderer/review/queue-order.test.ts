import { describe, expect, test } from 'vitest'
import { progressOf, stepsFrom } from '../../../renderer/review/queue-order.ts'
import type { RouteOutput } from '../../../shared/contract/routes.ts'
import type { OutputId } from '../../../shared/model/ids.ts'

type Turn = RouteOutput<'reviews.turns'>['turns'][number]

const NOW = new Date('2026-11-26T03:00:00Z')
const id = (name: string) => `out_${name}` as OutputId
const item = (name: string, whyNot: Turn['whyNot'] = null, dueAt = '2026-12-03T15:00:00Z'): Turn => ({
  outputId: id(name),
  dueAt,
  whyNot,
})

describe('the way through the queue', () => {
  const items = [item('a'), item('b', 'already-voted'), item('c'), item('d')]

  test('goes from one that waits to the next, leaves out what is not for the reviewer, and round at the ends', () => {
    expect(stepsFrom(items, id('c'))).toEqual({ at: 2, all: 3, previous: id('a'), next: id('d') })
    expect(stepsFrom(items, id('d'))).toEqual({ at: 3, all: 3, previous: id('c'), next: id('a') })
    expect(stepsFrom(items, id('a'))).toEqual({ at: 1, all: 3, previous: id('d'), next: id('c') })
  })

  test('leads on from where a decided one stood', () => {
    expect(stepsFrom(items, id('b'))).toEqual({ at: null, all: 3, previous: id('a'), next: id('c') })
    expect(stepsFrom(items, id('e'))).toEqual({ at: null, all: 3, previous: id('d'), next: id('a') })
  })

  test('ends where nothing else waits', () => {
    expect(stepsFrom([item('a')], id('a'))).toEqual({ at: 1, all: 1, previous: null, next: null })
    expect(stepsFrom([item('b', 'already-voted')], id('b'))).toEqual({
      at: null,
      all: 0,
      previous: null,
      next: null,
    })
  })
})

test('progress counts the reviewer’s own turn apart, and what is due in days of Japan', () => {
  const items = [
    item('a', null, '2026-11-26T14:59:00Z'),
    item('b', null, '2026-11-27T14:59:00Z'),
    item('c', null, '2026-11-27T15:00:00Z'),
    item('d', null, '2026-11-25T14:59:00Z'),
    item('e', 'already-voted', '2026-11-25T14:59:00Z'),
  ]
  expect(progressOf(items, NOW)).toEqual({ mine: 4, others: 1, soon: 2, over: 1 })
})
