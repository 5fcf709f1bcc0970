/** The tables in reach of one SELECT, whose persons their rows rest on, and the finding of names in them. */
import type { UnverifiedReason } from '../../shared/model/facts.ts'
import type { TreeNode } from './measure.ts'
import { type Relation, type RelationColumn, sameName, Unfollowed } from './relation.ts'
import type { Rows } from './row-numbers.ts'
import { coalesce, column, integer, keyOf, text, texts } from './tree.ts'

export interface Source {
  alias: string
  relation: Relation
  /** True where an outer join may put NULL in place of its rows. */
  nullable: boolean
}

/** Columns known to name the same person in each row. */
export interface PersonClass {
  refs: { alias: string; name: string }[]
  expression: TreeNode
  /** The same person's number; null where it is not at hand. */
  ordinal: TreeNode | null
  nullable: boolean
}

export interface GroupRow {
  expression: TreeNode
  nullable: boolean
  exact: boolean
  /** Where an outer join found no such group: who stands behind its being missing. */
  missing?: TreeNode
  /** Looked up: a row is there once, whether it found this group or not. */
  beside?: boolean
}

export interface Merged {
  name: string
  bound: Bound[]
  /** A FULL JOIN: the bare name means whichever is there. */
  either: boolean
  /** USING was written out as a condition: the bare name alone would be ambiguous. */
  split: boolean
}

/** A condition on which rows meet, and the tables whose rows do not stay where it fails. */
export interface Match {
  part: TreeNode
  of: Source[]
}

export interface Scope {
  sources: Source[]
  /** Those of them that stand beside every row alike (./scenario-tables.ts). */
  beside: Source[]
  /** Columns that USING or NATURAL made one; the first is the one its bare name means. */
  merged: Merged[]
  classes: PersonClass[]
  groups: GroupRow[]
  /** No number drawn from a row may claim more persons than the least of these. */
  caps: TreeNode[]
  institutions: TreeNode[]
  /** Rows that stand for the absence of persons may be among the rows. */
  padded: boolean
  chosen: UnverifiedReason | null
  databases: string[]
  /** Of its joins. */
  matches: Match[]
  /** Tables of which an ASOF JOIN takes one row for each. */
  nearest: Source[]
  /** Tables that multiply the rows, and where the number of a person's rows then comes from (./row-numbers.ts). */
  multiplying: Source[]
  /** True where a person's same row may be in several groups: once for each row of a table put beside it. */
  repeats?: boolean
  /** True where a group may stand in several rows, beside others. */
  crossed?: boolean
  /** True where one number or another takes a value's place, as a condition says (./held-rows.ts). */
  swapped?: boolean
  rows: Rows
  /** Numbers of groups that say which of the rows stay (./held-rows.ts). */
  held: Set<string>
  /** Subqueries that were followed in it (./weights.ts). */
  looked: Map<TreeNode, Looked>
  outer: Outer | null
}

/** What a subquery in an expression goes by. */
export interface Looked {
  byName: boolean
  /** Its rows are persons'. */
  ofPersons: boolean
  /** It looks at the row around. */
  around: boolean
  /** Numbers of groups that it looks at around, or yields. */
  numbers: ReadonlySet<string>
}

/** The query around a subquery, and what of it the subquery used. */
export interface Outer {
  scope: Scope
  used: Bound[]
  /** True once all rows of the subquery are known to be those of the outer row's person. */
  tied: boolean
}

export interface Bound {
  source: Source
  column: RelationColumn
}

/** No table in reach but those of the query around. */
export const emptyScope = (outer: Outer | null): Scope => ({
  sources: [],
  beside: [],
  merged: [],
  classes: [],
  groups: [],
  caps: [],
  institutions: [],
  padded: false,
  chosen: null,
  databases: [],
  matches: [],
  nearest: [],
  multiplying: [],
  rows: 'own',
  held: new Set(),
  looked: new Map(),
  outer,
})

/** On whom the rows of the scope rest; persons before groups, where both are joined. */
export const levelOf = (scope: Scope): Relation['level'] =>
  scope.classes.length > 0 ? 'person' : scope.groups.length > 0 ? 'group' : 'open'

