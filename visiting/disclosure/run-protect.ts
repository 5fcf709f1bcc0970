/** Runs `disclosure protect` on what was read: checks the cells to keep, protects, and names rows by their keys. */
import type { Interval } from './attack-intervals.ts'
import { TOTAL } from './cell-table.ts'
import type { ProtectInput } from './command-input.ts'
import { tieRefusal } from './command-relations.ts'
import { CommandRefusal } from './command-words.ts'
import type { Hierarchies } from './hierarchies.ts'
import { findOneCategory } from './one-category.ts'
import {
  KeepImpossibleError,
  KeptPrimaryError,
  type LinkedProtectInput,
  type LinkedProtection,
  protectLinkedTables,
} from './protect-linked.ts'
import { roundLinkedTables } from './round-counts.ts'
import type { TableInput } from './table-input.ts'
import { TieError } from './ties.ts'

export interface ProtectAnswer {
  cells: {
    file: string
    key: Record<string, string>
    count: number
    status: 'shown' | 'primary' | 'secondary' | 'not-allowed'
    interval: Interval | null
    findings: string[]
  }[]
  method: 'optimal' | 'heuristic' | 'round' | 'midpoint-6'
  gap: number
  elapsedMs: number
  complete: boolean
  inWholes: boolean
  /** Files that show other values for cells they share, and so were protected by themselves. */
  unlinked: string[]
}

/** Throws CommandRefusal, TableError. */
export async function runProtect({
  tables,
  hierarchies,
  rule,
  keep: kept,
  ties,
  besides,
  method,
  cost,
  base,
  timeLimitMs,
}: ProtectInput): Promise<ProtectAnswer> {
  // A cell to keep is sought in every table that has its columns; several lines may name one cell.
  const wanted = tables.map(
    ({ dims, columns }) =>
      new Map(
        kept.flatMap(({ cell }, k) => {
          if ([...cell.keys()].some((dim) => !dims.includes(dim))) return []
          return [[k, JSON.stringify(columns.nest(dims.map((dim) => cell.get(dim) ?? null)))] as const]
        }),
      ),
  )
  const names = wanted.map((each) => new Set(each.values()))
  const found = tables.map(() => new Set<string>())
  const keep = ({ table, key }: { table: number; key: readonly (string | null)[] }) => {
    const name = JSON.stringify(key)
    if (names[table]!.has(name)) found[table]!.add(name)
    return names[table]!.has(name)
  }
  const keyOf = (table: number, key: readonly (string | null)[]) => {
    const { dims, columns } = tables[table]!
    const full = columns.unnest(key)
    return Object.fromEntries(dims.map((dim, d) => [dim, full[d] ?? TOTAL]))
  }
  const words = (table: number, key: readonly (string | null)[]) =>
    Object.entries(keyOf(table, key))
      .map(([dim, category]) => `${dim}=${category}`)
      .join(', ')
  const input: LinkedProtectInput = {
    tables: tables.map(({ file, columns, rows, beside }, place) => ({
      name: file,
      dimensions: columns.dimensions,
      rows: method === 'suppress' ? rows : rows.filter(({ unpublished }) => !unpublished),
      ...(beside ? { people: String(place), margins: 'unpublished' as const } : {}),
      ...(cost === 'cells' ? { marginWeight: 1 } : {}),
    })),
    rule,
    ties: [...ties.map(({ tie }) => tie), ...(method === 'suppress' ? besides : [])],
    keep,
    judgeMargin: ({ table, key, value }) => tables[table]!.judgeMargin(key, value),
  }
  try {
    const answer =
      method === 'suppress'
        ? await protectLinkedTables({ ...input, timeLimitMs })
        : await roundLinkedTables({ ...input, method, base })
    kept.forEach(({ file, line, cell }, k) => {
      if (wanted.some((each, table) => found[table]!.has(each.get(k) ?? ''))) return
      throw new CommandRefusal('keep-unknown', {
        file,
        line,
        key: [...cell].map(([dim, category]) => `${dim}=${category}`).join(', ') || TOTAL,
      })
    })
    const full = oneCategoryIn(tables, { answer, hierarchies })
    return {
      ...answer,
      cells: answer.tables.flatMap(({ cells }, table) =>
        cells.flatMap(({ key, row, value, status, interval, safe }, k) => {
          const { file, rows, judgeMargin, beside } = tables[table]!
          // Of what is part of others its rows, and differences that a rule hides.
          if (beside && (row === null || (rows[row]!.unpublished && status !== 'primary'))) return []
          const judged = row === null ? judgeMargin(key, value) : rows[row]!
          return [
            {
              file,
              key: keyOf(table, key),
              count: value,
              status: status === 'primary' && judged.forbidden ? ('not-allowed' as const) : status,
              interval,
              findings: [
                ...(status === 'primary' ? [judged.ruleId] : []),
                ...(interval && interval.low === interval.high ? ['exact'] : safe ? [] : ['too-narrow']),
                ...(full[table]!.has(k) ? ['one-category'] : []),
              ],
            },
          ]
        }),
      ),
    }
  } catch (problem) {
    if (problem instanceof TieError) throw tieRefusal(problem, ties)
    if (problem instanceof KeptPrimaryError) {
      const { table, key, row, value } = problem.cell
      const judged = row === null ? tables[table]!.judgeMargin(key, value) : tables[table]!.rows[row]!
      throw judged.forbidden
        ? new CommandRefusal('keep-forbidden', { key: words(table, key), rule: judged.ruleId })
        : new CommandRefusal('keep-primary', {
            key: words(table, key),
            threshold: judged.level ?? rule.threshold,
          })
    }
    if (problem instanceof KeepImpossibleError)
      throw new CommandRefusal('keep-impossible', { key: words(problem.table, problem.key) })
    throw problem
  }
}

/** For each table the cells that are shown and hold everybody of a group; rounded zeros leave it open. */
function oneCategoryIn(
  tables: ProtectInput['tables'],
  {
    answer,
    hierarchies,
  }: { answer: Pick<LinkedProtection, 'tables'> & { method: string }; hierarchies: Hierarchies },
): ReadonlySet<number>[] {
  return answer.tables.map(({ cells }, place) => {
    const { dims, columns, beside } = tables[place]!
    if (beside || answer.method === 'round') return new Set()
    const input: TableInput = {
      columns: [...dims, ''].map((name, c) => ({
        name,
        type: '',
        role: c < dims.length ? 'key' : 'persons',
        databases: [],
      })),
      rows: cells.map(({ key, value }) => ({
        values: [...columns.unnest(key), value],
        rowPersons: null,
        facts: [],
      })),
      minimumPersons: 0,
      verified: true,
    }
    const isShown = (row: number) => cells[row]!.status === 'shown'
    return new Set(findOneCategory(input, { isShown, levels: hierarchies }).map(({ row }) => row))
  })
}
