/**
 * Which of thousands of released sets are worth putting together with those of a new output, told from sketches alone:
 * sets that may lie one within the other, those nearest in size first, and then those that lie so to the ones chosen.
 * What is left out is counted, so that it can be said.
 */
import { firstOfSize, type SetSketch } from './near-sets.ts'

export interface SketchedSet extends SetSketch {
  own: boolean
  /** Sets of one column of one table: what these give together is looked after where cells are hidden. */
  column: string
}

export interface RelatedSets {
  /** Indexes of the sets, the nearest first. */
  chosen: number[]
  /** Others of a comparable size that may lie so, and were left out. */
  left: number
}

/** Of two sets so far apart in size, one says little of the other. */
const FURTHEST = 1 / 64
/** Of a comparable size: what is smaller is put together as far as there is room. */
const COMPARABLE = 1 / 8
/** Sketches held against each other; of very many new sets only the largest lead. */
const MOST_TESTS = 10_000_000
/** So many of those chosen first lead on to others. */
const LEADING = 32

/**
 * At most `most` sets of `mostMembers` people together; `threshold` is by how many persons sets must differ.
 */
export function relatedSets(
  sets: readonly SketchedSet[],
  { threshold, most, mostMembers }: { threshold: number; most: number; mostMembers: number },
): RelatedSets {
  const distinct = withoutTwins(sets)
  const own = distinct.filter((set) => sets[set]!.own).sort((a, b) => sets[b]!.size - sets[a]!.size)
  if (own.length === 0) return { chosen: [], left: 0 }
  const leading = own.slice(0, Math.max(LEADING, Math.floor(MOST_TESTS / distinct.length)))
  const first = nearest(distinct, leading)
  const chosen: number[] = []
  let members = 0
  let left = own.length - leading.length
  const taken = new Set<number>()
  const take = (ranked: readonly { set: number; best: number }[]): void => {
    for (const { set, best } of ranked) {
      if (taken.has(set)) continue
      taken.add(set)
      const { size } = sets[set]!
      if (chosen.length >= most || members + size > mostMembers) left += best < COMPARABLE ? 0 : 1
      else {
        chosen.push(set)
        members += size
      }
    }
  }
  take(first)
  if (left === 0 && chosen.length > 0)
    take(
      nearest(
        distinct.filter((set) => !taken.has(set)),
        chosen.slice(0, LEADING),
        { sameColumn: true },
      ),
    )
  return { chosen, left }

  /** Those of `some` that may lie within one of `leading` or around it, nearest in size first. */
  function nearest(
    some: readonly number[],
    leading: readonly number[],
    { sameColumn = false } = {},
  ): { set: number; best: number }[] {
    const bySize = [...leading].sort((a, b) => sets[a]!.size - sets[b]!.size)
    const ratios = some.map((set) => {
      const one = sets[set]!
      // From its own size outwards both ways: the first that may lie so is the nearest.
      let above = firstOfSize(sets, bySize, one.size)
      let below = above - 1
      for (;;) {
        const up = bySize[above] === undefined ? 0 : one.size / sets[bySize[above]!]!.size
        const down = bySize[below] === undefined ? 0 : sets[bySize[below]!]!.size / one.size
        const best = Math.max(up, down)
        if (best <= FURTHEST) return { set, best: 0, by: -1 }
        const by = up >= down ? bySize[above++]! : bySize[below--]!
        const other = sets[by]!
        if (by === set || (!sameColumn && other.own && one.own && other.column === one.column)) continue
        if (mayLieWithin(one, other, threshold)) return { set, best, by }
      }
    })
    const ranked = ratios.filter(({ best }) => best > 0).sort((a, b) => b.best - a.best)
    // The one it lies so to comes with it.
    return ranked.flatMap(({ set, best, by }) => [
      { set: by, best },
      { set, best },
    ])
  }
}

/** Sets with the same people who give the same are one number; the earlier one stands for both. */
function withoutTwins(sets: readonly SketchedSet[]): number[] {
  const known = new Map<string, number>()
  sets.forEach((set, index) => {
    const mark = `${set.size} ${set.personsMark} ${set.elementsMark}`
    const before = known.get(mark)
    if (before === undefined || (sets[before]!.own && !set.own)) known.set(mark, index)
  })
  return [...known.values()]
}

function mayLieWithin(a: SketchedSet, b: SketchedSet, threshold: number): boolean {
  const [inner, outer] = a.size <= b.size ? [a, b] : [b, a]
  let beyond = 0
  for (let part = 0; part < inner.elements.length; part += 1) {
    beyond += Math.max(0, inner.elements[part]! - outer.elements[part]!)
    if (beyond >= threshold) return false
  }
  return true
}
