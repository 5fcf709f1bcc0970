/**
 * A safe pattern for tables of any size: the cheapest hypercube for each primary
 * cell, a minimum-cost shift by linear programme where no cube is strong enough,
 * then cells taken back whose loss leaves every primary cell protected.
 *
 * It always ends in a safe pattern or proves that there is none: a primary cell
 * left over after the cubes is protected by the support of a feasible shift, and
 * where no shift exists with every permitted cell hidden, no pattern can protect it.
 */
import { type AdditiveSystem, incidence } from './additive-system.ts'
import { cubeFinder } from './cubes.ts'
import type { Allowance } from './effort.ts'
import { certificate, type Guard, type Proof } from './guard.ts'
import { ProvenPattern } from './proven-pattern.ts'
import { withShiftProver } from './shift-prover.ts'
import { searchAround } from './suppress-local.ts'
import {
  fallsOf,
  informedFallsOf,
  isInsider,
  type SuppressInput,
  type Target,
  UnprotectableError,
} from './suppression-problem.ts'

export interface Work {
  input: SuppressInput
  eligible: Uint8Array
  guard: Guard
  /** When it is spent, it stops improving and takes what is at hand. */
  allowance: Allowance
  /** Cells to begin with, hidden as if they cost nothing; those not needed are shown again. */
  seed?: Uint8Array
  /** Prices to choose by instead of the costs, such as a linear programme suggests. */
  prices?: ArrayLike<number>
  /** For bettering the pattern by small changes; by default it does not. */
  search?: Allowance
  /** Hide more where that proves by whole numbers what is proven by fractions only. */
  inWholes?: boolean
}

