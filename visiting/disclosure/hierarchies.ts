/**
 * Hierarchies among what a table is broken down by, found in one place for submissions and for the commands:
 *
 * - columns under columns: municipality under secondary medical area under prefecture. Every category of one column
 *   goes with a single category of another in the rows that show both, or the catalog says that codes of one begin with
 *   codes of the other. A column stands under one other column at most, the nearest; the columns are then one
 *   dimension, also between tables that show different levels of it;
 * - categories within categories of one column: codes that begin with another code (13101 within 13, C50 within C) and
 *   bands within bands (40-44 within 40-49). Believed only where the numbers keep it in every table that gives both
 *   sides. One that holds by chance hides more than needed, no less;
 * - subtotals (小計) of the rows listed right before or after them;
 * - a category that is the total under a name that is in no list (小計, 総数（注）, both): where its name says something of
 *   the kind and it is the sum of all others in every row of the table.
 */
import { categoriesOf, parentsWithin } from './nested-categories.ts'
import type { OfWhich } from './of-which.ts'

/** A table as hierarchies are sought in it. */
export interface KeyedTable {
  /** Columns that break it down. */
  columns: readonly string[]
  /** One category a column, null where the row sums over it; a number that adds up, null where it is not known. */
  rows: readonly { key: readonly (string | null)[]; value: number | null }[]
}

export interface Level {
  column: string
  under: string
  /** Category of `under` for each category of `column`. */
  parentOf: ReadonlyMap<string, string>
}

export interface Hierarchies {
  /** Columns under columns, by the name of the lower. */
  levels: ReadonlyMap<string, Level>
  /** Parents among the categories of one column, by its name. */
  within: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Categories that are part of another one beside its parts, by the column's name. */
  ofWhich: ReadonlyMap<string, OfWhich>
}

/** Of tables in which nothing stands under anything. */
export const NO_HIERARCHIES: Hierarchies = { levels: new Map(), within: new Map(), ofWhich: new Map() }

/** Columns whose codes begin with the codes of another, the upper one second. */
const CODES: readonly (readonly [string, string])[] = [
  ['municipality_code', 'prefecture_code'],
  ['medical_area_code', 'prefecture_code'],
]

/** Of all tables that leave together, since one may show the levels of another. */
export function findHierarchies(tables: readonly KeyedTable[]): Hierarchies {
  const found: Level[] = []
  for (const table of tables)
    for (const column of table.columns)
      for (const under of table.columns)
        if (column !== under) {
          const parentOf = parentsIn(table, { column, under })
          if (parentOf && isKeptBy(tables, { column, under, parentOf }))
            found.push({ column, under, parentOf })
        }
  for (const [column, under] of CODES) {
    const parentOf = parentsByCode(tables, { column, under })
    if (parentOf) found.push({ column, under, parentOf })
  }
  return { levels: nearestColumns(found), ...findNestedCategories(tables) }
}

/** Categories within categories alone. */
export function findNestedCategories(tables: readonly KeyedTable[]): Pick<Hierarchies, 'within' | 'ofWhich'> {
  const within = new Map<string, ReadonlyMap<string, string>>()
  const ofWhich = new Map<string, OfWhich>()
  for (const column of new Set(tables.flatMap(({ columns }) => columns))) {
    const { parents, apart } = parentsWithin(tables, column)
    if (parents.size > 0) within.set(column, parents)
    if (apart.size > 0) ofWhich.set(column, apart)
  }
  return { within, ofWhich }
}

/**
 * The single parent of each category, or null: equal columns and columns without a real division are no hierarchy, and
 * where rows also sum over the upper column alone the table is crossed.
 */
function parentsIn(
  { columns, rows }: KeyedTable,
  { column, under }: Pick<Level, 'column' | 'under'>,
): Map<string, string> | null {
  const [lower, upper] = [columns.indexOf(column), columns.indexOf(under)]
  const parentOf = new Map<string, string>()
  for (const { key } of rows) {
    const [child, parent] = [key[lower] ?? null, key[upper] ?? null]
    if (child === null) continue
    if (parent === null) return null
    const known = parentOf.get(child)
    if (known !== undefined && known !== parent) return null
    parentOf.set(child, parent)
  }
  const parents = new Set(parentOf.values())
  return parents.size > 1 && parentOf.size > parents.size ? parentOf : null
}

/** Whether every other table that shows both columns says the same. */
function isKeptBy(tables: readonly KeyedTable[], { column, under, parentOf }: Level): boolean {
  return tables.every(({ columns, rows }) => {
    const [lower, upper] = [columns.indexOf(column), columns.indexOf(under)]
    if (lower < 0 || upper < 0) return true
    return rows.every(({ key }) => {
      const [child, parent] = [key[lower] ?? null, key[upper] ?? null]
      if (child === null) return true
      if (parent === null) return false
      const known = parentOf.get(child)
      return known === undefined || known === parent
    })
  })
}

function parentsByCode(
  tables: readonly KeyedTable[],
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

/** Of several columns above one, the one with most categories; never in a circle. */
function nearestColumns(found: readonly Level[]): Map<string, Level> {
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
export function rootOf({ levels }: Hierarchies, column: string): string {
  let root = column
  for (let level = levels.get(root); level; level = levels.get(root)) root = level.under
  return root
}

/** How many columns stand above one. */
export function depthOf({ levels }: Hierarchies, column: string): number {
  let steps = 0
  for (let level = levels.get(column); level; level = levels.get(level.under)) steps++
  return steps
}

/** What a category is called in a hierarchy's dimension. */
export const nodeName = (column: string, category: string): string => `${column}=${category}`

/** Parents of all categories that lie in one dimension. */
export function parentsUnder(hierarchies: Hierarchies, root: string): Map<string, string> {
  const parents = new Map<string, string>()
  for (const { column, under, parentOf } of hierarchies.levels.values())
    if (rootOf(hierarchies, column) === root)
      for (const [child, parent] of parentOf) parents.set(nodeName(column, child), nodeName(under, parent))
  for (const [column, tree] of hierarchies.within)
    if (rootOf(hierarchies, column) === root)
      for (const [child, parent] of tree) parents.set(nodeName(column, child), nodeName(column, parent))
  return parents
}
