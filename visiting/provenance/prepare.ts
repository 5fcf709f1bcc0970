/**
 * Puts a SELECT into plain words before it is followed: `*` and COLUMNS(…) written out (hidden columns must not slip
 * in), names of the select list put in where other clauses use them, GROUP BY ALL and positions resolved.
 */
import { columnName } from './column-name.ts'
import { withRests } from './counted-rest.ts'
import { hasAggregate, hasWindow } from './expression.ts'
import type { TreeNode } from './measure.ts'
import { sameName, Unfollowed } from './relation.ts'
import { classOf, findLocal, levelOf, type Scope } from './scope.ts'
import { child, children, column, keyOf, mapNode, named, text, texts } from './tree.ts'

export interface Item {
  node: TreeNode
  name: string
}

export interface Prepared {
  items: Item[]
  where: TreeNode | null
  keys: TreeNode[]
  sets: number[][]
  having: TreeNode | null
  qualify: TreeNode | null
  aggregated: boolean
  /** Puts names of the select list into an expression of ORDER BY. */
  inline: (expression: TreeNode) => TreeNode
}

/** The parts of the SELECT, rewritten; the node stays as it is. */
export function prepare(node: TreeNode, scope: Scope): Prepared {
  const raw = children(node, 'select_list').flatMap((item) => expand(item, scope))
  const aliases = new Map<string, TreeNode>()
  const inline = (expression: TreeNode): TreeNode =>
    levelOf(scope) === 'person' ? withRests(asMeant(expression)) : asMeant(expression)
  const asMeant = (expression: TreeNode): TreeNode =>
    mapNode(expression, (part) => {
      const kind = text(part, 'class')
      if (kind === 'SUBQUERY' || kind === 'LAMBDA') return part
      if (kind === 'CAST') return namedAnew(part, scope)
      if (kind !== 'COLUMN_REF') return null
      const names = texts(part, 'column_names')
      if (names.length !== 1 || findLocal(names, scope) !== null) return part
      const meant = aliases.get(names[0]!.toLowerCase())
      return meant === undefined ? part : { ...meant, alias: text(part, 'alias') }
    })
  const items: Item[] = []
  for (const [index, item] of raw.entries()) {
    const name = columnName(item) ?? `column${index}`
    const written = inline(item)
    items.push({ node: keyOf(written) === keyOf(item) ? written : named(written, name), name })
    const alias = text(item, 'alias')
    if (alias !== '') aliases.set(alias.toLowerCase(), { ...written, alias: '' })
  }
  const optional = (field: string): TreeNode | null => {
    const part = child(node, field)
    return part === null ? null : inline(part)
  }
  const having = optional('having')
  const qualify = optional('qualify')
  const all = text(node, 'aggregate_handling') === 'FORCE_AGGREGATES'
  let keys = children(node, 'group_expressions').map((key) => positional(key, items) ?? inline(key))
  let sets = Array.isArray(node.group_sets)
    ? node.group_sets.map((set) => (Array.isArray(set) ? set.map(Number) : []))
    : []
  if (all) {
    keys = items
      .filter((item) => !hasAggregate(item.node) && !hasWindow(item.node))
      .map((item) => ({ ...item.node, alias: '' }))
    sets = keys.length > 0 ? [keys.map((_, index) => index)] : []
  }
  const aggregated =
    keys.length > 0 ||
    sets.length > 0 ||
    having !== null ||
    items.some((item) => hasAggregate(item.node)) ||
    (qualify !== null && hasAggregate(qualify))
  return { items, where: optional('where_clause'), keys, sets, having, qualify, aggregated, inline }
}

/** Of a cast of somebody's pseudonym to the type it has: the pseudonym. */
function namedAnew(cast: TreeNode, scope: Scope): TreeNode | null {
  const given = child(cast, 'child')!
  const bound = text(given, 'class') === 'COLUMN_REF' ? findLocal(texts(given, 'column_names'), scope) : null
  if (bound === null || classOf(bound, scope) === null) return null
  const isSame = bound.column.type === text(child(cast, 'cast_type') ?? {}, 'id')
  return isSame ? { ...given, alias: text(cast, 'alias') } : null
}

function positional(key: TreeNode, items: Item[]): TreeNode | null {
  if (text(key, 'class') !== 'CONSTANT') return null
  const value = child(key, 'value')?.value
  if (typeof value !== 'number') return null
  const item = items[value - 1]
  if (item === undefined) throw new Unfollowed('name-unknown', { name: String(value) })
  return { ...item.node, alias: '' }
}

interface StarColumn {
  alias: string
  name: string
}

/** Columns `*` stands for, in DuckDB's order: those that USING joined come once, where the first of them stands. */
function starColumns(scope: Scope, table: string): StarColumn[] {
  const out: StarColumn[] = []
  const seen = new Set<string>()
  for (const source of scope.sources) {
    if (table !== '' && !sameName(source.alias, table)) continue
    for (const item of source.relation.columns) {
      const merged = scope.merged.some((other) => sameName(other.name, item.name))
      if (table === '' && merged) {
        if (seen.has(item.name.toLowerCase())) continue
        seen.add(item.name.toLowerCase())
        // The bare name: in a FULL or RIGHT JOIN it means whichever side is there.
        out.push({ alias: '', name: item.name })
      } else out.push({ alias: source.alias, name: item.name })
    }
  }
  if (out.length === 0) throw new Unfollowed('name-unknown', { name: table === '' ? '*' : `${table}.*` })
  return out
}

