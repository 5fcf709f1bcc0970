/**
 * Which of thousands of released sets may nearly agree with a new one, told from sketches alone. A sketch counts a
 * set's persons in each part of the range of their digests: two sets differ by at least the sum of the differences of
 * these counts, so that a pair left out here differs by the threshold or more, for certain. Unrelated sets of equal
 * size are nearly always left out too; what remains is counted person by person.
 */
export interface SetSketch {
  size: number
  /** Persons in each part of the range of digests. */
  persons: ArrayLike<number>
  /** The same over persons together with what each gives the number. */
  elements: ArrayLike<number>
  /** Equal sets have equal marks. */
  personsMark: string
  elementsMark: string
  /** How its elements tell numbers, where there is a set for either way; those told otherwise are not held against it. */
  numbers?: 'plain' | 'scaled' | undefined
}

/**
 * Pairs (indexes) that may differ by 1 to threshold − 1 persons, in who they are or in what they give the number;
 * equal sets that give the same are no pair. `others` sorted by size with `bySize`.
 */
export function nearPairs(
  sets: readonly SetSketch[],
  others: readonly SetSketch[],
  { threshold, order }: { threshold: number; order: readonly number[] },
): { one: number; other: number }[] {
  const pairs: { one: number; other: number }[] = []
  sets.forEach((set, one) => {
    for (let at = firstOfSize(others, order, set.size - threshold + 1); at < order.length; at += 1) {
      const other = order[at]!
      const candidate = others[other]!
      if (candidate.size > set.size + threshold - 1) break
      if (set.numbers && candidate.numbers && set.numbers !== candidate.numbers) continue
      if (set.personsMark === candidate.personsMark && set.size === candidate.size) {
        if (set.elementsMark === candidate.elementsMark) continue
        // Each person who gives another amount is an element here and an element there.
        if (!within(set.elements, candidate.elements, 2 * threshold - 1)) continue
      } else if (!within(set.persons, candidate.persons, threshold - 1)) continue
      pairs.push({ one, other })
    }
  })
  return pairs
}

/** Indexes of sets, smallest set first. */
export const bySize = (sets: readonly SetSketch[]): number[] =>
  sets.map((_, index) => index).sort((a, b) => sets[a]!.size - sets[b]!.size)

/** Place in `order`, which is by size, of the first set of at least this size. */
export function firstOfSize(
  sets: readonly Pick<SetSketch, 'size'>[],
  order: readonly number[],
  size: number,
): number {
  let [low, high] = [0, order.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sets[order[middle]!]!.size < size) low = middle + 1
    else high = middle
  }
  return low
}

function within(a: ArrayLike<number>, b: ArrayLike<number>, most: number): boolean {
  let apart = 0
  for (let part = 0; part < a.length; part += 1) {
    apart += Math.abs(a[part]! - b[part]!)
    if (apart > most) return false
  }
  return true
}
