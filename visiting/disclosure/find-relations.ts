/**
 * Relations between the numbers of tables that leave together: keys within keys, columns that are sums of others, cells
 * that several tables show.
 *
 * What is protected rests on every number. What is told rests on those that may be told, however the others fit in:
 * whoever puts a guess into a table would otherwise read off which guess adds up with a hidden number.
 */
import type { Relation } from '../../shared/model/protection.ts'
import type { Member, TableAtWork } from './additive-problem.ts'
import { findAdditiveParts, keyedTable } from './additive-structure.ts'
import { findHierarchies, type Hierarchies } from './hierarchies.ts'
import { canLink, linkTables } from './linked-tables.ts'
import { isAdditive, isTold, type TableInput } from './table-input.ts'

/** Relations as whoever asks for them may be told. */
export function relationsOf(
  tables: readonly TableAtWork[],
  {
    members,
    declined,
    found,
  }: { members: readonly Member[]; declined: ReadonlySet<string> /** In all keys. */; found: Hierarchies },
): Relation[] {
  const inputs = tables.map(({ input }) => input)
  return [
    ...keyRelations(inputs, { declined, found: inputs.every(tellsAllKeys) ? found : null }),
    ...inputs.flatMap((input, place) => sumRelations(whereTold(input), { place, declined })),
    ...groupMembers(members.map(toldOf), { declined }).relations,
  ]
}

/** Rows of which every cell may be told. */
const whereTold = (input: TableInput): TableInput => ({
  ...input,
  rows: input.rows.filter((row) => input.columns.every((_, column) => isTold(row, column))),
})

/** A part that knows no number but those that may be told; margins that were computed hold others. */
function toldOf(member: Member): Member {
  const { rows, columns } = member.at.input
  if (rows.every((row) => columns.every((_, column) => isTold(row, column)))) return member
  const told = new Set(
    member.table.cells.filter((_, k) => {
      const place = member.part.places[k]
      return place && isTold(rows[place.row]!, place.column)
    }),
  )
  return { ...member, valueOf: (cell) => (told.has(cell) ? member.valueOf(cell) : null) }
}

const isKey = ({ role }: TableInput['columns'][number]) => role === 'key'

const tellsAllKeys = ({ columns, rows }: TableInput) =>
  rows.every((row) => columns.every((column, c) => isTold(row, c) || (!isKey(column) && !isAdditive(column))))

function keyRelations(
  inputs: readonly TableInput[],
  { declined, found }: { declined: ReadonlySet<string>; found: Hierarchies | null },
): Relation[] {
  const { levels, within } = found ?? findHierarchies(inputs.map((input) => keyedTable(keysTold(input))))
  const trees = [
    ...[...levels.values()].map(({ column, under }) => ({ column, under })),
    ...[...within.keys()].map((column) => ({ column, under: column })),
  ]
  return trees.map(({ column, under }) => {
    const id = `hierarchy:${under}>${column}`
    const items = inputs.flatMap(({ columns }, place) =>
      columns.some((one) => isKey(one) && (one.name === column || one.name === under)) ? [place] : [],
    )
    const columns = [...new Set([under, column])]
    return { id, kind: 'hierarchy', items, columns, cells: null, declined: declined.has(id), places: [] }
  })
}

/** Rows of which every key may be told, without the numbers that may not. */
export const keysTold = ({ columns, rows, ...input }: TableInput): TableInput =>
  rows.every((row) => columns.every((_, c) => isTold(row, c)))
    ? { ...input, columns, rows }
    : {
        ...input,
        columns,
        rows: rows
          .filter((row) => columns.every((column, c) => !isKey(column) || isTold(row, c)))
          .map((row) => ({ ...row, values: row.values.map((value, c) => (isTold(row, c) ? value : null)) })),
      }

/** Columns of one table that are sums of others, or the same. */
export function sumRelations(
  input: TableInput,
  { place, declined }: { place: number; declined: ReadonlySet<string> },
): Relation[] {
  return findAdditiveParts(input, { wide: true }).parts.map((part): Relation => {
    const columns = part.columns.map((column) => input.columns[column]!.name)
    const id = `columns:${place}:${columns.join('+')}`
    return {
      id,
      kind: 'columns',
      items: [place],
      columns,
      cells: null,
      declined: declined.has(id),
      places: [],
    }
  })
}

/** Parts of different tables that have cells in common and agree on them go together. */
export function groupMembers(
  members: readonly Member[],
  { declined }: { declined: ReadonlySet<string> },
): { groups: Member[][]; relations: Relation[] } {
  const relations: Relation[] = []
  const groups: Member[][] = []
  for (const member of members) {
    const linked = groups.find((group) => {
      // Beside a table that nobody measured, what is hidden in one that was measured would tell what that one holds.
      const fits =
        group[0]!.part.unit === member.part.unit &&
        group[0]!.at.input.verified === member.at.input.verified &&
        !group.some(({ place }) => place === member.place)
      if (!fits || !canLink([...group, member])) return false
      const cells = sharedCells(group, member)
      if (cells === 0) return false
      const places = [...group.map(({ place }) => place), member.place]
      const id = `shared:${places.join('+')}:${member.part.unit}`
      const columns = [
        ...new Set([...group, member].map(({ at, part }) => at.input.columns[part.columns[0]!]!.name)),
      ]
      relations.push({
        id,
        kind: 'shared',
        items: places,
        columns,
        cells,
        declined: declined.has(id),
        places: [],
      })
      return !declined.has(id)
    })
    if (linked) linked.push(member)
    else groups.push([member])
  }
  return { groups, relations }
}

/** Cells of a table that a group has too, computed margins among them; zeros say nothing. */
function sharedCells(group: readonly Member[], member: Member): number {
  const { ids, values } = linkTables([...group, member], { behind: false })
  const known = new Set(ids.slice(0, group.length).flatMap((cells) => [...cells]))
  return [...ids.at(-1)!].filter((id) => known.has(id) && (values[id] ?? 0) > 0).length
}
