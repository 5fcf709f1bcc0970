/** Runs `disclosure protect` on what was read: checks the cells to keep, protects, and names rows by their keys. */
import type { Interval } from './attack-intervals.ts'
import { TOTAL } from './cell-table.ts'
import type { ProtectInput } from './command-input.ts'
import { tieRefusal } from './command-relations.ts'
import { CommandRefusal } from './command-words.ts'
import {
  KeepImpossibleError,
  KeptPrimaryError,
  type LinkedProtectInput,
  protectLinkedTables,
} from './protect-linked.ts'
import { roundLinkedTables } from './round-counts.ts'
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
  rule,
  keep: kept,
  ties,
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
    tables: tables.map(({ file, columns, rows }) => ({
      name: file,
      dimensions: columns.dimensions,
      rows,
      ...(cost === 'cells' ? { marginWeight: 1 } : {}),
    })),
    rule,
    ties: ties.map(({ tie }) => tie),
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
    return {
      ...answer,
      cells: answer.tables.flatMap(({ cells }, table) =>
        cells.map(({ key, row, value, status, interval, safe }) => {
          const { file, rows, judgeMargin } = tables[table]!
          const judged = row === null ? judgeMargin(key, value) : rows[row]!
          return {
            file,
            key: keyOf(table, key),
            count: value,
            status: status === 'primary' && judged.forbidden ? ('not-allowed' as const) : status,
            interval,
            findings: [
              ...(status === 'primary' ? [judged.ruleId] : []),
              ...(interval && interval.low === interval.high ? ['exact'] : safe ? [] : ['too-narrow']),
            ],
          }
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
