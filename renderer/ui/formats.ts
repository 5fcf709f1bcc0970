/** Numbers, dates and durations in prose. Data keeps ISO dates; prose follows the locale. */
import type { Language } from './language.ts'

const localeOf = (language: Language) => (language === 'ja' ? 'ja-JP' : 'en-GB')

const numberFormats = new Map<string, Intl.NumberFormat>()

/** Formats are kept by language and options: making one takes longer than using it. */
export function formatNumber(
  value: number,
  language: Language,
  options: Intl.NumberFormatOptions = {},
): string {
  const key = `${language} ${JSON.stringify(options)}`
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(localeOf(language), options)
  numberFormats.set(key, format)
  return format.format(value)
}

/** A day as `2026年3月31日` or `31 March 2026`; ISO date or date-time in, shown in Japan's time zone. */
export function formatDay(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(
    new Date(iso),
  )
}

/** A day where there is little room: `2026/03/31` or `31 Mar 2026`. */
export function formatShortDay(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'Asia/Tokyo' }).format(
    new Date(iso),
  )
}

/** A month, `2026-03` in: `2026年3月` or `March 2026`. */
export function formatMonth(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    year: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(`${iso}-01`))
}

/** A day as forms ask for it: with the Japanese era in Japanese, `令和8年11月25日`; in English as elsewhere. */
export function formatEraDay(iso: string, language: Language): string {
  if (language === 'en') return formatDay(iso, language)
  return new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(
    new Date(iso),
  )
}

/** An ISO instant as date and time of Japan, wherever the reader sits. */
export function formatMoment(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Tokyo',
  }).format(new Date(iso))
}

/** 0.8 s, 12.3 s, 2 min 05 s; the units are international and the same in both languages. */
export function formatElapsed(ms: number): string {
  const seconds = ms / 1000
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** 0.4 MB, 107 MB, 2.1 GB. */
export const formatBytes = (bytes: number): string =>
  bytes < 1e9 ? `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`

/** The first two groups of a fingerprint, enough to recognise a known environment by eye. */
export const shortFingerprint = (fingerprint: string): string => fingerprint.split(' ').slice(0, 2).join(' ')
