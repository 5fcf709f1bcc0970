/** The anonymised form of a record under limits that were computed from all records. */
import type { Band, Limits } from './limits.ts'
import {
  type AnonymiseRule,
  DeidentifyFault,
  type DeidentifyRules,
  type SourceRecord,
  type Value,
} from './rules.ts'

export interface AnonymiseNeeds {
  limits: Limits
  pseudonymOf: (identifier: string) => Value
  /** The person's own shift in days, within the given number of days. */
  shiftOf: (identifier: string, withinDays: number) => number
}

/**
 * Columns without a rule are left out. Bands hold their lower limit and not their upper one; what no band holds is left empty.
 * @throws DeidentifyFault where a value does not fit its rule; names the column only.
 */
export function anonymise(record: SourceRecord, rules: DeidentifyRules, needs: AnonymiseNeeds): SourceRecord {
  const identifier = record[rules.person]
  if (identifier === undefined || identifier === null || identifier === '')
    throw new DeidentifyFault(`no person in ${rules.person}`)
  const person = String(identifier)
  const kept: SourceRecord = { [rules.pseudonym]: needs.pseudonymOf(person) }
  for (const [column, rule] of Object.entries(rules.anonymise)) {
    if (column === rules.person || rules.remove.includes(column))
      throw new DeidentifyFault(`${column} is a direct identifier and cannot be kept`)
    kept[column] = applied(rule, { column, value: record[column] ?? null, person }, needs)
  }
  return kept
}

function applied(
  rule: AnonymiseRule,
  { column, value, person }: { column: string; value: Value; person: string },
  { limits, shiftOf }: AnonymiseNeeds,
): Value {
  if (value === null || rule.kind === 'keep') return value
  switch (rule.kind) {
    case 'month':
      return isoDate(value, column).slice(0, 7)
    case 'shift': {
      const moved = Date.parse(isoDate(value, column)) + shiftOf(person, rule.withinDays) * 86_400_000
      return new Date(moved).toISOString().slice(0, 10)
    }
    case 'band': {
      const band = limits.bands[column]?.find((one) => within(quantity(value, column), one))
      return band ? bandText(band) : null
    }
    case 'top-code': {
      const from = limits.topFrom[column] ?? null
      // Too few persons for any group: nothing of this column can be shown.
      if (from === null) return null
      return quantity(value, column) >= from ? `${tidy(from)}以上` : value
    }
    case 'fold-rare':
      return limits.common[column]?.has(String(value)) ? value : rule.other
  }
}

const within = (value: number, { from, until }: Band): boolean =>
  (from === null || value >= from) && (until === null || value < until)

function bandText({ from, until }: Band): string | null {
  if (from === null) return until === null ? null : `${tidy(until)}未満`
  return until === null ? `${tidy(from)}以上` : `${tidy(from)}～${tidy(until)}`
}

const tidy = (x: number): string => String(Number(x.toPrecision(12)))

function isoDate(value: Value, column: string): string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value)))
    throw new DeidentifyFault(`${column} is not a date`)
  return value
}

function quantity(value: Value, column: string): number {
  if (typeof value !== 'number') throw new DeidentifyFault(`${column} is not a number`)
  return value
}
