/**
 * How wide the attacker's interval around a primary cell must stay.
 *
 * Counts under a threshold t: at least t from end to end (a sliding protection
 * level in the terms of Fischetti & Salazar 2001), taken with the bounds [0, ∞).
 * As the interval starts at 0 or above, it then reaches t: from the numbers alone
 * nobody can tell that the cell is under the threshold, nor learn more of it than
 * the mark `<t` says. The width also leaves room for an attacker who knows more
 * than the bounds, namely that zeros are never hidden.
 *
 * Other quantities (sums, or counts hidden although they reach the threshold):
 * 2p % of the value, p = 10 by default, as in the p % rule (Hundepool et al.,
 * Statistical Disclosure Control, 2012, section 4.2.2).
 */

/** Whether a count may not be shown. */
export function isPrimary(value: number, { threshold, zeroPolicy }: CountRule): boolean {
  return value < threshold && (value > 0 || zeroPolicy === 'hide')
}

/** Width that the interval of a count of this value must have. */
export function countWidth(value: number, { threshold }: CountRule): number {
  return value >= threshold ? magnitudeWidth(value) : Math.max(1, threshold)
}

export interface CountRule {
  threshold: number
  zeroPolicy: 'show' | 'hide'
}

/** The same of any other quantity: twice `percent` % of it; of whole numbers at least 2. */
export function magnitudeWidth(value: number, { percent = 10 }: { percent?: number } = {}): number {
  const width = (Math.abs(value) * 2 * percent) / 100
  return Number.isInteger(value) ? Math.max(2, Math.ceil(width)) : Math.max(width, 1e-6)
}

/** Whether an interval is as wide as asked, up to rounding noise. */
export function isWideEnough({ low, high }: { low: number; high: number }, width: number): boolean {
  return high - low >= width - 1e-6 * Math.max(1, width)
}
