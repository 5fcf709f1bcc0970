/**
 * How one round differs from another, item by item and cell by cell, and what the two versions together could tell: a
 * cell hidden in one and shown in the other, or a count that moved by a few people only, gives those few away to
 * whoever has seen both.
 *
 * Compares what was submitted. Whether two sets of people overlap is counted on the data, for released outputs.
 */
import type { Finding } from '../../shared/model/findings.ts'
import { rowKeysOf } from '../../shared/model/row-keys.ts'
import type { FrozenItem, FrozenTable } from '../outputs/outputs-port.ts'

type Kind = 'changed' | 'newly-hidden' | 'newly-shown' | 'added' | 'removed'

export interface ChangedCell {
  kind: Kind
  row: number
  column: string
  name: string
  before: string | null
  after: string | null
}

export interface Pair<T> {
  before: T
  after: T
}

export interface DifferentItem {
  name: string
  title: string
  standing: 'same' | 'changed' | 'added' | 'removed'
  sql: Pair<string> | null
  text: Pair<string> | null
  context: ({ field: string } & Pair<string>)[]
  chart: Pair<FrozenTable['chart']> | null
  protection: Pair<FrozenTable['protection']> | null
  columns: { added: string[]; removed: string[] }
  /** The table as it was; null for notes, and where nothing of the table changed. */
  earlier: FrozenTable['table'] | null
  cells: ChangedCell[]
  cellCount: number
  findings: Finding[]
}

/** Cells told of one item; the count says how many there are. */
const MOST_CELLS = 5_000

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const pairOf = <T>(before: T, after: T): Pair<T> | null => (same(before, after) ? null : { before, after })

/** Items are matched by kind and name; texts of cells must already be such as may be told. */
export function differenceOf(
  before: readonly FrozenItem[],
  after: readonly FrozenItem[],
  { minimumPersons }: { minimumPersons: number },
): DifferentItem[] {
  const partner = (item: FrozenItem, among: readonly FrozenItem[]) =>
    among.find(({ kind, name }) => kind === item.kind && name === item.name)
  return [
    ...after.map((item) => {
      const earlier = partner(item, before)
      return earlier ? compare(earlier, item, minimumPersons) : whole(item, 'added')
    }),
    ...before.filter((item) => !partner(item, after)).map((item) => whole(item, 'removed')),
  ]
}

const NOTHING = {
  sql: null,
  text: null,
  context: [],
  chart: null,
  protection: null,
  columns: { added: [], removed: [] },
  earlier: null,
  cells: [],
  cellCount: 0,
  findings: [],
} satisfies Partial<DifferentItem>

const whole = ({ name, title }: FrozenItem, standing: 'added' | 'removed'): DifferentItem => ({
  ...NOTHING,
  name,
  title,
  standing,
})

function compare(before: FrozenItem, after: FrozenItem, minimumPersons: number): DifferentItem {
  const { name, title } = after
  const found: Omit<DifferentItem, 'name' | 'title' | 'standing'> = { ...NOTHING }
  if (before.kind === 'text' && after.kind === 'text') {
    found.text = pairOf(before.text, after.text)
    found.context = contextOf({ title: before.title, what: before.what }, { title, what: after.what })
  } else if (before.kind === 'table' && after.kind === 'table') {
    found.sql = pairOf(before.sql, after.sql)
    found.chart = pairOf(before.chart, after.chart)
    found.protection = pairOf(before.protection, after.protection)
    found.context = contextOf({ title: before.title, ...before.context }, { title, ...after.context })
    found.columns = columnsOf(before.table, after.table)
    const cells = cellsOf(before.table, after.table)
    found.cells = cells.slice(0, MOST_CELLS)
    found.cellCount = cells.length
    found.findings = findingsOf(cells, { table: after.table, minimumPersons })
    const { added, removed } = found.columns
    if (cells.length + added.length + removed.length > 0) found.earlier = before.table
  }
  const { cellCount, context, columns, ...parts } = found
  const changed =
    cellCount > 0 ||
    context.length > 0 ||
    columns.added.length + columns.removed.length > 0 ||
    [parts.sql, parts.text, parts.chart, parts.protection].some((part) => part !== null)
  return { name, title, standing: changed ? 'changed' : 'same', ...found }
}

