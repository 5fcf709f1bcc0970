/**
 * Bounds that follow from one equation at a time, repeated until nothing moves:
 * the arithmetic an attacker does by hand. The bounds hold, but may be wider than
 * what several equations imply together.
 */
import { type AdditiveSystem, incidence, tolerance } from './additive-system.ts'

export interface PropagatedBounds {
  low: Float64Array
  high: Float64Array
  /** Index into `allEquations` of an equation no non-negative table can keep; null where none was met. */
  broken: number | null
}

/** Rounds of propagation after which slow convergence is cut off; bounds stay valid. */
const MAX_VISITS = 60

/** Bounds of every cell, shown cells being their own bounds. */
export function propagate(
  { size, allEquations }: AdditiveSystem,
  shown: ArrayLike<number | null>,
  within?: { low: Float64Array; high: Float64Array },
): PropagatedBounds {
  const low = new Float64Array(size)
  const high = new Float64Array(size)
  for (let cell = 0; cell < size; cell++) {
    const value = shown[cell] ?? null
    low[cell] = value ?? within?.low[cell] ?? 0
    high[cell] = value ?? within?.high[cell] ?? Number.POSITIVE_INFINITY
  }
  const of = incidence(size, allEquations)
  const visits = new Uint8Array(allEquations.length)
  const queued = new Uint8Array(allEquations.length).fill(1)
  const queue = allEquations.map((_, k) => k)
  for (let at = 0; at < queue.length; at++) {
    const index = queue[at]!
    queued[index] = 0
    if (visits[index]! >= MAX_VISITS) continue
    visits[index]!++
    const equation = allEquations[index]!
    const moved = tighten(equation, { low, high })
    if (moved === null) return { low, high, broken: index }
    for (const cell of moved)
      for (const { equation: other } of of[cell]!)
        if (queued[other] === 0) {
          queued[other] = 1
          queue.push(other)
        }
  }
  return { low, high, broken: null }
}

/** Cells whose bounds moved; null where the equation cannot hold. */
function tighten(
  equation: AdditiveSystem['equations'][number],
  { low, high }: { low: Float64Array; high: Float64Array },
): number[] | null {
  const { cells, signs } = equation
  // Σ sign·x = 0, so each term equals minus the rest; sums of the least and the greatest terms, infinities apart.
  let least = 0
  let most = 0
  let endlessLeast = 0
  let endlessMost = 0
  for (let k = 0; k < cells.length; k++) {
    const [a, b] = term(cells[k]!, signs[k]!)
    if (a === Number.NEGATIVE_INFINITY) endlessLeast++
    else least += a
    if (b === Number.POSITIVE_INFINITY) endlessMost++
    else most += b
  }
  const slack = tolerance(equation, low)
  if ((endlessLeast === 0 && least > slack) || (endlessMost === 0 && most < -slack)) return null
  const moved: number[] = []
  for (let k = 0; k < cells.length; k++) {
    const cell = cells[k]!
    if (low[cell]! >= high[cell]!) continue
    const [a, b] = term(cell, signs[k]!)
    const otherLeast = endlessLeast - Number(a === Number.NEGATIVE_INFINITY)
    const otherMost = endlessMost - Number(b === Number.POSITIVE_INFINITY)
    const atMost = otherLeast > 0 ? Number.POSITIVE_INFINITY : -(least - (Number.isFinite(a) ? a : 0))
    const atLeast = otherMost > 0 ? Number.NEGATIVE_INFINITY : -(most - (Number.isFinite(b) ? b : 0))
    const newHigh = signs[k] === 1 ? atMost : -atLeast
    const newLow = signs[k] === 1 ? atLeast : -atMost
    let changed = false
    if (newHigh < high[cell]! - slack) {
      high[cell] = Math.max(newHigh, low[cell]!)
      changed = true
    }
    if (newLow > low[cell]! + slack) {
      low[cell] = Math.min(newLow, high[cell]!)
      changed = true
    }
    if (!changed) continue
    moved.push(cell)
    const [c, d] = term(cell, signs[k]!)
    if (a === Number.NEGATIVE_INFINITY && c !== a) {
      endlessLeast--
      least += c
    } else if (Number.isFinite(a)) least += c - a
    if (b === Number.POSITIVE_INFINITY && d !== b) {
      endlessMost--
      most += d
    } else if (Number.isFinite(b)) most += d - b
  }
  return moved

  function term(cell: number, sign: number): [number, number] {
    return sign === 1 ? [low[cell]!, high[cell]!] : [-high[cell]!, -low[cell]!]
  }
}
