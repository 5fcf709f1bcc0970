/**
 * What may be said about an error of DuckDB: kind, place and names. Its messages hold values of the data
 * (`Could not convert string '…' to INT32`), so no part of a message passes but names, and of those only names the
 * researcher wrote or the catalog holds.
 *
 * The text that runs is not the text that was written; where they differ, a place is found through the name, and only
 * where that name is written once.
 */

import { FACT_PREFIX } from '../../../shared/model/facts.ts'
import type { EngineError, EngineErrorKind } from '../../../shared/model/query-states.ts'
import { lineAndColumn, utf16FromBytes } from '../parser/offsets.ts'
import { tokens } from '../parser/split.ts'

export interface ErrorContext {
  sql: string
  measuredSql: string
  /** Lower-case names of tables, columns and functions that anybody under this permit may see. */
  catalog: ReadonlySet<string>
}

/** An error as the engine gives it under `errors_as_json`. */
interface Raw {
  exception_type: string
  exception_message: string
  error_subtype?: string
  type?: string
  name?: string
  candidates?: string
  position?: string
}

/** Whether the engine stopped because it was told to, which is no error of the query. */
export const isInterrupt = (error: unknown): boolean => /^interrupt$/i.test(rawOf(error).exception_type)
/** After these the database refuses all further work. */
export const isFatal = (error: unknown): boolean => /^(Fatal|Internal)$/i.test(rawOf(error).exception_type)

/** An error of which nothing but its kind is said. */
export const plainError = (kind: EngineErrorKind): EngineError => ({
  kind,
  line: null,
  column: null,
  names: [],
  candidates: [],
})

/** Never throws: what cannot be read of an error is left out. At most five names and five candidates. */
export function engineErrorOf(error: unknown, context: ErrorContext): EngineError {
  const raw = rawOf(error)
  const kind = kindOf(raw)
  const written = writtenNames(context.sql)
  const names = safeNames(namesIn(raw), (name) => written.has(name) || context.catalog.has(name))
  const candidates = safeNames(candidatesIn(raw), (name) => context.catalog.has(name)).slice(0, 5)
  const bare = names.filter((name) => !names.some((other) => name.endsWith(`.${other}`)))
  return { kind, ...placeOf(raw, names, context, written), names: bare.slice(0, 5), candidates }
}

function rawOf(error: unknown): Raw {
  const message = error instanceof Error ? error.message : String(error)
  const json = message.slice(message.indexOf('{'))
  try {
    const parsed = JSON.parse(json) as Partial<Raw>
    if (typeof parsed.exception_type === 'string') {
      return {
        ...parsed,
        exception_type: parsed.exception_type,
        exception_message: parsed.exception_message ?? '',
      }
    }
  } catch {
    // Not in JSON: the few errors raised outside of the engine proper.
  }
  const type = /^(?:Failed [^:]*: )?([A-Za-z ]+?) Error:/.exec(message)?.[1] ?? ''
  return { exception_type: type, exception_message: message }
}

function kindOf({
  exception_type: type,
  exception_message: text,
  error_subtype: subtype,
  type: entry,
}: Raw): EngineErrorKind {
  switch (type) {
    case 'Parser':
    case 'Syntax':
      return 'syntax'
    case 'Catalog':
      if (subtype === 'ENTRY_ALREADY_EXISTS' || /already exists/.test(text)) return 'duplicate'
      return /function/i.test(entry ?? '') || /function with name/i.test(text)
        ? 'unknown-function'
        : 'unknown-table'
    case 'Binder':
      if (subtype === 'COLUMN_NOT_FOUND' || /does not have a column|column .* not found/i.test(text))
        return 'unknown-column'
      if (/referenced table|catalog .* does not exist/i.test(text)) return 'unknown-table'
      if (/^ambiguous/i.test(text)) return 'ambiguous-name'
      if (
        /must appear in the GROUP BY|aggregate.* cannot|cannot contain aggregates|cannot be nested/i.test(
          text,
        )
      )
        return 'not-grouped'
      if (
        subtype === 'NO_MATCHING_FUNCTION' ||
        /cannot compare|cannot mix|can only be applied|explicit cast/i.test(text)
      )
        return 'type-mismatch'
      return subtype === 'UNSUPPORTED' ? 'not-supported' : 'other'
    case 'Conversion':
      return 'conversion'
    case 'Mismatch Type':
    case 'Invalid type':
      return 'type-mismatch'
    case 'Out of Range':
    case 'Overflow':
      return 'out-of-range'
    case 'Divide by Zero':
      return 'division-by-zero'
    case 'Constraint':
      return 'duplicate'
    case 'Out of Memory':
      return 'memory'
    case 'IO':
      // The worker reads and writes nothing but its own files: a failed write means that a limit was met.
      return 'workspace-full'
    case 'Not implemented':
      return 'not-supported'
    default:
      return 'other'
  }
}

function namesIn(raw: Raw): string[] {
  const names = raw.name === undefined ? [] : [raw.name]
  // Only where names are looked up; the messages of every other kind quote values.
  if (raw.exception_type === 'Binder' || raw.exception_type === 'Catalog') {
    const firstSentence = raw.exception_message.split('\n')[0] ?? ''
    for (const match of firstSentence.matchAll(/"([^"]+)"/g)) names.push(match[1] ?? '')
  }
  return names
}

function candidatesIn(raw: Raw): string[] {
  if (raw.error_subtype === 'NO_MATCHING_FUNCTION') return []
  const listed = raw.candidates?.split(',') ?? []
  const drawn = /Candidate (?:bindings|tables): :?(.*)/.exec(raw.exception_message)?.[1] ?? ''
  return [...listed, ...[...drawn.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '')].map((name) =>
    name.trim().replace(/^(?:extract|work)\./, ''),
  )
}

/** Names whose every part is allowed, as they were spelt, each once; never the environment's own. */
function safeNames(names: string[], isAllowed: (part: string) => boolean): string[] {
  const safe = names.filter((name) => {
    const parts = name.toLowerCase().split('.')
    return parts.every((part) => part !== '' && !part.startsWith(FACT_PREFIX) && isAllowed(part))
  })
  return [...new Set(safe)]
}

/** Identifiers of a text, lower-case, with where each is written. */
function writtenNames(sql: string): Map<string, number[]> {
  const names = new Map<string, number[]>()
  for (const token of tokens(sql)) {
    const text = sql.slice(token.start, token.end)
    const isName = token.kind === 'word' || (token.kind === 'quoted' && text.startsWith('"'))
    if (!isName) continue
    const name = (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text).toLowerCase()
    names.set(name, [...(names.get(name) ?? []), token.start])
  }
  return names
}

function placeOf(
  raw: Raw,
  names: string[],
  { sql, measuredSql }: ErrorContext,
  written: Map<string, number[]>,
): { line: number | null; column: number | null } {
  if (raw.position !== undefined && sql === measuredSql) {
    return lineAndColumn(sql, utf16FromBytes(sql)(Number(raw.position)))
  }
  for (const name of names) {
    const places = written.get(name.toLowerCase().split('.').at(-1) ?? '')
    if (places?.length === 1) return lineAndColumn(sql, places[0] ?? 0)
  }
  return { line: null, column: null }
}
