/**
 * The explorer's rows: permit → database → table → column, filtered by a search over names and notes in both languages,
 * by words and readings as the catalog's search takes them.
 */
import type { LibraryMacro } from '../../shared/model/macro.ts'
import type { Permit, PermitColumn, PermitTable } from '../../shared/model/permit.ts'
import { fold, queryWords } from '../client/fold.ts'
import { sameWords } from '../client/synonyms.ts'
import type { OwnTable } from './known-tables.ts'

export type ExplorerNode =
  | { kind: 'database'; id: string; database: string; schema: string }
  | { kind: 'table'; id: string; table: PermitTable }
  | { kind: 'column'; id: string; table: PermitTable; column: PermitColumn }
  | { kind: 'workspace'; id: string }
  | { kind: 'own-table'; id: string; own: OwnTable }
  | { kind: 'own-column'; id: string; own: OwnTable; column: OwnTable['columns'][number] }
  | { kind: 'library'; id: string }
  | { kind: 'macro'; id: string; macro: LibraryMacro }

export interface ExplorerRow {
  node: ExplorerNode
  level: 0 | 1 | 2
  /** Null for rows that hold nothing. */
  open: boolean | null
}

export const WORKSPACE_ID = 'workspace'
const LIBRARY_ID = 'library'

interface Shown {
  permit: Permit
  own: readonly OwnTable[]
  macros: readonly LibraryMacro[]
  /** Ids of nodes a person closed (databases) or opened (tables). */
  toggled: ReadonlySet<string>
  search: string
}

const known = new Map<string, string>()

/** Folded once: names stay the same while somebody types. */
function folded(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  const { text: made } = fold(text)
  known.set(text, made)
  return made
}

/** Of each word that is looked for, whether it stands in one of the texts: as written, as read or by another name. */
function finder(search: string): Wanted['has'] {
  const words = queryWords(search).map(sameWords)
  return (...texts) => {
    const parts = texts.filter((text) => text !== null).map(folded)
    return words.map((ways) => ways.some((way) => parts.some((part) => part.includes(way))))
  }
}

const all = (found: readonly boolean[]): boolean => found.every(Boolean)

/** The rows of the tree as they stand, those folded away left out; a search opens what holds a hit. */
export function explorerRows({ permit, own, macros, toggled, search }: Shown): ExplorerRow[] {
  const has = finder(search)
  const isSearching = has().length > 0
  const rows: ExplorerRow[] = []
  for (const database of permit.databases) {
    const tables = permit.tables.filter((table) => table.database === database)
    const inside = tables.flatMap((table): ExplorerRow[] => {
      const { schema, name, nameJa, nameEn, noteJa, noteEn } = table
      const ofTable = has(database, `${schema}.${name}`, nameJa, nameEn, noteJa, noteEn)
      const own = all(ofTable)
      const found = table.columns.filter((column) => {
        const ofColumn = has(column.name, column.nameJa, column.nameEn, column.noteJa, column.noteEn)
        // `claims 傷病名`: the table may have one word, and the column the other.
        const isOne = !isSearching || ofColumn.some(Boolean)
        return isOne && all(ofColumn.map((one, at) => one || ofTable[at] === true))
      })
      if (!own && found.length === 0) return []
      const columns = own ? table.columns : found
      const id = `table ${table.schema}.${table.name}`
      // While searching, tables open where a column was found.
      const open = (isSearching && found.length > 0) !== toggled.has(id)
      const head: ExplorerRow = { node: { kind: 'table', id, table }, level: 1, open }
      const body = columns.map(
        (column): ExplorerRow => ({
          node: { kind: 'column', id: `${id}.${column.name}`, table, column },
          level: 2,
          open: null,
        }),
      )
      return open ? [head, ...body] : [head]
    })
    if (inside.length === 0) continue
    const id = `database ${database}`
    const open = !toggled.has(id)
    // What stands before a table's name in SQL; the open databases share one.
    const schema = [...new Set(tables.map((table) => table.schema))].join(', ')
    rows.push({ node: { kind: 'database', id, database, schema }, level: 0, open }, ...(open ? inside : []))
  }
  return rows.concat(workspaceRows(own, { has, toggled }), libraryRows(macros, { has, toggled, isSearching }))
}

