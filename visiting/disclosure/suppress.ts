/**
 * Complementary suppression: which further cells to hide so that no primary cell
 * can be worked out, at the least cost that can be proven in the time given.
 *
 * Every pattern returned is safe by the reach checker, whether proven optimal or not.
 */
import { Allowance } from './effort.ts'
import { withGuard } from './guard.ts'
import type { ProtectionProgress } from './protection-port.ts'
import type { ProvenPattern } from './proven-pattern.ts'
import { heuristicPattern, type Work } from './suppress-heuristic.ts'
import { optimalPattern, WHOLE_CELLS } from './suppress-optimal.ts'
import { type Pattern, type SuppressInput, UnprotectableError } from './suppression-problem.ts'
import { pinnedByWholeness } from './whole-attack.ts'

/**
 * Parts of the allowance: until the first pattern stands, until small changes have bettered it, until the optimum must be
 * proven. The rest is left for attack intervals, which take long in large tables.
 */
interface Shares {
  first: number
  search: number | null
  proof: number
}

/** Where a better pattern comes of a dive, the first one only has to stand. */
const SHARES = {
  network: { first: 0.25, search: null, proof: 0.85 },
  dive: { first: 0.08, search: null, proof: 0.85 },
  programme: { first: 0.25, search: 0.4, proof: 0.7 },
  large: { first: 0.15, search: 0.22, proof: 0.35 },
} as const satisfies Record<string, Shares>
const LARGE_CELLS = 4_000
/** Primary cells times cells that a dive gets through in a millisecond, some half of them on an idle machine. */
const DIVE_PER_MS = 12

/** A safe pattern. Throws UnprotectableError where cells that must stay shown leave none. */
export async function suppress(
  input: SuppressInput,
  {
    timeLimitMs = 10_000,
    onProgress = () => {},
  }: {
    /** Of an idle machine (./effort.ts). */ timeLimitMs?: number
    onProgress?: (progress: ProtectionProgress) => void
  } = {},
): Promise<Pattern> {
  const began = performance.now()
  const allowance = Allowance.of(timeLimitMs)
  const tell = (phase: ProtectionProgress['phase'], gap: number | null) =>
    onProgress({ phase, gap, elapsedMs: performance.now() - began })
  tell('pattern', null)
  const { values, cost, targets } = input
  if (targets.length === 0)
    return {
      hidden: input.unpublished.slice(),
      method: 'optimal',
      gap: 0,
      cost: 0,
    }
  const isTarget = new Set(targets.map(({ cell }) => cell))
  const price = (hidden: Uint8Array) => {
    let sum = 0
    hidden.forEach((mark, cell) => {
      if (mark === 1 && !isTarget.has(cell) && input.unpublished[cell] === 0) sum += cost[cell]!
    })
    return sum
  }
  const attempt = (problem: SuppressInput): Promise<Pattern> =>
    withGuard(problem, async (guard) => {
      const { eligible } = problem
      const work = { input: problem, eligible, guard }
      const canDive = targets.length * values.length <= DIVE_PER_MS * timeLimitMs
      const way =
        guard.kind === 'network'
          ? 'network'
          : canDive
            ? 'dive'
            : values.length > LARGE_CELLS
              ? 'large'
              : 'programme'
      const shares: Shares = SHARES[way]
      const pattern = await heuristicPattern({
        ...work,
        allowance: allowance.upTo(shares.first),
        ...(shares.search === null ? {} : { search: allowance.upTo(shares.search) }),
      })
      const { hidden } = pattern
      if (guard.kind === 'programme' && problem.whole && values.length <= WHOLE_CELLS)
        await repairWholeness(work, pattern)
      const first = { hidden, cost: price(hidden) }
      if (first.cost === 0) return { hidden, method: 'optimal', gap: 0, cost: 0 }
      tell('proof', 1)
      const best = await optimalPattern({
        work: { ...work, allowance: allowance.upTo(shares.proof) },
        first,
        dives: way === 'dive',
        priceOf: price,
        onImproved: ({ cost, bound }) => tell('proof', (cost - bound) / cost),
      })
      const gap = Math.max(0, (best.cost - best.bound) / best.cost)
      return {
        hidden: best.hidden,
        method: gap < 1e-6 ? 'optimal' : 'heuristic',
        gap: gap < 1e-6 ? 0 : gap,
        cost: best.cost,
      }
    })
  try {
    return await attempt(input)
  } catch (problem) {
    if (!(problem instanceof UnprotectableError) || !input.spare.includes(1)) throw problem
    // Only hiding zeros can help now; then nobody can take hidden cells for 1 or more.
    const eligible = input.eligible.map((mark, cell) => mark | input.spare[cell]!)
    return attempt({ ...input, eligible, floors: null })
  }
}

/** For asking whether counts being whole pin a cell, beside the time limit. What stays open is said of the intervals. */
const WHOLENESS_MS = 6_000

/** Hides more, in place, until no primary cell is pinned by counts being whole. */
async function repairWholeness(work: Omit<Work, 'allowance'>, pattern: ProvenPattern): Promise<void> {
  const { input, eligible } = work
  const { hidden } = pattern
  // Hiding more takes no proof away, so only those that rest on fractions are in doubt.
  const targets = pattern.fractional()
  const allowance = Allowance.of(WHOLENESS_MS)
  for (let extra = 2; ; extra *= 2) {
    const pinned = await pinnedByWholeness(input, { hidden, targets, allowance })
    if (!pinned || pinned.length === 0) return
    const names = new Set(pinned.map(({ cell }) => cell))
    const wider = input.targets.map((target) =>
      names.has(target.cell) ? { ...target, width: target.width + extra } : target,
    )
    try {
      if (extra > 8) throw new UnprotectableError([...names])
      const more = await heuristicPattern({
        ...work,
        input: { ...input, targets: wider },
        allowance: Allowance.of(1_000),
      })
      more.hidden.forEach((mark, cell) => {
        hidden[cell]! |= mark
      })
    } catch (problem) {
      if (!(problem instanceof UnprotectableError)) throw problem
      // With all of it hidden, any multiple of the table agrees with what is shown.
      eligible.forEach((mark, cell) => {
        hidden[cell]! |= mark
      })
      return
    }
  }
}
