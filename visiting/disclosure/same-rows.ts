/**
 * Finds the rows of one table in another reading of it, whatever their order and however the same number is written.
 * Answers for each row of `read` which row of `table` it is, or null where the two are not the same table.
 */
export function sameRows(
  table: readonly (readonly (string | null)[])[],
  read: readonly (readonly (string | null)[])[],
): number[] | null {
  if (table.length !== read.length) return null
  const places = new Map<string, number[]>()
  for (const [index, row] of table.entries()) {
    const key = textOf(row)
    places.set(key, [...(places.get(key) ?? []), index])
  }
  const found: number[] = []
  for (const row of read) {
    const place = places.get(textOf(row))?.shift()
    if (place === undefined) return null
    found.push(place)
  }
  return found
}

const textOf = (row: readonly (string | null)[]): string => JSON.stringify(row.map(plain))

/** Numbers to nine digits, which adding up in another order does not change; moments without their zeros. */
function plain(text: string | null): string | null {
  if (text === null) return null
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return String(Number(Number(text).toPrecision(9)))
  return text.replace(/^(\d{4}-\d\d-\d\d)T/, '$1 ').replace(/(:\d\d)\.?0*(Z|\+00)?$/, '$1')
}
