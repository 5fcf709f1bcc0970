/**
 * What hands used to other systems and to Japanese input often write, read off the statement that failed: full-width
 * letters, texts in double quotes, columns of another table. Only advice; what is wrong the environment has said.
 */
import type { EngineError } from '../../shared/model/query-states.ts'
import { bareSql } from '../display/sql-tokens.ts'
import type { KnownTable } from './completion.ts'
import { type Place, placeOf } from './run-marks.ts'

export type Advice =
  | { kind: 'full-width'; letter: string; place: Place }
  | { kind: 'quoted-text'; name: string }
  | { kind: 'elsewhere'; column: string; tables: string }

/** Letters that a Japanese input method writes for signs of SQL, and whole words in them; the wide space is a space to DuckDB. */
const FULL_WIDTH = /[！-～‘’“”、。「」]/u

/** The first full-width letter outside texts, comments and quoted names, with its place in the statement. */
export function fullWidthIn(sql: string): Extract<Advice, { kind: 'full-width' }> | null {
  const bare = bareSql(sql).replace(/"(?:[^"]|"")*"/g, (name) => name.replace(/[^\n]/g, ' '))
  const found = FULL_WIDTH.exec(bare)
  return found && { kind: 'full-width', letter: found[0], place: placeOf(sql, found.index) }
}

/** What may help with a name that is not there; null where nothing in the statement tells. */
export function adviceOn(
  { kind, names }: EngineError,
  { sql, tables }: { sql: string; tables: readonly KnownTable[] },
): Advice | null {
  if (kind !== 'unknown-column' && kind !== 'unknown-table') return null
  const [name = ''] = names
  if (name === '' || FULL_WIDTH.test(name)) return fullWidthIn(sql)
  if (kind === 'unknown-table') return null
  const column = (name.split('.').at(-1) ?? '').toLowerCase()
  const having = tables.filter((table) => table.columns.some((one) => one.name.toLowerCase() === column))
  if (having.length > 0) {
    const listed = having.slice(0, MOST_TABLES).map((table) => `${table.schema}.${table.name}`)
    return { kind: 'elsewhere', column, tables: listed.join(', ') }
  }
  return bareSql(sql).includes(`"${name}"`) ? { kind: 'quoted-text', name } : null
}

const MOST_TABLES = 4
