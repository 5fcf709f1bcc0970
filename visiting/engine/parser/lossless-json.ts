/**
 * The parser's trees hold integers beyond 2^53, which a plain JSON.parse would round: the query that runs would not be
 * the query that was written. Such integers travel through the tree as `{ $number: '9007199254740993' }` and are put
 * back when the tree becomes text again.
 *
 * Places (`query_location`) come in UTF-8 bytes and leave as UTF-16 offsets of the text; unknown places are left out.
 */
import type { SqlNode, SqlValue } from '../../policy/sql-parser.ts'
import { utf16FromBytes } from './offsets.ts'

const STRING_OR_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const UNKNOWN_PLACE = '18446744073709551615'

/** Most nodes that were made up have it. Inside a JSON string its quotes would be escaped. */
const NO_PLACE = `,"query_location":${UNKNOWN_PLACE}`

/** Few texts have one; only then is every token looked at. */
const LONG_NUMBER = /\d{16}/

/** JSON.stringify writes the double 10 as `10`, which the engine refuses to read as a double. */
const WHOLE_DOUBLE =
  /("type":\{"id":"(?:DOUBLE|FLOAT)","type_info":null\},"is_null":false,"value":-?\d+)(?=\})/g

/** All statements of the JSON text that `json_serialize_sql` gave for `sql`. */
export function parseTrees(json: string, sql: string): SqlNode[] {
  const placed = json.replaceAll(NO_PLACE, '')
  const exact = LONG_NUMBER.test(placed) ? withLongNumbers(placed) : placed
  const parsed = JSON.parse(exact) as { statements: SqlNode[] }
  const place = utf16FromBytes(sql)
  for (const statement of parsed.statements) placeNodes(statement, place)
  return parsed.statements
}

const withLongNumbers = (json: string): string =>
  json.replace(STRING_OR_INTEGER, (token) => {
    if (token.length < 16 || token.startsWith('"') || /[.eE]/.test(token)) return token
    return Number.isSafeInteger(Number(token)) ? token : `{"$number":"${token}"}`
  })

/** JSON text of one tree, ready for `json_deserialize_sql`. */
export function writeTree(statement: SqlNode): string {
  // Inside a JSON string the quotes would be escaped, so that only the wrapper itself matches.
  const text = JSON.stringify({ error: false, statements: [statement] })
  return text.replace(/\{"\$number":"(-?\d+)"\}/g, '$1').replace(WHOLE_DOUBLE, '$1.0')
}

function placeNodes(value: SqlValue, place: (bytes: number) => number): void {
  if (Array.isArray(value)) {
    for (const item of value) placeNodes(item, place)
  } else if (value !== null && typeof value === 'object') {
    const location = value.query_location
    if (typeof location === 'number') value.query_location = place(location)
    else if (isWrapped(location, UNKNOWN_PLACE)) delete value.query_location
    for (const field of Object.values(value)) placeNodes(field, place)
  }
}

const isWrapped = (value: SqlValue | undefined, text: string): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && value.$number === text
