/**
 * The dashboard's process as the service sees it: in the same cage as the researchers' workers, started at the first
 * question, ended when nobody asks, replaced when it dies or does not answer in time.
 */
import { existsSync } from 'node:fs'
import { type ChildHandle, startChild } from './process/child.ts'
import type { Sandbox } from './process/sandbox.ts'
import type { ReaderCell, ReaderReply, ReaderRequest } from './reader/messages.ts'

const MEMORY_BYTES = 256 * 1_048_576
const ANSWER_MS = 20_000
const IDLE_MS = 5 * 60_000

export interface OpenReader {
  /** Rows of one SELECT; null where it failed, took too long, or the process died over it. One at a time. */
  rows(sql: string): Promise<ReaderCell[][] | null>
  /** Number of the process, null while there is none. */
  readonly pid: number | null
  close(): void
}

/** Rows come back in the order of the query; null where the process died over it or took too long. */
export function makeOpenReader({
  script,
  sandbox,
  folders,
}: {
  script: string
  sandbox: Sandbox
  /** The only folders it can read. */
  folders: readonly string[]
}): OpenReader {
  let child: ChildHandle | null = null
  let ready: Promise<boolean> = Promise.resolve(false)
  let waiting: { id: number; settle(rows: ReaderCell[][] | null): void } | null = null
  let idle: NodeJS.Timeout | null = null
  let lastId = 0

  function end(): void {
    child?.kill()
    child = null
  }

  function start(): ChildHandle {
    const present = folders.filter((folder) => existsSync(folder))
    const mine = startChild({
      script,
      sandbox,
      folder: null,
      reads: present,
      heapMb: 64,
      // Its SQL is written by us, and it opens files by their paths.
      untrusted: false,
      limits: { dataBytes: 2 * MEMORY_BYTES + 1_000_000_000, fileBytes: 0 },
    })
    ready = new Promise((resolve) => {
      mine.onMessage((message) => {
        const reply = message as ReaderReply
        if (reply.say === 'ready') resolve(true)
        else if (waiting?.id === reply.id) waiting.settle(reply.rows)
      })
      mine.onExit(() => {
        resolve(false)
        if (child !== mine) return
        child = null
        waiting?.settle(null)
      })
    })
    mine.send({ act: 'open', folders: present, memoryBytes: MEMORY_BYTES } satisfies ReaderRequest)
    return mine
  }

  return {
    get pid() {
      return child?.pid ?? null
    },
    async rows(sql) {
      if (waiting !== null) throw new Error('the reader answers one question at a time')
      if (idle) clearTimeout(idle)
      child ??= start()
      const id = ++lastId
      const answered = new Promise<ReaderCell[][] | null>((resolve) => {
        waiting = { id, settle: resolve }
      })
      const late = setTimeout(() => {
        end()
        waiting?.settle(null)
      }, ANSWER_MS)
      try {
        if (!(await ready)) return null
        child?.send({ act: 'ask', id, sql } satisfies ReaderRequest)
        return await answered
      } finally {
        clearTimeout(late)
        waiting = null
        idle = setTimeout(end, IDLE_MS)
        idle.unref()
      }
    },
    close() {
      if (idle) clearTimeout(idle)
      end()
    },
  }
}
