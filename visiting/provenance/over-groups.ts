/**
 * `SELECT a - b FROM (SELECT avg(…) AS a, avg(…) AS b FROM …)`: arithmetic over the groups of one query, written around
 * them, as it is with CTEs. It is followed as if it stood in the query that makes the groups, where whoever is behind a
 * difference is counted person by person (./two-sides.ts, ./linear-forms.ts).
 *
 * Only where nothing but a select list stands around the groups, and every name in it is a column of theirs or an
 * earlier name of the same list.
 */
import { columnName } from './column-name.ts'
import { hasAggregate, hasWindow } from './expression.ts'
import { unnests } from './from-functions.ts'
import type { TreeNode } from './measure.ts'
import type { Item, Prepared } from './prepare.ts'
import { cast, child, children, column, mapNode, named, text, texts, walk } from './tree.ts'

export interface OverGroups {
  /** The SELECT that makes the groups. */
  groups: TreeNode
  /** The SELECTs around it, from the inside. */
  around: TreeNode[]
  /** What is asked for, over the rows that the groups are made of. */
  merge: (made: Prepared) => Prepared
}

/** Null: something else than a select list stands around groups. */
export function overGroups(node: TreeNode): OverGroups | null {
  const from = child(node, 'from_table')
  const inner = from === null ? null : plainSubquery(from)
  if (inner === null || from === null || !isList(node)) return null
  const outputs = namesOf(inner)
  if (outputs === null) return null
  const layer = layerOf(node, { alias: text(from, 'alias'), outputs })
  if (layer === null) return null
  if (makesGroups(inner)) return { groups: inner, around: [node], merge: layer }
  if (children(inner, 'modifiers').length > 0) return null
  const further = overGroups(inner)
  return further === null
    ? null
    : {
        groups: further.groups,
        around: [...further.around, node],
        merge: (made) => layer(further.merge(made)),
      }
}

function plainSubquery(from: TreeNode): TreeNode | null {
  if (text(from, 'type') !== 'SUBQUERY' || child(from, 'sample') !== null) return null
  const query = child(child(from, 'subquery') ?? {}, 'node')
  const isPlain =
    query !== null && text(query, 'type') === 'SELECT_NODE' && texts(from, 'column_name_alias').length === 0
  return isPlain && children(child(query, 'cte_map') ?? {}, 'map').length === 0 ? query : null
}

/** A select list and nothing else, which could be written anywhere. */
function isList(node: TreeNode): boolean {
  const clauses = ['where_clause', 'having', 'qualify', 'sample'].some((field) => child(node, field) !== null)
  const isGrouped =
    children(node, 'group_expressions').length > 0 || text(node, 'aggregate_handling') === 'FORCE_AGGREGATES'
  if (clauses || isGrouped) return false
  const orders = children(node, 'modifiers').flatMap((modifier) => children(modifier, 'orders'))
  const parts = [...children(node, 'select_list'), ...orders.map((order) => child(order, 'expression')!)]
  return parts.every(isArithmetic)
}

const isArithmetic = (part: TreeNode): boolean =>
  !hasAggregate(part) && !hasWindow(part) && !unnests(part) && !hasPlaces(part)

/** Parts that name things in their own way. */
function hasPlaces(part: TreeNode): boolean {
  let found = false
  walk(part, (node) => {
    found ||= ['SUBQUERY', 'LAMBDA', 'PARAMETER', 'POSITIONAL_REFERENCE'].includes(text(node, 'class'))
    return !found
  })
  return found
}

function makesGroups(node: TreeNode): boolean {
  const items = children(node, 'select_list')
  if (['qualify', 'sample'].some((field) => child(node, field) !== null)) return false
  if (children(node, 'modifiers').length > 0) return false
  if (items.some((item) => hasWindow(item) || unnests(item) || hasPlaces(item) || isElseElsewhere(item)))
    return false
  return (
    children(node, 'group_expressions').length > 0 ||
    text(node, 'aggregate_handling') === 'FORCE_AGGREGATES' ||
    items.some(hasAggregate)
  )
}

/** Written twice, a random number would be two; NULL has no type before it is a column. */
function isElseElsewhere(part: TreeNode): boolean {
  let found = text(part, 'class') === 'CONSTANT' && child(part, 'value')?.is_null === true
  walk(part, (node) => {
    found ||= text(node, 'function_name').toLowerCase() === 'random'
    return !found
  })
  return found
}

