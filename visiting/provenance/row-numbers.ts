/**
 * How many rows a person has, where a query multiplies them: beside a table of numbers (`range`, `unnest`, VALUES) a
 * condition can leave everybody 1,000 rows and one person 1,944, so that `count(*)` says that person's value. Rows of
 * the extract, and of its tables joined by the person, are the person's own. Rows put beside those of another table
 * are even while nothing compares that table with the persons, and made from there on: of numbers of made rows the
 * data are asked who has more or fewer than the others (./told-apart.ts).
 *
 * Judged by what is written, as ./origins.ts judges values, and carried from query to query with the rows. A join on a
 * column that tells the other table's rows apart leaves at most one for each, so it multiplies nothing.
 */
import type { TreeNode } from './measure.ts'
import type { RelationColumn } from './relation.ts'
import { type Bound, classOf, findLocal, type Match, mergedOf, type Scope, type Source } from './scope.ts'
import { child, conjuncts, isNode, text, texts, walk } from './tree.ts'

export type Rows = 'own' | 'even' | 'made'

/**
 * Sets what is known of the rows of a scope, once all its tables and conditions are. `keys`: of the groups they are put
 * in, if they are: by a column that tells the rows of a table apart each group has one of them.
 */
export function settleRows(
  scope: Scope,
  { where, keys }: { where: TreeNode | null; keys: TreeNode[] },
): void {
  const wheres = conjuncts(where).map((part): Match => ({ part, of: scope.sources }))
  const ofGroups = keys.map((key): Match => ({ part: sameAs(key), of: scope.sources }))
  const matches = [...scope.matches, ...wheres]
  scope.repeats = multiplyingOf(scope, matches).length > 0 || scope.sources.some(isRepeated)
  scope.multiplying = multiplyingOf(scope, [...matches, ...ofGroups])
  scope.rows = rowsIn(scope, matches)
}

function multiplyingOf(scope: Scope, matches: Match[]): Source[] {
  scope.multiplying = scope.sources.filter(multiplies)
  // Two tables that tell each other's rows apart can still be many beside a person.
  const isOnce = (source: Source): boolean => isMatchedOnce(source, matches, scope)
  for (let before = -1; before !== scope.multiplying.length; ) {
    before = scope.multiplying.length
    const once = scope.multiplying.find(isOnce)
    if (once !== undefined) scope.multiplying = scope.multiplying.filter((source) => source !== once)
  }
  return scope.multiplying
}

const isRepeated = ({ relation }: Source): boolean =>
  relation.level === 'person' && (relation.rows !== 'own' || relation.repeats === true)

/** A column of the group is the same in all its rows. */
const sameAs = (key: TreeNode): TreeNode => ({
  class: 'COMPARISON',
  type: 'COMPARE_EQUAL',
  alias: '',
  left: key,
  right: { class: 'CONSTANT', type: 'VALUE_CONSTANT', alias: '', value: { is_null: true } },
})

function rowsIn(scope: Scope, matches: Match[]): Rows {
  // Pairs of persons: one person can be given as many as there are others.
  if (scope.classes.length > 1) return 'made'
  if (scope.multiplying.length === 0) return 'own'
  if (scope.multiplying.some(({ relation }) => relation.level !== 'group' && relation.rows === 'made'))
    return 'made'
  const isHarmless = (match: Match): boolean =>
    !leavesOne(match, scope) && (!crosses(match.part, scope) || isPlainMatch(match.part, scope))
  return matches.every(isHarmless) ? 'even' : 'made'
}

/** Of an outer join: whoever does not meet the condition keeps one row, whoever does has all of the table beside them. */
function leavesOne({ part, of }: Match, scope: Scope): boolean {
  const isKept = scope.sources.some((source) => source.relation.level === 'person' && !of.includes(source))
  const multiplies = of.length === 0 || of.some((source) => scope.multiplying.includes(source))
  return isKept && multiplies && boundIn(part, scope).some((bound) => !isBeside(bound, scope))
}

function multiplies({ relation }: Source): boolean {
  // Rows of the person around, looked up.
  if (relation.level === 'open' && relation.rows === 'own') return false
  return relation.level === 'person' ? relation.rows !== 'own' : relation.single !== true
}

