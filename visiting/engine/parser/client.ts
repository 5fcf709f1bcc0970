/**
 * The environment's side of the parser process: one request at a time, each with a limit of processor time. A parser
 * that hangs over a text, or dies over it twice, is replaced, and that text is `too-complex`; nobody else notices more
 * than the wait.
 */
import { Refusal } from '../../../shared/model/refusals.ts'
import type { Parsed, SqlParser } from '../../policy/sql-parser.ts'
import { type ChildHandle, startChild } from '../process/child.ts'
import { processorMs } from '../process/processor-time.ts'
import type { Sandbox } from '../process/sandbox.ts'
import { limitTime } from '../process/time-limit.ts'
import { parseTrees, writeTree } from './lossless-json.ts'
import type { ParserAnswer, ParserOp, ParserReply, TreeAnswer } from './messages.ts'

export interface ParserOptions {
  /** Starts a fresh parser process. */
  start(): ChildHandle
  /** Of processor time for one text. Ample: a statement of ordinary size takes about a millisecond. */
  timeoutMs?: number
  /** Requests that may wait; more are refused as `busy`. */
  queueLimit?: number
  /** Told when a parser became ready or ended. */
  onAlive?: (alive: boolean) => void
}

/** The parser's bundled entry, and the cage it runs in. */
export interface ParserPlace {
  script: string
  sandbox: Sandbox
}

export interface ParserClient extends SqlParser {
  isAlive(): boolean
  close(): void
}

interface Waiting {
  op: ParserOp
  text: string
  resolve(answer: ParserAnswer): void
  /** Parsers that ended while this was their text, or before they could take it. */
  deaths: number
}

/** A parser process without a folder and without data. */
export const startParser = (
  { script, sandbox }: ParserPlace,
  onAlive: (alive: boolean) => void,
): ParserClient =>
  makeParser({
    start: () =>
      startChild({
        script,
        sandbox,
        folder: null,
        reads: [],
        heapMb: 128,
        untrusted: true,
        limits: { dataBytes: 2_000_000_000, fileBytes: 0 },
      }),
    onAlive,
  })

/** `start` starts a parser process. Throws `busy` where more than `queueLimit` requests wait. */
export function makeParser({
  start,
  timeoutMs = 3_000,
  queueLimit = 200,
  onAlive = () => {},
}: ParserOptions): ParserClient {
  const queue: Waiting[] = []
  let current: { id: number; waiting: Waiting; lift: () => void } | null = null
  let child: ChildHandle | null = null
  let ready = false
  let closed = false
  let lastId = 0

  function ensureChild(): void {
    if (child !== null || closed) return
    const mine = start()
    child = mine
    ready = false
    mine.onMessage((message) => {
      const reply = message as ParserReply
      if ('ready' in reply) {
        ready = true
        onAlive(true)
        next()
      } else if (current?.id === reply.id) {
        finish(reply.answer)
      }
    })
    mine.onExit(() => {
      if (child !== mine) return
      child = null
      onAlive(false)
      if (closed) return
      if (current !== null) {
        current.lift()
        queue.unshift(current.waiting)
        current = null
      }
      const head = queue[0]
      if (head !== undefined && ++head.deaths > 1) queue.shift()?.resolve(gone())
      next()
      // Ready again before the next text comes, but never in a tight loop where it cannot start.
      setTimeout(ensureChild, 250).unref()
    })
  }

  function finish(answer: ParserAnswer): void {
    if (current === null) return
    current.lift()
    const { waiting } = current
    current = null
    waiting.resolve(answer)
    next()
  }

  function next(): void {
    if (current !== null || queue.length === 0) return
    ensureChild()
    if (child === null || !ready) return
    const waiting = queue.shift()
    if (waiting === undefined) return
    const id = ++lastId
    const { pid } = child
    const over = () => {
      const slow = child
      child = null
      onAlive(false)
      slow?.kill()
      finish({ ok: false, kind: 'too-complex', offset: null })
    }
    const lift = limitTime({ ms: timeoutMs, used: () => processorMs(pid), over })
    current = { id, waiting, lift }
    child.send({ id, op: waiting.op, text: waiting.text })
  }

  function ask(op: ParserOp, text: string): Promise<ParserAnswer> {
    if (closed) throw new Error('the parser is closed')
    if (queue.length >= queueLimit) throw new Refusal('busy', { seconds: 2 })
    return new Promise((resolve) => {
      queue.push({ op, text, resolve, deaths: 0 })
      next()
    })
  }

  ensureChild()

  return {
    async serialize(sql): Promise<Parsed> {
      const bad = badCharacter(sql)
      if (bad !== null) return { ok: false, kind: 'syntax', offset: bad }
      const answer = await ask('serialize', sql)
      if (answer.ok && answer.op !== 'serialize') throw new Error('the parser answered something else')
      return treesOf(answer, sql)
    },
    async write(statement) {
      const answer = await ask('write', writeTree(statement))
      if (!answer.ok || answer.op !== 'write') throw new Error('the tree could not be written as SQL')
      const { sql, readBack } = answer
      const bad = badCharacter(sql)
      return {
        sql,
        readBack: bad === null ? treesOf(readBack, sql) : { ok: false, kind: 'syntax', offset: bad },
      }
    },
    async split(sql) {
      const bad = badCharacter(sql)
      if (bad !== null) return { ok: false, offset: bad }
      const answer = await ask('split', sql)
      if (!answer.ok) return { ok: false, offset: answer.offset }
      if (answer.op !== 'split') throw new Error('the parser answered something else')
      return { ok: true, statements: answer.statements }
    },
    async explain(question) {
      const answer = await ask('explain', JSON.stringify(question))
      if (!answer.ok) throw new Refusal('query-too-complex', { what: 'EXPLAIN' })
      if (answer.op !== 'explain') throw new Error('the parser answered something else')
      return answer.made
    },
    isAlive: () => child !== null && ready,
    close() {
      closed = true
      child?.kill()
      for (const waiting of queue.splice(0)) waiting.resolve(gone())
      if (current !== null) finish(gone())
    },
  }
}

function treesOf(answer: TreeAnswer, sql: string): Parsed {
  if (!answer.ok) return answer
  try {
    return { ok: true, statements: parseTrees(answer.json, sql) }
  } catch {
    // A number beyond a double becomes a bare Infinity, which is no JSON.
    return { ok: false, kind: 'too-complex', offset: null }
  }
}

const gone = (): ParserAnswer => ({ ok: false, kind: 'too-complex', offset: null })

/**
 * Offset of a character the engine would not read as written: NUL ends a C string, so that what follows it would be
 * walked by nobody, and half a surrogate pair becomes another character on the way.
 */
function badCharacter(sql: string): number | null {
  for (let i = 0; i < sql.length; i++) {
    const unit = sql.charCodeAt(i)
    if (unit === 0) return i
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const low = sql.charCodeAt(i + 1)
      if (!(low >= 0xdc00 && low <= 0xdfff)) return i
      i++
    } else if (unit >= 0xdc00 && unit <= 0xdfff) {
      return i
    }
  }
  return null
}
