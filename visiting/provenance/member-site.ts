/** One GROUP BY over persons' rows, written as one row for each person of each group. */

import { aggregateKind } from './aggregates.ts'
import { followExpression } from './expression.ts'
import type { FollowedFrom } from './from-clause.ts'
import type { TreeNode } from './measure.ts'
import type { MembersPlan } from './members.ts'
import { originOf } from './origins.ts'
import { besideKeys, type GroupBlock, withPerson } from './person-passes.ts'
import type { Tour } from './query.ts'
import {
  both,
  call,
  cast,
  child,
  children,
  coalesce,
  compare,
  integer,
  isNotNull,
  keyOf,
  literal,
  named,
  nothing,
  operator,
  select,
  text,
  when,
} from './tree.ts'

export interface SiteParts {
  from: FollowedFrom
  where: TreeNode | null
  keys: TreeNode[]
  sets: number[][]
  tour: Tour
}

/** Aggregates are told apart by what is written; each gets a column of what a person gives it. */
export class MemberSite {
  readonly id: string
  readonly #parts: SiteParts
  readonly #aggregates = new Map<string, TreeNode>()

  constructor(id: string, parts: SiteParts) {
    this.id = id
    this.#parts = parts
  }

  /** Names the group a row is of, and an aggregate of it: written into the grouped SELECT itself. */
  reference(aggregate: TreeNode | 'row'): TreeNode {
    const places = aggregate === 'row' ? ['row'] : this.#asked(aggregate).map((one) => this.#placeOf(one))
    const group = (place: string | number): TreeNode =>
      call('list_value', [literal(this.id), literal(String(place)), ...this.#keys()])
    return call('list_value', places.map(group))
  }

  /** A share has a numerator as a quotient of two has: who is not zero. */
  #asked(aggregate: TreeNode): TreeNode[] {
    const [value] = children(aggregate, 'children')
    const { scope } = this.#parts.from
    const isShare =
      aggregateKind(text(aggregate, 'function_name')) === 'mean' &&
      aggregate.distinct !== true &&
      value !== undefined &&
      originOf(value, scope) === 'switched'
    return isShare ? [aggregate, { ...aggregate, function_name: 'sum' }] : [aggregate]
  }

  plan(): MembersPlan['sites'][number] {
    const { from, where, keys, sets, tour } = this.#parts
    const { scope } = from
    const block: GroupBlock = {
      ...this.#parts,
      from: from.node,
      scope,
      aggregates: [],
      linear: [],
      twoSides: [],
      classes: [],
    }
    const owns = [...this.#aggregates.values()].map((node, index) =>
      named(own(followExpression(node, scope, tour).node), `o${index}`),
    )
    const trees = scope.classes.map((persons) =>
      select({
        items: [
          named(call('list_value', this.#keys()), 'keys'),
          named(besideKeys(persons.expression, block), 'person'),
          ...owns,
        ],
        from: from.node,
        where: both([where, isNotNull(persons.expression)]),
        groups: [...keys, besideKeys(persons.expression, block)],
        sets: withPerson(sets, keys.length),
      }),
    )
    return { id: this.id, aggregates: owns.length, trees }
  }

  #placeOf(aggregate: TreeNode): number {
    const key = keyOf(aggregate)
    if (!this.#aggregates.has(key)) this.#aggregates.set(key, { ...aggregate, alias: '' })
    return [...this.#aggregates.keys()].indexOf(key)
  }

  /** Which grouping set, then each key as text: NULL is a key like another. */
  #keys(): TreeNode[] {
    const { keys, sets } = this.#parts
    const set = sets.length > 1 ? cast(operator('GROUPING_FUNCTION', ...keys), 'VARCHAR') : literal('0')
    return [set, ...keys.map((key) => cast({ ...key, alias: '' }, 'VARCHAR'))]
  }
}

/** What one person's rows give an aggregate, as text; NULL where they give nothing. */
function own(aggregate: TreeNode): TreeNode {
  const kind = aggregateKind(text(aggregate, 'function_name')) ?? ''
  if (COUNTED.has(kind)) return cast(call('nullif', [aggregate, integer(0)]), 'VARCHAR')
  // A list holds NULLs too.
  const values = kind === 'listing' ? [] : children(aggregate, 'children').map(isNotNull)
  const given = call('count_star', [], { filter: both([child(aggregate, 'filter'), ...values]) })
  // Listed values are never released; whose they are is enough. A spread of one value is NULL, and yet its value enters.
  const value = kind === 'listing' ? literal('') : coalesce(cast(aggregate, 'VARCHAR'), literal(''))
  return when(compare('COMPARE_GREATERTHAN', given, integer(0)), value, cast(nothing(), 'VARCHAR'))
}

const COUNTED = new Set(['count-rows', 'count', 'count-if', 'approximate-distinct', 'sum'])
