/**
 * What is sure of a value before it is looked at: from a column's table, because a condition lets no other rows through,
 * because a CASE gives nothing else, or because it is computed of what is sure.
 */
import { NOTHING } from '../../shared/model/person-ordinals.ts'
import { caseNumbers, writtenNumber } from './case-numbers.ts'
import type { TreeNode } from './measure.ts'
import { boundKey, isColumn, isOfWholes, isSure } from './person-passes.ts'
import { mergedOf, type Scope } from './scope.ts'
import { child, children, conjuncts, text, texts } from './tree.ts'

/** filled: never NULL. above: above zero wherever it is not NULL. */
export function isTold(
  x: TreeNode,
  what: 'filled' | 'above',
  { scope, condition }: { scope: Scope; condition: TreeNode | null },
): boolean {
  if (isSure(x, scope, what)) return true
  const given = caseNumbers(x)
  if (given !== null) return what === 'filled' || given.every((number) => number > NOTHING)
  const isSo = (part: TreeNode): boolean =>
    writtenNumber(part) > NOTHING || isTold(part, what, { scope, condition })
  if (text(x, 'class') === 'FUNCTION')
    return child(x, 'filter') === null && isMadeOf(x, what, { isSo, scope })
  const isX = (node: TreeNode | null): boolean =>
    node !== null && isOneColumn(node, scope) && isColumn(node, x, scope)
  if (!isOneColumn(x, scope)) return false
  return conjuncts(condition).some((part) => (what === 'filled' ? needs(part, isX) : isAbove(part, isX)))
}

/** What is computed of parts of which the same is sure. */
function isMadeOf(
  x: TreeNode,
  what: 'filled' | 'above',
  { isSo, scope }: { isSo: (part: TreeNode) => boolean; scope: Scope },
): boolean {
  const parts = children(x, 'children')
  switch (text(x, 'function_name').toLowerCase()) {
    case '+':
      return parts.length === 2 && parts.every(isSo)
    case '*':
      // Of fractions it could come to less than counts as a number.
      return parts.length === 2 && parts.every(isSo) && (what === 'filled' || isOfWholes(x, scope))
    case 'least':
    case 'greatest':
      // NULL is passed over.
      return what === 'filled' ? parts.some(isSo) : parts.every(isSo)
    default:
      return false
  }
}

/** Of a FULL JOIN the bare name means whichever of two columns is there. */
function isOneColumn(node: TreeNode, scope: Scope): boolean {
  const [name, ...more] = texts(node, 'column_names')
  if (boundKey(node, scope) === null || name === undefined) return false
  return more.length > 0 || mergedOf(name, scope)?.either !== true
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
  return isX(x) && least !== null && writtenNumber(least) > NOTHING
}
