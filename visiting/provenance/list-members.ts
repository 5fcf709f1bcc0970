/** `listMembers`: writes a statement in the form that lists the persons behind each cell; see ./members.ts. */
import { type LinedRoom, lineQuery } from './lined-query.ts'
import type { TreeNode } from './measure.ts'
import { type ListMembers, type MembersPlan, Unlisted } from './members.ts'
import { Journey, Unfollowed } from './relation.ts'
import { child, column, exceeds, named, select, subqueryFrom, withoutPlaces } from './tree.ts'

/** Nodes of all trees together. */
const MOST_NODES = 100_000

/** The tree given stays as it is. Answers `unlisted` with why, rather than throw. */
export const listMembers: ListMembers = (statement, tables) => {
  const node = child(statement, 'node')
  if (node === null) throw new Error('a statement without a node')
  try {
    // Persons by their pseudonyms, which outlive an extract as its numbers do not.
    const journey = new Journey(tables, { numbers: false, masksFrom: Number.POSITIVE_INFINITY })
    const room: LinedRoom = { tour: { journey, ctes: new Map() }, lined: new Map(), entries: [], sites: [] }
    const lined = lineQuery(node, room)
    const whole = (query: TreeNode): TreeNode => ({ ...statement, node: withoutPlaces(query) })
    const alias = journey.hidden('s')
    const visible = lined.columns.map((_, index) => `v${index}`)
    // A table of keys alone: what is told is that the groups are there.
    const only = lined.columns.every(({ sets }) => sets === null) ? lined.row : null
    const sets = lined.columns.map((item, index) => (index === 0 ? (item.sets ?? only) : item.sets))
    const items = [
      ...visible.map((name) => named(column(alias, name), name)),
      ...sets.flatMap((name, index) => (name === null ? [] : [named(column(alias, name), `s${index}`)])),
    ]
    const rows = select({ items, from: subqueryFrom(lined.node, alias, visible) })
    const plan: MembersPlan = {
      rows: whole(rows),
      visible: visible.length,
      lined: sets.flatMap((name, index) => (name === null ? [] : [index])),
      sites: room.sites.map(({ site, entries }) => {
        const made = site.plan()
        const trees = made.trees.map((tree) => whole({ ...tree, cte_map: { map: entries } }))
        return { ...made, trees }
      }),
    }
    const trees = [plan.rows, ...plan.sites.flatMap((site) => site.trees)]
    if (exceeds(trees, MOST_NODES)) throw new Unlisted('shape')
    return plan
  } catch (problem) {
    if (problem instanceof Unlisted) return { unlisted: problem.why }
    if (problem instanceof Unfollowed)
      return { unlisted: OF_TABLES.has(problem.reason.code) ? 'data-changed' : 'shape' }
    throw problem
  }
}

/** Only results that were verified are listed: these say that a table it reads is no longer what it was. */
const OF_TABLES = new Set<string>([
  ...['table-unknown', 'workspace-unverified', 'workspace-lower-minimum', 'person-lost', 'rows-by-person'],
])
