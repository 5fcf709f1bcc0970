/** The parts of the rows that quantiles ask about, as they are written. */
import type { TreeNode } from './measure.ts'
import { child, children, text } from './tree.ts'

/** The places of several quantiles in the list they come in; null where it cannot be told how many there are. */
export function fractionsOf(fraction: TreeNode | undefined): number[] | 'one' | null {
  if (fraction === undefined || isFraction(fraction)) return 'one'
  const given = listedFractions(fraction) ?? []
  return given.length > 0 && given.every(isFraction) ? given.map((_, index) => index + 1) : null
}

/** Of `[0.25, 0.75]` what is in it; null for anything else. */
export function listedFractions(fraction: TreeNode): TreeNode[] | null {
  const isList =
    text(fraction, 'type') === 'ARRAY_CONSTRUCTOR' || text(fraction, 'function_name') === 'list_value'
  return isList ? children(fraction, 'children') : null
}

/** A number between 0 and 1. */
export function isFraction(node: TreeNode): boolean {
  const value = child(node, 'value')
  const id = value === null ? '' : text(child(value, 'type') ?? {}, 'id')
  return text(node, 'class') === 'CONSTANT' && ['DECIMAL', 'DOUBLE', 'INTEGER', 'FLOAT'].includes(id)
}
