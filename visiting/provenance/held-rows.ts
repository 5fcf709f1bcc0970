/**
 * Rows that numbers of groups are held against one by one: of `range(30000)` those stay that are less than a count. They
 * are as many as the number says, and where a second number is held against them, as many as lie between the two, or what
 * each comes to says it. So rows that two numbers say rest on nobody: of two numbers it cannot be told who makes them
 * differ.
 *
 * Rows of the query's own, of open tables and of groups by their keys alike, and persons' rows by their values, of which
 * quantiles and spreads are set apart: these say where somebody stands. That rows were held against one number goes on
 * with them, and so it does with a value that a number and such a row make together.
 */
import type { TreeNode } from './measure.ts'
import type { Relation, RelationColumn } from './relation.ts'
import { type Bound, findLocal, numberNamed, type Scope } from './scope.ts'
import { child, children, integer, text, texts, walk } from './tree.ts'

const COMPARED = /^(COMPARE_(NOT_)?IN|OPERATOR_NULLIF)$/

/** Notes which numbers an expression holds against rows; whoever it is of them, where there are two, nobody is claimed. */
export function noteHeld(expression: TreeNode, scope: Scope): void {
  const before = scope.held.size
  walk(expression, (node) => {
    const kind = text(node, 'class')
    const compares = ['COMPARISON', 'BETWEEN', 'SUBQUERY'].includes(kind) || COMPARED.test(text(node, 'type'))
    if (compares) for (const number of heldIn(node, scope)) scope.held.add(number)
    return kind !== 'SUBQUERY'
  })
  if (scope.held.size > before) limitHeld(scope)
}

/** The same of a number that USING holds against rows of the other side. */
export function noteHeldBy(sides: (Bound | null)[], scope: Scope): void {
  const numbers = sides.flatMap((bound) => (bound === null ? [] : (numberNamed(bound, scope) ?? [])))
  if (numbers.length === 1) scope.held.add(numbers[0]!)
}

/** Claims nobody where two numbers say which rows there are. */
export function limitHeld(scope: Scope): void {
  if (heldBy(scope) > 1) scope.caps.push(integer(0))
}

const heldBy = ({ held, sources }: Scope): number =>
  held.size + sources.filter(({ relation }) => relation.held === true).length

/** What has to be remembered of a relation that is made of these rows. */
export const heldOf = (scope: Scope): Pick<Relation, 'held'> => (heldBy(scope) > 0 ? { held: true } : {})

/** Whether a value is made of a number and of what differs from row to row beside it. */
export function mixedOf(item: TreeNode, scope: Scope): Pick<RelationColumn, 'held'> {
  if (text(item, 'class') === 'COLUMN_REF') {
    const bound = findLocal(texts(item, 'column_names'), scope)
    return bound?.column.held === true ? { held: true } : {}
  }
  return heldIn(item, scope).size > 0 ? { held: true } : {}
}

/** The numbers in it, where something beside them differs from row to row. */
function heldIn(node: TreeNode, scope: Scope): ReadonlySet<string> {
  const numbers = numbersIn(node, scope)
  if (numbers.size === 0) return numbers
  let differs = false
  let ofPersons = true
  const places = new Set<string>()
  // Names inside a subquery are its own.
  walk(text(node, 'class') === 'SUBQUERY' ? (child(node, 'child') ?? {}) : node, (part) => {
    const kind = text(part, 'class')
    // A rank says which row it is; a total is a number like any other.
    if (kind === 'WINDOW') {
      differs ||= text(part, 'type') !== 'WINDOW_AGGREGATE'
      return false
    }
    if (kind === 'COLUMN_REF') {
      const bound = findLocal(texts(part, 'column_names'), scope)
      if (bound === null) return false
      const number = numberNamed(bound, scope)
      if (number !== null && isPlace(bound)) places.add(number)
      const isBeside = number === null || bound.column.held === true
      if (isBeside && bound.source.relation.single !== true) {
        differs = true
        ofPersons &&= bound.source.relation.level === 'person' && !bound.column.open
      }
    }
    return kind !== 'SUBQUERY'
  })
  if (!differs) return new Set()
  return ofPersons ? new Set([...numbers].filter((number) => !places.has(number))) : numbers
}