/** One relation in FROM under its alias. */
export function scopeOf(relation: Relation, alias: string): Scope {
  const source: Source = { alias, relation, nullable: false }
  const scope: Scope = { ...emptyScope(null), sources: [source], databases: relation.databases }
  scope.chosen = relation.chosen
  if (relation.level === 'person') {
    scope.classes = relation.persons.map(({ name, nullable, ordinal }) => ({
      refs: [{ alias, name }],
      expression: column(alias, name),
      ordinal: ordinal ? column(alias, ordinal) : null,
      nullable,
    }))
    if (relation.cap !== null) scope.caps = [column(alias, relation.cap)]
    if (relation.institution !== null) scope.institutions = [column(alias, relation.institution)]
    scope.padded = relation.padded
  }
  if (relation.level === 'group') {
    scope.groups = [
      { expression: column(alias, relation.rowPersons), nullable: false, exact: relation.rowExact },
    ]
    if (relation.rowInstitutions !== null) scope.institutions = [column(alias, relation.rowInstitutions)]
  }
  return scope
}

/** Finds a column among the scope's own tables. */
export function findLocal(names: string[], scope: Scope): Bound | null {
  const [first, second, third] = names
  if (first === undefined) return null
  if (second !== undefined) {
    for (const [table, name] of [
      [first, second],
      // schema.table.column and catalog.schema.table.column
      ...(third === undefined ? [] : [[second, third]]),
      ...(names.length > 3 ? [[third!, names[3]!]] : []),
    ] as [string, string][]) {
      const source = scope.sources.find((item) => sameName(item.alias, table))
      const found = source?.relation.columns.find((item) => sameName(item.name, name))
      if (source !== undefined && found !== undefined) return { source, column: found }
    }
  }
  const merged = scope.merged.find((item) => sameName(item.name, first))
  if (merged !== undefined) return merged.bound[0]!
  for (const source of scope.sources) {
    const found = source.relation.columns.find((item) => sameName(item.name, first))
    if (found !== undefined) return { source, column: found }
  }
  return null
}

/** What a key is told by among keys: `pref` and `c.pref` are the same. */
export function sameKeyOf(node: TreeNode, scope: Scope): string {
  if (text(node, 'class') !== 'COLUMN_REF') return keyOf(node)
  const bound = findLocal(texts(node, 'column_names'), scope)
  return bound === null || texts(node, 'column_names').length > 2
    ? keyOf(node)
    : `${bound.source.alias.toLowerCase()}.${bound.column.name.toLowerCase()}`
}

/** Finds a column here or in the queries around, noting there what a subquery uses of them. */
export function find(names: string[], scope: Scope): Bound | null {
  const local = findLocal(names, scope)
  if (local !== null || scope.outer === null) return local
  const beyond = find(names, scope.outer.scope)
  if (beyond !== null) scope.outer.used.push(beyond)
  return beyond
}

/** Which of the query's own numbers of groups a column is; null where it is none, or a key. */
export const numberNamed = ({ source, column }: Bound, scope: Scope): string | null =>
  !column.open &&
  ((source.relation.level === 'group' && column.facts !== null) || column.numbers !== undefined) &&
  scope.sources.includes(source)
    ? `${source.alias}.${column.name}`.toLowerCase()
    : null

/** False for a column of the query around. */
export const isLocal = (bound: Bound, scope: Scope): boolean => scope.sources.includes(bound.source)

/** The class of persons a column names, if it names one. */
export function classOf(bound: Bound, scope: Scope): PersonClass | null {
  const isRef = (ref: { alias: string; name: string }): boolean =>
    sameName(ref.alias, bound.source.alias) && sameName(ref.name, bound.column.name)
  return scope.classes.find((item) => item.refs.some(isRef)) ?? null
}

/**
 * The class of persons a column names in every row that has one. A side that an outer join may have emptied names
 * nobody in its empty rows: grouped by it, the rows of everybody who has none there would come together.
 */
export function wholeClassOf(names: string[], scope: Scope): PersonClass | null {
  const bound = findLocal(names, scope)
  const persons = bound === null ? null : classOf(bound, scope)
  if (bound === null || persons === null) return null
  const either = names.length === 1 && mergedOf(names[0]!, scope)?.either === true
  const named = texts(persons.expression, 'column_names')
  const itself =
    named.length === 2 && sameName(named[0]!, bound.source.alias) && sameName(named[1]!, bound.column.name)
  return !bound.source.nullable || either || itself ? persons : null
}

