/**
 * Inequalities that every safe pattern of least cost keeps, over marks y of the
 * cells that may be hidden besides those that are hidden anyway:
 *
 * - capacity: Σ min(c_i, amount) · y_i ≥ amount, from an attack that pins a cell
 *   (Fischetti & Salazar 2001; see ./reach-checker.ts);
 * - bridge: y_i ≤ Σ of the others on a cut around i. A secondary cell that cannot
 *   move hides nothing, and showing it costs less.
 */
import type { CutPool } from './cut-pool.ts'
import type { Allowance } from './effort.ts'
import { certificate, type Guard, insidersIn, movesBeside } from './guard.ts'
import { fallsOf, type SuppressInput, type Target } from './suppression-problem.ts'

/** Each equation of a primary cell must leave it room by itself. */
export function firstCuts(input: SuppressInput, pool: CutPool): void {
  const { system, targets } = input
  const falls = fallsOf(input)
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
        const room = rises ? Number.POSITIVE_INFINITY : falls[cells[other]!]!
        if (room > 0) rise.set(cells[other]!, room)
        both.set(cells[other]!, Number.POSITIVE_INFINITY)
      }
      // A cell falls by its own room at most; the rest of its width it must rise.
      const least = target.width - falls[target.cell]!
      if (least > 0) pool.need(rise, least)
      pool.need(both, target.width)
    }
}

/** Violation from which a cut is worth adding. */
const WORTH = 1e-3

/**
 * Cuts that these marks, fractions among them, do not keep. Returns how many. `first`: those of the first attacker only,
 * which is most of them in a fraction of the time.
 */
export function fractionalCuts(
  {
    input,
    guard,
    pool,
    allowance,
    first = false,
  }: { input: SuppressInput; guard: Guard; pool: CutPool; allowance: Allowance; first?: boolean },
  marks: Float64Array,
): number {
  const before = pool.rows.length
  const { settled } = pool
  const attackers = first ? guard.attackers.slice(0, 1) : guard.attackers
  attackers.forEach(({ checker, widthOf, falls }, attacker) => {
    const rises = new Map<number, Target[]>()
    const slides = new Map<number, Target[]>()
    const under = (groups: Map<number, Target[]>, amount: number, target: Target) => {
      const group = groups.get(amount)
      if (group) group.push(target)
      else groups.set(amount, [target])
    }
    for (const target of input.targets) {
      const width = widthOf(target)
      if (width > falls[target.cell]!) under(rises, width - falls[target.cell]!, target)
      under(slides, width, target)
    }
    for (const [amount, group] of rises) {
      checker.setMarks(marks, { amount })
      for (const { cell } of group) {
        const question = `rise ${attacker} ${cell}`
        if (settled.holds(question, marks)) continue
        if (allowance.isSpent()) return
        const reached = checker.reach({ cell, up: true, amount, known: null })
        if (reached >= amount * (1 - WORTH)) {
          settled.keep(question, { cells: checker.used(), marks })
          continue
        }
        pool.need(checker.cut(), amount)
        const other = checker.otherCut()
        if (other) pool.need(other, amount)
      }
    }
    for (const [amount, group] of slides) {
      checker.setMarks(marks, { amount })
      for (const { cell } of group) {
        const question = `slide ${attacker} ${cell}`
        if (settled.holds(question, marks)) continue
        if (allowance.isSpent()) return
        const up = checker.reach({ cell, up: true, amount, known: null })
        const risen = checker.used()
        if (up >= amount * (1 - WORTH)) {
          settled.keep(question, { cells: risen, marks })
          continue
        }
        const rise = checker.cut()
        const otherRise = checker.otherCut()
        const down = checker.reach({ cell, up: false, amount: amount - up, known: null })
        // Where its own value is what stops it from falling, the cut on its rise has been made above.
        if (up + down >= amount * (1 - WORTH)) {
          settled.keep(question, { cells: [...risen, ...checker.used()], marks })
          continue
        }
        if (down >= falls[cell]! - 1e-9) continue
        pool.need(sumOfCuts(rise, checker.cut()), amount)
        const otherFall = checker.otherCut()
        if (otherRise && otherFall) pool.need(sumOfCuts(otherRise, otherFall), amount)
      }
    }
  })
  if (allowance.isSpent()) return pool.rows.length - before
  loneCuts({ input, pool }, marks)
  if (first) return pool.rows.length - before
  insiderFractions({ input, guard, pool, allowance }, marks)
  bridgeCuts({ pool, guard, allowance }, marks)
  return pool.rows.length - before
}

