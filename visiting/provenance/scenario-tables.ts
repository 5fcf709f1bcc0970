/**
 * Open numbers that stand beside every row alike: `FROM claims CROSS JOIN (VALUES (1.0), (1.2)) AS s(w)`, the scenarios
 * of a sensitivity analysis. As long as nothing chooses among them row by row, everybody's values are taken times the
 * same numbers, so that a sum of them is one of persons' own values (./origins.ts). A condition, a filter or a key that
 * looks at them may choose one number for one person and another for all others: then they are numbers in the place of
 * persons' values as any.
 */
import type { TreeNode } from './measure.ts'
import type { Relation, RelationColumn } from './relation.ts'
import { findLocal, type Scope, type Source } from './scope.ts'
import { child, children, text, texts, walk } from './tree.ts'

/** Tables that stand beside every row of the other side alike, which says nothing of persons. */
export const besideEvery = (side: Scope): Source[] =>
  side.sources.every(
    ({ relation }) => relation.level === 'open' && relation.columns.every(({ open }) => open),
  )
    ? side.sources
    : []

/** What of one SELECT decides which rows an aggregate takes together. */
export interface Choosing {
  where: TreeNode | null
  keys: TreeNode[]
  filter: TreeNode | null
  /** What is added up. */
  value: TreeNode
}

/** The scope in which such numbers are the query's constants, as those that nothing chooses among are. */
export function withScenarios(scope: Scope, { where, keys, filter, value }: Choosing): Scope {
  const computed = keys.filter((key) => sourceOf(key, scope) === null)
  const chosen = [where, filter, ...computed, ...terms(value)].filter((part) => part !== null)
  const free = scope.beside.filter((table) => !chosen.some((part) => looksAt(part, table, scope)))
  return free.length === 0
    ? scope
    : { ...scope, sources: scope.sources.map((item) => (free.includes(item) ? ofConstants(item) : item)) }
}

/** The scope in which columns by which rows are grouped are what they are within one group: the same in all its rows. */
export function withKeys(scope: Scope, keys: TreeNode[]): Scope {
  const bound = keys.flatMap((key) =>
    text(key, 'class') === 'COLUMN_REF' ? (findLocal(texts(key, 'column_names'), scope) ?? []) : [],
  )
  if (bound.length === 0) return scope
  const sources = scope.sources.map((table) =>
    ofConstants(table, (item) => bound.some(({ source, column }) => source === table && column === item)),
  )
  return { ...scope, sources }
}

const ofConstants = (table: Source, isOne: (item: RelationColumn) => boolean = () => true): Source => ({
  ...table,
  relation: {
    ...table.relation,
    columns: table.relation.columns.map((item) => (isOne(item) ? { ...item, origin: 'constant' } : item)),
  } as Relation,
})

/** What is no plain arithmetic in an expression: a branch or a function of it may choose. */
function terms(value: TreeNode): TreeNode[] {
  const kind = text(value, 'class')
  if (kind === 'COLUMN_REF' || kind === 'CONSTANT') return []
  if (kind === 'CAST') return terms(child(value, 'child')!)
  const isArithmetic = kind === 'FUNCTION' && ['+', '-', '*', '/'].includes(text(value, 'function_name'))
  return isArithmetic ? children(value, 'children').flatMap(terms) : [value]
}

const sourceOf = (node: TreeNode, scope: Scope): Source | null =>
  text(node, 'class') === 'COLUMN_REF'
    ? (findLocal(texts(node, 'column_names'), scope)?.source ?? null)
    : null

/** A subquery might look at it under names that are its own. */
function looksAt(expression: TreeNode, table: Source, scope: Scope): boolean {
  let found = false
  walk(expression, (node) => {
    found ||= text(node, 'class') === 'SUBQUERY' || sourceOf(node, scope) === table
    return !found
  })
  return found
}
