/**
 * Which NULLs of a table's keys say "all of them": those that its grouping sets put there. The environment says which keys
 * each set keeps (shared/contract/results.ts). That alone does not tell them from a NULL of the data, but the groups do:
 * every group's total is among the rows and rests on at least as many persons, so of two rows with the same keys one is
 * the total, and where there is only one, that is it. A row whose keys are not told rests on fewer than its total.
 */
import type { GroupingSets } from './facts.ts'

/** For each key, by its column, its rows that are totals over it. */
export type TotalRows = ReadonlyMap<number, ReadonlySet<number>>

export interface KeyTexts {
  rowCount: number
  /** null for NULL, undefined for what is not told. */
  textOf(row: number, column: number): string | null | undefined
}

/** Needs all rows of the table: of a page alone nobody knows which rows have the same keys. */
export function totalRows(sets: GroupingSets, { rowCount, textOf }: KeyTexts): TotalRows {
  const places = [...new Set(sets.flat())].sort((a, b) => a - b)
  const kept = new Set(sets.map((set) => namesOf(places.map((place) => !set.includes(place)))))
  const totals = new Map(places.map((place) => [place, new Set<number>()]))
  const rows = Array.from({ length: rowCount }, (_, row) => ({
    row,
    texts: places.map((place) => textOf(row, place)),
  })).filter(({ texts }) => !texts.includes(undefined))
  const alike = new Map<string, number>()
  for (const { texts } of rows) alike.set(namesOf(texts), (alike.get(namesOf(texts)) ?? 0) + 1)
  for (const { row, texts } of rows) {
    const isTotal = kept.has(namesOf(texts.map((text) => text === null))) && alike.get(namesOf(texts)) === 1
    if (isTotal) for (const [k, place] of places.entries()) if (texts[k] === null) totals.get(place)!.add(row)
  }
  return totals
}

const namesOf = (list: readonly unknown[]): string => JSON.stringify(list)

/**
 * Whether a row belongs into a chart of some of the keys: one level of ROLLUP or CUBE, where totals do not stand beside
 * their parts. No row that is a total over what is drawn, unless there are no others; and of the keys that are not drawn
 * only their totals, where there are any.
 */
export function levelOf(
  totals: TotalRows,
  { drawn, rowCount }: { drawn: readonly number[]; rowCount: number },
): (row: number) => boolean {
  const isTotal = (row: number) => (key: number) => totals.get(key)!.has(row)
  const keys = [...totals.keys()]
  const own = keys.filter((key) => drawn.includes(key))
  const others = keys.filter((key) => !drawn.includes(key))
  const onlyTotals = Array.from({ length: rowCount }, (_, row) => row).every((row) => own.some(isTotal(row)))
  const isOfDrawn = (row: number) => onlyTotals || !own.some(isTotal(row))
  const [first, ...rest] = others.map((key) => totals.get(key)!)
  const summed = first && [...first].some((row) => isOfDrawn(row) && rest.every((rows) => rows.has(row)))
  return (row) => isOfDrawn(row) && (!summed || others.every(isTotal(row)))
}
