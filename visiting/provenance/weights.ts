/**
 * Values that go by who somebody is: `hash(person_id)`, `CASE person_id WHEN …`, a number joined from the query's own list
 * of pseudonyms. Pseudonyms can be read off pictures, so whoever weighs each person by a power of two learns from one sum
 * of those who meet a condition who they are, with all of them counted behind it. No study adds up such numbers. Who is
 * looked at may go by the pseudonym (a sample, a split, a list of persons): then as many are counted as are taken.
 *
 * So values are of three kinds. Left out: they do not go by who it is. gated: one thing or nothing goes by it, as under
 * FILTER. weighed: what it comes to goes by it; two gated values added up are weighed, too. Carried from query to query
 * with the column. Weights by what is known of a person otherwise (an address and a birth date) are not seen.
 */
import { createHash } from 'node:crypto'
import { ASKS, aggregateKind } from './aggregates.ts'
import type { TreeNode } from './measure.ts'
import { originOf, originOfColumn } from './origins.ts'
import { isRank } from './ranks.ts'
import { type Relation, type RelationColumn, Unfollowed } from './relation.ts'
import { type Bound, classOf, find, type Scope, type Source } from './scope.ts'
import { child, children, conjuncts, keyOf, text, texts, walk } from './tree.ts'

export type Naming = 'gated' | 'weighed' | undefined

/** Aggregates whose value can be taken apart again into those of single persons. */
const TAKEN_APART: ReadonlySet<string> = new Set(['sum', 'mean', 'log-mean', 'moments', 'tail', 'unknown'])

/** What is zero stays so, and one thing stays one. */
const KEEPS_ONE: ReadonlySet<string> = new Set(
  '- abs round round_even roundbankers trunc floor ceil ceiling sign sqrt cbrt'.split(' '),
)

/** Throws where an aggregate takes in values that go by who somebody is. `raw` is the call before it was followed. */
export function requireNotWeighed(raw: TreeNode, scope: Scope, where: TreeNode | null): void {
  const name = text(raw, 'function_name')
  if (!TAKEN_APART.has(aggregateKind(name) ?? '')) return
  const orders = children(child(raw, 'order_bys') ?? {}, 'orders').map((order) => child(order, 'expression')!)
  const room = roomOf(scope, [...conjuncts(where), ...conjuncts(child(raw, 'filter'))])
  if ([...children(raw, 'children'), ...orders].some((value) => namingIn(value, room) === 'weighed'))
    throw new Unfollowed('weights-by-person', { function: name })
}

/** `where`: what the rows have to meet. */
export const namingOf = (value: TreeNode, scope: Scope, where: TreeNode | null = null): Naming =>
  namingIn(value, roomOf(scope, conjuncts(where)))

/** What of who persons are decides whose rows there are, as one word for each way; undefined: nothing. */
export function chosenByName(scope: Scope, conditions: (TreeNode | null)[]): string | undefined {
  const parts = conditions.flatMap(conjuncts)
  const room = roomOf(scope, parts)
  const sources = scope.sources.filter(({ nullable }) => !nullable).map(({ relation }) => relation.byName)
  const own = [...scope.matches.map(({ part }) => part), ...parts].filter(
    (part) => namingIn(part, room) !== undefined,
  )
  return waysTogether([...sources, ...own.map((part) => digestOf(keyOf(part)))])
}

/** Several ways of choosing as one; the same for the same ones. */
export function waysTogether(ways: (string | undefined)[]): string | undefined {
  const different = [...new Set(ways.filter((way) => way !== undefined))].sort()
  return different.length <= 1 ? different[0] : digestOf(different.join())
}

const digestOf = (words: string): string => createHash('sha256').update(words).digest('hex').slice(0, 32)

/** Of rows that come from several tables. */
export function namingTogether(halves: { column: RelationColumn; relation: Relation }[]): Naming {
  const given = halves.map(({ column }) => column.naming)
  if (given.includes('weighed')) return 'weighed'
  const isOwn = halves.every(({ column }) => originOfColumn(column) === 'own')
  if (!isOwn && halves.some(({ relation }) => relation.byName !== undefined)) return 'weighed'
  return given.includes('gated') ? 'gated' : undefined
}

interface Room {
  scope: Scope
  /** What the rows at hand have to meet. */
  conditions: TreeNode[]
}

