/** Tables made from innermost counts, protected together, and their cells as an oracle knows them. */
import type { DimensionInput } from '../../../visiting/disclosure/cell-table.ts'
import { type LinkedTableInput, protectLinkedTables } from '../../../visiting/disclosure/protect-linked.ts'
import type { OracleCell } from './suppression-oracle.ts'

interface Variable {
  name: string
  categories: readonly string[]
  parents?: ReadonlyMap<string, string>
}

/** Innermost counts over variables, and tables over some of them. */
export interface Scene {
  variables: readonly Variable[]
  /** Names of the variables of each table. */
  tables: readonly (readonly string[])[]
  counts: readonly number[]
}

/** Whether a category lies within another, the total (null) within itself only. */
function isWithin({ parents }: Variable, category: string, key: string | null): boolean {
  if (key === null) return true
  for (let at: string | undefined = category; at !== undefined; at = parents?.get(at))
    if (at === key) return true
  return false
}

export function leafKeys({ variables }: Pick<Scene, 'variables'>): string[][] {
  let keys: string[][] = [[]]
  for (const { categories } of variables)
    keys = keys.flatMap((key) => categories.map((category) => [...key, category]))
  return keys
}

function tablesOf(scene: Scene): LinkedTableInput[] {
  const leaves = leafKeys(scene)
  return scene.tables.map((names) => {
    const places = names.map((name) => scene.variables.findIndex((variable) => variable.name === name))
    const sums = new Map<string, { key: string[]; value: number }>()
    leaves.forEach((leaf, k) => {
      const key = places.map((place) => leaf[place]!)
      const row = sums.get(key.join()) ?? { key, value: 0 }
      sums.set(key.join(), row)
      row.value += scene.counts[k]!
    })
    return {
      name: names.join('×'),
      dimensions: places.map((place): DimensionInput => {
        const { name, parents } = scene.variables[place]!
        return parents ? { name, parents } : { name }
      }),
      rows: [...sums.values()].map((row, line) => ({ ...row, line })),
    }
  })
}

export async function judge(scene: Scene, threshold: number) {
  const answer = await protectLinkedTables({
    tables: tablesOf(scene),
    rule: { threshold, zeroPolicy: 'show' },
    timeLimitMs: 60_000,
  })
  const leaves = leafKeys(scene)
  const cells: OracleCell[] = []
  const placeOf = new Map<string, number>()
  const shown = answer.tables.flatMap(({ cells: own }, t) =>
    own.map((cell) => {
      const names = scene.tables[t]!
      const inside = leaves.flatMap((leaf, k) =>
        names.every((name, d) => {
          const place = scene.variables.findIndex((variable) => variable.name === name)
          return isWithin(scene.variables[place]!, leaf[place]!, cell.key[d] ?? null)
        })
          ? [k]
          : [],
      )
      const id = names
        .map((name, d) => `${name}=${cell.key[d]}`)
        .filter((word) => !word.endsWith('=null'))
        .sort()
        .join()
      if (!placeOf.has(id)) {
        placeOf.set(id, cells.length)
        cells.push({ leaves: inside, value: inside.reduce((sum, k) => sum + scene.counts[k]!, 0) })
      }
      return { ...cell, place: placeOf.get(id)! }
    }),
  )
  const hidden = new Set(shown.flatMap(({ status, place }) => (status === 'shown' ? [] : [place])))
  return { answer, shown, hidden, cells }
}

export const letters = (name: string, count: number): Variable => ({
  name,
  categories: Array.from({ length: count }, (_, k) => `${name}${k}`),
})
export const areas: Variable = {
  name: 'area',
  categories: ['m1', 'm2', 'm3', 'm4'],
  parents: new Map([
    ['m1', 'p1'],
    ['m2', 'p1'],
    ['m3', 'p2'],
    ['m4', 'p2'],
  ]),
}
