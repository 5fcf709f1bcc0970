/**
 * Which tables a place in a statement can speak of, and by which names: those of the query around it, first of all, then
 * those of the queries around that one. What a statement names itself (WITH, subqueries with an alias) are tables as well,
 * with the columns they select. Read from the text as it stands, half-written as it may be; pure.
 *
 * Whether the statement is right or allowed is for the environment to say.
 */
import { bareSql } from '../display/sql-tokens.ts'
import { addressOf, type KnownColumn, type KnownTable } from './completion.ts'
import { KEYWORDS } from './duckdb-words.ts'

/** The inside of a pair of parentheses that holds a query; the whole statement is one, too. */
interface Query {
  from: number
  until: number
}

export interface Scope {
  /** Aliases, names and full names, lower case; of the query around the place first. */
  names: ReadonlyMap<string, KnownTable>
  /** All tables that can be read at the place: what WITH names there, then those given. */
  tables: readonly KnownTable[]
}

/** `cursor` is an offset in `statement`. */
export function scopeAt(statement: string, cursor: number, tables: readonly KnownTable[]): Scope {
  const text = bareSql(statement)
  const all = queriesOf(text)
  const around = all.filter(({ from, until }) => from <= cursor && cursor <= until)
  let scope: Scope = { names: new Map(), tables }
  for (const query of around) {
    const own = scopeOf({ text, all }, query, scope.tables)
    scope = { names: new Map([...own.names, ...without(scope.names, own.names)]), tables: own.tables }
  }
  return scope
}

const without = <T>(map: ReadonlyMap<string, T>, others: ReadonlyMap<string, T>): [string, T][] =>
  [...map].filter(([name]) => !others.has(name))

/** The whole, then queries in parentheses as they open; what is not closed yet goes on to the end. */
function queriesOf(text: string): Query[] {
  const found: Query[] = [{ from: 0, until: text.length }]
  const open: Query[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') {
      const query = { from: at + 1, until: text.length }
      open.push(query)
      if (/^\s*(?:select|with|from|values)\b/i.test(text.slice(at + 1, at + 200))) found.push(query)
    } else if (text[at] === ')') {
      const closed = open.pop()
      if (closed) closed.until = at
    }
  }
  return found
}

interface Text {
  text: string
  all: readonly Query[]
}

/** A query without what stands in the queries inside it; places count from its start. */
function ownText({ text, all }: Text, query: Query): string {
  let own = text.slice(query.from, query.until)
  for (const inner of all) {
    if (inner === query || inner.from <= query.from || inner.until > query.until) continue
    const [from, until] = [inner.from - query.from, inner.until - query.from]
    own = own.slice(0, from) + ' '.repeat(until - from) + own.slice(until)
  }
  return own
}

