/**
 * A safe pattern for tables of any size: the cheapest hypercube for each primary
 * cell, a minimum-cost shift by linear programme where no cube is strong enough,
 * then cells taken back whose loss leaves every primary cell protected.
 *
 * It always ends in a safe pattern or proves that there is none: a primary cell
 * left over after the cubes is protected by the support of a feasible shift, and
 * where no shift exists with every permitted cell hidden, no pattern can protect it.
 */
import { cubeFinder } from './cubes.ts'
import type { ReachChecker } from './reach-checker.ts'
import { type Proof, withShiftProver } from './shift-prover.ts'
import { isInsider, type SuppressInput, type Target, UnprotectableError } from './suppression-problem.ts'

interface Work {
  input: SuppressInput
  eligible: Uint8Array
  checker: ReachChecker
  kind: 'network' | 'programme'
  deadline: number
}

/** Marks of hidden cells (primary and secondary). Throws UnprotectableError. */
export function heuristicPattern(work: Work): Promise<Uint8Array> {
  const { input, eligible, checker, kind } = work
  const { values, cost, targets, singles, grid } = input
  const hidden = input.unpublished?.slice() ?? new Uint8Array(values.length)
  for (const { cell } of targets) hidden[cell] = 1
  checker.setHidden(hidden)
  const finder = grid ? cubeFinder(grid) : null
  const proofs = new Map<Target, Proof>()
  const none = new Uint8Array(values.length)

  const cheapest = (
    { cell, width, sure }: { cell: number; width: number; sure: boolean },
    { allowed, avoid }: { allowed: Uint8Array; avoid: (other: number) => boolean },
  ) => finder?.cheapest({ cell, width, sure }, { values, cost, hidden, eligible: allowed, avoid }) ?? null

  const cubeProof = ({ cell, width }: Target, allowed: Uint8Array): Proof | null => {
    const avoid = (other: number) => isInsider(singles, { cell: other, target: cell })
    const cells = cheapest({ cell, width, sure: false }, { allowed, avoid })
    return cells ? { cells: new Set(cells) } : null
  }
  /** A cube over insiders, and for each of them another way past her. Dearer, but nearly always at hand. */
  const sureProof = ({ cell, width }: Target, allowed: Uint8Array): Proof | null => {
    const main = cheapest({ cell, width, sure: true }, { allowed, avoid: () => false })
    if (!main) return null
    const cells = new Set(main)
    for (const insider of main) {
      if (!isInsider(singles, { cell: insider, target: cell })) continue
      const avoid = (other: number) => singles[other] === singles[insider]
      const beside = cheapest({ cell, width: 1, sure: true }, { allowed, avoid })
      if (!beside) return null
      for (const other of beside) cells.add(other)
    }
    return { cells }
  }
  const hide = (cells: Iterable<number>): void => {
    let more = false
    for (const cell of cells)
      if (hidden[cell] === 0) {
        hidden[cell] = 1
        more = true
      }
    if (more && kind === 'network') checker.setHidden(hidden)
  }

  const order = [...targets].sort(
    (a, b) => b.width - a.width || values[a.cell]! - values[b.cell]! || a.cell - b.cell,
  )
  const left: Target[] = []
  for (const target of order) {
    const proof =
      (kind === 'network' ? certificate(target, { checker, singles }) : null) ?? cubeProof(target, eligible)
    if (proof) {
      hide(proof.cells)
      proofs.set(target, proof)
    } else left.push(target)
  }
  return withShiftProver(input, async (prover) => {
    if (left.length > 0) {
      for (let cell = 0; cell < values.length; cell++)
        if (hidden[cell] === 1 || eligible[cell] === 1)
          prover.allow(cell, { allowed: true, hidden: hidden[cell] === 1 })
      for (const target of left) {
        const known = kind === 'network' ? certificate(target, { checker, singles }) : null
        // Out of time, a dearer proof that is at hand.
        const late = performance.now() > work.deadline || values.length > PROGRAMME_CELLS
        const quick = late && !known ? sureProof(target, eligible) : null
        const proof = known ?? quick ?? prover.prove(target, hidden)
        if (!proof) throw new UnprotectableError([target.cell])
        for (const cell of proof.cells)
          if (hidden[cell] === 0) prover.allow(cell, { allowed: true, hidden: true })
        hide(proof.cells)
        proofs.set(target, proof)
      }
    }
    // From here on only what is hidden may move.
    for (let cell = 0; cell < values.length; cell++)
      if (left.length > 0 || kind === 'programme')
        prover.allow(cell, { allowed: hidden[cell] === 1, hidden: true })
    const certify = (target: Target): Proof | null =>
      kind === 'network'
        ? certificate(target, { checker, singles })
        : (cubeProof(target, none) ??
          sureProof(target, none) ??
          (values.length > PROGRAMME_CELLS ? null : prover.prove(target, hidden)))
    const mark = (cell: number, is: 0 | 1) => {
      hidden[cell] = is
      if (kind === 'network') checker.setHidden(hidden)
      else prover.allow(cell, { allowed: is === 1, hidden: true })
    }
    takeBack({ work, hidden, proofs, certify, mark })
    checker.setHidden(hidden)
    return hidden
  })
}

