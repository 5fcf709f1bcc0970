/**
 * Follows an expression: which columns it draws on, whether persons' own data enter, and what its subqueries rest on.
 * Also rewrites it where a subquery inside had to change.
 */
import type { UnverifiedReason } from '../../shared/model/facts.ts'
import { aggregateKind, VOLATILE } from './aggregates.ts'
import { boundFacts } from './group-facts.ts'
import { noteHeld, numbersIn } from './held-rows.ts'
import type { TreeNode, TreeValue } from './measure.ts'
import { deciding, isSeveral, standings } from './number-facts.ts'
import type { Tour } from './query.ts'
import { isRank, isRankReason, measuresRank, rankReason, worseOf } from './ranks.ts'
import { Unfollowed, union } from './relation.ts'
import { type Bound, find, isLocal, levelOf, ordinalOf, type Scope, wholeClassOf, written } from './scope.ts'
import { followSubquery } from './subquery.ts'
import { child, children, conjuncts, integer, isNode, text, texts, walk } from './tree.ts'

export interface Draws {
  /** Columns of this query's own tables. */
  bound: Bound[]
  /** True when somebody's data enter the value. */
  personal: boolean
  /** Numbers of persons behind subqueries the value draws on. */
  caps: TreeNode[]
  databases: string[]
  lost: UnverifiedReason | null
  /** Windows that rank persons (./ranks.ts). */
  ranks: TreeNode[]
}

export interface FollowedExpression {
  node: TreeNode
  draws: Draws
}

const DECIDES = new Set('COMPARISON CONJUNCTION BETWEEN'.split(' '))

/** Words that stand for a value and look like a column. */
const VALUE_WORDS = new Set(
  'current_date current_time current_timestamp localtime localtimestamp current_localtime current_localtimestamp'.split(
    ' ',
  ),
)

/** A condition: who is the same person as whom is then compared by their numbers. */
export function followCondition(condition: TreeNode, scope: Scope, tour: Tour): FollowedExpression {
  const followed = followExpression(condition, scope, tour, new Set(conjuncts(condition)))
  return { ...followed, node: byNumbers(condition, followed.node, scope) }
}

/** `raw` and `node` are the same condition before and after it was followed. */
function byNumbers(raw: TreeNode, node: TreeNode, scope: Scope): TreeNode {
  if (text(raw, 'type') === 'CONJUNCTION_AND') {
    const parts = children(node, 'children')
    return {
      ...node,
      children: children(raw, 'children').map((part, i) => byNumbers(part, parts[i]!, scope)),
    }
  }
  if (text(raw, 'class') !== 'COMPARISON' || text(raw, 'type') !== 'COMPARE_EQUAL') return node
  const sides = [child(raw, 'left')!, child(raw, 'right')!].map((side) =>
    text(side, 'class') === 'COLUMN_REF' ? ordinalOf(texts(side, 'column_names'), scope) : null,
  )
  const [left, right] = sides
  return left && right ? { ...node, left, right } : node
}

/** What puts persons' rows together or is handed on with them: later it may be asked for, and decide. */
export const followKey = (expression: TreeNode, scope: Scope, tour: Tour): FollowedExpression =>
  followExpression(expression, scope, tour, new Set(), true)

