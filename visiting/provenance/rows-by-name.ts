/**
 * Rows in numbers that go by who somebody is: `range(hash(person_id) % 64)` beside each person weighs persons in a number
 * of rows, as a sum does in values (./weights.ts).
 */
import { unnests } from './from-functions.ts'
import type { TreeNode } from './measure.ts'
import { originOfColumn } from './origins.ts'
import type { Prepared } from './prepare.ts'
import type { Relation } from './relation.ts'
import { boundIn, crosses } from './row-numbers.ts'
import type { Scope } from './scope.ts'
import { conjuncts, text, walk } from './tree.ts'
import { namesIn, namingOf } from './weights.ts'

/** Asked once it is known which tables multiply the rows (settleRows). */
export function multipliesByName(
  scope: Scope,
  { where, having, qualify, keys, items }: Pick<Prepared, 'where' | 'having' | 'qualify' | 'keys' | 'items'>,
): boolean {
  const said = items.map(({ node }) => node)
  if (said.some((item) => unnests(item) && namesIn(item, scope))) return true
  if (scope.multiplying.length === 0) return false
  const matches = scope.matches.map(({ part }) => part)
  const rest = [having, qualify].filter((part) => part !== null)
  return (
    scope.multiplying.some(({ relation }) => relation.level === 'open' && goesByName(relation)) ||
    [...matches, ...conjuncts(where), ...rest, ...keys, ...said].some((part) =>
      setsAgainst(part, scope, where),
    )
  )
}

const goesByName = ({ byName, columns }: Relation): boolean =>
  byName !== undefined || columns.some(({ naming }) => naming !== undefined)

/** True where anything in an expression sets who somebody is against rows that multiply. */
function setsAgainst(expression: TreeNode, scope: Scope, where: TreeNode | null): boolean {
  let found = false
  walk(expression, (node) => {
    const kind = text(node, 'class')
    const isPart = [
      'COMPARISON',
      'CONJUNCTION',
      'BETWEEN',
      'OPERATOR',
      'CASE',
      'FUNCTION',
      'SUBQUERY',
    ].includes(kind)
    found ||=
      isPart &&
      (crosses(node, scope) || looksAtMade(node, scope)) &&
      namingOf(node, scope, where) !== undefined
    return !found && kind !== 'SUBQUERY'
  })
  return found
}

/** Of rows made before it is not kept which columns are the other table's. */
const looksAtMade = (node: TreeNode, scope: Scope): boolean =>
  boundIn(node, scope).some(
    ({ source, column }) =>
      source.relation.level === 'person' &&
      source.relation.rows === 'made' &&
      scope.multiplying.includes(source) &&
      originOfColumn(column) !== 'own' &&
      column.identity === null,
  )
