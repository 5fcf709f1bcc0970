/**
 * Columns of a plain table as dimensions: columns that stand under one another (prefecture, municipality) are one
 * dimension with a hierarchy, not two that cross. Keys go in and out by column.
 */
import type { DimensionInput } from './cell-table.ts'
import { depthOf, type Hierarchies, nodeName, rootOf } from './hierarchies.ts'

type Key = readonly (string | null)[]

export interface NestedColumns {
  dimensions: DimensionInput[]
  /** From one category a column to one a dimension. */
  nest(key: Key): (string | null)[]
  /** From one category a dimension to one a column, upper levels filled in. */
  unnest(key: Key): (string | null)[]
}

/** Dimensions in the order of their first columns. */
export function nestColumns(columns: readonly string[], hierarchies: Hierarchies): NestedColumns {
  const { levels, within } = hierarchies
  const isNested = (column: string) =>
    levels.has(column) || [...levels.values()].some(({ under }) => under === column)
  const groups = new Map<string, number[]>()
  columns.forEach((column, place) => {
    const root = rootOf(hierarchies, column)
    groups.set(root, [...(groups.get(root) ?? []), place])
  })
  // The deepest level comes last: it names the category where it is given.
  const places = [...groups.values()].map((group) =>
    group.sort((a, b) => depthOf(hierarchies, columns[a]!) - depthOf(hierarchies, columns[b]!)),
  )
  const nodes = new Map<string, { place: number; category: string }>()
  const name = (place: number, category: string): string => {
    const column = columns[place]!
    const node = isNested(column) ? nodeName(column, category) : category
    if (isNested(column)) nodes.set(node, { place, category })
    return node
  }
  /** The category above, in the same column or in one above it that this table has. */
  const above = (place: number, category: string): { place: number; category: string } | null => {
    const inside = within.get(columns[place]!)?.get(category)
    if (inside !== undefined) return { place, category: inside }
    let at: string | undefined = category
    for (let level = levels.get(columns[place]!); level; level = levels.get(level.under)) {
      at = at === undefined ? undefined : level.parentOf.get(at)
      const upper = columns.indexOf(level.under)
      if (upper >= 0) return at === undefined ? null : { place: upper, category: at }
    }
    return null
  }
  const dimensions = [...groups.keys()].map((root, d): DimensionInput => {
    const parents = new Map<string, string>()
    for (const place of places[d]!)
      for (const category of categoriesIn(hierarchies, columns[place]!)) {
        const parent = above(place, category)
        if (parent) parents.set(name(place, category), name(parent.place, parent.category))
      }
    const own = places[d]!.length === 1 && !isNested(columns[places[d]![0]!]!)
    return { name: own ? columns[places[d]![0]!]! : root, ...(parents.size > 0 ? { parents } : {}) }
  })
  return {
    dimensions,
    nest: (key) =>
      places.map((group) => {
        const place = group.findLast((each) => (key[each] ?? null) !== null)
        return place === undefined ? null : name(place, key[place]!)
      }),
    unnest(key) {
      const full: (string | null)[] = columns.map(() => null)
      places.forEach((group, d) => {
        const node = key[d] ?? null
        if (node === null) return
        let at: { place: number; category: string } | null = nodes.get(node) ?? {
          place: group[0]!,
          category: node,
        }
        for (let step = 0; at && step <= columns.length + 99; step++) {
          full[at.place] ??= at.category
          at = isNested(columns[at.place]!) ? above(at.place, at.category) : null
        }
      })
      return full
    },
  }
}

/** Categories of a column that stand under something. */
function categoriesIn({ levels, within }: Hierarchies, column: string): Set<string> {
  return new Set([...(levels.get(column)?.parentOf.keys() ?? []), ...(within.get(column)?.keys() ?? [])])
}
