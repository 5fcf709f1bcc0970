/** Columns of one table of a grouping by masks: equal expressions are kept once. */
import type { TreeNode } from './measure.ts'
import { call, children, column, keyOf, named, text } from './tree.ts'

/** `keep` answers the column under which an expression can be read from the table. */
export class Items {
  readonly alias: string
  readonly #hidden: () => string
  readonly #items = new Map<string, TreeNode>()
  constructor(alias: string, hidden: () => string) {
    this.alias = alias
    this.#hidden = hidden
  }
  keep(node: TreeNode): TreeNode {
    const key = keyOf(node)
    const kept = this.#items.get(key) ?? named(node, this.#hidden())
    this.#items.set(key, kept)
    return column(this.alias, text(kept, 'alias'))
  }
  as(node: TreeNode, name: string): void {
    this.#items.set(`as ${name}`, named(node, name))
  }
  get list(): TreeNode[] {
    return [...this.#items.values()]
  }
}

/** Rows for which a condition holds, in the words that cost least. */
export function countOf(condition: TreeNode | null): TreeNode {
  if (condition === null) return call('count_star', [])
  const [value] = children(condition, 'children')
  return text(condition, 'type') === 'OPERATOR_IS_NOT_NULL' && value !== undefined
    ? call('count', [value])
    : call('count_if', [condition])
}