/** Names of the columns in lower case; null where they are not all known, or one stands twice. */
function namesOf(node: TreeNode): string[] | null {
  const items = children(node, 'select_list')
  if (items.length === 1 && isWhole(items[0]!)) {
    const inner = plainSubquery(child(node, 'from_table') ?? {})
    return inner === null ? null : namesOf(inner)
  }
  const names = items.flatMap((item): (string | null)[] => {
    if (!isWhole(item)) return [text(item, 'class') === 'STAR' ? null : columnName(item)]
    const inner = plainSubquery(child(node, 'from_table') ?? {})
    return (inner === null ? null : namesOf(inner)) ?? [null]
  })
  const known = names.map((name) => name?.toLowerCase() ?? '')
  return known.includes('') || new Set(known).size < known.length ? null : known
}

/** `*` or `t.*`, of which nothing is left out or put in place of something. */
const isWhole = (item: TreeNode): boolean =>
  text(item, 'class') === 'STAR' &&
  item.columns !== true &&
  child(item, 'expr') === null &&
  ['exclude_list', 'replace_list', 'qualified_exclude_list', 'rename_list'].every(
    (field) => !Array.isArray(item[field]) || item[field].length === 0,
  )

/** One select list over the columns of the query inside it; null where a name in it is none of theirs. */
function layerOf(
  node: TreeNode,
  { alias, outputs }: { alias: string; outputs: string[] },
): ((made: Prepared) => Prepared) | null {
  const raw = children(node, 'select_list').flatMap((item) =>
    isWhole(item) && isOf(text(item, 'relation_name'), alias)
      ? outputs.map((name) => named(column(name), name))
      : [item],
  )
  const earlier = new Set<string>()
  for (const item of raw) {
    if (columnName(item) === null || !namesWithin(item, { alias, outputs, earlier })) return null
    if (text(item, 'alias') !== '') earlier.add(text(item, 'alias').toLowerCase())
  }
  const orders = children(node, 'modifiers').flatMap((modifier) => children(modifier, 'orders'))
  if (orders.some((order) => !namesWithin(child(order, 'expression')!, { alias, outputs, earlier })))
    return null

  return (made) => {
    const known = new Map(outputs.map((name, index) => [name, ofItsType(made.items[index]!.node)]))
    const aliases = new Map<string, TreeNode>()
    const put = (expression: TreeNode): TreeNode =>
      mapNode(expression, (part) => {
        if (text(part, 'class') !== 'COLUMN_REF') return null
        const name = texts(part, 'column_names').at(-1)!.toLowerCase()
        const meant = known.get(name) ?? aliases.get(name)
        return meant === undefined ? part : { ...meant, alias: text(part, 'alias') }
      })
    const items = raw.map((item): Item => {
      const name = columnName(item)!
      const written = put(item)
      const own = text(item, 'alias').toLowerCase()
      if (own !== '') aliases.set(own, { ...written, alias: '' })
      return { name, node: named(written, name) }
    })
    return { ...made, items, inline: put }
  }
}

/** A text written out takes the type of what it meets; as a column it is a text. */
const ofItsType = (node: TreeNode): TreeNode =>
  text(node, 'class') === 'CONSTANT' && typeof child(node, 'value')?.value === 'string'
    ? cast({ ...node, alias: '' }, 'VARCHAR')
    : node

const isOf = (table: string, alias: string): boolean =>
  table === '' || table.toLowerCase() === alias.toLowerCase()

function namesWithin(
  part: TreeNode,
  { alias, outputs, earlier }: { alias: string; outputs: string[]; earlier: ReadonlySet<string> },
): boolean {
  let isKnown = text(part, 'class') !== 'STAR' || isWhole(part)
  walk(part, (node) => {
    if (node !== part && text(node, 'class') === 'STAR') isKnown = false
    if (text(node, 'class') !== 'COLUMN_REF') return isKnown
    const names = texts(node, 'column_names').map((name) => name.toLowerCase())
    const [first] = names
    isKnown &&=
      names.length === 1
        ? outputs.includes(first!) || earlier.has(first!)
        : names.length === 2 && first === alias.toLowerCase() && outputs.includes(names[1]!)
    return false
  })
  return isKnown
}
