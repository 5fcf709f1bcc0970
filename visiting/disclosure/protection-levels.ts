/**
 * How wide the attacker's interval around a primary cell must stay.
 *
 * Counts under a threshold t: the interval must hold every value from 1 (0 where
 * zeros are hidden too) to t. The attacker then learns nothing within the range
 * that the rule keeps secret, and cannot even tell that the cell is under the
 * threshold. In the terms of Fischetti & Salazar (2001): lower protection level
 * v − 1, upper protection level t − v, and so a sliding level of t − 1. It is
 * asked of the interval with bounds [0, ∞). An attacker who also knows that zeros
 * are never hidden is left a range at most one narrower for each cell beside it,
 * which is why the interval must reach t, not only t − 1.
 *
 * Other quantities (sums, or counts hidden although they reach the threshold):
 * at least p % to either side, p = 10 by default, as in the p % rule
 * (Hundepool et al., Statistical Disclosure Control, 2012, section 4.2.2).
 */
export interface ProtectionLevels {
  /** The interval must reach down to value − down … */
  down: number
  /** … and up to value + up. */
  up: number
}

export interface CountRule {
  threshold: number
  zeroPolicy: 'show' | 'hide'
}

export function countLevels(value: number, { threshold, zeroPolicy }: CountRule): ProtectionLevels {
  if (value >= threshold) return magnitudeLevels(value)
  const least = zeroPolicy === 'show' ? Math.min(1, value) : 0
  return { down: value - least, up: Math.max(1, threshold - value) }
}

export function magnitudeLevels(
  value: number,
  { percent = 10 }: { percent?: number } = {},
): ProtectionLevels {
  const width = (Math.abs(value) * percent) / 100
  const margin = Number.isInteger(value) ? Math.max(1, Math.ceil(width)) : Math.max(width, 1e-6)
  return { down: Math.min(Math.abs(value), margin), up: margin }
}

/** Whether an interval is wide enough around the true value. */
export function isWideEnough(
  { low, high }: { low: number; high: number },
  { value, levels }: { value: number; levels: ProtectionLevels },
): boolean {
  const noise = 1e-6 * Math.max(1, Math.abs(value))
  return low <= value - levels.down + noise && high >= value + levels.up - noise && high - low > noise
}
