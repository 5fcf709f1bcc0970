/**
 * Follows what stands in FROM: tables, CTEs, subqueries, joins. Two rows joined on person identity stay one person's;
 * joined on anything else they rest on a person of each side.
 */
import { hiddenSchema } from '../../shared/model/person-ordinals.ts'
import { followTableFunction, followValues } from './from-functions.ts'
import { joinScopes } from './joins.ts'
import { relationOf } from './known-tables.ts'
import type { TreeNode } from './measure.ts'
import { followPivot } from './pivot.ts'
import { followQuery, type Tour } from './query.ts'
import { type Followed, type Relation, sameName, Unfollowed } from './relation.ts'
import { type Outer, type Scope, scopeOf } from './scope.ts'
import { child, text, texts } from './tree.ts'

export interface FollowedFrom {
  node: TreeNode
  scope: Scope
}

/** The clause rewritten, with the scope it makes. Throws `Unfollowed`. */
export function followFrom(node: TreeNode, tour: Tour, outer: Outer | null): FollowedFrom {
  if (child(node, 'sample') !== null) throw new Unfollowed('sample')
  switch (text(node, 'type')) {
    case 'EMPTY':
      return {
        node,
        scope: scopeOf({ level: 'open', columns: [], databases: [], chosen: null, single: true }, ''),
      }
    case 'BASE_TABLE':
      return followTable(node, tour)
    case 'SUBQUERY':
      return followSubqueryFrom(node, tour, outer)
    case 'JOIN':
      return joinScopes(node, tour, outer, followFrom)
    case 'PIVOT':
      return followPivot(node, tour, outer, followFrom)
    case 'TABLE_FUNCTION':
      return followTableFunction(node, tour, outer)
    case 'EXPRESSION_LIST':
      return followValues(node, tour, outer)
    default:
      throw new Unfollowed('shape', { shape: text(node, 'type').toLowerCase() })
  }
}

function followTable(node: TreeNode, tour: Tour): FollowedFrom {
  const name = text(node, 'table_name')
  const [catalog, schema] = [text(node, 'catalog_name'), text(node, 'schema_name')]
  const aliases = texts(node, 'column_name_alias')
  const alias = text(node, 'alias') || name
  if (child(node, 'at_clause') !== null) throw new Unfollowed('shape', { shape: 'AT' })
  const cte = catalog === '' && schema === '' ? tour.ctes.get(name.toLowerCase()) : undefined
  const table = cte === undefined ? tour.journey.table(catalog, schema, name) : null
  if (cte === undefined && table === null) throw new Unfollowed('table-unknown', { table: name })
  const numbers = tour.journey.ways.numbers && (table?.numbered ?? null) !== null
  const relation = cte ?? relationOf(table!, { numbers })
  tour.journey.noteBounds(table?.plan ?? null)
  if (numbers) tour.journey.readNumbered(table!.numbered!)
  const read = numbers ? { ...node, schema_name: hiddenSchema(table!.schema), alias } : node
  return { node: read, scope: scopeOf(renamed(relation, aliases), alias) }
}

function followSubqueryFrom(node: TreeNode, tour: Tour, outer: Outer | null): FollowedFrom {
  const subquery = child(node, 'subquery')
  const inner = subquery === null ? null : child(subquery, 'node')
  if (subquery === null || inner === null) throw new Unfollowed('shape', { shape: 'subquery' })
  return subqueryOver(node, followQuery(inner, tour, outer), tour)
}

/** A subquery in FROM with its query in the form it was followed in. */
export function subqueryOver(node: TreeNode, followed: Followed, tour: Tour): FollowedFrom {
  const alias = text(node, 'alias') || tour.journey.hidden('s')
  return {
    node: { ...node, alias, subquery: { ...child(node, 'subquery'), node: followed.node } },
    scope: scopeOf(renamed(followed.relation, texts(node, 'column_name_alias')), alias),
  }
}

/** `AS t(a, b)` renames the first columns; hidden ones come after the visible and keep their names. */
export function renamed(relation: Relation, names: string[]): Relation {
  if (names.length === 0) return relation
  if (names.length > relation.columns.length) throw new Unfollowed('name-unknown', { name: names.at(-1)! })
  const renames = new Map<string, string>()
  const columns = relation.columns.map((column, index) => {
    const name = names[index] ?? column.name
    renames.set(column.name.toLowerCase(), name)
    return { ...column, name }
  })
  if (relation.level === 'open') return { ...relation, columns }
  if (relation.level === 'group')
    return {
      ...relation,
      columns,
      ordered: relation.ordered?.map((name) => renames.get(name.toLowerCase())!),
      keyedBy: relation.keyedBy?.map((name) => renames.get(name.toLowerCase())!),
    }
  const moved = (name: string): string =>
    relation.columns.some((column) => sameName(column.name, name))
      ? (renames.get(name.toLowerCase()) ?? name)
      : name
  return {
    ...relation,
    columns,
    persons: relation.persons.map((person) => ({ ...person, name: moved(person.name) })),
    institution: relation.institution === null ? null : moved(relation.institution),
  }
}
