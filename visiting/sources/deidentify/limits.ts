/**
 * Where the limits of the anonymised form lie, computed from all records: the value from which the top group begins,
 * the bands that enough persons fall into, and the values that enough persons share. A person counts once, however many
 * records they have.
 */
import type { DeidentifyRules, SourceRecord } from './rules.ts'

export interface Limits {
  /** Lower limit of the top group by column; null where even all values together are too few. */
  topFrom: Record<string, number | null>
  /** Bands by column, lowest first, without gaps; none where even all values together are too few. */
  bands: Record<string, readonly Band[]>
  /** Values kept by column; all others are folded. */
  common: Record<string, ReadonlySet<string>>
  /** How many persons hold the folded values of a column together, up to the minimum. */
  folded: Record<string, number>
}

/** `from` ≤ value < `until`. An end that had to swallow sparse cells is open, so that it does not tell the extreme. */
export interface Band {
  from: number | null
  until: number | null
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
    if (rule.kind === 'fold-rare' || rule.kind === 'band') holders.set(column, new Map())
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
        const rule = rules.anonymise[column]
        const key = rule?.kind === 'band' ? String(Math.floor(Number(value) / rule.width)) : String(value)
        if (key === 'NaN') continue
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
      const bands: Limits['bands'] = {}
      const folded: Limits['folded'] = {}
      for (const [column, values] of holders) {
        const rule = rules.anonymise[column]
        if (rule?.kind === 'band')
          bands[column] = bandsOf(values, { width: rule.width, minimum: rules.minimumPersons })
        if (rule?.kind !== 'fold-rare') continue
        const kept = [...values].filter(([, persons]) => persons.size >= rules.minimumPersons)
        common[column] = new Set(kept.map(([value]) => value))
        const rare = new Set<string>()
        for (const [value, persons] of values)
          if (!common[column].has(value)) for (const person of persons) rare.add(person)
        folded[column] = Math.min(rare.size, rules.minimumPersons)
      }
      return { topFrom, bands, common, folded }
    },
  }
}

/** Grid cells from below, joined until each band holds enough persons; what is left over joins the last band. */
function bandsOf(
  cells: ReadonlyMap<string, ReadonlySet<string>>,
  { width, minimum }: { width: number; minimum: number },
): Band[] {
  const ordered = [...cells].map(([cell, persons]) => ({ cell: Number(cell), persons }))
  ordered.sort((a, b) => a.cell - b.cell)
  const bands: { from: number; until: number; cells: number }[] = []
  let open: { from: number; cells: number; persons: Set<string> } | null = null
  for (const { cell, persons } of ordered) {
    // A gap belongs to the band after it, so that bands meet.
    open ??= { from: bands.at(-1)?.until ?? cell, cells: 0, persons: new Set() }
    for (const person of persons) open.persons.add(person)
    open.cells = cell + 1 - open.from
    if (open.persons.size < minimum) continue
    bands.push({ from: open.from, until: cell + 1, cells: open.cells })
    open = null
  }
  const last = bands.at(-1)
  const highest = ordered.at(-1)
  if (last && open && highest) {
    last.cells = highest.cell + 1 - last.from
    last.until = highest.cell + 1
  }
  return bands.map(({ from, until, cells: joined }, n) => ({
    from: n === 0 && joined > 1 ? null : from * width,
    until: n === bands.length - 1 && joined > 1 ? null : until * width,
  }))
}
