/**
 * Cuts a text into statements at top-level semicolons: outside of quotes, dollar quotes and comments.
 *
 * The engine's own splitter tells only how many statements there are, so the caller holds each cut against it: the
 * whole must have as many statements as there are pieces, and each piece exactly one. Where the two disagree the text
 * is refused; this lexer alone decides nothing.
 */

/** The pieces that hold more than blanks and comments, without their semicolons. */
export function cutStatements(sql: string): string[] {
  const pieces: string[] = []
  let start = 0
  let hasToken = false
  for (const token of tokens(sql)) {
    if (token.kind === 'semicolon') {
      if (hasToken) pieces.push(sql.slice(start, token.start).trim())
      start = token.start + 1
      hasToken = false
    } else if (token.kind !== 'comment') {
      hasToken = true
    }
  }
  if (hasToken) pieces.push(sql.slice(start).trim())
  return pieces
}

/** The bare words of a text outside of quotes and comments, upper-case, with how many parentheses surround each. */
export function bareWords(sql: string): { word: string; depth: number }[] {
  const words: { word: string; depth: number }[] = []
  let depth = 0
  for (const token of tokens(sql)) {
    const text = sql.slice(token.start, token.end)
    if (text === '(') depth++
    else if (text === ')') depth--
    else if (token.kind === 'word') words.push({ word: text.toUpperCase(), depth })
  }
  return words
}

interface Token {
  kind: 'semicolon' | 'comment' | 'quoted' | 'word' | 'other'
  start: number
  end: number
}

/** Parts of the text in order, as places in it (UTF-16); space between them is left out. What never ends reaches to the end. */
export function* tokens(sql: string): Generator<Token> {
  let at = 0
  while (at < sql.length) {
    const end = tokenEnd(sql, at)
    const char = sql.charAt(at)
    if (!/\s/.test(char)) yield { kind: kindOf(sql, at), start: at, end }
    at = end
  }
}

const WORD = /[\p{L}_][\p{L}\p{N}\p{M}_$]*/uy

function kindOf(sql: string, at: number): Token['kind'] {
  const two = sql.slice(at, at + 2)
  if (two === '--' || two === '/*') return 'comment'
  if (/^[eExX]'/.test(two) || /^['"]/.test(two)) return 'quoted'
  if (two.startsWith(';')) return 'semicolon'
  if (dollarTag(sql, at) !== null) return 'quoted'
  WORD.lastIndex = at
  return WORD.test(sql) ? 'word' : 'other'
}

function tokenEnd(sql: string, at: number): number {
  const two = sql.slice(at, at + 2)
  if (two === '--') return lineEnd(sql, at)
  if (two === '/*') return commentEnd(sql, at)
  if (two === "e'" || two === "E'") return quoteEnd(sql, at + 1, { backslash: true })
  if (two === "x'" || two === "X'") return quoteEnd(sql, at + 1, { backslash: false })
  if (/^['"]/.test(two)) return quoteEnd(sql, at, { backslash: false })
  const tag = dollarTag(sql, at)
  if (tag !== null) {
    const close = sql.indexOf(tag, at + tag.length)
    return close < 0 ? sql.length : close + tag.length
  }
  WORD.lastIndex = at
  const word = WORD.exec(sql)
  return word ? at + word[0].length : at + 1
}

function lineEnd(sql: string, at: number): number {
  const match = /[\r\n]/.exec(sql.slice(at))
  return match ? at + match.index : sql.length
}

/** Block comments nest, as in PostgreSQL. */
function commentEnd(sql: string, at: number): number {
  let depth = 0
  for (let i = at; i < sql.length; i++) {
    const two = sql.slice(i, i + 2)
    if (two === '/*') {
      depth++
      i++
    } else if (two === '*/') {
      depth--
      i++
      if (depth === 0) return i + 1
    }
  }
  return sql.length
}

function quoteEnd(sql: string, at: number, { backslash }: { backslash: boolean }): number {
  const quote = sql.charAt(at)
  for (let i = at + 1; i < sql.length; i++) {
    const char = sql.charAt(i)
    if (backslash && char === '\\') i++
    else if (char === quote) {
      if (sql.charAt(i + 1) !== quote) return i + 1
      i++
    }
  }
  return sql.length
}

function dollarTag(sql: string, at: number): string | null {
  if (sql.charAt(at) !== '$') return null
  const match = /^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u.exec(sql.slice(at, at + 70))
  return match ? match[0] : null
}
