/**
 * Terms of a sum that hold only under a condition, as the CASE in `sum(1 + CASE WHEN … THEN age * 1e-6 ELSE 0 END)`.
 * In the digits of a number that everybody stands behind such a term can carry the value of a few; so these, where
 * there are any, count as all who stand behind the number.
 *
 * The same where one value has branches, some of them a number other than zero: of what `sum(CASE WHEN … THEN age ELSE
 * 1000 END)` says only the ages are anybody's.
 *
 * Only terms that say so: a number that singles out a person without a condition is not seen here.
 */
import type { TreeNode } from './measure.ts'
import { child, children, nothing, text, walk } from './tree.ts'

const CONDITIONS: ReadonlySet<string> = new Set(['CASE', 'COMPARISON', 'CONJUNCTION', 'BETWEEN'])

/** Empty where the value is one term, or no term has a condition. */
export function addedConditions(value: TreeNode): TreeNode[] {
  const all = termsOf(value)
  if (all.length > 1) return all.filter(isConditional)
  const [only] = all
  return only === undefined ? [] : toldBeside(only)
}

/** A value of branches without its plain numbers; empty where these are zero, or all there is. */
function toldBeside(value: TreeNode): TreeNode[] {
  let numbers = false
  let told = false
  const without = (branch: TreeNode): TreeNode => {
    switch (kindOf(branch)) {
      case 'number':
        numbers ||= !isNothing(branch)
        return nothing()
      case 'case':
        return {
          ...branch,
          case_checks: children(branch, 'case_checks').map((check) => ({
            ...check,
            then_expr: without(child(check, 'then_expr')!),
          })),
          else_expr: without(child(branch, 'else_expr')!),
        }
      case 'instead':
        return { ...branch, children: children(branch, 'children').map(without) }
      default:
        told = true
        return branch
    }
  }
  if (!['case', 'instead'].includes(kindOf(value))) return []
  const term = without(value)
  return numbers && told ? [term] : []
}

function kindOf(value: TreeNode): 'number' | 'case' | 'instead' | 'told' {
  if (text(value, 'class') === 'CASE') return 'case'
  if (text(value, 'type') === 'OPERATOR_COALESCE') return 'instead'
  const inside = text(value, 'class') === 'CAST' ? child(value, 'child') : value
  const isSigned =
    inside !== null && text(inside, 'function_name') === '-' && children(inside, 'children').length === 1
  const bare = isSigned ? children(inside, 'children')[0]! : inside
  return bare !== null && text(bare, 'class') === 'CONSTANT' ? 'number' : 'told'
}

function isNothing(number: TreeNode): boolean {
  const value = child(number, 'value')
  return value?.is_null === true || value?.value === 0
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
