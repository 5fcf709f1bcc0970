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
import type { Allowance } from './effort.ts'
import type { CellFinding } from './judge-cells.ts'
import type { RuleInForce } from './rule-sets.ts'

export interface ComparedPair {
  /** Where the new cell stands; a row of null: the column's cells together. */
  row: number | null
  column: string
  /** The earlier output, `elsewhere` where it may not be told which, `beside` for a table of the same submission. */
  release: { title: string } | 'elsewhere' | 'beside'
  onlyNew: number
  onlyEarlier: number
  both: number
  /** Of those in both, who give the two numbers something different (other costs, more visits). */
  bothOtherwise: number
  /** Both numbers count, or both add up the same way: one can be subtracted from the other. */
  alike: boolean
}

export interface DifferenceFinding extends CellFinding {
  row: number | null
  column: string
}

/**
 * What follows for the few persons in whom two sets differ. `small`: subtracting the two numbers leaves a number about
 * 1 to threshold − 1 persons. `other-quantity`: the sets differ by so few, but the numbers measure different things,
 * and somebody must look. Sets without anybody in common are no pair: their difference is no smaller than themselves.
 */
export function differenceOf(
  { onlyNew, onlyEarlier, both, bothOtherwise, alike }: Omit<ComparedPair, 'row' | 'column' | 'release'>,
  { threshold }: { threshold: number },
): 'small' | 'other-quantity' | null {
  const apart = onlyNew + onlyEarlier
  if (both === 0 || apart + bothOtherwise === 0 || apart >= threshold) return null
  // Whoever is in both gives both the same: whatever they are called, it is the same number over other people.
  if (bothOtherwise === 0 || (alike && apart + bothOtherwise < threshold)) return 'small'
  return apart > 0 ? 'other-quantity' : null
}

/** Findings of pairs that differ by someone, but by fewer than the threshold. */
export function findSmallDifferences(
  pairs: readonly ComparedPair[],
  { threshold, rule }: { threshold: number; rule: RuleInForce | null },
): DifferenceFinding[] {
  return pairs.flatMap((pair): DifferenceFinding[] => {
    const { row, column, release } = pair
    const place = { rule, row, column }
    const difference = differenceOf(pair, { threshold })
    if (difference === null) return []
    if (difference === 'other-quantity')
      return [{ ...place, code: 'difference-other-quantity', severity: 'warning', params: { threshold } }]
    const blocking = { ...place, severity: 'blocking' as const }
    return typeof release === 'string'
      ? [{ ...blocking, code: `difference-small-${release}`, params: { threshold } }]
      : [{ ...blocking, code: 'difference-small', params: { release: release.title, threshold } }]
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

export interface PinnedParts {
  pinned: PinnedPart[]
  /** False where there were too many parts, or the allowance left some unexamined. */
  complete: boolean
}

/**
 * Parts of 1 to threshold − 1 persons whose number follows from the released
 * counts together, or a range of fewer than threshold: a whole less all its
 * released pieces, or a chain of overlaps. Only parts that earlier and new
 * counts narrow more than either alone do; what was known before is no finding
 * of the new output, and what it says by itself is looked after where its cells
 * are hidden, unless it pins a part.
 */
export async function findPinnedParts(
  { sets, parts }: { sets: readonly PublishedSet[]; parts: readonly VennPart[] },
  { threshold, allowance }: { threshold: number; allowance?: Allowance },
): Promise<PinnedParts> {
  if (parts.length > MAX_PARTS) return { pinned: [], complete: false }
  const small = parts.flatMap(({ persons }, part) => (persons > 0 && persons < threshold ? [part] : []))
  if (small.length === 0) return { pinned: [], complete: true }
  const within = (counts: (set: PublishedSet) => boolean) =>
    partIntervals({ sets, parts }, { small, counts, allowance })
  const now = await within(() => true)
  const before = await within(({ release }) => release !== null)
  const alone = await within(({ release }) => release === null)
  const pinned = small.flatMap((part) => {
    const { low, high } = now.intervals.get(part)!
    const widthOf = ({ intervals }: typeof before) => intervals.get(part)!.high - intervals.get(part)!.low
    const narrower = high - low < widthOf(before) && (high === low || high - low < widthOf(alone))
    return high - low < threshold && narrower ? [{ part, low, high, sets: [...parts[part]!.sets] }] : []
  })
  return {
    pinned: now.complete ? pinned : [],
    complete: [now, before, alone].every((each) => each.complete && each.inWholes),
  }
}

async function partIntervals(
  { sets, parts }: { sets: readonly PublishedSet[]; parts: readonly VennPart[] },
  {
    small,
    counts,
    allowance,
  }: { small: readonly number[]; counts: (set: PublishedSet) => boolean; allowance: Allowance | undefined },
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
  return attackIntervals(
    { system, shown, whole: true, start: [...parts.map(({ persons }) => persons), ...totals] },
    { cells: small, ...(allowance ? { allowance } : {}) },
  )
}
