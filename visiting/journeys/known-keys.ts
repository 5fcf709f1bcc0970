/**
 * The keys of a row that rests on too few. People read a published table by its keys, so what leaves shows those that
 * stand in a sound row too. Before that they are as telling as its numbers: `birth_year` beside a group of one says when
 * that one was born, although others were born in that year. Where the rows are every combination of known categories,
 * each once, the sound ones say which are left; there alone they are told.
 */
import { isMarginKey, type TableInput } from '../disclosure/table-input.ts'

type Keyed = Pick<TableInput, 'columns' | 'rows'>

/** By row and column: whether a key stands in a row that may be told. True for what is no key. */
export function knownKeys({ columns, rows }: Keyed, travels: readonly boolean[][]): boolean[][] {
  const known = columns.map(
    ({ role }, c) =>
      role === 'key' && new Set(rows.flatMap(({ values }, r) => (travels[r]![c] ? [String(values[c])] : []))),
  )
  return rows.map(({ values }) => columns.map((_, c) => !known[c] || known[c].has(String(values[c]))))
}

/** What may be told of each cell once keys are told that follow from the sound rows. */
export function withToldKeys(table: Keyed, travels: readonly boolean[][]): boolean[][] {
  const keys = table.columns.flatMap(({ role }, c) => (role === 'key' ? [c] : []))
  const isTold = (r: number) => keys.every((c) => travels[r]![c])
  // Totals over the same columns are a table of their own.
  const byMargins = new Map<string, number[]>()
  table.rows.forEach(({ values }, r) => {
    const name = keys.map((c) => (isMarginKey(values[c]) ? 1 : 0)).join('')
    byMargins.set(name, [...(byMargins.get(name) ?? []), r])
  })
  const told = travels.map((row) => [...row])
  for (const rows of byMargins.values())
    if (isEveryCombination(table, { keys, rows, isTold }))
      for (const r of rows) for (const c of keys) told[r]![c] = true
  return told
}

function isEveryCombination(
  { rows: all }: Keyed,
  { keys, rows, isTold }: { keys: number[]; rows: number[]; isTold: (row: number) => boolean },
): boolean {
  const nameOf = (r: number, c: number) => String(all[r]!.values[c])
  const categories = keys.map((c) => new Set(rows.filter(isTold).map((r) => nameOf(r, c))))
  const combinations = new Set(rows.map((r) => JSON.stringify(keys.map((c) => nameOf(r, c)))))
  const many = categories.reduce((product, { size }) => product * size, 1)
  const isKnown = (r: number) => keys.every((c, k) => categories[k]!.has(nameOf(r, c)))
  return combinations.size === rows.length && rows.length === many && rows.every(isKnown)
}
