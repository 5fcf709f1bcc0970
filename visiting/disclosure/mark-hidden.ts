/** Marks what protection hides in a table on its way, and says where too little is left open. */
import type { TableAtWork } from './additive-problem.ts'
import type { Interval } from './attack-intervals.ts'

export interface Place {
  row: number
  column: number
}

/** Marks a cell as hidden for others' sake, unless a rule hides it already, and says what can be derived of it. */
export function hideAt(
  at: TableAtWork,
  { row, column }: Place,
  { interval }: { interval: Interval | undefined },
): void {
  const where = { row, column: at.input.columns[column]!.name }
  if (at.status[row]![column] === 'shown') {
    at.status[row]![column] = 'secondary'
    at.report.add({ code: 'secondary', severity: 'note', rule: null, params: {} }, where)
  }
  if (interval && (interval.low > 0 || Number.isFinite(interval.high)))
    at.interval[row]![column] = [
      Math.max(interval.low, Number.MIN_SAFE_INTEGER),
      Math.min(interval.high, Number.MAX_SAFE_INTEGER),
    ]
}

/** `attack-exact` where nothing is left open, else `attack-narrow`; both block. */
export function reportNarrow(at: TableAtWork, { row, column }: Place, { low, high }: Interval): void {
  const exact = high <= low
  at.report.add(
    {
      code: exact ? 'attack-exact' : 'attack-narrow',
      severity: 'blocking',
      rule: null,
      // The width that is needed can depend on the hidden value itself, and is not told.
      params: exact ? {} : { width: high - low },
    },
    { row, column: at.input.columns[column]!.name },
  )
}
