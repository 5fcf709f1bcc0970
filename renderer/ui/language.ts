/**
 * The two languages of every screen. Words live in `messages/<language>/<namespace>.json`, one namespace a feature
 * (`terms` holds what several features say); a room adds its file and it is found. Japanese comes first: it is what
 * a Japanese operating system gets, and what stands in where a key is missing.
 */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'

export type Language = 'ja' | 'en'
const KEPT_UNDER = 'vw.language'

const files = import.meta.glob<Record<string, unknown>>('./messages/*/*.json', {
  eager: true,
  import: 'default',
})

type Resources = Record<Language, Record<string, Record<string, unknown>>>

function readResources(): Resources {
  const resources: Resources = { ja: {}, en: {} }
  for (const [path, messages] of Object.entries(files)) {
    const [, language, namespace] = /messages\/(ja|en)\/([\w-]+)\.json$/.exec(path) ?? []
    if (language && namespace) resources[language as Language][namespace] = messages
  }
  return resources
}

/** Japanese for a Japanese locale, English for any other, unless the person chose before. */
function languageFor(locale: string, chosen: string | null): Language {
  if (chosen === 'ja' || chosen === 'en') return chosen
  return locale.toLowerCase().startsWith('ja') ? 'ja' : 'en'
}

function show(language: Language): void {
  document.documentElement.lang = language
}

/** Counts are read in groups of three digits; both languages write them alike. A year is given as a text. */
const grouped = (value: unknown): string =>
  typeof value === 'number' && Number.isInteger(value) ? value.toLocaleString('en') : (value as string)

const FORMATTER = { type: 'formatter', init: () => {}, add: () => {}, addCached: () => {} } as const

/** `locale` of the operating system counts only where nobody chose before. */
export function startLanguage(locale: string): void {
  const language = languageFor(locale, localStorage.getItem(KEPT_UNDER))
  void i18next
    .use(initReactI18next)
    .use({ ...FORMATTER, format: grouped })
    .init({
      lng: language,
      fallbackLng: 'ja',
      resources: readResources(),
      defaultNS: 'app',
      interpolation: { escapeValue: false, alwaysFormat: true },
      initAsync: false,
    })
  show(language)
}

/** At once, and for the next start. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT_UNDER, language)
  show(language)
  void i18next.changeLanguage(language)
}

/** The language on screen now; the component is drawn again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'ja'
}

/** Picks the side of a bilingual pair, e.g. `pick(permit, 'title')` reads `titleJa` or `titleEn`. */
export function bilingual<Name extends string>(
  language: Language,
  of: { [Key in `${Name}Ja` | `${Name}En`]: string },
  name: Name,
): string {
  return language === 'ja' ? of[`${name}Ja`] : of[`${name}En`]
}
