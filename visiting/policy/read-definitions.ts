/**
 * Makes the views and macros of a workspace ready for use: only those that a text may name, and those that they name
 * in turn. Parsed definitions are kept by their text.
 */
import type { PolicyContext } from './context.ts'
import type { Definition, Definitions } from './definitions.ts'
import { statementNotPermitted, syntaxError, tooComplex } from './refusing.ts'
import type { SqlNode, SqlParser } from './sql-parser.ts'
import { readHead, type StatementHead } from './statement-heads.ts'
import { isNode, listOf } from './tree-walk.ts'

const MOST_KEPT = 500

/** The query of a text that must be exactly one; `offset` is where the text began in the researcher's statement. */
export async function parseQuery(
  parser: SqlParser,
  { text, offset }: { text: string; offset: number },
  whole: string,
): Promise<SqlNode> {
  const parsed = await parser.serialize(text)
  if (!parsed.ok && parsed.kind === 'too-complex') throw tooComplex('SQL')
  if (!parsed.ok) throw syntaxError(whole, parsed.offset === null ? offset : offset + parsed.offset)
  const [only, ...more] = parsed.statements
  if (only === undefined || more.length > 0 || !isNode(only.node)) throw syntaxError(whole, offset)
  return only.node
}

/** One expression, parsed as the only item of a SELECT without anything else. */
export async function parseExpression(parser: SqlParser, text: string, whole: string): Promise<SqlNode> {
  const query = await parseQuery(parser, { text: `SELECT (\n${text}\n)`, offset: 0 }, whole)
  const [only, ...more] = listOf(query.select_list)
  const from = isNode(query.from_table) ? query.from_table.type : ''
  const nothingElse =
    !query.where_clause && !query.having && !query.qualify && listOf(query.modifiers).length === 0
  if (!isNode(only) || more.length > 0 || from !== 'EMPTY' || !nothingElse || only.alias !== '') {
    throw syntaxError(whole, null)
  }
  return only
}

/** `whole` is the text a syntax error is placed in. */
export async function parseMacro(
  parser: SqlParser,
  head: Extract<StatementHead, { act: 'create-macro' }>,
  whole: string,
): Promise<Extract<Definition, { kind: 'macro' }>> {
  const parameters = await Promise.all(
    head.parameters.map(async ({ name, default: text }) => ({
      name,
      default: text === null ? null : await parseExpression(parser, text, whole),
    })),
  )
  const body =
    head.returns === 'table'
      ? { query: await parseQuery(parser, head.body, whole) }
      : { expression: await parseExpression(parser, head.body.text.replace(/[\s;]+$/, ''), whole) }
  return { kind: 'macro', parameters, body }
}

/** A macro of the library: its name and the statement that defines it. */
export interface LibraryDefinition {
  name: string
  definition: string
}

/**
 * The answer reads what a text may name. Names are found by being contained in the text, so it may bring more
 * than is used, never less. A name of the workspace goes before one of the library.
 */
export function definitionReader(parser: SqlParser, library: readonly LibraryDefinition[] = []) {
  const kept = new Map<string, Definition>()

  async function parse(sql: string): Promise<Definition> {
    const known = kept.get(sql)
    if (known !== undefined) return known
    const head = readHead(sql)
    let made: Definition
    if (head?.act === 'create-view') {
      made = { kind: 'view', columns: head.columns, query: await parseQuery(parser, head.query, sql) }
    } else if (head?.act === 'create-macro') made = await parseMacro(parser, head, sql)
    else throw statementNotPermitted('CREATE')
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(sql, made)
    return made
  }

  /** The definitions that `sql` may use, by lower-case name. */
  return async (context: PolicyContext, sql: string): Promise<Definitions> => {
    const own = context.workspace.filter((object) => object.definition !== null && object.kind !== 'table')
    const taken = new Set(own.map(({ name }) => name.toLowerCase()))
    const defined = [...own, ...library.filter(({ name }) => !taken.has(name))]
    const found = new Map<string, Definition>()
    const texts = [sql.toLowerCase()]
    for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
      for (const object of defined) {
        const key = object.name.toLowerCase()
        if (found.has(key) || !text.includes(key) || object.definition === null) continue
        found.set(key, await parse(object.definition))
        texts.push(object.definition.toLowerCase())
      }
    }
    return found
  }
}
