/**
 * Terms of a sum that hold only under a condition, as the CASE in `sum(1 + CASE WHEN … THEN age * 1e-6 ELSE 0 END)`.
 * In the digits of a number that everybody stands behind such a term can carry the value of a few; so these, where
 * there are any, count as all who stand behind the number.
 *
 * The same where one value has branches, some of them a number other than zero: of what `sum(CASE WHEN … THEN age ELSE
 * 1000 END)` says only the ages are anybody's.
 *
 * A factor of two terms makes two products, and bits that are set are added. A column of a subquery has its terms with
 * it, in hidden columns (`terms` of ./relation.ts).
 *
 * Only terms that say so: a number that singles out a person without a condition is not seen here.
 */
import type { TreeNode } from './measure.ts'
import { findLocal, type Scope } from './scope.ts'
import { call, child, children, column, nothing, text, texts, times, walk } from './tree.ts'

const CONDITIONS: ReadonlySet<string> = new Set(['CASE', 'COMPARISON', 'CONJUNCTION', 'BETWEEN'])

/** Empty where the value is one term, or no term has a condition. */
export function addedConditions(value: TreeNode, scope: Scope): TreeNode[] {
  const [only, ...more] = termsOf(value)
  const isOne = only !== undefined && more.length === 0
  return [...addedTerms(value, scope), ...(isOne ? toldBeside(only) : [])]
}

/** Without what stands among branches: of a column of these it is asked in the data (./origins.ts). */
export function addedTerms(value: TreeNode, scope: Scope): TreeNode[] {
  const all = termsOf(value)
  const before = all.flatMap((term) => termsBefore(term, scope))
  return all.length > 1 ? [...before, ...all.filter(isConditional)] : before
}

/** Those a column was made of in a subquery, where they are at hand. */
function termsBefore(term: TreeNode, scope: Scope): TreeNode[] {
  const found: TreeNode[] = []
  walk(term, (node) => {
    if (text(node, 'class') !== 'COLUMN_REF') return true
    const bound = findLocal(texts(node, 'column_names'), scope)
    for (const name of bound?.column.terms ?? []) found.push(column(bound!.source.alias, name))
    return false
  })
  return found
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
export function termsOf(value: TreeNode): TreeNode[] {
  if (text(value, 'class') === 'CAST') return termsOf(child(value, 'child')!)
  if (text(value, 'class') !== 'FUNCTION') return [value]
  const [a, b] = children(value, 'children')
  const name = text(value, 'function_name').toLowerCase()
  if (a !== undefined && ADDING.has(name))
    return b === undefined ? termsOf(a) : [...termsOf(a), ...termsOf(b)]
  if (a === undefined || b === undefined) return [value]
  if (name === '*' || name === 'multiply') {
    if (text(b, 'class') === 'CONSTANT') return termsOf(a)
    if (text(a, 'class') === 'CONSTANT') return termsOf(b)
    const [left, right] = [termsOf(a), termsOf(b)]
    if (left.length * right.length === 1) return [value]
    return left.flatMap((one) => right.map((other) => times(one, other)))
  }
  if (SCALING.has(name)) {
    if (text(b, 'class') === 'CONSTANT') return termsOf(a)
    return termsOf(a).map((one) => call('/', [one, b], { operator: true }))
  }
  return [value]
}

/** Set bits are added where there were none. */
const ADDING: ReadonlySet<string> = new Set(['+', '-', 'add', 'subtract', '|', 'xor'])
const SCALING: ReadonlySet<string> = new Set(['/', '<<'])

function isConditional(term: TreeNode): boolean {
  let found = false
  walk(term, (node) => {
    found ||= CONDITIONS.has(text(node, 'class')) || /^(if|iff)$/i.test(text(node, 'function_name'))
    return !found
  })
  return found
}
