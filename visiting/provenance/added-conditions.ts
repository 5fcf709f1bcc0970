/**
 * Terms of a sum that hold only under a condition, as the CASE in `sum(1 + CASE WHEN … THEN age * 1e-6 ELSE 0 END)`.
 * In the digits of a number that everybody stands behind such a term can carry the value of a few; so these, where
 * there are any, count as all who stand behind the number.
 *
 * Only terms that say so: a number that singles out a person without a condition is not seen here.
 */
import type { TreeNode } from './measure.ts'
import { child, children, text, walk } from './tree.ts'

const CONDITIONS: ReadonlySet<string> = new Set(['CASE', 'COMPARISON', 'CONJUNCTION', 'BETWEEN'])

/** Empty where the value is one term, or no term has a condition. */
export function addedConditions(value: TreeNode): TreeNode[] {
  const all = termsOf(value)
  return all.length < 2 ? [] : all.filter(isConditional)
}

/** What is added up in a value; factors that are plain numbers are left out. */
function termsOf(value: TreeNode): TreeNode[] {
  if (text(value, 'class') === 'CAST') return termsOf(child(value, 'child')!)
  if (text(value, 'class') !== 'FUNCTION') return [value]
  const [a, b] = children(value, 'children')
  const name = text(value, 'function_name').toLowerCase()
  if (a !== undefined && ['+', '-', 'add', 'subtract'].includes(name))
    return b === undefined ? termsOf(a) : [...termsOf(a), ...termsOf(b)]
  if (a !== undefined && b !== undefined && ['*', '/', 'multiply'].includes(name)) {
    if (text(b, 'class') === 'CONSTANT') return termsOf(a)
    if (text(a, 'class') === 'CONSTANT') return termsOf(b)
  }
  return [value]
}

function isConditional(term: TreeNode): boolean {
  let found = false
  walk(term, (node) => {
    found ||= CONDITIONS.has(text(node, 'class')) || /^(if|iff)$/i.test(text(node, 'function_name'))
    return !found
  })
  return found
}
