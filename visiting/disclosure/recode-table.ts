/**
 * A result with fewer, larger categories: rows whose keys become the same are one row, and their numbers are added.
 *
 * Sums of people are only right where nobody stands in two of the categories. That is known where the environment listed
 * them; total rows that add up prove nothing, since a query can make them of others. Else the merged row rests on as many
 * people as its largest part at least, which is what judges it. Numbers that cannot be added (means, percentiles,
 * institutions) are computed again from their counts or left out.
 *
 * Labels are made of categories that may be told; how far the others reach is left open (`90+`).
 */
import type { CellFacts } from '../../shared/model/facts.ts'
import type { Recoding as Choice } from '../../shared/model/protection.ts'
import { addsUpOver } from './adds-up-over.ts'
import type { CellFinding } from './judge-cells.ts'
import { parseBand } from './key-checks.ts'
import { findQuotients, type Quotient } from './linked-columns.ts'
import { bottomCode, mergeBands, topCode } from './recode.ts'
import {
  type CellValue,
  isFrame,
  isMarginKey,
  numberOf,
  type TableInput,
  type TableRow,
  textOf,
} from './table-input.ts'

export interface RecodedTable {
  input: TableInput
  /** By row and column: whether a client may have the cell as data before it is released. */
  travels: boolean[][]
  findings: { finding: CellFinding; column: string }[]
}

/** The rows of the given table that each row was made of, and which of its columns each column is. */
export interface RecodingTrace {
  rowsFrom: number[][]
  columnsFrom: number[]
}

/** Distinct persons behind a cell of rows of the result taken together, as the environment listed them; null: not listed. */
export type ListedPersons = (cell: { rows: readonly number[]; column: number }) => number | null

type TracedTable = RecodedTable & { trace: RecodingTrace }

/** ACRO's (n, k) rule with n = 2, as results are masked by. */
const TWO_LARGEST = 0.9

/** One recoding after the other. `trace` leads from places of the result to those of the table given. */
export function recodeTable(
  table: Pick<RecodedTable, 'input' | 'travels'>,
  recodings: readonly Choice[],
  listed: ListedPersons = () => null,
): TracedTable {
  let now: TracedTable = { ...table, findings: [], trace: unchanged(table.input) }
  for (const recoding of recodings) {
    const next = recodeOnce(now, { recoding, listed })
    now = {
      ...next,
      findings: [...now.findings, ...next.findings],
      trace: {
        rowsFrom: next.trace.rowsFrom.map((rows) => rows.flatMap((row) => now.trace.rowsFrom[row]!)),
        columnsFrom: next.trace.columnsFrom.map((column) => now.trace.columnsFrom[column]!),
      },
    }
  }
  return now
}

