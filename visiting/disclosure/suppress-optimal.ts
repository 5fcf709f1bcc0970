/**
 * The least costly safe pattern, by the branch-and-cut idea of Fischetti & Salazar
 * (2001): a 0–1 programme over hidden marks, to which each pattern that an
 * attacker breaks adds the cut that forbids it, until one stands.
 *
 * It stops at the time limit with a proven bound and no pattern. Larger tables
 * use the bound alone, to say how far the heuristic may be from the best.
 */
import type { ReachChecker } from './reach-checker.ts'
import { type SparseRow, withProgramme } from './solver.ts'
import { movesBeside } from './suppress-heuristic.ts'
import { isInsider, type SuppressInput, type Target } from './suppression-problem.ts'
import { pinnedByWholeness } from './whole-attack.ts'

export interface OptimalAnswer {
  /** Marks of the optimal pattern; null when time ran out. */
  hidden: Uint8Array | null
  /** Proven lower bound on the cost of the secondary cells. */
  bound: number
}

/** Size above which attacking a pattern by programmes takes too long to repeat; the first bound stands then. */
const ATTACKED_CELLS = 1_500

export async function optimalPattern({
  input,
  eligible,
  checker,
  kind,
  deadline,
}: {
  input: SuppressInput
  eligible: Uint8Array
  checker: ReachChecker
  kind: 'network' | 'programme'
  deadline: number
}): Promise<OptimalAnswer> {
  const { values, cost, targets } = input
  // Hidden in every pattern: primary cells, and margins that are not published.
  const isFixed = input.unpublished?.slice() ?? new Uint8Array(values.length)
  for (const { cell } of targets) isFixed[cell] = 1
  const columns: number[] = []
  const columnOf = new Int32Array(values.length).fill(-1)
  eligible.forEach((mark, cell) => {
    if (mark === 0 || isFixed[cell] === 1) return
    columnOf[cell] = columns.length
    columns.push(cell)
  })
  const seen = new Set<string>()
  const rowOf = (cut: Map<number, number>, amount: number): SparseRow | null => {
    const row = cutRow(cut, { amount, columnOf, isFixed })
    if (!row) return null
    const name = row.indices.join() + row.values.map((value) => value.toFixed(6)).join()
    if (seen.has(name)) return null
    seen.add(name)
    return row
  }
  const rows = [...firstCuts(input, rowOf), ...noLoners(input, { columns, columnOf, isFixed })]
  const ones = new Float64Array(columns.length).fill(1)
  let bound = 0
  // Prices in the millions would drown the solver's tolerances.
  const scale = Math.min(1, 1e6 / Math.max(1, ...columns.map((cell) => cost[cell]!)))

  return withProgramme(
    {
      cost: columns.map((cell) => cost[cell]! * scale),
      lower: new Float64Array(columns.length),
      upper: ones,
      rows,
      integer: columns.map((_, column) => column),
    },
    async (programme) => {
      for (;;) {
        const timeLimitMs = deadline - performance.now()
        if (timeLimitMs <= 0) return { hidden: null, bound }
        const standing = programme.run({ timeLimitMs })
        if (standing === 'infeasible') return { hidden: null, bound }
        const proven = programme.bound() / scale
        if (Number.isFinite(proven)) bound = Math.max(bound, proven)
        if (standing !== 'optimal') return { hidden: null, bound }
        bound = Math.max(bound, programme.objective() / scale)
        if (kind === 'programme' && values.length > ATTACKED_CELLS) return { hidden: null, bound }
        const marks = programme.values()
        const hidden = isFixed.slice()
        columns.forEach((cell, column) => {
          if (marks[column]! > 0.5) hidden[cell] = 1
        })
        checker.setHidden(hidden)
        const cuts = brokenCuts({ input, checker, hidden, rowOf, deadline })
        if (cuts === null) return { hidden: null, bound }
        if (cuts.length === 0) {
          if (kind === 'network' || !input.whole) return { hidden, bound }
          const pinned = await pinnedByWholeness(input, { hidden, deadline })
          if (pinned === null) return { hidden: null, bound }
          if (pinned.length === 0) return { hidden, bound }
          // Safe against fractions but not against whole numbers: something more must be hidden.
          const others = columns.map((_, column) => column).filter((column) => marks[column]! < 0.5)
          if (others.length === 0) return { hidden: null, bound }
          cuts.push({
            indices: others,
            values: others.map(() => 1),
            lower: 1,
            upper: Number.POSITIVE_INFINITY,
          })
        }
        for (const cut of cuts) programme.addRow(cut)
      }
    },
  )
}

type RowOf = (cut: Map<number, number>, amount: number) => SparseRow | null