const roomOf = (scope: Scope, conditions: TreeNode[]): Room => ({
  scope,
  conditions: [...scope.matches.map(({ part }) => part), ...conditions],
})

function namingIn(value: TreeNode, room: Room): Naming {
  const of = (part: TreeNode): Naming => namingIn(part, room)
  const parts = children(value, 'children')
  switch (text(value, 'class')) {
    case 'CONSTANT':
      return undefined
    case 'COLUMN_REF':
      return ofColumn(find(texts(value, 'column_names'), room.scope), room)
    case 'CAST':
    case 'COLLATE':
      return of(child(value, 'child')!)
    case 'CASE':
      return ofBranches(
        children(value, 'case_checks').map((check) => child(check, 'when_expr')!),
        [
          ...children(value, 'case_checks').map((check) => child(check, 'then_expr')!),
          child(value, 'else_expr')!,
        ],
        room,
      )
    case 'COMPARISON':
      return compared(child(value, 'left')!, child(value, 'right')!, room)
    case 'CONJUNCTION':
      return parts.some(of) ? 'gated' : undefined
    case 'BETWEEN':
      return ['input', 'lower', 'upper'].some((field) => of(child(value, field)!)) ? 'gated' : undefined
    case 'SUBQUERY':
      return ofSubquery(value, room)
    case 'OPERATOR':
      return ofOperator(value, parts, room)
    case 'WINDOW':
    case 'FUNCTION':
      return ofFunction(value, parts, room)
    default:
      return namesIn(value, room.scope) ? 'weighed' : undefined
  }
}

function ofColumn(bound: Bound | null, { scope, conditions }: Room): Naming {
  if (bound === null) return undefined
  const { source, column } = bound
  if (isName(bound, scope)) return 'weighed'
  const isBeside = source.relation.level === 'open' && column.open
  if (isBeside && conditions.some((part) => looksAt(part, source, scope) && namesIn(part, scope)))
    return 'weighed'
  if (column.naming !== undefined) return column.naming
  // Whether an outer join finds anything may go by who it is; of somebody's own values that is no weight.
  const isOwn = ['own', 'made', 'moved'].includes(originOfColumn(column))
  return isSifted(source, scope) && !isOwn ? 'gated' : undefined
}

/** Whether a row is found goes by who it is, and not as that of the row it would stand beside. */
const isSifted = ({ nullable, relation: { byName } }: Source, scope: Scope): boolean =>
  nullable &&
  byName !== undefined &&
  !scope.sources.some((other) => !other.nullable && other.relation.byName === byName)

/** Names a person, and no number or value about one. */
const isName = (bound: Bound, scope: Scope): boolean =>
  classOf(bound, scope) !== null || bound.column.identity === 'person'

/** True where an expression looks at a name, or at what was made of one. */
export function namesIn(expression: TreeNode, scope: Scope): boolean {
  let found = false
  walk(expression, (node) => {
    if (text(node, 'class') === 'COLUMN_REF') {
      const bound = find(texts(node, 'column_names'), scope)
      found ||= bound !== null && (isName(bound, scope) || bound.column.naming !== undefined)
    }
    return !found
  })
  return found
}

function looksAt(expression: TreeNode, source: Source, scope: Scope): boolean {
  let found = false
  walk(expression, (node) => {
    found ||=
      text(node, 'class') === 'COLUMN_REF' && find(texts(node, 'column_names'), scope)?.source === source
    return !found
  })
  return found
}

const looksBeside = (expression: TreeNode, scope: Scope): boolean =>
  scope.sources.some((source) => source.relation.level === 'open' && looksAt(expression, source, scope))

/** `branches`: the last one is taken where no condition holds. */
function ofBranches(conditions: TreeNode[], branches: TreeNode[], room: Room): Naming {
  const something = branches.filter((branch) => originOf(branch, room.scope) !== 'nothing')
  const namings = something.map((branch) => namingIn(branch, room))
  if (namings.includes('weighed')) return 'weighed'
  const gates = conditions.filter((condition) => namingIn(condition, room) !== undefined)
  if (gates.length === 0 && !namings.includes('gated')) return undefined
  const isOne = new Set(something.map(keyOf)).size <= 1
  // Of a list of the query's own the number beside each name may be another.
  return isOne && !gates.some((gate) => looksBeside(gate, room.scope)) ? 'gated' : 'weighed'
}

