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
import { type Programme, withProgramme } from './solver.ts'
import { type SuppressInput, type Target, UnprotectableError } from './suppression-problem.ts'

/** What keeps one primary cell safe: if all these cells stay hidden, it stays safe. */
interface Certificate {
  cells: Set<number>
}

interface Work {
  input: SuppressInput
  eligible: Uint8Array
  checker: ReachChecker
  kind: 'network' | 'programme'
  deadline: number
}

/** Marks of hidden cells (primary and secondary). Throws UnprotectableError. */
export async function heuristicPattern(work: Work): Promise<Uint8Array> {
  const { input, eligible, checker, kind } = work
  const { values, cost, targets, singles, grid } = input
  const hidden = input.unpublished?.slice() ?? new Uint8Array(values.length)
  for (const { cell } of targets) hidden[cell] = 1
  checker.setHidden(hidden)
  const finder = grid ? cubeFinder(grid) : null
  const isSingle = (cell: number) => singles[cell] === 1
  const proofs = new Map<Target, Certificate>()
  const none = new Uint8Array(values.length)

  const cubeProof = (target: Target, allowed: Uint8Array): Certificate | null => {
    const cells = finder?.cheapest(target, {
      values,
      cost,
      hidden,
      eligible: allowed,
      avoid: isSingle,
    })
    return cells ? { cells: new Set(cells) } : null
  }
  const hide = (cells: Iterable<number>): boolean => {
    let more = false
    for (const cell of cells)
      if (hidden[cell] === 0) {
        hidden[cell] = 1
        more = true
      }
    if (more) checker.setHidden(hidden)
    return more
  }
  const certify = (target: Target): Certificate | null =>
    kind === 'network' || !finder || values.length <= PROGRAMME_LIMIT
      ? certificate(target, { checker, singles })
      : cubeProof(target, none)

  const order = [...targets].sort(
    (a, b) => b.width - a.width || values[a.cell]! - values[b.cell]! || a.cell - b.cell,
  )
  const left: Target[] = []
  for (const target of order) {
    const proof = (kind === 'network' ? certify(target) : null) ?? cubeProof(target, eligible)
    if (proof) {
      hide(proof.cells)
      proofs.set(target, proof)
    } else left.push(target)
  }
  if (left.length > 0)
    await withShift(work, (shift) => {
      for (const target of left) {
        let insider: number | null = null
        const pinned = (by: number | null) => {
          insider = by
        }
        let proof = certificate(target, { checker, singles, pinned })
        while (!proof) {
          const cells = shift(target, { hidden, insider })
          // Nothing new to hide yet not proven: solver noise. Hiding all there is settles it.
          if (!hide(cells) && !hide(permitted(eligible))) throw new UnprotectableError([target.cell])
          proof = certificate(target, { checker, singles, pinned })
        }
        proofs.set(target, proof)
      }
    })
  takeBack({ work, hidden, proofs, certify })
  return hidden
}

/** Above this many cells a linear programme a check is too slow for taking cells back. */
const PROGRAMME_LIMIT = 2_500

function permitted(eligible: Uint8Array): number[] {
  const cells: number[] = []
  eligible.forEach((mark, cell) => {
    if (mark === 1) cells.push(cell)
  })
  return cells
}

