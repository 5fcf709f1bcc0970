/** The numbers by which `grouping(…)` tells grouping sets apart. */
import type { TreeNode } from './measure.ts'
import { cast, compare, keyOf, literal, when } from './tree.ts'

/** What `grouping` of these expressions is in the rows of a set, a list of places among the keys. */
export function setNumber(of: TreeNode[], keys: TreeNode[], set: number[]): TreeNode {
  const known = keys.map((key) => keyOf(key))
  const bits = of.map((key) => (set.includes(known.indexOf(keyOf(key))) ? '0' : '1')).join('')
  return cast(literal(String(BigInt(`0b0${bits}`))), 'BIGINT')
}

/** The same in any row, of which `at` is the number of its set by all keys. */
export function groupingOf(
  of: TreeNode[],
  { keys, sets }: { keys: TreeNode[]; sets: number[][] },
  at: TreeNode,
): TreeNode {
  const [first, ...rest] = sets
  return rest.reduce(
    (otherwise, set) =>
      when(compare('COMPARE_EQUAL', at, setNumber(keys, keys, set)), setNumber(of, keys, set), otherwise),
    setNumber(of, keys, first!),
  )
}
