/**
 * Complementary suppression: which further cells to hide so that no primary cell
 * can be worked out, at the least cost that can be proven in the time given.
 *
 * Every pattern returned is safe by the reach checker, whether proven optimal or not.
 */
import type { ProtectionProgress } from './protection-port.ts'
import { withReachChecker } from './reach-checker.ts'
import { heuristicPattern } from './suppress-heuristic.ts'
import { optimalPattern } from './suppress-optimal.ts'
import { type Pattern, type SuppressInput, UnprotectableError } from './suppression-problem.ts'
import { pinnedByWholeness } from './whole-attack.ts'

/** Sizes up to which the search for the optimum is begun at all. */
const OPTIMAL_CELLS = 12_000
const OPTIMAL_TARGETS = 3_000
/** Part of the time limit for the first pattern. */
const HEURISTIC_SHARE = 0.25
/** Part of the time limit until the optimum must be proven; the rest is left for attack intervals. */
const OPTIMAL_SHARE = 0.7
/** Large tables seldom reach the optimum in time; they get a bound on the gap, and the time goes to the intervals. */
const LARGE_CELLS = 4_000
const LARGE_SHARE = 0.35

/** A safe pattern. Throws UnprotectableError where cells that must stay shown leave none. */
export async function suppress(
  input: SuppressInput,
  {
    timeLimitMs = 10_000,
    onProgress = () => {},
  }: { timeLimitMs?: number; onProgress?: (progress: ProtectionProgress) => void } = {},
): Promise<Pattern> {
  const began = performance.now()
  const tell = (phase: ProtectionProgress['phase'], gap: number | null) =>
    onProgress({ phase, gap, elapsedMs: performance.now() - began })
  tell('pattern', null)
  const { values, cost, targets } = input
  if (targets.length === 0)
    return {
      hidden: input.unpublished?.slice() ?? new Uint8Array(values.length),
      method: 'optimal',
      gap: 0,
      cost: 0,
    }
  const isTarget = new Set(targets.map(({ cell }) => cell))
  const price = (hidden: Uint8Array) => {
    let sum = 0
    hidden.forEach((mark, cell) => {
      if (mark === 1 && !isTarget.has(cell) && input.unpublished?.[cell] !== 1) sum += cost[cell]!
    })
    return sum
  }
  return withReachChecker(input, async (checker, kind) => {
    const attempt = async (eligible: Uint8Array): Promise<Pattern> => {
      const work = { input, eligible, checker, kind }
      const heuristic = await heuristicPattern({ ...work, deadline: began + timeLimitMs * HEURISTIC_SHARE })
      if (kind === 'programme' && input.whole && values.length <= WHOLE_CELLS)
        await repairWholeness(work, heuristic)
      const upper = price(heuristic)
      tell('proof', 1)
      if (upper === 0) return { hidden: heuristic, method: 'optimal', gap: 0, cost: 0 }
      if (
        performance.now() - began > timeLimitMs ||
        values.length > OPTIMAL_CELLS ||
        targets.length > OPTIMAL_TARGETS
      )
        return { hidden: heuristic, method: 'heuristic', gap: 1, cost: upper }
      const { hidden, bound } = await optimalPattern({
        ...work,
        deadline: began + timeLimitMs * (values.length > LARGE_CELLS ? LARGE_SHARE : OPTIMAL_SHARE),
      })
      if (hidden) return { hidden, method: 'optimal', gap: 0, cost: price(hidden) }
      const gap = Math.max(0, (upper - bound) / upper)
      return { hidden: heuristic, method: gap < 1e-9 ? 'optimal' : 'heuristic', gap, cost: upper }
    }
    try {
      return await attempt(input.eligible)
    } catch (problem) {
      if (!(problem instanceof UnprotectableError) || !input.spare.includes(1)) throw problem
      // Only hiding zeros can help now.
      return attempt(input.eligible.map((mark, cell) => mark | input.spare[cell]!))
    }
  })
}

/** Size up to which a pattern is also tried against whole numbers, where that makes a difference. */
const WHOLE_CELLS = 1_500

/** Hides more, in place, until no primary cell is pinned by counts being whole. */
async function repairWholeness(
  work: Omit<Parameters<typeof heuristicPattern>[0], 'deadline'>,
  hidden: Uint8Array,
): Promise<void> {
  const { input, eligible } = work
  for (let extra = 2; ; extra *= 2) {
    const pinned = await pinnedByWholeness(input, { hidden, deadline: Number.POSITIVE_INFINITY })
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
        deadline: performance.now() + 1_000,
      })
      more.forEach((mark, cell) => {
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
