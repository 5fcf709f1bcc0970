/** One SELECT, lined: a grouping of persons' rows becomes a site; anything over groups hands on what it draws on. */
import { followExpression } from './expression.ts'
import { type FollowedFrom, followFrom } from './from-clause.ts'
import { identityPairs } from './joins.ts'
import { type LineageRoom, lineageOf, together } from './lineage.ts'
import { aliased, type LinedFrom, lineFrom } from './lined-from.ts'
import { distinctRows, type Lined, type LinedRoom, lineQuery } from './lined-query.ts'
import type { TreeNode } from './measure.ts'
import { MemberSite } from './member-site.ts'
import { Unlisted } from './members.ts'
import { modifiersOf } from './modifiers.ts'
import { type Prepared, prepare, withName } from './prepare.ts'
import { coversPersons } from './project-persons.ts'
import { sameName } from './relation.ts'
import { classOf, findLocal, levelOf, requireNotChosen, type Scope, unify } from './scope.ts'
import {
  call,
  child,
  children,
  column,
  keyOf,
  named,
  nowhere,
  scalar,
  select,
  subqueryFrom,
  text,
  texts,
} from './tree.ts'
import { withoutWindows } from './windows-as-groups.ts'

/** Throws `Unlisted` for what cannot be listed, such as a sample. */
export function lineSelect(node: TreeNode, room: LinedRoom): Lined {
  if (child(node, 'sample') !== null) throw new Unlisted('shape')
  const modifiers = modifiersOf(node)
  const from = aliased(child(node, 'from_table') ?? nowhere(), room)
  const followed = followFrom(from, room.tour, null)
  const { scope } = followed
  const put = withoutWindows({ ...node, from_table: from }, () => scope, room.tour.journey)
  if (put !== null) return lineSelect(put, room)
  const prepared = prepare({ ...node, from_table: from }, scope)
  if (modifiers.distinct && levelOf(scope) !== 'person') return distinctOver(node, from, room)
  const where = conditionOf(prepared.where, scope, room)
  if (levelOf(scope) !== 'person') return lineOverGroups({ node, from, scope, prepared, where, room })
  if (modifiers.distinct && prepared.aggregated) return distinctOver(node, from, room)
  const keys =
    modifiers.distinct && !prepared.aggregated ? prepared.items.map((item) => item.node) : prepared.keys
  const grouping = {
    ...prepared,
    keys,
    sets: modifiers.distinct ? [keys.map((_, index) => index)] : prepared.sets,
  }
  // Rows of single persons: no set of theirs is ever released.
  if (!modifiers.distinct && !prepared.aggregated) throw new Unlisted('shape')
  if (coversPersons(grouping, scope)) throw new Unlisted('shape')
  const kept = children(node, 'modifiers').filter(
    (item) => !modifiers.distinct || text(item, 'type') !== 'DISTINCT_MODIFIER',
  )
  return lineGroups({ node: { ...node, modifiers: kept }, from: followed, prepared: grouping, where, room })
}

/** `SELECT DISTINCT` over groups: the rows without it, then those that are the same put together. */
function distinctOver(node: TreeNode, from: TreeNode, room: LinedRoom): Lined {
  const modifiers = children(node, 'modifiers')
  const bare = lineSelect({ ...node, from_table: from, modifiers: [] }, room)
  const lined = distinctRows(bare, room)
  const kept = modifiers.filter((item) => text(item, 'type') !== 'DISTINCT_MODIFIER')
  return { ...lined, node: { ...lined.node, modifiers: kept } }
}

/** The condition as it is run; identities that it makes one person of two are noted. */
function conditionOf(condition: TreeNode | null, scope: Scope, { tour }: LinedRoom): TreeNode | null {
  if (condition === null) return null
  const { node } = followExpression(condition, scope, tour)
  for (const [a, b] of identityPairs(condition, scope)) {
    const [one, other] = [classOf(a, scope), classOf(b, scope)]
    if (one !== null && other !== null) unify(scope, one, other)
  }
  return node
}

interface Grouping {
  node: TreeNode
  from: FollowedFrom
  prepared: Prepared
  where: TreeNode | null
  room: LinedRoom
}

/** A grouping of persons' rows. */
function lineGroups({ node, from, prepared, where, room }: Grouping): Lined {
  const { scope } = from
  const { tour } = room
  requireNotChosen(scope)
  const rewritten = (expression: TreeNode): TreeNode => followExpression(expression, scope, tour).node
  const keys = prepared.keys.map((key) => ({ ...rewritten(key), alias: '' }))
  const site = new MemberSite(`g${room.sites.length}`, { from, where, keys, sets: prepared.sets, tour })
  room.sites.push({ site, entries: room.entries })
  return written(
    {
      ...node,
      from_table: from.node,
      where_clause: where,
      group_expressions: keys,
      group_sets: prepared.sets,
      aggregate_handling: 'STANDARD_HANDLING',
      having: prepared.having === null ? null : rewritten(prepared.having),
      qualify: prepared.qualify === null ? null : rewritten(prepared.qualify),
    },
    {
      items: prepared.items.map((item) => ({ ...item, node: withName(rewritten(item.node), item) })),
      lineages: prepared.items.map((item) =>
        lineageOf(item.node, {
          ofColumn: () => null,
          ofAggregate: (aggregate) => site.reference(aggregate),
          ofSubquery: (subquery) => subqueryLineage(subquery, room),
        }),
      ),
      row: site.reference('row'),
      room,
    },
  )
}

