/** FROM of a query over groups: every table in it that is a group, lined. */
import { followFrom } from './from-clause.ts'
import { type Lined, type LinedRoom, lineQuery } from './lined-query.ts'
import { lineSelect } from './lined-select.ts'
import type { TreeNode } from './measure.ts'
import { Unlisted } from './members.ts'
import { asGrouping } from './pivot.ts'
import { child, isNode, subqueryFrom, text, texts } from './tree.ts'

export interface LinedFrom {
  node: TreeNode
  /** By lower-case alias. */
  places: ReadonlyMap<string, Lined>
}

/** Gives every subquery and pivot of a FROM clause a name, so that both ways of following it call it the same. */
export function aliased(node: TreeNode, { tour }: LinedRoom): TreeNode {
  if (text(node, 'type') === 'JOIN') {
    const [left, right] = [child(node, 'left'), child(node, 'right')]
    if (left === null || right === null) throw new Unlisted('shape')
    return {
      ...node,
      left: aliased(left, { tour } as LinedRoom),
      right: aliased(right, { tour } as LinedRoom),
    }
  }
  const nameless = ['SUBQUERY', 'PIVOT'].includes(text(node, 'type')) && text(node, 'alias') === ''
  return nameless ? { ...node, alias: tour.journey.hidden('s') } : node
}

/** `places` say where, by alias, the hidden columns stand. Throws `Unlisted`. */
export function lineFrom(node: TreeNode, room: LinedRoom): LinedFrom {
  switch (text(node, 'type')) {
    case 'EMPTY':
    case 'TABLE_FUNCTION':
    case 'EXPRESSION_LIST':
      return { node, places: new Map() }
    case 'BASE_TABLE':
      return lineTable(node, room)
    case 'SUBQUERY': {
      const holder = child(node, 'subquery')!
      const lined = lineQuery(child(holder, 'node')!, room)
      return placed({ ...node, subquery: { ...holder, node: lined.node } }, lined)
    }
    case 'JOIN': {
      const [left, right] = [lineFrom(child(node, 'left')!, room), lineFrom(child(node, 'right')!, room)]
      return {
        node: { ...node, left: left.node, right: right.node },
        places: new Map([...left.places, ...right.places]),
      }
    }
    case 'PIVOT':
      return linePivot(node, room)
    default:
      throw new Unlisted('shape')
  }
}

function placed(node: TreeNode, lined: Lined): LinedFrom {
  const aliases = texts(node, 'column_name_alias')
  const columns = lined.columns.map((item, index) => ({ ...item, name: aliases[index] ?? item.name }))
  return { node, places: new Map([[text(node, 'alias').toLowerCase(), { ...lined, columns }]]) }
}

function lineTable(node: TreeNode, room: LinedRoom): LinedFrom {
  const name = text(node, 'table_name')
  const [catalog, schema] = [text(node, 'catalog_name'), text(node, 'schema_name')]
  if (catalog === '' && schema === '' && room.tour.ctes.has(name.toLowerCase())) {
    const known = room.lined.get(name.toLowerCase())
    if (known instanceof Unlisted) throw known
    if (known === undefined) return { node, places: new Map() }
    return placed({ ...node, table_name: known.as, alias: text(node, 'alias') || name }, known.lined)
  }
  // A table of groups in the workspace: who was in them was not kept with it.
  if (room.tour.journey.table(catalog, schema, name)?.level !== 'open') throw new Unlisted('stored-groups')
  return { node, places: new Map() }
}

/** PIVOT of persons' rows is a grouping. */
function linePivot(node: TreeNode, room: LinedRoom): LinedFrom {
  const source = child(node, 'source')
  if (!isNode(source ?? undefined) || source === null) throw new Unlisted('shape')
  const [only, ...more] = followFrom(source, room.tour, null).scope.sources
  if (only === undefined || more.length > 0) throw new Unlisted('shape')
  const lined = lineSelect({ ...asGrouping(node, only.relation.columns), from_table: source }, room)
  const alias = text(node, 'alias')
  return placed(subqueryFrom(lined.node, alias), lined)
}
