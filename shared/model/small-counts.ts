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

/** Counts of people from 1 to least − 1. */
export function findSmallCounts(text: string, { least }: { least: number }): NumberPlace[] {
  return numbersOf(text).filter(({ value, at, literal }) => {
    if (!Number.isInteger(value) || value < 1 || value >= least) return false
    const after = text.slice(at + literal.length, at + literal.length + 20)
    return COUNTED_AFTER.test(after) || COUNTED_BEFORE.test(text.slice(Math.max(0, at - 6), at))
  })
}
