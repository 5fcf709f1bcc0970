/**
 * Queries that differ in one condition only: whoever asks the same with one more condition, or with another value in
 * it, may take one answer from the other and learn of those who make the difference (differencing). Told to officers as
 * something to look at. Works on the words of SQL, so that it neither sees two ways to write one condition nor judges
 * what the numbers would tell; the ledger does that for what is to leave.
 */

/** Longest part, in words of SQL, in which two queries may differ and still be one condition apart. */
const LONGEST_PART = 12

/** Most different queries that are compared with each other; pairs grow with the square. */
const MOST_QUERIES = 500

const WORDS =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\d+(?:\.\d+)?|[\p{L}_][\p{L}\p{N}_]*|<>|<=|>=|!=|::|\|\||\S/gu

const CONDITIONS = new Set(['where', 'having', 'on', 'qualify', 'when'])
const CLAUSES = new Set([
  ...CONDITIONS,
  ...['select', 'from', 'group', 'order', 'limit', 'offset', 'join', 'using', 'with', 'union', 'window'],
  ...['then', 'else', 'end'],
])

/** Words without comments; names and key words in small letters, texts as they are. */
export const wordsOf = (sql: string): string[] =>
  (sql.match(WORDS) ?? [])
    .filter((word) => !word.startsWith('--') && !word.startsWith('/*'))
    .map((word) => (word.startsWith("'") ? word : word.toLowerCase()))

/** The clause in which a word stands, itself included. */
function clauseAt(words: readonly string[], place: number): string {
  for (let at = Math.min(place, words.length - 1); at >= 0; at -= 1)
    if (CLAUSES.has(words[at]!)) return words[at]!
  return ''
}

/** The one part in which two queries differ, if it is short and a condition; null otherwise. */
export function conditionBetween(
  one: readonly string[],
  other: readonly string[],
): { before: string; after: string } | null {
  if (Math.abs(one.length - other.length) > LONGEST_PART) return null
  const shorter = Math.min(one.length, other.length)
  let start = 0
  while (start < shorter && one[start] === other[start]) start += 1
  let end = 0
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1
  const [before, after] = [one.slice(start, one.length - end), other.slice(start, other.length - end)]
  if (before.length > LONGEST_PART || after.length > LONGEST_PART) return null
  if (before.length === 0 && after.length === 0) return null
  const clause = before.length > 0 ? clauseAt(one, start) : clauseAt(other, start)
  return CONDITIONS.has(clause) ? { before: before.join(' '), after: after.join(' ') } : null
}

export interface AskedQuery {
  seq: number
  by: string
  sql: string
}

export interface AlikeQueries {
  /** Different queries, each of them one condition apart from another of the group. */
  queries: number
  people: string[]
  /** One pair of them: their entries, and the parts in which they differ. */
  example: { seqs: [number, number]; before: string; after: string }
}

/** Groups of queries of one permit, the largest first; `left` counts different queries that were too many to compare. */
export function alikeQueries(asked: readonly AskedQuery[]): { groups: AlikeQueries[]; left: number } {
  const different = new Map<string, { words: string[]; seq: number; people: Set<string> }>()
  for (const { seq, by, sql } of asked) {
    const words = wordsOf(sql)
    const key = words.join(' ')
    const known = different.get(key)
    if (known) known.people.add(by)
    else different.set(key, { words, seq, people: new Set([by]) })
  }
  // The newest of too many.
  const queries = [...different.values()].slice(-MOST_QUERIES)
  const groupOf = queries.map((_query, at) => at)
  const rootOf = (at: number): number => {
    let root = at
    while (groupOf[root] !== root) root = groupOf[root]!
    groupOf[at] = root
    return root
  }
  const examples = new Map<number, AlikeQueries['example']>()
  for (let a = 0; a < queries.length; a += 1)
    for (let b = a + 1; b < queries.length; b += 1) {
      const [one, other] = [queries[a]!, queries[b]!]
      const part = conditionBetween(one.words, other.words)
      if (!part) continue
      const [root, joined] = [rootOf(a), rootOf(b)]
      const example = examples.get(root) ?? examples.get(joined) ?? { seqs: [one.seq, other.seq], ...part }
      groupOf[joined] = root
      examples.set(root, example)
    }
  const groups = [...new Set(queries.map((_query, at) => rootOf(at)))].flatMap((root) => {
    const members = queries.filter((_query, at) => rootOf(at) === root)
    const example = examples.get(root)
    if (members.length < 2 || !example) return []
    const people = [...new Set(members.flatMap((member) => [...member.people]))]
    return [{ queries: members.length, people, example }]
  })
  return {
    groups: groups.sort((a, b) => b.queries - a.queries),
    left: different.size - queries.length,
  }
}
