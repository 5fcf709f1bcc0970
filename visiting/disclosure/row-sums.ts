/**
 * Columns whose numbers are sums of another column over rows, as window functions write them: the total of a group in
 * each of its rows (`sum(n) OVER (PARTITION BY …)`), and running totals, forwards or backwards.
 */
import type { CellPlace, CellRelation } from './column-relations.ts'
import { isMarginKey, numberOf, type TableInput, textOf } from './table-input.ts'

/** Keys whose combinations are looked at as groups. */
const MOST_KEYS = 4

/** Of rows that are no margins. */
export function findRowSums(input: TableInput, columns: readonly number[]): CellRelation[] {
  const keys = input.columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
  const inner = input.rows.flatMap(({ values }, row) =>
    keys.some((key) => isMarginKey(values[key])) ? [] : [row],
  )
  if (inner.length < 3 || keys.length > MOST_KEYS) return []
  const groupings = Array.from({ length: 2 ** keys.length - 1 }, (_, set) =>
    groupsBy(
      input,
      inner,
      keys.filter((_, k) => ((set >> k) & 1) === 1),
    ),
  ).filter((groups) => groups.some((group) => group.length > 1))
  return columns.flatMap((sum) => {
    for (const groups of groupings)
      for (const part of columns) {
        const found = sum === part ? null : asSums(input, { sum, part, groups })
        if (found) return found
      }
    return []
  })
}

function groupsBy({ rows }: TableInput, inner: readonly number[], keys: readonly number[]): number[][] {
  const groups = new Map<string, number[]>()
  for (const row of inner) {
    const name = JSON.stringify(keys.map((key) => textOf(rows[row]!.values[key])))
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return [...groups.values()]
}

/** One column as totals or running totals of another in these groups; null where it is neither. */
function asSums(
  { rows }: TableInput,
  { sum, part, groups }: { sum: number; part: number; groups: readonly number[][] },
): CellRelation[] | null {
  const numberAt = ({ row, column }: CellPlace) => numberOf(rows[row]!.values[column])!
  const keeps = ({ whole, parts }: CellRelation) => {
    const [total, all] = [whole, parts].map((cells) => cells.reduce((sum, at) => sum + numberAt(at), 0))
    return Math.abs(total! - all!) <= 1e-6 * Math.max(1, Math.abs(total!))
  }
  // The same total in each row of a group, told once.
  const totals = groups.flatMap((group): CellRelation[] =>
    group.map((row, at) => ({
      whole: [{ row, column: sum }],
      parts:
        at === 0 ? group.map((each) => ({ row: each, column: part })) : [{ row: group[0]!, column: sum }],
    })),
  )
  if (totals.every(keeps)) return totals
  for (const ordered of [groups, groups.map((group) => group.toReversed())]) {
    const running = ordered.flatMap((group): CellRelation[] =>
      group.map((row, at) => ({
        whole: [{ row, column: sum }],
        parts: [...(at === 0 ? [] : [{ row: group[at - 1]!, column: sum }]), { row, column: part }],
      })),
    )
    if (running.every(keeps)) return running
  }
  return null
}