/** `plain`: parts that must hold for a row to stay, each on its own. `isAsked`: its value decides something. */
export function followExpression(
  expression: TreeNode,
  scope: Scope,
  tour: Tour,
  plain: ReadonlySet<TreeNode> = new Set(),
  isAsked = plain.size > 0,
): FollowedExpression {
  const draws: Draws = { bound: [], personal: false, caps: [], databases: [], lost: null, ranks: [] }

  const ranked = new Set<TreeNode>()
  /** How many conditions stand around what is looked at. */
  let decides = isAsked ? 1 : 0
  const go = (value: TreeValue, shadowed: ReadonlySet<string>): TreeValue => {
    if (Array.isArray(value)) return value.map((item) => go(item, shadowed))
    if (!isNode(value)) return value
    const isCondition =
      DECIDES.has(text(value, 'class')) || /^(COMPARE_|OPERATOR_NULLIF)/.test(text(value, 'type'))
    if (isCondition) decides += 1
    const followed = inside(value, shadowed)
    if (isCondition) decides -= 1
    return followed
  }
  const inside = (value: TreeNode, shadowed: ReadonlySet<string>): TreeValue => {
    /** A side of a comparison, where a collation does no harm. */
    const compared = (side: TreeValue): TreeValue => {
      const collated = isNode(side) && text(side, 'class') === 'COLLATE' ? side : null
      return collated === null
        ? go(side, shadowed)
        : { ...collated, child: go(collated.child ?? null, shadowed) }
    }
    let ranks = false
    switch (text(value, 'class')) {
      case 'COLUMN_REF':
        return reference(value, shadowed)
      case 'SUBQUERY':
        return subquery(value, shadowed)
      case 'LAMBDA': {
        const names = lambdaNames(child(value, 'lhs'))
        return { ...value, expr: go(value.expr ?? null, new Set([...shadowed, ...names])) }
      }
      case 'COLLATE':
        // A text under a collation equals others that are written otherwise: fit for comparing, not for keeping.
        if (levelOf(scope) !== 'open') throw new Unfollowed('shape', { shape: 'COLLATE' })
        break
      case 'COMPARISON':
        return { ...value, left: compared(value.left ?? null), right: compared(value.right ?? null) }
      case 'STAR':
        throw new Unfollowed('columns-expression')
      case 'PARAMETER':
        throw new Unfollowed('shape', { shape: 'parameter' })
      case 'WINDOW':
        ranks = noteWindow(value)
        if (ranks) ranked.add(value)
        break
      case 'FUNCTION':
        if (VOLATILE.has(text(value, 'function_name').toLowerCase())) {
          throw new Unfollowed('volatile-function', { function: text(value, 'function_name') })
        }
        break
    }
    const out: TreeNode = {}
    for (const [field, item] of Object.entries(value)) {
      // Of a CASE what it may come to is a value like any other.
      const isAsked = field === 'when_expr'
      if (isAsked) decides += 1
      out[field] = go(item, shadowed)
      if (isAsked) decides -= 1
    }
    if (ranks) draws.ranks.push(out)
    return out
  }

  /** A group's number beside persons' rows brings the persons behind it along. */
  const lookAt = (bound: Bound, { within = false } = {}): void => {
    if (!isBesidePersons(bound, scope)) return
    const facts = boundFacts(bound, scope)
    // Beside persons' rows it is not followed what is taken out of a list or a text of several.
    draws.caps.push(
      ...(decides > 0 || within ? deciding : standings)(facts),
      ...(isSeveral(facts) ? [integer(0)] : []),
    )
  }

  const reference = (node: TreeNode, shadowed: ReadonlySet<string>): TreeNode => {
    const names = texts(node, 'column_names')
    const first = names[0] ?? ''
    if (shadowed.has(first.toLowerCase())) return node
    const bound = find(names, scope)
    if (bound === null) {
      if (names.length === 1 && VALUE_WORDS.has(first.toLowerCase())) return node
      throw new Unfollowed('name-unknown', { name: names.join('.') })
    }
    const isLost = bound.column.lost
    // A rank of the query around is a value in here.
    const { params } = isLost ?? { params: {} }
    const isAround = isRankReason(isLost) && !isLocal(bound, scope)
    draws.lost = worseOf(draws.lost, isAround ? { code: 'rank-as-value', params } : isLost)
    if (!bound.column.open) {
      draws.personal = true
      draws.databases = union(draws.databases, bound.source.relation.databases)
    }
    const put = written(node, names, scope)
    if (!isLocal(bound, scope)) return put
    draws.bound.push(bound)
    lookAt(bound)
    return put
  }

  const subquery = (node: TreeNode, shadowed: ReadonlySet<string>): TreeNode => {
    const compared = child(node, 'child')
    const comparedNow = compared === null ? null : go(compared, shadowed)
    const followed = followSubquery(node, scope, tour, { plainly: plain.has(node), decides: decides > 0 })
    draws.personal ||= followed.personal
    draws.caps.push(...followed.caps)
    if (followed.numbers && compared !== null && numbersIn(compared, scope).size > 0)
      draws.caps.push(integer(0))
    draws.databases = union(draws.databases, followed.databases)
    const used = followed.used.filter((bound) => isLocal(bound, scope))
    draws.bound.push(...used)
    for (const bound of used) lookAt(bound, { within: true })
    return { ...followed.node, child: comparedNow }
  }

  /** True where it ranks persons. */
  const noteWindow = (node: TreeNode): boolean => {
    if (scope.classes.length === 0) return false
    const alone =
      scope.classes.length === 1 &&
      children(node, 'partitions').some((part) => {
        return (
          text(part, 'class') === 'COLUMN_REF' && wholeClassOf(texts(part, 'column_names'), scope) !== null
        )
      })
    const code = scope.classes.length > 1 ? 'window-over-pairs' : 'window-across-persons'
    if (alone) return false
    const ranks = scope.classes.length === 1 && !scope.padded && isRank(node)
    const reason = ranks ? rankReason(node) : { code, params: { function: text(node, 'function_name') } }
    draws.lost = worseOf(draws.lost, reason)
    return ranks
  }

  const node = go(expression, new Set()) as TreeNode
  if (isRankReason(draws.lost) && measuresRank(expression, scope, ranked))
    draws.lost = { code: 'rank-as-value', params: draws.lost!.params }
  noteHeld(expression, scope)
  // What two numbers of groups tell together can be about the few in one of them only.
  if (scope.classes.length > 0 && mixesNumbers(expression, scope)) draws.caps.push(integer(0))
  return { node, draws }
}

