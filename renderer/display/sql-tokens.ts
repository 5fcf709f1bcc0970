/** Splits SQL for reading, not for running: keywords, strings, comments, numbers, and the rest. Loses no character. */
export type SqlTokenKind = 'keyword' | 'string' | 'comment' | 'number' | 'plain'
export interface SqlToken {
  kind: SqlTokenKind
  text: string
}

const KEYWORDS = new Set(
  `all and any as asc asof between by case cast create cross cube desc distinct else end except exclude exists false
  filter following from full group grouping having in inner insert intersect interval into is join lateral left like
  limit macro not null nulls offset on or order outer over partition pivot preceding qualify range recursive replace
  right rollup row rows select semi sets table then true unbounded union unnest unpivot using values view when where
  window with within`
    .split(/\s+/)
    .filter(Boolean),
)

const PARTS =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|\d+(?:\.\d+)?|[\p{L}_][\p{L}\p{N}_]*|[\s\S]/gu

export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  for (const [text] of sql.matchAll(PARTS)) {
    const kind = kindOf(text)
    const last = tokens.at(-1)
    if (last && kind === 'plain' && last.kind === 'plain') last.text += text
    else tokens.push({ kind, text })
  }
  return tokens
}

function kindOf(text: string): SqlTokenKind {
  if (text.startsWith('--') || text.startsWith('/*')) return 'comment'
  if (text.startsWith("'")) return 'string'
  if (/^\d/.test(text)) return 'number'
  return KEYWORDS.has(text.toLowerCase()) ? 'keyword' : 'plain'
}

/** Comments and strings as blanks: nothing in them is SQL. Places stay. */
export const bareSql = (sql: string): string =>
  sqlTokens(sql)
    .map(({ kind, text }) => (kind === 'comment' || kind === 'string' ? text.replace(/[^\n]/g, ' ') : text))
    .join('')
