/**
 * The detail of an entry in the viewer's words: names of fields and codes of the environment are said, whatever people
 * wrote (SQL, reasons) and identifiers stand as they are. What has no words stands as it was written down.
 */
const MOST = 80

/** What of an entry has words, in one language. */
export interface DetailWords {
  /** Of a field, within another one or '' for the entry itself; its own name where there are none. */
  name(field: string, within: string): string
  /** Of somebody or something by its ID; null where it has none. */
  thing(id: string): string | null
  /** Of a route by its name or address, with which of the environment it belongs to; itself where that is not known. */
  route(route: string): string
  /** Of a code of the environment; itself where there are none. */
  code(code: string): string
  /** Of a refusal with its parameters; null where there is none of that code. */
  refusal(code: string, params: unknown): string | null
  bytes(count: number): string
  yes: string
  no: string
  none: string
  comma: string
  within(text: string): string
}

/** Fields whose texts are codes of the environment; all others may hold what somebody wrote. */
const CODED: ReadonlySet<string> = new Set([
  ...['by', 'category', 'code', 'decision', 'fields', 'kind', 'ledger', 'method', 'part', 'people', 'roles'],
  ...['sex', 'standing', 'via', 'why'],
])

/** Long, and of use only to look something up: last in the line, where it is cut. */
const TO_LOOK_UP: ReadonlySet<string> = new Set([
  ...['digest', 'extractDigests', 'id', 'meeting', 'query', 'requestId', 'result', 'results', 'route'],
  ...['signature'],
])

/** In one line: `name: value` pairs, long values cut; what is null, an empty list or no column skipped is left out. */
export function detailText(detail: Record<string, unknown>, words: DetailWords): string {
  const { code, params, ...others } = detail
  const refusal = typeof code === 'string' ? words.refusal(code, params) : null
  const told = refusal === null ? detail : { code, ...others }
  const places = (field: string) => (TO_LOOK_UP.has(field) ? 1 : 0)
  return Object.entries(told)
    .filter(([field, value]) => !isNothing(value) && !(field === 'firstColumn' && value === 0))
    .sort(([one], [other]) => places(one) - places(other))
    .map(([field, value]) => {
      const text = field === 'code' && refusal !== null ? refusal : valueText(field, value, { words })
      return `${words.name(field, '')}: ${short(text)}`
    })
    .join(' · ')
}

/** Every field with its whole value. */
export const detailRows = (detail: Record<string, unknown>, words: DetailWords): [string, string][] =>
  Object.entries(detail).map(([field, value]) => [
    words.name(field, ''),
    (field === 'code' && typeof value === 'string' && words.refusal(value, detail.params)) ||
      valueText(field, value, { words, all: true }),
  ])

function valueText(field: string, value: unknown, telling: { words: DetailWords; all?: boolean }): string {
  const { words, all = false } = telling
  if (isNothing(value)) return words.none
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'string') {
    if (field === 'route') return words.route(value)
    if (field === 'item') return itemText(value, words)
    return words.thing(value) ?? (CODED.has(field) ? words.code(value) : value)
  }
  if (typeof value === 'number') {
    if (field === 'bytes') return words.bytes(value)
    // Counted from 0 where it is written down.
    return String(field === 'page' ? value + 1 : value)
  }
  const within = (inner: string, one: unknown) => {
    const text = valueText(inner, one, telling)
    return typeof one === 'object' && !isNothing(one) ? words.within(text) : text
  }
  if (Array.isArray(value)) return value.map((one) => within(field, one)).join(words.comma)
  return Object.entries(value as Record<string, unknown>)
    .filter(([, one]) => all || !isNothing(one))
    .map(([inner, one]) => `${words.name(inner, field)}: ${within(inner, one)}`)
    .join(words.comma)
}

/** `table-2` is the second table. */
function itemText(name: string, words: DetailWords): string {
  const [, kind = name, number] = /^(.*)-(\d+)$/.exec(name) ?? []
  return number === undefined ? words.code(kind) : `${words.code(kind)} ${number}`
}

const isNothing = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line
}

/** To the second, in Japan's time and ISO order: `2026-11-23 18:40:12`. */
export const japanTime = (at: string): string =>
  new Date(Date.parse(at) + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
