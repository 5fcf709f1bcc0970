/**
 * How far a hidden cell can move within tables that agree with what is shown, and
 * if not far enough, a cut: the cells of which some must be hidden as well.
 *
 * A cut is the inequality Σ min(c_i, amount) · y_i ≥ amount over hidden marks y,
 * valid for every safe pattern (Fischetti & Salazar 2001, capacity constraints):
 * from the duals of the attacker's programme the move of the cell equals
 * Σ r_i d_i, and a cell moves at most ∞ up and its own room down.
 *
 * Marks may be fractions, as a linear programme proposes them: a cell marked ½ has
 * half its room. Only marked cells enter the attacker's programme; what the others
 * could add is read off the duals.
 */
import { type AdditiveSystem, incidence } from './additive-system.ts'
import { asNetwork, ENDLESS, HiddenFlow, type Network } from './network.ts'
import { loadSolver, type OpenProgramme, type ProgrammeInput, type SparseRow } from './solver.ts'

export interface Requirement {
  cell: number
  up: boolean
  /** Distance the attacker must think possible. */
  amount: number
  /** A cell whose value the attacker knows: its only contributor looks at its neighbours. */
  known: number | null
}

export interface ReachChecker {
  /** Which cells are hidden: marks from 0 to 1. With fractions, `amount` is what a cell marked 1 can rise. */
  setMarks(marks: ArrayLike<number>, fractions?: { amount: number }): void
  /** Distance reached, up to `amount` and, going down, the cell's own room. */
  reach(requirement: Requirement): number
  /** After `reach`: other cells whose movement it used. */
  used(): number[]
  /** After `reach`: whether everything moved by whole numbers. */
  inWholes(): boolean
  /** After `reach` fell short: what each cell, were it hidden, could add; Infinity for no limit. */
  cut(): Map<number, number>
  /** Another such cut, where the method knows one at no cost. */
  otherCut(): Map<number, number> | null
}

export interface CheckedTable {
  system: AdditiveSystem
  /** How far each cell can fall. */
  falls: ArrayLike<number>
}

/** Lends a checker: flows where the system is a network, else linear programmes. */
export async function withReachChecker<T>(
  table: CheckedTable,
  use: (checker: ReachChecker, kind: 'network' | 'programme') => T | Promise<T>,
): Promise<T> {
  const network = asNetwork(table.system)
  if (network) return use(networkChecker(table, network), 'network')
  const checker = programmeChecker(table, await loadSolver())
  try {
    return await use(checker, 'programme')
  } finally {
    checker.dispose()
  }
}

function limitOf({ falls }: CheckedTable, { cell, up, amount }: Requirement): number {
  return up ? amount : Math.min(amount, falls[cell]!)
}

function networkChecker(table: CheckedTable, network: Network): ReachChecker {
  const { falls } = table
  const size = falls.length
  let up = new Float64Array(size)
  let down = new Float64Array(size)
  let flow = new HiddenFlow(network, { up, down })
  /** Cells that the flow was made with. */
  let made = new Uint8Array(size)
  let last: Requirement | null = null
  const hide = (marks: ArrayLike<number>): boolean => {
    for (let cell = 0; cell < size; cell++) if (marks[cell]! > MARK_NOISE && made[cell] === 0) return false
    for (let cell = 0; cell < size; cell++) {
      if (made[cell] === 0) continue
      const isHidden = marks[cell]! > MARK_NOISE
      const [rise, fall] = isHidden ? [ENDLESS, marks[cell]! * Math.min(ENDLESS, falls[cell]!)] : [0, 0]
      if (up[cell] === rise && down[cell] === fall) continue
      up[cell] = rise
      down[cell] = fall
      flow.renew(cell)
    }
    return true
  }
  return {
    setMarks(marks, fractions) {
      // Patterns are thinned out cell by cell: no new flow for each.
      if (!fractions && hide(marks)) return
      up = new Float64Array(size)
      down = new Float64Array(size)
      made = new Uint8Array(size)
      for (let cell = 0; cell < size; cell++) {
        const mark = marks[cell]!
        if (mark <= MARK_NOISE) continue
        made[cell] = 1
        up[cell] = fractions ? mark * fractions.amount : ENDLESS
        down[cell] =
          mark * (fractions ? Math.min(fractions.amount, falls[cell]!) : Math.min(ENDLESS, falls[cell]!))
      }
      flow = new HiddenFlow(network, { up, down })
    },
    reach(requirement) {
      last = requirement
      const { cell, up, known } = requirement
      return flow.reach(cell, {
        up,
        limit: limitOf(table, requirement),
        barred: known === null ? [] : [known],
      })
    },
    used: () => flow.moved(),
    // Room in whole numbers, so flows in whole numbers.
    inWholes: () => true,
    cut: () => across(flow.nearSide()),
    otherCut: () => across(flow.farSide()),
  }
  function across(near: Uint8Array): Map<number, number> {
    const found = new Map<number, number>()
    for (let cell = 0; cell < size; cell++) {
      if (cell === last?.cell || cell === last?.known) continue
      const tailNear = near[network.tail[cell]!] === 1
      const headNear = near[network.head[cell]!] === 1
      if (tailNear && !headNear) found.set(cell, Number.POSITIVE_INFINITY)
      else if (headNear && !tailNear && falls[cell]! > 0) found.set(cell, falls[cell]!)
    }
    return found
  }
}

