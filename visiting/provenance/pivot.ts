/**
 * PIVOT written as the grouping it is, with one filtered aggregate for each value; UNPIVOT of persons' rows as it
 * stands, since each of its rows still belongs to the person of the row it was made of; UNPIVOT of groups in
 * ./unpivot-groups.ts.
 */
import { columnName } from './column-name.ts'
import type { FollowedFrom } from './from-clause.ts'
import type { TreeNode } from './measure.ts'
import { modifiersOf } from './modifiers.ts'
import { originOfColumn, together } from './origins.ts'
import type { Tour } from './query.ts'
import { type GroupRelation, type Relation, type RelationColumn, sameName, Unfollowed } from './relation.ts'
import { notTelling } from './row-numbers.ts'
import { type Outer, scopeOf } from './scope.ts'
import { followOver } from './select.ts'
import {
  both,
  child,
  children,
  column,
  compare,
  isNode,
  named,
  select,
  subqueryFrom,
  text,
  texts,
  walk,
} from './tree.ts'
import { areDistinct, type GroupUnpivot, unpivotGroups } from './unpivot-groups.ts'
import { namingTogether } from './weights.ts'

type FollowFrom = (node: TreeNode, tour: Tour, outer: Outer | null) => FollowedFrom

/**
 * `follow` is `followFrom`, handed in so that the files do not call each other round. Throws `Unfollowed`.
 */
export function followPivot(
  node: TreeNode,
  tour: Tour,
  outer: Outer | null,
  follow: FollowFrom,
): FollowedFrom {
  const source = follow(child(node, 'source')!, tour, outer)
  const [only, ...more] = source.scope.sources
  if (only === undefined || more.length > 0 || texts(node, 'column_name_alias').length > 0) throw unfollowed()
  const alias = text(node, 'alias') || tour.journey.hidden('s')
  if (children(node, 'aggregates').length === 0) {
    const parts = partsOf(node, only.relation)
    if (only.relation.level === 'group') {
      const inner = tour.journey.hidden('s')
      const made = unpivotGroups(
        {
          node: { ...node, alias: inner, source: source.node },
          alias: inner,
          relation: only.relation,
          includeNulls: node.include_nulls === true,
          ...parts,
        },
        tour.journey,
        alias,
      )
      return { node: made.node, scope: scopeOf(made.relation, alias) }
    }
    const relation = unpivoted(parts, only.relation)
    return { node: { ...node, alias, source: source.node }, scope: scopeOf(relation, alias) }
  }
  const query = asGrouping(node, only.relation.columns)
  const followed = followOver({ ...query, from_table: source.node }, source, modifiersOf(query), tour, outer)
  return { node: subqueryFrom(followed.node, alias), scope: scopeOf(followed.relation, alias) }
}

const unfollowed = (): Unfollowed => new Unfollowed('pivot')

/** The columns an UNPIVOT moves into rows, and those it makes. */
function partsOf(
  node: TreeNode,
  relation: Relation,
): Pick<GroupUnpivot, 'moved' | 'nameColumn' | 'valueColumn'> {
  const [pivot, ...more] = children(node, 'pivots')
  const [valueColumn, ...values] = texts(node, 'unpivot_names')
  const [nameColumn, ...names] = pivot === undefined ? [] : texts(pivot, 'unpivot_names')
  if (more.length > 0 || values.length > 0 || names.length > 0) throw unfollowed()
  if (pivot === undefined || nameColumn === undefined || valueColumn === undefined) throw unfollowed()
  const moved = children(pivot, 'entries').map((entry) => {
    const [value, ...others] = children(entry, 'values')
    if (value === undefined || others.length > 0 || typeof value.value !== 'string') throw unfollowed()
    const written = value.value
    const found = relation.columns.find((item) => sameName(item.name, written))
    if (found === undefined || isNode(entry.star_expr)) throw unfollowed()
    return { column: found, called: text(entry, 'alias') || found.name }
  })
  const kept = relation.columns.filter((item) => !moved.some((one) => one.column === item))
  const left = [...kept.map(({ name }) => name), nameColumn, valueColumn]
  if (!areDistinct(left) || !areDistinct(moved.map(({ called }) => called))) throw unfollowed()
  return { moved, nameColumn, valueColumn }
}