/** Targets that could not move by 1 past an insider in what the marks hide. */
function insiderFractions(
  {
    input,
    guard,
    pool,
    allowance,
  }: { input: SuppressInput; guard: Guard; pool: CutPool; allowance: Allowance },
  marks: Float64Array,
): void {
  const { targets, singles } = input
  const { knowing: checker } = guard
  const { falls } = guard.attackers.at(-1)!
  if (!singles.some((person) => person > 0)) return
  checker.setMarks(marks, { amount: 1 })
  for (const target of targets) {
    const { cell } = target
    const question = `beside ${cell}`
    if (pool.settled.holds(question, marks)) continue
    if (allowance.isSpent()) return
    let up = checker.reach({ cell, up: true, amount: 1, known: null })
    const insiders = insidersIn([], { target, singles, cells: checker.used() })
    if (up >= 1 - WORTH && insiders.length === 0)
      pool.settled.keep(question, { cells: checker.used(), marks })
    for (const insider of insiders) {
      up = checker.reach({ cell, up: true, amount: 1, known: insider })
      if (up >= 1 - WORTH) continue
      const cuts = [checker.cut(), checker.otherCut()]
      if (falls[cell]! >= 1) {
        const down = checker.reach({ cell, up: false, amount: 1 - up, known: insider })
        if (up + down >= 1 - WORTH) continue
        const falling = [checker.cut(), checker.otherCut()]
        cuts.forEach((cut, k) => {
          if (cut && falling[k]) pool.need(sumOfCuts(cut, falling[k]), 1)
        })
      } else for (const cut of cuts) if (cut) pool.need(cut, 1)
    }
  }
}

/** Secondary cells alone in an equation: bridges that are seen without solving anything. */
function loneCuts({ input, pool }: { input: SuppressInput; pool: CutPool }, marks: Float64Array): void {
  for (const { cells } of input.system.allEquations) {
    let sum = 0
    for (const cell of cells) sum += marks[cell]!
    for (const cell of cells)
      if (marks[cell]! > 0.05 && sum - marks[cell]! < marks[cell]! - 0.01)
        pool.bridge(
          cell,
          cells.filter((other) => other !== cell),
        )
  }
}

/** Secondary cells that could not move in what the marks hide. */
function bridgeCuts(
  { pool, guard, allowance }: { pool: CutPool; guard: Guard; allowance: Allowance },
  marks: Float64Array,
): void {
  const { checker, falls } = guard.attackers[0]!
  checker.setMarks(marks, { amount: 1 })
  for (const cell of pool.columns) {
    const mark = marks[cell]!
    // A cell that cannot fall far is a bridge only in one direction; leave it.
    if (mark < 0.05 || falls[cell]! < 1) continue
    // Marked less, it asks for less.
    const question = `bridge ${cell} ${Math.ceil(mark * 20)}`
    if (pool.settled.holds(question, marks)) continue
    if (allowance.isSpent()) return
    let reached = 0
    const cuts: Map<number, number>[] = []
    for (const up of [true, false]) {
      reached = Math.max(reached, checker.reach({ cell, up, amount: mark, known: null }))
      if (reached >= mark - 0.01) {
        pool.settled.keep(question, { cells: checker.used(), marks })
        break
      }
      cuts.push(checker.cut())
    }
    if (reached >= mark - 0.01) continue
    // It must be able to move one way at least; a cell moves half-way each way at most.
    const others = new Set(cuts.flatMap((cut) => [...cut.keys()]))
    let sum = 0
    for (const other of others) sum += marks[other]!
    if (sum < mark - 0.01) pool.bridge(cell, others)
  }
}

function sumOfCuts(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): Map<number, number> {
  const sum = new Map(a)
  for (const [cell, room] of b) sum.set(cell, (sum.get(cell) ?? 0) + room)
  return sum
}

/**
 * Cuts against every demand that a pattern breaks. `safe`: it breaks none.
 * Neither safe nor a new cut: solver noise, or out of time.
 */
