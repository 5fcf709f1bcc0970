/** The cleared table as files: CSV for people and spreadsheets, Arrow for programs. Hidden cells stay hidden in both. */
import { Bool, Float64, Int64, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from 'apache-arrow'
import { stringify } from 'csv-stringify/sync'
import type { ProtectedCell, ProtectedTable } from '../../shared/contract/outputs.ts'
import { sheetText } from '../../shared/model/sheet-text.ts'

/** What stands in a CSV cell that is hidden; the ministry's own open data uses an asterisk too. */
const HIDDEN_MARK = '*'

const isHidden = (cell: ProtectedCell): boolean => cell.status !== 'shown'

/** UTF-8 CSV with a header line. Text that a spreadsheet would run as a formula is quoted with an apostrophe. */
export function csvOf(table: ProtectedTable): string {
  const rows = table.rows.map((row) => row.map((cell) => (isHidden(cell) ? HIDDEN_MARK : (cell.text ?? ''))))
  const numeric = table.columns.map((column) => kindOf(column.type) !== 'text')
  const safe = rows.map((row) => row.map((text, index) => (numeric[index] ? text : sheetText(text))))
  const head = table.columns.map((column) => sheetText(column.name))
  return stringify([head, ...safe], { record_delimiter: '\r\n' })
}

/**
 * Arrow IPC file; a hidden cell is null and its column `<name>__status` says so.
 * Cells hidden by a rule and cells hidden to protect them look the same: the difference would tell what is small.
 */
export function arrowOf(table: ProtectedTable): Uint8Array {
  // Without a prototype: a column may be called like something that every object has.
  const vectors: Record<string, Vector> = Object.create(null)
  table.columns.forEach((column, index) => {
    const cells = table.rows.map((row) => row[index]!)
    // A second column of the same name gets a number, so that neither is lost.
    let name = column.name
    for (let copy = 2; name in vectors; copy += 1) name = `${column.name}_${copy}`
    vectors[name] = vectorOf(
      kindOf(column.type),
      cells.map((cell) => (isHidden(cell) ? null : cell.text)),
    )
    if (cells.some(isHidden))
      vectors[`${name}__status`] = vectorFromArray(
        cells.map((cell) => (isHidden(cell) ? 'hidden' : 'shown')),
        new Utf8(),
      )
  })
  return tableToIPC(new Table(vectors), 'file')
}

type Kind = 'integer' | 'number' | 'boolean' | 'text'

/** How a DuckDB type travels: HUGEINT and DECIMAL beyond a double's exact range stay text. */
function kindOf(type: string): Kind {
  const name = type.toUpperCase()
  if (/^(U?TINYINT|U?SMALLINT|U?INTEGER|BIGINT)$/.test(name)) return 'integer'
  if (/^(FLOAT|DOUBLE)$/.test(name)) return 'number'
  const decimal = /^DECIMAL\((\d+),/.exec(name)
  if (decimal) return Number(decimal[1]) <= 15 ? 'number' : 'text'
  if (/^(HUGEINT|UBIGINT)$/.test(name)) return 'integer'
  return name === 'BOOLEAN' ? 'boolean' : 'text'
}

const INT64_MAX = 2n ** 63n - 1n

function vectorOf(kind: Kind, texts: (string | null)[]): Vector {
  if (kind === 'integer' && texts.every((text) => text === null || fitsInt64(text)))
    return vectorFromArray(
      texts.map((text) => (text === null ? null : BigInt(text))),
      new Int64(),
    )
  if (kind === 'number' && texts.every((text) => text === null || !Number.isNaN(Number(text))))
    return vectorFromArray(
      texts.map((text) => (text === null ? null : Number(text))),
      new Float64(),
    )
  if (kind === 'boolean')
    return vectorFromArray(
      texts.map((text) => (text === null ? null : text === 'true')),
      new Bool(),
    )
  return vectorFromArray(texts, new Utf8())
}

function fitsInt64(text: string): boolean {
  if (!/^-?\d+$/.test(text)) return false
  const value = BigInt(text)
  return value <= INT64_MAX && value >= -INT64_MAX
}
