/**
 * One worker as the service sees it: started for one permit session, watched from outside, ended by force where it
 * does not end by itself. The engine's own limits are soft (one scalar call can take twice the memory it was allowed),
 * so memory, time and disk are held from here.
 */
import { statSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import type { EngineSession } from './engine.ts'
import { type ChildHandle, startChild } from './process/child.ts'
import { openWay } from './process/own-user.ts'
import { residentBytes } from './process/resident-memory.ts'
import type { Sandbox } from './process/sandbox.ts'
import type {
  RunAnswer,
  RunRequest,
  WorkerReply,
  WorkerRequest,
  WorkspaceColumns,
} from './worker/messages.ts'

export type WorkerEnd = 'memory' | 'time-limit' | 'cancelled' | 'closed' | 'crashed' | 'extract-unusable'

export type RunEnd =
  | RunAnswer
  /** `began` false: the statement was never touched, and can be given to another worker. */
  | { state: 'ended'; why: WorkerEnd; began: boolean }
  | { state: 'over-quota' }

/** Node and the engine's library before the first query. */
const BASE_BYTES = 200_000_000
const WATCH_MS = 100
/** What a sandbox ends with when SIGABRT ended the process in it. */
const ABORTED = 134
const START_MS = 60_000
/** The engine writes whole blocks ahead, and a log beside the file. */
const SLACK_BYTES = 32_000_000
/** After an interrupt the engine has this long, then the process ends. Together well within a second. */
const GRACE_MS = 600

export interface WorkerProcess {
  readonly session: EngineSession
  readonly alive: boolean
  /** Why it ended; null while it lives. */
  readonly ended: WorkerEnd | null
  /** False where it could not open its files or ended before. */
  ready: Promise<boolean>
  run(request: Omit<RunRequest, 'act' | 'id'>, onProgress: (percent: number) => void): Promise<RunEnd>
  /** Ends the running query within a second. */
  interrupt(): void
  tables(): Promise<WorkspaceColumns>
  size(): Promise<number>
  /** Lets it write through and end by itself, by force after two seconds. */
  close(): Promise<void>
  /** Milliseconds since it last worked; 0 while it does. */
  idleFor(): number
  /** Memory it holds now, as the kernel counts it; 0 where that is unknown. */
  residentBytes(): number
}

interface Running {
  id: number
  startedAt: number
  /** Size of the workspace's files at which the statement is stopped. */
  mayGrowTo: number
  overQuota: boolean
  began: boolean
  resolve(end: RunEnd): void
  onProgress(percent: number): void
  grace: NodeJS.Timeout | null
}

/**
 * Comes back when the process has been started; `ready` of it says whether its databases opened. `onEnd` is
 * called once, when it is gone.
 */
export async function startWorker(
  session: EngineSession,
  { script, sandbox, onEnd }: { script: string; sandbox: Sandbox; onEnd: () => void },
): Promise<WorkerProcess> {
  const { limits, workspaceFolder: folder, extractPath: extract } = session
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (sandbox.ownUserIn !== null) await openWay(sandbox.ownUserIn, folder)
  const child = startChild({
    script,
    sandbox,
    folder,
    reads: [extract],
    heapMb: 256,
    untrusted: true,
    limits: {
      dataBytes: limits.memoryBytes * 2 + 1_000_000_000,
      fileBytes: Math.max(limits.workspaceBytes, limits.tempBytes) * 1.5 + 100_000_000,
    },
  })
  makeModest(child)

  let why: WorkerEnd = 'crashed'
  let alive = true
  let running: Running | null = null
  let lastId = 0
  /** Resident bytes, the most that was seen. */
  let most = 0
  let idleSince = Date.now()
  let settleReady = (_ready: boolean) => {}
  const ready = new Promise<boolean>((resolve) => {
    settleReady = resolve
  })
  const asked = new Map<number, (reply: WorkerReply | null) => void>()

  const send = (request: WorkerRequest) => child.send(request)
  const end = (reason: WorkerEnd) => {
    if (alive) why = reason
    child.kill()
  }

  function finish(result: RunEnd): void {
    if (running === null) return
    if (running.grace) clearTimeout(running.grace)
    const { resolve, overQuota } = running
    running = null
    idleSince = Date.now()
    resolve(overQuota && result.state === 'interrupted' ? { state: 'over-quota' } : result)
  }

  function interrupt(reason: WorkerEnd): void {
    if (running === null || running.grace !== null) return
    send({ act: 'interrupt', id: running.id })
    running.grace = setTimeout(() => end(reason), GRACE_MS)
  }

  // A worker that cannot open its files in this time never will.
  const starting = setTimeout(() => end('crashed'), START_MS)

  child.onMessage((message) => {
    const reply = message as WorkerReply
    if (reply.say === 'ready') {
      clearTimeout(starting)
      settleReady(true)
    } else if (reply.say === 'unusable') end(reply.what === 'extract' ? 'extract-unusable' : 'crashed')
    else if (reply.say === 'began') {
      if (running?.id === reply.id) running.began = true
    } else if (reply.say === 'progress') {
      if (running?.id === reply.id) running.onProgress(reply.percent)
    } else if (reply.say === 'ran') {
      if (running?.id === reply.id) finish(reply.answer)
    } else if (reply.say === 'tables' || reply.say === 'size') {
      asked.get(reply.id)?.(reply)
      asked.delete(reply.id)
    }
  })

  const watch = setInterval(() => {
    if (running === null) return
    const resident = residentBytes(child.pid) ?? 0
    most = Math.max(most, resident)
    if (resident > limits.memoryBytes * 1.25 + BASE_BYTES) return end('memory')
    if (Date.now() - running.startedAt > limits.wallMs) return interrupt('time-limit')
    if (fileBytes(folder) > running.mayGrowTo) {
      running.overQuota = true
      interrupt('crashed')
    }
  }, WATCH_MS)

  child.onExit(({ code, signal }) => {
    alive = false
    // Where memory is refused outside of the engine, a process ends itself before it is looked at again.
    const isAborted = signal === 'SIGABRT' || code === ABORTED
    if (why === 'crashed' && running?.began === true && (isAborted || most > limits.memoryBytes + BASE_BYTES))
      why = 'memory'
    clearInterval(watch)
    clearTimeout(starting)
    settleReady(false)
    finish({ state: 'ended', why, began: running?.began ?? false })
    for (const answer of asked.values()) answer(null)
    asked.clear()
    onEnd()
  })

  send({
    act: 'open',
    extract,
    folder,
    memoryBytes: limits.memoryBytes,
    threads: limits.threads,
    tempBytes: limits.tempBytes,
  })

  function ask(act: 'tables' | 'size'): Promise<WorkerReply | null> {
    if (!alive) return Promise.resolve(null)
    const id = ++lastId
    idleSince = Date.now()
    return new Promise((resolve) => {
      asked.set(id, resolve)
      send({ act, id })
    })
  }

  return {
    session,
    get alive() {
      return alive
    },
    get ended() {
      return alive ? null : why
    },
    ready,
    run(request, onProgress) {
      if (!alive) return Promise.resolve({ state: 'ended', why, began: false })
      if (running !== null) throw new Error('a worker runs one query at a time')
      const id = ++lastId
      return new Promise((resolve) => {
        // What was dropped leaves room inside the file; only its growth is held against a statement.
        const full = limits.workspaceBytes * 1.1 + SLACK_BYTES
        const mayGrowTo =
          request.kind === 'store' && !request.frees
            ? Math.max(full, fileBytes(folder) + SLACK_BYTES)
            : Number.POSITIVE_INFINITY
        running = {
          id,
          mayGrowTo,
          startedAt: Date.now(),
          overQuota: false,
          began: false,
          resolve,
          onProgress,
          grace: null,
        }
        send({ act: 'run', id, ...request })
      })
    },
    interrupt: () => interrupt('cancelled'),
    async tables() {
      const reply = await ask('tables')
      return reply?.say === 'tables' ? reply.tables : []
    },
    async size() {
      const reply = await ask('size')
      return reply?.say === 'size' ? reply.bytes : fileBytes(folder)
    },
    async close() {
      if (!alive) return
      why = 'closed'
      const ended = new Promise<void>((resolve) => child.onExit(() => resolve()))
      if (running === null) send({ act: 'close' })
      else child.kill()
      const force = setTimeout(() => child.kill(), 2_000)
      await ended
      clearTimeout(force)
    },
    residentBytes: () => residentBytes(child.pid) ?? 0,
    idleFor: () => (running === null ? Date.now() - idleSince : 0),
  }
}

/** The service itself stays quick, and where the machine runs out of memory a worker goes first. */
function makeModest(child: ChildHandle): void {
  try {
    setPriority(child.pid, 5)
  } catch {
    // Not allowed everywhere; nothing depends on it.
  }
  writeFile(`/proc/${child.pid}/oom_score_adj`, '500').catch(() => {})
}

/** What the workspace's files take on the disk. */
function fileBytes(folder: string): number {
  let bytes = 0
  for (const name of ['workspace.duckdb', 'workspace.duckdb.wal']) {
    bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}
