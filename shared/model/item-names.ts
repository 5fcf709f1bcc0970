/** Names of the items of an output, and of their files in a release. A single table is just `table`. */

type Kind = 'table' | 'text'
const WORDS: Record<Kind, string> = { table: 'table', text: 'note' }

/** `table`, `note`; counted from 1 where there are several of a kind: `table-1`, `table-2`. */
export function itemNames(kinds: readonly Kind[]): string[] {
  const seen: Record<Kind, number> = { table: 0, text: 0 }
  return kinds.map((kind) => {
    seen[kind] += 1
    const several = kinds.filter((each) => each === kind).length > 1
    return several ? `${WORDS[kind]}-${seen[kind]}` : WORDS[kind]
  })
}

/** Name of a file that belongs to an item: `query.sql` for `table`, `query-2.sql` for `table-2`. */
export function fileBeside(
  itemName: string,
  { stem, extension }: { stem: string; extension: string },
): string {
  const number = /-\d+$/.exec(itemName)?.[0] ?? ''
  return `${stem}${number}.${extension}`
}
