/** One source value to the type of its column. Reasons name what is wrong, never the value. */
import type { Value } from '../deidentify/rules.ts'
import type { ColumnMapping } from './mapping.ts'

export type Converted = { value: Value } | { reason: string }

/** First years of the Japanese eras, by letter and by name. */
const eras: Record<string, number> = {
  M: 1868,
  T: 1912,
  S: 1926,
  H: 1989,
  R: 2019,
  明治: 1868,
  大正: 1912,
  昭和: 1926,
  平成: 1989,
  令和: 2019,
}

const integerRange: Record<string, number> = { TINYINT: 127, SMALLINT: 32_767, INTEGER: 2_147_483_647 }

/** `value` as its source gives it; `type` a DuckDB type of the catalog. */
export function convert(
  value: Value,
  type: string,
  mapping: Extract<ColumnMapping, { from: string }>,
): Converted {
  if (value === null || value === '') return mapping.required ? { reason: 'empty' } : { value: null }
  let source: Value = typeof value === 'string' ? value.trim() : value
  if (mapping.codes) {
    const coded = mapping.codes[String(source)]
    if (coded === undefined) return { reason: 'not in the code list' }
    source = coded
  }
  if (type === 'VARCHAR') return { value: String(source) }
  if (type === 'DATE') return asDate(String(source), mapping.date)
  if (type === 'BOOLEAN') return asBoolean(source)
  return asNumber(source, type)
}

function asNumber(source: Value, type: string): Converted {
  const text = String(source).normalize('NFKC')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return { reason: 'not a number' }
  const number = Number(text)
  if (type in integerRange || type === 'BIGINT') {
    if (!Number.isInteger(number)) return { reason: 'not a whole number' }
    if (Math.abs(number) > (integerRange[type] ?? Number.MAX_SAFE_INTEGER)) return { reason: 'out of range' }
    return { value: number }
  }
  const decimal = /^DECIMAL\((\d+), ?(\d+)\)$/.exec(type)
  if (decimal) {
    const [, digits, scale] = decimal
    if (Math.abs(number) >= 10 ** (Number(digits) - Number(scale))) return { reason: 'out of range' }
    return { value: number }
  }
  if (type === 'DOUBLE' || type === 'FLOAT') return { value: number }
  return { reason: `no way to read ${type}` }
}

function asBoolean(source: Value): Converted {
  const text = String(source).toLowerCase()
  if (['true', 't', '1', 'yes'].includes(text)) return { value: true }
  if (['false', 'f', '0', 'no'].includes(text)) return { value: false }
  return { reason: 'neither true nor false' }
}

function asDate(text: string, format: 'yyyymmdd' | 'yyyy/mm/dd' | 'gyy.mm.dd' | undefined): Converted {
  if (format === undefined && /^\d{4}(-\d{2})?$/.test(text)) return { reason: 'the date is not complete' }
  const parts = partsOf(text, format)
  if (parts === null) return { reason: 'not a date' }
  const [year, month, day] = parts
  const date = new Date(Date.UTC(year, month - 1, day))
  // The 31st of June becomes the 1st of July in JavaScript; here it is no date.
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return { reason: 'not a date' }
  return { value: date.toISOString().slice(0, 10) }
}

function partsOf(text: string, format: string | undefined): [number, number, number] | null {
  const numbers = (match: RegExpExecArray | null): [number, number, number] | null =>
    match && [Number(match[1]), Number(match[2]), Number(match[3])]
  switch (format) {
    case 'yyyymmdd':
      return numbers(/^(\d{4})(\d{2})(\d{2})$/.exec(text))
    case 'yyyy/mm/dd':
      return numbers(/^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(text))
    case 'gyy.mm.dd': {
      const match = /^([MTSHR]|明治|大正|昭和|平成|令和)(元|\d{1,2})[.年](\d{1,2})[.月](\d{1,2})日?$/.exec(
        text.normalize('NFKC'),
      )
      if (!match) return null
      const year = (eras[match[1] ?? ''] ?? 0) + (match[2] === '元' ? 1 : Number(match[2])) - 1
      return [year, Number(match[3]), Number(match[4])]
    }
    default: {
      // A time with an offset is a day in Japan.
      if (/T.*([+-]\d{2}:\d{2}|Z)$/.test(text)) {
        const instant = Date.parse(text)
        if (Number.isNaN(instant)) return null
        return numbers(/^(\d{4})-(\d{2})-(\d{2})/.exec(new Date(instant + 9 * 3_600_000).toISOString()))
      }
      return numbers(/^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text))
    }
  }
}
