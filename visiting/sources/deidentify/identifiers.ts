/**
 * Direct identifiers in free text: those of the row's own person, those of anybody else in the file, and what looks
 * like a telephone number, an e-mail address or a postal code. Text in which one turns up is emptied, not mended.
 *
 * Does not know names that stand in no column: a file whose notes name strangers must not be imported with its notes.
 */
import type { SourceRecord, Value } from './rules.ts'

/** Width, spacing and case do not hide a name. */
const fold = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase()

const isNumber = (text: string): boolean => /^\d+$/.test(text)
/** Shorter ones are too common to be searched for: a one-letter name, a two-digit number would empty every text. */
const tellsSomebody = (identifier: string): boolean => identifier.length >= (isNumber(identifier) ? 4 : 2)
/** Of other people only longer ones are: a short name of one is a common word in the notes of many. */
const tellsAnother = (identifier: string): boolean => identifier.length >= (isNumber(identifier) ? 6 : 3)

const looksDirect = [
  // Telephone: with separators, or a mobile number without.
  /(?<!\d)0\d{1,4}[-(ー－‐]\d{1,4}[-)ー－‐]\d{3,4}(?!\d)/,
  /(?<!\d)0[5789]0\d{8}(?!\d)/,
  /[\w.+-]+@[\w-]+\.[\w.-]+/,
  /〒\d{3}/,
]

/** The identifiers of one record, folded. */
export function identifiersOf(record: SourceRecord, columns: Iterable<string>): string[] {
  return [...columns]
    .map((column) => record[column])
    .filter((value): value is string => typeof value === 'string')
    .map(fold)
}

/** Identifiers of everybody in a file; a text is searched in time that does not grow with their number. */
export class KnownIdentifiers {
  readonly #known = new Set<string>()
  readonly #lengths = new Set<number>()

  add(identifiers: readonly string[]): void {
    for (const identifier of identifiers.filter(tellsAnother)) {
      this.#known.add(identifier)
      this.#lengths.add(identifier.length)
    }
  }

  /** `folded` text. Digits must stand alone. */
  holdsOne(folded: string): boolean {
    for (const length of this.#lengths)
      for (let at = 0; at + length <= folded.length; at += 1) {
        const part = folded.slice(at, at + length)
        if (this.#known.has(part) && (!isNumber(part) || standsAlone(folded, { at, length }))) return true
      }
    return false
  }
}

const standsAlone = (text: string, { at, length }: { at: number; length: number }): boolean =>
  !/\d/.test(text[at - 1] ?? '') && !/\d/.test(text[at + length] ?? '')

/** True where a text holds a direct identifier. `own`: of the row's person, folded. */
export function tellsWho(
  value: Value,
  { own, everybody }: { own: readonly string[]; everybody: KnownIdentifiers | null },
): boolean {
  if (typeof value !== 'string') return false
  const text = fold(value)
  return (
    own.filter(tellsSomebody).some((identifier) => holds(text, identifier)) ||
    looksDirect.some((pattern) => pattern.test(text)) ||
    (everybody?.holdsOne(text) ?? false)
  )
}

/** The number 12 is not found in 2012. */
function holds(text: string, identifier: string): boolean {
  if (!isNumber(identifier)) return text.includes(identifier)
  for (let at = text.indexOf(identifier); at >= 0; at = text.indexOf(identifier, at + 1))
    if (standsAlone(text, { at, length: identifier.length })) return true
  return false
}
