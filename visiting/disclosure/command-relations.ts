/** Relations that a file declares between cells of the tables on the command line. */
import { TOTAL } from './cell-table.ts'
import { CommandRefusal } from './command-words.ts'
import { type CsvTable, columnOf, readKey } from './csv-table.ts'
import type { NestedColumns } from './nested-columns.ts'
import type { KeyedCell, KeyedTie, TieError } from './ties.ts'

/** A tie, and what is said when it does not fit. */
export interface NamedTie {
  relation: string
  tie: KeyedTie
  /** Table and key of each of its cells in words. */
  wordsOf(cell: KeyedCell): { file: string; key: string }
}

interface NamedTable {
  file: string
  dims: readonly string[]
  columns: NestedColumns
}

const ROLES = new Map([
  ['whole', 'whole'],
  ['total', 'whole'],
  ['全体', 'whole'],
  ['合計', 'whole'],
  ['part', 'part'],
  ['部分', 'part'],
  ['内訳', 'part'],
] as const)

/** Lines of one relation are one number, or with a column `role` a whole and its parts. Throws CommandRefusal. */
export function readTies(csv: CsvTable, tables: readonly NamedTable[]): NamedTie[] {
  const { file, columns, records } = csv
  const namePlace = columnOf(csv, 'relation')
  const filePlace = columns.indexOf('file')
  const rolePlace = columns.indexOf('role')
  const relations = new Map<string, { cell: KeyedCell; role: string | null }[]>()
  for (const { line, fields } of records) {
    const named = filePlace < 0 ? '' : fields[filePlace]!
    const table = tables.length === 1 && named === '' ? 0 : tables.findIndex((one) => one.file === named)
    const known = tables.map((one) => one.file).join(', ')
    if (table < 0) throw new CommandRefusal('relation-file', { file, line, value: named, known })
    const { dims, columns: nested } = tables[table]!
    const key = dims.map((column) => {
      const place = columns.indexOf(column)
      const field = place < 0 ? '' : fields[place]!
      return field === '' ? null : readKey(field, { file, line, column })
    })
    const role =
      rolePlace < 0 ? null : ROLES.get(fields[rolePlace]!.normalize('NFKC').toLowerCase() as 'whole')
    if (role === undefined)
      throw new CommandRefusal('relation-role', { file, line, value: fields[rolePlace]! })
    const relation = fields[namePlace]!
    relations.set(relation, [
      ...(relations.get(relation) ?? []),
      { cell: { table, key: nested.nest(key) }, role },
    ])
  }
  const wordsOf = ({ table, key }: KeyedCell) => {
    const { file: of, dims, columns: nested } = tables[table]!
    const full = nested.unnest(key)
    return { file: of, key: dims.map((dim, d) => `${dim}=${full[d] ?? TOTAL}`).join(', ') }
  }
  return [...relations].flatMap(([relation, cells]): NamedTie[] => {
    const wholes = rolePlace < 0 ? cells.slice(0, 1) : cells.filter(({ role }) => role === 'whole')
    const parts = rolePlace < 0 ? cells.slice(1) : cells.filter(({ role }) => role === 'part')
    const [whole] = wholes
    if (!whole || wholes.length > 1 || parts.length === 0)
      throw new CommandRefusal('relation-cells', { file, relation })
    const named = (tie: KeyedTie): NamedTie => ({ relation, tie, wordsOf })
    if (rolePlace >= 0) return [named({ whole: whole.cell, parts: parts.map(({ cell }) => cell) })]
    return parts.map(({ cell }) => named({ whole: whole.cell, parts: [cell] }))
  })
}

/** A tie that does not fit the tables, in words. */
export function tieRefusal({ tie, unknown, sums }: TieError, ties: readonly NamedTie[]): CommandRefusal {
  const { relation, wordsOf } = ties[tie]!
  if (unknown) return new CommandRefusal('relation-unknown', { relation, ...wordsOf(unknown) })
  return new CommandRefusal('relation-differs', { relation, value: sums![0], sum: sums![1] })
}
