/**
 * The day somebody typed as `YYYY-MM-DD`; null where it is none. Also with slashes, without leading zeros, and in
 * full-width digits, as a Japanese keyboard gives them.
 */
export function isoDay(typed: string): string | null {
  const parts = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(
    typed
      .normalize('NFKC')
      .trim()
      .replace(/[ー−‐]/g, '-'),
  )
  if (!parts) return null
  const [, year = '', month = '', day = ''] = parts
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const made = new Date(`${iso}T00:00:00Z`)
  // 2026-02-30 would become a day of March.
  return !Number.isNaN(made.getTime()) && made.toISOString().startsWith(iso) ? iso : null
}
