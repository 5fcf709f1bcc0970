/** Words of an error inside the engine: kind, names and close names; where it is, the editor marks it. */
import type { z } from 'zod'
import type { EngineError } from '../../shared/model/query-states.ts'

type Translate = (key: string, values?: Record<string, unknown>) => string

export function engineErrorWords(
  error: z.infer<typeof EngineError>,
  t: Translate,
): { title: string; next: string } {
  const names = error.names.map((name) => `“${name}”`).join(', ')
  const title = t(`engineError.${error.kind}.title`, { names })
  const next = t(`engineError.${error.kind}.next`)
  if (error.candidates.length === 0) return { title, next }
  return { title, next: t('engineError.candidates', { candidates: error.candidates.join(', ') }) }
}