const WITH =
  /(?:\bwith\s+(?:recursive\s+)?|,\s*)([a-z_]\w*)\s*(?:\(([^()]*)\)\s*)?as\s+(?:(?:not\s+)?materialized\s+)?\(/gi
/** What follows a name is only looked at: after the last item of a list it is FROM, which begins the next. */
const MENTION =
  /(?:\b(?:from|join|into|update)|,)\s+([a-z_]\w*(?:\.[a-z_]\w*)?)(?=(?:\s+(?:as\s+)?([a-z_]\w*))?)/gi

const isName = (word: string | undefined): word is string =>
  word !== undefined && !KEYWORDS.includes(word.toUpperCase())

function scopeOf(of: Text, query: Query, given: readonly KnownTable[]): Scope {
  const own = ownText(of, query)
  const innerAt = (from: number) => of.all.find((inner) => inner.from === query.from + from)
  let tables = given
  for (const match of own.matchAll(WITH)) {
    const [opening, name = '', listed] = match
    const inner = innerAt(match.index + opening.length)
    if (!inner) continue
    const columns = columnsOf(of, inner, tables)
    const names = listed?.split(',').map((one) => one.trim())
    tables = [
      {
        schema: null,
        name,
        title: '',
        columns: names ? names.map((one, i) => renamed(columns[i], one)) : columns,
      },
      ...tables,
    ]
  }
  const names = new Map<string, KnownTable>()
  // What WITH names is not read by being named.
  const reading = own.replace(WITH, (opening) => ' '.repeat(opening.length))
  for (const [, address = '', alias] of reading.matchAll(MENTION)) {
    const table = tables.find((known) => addressOf(known).toLowerCase() === address.toLowerCase())
    if (!table) continue
    names.set(table.name.toLowerCase(), table)
    names.set(addressOf(table).toLowerCase(), table)
    if (isName(alias)) names.set(alias.toLowerCase(), table)
  }
  for (const match of own.matchAll(/(?:\b(?:from|join|lateral)|,)\s*\(/gi)) {
    const inner = innerAt(match.index + match[0].length)
    if (!inner) continue
    const alias = /^\)\s*(?:as\s+)?([a-z_]\w*)/i.exec(of.text.slice(inner.until))?.[1]
    if (!isName(alias)) continue
    names.set(alias.toLowerCase(), {
      schema: null,
      name: alias,
      title: '',
      columns: columnsOf(of, inner, tables),
    })
  }
  return { names, tables }
}

const plain = (name: string): KnownColumn => ({ name, type: '', title: '', note: null })
const renamed = (column: KnownColumn | undefined, name: string): KnownColumn => ({
  ...(column ?? plain(name)),
  name,
})

/** The columns a query selects; those without a name are left out. */
function columnsOf(of: Text, query: Query, given: readonly KnownTable[]): KnownColumn[] {
  const { names } = scopeOf(of, query, given)
  const read = [...new Set(names.values())]
  const everything = () => read.flatMap(({ columns }) => columns)
  const items = selected(ownText(of, query))
  return items === null ? everything() : items.flatMap((item) => columnsIn(item))

  function columnsIn(item: string): KnownColumn[] {
    const star = /^(?:([a-z_]\w*)\.)?\*(?:\s*exclude\s*\(?([^()]*))?/i.exec(item)
    if (star) {
      const [, of, left = ''] = star
      const gone = left.split(',').map((one) => one.trim().toLowerCase())
      const all = of === undefined ? everything() : (names.get(of.toLowerCase())?.columns ?? [])
      return all.filter(({ name }) => !gone.includes(name.toLowerCase()))
    }
    const named = /\bas\s+"?([\p{L}_][\p{L}\p{N}_]*)"?$/iu.exec(item)?.[1]
    const [, qualifier, written] =
      /^(?:([a-z_]\w*)\.)?([a-z_]\w*)(?:\s+as\s+\S+)?$/i.exec(item) ?? ([] as (string | undefined)[])
    const tables = qualifier === undefined ? read : [names.get(qualifier.toLowerCase())]
    const known = tables
      .flatMap((table) => table?.columns ?? [])
      .find(({ name }) => name.toLowerCase() === written?.toLowerCase())
    const last = named ?? written ?? /[\w)"]\s+([a-z_]\w*)$/i.exec(item)?.[1]
    return isName(last) ? [renamed(known, last)] : []
  }
}

const LIST_ENDS = /^(?:from|where|group|having|qualify|window|union|except|intersect|order|limit|offset)\b/i

/** The items between SELECT and FROM; null where a query has no list of its own (FROM first). */
function selected(own: string): string[] | null {
  const begins = /\bselect\s+(?:distinct\s+(?:on\s*\([^()]*\)\s*)?|all\s+)?/i.exec(own)
  if (!begins) return null
  const items: string[] = []
  let item = ''
  let depth = 0
  for (let at = begins.index + begins[0].length; at < own.length; at++) {
    const character = own[at] ?? ''
    if (depth === 0 && /\W/.test(own[at - 1] ?? ' ') && LIST_ENDS.test(own.slice(at, at + 12))) break
    if ('([{'.includes(character)) depth++
    if (')]}'.includes(character)) depth--
    if (character === ',' && depth === 0) {
      items.push(item.trim())
      item = ''
    } else item += character
  }
  return [...items, item.trim()].filter(Boolean)
}
