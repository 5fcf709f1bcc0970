/**
 * Finds a hierarchy within the categories of one dimension: codes that begin with
 * another code (13101 within 13, C50 within C), and bands within bands (40-44
 * within 40-49).
 *
 * A relation is believed only if the numbers keep it wherever both sides are
 * given, and not all of them are 0. One that holds by chance hides more than
 * needed, no less.
 */
import type { RowInput } from './cell-table.ts'
import { parseBand } from './key-checks.ts'

/** Parent of each category that has one. Empty where the categories are a plain list. */
export function detectHierarchy(rows: readonly RowInput[], dimension: number): Map<string, string> {
  const categories = [...new Set(rows.flatMap(({ key }) => key[dimension] ?? []))]
  const refused = new Set<string>()
  for (;;) {
    const parents = nearest(categories, refused)
    const wrong = [...new Set(parents.values())].filter(
      (parent) => !adds(rows, { dimension, parents, parent }),
    )
    if (wrong.length === 0) return parents
    for (const parent of wrong) refused.add(parent)
  }
}

/** For each category the smallest other one that holds it. */
function nearest(categories: readonly string[], refused: ReadonlySet<string>): Map<string, string> {
  const parents = new Map<string, string>()
  const candidates = categories.filter((category) => !refused.has(category))
  for (const category of categories) {
    const around = candidates.filter((other) => other !== category && holds(other, category))
    const smallest = around.find((other) => around.every((more) => more === other || holds(more, other)))
    if (smallest !== undefined) parents.set(category, smallest)
  }
  return parents
}

const CODE = /^[A-Z0-9.-]+$/i

function holds(outer: string, inner: string): boolean {
  const wide = parseBand(outer)
  const narrow = parseBand(inner)
  if (wide && narrow && wide.to - wide.from > 1 && wide.from <= narrow.from && wide.to >= narrow.to)
    return wide.from < narrow.from || wide.to > narrow.to
  return inner.length > outer.length && inner.startsWith(outer) && CODE.test(inner) && CODE.test(outer)
}

function adds(
  rows: readonly RowInput[],
  { dimension, parents, parent }: { dimension: number; parents: ReadonlyMap<string, string>; parent: string },
): boolean {
  const groups = new Map<string, { whole: number | null; parts: number | null }>()
  for (const { key, value } of rows) {
    const category = key[dimension] ?? null
    if (category === null || value === null) continue
    const isPart = parents.get(category) === parent
    if (category !== parent && !isPart) continue
    const name = JSON.stringify(key.with(dimension, null))
    const group = groups.get(name) ?? { whole: null, parts: null }
    groups.set(name, group)
    if (isPart) group.parts = (group.parts ?? 0) + value
    else group.whole = value
  }
  const both = [...groups.values()].filter(({ whole, parts }) => whole !== null && parts !== null)
  return both.some(({ whole }) => whole! > 0) && both.every(({ whole, parts }) => whole === parts)
}
