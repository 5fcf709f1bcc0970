/**
 * Which key columns stand under which: municipality under secondary medical area under prefecture. Found where every
 * category of one column goes with a single category of another in the rows that show both, or where the catalog says
 * that codes of one begin with codes of the other.
 *
 * A column stands under one other column at most, the nearest; the columns of a hierarchy are then one dimension, also
 * between tables that show different levels of it.
 */
import { isMarginKey, type TableInput, textOf } from './table-input.ts'

export interface Level {
  column: string
  under: string
  /** Category of `under` for each category of `column`. */
  parentOf: ReadonlyMap<string, string>
}

/** By the name of the lower column. */
export type Hierarchies = ReadonlyMap<string, Level>

/** Columns whose codes begin with the codes of another, the upper one second. */
const CODES: readonly (readonly [string, string])[] = [
  ['municipality_code', 'prefecture_code'],
  ['medical_area_code', 'prefecture_code'],
]

export function findHierarchies(tables: readonly TableInput[]): Hierarchies {
  const found: Level[] = []
  for (const input of tables) {
    const keys = input.columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
    for (const lower of keys)
      for (const upper of keys)
        if (lower !== upper) {
          const parentOf = parentsIn(input, { lower, upper })
          const [column, under] = [input.columns[lower]!.name, input.columns[upper]!.name]
          if (parentOf && isKeptBy(tables, { column, under, parentOf }))
            found.push({ column, under, parentOf })
        }
  }
  for (const [column, under] of CODES) {
    const parentOf = parentsByCode(tables, { column, under })
    if (parentOf) found.push({ column, under, parentOf })
  }
  return nearest(found)
}

/** The single parent of each category, or null: equal columns and columns without a real division are no hierarchy. */
function parentsIn(
  { rows }: TableInput,
  { lower, upper }: { lower: number; upper: number },
): Map<string, string> | null {
  const parentOf = new Map<string, string>()
  for (const { values } of rows) {
    if (isMarginKey(values[lower]) || isMarginKey(values[upper])) continue
    const [child, parent] = [textOf(values[lower]), textOf(values[upper])]
    const known = parentOf.get(child)
    if (known !== undefined && known !== parent) return null
    parentOf.set(child, parent)
  }
  const parents = new Set(parentOf.values())
  return parents.size > 1 && parentOf.size > parents.size ? parentOf : null
}

/** Whether every other table that shows both columns says the same. */
function isKeptBy(tables: readonly TableInput[], { column, under, parentOf }: Level): boolean {
  return tables.every(({ columns, rows }) => {
    const lower = columns.findIndex(({ name, role }) => role === 'key' && name === column)
    const upper = columns.findIndex(({ name, role }) => role === 'key' && name === under)
    if (lower < 0 || upper < 0) return true
    return rows.every(({ values }) => {
      if (isMarginKey(values[lower]) || isMarginKey(values[upper])) return true
      const known = parentOf.get(textOf(values[lower]))
      return known === undefined || known === textOf(values[upper])
    })
  })
}

function parentsByCode(
  tables: readonly TableInput[],
  { column, under }: { column: string; under: string },
): Map<string, string> | null {
  const children = categoriesOf(tables, column)
  const parents = categoriesOf(tables, under)
  if (children.size === 0 || parents.size === 0) return null
  const parentOf = new Map<string, string>()
  for (const child of children) {
    const parent = [...parents].find((code) => code !== '' && child.startsWith(code))
    if (parent !== undefined) parentOf.set(child, parent)
  }
  return parentOf.size > 0 ? parentOf : null
}

function categoriesOf(tables: readonly TableInput[], name: string): Set<string> {
  return new Set(
    tables.flatMap(({ columns, rows }) => {
      const column = columns.findIndex((each) => each.role === 'key' && each.name === name)
      if (column < 0) return []
      return rows.flatMap(({ values }) => (isMarginKey(values[column]) ? [] : [textOf(values[column])]))
    }),
  )
}

/** Of several columns above one, the one with most categories; never in a circle. */
function nearest(found: readonly Level[]): Hierarchies {
  const best = new Map<string, Level>()
  for (const level of found) {
    const known = best.get(level.column)
    const fineness = ({ parentOf }: Level) => new Set(parentOf.values()).size
    if (!known || fineness(level) > fineness(known)) best.set(level.column, level)
  }
  for (const { column } of found) {
    const seen = new Set([column])
    for (let at = best.get(column); at; at = best.get(at.under)) {
      if (seen.has(at.under)) best.delete(at.column)
      seen.add(at.under)
    }
  }
  return best
}

/** The column that a hierarchy is named after: the uppermost. */
export function rootOf(hierarchies: Hierarchies, column: string): string {
  let root = column
  for (let level = hierarchies.get(root); level; level = hierarchies.get(root)) root = level.under
  return root
}

/** What a category is called in a hierarchy's dimension. */
export const nodeName = (column: string, category: string): string => `${column}=${category}`

/** Parents of all categories that lie in one dimension. */
export function parentsUnder(hierarchies: Hierarchies, root: string): Map<string, string> {
  const parents = new Map<string, string>()
  for (const { column, under, parentOf } of hierarchies.values())
    if (rootOf(hierarchies, column) === root)
      for (const [child, parent] of parentOf) parents.set(nodeName(column, child), nodeName(under, parent))
  return parents
}
