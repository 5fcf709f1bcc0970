/** How a due date stands today, in calendar days of Japan. */

export type Due = { kind: 'over'; days: number } | { kind: 'today' } | { kind: 'ahead'; days: number }

const japanDay = (at: Date): number => Math.floor((at.getTime() + 9 * 3_600_000) / 86_400_000)

/** `dueAt` is an ISO instant. On its own day it is not over yet. */
export function dueOf(dueAt: string, now: Date): Due {
  const days = japanDay(new Date(dueAt)) - japanDay(now)
  if (days < 0) return { kind: 'over', days: -days }
  return days === 0 ? { kind: 'today' } : { kind: 'ahead', days }
}

/** Whole days since a moment, in calendar days of Japan. */
export const daysSince = (at: string, now: Date): number =>
  Math.max(0, japanDay(now) - japanDay(new Date(at)))
