/**
 * Where the limits of the anonymised form lie, computed from all records: the value from which the top group begins,
 * and the values that enough persons share. A person counts once, however many records they have.
 */
import type { DeidentifyRules, SourceRecord } from './rules.ts'

export interface Limits {
  /** Lower limit of the top group by column; null where even all values together are too few. */
  topFrom: Record<string, number | null>
  /** Values kept by column; all others are folded. */
  common: Record<string, ReadonlySet<string>>
}

/** Reads all records once; memory grows with persons and distinct values, not with records. */
export function collectLimits(rules: DeidentifyRules): {
  add(record: SourceRecord): void
  limits(): Limits
} {
  const highest = new Map<string, Map<string, number>>()
  const holders = new Map<string, Map<string, Set<string>>>()
  for (const [column, rule] of Object.entries(rules.anonymise)) {
    if (rule.kind === 'top-code') highest.set(column, new Map())
    if (rule.kind === 'fold-rare') holders.set(column, new Map())
  }
  return {
    add(record) {
      const person = String(record[rules.person])
      for (const [column, persons] of highest) {
        const value = record[column]
        if (typeof value === 'number') persons.set(person, Math.max(value, persons.get(person) ?? -Infinity))
      }
      for (const [column, values] of holders) {
        const value = record[column]
        if (value === null || value === undefined) continue
        const key = String(value)
        const persons = values.get(key) ?? new Set()
        // Beyond the minimum the set need not grow.
        if (persons.size < rules.minimumPersons) persons.add(person)
        values.set(key, persons)
      }
    },
    limits() {
      const topFrom: Limits['topFrom'] = {}
      for (const [column, persons] of highest) {
        const rule = rules.anonymise[column]
        if (rule?.kind !== 'top-code') continue
        // The value of the person ranked minimumPersons from above, moved down to the grid: at least that many reach it.
        const ranked = [...persons.values()].sort((a, b) => b - a)[rules.minimumPersons - 1]
        topFrom[column] =
          ranked === undefined
            ? null
            : Math.floor((ranked - rule.offset) / rule.step) * rule.step + rule.offset
      }
      const common: Limits['common'] = {}
      for (const [column, values] of holders)
        common[column] = new Set(
          [...values].filter(([, persons]) => persons.size >= rules.minimumPersons).map(([value]) => value),
        )
      return { topFrom, common }
    },
  }
}