/** A pattern (primary and secondary cells) and what proves it. Throws UnprotectableError. */
export function heuristicPattern(work: Work): Promise<ProvenPattern> {
  const { input, eligible, guard, seed, prices: cost = input.cost } = work
  const { kind } = guard
  const { values, targets, singles, grid, floors } = input
  const plainFalls = fallsOf(input)
  const falls = informedFallsOf(input)
  const hidden = input.unpublished.slice()
  seed?.forEach((mark, cell) => {
    hidden[cell]! |= mark
  })
  for (const { cell } of targets) hidden[cell] = 1
  guard.setHidden(hidden)
  const finder = grid ? cubeFinder(grid) : null
  const pattern = new ProvenPattern(input, hidden)
  const none = new Uint8Array(values.length)

  const cheapest = (
    { cell, width, sure }: { cell: number; width: number; sure: boolean },
    {
      allowed,
      avoid,
      room,
    }: { allowed: Uint8Array; avoid: (other: number) => boolean; room: ArrayLike<number> },
  ) =>
    finder?.cheapest({ cell, width, sure }, { falls: room, cost, hidden, eligible: allowed, avoid }) ?? null
  // Along one cube every corner loses at most 1 each way to what the attacker knows: the width 3 leaves him 1.
  const least = floors ? 3 : 1

  const cubeProof = ({ cell, width }: Target, allowed: Uint8Array): Proof | null => {
    const avoid = (other: number) => isInsider(singles, { cell: other, target: cell })
    const cells = cheapest(
      { cell, width: Math.max(width, least), sure: false },
      { allowed, avoid, room: plainFalls },
    )
    return cells ? { cells: new Set(cells), whole: true } : null
  }
  /** A cube over insiders, and for each of them another way past her. Dearer, but nearly always at hand. */
  const sureProof = ({ cell, width }: Target, allowed: Uint8Array): Proof | null => {
    const main = cheapest(
      { cell, width: Math.max(width, least), sure: true },
      { allowed, avoid: () => false, room: plainFalls },
    )
    if (!main) return null
    const cells = new Set(main)
    for (const insider of main) {
      if (!isInsider(singles, { cell: insider, target: cell })) continue
      const avoid = (other: number) => singles[other] === singles[insider]
      const beside = cheapest({ cell, width: 1, sure: true }, { allowed, avoid, room: falls })
      if (!beside) return null
      for (const other of beside) cells.add(other)
    }
    return { cells, whole: true }
  }
  const hide = (cells: Iterable<number>): void => {
    let more = false
    for (const cell of cells)
      if (hidden[cell] === 0) {
        hidden[cell] = 1
        more = true
      }
    if (more && kind === 'network') guard.setHidden(hidden)
  }

  const order = [...targets].sort(
    (a, b) => b.width - a.width || values[a.cell]! - values[b.cell]! || a.cell - b.cell,
  )
  const left: Target[] = []
  const seeded = seed !== undefined && kind === 'programme'
  const isSmall = seeded || values.length <= PROGRAMME_CELLS
  for (const target of order) {
    const known = kind === 'network' || seeded ? certificate(target, { guard, singles }) : null
    // Cubes would add to a seed that nearly stands by moves of other shapes.
    const proof = known ?? (seeded ? null : cubeProof(target, eligible))
    if (proof) {
      hide(proof.cells)
      pattern.prove(target, proof)
    } else left.push(target)
  }
  return withShiftProver(input, async (prover) => {
    if (left.length > 0) {
      for (let cell = 0; cell < values.length; cell++)
        if (hidden[cell] === 1 || eligible[cell] === 1)
          prover.allow(cell, { allowed: true, hidden: hidden[cell] === 1 })
      for (const target of left) {
        const known = kind === 'network' ? certificate(target, { guard, singles }) : null
        // Out of time, a dearer proof that is at hand.
        const late = work.allowance.isSpent() || !isSmall
        const quick = late && !known ? sureProof(target, eligible) : null
        const proof = known ?? quick ?? prover.prove(target, hidden)
        if (!proof) throw new UnprotectableError([target.cell])
        for (const cell of proof.cells)
          if (hidden[cell] === 0) prover.allow(cell, { allowed: true, hidden: true })
        hide(proof.cells)
        pattern.prove(target, proof)
      }
    }
    // From here on only what is hidden may move.
    for (let cell = 0; cell < values.length; cell++)
      if (left.length > 0 || kind === 'programme')
        prover.allow(cell, { allowed: hidden[cell] === 1, hidden: true })
    const certify = (target: Target): Proof | null =>
      kind === 'network' || seeded
        ? certificate(target, { guard, singles })
        : (cubeProof(target, none) ??
          sureProof(target, none) ??
          (isSmall ? prover.prove(target, hidden) : null))
    const mark = (cell: number, is: 0 | 1) => {
      hidden[cell] = is
      if (kind === 'network' || seeded) guard.setHidden(hidden)
      prover.allow(cell, { allowed: is === 1, hidden: true })
    }
    if (seeded) guard.setHidden(hidden)
    takeBack({ work, pattern, certify, mark })
    if (kind === 'programme' && work.search) {
      const open = eligible.slice()
      for (let cell = 0; cell < values.length; cell++)
        if (eligible[cell] === 1 && hidden[cell] === 0) prover.allow(cell, { allowed: true, hidden: false })
      searchAround({
        pattern,
        cost: input.cost,
        beside: besideIn(input.system),
        proveAnew: (target) =>
          isSmall ? prover.prove(target, hidden) : (cubeProof(target, open) ?? sureProof(target, open)),
        mark(cell, as) {
          hidden[cell] = as === 'hidden' ? 1 : 0
          open[cell] = as === 'closed' ? 0 : 1
          prover.allow(cell, { allowed: as !== 'closed', hidden: as === 'hidden' })
        },
        allowance: work.search,
      })
      for (let cell = 0; cell < values.length; cell++)
        if (hidden[cell] === 0) prover.allow(cell, { allowed: false, hidden: false })
    }
    // Cubes and cheapest shifts move by whole numbers more often than the furthest moves of a programme.
    if (kind === 'programme' && isSmall && input.whole)
      for (const target of pattern.fractional()) {
        const proof =
          cubeProof(target, none) ??
          (work.allowance.isSpent() ? null : prover.prove(target, hidden)) ??
          (work.inWholes ? (cubeProof(target, eligible) ?? sureProof(target, eligible)) : null)
        if (!proof?.whole) continue
        for (const cell of proof.cells) if (hidden[cell] === 0) mark(cell, 1)
        pattern.prove(target, proof)
      }
    return pattern
  })
}

/** Size above which a programme a cell takes too long where a cube will do. */
const PROGRAMME_CELLS = 2_000

/** Shows secondary cells again, the dearest first, where all that leaned on them find another proof. */
function takeBack({
  work: { input, allowance },
  pattern,
  certify,
  mark,
}: {
  work: Work
  pattern: ProvenPattern
  certify: (target: Target) => Proof | null
  mark: (cell: number, is: 0 | 1) => void
}): void {
  for (const cell of pattern.secondary(input.cost)) {
    if (allowance.isSpent()) return
    mark(cell, 0)
    const renewed: [Target, Proof][] = []
    for (const target of pattern.leaningOn(cell)) {
      const proof = certify(target)
      if (!proof) break
      renewed.push([target, proof])
    }
    if (renewed.length === pattern.leaningOn(cell).length)
      for (const [target, proof] of renewed) pattern.prove(target, proof)
    else mark(cell, 1)
  }
}

/** Cells with which a cell stands in an equation. */
function besideIn({ size, allEquations }: AdditiveSystem): (cell: number) => readonly number[] {
  const of = incidence(size, allEquations)
  return (cell) => [...new Set(of[cell]!.flatMap(({ equation }) => allEquations[equation]!.cells))]
}
