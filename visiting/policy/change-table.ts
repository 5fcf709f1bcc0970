/**
 * Changes of a researcher's own table, each written as the query whose rows the table holds afterwards. That query is
 * parsed, walked and measured like any other, so what a deleted or changed row rests on is followed, and the table is
 * replaced whole. Text is only put together here; every piece was parsed as one expression or one type before.
 */

import { quoted } from '../../shared/model/sql-text.ts'
import { WORK, type WorkspaceObject } from './context.ts'
import type { StatementHead, TableChange } from './statement-heads.ts'

/** A table of the researcher's own as it stands in SQL: catalog, schema and name, each quoted. */
export const ownPlace = (name: string): string =>
  `${quoted(WORK.catalog)}.${quoted(WORK.schema)}.${quoted(name)}`

type Head<Act extends StatementHead['act']> = Extract<StatementHead, { act: Act }>

const from = ({ name }: WorkspaceObject): string => `FROM ${ownPlace(name)} AS ${quoted(name)}`
const isNamed = (a: string) => (b: { name: string }) => a.toLowerCase() === b.name.toLowerCase()
/** Own lines, so that a comment at a piece's end ends there. */
const piece = (text: string): string => `(\n${text}\n)`
const asType = (text: string, type: string): string =>
  type === 'UNKNOWN' ? text : `CAST(${text} AS ${type})`

/** Rows of an empty table with these columns. */
export const emptyRows = (columns: { name: string; type: string }[]): string =>
  `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoted(name)}`).join(', ')} WHERE false`

/** Rows that stay: as in SQL, a condition that is NULL deletes nothing. */
export const rowsAfterDelete = (table: WorkspaceObject, { where }: Head<'delete'>): string =>
  `SELECT ${table.columns.map(({ name }) => quoted(name)).join(', ')} ${from(table)} WHERE ${
    where === null ? 'false' : `${piece(where)} IS DISTINCT FROM true`
  }`

/** All rows, changed where the condition holds; values are cast to their column's type, as UPDATE does. */
export function rowsAfterUpdate(table: WorkspaceObject, { sets, where }: Head<'update'>): string {
  const items = table.columns.map((column) => {
    const set = sets.find((one) => isNamed(one.column)(column))
    if (set === undefined) return quoted(column.name)
    const value = asType(piece(set.value), column.type)
    const changed =
      where === null ? value : `CASE WHEN ${piece(where)} THEN ${value} ELSE ${quoted(column.name)} END`
    return `${changed} AS ${quoted(column.name)}`
  })
  return `SELECT ${items.join(', ')} ${from(table)}`
}

/**
 * The query of the rows as they are after ALTER TABLE. A changed type is a CAST, so a value that does not fit
 * fails the statement; an added column holds what DEFAULT says, or NULL.
 */
export function rowsAfterAlter(table: WorkspaceObject, change: TableChange): string {
  const isChanged = isNamed(change.column)
  const items = table.columns.flatMap((column) => {
    const name = quoted(column.name)
    if (!isChanged(column)) return [name]
    if (change.kind === 'drop') return []
    if (change.kind === 'rename') return [`${name} AS ${quoted(change.to)}`]
    return change.kind === 'type' ? [`CAST(${name} AS ${change.type}) AS ${name}`] : [name]
  })
  if (change.kind === 'add')
    items.push(
      `CAST(${change.value === null ? 'NULL' : piece(change.value)} AS ${change.type}) AS ${quoted(change.column)}`,
    )
  return `SELECT ${items.join(', ')} ${from(table)}`
}

/** The first rows of a table that was made empty: given columns in their places, NULL in the others. */
export function firstRows(table: WorkspaceObject, names: string[], query: string): string {
  const items = table.columns.map(({ name, type }) => {
    const place = names.findIndex((given) => isNamed(given)({ name }))
    return `${asType(place < 0 ? 'NULL' : `given.c${place}`, type)} AS ${quoted(name)}`
  })
  return `SELECT ${items.join(', ')} FROM (\n${query}\n) AS given(${names.map((_, place) => `c${place}`).join(', ')})`
}

/** The table's rows and more of them, for rows whose facts do not fit those already there one by one. */
export const moreRows = (table: WorkspaceObject, names: string[], query: string): string =>
  `SELECT ${table.columns.map(({ name }) => quoted(name)).join(', ')} ${from(table)}
  UNION ALL ${firstRows(table, names, query)}`
