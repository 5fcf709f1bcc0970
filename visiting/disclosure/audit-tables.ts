/**
 * What an attacker derives of the hidden cells of given tables, also of several
 * tables of the same people at once: a cell of one table that another shows or
 * bounds is the same cell when it has the same categories and is summed over
 * everything else.
 *
 * Three and more tables are also tied by the full cross-table behind them, whose
 * cells cannot be negative either; it joins as a table of which nothing was
 * published, where it is small enough.
 */
import type { AdditiveSystem, Equation } from './additive-system.ts'
import { attackIntervals, type Interval } from './attack-intervals.ts'
import { buildCellTable, type CellTable, type DimensionInput, keyOf, type RowInput } from './cell-table.ts'

export interface AuditedRow {
  /** One category a dimension of its table; null for the total. */
  key: readonly (string | null)[]
  /** null where it is hidden and not given. */
  value: number | null
  hidden: boolean
  line: number
}

export interface AuditedTable {
  name: string
  dimensions: readonly DimensionInput[]
  rows: readonly AuditedRow[]
}

export interface AuditedCell {
  table: string
  line: number
  key: Record<string, string>
  interval: Interval
  exact: boolean
}

/** The same cell with two values in two tables. */
export class LinkedConflictError extends Error {
  readonly params: Record<string, string | number>
  constructor(params: Record<string, string | number>) {
    super('linked tables show different values for one cell')
    this.params = params
  }
}

/** Cells of the full cross-table up to which it is taken into the attack. */
const CROSS_LIMIT = 20_000

/** Intervals of all hidden cells. Throws TableError, LinkedConflictError, ContradictionError. */
export async function auditTables(
  tables: readonly AuditedTable[],
): Promise<{ cells: AuditedCell[]; complete: boolean; marginsComputed: string[] }> {
  const marginsComputed: string[] = []
  const built = tables.map((audited) => {
    const compute = marginsAreMissing(audited)
    if (compute) marginsComputed.push(audited.name)
    const { dimensions, rows } = audited
    // Values of hidden cells do not enter the attack, except into margins that had to be computed.
    const given: RowInput[] = rows.map((row) =>
      row.hidden && !compute ? { ...row, value: null } : { key: row.key, value: row.value, line: row.line },
    )
    const table = buildCellTable({
      dimensions,
      rows: given,
      missingMargins: compute ? 'compute' : 'unknown',
    })
    return { audited, table }
  })
  const links = new CellLinks()
  const known = categoriesKnown(built.map(({ table }) => table))
  for (const { audited, table } of built) links.join(audited, table, known)
  if (built.length > 2) {
    const cross = crossTable(built.map(({ table }) => table))
    if (cross) links.join({ name: '', dimensions: [], rows: [] }, cross, known)
  }
  const { intervals, complete } = await attackIntervals({
    system: links.system(),
    shown: links.shown,
    whole: links.shown.every((value) => value === null || Number.isInteger(value)),
  })
  const cells: AuditedCell[] = []
  for (const { audited, table } of built)
    table.cells.forEach((cell) => {
      const row = cell.row === null ? null : audited.rows[cell.row]!
      if (!row?.hidden) return
      const id = links.idOf(table, cell.at)
      const shown = links.shown[id] ?? null
      const interval = shown === null ? intervals.get(id)! : { low: shown, high: shown }
      cells.push({
        table: audited.name,
        line: row.line,
        key: keyOf(table, cell),
        interval,
        exact: interval.low === interval.high,
      })
    })
  return { cells, complete, marginsComputed }
}

/** Number of categories of each dimension over all tables. */
function categoriesKnown(tables: readonly CellTable[]): ReadonlyMap<string, number> {
  const names = new Map<string, Set<string>>()
  for (const { dimensions } of tables)
    for (const { name, nodes } of dimensions) names.set(name, new Set([...(names.get(name) ?? []), ...nodes]))
  return new Map([...names].map(([name, categories]) => [name, categories.size]))
}

/** A table that gives no margin at all, but every count: its margins are taken as known. */
function marginsAreMissing({ rows }: AuditedTable): boolean {
  return rows.every(({ key, value }) => value !== null && key.every((category) => category !== null))
}

/** Cells of several tables under one numbering. */
class CellLinks {
  readonly shown: (number | null)[] = []
  readonly #ids = new Map<string, number>()
  readonly #equations = new Map<string, Equation>()
  readonly #basis = new Map<string, Equation>()
  readonly #source: { table: string; line: number }[] = []

