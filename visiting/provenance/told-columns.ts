/** What is sure of a column, from its table or because a condition lets no other rows through. */
import { NOTHING } from '../../shared/model/person-ordinals.ts'
import type { TreeNode } from './measure.ts'
import { boundKey, isColumn, isSure } from './person-passes.ts'
import type { Scope } from './scope.ts'
import { child, children, conjuncts, text } from './tree.ts'

/** filled: never NULL. above: above zero wherever it is not NULL. */
export function isTold(
  x: TreeNode,
  what: 'filled' | 'above',
  { scope, condition }: { scope: Scope; condition: TreeNode | null },
): boolean {
  if (isSure(x, scope, what)) return true
  if (boundKey(x, scope) === null) return false
  const isX = (node: TreeNode | null): boolean =>
    node !== null && boundKey(node, scope) !== null && isColumn(node, x, scope)
  return conjuncts(condition).some((part) => (what === 'filled' ? needs(part, isX) : isAbove(part, isX)))
}

const NULL_FAILS = /^COMPARE_(EQUAL|NOTEQUAL|(GREATER|LESS)THAN(OREQUALTO)?)$/

/** A condition that fails where the column is NULL. */
function needs(part: TreeNode, isX: (node: TreeNode | null) => boolean): boolean {
  if (NULL_FAILS.test(text(part, 'type'))) return isX(child(part, 'left')) || isX(child(part, 'right'))
  if (text(part, 'type') === 'COMPARE_BETWEEN') return isX(child(part, 'input'))
  return (
    ['OPERATOR_IS_NOT_NULL', 'COMPARE_IN'].includes(text(part, 'type')) &&
    isX(children(part, 'children')[0] ?? null)
  )
}

function isAbove(part: TreeNode, isX: (node: TreeNode | null) => boolean): boolean {
  const [least, x] =
    text(part, 'type') === 'COMPARE_BETWEEN'
      ? [child(part, 'lower'), child(part, 'input')]
      : /^COMPARE_(EQUAL|GREATERTHAN(OREQUALTO)?)$/.test(text(part, 'type'))
        ? [child(part, 'right'), child(part, 'left')]
        : [null, null]
  return isX(x) && least !== null && wholeNumber(least) > NOTHING
}

/** A whole number as it is written; not a number where it is none. */
function wholeNumber(node: TreeNode): number {
  const value = child(node, 'value')
  const id = value === null ? '' : text(child(value, 'type') ?? {}, 'id')
  return text(node, 'class') === 'CONSTANT' && ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'].includes(id)
    ? Number(value?.value)
    : Number.NaN
}