interface Wanted {
  has(...texts: (string | null)[]): boolean[]
  toggled: ReadonlySet<string>
}

function workspaceRows(own: readonly OwnTable[], { has, toggled }: Wanted): ExplorerRow[] {
  const mine = own.filter((table) => all(has(table.name, ...table.columns.map(({ name }) => name))))
  if (mine.length === 0) return []
  const open = !toggled.has(WORKSPACE_ID)
  const rows: ExplorerRow[] = [{ node: { kind: 'workspace', id: WORKSPACE_ID }, level: 0, open }]
  if (!open) return rows
  for (const table of mine) {
    const id = `own ${table.name}`
    const shows = toggled.has(id)
    rows.push({ node: { kind: 'own-table', id, own: table }, level: 1, open: shows })
    if (!shows) continue
    for (const column of table.columns) {
      rows.push({
        node: { kind: 'own-column', id: `${id}.${column.name}`, own: table, column },
        level: 2,
        open: null,
      })
    }
  }
  return rows
}

/** The library is closed until somebody opens it or looks for something it has. */
function libraryRows(
  macros: readonly LibraryMacro[],
  { has, toggled, isSearching }: Wanted & { isSearching: boolean },
): ExplorerRow[] {
  const found = macros.filter(({ name, title }) => all(has(name, title.ja, title.en)))
  if (found.length === 0) return []
  const open = isSearching !== toggled.has(LIBRARY_ID)
  const head: ExplorerRow = { node: { kind: 'library', id: LIBRARY_ID }, level: 0, open }
  if (!open) return [head]
  return [
    head,
    ...found.map(
      (macro): ExplorerRow => ({
        node: { kind: 'macro', id: `macro ${macro.name}`, macro },
        level: 1,
        open: null,
      }),
    ),
  ]
}

/** Names of a table's columns as they are listed in a SELECT; null for what has none. */
export function columnListOf(node: ExplorerNode): string | null {
  const columns =
    node.kind === 'table' ? node.table.columns : node.kind === 'own-table' ? node.own.columns : []
  return columns.length === 0 ? null : columns.map(({ name }) => name).join(', ')
}

/** A query to begin with: a table's columns under each other, to be cut down to what is wanted; null for what has none. */
export function queryOf(node: ExplorerNode): { name: string; sql: string } | null {
  const address = insertionOf(node)
  const columns = columnListOf(node)
  if (address === null || columns === null) return null
  const listed = columns.replaceAll(', ', ',\n  ')
  return { name: address, sql: `SELECT\n  ${listed}\nFROM ${address}\nLIMIT 100` }
}

/** Where the catalog describes a table or column, as an address of the window; null for the person's own. */
export function catalogAddressOf(node: ExplorerNode): string | null {
  if (node.kind !== 'table' && node.kind !== 'column') return null
  const { database, name } = node.table
  return ['~/catalog', database, name, ...(node.kind === 'column' ? [node.column.name] : [])].join('/')
}

/** What a double click writes into the editor; null for headings. */
export function insertionOf(node: ExplorerNode): string | null {
  switch (node.kind) {
    case 'table':
      return `${node.table.schema}.${node.table.name}`
    case 'own-table':
      return node.own.name
    case 'column':
    case 'own-column':
      return node.column.name
    case 'macro':
      return node.macro.example.replace(/^FROM /, '')
    default:
      return null
  }
}

/** The row of a table; of the workspace where it has no schema. */
export const tableIdOf = ({ schema, name }: { schema: string | null; name: string }): string =>
  schema === null ? `own ${name}` : `table ${schema}.${name}`

/** What is opened and closed once a table with its columns is in sight. */
export function openFor(
  wanted: { schema: string | null; name: string },
  { permit, ids }: { permit: Permit; ids: ReadonlySet<string> },
): ReadonlySet<string> {
  const table = permit.tables.find(({ schema, name }) => schema === wanted.schema && name === wanted.name)
  const next = new Set(ids)
  next.delete(wanted.schema === null || !table ? WORKSPACE_ID : `database ${table.database}`)
  next.add(tableIdOf(wanted))
  return next
}
