/**
 * Fewer, larger categories instead of hidden cells: merging neighbouring bands,
 * top coding, and recoding by a given map. Each returns what every category
 * becomes, and `recodeRows` adds the counts up again.
 */
import type { RowInput } from './cell-table.ts'
import { parseBand } from './key-checks.ts'

/** New category of each old one. */
export type Recoding = ReadonlyMap<string, string>

export interface BandInput {
  rows: readonly RowInput[]
  /** Place of the banded dimension in the keys. */
  dimension: number
  /** Its categories from low to high; by default in the order of their bounds. */
  order?: readonly string[]
  /** Counts from 1 to threshold − 1 must not remain. */
  threshold: number
}

/**
 * The finest merging of neighbouring bands in which no count under the threshold
 * is left (zeros may stay); null where even a single band leaves one. Dynamic
 * programming over the ends of bands: most bands first, then the most even ones.
 */
export function mergeBands({ rows, dimension, order, threshold }: BandInput): Recoding | null {
  const bands = order ?? inOrder(categoriesOf(rows, dimension))
  const place = new Map(bands.map((band, k) => [band, k]))
  const groups = new Map<string, number[]>()
  for (const { key, value } of rows) {
    const band = key[dimension]
    if (band === null || band === undefined || value === null) continue
    const name = JSON.stringify(key.with(dimension, ''))
    const counts = groups.get(name) ?? bands.map(() => 0)
    groups.set(name, counts)
    const at = place.get(band)
    if (at !== undefined) counts[at]! += value
  }
  // Sums up to each band, so that any run of bands is a difference.
  const sums = [...groups.values()].map((counts) => {
    const upTo = [0]
    for (const count of counts) upTo.push(upTo.at(-1)! + count)
    return upTo
  })
  const fits = (from: number, to: number) =>
    sums.every((upTo) => {
      const count = upTo[to]! - upTo[from]!
      return count === 0 || count >= threshold
    })
  const best: ({ bands: number; widest: number; from: number } | null)[] = [{ bands: 0, widest: 0, from: 0 }]
  for (let to = 1; to <= bands.length; to++) {
    best[to] = null
    for (let from = 0; from < to; from++) {
      const before = best[from]
      if (!before || !fits(from, to)) continue
      const now = { bands: before.bands + 1, widest: Math.max(before.widest, to - from), from }
      const known = best[to]
      if (!known || now.bands > known.bands || (now.bands === known.bands && now.widest < known.widest))
        best[to] = now
    }
  }
  if (!best[bands.length]) return null
  const recoding = new Map<string, string>()
  for (let to = bands.length; to > 0; to = best[to]!.from) {
    const run = bands.slice(best[to]!.from, to)
    for (const band of run) recoding.set(band, bandName(run))
  }
  return recoding
}

/** Puts all bands that reach `from` or more into one (`90+`). Bands that cannot be read stay. */
export function topCode(categories: readonly string[], from: number): Recoding {
  return new Map(
    categories.map((category) => {
      const band = parseBand(category)
      return [category, band && band.from >= from ? `${from}+` : category]
    }),
  )
}

/** Puts all bands that end at or before `under` into one (`<65`). */
export function bottomCode(categories: readonly string[], under: number): Recoding {
  return new Map(
    categories.map((category) => {
      const band = parseBand(category)
      return [category, band && band.to <= under ? `<${under}` : category]
    }),
  )
}

/** Rows with one dimension recoded; counts of the same new key are added. Margins are added as they are. */
export function recodeRows(
  rows: readonly RowInput[],
  { dimension, recoding }: { dimension: number; recoding: Recoding },
): RowInput[] {
  const merged = new Map<string, RowInput>()
  for (const row of rows) {
    const old = row.key[dimension] ?? null
    const key = row.key.with(dimension, old === null ? null : (recoding.get(old) ?? old))
    const name = JSON.stringify(key)
    const known = merged.get(name)
    if (!known) merged.set(name, { ...row, key })
    else if (known.value !== null)
      merged.set(name, { ...known, value: row.value === null ? null : known.value + row.value })
  }
  return [...merged.values()]
}

/** Of the dimension with this number, in the order of the rows; totals (null) are none. */
export function categoriesOf(rows: readonly RowInput[], dimension: number): string[] {
  return [...new Set(rows.flatMap(({ key }) => key[dimension] ?? []))]
}

function inOrder(categories: readonly string[]): string[] {
  return [...categories].sort((a, b) => (parseBand(a)?.from ?? 0) - (parseBand(b)?.from ?? 0))
}

/** `40-44` and `45-49` make `40-49`; names that cannot be read are joined. */
function bandName(run: readonly string[]): string {
  const first = run[0]!
  const last = run.at(-1)!
  if (run.length === 1) return first
  const low = parseBand(first)
  const high = parseBand(last)
  if (!low || !high) return `${first}–${last}`
  if (!Number.isFinite(high.to)) return Number.isFinite(low.from) ? `${low.from}+` : `${first}–${last}`
  return Number.isFinite(low.from) ? `${low.from}-${high.to - 1}` : `<${high.to}`
}
