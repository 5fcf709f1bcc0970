/** Rounds the counts of a result, and computes the rates again from the rounded counts. */
import type { CellStatus } from '../../shared/model/findings.ts'
import type { FindingList } from './assess.ts'
import { isFunction, type Quotient } from './linked-columns.ts'
import { type RoundingMethod, roundCount } from './rounding.ts'
import { numberOf, type TableInput } from './table-input.ts'

const COUNTS = new Set(['persons', 'count', 'institutions'])

/** Changes `texts` in place. Rates whose counts cannot be told are reported, not changed. */
export function applyRounding(
  input: TableInput,
  {
    method,
    base,
    status,
    texts,
    quotients,
    report,
  }: {
    method: RoundingMethod
    base: number
    status: CellStatus[][]
    texts: string[][]
    quotients: readonly Quotient[]
    report: FindingList
  },
): void {
  const rounded = input.rows.map(({ values }) =>
    values.map((value, c) => {
      const count = COUNTS.has(input.columns[c]!.role) ? numberOf(value) : null
      return count === null ? numberOf(value) : roundCount(count, { method, base })
    }),
  )
  input.columns.forEach(({ name, role }, c) => {
    const where = { row: null, column: name }
    if (COUNTS.has(role)) {
      rounded.forEach((row, r) => {
        if (row[c] !== null && status[r]![c] === 'shown') texts[r]![c] = String(row[c])
      })
      report.add({ code: 'rounded', severity: 'note', rule: null, params: { method } }, where)
      return
    }
    if (!isFunction(input, c)) return
    const quotient = quotients.find(({ column }) => column === c)
    if (!quotient) {
      report.add(
        { code: 'rate-from-unrounded', severity: 'warning', rule: null, params: { column: name } },
        where,
      )
      return
    }
    rounded.forEach((row, r) => {
      const value = numberOf(input.rows[r]!.values[c])
      const above = row[quotient.numerator] ?? null
      const below = row[quotient.denominator] ?? null
      if (value === null || above === null || below === null || status[r]![c] !== 'shown') return
      texts[r]![c] = below === 0 ? '' : String(Number(((above / below) * quotient.scale).toPrecision(6)))
    })
  })
}
