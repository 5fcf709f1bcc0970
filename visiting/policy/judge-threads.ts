/**
 * Judges in threads of their own, so that a stranger's statement never keeps the service from answering others. Each
 * thread has a heap of its own and takes one statement at a time; one that runs out of heap or of time is ended with
 * the parser it started, and its statement is `query-too-complex`. Nobody else notices more than the wait.
 */
import type { Worker } from 'node:worker_threads'
import { Refusal, type RefusalCode, type RefusalParams } from '../../shared/model/refusals.ts'
import { isSameContext, type PolicyContext } from './context.ts'
import type { Judge } from './judge.ts'
import { tooComplex } from './refusing.ts'

type Act = keyof Judge
type Answers = { [A in Act]: Awaited<ReturnType<Judge[A]>> }
export type JudgeAnswer = Answers[Act]

/** What is asked of a judge: may it run, how its persons are listed, or where its statements end. */
type Question =
  | { act: 'judge' | 'members' | 'plan'; sql: string; context: PolicyContext }
  | { act: 'parts'; sql: string }

/** The context is left out where it is the one of the statement before: it is large, and the same for long. */
export type JudgeRequest = { id: number } & (
  | (Omit<Extract<Question, { context: PolicyContext }>, 'context'> & { context: PolicyContext | null })
  | Extract<Question, { act: 'parts' }>
)

export type JudgeReply =
  /** Which thread of the process it is, to whoever counts its processor time; null where there are no numbers. */
  | { thread: number | null }
  /** It can take statements, or no longer can. */
  | { parserAlive: boolean }
  | { id: number; answer: JudgeAnswer }
  | { id: number; refused: { code: RefusalCode; params: RefusalParams } }
  | { id: number; fault: string }

export interface JudgeThreadsOptions {
  /** Starts a thread of `visiting/judging-thread.ts`. */
  start(): Worker
  threads?: number
  /** For one statement. Ample: one of ordinary size takes some ten milliseconds. */
  timeoutMs?: number
  /** Calls `over` when a thread has worked for so long, unless what it answers is called before. */
  limit?: (given: { ms: number; thread: () => number | null; over: () => void }) => () => void
  /** Statements that may wait; more are refused as `busy`. */
  queueLimit?: number
}

export interface JudgeThreads extends Judge {
  /** Whether every thread has a parser that can be asked. */
  isAlive(): boolean
  close(): Promise<void>
}

interface Waiting {
  question: Question
  resolve(answer: JudgeAnswer): void
  reject(problem: Error): void
}

interface Seat {
  worker: Worker
  parserAlive: boolean
  current: { id: number; waiting: Waiting; lift: () => void } | null
  thread: number | null
  /** What its thread was told last. */
  context: PolicyContext | null
}

/** Of a service that is being stopped: no fault, and the next one will answer. */
const stopping = () => new Refusal('busy', { seconds: 30 })

const byTheClock: NonNullable<JudgeThreadsOptions['limit']> = ({ ms, over }) => {
  const timer = setTimeout(over, ms)
  return () => clearTimeout(timer)
}

function requestFor(seat: Seat, id: number, question: Question): JudgeRequest {
  if (!('context' in question)) return { id, ...question }
  const { context } = question
  const isKnown = seat.context !== null && isSameContext(seat.context, context)
  seat.context = context
  return { id, ...question, context: isKnown ? null : context }
}

/** A statement beyond `queueLimit` is refused `busy`, and so is every one once it is closed. */
export function judgeThreads({
  start,
  threads = 2,
  timeoutMs = 15_000,
  limit = byTheClock,
  queueLimit = 200,
}: JudgeThreadsOptions): JudgeThreads {
  const queue: Waiting[] = []
  const seats = new Set<Seat>()
  let closed = false
  let lastId = 0

  function open(): void {
    const seat: Seat = { worker: start(), parserAlive: false, current: null, thread: null, context: null }
    seats.add(seat)
    seat.worker.on('message', (reply: JudgeReply) => hear(seat, reply))
    // Running out of heap is told here and followed by `exit`.
    seat.worker.on('error', () => {})
    seat.worker.on('exit', () => {
      seats.delete(seat)
      const current = settle(seat)
      current?.reject(closed ? stopping() : tooComplex('SQL'))
      if (!closed) setTimeout(reopen, 100)
    })
    next()
  }

  const reopen = () => {
    if (!closed && seats.size < threads) open()
  }

  function hear(seat: Seat, reply: JudgeReply): void {
    if ('thread' in reply) {
      seat.thread = reply.thread
      return
    }
    if ('parserAlive' in reply) {
      seat.parserAlive = reply.parserAlive
      return
    }
    if (seat.current?.id !== reply.id) return
    const waiting = settle(seat)
    if ('answer' in reply) waiting?.resolve(reply.answer)
    else if ('refused' in reply) waiting?.reject(new Refusal(reply.refused.code, reply.refused.params))
    else waiting?.reject(new Error(`judging: ${reply.fault}`))
    next()
  }

  function settle(seat: Seat): Waiting | null {
    const { current } = seat
    if (current === null) return null
    current.lift()
    seat.current = null
    return current.waiting
  }

  function next(): void {
    for (const seat of seats) {
      if (seat.current !== null) continue
      const waiting = queue.shift()
      if (waiting === undefined) return
      const id = ++lastId
      const over = () => void seat.worker.terminate()
      const lift = limit({ ms: timeoutMs, thread: () => seat.thread, over })
      seat.current = { id, waiting, lift }
      seat.worker.postMessage(requestFor(seat, id, waiting.question))
    }
  }

  for (let n = 0; n < threads; n++) open()

  const ask = async <A extends Act>(question: Question & { act: A }): Promise<Answers[A]> => {
    if (closed) throw stopping()
    if (queue.length >= queueLimit) throw new Refusal('busy', { seconds: 2 })
    return new Promise<Answers[A]>((resolve, reject) => {
      queue.push({ question, resolve: (answer) => resolve(answer as Answers[A]), reject })
      next()
    })
  }

  return {
    judge: (sql, context) => ask({ act: 'judge', sql, context }),
    members: (sql, context) => ask({ act: 'members', sql, context }),
    plan: (sql, context) => ask({ act: 'plan', sql, context }),
    parts: (sql) => ask({ act: 'parts', sql }),
    isAlive: () => seats.size === threads && [...seats].every((seat) => seat.parserAlive),
    async close() {
      closed = true
      for (const waiting of queue.splice(0)) waiting.reject(stopping())
      await Promise.all([...seats].map(({ worker }) => worker.terminate()))
    },
  }
}
