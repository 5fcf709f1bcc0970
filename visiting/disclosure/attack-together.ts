/**
 * An attack on everything published about the same people at once: what follows exactly (./combinations.ts), and counts
 * of a few people that are held in a narrow range (./differencing.ts).
 */
import {
  findSmallCombinations,
  type PersonPart,
  type PublishedNumber,
  type SmallCombination,
} from './combinations.ts'
import { findPinnedParts } from './differencing.ts'
import { Allowance } from './effort.ts'

export interface TogetherQuestion {
  /** `counts`: its number is the number of the people in its set. */
  numbers: readonly (PublishedNumber & { counts: boolean })[]
  parts: readonly PersonPart[]
  /** For the ranges. */
  timeLimitMs: number
}

export interface TogetherAnswer {
  exact: SmallCombination[]
  /** Counts, by number, between which a part of a few people is held in a range under the threshold. */
  narrow: { sets: number[] }[]
  /** False where there was too much to look at every range. */
  complete: boolean
}

/** Ranges are looked at for so many small parts, among so many. */
const MOST_SMALL = 60
const MOST_PARTS = 1_500

/** `complete` is false where `timeLimitMs` did not suffice for every range. */
export async function attackTogether({
  numbers,
  parts,
  timeLimitMs,
}: TogetherQuestion): Promise<TogetherAnswer> {
  const exact = findSmallCombinations(numbers, parts)
  const counts = numbers.flatMap(({ counts }, set) => (counts ? [set] : []))
  const threshold = Math.max(0, ...counts.map((set) => numbers[set]!.threshold))
  const cut = partsOf(counts, parts)
  const small = cut.filter(({ persons }) => persons < threshold).length
  const mixed = counts.some((set) => numbers[set]!.own) && counts.some((set) => !numbers[set]!.own)
  if (!mixed || small === 0) return { exact, narrow: [], complete: true }
  if (cut.length > MOST_PARTS || small > MOST_SMALL) return { exact, narrow: [], complete: false }
  const { pinned, complete } = await findPinnedParts(
    {
      sets: counts.map((set) => ({ release: numbers[set]!.own ? null : 'earlier', name: String(set) })),
      parts: cut,
    },
    { threshold, allowance: Allowance.of(timeLimitMs) },
  )
  // What follows exactly was found above, unless it is a matter of one pair.
  const narrow = pinned
    .filter(({ low, high }) => high > low)
    .map(({ sets }) => ({ sets: sets.map((place) => counts[place]!) }))
  return { exact, narrow, complete }
}

/** The parts into which some of the sets cut, by their places among these. */
function partsOf(
  some: readonly number[],
  parts: readonly PersonPart[],
): { sets: number[]; persons: number }[] {
  const place = new Map(some.map((set, at) => [set, at]))
  const cut = new Map<string, { sets: number[]; persons: number }>()
  for (const part of parts) {
    const sets = part.sets.flatMap((set) => (place.has(set) ? [place.get(set)!] : []))
    if (sets.length === 0) continue
    const known = cut.get(sets.join())
    if (known) known.persons += part.persons
    else cut.set(sets.join(), { sets, persons: part.persons })
  }
  return [...cut.values()]
}