/** True where an expression sets columns of a multiplying table against anything of the persons. */
export function crosses(expression: TreeNode, scope: Scope): boolean {
  const found = boundIn(expression, scope)
  const beside = found.filter((bound) => isBeside(bound, scope))
  return beside.length > 0 && beside.length < found.length
}

/** True where an expression names a column of such a table that would be taken for the persons' own further out. */
export const hidesBeside = (expression: TreeNode, scope: Scope): boolean =>
  boundIn(expression, scope).some((bound) => isBeside(bound, scope) && !bound.column.open)

/** The same of what an aggregate takes: a product has no condition, `count(CASE WHEN i < … THEN 1 END)` has. */
export function crossesInside(aggregate: TreeNode, scope: Scope): boolean {
  if (scope.multiplying.length === 0 || !crosses(aggregate, scope)) return false
  // A window also parts and orders its rows by what it is over.
  if (text(aggregate, 'class') === 'WINDOW') return true
  const { filter } = aggregate
  const isPlain = (value: unknown): boolean => {
    if (!isNode(value as TreeNode)) return true
    const node = value as TreeNode
    // One branch by what is the same for everybody, or the same in all rows of a person.
    if (text(node, 'class') === 'CASE') {
      const [check, ...more] = Array.isArray(node.case_checks) ? (node.case_checks as TreeNode[]) : []
      if (check === undefined || more.length > 0 || crosses(child(check, 'when_expr')!, scope)) return false
      return isPlain(check.then_expr) && isPlain(node.else_expr)
    }
    if (!['COLUMN_REF', 'CONSTANT', 'CAST', 'FUNCTION'].includes(text(node, 'class'))) return false
    const inside = [...(Array.isArray(node.children) ? node.children : []), child(node, 'child')]
    const isOperation =
      text(node, 'class') !== 'FUNCTION' ||
      /^([-+*]|add|subtract|multiply)$/.test(text(node, 'function_name'))
    return isOperation && inside.every(isPlain)
  }
  const args = Array.isArray(aggregate.children) ? aggregate.children : []
  return (isNode(filter) && crosses(filter, scope)) || !args.every(isPlain)
}

/** The columns of this query's tables that an expression names. */
export function boundIn(expression: TreeNode, scope: Scope): Bound[] {
  const found: Bound[] = []
  walk(expression, (node) => {
    if (text(node, 'class') !== 'COLUMN_REF') return true
    const bound = findLocal(texts(node, 'column_names'), scope)
    if (bound !== null) found.push(bound)
    return false
  })
  return found
}

const isBeside = ({ source, column }: Bound, scope: Scope): boolean =>
  scope.multiplying.includes(source) && (source.relation.level !== 'person' || column.open)

/** Two sides of an equality. */
const sidesOf = (part: TreeNode): [TreeNode, TreeNode] | null =>
  text(part, 'type') === 'COMPARE_EQUAL' ? [child(part, 'left')!, child(part, 'right')!] : null

const columnOf = (node: TreeNode, scope: Scope): Bound | null =>
  text(node, 'class') === 'COLUMN_REF' ? findLocal(texts(node, 'column_names'), scope) : null

const typeOf = (node: TreeNode, scope: Scope): string | null =>
  isBoolean(node) ? 'BOOLEAN' : (columnOf(node, scope)?.column.type ?? null)

const isBoolean = (node: TreeNode): boolean => /^(COMPARISON|CONJUNCTION|BETWEEN)$/.test(text(node, 'class'))

/** At most one row of the table meets each row of those that multiply nothing. */
function isMatchedOnce(source: Source, matches: Match[], scope: Scope): boolean {
  if (scope.nearest.includes(source)) return true
  const told = new Map<number, Set<number>>()
  for (const { part, of } of matches) {
    const sides = of.includes(source) ? sidesOf(part) : null
    for (const [one, other] of sides === null ? [] : [sides, [sides[1], sides[0]] as const]) {
      const telling = tellingOf(one, scope)
      const tells = telling?.source === source ? telling.tells : undefined
      if (tells === undefined || boundIn(other, scope).some((far) => scope.multiplying.includes(far.source)))
        continue
      // Texts that differ may be the same number.
      if (tells.as !== null && text(other, 'class') !== 'CONSTANT' && typeOf(other, scope) !== tells.as)
        continue
      told.set(tells.of, (told.get(tells.of) ?? new Set()).add(tells.at))
    }
  }
  return [...told].some(([of, places]) => places.size === of)
}

