/**
 * Calls whose constants alone would make something huge. A single scalar call cannot be interrupted, so these are
 * stopped before they start; sizes that depend on data are left to the limits of the worker.
 */
import { LIMITS } from './limits.ts'
import { tooComplex } from './refusing.ts'
import type { SqlNode, SqlValue } from './sql-parser.ts'
import { isNode, listOf, textOf } from './tree-walk.ts'

const TWO_64 = 2 ** 64

const ONE_ARGUMENT: Record<string, (a: number) => number> = {
  '-': (a) => -a,
  '+': (a) => a,
  trunc: Math.trunc,
}

/** The number a constant expression stands for, or null where it depends on data. Large integers come out rounded. */
function constantNumber(node: SqlValue | undefined): number | null {
  if (!isNode(node)) return null
  if (node.class === 'CAST') return constantNumber(node.child)
  if (node.class === 'CONSTANT' && isNode(node.value)) return valueNumber(node.value)
  if (node.class !== 'FUNCTION') return null
  const numbers = listOf(node.children).map(constantNumber)
  const [a, b] = numbers
  if (a === undefined || a === null || b === null) return null
  if (b === undefined) return ONE_ARGUMENT[textOf(node.function_name)]?.(a) ?? null
  switch (node.function_name) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
    case '//':
      return a / b
    case '<<':
      return a * 2 ** b
    case '^':
    case '**':
    case 'pow':
    case 'power':
      return a ** b
    default:
      return null
  }
}

function valueNumber(constant: SqlNode): number | null {
  const { value, type } = constant
  const scale =
    isNode(type) && isNode(type.type_info) && typeof type.type_info.scale === 'number'
      ? type.type_info.scale
      : 0
  const whole = wholeNumber(value)
  if (whole !== null) return whole / 10 ** scale
  return typeof value === 'string' && /^\s*[-+]?[\d.]+([eE][-+]?\d+)?\s*$/.test(value) ? Number(value) : null
}

function wholeNumber(value: SqlValue | undefined): number | null {
  if (typeof value === 'number') return value
  if (!isNode(value)) return null
  if (typeof value.$number === 'string') return Number(value.$number)
  const upper = wholeNumber(value.upper)
  const lower = wholeNumber(value.lower)
  return upper === null || lower === null ? null : upper * TWO_64 + lower
}

const constantText = (node: SqlValue | undefined): string | null => {
  if (isNode(node) && node.class === 'CAST') return constantText(node.child)
  if (!isNode(node) || node.class !== 'CONSTANT' || !isNode(node.value)) return null
  return typeof node.value.value === 'string' ? node.value.value : null
}

const MAKES_TEXT: Record<string, number> = {
  repeat: 1,
  lpad: 1,
  rpad: 1,
  bar: 3,
  array_resize: 1,
  list_resize: 1,
}
const PATTERN_AT: Record<string, number> = {
  regexp_matches: 1,
  regexp_full_match: 1,
  regexp_replace: 1,
  regexp_extract: 1,
  regexp_extract_all: 1,
  regexp_split_to_array: 1,
  regexp_split_to_table: 1,
  string_split_regex: 1,
  str_split_regex: 1,
}
const SERIES = new Set(['range', 'generate_series'])

/** Refuses a call that would make too much by its constants; `place` tells a value from rows in FROM. */
export function requireModest(call: SqlNode, place: 'value' | 'table'): void {
  const name = textOf(call.function_name).toLowerCase()
  const children = listOf(call.children)
  if (SERIES.has(name)) requireModestSeries(name, children, place)
  if (place === 'table' && name === 'repeat') {
    if ((constantNumber(children[1]) ?? 0) > LIMITS.madeRows) throw tooComplex('repeat(…)')
    return
  }
  const makes = MAKES_TEXT[name]
  if (makes !== undefined) {
    const times = constantNumber(children[makes]) ?? 0
    const each = name === 'repeat' ? Math.max(1, constantText(children[0])?.length ?? 1) : 1
    if (times * each > LIMITS.madeText) throw tooComplex(`${name}(…) > ${LIMITS.madeText}`)
  }
  if ((name === 'format' || name === 'printf') && /\d{5,}/.test(constantText(children[0]) ?? '')) {
    throw tooComplex(`${name}(…)`)
  }
  const pattern = PATTERN_AT[name] === undefined ? null : constantText(children[PATTERN_AT[name]])
  if (pattern !== null) requireModestPattern(pattern)
}

function requireModestSeries(name: string, children: SqlValue[], place: 'value' | 'table'): void {
  const most = place === 'table' ? LIMITS.madeRows : LIMITS.madeItems
  const [first, second, third] = children
  const days = [momentOf(first), momentOf(second), stepMs(third)]
  const numbers = days.every((one) => one !== null) ? days : children.map(constantNumber)
  const [a, b, step = 1] = numbers
  if (a === undefined || a === null || b === null) return
  const [from, until] = b === undefined ? [0, a] : [a, b]
  if (Math.abs(until - from) / (Math.abs(step ?? 1) || 1) > most) throw tooComplex(`${name}(…) > ${most}`)
}

/** Milliseconds since 1970 of a constant date or timestamp. */
function momentOf(node: SqlValue | undefined): number | null {
  const text = constantText(node)?.trim().replace(' ', 'T')
  const moment = text === undefined ? Number.NaN : Date.parse(/[Zz+]|\dT.*-/.test(text) ? text : `${text}Z`)
  const dateAlone = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(moment) ? (Number.isNaN(dateAlone) ? null : dateAlone) : moment
}

const DAY = 86_400_000
const UNIT_MS: Record<string, number> = {
  microsecond: 0.001,
  millisecond: 1,
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: DAY,
  week: 7 * DAY,
  month: 28 * DAY,
  quarter: 90 * DAY,
  year: 365 * DAY,
  decade: 3_652 * DAY,
  centurie: 36_524 * DAY,
  century: 36_524 * DAY,
  millennium: 365_242 * DAY,
  millennia: 365_242 * DAY,
}

/** Milliseconds of a constant interval: `INTERVAL 5 MINUTE` is parsed as `to_minutes(5)`, others as a cast text. */
function stepMs(node: SqlValue | undefined): number | null {
  if (!isNode(node)) return null
  const unitOf = (word: string) =>
    UNIT_MS[word.toLowerCase()] ?? UNIT_MS[word.toLowerCase().replace(/s$/, '')] ?? null
  if (node.class === 'FUNCTION') {
    const unit = unitOf(textOf(node.function_name).replace(/^to_/, ''))
    const many = constantNumber(listOf(node.children)[0])
    return unit === null || many === null ? null : unit * many
  }
  const [, many = '1', word = ''] = constantText(node)?.match(/^\s*(-?\d+)?\s*([a-z]+)\s*$/i) ?? []
  const unit = unitOf(word)
  return unit === null ? null : unit * Number(many)
}

function requireModestPattern(pattern: string): void {
  if (pattern.length > LIMITS.pattern) throw tooComplex(`regexp > ${LIMITS.pattern}`)
  for (const [, low = '', high = ''] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    if (Math.max(Number(low), Number(high)) > LIMITS.patternRepeat) throw tooComplex('regexp {n}')
  }
}
