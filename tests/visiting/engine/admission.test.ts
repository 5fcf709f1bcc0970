import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Admission, type Turn } from '../../../visiting/engine/admission.ts'

const ROOMY = 1e12

/** Turns as they are granted, by session. */
function watched(admission: Admission) {
  const granted: string[] = []
  const ask = (session: string, memoryBytes = 1): Turn => {
    const turn = admission.ask(session, memoryBytes)
    turn.granted.then(
      () => granted.push(session),
      () => granted.push(`${session} withdrawn`),
    )
    return turn
  }
  return { ask, granted }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('turns', () => {
  test('are given to as many as there are, and to the next when one ends', async () => {
    const { ask, granted } = watched(new Admission({ turns: 2, memoryBytes: ROOMY }))
    const a = ask('a')
    ask('b')
    ask('c')
    await settled()
    expect(granted).toEqual(['a', 'b'])
    a.end()
    await settled()
    expect(granted).toEqual(['a', 'b', 'c'])
  })

  test('go round: a session with many queries does not pass one with few', async () => {
    const { ask, granted } = watched(new Admission({ turns: 1, memoryBytes: ROOMY }))
    const turns = ['greedy', 'greedy', 'greedy', 'modest', 'other'].map((session) => ask(session))
    for (const turn of [0, 3, 4, 1, 2]) {
      await settled()
      turns[turn]?.end()
    }
    expect(granted).toEqual(['greedy', 'modest', 'other', 'greedy', 'greedy'])
  })

  test('a long query steps aside, and short ones go on', async () => {
    const { ask, granted } = watched(new Admission({ turns: 1, memoryBytes: ROOMY }))
    const long = ask('long')
    ask('short')
    await settled()
    long.stepAside()
    await settled()
    expect(granted).toEqual(['long', 'short'])
  })

  test('a session never runs two at once, even when its first stepped aside', async () => {
    const { ask, granted } = watched(new Admission({ turns: 4, memoryBytes: ROOMY }))
    const first = ask('a')
    ask('a')
    await settled()
    first.stepAside()
    await settled()
    expect(granted).toEqual(['a'])
    first.end()
    await settled()
    expect(granted).toEqual(['a', 'a'])
  })

  test('one that was withdrawn is never granted, and one that runs cannot be withdrawn', async () => {
    const { ask, granted } = watched(new Admission({ turns: 1, memoryBytes: ROOMY }))
    const running = ask('a')
    const waiting = ask('b')
    await settled()
    waiting.withdraw()
    running.withdraw()
    ask('c')
    await settled()
    expect(granted).toEqual(['a', 'b withdrawn'])
    running.end()
    await settled()
    expect(granted).toEqual(['a', 'b withdrawn', 'c'])
  })

  test('memory is not promised twice, but one alone always runs', async () => {
    const { ask, granted } = watched(new Admission({ turns: 9, memoryBytes: 10 }))
    const huge = ask('huge', 50)
    const small = ask('small', 6)
    ask('next', 6)
    await settled()
    expect(granted).toEqual(['huge'])
    huge.end()
    await settled()
    expect(granted).toEqual(['huge', 'small'])
    small.end()
    await settled()
    expect(granted).toEqual(['huge', 'small', 'next'])
  })
})

test('whatever happens in whatever order, limits hold and everybody is served', async () => {
  const act = fc.record({
    what: fc.constantFrom('ask', 'ask', 'end', 'aside', 'withdraw', 'end twice'),
    session: fc.constantFrom('a', 'b', 'c', 'd'),
    which: fc.nat(20),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { maxLength: 60 }),
      fc.integer({ min: 1, max: 3 }),
      async (acts, turns) => {
        const admission = new Admission({ turns, memoryBytes: 20 })
        const all: { turn: Turn; session: string; state: 'waiting' | 'first' | 'aside' | 'over' }[] = []
        const holds = () => {
          const first = all.filter(({ state }) => state === 'first')
          const running = all.filter(({ state }) => state === 'first' || state === 'aside')
          expect(first.length).toBeLessThanOrEqual(turns)
          expect(new Set(running.map(({ session }) => session)).size).toBe(running.length)
          expect(running.length * 8).toBeLessThanOrEqual(20)
        }
        for (const { what, session, which } of acts) {
          if (what === 'ask') {
            const one = {
              turn: admission.ask(session, 8),
              session,
              state: 'waiting' as 'waiting' | 'first' | 'aside' | 'over',
            }
            one.turn.granted.then(
              () => (one.state = 'first'),
              () => (one.state = 'over'),
            )
            all.push(one)
          } else {
            const one = all[which % Math.max(1, all.length)]
            if (one === undefined) continue
            if (what === 'withdraw') one.turn.withdraw()
            else if (what === 'aside' && one.state === 'first') {
              one.turn.stepAside()
              one.state = 'aside'
            } else if (one.state !== 'waiting') {
              one.turn.end()
              if (what === 'end twice') one.turn.end()
              one.state = 'over'
            }
          }
          await settled()
          holds()
        }
        // Nobody is forgotten: when all that run have ended, again and again, nobody waits.
        for (let round = 0; round < all.length && all.some(({ state }) => state !== 'over'); round++) {
          for (const one of all) {
            if (one.state !== 'first' && one.state !== 'aside') continue
            one.turn.end()
            one.state = 'over'
          }
          await settled()
          holds()
        }
        expect(all.every(({ state }) => state === 'over')).toBe(true)
        expect(admission.waiting).toBe(0)
      },
    ),
    { numRuns: 200 },
  )
})
