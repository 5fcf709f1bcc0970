/** Patterns, intervals and optimality against an oracle that shares no code with the room. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areas, judge, leafKeys, letters, type Scene } from './scenes.ts'
import { Oracle } from './suppression-oracle.ts'

/** How many times as many tables as in an ordinary run. */
const TIMES = Number(process.env.DISCLOSURE_TABLES ?? 1)

const scenes: {
  what: string
  runs: number
  threshold: number
  scene: Omit<Scene, 'counts'>
  examples?: [number[]][]
}[] = [
  { what: 'one row', runs: 12, threshold: 10, scene: { variables: [letters('a', 5)], tables: [['a']] } },
  {
    what: '3 × 3',
    runs: 4,
    threshold: 10,
    scene: { variables: [letters('a', 3), letters('b', 3)], tables: [['a', 'b']] },
  },
  {
    what: '3 × 3 under 3',
    runs: 4,
    threshold: 3,
    scene: { variables: [letters('a', 3), letters('b', 3)], tables: [['a', 'b']] },
  },
  {
    what: 'a hierarchy of areas by sex',
    // Single contributors in several cells: took dozens of cuts before these were made as strong as they get.
    examples: [[[17, 3, 2, 10, 17, 4, 13, 1]]],
    runs: 3,
    threshold: 5,
    scene: { variables: [areas, letters('s', 2)], tables: [['area', 's']] },
  },
  {
    what: '2 × 2 × 2',
    runs: 2,
    threshold: 10,
    scene: { variables: [letters('a', 2), letters('b', 2), letters('c', 2)], tables: [['a', 'b', 'c']] },
  },
  {
    what: 'two tables with a shared margin',
    runs: 3,
    threshold: 10,
    scene: {
      variables: [letters('a', 3), letters('b', 2), letters('c', 2)],
      tables: [
        ['a', 'b'],
        ['a', 'c'],
      ],
    },
  },
  {
    what: 'three tables in a circle',
    runs: 2,
    threshold: 6,
    scene: {
      variables: [letters('a', 2), letters('b', 2), letters('c', 2)],
      tables: [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ],
    },
  },
]

/** Beyond this the oracle's numbers mean no limit. */
const ENDLESS = 90_000

describe('against an attacker and an optimum worked out without this room', () => {
  for (const { what, runs, threshold, scene, examples = [] } of scenes)
    test(
      `${what}: safe, intervals as they are, no cheaper pattern`,
      async () => {
        const size = leafKeys(scene).length
        const count = fc.oneof(
          { weight: 2, arbitrary: fc.integer({ min: 0, max: threshold - 1 }) },
          { weight: 1, arbitrary: fc.constantFrom(0, 1, 1) },
          { weight: 4, arbitrary: fc.integer({ min: threshold, max: 4 * threshold }) },
        )
        await fc.assert(
          fc.asyncProperty(fc.array(count, { minLength: size, maxLength: size }), async (counts) => {
            const { answer, shown, hidden, cells } = await judge({ ...scene, counts }, threshold)
            const whole = scene.variables.length > 2
            await Oracle.lent({ cells, counts, whole }, (oracle) => {
              for (const { place, status, interval, value } of shown) {
                expect(value).toBe(cells[place]!.value)
                expect(status === 'primary').toBe(value > 0 && value < threshold)
                if (status === 'shown') continue
                const [low, high] = oracle.interval(place, { hidden })
                expect([interval!.low, Math.min(interval!.high, ENDLESS)]).toEqual([
                  low,
                  Math.min(high, ENDLESS),
                ])
              }
              // Where hiding zeros was the only way, nothing more is asked of the pattern here.
              if ([...hidden].some((place) => cells[place]!.value === 0)) return
              expect(oracle.isSafe(hidden, threshold)).toBe(true)
              expect(answer).toMatchObject({ method: 'optimal', gap: 0 })
              const cost = [...hidden]
                .map((place) => cells[place]!.value)
                .filter((value) => value >= threshold)
                .reduce((sum, value) => sum + value, 0)
              expect(oracle.isCheaper(cost, threshold)).toBe(false)
            })
          }),
          { numRuns: runs * TIMES, seed: 20_261_125, endOnFailure: true, examples },
        )
      },
      600_000 * TIMES,
    )
})
