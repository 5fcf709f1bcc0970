/**
 * The engine's plan as a list of operators, parents first. Only what is named here is handed on: estimated numbers of
 * rows, and whatever a later version may add, stay behind.
 */
import type { PlanDetail, PlanOperator } from '../../../shared/model/query-plan.ts'

/** A node of `EXPLAIN (FORMAT JSON)`. */
export interface EnginePlan {
  name: string
  children?: EnginePlan[]
  extra_info?: Record<string, unknown>
}

const SHOWN: Record<string, PlanDetail> = {
  Table: 'table',
  'CTE Name': 'name',
  Function: 'function',
  'Join Type': 'join',
  Conditions: 'condition',
  Groups: 'groups',
  Aggregates: 'aggregates',
  Projections: 'columns',
  Filters: 'filter',
  Expression: 'filter',
  'Order By': 'order',
  Top: 'limit',
  Limit: 'limit',
}

const MOST_OPERATORS = 2_000
const MOST_TEXTS = 100
const LONGEST_TEXT = 400

/** `depth` counts from 0 at the root. What is beyond MOST_OPERATORS is left out. */
export function planOperators(plan: EnginePlan): PlanOperator[] {
  const operators: PlanOperator[] = []
  const visit = (node: EnginePlan, depth: number): void => {
    if (operators.length >= MOST_OPERATORS) return
    operators.push({ name: node.name.trim(), depth, details: detailsOf(node) })
    for (const child of node.children ?? []) visit(child, depth + 1)
  }
  visit(plan, 0)
  return operators
}

function detailsOf(node: EnginePlan): PlanOperator['details'] {
  const given = givenTo(node)
  return Object.entries(SHOWN).flatMap(([key, what]) => {
    const texts = textsOf(node, key).map((text) => shortened(withNames(text, given)))
    return texts.length === 0 ? [] : [{ what, texts: texts.slice(0, MOST_TEXTS) }]
  })
}

/** What `#0`, `#1` … stand for: the columns the operator below hands up, where that is certain. */
function givenTo({ children = [] }: EnginePlan): string[] {
  const [only, ...more] = children
  return only === undefined || more.length > 0 ? [] : handedUp(only)
}

function handedUp(node: EnginePlan): string[] {
  const given = givenTo(node)
  const named = (key: string) => textsOf(node, key).map((text) => withNames(text, given))
  if (node.name.trim() === 'PROJECTION') return named('Projections')
  if (node.name.trim() === 'HASH_GROUP_BY') return [...named('Groups'), ...named('Aggregates')]
  return []
}

const withNames = (text: string, given: readonly string[]): string =>
  // Not inside a text of the query's own.
  text.includes("'") ? text : text.replace(/#(\d+)/g, (place, index) => given[Number(index)] ?? place)

/** The catalog's own name says nothing to a reader: there is one extract, and one workspace. */
function textsOf({ extra_info: info = {} }: EnginePlan, key: string): string[] {
  const value = info[key]
  const texts = Array.isArray(value) ? value : [value]
  return texts.flatMap((text) =>
    typeof text === 'string' && text !== '' ? [text.replace(/^"?(?:extract|work)"?\.(?:main\.)?/, '')] : [],
  )
}

const shortened = (text: string): string =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
