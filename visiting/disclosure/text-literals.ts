/**
 * Text and code are looked at by people. This finds what they should look at first: literals that equal values of the
 * tables beside the text, numbers that stand in none of them, and small counts of people.
 *
 * Compares with what is shown, never with what is hidden: a mark that told a hidden value from any other number would
 * be a way to ask for it. A hidden value in a text is a number that stands in no table, and is found as that.
 */
import { findSmallCounts, isCounted, type NumberPlace, numbersOf } from '../../shared/model/small-counts.ts'
import type { CellFinding } from './judge-cells.ts'
import { type CompletedTable, findCompletions } from './text-completes.ts'

export interface LiteralPlace {
  literal: string
  /** Offset in the text, in UTF-16 units. */
  at: number
}

export interface ShownValues {
  numbers: ReadonlySet<number>
  words: ReadonlySet<string>
}

const QUOTED = /'([^'\n]{2,})'|"([^"\n]{2,})"|「([^」\n]{2,})」/g

/** Small numbers and years are everywhere; they would only be noise. 2,015 and 2015 persons are no year. */
function isNoise(text: string, place: NumberPlace): boolean {
  const { value, literal } = place
  if (!Number.isInteger(value)) return false
  const isYear = value >= 1900 && value <= 2100 && !/[,，]/.test(literal) && !isCounted(text, place)
  return value <= 10 || isYear
}

/** Places where a number or a quoted word of the text equals one of these values. */
export function findLiterals(text: string, { numbers, words }: ShownValues): LiteralPlace[] {
  const found = numbersOf(text)
    .filter((place) => numbers.has(place.value) && !isNoise(text, place))
    .map(({ literal, at }) => ({ literal, at }))
  for (const match of text.matchAll(QUOTED)) {
    const word = match[1] ?? match[2] ?? match[3]!
    if (words.has(word)) found.push({ literal: word, at: match.index + 1 })
  }
  return found.sort((a, b) => a.at - b.at)
}

/** Numbers that equal none of these values: where they come from has to be said. */
function findUnaccounted(text: string, { numbers }: Pick<ShownValues, 'numbers'>): LiteralPlace[] {
  return numbersOf(text)
    .filter((place) => !numbers.has(place.value) && !isNoise(text, place))
    .map(({ literal, at }) => ({ literal, at }))
}

/** Findings of one text, in reading order; a place is told once, by its most serious finding. */
export function textFindings(
  text: string,
  {
    isCode,
    shown,
    least,
    tables = [],
  }: { isCode: boolean; shown: ShownValues; least: number; tables?: readonly CompletedTable[] },
): CellFinding[] {
  const told = new Set<number>()
  const say = (places: LiteralPlace[], code: CellFinding['code'], severity: CellFinding['severity']) =>
    places.flatMap(({ literal, at }): (CellFinding & { at: number })[] => {
      if (told.has(at)) return []
      told.add(at)
      return [{ code, severity, rule: null, params: { literal, at, least }, at }]
    })
  const completions = isCode
    ? []
    : findCompletions(
        numbersOf(text).filter(({ value }) => value > 0 && !shown.numbers.has(value)),
        tables,
      )
  for (const { at } of completions) told.add(at)
  return [
    ...completions,
    ...say(findSmallCounts(text, { least }), 'text-small-count', 'warning'),
    // Code is full of constants; in prose each number is a statement.
    ...say(findUnaccounted(text, shown), 'text-unaccounted', isCode ? 'note' : 'warning'),
    ...say(findLiterals(text, shown), 'text-holds-value', 'note'),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ at: _at, ...finding }) => finding)
}
