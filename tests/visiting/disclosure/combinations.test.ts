/** Several numbers together: what they give away where each pair is far apart, with answers known by construction. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attackTogether } from '../../../visiting/disclosure/attack-together.ts'
import {
  findSmallCombinations,
  type PersonPart,
  type PublishedNumber,
} from '../../../visiting/disclosure/combinations.ts'

const people = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k)

/** Sets by name, those of the new output with a star, as numbers and the parts they cut. */
function published(sets: Record<string, number[]>, threshold = 10) {
  const names = Object.keys(sets)
  const numbers = names.map((name) => ({ own: name.endsWith('*'), threshold, counts: true }))
  const cut = new Map<string, number[]>()
  for (const one of new Set(Object.values(sets).flat())) {
    const inside = names.flatMap((name, set) => (sets[name]!.includes(one) ? [set] : [])).join()
    cut.set(inside, [...(cut.get(inside) ?? []), one])
  }
  const parts = [...cut].map(
    ([inside, who]): PersonPart => ({
      sets: inside.split(',').map(Number),
      persons: who.length,
      who: who.length < threshold ? who : null,
    }),
  )
  return { numbers, parts, names }
}

const found = (sets: Record<string, number[]>, threshold?: number) => {
  const { numbers, parts, names } = published(sets, threshold)
  return findSmallCombinations(numbers, parts).map(({ sets, persons, adds }) => ({
    of: sets.map((set) => names[set]),
    persons,
    adds,
  }))
}

describe('numbers put together', () => {
  test('A ∪ B was released; A and B apart leave the four in both', () => {
    const [a, b] = [people(0, 104), people(100, 250)]
    expect(found({ both: people(0, 250), a, 'b*': b })).toEqual([
      { of: ['both', 'a', 'b*'], persons: 4, adds: true },
    ])
  })

  test('a complement: everybody, and two pieces that leave three out', () => {
    expect(found({ all: people(0, 300), men: people(0, 140), 'women*': people(143, 300) })).toEqual([
      { of: ['all', 'men', 'women*'], persons: 3, adds: true },
    ])
  })

  test('a chain of three: the new set is three released ones without two persons', () => {
    const chain = { a: people(0, 50), b: people(50, 110), c: people(110, 200), 'new*': people(2, 200) }
    expect(found(chain)).toEqual([{ of: ['a', 'b', 'c', 'new*'], persons: 2, adds: true }])
  })

  test('a chain through a larger set that holds one only in part', () => {
    // (a ∪ b ∪ c less 4) − (a ∪ b) − (b ∪ c) + b
    const sets = { abc: people(4, 300), bc: people(100, 300), b: people(100, 200), 'ab*': people(0, 200) }
    expect(found(sets)).toEqual([{ of: ['abc', 'bc', 'b', 'ab*'], persons: 4, adds: true }])
  })

  test('what earlier numbers give by themselves is no finding of the new ones', () => {
    const known = { all: people(0, 300), men: people(0, 140), women: people(143, 300) }
    expect(found({ ...known, 'others*': people(60, 240) })).toEqual([])
  })

  test('a table with its margins gives nothing away against itself or a coarser release of it', () => {
    const cell = (row: number, column: number) => {
      const from = (row * 4 + column) * 20
      return people(from, from + 12 + ((row * 7 + column * 3) % 8))
    }
    const sets: Record<string, number[]> = {}
    const at = [0, 1, 2, 3]
    for (const row of at) {
      for (const column of at) sets[`${row} ${column}*`] = cell(row, column)
      sets[`row ${row}*`] = at.flatMap((column) => cell(row, column))
      sets[`column ${row}*`] = at.flatMap((one) => cell(one, row))
      sets[`released row ${row}`] = sets[`row ${row}*`]!
    }
    sets['all*'] = at.flatMap((row) => sets[`row ${row}*`]!)
    expect(found(sets)).toEqual([])
    expect(found(sets, 12)).toEqual([])
  })

  test('a cell that is hidden here and was released before is known: the other hidden one follows', () => {
    const [a, b, c] = [people(0, 40), people(40, 60), people(60, 63)]
    const now = { 'a*': a, 'margin*': [...a, ...b, ...c] }
    expect(found(now)).toEqual([])
    expect(found({ 'b, released': b, ...now })).toEqual([
      { of: ['b, released', 'a*', 'margin*'], persons: 3, adds: true },
    ])
  })

  test('what two numbers give is no combination, though more of them give it too', () => {
    const [a, b, c] = [people(0, 60), people(60, 110), people(110, 180)]
    const table = { 'all*': people(0, 180), 'b*': b, 'c*': c, 'a*': a }
    expect(found({ 'most of a': people(4, 60), ...table })).toEqual([])
    // Nor twice where it is one: the part that is left is told once.
    expect(found({ 'most of both': people(4, 110), ...table })).toHaveLength(1)
  })

  test('a small cell published under a lower minimum is no combination', () => {
    const { numbers, parts } = published(
      { a: people(0, 100), 'b*': people(100, 112), 'ab*': people(0, 112) },
      20,
    )
    expect(findSmallCombinations(numbers, parts)).toEqual([])
  })

  test('few who are counted twice are few: two parts of the same persons count once', () => {
    // Two numbers about the same eight people who give other amounts: sixteen elements, eight persons.
    const numbers: PublishedNumber[] = [0, 1, 2].map((k) => ({ own: k === 2, threshold: 10 }))
    const parts: PersonPart[] = [
      { sets: [0, 1, 2], persons: 100, who: null },
      { sets: [0, 1], persons: 50, who: null },
      { sets: [0, 2], persons: 60, who: null },
      { sets: [1], persons: 8, who: people(0, 8) },
      { sets: [2], persons: 8, who: people(0, 8) },
    ]
    expect(findSmallCombinations(numbers, parts)).toEqual([])
    const pinned: PersonPart[] = [
      { sets: [0, 2], persons: 100, who: null },
      { sets: [1, 2], persons: 50, who: null },
      { sets: [0, 1], persons: 0, who: null },
      { sets: [0], persons: 8, who: people(0, 8) },
      { sets: [2], persons: 8, who: people(0, 8) },
    ]
    expect(findSmallCombinations(numbers, pinned)).toMatchObject([
      { sets: [0, 1, 2], persons: 8, adds: false },
    ])
  })

  test('one part that follows from the numbers is always found, over generated sets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }), {
          minLength: 3,
          maxLength: 6,
        }),
        fc.array(fc.constantFrom(3, 40, 50), { minLength: 6, maxLength: 6 }),
        (drawn, sizes) => {
          // Six blocks of people; each set takes some of them.
          const sets = Object.fromEntries(
            drawn.map((blocks, k) => [
              `${k}${k > 0 ? '*' : ''}`,
              [...new Set(blocks)].flatMap((block) => people(block * 100, block * 100 + sizes[block]!)),
            ]),
          )
          const { numbers, parts } = published(sets)
          const answers = findSmallCombinations(numbers, parts)
          parts.forEach(({ persons, sets: inside }, part) => {
            if (persons >= 10) return
            const known = solves(numbers.length, { parts, part })
            // Unless two numbers do, or one that is published: those are pairs, and cells.
            const pair = numbers.some((_, a) =>
              numbers.some((_, b) => parts.every((one, p) => differs(one, a, b) === (p === part))),
            )
            const alone = numbers.some((_, a) =>
              parts.every((one, p) => one.sets.includes(a) === (p === part)),
            )
            if (!known || pair || alone || inside.length === 0) return
            const early = solves(1, { parts, part })
            if (!early)
              expect(answers.some(({ parts }) => parts.length === 1 && parts[0] === part)).toBe(true)
          })
        },
      ),
      { numRuns: 400, seed: 20_261_126 },
    )
  })
})

