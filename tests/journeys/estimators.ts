/**
 * Estimates from tables of counts and sums, as an epidemiologist computes them outside: nothing here sees a person.
 * Each answers the estimate with its 95 % interval.
 */
export interface Estimate {
  estimate: number
  low: number
  high: number
}

/** A row of a table; null where the environment did not tell the number. */
export type Row = Record<string, number | string | boolean | null>

const Z = 1.959964
const told = (row: Row, ...columns: string[]): boolean => columns.every((column) => row[column] !== null)
const numberOf = (row: Row, column: string): number => Number(row[column])

/** Pairs of an exposed and an unexposed row of one stratum, both told in full. */
function pairs(rows: readonly Row[], ...columns: string[]): { exposed: Row; other: Row }[] {
  return rows
    .filter((row) => row.exposed === true && told(row, 'stratum', ...columns))
    .flatMap((exposed) => {
      const other = rows.find((row) => row.exposed === false && row.stratum === exposed.stratum)
      return other && told(other, ...columns) ? [{ exposed, other }] : []
    })
}

const onLogScale = (ratio: number, se: number): Estimate => ({
  estimate: ratio,
  low: ratio * Math.exp(-Z * se),
  high: ratio * Math.exp(Z * se),
})

/** Mantel–Haenszel rate ratio, Greenland–Robins variance (Rothman, Greenland and Lash, 3rd ed., ch. 15). */
export function rateRatio(rows: readonly Row[]): Estimate {
  let [r, s, v] = [0, 0, 0]
  for (const { exposed, other } of pairs(rows, 'events', 'time')) {
    const [a, b] = [numberOf(exposed, 'events'), numberOf(other, 'events')]
    const [t1, t0] = [numberOf(exposed, 'time'), numberOf(other, 'time')]
    r += (a * t0) / (t1 + t0)
    s += (b * t1) / (t1 + t0)
    v += ((a + b) * t1 * t0) / (t1 + t0) ** 2
  }
  return onLogScale(r / s, Math.sqrt(v / (r * s)))
}

/** Mantel–Haenszel risk ratio, Greenland–Robins variance (Biometrics 41:55–68, 1985). */
export function riskRatio(rows: readonly Row[]): Estimate {
  let [r, s, v] = [0, 0, 0]
  for (const { exposed, other } of pairs(rows, 'events', 'persons')) {
    const [a, b] = [numberOf(exposed, 'events'), numberOf(other, 'events')]
    const [n1, n0] = [numberOf(exposed, 'persons'), numberOf(other, 'persons')]
    r += (a * n0) / (n1 + n0)
    s += (b * n1) / (n1 + n0)
    v += ((a + b) * n1 * n0 - a * b * (n1 + n0)) / (n1 + n0) ** 2
  }
  return onLogScale(r / s, Math.sqrt(v / (r * s)))
}

/** 1 − rate ratio, for each arm against the unvaccinated. */
export function effectiveness(rows: readonly Row[], arm: string): Estimate {
  const ratio = rateRatio(rows.filter((row) => row.exposed === false || row.arm === arm))
  return { estimate: 1 - ratio.estimate, low: 1 - ratio.high, high: 1 - ratio.low }
}

/**
 * Median of a survival curve with a constant hazard within each band; the interval holds the times at which
 * ln(−ln S) is not distinguishable from its value at ½ (after Brookmeyer and Crowley, Biometrics 38:29–41, 1982; the
 * transformation keeps what it promises with few events).
 */
