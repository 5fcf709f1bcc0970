/** The hidden cells of a table in pieces that no equation ties together: each is attacked by itself. */
import type { AdditiveSystem } from './additive-system.ts'
import type { SparseRow } from './solver.ts'

/** Hidden cells tied together by equations, as a system of its own. */
export interface Part {
  cells: readonly number[]
  column: ReadonlyMap<number, number>
  system: AdditiveSystem
  /** Right-hand side of each equation once the known cells are taken out. */
  right: readonly number[]
  low: Float64Array
  high: Float64Array
}

/**
 * `open` are the hidden cells; `known` holds the others' values and NaN for these, `low` and `high` what
 * everybody knows of them beforehand.
 */
export function componentsOf(
  system: AdditiveSystem,
  { open, known, low, high }: { open: number[]; known: Float64Array; low: Float64Array; high: Float64Array },
): Part[] {
  const root = new Int32Array(system.size).map((_, cell) => cell)
  const find = (cell: number): number => {
    let at = cell
    while (root[at] !== at) {
      root[at] = root[root[at]!]!
      at = root[at]!
    }
    return at
  }
  const rows = system.equations.map(({ cells, signs }) => {
    const hidden: number[] = []
    const hiddenSigns: (1 | -1)[] = []
    let right = 0
    cells.forEach((cell, k) => {
      const value = known[cell]!
      if (Number.isNaN(value)) {
        hidden.push(cell)
        hiddenSigns.push(signs[k]!)
      } else right -= signs[k]! * value
    })
    for (const cell of hidden) root[find(cell)] = find(hidden[0]!)
    return { hidden, hiddenSigns, right }
  })
  const members = new Map<number, number[]>()
  for (const cell of open) {
    const at = find(cell)
    const list = members.get(at)
    if (list) list.push(cell)
    else members.set(at, [cell])
  }
  const rowsOf = new Map<number, typeof rows>()
  for (const row of rows) {
    if (row.hidden.length === 0) continue
    const at = find(row.hidden[0]!)
    const list = rowsOf.get(at)
    if (list) list.push(row)
    else rowsOf.set(at, [row])
  }
  return [...members].map(([at, cells]) => {
    const column = new Map(cells.map((cell, k) => [cell, k]))
    const own = rowsOf.get(at) ?? []
    const equations = own.map(({ hidden, hiddenSigns }) => ({
      cells: hidden.map((cell) => column.get(cell)!),
      signs: hiddenSigns,
    }))
    return {
      cells,
      column,
      system: { size: cells.length, equations, allEquations: equations },
      right: own.map(({ right }) => right),
      low: Float64Array.from(cells, (cell) => low[cell]!),
      high: Float64Array.from(cells, (cell) => high[cell]!),
    }
  })
}

/** The equations of a part as rows of a linear programme. */
export function rowsOfPart(part: Part): SparseRow[] {
  return part.system.equations.map(({ cells, signs }, k) => ({
    indices: cells,
    values: signs,
    lower: part.right[k]!,
    upper: part.right[k]!,
  }))
}