const isPlace = ({ column: { facts } }: Bound): boolean =>
  facts?.role === 'percentile' || facts?.moment?.kind === 'spread'

/** Columns of groups that are no keys, also those that subqueries look at or yield. */
export function numbersIn(part: TreeNode, scope: Scope): Set<string> {
  const found = new Set<string>()
  const add = (numbers: Iterable<string>): void => {
    for (const number of numbers) found.add(number)
  }
  walk(part, (node) => {
    // Names inside a subquery are its own.
    if (text(node, 'class') === 'SUBQUERY') {
      add(scope.looked.get(node)?.numbers ?? [])
      add(numbersIn(child(node, 'child') ?? {}, scope))
      return false
    }
    if (text(node, 'class') !== 'COLUMN_REF') return true
    const bound = findLocal(texts(node, 'column_names'), scope)
    const number = bound === null ? null : numberNamed(bound, scope)
    // One that was made of several is two of them.
    if (number !== null) add(bound!.column.numbers === 'several' ? [number, `${number}\u0000`] : [number])
    return false
  })
  return found
}

/** The same without quantiles and spreads. */
function numbersBut(part: TreeNode, scope: Scope): Set<string> {
  const found = numbersIn(part, scope)
  walk(part, (node) => {
    const bound = text(node, 'class') === 'COLUMN_REF' ? findLocal(texts(node, 'column_names'), scope) : null
    if (bound !== null && isPlace(bound)) found.delete(numberNamed(bound, scope)!)
    return text(node, 'class') !== 'SUBQUERY'
  })
  return found
}

/** What has to be remembered of a value in persons' rows, or of a key. */
export function madeOfNumbers(item: TreeNode, scope: Scope): Pick<RelationColumn, 'numbers'> {
  const { size } = numbersBut(item, scope)
  return size === 0 ? {} : { numbers: size === 1 ? 'one' : 'several' }
}

/** The numbers that an aggregate over persons' rows takes in. */
export const takenBy = (aggregate: TreeNode, scope: Scope): string[] => [...numbersBut(aggregate, scope)]

/** Of halves of a union, or of rows one after the other: which rows have which number differs by the two. */
export const numbersTogether = (
  halves: Pick<RelationColumn, 'numbers'>[],
): Pick<RelationColumn, 'numbers'> => {
  const made = halves.filter(({ numbers }) => numbers !== undefined)
  if (made.length === 0) return {}
  return { numbers: made.length > 1 || made[0]!.numbers === 'several' ? 'several' : 'one' }
}

/** Notes where several numbers of groups take each other's place: `CASE WHEN k = 1 THEN a ELSE b END`. */
export function noteSwapped(expressions: (TreeNode | null)[], scope: Scope): void {
  if (scope.swapped === true || !scope.sources.some(({ relation }) => relation.level === 'group')) return
  walk(
    expressions.filter((part) => part !== null),
    (node) => {
      const branches = placesIn(node)
        .map((part) => [...numbersIn(part, scope)].sort().join(' '))
        .filter((numbers) => numbers !== '')
      scope.swapped ||= new Set(branches).size > 1
      return text(node, 'class') !== 'SUBQUERY'
    },
  )
}

/** What may come to be the value of a choice. */
const placesIn = (node: TreeNode): TreeNode[] => {
  if (text(node, 'class') === 'CASE')
    return [
      ...children(node, 'case_checks').map((check) => child(check, 'then_expr')!),
      child(node, 'else_expr')!,
    ]
  return text(node, 'type') === 'OPERATOR_COALESCE' ? children(node, 'children') : []
}
