/**
 * Ranks over persons: quintiles by `ntile`, the dearest tenth by `percent_rank`, the first hundred by `row_number`.
 * Where somebody stands depends on everybody, so a row that carries such a rank claims no more persons than were
 * ranked with it. It may say which rows are taken and into which group they go, as a comparison with a cut point does
 * (./few-decide.ts says of whom that tells). It may not be a value: of the ranks of all but one the sum tells that one's.
 *
 * Not where rows were multiplied, nor where rows meet by rank, as pairs do: how many places somebody takes up would be
 * a number of the query's.
 */
import type { UnverifiedReason } from '../../shared/model/facts.ts'
import { aggregateKind } from './aggregates.ts'
import { writtenNumber } from './case-numbers.ts'
import type { TreeNode } from './measure.ts'
import { find, type Scope } from './scope.ts'
import { call, child, children, isNode, mapNode, text, texts } from './tree.ts'

const RANKED = /^WINDOW_(NTILE|PERCENT_RANK|CUME_DIST|ROW_NUMBER|RANK|RANK_DENSE|DENSE_RANK)$/

/** True for a window that says where a row stands, and into how many parts by a number alone. */
export const isRank = (window: TreeNode): boolean =>
  RANKED.test(text(window, 'type')) &&
  children(window, 'children').every((part) => text(part, 'class') === 'CONSTANT') &&
  children(window, 'arg_orders').length === 0 &&
  child(window, 'filter_expr') === null

/** Why a value made with this window cannot be followed. */
export const rankReason = (window: TreeNode): UnverifiedReason => ({
  code: 'rank-across-persons',
  params: { function: text(window, 'function_name') },
})

/** Told apart because a rank may still choose rows and make groups. */
export const isRankReason = (lost: UnverifiedReason | null): boolean => lost?.code === 'rank-across-persons'

/** Of two reasons the one that allows less. */
export const worseOf = (a: UnverifiedReason | null, b: UnverifiedReason | null): UnverifiedReason | null =>
  a === null || (isRankReason(a) && b !== null) ? b : a

/** What is left of a reason where ranks may choose. */
export function unlessRank(lost: UnverifiedReason | null, { rows, classes }: Scope): UnverifiedReason | null {
  if (lost === null || !isRankReason(lost)) return lost
  if (rows === 'own') return null
  return { ...lost, code: classes.length > 1 ? 'window-over-pairs' : 'rank-as-value' }
}

/** Ranks that say how many stand before, or after, where several share a place. */
const COUNTING = /^(rank|rank_dense|dense_rank|percent_rank|cume_dist)$/i

/**
 * True where such a rank is a value of a key and does not only decide which it is: of all who come after three that share
 * a place, it is the number of these.
 */
export function tellsRank(key: TreeNode, scope: Scope): boolean {
  let tells = false
  const look = (node: TreeNode): void => {
    const kind = text(node, 'class')
    if (DECIDING.has(kind) || /^COMPARE_/.test(text(node, 'type')) || kind === 'SUBQUERY') return
    const lost = kind === 'COLUMN_REF' ? find(texts(node, 'column_names'), scope)?.column.lost : null
    tells ||= isRankReason(lost ?? null) && !isDecided(lost!) && COUNTING.test(lost!.params.function ?? '')
    tells ||= kind === 'WINDOW' && isRank(node) && COUNTING.test(text(node, 'function_name'))
    for (const [field, value] of Object.entries(node))
      if (field !== 'when_expr')
        for (const part of Array.isArray(value) ? value : [value]) if (isNode(part)) look(part)
  }
  look(key)
  return tells
}

/** What a column is lost for, and whether a rank only decided what its values are: that may be a key further out. */
export function lostOfColumn(
  lost: UnverifiedReason | null,
  value: TreeNode,
  scope: Scope,
): UnverifiedReason | null {
  if (lost === null || !isRankReason(lost) || tellsRank(value, scope)) return lost
  return { ...lost, params: { ...lost.params, as: DECIDED } }
}

const DECIDED = 'decision'
const isDecided = ({ params }: UnverifiedReason): boolean => params.as === DECIDED

const DECIDING: ReadonlySet<string> = new Set(['COMPARISON', 'BETWEEN', 'CONJUNCTION'])

/** How many persons were ranked together. */
export function rankedWith(window: TreeNode, person: TreeNode): TreeNode {
  return {
    ...window,
    alias: '',
    type: 'WINDOW_AGGREGATE',
    function_name: 'count',
    schema: '',
    catalog: '',
    children: [person],
    distinct: true,
    orders: [],
    start: 'UNBOUNDED_PRECEDING',
    end: 'UNBOUNDED_FOLLOWING',
    start_expr: null,
    end_expr: null,
    exclude_clause: 'NO_OTHER',
  }
}

/**
 * True where a rank is set against anything but numbers of the query's: somebody's own rows, or a list, could be made to
 * say the rank again, as a value. `ranked`: the windows in it that rank persons.
 */
export function measuresRank(expression: TreeNode, scope: Scope, ranked: ReadonlySet<TreeNode>): boolean {
  let measures = false
  /** Whether a rank stands in it, and whether anything else does. */
  const look = (node: TreeNode): { rank: boolean; else: boolean } => {
    const kind = text(node, 'class')
    if (ranked.has(node)) return { rank: true, else: false }
    if (kind === 'COLUMN_REF') {
      const bound = find(texts(node, 'column_names'), scope)
      const rank = isRankReason(bound?.column.lost ?? null)
      return { rank, else: bound !== null && !rank }
    }
    const found = { rank: false, else: kind === 'SUBQUERY' && scope.looked.get(node)?.around !== false }
    for (const [field, value] of Object.entries(node)) {
      if (kind === 'SUBQUERY' && field !== 'child') continue
      for (const part of Array.isArray(value) ? value : [value]) {
        if (!isNode(part)) continue
        const inside = look(part)
        found.rank ||= inside.rank
        found.else ||= inside.else
      }
    }
    const gates =
      kind === '' || kind === 'CASE' || kind === 'CONJUNCTION' || text(node, 'type') === 'OPERATOR_NOT'
    const gathers = kind === 'FUNCTION' && aggregateKind(text(node, 'function_name')) !== null
    measures ||= found.rank && found.else && !gates && !gathers
    return found
  }
  look(expression)
  return measures
}

/** What an aggregate takes in, without what only says whether a row is taken; null: it counts rows, no more. */
export function takenIn(aggregate: TreeNode): TreeNode | null {
  const kind = aggregateKind(text(aggregate, 'function_name'))
  const counts = kind === 'count' || kind === 'count-rows' || kind === 'count-if'
  const orders = children(child(aggregate, 'order_bys') ?? {}, 'orders')
  if (counts && aggregate.distinct !== true && orders.length === 0) return null
  return mapNode({ ...aggregate, filter: null }, (node) => {
    const [check, ...more] = children(node, 'case_checks')
    if (text(node, 'class') !== 'CASE' || check === undefined || more.length > 0) return null
    const otherwise = child(node, 'else_expr')!
    const isNothing = child(otherwise, 'value')?.is_null === true || writtenNumber(otherwise) === 0
    return isNothing ? call('list_value', [child(check, 'then_expr')!]) : null
  })
}
