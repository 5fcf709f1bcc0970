/**
 * Rows that are part of another row beside its real parts (うち, 再掲, of which): they add up with nothing that is listed,
 * but the difference to their whole can be worked out, and is a number of persons like any other.
 */
import type { Hierarchies, KeyedTable } from './hierarchies.ts'

/** Whole of each category that is an of-which, null for the total; by name, and as far as no number speaks against it. */
export type OfWhich = ReadonlyMap<string, string | null>

const OF_WHICH =
  /^[\s・※*\-–([【〔「]*(?:うち|再掲|内数|内(?=[\s、:,)\]】〕])|(?:of which|of whom|thereof|including)\b)/i
/** What is said again is, unless it says otherwise, said again of the total. */
const AGAIN = /^[\s・※*\-–([【〔「]*再掲/

/** By category of `column`, the one it is part of; null: the total of the column. */
export function findOfWhich(
  tables: readonly KeyedTable[],
  { column, loose }: { column: string /** Bands within one that they do not make up. */; loose: OfWhich },
): OfWhich {
  const found = new Map<string, string | null>()
  const refused = new Set<string>()
  for (const { columns, rows } of tables) {
    const place = columns.indexOf(column)
    if (place < 0) continue
    // Most columns hold none: nothing is set up for them.
    if (!rows.some(({ key }) => key[place] !== null && (isOfWhich(key[place]!) || loose.has(key[place]!))))
      continue
    const slices = new Map<string, Map<string | null, number | null>>()
    const last = new Map<string, string | null>()
    const named: { category: string; others: string }[] = []
    for (const { key, value } of rows) {
      const category = key[place] ?? null
      const others = JSON.stringify(key.map((each, k) => (k === place ? '' : each)))
      const slice = slices.get(others) ?? new Map<string | null, number | null>()
      slices.set(others, slice.set(category, value))
      if (category === null || !(isOfWhich(category) || loose.has(category))) {
        last.set(others, category)
        continue
      }
      named.push({ category, others })
      if (loose.has(category)) found.set(category, loose.get(category)!)
      if (!found.has(category))
        found.set(category, AGAIN.test(plain(category)) ? null : (last.get(others) ?? null))
    }
    if (named.length === 0) continue
    const fits = (category: string, whole: string | null) =>
      named.every(({ category: one, others }) => {
        const slice = slices.get(others)!
        const [part, all] = [slice.get(category) ?? null, slice.get(whole) ?? null]
        return one !== category || part === null || all === null || part <= all
      })
    for (const { category } of named) {
      const whole = found.get(category) ?? null
      const isPart = fits(category, whole)
      if (!isPart) found.set(category, null)
      // What only a band's bounds say is nothing once its numbers speak against it.
      if ((!isPart && loose.has(category)) || !fits(category, null) || isPlainPart(slices))
        refused.add(category)
    }
  }
  for (const category of refused) found.delete(category)
  return found
}

const plain = (category: string) => category.normalize('NFKC').trim()

const isOfWhich = (category: string) => OF_WHICH.test(plain(category))

/** Whether the total is the sum of all that is listed, so that nothing in the list is said twice. */
function isPlainPart(slices: ReadonlyMap<string, ReadonlyMap<string | null, number | null>>): boolean {
  let proven = false
  for (const slice of slices.values()) {
    const whole = slice.get(null) ?? null
    if (whole === null || [...slice.values()].includes(null)) continue
    let sum = 0
    for (const [category, value] of slice) if (category !== null) sum += value!
    if (sum !== whole) return false
    proven = true
  }
  return proven
}

type Key = readonly (string | null)[]

export interface OfWhichPart<Row> {
  /** Index of the column it is said in. */
  place: number
  category: string
  /** Each row, with the row that it is part of, where the table has that. */
  rows: { row: Row; whole: Row | null }[]
}

/** Rows that add up with one another, and for each of-which those that do not. */
export function splitOfWhich<Row extends { key: Key }>(
  rows: readonly Row[],
  {
    columns,
    hierarchies: { ofWhich, within },
  }: { columns: readonly string[]; hierarchies: Pick<Hierarchies, 'ofWhich' | 'within'> },
): { base: Row[]; parts: OfWhichPart<Row>[] } {
  if (!columns.some((column) => ofWhich.has(column))) return { base: [...rows], parts: [] }
  /** The of-which that a category is, or stands under. */
  const topOf = (category: string | null, column: string): string | null => {
    let at: string | undefined = category ?? undefined
    for (let step = 0; at !== undefined && step < 99; step++) {
      if (ofWhich.get(column)?.has(at)) return at
      at = within.get(column)?.get(at)
    }
    return null
  }
  const base: Row[] = []
  const parts = new Map<string, OfWhichPart<Row>>()
  const rowAt = new Map(rows.map((row) => [JSON.stringify(row.key), row]))
  for (const row of rows) {
    const tops = row.key.map((each, k) => topOf(each, columns[k]!))
    const place = tops.findIndex((top) => top !== null)
    if (place < 0) {
      base.push(row)
      continue
    }
    const category = tops[place]!
    const name = JSON.stringify([place, category])
    const part = parts.get(name) ?? { place, category, rows: [] }
    parts.set(name, part)
    const whole = ofWhich.get(columns[place]!)!.get(category) ?? null
    const isTop = row.key[place] === category
    part.rows.push({ row, whole: (isTop && rowAt.get(JSON.stringify(row.key.with(place, whole)))) || null })
  }
  return { base, parts: [...parts.values()] }
}

/** What the category of a difference is called. */
export const restName = (category: string): string => `${category}（以外 / other）`
