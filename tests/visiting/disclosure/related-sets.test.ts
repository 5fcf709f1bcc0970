/** Which sets are worth putting together, told from sketches. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relatedSets, type SketchedSet } from '../../../visiting/disclosure/related-sets.ts'

const PARTS = 32
const people = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k)

function sketch(some: readonly number[], { own = false, column = '' } = {}): SketchedSet {
  const persons = Array.from({ length: PARTS }, () => 0)
  for (const one of some) persons[createHash('sha256').update(String(one)).digest()[0]! % PARTS]! += 1
  const mark = [...some].sort((a, b) => a - b).join()
  return {
    own,
    column,
    size: some.length,
    persons,
    elements: persons,
    personsMark: mark,
    elementsMark: mark,
  }
}

const limits = { threshold: 10, most: 128, mostMembers: 1_000_000 }

describe('sets worth putting together', () => {
  test('are those within and around a new one, the nearest in size first; unrelated ones are not', () => {
    const sets = [
      sketch(people(0, 1_000), { own: true }),
      sketch(people(0, 850)),
      sketch(people(50, 950)),
      sketch(people(0, 1_150)),
      sketch(people(5_000, 6_000)),
    ]
    expect(relatedSets(sets, limits)).toEqual({ chosen: [0, 2, 3, 1], left: 0 })
  })

  test('lead on to one that a larger released set holds', () => {
    // Neither within the new one nor around it, but within what is.
    const sets = [
      sketch(people(0, 800), { own: true }),
      sketch(people(0, 1_200)),
      sketch(people(400, 1_200)),
      sketch(people(3_000, 3_800)),
    ]
    expect(relatedSets(sets, limits).chosen).toEqual(expect.arrayContaining([0, 1, 2]))
    expect(relatedSets(sets, limits).chosen).not.toContain(3)
  })

  test('what was released as it is tells nothing new', () => {
    const sets = [sketch(people(0, 300), { own: true }), sketch(people(0, 300)), sketch(people(0, 200))]
    expect(relatedSets(sets, limits)).toEqual({ chosen: [], left: 0 })
  })

  test('beyond the limits the furthest are left out, and those of a comparable size counted', () => {
    const within = [20, 400, 500, 600, 700].map((size) => sketch(people(0, size)))
    const sets = [sketch(people(0, 1_000), { own: true }), ...within]
    expect(relatedSets(sets, { ...limits, most: 3 })).toEqual({ chosen: [0, 5, 4], left: 2 })
    expect(relatedSets(sets, { ...limits, mostMembers: 1_800 })).toMatchObject({ chosen: [0, 5, 1] })
  })

  test('a set that lies within another but for fewer than the minimum is never missed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        fc.integer({ min: 0, max: 9 }),
        (size, more, out) => {
          const sets = [
            sketch(people(out, size + more + 10), { own: true }),
            sketch(people(0, size)),
            sketch(people(10_000, 10_020)),
          ]
          expect(relatedSets(sets, limits).chosen).toEqual(expect.arrayContaining([0, 1]))
        },
      ),
      { numRuns: 200, seed: 20_261_127 },
    )
  })
})
