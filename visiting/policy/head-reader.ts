/**
 * Reads the head of a statement (`CREATE OR REPLACE TABLE name AS`) word by word. Strict and small: it knows ASCII
 * blanks, comments, bare and quoted names and single marks, nothing else. What it reads is never run; the statement
 * that runs is built anew from the parts, so a head read differently from DuckDB could only be refused or mean less.
 */
export interface HeadReader {
  /** Takes a word if it comes next, whatever its letters' case. */
  takes(word: string): boolean
  /** Takes a mark such as `(` or `:=` if it comes next. */
  takesMark(mark: string): boolean
  /** Takes a bare or quoted name; null where none comes next. */
  name(): string | null
  /** Text up to a comma, a closing parenthesis or one of the words (capitals), outside of quotes and brackets. */
  untilCommaOr(...words: string[]): string
  /** All that is left, with its offset in the statement. */
  rest(): { text: string; offset: number }
  isAtEnd(): boolean
}

const BLANK_OR_COMMENT = /(?:[ \t\r\n\f\v]+|--[^\r\n]*)/y
const BARE = /[\p{L}_][\p{L}\p{M}\p{N}_$]*/uy
const QUOTED = /"(?:[^"]|"")*"/y

/**
 * Reads on from the beginning of `sql`. What does not stand next is answered with false or null, and the
 * place then stays where it was; it never throws.
 */
export function headReader(sql: string): HeadReader {
  let at = 0
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    return pattern.exec(sql)?.[0] ?? null
  }
  const skip = (): void => {
    for (;;) {
      const blank = match(BLANK_OR_COMMENT)
      if (blank !== null) at += blank.length
      else if (sql.startsWith('/*', at)) at = blockEnd(sql, at)
      else return
    }
  }
  return {
    takes(word) {
      skip()
      const next = match(BARE)
      if (next?.toUpperCase() !== word) return false
      at += next.length
      return true
    },
    takesMark(mark) {
      skip()
      if (!sql.startsWith(mark, at)) return false
      at += mark.length
      return true
    },
    name() {
      skip()
      const quoted = match(QUOTED)
      const next = quoted ?? match(BARE)
      if (next === null) return null
      at += next.length
      return quoted === null ? next : next.slice(1, -1).replaceAll('""', '"')
    },
    untilCommaOr(...words) {
      skip()
      const start = at
      let open = 0
      while (at < sql.length) {
        const before = at
        skip()
        if (at > before) continue
        const quoted = match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$/y)
        const word = quoted === null ? match(BARE) : null
        if (open === 0 && word !== null && words.includes(word.toUpperCase())) break
        if (quoted !== null || word !== null) {
          at += (quoted ?? word ?? '').length
          continue
        }
        const mark = sql.charAt(at)
        if (open === 0 && (mark === ',' || mark === ')')) break
        if ('([{'.includes(mark)) open++
        if (')]}'.includes(mark)) open--
        at++
      }
      return sql.slice(start, at)
    },
    rest() {
      skip()
      return { text: sql.slice(at), offset: at }
    },
    isAtEnd() {
      skip()
      if (sql.charAt(at) === ';') {
        at++
        skip()
      }
      return at >= sql.length
    },
  }
}

/** Block comments nest; an open one runs to the end. */
function blockEnd(sql: string, start: number): number {
  let depth = 0
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith('/*', at)) depth++
    else if (sql.startsWith('*/', at)) depth--
    else continue
    at++
    if (depth === 0) return at + 1
  }
  return sql.length
}