export function median(rows: readonly Row[]): Estimate {
  const shown = rows
    .filter((row) => told(row, 'events', 'months', 'from_month'))
    .map((row) => ({
      from: numberOf(row, 'from_month'),
      until: numberOf(row, 'until_month'),
      events: numberOf(row, 'events'),
      months: numberOf(row, 'months'),
    }))
    .sort((a, b) => a.from - b.from)
  // A band that was not told hides how many had the event in it: nothing from there on can be read.
  const gap = shown.findIndex((band, i) => band.from !== (shown[i - 1]?.until ?? 0))
  const bands = gap < 0 ? shown : shown.slice(0, gap)
  const at = (time: number): { hazard: number; se: number } => {
    let [hazard, variance] = [0, 0]
    for (const band of bands) {
      const width = Math.max(0, Math.min(time, band.until) - band.from)
      hazard += (width * band.events) / band.months
      variance += (width * width * band.events) / band.months ** 2
    }
    return { hazard, se: Math.sqrt(variance) }
  }
  const times = Array.from({ length: 10 * (bands.at(-1)?.until ?? 0) }, (_, i) => (i + 1) / 10)
  const inside = times.filter((time) => {
    const { hazard, se } = at(time)
    return Math.abs(Math.log(hazard / Math.LN2)) <= (Z * se) / hazard
  })
  const reached = times.find((time) => at(time).hazard >= Math.LN2)
  return { estimate: reached ?? Number.NaN, low: inside[0] ?? Number.NaN, high: inside.at(-1) ?? Number.NaN }
}

/** Median of those who had the event alone, by interpolation; interval of the binomial order statistics. */
export function medianOfEvents(rows: readonly Row[]): Estimate {
  const bands = rows
    .filter((row) => told(row, 'events', 'from_month'))
    .sort((a, b) => numberOf(a, 'from_month') - numberOf(b, 'from_month'))
  const all = bands.reduce((sum, row) => sum + numberOf(row, 'events'), 0)
  const timeAt = (rank: number): number => {
    let before = 0
    for (const row of bands) {
      const events = numberOf(row, 'events')
      const [from, until] = [numberOf(row, 'from_month'), numberOf(row, 'until_month')]
      if (before + events >= rank) return from + ((rank - before) / events) * (until - from)
      before += events
    }
    return Number.NaN
  }
  const half = (Z * Math.sqrt(all)) / 2
  return { estimate: timeAt(all / 2), low: timeAt(all / 2 - half), high: timeAt(all / 2 + half) }
}

/**
 * Difference of means with a fixed effect for each stratum and, with `covariate`, a common slope of x: least squares on
 * deviations from the strata's means, from sums alone.
 */
export function adjustedDifference(rows: readonly Row[], { covariate }: { covariate: boolean }): Estimate {
  // Sums of squares and products within strata of arm z, covariate x and outcome y.
  const within = { zz: 0, zx: 0, zy: 0, xx: 0, xy: 0, yy: 0 }
  let [observations, strata] = [0, 0]
  for (const { exposed, other } of pairs(rows, 'n', 'y', 'yy', 'x', 'xx', 'xy')) {
    const sum = (column: string) => numberOf(exposed, column) + numberOf(other, column)
    const [n, n1] = [sum('n'), numberOf(exposed, 'n')]
    within.zz += n1 - (n1 * n1) / n
    within.zx += numberOf(exposed, 'x') - (n1 * sum('x')) / n
    within.zy += numberOf(exposed, 'y') - (n1 * sum('y')) / n
    within.xx += sum('xx') - sum('x') ** 2 / n
    within.xy += sum('xy') - (sum('x') * sum('y')) / n
    within.yy += sum('yy') - sum('y') ** 2 / n
    observations += n
    strata += 1
  }
  const { zz, zx, zy, xx, xy, yy } = within
  const determinant = covariate ? zz * xx - zx * zx : zz
  const estimate = covariate ? (zy * xx - xy * zx) / determinant : zy / zz
  const slope = covariate ? (xy * zz - zy * zx) / determinant : 0
  const residual = (yy - estimate * zy - slope * xy) / (observations - strata - (covariate ? 2 : 1))
  const se = Math.sqrt((residual * (covariate ? xx : 1)) / determinant)
  return { estimate, low: estimate - Z * se, high: estimate + Z * se }
}