export function patternCuts(
  {
    input,
    guard,
    pool,
    allowance,
  }: { input: SuppressInput; guard: Guard; pool: CutPool; allowance: Allowance },
  hidden: Uint8Array,
): { safe: boolean; added: number } {
  const { targets, singles } = input
  const before = pool.rows.length
  guard.setHidden(hidden)
  let safe = true
  let strengthened = 0
  for (const target of targets) {
    if (allowance.isSpent()) return { safe: false, added: pool.rows.length - before }
    if (certificate(target, { guard, singles })) continue
    safe = false
    let narrow = false
    for (const { checker, widthOf, falls } of guard.attackers) {
      const { cell } = target
      const width = widthOf(target)
      const own = falls[cell]!
      const up = checker.reach({ cell, up: true, amount: width, known: null })
      if (up >= width - 1e-6) continue
      const rises = [checker.cut(), checker.otherCut()]
      const down = checker.reach({ cell, up: false, amount: width - up, known: null })
      if (up + down >= width - 1e-6) continue
      narrow = true
      const falling = [checker.cut(), checker.otherCut()]
      rises.forEach((rise, k) => {
        if (!rise) return
        // Every safe pattern lets it rise by what it cannot fall, and move by its width in all.
        if (width > own && up < width - own - 1e-6) pool.need(rise, width - own)
        if (down < own - 1e-6 && falling[k]) pool.need(sumOfCuts(rise, falling[k]), width)
      })
    }
    if (!narrow) insiderCuts(target, { input, guard, pool, hidden })
    if (strengthened++ < STRENGTHENED && pool.columns.length <= STRENGTHENED_COLUMNS[guard.kind])
      maximalCut(target, { input, guard, pool, allowance, hidden })
  }
  return { safe, added: pool.rows.length - before }
}

/** Targets of a pattern, and columns of a problem, up to which cuts are made as strong as they get. */
const STRENGTHENED = 6
const STRENGTHENED_COLUMNS = { network: 600, programme: 150 }
/** Columns hidden at a time on the way to such a cut. */
const RUN = 16

/**
 * Hides more and more, the cheapest first, as long as the target stays broken: one
 * of the cells left must be hidden. It forbids all smaller patterns at once.
 */
function maximalCut(
  target: Target,
  {
    input,
    guard,
    pool,
    allowance,
    hidden,
  }: { input: SuppressInput; guard: Guard; pool: CutPool; allowance: Allowance; hidden: Uint8Array },
): void {
  const trial = hidden.slice()
  const left: number[] = []
  const mark = (columns: readonly number[], is: 0 | 1) => {
    for (const column of columns) trial[pool.columns[column]!] = is
  }
  // As hiding more never breaks what stands, whole runs are hidden at a time, and halved where one of them is too much.
  const widen = (columns: readonly number[]) => {
    if (columns.length === 0 || allowance.isSpent()) return
    mark(columns, 1)
    guard.setHidden(trial)
    if (!certificate(target, { guard, singles: input.singles })) return
    mark(columns, 0)
    if (columns.length === 1) {
      left.push(columns[0]!)
      return
    }
    const half = columns.length >> 1
    widen(columns.slice(0, half))
    widen(columns.slice(half))
  }
  const open = pool.cheapest(input.cost).filter((column) => trial[pool.columns[column]!] === 0)
  for (let from = 0; from < open.length; from += RUN) widen(open.slice(from, from + RUN))
  guard.setHidden(hidden)
  // Broken off early, or nothing would help: no cut.
  if (left.length > 0 && !allowance.isSpent()) pool.oneOf(left)
}

function insiderCuts(
  target: Target,
  { input, guard, pool, hidden }: { input: SuppressInput; guard: Guard; pool: CutPool; hidden: Uint8Array },
): void {
  const checker = guard.knowing
  const cells = Uint32Array.from({ length: hidden.length }, (_, cell) => cell).filter(
    (cell) => hidden[cell] === 1,
  )
  for (const insider of insidersIn([], { target, singles: input.singles, cells })) {
    if (movesBeside(target, { insider, checker })) continue
    const cuts = [new Map<number, number>(), new Map<number, number>()]
    for (const up of [true, false]) {
      // A cell that cannot fall by itself gives no cut downwards, and needs none.
      if (!up && guard.attackers.at(-1)!.falls[target.cell]! < 1) continue
      checker.reach({ cell: target.cell, up, amount: 1, known: insider })
      const near = checker.cut()
      const far = checker.otherCut() ?? near
      for (const cell of near.keys()) cuts[0]!.set(cell, Number.POSITIVE_INFINITY)
      for (const cell of far.keys()) cuts[1]!.set(cell, Number.POSITIVE_INFINITY)
    }
    for (const cut of cuts) {
      // What is hidden already gave no room; something else on the way must be.
      for (const cell of [...cut.keys()]) if (hidden[cell] === 1) cut.delete(cell)
      pool.need(cut, 1)
    }
  }
}
