/**
 * In which groups nobody is twice: those by a key that is the same in all rows of a person, as the sex or the place in a
 * table of one row for each person. Who stands behind several such groups are those of each, added up.
 *
 * Judged by what is written, from tables known to have one row for each person on, and carried with the columns. What is
 * not known to be so is not.
 */
import { writtenNumber } from './case-numbers.ts'
import type { TreeNode } from './measure.ts'
import type { GroupRelation, PersonRelation, RelationColumn, StoredFacts } from './relation.ts'
import { sameName } from './relation.ts'
import { findLocal, mergedOf, type Scope, type Source } from './scope.ts'
import { child, children, text, texts, walk } from './tree.ts'

/** True where each person has one row at most in what the scope's tables make together. */
export function isOneEach(scope: Scope): boolean {
  const isEach = ({ relation }: Source): boolean =>
    relation.level === 'person'
      ? relation.oneEach === true && relation.persons.length === 1
      : relation.level === 'open' && relation.rows !== 'own'
  return (
    isOfOnePerson(scope) &&
    scope.repeats === false &&
    scope.sources.every(isEach) &&
    scope.sources.some(({ relation, nullable }) => relation.level === 'person' && !nullable)
  )
}

/** Each row names the same person wherever it names one, and rests on nobody else. */
const isOfOnePerson = ({ classes, padded, groups, caps }: Scope): boolean =>
  classes.length === 1 && !padded && groups.length === 0 && caps.length === 0

/** Words that may find something else in each row of a person. */
const ELSEWHERE: ReadonlySet<string> = new Set(['SUBQUERY', 'WINDOW', 'LAMBDA', 'STAR', 'PARAMETER'])

/** True of an expression over persons' rows that comes to the same in all rows of a person. */
function isSameInAll(expression: TreeNode, scope: Scope): boolean {
  if (!isOfOnePerson(scope)) return false
  const oneEach = isOneEach(scope)
  let same = true
  walk(expression, (node) => {
    const kind = text(node, 'class')
    if (ELSEWHERE.has(kind) || /^(random|unnest)$/i.test(text(node, 'function_name'))) same = false
    if (kind === 'COLUMN_REF') same &&= isSameColumn(texts(node, 'column_names'), { scope, oneEach })
    return same
  })
  return same
}

function isSameColumn(names: string[], { scope, oneEach }: { scope: Scope; oneEach: boolean }): boolean {
  const bound = findLocal(names, scope)
  if (bound === null || bound.column.lost !== null) return false
  if (names.length === 1 && mergedOf(names[0]!, scope)?.either === true) return false
  if (oneEach) return true
  const { relation, nullable } = bound.source
  return (
    relation.level === 'person' &&
    relation.persons.length === 1 &&
    !nullable &&
    (relation.oneEach === true || bound.column.sameInAll === true)
  )
}

/** Of a column of persons' rows. */
export const sameInAllOf = (item: TreeNode, scope: Scope): Pick<RelationColumn, 'sameInAll'> =>
  isSameInAll(item, scope) ? { sameInAll: true } : {}

/**
 * Names of those keys of groups over persons' rows that may differ between rows of a person: nobody is in two groups that
 * have the same of each. Undefined where somebody may be all the same.
 */
export function apartBy(
  { keys, sets, scope }: { keys: TreeNode[]; sets: number[][]; scope: Scope },
  names: string[],
): string[] | undefined {
  if (sets.length > 1 || !isOfOnePerson(scope) || scope.repeats !== false || scope.rows !== 'own')
    return undefined
  return names.filter((_, index) => !isSameInAll(keys[index]!, scope))
}

/** Of groups as they stand in FROM alone; undefined where somebody may be in several that are alike in these. */
const apartIn = ({ sources, caps, chosen }: Scope): string[] | undefined => {
  const [only, ...more] = sources
  if (only === undefined || more.length > 0 || only.nullable || caps.length > 0 || chosen !== null)
    return undefined
  const { relation } = only
  if (relation.level !== 'group' || relation.chosen !== null || relation.overlapping === true)
    return undefined
  // Of two columns of one name the one may be meant that tells nobody apart.
  const isOne = (name: string): boolean =>
    relation.columns.filter((column) => sameName(column.name, name)).length === 1
  return relation.apartBy?.every(isOne) === true ? relation.apartBy : undefined
}

/** Whether nobody is in two of the groups that are put together by these keys. */
export function isNobodyTwice(keys: TreeNode[], scope: Scope): boolean {
  const told = keys.flatMap((key) => columnNamed(key, scope))
  return apartIn(scope)?.every((name) => told.some((key) => sameName(key, name))) === true
}

/** Of groups put together by such keys: which of these tell apart what they were made of. */
export function apartUnderKeys(keys: TreeNode[], names: string[], scope: Scope): string[] {
  const within = apartIn(scope) ?? []
  return names.filter((_, index) =>
    columnNamed(keys[index]!, scope).some((key) => within.some((name) => sameName(key, name))),
  )
}

/** True of a column, be it of another type or with zero for NULL, that holds what was counted (StoredFacts). */
export function isAsCounted(expression: TreeNode, scope: Scope): boolean {
  const [value, instead, ...more] = children(expression, 'children')
  if (text(expression, 'type') === 'OPERATOR_COALESCE')
    return more.length === 0 && !!instead && writtenNumber(instead) === 0 && isAsCounted(value!, scope)
  if (text(expression, 'class') === 'CAST')
    return (
      text(child(expression, 'cast_type') ?? {}, 'id') === 'DOUBLE' &&
      isAsCounted(child(expression, 'child')!, scope)
    )
  if (text(expression, 'class') !== 'COLUMN_REF') return false
  const names = texts(expression, 'column_names')
  return findLocal(names, scope)?.column.facts?.asCounted === true
}

/** Facts of a column that goes on as it is. */
export const asItWas = (facts: StoredFacts | null, item: TreeNode, scope: Scope): StoredFacts | null =>
  facts !== null && isAsCounted(item, scope) ? { ...facts, asCounted: true } : facts

const columnNamed = (node: TreeNode, scope: Scope): string[] => {
  const bound = text(node, 'class') === 'COLUMN_REF' ? findLocal(texts(node, 'column_names'), scope) : null
  return bound === null ? [] : [bound.column.name]
}

/** What tells groups apart so, as far as it goes on under `items`. */
export function apartAfter(items: { node: TreeNode; name: string }[], scope: Scope): string[] | undefined {
  const names = apartIn(scope)?.map(
    (name) => items.find(({ node }) => columnNamed(node, scope).some((own) => sameName(own, name)))?.name,
  )
  return names?.every((name) => name !== undefined) ? names : undefined
}

/** Under other names. */
export const apartUnder = (
  { apartBy: names }: Pick<GroupRelation, 'apartBy'>,
  moved: ReadonlyMap<string, string>,
): Pick<GroupRelation, 'apartBy'> => ({ apartBy: names?.map((name) => moved.get(name.toLowerCase())!) })

/** Once some of its rows were made several, or are of another table. */
export const notOneEach = ({ oneEach: _, ...relation }: PersonRelation): PersonRelation => relation
