/**
 * Several tables of the same people as one system of cells and equations.
 *
 * Tables share a cell when it has the same categories and is summed over
 * everything else; dimensions are told by their names, categories by theirs (in a
 * hierarchy also between levels). What one table shows, all of them show.
 *
 * A table that lists only some categories of a dimension says nothing about all of
 * them: a margin it does not give itself is then its own cell, unless its value is
 * that of the shared one.
 *
 * Tables whose dimensions run in a circle (A × B, B × C, C × A) are also tied by
 * the full cross-table behind them, whose cells have the same bounds; it joins
 * as a table of which nothing was published, where it is small enough. Without a
 * circle it would add nothing (Beeri, Fagin, Maier & Yannakakis 1983).
 */
import { type AdditiveSystem, type Equation, sumOf } from './additive-system.ts'
import { buildCellTable, type CellTable, type TableCell } from './cell-table.ts'

/** The same cell with two values in two tables. */
export class LinkedConflictError extends Error {
  readonly params: Record<string, string | number>
  constructor(params: Record<string, string | number>) {
    super('linked tables show different values for one cell')
    this.params = params
  }
}

export interface LinkedPart {
  name: string
  table: CellTable
  /** What is known of a cell: its value, or null. */
  valueOf(cell: TableCell): number | null
  /** Line of the cell's row for messages; 0 for computed margins. */
  lineOf(cell: TableCell): number
  /** Cells of the same name are the same cell within a space only; by default all are in one. */
  space?: string
}

/** A cell of one of several tables. */
export interface TiedCell {
  /** Index of its table among those that are tied together. */
  table: number
  /** Index of the cell in the table. */
  cell: number
}

/** The whole is the sum of the parts, because somebody says so; one part is the same number. */
export interface Tie {
  whole: TiedCell
  /** Further cells that make up the whole together with it. */
  beside?: readonly TiedCell[]
  parts: readonly TiedCell[]
  /**
   * What the numbers leave over, the whole less its parts, where nobody may learn whether the tie holds: it is protected
   * as if it did, and what is reported does not rest on it.
   */
  rest?: number
}

export interface LinkedSystem {
  system: AdditiveSystem
  /** Value of each cell; null where no table gives it. */
  values: (number | null)[]
  /** For each table the number of each of its cells in the system. */
  ids: Int32Array[]
  /** Cells of no table that hold the rests of ties, as if they were shown; and the equations they stand in. */
  rests: number[]
  untold: ReadonlySet<Equation>
}

/** Cells of the full cross-table up to which it is taken in. */
const CROSS_LIMIT = 20_000

/** Ties tables together, with the cross-table behind them unless told not to. Throws LinkedConflictError. */
export function linkTables(
  parts: readonly LinkedPart[],
  { behind = true, ties = [] }: { behind?: boolean; ties?: readonly Tie[] } = {},
): LinkedSystem {
  const links = new CellLinks(parts)
  for (const part of parts) links.join(part)
  for (const space of new Set(parts.map(spaceOf))) {
    const tables = parts.filter((part) => spaceOf(part) === space).map(({ table }) => table)
    const cross = behind && hasCircle(tables) ? crossTable(tables) : null
    if (cross) links.join({ name: '', table: cross, valueOf: () => null, lineOf: () => 0, space })
  }
  return links.finish(parts.length, ties)
}

const spaceOf = ({ space = '' }: LinkedPart): string => space

/** Whether values of shared cells agree; otherwise these tables are not of the same people. */
export function canLink(parts: readonly LinkedPart[]): boolean {
  const links = new CellLinks(parts)
  try {
    for (const part of parts) links.join(part)
    return true
  } catch (problem) {
    if (problem instanceof LinkedConflictError) return false
    throw problem
  }
}

class CellLinks {
  readonly #categories: ReadonlyMap<string, number>
  readonly #values: (number | null)[] = []
  readonly #source: { table: string; line: number }[] = []
  readonly #idOf = new Map<string, number>()
  readonly #ids: Int32Array[] = []
  readonly #equations = new Map<string, Equation>()
  readonly #basis = new Map<string, Equation>()
  /** Margins that may be of some categories only, until every table has been read. */
  readonly #doubtful: { part: LinkedPart; cell: number; place: number }[] = []
  readonly #parts: LinkedPart[] = []

