/** Categories within categories of one column, by their names and their numbers (./hierarchies.ts). */
import type { KeyedTable } from './hierarchies.ts'
import { parseBand } from './key-checks.ts'
import { findOfWhich, type OfWhich } from './of-which.ts'

/** Parent of each category that has one in the same column, and those that are beside the others. */
export function parentsWithin(
  tables: readonly KeyedTable[],
  column: string,
): { parents: Map<string, string>; apart: OfWhich } {
  const { parents, loose } = parentsByName(tables, column)
  const topsOf = () => [...categoriesOf(tables, column)].filter((category) => !parents.has(category))
  const totalOf = (tops: readonly string[]) => {
    const total = tops.find((category) => isTotalOf(tables, { column, category, tops }))
    if (total !== undefined) for (const category of tops) if (category !== total) parents.set(category, total)
    return total !== undefined
  }
  if (totalOf(topsOf())) return { parents, apart: new Map() }
  const apart = findOfWhich(tables, { column, loose })
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
  const none = new Map<string, string>()
  if (!tops.some(isTotalLike)) return none
  const slices = tables.flatMap((table) => slicesOf(table, column, true) ?? [])
  const addsUpPlainly = (parts: readonly string[]) => {
    const whole = slices.map((slice) => new Map([['\u0000', slice.get(null) ?? []], ...slice]))
    return addsUp(whole, { parent: '\u0000', parts })
  }
  if (addsUpPlainly(tops)) return none
  const margins = slices.some((slice) => (slice.get(null) ?? []).some(({ value }) => value !== null))
  const back = [...tops].reverse()
  const fits = (sums: ReadonlyMap<string, string>) =>
    !margins || addsUpPlainly(tops.filter((category) => !sums.has(category)))
  for (const orders of [[tops], [back], [tops, back]]) {
    const found = lookBack(slices, { order: orders.flat(), turn: tops.length, fits })
    if (found) return found
  }
  return none
}

const isTotalLike = (category: string) => TOTAL_LIKE.test(category.normalize('NFKC'))

/** Where the parts of a sum may begin among the rows before it, the likeliest first. */
function startsIn(open: readonly string[]): number[] {
  const since = open.findLastIndex(isTotalLike) + 1
  const starts = open.map((_, start) => start).slice(-MOST_IN_SUBTOTAL)
  return since < open.length ? [since, ...starts.filter((start) => start !== since)] : starts
}

/** Ways of reading subtotals that are tried: tables with many hidden numbers have more than anybody wants to wait for. */
const MOST_READINGS = 500

/**
 * Reads categories in this order, each that is named like a sum as that of those right before it; what was read again
 * from `turn` on begins anew. Beside hidden numbers it may be the sum of more rows than one way: of those since the
 * subtotal before it, or of any more or fewer. The first reading that `fits`; null where none does, or none has a sum.
 */
function lookBack(
  slices: readonly Slices[],
  {
    order,
    turn,
    fits,
  }: { order: readonly string[]; turn: number; fits: (sums: ReadonlyMap<string, string>) => boolean },
): Map<string, string> | null {
  let readings = 0
  const read = (
    from: number,
    left: readonly string[],
    sums: Map<string, string>,
  ): Map<string, string> | null => {
    let open = [...left]
    const wholes = new Set(sums.values())
    for (let at = from; at < order.length; at++) {
      const category = order[at]!
      if (at === turn) open = []
      if (sums.has(category)) continue
      if (isTotalLike(category) && !wholes.has(category))
        for (const start of startsIn(open)) {
          if (readings >= MOST_READINGS) return null
          const parts = open.slice(start)
          if (!addsUp(slices, { parent: category, parts })) continue
          const more = parts.map((part): [string, string] => [part, category])
          const found = read(at + 1, [...open.slice(0, start), category], new Map([...sums, ...more]))
          if (found) return found
        }
      open.push(category)
    }
    readings += 1
    return sums.size > 0 && fits(sums) ? sums : null
  }
  return read(0, [], new Map())
}

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

/** What names of totals have in common. */
const TOTAL_LIKE = /[計総全両]|再掲|total|\ball\b|\bsum\b|both|overall/i

/** Words for the sum of what stands with them in one column, where no other row is. */
const SUBTOTAL_WORDS = new Set(['小計', '計', 'subtotal', 'sub-total', 'sub total'])

/**
 * Subtotals that are the only total of their rows, as the total that they are: 小計 under each prefecture. Where a total is
 * given too they are levels of their own.
 */
export function plainTotals<Row extends { key: readonly (string | null)[]; value: number | null }>(
  rows: readonly Row[],
): Row[] {
  const width = rows[0]?.key.length ?? 0
  let read = [...rows]
  for (let place = 0; place < width; place++) {
    const isSubtotal = ({ key }: Row) =>
      SUBTOTAL_WORDS.has((key[place] ?? '').normalize('NFKC').trim().toLowerCase())
    if (!read.some(isSubtotal)) continue
    const names = new Set(read.map(({ key }) => JSON.stringify(key)))
    const totals = read.filter(isSubtotal).map(({ key }) => JSON.stringify(key.with(place, null)))
    const isOnly = new Set(totals).size === totals.length && !totals.some((name) => names.has(name))
    const sums = new Map<string, number | null>()
    for (const row of read) {
      const others = JSON.stringify(row.key.with(place, null))
      if (isSubtotal(row) || row.key[place] === null) continue
      const before = sums.get(others) ?? (sums.has(others) ? null : 0)
      sums.set(others, before === null || row.value === null ? null : before + row.value)
    }
    const adds = read.filter(isSubtotal).every(({ key, value }) => {
      const sum = sums.get(JSON.stringify(key.with(place, null))) ?? null
      return sum === null || value === null || sum === value
    })
    if (isOnly && adds)
      read = read.map((row) => (isSubtotal(row) ? { ...row, key: row.key.with(place, null) } : row))
  }
  return read
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
function parentsByName(
  tables: readonly KeyedTable[],
  column: string,
): {
  parents: Map<string, string> /** Bands within one that they do not make up. */
  loose: Map<string, string>
} {
  const categories = [...categoriesOf(tables, column)]
  const refused = new Set<string>()
  const loose = new Map<string, string>()
  let slices: Slices[] | null = null
  for (;;) {
    const parents = nearestCategories(categories, refused)
    const families = familiesOf(parents)
    for (const category of parents.keys()) if (!refused.has(parents.get(category)!)) loose.delete(category)
    if (families.size === 0) return { parents, loose }
    slices ??= tables.flatMap((table) => slicesOf(table, column) ?? [])
    const wrong = [...families].filter(([parent, parts]) => !addsUp(slices!, { parent, parts }))
    if (wrong.length === 0) return { parents, loose }
    for (const [parent, parts] of wrong) {
      refused.add(parent)
      // A number that another one only begins with, as 1 does 10, holds nothing.
      if (isWide(parent)) for (const part of parts) if (parseBand(part)) loose.set(part, parent)
    }
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
  const wide = [...candidates].filter(isWide)
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

/** A band of more than one number. */
function isWide(category: string): boolean {
  const band = parseBand(category)
  return band !== null && band.to - band.from > 1
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

/** Every category of the column `name` in any of the tables. */
export function categoriesOf(tables: readonly KeyedTable[], name: string): Set<string> {
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
