/** Whether groups can be measured by bit masks (./mask-groups.ts), and with what. */
import { aloneColumn } from '../../shared/model/person-ordinals.ts'
import { addedConditions } from './added-conditions.ts'
import { hasSubquery } from './exact-sums.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall } from './person-parts.ts'
import { boundKey, type GroupBlock, isPersonCount } from './person-passes.ts'
import { classOf } from './scope.ts'
import { call, cast, child, children, column, integer, text } from './tree.ts'

export interface Masked {
  /** The number of a row's person. */
  person: TreeNode
  /** The 64 persons a row's person is one of, and which bit of them. */
  chunk: TreeNode
  bit: TreeNode
  /** All values can be added up from parts of their groups. */
  folds: boolean
}

const KINDS: ReadonlySet<string> = new Set(
  'grouping count-rows count count-if sum mean moments extreme-low extreme-high'.split(' '),
)

export function maskedFor(block: GroupBlock): Masked | null {
  const { scope, tour, keys, sets, aggregates, linear } = block
  const [persons, ...more] = scope.classes
  if (persons === undefined || more.length > 0 || persons.ordinal === null) return null
  if (!tour.journey.isLarge() || scope.padded || linear.length > 0) return null
  const person = persons.ordinal
  if (keys.some((key) => hasSubquery(key) || namesPerson(key, block))) return null
  // The same set twice would count each person twice.
  if (new Set(sets.map((set) => [...set].sort((a, b) => a - b).join())).size < sets.length) return null
  if (!aggregates.every((aggregate) => isMaskable(aggregate, block))) return null
  const bits = (name: string, value: number): TreeNode =>
    call(name, [person, integer(value)], { operator: true })
  return {
    person,
    chunk: bits('>>', 6),
    bit: call('<<', [cast(integer(1), 'UBIGINT'), cast(bits('&', 63), 'UBIGINT')], { operator: true }),
    folds: sets.length < 2 && aggregates.every((aggregate) => folds(aggregate, block)),
  }
}

function isMaskable(aggregate: AggregateCall, { scope, sets }: GroupBlock): boolean {
  const { node, kind } = aggregate
  if (!KINDS.has(kind) || hasSubquery(node)) return false
  if (children(child(node, 'order_bys') ?? {}, 'orders').length > 0) return false
  if (children(node, 'children').some((arg) => addedConditions(arg).length > 0)) return false
  if (node.distinct === true && !isPersonCount(aggregate, scope)) return false
  const given = children(node, 'children').length
  switch (kind) {
    case 'extreme-low':
    case 'extreme-high':
      return given === 1 && sets.length < 2
    case 'sum':
    case 'mean':
    case 'count-if':
      return given === 1
    default:
      return true
  }
}

const ADDED: ReadonlySet<string> = new Set('sum sum_no_overflow count count_star count_if countif'.split(' '))

const folds = (aggregate: AggregateCall, { scope }: GroupBlock): boolean =>
  aggregate.kind !== 'grouping' &&
  (isPersonCount(aggregate, scope) || ADDED.has(text(aggregate.node, 'function_name').toLowerCase()))

function namesPerson(key: TreeNode, { scope }: GroupBlock): boolean {
  const bound = boundKey(key, scope)
  return bound !== null && classOf(bound, scope) !== null
}

/** Most rows have to be alone for it to pay. */
const MOSTLY = 0.5

/**
 * The hidden column that is true for rows that are their person's only one in any group: one table alone, grouped by
 * the date of which it speaks. Holds under every WHERE and FILTER, since fewer rows leave no row less alone.
 */
export function aloneFor({ from, scope, tour, keys, sets }: GroupBlock): TreeNode | null {
  const [source, ...more] = scope.sources
  if (source === undefined || more.length > 0 || sets.length !== 1 || sets[0]!.length !== keys.length)
    return null
  if (text(from, 'type') !== 'BASE_TABLE') return null
  const numbered = tour.journey.numberedAt(from)
  if (numbered === null || numbered.ordinals.date === null) return null
  const { date, aloneRows } = numbered.ordinals
  if (aloneRows < MOSTLY * numbered.rows) return null
  const byDate = keys.some((key) => {
    const bound = boundKey(key, scope)
    return bound !== null && bound.source === source && bound.column.name.toLowerCase() === date.toLowerCase()
  })
  return byDate ? column(source.alias, aloneColumn(date)) : null
}
