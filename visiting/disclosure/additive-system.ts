/**
 * The additive structure of one or several tables: cells, and equations that every
 * reader knows to hold between them (a margin is the sum of its parts).
 *
 * Equations are Σ sign · value = 0. A cell that a table does not hold is zero.
 */

/** Σ signs[k] · x[cells[k]] = 0. */
export interface Equation {
  cells: readonly number[]
  signs: readonly (1 | -1)[]
}

export interface AdditiveSystem {
  /** Number of cells; cells are numbered from 0. */
  size: number
  /** Enough equations to imply all others. */
  equations: readonly Equation[]
  /** All equations of the structure; the extra ones only help propagation and cuts. */
  allEquations: readonly Equation[]
}

/** An equation: the first cell is the sum of the parts. */
export function sumOf(total: number, parts: readonly number[]): Equation {
  return { cells: [total, ...parts], signs: [1, ...parts.map((): -1 => -1)] }
}

/** What is left over of an equation at these values; 0 where it holds. */
export function residual({ cells, signs }: Equation, values: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < cells.length; k++) sum += signs[k]! * values[cells[k]!]!
  return sum
}

/** Difference allowed between a margin and its parts: none for counts, rounding noise for other figures. */
export function tolerance({ cells }: Equation, values: ArrayLike<number>): number {
  let scale = 1
  for (const cell of cells)
    if (Number.isFinite(values[cell]!)) scale = Math.max(scale, Math.abs(values[cell]!))
  return scale * 1e-9
}

/** For each cell the equations it stands in, with its sign. */
export function incidence(
  size: number,
  equations: readonly Equation[],
): { equation: number; sign: 1 | -1 }[][] {
  const of: { equation: number; sign: 1 | -1 }[][] = Array.from({ length: size }, () => [])
  equations.forEach(({ cells, signs }, equation) => {
    cells.forEach((cell, k) => {
      of[cell]!.push({ equation, sign: signs[k]! })
    })
  })
  return of
}
