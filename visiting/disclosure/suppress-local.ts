/**
 * Betters a safe pattern by small changes: some secondary cells are shown, those that leaned on them are protected in the
 * cheapest other way, and what then nobody leans on is shown as well. Kept where it costs no more than before.
 *
 * Every step is proven, so it may be broken off at any time. The same seed gives the same steps, and the
 * allowance says how many are taken.
 */
import type { Allowance } from './effort.ts'
import type { Proof } from './guard.ts'
import type { ProvenPattern } from './proven-pattern.ts'
import type { Target } from './suppression-problem.ts'

export interface LocalSearch {
  pattern: ProvenPattern
  cost: ArrayLike<number>
  /** Cells with which a cell stands in an equation. */
  beside(cell: number): readonly number[]
  /** Cheapest proof from what is hidden and what may be; null where there is none. */
  proveAnew(target: Target): Proof | null
  /** Hidden, shown for the moment and closed to proofs, or open to them at its price. */
  mark(cell: number, as: 'hidden' | 'closed' | 'open'): void
  allowance: Allowance
}

/** Cells shown at a time. */
const MOST_SHOWN = 4

/** Changes the pattern it is given, until the allowance is spent or a round gains nothing. */
export function searchAround(search: LocalSearch): void {
  const { pattern, cost, allowance } = search
  const random = repeatable(1)
  for (let gained = true; gained; ) {
    gained = false
    for (const cell of pattern.secondary(cost)) {
      if (allowance.isSpent()) return
      if (pattern.hidden[cell] === 1 && change([cell], search) > 0) gained = true
    }
  }
  for (;;) {
    const secondary = pattern.secondary(cost)
    if (secondary.length === 0) return
    for (let step = 0; step < secondary.length; step++) {
      if (allowance.isSpent()) return
      const first = secondary[random(secondary.length)]!
      if (pattern.hidden[first] === 0) continue
      const near = search
        .beside(first)
        .filter((cell) => pattern.hidden[cell] === 1 && pattern.isSecondary(cell))
      const shown = new Set([first])
      for (let more = random(MOST_SHOWN); more > 0; more--) {
        const from = near.length > 0 && random(4) > 0 ? near : secondary
        const cell = from[random(from.length)]!
        if (pattern.hidden[cell] === 1) shown.add(cell)
      }
      change([...shown], search)
    }
  }
}

/** Shows cells and protects anew what leaned on them; taken back where that costs more. Returns what it saves. */
function change(shown: readonly number[], { pattern, cost, proveAnew, mark }: LocalSearch): number {
  const { hidden } = pattern
  const broken = new Set(shown.flatMap((cell) => pattern.leaningOn(cell)))
  const before = [...broken].map((target) => [target, pattern.proofOf(target)] as const)
  const touched = new Set(before.flatMap(([, { cells }]) => [...cells]))
  const most = [...touched, ...shown].reduce(
    (sum, cell) =>
      pattern.isSecondary(cell) && pattern.leaningOn(cell).every((target) => broken.has(target))
        ? sum + cost[cell]!
        : sum,
    0,
  )
  for (const cell of shown) mark(cell, 'closed')
  const added: number[] = []
  let spent = 0
  let stands = true
  for (const target of broken) {
    const proof = proveAnew(target)
    for (const cell of proof?.cells ?? [])
      if (hidden[cell] === 0) {
        mark(cell, 'hidden')
        added.push(cell)
        spent += cost[cell]!
      }
    stands = proof !== null && spent <= most
    if (!stands) break
    pattern.prove(target, proof!)
  }
  const free = [...touched].filter(
    (cell) => hidden[cell] === 1 && pattern.isSecondary(cell) && pattern.leaningOn(cell).length === 0,
  )
  const saved = [...free, ...shown].reduce((sum, cell) => sum + cost[cell]!, -spent)
  if (stands && saved >= -1e-9) {
    for (const cell of [...free, ...shown]) mark(cell, 'open')
    return saved > 1e-9 ? saved : 0
  }
  for (const [target, proof] of before) pattern.prove(target, proof)
  for (const cell of added) mark(cell, 'open')
  for (const cell of shown) mark(cell, 'hidden')
  return 0
}

/** Whole numbers under a bound, the same at each start (a linear congruential generator: Numerical Recipes, chapter 7). */
function repeatable(seed: number): (bound: number) => number {
  let state = seed >>> 0
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
}
