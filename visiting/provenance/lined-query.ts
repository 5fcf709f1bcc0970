/**
 * Queries with, beside every visible column, a hidden one that names the groups of persons its values were made of.
 * CTEs stay under their own names for whoever reads them as they are, and stand once more, lined, under a hidden one.
 */
import { renamed } from './from-clause.ts'
import { lineSelect } from './lined-select.ts'
import type { TreeNode } from './measure.ts'
import type { MemberSite } from './member-site.ts'
import { Unlisted } from './members.ts'
import { followQuery, type Tour } from './query.ts'
import { type Relation, Unfollowed } from './relation.ts'
import { call, child, children, column, named, nothing, select, subqueryFrom, text, texts } from './tree.ts'

export interface LinedColumn {
  name: string
  /** Hidden column with the groups; null: made of none. */
  sets: string | null
}

/** Rows of groups (or of open data), lined. */
export interface Lined {
  node: TreeNode
  columns: LinedColumn[]
  /** Hidden column with the groups a row itself is; null for open rows. */
  row: string | null
}

export interface LinedRoom {
  tour: Tour
  /** CTEs in reach that are groups, by lower-case name: under which name they stand lined, or why they do not. */
  lined: ReadonlyMap<string, { as: string; lined: Lined } | Unlisted>
  /** Every CTE in reach as an entry of the tree, outermost first; sites are queries of their own and need them. */
  entries: TreeNode[]
  sites: { site: MemberSite; entries: TreeNode[] }[]
}

/** Throws `Unlisted`, or `Unfollowed` where the query could not have been measured either. */
export function lineQuery(node: TreeNode, room: LinedRoom): Lined {
  room.tour.journey.step()
  const map = child(node, 'cte_map')
  const given = map === null ? [] : children(map, 'map')
  const inner = withCtes(given, room)
  const body: TreeNode = map === null ? node : { ...node, cte_map: { ...map, map: [] } }
  const lined = lineBody(body, inner)
  const own = inner.entries.slice(room.entries.length)
  if (own.length === 0) return lined
  return { ...lined, node: { ...lined.node, cte_map: { map: own } } }
}

function lineBody(node: TreeNode, room: LinedRoom): Lined {
  switch (text(node, 'type')) {
    case 'SELECT_NODE':
      return lineSelect(node, room)
    case 'SET_OPERATION_NODE':
      return lineUnion(node, room)
    default:
      throw new Unlisted('shape')
  }
}

function withCtes(given: TreeNode[], room: LinedRoom): LinedRoom {
  const { journey } = room.tour
  const ctes = new Map(room.tour.ctes)
  const lined = new Map(room.lined)
  const entries = [...room.entries]
  for (const entry of given) {
    const name = text(entry, 'key').toLowerCase()
    // Sites are lifted out of where they stand: a name must mean one thing everywhere.
    if (ctes.has(name)) throw new Unlisted('shape')
    const value = child(entry, 'value')!
    const holder = child(value, 'query')!
    const node = child(holder, 'node')!
    const aliases = texts(value, 'aliases')
    const followed = followQuery(node, { journey, ctes: new Map(ctes) }, null)
    ctes.set(name, renamed(followed.relation, aliases))
    const put = (key: string, query: TreeNode): void => {
      entries.push({ ...entry, key, value: { ...value, query: { ...holder, node: query } } })
    }
    put(text(entry, 'key'), followed.node)
    if (!hasGroups(followed.relation)) continue
    const as = journey.hidden('lined')
    try {
      const made = lineQuery(node, { ...room, tour: { journey, ctes }, lined, entries: [...entries] })
      put(as, made.node)
      const columns = made.columns.map((item, index) => ({ ...item, name: aliases[index] ?? item.name }))
      lined.set(name, { as, lined: { ...made, columns } })
    } catch (problem) {
      lined.set(name, unlistedBy(problem))
    }
  }
  return { ...room, tour: { journey, ctes }, lined, entries }
}

/** What cannot be listed matters only where it is read. */
function unlistedBy(problem: unknown): Unlisted {
  if (problem instanceof Unlisted) return problem
  if (problem instanceof Unfollowed) return new Unlisted('shape')
  throw problem
}

/** True where a value may rest on groups of persons; open rows with a group's number beside them among these. */
const hasGroups = (relation: Relation): boolean =>
  relation.level === 'group' || (relation.level === 'open' && relation.columns.some((item) => !item.open))

/** UNION: both halves under each other; without ALL, rows that are the same are one, made of the groups of both. */
function lineUnion(node: TreeNode, room: LinedRoom): Lined {
  if (text(node, 'setop_type') !== 'UNION') throw new Unlisted('shape')
  const { journey } = room.tour
  const halves = (['left', 'right'] as const).map((side) => {
    const query = child(node, side)!
    const level = followQuery(query, room.tour, null).relation.level
    if (level === 'person') throw new Unlisted('shape')
    return lineQuery(query, room)
  })
  const [first, second] = halves
  if (first!.columns.length !== second!.columns.length) throw new Unlisted('shape')
  const sets = first!.columns.map((item, index) =>
    item.sets === null && second!.columns[index]!.sets === null ? null : journey.hidden('sets'),
  )
  const row = halves.every((half) => half.row === null) ? null : journey.hidden('row')
  const written = halves.map((half) => {
    const alias = journey.hidden('s')
    const names = half.columns.map(() => journey.hidden('c'))
    const hidden = (name: string | null): TreeNode => (name === null ? nothing() : column(alias, name))
    return select({
      items: [
        ...names.map((name, index) => named(column(alias, name), first!.columns[index]!.name)),
        ...sets.flatMap((name, index) =>
          name === null ? [] : [named(hidden(half.columns[index]!.sets), name)],
        ),
        ...(row === null ? [] : [named(hidden(half.row), row)]),
      ],
      from: subqueryFrom(half.node, alias, names),
    })
  })
  const columns = first!.columns.map(({ name }, index) => ({ name, sets: sets[index]! }))
  const all: Lined = {
    node: { ...node, setop_all: true, left: written[0]!, right: written[1]!, modifiers: [] },
    columns,
    row,
  }
  const modifiers = children(node, 'modifiers')
  const made = node.setop_all === true ? all : distinctRows(all, room)
  return { ...made, node: { ...made.node, modifiers } }
}

/** DISTINCT over lined rows: one row for all that are the same, made of the groups of all of them. */
export function distinctRows(lined: Lined, { tour }: LinedRoom): Lined {
  const alias = tour.journey.hidden('s')
  const names = lined.columns.map(() => tour.journey.hidden('c'))
  const gathered = (name: string): TreeNode => call('flatten', [call('list', [column(alias, name)])])
  const hidden = [...lined.columns.map(({ sets }) => sets), lined.row].filter((name) => name !== null)
  return {
    ...lined,
    node: select({
      items: [
        ...names.map((name, index) => named(column(alias, name), lined.columns[index]!.name)),
        ...[...new Set(hidden)].map((name) => named(gathered(name), name)),
      ],
      from: subqueryFrom(lined.node, alias, names),
      groups: names.map((name) => column(alias, name)),
    }),
  }
}