/** Marks at or below this are taken for 0. */
const MARK_NOISE = 1e-9

function programmeChecker(
  table: CheckedTable,
  open: (input: ProgrammeInput) => OpenProgramme,
): ReachChecker & { dispose(): void } {
  const { system, falls } = table
  const size = falls.length
  const of = incidence(size, system.equations)
  let programme: OpenProgramme | null = null
  /** Column of each cell in the programme, -1 for cells that stay; and its bounds. */
  let columnOf = new Int32Array(size)
  let bounds: { lower: Float64Array; upper: Float64Array } = {
    lower: new Float64Array(),
    upper: new Float64Array(),
  }
  let equationOfRow: number[] = []
  let last: Requirement | null = null
  let answer: { values: Float64Array; rowDuals: Float64Array } | null = null
  const free = (column: number) =>
    programme!.setBounds(column, { lower: bounds.lower[column]!, upper: bounds.upper[column]! })
  return {
    setMarks(marks, fractions) {
      programme?.dispose()
      columnOf = new Int32Array(size).fill(-1)
      const cells: number[] = []
      for (let cell = 0; cell < size; cell++)
        if (marks[cell]! > MARK_NOISE) {
          columnOf[cell] = cells.length
          cells.push(cell)
        }
      const lower = new Float64Array(cells.length)
      const upper = new Float64Array(cells.length).fill(Number.POSITIVE_INFINITY)
      cells.forEach((cell, column) => {
        const mark = marks[cell]!
        lower[column] = -mark * (fractions ? Math.min(fractions.amount, falls[cell]!) : falls[cell]!)
        if (fractions) upper[column] = mark * fractions.amount
      })
      bounds = { lower, upper }
      equationOfRow = []
      const rows: SparseRow[] = []
      system.equations.forEach((equation, k) => {
        const indices: number[] = []
        const values: number[] = []
        equation.cells.forEach((cell, place) => {
          if (columnOf[cell]! < 0) return
          indices.push(columnOf[cell]!)
          values.push(equation.signs[place]!)
        })
        if (indices.length === 0) return
        equationOfRow.push(k)
        rows.push({ indices, values, lower: 0, upper: 0 })
      })
      programme = open({ cost: new Float64Array(cells.length), lower, upper, rows, presolve: false })
    },
    reach(requirement) {
      last = requirement
      answer = null
      const column = columnOf[requirement.cell]!
      const limit = limitOf(table, requirement)
      // A cell that is not marked itself has no column: it stays as it is.
      if (column < 0 || !programme) return 0
      const { up, known } = requirement
      const other = known === null ? -1 : columnOf[known]!
      if (other >= 0) programme.setBounds(other, { lower: 0, upper: 0 })
      programme.setBounds(column, up ? { lower: 0, upper: limit } : { lower: -limit, upper: 0 })
      programme.setCost(column, up ? -1 : 1)
      const standing = programme.run()
      // Read before the programme changes again: an answer is gone with the next change.
      answer = standing === 'optimal' ? programme.duals() : null
      programme.setCost(column, 0)
      free(column)
      if (other >= 0) free(other)
      // A programme that failed proves nothing: the cell counts as pinned.
      if (!answer) return 0
      const moved = answer.values[column]!
      return Math.min(limit, Math.max(0, up ? moved : -moved))
    },
    used() {
      const used: number[] = []
      if (!answer) return used
      for (let cell = 0; cell < size; cell++) {
        const column = columnOf[cell]!
        if (column >= 0 && Math.abs(answer.values[column]!) > 1e-7 && cell !== last?.cell) used.push(cell)
      }
      return used
    },
    inWholes: () => answer?.values.every((value) => Math.abs(value - Math.round(value)) < 1e-6) ?? false,
    cut() {
      const found = new Map<number, number>()
      if (!last || !answer) return found
      const duals = new Float64Array(system.equations.length)
      answer.rowDuals.forEach((dual, row) => {
        duals[equationOfRow[row]!] = dual
      })
      // −π·a of a cell: its reduced cost, but for the cost of the moving cell itself.
      const priced = (cell: number) => {
        let sum = 0
        for (const { equation, sign } of of[cell]!) sum -= sign * duals[equation]!
        return sum
      }
      // Up, the programme minimises −d, down it minimises d: its equation reads ±d_t = Σ (−r_i / norm) d_i.
      const own = priced(last.cell)
      const norm = last.up ? own : -own
      if (Math.abs(norm) < 1e-9) return found
      for (let cell = 0; cell < size; cell++) {
        if (cell === last.cell || cell === last.known) continue
        const ratio = -priced(cell) / norm
        if (ratio > 1e-7) found.set(cell, Number.POSITIVE_INFINITY)
        else if (ratio < -1e-7 && falls[cell]! > 0) found.set(cell, -ratio * falls[cell]!)
      }
      return found
    },
    otherCut: () => null,
    dispose: () => programme?.dispose(),
  }
}
