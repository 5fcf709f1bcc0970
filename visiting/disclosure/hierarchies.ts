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
import { parseBand } from './key-checks.ts'
import { findOfWhich, type OfWhich } from './of-which.ts'

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

export const NO_HIERARCHIES: Hierarchies = { levels: new Map(), within: new Map(), ofWhich: new Map() }

/** Columns whose codes begin with the codes of another, the upper one second. */
const CODES: readonly (readonly [string, string])[] = [
  ['municipality_code', 'prefecture_code'],
  ['medical_area_code', 'prefecture_code'],
]

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
  const within = new Map<string, ReadonlyMap<string, string>>()
  const ofWhich = new Map<string, OfWhich>()
  for (const column of new Set(tables.flatMap(({ columns }) => columns))) {
    const { parents, apart } = parentsWithin(tables, column)
    if (parents.size > 0) within.set(column, parents)
    if (apart.size > 0) ofWhich.set(column, apart)
  }
  return { levels: nearestColumns(found), within, ofWhich }
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

function categoriesOf(tables: readonly KeyedTable[], name: string): Set<string> {
  const found = new Set<string>()
  for (const { columns, rows } of tables) {
    const column = columns.indexOf(name)
    if (column < 0) continue
    for (const { key } of rows) {
      const category = key[column] ?? null
      if (category !== null) found.add(category)
    }
  }
  return found
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

/** Parent of each category that has one in the same column, and those that are beside the others. */
function parentsWithin(
  tables: readonly KeyedTable[],
  column: string,
): { parents: Map<string, string>; apart: OfWhich } {
  const parents = parentsByName(tables, column)
  const topsOf = () => [...categoriesOf(tables, column)].filter((category) => !parents.has(category))
  const totalOf = (tops: readonly string[]) => {
    const total = tops.find((category) => isTotalOf(tables, { column, category, tops }))
    if (total !== undefined) for (const category of tops) if (category !== total) parents.set(category, total)
    return total !== undefined
  }
  if (totalOf(topsOf())) return { parents, apart: new Map() }
  const apart = findOfWhich(tables, column)
  const tops = topsOf().filter((category) => !apart.has(category))
  for (const [part, sum] of subtotalsOf(tables, { column, tops })) parents.set(part, sum)
  if (apart.size > 0 || parents.size > 0) totalOf(tops.filter((category) => !parents.has(category)))
  return { parents, apart }
}

/** Rows looked back at from a subtotal. */
const MOST_IN_SUBTOTAL = 200

/**
 * Categories that are the sum of those listed right before them, or right after, by their name and the numbers of every
 * row: subtotals under a total that is another row. None where the table adds up as a plain list.
 */
function subtotalsOf(
  tables: readonly KeyedTable[],
  { column, tops }: { column: string; tops: readonly string[] },
): Map<string, string> {
  const found = new Map<string, string>()
  if (!tops.some((category) => TOTAL_LIKE.test(category.normalize('NFKC')))) return found
  const slices = tables.flatMap((table) => slicesOf(table, column, true) ?? [])
  const addsUpPlainly = (parts: readonly string[]) => {
    const whole = slices.map((slice) => new Map([['\u0000', slice.get(null) ?? []], ...slice]))
    return addsUp(whole, { parent: '\u0000', parts })
  }
  if (addsUpPlainly(tops)) return found
  for (const order of [tops, [...tops].reverse()]) {
    const open: string[] = []
    for (const category of order) {
      if (found.has(category)) continue
      const isSum = TOTAL_LIKE.test(category.normalize('NFKC')) && ![...found.values()].includes(category)
      for (
        let from = isSum ? Math.max(0, open.length - MOST_IN_SUBTOTAL) : open.length;
        from < open.length;
        from++
      ) {
        const parts = open.slice(from)
        if (!addsUp(slices, { parent: category, parts })) continue
        for (const part of parts) found.set(part, category)
        open.length = from
      }
      open.push(category)
    }
  }
  const margins = slices.some((slice) => (slice.get(null) ?? []).some(({ value }) => value !== null))
  return margins && !addsUpPlainly(tops.filter((category) => !found.has(category))) ? new Map() : found
}

/** What names of totals have in common. */
const TOTAL_LIKE = /[計総全両]|再掲|total|\ball\b|\bsum\b|both|overall/i

/** Subtotals of one name after one another in one column, told apart by their place in the table. */
export function distinctSubtotals<Row extends { key: readonly (string | null)[]; line: number }>(
  rows: readonly Row[],
): Row[] {
  const seen = new Set<string>()
  return rows.map((row) => {
    const name = JSON.stringify(row.key)
    if (!seen.has(name)) {
      seen.add(name)
      return row
    }
    const place = row.key.findIndex(
      (category) => category !== null && TOTAL_LIKE.test(category.normalize('NFKC')),
    )
    return place < 0 ? row : { ...row, key: row.key.with(place, `${row.key[place]} (${row.line})`) }
  })
}

/** Whether a category is all the others together, and what the table itself calls the total, if it has one. */
function isTotalOf(
  tables: readonly KeyedTable[],
  { column, category, tops }: { column: string; category: string; tops: readonly string[] },
): boolean {
  const parts = tops.filter((other) => other !== category)
  if (parts.length < 2 || !TOTAL_LIKE.test(category.normalize('NFKC'))) return false
  const slices = tables.flatMap((table) => slicesOf(table, column, true) ?? [])
  if (!addsUp(slices, { parent: category, parts })) return false
  return slices.every((slice) => {
    const own = new Map(slice.get(category)?.map(({ others, value }) => [others, value]))
    return (slice.get(null) ?? []).every(({ others, value }) => {
      const said = own.get(others) ?? null
      return said === null || value === null || said === value
    })
  })
}

/** The same by what the categories are called. */
function parentsByName(tables: readonly KeyedTable[], column: string): Map<string, string> {
  const categories = [...categoriesOf(tables, column)]
  const refused = new Set<string>()
  let slices: Slices[] | null = null
  for (;;) {
    const parents = nearestCategories(categories, refused)
    const families = familiesOf(parents)
    if (families.size === 0) return parents
    slices ??= tables.flatMap((table) => slicesOf(table, column) ?? [])
    const wrong = [...families].filter(([parent, parts]) => !addsUp(slices!, { parent, parts }))
    if (wrong.length === 0) return parents
    for (const [parent] of wrong) refused.add(parent)
  }
}

/** Rows of a table by their category in one column, each with what it says in the others. */
type Slices = ReadonlyMap<string | null, readonly { others: string; value: number | null }[]>

/** `totals`: also rows that sum over the column, under null. */
function slicesOf({ columns, rows }: KeyedTable, column: string, totals = false): Slices | null {
  const place = columns.indexOf(column)
  if (place < 0) return null
  const slices = new Map<string | null, { others: string; value: number | null }[]>()
  for (const { key, value } of rows) {
    const category = key[place] ?? null
    if (category === null && !totals) continue
    let others = ''
    for (let k = 0; k < key.length; k++)
      if (k !== place) others += key[k] === null ? '\u0001' : `=${key[k]}\u0001`
    const slice = slices.get(category)
    if (slice) slice.push({ others, value })
    else slices.set(category, [{ others, value }])
  }
  return slices
}

function familiesOf(parents: ReadonlyMap<string, string>): Map<string, string[]> {
  const families = new Map<string, string[]>()
  for (const [child, parent] of parents) {
    const family = families.get(parent)
    if (family) family.push(child)
    else families.set(parent, [child])
  }
  return families
}

/** For each category the smallest other one that holds it. */
function nearestCategories(categories: readonly string[], refused: ReadonlySet<string>): Map<string, string> {
  const parents = new Map<string, string>()
  const bands = new Map(categories.map((category) => [category, parseBand(category)]))
  const holds = (outer: string, inner: string) => {
    const [wide, narrow] = [bands.get(outer), bands.get(inner)]
    if (wide && narrow && wide.to - wide.from > 1 && wide.from <= narrow.from && wide.to >= narrow.to)
      return wide.from < narrow.from || wide.to > narrow.to
    return inner.length > outer.length && inner.startsWith(outer) && CODE.test(inner) && CODE.test(outer)
  }
  const candidates = new Set(categories.filter((category) => !refused.has(category)))
  const wide = [...candidates].filter((category) => {
    const band = bands.get(category)
    return band && band.to - band.from > 1
  })
  for (const category of categories) {
    // Thousands of codes are looked up by their beginnings, not compared with one another.
    const beginnings = Array.from({ length: category.length }, (_, end) => category.slice(0, end))
    const near = new Set([...beginnings.filter((code) => candidates.has(code)), ...wide])
    const around = [...near].filter((other) => other !== category && holds(other, category))
    const smallest = around.find((other) => around.every((more) => more === other || holds(more, other)))
    if (smallest !== undefined) parents.set(category, smallest)
  }
  return parents
}

const CODE = /^[A-Z0-9.-]+$/i
/** What is hardly a mere number of a class: 13, C, 40-49, but not 1. */
const TELLING = /^(?:[A-Z].*|.{2,})$/i

/**
 * Whether the numbers keep a category as the sum of its parts. Where some of them are hidden the known ones must not
 * exceed it, and the codes must be telling by themselves.
 */
function addsUp(
  tables: readonly Slices[],
  { parent, parts }: { parent: string; parts: readonly string[] },
): boolean {
  let proven = false
  let possible = false
  for (const slices of tables) {
    const groups = new Map<string, { whole: number | null; known: number; hidden: boolean; parts: number }>()
    for (const category of [parent, ...parts])
      for (const { others, value } of slices.get(category) ?? []) {
        let group = groups.get(others)
        if (!group) {
          group = { whole: null, known: 0, hidden: false, parts: 0 }
          groups.set(others, group)
        }
        if (value === null) group.hidden = true
        if (category === parent) group.whole = value
        else {
          group.parts++
          group.known += value ?? 0
        }
      }
    for (const { whole, known, hidden, parts: count } of groups.values()) {
      if (count === 0) continue
      possible ||= hidden
      if (whole === null) continue
      if (hidden ? known > whole : known !== whole) return false
      if (!hidden && whole !== 0) proven = true
    }
  }
  return proven || (possible && TELLING.test(parent))
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
