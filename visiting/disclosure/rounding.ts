/**
 * Rounding, and what a rounded count still says.
 *
 * `round`: to the nearest multiple of a base, halves up (OpenSAFELY rounds to 5).
 * `midpoint-6`: ceil(x / 6) · 6 − 3, 0 stays 0 (OpenSAFELY, for rates).
 */
export type RoundingMethod = 'round' | 'midpoint-6'

/** `base` is not asked for midpoint-6. */
export function roundCount(
  value: number,
  { method, base }: { method: RoundingMethod; base: number },
): number {
  if (value === 0) return 0
  return method === 'midpoint-6' ? Math.ceil(value / 6) * 6 - 3 : Math.floor(value / base + 0.5) * base
}

/** Whole numbers that round to this count. */
export function roundedFrom(
  rounded: number,
  { method, base }: { method: RoundingMethod; base: number },
): { low: number; high: number } {
  if (method === 'midpoint-6')
    return rounded === 0 ? { low: 0, high: 0 } : { low: rounded - 2, high: rounded + 3 }
  return {
    low: Math.max(0, Math.ceil(rounded - base / 2)),
    high: Math.ceil(rounded + base / 2) - 1,
  }
}