/** Of a group, and joined to persons' rows. */
const isBesidePersons = ({ source, column }: Bound, scope: Scope): boolean =>
  scope.classes.length > 0 && source.relation.level === 'group' && !column.open

/** True where numbers of groups are computed or compared with each other, and not each by itself. */
function mixesNumbers(expression: TreeNode, scope: Scope): boolean {
  const numbers = (part: TreeNode): Set<string> => numbersIn(part, scope)
  let mixes = false
  walk(expression, (node) => {
    const kind = text(node, 'class')
    const input = kind === 'BETWEEN' ? child(node, 'input') : null
    const compares = /^(COMPARE_(NOT_)?IN|OPERATOR_NULLIF)$/.test(text(node, 'type'))
    if (['COMPARISON', 'FUNCTION', 'SUBQUERY'].includes(kind) || compares) mixes ||= numbers(node).size > 1
    if (input !== null) mixes ||= numbers(input).size > 0 && numbers(node).size > 1
    return !mixes && kind !== 'SUBQUERY'
  })
  return mixes
}

/** The parameters on the left of a lambda's arrow, in lower case. */
export function lambdaNames(lhs: TreeNode | null): string[] {
  if (lhs === null) return []
  if (text(lhs, 'class') === 'COLUMN_REF') return texts(lhs, 'column_names').map((name) => name.toLowerCase())
  return children(lhs, 'children').flatMap(lambdaNames)
}

/** True when an aggregate of this query (not of a subquery, not under OVER) stands in the expression. */
export function hasAggregate(expression: TreeNode): boolean {
  const kind = text(expression, 'class')
  if (kind === 'SUBQUERY') return false
  if (kind === 'FUNCTION' && aggregateKind(text(expression, 'function_name')) !== null) return true
  if (kind === 'OPERATOR' && text(expression, 'type') === 'GROUPING_FUNCTION') return true
  return Object.values(expression).some((value) =>
    Array.isArray(value) ? value.filter(isNode).some(hasAggregate) : isNode(value) && hasAggregate(value),
  )
}

/** Whether a window function stands in it; one within a subquery is the subquery's. */
export function hasWindow(expression: TreeNode): boolean {
  const kind = text(expression, 'class')
  if (kind === 'SUBQUERY') return false
  if (kind === 'WINDOW') return true
  return Object.values(expression).some((value) =>
    Array.isArray(value) ? value.filter(isNode).some(hasWindow) : isNode(value) && hasWindow(value),
  )
}

/** By what the windows in an expression put rows together, and in order. */
export function windowPlaces(expression: TreeNode): TreeNode[] {
  const found: TreeNode[] = []
  walk(expression, (node) => {
    if (text(node, 'class') === 'WINDOW')
      found.push(
        ...children(node, 'partitions'),
        ...children(node, 'orders').map((order) => child(order, 'expression')!),
      )
    return text(node, 'class') !== 'SUBQUERY'
  })
  return found
}
