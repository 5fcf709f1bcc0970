/** Where in a tab the environment says something is wrong: places in the sent statement, moved to where it stands. */
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
  const { problem, query } = run
  const error = query?.error ?? problem?.engineError ?? null
  const line = error ? error.line : Number(problem?.params.line ?? Number.NaN)
  const column = error ? error.column : Number(problem?.params.column ?? Number.NaN)
  if (line === null || column === null || !Number.isInteger(line) || !Number.isInteger(column)) return null
  const start = placeOf(tabSql, run.start)
  return { line: start.line + line - 1, column: line === 1 ? start.column + column - 1 : column }
}