/** Whether two columns name the same person does not say which. */
function compared(left: TreeNode, right: TreeNode, room: Room): Naming {
  const isPlainName = (side: TreeNode): boolean => {
    const bound = text(side, 'class') === 'COLUMN_REF' ? find(texts(side, 'column_names'), room.scope) : null
    return bound !== null && isName(bound, room.scope)
  }
  if (isPlainName(left) && isPlainName(right)) return undefined
  return [left, right].some((side) => namingIn(side, room) !== undefined) ? 'gated' : undefined
}

function ofSubquery(value: TreeNode, room: Room): Naming {
  const { looked } = room.scope
  const kind = text(value, 'subquery_type')
  const compares = child(value, 'child')
  const inner = looked.get(value)
  const asks = /^((NOT_)?EXISTS|ANY)$/.test(kind)
  // One number for all, or of the person's own rows, whoever they are.
  const byName =
    inner === undefined ||
    inner.byName ||
    (compares !== null && !inner.ofPersons && namesIn(compares, room.scope))
  if (asks) return byName ? 'gated' : undefined
  return byName && inner?.around !== false ? 'weighed' : undefined
}

function ofOperator(value: TreeNode, parts: TreeNode[], room: Room): Naming {
  const type = text(value, 'type')
  if (type === 'OPERATOR_COALESCE') return ofBranches([], parts, room)
  if (type === 'OPERATOR_NULLIF')
    return namingIn(parts[0]!, room) ?? (parts.some((part) => namingIn(part, room)) ? 'gated' : undefined)
  if (type === 'OPERATOR_IS_NULL' || type === 'OPERATOR_IS_NOT_NULL') return ofPresence(parts[0]!, room)
  const isAsked = type === 'OPERATOR_NOT' || /^COMPARE_(NOT_)?IN$/.test(type)
  if (!parts.some((part) => namingIn(part, room) !== undefined)) return undefined
  return isAsked ? 'gated' : 'weighed'
}

/** Of rows that an outer join did not find. */
function ofPresence(value: TreeNode, room: Room): Naming {
  if (text(value, 'class') !== 'COLUMN_REF') return namingIn(value, room) === undefined ? undefined : 'gated'
  const bound = find(texts(value, 'column_names'), room.scope)
  if (bound === null) return undefined
  const isFound = isSifted(bound.source, room.scope)
  const isValue = !isName(bound, room.scope) && ofColumn(bound, room) !== undefined
  return isFound || isValue ? 'gated' : undefined
}

function ofFunction(value: TreeNode, args: TreeNode[], room: Room): Naming {
  const name = text(value, 'function_name').toLowerCase()
  const namings = args.map((part) => namingIn(part, room))
  const filter = child(value, 'filter') ?? child(value, 'filter_expr')
  const isFiltered = filter !== null && namingIn(filter, room) !== undefined
  const kind = aggregateKind(name)
  // A place among others goes by the pseudonym where these stand in its order.
  const isOrderedByName = children(value, 'orders').some((order) =>
    namesIn(child(order, 'expression')!, room.scope),
  )
  const isOfOne = children(value, 'partitions').some((part) => namesIn(part, room.scope))
  if (text(value, 'class') === 'WINDOW' && isRank(value) && isOrderedByName && !isOfOne) return 'weighed'
  // Which persons there are counts everybody alike.
  if (kind === 'count' || kind === 'count-rows' || kind === 'approximate-distinct')
    return isFiltered || namings.includes('gated') ? 'gated' : undefined
  if (namings.includes('weighed')) return ASKS.test(name) ? 'gated' : 'weighed'
  if (!namings.includes('gated')) return isFiltered ? 'gated' : undefined
  if (kind !== null) return 'gated'
  if (name === '*' || name === 'multiply') return 'gated'
  if ((name === '/' || name === 'fdiv') && namings[1] === undefined) return 'gated'
  if ((name === '+' || name === '-') && args.length === 2) {
    const rest = args.filter((part) => originOf(part, room.scope) !== 'nothing')
    if (rest.length === 1) return namingIn(rest[0]!, room)
  }
  if (ASKS.test(name)) return 'gated'
  const isAlone = args.every((part, index) => index === 0 || text(part, 'class') === 'CONSTANT')
  return KEEPS_ONE.has(name) && isAlone ? 'gated' : 'weighed'
}
