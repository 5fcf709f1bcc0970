/** Which groups a join finds for each row: one at most, as in a table that is looked up, or several. */
import type { TreeNode } from './measure.ts'
import { findLocal, type Scope } from './scope.ts'
import { child, conjuncts, text, texts, walk } from './tree.ts'

/** A join as it is written, and what is known of its sides. */
export interface Meeting {
  using: string[]
  condition: TreeNode | null
  left: Scope
  right: Scope
}

/** True where each row of the left side, of persons or of groups, finds at most one group. */
export function looksUp({ using, condition, left, right }: Meeting): boolean {
  const [only, ...more] = right.sources
  if (only?.relation.level !== 'group' || more.length > 0) return false
  if (left.groups.length + left.classes.length === 0) return false
  const { keyedBy } = only.relation
  const isOwn = (node: TreeNode): boolean =>
    text(node, 'class') === 'COLUMN_REF' && findLocal(texts(node, 'column_names'), right) !== null
  const found = new Set(using.map((name) => name.toLowerCase()))
  for (const part of conjuncts(condition)) {
    if (text(part, 'type') !== 'COMPARE_EQUAL') continue
    const sides = [child(part, 'left')!, child(part, 'right')!]
    for (const [one, other] of [sides, sides.toReversed()]) {
      let ofRight = false
      walk(other!, (node) => {
        ofRight ||= isOwn(node) || text(node, 'class') === 'SUBQUERY'
        return !ofRight
      })
      const names = isOwn(one!) ? texts(one!, 'column_names') : []
      if (!ofRight && names.length > 0) found.add(names.at(-1)!.toLowerCase())
    }
  }
  return keyedBy?.every((name) => found.has(name.toLowerCase())) === true
}

/** True where a group of one side may stand in several rows, beside several groups of the other. */
export function areCrossed(meeting: Meeting): boolean {
  const { left, right } = meeting
  const areSeveral = ({ sources }: Scope): boolean =>
    sources.some(({ relation }) => relation.level === 'group' && relation.single !== true)
  if (!areSeveral(left) || !areSeveral(right)) return false
  return !looksUp(meeting) && !looksUp({ ...meeting, left: right, right: left })
}