/** The number beside a column that names a person, as an expression. */
export function ordinalOf(names: string[], scope: Scope): TreeNode | null {
  const bound = find(names, scope)
  if (bound === null || !bound.column.ordinal) return null
  if (names.length === 1 && mergedOf(names[0]!, scope)?.either) return null
  // The name of a table around would mean one in here.
  const hides = (item: Source): boolean => item !== bound.source && sameName(item.alias, bound.source.alias)
  if (scope.sources.some(hides)) return null
  return column(bound.source.alias, bound.column.ordinal)
}

/** The column that USING made of two under this name. */
export const mergedOf = (name: string, scope: Scope): Merged | undefined =>
  scope.merged.find((item) => sameName(item.name, name))

/** The columns a bare name stands for, written out where USING no longer makes them one. */
export function written(node: TreeNode, names: string[], scope: Scope): TreeNode {
  const merged = names.length === 1 ? mergedOf(names[0]!, scope) : undefined
  if (merged === undefined) {
    if (names.length > 1 || scope.outer === null || findLocal(names, scope) !== null) return node
    const put = written(node, names, scope.outer.scope)
    const hidden = texts(put, 'column_names').length > 1 || put.class !== 'COLUMN_REF'
    // The name of a table around would mean one in here.
    if (
      hidden &&
      scope.sources.some(({ alias }) =>
        scope.outer!.scope.sources.some((item) => sameName(item.alias, alias)),
      )
    )
      throw new Unfollowed('shape', { shape: 'alias' })
    return put
  }
  if (!merged.split) return node
  const places = merged.bound.map(({ source, column: item }) => column(source.alias, item.name))
  const alias = text(node, 'alias')
  return { ...(merged.either ? coalesce(...places) : places[0]!), alias }
}

/** Two persons of a row turn out to be the same one: `scope.classes` has one less. */
export function unify(scope: Scope, a: PersonClass, b: PersonClass): void {
  if (a === b) return
  const [kept, other] = a.nullable && !b.nullable ? [b, a] : [a, b]
  kept.refs.push(...other.refs)
  kept.nullable = a.nullable && b.nullable
  scope.classes = scope.classes.filter((item) => item !== other)
}

/** Stands for "no limit": of a group that an outer join did not find there is nobody. */
export const NO_LIMIT = 2_147_483_647

/** A key of groups, or a column of open rows, as it is. */
export function isKeyColumn(expression: TreeNode, scope: Scope): boolean {
  if (text(expression, 'class') !== 'COLUMN_REF') return false
  const bound = findLocal(texts(expression, 'column_names'), scope)
  return bound !== null && bound.column.facts === null
}

/** True where the rows of groups come in an order that goes by which of them found others. */
export function comeAsTheyMet({ sources }: Scope): boolean {
  const many = sources.filter(({ relation }) => relation.single !== true)
  return many.length > 1 && many.some(({ relation }) => relation.level === 'group')
}

/**
 * True where rows of groups may count the same persons but for a few: where a table says so, or where the query puts
 * rows of its own beside the groups and could write another number into each, or does so by a condition.
 */
export function mayOverlap({ sources, crossed, swapped }: Scope): boolean {
  const isOwn = ({ relation }: Source): boolean =>
    relation.level === 'open' && relation.rows !== 'table' && relation.single !== true
  return (
    crossed === true ||
    swapped === true ||
    sources.some(({ relation }) => relation.level === 'group' && relation.overlapping === true) ||
    (sources.length > 1 && sources.some(isOwn))
  )
}

/** True where a person's same data may be in as many groups as the query made rows. */
export const areByRows = ({ sources }: Scope): boolean =>
  sources.some(({ relation }) => relation.level === 'group' && relation.byRows === true)

/** Expressions whose least is the number of persons behind the existence of a row. */
export function rowPersonsOf(scope: Scope): TreeNode[] {
  const always = scope.groups.some((group) => !group.nullable) || scope.classes.length > 0
  return scope.groups
    .filter(({ beside }) => beside !== true)
    .map((group) =>
      group.nullable
        ? coalesce(group.expression, always ? (group.missing ?? integer(NO_LIMIT)) : integer(0))
        : group.expression,
    )
}

/** Throws `Unfollowed` where other persons decided which rows there are. */
export function requireNotChosen(scope: Scope): void {
  if (scope.chosen !== null) throw Unfollowed.of(scope.chosen)
}
