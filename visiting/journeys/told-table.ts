/**
 * A protected table as a client may have it before the release. What is said of a cell that may not travel is the same
 * whatever it holds: its standing, its persons and its findings are those of every such cell, though in what leaves it may
 * be a zero that is shown. Checks of whole columns are told where nothing untold went into them.
 */
import type { z } from 'zod'
import type { ProtectedTable } from '../../shared/contract/outputs.ts'
import { type ChartSpec, columnsDrawn } from '../../shared/model/chart.ts'
import type { Finding } from '../../shared/model/findings.ts'
import type { FormReport } from '../../shared/model/output-form.ts'
import type { Relation } from '../../shared/model/protection.ts'
import { isAdditive, isFrame } from '../disclosure/table-input.ts'

type Table = z.output<typeof ProtectedTable>

export interface ToldOf {
  /** The version that would leave. */
  table: Table
  /** By row and column: whether a client may have the cell as data before it is released. */
  travels: boolean[][]
}

/** Reviewers learn what the checks of whole columns say; they judge by it, and no value is in it. */
export type ToldTo = 'researcher' | 'reviewer'

/** Found in numbers of a column one by one, so that one person's number can make it. */
const BY_NUMBERS: ReadonlySet<string> = new Set([
  'negative-values',
  'not-additive',
  'structure-unclear',
  'recode-unproven',
  'rate-from-unrounded',
])

/** Follows from what is shown alone, and stands against submitting: said of a cell that may not be told, too. */
const OF_SHOWN: ReadonlySet<string> = new Set(['attack-exact', 'attack-narrow', 'needed-by-other'])

/** All that is said of an unverified table: what follows from its query, its names and the researcher's own words. */
const OF_UNVERIFIED =
  /^(?:unverified|no-rule-set|geography-review|crossing-forbidden|structure-declined|looks-like-.*|model-unmeasured|curve-unproven|text-.*|figure-.*|chart-.*|not-compared-.*)$/

/** What a form measured, as a client may have it before the release: of an unverified table not even how many rows it has. */
export const reportAsData = ({
  table,
  report = null,
}: Pick<ToldOf, 'table'> & { report?: FormReport | null | undefined }): FormReport | null =>
  table.verified ? report : null

/** Relations as a researcher may have them: of unverified tables, what adds up says what they hold. */
export const relationsAsData = (
  relations: readonly Relation[],
  items: readonly (Pick<ToldOf, 'table'> | { kind: 'text' })[],
): Relation[] => {
  const unverified = items.map((item) => 'table' in item && !item.table.verified)
  return relations.filter((one) => one.kind === 'declared' || !one.items.some((item) => unverified[item]))
}

/** Tables that leave together, as a client may have them. */
export function asDataTogether(
  tables: readonly ToldOf[],
  { to = 'researcher' }: { to?: ToldTo } = {},
): Table[] {
  const intervals = intervalsTravel(tables)
  return tables.map((one) =>
    one.table.verified ? asData(one, { intervals, to }) : withoutRows(one.table, to),
  )
}

/**
 * What may be told of attack intervals. They are computed from everything the tables show; where a shown cell may not
 * travel before the release, an interval could give it away, and none is told.
 */
const intervalsTravel = (tables: readonly ToldOf[]): boolean =>
  tables.every(({ table, travels }) =>
    table.rows.every((row, r) =>
      row.every((cell, c) => cell.status !== 'shown' || travels[r]?.[c] || !isAdditive(table.columns[c]!)),
    ),
  )

/**
 * A table as anybody may have it once it is released: what is shown is told as it is, of what stays hidden no more than
 * before, and by which rules on counts. Whether two people hold it, whether it is zero, would be something about few.
 */
export function asReleased({ table, travels }: ToldOf): Table {
  if (!table.verified) return table
  const told = table.rows.map((row, r) =>
    row.map(({ status }, c) => status === 'shown' || travels[r]?.[c] === true),
  )
  return asData({ table, travels: told }, { intervals: true, to: 'researcher', rules: rulesOnCounts(table) })
}

/** Rules on numbers of people that hide something in a table, each once a column. */
const rulesOnCounts = ({ findings }: Table): Finding[] => [
  ...new Map(
    findings
      .filter(({ code, rule }) => code === 'below-minimum' && rule !== null)
      .map((one) => [`${one.column} ${one.rule} ${one.edition}`, one]),
  ).values(),
]

interface Telling {
  intervals: boolean
  to: ToldTo
  rules?: readonly Finding[]
}

