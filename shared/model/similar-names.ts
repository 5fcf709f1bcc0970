/** Names that may have been meant where another was written: said with a refusal, and beside a place in the editor. */

/** Levenshtein distance, letters folded to lower case. */
function distance(a: string, b: string): number {
  const left = a.toLowerCase()
  const right = b.toLowerCase()
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const change = left[i - 1] === right[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change))
    }
    row = next
  }
  return row[right.length] ?? 0
}

/** Shorter parts of names begin too many others. */
const LEAST_BEGINNING = 4

/** Names close enough to what was written to be what was meant, nearest first, then those it begins; at most `most`. */
export function similarNames(written: string, names: Iterable<string>, most = 3): string[] {
  if (written.length > 64) return []
  const reach = Math.max(1, Math.floor(written.length / 3))
  return [...names]
    .map((name) => ({ name, far: distance(written, name) }))
    .filter(({ name, far }) => far <= reach || begins(written, name))
    .sort((a, b) => a.far - b.far || a.name.localeCompare(b.name))
    .slice(0, most)
    .map(({ name }) => name)
}

const begins = (written: string, name: string): boolean =>
  written.length >= LEAST_BEGINNING && name.toLowerCase().startsWith(written.toLowerCase())