function recodeOnce(
  { input, travels, trace }: Pick<TracedTable, 'input' | 'travels' | 'trace'>,
  { recoding, listed }: { recoding: Choice; listed: ListedPersons },
): TracedTable {
  const key = input.columns.findIndex(({ role, name }) => role === 'key' && name === recoding.column)
  const say = (code: CellFinding['code'], column: string, severity: CellFinding['severity']) => ({
    finding: { code, severity, rule: null, params: { column } },
    column,
  })
  const labels = key < 0 ? null : labelsOf({ input, travels, key }, recoding)
  if (!labels)
    return {
      input,
      travels,
      findings: [say('recode-not-possible', recoding.column, 'warning')],
      trace: unchanged(input),
    }
  const keys = input.columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
  const how = input.columns.map(({ role }, column) => {
    if (!ADDED.has(role)) return null
    const holds = addsUpOver(input, { key, keys, columns: [column], findings: [] })
    // Institutions see people of many categories; without a total that says otherwise they are not added.
    return holds === 'no-margins' && role === 'institutions' ? 'fails' : holds
  })
  const quotients = findQuotients(input).filter(
    ({ numerator, denominator }) => how[numerator] !== 'fails' && how[denominator] !== 'fails',
  )
  const kept = input.columns.flatMap(({ role }, column) => {
    const isAdded = how[column] !== null && how[column] !== 'fails'
    const stays =
      isAdded || role === 'key' || role === 'constant' || quotients.some((one) => one.column === column)
    return stays ? [column] : []
  })
  const left = input.columns.filter((_, column) => !kept.includes(column))

  const groups = new Map<string, number[]>()
  input.rows.forEach(({ values }, row) => {
    const name = JSON.stringify(
      keys.map((column) => (column === key ? labelOf(values[column]) : textOf(values[column]))),
    )
    groups.set(name, [...(groups.get(name) ?? []), row])
  })
  function labelOf(value: CellValue | undefined): string | null {
    return isMarginKey(value) ? null : (labels!.get(textOf(value)) ?? textOf(value))
  }
  const merged = [...groups.values()].map((rows) => mergeRows(rows))
  const findings = [
    ...left.map(({ name }) => say('recode-left-out', name, 'note')),
    ...(merged.every(({ isApart }) => isApart) ? [] : [say('recode-unproven', recoding.column, 'warning')]),
  ]
  return {
    findings,
    trace: { rowsFrom: [...groups.values()], columnsFrom: kept },
    travels: merged.map((row) => kept.map((column) => row.travels[column]!)),
    input: {
      ...input,
      columns: kept.map((column) => ({
        ...input.columns[column]!,
        ...(column === key ? { type: 'VARCHAR' } : {}),
      })),
      rows: merged.map(({ row }) => ({
        rowPersons: row.rowPersons,
        values: kept.map((column) => row.values[column]!),
        facts: kept.map((column) => row.facts[column]!),
      })),
    },
  }

  /** Whether nobody stands behind a column in two of these rows. */
  function areApart(places: readonly number[], column: number): boolean {
    const rows = places.flatMap((place) => trace.rowsFrom[place]!).sort((a, b) => a - b)
    const of = (some: readonly number[]) => listed({ rows: some, column: trace.columnsFrom[column]! })
    const together = of(rows)
    const each = rows.map((row) => of([row]))
    return together !== null && !each.includes(null) && together === addUp(each)
  }

  function mergeRows(places: number[]): { row: TableRow; travels: boolean[]; isApart: boolean } {
    const parts = places.map((row) => input.rows[row]!)
    const first = parts[0]!
    const label = labelOf(first.values[key])
    if (parts.length === 1)
      return {
        row: { ...first, values: first.values.with(key, label) },
        travels: travels[places[0]!]!,
        isApart: true,
      }
    const counted = input.columns.map(({ role }, column) => ADDED.has(role) && areApart(places, column))
    // Nobody stands in two of the rows where that is so of a number that counts everybody in each of them.
    const isApart = counted.some(
      (is, column) => is && parts.every(({ facts, rowPersons }) => facts[column]!.persons === rowPersons),
    )
    const apart = counted.map((is, column) => (isFrame(input.columns[column]!.role) ? isApart : is))
    const persons = (counts: (number | null)[], isSum: boolean) => {
      if (counts.some((count) => count === null)) return null
      const known = counts as number[]
      return isSum ? known.reduce((a, b) => a + b, 0) : Math.max(...known)
    }
    const most = (shares: (number | null)[]) =>
      shares.some((share) => share !== null) ? Math.max(...shares.map((share) => share ?? 1)) : null
    const own = input.columns.map((_, column): CellFacts => {
      const each = parts.map((part) => part.facts[column]!)
      const below = each.map(({ denominatorPersons }) => denominatorPersons)
      return {
        persons: persons(
          each.map((one) => one.persons),
          apart[column]!,
        ),
        institutions: mostOf(each.map(({ institutions }) => institutions)),
        // Nobody's share of the whole is larger than the largest share of a part.
        top1Share: most(each.map(({ top1Share }) => top1Share)),
        top2Share: most(each.map(({ top2Share }) => top2Share)),
        denominatorPersons: below.some((count) => count !== null) ? persons(below, false) : null,
        certainty:
          apart[column]! && each.every(({ certainty }) => certainty === 'exact') ? 'exact' : 'at-least',
        databases: [...new Set(each.flatMap(({ databases }) => databases))],
      }
    })
    // A rate is computed again from two numbers, and rests on what they do.
    const facts = own.map((one, column) => {
      const quotient = quotients.find((other) => other.column === column)
      if (!quotient) return one
      const { persons, certainty } = own[quotient.numerator]!
      return { ...one, persons, certainty, denominatorPersons: own[quotient.denominator]!.persons }
    })
    const rowPersons = persons(
      parts.map((part) => part.rowPersons),
      isApart,
    )
    const sums = input.columns.map((_, column) => addUp(parts.map(({ values }) => values[column] ?? null)))
    const values = input.columns.map(({ role }, column): CellValue => {
      if (column === key) return label
      if (role === 'key') return first.values[column] ?? null
      if (role === 'constant')
        return parts.every((part) => part.values[column] === first.values[column])
          ? first.values[column]!
          : null
      const quotient = quotients.find((one) => one.column === column)
      return quotient ? quotientOf(sums, quotient) : (sums[column] ?? null)
    })
    const isEnough = (count: number | null) => count !== null && count >= input.minimumPersons
    return {
      isApart,
      row: { values, rowPersons, facts },
      travels: input.columns.map(({ role }, column) => {
        if (places.every((row) => travels[row]![column])) return true
        if (role === 'key')
          return isEnough(rowPersons) || (column !== key && places.some((row) => travels[row]![column]))
        const { persons: behind, denominatorPersons, top2Share } = facts[column]!
        const below = denominatorPersons === null || isEnough(denominatorPersons)
        return isEnough(rowPersons) && isEnough(behind) && below && (top2Share ?? 0) <= TWO_LARGEST
      }),
    }
  }
}

const unchanged = ({ rows, columns }: Pick<TableInput, 'rows' | 'columns'>): RecodingTrace => ({
  rowsFrom: rows.map((_, row) => [row]),
  columnsFrom: columns.map((_, column) => column),
})

const ADDED = new Set(['persons', 'institutions', 'count', 'sum'])

