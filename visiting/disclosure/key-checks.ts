/** Checks of what a table is broken down by: ages, birth weights, times, regions, forbidden crossings. */
import type { CellKind, RuleSet } from '../../shared/model/rules.ts'
import type { CellFinding } from './judge-cells.ts'
import { rulesFor } from './rule-sets.ts'
import { type ColumnMeaning, isMarginKey, isTold, type TableInput, textOf } from './table-input.ts'

export interface KeyFinding extends CellFinding {
  column: string | null
}

/** Findings about the keys of a table, by the meaning the catalog gives their columns. */
export function checkKeys(
  { columns, rows }: TableInput,
  { sets, meanings }: { sets: readonly RuleSet[]; meanings: ReadonlyMap<string, ColumnMeaning> },
): KeyFinding[] {
  const found: KeyFinding[] = []
  const keyed = new Map<ColumnMeaning, string>()
  columns.forEach(({ name, role }, column) => {
    const meaning = meanings.get(name)
    if (role !== 'key' || meaning === undefined) return
    keyed.set(meaning, name)
    // A key that may not be told leaves nowhere, and a finding about it would say what it is.
    const labels = [
      ...new Set(
        rows
          .filter((row) => isTold(row, column))
          .map(({ values }) => values[column])
          .filter((value) => !isMarginKey(value)),
      ),
    ].map((value) => textOf(value))
    if (meaning === 'age') found.push(...checkAges(name, { labels, sets }))
    if (meaning === 'birth-weight')
      found.push(...checkBands(name, { labels, sets, kind: 'birth-weight', unit: 'bandGrams' }))
    if (meaning === 'death-time')
      found.push(...checkBands(name, { labels, sets, kind: 'death-time', unit: 'bandHours' }))
    if (meaning === 'small-area')
      for (const rule of rulesFor(sets, { kind: 'geography' }).slice(0, 1))
        found.push({
          code: 'geography-review',
          severity: 'warning',
          rule,
          column: name,
          params: { column: name },
        })
  })
  const first = keyed.get('municipality')
  const second = keyed.get('insurer-type')
  const crossing = rulesFor(sets, { kind: 'crossing' })[0]
  if (first && second && crossing)
    found.push({
      code: 'crossing-forbidden',
      severity: 'blocking',
      rule: crossing,
      column: null,
      params: { first, second },
    })
  return found
}

interface Band {
  from: number
  /** Exclusive; Infinity for an open band. */
  to: number
}

/** `40-44`, `40～44歳`, `[40, 45)`, `90+`, `90歳以上`, `65歳未満`, `72`; null where a label is none of these. */
export function parseBand(label: string): Band | null {
  const plain = label
    .normalize('NFKC')
    .replaceAll(/[歳才g時,\s]/g, '')
    .replaceAll(/[~〜–—−]/g, '-')
  const half = /^\[(\d+(?:\.\d+)?)-?(\d+(?:\.\d+)?)\)$/.exec(
    label.normalize('NFKC').replaceAll(/\s/g, '').replace(',', '-'),
  )
  if (half) return { from: Number(half[1]), to: Number(half[2]) }
  const range = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(plain)
  if (range) return { from: Number(range[1]), to: Number(range[2]) + 1 }
  const open = /^(?:>=|≥)?(\d+(?:\.\d+)?)(\+|以上|-)$/.exec(plain) ?? /^(?:>=|≥)(\d+(?:\.\d+)?)$/.exec(plain)
  if (open) return { from: Number(open[1]), to: Number.POSITIVE_INFINITY }
  const under = /^(?:<(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)未満|-(\d+(?:\.\d+)?))$/.exec(plain)
  if (under) return { from: Number.NEGATIVE_INFINITY, to: Number(under[1] ?? under[2] ?? under[3]) }
  const upTo = /^(?:<=|≤)?(\d+(?:\.\d+)?)以下$/.exec(plain)
  if (upTo) return { from: Number.NEGATIVE_INFINITY, to: Number(upTo[1]) + 1 }
  const single = /^\d+(?:\.\d+)?$/.exec(plain)
  return single ? { from: Number(plain), to: Number(plain) + 1 } : null
}

function checkAges(
  column: string,
  { labels, sets }: { labels: readonly string[]; sets: readonly RuleSet[] },
): KeyFinding[] {
  const found: KeyFinding[] = []
  const bands = bandsOf(labels)
  const rules = rulesFor(sets, { kind: 'age-band' })
  const strictest = (name: string, pick: (...values: number[]) => number) => {
    const having = rules.filter(({ parameters }) => parameters[name] !== undefined)
    const value = having.length > 0 ? pick(...having.map(({ parameters }) => parameters[name]!)) : null
    return value === null
      ? null
      : { value, rule: having.find(({ parameters }) => parameters[name] === value)! }
  }
  const years = strictest('bandYears', Math.max)
  if (years && isFiner(bands, years.value))
    found.push({
      code: 'age-too-fine',
      severity: 'warning',
      rule: years.rule,
      column,
      params: { column, years: years.value },
    })
  const top = strictest('topFrom', Math.min)
  if (top && bands.some(({ from }) => from > top.value))
    found.push({
      code: 'age-top-open',
      severity: 'warning',
      rule: top.rule,
      column,
      params: { column, top: top.value },
    })
  const bottom = strictest('bottomUnder', Math.max)
  if (bottom && bands.filter(({ to }) => to <= bottom.value).length > 1)
    found.push({
      code: 'age-bottom-open',
      severity: 'warning',
      rule: bottom.rule,
      column,
      params: { column, bottom: bottom.value },
    })
  return found
}

function checkBands(
  column: string,
  {
    labels,
    sets,
    kind,
    unit,
  }: { labels: readonly string[]; sets: readonly RuleSet[]; kind: CellKind; unit: string },
): KeyFinding[] {
  const rule = rulesFor(sets, { kind }).find(({ parameters }) => parameters[unit] !== undefined)
  if (!rule) return []
  const bands = bandsOf(labels)
  const { [unit]: band, bottomTo, topFrom } = rule.parameters
  // Both ends must be one band each: 300 g and under, 4,000 g and over.
  const ends = [
    bottomTo === undefined ? [] : bands.filter(({ to }) => to <= bottomTo + 1),
    topFrom === undefined ? [] : bands.filter(({ from }) => from >= topFrom),
  ]
  const split =
    ends.some((inside) => inside.length > 1) ||
    bands.some(({ from }) => topFrom !== undefined && from > topFrom)
  if (!isFiner(bands, band!) && !split) return []
  return [{ code: 'band-too-fine', severity: 'warning', rule, column, params: { column, band: band! } }]
}

function bandsOf(labels: readonly string[]): Band[] {
  return labels.map(parseBand).filter((band) => band !== null)
}

/** Whether bounded bands are narrower than allowed. A table of lower ends (40, 45, 50) counts as bands between them. */
function isFiner(bands: readonly Band[], least: number): boolean {
  const bounded = bands.filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to))
  if (bounded.some(({ from, to }) => to - from > 1)) return bounded.some(({ from, to }) => to - from < least)
  const starts = bounded.map(({ from }) => from).sort((a, b) => a - b)
  return starts.some((from, k) => k > 0 && from - starts[k - 1]! < least)
}
