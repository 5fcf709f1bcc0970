/**
 * Differences of two quantiles of the same values, as an interquartile range is. Where as many lie between the two as
 * beyond either of them, the difference rests on those who are beyond, as each of the two does. Quantiles closer to each
 * other, or of rows taken in by different conditions, are told apart by the few between them.
 */
import { aggregateKind } from './aggregates.ts'
import { writtenNumber } from './case-numbers.ts'
import { partsOf } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import { type Facts, plainFacts } from './number-facts.ts'
import type { GroupNames } from './person-passes.ts'
import { NO_LIMIT } from './scope.ts'
import { child, children, integer, keyOf, text, texts } from './tree.ts'

interface Quantile {
  /** The same for quantiles of the same values. */
  of: string
  at: number
}

/** Facts of such differences by their key over the group's columns; their parts' own facts count beside them. */
export function spans(
  expressions: (TreeNode | null)[],
  names: GroupNames,
  aggregates: TreeNode[],
): Map<string, Facts> {
  const found = new Map<string, Facts>()
  const quantileAt = (node: TreeNode): Quantile | null => {
    const [alias, name] = text(node, 'class') === 'COLUMN_REF' ? texts(node, 'column_names') : []
    const index = alias === names.alias && name !== undefined ? names.aggregates.indexOf(name) : -1
    const aggregate = aggregates[index]
    return aggregate === undefined ? null : quantileOf(aggregate)
  }
  const look = (node: TreeNode): void => {
    const [a, b] = children(node, 'children')
    if (text(node, 'class') === 'FUNCTION' && text(node, 'function_name') === '-' && a && b) {
      const [one, other] = [quantileAt(a), quantileAt(b)]
      if (one !== null && other !== null && areApart(one, other))
        found.set(keyOf(node), plainFacts(integer(NO_LIMIT), []))
    }
    for (const part of partsOf(node)) look(part)
  }
  for (const expression of expressions) if (expression !== null) look(expression)
  return found
}

/** Null for anything but one quantile at a number that is written in the query. */
function quantileOf(aggregate: TreeNode): Quantile | null {
  if (aggregateKind(text(aggregate, 'function_name')) !== 'tail' || aggregate.distinct === true) return null
  const name = text(aggregate, 'function_name').toLowerCase()
  const isOrdered = children(child(aggregate, 'order_bys') ?? {}, 'orders').length > 0
  if (isOrdered || !/^(quantile_cont|median)$/.test(name)) return null
  const [value, fraction] = children(aggregate, 'children')
  if (value === undefined) return null
  const at = name === 'median' ? 0.5 : fraction === undefined ? Number.NaN : writtenNumber(fraction)
  const filter = child(aggregate, 'filter')
  return { of: `${keyOf(value)} ${filter === null ? '' : keyOf(filter)}`, at }
}

/** Said so that what is no number is none. */
function areApart(one: Quantile, other: Quantile): boolean {
  const [low, high] = one.at < other.at ? [one.at, other.at] : [other.at, one.at]
  return one.of === other.of && high - low >= Math.min(low, 1 - high) - 1e-9 && high > low
}
