/**
 * Which statement the cursor stands in, when several are written under each other with semicolons. Semicolons in
 * strings, quoted names, comments and dollar quotes separate nothing.
 *
 * Only finds borders; whether a statement is right or allowed is for the environment to say.
 */

export interface Statement {
  text: string
  /** Offsets in the whole text, without surrounding blanks and comments before it kept. */
  start: number
  end: number
}

const ENDS: [RegExp, (opening: string) => string][] = [
  [/^--/, () => '\n'],
  [/^\/\*/, () => '*/'],
  [/^'/, () => "'"],
  [/^"/, () => '"'],
  [/^\$([A-Za-z_]\w*)?\$/, (opening) => opening],
]

/** All statements of a text, in order; blank ones left out. */
export function statementsOf(sql: string): Statement[] {
  const statements: Statement[] = []
  let from = 0
  let at = 0
  while (at < sql.length) {
    if (sql[at] === ';') {
      push(statements, sql, from, at)
      from = ++at
      continue
    }
    at = skipQuoted(sql, at) ?? at + 1
  }
  push(statements, sql, from, sql.length)
  return statements
}

/** Where the quoted part or comment that begins at `at` ends; null where none begins. */
function skipQuoted(sql: string, at: number): number | null {
  const rest = sql.slice(at, at + 64)
  for (const [opens, endOf] of ENDS) {
    const opening = opens.exec(rest)?.[0]
    if (opening === undefined) continue
    const end = endOf(opening)
    const found = sql.indexOf(end, at + opening.length)
    return found < 0 ? sql.length : found + end.length
  }
  return null
}

function push(statements: Statement[], sql: string, from: number, until: number): void {
  const piece = sql.slice(from, until)
  if (!withoutComments(piece).trim()) return
  const start = from + (piece.length - piece.trimStart().length)
  const text = piece.trim()
  statements.push({ text, start, end: start + text.length })
}

const withoutComments = (piece: string): string =>
  piece.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?(\*\/|$)/g, '')

/** The statement around a cursor; between two, the one before it on the same line, otherwise the next. */
export function statementAt(sql: string, cursor: number): Statement | null {
  const statements = statementsOf(sql)
  const around = statements.find(({ start, end }) => start <= cursor && cursor <= end + 1)
  if (around) return around
  const before = statements.filter(({ end }) => end < cursor).at(-1)
  if (before && !sql.slice(before.end, cursor).includes('\n')) return before
  return statements.find(({ start }) => start > cursor) ?? before ?? null
}
