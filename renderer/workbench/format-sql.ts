import { duckdb, formatDialect } from 'sql-formatter'

/** The text laid out, or null where the formatter cannot read it; DuckDB may still be able to. */
export function formatSql(sql: string): string | null {
  try {
    return `${formatDialect(sql, { dialect: duckdb, keywordCase: 'upper', tabWidth: 2, linesBetweenQueries: 2 })}\n`
  } catch {
    return null
  }
}
