/**
 * What makes a pattern safe, asked of one primary cell at a time:
 *
 * 1. an attacker who knows what is shown must be left its width;
 * 2. an attacker who also knows that zeros are never hidden, so that every hidden
 *    count is at least 1, must be left no less than the mark `<t` says: 1 to t − 1.
 *    Ten hidden ones beside a shown total of ten are wide open to the first and
 *    certain to the second;
 * 3. with the knowledge of 2, the only contributor of another hidden cell must not
 *    be able to tell it.
 *
 * Where a pattern hides zeros as well, 2 and 3 are asked without the knowledge.
 */
import { type ReachChecker, withReachChecker } from './reach-checker.ts'
import {
  fallsOf,
  informedFallsOf,
  isInsider,
  type SuppressInput,
  type Target,
} from './suppression-problem.ts'

export interface Guard {
  kind: 'network' | 'programme'
  /** One checker for each attacker, with the width that is asked of him. */
  attackers: { checker: ReachChecker; widthOf(target: Target): number; falls: ArrayLike<number> }[]
  /** The checker for insiders: the attacker who knows most. */
  knowing: ReachChecker
  setHidden(hidden: Uint8Array): void
}

/** Cells that prove a target safe as long as they stay hidden. */
export interface Proof {
  cells: Set<number>
  /** Whether its moves are of whole numbers, so that counts being whole do not break it. */
  whole: boolean
}

/** Width left to an attacker who knows that hidden counts are at least 1. */
export function informedWidth(width: number): number {
  return Math.max(1, width - 2)
}

/** Lends a guard over a problem. */
export function withGuard<T>(input: SuppressInput, use: (guard: Guard) => Promise<T>): Promise<T> {
  const { system, floors } = input
  const plainFalls = fallsOf(input)
  return withReachChecker({ system, falls: plainFalls }, (plain, kind) => {
    const naive = { checker: plain, widthOf: ({ width }: Target) => width, falls: plainFalls }
    if (!floors)
      return use({
        kind,
        attackers: [naive],
        knowing: plain,
        setHidden: (hidden) => plain.setMarks(hidden),
      })
    const falls = informedFallsOf(input)
    return withReachChecker({ system, falls }, (informed) =>
      use({
        kind,
        attackers: [
          naive,
          { checker: informed, widthOf: ({ width }: Target) => informedWidth(width), falls },
        ],
        knowing: informed,
        setHidden(hidden) {
          plain.setMarks(hidden)
          informed.setMarks(hidden)
        },
      }),
    )
  })
}

/** Proof that a target is safe in the pattern the guard holds, or null. */
export function certificate(
  target: Target,
  { guard, singles }: { guard: Guard; singles: Int32Array },
): Proof | null {
  const cells = new Set<number>()
  let ways: number[][] = []
  let whole = true
  for (const { checker, widthOf } of guard.attackers) {
    ways = []
    let missing = widthOf(target)
    for (const up of [true, false]) {
      if (missing <= 1e-6) break
      const reached = checker.reach({ cell: target.cell, up, amount: missing, known: null })
      if (reached <= 1e-6) continue
      missing -= reached
      whole &&= checker.inWholes()
      const used = checker.used()
      for (const cell of used) cells.add(cell)
      if (reached >= 1 - 1e-6) ways.push(used)
    }
    if (missing > 1e-6) return null
  }
  for (const insider of insidersIn(ways, { target, singles, cells })) {
    const beside = movesBeside(target, { insider, checker: guard.knowing })
    if (!beside) return null
    for (const cell of beside) cells.add(cell)
  }
  return { cells, whole }
}

/** Insiders without whose cells none of these ways goes. */
export function insidersIn(
  ways: readonly number[][],
  { target, singles, cells }: { target: Target; singles: Int32Array; cells: Iterable<number> },
): number[] {
  return [...new Set([...cells])].filter(
    (cell) => isInsider(singles, { cell, target: target.cell }) && !ways.some((way) => !way.includes(cell)),
  )
}

/** Cells by which a target can still move by one although an insider's cell is known; null if it is pinned. */
export function movesBeside(
  { cell }: Target,
  { insider, checker }: { insider: number; checker: ReachChecker },
): number[] | null {
  for (const up of [true, false])
    if (checker.reach({ cell, up, amount: 1, known: insider }) >= 1 - 1e-6) return checker.used()
  return null
}
