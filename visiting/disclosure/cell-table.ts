/**
 * A table of counts with dimensions, margins and hierarchies, as cells and the
 * equations between them.
 *
 * A combination that no row gives is zero and known to be so. Missing margins are
 * either computed (as if they were shown: the stricter reading, for protecting) or
 * kept as unknown cells that were never published (for auditing).
 */
import { type AdditiveSystem, type Equation, residual, sumOf } from './additive-system.ts'

/** What a key says in the dimension it sums over. */
export const TOTAL = 'total'

export interface DimensionInput {
  name: string
  /** Parent of each category; categories without one stand under the total. */
  parents?: ReadonlyMap<string, string>
}

export interface Dimension {
  name: string
  /** Categories; node 0 is the total. */
  nodes: string[]
  parent: number[]
  children: number[][]
}

export interface RowInput {
  /** One category a dimension; null for the total. */
  key: readonly (string | null)[]
  /** null: not known. */
  value: number | null
  /** Where it comes from, for messages. */
  line: number
}

export interface TableCell {
  /** Node per dimension. */
  at: number[]
  value: number | null
  /** Index of the row that gave it; null for a computed or unpublished margin. */
  row: number | null
}

export interface CellTable {
  dimensions: Dimension[]
  cells: TableCell[]
  system: AdditiveSystem
  /** Cell at these nodes; -1 where there is none. */
  find(at: readonly number[]): number
}

/** A table that is no table; `code` is closed, `params` name line, column and key. */
export class TableError extends Error {
  readonly code: 'duplicate-key' | 'margin-mismatch' | 'negative-value' | 'hierarchy-loop'
  readonly params: Record<string, string | number>
  constructor(code: TableError['code'], params: Record<string, string | number>) {
    super(code)
    this.code = code
    this.params = params
  }
}

export interface BuildInput {
  dimensions: readonly DimensionInput[]
  rows: readonly RowInput[]
  missingMargins: 'compute' | 'unknown'
  /** Whether values may be negative: sums may, counts may not. */
  signed?: boolean
}

type Beside = (place: { at: readonly number[]; d: number }, node: number) => number

/** Builds cells and equations. Throws TableError for duplicate keys, negative counts and margins that do not add up. */
export function buildCellTable({
  dimensions: inputs,
  rows,
  missingMargins,
  signed = false,
}: BuildInput): CellTable {
  const dimensions = inputs.map((input, d) => dimensionOf(input, { rows, d }))
  const nodeOf = dimensions.map(({ nodes }) => new Map(nodes.map((name, node) => [name, node])))
  const cells: TableCell[] = []
  const stride = dimensions.map((_, d) =>
    dimensions.slice(d + 1).reduce((product, { nodes }) => product * nodes.length, 1),
  )
  const index = new Map<number, number>()
  const codeOf = (at: readonly number[]): number => {
    let code = 0
    for (let d = 0; d < at.length; d++) code += at[d]! * stride[d]!
    return code
  }
  const find = (at: readonly number[]): number => index.get(codeOf(at)) ?? -1
  /** Cell with another node in one dimension, without a copy of its place. */
  const beside: Beside = ({ at, d }, node) => index.get(codeOf(at) + (node - at[d]!) * stride[d]!) ?? -1
  const add = (cell: TableCell): void => {
    index.set(codeOf(cell.at), cells.length)
    cells.push(cell)
  }

  rows.forEach(({ key, value, line }, row) => {
    const at = key.map((name, d) => (name === null ? 0 : nodeOf[d]!.get(name)!))
    const earlier = find(at)
    if (earlier >= 0) {
      const first = rows[cells[earlier]!.row ?? 0]!.line
      throw new TableError('duplicate-key', { line, first, key: describeKey(dimensions, at) })
    }
    if (value !== null && value < 0 && !signed)
      throw new TableError('negative-value', { line, value, key: describeKey(dimensions, at) })
    add({ at, value, row })
  })

  // Every margin above a cell, then the sums from the deepest upwards: a margin may itself be a sum of margins.
  const depths = dimensions.map(({ parent }) => parent.map((_, node) => depthOf(parent, node)))
  const given = cells.length
  for (let k = 0; k < cells.length; k++) {
    const { at } = cells[k]!
    for (const [d, { parent }] of dimensions.entries()) {
      if (at[d] === 0) continue
      const above = parent[at[d]!]!
      if (beside({ at, d }, above) < 0) add({ at: at.with(d, above), value: null, row: null })
    }
  }
  if (missingMargins === 'compute') {
    const depthAt = ({ at }: TableCell) => at.reduce((sum, node, d) => sum + depths[d]![node]!, 0)
    const margins = cells.slice(given).sort((a, b) => depthAt(b) - depthAt(a))
    for (const margin of margins) margin.value = sumBelow(margin, { dimensions, cells, beside })
  }
  const system = equationsOf({ dimensions, cells, beside })
  verifyMargins(system, { cells, dimensions, rows })
  return { dimensions, cells, system, find }
}

