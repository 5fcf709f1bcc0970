import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { REFUSALS, type RefusalCode, type RefusalParams, wordsFor } from '../../shared/model/refusals.ts'
import { formatBytes } from '../ui/formats.ts'
import { useLanguage } from '../ui/language.ts'
import type { DetailWords } from './detail-text.ts'

/** The words for details of entries in the language of the screen. */
export function useDetailWords(): DetailWords {
  const { t, i18n } = useTranslation('audit-detail')
  const language = useLanguage()
  return useMemo(
    () => ({
      name: (field, within) => {
        const key = [`${within}-${field}`, field].find((one) => i18n.exists(`audit-detail:name.${one}`))
        return key ? t(`name.${key}`) : field
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
    [t, i18n, language],
  )
}
