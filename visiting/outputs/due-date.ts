/** Five working days after submission, at the end of the day in Japan. Weekends and the year's end are not worked. */

export const WORKING_DAYS = 5

const isWorkingDay = (day: Date): boolean => {
  const weekday = day.getUTCDay()
  const monthDay = day.toISOString().slice(5, 10)
  // Government offices close from 29 December to 3 January (行政機関の休日に関する法律 第1条).
  const closed = monthDay >= '12-29' || monthDay <= '01-03'
  return weekday !== 0 && weekday !== 6 && !closed
}

export function dueDate(submitted: Date): Date {
  // Calendar days in Japan are computed on a date shifted by nine hours and read as UTC.
  const day = new Date(submitted.getTime() + 9 * 3_600_000)
  for (let left = WORKING_DAYS; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1)
    if (isWorkingDay(day)) left -= 1
  }
  day.setUTCHours(23, 59, 59, 0)
  return new Date(day.getTime() - 9 * 3_600_000)
}
