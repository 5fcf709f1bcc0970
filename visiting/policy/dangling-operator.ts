/**
 * The engine's parser takes an operator that nothing follows (`a || FROM t`) for one that stands behind what it works on.
 * It knows one such, `!`; any other is a text that breaks off, and is answered as one.
 */
import type { SqlParser, SqlValue } from './sql-parser.ts'

const BROKEN_OFF = /^(?!!__postfix$)[^\p{L}\p{N}_]+__postfix$/u

/** A parser to which a text that breaks off at an operator does not parse, as to a reader. */
export const withoutDanglingOperators = (parser: SqlParser): SqlParser => ({
  ...parser,
  async serialize(sql) {
    const parsed = await parser.serialize(sql)
    const offset = parsed.ok ? danglingOperator(parsed.statements) : null
    return offset === null ? parsed : { ok: false, kind: 'syntax', offset }
  },
})

/** Where the first operator stands that nothing follows, in UTF-16 units; null where there is none. */
function danglingOperator(tree: SqlValue): number | null {
  if (tree === null || typeof tree !== 'object') return null
  const isCall = !Array.isArray(tree) && tree.class === 'FUNCTION' && typeof tree.function_name === 'string'
  if (isCall && BROKEN_OFF.test(String(tree.function_name)) && typeof tree.query_location === 'number')
    return tree.query_location
  for (const part of Object.values(tree)) {
    const place = danglingOperator(part)
    if (place !== null) return place
  }
  return null
}
