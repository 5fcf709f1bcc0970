/**
 * Groups of which the cells kept beside the table answer a part: whom the rows rest on, and the aggregates of which the
 * cells know enough. The rest is put together from the rows that matter to it, often few (a FILTER by a code).
 */
import { flagOf } from './case-numbers.ts'
import { type CellPlan, cellsFor } from './cell-plan.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall } from './person-parts.ts'
import type { GroupBlock } from './person-passes.ts'
import { both, child, children, either, text } from './tree.ts'

export interface Split {
  kept: CellPlan
  rest: {
    /** Places of the aggregates. */
    aggregates: ReadonlySet<number>
    /** Holds for every row that matters to any of them; null where all may. */
    where: TreeNode | null
  }
}

/** Null where the cells answer nothing of it. `bit` is the person's place among the 64. */
export function splitCells(block: GroupBlock, bit: TreeNode): Split | null {
  const { aggregates, sets } = block
  if (sets.length > 1) return null
  const keptFor = (some: AggregateCall[]): CellPlan | null =>
    cellsFor({ ...block, aggregates: some }, { bit, spare: false })
  const known = aggregates.filter((aggregate) => keptFor([aggregate]) !== null)
  const kept = keptFor(known)
  if (kept === null) return null
  const conditions = aggregates.filter((one) => !known.includes(one)).map(mattersTo)
  return {
    kept,
    rest: {
      aggregates: new Set(aggregates.flatMap((one, index) => (known.includes(one) ? [] : [index]))),
      where: conditions.some((one) => one === null) ? null : either(conditions.map((one) => one!)),
    },
  }
}

function mattersTo({ node, kind }: AggregateCall): TreeNode | null {
  const [filter, x] = [child(node, 'filter'), children(node, 'children')[0] ?? null]
  if (kind === 'count-if') return both([filter, x])
  return filter ?? (isFlagSum(node) ? flagOf(x!) : null)
}

/** `sum(CASE WHEN c THEN 1 ELSE 0 END)`: rows for which c does not hold add nothing, but where there are no others, 0. */
export const isFlagSum = (node: TreeNode): boolean =>
  text(node, 'function_name').toLowerCase() === 'sum' &&
  child(node, 'filter') === null &&
  flagOf(children(node, 'children')[0]!) !== null
