/**
 * The cheapest safe pattern as one 0–1 programme, written without any of the code under test: a mark for each cell, and
 * for each primary cell the moves of the innermost counts that leave each attacker its width (the compact form of
 * Fischetti & Salazar 2001, section 4). No cuts, no flows; far slower than what it judges.
 */
import highs from 'highs'
import type { OracleCell } from './suppression-oracle.ts'

interface Row {
  lower: number
  upper: number
  entries: [number, number][]
}

export interface Question {
  cells: readonly OracleCell[]
  /** Number of innermost counts. */
  leaves: number
  threshold: number
  /** Moves of whole numbers only, as three-way tables need; else the answer may be less than the least cost. */
  whole: boolean
}

/** How many times the threshold a hidden cell may rise in a move. */
const MOST_RISES = 12

/** Least cost of the secondary cells, each at its value; null where no pattern is safe without hiding zeros. */
export async function leastCost({ cells, leaves, threshold, whole }: Question): Promise<number | null> {
  const isPrimary = ({ value }: OracleCell) => value > 0 && value < threshold
  const cost = cells.map((cell) => (isPrimary(cell) ? 0 : cell.value))
  const lower = cells.map((cell): number => (isPrimary(cell) ? 1 : 0))
  const upper = cells.map(({ value }): number => (value > 0 ? 1 : 0))
  const integer = cells.map((_, cell) => cell)
  const rows: Row[] = []
  const column = (low: number, high: number): number => {
    cost.push(0)
    lower.push(low)
    upper.push(high)
    return cost.length - 1
  }
  const most = MOST_RISES * threshold
  /** A move of the innermost counts in which only hidden cells move, down to `least` at most. */
  const move = ({ least, still = null }: { least: number; still?: number | null }): number => {
    const first = cost.length
    for (let leaf = 0; leaf < leaves; leaf++) {
      const at = column(-most, most)
      if (whole && still === null) integer.push(at)
    }
    cells.forEach(({ leaves: inside, value }, cell) => {
      const moved = inside.map((leaf): [number, number] => [first + leaf, 1])
      if (cell === still) {
        rows.push({ lower: 0, upper: 0, entries: moved })
        return
      }
      const fall = Math.max(0, value - least)
      rows.push({ lower: 0, upper: Number.POSITIVE_INFINITY, entries: [...moved, [cell, fall]] })
      rows.push({ lower: Number.NEGATIVE_INFINITY, upper: 0, entries: [...moved, [cell, -most]] })
    })
    return first
  }
  const movedIn = (first: number, { cell, sign }: { cell: number; sign: 1 | -1 }) =>
    cells[cell]!.leaves.map((leaf): [number, number] => [first + leaf, sign])
  cells.forEach((target, cell) => {
    if (!isPrimary(target)) return
    for (const [width, least] of [
      [threshold, 0],
      [Math.max(1, threshold - 2), 1],
    ] as const) {
      const [up, down] = [move({ least }), move({ least })]
      const apart = [...movedIn(up, { cell, sign: 1 }), ...movedIn(down, { cell, sign: -1 })]
      rows.push({ lower: width, upper: Number.POSITIVE_INFINITY, entries: apart })
    }
    cells.forEach(({ value }, insider) => {
      if (value !== 1 || insider === cell || isSamePerson(cells, { cell, insider })) return
      // Up by 1 or down by 1: which of both is a mark of its own.
      const beside = move({ least: 1, still: insider })
      const way = column(0, 1)
      integer.push(way)
      rows.push({ lower: -1, upper: -1, entries: [...movedIn(beside, { cell, sign: 1 }), [way, -2]] })
    })
  })
  return solve({ cost, lower, upper, integer, rows })
}

/** Whether the one person in one cell is the one in another: a cell of one person lies in both. */
function isSamePerson(
  cells: readonly OracleCell[],
  { cell, insider }: { cell: number; insider: number },
): boolean {
  const [own, other] = [cells[cell]!, cells[insider]!]
  return (
    own.value === 1 &&
    cells.some(
      ({ value, leaves }) =>
        value === 1 && leaves.every((leaf) => own.leaves.includes(leaf) && other.leaves.includes(leaf)),
    )
  )
}

async function solve({
  cost,
  lower,
  upper,
  integer,
  rows,
}: {
  cost: number[]
  lower: number[]
  upper: number[]
  integer: number[]
  rows: Row[]
}): Promise<number | null> {
  const solver = await highs()
  const whole = new Int32Array(cost.length)
  for (const column of integer) whole[column] = solver.constants.variableType.integer
  const starts = new Int32Array(rows.length + 1)
  rows.forEach(({ entries }, k) => {
    starts[k + 1] = starts[k]! + entries.length
  })
  const model = solver.createModel({
    numCols: cost.length,
    numRows: rows.length,
    colCost: Float64Array.from(cost),
    colLower: Float64Array.from(lower),
    colUpper: Float64Array.from(upper),
    rowLower: Float64Array.from(rows, (row) => row.lower),
    rowUpper: Float64Array.from(rows, (row) => row.upper),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: cost.length,
      starts,
      indices: Int32Array.from(rows.flatMap(({ entries }) => entries.map(([column]) => column))),
      values: Float64Array.from(rows.flatMap(({ entries }) => entries.map(([, weight]) => weight))),
    },
    integrality: whole,
  })
  model.options.set({ output_flag: false, mip_rel_gap: 0, mip_feasibility_tolerance: 1e-8 })
  try {
    model.run()
    const standing = model.getModelStatus()
    if (standing === solver.constants.modelStatus.infeasible) return null
    if (standing !== solver.constants.modelStatus.optimal) throw new Error(`the oracle failed: ${standing}`)
    return Math.round(model.getObjectiveValue())
  } finally {
    model.dispose()
  }
}
