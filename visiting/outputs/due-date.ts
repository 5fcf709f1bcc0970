/**
 * Five working days after submission, at the end of the day in Japan. Weekends, public holidays and the offices' closing
 * at the year's end are not worked. Holidays are dated data: a year that is not in the list yet has none, which makes a
 * due date early, never late.
 */
import { japanDay } from '../../shared/model/japan-time.ts'

const WORKING_DAYS = 5

const DAY_MS = 86_400_000

/** `day` is an ISO date in Japan. */
export function isWorkingDay(day: string, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const monthDay = day.slice(5)
  // Government offices close from 29 December to 3 January (行政機関の休日に関する法律 第1条).
  const closed = monthDay >= '12-29' || monthDay <= '01-03'
  return weekday !== 0 && weekday !== 6 && !closed && !holidays.has(day)
}

/** `holidays`: ISO dates that are not worked. */
export function dueDate(submitted: Date, holidays: ReadonlySet<string>): Date {
  let day = japanDay(submitted)
  for (let left = WORKING_DAYS; left > 0; ) {
    day = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
    if (isWorkingDay(day, holidays)) left -= 1
  }
  return new Date(`${day}T23:59:59+09:00`)
}
