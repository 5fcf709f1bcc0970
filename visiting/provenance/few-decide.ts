/**
 * Numbers of groups that one person could move across any mark, however many stand behind them as they are. In
 * `HAVING max(CASE WHEN … THEN 1 ELSE 0 END) = 0` everybody of a group that stays is at the zero; that another is
 * missing is told by the one who is not. So what is decided by such a number rests on nobody, whatever it comes to:
 * rows that stay and rows that go then look the same.
 *
 * Judged by what is written: extremes always; sums, means and statistics of spread where a condition inside puts
 * something in place of a person's value or adds to it. A value or nothing by a condition does no harm in a sum: who
 * has nothing is not counted. Numbers that single out a person without a condition are not seen, as in
 * ./added-conditions.ts.
 */
import { type AggregateKind, aggregateKind } from './aggregates.ts'
import { writtenNumber } from './case-numbers.ts'
import { listedFractions } from './fractions.ts'
import type { TreeNode } from './measure.ts'
import { originOf, originOfColumn } from './origins.ts'
import { isRank } from './ranks.ts'
import type { RelationColumn } from './relation.ts'
import { type Bound, classOf, find, type Scope } from './scope.ts'
import { both, call, child, children, compare, divided, keyOf, mapNode, text, texts, walk } from './tree.ts'

const CONDITION = /^(OPERATOR_(NOT|IS_NULL|IS_NOT_NULL|NULLIF)|COMPARE_|CONJUNCTION_)/

/** True where a condition that is written here or was written of a column says what the value is. */
function hasCondition(value: TreeNode, scope: Scope): boolean {
  let found = false
  walk(value, (node) => {
    const kind = text(node, 'class')
    if (kind === 'COLUMN_REF') {
      const bound = find(texts(node, 'column_names'), scope)
      if (bound !== null && bound.source.relation.level !== 'group')
        found ||=
          classOf(bound, scope) !== null ||
          siftingIn(bound) !== undefined ||
          originOfColumn(bound.column) === 'switched'
    }
    found ||= ['CASE', 'BETWEEN', 'SUBQUERY'].includes(kind) || CONDITION.test(text(node, 'type'))
    return !found
  })
  return found
}

/** Where an outer join finds no open row, a condition of the join says so. */
const siftingIn = (bound: Bound | null): RelationColumn['sifting'] =>
  bound?.column.open && bound.source.nullable ? 'replaced' : bound?.column.sifting

const isNothing = (value: TreeNode, scope: Scope): boolean => originOf(value, scope) === 'nothing'

/** True where a condition puts one thing in place of another or adds to it, and not only a value or nothing. */
function replaces(value: TreeNode, scope: Scope): boolean {
  const origin = originOf(value, scope)
  if (origin !== 'made' && origin !== 'mixed') return false
  const parts = children(value, 'children')
  const some = (of: TreeNode[]): boolean => of.some((part) => replaces(part, scope))
  switch (text(value, 'class')) {
    case 'COLUMN_REF':
      return siftingIn(find(texts(value, 'column_names'), scope)) === 'replaced'
    case 'CAST':
      return replaces(child(value, 'child')!, scope)
    case 'CASE': {
      const branches = [
        ...children(value, 'case_checks').map((check) => child(check, 'then_expr')!),
        child(value, 'else_expr')!,
      ].filter((branch) => !isNothing(branch, scope))
      return new Set(branches.map(keyOf)).size > 1 || some(branches)
    }
    case 'OPERATOR':
      if (text(value, 'type') === 'OPERATOR_COALESCE') {
        const something = parts.filter((part) => !isNothing(part, scope))
        return something.length > 1 ? something.some((part) => hasCondition(part, scope)) : some(something)
      }
      return hasCondition(value, scope)
    case 'FUNCTION': {
      const name = text(value, 'function_name').toLowerCase()
      return name === '*' || name === 'multiply' ? some(parts) : hasCondition(value, scope)
    }
    default:
      return hasCondition(value, scope)
  }
}

/** What has to be remembered of a column made of this. */
export function siftingOf(value: TreeNode, scope: Scope): RelationColumn['sifting'] {
  const origin = originOf(value, scope)
  if (origin !== 'made' && origin !== 'mixed') return undefined
  if (replaces(value, scope)) return 'replaced'
  return hasCondition(value, scope) ? 'gated' : undefined
}