/** Sum of a margin's parts in the first dimension that has any; null where one of them is not known. */
function sumBelow(
  { at }: TableCell,
  { dimensions, cells, beside }: Pick<CellTable, 'dimensions' | 'cells'> & { beside: Beside },
): number | null {
  for (const [d, { children }] of dimensions.entries()) {
    const parts = children[at[d]!]!.map((child) => beside({ at, d }, child)).filter((part) => part >= 0)
    if (parts.length === 0) continue
    return parts.reduce<number | null>((sum, part) => {
      const { value } = cells[part]!
      return sum === null || value === null ? null : sum + value
    }, 0)
  }
  return null
}

function depthOf(parent: readonly number[], node: number): number {
  let depth = 0
  for (let at = node; at > 0; at = parent[at]!) depth++
  return depth
}

function dimensionOf(
  { name, parents }: DimensionInput,
  { rows, d }: { rows: readonly RowInput[]; d: number },
): Dimension {
  const nodes = [TOTAL]
  const nodeOf = new Map<string, number>()
  const add = (category: string) => {
    if (nodeOf.has(category)) return
    nodeOf.set(category, nodes.length)
    nodes.push(category)
    const above = parents?.get(category)
    if (above !== undefined) add(above)
  }
  for (const { key } of rows) {
    const category = key[d] ?? null
    if (category !== null) add(category)
  }
  const parent = nodes.map((category, node) => {
    if (node === 0) return -1
    const above = parents?.get(category)
    return above === undefined ? 0 : nodeOf.get(above)!
  })
  for (let node = 1; node < nodes.length; node++) {
    let at = node
    for (let step = 0; at > 0; step++) {
      if (step > nodes.length) throw new TableError('hierarchy-loop', { column: name, key: nodes[node]! })
      at = parent[at]!
    }
  }
  const children: number[][] = nodes.map(() => [])
  for (let node = 1; node < nodes.length; node++) children[parent[node]!]!.push(node)
  return { name, nodes, parent, children }
}

/**
 * One equation for each cell with parts. The equations of a dimension at the
 * leaves of the dimensions before it imply the others, as long as no margin
 * stands without parts.
 */
function equationsOf({
  dimensions,
  cells,
  beside,
}: Pick<CellTable, 'dimensions' | 'cells'> & { beside: Beside }): AdditiveSystem {
  const allEquations: Equation[] = []
  const equations: Equation[] = []
  let whole = true
  cells.forEach(({ at, value }, cell) => {
    dimensions.forEach(({ children }, d) => {
      if (children[at[d]!]!.length === 0) return
      const parts: number[] = []
      for (const child of children[at[d]!]!) {
        const part = beside({ at, d }, child)
        if (part >= 0) parts.push(part)
      }
      if (parts.length === 0) {
        if (value !== 0) whole = false
        return
      }
      const equation = sumOf(cell, parts)
      allEquations.push(equation)
      if (at.every((node, earlier) => earlier >= d || dimensions[earlier]!.children[node]!.length === 0))
        equations.push(equation)
    })
  })
  return { size: cells.length, allEquations, equations: whole ? equations : allEquations }
}

function verifyMargins(
  { allEquations }: AdditiveSystem,
  {
    cells,
    dimensions,
    rows,
  }: Pick<CellTable, 'cells' | 'dimensions'> & {
    rows: readonly RowInput[]
  },
): void {
  const values = cells.map(({ value }) => value ?? Number.NaN)
  for (const equation of allEquations) {
    const off = residual(equation, values)
    if (Number.isNaN(off) || off === 0) continue
    const total = equation.cells[0]!
    const scale = Math.max(1, Math.abs(values[total]!))
    if (equation.cells.every((cell) => Number.isInteger(values[cell]!)) || Math.abs(off) > scale * 1e-6) {
      const { row, at } = cells[total]!
      throw new TableError('margin-mismatch', {
        line: row === null ? 0 : rows[row]!.line,
        key: describeKey(dimensions, at),
        value: values[total]!,
        sum: Number((values[total]! - off).toPrecision(12)),
      })
    }
  }
}

/** `region=A, sex=total`. */
function describeKey(dimensions: readonly Dimension[], at: readonly number[]): string {
  return dimensions.map(({ name, nodes }, d) => `${name}=${nodes[at[d]!]}`).join(', ')
}

/** `{ region: 'A', sex: 'total' }`. */
export function keyOf(
  { dimensions }: Pick<CellTable, 'dimensions'>,
  { at }: TableCell,
): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ name, nodes }, d) => [name, nodes[at[d]!]!]))
}