const mostOf = (counts: (number | null)[]): number | null =>
  counts.some((count) => count === null) ? null : Math.max(...(counts as number[]))

function addUp(values: readonly CellValue[]): CellValue {
  if (values.every((value) => value === null)) return null
  if (values.every((value) => value === null || typeof value === 'bigint' || Number.isInteger(value))) {
    const sum = values.reduce<bigint>(
      (all, value) => all + BigInt((value as number | bigint | null) ?? 0),
      0n,
    )
    return sum <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(sum) : sum
  }
  const sum = values.reduce<number>((all, value) => all + (numberOf(value) ?? 0), 0)
  return Number(sum.toPrecision(15))
}

function quotientOf(sums: readonly CellValue[], { numerator, denominator, scale }: Quotient): CellValue {
  const above = numberOf(sums[numerator])
  const below = numberOf(sums[denominator])
  if (above === null || below === null || below === 0) return null
  return Number(((above / below) * scale).toPrecision(6))
}

/** What each category becomes; null where it cannot be done. */
function labelsOf(
  { input, travels, key }: { input: TableInput; travels: boolean[][]; key: number },
  recoding: Choice,
): ReadonlyMap<string, string> | null {
  const told = new Set<string>()
  const categories = new Set<string>()
  input.rows.forEach(({ values }, row) => {
    if (isMarginKey(values[key])) return
    categories.add(textOf(values[key]))
    if (travels[row]![key]) told.add(textOf(values[key]))
  })
  const all = [...categories]
  if (recoding.kind === 'top') return topCode(all, recoding.from)
  if (recoding.kind === 'bottom') return bottomCode(all, recoding.under)
  if (recoding.kind === 'groups')
    return new Map(recoding.groups.flatMap(({ label, members }) => members.map((member) => [member, label])))
  if (all.some((category) => parseBand(category) === null)) return null
  // Bands that may not be told join the next that may: no end of a merged band then says that somebody is in them.
  const home = homesOf(all, told)
  if (!home) return null
  const counter = input.columns.findIndex(({ role }) => role === 'persons')
  const others = input.columns.flatMap(({ role }, column) =>
    role === 'key' && column !== key ? [column] : [],
  )
  const merging = mergeBands({
    rows: input.rows.map(({ values, rowPersons }, line) => ({
      key: [
        isMarginKey(values[key]) ? null : home.get(textOf(values[key]))!,
        ...others.map((column) => (isMarginKey(values[column]) ? null : textOf(values[column]))),
      ],
      value: counter >= 0 ? numberOf(values[counter]) : rowPersons,
      line,
    })),
    dimension: 0,
    threshold: input.minimumPersons,
  })
  return merging && withLabels(home, merging)
}

const byBand = (a: string, b: string): number => parseBand(a)!.from - parseBand(b)!.from

/** The band that may be told in which each band goes: itself, the next above, or the uppermost; null where there is none. */
function homesOf(all: readonly string[], told: ReadonlySet<string>): Map<string, string> | null {
  const known = [...told].sort(byBand)
  const last = known.at(-1)
  if (last === undefined) return null
  return new Map(
    all.map((band) => {
      const above = known.find((one) => parseBand(one)!.from >= parseBand(band)!.from)
      return [band, told.has(band) ? band : (above ?? last)]
    }),
  )
}

/**
 * Names merged bands from the end of the band before to their own end, whether or not anybody is in between. What lies
 * below the lowest or above the uppermost band that may be told leaves that end open.
 */
function withLabels(
  home: ReadonlyMap<string, string>,
  merging: ReadonlyMap<string, string>,
): Map<string, string> {
  const known = [...new Set(home.values())].sort(byBand)
  const all = [...home.keys()].map((band) => parseBand(band)!)
  const lowest = parseBand(known[0]!)!
  const highest = parseBand(known.at(-1)!)!
  const isOpenBelow = all.some(({ from }) => from < lowest.from)
  const isOpenAbove = all.some(({ to }) => to > highest.to)
  const labelOf = new Map<string, string>()
  for (const run of new Set(merging.values())) {
    const bands = known.filter((band) => merging.get(band) === run)
    const first = known.indexOf(bands[0]!)
    const from = first > 0 ? parseBand(known[first - 1]!)!.to : isOpenBelow ? -Infinity : lowest.from
    const { to } = parseBand(bands.at(-1)!)!
    const end = bands.includes(known.at(-1)!) && isOpenAbove ? Infinity : to
    const own = parseBand(bands[0]!)!
    const isItself = bands.length === 1 && own.from === from && own.to === end
    labelOf.set(run, isItself ? bands[0]! : rangeName(from, end))
  }
  return new Map([...home].map(([band, at]) => [band, labelOf.get(merging.get(at)!)!]))
}

function rangeName(from: number, to: number): string {
  if (Number.isFinite(from) && Number.isFinite(to)) return to - from === 1 ? `${from}` : `${from}-${to - 1}`
  if (Number.isFinite(from)) return `${from}+`
  return Number.isFinite(to) ? `<${to}` : '*'
}