/** Of an aggregate over persons' rows. `raw` is the call before it was followed. */
export function doFewDecide(
  raw: TreeNode,
  { kind, scope, grouped }: { kind: AggregateKind; scope: Scope; grouped: boolean },
): boolean {
  const args = children(raw, 'children')
  const orders = children(child(raw, 'order_bys') ?? {}, 'orders').map((order) => child(order, 'expression')!)
  switch (kind) {
    case 'count-rows':
    case 'count':
    case 'count-if':
    case 'approximate-distinct':
      return false
    case 'sum':
      return args.some((value) => replaces(value, scope))
    case 'mean':
    case 'log-mean':
    case 'moments':
      return args.some((value) => hasCondition(value, scope))
    case 'tail': {
      const [value, fraction] = orders.length > 0 ? [orders[0]!, args[0]] : [args[0], args[1]]
      const isInside = fraction === undefined || isMiddling(fraction, grouped ? 0.25 : 0.1)
      return !isInside || value === undefined || hasCondition(value, scope)
    }
    default:
      return true
  }
}

/**
 * A quantile between the quarters: few cannot move it far among many. Without groups between the outer tenths, since a
 * number that is always there tells nothing by being missing, and who is beyond it is counted.
 */
function isMiddling(fraction: TreeNode, least: number): boolean {
  const listed = listedFractions(fraction)
  if (listed !== null) return listed.every((one) => isMiddling(one, least))
  const number = writtenNumber(fraction)
  return number >= least && number <= 1 - least
}

/**
 * The same condition as far as it is asked who decides it: that somebody is above a mark, as a count of those who are;
 * a mean to which a condition says who adds, as a sum over how many there are. Never run.
 */
export function decidingForm(condition: TreeNode, scope: Scope): TreeNode {
  if (text(condition, 'class') === 'CONJUNCTION')
    return {
      ...condition,
      children: children(condition, 'children').map((part) => decidingForm(part, scope)),
    }
  return somebody(condition) ?? withRates(condition, scope)
}

/** Means to which a condition says who adds, as sums over how many there are. Never run. */
export const withRates = (expression: TreeNode, scope: Scope): TreeNode =>
  mapNode(expression, (node) => meanAsRate(node, scope))

const FLIPPED: Record<string, string> = {
  COMPARE_GREATERTHAN: 'COMPARE_LESSTHAN',
  COMPARE_GREATERTHANOREQUALTO: 'COMPARE_LESSTHANOREQUALTO',
  COMPARE_LESSTHAN: 'COMPARE_GREATERTHAN',
  COMPARE_LESSTHANOREQUALTO: 'COMPARE_GREATERTHANOREQUALTO',
}

/** `max(x) >= 5`, `3 > min(x)`, `bool_or(x)`: true where somebody meets it. Null for anything else. */
function somebody(condition: TreeNode): TreeNode | null {
  const counted = (extreme: TreeNode, met: TreeNode): TreeNode =>
    call('count_star', [], { filter: both([child(extreme, 'filter'), met]) })
  if (isCallOf(condition, 'bool_or')) return counted(condition, children(condition, 'children')[0]!)
  const type = text(condition, 'type')
  const [left, right] = [child(condition, 'left'), child(condition, 'right')]
  if (text(condition, 'class') !== 'COMPARISON' || FLIPPED[type] === undefined || !left || !right) return null
  const [extreme, mark, way] = isFixed(right) ? [left, right, type] : [right, left, FLIPPED[type]]
  const name = way.startsWith('COMPARE_GREATER') ? 'max' : 'min'
  if (!isFixed(mark) || !isCallOf(extreme, name)) return null
  return counted(extreme, compare(way, children(extreme, 'children')[0]!, mark))
}

const isCallOf = (node: TreeNode, name: string): boolean =>
  text(node, 'class') === 'FUNCTION' &&
  text(node, 'function_name').toLowerCase() === name &&
  children(node, 'children').length === 1

function isFixed(value: TreeNode): boolean {
  let draws = false
  walk(value, (node) => {
    draws ||= ['COLUMN_REF', 'SUBQUERY', 'WINDOW'].includes(text(node, 'class'))
    draws ||= aggregateKind(text(node, 'function_name')) !== null
    return !draws
  })
  return !draws
}

function meanAsRate(node: TreeNode, scope: Scope): TreeNode | null {
  if (text(node, 'class') === 'SUBQUERY') return node
  // What orders a rank is a number of the groups; a window of a mean is a mean of groups.
  if (text(node, 'class') === 'WINDOW') return isRank(node) ? null : node
  if (text(node, 'class') !== 'FUNCTION' || aggregateKind(text(node, 'function_name')) !== 'mean') return null
  const [value] = children(node, 'children')
  if (value === undefined || node.distinct === true || !hasCondition(value, scope)) return node
  const filter = child(node, 'filter')
  return divided(call('sum', [value], { filter }), call('count', [value], { filter }))
}
