/** Counts of people written in words: `7人`, `n = 3`, `4 patients`. For texts, and for the words around a table. */

export interface NumberPlace {
  literal: string
  /** Offset in the text, in UTF-16 units. */
  at: number
  value: number
}

const NUMBER =
  /(?<![\w.])[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?|(?<![\w.])[0-9０-９]+(?:[.．][0-9０-９]+)?/g

/** Every number of a text, with digits of either width; numbers inside words are left out. */
export function numbersOf(text: string): NumberPlace[] {
  return [...text.matchAll(NUMBER)].map(({ 0: literal, index }) => ({
    literal,
    at: index,
    value: Number(literal.normalize('NFKC').replaceAll(',', '')),
  }))
}

const COUNTED_AFTER =
  /^\s*(?:人|名|例|件|施設|patients?\b|persons?\b|people\b|cases?\b|subjects?\b|individuals?\b)/i
const COUNTED_BEFORE = /(?:\bn\s*[=＝]\s*)$/i

/** Whether a text says of a number that it counts people or the like. */
export function isCounted(text: string, { at, literal }: Pick<NumberPlace, 'at' | 'literal'>): boolean {
  const after = text.slice(at + literal.length, at + literal.length + 20)
  return COUNTED_AFTER.test(after) || COUNTED_BEFORE.test(text.slice(Math.max(0, at - 6), at))
}

/** Whether a number is alone in a cell of a table in Markdown, other than the first of its row. */
function isCell(text: string, { at, literal }: Pick<NumberPlace, 'at' | 'literal'>): boolean {
  const before = text.slice(text.lastIndexOf('\n', at) + 1, at)
  return /\|.*\|\s*$/.test(before) && /^\s*\|/.test(text.slice(at + literal.length))
}

/** Counts of people from 1 to least − 1, also those that a table in Markdown holds. */
export function findSmallCounts(text: string, { least }: { least: number }): NumberPlace[] {
  return numbersOf(text).filter(
    (place) =>
      Number.isInteger(place.value) &&
      place.value >= 1 &&
      place.value < least &&
      (isCounted(text, place) || isCell(text, place)),
  )
}