interface OverGroups {
  node: TreeNode
  from: TreeNode
  scope: Scope
  prepared: Prepared
  where: TreeNode | null
  room: LinedRoom
}

/** Anything over groups and open rows; where it groups once more, a group is made of all groups in it. */
function lineOverGroups({ node, from, scope, prepared, where, room }: OverGroups): Lined {
  const lined = lineFrom(from, room)
  const rewritten = (expression: TreeNode): TreeNode => followExpression(expression, scope, room.tour).node
  const rows = rowsOf(lined)
  const plain: LineageRoom = {
    ofColumn: (reference) => columnLineage(reference, scope, lined),
    ofAggregate: () => null,
    ofSubquery: (subquery) => subqueryLineage(subquery, room),
  }
  const gathered = (of: TreeNode | null, filter: TreeNode | null): TreeNode | null =>
    of === null ? null : call('flatten', [call('list', [of], { filter })])
  const over: LineageRoom = {
    ...plain,
    ofColumn: () => null,
    ofAggregate: (aggregate) => {
      const drawn = together(children(aggregate, 'children').map((part) => lineageOf(part, plain)))
      const filter = child(aggregate, 'filter')
      // `count(*)` and `count(key)` are made of the rows themselves.
      return gathered(drawn ?? rows, filter === null ? null : rewritten(filter))
    },
  }
  const room_ = prepared.aggregated ? over : plain
  return written(
    {
      ...node,
      from_table: lined.node,
      where_clause: where,
      group_expressions: prepared.keys.map((key) => ({ ...rewritten(key), alias: '' })),
      group_sets: prepared.sets,
      aggregate_handling: 'STANDARD_HANDLING',
      having: prepared.having === null ? null : rewritten(prepared.having),
      qualify: prepared.qualify === null ? null : rewritten(prepared.qualify),
    },
    {
      items: prepared.items.map((item) => ({ ...item, node: withName(rewritten(item.node), item) })),
      lineages: prepared.items.map((item) => lineageOf(item.node, room_)),
      row: prepared.aggregated ? gathered(rows, null) : rows,
      room,
    },
  )
}

function columnLineage(reference: TreeNode, scope: Scope, { places }: LinedFrom): TreeNode | null {
  const bound = findLocal(texts(reference, 'column_names'), scope)
  if (bound === null) return null
  const found = places
    .get(bound.source.alias.toLowerCase())
    ?.columns.find((item) => sameName(item.name, bound.column.name))
  return found?.sets == null ? null : column(bound.source.alias, found.sets)
}

const rowsOf = ({ places }: LinedFrom): TreeNode | null =>
  together([...places].map(([alias, { row }]) => (row === null ? null : column(alias, row))))

/** A number from a query of its own brings the groups of that query. */
function subqueryLineage(node: TreeNode, room: LinedRoom): TreeNode | null {
  const inner = child(child(node, 'subquery')!, 'node')
  if (text(node, 'subquery_type') !== 'SCALAR' || inner === null) throw new Unlisted('shape')
  const lined = lineQuery(inner, room)
  const sets = lined.columns[0]?.sets ?? null
  if (sets === null) return null
  const alias = room.tour.journey.hidden('s')
  return scalar(select({ items: [column(alias, sets)], from: subqueryFrom(lined.node, alias) }))
}

interface Written {
  items: { name: string; node: TreeNode }[]
  lineages: (TreeNode | null)[]
  row: TreeNode | null
  room: LinedRoom
}

/** The select list with its hidden columns after the visible. */
function written(node: TreeNode, { items, lineages, row, room }: Written): Lined {
  const hidden = new Map<string, { name: string; node: TreeNode }>()
  const keep = (lineage: TreeNode | null): string | null => {
    if (lineage === null) return null
    const key = keyOf(lineage)
    const kept = hidden.get(key) ?? { name: room.tour.journey.hidden('sets'), node: lineage }
    hidden.set(key, kept)
    return kept.name
  }
  const columns = items.map(({ name }, index) => ({ name, sets: keep(lineages[index] ?? null) }))
  const kept = keep(row)
  return {
    node: {
      ...node,
      select_list: [
        ...items.map((item) => item.node),
        ...[...hidden.values()].map((item) => named(item.node, item.name)),
      ],
    },
    columns,
    row: kept,
  }
}