/** Size above which a programme a cell takes too long where a cube will do. */
const PROGRAMME_CELLS = 2_000

/** Proof by the checker that a target is safe in the pattern it holds, or null. */
function certificate(
  target: Target,
  { checker, singles }: { checker: ReachChecker; singles: Int32Array },
): Proof | null {
  const cells = new Set<number>()
  const tried: number[][] = []
  let missing = target.width
  for (const up of [true, false]) {
    if (missing <= 1e-6) break
    const reached = checker.reach({ cell: target.cell, up, amount: missing, known: null })
    if (reached <= 1e-6) continue
    missing -= reached
    const used = checker.used()
    for (const cell of used) cells.add(cell)
    tried.push(used)
  }
  if (missing > 1e-6) return null
  for (const insider of new Set(
    tried.flat().filter((cell) => isInsider(singles, { cell, target: target.cell })),
  )) {
    if (tried.some((used) => !used.includes(insider))) continue
    const beside = movesBeside(target, { insider, checker })
    if (!beside) return null
    for (const cell of beside) cells.add(cell)
  }
  return { cells }
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

/** Shows secondary cells again, the dearest first, where all that leaned on them find another proof. */
function takeBack({
  work,
  hidden,
  proofs,
  certify,
  mark,
}: {
  work: Work
  hidden: Uint8Array
  proofs: Map<Target, Proof>
  certify: (target: Target) => Proof | null
  mark: (cell: number, is: 0 | 1) => void
}): void {
  const { input, deadline } = work
  const primary = new Set(input.targets.map(({ cell }) => cell))
  const secondary: number[] = []
  hidden.forEach((is, cell) => {
    if (is === 1 && !primary.has(cell) && input.unpublished?.[cell] !== 1) secondary.push(cell)
  })
  secondary.sort((a, b) => input.cost[b]! - input.cost[a]! || a - b)
  const dependants = new Map<number, Set<Target>>()
  const depend = (target: Target, { cells }: Proof) => {
    for (const cell of cells) {
      const known = dependants.get(cell)
      if (known) known.add(target)
      else dependants.set(cell, new Set([target]))
    }
  }
  for (const [target, proof] of proofs) depend(target, proof)
  for (const cell of secondary) {
    if (performance.now() > deadline) return
    mark(cell, 0)
    const renewed: [Target, Proof][] = []
    let safe = true
    for (const target of dependants.get(cell) ?? []) {
      if (!proofs.get(target)!.cells.has(cell)) continue
      const proof = certify(target)
      if (!proof) {
        safe = false
        break
      }
      renewed.push([target, proof])
    }
    if (safe) {
      for (const [target, proof] of renewed) {
        proofs.set(target, proof)
        depend(target, proof)
      }
    } else {
      mark(cell, 1)
    }
  }
}
