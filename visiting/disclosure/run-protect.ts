/** Runs `disclosure protect` on what was read: checks the cells to keep, protects, and names rows by their keys. */
import type { Interval } from './attack-intervals.ts'
import { describeKey, keyOf } from './cell-table.ts'
import type { ProtectInput } from './command-input.ts'
import { CommandRefusal } from './command-words.ts'
import { KeptPrimaryError, type ProtectedCounts, protectCounts } from './protect-counts.ts'
import { roundCounts } from './round-counts.ts'
import { UnprotectableError } from './suppression-problem.ts'

export interface ProtectAnswer {
  cells: {
    key: Record<string, string>
    count: number
    status: 'shown' | 'primary' | 'secondary'
    interval: Interval | null
    findings: string[]
  }[]
  method: 'optimal' | 'heuristic' | 'round' | 'midpoint-6'
  gap: number
  elapsedMs: number
  complete: boolean
}

export async function runProtect(input: ProtectInput): Promise<ProtectAnswer> {
  const { dimensions, rows, rule, keep, weights, timeLimitMs, method, base } = input
  const kept = new Map(keep.map((each) => [keyName(each.key), each]))
  const found = new Set<string>()
  const table = { dimensions, rows, rule }
  const isKept = (key: readonly (string | null)[]) => {
    const name = keyName(key)
    if (kept.has(name)) found.add(name)
    return kept.has(name)
  }
  let answer: ProtectedCounts | (Omit<ProtectedCounts, 'method'> & { method: 'round' | 'midpoint-6' })
  try {
    answer =
      method === 'suppress'
        ? await protectCounts({ ...table, keep: isKept, ...(weights ? { weights } : {}), timeLimitMs })
        : await roundCounts({ ...table, method, base, keep: isKept })
  } catch (problem) {
    if (problem instanceof KeptPrimaryError) {
      const { table: built, cell } = problem
      throw new CommandRefusal('keep-primary', {
        key: describeKey(built.dimensions, built.cells[cell]!.at),
        threshold: rule.threshold,
      })
    }
    if (problem instanceof UnprotectableError && problem.table) {
      const { table: built, cells } = problem
      throw new CommandRefusal('keep-impossible', {
        key: describeKey(built.dimensions, built.cells[cells[0]!]!.at),
      })
    }
    throw problem
  }
  for (const [name, { file, line, key }] of kept)
    if (!found.has(name))
      throw new CommandRefusal('keep-unknown', {
        file,
        line,
        key: input.dims.map((dim, d) => `${dim}=${key[d] ?? 'total'}`).join(', '),
      })
  const { table: built, cells, gap, elapsedMs, complete } = answer
  return {
    cells: cells.map(({ cell, status, interval, safe, count }) => ({
      key: keyOf(built, built.cells[cell]!),
      count: count ?? built.cells[cell]!.value!,
      status,
      interval,
      findings: [
        ...(status === 'primary' ? [rule.id] : []),
        ...(interval && interval.low === interval.high ? ['exact'] : safe ? [] : ['too-narrow']),
      ],
    })),
    method: answer.method,
    gap,
    elapsedMs,
    complete,
  }
}

function keyName(key: readonly (string | null)[]): string {
  return JSON.stringify(key)
}
