/** Runs `disclosure protect` on what was read: checks the cells to keep, protects, and names rows by their keys. */
import type { Interval } from './attack-intervals.ts'
import { TOTAL } from './cell-table.ts'
import { cellName, type ProtectInput } from './command-input.ts'
import { CommandRefusal } from './command-words.ts'
import {
  KeepImpossibleError,
  KeptPrimaryError,
  type LinkedProtectInput,
  protectLinkedTables,
} from './protect-linked.ts'
import { roundLinkedTables } from './round-counts.ts'

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
  /** Files that show other values for cells they share, and so were protected by themselves. */
  unlinked: string[]
}

/** Throws CommandRefusal, TableError. */
export async function runProtect({
  tables,
  rule,
  keep: kept,
  method,
  base,
  timeLimitMs,
}: ProtectInput): Promise<ProtectAnswer> {
  const wanted = new Map(kept.map((each) => [textOf(each.cell), each]))
  const found = new Set<string>()
  const keep = ({ table, key }: { table: number; key: readonly (string | null)[] }) => {
    const name = textOf(cellName(tables[table]!.dims, key))
    if (wanted.has(name)) found.add(name)
    return wanted.has(name)
  }
  const words = (table: number, key: readonly (string | null)[]) =>
    tables[table]!.dims.map((dim, d) => `${dim}=${key[d] ?? TOTAL}`).join(', ')
  const input: LinkedProtectInput = {
    tables: tables.map(({ file, dimensions, rows }) => ({ name: file, dimensions, rows })),
    rule,
    keep,
    judgeMargin: ({ table, key, value }) => tables[table]!.judgeMargin(key, value),
  }
  try {
    const answer =
      method === 'suppress'
        ? await protectLinkedTables({ ...input, timeLimitMs })
        : await roundLinkedTables({ ...input, method, base })
    for (const [name, { file, line, cell }] of wanted)
      if (!found.has(name))
        throw new CommandRefusal('keep-unknown', {
          file,
          line,
          key: [...cell].map(([dim, category]) => `${dim}=${category}`).join(', ') || TOTAL,
        })
    return {
      ...answer,
      cells: answer.tables.flatMap(({ cells }, table) =>
        cells.map(({ key, row, value, status, interval, safe }) => {
          const { file, dims, rows, judgeMargin } = tables[table]!
          const judged = row === null ? judgeMargin(key, value) : rows[row]!
          return {
            file,
            key: Object.fromEntries(dims.map((dim, d) => [dim, key[d] ?? TOTAL])),
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
    if (problem instanceof KeptPrimaryError)
      throw new CommandRefusal('keep-primary', {
        key: words(problem.table, problem.key),
        threshold: rule.threshold,
      })
    if (problem instanceof KeepImpossibleError)
      throw new CommandRefusal('keep-impossible', { key: words(problem.table, problem.key) })
    throw problem
  }
}

function textOf(cell: ReadonlyMap<string, string>): string {
  return JSON.stringify([...cell].sort(([a], [b]) => (a < b ? -1 : 1)))
}
