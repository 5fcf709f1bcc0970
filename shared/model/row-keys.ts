/** What tells the rows of a table apart, so that the same row is found in two versions of it. */

interface KeyedTable {
  columns: readonly { role: string }[]
  rows: readonly (readonly { text: string | null }[])[]
}

/**
 * One text a row, in the order of the rows: its keys as they are told, and its turn among rows of the same keys, which
 * are those whose keys are hidden above all.
 */
export function rowKeysOf({ columns, rows }: KeyedTable): string[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const text = JSON.stringify(
      row.filter((_cell, place) => columns[place]?.role === 'key').map((cell) => cell.text),
    )
    const turn = seen.get(text) ?? 0
    seen.set(text, turn + 1)
    return `${text} ${turn}`
  })
}
