/**
 * How far a hidden cell can move within tables that agree with what is shown, and
 * if not far enough, a cut: the cells of which some must be hidden as well.
 *
 * A cut is the inequality Σ min(c_i, amount) · y_i ≥ amount over hidden marks y,
 * valid for every safe pattern (Fischetti & Salazar 2001, capacity constraints):
 * from the duals of the attacker's programme the move of the cell equals
 * Σ r_i d_i, and a cell moves at most ∞ up and its own value down.
 */
import type { AdditiveSystem } from './additive-system.ts'
import { asNetwork, HiddenFlow, type Network } from './network.ts'
import { type Programme, withProgramme } from './solver.ts'

export interface Requirement {
  cell: number
  up: boolean
  /** Distance the attacker must think possible. */
  amount: number
  /** A cell whose value the attacker knows: its only contributor looks at its neighbours. */
  known: number | null
}

export interface ReachChecker {
  setHidden(hidden: Uint8Array): void
  /** Distance reached, up to `amount`. */
  reach(requirement: Requirement): number
  /** After `reach`: other cells whose movement it used. */
  used(): number[]
  /** After `reach` fell short: what each cell, were it hidden, could add; Infinity for no limit. */
  cut(): Map<number, number>
}

export interface CheckedTable {
  system: AdditiveSystem
  values: ArrayLike<number>
}

/** Lends a checker: flows where the system is a network, else linear programmes. */
export function withReachChecker<T>(
  table: CheckedTable,
  use: (checker: ReachChecker, kind: 'network' | 'programme') => T | Promise<T>,
): Promise<T> {
  const network = asNetwork(table.system)
  if (network) return Promise.resolve(use(networkChecker(table, network), 'network'))
  const size = table.system.size
  return withProgramme(
    {
      cost: new Float64Array(size),
      lower: new Float64Array(size),
      upper: new Float64Array(size),
      rows: table.system.equations.map(({ cells, signs }) => ({
        indices: cells,
        values: signs,
        lower: 0,
        upper: 0,
      })),
    },
    (programme) => use(programmeChecker(table, programme), 'programme'),
  )
}

function networkChecker({ values }: CheckedTable, network: Network): ReachChecker {
  let flow = new HiddenFlow(network, values, () => false)
  let last: Requirement | null = null
  return {
    setHidden(hidden) {
      flow = new HiddenFlow(network, values, (cell) => hidden[cell] === 1)
    },
    reach(requirement) {
      last = requirement
      const { cell, up, amount, known } = requirement
      return flow.reach(cell, { up, limit: amount, barred: known === null ? [] : [known] })
    },
    used: () => flow.moved(),
    cut() {
      const near = flow.nearSide()
      const found = new Map<number, number>()
      for (let cell = 0; cell < values.length; cell++) {
        if (cell === last?.cell || cell === last?.known) continue
        const tailNear = near[network.tail[cell]!] === 1
        const headNear = near[network.head[cell]!] === 1
        if (tailNear && !headNear) found.set(cell, Number.POSITIVE_INFINITY)
        else if (headNear && !tailNear && values[cell]! > 0) found.set(cell, values[cell]!)
      }
      return found
    },
  }
}

function programmeChecker({ values }: CheckedTable, programme: Programme): ReachChecker {
  let hiddenNow = new Uint8Array(values.length)
  let last: Requirement | null = null
  let deviations: Float64Array | null = null
  let reduced: Float64Array | null = null
  const free = (cell: number) =>
    programme.setBounds(
      cell,
      hiddenNow[cell] === 1
        ? { lower: -values[cell]!, upper: Number.POSITIVE_INFINITY }
        : { lower: 0, upper: 0 },
    )
  return {
    setHidden(hidden) {
      const before = hiddenNow
      hiddenNow = hidden.slice()
      for (let cell = 0; cell < hidden.length; cell++) if (before[cell] !== hidden[cell]) free(cell)
    },
    reach(requirement) {
      last = requirement
      const { cell, up, amount, known } = requirement
      if (known !== null) programme.setBounds(known, { lower: 0, upper: 0 })
      const limit = up ? amount : Math.min(amount, values[cell]!)
      programme.setBounds(cell, up ? { lower: 0, upper: limit } : { lower: -limit, upper: 0 })
      programme.setCost(cell, up ? -1 : 1)
      const standing = programme.run()
      // Read before the programme changes again: an answer is gone with the next change.
      const solution = standing === 'optimal' ? programme.solution() : null
      deviations = solution?.values ?? null
      reduced = solution?.reducedCosts ?? null
      programme.setCost(cell, 0)
      free(cell)
      if (known !== null) free(known)
      // A programme that failed proves nothing: the cell counts as pinned.
      if (!deviations) return 0
      return Math.min(limit, Math.max(0, up ? deviations[cell]! : -deviations[cell]!))
    },
    used() {
      const used: number[] = []
      deviations?.forEach((deviation, cell) => {
        if (Math.abs(deviation) > 1e-7 && cell !== last?.cell) used.push(cell)
      })
      return used
    },
    cut() {
      const found = new Map<number, number>()
      if (!last || !reduced) return found
      const norm = last.up ? 1 + reduced[last.cell]! : 1 - reduced[last.cell]!
      for (let cell = 0; cell < reduced.length; cell++) {
        if (cell === last.cell || cell === last.known) continue
        const ratio = -reduced[cell]! / Math.max(norm, 1e-9)
        if (ratio > 1e-7) found.set(cell, Number.POSITIVE_INFINITY)
        else if (ratio < -1e-7 && values[cell]! > 0) found.set(cell, -ratio * values[cell]!)
      }
      return found
    },
  }
}
