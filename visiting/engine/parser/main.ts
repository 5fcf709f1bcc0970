/**
 * The parser process: a private in-memory DuckDB that holds no data and can reach none. It reads SQL of strangers, so
 * it may crash or hang; ./client.ts starts it again.
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { literal } from '../../../shared/model/sql-text.ts'
import type { StructureQuestion } from '../../policy/sql-parser.ts'
import { becomeUser, userToBecome } from '../process/own-user.ts'
import { explainOnStructure } from './explain.ts'
import type { ParserAnswer, ParserFailure, ParserReply, ParserRequest, TreeAnswer } from './messages.ts'
import { utf16FromCodePoints } from './offsets.ts'
import { bareWords, cutStatements } from './split.ts'

async function start(): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MB' })
  const connection = await instance.connect()
  for (const setting of [
    'autoinstall_known_extensions = false',
    'autoload_known_extensions = false',
    'enable_external_access = false',
    'lock_configuration = true',
  ]) {
    await connection.run(`SET ${setting}`)
  }
  const user = userToBecome()
  if (user !== null) becomeUser(user)
  process.on('message', (message) => void answer(connection, message as ParserRequest))
  process.on('disconnect', () => process.exit(0))
  send({ ready: true })
}

async function answer(connection: DuckDBConnection, { id, op, text }: ParserRequest): Promise<void> {
  let reply: ParserAnswer
  try {
    if (op === 'serialize') reply = await serialize(connection, text)
    else if (op === 'write') reply = await write(connection, text)
    else if (op === 'explain')
      reply = { ok: true, op, made: await explainOnStructure(JSON.parse(text) as StructureQuestion) }
    else reply = await split(connection, text)
  } catch (error) {
    reply = failureOf(String((error as Error).message), text, null)
  }
  send({ id, answer: reply })
}

async function serialize(connection: DuckDBConnection, sql: string): Promise<TreeAnswer> {
  const json = await textOf(connection, `SELECT json_serialize_sql(${literal(sql)})`)
  // An error is told by the first field; statements begin with `"error":false`.
  if (json.startsWith('{"error":false')) return { ok: true, op: 'serialize', json }
  const { error_message, position } = JSON.parse(json) as { error_message?: string; position?: string }
  return failureOf(error_message ?? '', sql, position === undefined ? null : Number(position))
}

/** Read back in the same breath: whoever has a text written wants to know that it says what the tree says. */
async function write(connection: DuckDBConnection, tree: string): Promise<ParserAnswer> {
  const sql = await textOf(connection, `SELECT json_deserialize_sql(${literal(tree)}::JSON)`)
  return { ok: true, op: 'write', sql, readBack: await serialize(connection, sql) }
}

async function split(connection: DuckDBConnection, sql: string): Promise<ParserAnswer> {
  const pieces = cutStatements(sql)
  const refused: ParserAnswer = { ok: false, kind: 'syntax', offset: null }
  if (pieces.length === 0) {
    const empty = await serialize(connection, sql)
    return empty.ok ? { ok: true, op: 'split', statements: [] } : empty
  }
  const first = pieces.map((piece) => bareWords(piece)[0]?.word ?? 'UNKNOWN')
  // These the splitter would act upon; they are never allowed, so it is not asked.
  if (first.some((word) => word === 'PRAGMA' || word === 'IMPORT'))
    return {
      ok: true,
      op: 'split',
      statements: pieces.map((piece, at) => ({ type: first[at] ?? '', sql: piece })),
    }
  let left = (await connection.extractStatements(sql)).count
  const statements: { type: string; sql: string }[] = []
  for (const piece of pieces) {
    const { count } = await connection.extractStatements(piece)
    const type = await typeOf(connection, piece)
    // Several to the engine are a PIVOT without IN and a column with a DEFAULT; they keep their names and are never a SELECT.
    if (count !== 1 && !(count > 1 && (type === 'PIVOT' || type === 'ALTER'))) return refused
    left -= count
    statements.push({ type, sql: piece })
  }
  if (left !== 0) return refused
  return { ok: true, op: 'split', statements }
}

/** SELECT where the engine serialises it, otherwise the word that names the statement. */
async function typeOf(connection: DuckDBConnection, sql: string): Promise<string> {
  if ((await serialize(connection, sql)).ok) return 'SELECT'
  const words = bareWords(sql)
  const first = words[0]?.word ?? 'UNKNOWN'
  if (/^(SELECT|FROM|WITH|PIVOT)$/.test(first) && words.some(({ word }) => /^PIVOT(_WIDER)?$/.test(word))) {
    return 'PIVOT'
  }
  if (first !== 'WITH') return first
  const main = words.find(({ word, depth }) => depth === 0 && /^(INSERT|UPDATE|DELETE|MERGE)$/.test(word))
  return main?.word ?? 'SELECT'
}

async function textOf(connection: DuckDBConnection, sql: string): Promise<string> {
  const reader = await connection.runAndReadAll(sql)
  return String(reader.getRowsJS()[0]?.[0] ?? '')
}

/** `position` counts code points. The message itself stays here. */
function failureOf(message: string, sql: string, position: number | null): ParserFailure {
  if (/only select statements/i.test(message)) return { ok: false, kind: 'not-select', offset: null }
  const offset = position === null ? offsetFromCaret(message, sql) : utf16FromCodePoints(sql, position)
  if (/max expression depth|memory exhausted|stack|out of memory/i.test(message)) {
    return { ok: false, kind: 'too-complex', offset }
  }
  return { ok: false, kind: 'syntax', offset }
}

/** Where a message holds no position it draws a line of the text with a caret below. */
function offsetFromCaret(message: string, sql: string): number | null {
  const drawn = /^LINE (\d+): (.*)\n( *)\^/m.exec(message)
  if (!drawn) return null
  const [, lineNumber = '1', shown = '', blanks = ''] = drawn
  const prefix = `LINE ${lineNumber}: `.length
  const lines = sql.split('\n')
  const line = lines[Number(lineNumber) - 1]
  // Long lines are shown in part, with dots; then the place within them is not known.
  if (line === undefined || shown !== line) return null
  const before = lines.slice(0, Number(lineNumber) - 1).reduce((sum, text) => sum + text.length + 1, 0)
  return before + Math.max(0, Math.min(line.length, blanks.length - prefix))
}

function send(reply: ParserReply): void {
  process.send?.(reply)
}

await start()
