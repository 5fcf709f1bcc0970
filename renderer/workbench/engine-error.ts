/** Words of an error inside the engine: kind, names and close names; where it is, the editor marks it. */
import type { z } from 'zod'
import type { EngineError } from '../../shared/model/query-states.ts'
import { wordsFor } from '../../shared/model/refusals.ts'
import type { Language } from '../../shared/model/words.ts'

type Translate = (key: string, values?: Record<string, unknown>) => string

export function engineErrorWords(
  error: z.infer<typeof EngineError>,
  t: Translate,
  language: Language,
): { title: string; next: string } {
  const { title, next } = wordsOf(error, t, language)
  const { statement } = error
  return { title: statement === undefined ? title : t('engineError.ofStatement', { statement, title }), next }
}

function wordsOf(
  error: z.infer<typeof EngineError>,
  t: Translate,
  language: Language,
): { title: string; next: string } {
  if (error.refusal) return wordsFor(error.refusal.code, error.refusal.params, language)
  const names = error.names
    .map((name) => (language === 'ja' ? `「${name}」` : `“${name}”`))
    .join(language === 'ja' ? '' : ', ')
  const title = t(`engineError.${error.kind}.title`, { names })
  const next = t(`engineError.${error.kind}.next`)
  if (error.candidates.length === 0) return { title, next }
  return { title, next: t('engineError.candidates', { candidates: error.candidates.join(', ') }) }
}
