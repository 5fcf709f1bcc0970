/** What is refused before any parser sees it: a text too long, or with characters that a parser would not read as written. */
import { LIMITS } from './limits.ts'
import { syntaxError, tooComplex } from './refusing.ts'

/**
 * Refuses with `query-too-complex` by length (UTF-16 units), else with `syntax-error` at the unit that cannot
 * be read.
 */
export function requireReadable(sql: string): void {
  if (sql.length > LIMITS.textLength) throw tooComplex(`> ${LIMITS.textLength} characters`)
  if (sql.trim() === '') throw syntaxError(sql, 0)
  for (let at = 0; at < sql.length; at++) {
    const unit = sql.charCodeAt(at)
    // NUL ends a text for C code; half a surrogate pair becomes another character on the way.
    if (unit === 0) throw syntaxError(sql, at)
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const low = sql.charCodeAt(at + 1)
      if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) throw syntaxError(sql, at)
      at++
    }
  }
}
