/** Table functions and VALUES in FROM: they rest on whatever their arguments rest on. */
import type { UnverifiedReason } from '../../shared/model/facts.ts'
import { followExpression } from './expression.ts'
import type { FollowedFrom } from './from-clause.ts'
import type { TreeNode } from './measure.ts'
import type { Tour } from './query.ts'
import { type Relation, Unfollowed } from './relation.ts'
import { emptyScope, type Outer, scopeOf } from './scope.ts'
import { child, isNode, text, texts } from './tree.ts'

/** Table functions of one column, and how it is called when nobody names it. */
const ONE_COLUMN: Record<string, string> = {
  range: 'range',
  generate_series: 'generate_series',
  unnest: 'unnest',
}

export function followTableFunction(node: TreeNode, tour: Tour, outer: Outer | null): FollowedFrom {
  const called = child(node, 'function')
  const name = called === null ? '' : text(called, 'function_name').toLowerCase()
  const column = ONE_COLUMN[name]
  if (called === null || column === undefined) throw new Unfollowed('table-function', { function: name })
  if (text(node, 'with_ordinality') === 'WITH_ORDINALITY')
    throw new Unfollowed('shape', { shape: 'ordinality' })
  const { node: rewritten, draws } = followExpression(called, emptyScope(outer), tour)
  if (draws.caps.length > 0) throw new Unfollowed('table-function', { function: name })
  const alias = text(node, 'alias') || name
  const names = texts(node, 'column_name_alias')
  return {
    node: { ...node, function: rewritten },
    scope: scopeOf(openRelation([names[0] ?? column], draws), alias),
  }
}

export function followValues(node: TreeNode, tour: Tour, outer: Outer | null): FollowedFrom {
  const rows = Array.isArray(node.values) ? node.values : []
  const drawn = { personal: false, lost: null as UnverifiedReason | null }
  const values = rows.map((row) =>
    (Array.isArray(row) ? row : []).filter(isNode).map((item) => {
      const followed = followExpression(item, emptyScope(outer), tour)
      if (followed.draws.caps.length > 0) throw new Unfollowed('shape', { shape: 'VALUES' })
      drawn.personal ||= followed.draws.personal
      drawn.lost ??= followed.draws.lost
      return followed.node
    }),
  )
  const width = values[0]?.length ?? 0
  const names = texts(node, 'expected_names')
  const columns = Array.from({ length: width }, (_, index) => names[index] ?? `col${index}`)
  return {
    node: { ...node, values },
    scope: scopeOf(openRelation(columns, drawn), text(node, 'alias') || 'valueslist'),
  }
}

const openRelation = (
  names: string[],
  { personal, lost }: { personal: boolean; lost: UnverifiedReason | null },
): Relation => ({
  level: 'open',
  databases: [],
  chosen: null,
  columns: names.map((name) => ({
    name,
    open: !personal,
    identity: null,
    type: null,
    facts: null,
    origin: 'mixed',
    sifting: 'replaced',
    lost,
  })),
})

/** True where a select list makes several rows of one. */
export const unnests = (expression: TreeNode): boolean => {
  if (text(expression, 'class') === 'SUBQUERY') return false
  if (
    text(expression, 'class') === 'FUNCTION' &&
    text(expression, 'function_name').toLowerCase() === 'unnest'
  ) {
    return true
  }
  return Object.values(expression).some((value) =>
    Array.isArray(value) ? value.filter(isNode).some(unnests) : isNode(value) && unnests(value),
  )
}