/** A code of a person's looked up in a table that is not of the query's making: as many rows as the code has there. */
function isPlainMatch(part: TreeNode, scope: Scope): boolean {
  const sides = sidesOf(part)?.map((side) => columnOf(side, scope))
  if (sides === undefined) return false
  const [a, b] = sides
  if (!a || !b) return false
  const [beside, own] = isBeside(a, scope) ? [a, b] : [b, a]
  const { relation } = beside.source
  if (relation.level !== 'group' && !(relation.level === 'open' && relation.rows === 'table')) return false
  return (own.column.origin ?? 'own') === 'own' && classOf(own, scope) === null
}

/** USING as equalities. */
export function equalities(using: string[], left: Scope, right: Scope): TreeNode[] {
  return using.flatMap((name): TreeNode[] => {
    const columns = [left, right].map((side) => {
      const bound = mergedOf(name, side)?.bound[0] ?? findLocal([name], side)
      return bound === null || bound === undefined ? null : columnNode(bound)
    })
    const [a, b] = columns
    return a && b ? [{ class: 'COMPARISON', type: 'COMPARE_EQUAL', alias: '', left: a, right: b }] : []
  })
}

const columnNode = ({ source, column }: Bound): TreeNode => ({
  class: 'COLUMN_REF',
  type: 'COLUMN_REF',
  alias: '',
  column_names: [source.alias, column.name],
})

/** What a column still tells of the rows under another name. */
export function tellsOf(item: TreeNode, scope: Scope): Pick<RelationColumn, 'tells'> {
  const tells = tellingOf(item, scope)?.tells
  return tells === undefined ? {} : { tells }
}

/** A column that tells its rows apart, also as the date of a series of days. */
function tellingOf(item: TreeNode, scope: Scope) {
  const bound = columnOf(isDate(item) ? child(item, 'child')! : item, scope)
  const tells = bound?.column.tells
  if (bound === null || tells === undefined || (isDate(item) && tells.days !== true)) return null
  return { source: bound.source, tells }
}

/** A cast to a date, never to NULL. */
export const isDate = (item: TreeNode): boolean =>
  text(item, 'class') === 'CAST' &&
  item.try_cast !== true &&
  text(child(item, 'cast_type') ?? {}, 'id') === 'DATE'

/** Marks the keys of groups, which together tell each group from all others. */
export const tellingGroups = (
  columns: RelationColumn[],
  { names, keys }: { names: string[]; keys: TreeNode[] },
): RelationColumn[] =>
  columns.map((column) => {
    const at = names.indexOf(column.name)
    const as = column.type ?? (at >= 0 && isBoolean(keys[at]!) ? 'BOOLEAN' : null)
    return at >= 0 && as !== null ? { ...column, tells: { at, of: keys.length, as } } : column
  })

/** Columns by which rows that were multiplied are told apart, where all that multiplied them come through. */
export function tellingAfter(
  items: TreeNode[],
  scope: Scope,
): Map<number, NonNullable<RelationColumn['tells']>> {
  const found = items.map((item) => columnOf(item, scope))
  const places = new Map<number, NonNullable<RelationColumn['tells']>>()
  for (const source of scope.multiplying) {
    const telling = found.flatMap((bound, index) =>
      bound?.source === source && bound.column.tells !== undefined
        ? [{ index, tells: bound.column.tells }]
        : [],
    )
    const [first] = telling
    const once = new Map(telling.map((one) => [one.tells.at, one]))
    if (first === undefined || once.size < first.tells.of) return new Map()
    for (const { index, tells } of once.values()) places.set(index, tells)
  }
  const all = [...places]
  return new Map(all.map(([index, { as }], at) => [index, { at, of: all.length, as }]))
}

/** What a column tells of its rows is no longer so once they are several times there, nor are its terms its own. */
export const notTelling = ({ tells: _, terms: __, ...column }: RelationColumn): RelationColumn => column
