/** Whether UNION takes no row away, so that it may be followed as UNION ALL: a label of its own says which half a row is of. */
import { hasAggregate, hasWindow } from './expression.ts'
import type { TreeNode } from './measure.ts'
import { child, children, keyOf, text } from './tree.ts'

/** True where a text or number that each half writes itself differs from those of all others, and no half has a row twice. */
export function areToldApart(union: TreeNode): boolean {
  const halves = halvesOf(union)
  if (!halves.every(hasRowsOnce)) return false
  const lists = halves.map((half) => children(half, 'select_list'))
  return (lists[0] ?? []).some((_, index) => {
    const written = lists.map((list) => list[index])
    const isWritten = written.every((item) => item !== undefined && text(item, 'class') === 'CONSTANT')
    // Of one type: 1 and '1' may come to the same.
    const types = new Set(written.map((item) => keyOf(child(child(item!, 'value') ?? {}, 'type') ?? {})))
    const values = new Set(written.map((item) => String(child(item!, 'value')?.value)))
    return isWritten && types.size === 1 && values.size === halves.length
  })
}

const halvesOf = (node: TreeNode): TreeNode[] =>
  text(node, 'type') === 'SET_OPERATION_NODE' && text(node, 'setop_type') === 'UNION'
    ? [...halvesOf(child(node, 'left')!), ...halvesOf(child(node, 'right')!)]
    : [node]

/** One row of all, or one for each of keys that are shown. */
function hasRowsOnce(half: TreeNode): boolean {
  if (text(half, 'type') !== 'SELECT_NODE' || child(half, 'qualify') !== null) return false
  const items = children(half, 'select_list')
  if (items.some((item) => hasWindow(item) || text(item, 'function_name').toLowerCase() === 'unnest'))
    return false
  const keys = children(half, 'group_expressions')
  if (keys.length === 0) return items.some(hasAggregate)
  const shown = new Set(items.map((item) => keyOf({ ...item, alias: '' })))
  return (
    (half.group_sets as unknown[]).length === 1 &&
    keys.every((key) => shown.has(keyOf({ ...key, alias: '' })))
  )
}
