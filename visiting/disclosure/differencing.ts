/**
 * Differencing: two released counts whose person sets nearly agree give the few
 * persons away in whom they differ; so can several together.
 *
 * Pure: takes sizes that were counted on the data (|A ∩ B|, |A \ B|, |B \ A|, or
 * the parts into which several sets cut one another) and says what follows. It
 * compares sets of people, not texts of queries: two queries that look different
 * may select nearly the same people.
 */
import { type AdditiveSystem, sumOf } from './additive-system.ts'
import { attackIntervals } from './attack-intervals.ts'
import type { CellFinding } from './judge-cells.ts'
import type { RuleInForce } from './rule-sets.ts'

export interface ComparedPair {
  /** The new cell: its row and column in the output. */
  row: number
  column: string
  /** Title of the earlier release. */
  release: string
  onlyNew: number
  onlyEarlier: number
  both: number
}

export interface DifferenceFinding extends CellFinding {
  row: number
  column: string
}

/**
 * Pairs that differ by someone, but by fewer than the threshold. Sets without
 * anybody in common are no pair: their difference is no smaller than themselves.
 */
export function findSmallDifferences(
  pairs: readonly ComparedPair[],
  { threshold, rule }: { threshold: number; rule: RuleInForce | null },
): DifferenceFinding[] {
  return pairs.flatMap(({ row, column, release, onlyNew, onlyEarlier, both }) => {
    const apart = onlyNew + onlyEarlier
    if (both === 0 || apart === 0 || apart >= threshold) return []
    return [
      {
        code: 'difference-small' as const,
        severity: 'blocking' as const,
        rule,
        params: { release, threshold },
        row,
        column,
      },
    ]
  })
}

export interface PublishedSet {
  /** Release it belongs to; null for a cell of the new output. */
  release: string | null
  name: string
}

/** People who are in exactly these sets (indexes into the list of sets). */
export interface VennPart {
  sets: readonly number[]
  persons: number
}

export interface PinnedPart {
  part: number
  low: number
  high: number
  /** Sets that must be looked at together; at least one is of the new output. */
  sets: number[]
}

/** Parts of this many and more are not attacked together; pairs still are. */
const MAX_PARTS = 5_000

/**
 * Parts of 1 to threshold − 1 persons whose number follows from the released
 * counts together: a whole less all its released pieces, or a chain of overlaps.
 * Only parts that the new output narrows count; what was known before is no
 * finding of this one.
 */
export async function findPinnedParts(
  { sets, parts }: { sets: readonly PublishedSet[]; parts: readonly VennPart[] },
  { threshold }: { threshold: number },
): Promise<PinnedPart[]> {
  if (parts.length > MAX_PARTS) return []
  const small = parts.flatMap(({ persons }, part) => (persons > 0 && persons < threshold ? [part] : []))
  if (small.length === 0) return []
  const now = await partIntervals({ sets, parts }, { small, counts: () => true })
  const before = await partIntervals({ sets, parts }, { small, counts: ({ release }) => release !== null })
  return small.flatMap((part) => {
    const { low, high } = now.get(part)!
    const earlier = before.get(part)!
    const narrower = high - low < earlier.high - earlier.low
    return high - low < threshold && narrower ? [{ part, low, high, sets: [...parts[part]!.sets] }] : []
  })
}

async function partIntervals(
  { sets, parts }: { sets: readonly PublishedSet[]; parts: readonly VennPart[] },
  { small, counts }: { small: readonly number[]; counts: (set: PublishedSet) => boolean },
) {
  // Cells: the parts, then one for each published set, which is the sum of its parts.
  const equations = sets.flatMap((set, s) => {
    if (!counts(set)) return []
    const inside = parts.flatMap((part, k) => (part.sets.includes(s) ? [k] : []))
    return [sumOf(parts.length + s, inside)]
  })
  const system: AdditiveSystem = { size: parts.length + sets.length, equations, allEquations: equations }
  const totals = sets.map((_, s) =>
    parts.reduce((sum, part) => sum + (part.sets.includes(s) ? part.persons : 0), 0),
  )
  const shown = [...parts.map(() => null), ...totals]
  const { intervals } = await attackIntervals(
    { system, shown, whole: true, start: [...parts.map(({ persons }) => persons), ...totals] },
    { cells: small },
  )
  return intervals
}
