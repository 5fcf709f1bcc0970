/**
 * Which NULLs of a table's keys say "all of them": those that ROLLUP and CUBE put there. The text of a query alone does
 * not tell them from a NULL of the data, but its groups do: every group's total is among the rows and rests on at least
 * as many persons, so of two rows with the same keys one is the total, and where there is only one, that is it.
 *
 * Nothing is claimed where rows may be missing for another reason than few persons (HAVING, LIMIT), where keys are
 * written over in the select list, or where two rows have the same keys.
 */
import type { ResultPage } from '../../shared/arrow/result-page.ts'
import type { DisplayColumn } from './column.ts'
import { bareSql } from './sql-tokens.ts'

export interface KeyColumn {
  name: string
  /** By row; null for NULL. */
  texts: readonly (string | null)[]
}

/** For each key, its rows that are totals over it; no rows where that cannot be known. */
export function totalRows(sql: string, keys: readonly KeyColumn[]): ReadonlySet<number>[] {
  const none = keys.map(() => new Set<number>())
  const grouped = groupsOf(sql)
  if (!grouped) return none
  const order = grouped.names.map((name) => keys.findIndex((key) => key.name.toLowerCase() === name))
  if (order.includes(-1) || order.length !== keys.length || new Set(order).size !== keys.length) return none
  const rows = Array.from({ length: keys[0]?.texts.length ?? 0 }, (_, row) => row)
  const nameOf = (row: number) => JSON.stringify(keys.map(({ texts }) => texts[row]))
  const alike = new Map<string, number>()
  for (const row of rows) alike.set(nameOf(row), (alike.get(nameOf(row)) ?? 0) + 1)
  for (const row of rows) {
    const nulls = order.map((key) => keys[key]!.texts[row] === null)
    // A ROLLUP sums from its last key on.
    const possible =
      grouped.every || nulls.lastIndexOf(false) < (nulls.includes(true) ? nulls.indexOf(true) : nulls.length)
    if (!possible || alike.get(nameOf(row)) !== 1) continue
    order.forEach((key, at) => {
      if (nulls[at]) none[key]!.add(row)
    })
  }
  return none
}

/**
 * The same for a result, by column. Known only where all of its rows are on one page and none of its keys is masked.
 * `rowCount`: without the row that stands for the groups below the minimum. `nullText`: how a NULL is written, where
 * null is what was not told.
 */
export function totalsOf(
  sql: string,
  {
    columns,
    page,
    rowCount,
    nullText = null,
  }: {
    columns: readonly DisplayColumn[]
    page: ResultPage | undefined
    rowCount: number
    nullText?: '' | null
  },
): ReadonlyMap<number, ReadonlySet<number>> {
  const at = columns.flatMap(({ role }, column) => (role === 'key' ? [column] : []))
  const rows = Array.from({ length: rowCount }, (_, row) => row)
  if (!page || rowCount > page.rowCount || !/\b(?:rollup|cube)\b/i.test(sql)) return new Map()
  const textAt = (column: number, row: number) => page.columns[column]?.text(row) ?? null
  const isTold = (column: number, row: number) =>
    page.columns[column]?.mask(row) === 'shown' && (nullText === null || textAt(column, row) !== null)
  const isWhole = at.every((column) => rows.every((row) => isTold(column, row)))
  const keys = at.map((column) => ({
    name: columns[column]!.name,
    texts: rows.map((row) => (textAt(column, row) === nullText ? null : textAt(column, row))),
  }))
  const totals = isWhole ? totalRows(sql, keys) : []
  return new Map(totals.map((found, key) => [at[key]!, found]))
}

/** The keys of the outermost ROLLUP or CUBE as they are named, where nothing else decides which rows there are. */
function groupsOf(sql: string): { names: string[]; every: boolean } | null {
  const bare = bareSql(sql).toLowerCase().trim().replace(/;$/, '')
  if (bare.includes('"')) return null
  const outer = withoutParts(bare)
  const clause = /\bgroup\s+by\s+(rollup|cube)\s*\(([^()]*)\)\s*(?:order\s+by\s[\s\S]*)?$/.exec(bare)
  const select = /^(?:with\b[\s\S]*?)?\bselect\b([\s\S]*?)\bfrom\b([\s\S]*)$/.exec(outer)
  if (!clause || !select || !/^(?:with|select)\b/.test(outer)) return null
  if (
    /\b(?:distinct|having|qualify|limit|offset|fetch|sample|union|intersect|except|select)\b/.test(
      `${select[1]} ${select[2]}`,
    )
  )
    return null
  const names = clause[2]!
    .split(',')
    .map((item) => /^\s*(?:\w+\.)*([\p{L}_][\p{L}\p{N}_]*)\s*$/u.exec(item)?.[1] ?? null)
  const items = select[1]!.split(',').map((item) => item.trim())
  const plain = names.every(
    (name) =>
      name !== null &&
      items.some((item) => item.split('.').at(-1) === name && /^[\p{L}\p{N}_.]+$/u.test(item)),
  )
  return plain ? { names: names as string[], every: clause[1] === 'cube' } : null
}

/** What stands outside all parentheses, and a blank in the place of each. */
function withoutParts(text: string): string {
  let depth = 0
  let outer = ''
  for (const character of text) {
    if (character === ')') depth = Math.max(0, depth - 1)
    else if (character === '(') {
      if (depth === 0) outer += ' '
      depth += 1
    } else if (depth === 0) outer += character
  }
  return outer
}