function contextOf(before: Record<string, string>, after: Record<string, string>): DifferentItem['context'] {
  return Object.keys(after).flatMap((field) => {
    const pair = pairOf(before[field] ?? '', after[field] ?? '')
    return pair ? [{ field, ...pair }] : []
  })
}

function columnsOf(before: FrozenTable['table'], after: FrozenTable['table']): DifferentItem['columns'] {
  const [old, now] = [before, after].map(({ columns }) => columns.map(({ name }) => name)) as [
    string[],
    string[],
  ]
  return {
    added: now.filter((name) => !old.includes(name)),
    removed: old.filter((name) => !now.includes(name)),
  }
}

type Row = FrozenTable['table']['rows'][number]

/** Rows by their keys; rows of the same keys are told apart by their order. */
function rowsByKeys(table: FrozenTable['table']): Map<string, { row: Row; index: number; name: string }> {
  const keys = rowKeysOf(table)
  return new Map(
    table.rows.map((row, index) => {
      const own = row.flatMap((cell, place) => (table.columns[place]?.role === 'key' ? [cell.text] : []))
      return [keys[index]!, { row, index, name: own.map((key) => key ?? '■').join(' · ') }]
    }),
  )
}

function cellsOf(before: FrozenTable['table'], after: FrozenTable['table']): ChangedCell[] {
  const earlier = rowsByKeys(before)
  const now = rowsByKeys(after)
  const cells: ChangedCell[] = []
  const places = (table: FrozenTable['table']) =>
    new Map(table.columns.map(({ name, role }, place) => [name, { place, role }]))
  const oldPlaces = places(before)
  for (const [key, { row, index, name }] of now) {
    const old = earlier.get(key)
    for (const [column, { place, role }] of places(after)) {
      if (role === 'key') continue
      const cell = row[place]
      const was = old?.row[oldPlaces.get(column)?.place ?? -1]
      if (!cell) continue
      const kind = kindOf(was, cell)
      if (kind) cells.push({ kind, row: index, column, name, before: was?.text ?? null, after: cell.text })
    }
  }
  for (const [key, { row, index, name }] of earlier) {
    if (now.has(key)) continue
    for (const [column, { place, role }] of oldPlaces)
      if (role !== 'key')
        cells.push({
          kind: 'removed',
          row: index,
          column,
          name,
          before: row[place]?.text ?? null,
          after: null,
        })
  }
  return cells
}

function kindOf(was: Row[number] | undefined, is: Row[number]): Kind | null {
  if (!was) return 'added'
  const [wasShown, isShown] = [was.status === 'shown', is.status === 'shown']
  if (wasShown !== isShown) return isShown ? 'newly-shown' : 'newly-hidden'
  return isShown && was.text !== is.text ? 'changed' : null
}

function findingsOf(
  cells: readonly ChangedCell[],
  { table, minimumPersons }: { table: FrozenTable['table']; minimumPersons: number },
): Finding[] {
  const roles = new Map(table.columns.map(({ name, role }) => [name, role]))
  return cells.flatMap(({ kind, row, column, before, after }): Finding[] => {
    const about = { rule: null, edition: null, confirmed: true, row, column, severity: 'warning' as const }
    if (kind === 'newly-shown') return [{ ...about, code: 'round-newly-shown', params: {} }]
    const counts = ['persons', 'institutions', 'count'].includes(roles.get(column) ?? '')
    const apart = Math.abs(Number(after) - Number(before))
    if (
      kind === 'changed' &&
      counts &&
      before !== null &&
      after !== null &&
      apart > 0 &&
      apart < minimumPersons
    )
      return [{ ...about, code: 'round-moved-by-few', params: { threshold: minimumPersons } }]
    return []
  })
}
