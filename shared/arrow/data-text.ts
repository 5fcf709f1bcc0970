/** The exact text of one Arrow cell: numbers in full, dates and times ISO, moments in Japan's time. */
import { type Data, DataType, Precision, TimeUnit } from 'apache-arrow'

/** Null for NULL. `row` counts within this piece of data. */
export function cellText(data: Data, row: number): string | null {
  const { type } = data
  if (DataType.isNull(type) || !data.getValid(row)) return null
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return utf8Text(data, row)
  if (DataType.isInt(type)) return String(data.values[row])
  if (DataType.isFloat(type)) return floatText(Number(data.values[row]), type.precision === Precision.SINGLE)
  if (DataType.isBool(type)) return String(bitAt(data, row))
  if (DataType.isDecimal(type)) return decimalText(data, row, type.scale)
  if (DataType.isDate(type)) return dateText(dateMicros(data.values[row]))
  if (DataType.isTimestamp(type))
    return momentText(BigInt(data.values[row]), type.unit, type.timezone ?? null)
  if (DataType.isTime(type)) return timeText(microsOf(BigInt(data.values[row]), type.unit))
  return String(data.values?.[row] ?? '')
}

const decoder = new TextDecoder()

function utf8Text({ values, valueOffsets }: Data, row: number): string {
  return decoder.decode(values.subarray(Number(valueOffsets[row]), Number(valueOffsets[row + 1])))
}

function bitAt({ values, offset }: Data, row: number): boolean {
  const at = offset + row
  return ((values[at >> 3] >> (at & 7)) & 1) === 1
}

/** The shortest text that reads back as the same value; singles with the digits a single has. */
function floatText(value: number, single: boolean): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  if (!single) return String(value)
  for (const digits of [6, 7, 8]) {
    const text = String(Number(value.toPrecision(digits)))
    if (Math.fround(Number(text)) === value) return text
  }
  return String(Number(value.toPrecision(9)))
}

/** Little-endian two's complement in words of 32 bits. */
function decimalText({ values, stride }: Data, row: number, scale: number): string {
  let unscaled = 0n
  for (let word = stride - 1; word >= 0; word--) {
    unscaled = (unscaled << 32n) | BigInt(values[row * stride + word] >>> 0)
  }
  unscaled = BigInt.asIntN(stride * 32, unscaled)
  const sign = unscaled < 0n ? '-' : ''
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const DAY = 86_400_000_000n
const JAPAN = 9n * 3_600_000_000n
const two = (value: bigint): string => String(value).padStart(2, '0')

/** Days travel as a number of 32 bits, milliseconds as one of 64. */
const dateMicros = (value: number | bigint): bigint =>
  typeof value === 'bigint' ? value * 1_000n : BigInt(value) * DAY

function microsOf(value: bigint, unit: TimeUnit): bigint {
  if (unit === TimeUnit.SECOND) return value * 1_000_000n
  if (unit === TimeUnit.MILLISECOND) return value * 1_000n
  return unit === TimeUnit.MICROSECOND ? value : value / 1_000n
}

function dateText(micros: bigint): string {
  const days = (micros - (((micros % DAY) + DAY) % DAY)) / DAY
  const date = new Date(Number(days) * 86_400_000)
  if (Number.isNaN(date.getTime())) return micros > 0n ? 'infinity' : '-infinity'
  const year = date.getUTCFullYear()
  const shown = String(year > 0 ? year : 1 - year).padStart(4, '0')
  const day = `${shown}-${two(BigInt(date.getUTCMonth() + 1))}-${two(BigInt(date.getUTCDate()))}`
  return year > 0 ? day : `${day} (BC)`
}

function timeText(micros: bigint): string {
  const seconds = micros / 1_000_000n
  const fraction = micros % 1_000_000n
  const tail = fraction === 0n ? '' : `.${fraction.toString().padStart(6, '0').replace(/0+$/, '')}`
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${tail}`
}

function momentText(value: bigint, unit: TimeUnit, zone: string | null): string {
  const micros = microsOf(value, unit) + (zone === null ? 0n : JAPAN)
  return `${dateText(micros)} ${timeText(((micros % DAY) + DAY) % DAY)}${zone === null ? '' : '+09'}`
}
