/** Repetition, medians and rows of the bench. */
export interface Figure {
  what: string
  value: number
  unit: string
  /** The design's budget, where it has one: `value` may not be above (or, for rates, below) it. */
  budget: number | null
  atLeast?: boolean
  note?: string
}

export const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/**
 * Runs the ways in turn, A B B A …, after one warm-up each, so that none always follows what another left in the
 * machine's caches; answers each way's times in milliseconds. `forMs`: goes on
 * past `repetitions` until so long has passed, since what is over soon is told from chance only by many.
 */
export async function interleaved<Way extends string>(
  ways: Record<Way, () => Promise<void>>,
  repetitions: number,
  forMs = 0,
): Promise<Record<Way, number[]>> {
  const names = Object.keys(ways) as Way[]
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Way, number[]>
  const until = performance.now() + forMs
  for (let repetition = -1; repetition < repetitions || performance.now() < until; repetition += 1)
    for (const name of repetition % 2 === 0 ? names : names.toReversed()) {
      const startedAt = performance.now()
      await ways[name]()
      if (repetition >= 0) times[name].push(performance.now() - startedAt)
    }
  return times
}

/** Median of the ratios pair by pair, which holds when the machine's speed drifts. */
export const pairedRatio = (a: number[], b: number[]): number =>
  median(a.map((value, index) => value / b[index]!))

/** Median of the differences pair by pair, in which what slows both of a pair has no part. */
export const pairedDifference = (a: number[], b: number[]): number =>
  median(a.map((value, index) => value - b[index]!))

export const holds = ({ value, budget, atLeast }: Figure): boolean | null =>
  budget === null ? null : atLeast ? value >= budget : value <= budget

export function table(figures: Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${figure.value >= 100 ? Math.round(figure.value).toLocaleString('en') : figure.value.toFixed(2)} ${figure.unit}`,
    figure.budget === null ? '' : `${figure.atLeast ? '≥' : '≤'} ${figure.budget}`,
    { true: 'ok', false: 'OVER', null: '' }[String(holds(figure)) as 'true' | 'false' | 'null'],
    figure.note ?? '',
  ])
  const widths = rows[0]!.map((_cell, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