  constructor(parts: readonly LinkedPart[]) {
    const names = new Map<string, Set<string>>()
    for (const part of parts)
      for (const { name, nodes } of part.table.dimensions) {
        const own = `${spaceOf(part)}\u0004${name}`
        names.set(own, new Set([...(names.get(own) ?? []), ...nodes]))
      }
    this.#categories = new Map([...names].map(([name, categories]) => [name, categories.size]))
  }

  join(part: LinkedPart): void {
    const { table } = part
    const place = this.#ids.length
    this.#ids.push(new Int32Array(table.cells.length).fill(-1))
    table.cells.forEach((cell, k) => {
      if (this.#isDoubtful(part, cell)) this.#doubtful.push({ part, cell: k, place })
      else this.#ids[place]![k] = this.#enter(part, cell, nameOf(part, cell.at))
    })
    this.#parts.push(part)
  }

  #isDoubtful(part: LinkedPart, { at, row }: TableCell): boolean {
    const { dimensions } = part.table
    const known = (d: number) => this.#categories.get(`${spaceOf(part)}\u0004${dimensions[d]!.name}`)!
    return row === null && at.some((node, d) => node === 0 && dimensions[d]!.nodes.length < known(d))
  }

  #enter(part: LinkedPart, cell: TableCell, name: string): number {
    const value = part.valueOf(cell)
    let id = this.#idOf.get(name)
    if (id === undefined) {
      id = this.#values.length
      this.#idOf.set(name, id)
      this.#values.push(null)
      this.#source.push({ table: part.name, line: 0 })
    }
    if (value === null) return id
    const before = this.#values[id] ?? null
    if (before !== null && Math.abs(before - value) > 1e-9 * Math.max(1, Math.abs(value)))
      throw new LinkedConflictError({
        file: part.name,
        line: part.lineOf(cell),
        key:
          name
            .slice(name.indexOf('\u0004') + 1)
            .replaceAll('\u0001', '=')
            .replaceAll('\u0002', ', ') || 'total',
        value,
        other: this.#source[id]!.table,
        otherValue: before,
      })
    this.#values[id] = value
    this.#source[id] = { table: part.name, line: part.lineOf(cell) }
    return id
  }

  finish(count: number, ties: readonly Tie[]): LinkedSystem {
    for (const { part, cell, place } of this.#doubtful) {
      const at = part.table.cells[cell]!
      const name = nameOf(part, at.at)
      const value = part.valueOf(at)
      const known = this.#idOf.get(name)
      const same = known !== undefined && value !== null && this.#values[known] === value
      this.#ids[place]![cell] = this.#enter(part, at, same ? name : `${part.name}\u0003${place}\u0003${name}`)
    }
    this.#parts.forEach(({ table }, place) => {
      const local = this.#ids[place]!
      const keep = (into: Map<string, Equation>) => (equation: Equation) => {
        const cells = equation.cells.map((cell) => local[cell]!)
        into.set([cells[0], ...cells.slice(1).sort((a, b) => a - b)].join(), { ...equation, cells })
      }
      table.system.allEquations.forEach(keep(this.#equations))
      table.system.equations.forEach(keep(this.#basis))
    })
    const idOf = ({ table, cell }: TiedCell) => this.#ids[table]![cell]!
    const rests: number[] = []
    const untold = new Set<Equation>()
    const tied = ties.flatMap(({ whole, beside = [], parts, rest }): Equation[] => {
      const sum = sumOf(idOf(whole), parts.map(idOf))
      const equation: Equation = {
        cells: [...sum.cells, ...beside.map(idOf)],
        signs: [...sum.signs, ...beside.map((): 1 => 1)],
      }
      // A cell that stands in it twice, under two names, makes it say something else.
      if (new Set(equation.cells).size < equation.cells.length) return []
      if (rest === undefined) return [equation]
      const id = this.#values.push(Math.abs(rest)) - 1
      const withRest: Equation = {
        cells: [...equation.cells, id],
        signs: [...equation.signs, rest > 0 ? -1 : 1],
      }
      rests.push(id)
      untold.add(withRest)
      return [withRest]
    })
    return {
      system: {
        size: this.#values.length,
        equations: [...this.#basis.values(), ...tied],
        allEquations: [...this.#equations.values(), ...tied],
      },
      values: this.#values,
      ids: this.#ids.slice(0, count),
      rests,
      untold,
    }
  }
}

/** What a cell is called in every table of its space: its categories, sorted by dimension, totals left out. */
function nameOf(part: LinkedPart, at: readonly number[]): string {
  const categories = part.table.dimensions
    .flatMap(({ name, nodes }, d) => (at[d] === 0 ? [] : [`${name}\u0001${nodes[at[d]!]}`]))
    .sort()
    .join('\u0002')
  return `${spaceOf(part)}\u0004${categories}`
}

/** One category a dimension; null for the total. */
export function keyAt({ dimensions, cells }: CellTable, cell: number): (string | null)[] {
  return cells[cell]!.at.map((node, d) => (node === 0 ? null : dimensions[d]!.nodes[node]!))
}

/** Whether the dimensions of the tables run in a circle: Graham's reduction leaves something over. */
export function hasCircle(tables: readonly Pick<CellTable, 'dimensions'>[]): boolean {
  let edges = tables.map(({ dimensions }) => new Set(dimensions.map(({ name }) => name)))
  for (;;) {
    const before = edges.reduce((sum, edge) => sum + edge.size + 1, 0)
    for (const edge of edges)
      for (const name of edge)
        if (!edges.some((other) => other !== edge && other.has(name))) edge.delete(name)
    edges = edges.filter(
      (edge, k) =>
        !edges.some(
          (other, j) =>
            j !== k && (other.size > edge.size || j > k) && [...edge].every((name) => other.has(name)),
        ),
    )
    if (edges.length <= 1) return false
    if (edges.reduce((sum, edge) => sum + edge.size + 1, 0) === before) return true
  }
}

/** The full cross-table of all dimensions, none of it published; null where it would be too large. */
function crossTable(tables: readonly CellTable[]): CellTable | null {
  const dimensions = new Map<
    string,
    { parents: Map<string, string>; leaves: Set<string>; inner: Set<string> }
  >()
  for (const table of tables)
    for (const { name, nodes, parent, children } of table.dimensions) {
      const known = dimensions.get(name) ?? { parents: new Map(), leaves: new Set(), inner: new Set() }
      dimensions.set(name, known)
      nodes.forEach((category, node) => {
        if (node === 0) return
        if (parent[node]! > 0) known.parents.set(category, nodes[parent[node]!]!)
        if (children[node]!.length === 0) known.leaves.add(category)
        else known.inner.add(category)
      })
    }
  const names = [...dimensions.keys()]
  // A category that one table ends in and another divides further is no leaf of the cross-table.
  const leaves = names.map((name) => {
    const { leaves: ends, inner } = dimensions.get(name)!
    return [...ends].filter((category) => !inner.has(category))
  })
  const size = leaves.reduce((product, { length }) => product * (length + 1), 1)
  if (size > CROSS_LIMIT) return null
  const places = tables.map((table) => ({
    table,
    nodeOf: table.dimensions.map(({ nodes }) => new Map(nodes.map((category, node) => [category, node]))),
    from: table.dimensions.map(({ name }) => names.indexOf(name)),
    parents: table.dimensions.map(({ name }) => dimensions.get(name)!.parents),
  }))
  let keys: string[][] = [[]]
  for (const each of leaves) keys = keys.flatMap((key) => each.map((category) => [...key, category]))
  // A combination that one of the tables does not hold, at its own level of detail, is empty.
  const rows = keys
    .filter((key) =>
      places.every(({ table, nodeOf, from, parents }) => {
        const at = from.map((place, d) => {
          let category: string | undefined = key[place]!
          for (let step = 0; category !== undefined && !nodeOf[d]!.has(category) && step < 99; step++)
            category = parents[d]!.get(category)
          return category === undefined ? -1 : nodeOf[d]!.get(category)!
        })
        return at.every((node) => node >= 0) && table.find(at) >= 0
      }),
    )
    .map((key, line) => ({ key, value: null, line }))
  if (rows.length === 0) return null
  return buildCellTable({
    dimensions: names.map((name) => ({ name, parents: dimensions.get(name)!.parents })),
    rows,
    missingMargins: 'unknown',
  })
}