function unpivoted(
  { moved, nameColumn, valueColumn }: ReturnType<typeof partsOf>,
  relation: Exclude<Relation, GroupRelation>,
): Relation {
  const isMoved = (name: string): boolean => moved.some((one) => sameName(one.column.name, name))
  const kept = relation.columns.filter((item) => !isMoved(item.name))
  const gone = moved.map((one) => one.column)
  const added = [nameColumn, valueColumn].map(
    (name): RelationColumn => ({
      name,
      open: gone.every((item) => item.open),
      identity: null,
      type: null,
      facts: null,
      origin: together(gone.map(originOfColumn)),
      naming: namingTogether(gone.map((item) => ({ column: item, relation }))),
      lost: gone.find((item) => item.lost !== null)?.lost ?? null,
    }),
  )
  const columns = [...kept, ...added].map(notTelling)
  if (relation.level === 'open') return { ...relation, single: false, columns }
  if (relation.persons.some((person) => isMoved(person.name))) throw unfollowed()
  const institution =
    relation.institution !== null && isMoved(relation.institution) ? null : relation.institution
  return { ...relation, columns, institution }
}

/** `columns` are those of what is pivoted: those that are not used become keys. Throws `Unfollowed`. */
export function asGrouping(node: TreeNode, columns: RelationColumn[]): TreeNode {
  const aggregates = children(node, 'aggregates')
  const pivots = children(node, 'pivots')
  for (const aggregate of aggregates) {
    // DuckDB leaves a FILTER of the researcher's out; what it means here is not for us to say.
    if (text(aggregate, 'class') !== 'FUNCTION' || child(aggregate, 'filter') !== null) throw unfollowed()
  }
  const used = new Set<string>()
  walk([...aggregates, ...pivots.flatMap((pivot) => children(pivot, 'pivot_expressions'))], (part) => {
    if (text(part, 'class') === 'COLUMN_REF') used.add(texts(part, 'column_names').at(-1)!.toLowerCase())
    return true
  })
  const named_ = texts(node, 'groups')
  const groups =
    named_.length > 0
      ? named_
      : columns.map((item) => item.name).filter((name) => !used.has(name.toLowerCase()))
  const items = groups.map((name) => column(name))
  for (const { name, condition } of cells(pivots)) {
    for (const aggregate of aggregates) {
      const own = text(aggregate, 'alias') || (aggregates.length > 1 ? columnName(aggregate) : '')
      if (own === null) throw unfollowed()
      items.push(named({ ...aggregate, filter: condition }, own === '' ? name : `${name}_${own}`))
    }
  }
  return select({ items, from: {}, groups: groups.map((name) => column(name)) })
}

/** Every combination of pivot values, the first pivot outermost. */
function cells(pivots: TreeNode[]): { name: string; condition: TreeNode | null }[] {
  return pivots.reduce<{ name: string; condition: TreeNode | null }[]>(
    (made, pivot) => {
      const expressions = children(pivot, 'pivot_expressions')
      const entries = children(pivot, 'entries').map((entry) => {
        const values = children(entry, 'values')
        if (isNode(entry.star_expr) || values.length !== expressions.length) throw unfollowed()
        const condition = both(
          expressions.map((expression, index) =>
            compare('COMPARE_NOT_DISTINCT_FROM', expression, {
              class: 'CONSTANT',
              type: 'VALUE_CONSTANT',
              alias: '',
              value: values[index]!,
            }),
          ),
        )
        return { name: text(entry, 'alias') || values.map(valueName).join('_'), condition }
      })
      if (entries.length === 0 || text(pivot, 'pivot_enum') !== '') throw unfollowed()
      return made.flatMap((before) =>
        entries.map((entry) => ({
          name: before.name === '' ? entry.name : `${before.name}_${entry.name}`,
          condition: both([before.condition, entry.condition]),
        })),
      )
    },
    [{ name: '', condition: null }],
  )
}

function valueName(value: TreeNode): string {
  const id = text(child(value, 'type') ?? {}, 'id')
  if (value.is_null === true) return 'NULL'
  if (id === 'VARCHAR' && typeof value.value === 'string') return value.value
  if ((id === 'INTEGER' || id === 'BIGINT') && typeof value.value === 'number') return String(value.value)
  throw unfollowed()
}