function asData({ table, travels }: ToldOf, { intervals, to, rules = [] }: Telling): Table {
  const places = new Map(table.columns.map(({ name }, c) => [name, c]))
  const isUntold = (row: number | null, column: string | null) =>
    row !== null && column !== null && travels[row]?.[places.get(column) ?? -1] === false
  const holdsUntold = travels.some((row) => row.some((told, c) => !told && !isFrame(table.columns[c]!.role)))
  const isToldNegative = (column: string | null) => {
    const c = places.get(column ?? '') ?? -1
    return table.rows.some((row, r) => travels[r]?.[c] && Number(row[c]?.text) < 0)
  }
  const mayTell = ({ code, row, column }: Finding) => {
    if (isUntold(row, column)) return OF_SHOWN.has(code)
    if (to === 'reviewer' || !holdsUntold || !BY_NUMBERS.has(code)) return true
    return code === 'negative-values' && isToldNegative(column)
  }
  // Nothing is hidden in a table that is to leave as it is: its untold cells would be shown.
  const status = table.summary.method === 'none' ? ('shown' as const) : ('primary' as const)
  const findings: Finding[] = []
  const moved = new Map<number, number>()
  for (const [index, finding] of table.findings.entries())
    if (mayTell(finding)) moved.set(index, findings.push(finding) - 1)
  const rows = table.rows.map((row, r) =>
    row.map((cell, c): (typeof row)[number] => {
      const interval = intervals ? cell.interval : null
      const kept = cell.findings.flatMap((index) => moved.get(index) ?? [])
      if (travels[r]?.[c]) return { ...cell, interval, findings: kept }
      const { name, role } = table.columns[c]!
      const found = isFrame(role)
        ? kept
        : [
            ...untold(table, { row: r, column: name, persons: cell.persons, rules }).map(
              (one) => findings.push(one) - 1,
            ),
            ...kept,
          ]
      return { ...cell, text: null, status, interval, findings: found }
    }),
  )
  const count = (...standings: string[]) =>
    rows.reduce(
      (sum, row) =>
        sum +
        row.filter(({ status }, c) => !isFrame(table.columns[c]!.role) && standings.includes(status)).length,
      0,
    )
  const counts = {
    primary: count('primary', 'not-allowed'),
    secondary: count('secondary'),
    shown: count('shown'),
  }
  return { ...table, rows, findings, summary: { ...table.summary, ...counts } }
}

/**
 * The one thing that is said of a cell that may not be told: too few persons, as its mark says, or enough of whom one or
 * two hold it. Without protection it would leave, and stands against it. Of `rules` it is told by which every number of its
 * column with so few is hidden.
 */
function untold(
  { summary }: Table,
  {
    persons,
    rules,
    ...place
  }: Pick<Finding, 'row' | 'column'> & { persons: string; rules: readonly Finding[] },
): Finding[] {
  const few = /^<(\d+)$/.exec(persons)
  const said: Finding = {
    code: few ? 'below-minimum' : 'dominance',
    severity: summary.method === 'none' ? 'blocking' : 'note',
    rule: null,
    edition: null,
    confirmed: true,
    params: few ? { threshold: Number(few[1]) } : {},
    ...place,
  }
  const by = rules.filter(
    ({ column, params }) => few && column === place.column && Number(params.threshold) >= Number(few[1]),
  )
  return by.length > 0 ? by.map((one) => ({ ...one, row: place.row })) : [said]
}

/**
 * Nobody knows what an unverified table rests on: not even its number of rows is told, nor by numbers of cells or
 * findings that grow with it, nor what is found in its numbers.
 */
const withoutRows = (table: Table, to: ToldTo): Table => ({
  ...table,
  rows: [],
  findings: table.findings.filter(
    ({ row, code }) => row === null && (to === 'reviewer' || OF_UNVERIFIED.test(code)),
  ),
  summary: { ...table.summary, primary: 0, secondary: 0, shown: 0, gap: null, pattern: null, lost: [] },
})

/**
 * Whether a picture of the table holds nothing but what a client may have before the release. Whether a cell that may not
 * be told stands in it or is left out says what it holds, so one such cell is enough.
 */
export function mayDrawNow({
  table,
  travels,
  chart,
  report = null,
}: ToldOf & { chart: ChartSpec | null; report?: FormReport | null | undefined }): boolean {
  if (!table.verified) return false
  // A curve shows all columns of its table.
  const drawn = report?.kind === 'survival' ? null : new Set(chart ? columnsDrawn(chart) : [])
  return table.rows.every((row, r) =>
    row.every((_, c) => travels[r]?.[c] || (drawn !== null && !drawn.has(table.columns[c]!.name))),
  )
}
