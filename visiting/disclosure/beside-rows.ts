/** Rows of a result that are part of others beside the rest (./of-which.ts), apart from those that add up. */
import type { Hierarchies } from './hierarchies.ts'
import { restName, splitOfWhich } from './of-which.ts'
import { isAdditive, isMarginKey, numberOf, type TableInput, textOf } from './table-input.ts'

export interface Beside {
  /** The rows, and after them their differences to what they are part of. */
  input: TableInput
  rows: number[]
  /** The column it is said in, and the category that holds it there; null for the total. */
  key: number
  whole: string | null
}

/** Rows that add up with one another, apart from those that are part of others beside the rest; null without any. */
export function splitRows(
  input: TableInput,
  { keys, hierarchies }: { keys: readonly number[]; hierarchies: Hierarchies },
): { base: TableInput; rows: number[]; besides: Beside[] } | null {
  const columns = keys.map((key) => input.columns[key]!.name)
  const { ofWhich, levels } = hierarchies
  // A column that is one level of several is left as it is.
  const own = new Map(
    [...ofWhich].filter(
      ([name]) => ![...levels.values()].some(({ column, under }) => [column, under].includes(name)),
    ),
  )
  if (!columns.some((name) => own.has(name))) return null
  const keyed = input.rows.map(({ values }, row) => ({
    row,
    key: keys.map((key) => (isMarginKey(values[key]) ? null : textOf(values[key]))),
  }))
  const { base, parts } = splitOfWhich(keyed, {
    columns,
    hierarchies: { ofWhich: own, within: hierarchies.within },
  })
  const besides = parts.map(({ place, category, rows }): Beside => {
    const key = keys[place]!
    const told = rows.map(({ row }) => input.rows[row.row]!)
    const rests = rows.flatMap(({ row, whole }) => {
      if (!whole) return []
      const [part, all] = [input.rows[row.row]!, input.rows[whole.row]!]
      const values = part.values.map((value, c) => {
        if (c === key) return restName(category)
        const [less, more] = [numberOf(value), numberOf(all.values[c])]
        return !isAdditive(input.columns[c]!) ? value : less === null || more === null ? null : more - less
      })
      return [{ ...part, values, of: row.row }]
    })
    return {
      input: { ...input, rows: [...told, ...rests] },
      rows: [...rows.map(({ row }) => row.row), ...rests.map(({ of }) => of)],
      key,
      whole: own.get(columns[place]!)!.get(category) ?? null,
    }
  })
  const rows = base.map(({ row }) => row)
  return { base: { ...input, rows: rows.map((row) => input.rows[row]!) }, rows, besides }
}
