/**
 * What may be written at a place in a statement: columns behind an alias or table, tables behind a schema, and
 * otherwise columns of the tables the query around it names, tables, functions and keywords. Only what the permit and the
 * person's workspace hold is offered. Pure; ./monaco-language.ts brings it to the editor.
 */
import type { LibraryMacro } from '../../shared/model/macro.ts'
import type { Language } from '../ui/language.ts'
import { FUNCTIONS, KEYWORDS, TYPES } from './duckdb-words.ts'
import { scopeAt } from './query-scope.ts'

export interface KnownColumn {
  name: string
  type: string
  /** Title and note in the language on screen. */
  title: string
  note: string | null
}

export interface KnownTable {
  /** Null for tables of the workspace, which are addressed by name alone. */
  schema: string | null
  name: string
  title: string
  columns: KnownColumn[]
}

export interface Suggestion {
  kind: 'schema' | 'table' | 'column' | 'function' | 'macro' | 'keyword' | 'type'
  label: string
  insert: string
  detail: string
  /** Smaller comes first. */
  order: number
}

/** As SQL addresses the table; tables of one's own stand without a schema. */
export const addressOf = ({ schema, name }: Pick<KnownTable, 'schema' | 'name'>): string =>
  schema === null ? name : `${schema}.${name}`

const ofColumn = (column: KnownColumn, order: number): Suggestion => ({
  kind: 'column',
  label: column.name,
  insert: column.name,
  detail: `${column.type}  ${column.title}`.trim(),
  order,
})

/** What there is to offer: the tables of the permit in front and the macro library, in the language on screen. */
export interface Known {
  tables: readonly KnownTable[]
  macros: readonly LibraryMacro[]
  language: Language
}

/** `before` is the text of the statement up to the cursor, `statement` all of it. */
export function suggestionsAt(
  { before, statement }: { before: string; statement: string },
  { tables: given, macros, language }: Known,
): Suggestion[] {
  const { names: scope, tables } = scopeAt(statement, before.length, given)
  const qualifier = /([a-z_]\w*(?:\.[a-z_]\w*)?)\.\w*$/i.exec(before)?.[1]?.toLowerCase()
  if (qualifier !== undefined) {
    const table = scope.get(qualifier)
    if (table) return table.columns.map((column) => ofColumn(column, 0))
    return tables
      .filter(({ schema }) => schema?.toLowerCase() === qualifier)
      .map(({ name, title }) => ({ kind: 'table', label: name, insert: name, detail: title, order: 0 }))
  }
  const wantsTable = /\b(?:from|join|into|table|describe|summarize)\s+\w*$/i.test(before)
  const columns = new Map<string, Suggestion>()
  for (const table of new Set(scope.values())) {
    for (const column of table.columns) columns.set(column.name, ofColumn(column, wantsTable ? 5 : 0))
  }
  return [
    ...columns.values(),
    ...tables.map(
      (table): Suggestion => ({
        kind: 'table',
        label: addressOf(table),
        insert: addressOf(table),
        detail: table.title,
        order: wantsTable ? 0 : 2,
      }),
    ),
    ...macros
      .filter(({ returns }) => returns === (wantsTable ? 'table' : 'value'))
      .map(
        ({ name, parameters, title }): Suggestion => ({
          kind: 'macro',
          label: name,
          insert: `${name}(${parameters.join(', ')})`,
          detail: title[language],
          order: wantsTable ? 1 : 2,
        }),
      ),
    ...Object.entries(FUNCTIONS).map(
      ([name, detail]): Suggestion => ({ kind: 'function', label: name, insert: name, detail, order: 3 }),
    ),
    ...KEYWORDS.map(
      (word): Suggestion => ({ kind: 'keyword', label: word, insert: word, detail: '', order: 4 }),
    ),
    ...TYPES.map((word): Suggestion => ({ kind: 'type', label: word, insert: word, detail: '', order: 6 })),
  ]
}
