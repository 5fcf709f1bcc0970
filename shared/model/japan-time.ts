/** Days and times as people in Japan read them; Japan keeps one time zone, nine hours ahead of UTC, all year. */
const AHEAD_MS = 9 * 3_600_000

/** `2026-11-23 18:40:12`. */
export const japanTime = (at: Date): string =>
  new Date(at.getTime() + AHEAD_MS).toISOString().slice(0, 19).replace('T', ' ')

/** `2026-11-23`: the day changes at midnight in Japan. */
export const japanDay = (at: Date): string => japanTime(at).slice(0, 10)

/** The instant, in UTC's ISO form, at which a day begins in Japan; with `daysLater`, that many days after it. */
export const japanDayStart = (day: string, daysLater = 0): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - AHEAD_MS + daysLater * 86_400_000).toISOString()
