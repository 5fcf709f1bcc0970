/**
 * Where in a tab the environment says something is wrong: places in the sent statement, moved to where it stands. A refusal
 * that names a table, a column or a function and no place is found by that name. Where a value could not be converted the
 * environment does not say which conversion it was, for that would tell of the value: all that the text makes are marked.
 */
import { bareSql } from '../display/sql-tokens.ts'
import { statementsOf } from './statement-at.ts'
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

/** The place of a run's error in the text of its tab; null where it has none, or may be at several. */
export function placeOfError(run: Run, tabSql: string): Place | null {
  const [place, ...others] = placesOfError(run, tabSql)
  return others.length === 0 ? (place ?? null) : null
}

/** Places in the text of a tab at one of which a run's error is. */
export function placesOfError(run: Run, tabSql: string): Place[] {
  const place = placeInStatement(run)
  const start = placeOf(tabSql, run.start)
  return (place ? [place] : conversionsOf(run)).map(({ line, column }) => ({
    line: start.line + line - 1,
    column: line === 1 ? start.column + column - 1 : column,
  }))
}

/** `x::TYPE` and `CAST(…)`; TRY_CAST converts what it can and fails at nothing. */
const CONVERSION = /::\s*(?=[\p{L}_"])|(?<![\p{L}\p{N}_.])(?=CAST\s*\()/giu

function conversionsOf({ query, problem, sql }: Run): Place[] {
  const error = query?.error ?? problem?.engineError
  if (error?.kind !== 'conversion') return []
  const statement = statementsOf(sql)[(error.statement ?? 1) - 1]
  if (!statement) return []
  const { start, end } = error.statement === undefined ? { start: 0, end: sql.length } : statement
  return [...bareSql(sql).slice(start, end).matchAll(CONVERSION)].map(({ 0: written, index }) =>
    placeOf(sql, start + index + written.length),
  )
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