/** A cut as Σ a·y ≥ 1 over cells that may be hidden, primary cells counted in; null if it says nothing. */
function cutRow(
  cut: Map<number, number>,
  { amount, columnOf, isFixed }: { amount: number; columnOf: Int32Array; isFixed: Uint8Array },
): SparseRow | null {
  let needed = amount
  for (const [cell, room] of cut) if (isFixed[cell] === 1) needed -= Math.min(room, amount)
  if (needed <= 1e-7) return null
  const indices: number[] = []
  const weights: number[] = []
  for (const [cell, room] of [...cut].sort((a, b) => a[0] - b[0])) {
    const column = columnOf[cell]!
    if (column < 0) continue
    indices.push(column)
    weights.push(Math.min(room, needed) / needed)
  }
  return { indices, values: weights, lower: 1, upper: Number.POSITIVE_INFINITY }
}

/** Each equation of a primary cell must leave it room by itself. */
function* firstCuts({ system, values, targets }: SuppressInput, rowOf: RowOf): Generator<SparseRow> {
  const of = new Map<number, Target>(targets.map((target) => [target.cell, target]))
  for (const { cells, signs } of system.allEquations)
    for (let k = 0; k < cells.length; k++) {
      const target = of.get(cells[k]!)
      if (!target) continue
      const rise = new Map<number, number>()
      const both = new Map<number, number>()
      for (let other = 0; other < cells.length; other++) {
        if (other === k) continue
        const rises = signs[other] !== signs[k]
        const room = rises ? Number.POSITIVE_INFINITY : values[cells[other]!]!
        if (room > 0) rise.set(cells[other]!, room)
        both.set(cells[other]!, Number.POSITIVE_INFINITY)
      }
      // A cell falls by its own value at most; the rest of its width it must rise.
      const least = target.width - values[target.cell]!
      for (const row of [least > 0 ? rowOf(rise, least) : null, rowOf(both, target.width)]) if (row) yield row
    }
}

/** A secondary cell hidden alone in an equation hides nothing: y_i ≤ Σ of the others. Kept to small tables. */
function* noLoners(
  { system }: SuppressInput,
  { columns, columnOf, isFixed }: { columns: number[]; columnOf: Int32Array; isFixed: Uint8Array },
): Generator<SparseRow> {
  if (columns.length > 500) return
  for (const { cells } of system.allEquations) {
    if (cells.some((cell) => isFixed[cell] === 1)) continue
    const inside = cells.map((cell) => columnOf[cell]!).filter((column) => column >= 0)
    for (const column of inside) {
      yield {
        indices: inside,
        values: inside.map((other) => (other === column ? -1 : 1)),
        lower: 0,
        upper: Number.POSITIVE_INFINITY,
      }
    }
  }
}

/** Cuts against every requirement the pattern breaks; null when time ran out or a break gave no cut. */
function brokenCuts({
  input: { values, targets, singles },
  checker,
  hidden,
  rowOf,
  deadline,
}: {
  input: SuppressInput
  checker: ReachChecker
  hidden: Uint8Array
  rowOf: RowOf
  deadline: number
}): SparseRow[] | null {
  const rows: SparseRow[] = []
  let broken = false
  const paths = new Map<Target, Set<number>>()
  for (const target of targets) {
    if (performance.now() > deadline) return null
    const { cell, width } = target
    const own = values[cell]!
    const up = checker.reach({ cell, up: true, amount: width, known: null })
    const raising = new Set(checker.used())
    if (up >= width - 1e-6) {
      paths.set(target, raising)
      continue
    }
    const rise = checker.cut()
    const down = checker.reach({ cell, up: false, amount: width - up, known: null })
    const lowering = new Set(checker.used())
    if (up + down >= width - 1e-6) {
      const ways = [up > 1e-6 ? raising : null, lowering].filter((way) => way !== null)
      paths.set(target, new Set([...ways[0]!].filter((used) => ways.every((way) => way.has(used)))))
      continue
    }
    broken = true
    // Every safe pattern lets it rise by what it cannot fall, and move by its width in all.
    const alone = width - own
    if (alone > 0 && up < alone - 1e-6) {
      const row = rowOf(rise, alone)
      if (row) rows.push(row)
    }
    const both = new Map(rise)
    if (down < own - 1e-6) {
      for (const [other, room] of checker.cut()) both.set(other, (both.get(other) ?? 0) + Math.min(room, own))
      const row = rowOf(both, width)
      if (row) rows.push(row)
    }
  }
  if (rows.length > 0) return rows
  // A break without a new cut is solver noise: leave it to the heuristic.
  if (broken) return null
  for (const [target, common] of paths)
    for (const insider of common) {
      if (!isInsider(singles, { cell: insider, target: target.cell }) || hidden[insider] !== 1) continue
      if (movesBeside(target, { insider, checker })) continue
      const cut = new Map<number, number>()
      for (const up of [true, false]) {
        if (!up && values[target.cell]! < 1) continue
        checker.reach({ cell: target.cell, up, amount: 1, known: insider })
        for (const cell of checker.cut().keys()) cut.set(cell, Number.POSITIVE_INFINITY)
      }
      // What is hidden already gave no room; something else on the way must be.
      for (const cell of [...cut.keys()]) if (hidden[cell] === 1) cut.delete(cell)
      const row = rowOf(cut, 1)
      if (row) rows.push(row)
    }
  return rows
}