const differs = ({ sets }: PersonPart, a: number, b: number) => sets.includes(a) !== sets.includes(b)

/** By rank: whether the part by itself is a sum of the first so many sets, each times a factor. */
function solves(count: number, { parts, part }: { parts: PersonPart[]; part: number }): boolean {
  const rows = Array.from({ length: count }, (_, set) =>
    parts.map(({ sets }) => (sets.includes(set) ? 1 : 0)),
  )
  const target = parts.map((_, p) => (p === part ? 1 : 0))
  return rankOf(rows) === rankOf([...rows, target])
}

function rankOf(rows: number[][]): number {
  const left = rows.map((row) => [...row])
  let rank = 0
  for (let column = 0; column < (left[0]?.length ?? 0); column += 1) {
    const at = left.findIndex((row, k) => k >= rank && Math.abs(row[column]!) > 1e-9)
    if (at < 0) continue
    ;[left[rank], left[at]] = [left[at]!, left[rank]!]
    for (let k = rank + 1; k < left.length; k += 1) {
      const factor = left[k]![column]! / left[rank]![column]!
      left[k] = left[k]!.map((value, c) => value - factor * left[rank]![c]!)
    }
    rank += 1
  }
  return rank
}

describe('ranges', () => {
  test('a part of a few that two counts hold within less than the minimum is found, and only that', async () => {
    // Twelve are not in most. They are the eight and four of them who are in two and in few: of ten each, two at least.
    const sets = { all: people(0, 400), most: people(0, 388), two: people(380, 384).concat(people(394, 400)) }
    const narrow = published({ ...sets, 'few*': people(384, 394) })
    const { exact, narrow: ranges, complete } = await attackTogether({ ...narrow, timeLimitMs: 10_000 })
    expect(complete).toBe(true)
    expect(ranges).toEqual(expect.arrayContaining([{ sets: [0, 3] }, { sets: [0, 2] }]))
    // Exact is only how many of both are in most.
    expect(exact).toMatchObject([{ sets: [0, 1, 2, 3], persons: 8, adds: true }])
    const wide = published({ all: people(0, 400), half: people(0, 200), 'few*': people(195, 215) })
    expect(await attackTogether({ ...wide, timeLimitMs: 10_000 })).toEqual({
      exact: [],
      narrow: [],
      complete: true,
    })
  })

  test('too many small parts are said not to be looked at', async () => {
    const sets: Record<string, number[]> = { all: people(0, 2_000) }
    for (let k = 0; k < 70; k += 1) {
      sets[`row ${k}`] = people(k * 20, k * 20 + 20)
      sets[`column ${k}*`] = people(k * 20 + 15, k * 20 + 35)
    }
    expect(await attackTogether({ ...published(sets), timeLimitMs: 10_000 })).toMatchObject({
      narrow: [],
      complete: false,
    })
  })
})
