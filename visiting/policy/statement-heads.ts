/** Statements beyond SELECT that a workspace needs, read from their heads; null where a text is none of them. */
import { WORK } from './context.ts'
import { type HeadReader, headReader } from './head-reader.ts'

/** A piece of the researcher's text, with where it began. */
export interface Piece {
  text: string
  offset: number
}

export interface MacroParameter {
  name: string
  default: string | null
}

export type StatementHead =
  | {
      act: 'create-table'
      name: string
      orReplace: boolean
      ifNotExists: boolean
      columns: string[]
      query: Piece
    }
  | {
      act: 'create-view'
      name: string
      orReplace: boolean
      ifNotExists: boolean
      columns: string[]
      query: Piece
    }
  | {
      act: 'create-macro'
      name: string
      orReplace: boolean
      ifNotExists: boolean
      parameters: MacroParameter[]
      returns: 'value' | 'table'
      body: Piece
    }
  | { act: 'insert'; name: string; columns: string[]; query: Piece }
  | { act: 'drop'; kind: 'table' | 'view' | 'macro'; name: string; ifExists: boolean }
  | { act: 'explain'; query: Piece }

/** The first bare word of a text, in capitals; empty where it begins with something else. */
export const firstWord = (sql: string): string => headReader(sql).name()?.toUpperCase() ?? ''

export function readHead(sql: string): StatementHead | null {
  const head = headReader(sql)
  if (head.takes('CREATE')) return create(head)
  if (head.takes('INSERT')) return insert(head)
  if (head.takes('DROP')) return drop(head)
  // EXPLAIN ANALYZE and its options are words or marks that no query begins with.
  if (head.takes('EXPLAIN')) return { act: 'explain', query: head.rest() }
  return null
}

function create(head: HeadReader): StatementHead | null {
  const orReplace = head.takes('OR') && head.takes('REPLACE')
  const made = head.takes('TABLE')
    ? 'create-table'
    : head.takes('VIEW')
      ? 'create-view'
      : head.takes('MACRO') || head.takes('FUNCTION')
        ? 'create-macro'
        : null
  if (made === null) return null
  const ifNotExists = head.takes('IF') && head.takes('NOT') && head.takes('EXISTS')
  const name = ownName(head)
  if (name === null) return null
  if (made === 'create-macro') return macro(head, { name, orReplace, ifNotExists })
  const columns = head.takesMark('(') ? nameList(head) : []
  if (columns === null || !head.takes('AS')) return null
  return { act: made, name, orReplace, ifNotExists, columns, query: head.rest() }
}

function macro(
  head: HeadReader,
  made: { name: string; orReplace: boolean; ifNotExists: boolean },
): StatementHead | null {
  if (!head.takesMark('(')) return null
  const parameters: MacroParameter[] = []
  while (!head.takesMark(')')) {
    if (parameters.length > 0 && !head.takesMark(',')) return null
    const name = head.name()
    if (name === null) return null
    const hasDefault = head.takesMark(':=')
    parameters.push({ name, default: hasDefault ? head.untilCommaOrEnd() : null })
  }
  if (!head.takes('AS')) return null
  const returns = head.takes('TABLE') ? 'table' : 'value'
  return { act: 'create-macro', ...made, parameters, returns, body: head.rest() }
}

function insert(head: HeadReader): StatementHead | null {
  if (!head.takes('INTO')) return null
  const name = ownName(head)
  if (name === null) return null
  // A parenthesis may also begin the query itself.
  const before = head.rest()
  const columns = head.takesMark('(') ? nameList(head) : []
  return columns === null
    ? { act: 'insert', name, columns: [], query: before }
    : { act: 'insert', name, columns, query: head.rest() }
}

function drop(head: HeadReader): StatementHead | null {
  const kind = head.takes('TABLE')
    ? 'table'
    : head.takes('VIEW')
      ? 'view'
      : head.takes('MACRO') || head.takes('FUNCTION')
        ? 'macro'
        : null
  if (kind === null) return null
  if (kind === 'macro') head.takes('TABLE')
  const ifExists = head.takes('IF') && head.takes('EXISTS')
  const name = ownName(head)
  return name === null || !head.isAtEnd() ? null : { act: 'drop', kind, name, ifExists }
}

/** `name`, `main.name`, `work.name` or `work.main.name`; null for any other place. */
function ownName(head: HeadReader): string | null {
  const parts: string[] = []
  do {
    const part = head.name()
    if (part === null) return null
    parts.push(part)
  } while (head.takesMark('.'))
  const name = parts.pop() ?? null
  const place = parts.join('.').toLowerCase()
  return ['', WORK.schema, WORK.catalog, `${WORK.catalog}.${WORK.schema}`].includes(place) ? name : null
}

/** Names up to the closing parenthesis; null where something else stands between. */
function nameList(head: HeadReader): string[] | null {
  const names: string[] = []
  do {
    const name = head.name()
    if (name === null) return null
    names.push(name)
  } while (head.takesMark(','))
  return head.takesMark(')') ? names : null
}
