/** Values of Arrow cells, as text the way DuckDB writes them, and as plain values for the disclosure checks. */
import { type Data, DataType, IntervalUnit, Precision, TimeUnit } from 'apache-arrow'

export type CellValue = string | number | bigint | boolean | null

/** Text of a cell, or null for NULL. Dates and times ISO; a time with zone in Japan's time. */
export function textOf(data: Data, row: number): string | null {
  const { type } = data
  if (DataType.isNull(type) || !data.getValid(row)) return null
  if (DataType.isDictionary(type)) return dictionaryText(data, row)
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return utf8.decode(bytesOf(data, row))
  if (DataType.isInt(type)) return String(data.values[row])
  if (DataType.isFloat(type)) return floatText(data.values[row], type.precision)
  if (DataType.isBool(type)) return boolAt(data, row) ? 'true' : 'false'
  if (DataType.isDecimal(type)) return decimalText(data, row)
  if (DataType.isDate(type)) return dateText(microsOfDate(data, row))
  if (DataType.isTimestamp(type)) return timestampText(data, row, type.unit, type.timezone ?? null)
  if (DataType.isTime(type)) return timeText(toMicros(BigInt(data.values[row]), type.unit))
  if (DataType.isInterval(type)) return intervalText(data, row, type.unit)
  if (DataType.isBinary(type) || DataType.isLargeBinary(type)) return blobText(bytesOf(data, row))
  if (DataType.isFixedSizeBinary(type))
    return blobText(data.values.subarray(row * data.stride, (row + 1) * data.stride))
  if (DataType.isList(type)) return listText(data, row)
  if (DataType.isFixedSizeList(type))
    return `[${range(row * type.listSize, (row + 1) * type.listSize, (at) => inner(data.children[0]!, at))}]`
  if (DataType.isStruct(type))
    return `{${type.children.map((field, i) => `'${field.name}': ${inner(data.children[i]!, row)}`).join(', ')}}`
  if (DataType.isMap(type)) return mapText(data, row)
  return String(data.values?.[row] ?? '')
}

/** The value of a cell: numbers where they are exact, otherwise bigint or text; dates and nested values as text. */
export function valueAt(data: Data, row: number): CellValue {
  const { type } = data
  if (DataType.isNull(type) || !data.getValid(row)) return null
  if (DataType.isBool(type)) return boolAt(data, row)
  if (DataType.isFloat(type)) return Number(data.values[row])
  if (DataType.isInt(type)) {
    const value: number | bigint = data.values[row]
    return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
  }
  if (DataType.isDecimal(type)) {
    const text = decimalText(data, row)
    const value = Number(text)
    // Up to 15 digits a double keeps every decimal apart from its neighbours.
    return text.replace(/[-.]/g, '').length <= 15 ? value : type.scale === 0 ? BigInt(text) : text
  }
  return textOf(data, row)
}

/** True for a cell that is exactly the number 0. */
export function isZero(data: Data, row: number): boolean {
  const { type } = data
  if (!data.getValid(row)) return false
  if (DataType.isInt(type) || DataType.isFloat(type)) return Number(data.values[row]) === 0
  return DataType.isDecimal(type) && Number(decimalText(data, row)) === 0
}

export const isNumeric = (type: DataType): boolean =>
  DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)

