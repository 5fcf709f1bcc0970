/**
 * Text and code are looked at by people. This finds the literals in them that
 * equal values of the data, so that a reviewer looks at those first.
 */
import type { CellFinding } from './judge-cells.ts'

export interface LiteralPlace {
  literal: string
  /** Offset in the text, in UTF-16 units. */
  at: number
}

/** Small round numbers and years are everywhere; they would only be noise. */
function isNoise(value: number): boolean {
  return Number.isInteger(value) && (value <= 10 || (value >= 1900 && value <= 2100))
}

/** Places where a number or a quoted word of the text equals a sensitive value. */
export function findLiterals(
  text: string,
  { numbers, words }: { numbers: ReadonlySet<number>; words: ReadonlySet<string> },
): LiteralPlace[] {
  const found: LiteralPlace[] = []
  for (const match of text.matchAll(/(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?/g)) {
    const value = Number(match[0].replaceAll(',', ''))
    if (numbers.has(value) && !isNoise(value)) found.push({ literal: match[0], at: match.index })
  }
  for (const match of text.matchAll(/'([^'\n]{2,})'|"([^"\n]{2,})"|「([^」\n]{2,})」/g)) {
    const word = match[1] ?? match[2] ?? match[3]!
    if (words.has(word)) found.push({ literal: word, at: match.index + 1 })
  }
  return found.sort((a, b) => a.at - b.at)
}

export function literalFindings(places: readonly LiteralPlace[]): CellFinding[] {
  return places.map(({ literal }) => ({
    code: 'text-holds-value',
    severity: 'warning',
    rule: null,
    params: { literal },
  }))
}
