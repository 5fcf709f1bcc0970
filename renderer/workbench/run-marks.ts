/**
 * Where in a tab the environment says something is wrong: places in the sent statement, moved to where it stands. A refusal
 * that names a table, a column or a function and no place is found by that name.
 */
import { bareSql } from '../display/sql-tokens.ts'
import type { Run } from './tabs.ts'

export interface Place {
  line: number
  column: number
}

/** Place of an offset in a text, one-based. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  const lines = before.split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** Whether the text that was run still stands where it stood; places in it hold only then. */
export const standsAsRun = (run: Run, tabSql: string): boolean =>
  tabSql.slice(run.start, run.start + run.sql.length) === run.sql

/** The place of a run's error in the text of its tab; null where it has none. */
export function placeOfError(run: Run, tabSql: string): Place | null {
  const place = placeInStatement(run)
  if (!place) return null
  const start = placeOf(tabSql, run.start)
  return {
    line: start.line + place.line - 1,
    column: place.line === 1 ? start.column + place.column - 1 : place.column,
  }
}

function placeInStatement({ problem, query, sql }: Run): Place | null {
  const error = query?.error ?? problem?.engineError ?? null
  const line = error ? error.line : Number(problem?.params.line ?? Number.NaN)
  const column = error ? error.column : Number(problem?.params.column ?? Number.NaN)
  if (line !== null && column !== null && Number.isInteger(line) && Number.isInteger(column))
    return { line, column }
  const { table, function: called } = problem?.params ?? {}
  const name = table ?? called
  return typeof name === 'string' ? placeOfName(sql, name) : null
}

/** Where a name is written first, whatever its capitals; names in strings and comments are none. */
function placeOfName(sql: string, name: string): Place | null {
  const parts = name.split('.').map((part) => `"?${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"?`)
  const written = new RegExp(`(?<![\\p{L}\\p{N}_.])${parts.join('\\s*\\.\\s*')}(?![\\p{L}\\p{N}_])`, 'iu')
  const found = written.exec(bareSql(sql))
  return found && placeOf(sql, found.index)
}
