/**
 * Sums and differences of aggregates, also inside other expressions and as two sides of a comparison, and rates that are
 * compared with a number. What
 * `count(*) - count(x)` tells is about the persons with no x alone; measured person by person, that is what it says.
 */

import { partsOf } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall } from './person-parts.ts'
import type { GroupNames, LinearForm } from './person-passes.ts'
import { call, child, children, coalesce, integer, keyOf, minus, text, texts, times } from './tree.ts'

/** Each form once; aggregates by their place in `aggregates`. */
export function linearForms(
  expressions: (TreeNode | null)[],
  names: GroupNames,
  aggregates: AggregateCall[],
): LinearForm[] {
  const found = new Map<string, LinearForm>()
  const aggregateOf = (node: TreeNode): number | null => {
    if (text(node, 'class') !== 'COLUMN_REF') return null
    const [alias, name] = texts(node, 'column_names')
    const index = alias === names.alias && name !== undefined ? names.aggregates.indexOf(name) : -1
    const aggregate = aggregates[index]
    return aggregate !== undefined && isAdditive(aggregate) ? index : null
  }
  const note = (key: string, forms: Form, { ofRate = false, isRest = false } = {}): void => {
    if (forms.aggregates.size < 2) return
    if (isRest) {
      found.set(key, {
        key,
        role: 'derived',
        ofCounts: false,
        isRest,
        of: forms.aggregates,
        over: forms.over,
      })
      return
    }
    // Of a rate it also matters how much each takes from it.
    const ofCounts = !ofRate && [...forms.aggregates].every((index) => aggregates[index]!.role !== 'sum')
    // What takes away from a count may be below zero, and cancel another when such are added up.
    const role = ofCounts && !forms.falls ? 'count' : 'sum'
    found.set(key, { key, role, ofCounts, of: forms.aggregates, over: forms.over })
  }
  const look = (node: TreeNode): void => {
    if (text(node, 'class') === 'SUBQUERY' || text(node, 'class') === 'WINDOW') {
      for (const part of partsOf(node)) look(part)
      return
    }
    if (text(node, 'class') === 'FUNCTION' && ['+', '-'].includes(text(node, 'function_name'))) {
      const form = formOf(node, aggregateOf)
      if (form !== null) note(keyOf(node), form)
      // What is left of a rate to a number is the rate of those who are not in it.
      const [a, b] = children(node, 'children')
      const ofRate = a && b && text(node, 'function_name') === '-' ? rateForm(a, b) : null
      if (ofRate !== null) note(keyOf(node), ofRate, { isRest: true })
    }
    if (text(node, 'class') === 'COMPARISON') {
      const form = formOf(minus(child(node, 'left')!, child(node, 'right')!), aggregateOf)
      if (form !== null) note(keyOf(node), { ...form, falls: true })
      const ofRate = rateForm(child(node, 'left')!, child(node, 'right')!)
      if (ofRate !== null) note(keyOf(node), ofRate, { ofRate: true })
    }
    for (const part of partsOf(node)) look(part)
  }
  /** `a / b < c` is `a - c * b < 0`, and `c - a / b` as much over b. */
  const rateForm = (left: TreeNode, right: TreeNode): Form | null => {
    const [rate, limit] = isNumber(right) ? [left, right] : [right, left]
    const bare = withoutRounding(rate)
    const [above, below] = children(bare, 'children')
    if (!isNumber(limit) || text(bare, 'function_name') !== '/' || !above || !below || isNumber(below))
      return null
    return formOf(minus(above, times(limit, below)), aggregateOf)
  }
  for (const expression of expressions) if (expression !== null) look(expression)
  return [...found.values()]
}

function withoutRounding(node: TreeNode): TreeNode {
  const isRounded = ['round', 'floor', 'ceil', 'ceiling', 'trunc'].includes(text(node, 'function_name'))
  const inside = text(node, 'class') === 'CAST' ? child(node, 'child') : children(node, 'children')[0]
  return (isRounded || text(node, 'class') === 'CAST') && inside ? withoutRounding(inside) : node
}

const isAdditive = ({ kind, node }: AggregateCall): boolean =>
  ['count-rows', 'count-if', 'count', 'sum'].includes(kind) && node.distinct !== true

interface Form {
  aggregates: Set<number>
  /** Some part is taken away, or it is no number that grows with its parts. */
  falls: boolean
  over: (part: (aggregate: number) => TreeNode) => TreeNode
}

/** Null: not a sum of multiples of aggregates. */
function formOf(node: TreeNode, aggregateOf: (node: TreeNode) => number | null): Form | null {
  const index = aggregateOf(node)
  if (index !== null)
    return { aggregates: new Set([index]), falls: false, over: (part) => coalesce(part(index), integer(0)) }
  if (isNumber(node)) return { aggregates: new Set(), falls: false, over: () => integer(0) }
  if (text(node, 'class') === 'CAST') return formOf(child(node, 'child')!, aggregateOf)
  if (text(node, 'type') === 'OPERATOR_COALESCE') {
    const [value, instead] = children(node, 'children')
    if (value === undefined || instead === undefined || !isNumber(instead)) return null
    return formOf(value, aggregateOf)
  }
  if (text(node, 'class') !== 'FUNCTION') return null
  const name = text(node, 'function_name')
  const [a, b] = children(node, 'children')
  if (a === undefined) return null
  if (b === undefined) {
    const form = name === '-' ? formOf(a, aggregateOf) : null
    return form === null ? null : { ...form, falls: true, over: (part) => minus(integer(0), form.over(part)) }
  }
  if (name === '+' || name === '-') {
    const [left, right] = [formOf(a, aggregateOf), formOf(b, aggregateOf)]
    if (left === null || right === null) return null
    return {
      aggregates: new Set([...left.aggregates, ...right.aggregates]),
      falls: left.falls || right.falls || (name === '-' && right.aggregates.size > 0),
      over: (part) => call(name, [left.over(part), right.over(part)], { operator: true }),
    }
  }
  const scaled =
    name === '*' && isNumber(a) ? { number: a, of: b } : isNumber(b) ? { number: b, of: a } : null
  if (scaled === null || (name !== '*' && name !== '/')) return null
  const form = formOf(scaled.of, aggregateOf)
  if (form === null) return null
  return {
    ...form,
    falls: form.falls || !(Number(child(scaled.number, 'value')?.value) >= 0),
    over: (part) => call(name, [form.over(part), scaled.number], { operator: true }),
  }
}

const isNumber = (node: TreeNode): boolean =>
  text(node, 'class') === 'CONSTANT' && typeof child(node, 'value')?.value === 'number'