/** Proof by the checker that a target is safe in the pattern it holds; else null, `pinned` being told by whose knowledge. */
export function certificate(
  target: Target,
  {
    checker,
    singles,
    pinned,
  }: { checker: ReachChecker; singles: Uint8Array; pinned?: (insider: number | null) => void },
): Certificate | null {
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
  if (missing > 1e-6) {
    pinned?.(null)
    return null
  }
  for (const insider of new Set(tried.flat().filter((cell) => singles[cell] === 1))) {
    if (tried.some((used) => !used.includes(insider))) continue
    const beside = movesBeside(target, { insider, checker })
    if (!beside) {
      pinned?.(insider)
      return null
    }
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

function takeBack({
  work,
  hidden,
  proofs,
  certify,
}: {
  work: Work
  hidden: Uint8Array
  proofs: Map<Target, Certificate>
  certify: (target: Target) => Certificate | null
}): void {
  const { input, checker, deadline } = work
  const primary = new Set(input.targets.map(({ cell }) => cell))
  const secondary: number[] = []
  hidden.forEach((mark, cell) => {
    if (mark === 1 && !primary.has(cell) && input.unpublished?.[cell] !== 1) secondary.push(cell)
  })
  secondary.sort((a, b) => input.cost[b]! - input.cost[a]! || a - b)
  const dependants = new Map<number, Set<Target>>()
  const depend = (target: Target, { cells }: Certificate) => {
    for (const cell of cells) {
      const known = dependants.get(cell)
      if (known) known.add(target)
      else dependants.set(cell, new Set([target]))
    }
  }
  for (const [target, proof] of proofs) depend(target, proof)
  for (const cell of secondary) {
    if (performance.now() > deadline) return
    hidden[cell] = 0
    checker.setHidden(hidden)
    const renewed: [Target, Certificate][] = []
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
      hidden[cell] = 1
      checker.setHidden(hidden)
    }
  }
}

/**
 * Lends a function that finds cells whose hiding lets a target move as far as it
 * must: a minimum-cost shift { M d = 0, d_target fixed }, hidden cells free of cost.
 */
async function withShift(
  { input, eligible }: Work,
  use: (
    shift: (target: Target, given: { hidden: Uint8Array; insider: number | null }) => Set<number>,
  ) => void,
): Promise<void> {
  const { system, values, cost } = input
  const size = values.length
  const rows = system.equations.map(({ cells, signs }) => ({
    indices: [...cells, ...cells.map((cell) => cell + size)],
    values: [...signs, ...signs.map((sign) => -sign)],
    lower: 0,
    upper: 0,
  }))
  const zeros = new Float64Array(size * 2)
  await withProgramme({ cost: zeros, lower: zeros, upper: zeros, rows }, (programme) =>
    use((target, { hidden, insider }) => {
      const may = (cell: number) => hidden[cell] === 1 || eligible[cell] === 1
      for (let cell = 0; cell < size; cell++) {
        const price = hidden[cell] === 1 ? 0 : cost[cell]!
        programme.setCost(cell, price)
        programme.setCost(cell + size, price)
        programme.setBounds(cell, { lower: 0, upper: may(cell) ? Number.POSITIVE_INFINITY : 0 })
        programme.setBounds(cell + size, { lower: 0, upper: may(cell) ? values[cell]! : 0 })
      }
      const take = (up: number, down: number) => shifted(programme, { target, up, down, size })
      const both = (up: number, down: number) => {
        const raised = up > 0 ? take(up, 0) : []
        const lowered = raised && down > 0 ? take(0, down) : []
        return raised && lowered ? [...raised, ...lowered] : null
      }
      const own = values[target.cell]!
      let found: number[] | null
      if (insider === null) {
        const down = Math.min(own, target.width)
        const ways = [both(target.width, 0), both(target.width - down, down)].filter((way) => way !== null)
        const price = (way: number[]) =>
          [...new Set(way)].reduce((sum, cell) => sum + (hidden[cell] === 1 ? 0 : cost[cell]!), 0)
        found = ways.sort((a, b) => price(a) - price(b))[0] ?? null
        // Neither end of the range will do: as far up as it goes, and the rest down.
        if (!found) {
          const most = furthest(programme, { target, size })
          found = both(most, target.width - most)
        }
      } else {
        for (const place of [insider, insider + size]) programme.setBounds(place, { lower: 0, upper: 0 })
        found = take(1, 0) ?? (own >= 1 ? take(0, 1) : null)
      }
      if (!found) throw new UnprotectableError([target.cell])
      const cells = new Set(found)
      cells.delete(target.cell)
      return cells
    }),
  )
}

function shifted(
  programme: Programme,
  { target, up, down, size }: { target: Target; up: number; down: number; size: number },
): number[] | null {
  programme.setBounds(target.cell, { lower: up, upper: up })
  programme.setBounds(target.cell + size, { lower: down, upper: down })
  if (programme.run() !== 'optimal') return null
  const used: number[] = []
  const shift = programme.values()
  for (let cell = 0; cell < size; cell++)
    if (shift[cell]! > 1e-7 || shift[cell + size]! > 1e-7) used.push(cell)
  return used
}

/** How far up a target can go with every permitted cell hidden, up to its width. */
function furthest(programme: Programme, { target, size }: { target: Target; size: number }): number {
  const { cell, width } = target
  programme.setBounds(cell, { lower: 0, upper: width })
  programme.setBounds(cell + size, { lower: 0, upper: 0 })
  programme.setCost(cell, -1e6)
  const standing = programme.run()
  const most = standing === 'optimal' ? programme.values()[cell]! : 0
  programme.setCost(cell, 0)
  return Math.floor(most + 1e-6)
}