  join(audited: AuditedTable, table: CellTable, known: ReadonlyMap<string, number>): void {
    const local = table.cells.map(({ at, value, row }) => {
      const name = nameOf(table, at)
      let id = this.#ids.get(name)
      if (id === undefined) {
        id = this.shown.length
        this.#ids.set(name, id)
        this.shown.push(null)
        this.#source.push({ table: audited.name, line: 0 })
      }
      const given = row === null ? null : audited.rows[row]!
      const shows = given ? !given.hidden : value !== null
      if (!shows || value === null) return id
      const before = this.shown[id] ?? null
      if (before !== null && before !== value)
        throw new LinkedConflictError({
          file: audited.name,
          line: given?.line ?? 0,
          key: name.replaceAll('\u0001', '=').replaceAll('\u0002', ', ') || 'total',
          value,
          other: this.#source[id]!.table,
          otherValue: before,
        })
      this.shown[id] = value
      this.#source[id] = { table: audited.name, line: given?.line ?? 0 }
      return id
    })
    // A table of some regions only says nothing about all of them, unless it gives their total itself.
    const isClaim = ({ cells: [total, part] }: Equation) => {
      const { at, row } = table.cells[total!]!
      if (row !== null || part === undefined) return true
      const d = at.findIndex((node, k) => node !== table.cells[part]!.at[k])
      const { name, nodes } = table.dimensions[d]!
      return nodes.length >= (known.get(name) ?? 0)
    }
    const claims = table.system.allEquations.filter(isClaim)
    const partial = claims.length < table.system.allEquations.length
    const keep = (into: Map<string, Equation>) => (equation: Equation) => {
      const cells = equation.cells.map((cell) => local[cell]!)
      into.set([cells[0], ...cells.slice(1).sort((a, b) => a - b)].join(), { ...equation, cells })
    }
    claims.forEach(keep(this.#equations))
    const basis = partial ? claims : table.system.equations
    basis.forEach(keep(this.#basis))
  }

  system(): AdditiveSystem {
    return {
      size: this.shown.length,
      equations: [...this.#basis.values()],
      allEquations: [...this.#equations.values()],
    }
  }

  idOf(table: CellTable, at: readonly number[]): number {
    return this.#ids.get(nameOf(table, at))!
  }
}

/** What a cell is called in every table: its categories, sorted by dimension, totals left out. */
function nameOf({ dimensions }: CellTable, at: readonly number[]): string {
  return dimensions
    .flatMap(({ name, nodes }, d) => (at[d] === 0 ? [] : [`${name}\u0001${nodes[at[d]!]}`]))
    .sort()
    .join('\u0002')
}

/** The full cross-table of all dimensions, none of it published; null where it would be too large. */
function crossTable(tables: readonly CellTable[]): CellTable | null {
  const dimensions = new Map<string, { parents: Map<string, string>; leaves: Set<string> }>()
  for (const table of tables)
    for (const { name, nodes, parent, children } of table.dimensions) {
      const known = dimensions.get(name) ?? { parents: new Map(), leaves: new Set() }
      dimensions.set(name, known)
      nodes.forEach((category, node) => {
        if (node === 0) return
        if (parent[node]! > 0) known.parents.set(category, nodes[parent[node]!]!)
        if (children[node]!.length === 0) known.leaves.add(category)
      })
    }
  const names = [...dimensions.keys()]
  const leaves = names.map((name) => [...dimensions.get(name)!.leaves])
  const size = leaves.reduce((product, { length }) => product * (length + 1), 1)
  if (size > CROSS_LIMIT) return null
  const places = tables.map((table) => ({
    table,
    nodeOf: table.dimensions.map(({ nodes }) => new Map(nodes.map((category, node) => [category, node]))),
    from: table.dimensions.map(({ name }) => names.indexOf(name)),
  }))
  let keys: string[][] = [[]]
  for (const each of leaves) keys = keys.flatMap((key) => each.map((category) => [...key, category]))
  // A combination that one of the tables does not hold is empty.
  const rows = keys
    .filter((key) =>
      places.every(({ table, nodeOf, from }) => {
        const at = from.map((place, d) => nodeOf[d]!.get(key[place]!) ?? -1)
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
