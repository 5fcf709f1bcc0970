/** Days and times as people in Japan read them; Japan keeps one time zone, nine hours ahead of UTC, all year. */
const AHEAD_MS = 9 * 3_600_000

/** `2026-11-23 18:40:12`. */
export const japanTime = (at: Date): string =>
  new Date(at.getTime() + AHEAD_MS).toISOString().slice(0, 19).replace('T', ' ')

/** `2026-11-23`: the day changes at midnight in Japan. */
export const japanDay = (at: Date): string => japanTime(at).slice(0, 10)
