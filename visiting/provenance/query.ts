/** A whole query: its CTEs, then a SELECT or several put together. */

import { renamed } from './from-clause.ts'
import type { TreeNode } from './measure.ts'
import { modifiersOf } from './modifiers.ts'
import { overGroups } from './over-groups.ts'
import { followRecursive } from './recursive.ts'
import { type Followed, type Journey, type Relation, Unfollowed } from './relation.ts'
import type { Outer } from './scope.ts'
import { followSelect } from './select.ts'
import { followSetOperation } from './set-operations.ts'
import { child, children, subqueryFrom, text, texts, walk } from './tree.ts'

export interface Tour {
  journey: Journey
  /** CTEs in reach, by lower-case name. */
  ctes: ReadonlyMap<string, Relation>
}

/**
 * Throws `Unfollowed` with the reason that is told to the researcher. `outer` is the query around a subquery.
 */
export function followQuery(node: TreeNode, tour: Tour, outer: Outer | null): Followed {
  tour.journey.step()
  const put = lastPutIn(node)
  if (put !== null) {
    const followed = followQuery(put, tour, outer)
    const sets = tour.journey.groupingSets.get(put)
    if (sets !== undefined) tour.journey.groupingSets.set(node, sets)
    return followed
  }
  const ctes = new Map(tour.ctes)
  const map = child(node, 'cte_map')
  const entries = map === null ? [] : children(map, 'map')
  const rewritten = entries.map((entry) => {
    const value = child(entry, 'value')!
    const holder = child(value, 'query')!
    const followed = followQuery(child(holder, 'node')!, { ...tour, ctes }, outer)
    ctes.set(text(entry, 'key').toLowerCase(), renamed(followed.relation, texts(value, 'aliases')))
    return { ...entry, value: { ...value, query: { ...holder, node: followed.node } } }
  })
  const inner = { ...tour, ctes }
  const followed = followBody(node, inner, outer)
  if (rewritten.length === 0) return followed
  const own = child(followed.node, 'cte_map')
  const made =
    own === null || followed.node === node
      ? []
      : children(own, 'map').filter((item) => !entries.includes(item))
  return {
    node: { ...followed.node, cte_map: { ...map, map: [...rewritten, ...made] } },
    relation: followed.relation,
  }
}

function followBody(node: TreeNode, tour: Tour, outer: Outer | null): Followed {
  switch (text(node, 'type')) {
    case 'SELECT_NODE':
      return followSelect(node, tour, outer)
    case 'SET_OPERATION_NODE':
      return followSetOperation(node, modifiersOf(node), tour, outer)
    case 'RECURSIVE_CTE_NODE':
      return followRecursive(node, tour, outer)
    default:
      throw new Unfollowed('shape', { shape: text(node, 'type').toLowerCase() })
  }
}

/** `WITH …, t AS (…) SELECT … FROM t`, where nothing else reads t: the same with t in place, or null. */
function lastPutIn(node: TreeNode): TreeNode | null {
  const map = child(node, 'cte_map')
  const entries = map === null ? [] : children(map, 'map')
  const last = entries.at(-1)
  const from = child(node, 'from_table')
  if (map === null || last === undefined || from === null || text(from, 'type') !== 'BASE_TABLE') return null
  const value = child(last, 'value')!
  const name = text(last, 'key').toLowerCase()
  const names = ['catalog_name', 'schema_name'].map((field) => text(from, field))
  const isPlain =
    text(from, 'table_name').toLowerCase() === name &&
    names.every((part) => part === '') &&
    ['sample', 'at_clause'].every((field) => child(from, field) === null) &&
    [...texts(from, 'column_name_alias'), ...texts(value, 'aliases')].length === 0
  const query = child(child(value, 'query') ?? {}, 'node')
  if (!isPlain || query === null || text(query, 'type') !== 'SELECT_NODE') return null
  let reads = 0
  walk({ ...node, cte_map: null }, (part) => {
    reads += Number(text(part, 'type') === 'BASE_TABLE' && text(part, 'table_name').toLowerCase() === name)
    return true
  })
  const put: TreeNode = {
    ...node,
    cte_map: { ...map, map: entries.slice(0, -1) },
    from_table: subqueryFrom(query, text(from, 'alias') || text(from, 'table_name')),
  }
  return reads === 1 && overGroups(put) !== null ? put : null
}
