/** Which columns of one table an expression speaks of. */
import { NOTHING } from '../../shared/model/person-ordinals.ts'
import type { TreeNode } from './measure.ts'
import { type RelationColumn, sameName } from './relation.ts'
import { findLocal, type Scope, type Source } from './scope.ts'
import { child, children, double, keyOf, text, texts, walk } from './tree.ts'

/**
 * Null where it may speak of what cannot be told: whole rows, or names that are no column of this table. Columns of
 * tables `beside` it are left out.
 */
export function spokenOf(
  expression: TreeNode | null,
  source: Source,
  scope: Scope,
  beside: readonly Source[] = [],
): RelationColumn[] | null {
  const found: RelationColumn[] = []
  let isKnown = true
  const look = (part: TreeNode | null, isInner: boolean): void =>
    walk(part ?? undefined, (node) => {
      if (['STAR', 'POSITIONAL_REFERENCE'].includes(text(node, 'class'))) isKnown = false
      if (text(node, 'class') === 'SUBQUERY' && !isInner) {
        look(child(node, 'child'), false)
        look(child(node, 'subquery'), true)
        return false
      }
      if (text(node, 'class') !== 'COLUMN_REF') return true
      const names = texts(node, 'column_names')
      const bound = findLocal(names, scope)
      // What is no column of this table belongs to a subquery, unless it is the whole row.
      if (bound === null) isKnown &&= isInner && !sameName(names[0] ?? '', source.alias)
      else if (bound.source === source) found.push(bound.column)
      else isKnown &&= beside.includes(bound.source)
      return true
    })
  look(expression, false)
  return isKnown ? found : null
}

/** The column of `x IS NOT NULL` or of `CAST(x AS DOUBLE) > …`, as ./mask-groups.ts writes them. */
export function askedOf(condition: TreeNode): TreeNode | null {
  if (text(condition, 'type') === 'OPERATOR_IS_NOT_NULL') return children(condition, 'children')[0] ?? null
  const left = child(condition, 'left')
  const right = child(condition, 'right')
  if (left === null || right === null || keyOf(right) !== keyOf(double(NOTHING))) return null
  return text(left, 'class') === 'CAST' ? child(left, 'child') : null
}
