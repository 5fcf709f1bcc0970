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

export type TableChange =
  | { kind: 'add'; column: string; type: string; value: string | null }
  | { kind: 'drop'; column: string }
  | { kind: 'rename'; column: string; to: string }
  | { kind: 'type'; column: string; type: string }

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
  | { act: 'create-empty'; name: string; orReplace: boolean; columns: { name: string; type: string }[] }
  | { act: 'insert'; name: string; columns: string[]; query: Piece }
  | { act: 'delete'; name: string; where: string | null }
  | { act: 'update'; name: string; sets: { column: string; value: string }[]; where: string | null }
  | { act: 'alter'; name: string; change: TableChange }
  | { act: 'drop'; kind: 'table' | 'view' | 'macro'; name: string; ifExists: boolean }
  | { act: 'explain'; query: Piece }

/** The first bare word of a text, in capitals; empty where it begins with something else. */
export const firstWord = (sql: string): string => headReader(sql).name()?.toUpperCase() ?? ''

/**
 * The head taken apart; null where `sql` is none of these statements, or is written in a way that is not
 * known here.
 */
export function readHead(sql: string): StatementHead | null {
  const head = headReader(sql)
  if (head.takes('CREATE')) return create(head)
  if (head.takes('INSERT')) return insert(head)
  if (head.takes('DROP')) return drop(head)
  if (head.takes('DELETE')) return deletion(head)
  if (head.takes('UPDATE')) return update(head)
  if (head.takes('ALTER')) return alter(head)
  // EXPLAIN ANALYZE and its options are words or marks that no query begins with.
  if (head.takes('EXPLAIN')) return { act: 'explain', query: head.rest() }
  return null
}

function create(head: HeadReader): StatementHead | null {
  const orReplace = head.takes('OR') && head.takes('REPLACE')
  // A workspace is one person's and kept; there is no shorter-lived place for a table.
  if (!head.takes('TEMPORARY')) head.takes('TEMP')
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
  if (!head.takesMark('(')) {
    return head.takes('AS')
      ? { act: made, name, orReplace, ifNotExists, columns: [], query: head.rest() }
      : null
  }
  const columns = columnList(head)
  if (columns === null) return null
  const names = columns.map((column) => column.name)
  const typed = columns.filter(({ type }) => type !== '')
  if (typed.length === 0 && head.takes('AS'))
    return { act: made, name, orReplace, ifNotExists, columns: names, query: head.rest() }
  return made === 'create-table' && typed.length === columns.length && head.isAtEnd()
    ? { act: 'create-empty', name, orReplace, columns }
    : null
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
    parameters.push({ name, default: hasDefault ? head.untilCommaOr() : null })
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

function deletion(head: HeadReader): StatementHead | null {
  if (!head.takes('FROM')) return null
  const name = ownName(head)
  if (name === null) return null
  const where = condition(head)
  return where === undefined ? null : { act: 'delete', name, where }
}

function update(head: HeadReader): StatementHead | null {
  const name = ownName(head)
  if (name === null || !head.takes('SET')) return null
  const sets: { column: string; value: string }[] = []
  do {
    const column = head.name()
    if (column === null || !head.takesMark('=')) return null
    sets.push({ column, value: head.untilCommaOr('WHERE', 'FROM', 'RETURNING') })
  } while (head.takesMark(','))
  const where = condition(head)
  return where === undefined ? null : { act: 'update', name, sets, where }
}

/** What follows WHERE, null where there is none; undefined where something else follows. */
function condition(head: HeadReader): string | null | undefined {
  if (!head.takes('WHERE')) return head.isAtEnd() ? null : undefined
  const where = head.untilCommaOr('RETURNING')
  return where.trim() !== '' && head.isAtEnd() ? where : undefined
}

function alter(head: HeadReader): StatementHead | null {
  if (!head.takes('TABLE')) return null
  const name = ownName(head)
  if (name === null) return null
  const change = tableChange(head)
  return change === null || !head.isAtEnd() ? null : { act: 'alter', name, change }
}

function tableChange(head: HeadReader): TableChange | null {
  const column = (): string | null => {
    head.takes('COLUMN')
    return head.name()
  }
  if (head.takes('ADD')) {
    const added = column()
    const type = head.untilCommaOr('DEFAULT').replace(/[\s;]+$/, '')
    const value = head.takes('DEFAULT') ? head.untilCommaOr() : null
    return added === null || type === '' ? null : { kind: 'add', column: added, type, value }
  }
  if (head.takes('DROP')) {
    const dropped = column()
    return dropped === null ? null : { kind: 'drop', column: dropped }
  }
  if (head.takes('RENAME')) {
    // RENAME TO gives the table itself another name.
    if (head.takes('TO')) return null
    const renamed = column()
    const to = renamed !== null && head.takes('TO') ? head.name() : null
    return renamed === null || to === null ? null : { kind: 'rename', column: renamed, to }
  }
  if (!head.takes('ALTER')) return null
  const changed = column()
  if (head.takes('SET') && !head.takes('DATA')) return null
  if (changed === null || !head.takes('TYPE')) return null
  const type = head.untilCommaOr('USING').replace(/[\s;]+$/, '')
  return type === '' ? null : { kind: 'type', column: changed, type }
}

/** Names up to the closing parenthesis, each with the text of its type where one follows; null for anything else. */
function columnList(head: HeadReader): { name: string; type: string }[] | null {
  const columns: { name: string; type: string }[] = []
  do {
    const name = head.name()
    if (name === null) return null
    columns.push({ name, type: head.untilCommaOr().trim() })
  } while (head.takesMark(','))
  return head.takesMark(')') ? columns : null
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
