import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { REFUSALS, type RefusalCode, type RefusalParams, wordsFor } from '../../shared/model/refusals.ts'
import { useAnswer } from '../client/calls.ts'
import { formatBytes } from '../ui/formats.ts'
import { bilingual, useLanguage } from '../ui/language.ts'
import type { DetailWords } from './detail-text.ts'

/** Who and what the log names by IDs, where the environment still has them: people, and permits. */
function useThings(): ReadonlyMap<string, string> {
  const language = useLanguage()
  const people = useAnswer('audit.names', {}).data?.people
  const permits = useAnswer('permits.register', {}).data?.permits
  return useMemo(
    () =>
      new Map([
        ...(people ?? []).map((person) => [person.id, person[language]] as const),
        ...(permits ?? []).map((permit) => [permit.id, bilingual(language, permit, 'title')] as const),
      ]),
    [people, permits, language],
  )
}

/** The words for details of entries in the language of the screen. */
export function useDetailWords(): DetailWords {
  const { t, i18n } = useTranslation('audit-detail')
  const language = useLanguage()
  const things = useThings()
  return useMemo(
    () => ({
      name: (field, within) => {
        const key = [`${within}-${field}`, field].find((one) => i18n.exists(`audit-detail:name.${one}`))
        return key ? t(`name.${key}`) : field
      },
      thing: (id) => things.get(id) ?? null,
      route: (route) => {
        // The last that is known: of /api/reviews/:outputId/votes, reviews.
        const part = route.split(/[./]/).findLast((one) => i18n.exists(`audit-detail:part.${one}`))
        return part ? t('route', { part: t(`part.${part}`), route }) : route
      },
      code: (code) => (i18n.exists(`audit-detail:value.${code}`) ? t(`value.${code}`) : code),
      refusal: (code, params) =>
        code in REFUSALS
          ? wordsFor(code as RefusalCode, (params ?? {}) as RefusalParams, language).title
          : null,
      bytes: formatBytes,
      yes: t('yes'),
      no: t('no'),
      none: t('none'),
      comma: t('comma'),
      within: (text) => t('within', { text }),
    }),
    [t, i18n, language, things],
  )
}
