/** Words for the reason why a shape could not be followed; a code newer than this client stands for itself. */
import type { i18n } from 'i18next'
import type { z } from 'zod'
import type { UnverifiedReason } from '../../shared/model/facts.ts'

export function unverifiedWords(reason: z.infer<typeof UnverifiedReason>, { t, exists }: i18n): string {
  const key = `terms:unverified.${reason.code}`
  if (exists(key)) return t(key, reason.params)
  const params = Object.values(reason.params).join(', ')
  return t('terms:unverified.other', { code: reason.code, params })
}
