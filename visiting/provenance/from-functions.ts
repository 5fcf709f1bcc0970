/** Table functions and VALUES in FROM: they rest on whatever their arguments rest on. */
import type { UnverifiedReason } from '../../shared/model/facts.ts'
import { followExpression } from './expression.ts'
import type { FollowedFrom } from './from-clause.ts'
import type { TreeNode } from './measure.ts'
import type { Tour } from './query.ts'
import { type OpenRelation, type Relation, type RelationColumn, Unfollowed } from './relation.ts'
import { isDate } from './row-numbers.ts'
import { emptyScope, find, type Outer, scopeOf } from './scope.ts'
import { child, children, isNode, text, texts, walk } from './tree.ts'
import { namingOf } from './weights.ts'

/** Table functions of one column, and how it is called when nobody names it. */
const ONE_COLUMN: Record<string, string> = {
  range: 'range',
  generate_series: 'generate_series',
  unnest: 'unnest',
}

/** Throws `Unfollowed` for functions that are not known, and where arguments draw on numbers of groups. */
export function followTableFunction(node: TreeNode, tour: Tour, outer: Outer | null): FollowedFrom {
  const called = child(node, 'function')
  const name = called === null ? '' : text(called, 'function_name').toLowerCase()
  const column = ONE_COLUMN[name]
  if (called === null || column === undefined) throw new Unfollowed('table-function', { function: name })
  if (text(node, 'with_ordinality') === 'WITH_ORDINALITY')
    throw new Unfollowed('shape', { shape: 'ordinality' })
  const { node: rewritten, draws } = followExpression(called, emptyScope(outer), tour)
  if (draws.caps.length > 0 || drawsOnNumbers(called, outer))
    throw new Unfollowed('table-function', { function: name })
  const alias = text(node, 'alias') || name
  const names = texts(node, 'column_name_alias')
  const made = openRelation([names[0] ?? column], draws)
  const naming = namingOf(called, emptyScope(outer))
  // Steps are never the same twice.
  const columns = made.columns.map((item) =>
    name === 'unnest'
      ? { ...item, naming }
      : { ...item, naming, tells: { at: 0, of: 1, as: null, days: stepsByDays(called) } },
  )
  return { node: { ...node, function: rewritten }, scope: scopeOf({ ...made, columns }, alias) }
}

/** True where numbers of the groups around say what the rows are, or how many. */
function drawsOnNumbers(expression: TreeNode, outer: Outer | null): boolean {
  const scope = emptyScope(outer)
  let draws = false
  walk(expression, (node) => {
    if (text(node, 'class') !== 'COLUMN_REF') return !draws
    const bound = find(texts(node, 'column_names'), scope)
    draws ||= bound?.source.relation.level === 'group' && bound.column.facts !== null
    return false
  })
  return draws
}

/** Throws `Unfollowed` where a value draws on numbers of groups. */
export function followValues(node: TreeNode, tour: Tour, outer: Outer | null): FollowedFrom {
  const rows = Array.isArray(node.values) ? node.values : []
  const drawn = { personal: false, lost: null as UnverifiedReason | null }
  const values = rows.map((row) =>
    (Array.isArray(row) ? row : []).filter(isNode).map((item) => {
      const followed = followExpression(item, emptyScope(outer), tour)
      if (followed.draws.caps.length > 0 || drawsOnNumbers(item, outer))
        throw new Unfollowed('shape', { shape: 'VALUES' })
      drawn.personal ||= followed.draws.personal
      drawn.lost ??= followed.draws.lost
      return followed.node
    }),
  )
  const width = values[0]?.length ?? 0
  const names = texts(node, 'expected_names')
  const columns = Array.from({ length: width }, (_, index) => names[index] ?? `col${index}`)
  const made = openRelation(columns, drawn)
  const relation: Relation = {
    ...made,
    single: values.length === 1,
    columns: made.columns.map((item, index) => {
      const as = allDifferent(values.map((row) => row[index]!))
      return as === null
        ? item
        : { ...item, tells: { at: 0, of: 1, as: as === 'numbers' ? null : 'VARCHAR' } }
    }),
  }
  return { node: { ...node, values }, scope: scopeOf(relation, text(node, 'alias') || 'valueslist') }
}

/** Of `range` and `generate_series`: by days or months, so that no two are the same day. */
const stepsByDays = (series: TreeNode): boolean =>
  /^to_(days|weeks|months|quarters|years)$/.test(text(children(series, 'children')[2] ?? {}, 'function_name'))

/** Of whole numbers, days or texts, as they are written, no two of which are the same; null of anything else. */
function allDifferent(given: TreeNode[]): 'numbers' | 'texts' | null {
  const days = given.map((value) => (isDate(value) ? child(value, 'child')! : null))
  const isDay = (day: TreeNode | null): day is TreeNode =>
    /^\d{4}-\d{2}-\d{2}$/.test(String(child(day ?? {}, 'value')?.value))
  const areDays = days.every(isDay)
  const values = areDays ? days.filter(isDay) : given
  const written = values.map((value) => (text(value, 'class') === 'CONSTANT' ? child(value, 'value') : null))
  if (new Set(written.map((value) => value?.value)).size < values.length) return null
  const areAll = (type: string): boolean =>
    written.every((value) => value !== null && text(child(value, 'type') ?? {}, 'id') === type)
  if (areAll('INTEGER') || (areDays && areAll('VARCHAR'))) return 'numbers'
  return areAll('VARCHAR') ? 'texts' : null
}

/** Days of whole days or months, and steps or numbers written in a list, are never the same twice. */
export function stepsOf(item: TreeNode): Pick<RelationColumn, 'tells'> {
  const isDay = isDate(item)
  const list = isDay ? child(item, 'child')! : item
  const [of, ...more] =
    text(list, 'function_name').toLowerCase() === 'unnest' ? children(list, 'children') : []
  if (of === undefined || more.length > 0) return {}
  const [made, given] = [text(of, 'function_name').toLowerCase(), children(of, 'children')]
  if (made === 'list_value' && !isDay) {
    const as = allDifferent(given)
    return as === null ? {} : { tells: { at: 0, of: 1, as: as === 'numbers' ? null : 'VARCHAR' } }
  }
  const isSeries = (made === 'range' || made === 'generate_series') && (!isDay || stepsByDays(of))
  return isSeries ? { tells: { at: 0, of: 1, as: null } } : {}
}

const openRelation = (
  names: string[],
  { personal, lost }: { personal: boolean; lost: UnverifiedReason | null },
): OpenRelation => ({
  level: 'open',
  ...(personal ? { rows: 'made' } : {}),
  databases: [],
  // How many rows there are goes by it.
  chosen: lost,
  columns: names.map((name) => ({
    name,
    open: !personal,
    identity: null,
    type: null,
    facts: null,
    origin: 'mixed',
    sifting: 'replaced',
    lost,
  })),
})

/** True where a select list makes several rows of one. */
export const unnests = (expression: TreeNode): boolean => {
  if (text(expression, 'class') === 'SUBQUERY') return false
  if (
    text(expression, 'class') === 'FUNCTION' &&
    text(expression, 'function_name').toLowerCase() === 'unnest'
  ) {
    return true
  }
  return Object.values(expression).some((value) =>
    Array.isArray(value) ? value.filter(isNode).some(unnests) : isNode(value) && unnests(value),
  )
}
