/** Words of an error inside the engine: kind, names and close names; where it is, the editor marks it. */
import type { Problem } from '../../shared/model/problem.ts'
import { type EngineError, EngineErrorKind } from '../../shared/model/query-states.ts'
import { wordsFor } from '../../shared/model/refusals.ts'
import { similarNames } from '../../shared/model/similar-names.ts'
import type { Language } from '../../shared/model/words.ts'
import type { KnownTable } from './completion.ts'
import { scopeAt } from './query-scope.ts'

type Translate = (key: string, values?: Record<string, unknown>) => string

/** What went wrong and what to do next; of several statements with the number of the one it was. */
export function engineErrorWords(
  error: EngineError,
  t: Translate,
  language: Language,
): { title: string; next: string } {
  const { title, next } = wordsOf(error, t, language)
  const { statement } = error
  return { title: statement === undefined ? title : t('engineError.ofStatement', { statement, title }), next }
}

function wordsOf(error: EngineError, t: Translate, language: Language): { title: string; next: string } {
  if (error.kind === 'not-grouped' && error.names.length === 0)
    return { title: t('engineError.aggregate-place.title'), next: t('engineError.aggregate-place.next') }
  const told = error.refusal && toldByKind(error.refusal)
  if (told) return wordsOf(told, t, language)
  if (error.refusal) return wordsFor(error.refusal.code, error.refusal.params, language)
  const names = error.names
    .map((name) => (language === 'ja' ? `「${name}」` : `“${name}”`))
    .join(language === 'ja' ? '' : ', ')
  const title = t(`engineError.${error.kind}.title`, { names })
  const next = t(`engineError.${error.kind}.next`)
  if (error.candidates.length === 0) return { title, next }
  return { title, next: t('engineError.candidates', { candidates: error.candidates.join(', ') }) }
}

/** What was found before it ran, in the words of what the engine finds; null of any other refusal. */
export function toldByKind({ code, params }: Pick<Problem, 'code' | 'params'>): EngineError | null {
  if (code !== 'query-failed') return null
  const kind = EngineErrorKind.safeParse(params.kind).data ?? 'other'
  const listed = (names: unknown) =>
    String(names ?? '')
      .split(', ')
      .filter(Boolean)
  return {
    kind,
    line: null,
    column: null,
    names: listed(params.names),
    candidates: listed(params.candidates),
  }
}

/** The engine names no close columns behind an alias; what the statement and the permit hold tells them. */
export function withCloseColumns(
  error: EngineError,
  { sql, tables }: { sql: string; tables: readonly KnownTable[] },
): EngineError {
  const { kind, names, candidates, line, column } = error
  if (kind !== 'unknown-column') return error
  // The engine lists columns however far they are from what was written.
  if (candidates.length > 0 && names.length === 1) {
    const near = similarNames(names[0] ?? '', candidates)
    return near.length > 0 ? { ...error, candidates: near } : error
  }
  const [alias = '', name] = names
  if (candidates.length > 0 || name === undefined || names.length > 2) return error
  const lines = sql.split('\n').slice(0, line ?? 1)
  const cursor = lines.join('\n').length - (lines.at(-1)?.length ?? 0) + (column ?? 1) - 1
  const columns = scopeAt(sql, cursor, tables).names.get(alias.toLowerCase())?.columns
  if (!columns) return error
  const close = similarNames(
    name,
    columns.map((one) => one.name),
  )
  return { ...error, names: [`${alias}.${name}`], candidates: close }
}
