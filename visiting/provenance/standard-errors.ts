/**
 * Limits of a mean or a proportion: the number itself more or less its own standard error, as it is usually written. The
 * error is the deviation of the same values in the same rows, or over the root of one count; of a proportion p over n it
 * is the root of p (1 − p) / n. Such limits say what the number and its deviation say, and rest on the fewest of these.
 *
 * Nothing else is taken for one: of other values, rows, conditions or several counts, or where a deviation is divided
 * away again, the two sides can differ by one person. Nor are values in which numbers of groups stand beside persons,
 * since such a mean and its deviation can be two counts.
 */
import type { AggregateKind } from './aggregates.ts'
import type { TreeNode } from './measure.ts'
import { originOf } from './origins.ts'
import type { Scope } from './scope.ts'
import { statisticsOf } from './statistics-of.ts'
import { child, children, keyOf, text, walk } from './tree.ts'
import { unscaled } from './two-sides.ts'

/** What a column of grouped rows is to its own standard error. */
export interface Moment {
  kind: 'mean' | 'spread' | 'error'
  /** The same for the same values, taken in by the same condition; where it is seen, with the table's name before it. */
  of: string
}

/** A column of a group, as far as it matters here. */
interface GroupNumber {
  number: string
  isCount: boolean
  moment?: Moment | undefined
}

/** Null for what is no column of numbers. */
type NumberAt = (node: TreeNode) => GroupNumber | null

/** Undefined for other aggregates than means and deviations of persons' own values. */
export function momentOf(aggregate: TreeNode, kind: AggregateKind, scope: Scope): Moment | undefined {
  const [value, ...more] = children(aggregate, 'children')
  if (value === undefined || more.length > 0 || aggregate.distinct === true) return undefined
  const isSpread = statisticsOf(aggregate).includes('spread')
  if ((kind !== 'mean' && !isSpread) || !isOfPersons(value, scope)) return undefined
  const filter = child(aggregate, 'filter')
  return {
    kind: isSpread ? 'spread' : 'mean',
    of: `${keyOf(value)}\u0000${filter === null ? '' : keyOf(filter)}`,
  }
}

function isOfPersons(value: TreeNode, scope: Scope): boolean {
  const { caps, sources } = scope
  const areRows = ({ relation }: Scope['sources'][number]): boolean =>
    relation.level === 'open' || (relation.level === 'person' && relation.cap === null)
  if (caps.length > 0 || !sources.every(areRows)) return false
  if (!['own', 'moved', 'made'].includes(originOf(value, scope))) return false
  let isPlain = true
  walk(value, (node) => {
    isPlain &&= text(node, 'class') !== 'SUBQUERY'
    return isPlain
  })
  return isPlain
}

/** What of this a column keeps that is made of columns; undefined for others. */
export function momentKept(node: TreeNode, numberAt: NumberAt): Moment | undefined {
  const bare = unrounded(node)
  const of = errorOf(bare, numberAt)
  return numberAt(bare)?.moment ?? (of === null ? undefined : { kind: 'error', of })
}

/** Whether the second is the first's own standard error. */
export function isLimit([value, error]: [TreeNode, TreeNode], numberAt: NumberAt): boolean {
  const number = numberAt(unrounded(value))
  if (number === null || number.isCount) return false
  const of = errorOf(error, numberAt)
  const isMean = number.moment?.kind === 'mean' && number.moment.of === of
  return isMean || ofProportion(error, numberAt) === number.number
}

/** The values whose standard error it is. */
function errorOf(node: TreeNode, numberAt: NumberAt): string | null {
  const bare = unscaled(node)
  const isError = (part: TreeNode): string | null => {
    const moment = numberAt(unscaled(part))?.moment
    return moment === undefined || moment.kind === 'mean' ? null : moment.of
  }
  const quotient = partsIf(rootOf(bare) ?? bare, '/')
  if (quotient === null) return isError(rootOf(bare) ?? bare)
  const [above, below] = quotient
  const isRoot = rootOf(bare) !== null
  const count = isRoot ? below : rootOf(unscaled(below))
  return count !== null && numberAt(unscaled(count))?.isCount === true ? isError(above) : null
}

/** The p whose error `sqrt(p * (1 - p) / n)` is, with the quotient anywhere. */
function ofProportion(node: TreeNode, numberAt: NumberAt): string | null {
  const bare = rootOf(unscaled(node))
  const factors = bare === null ? [] : factorsOf(bare, numberAt)
  if (factors === null || factors.length !== 2) return null
  const left = (part: TreeNode): TreeNode | null => {
    const [one, p] = partsIf(unscaled(part), '-') ?? []
    return one !== undefined && Number(child(one, 'value')?.value) === 1 ? p! : null
  }
  const [a, b] = factors as [TreeNode, TreeNode]
  const [p, rest] = left(b) === null ? [b, left(a)] : [a, left(b)]
  const number = numberAt(unscaled(p))?.number
  return number !== undefined && rest !== null && numberAt(unscaled(rest))?.number === number ? number : null
}

/** Without the one count it is divided by; null where it is divided by anything else. */
function factorsOf(node: TreeNode, numberAt: NumberAt): TreeNode[] | null {
  const bare = unscaled(node)
  const product = partsIf(bare, '*')
  const [above, below] = partsIf(bare, '/') ?? []
  if (below !== undefined)
    return numberAt(unscaled(below))?.isCount === true ? factorsOf(above!, numberAt) : null
  if (product === null) return [bare]
  const parts = product.map((part) => factorsOf(part, numberAt))
  return parts.some((part) => part === null) ? null : parts.flatMap((part) => part!)
}

const partsIf = (node: TreeNode, name: string): [TreeNode, TreeNode] | null => {
  const [a, b] = children(node, 'children')
  return text(node, 'function_name') === name && a !== undefined && b !== undefined ? [a, b] : null
}

const rootOf = (node: TreeNode): TreeNode | null => {
  const [x] = children(node, 'children')
  return text(node, 'function_name').toLowerCase() === 'sqrt' && x !== undefined ? unscaled(x) : null
}

const unrounded = (node: TreeNode): TreeNode => {
  const bare = unscaled(node)
  const [x] = children(bare, 'children')
  return text(bare, 'function_name').toLowerCase() === 'round' && x !== undefined ? unrounded(x) : bare
}