/** Text of a decimal of 128 or 256 bits, little-endian two's complement. */
export function decimalText(data: Data, row: number): string {
  const words = data.stride
  let unscaled = 0n
  for (let k = words - 1; k >= 0; k--)
    unscaled = (unscaled << 32n) | BigInt(data.values[row * words + k] >>> 0)
  unscaled = BigInt.asIntN(words * 32, unscaled)
  const { scale } = data.type as { scale: number } & DataType
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const utf8 = new TextDecoder()
const inner = (data: Data, row: number): string => textOf(data, row) ?? 'NULL'
const two = (value: number | bigint): string => String(value).padStart(2, '0')

function range(from: number, until: number, text: (at: number) => string): string {
  return Array.from({ length: until - from }, (_, i) => text(from + i)).join(', ')
}

function bytesOf({ values, valueOffsets }: Data, row: number): Uint8Array {
  return values.subarray(Number(valueOffsets[row]), Number(valueOffsets[row + 1]))
}

function boolAt(data: Data, row: number): boolean {
  const at = data.offset + row
  return ((data.values[at >> 3] >> (at & 7)) & 1) === 1
}

function dictionaryText(data: Data, row: number): string | null {
  let index = Number(data.values[row])
  for (const part of data.dictionary?.data ?? []) {
    if (index < part.length) return textOf(part, index)
    index -= part.length
  }
  return null
}

function floatText(value: number, precision: Precision): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  let text = String(value)
  if (precision === Precision.SINGLE) {
    for (const digits of [6, 7, 8, 9]) {
      text = String(Number(value.toPrecision(digits)))
      if (Math.fround(Number(text)) === value) break
    }
  }
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

function toMicros(value: bigint, unit: TimeUnit): bigint {
  if (unit === TimeUnit.SECOND) return value * 1_000_000n
  if (unit === TimeUnit.MILLISECOND) return value * 1_000n
  return unit === TimeUnit.MICROSECOND ? value : value / 1_000n
}

const DAY = 86_400_000_000n
const floorDiv = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b

function microsOfDate({ values }: Data, row: number): bigint {
  const value: number | bigint = values[row]
  return typeof value === 'bigint' ? value * 1_000n : BigInt(value) * DAY
}

function dateText(micros: bigint): string {
  const date = new Date(Number(floorDiv(micros, DAY)) * 86_400_000)
  if (Number.isNaN(date.getTime())) return micros > 0n ? 'infinity' : '-infinity'
  const year = date.getUTCFullYear()
  const shown = String(year > 0 ? year : 1 - year).padStart(4, '0')
  return `${shown}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}${year > 0 ? '' : ' (BC)'}`
}

function timeText(micros: bigint): string {
  const seconds = micros / 1_000_000n
  const fraction = micros % 1_000_000n
  const tail = fraction === 0n ? '' : `.${fraction.toString().padStart(6, '0').replace(/0+$/, '')}`
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${tail}`
}

function timestampText({ values }: Data, row: number, unit: TimeUnit, zone: string | null): string {
  const japan = 9n * 3_600_000_000n
  const micros = toMicros(BigInt(values[row]), unit) + (zone === null ? 0n : japan)
  const time = timeText(((micros % DAY) + DAY) % DAY)
  return `${dateText(micros)} ${time}${zone === null ? '' : '+09'}`
}

function intervalText(data: Data, row: number, unit: IntervalUnit): string {
  const at = row * data.stride
  if (unit === IntervalUnit.YEAR_MONTH) return intervalParts(data.values[at], 0, 0n)
  if (unit === IntervalUnit.DAY_TIME)
    return intervalParts(0, data.values[at], BigInt(data.values[at + 1]) * 1_000n)
  const low = BigInt(data.values[at + 2] >>> 0)
  const nanos = BigInt.asIntN(64, (BigInt(data.values[at + 3]) << 32n) | low)
  return intervalParts(data.values[at], data.values[at + 1], nanos / 1_000n)
}

function intervalParts(months: number, days: number, micros: bigint): string {
  const part = (count: number, word: string) =>
    count === 0 ? [] : [`${count} ${word}${Math.abs(count) === 1 ? '' : 's'}`]
  const parts = [
    ...part(Math.trunc(months / 12), 'year'),
    ...part(months % 12, 'month'),
    ...part(days, 'day'),
  ]
  if (micros !== 0n || parts.length === 0)
    parts.push(`${micros < 0n ? '-' : ''}${timeText(micros < 0n ? -micros : micros)}`)
  return parts.join(' ')
}

function blobText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) =>
    byte >= 32 && byte < 127 && byte !== 92
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('')
}

function listText(data: Data, row: number): string {
  const { valueOffsets, children } = data
  return `[${range(Number(valueOffsets[row]), Number(valueOffsets[row + 1]), (at) => inner(children[0]!, at))}]`
}

function mapText({ valueOffsets, children }: Data, row: number): string {
  const [keys, values] = children[0]!.children
  const entry = (at: number) => `${inner(keys!, at)}=${inner(values!, at)}`
  return `{${range(Number(valueOffsets[row]), Number(valueOffsets[row + 1]), entry)}}`
}
