/**
 * Values as the engine writes them: `1e+16`, `0.05`, `0044-03-15 (BC)`, `infinity`, `2024-01-01 09:00:00+09`. A test
 * holds each against the engine's own text. Days and moments at the ends of their range are the engine's infinities.
 */
import { type Data, DataType, Precision, TimeUnit } from 'apache-arrow'
import { TIME_ZONE } from './column-types.ts'

/** The exact text of one cell; null for NULL. `row` counts within this piece of data. */
export function cellText(data: Data, row: number): string | null {
  const { type } = data
  if (DataType.isNull(type) || !data.getValid(row)) return null
  if (DataType.isUtf8(type)) return utf8Text(data, row)
  if (DataType.isBool(type)) return String(bitAt(data, row))
  if (DataType.isDecimal(type))
    return decimalText(int128(data, row), { width: type.precision, scale: type.scale })
  const value = data.values[row]
  if (DataType.isInt(type)) return String(value)
  if (DataType.isFloat(type))
    return type.precision === Precision.SINGLE ? floatText(value) : doubleText(value)
  if (DataType.isDate(type)) return dateText(value)
  if (DataType.isTime(type)) return timeText(value)
  if (DataType.isTimestamp(type)) {
    return type.timezone == null ? timestampText(value, UNITS_PER_SECOND[type.unit]) : zonedText(value)
  }
  throw new Error(`cells of Arrow type ${type} do not occur in results`)
}

const UNITS_PER_SECOND = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
} as const

const decoder = new TextDecoder()

function utf8Text({ values, valueOffsets }: Data, row: number): string {
  return decoder.decode(
    (values as Uint8Array).subarray(Number(valueOffsets[row]), Number(valueOffsets[row + 1])),
  )
}

function bitAt({ values, offset }: Data, row: number): boolean {
  const at = offset + row
  return (((values[at >> 3] ?? 0) >> (at & 7)) & 1) === 1
}

/** Four little-endian words, the sign in the last. */
function int128({ values }: Data, row: number): bigint {
  const word = (i: number): bigint => BigInt((values as Uint32Array)[row * 4 + i] ?? 0) & 0xffff_ffffn
  return BigInt.asIntN(128, word(0) | (word(1) << 32n) | (word(2) << 64n) | (word(3) << 96n))
}

const DAY_INFINITY = 2_147_483_647
const MOMENT_INFINITY = 9_223_372_036_854_775_807n

/** A double by its shortest digits: fixed between 1e-4 and 1e16, otherwise with an exponent of two digits or more. */
function doubleText(value: number): string {
  return floatingText(value, value.toExponential())
}

/** A 32-bit float by the fewest digits that give the same float. */
function floatText(value: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = Number.isFinite(value) ? value.toExponential(digits) : ''
    if (text === '' || Math.fround(Number(text)) === value) return floatingText(value, text)
  }
  return floatingText(value, value.toExponential(8))
}

function floatingText(value: number, exponential: string): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const [mantissa = '0', power = '0'] = exponential.split('e')
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '0', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = (whole + fraction).replace(/0+$/, '') || '0'
  const exponent = Number(power)
  if (exponent < -4 || exponent >= 16) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : ''
    const size = String(Math.abs(exponent)).padStart(2, '0')
    return `${sign}${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${size}`
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const padded = digits.padEnd(exponent + 1, '0')
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || '0'}`
}

/** A scaled integer: 12345 of scale 2 is `123.45`. */
function decimalText(value: bigint, { width, scale }: { width: number; scale: number }): string {
  if (scale === 0) return String(value)
  const sign = value < 0n ? '-' : ''
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  const whole = digits.slice(0, -scale)
  return `${sign}${width === scale && whole === '0' ? '' : whole}.${digits.slice(-scale)}`
}

/** Days since 1970-01-01. */
function dateText(days: number): string {
  if (days === DAY_INFINITY) return 'infinity'
  if (days === -DAY_INFINITY) return '-infinity'
  return calendarDate(days)
}

/** Microseconds since midnight. */
const timeText = (micros: bigint): string => clock(micros, 1_000_000n)

/** A moment without a zone, in `unitsPerSecond` since 1970-01-01 00:00. */
function timestampText(units: bigint, unitsPerSecond: bigint): string {
  const infinite = infinityOf(units)
  if (infinite !== null) return infinite
  const perDay = unitsPerSecond * 86_400n
  const days = floorDivide(units, perDay)
  return `${calendarDate(Number(days))} ${clock(units - days * perDay, unitsPerSecond)}`
}

/** A moment with a zone, in microseconds since 1970-01-01 00:00 UTC, written in the environment's zone. */
function zonedText(micros: bigint): string {
  const infinite = infinityOf(micros)
  if (infinite !== null) return infinite
  const offset = offsetSeconds(micros)
  const local = micros + BigInt(offset) * 1_000_000n
  const days = floorDivide(local, 86_400_000_000n)
  const time = clock(local - days * 86_400_000_000n, 1_000_000n)
  return `${calendarDate(Number(days))} ${time}${offsetText(offset)}`
}

function infinityOf(units: bigint): string | null {
  if (units === MOMENT_INFINITY) return 'infinity'
  return units === -MOMENT_INFINITY ? '-infinity' : null
}

function clock(units: bigint, unitsPerSecond: bigint): string {
  const seconds = Number(units / unitsPerSecond)
  const rest = units % unitsPerSecond
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const fraction =
    rest === 0n
      ? ''
      : `.${String(rest)
          .padStart(String(unitsPerSecond).length - 1, '0')
          .replace(/0+$/, '')}`
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`
}

/** The proleptic Gregorian date; the year 0 is 1 BC. Howard Hinnant, chrono-compatible date algorithms, `civil_from_days`. */
function calendarDate(days: number): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  const two = (value: number) => String(value).padStart(2, '0')
  const shown = String(year > 0 ? year : 1 - year).padStart(4, '0')
  return `${shown}-${two(month)}-${two(day)}${year > 0 ? '' : ' (BC)'}`
}

/** Since 1952 Japan has had one offset; before that it is looked up. */
const FIXED_SINCE = -568_080_000_000_000n
const FIXED_OFFSET = 9 * 3_600

function offsetSeconds(micros: bigint): number {
  if (micros >= FIXED_SINCE) return FIXED_OFFSET
  const format = new Intl.DateTimeFormat('en', { timeZone: TIME_ZONE, timeZoneName: 'longOffset' })
  const earliest = -8.64e15
  const at = new Date(Math.max(earliest, Number(micros / 1_000n)))
  const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? ''
  const match = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name)
  if (!match) return FIXED_OFFSET
  const size = Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4] ?? 0)
  return match[1] === '-' ? -size : size
}

/** The engine leaves the seconds of an offset out. */
function offsetText(offset: number): string {
  const size = Math.abs(offset)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const minutes = size % 3_600 === 0 ? '' : `:${two((size / 60) % 60)}`
  return `${offset < 0 ? '-' : '+'}${two(size / 3_600)}${minutes}`
}

const floorDivide = (value: bigint, by: bigint): bigint => {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}
