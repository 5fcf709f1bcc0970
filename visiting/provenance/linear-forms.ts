/**
 * Sums and differences of aggregates, also inside other expressions and as two sides of a comparison, and rates that are
 * compared with a number. What
 * `count(*) - count(x)` tells is about the persons with no x alone; measured person by person, that is what it says.
 */

import { partsOf } from './group-facts.ts'
import type { TreeNode } from './measure.ts'
import type { AggregateCall } from './person-parts.ts'
import type { GroupNames, LinearForm } from './person-passes.ts'
import { call, child, children, coalesce, integer, keyOf, minus, plus, text, texts, times } from './tree.ts'

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
      const ofRate = restForm(node)
      if (ofRate !== null) note(keyOf(node), ofRate, { isRest: true })
    }
    if (text(node, 'class') === 'COMPARISON') {
      const form = formOf(minus(child(node, 'left')!, child(node, 'right')!), aggregateOf)
      if (form !== null) note(keyOf(node), { ...form, falls: true })
      const ofRate = restForm(minus(child(node, 'left')!, child(node, 'right')!))
      if (ofRate !== null) note(keyOf(node), ofRate, { ofRate: true })
    }
    for (const part of partsOf(node)) look(part)
  }
  /** `a / b - c` is as much over b as `a - c * b`. */
  const restForm = (node: TreeNode): Form | null => {
    const moved = movedRate(node)
    if (moved === null || moved.offset === null) return null
    const [of, over] = children(moved.rate, 'children').map((part) => formOf(part, aggregateOf))
    if (!of || !over) return null
    return {
      aggregates: new Set([...of.aggregates, ...over.aggregates]),
      falls: true,
      over: (part) => plus(times(moved.factor, of.over(part)), times(moved.offset!, over.over(part))),
    }
  }
  for (const expression of expressions) if (expression !== null) look(expression)
  return [...found.values()]
}

/** A rate times a number, with another added; null: none was. */
interface MovedRate {
  rate: TreeNode
  factor: TreeNode
  offset: TreeNode | null
}

function movedRate(part: TreeNode): MovedRate | null {
  const [a, b] = children(part, 'children')
  const name = text(part, 'class') === 'FUNCTION' ? text(part, 'function_name') : ''
  if (text(part, 'class') === 'CAST') return movedRate(child(part, 'child')!)
  if (ROUNDING.has(name) && a !== undefined) return movedRate(a)
  if (name === '-' && a !== undefined && b === undefined) return scaled(movedRate(a), '*', integer(-1))
  const [of, number] = a && b ? (isNumber(a) ? [b, a] : isNumber(b) ? [a, b] : []) : []
  const isLeft = of === a
  if (of !== undefined && number !== undefined) {
    if (name === '*' || (name === '/' && isLeft)) return scaled(movedRate(of), name, number)
    if (name === '+' || (name === '-' && isLeft)) return added(movedRate(of), name, number)
    if (name === '-') return added(scaled(movedRate(of), '*', integer(-1)), '+', number)
  }
  const isRate = name === '/' && a !== undefined && b !== undefined && !isNumber(b)
  return isRate ? { rate: part, factor: integer(1), offset: null } : null
}

const ROUNDING: ReadonlySet<string> = new Set(['round', 'floor', 'ceil', 'ceiling', 'trunc'])

const scaled = (moved: MovedRate | null, name: string, number: TreeNode): MovedRate | null => {
  const by = (value: TreeNode): TreeNode => call(name, [value, number], { operator: true })
  return moved && { ...moved, factor: by(moved.factor), offset: moved.offset && by(moved.offset) }
}

const added = (moved: MovedRate | null, name: string, number: TreeNode): MovedRate | null =>
  moved && { ...moved, offset: call(name, [moved.offset ?? integer(0), number], { operator: true }) }

const isAdditive = ({ kind, node }: AggregateCall): boolean =>
  ['count-rows', 'count-if', 'count', 'sum'].includes(kind) && node.distinct !== true

interface Form {
  aggregates: Set<number>
  /** Some part is taken away, or it is no number that grows with its parts. */
  falls: boolean
  over: LinearForm['over']
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
  if (name === 'nullif' && b !== undefined && isNumber(b)) return formOf(a, aggregateOf)
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
  const factor =
    name === '*' && isNumber(a) ? { number: a, of: b } : isNumber(b) ? { number: b, of: a } : null
  if (factor === null || (name !== '*' && name !== '/')) return null
  const form = formOf(factor.of, aggregateOf)
  if (form === null) return null
  return {
    ...form,
    falls: form.falls || !(Number(child(factor.number, 'value')?.value) >= 0),
    over: (part) => call(name, [form.over(part), factor.number], { operator: true }),
  }
}

const isNumber = (node: TreeNode): boolean =>
  text(node, 'class') === 'CONSTANT' && typeof child(node, 'value')?.value === 'number'
