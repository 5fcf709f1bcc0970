/**
 * Which NULLs of a table's keys say "all of them": those that its grouping sets put there. The environment says which keys
 * each set keeps (shared/contract/results.ts). That alone does not tell them from a NULL of the data, but the groups do:
 * every group's total is among the rows and rests on at least as many persons, so of two rows with the same keys one is
 * the total, and where there is only one, that is it.
 */

import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { GroupingSets } from '../../shared/model/facts.ts'

/** A key's texts by row; null for NULL. */
export type KeyTexts = readonly (string | null)[]

/** For each key, by its column, its rows that are totals over it. */
export function totalRows(
  sets: GroupingSets,
  keys: ReadonlyMap<number, KeyTexts>,
): ReadonlyMap<number, ReadonlySet<number>> {
  const places = [...keys.keys()]
  const kept = new Set(sets.map((set) => namesOf(places.map((place) => !set.includes(place)))))
  const totals = new Map(places.map((place) => [place, new Set<number>()]))
  const rows = Array.from(
    { length: Math.max(0, ...[...keys.values()].map((texts) => texts.length)) },
    (_, k) => k,
  )
  const nameOf = (row: number) => namesOf([...keys.values()].map((texts) => texts[row]))
  const alike = new Map<string, number>()
  for (const row of rows) alike.set(nameOf(row), (alike.get(nameOf(row)) ?? 0) + 1)
  for (const row of rows) {
    const blank = places.filter((place) => keys.get(place)![row] === null)
    if (!kept.has(namesOf(places.map((place) => blank.includes(place)))) || alike.get(nameOf(row)) !== 1)
      continue
    for (const place of blank) totals.get(place)!.add(row)
  }
  return totals
}

const namesOf = (list: readonly unknown[]): string => JSON.stringify(list)

/**
 * The same for a result. Known only where all of its rows are on one page and none of its keys is masked.
 * `rowCount`: without the row that stands for the groups below the minimum. `nullText`: how a NULL is written, where
 * null is what was not told.
 */
export function totalsOf(
  sets: GroupingSets,
  {
    page,
    rowCount,
    nullText = null,
  }: { page: ResultPage | undefined; rowCount: number; nullText?: '' | null },
): ReadonlyMap<number, ReadonlySet<number>> {
  if (!page || rowCount > page.rowCount) return new Map()
  const rows = Array.from({ length: rowCount }, (_, row) => row)
  const keys = new Map<number, KeyTexts>()
  for (const place of new Set(sets.flat())) {
    const column = page.columns[place]
    const texts = rows.map((row) => column?.text(row) ?? null)
    const isTold = (row: number) =>
      column?.mask(row) === 'shown' && (nullText === null || texts[row] !== null)
    if (!rows.every(isTold)) return new Map()
    keys.set(
      place,
      texts.map((text) => (text === nullText ? null : text)),
    )
  }
  return totalRows(sets, keys)
}
