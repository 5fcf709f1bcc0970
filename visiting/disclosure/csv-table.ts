/** Reads a plain CSV of counts: keys, numbers and marks, with the line of each row for messages. */
import { parse } from 'csv-parse/sync'
import { CommandRefusal } from './command-words.ts'
import { isTotalWord } from './total-words.ts'

export interface CsvRecord {
  line: number
  fields: readonly string[]
}

export interface CsvTable {
  file: string
  columns: readonly string[]
  records: readonly CsvRecord[]
}

/** Bytes to text: UTF-16 with its mark, UTF-8 (with or without), else Shift_JIS as spreadsheets in Japan write it. */
export function decodeCsv(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('shift_jis').decode(bytes)
  }
}

/** Throws CommandRefusal `csv-broken`, `csv-empty`, `column-twice`. */
export function parseCsv(text: string, file: string): CsvTable {
  let rows: { record: string[]; info: { lines: number } }[]
  try {
    rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      trim: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as typeof rows
  } catch (problem) {
    throw new CommandRefusal('csv-broken', { file, line: (problem as { lines?: number }).lines ?? 1 })
  }
  const [head, ...body] = rows
  if (!head || body.length === 0) throw new CommandRefusal('csv-empty', { file })
  const twice = head.record.find((name, k) => head.record.indexOf(name) !== k)
  if (twice !== undefined) throw new CommandRefusal('column-twice', { file, column: twice })
  return {
    file,
    columns: head.record,
    records: body.map(({ record, info }) => ({ line: info.lines, fields: record })),
  }
}

/** Comma, or what a heading without commas is parted by: tabs, semicolons. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, text.search(/[\r\n]|$/))
  return [',', '\t', ';'].find((sign) => heading.includes(sign)) ?? ','
}

/** Place of a column. Throws CommandRefusal `column-missing`. */
export function columnOf({ file, columns }: CsvTable, column: string): number {
  const place = columns.indexOf(column)
  if (place < 0) throw new CommandRefusal('column-missing', { file, column, columns: columns.join(', ') })
  return place
}

/** A category, or null for a margin. Throws CommandRefusal `key-empty`. */
export function readKey(field: string, where: { file: string; line: number; column: string }): string | null {
  if (field === '') throw new CommandRefusal('key-empty', where)
  // が written as one character or as two is one category, in one file and between files.
  return isTotalWord(field) ? null : field.normalize('NFC')
}

/**
 * A number as people write it: full-width digits, commas at the thousands; null where it is none. A comma elsewhere may
 * be a decimal sign (3,5) and is not guessed at.
 */
export function readNumber(field: string): number | null {
  const plain = field.normalize('NFKC').trim()
  return /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?$/.test(plain)
    ? Number(plain.replaceAll(',', ''))
    : null
}

/** Up to here sums over a whole table, and the programmes over them, are exact to the last person. */
const LARGEST_COUNT = 1_000_000_000_000

/** A count, 0 or more and whole. Throws CommandRefusal naming line and column. */
export function readCount(field: string, where: { file: string; line: number; column: string }): number {
  const value = readNumber(field)
  if (value === null) throw new CommandRefusal('not-a-number', { ...where, value: field })
  if (value < 0) throw new CommandRefusal('negative-value', { ...where, value })
  if (!Number.isInteger(value)) throw new CommandRefusal('not-whole', { ...where, value })
  if (value > LARGEST_COUNT)
    throw new CommandRefusal('too-large', { ...where, value: field, most: LARGEST_COUNT })
  return value
}