function expand(item: TreeNode, scope: Scope): TreeNode[] {
  if (text(item, 'class') !== 'STAR') return forEachColumn(item, scope)
  const listed = (field: string): unknown[] => (Array.isArray(item[field]) ? item[field] : [])
  if (listed('qualified_exclude_list').length > 0 || listed('rename_list').length > 0) {
    throw new Unfollowed('columns-expression')
  }
  const excluded = texts(item, 'exclude_list').map((name) => name.toLowerCase())
  const replaced = new Map<string, TreeNode>()
  for (const entry of children(item, 'replace_list')) {
    const value = child(entry, 'value')
    if (value !== null) replaced.set(text(entry, 'key').toLowerCase(), value)
  }
  const pattern = patternOf(item)
  return starColumns(scope, text(item, 'relation_name'))
    .filter(({ name }) => !excluded.includes(name.toLowerCase()))
    .filter(({ name }) => pattern === null || pattern(name))
    .map(({ alias, name }) => {
      const value = replaced.get(name.toLowerCase())
      if (value !== undefined) return named(value, name)
      return alias === '' ? column(name) : named(column(alias, name), text(item, 'alias') || name)
    })
}

/** `avg(COLUMNS('.*_mmhg'))`: the expression once for each of the columns, by the name of the column. */
function forEachColumn(item: TreeNode, scope: Scope): TreeNode[] {
  const stars = new Map<string, TreeNode>()
  const put = (by: TreeNode | null): TreeNode =>
    mapNode(item, (part) => {
      if (text(part, 'class') === 'SUBQUERY') return part
      if (text(part, 'class') !== 'STAR') return null
      stars.set(keyOf({ ...part, alias: '' }), part)
      return by ?? part
    })
  put(null)
  const [star, ...others] = stars.values()
  if (star === undefined) return [item]
  const alias = text(item, 'alias')
  // Under an alias with a backslash each column gets a name of its own.
  if (
    others.length > 0 ||
    star.columns !== true ||
    children(star, 'replace_list').length > 0 ||
    alias.includes('\\')
  )
    throw new Unfollowed('columns-expression')
  return expand({ ...star, alias: '' }, scope).map((one) =>
    named(put({ ...one, alias: '' }), alias || columnName(one)!),
  )
}

/** COLUMNS('regular expression'), COLUMNS(['a', 'b']) or COLUMNS(c -> c LIKE 'a%'); other forms are left unfollowed. */
function patternOf(item: TreeNode): ((name: string) => boolean) | null {
  const given = child(item, 'expr')
  if (given === null) return null
  if (text(given, 'class') === 'CONSTANT') {
    const value = child(given, 'value')?.value
    // Only what RE2 and JavaScript read alike.
    if (typeof value === 'string' && /^(?!.*(\(\?|\[\^?\]))[\w^$.*+?|()[\]\- ]*$/.test(value)) {
      const expression = readable(value)
      if (expression !== null) return (name) => expression.test(name)
    }
  }
  const like = likeOf(given)
  if (like !== null) return (name) => like.test(name)
  if (text(given, 'function_name') === 'list_value') {
    const names = children(given, 'children').map((part) => child(part, 'value')?.value)
    if (names.every((name) => typeof name === 'string')) {
      const wanted = new Set(names.map((name) => String(name).toLowerCase()))
      return (name) => wanted.has(name.toLowerCase())
    }
  }
  throw new Unfollowed('columns-expression')
}

/** Null for what is no pattern, which DuckDB refuses as well. */
function readable(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern)
  } catch {
    return null
  }
}

/** The pattern of `c -> c LIKE 'pattern'`. */
function likeOf(given: TreeNode): RegExp | null {
  const [all, lambda] = children(given, 'children')
  if (text(given, 'function_name') !== 'list_filter' || !all || !lambda || text(all, 'class') !== 'STAR')
    return null
  if (
    children(all, 'replace_list').length + texts(all, 'exclude_list').length > 0 ||
    child(all, 'expr') !== null
  )
    return null
  const [lhs, body] = [child(lambda, 'lhs'), child(lambda, 'expr')]
  const [name, pattern] = body === null ? [] : children(body, 'children')
  if (
    !lhs ||
    !body ||
    !name ||
    !pattern ||
    text(body, 'function_name') !== '~~' ||
    keyOf(name) !== keyOf(lhs)
  )
    return null
  const value = text(pattern, 'class') === 'CONSTANT' ? child(pattern, 'value')?.value : null
  if (typeof value !== 'string' || !/^[\w%]*$/.test(value)) return null
  return new RegExp(`^${value.replaceAll('_', '.').replaceAll('%', '.*')}$`, 's')
}

/** An item under the name it has anyway; a name is only written where the expression changed or came from `*`. */
export const withName = (node: TreeNode, item: Item): TreeNode =>
  text(item.node, 'alias') === '' && text(node, 'class') === text(item.node, 'class')
    ? { ...node, alias: '' }
    : named(node, item.name)
