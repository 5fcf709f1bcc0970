/**
 * Protection on threads of its own: the service answers everybody else while the solver thinks.
 *
 * A few threads, each with one table at a time; the rest wait in line, and beyond a limit are told so. The solver cannot
 * be interrupted, so a table that is cancelled or far over its time takes its thread down, and another takes its place.
 * Threads start with the first table and stay.
 */
import { Worker } from 'node:worker_threads'
import type { ProtectedResults } from '../assess.ts'
import type { TogetherAnswer } from '../attack-together.ts'
import { CLOCK_SLACK } from '../effort.ts'
import {
  type LinkedProtectionAnswer,
  type Protection,
  type ProtectionAsk,
  ProtectionBusyError,
  ProtectionLostError,
} from '../protection-port.ts'
import { type Job, type ThreadMessage, unpackError } from './messages.ts'

export interface ProtectionThreads extends Protection {
  close(): Promise<void>
  /** Tables being worked on, and waiting. */
  load(): { running: number; waiting: number }
}

export interface ProtectionThreadsOptions {
  /** Bundled entry of a thread. */
  script: string
  /** Tables at a time. */
  threads?: number
  /** Tables that may wait. */
  waiting?: number
  /** How long a table may take, by the clock, beyond what its limits come to on the slowest machine (../effort.ts). */
  graceMs?: number
}

interface Waiting {
  job: Job
  ask: ProtectionAsk
  limitMs: number
  settle(outcome: { value: unknown } | { error: unknown }): void
}

/** JavaScript heap of a thread. The solver's own memory is outside of it, up to 4 GiB. */
const HEAP_MB = 2_048

/** Where nothing else is said, `protectTable` and `protectLinkedTables` take up to this long. */
const DEFAULT_LIMIT_MS = 70_000

/**
 * `waiting` tables wait at most (`ProtectionBusyError` beyond); `graceMs` is how far over its time a table
 * may go.
 */
export function protectionThreads({
  script,
  threads = 1,
  waiting = 32,
  graceMs = 20_000,
}: ProtectionThreadsOptions): ProtectionThreads {
  const idle: Worker[] = []
  const busy = new Set<Worker>()
  const line: Waiting[] = []
  let closed = false

  const next = () => {
    while (line.length > 0 && busy.size < threads) {
      const waited = line.shift()!
      const worker =
        idle.pop() ??
        new Worker(script, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
      busy.add(worker)
      work(worker, waited)
    }
  }

  const work = (worker: Worker, { job, ask, limitMs, settle }: Waiting) => {
    let done = false
    const finish = (outcome: Parameters<Waiting['settle']>[0], { keep }: { keep: boolean }) => {
      if (done) return
      done = true
      clearTimeout(timer)
      ask.signal?.removeEventListener('abort', cancel)
      worker.removeAllListeners()
      busy.delete(worker)
      if (keep && !closed) {
        // A thread that ends while idle is no loss; the next table starts another.
        worker.on('error', () => {})
        worker.on('exit', () => {
          const place = idle.indexOf(worker)
          if (place >= 0) idle.splice(place, 1)
        })
        worker.unref()
        idle.push(worker)
      } else void worker.terminate()
      settle(outcome)
      next()
    }
    const lost = (why: string) => finish({ error: new ProtectionLostError(why) }, { keep: false })
    const cancel = () => finish({ error: ask.signal!.reason }, { keep: false })
    const timer = setTimeout(
      () => lost('a protection ran far over its time'),
      limitMs * CLOCK_SLACK + graceMs,
    )
    worker.ref()
    worker.removeAllListeners()
    worker.on('message', (message: ThreadMessage) => {
      if ('progress' in message) ask.onProgress?.(message.progress)
      else if ('value' in message) finish(message, { keep: true })
      else finish({ error: unpackError(message.error) }, { keep: true })
    })
    worker.on('error', ({ message }: Error) => lost(message))
    worker.on('exit', (code) => lost(`a protection thread ended with ${code}`))
    ask.signal?.addEventListener('abort', cancel)
    worker.postMessage(job)
  }

  const start = (job: Job, ask: ProtectionAsk, limitMs: number): Promise<unknown> => {
    ask.signal?.throwIfAborted()
    if (closed || line.length >= waiting) throw new ProtectionBusyError()
    return new Promise((resolve, reject) => {
      const waited: Waiting = {
        job,
        ask,
        limitMs,
        settle: (outcome) => ('value' in outcome ? resolve(outcome.value) : reject(outcome.error)),
      }
      line.push(waited)
      ask.signal?.addEventListener(
        'abort',
        () => {
          const place = line.indexOf(waited)
          if (place < 0) return
          line.splice(place, 1)
          reject(ask.signal!.reason)
        },
        { once: true },
      )
      next()
    })
  }

  return {
    async results(tables, options, ask = {}) {
      const { timeLimitMs = DEFAULT_LIMIT_MS, attackTimeLimitMs = DEFAULT_LIMIT_MS } = options
      const job: Job = { kind: 'results', tables, options }
      return (await start(job, ask, timeLimitMs + attackTimeLimitMs)) as ProtectedResults
    },
    async tables(input, ask = {}) {
      const { timeLimitMs = DEFAULT_LIMIT_MS, attackTimeLimitMs = DEFAULT_LIMIT_MS } = input
      const job: Job = { kind: 'tables', input }
      return (await start(job, ask, timeLimitMs + attackTimeLimitMs)) as LinkedProtectionAnswer
    },
    async together(question, ask = {}) {
      return (await start({ kind: 'together', question }, ask, question.timeLimitMs)) as TogetherAnswer
    },
    load: () => ({ running: busy.size, waiting: line.length }),
    async close() {
      closed = true
      for (const { settle } of line.splice(0)) settle({ error: new ProtectionBusyError() })
      await Promise.all([...idle, ...busy].map((worker) => worker.terminate()))
    },
  }
}
