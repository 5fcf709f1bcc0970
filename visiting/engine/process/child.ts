/**
 * Starts a process of the engine: cleared environment, limits of the operating system, a folder of its own and, where
 * the kernel allows, a `bubblewrap` sandbox. Messages go over Node's IPC channel; its output is thrown away, since
 * whatever the engine prints may hold values.
 */
import { spawn } from 'node:child_process'
import type { Sandbox } from './sandbox.ts'
import { sandboxed } from './sandbox.ts'

/**
 * For how long the engine's allocator keeps what was freed, in ms, instead of giving it back and taking it again between
 * two small queries: on a busy machine that was a third of what they cost. Much that is freed at once goes back at once
 * all the same, and an idle worker that holds much gives way to a new one.
 */
const KEEPS_MEMORY = { DUCKDB_JE_MALLOC_CONF: 'dirty_decay_ms:30000,muzzy_decay_ms:30000' }

export interface ChildHandle {
  pid: number
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: (how: { code: number | null; signal: string | null }) => void): void
  /** SIGKILL, for the sandbox and all in it. */
  kill(): void
}

export interface ChildSpec {
  /** Bundled entry of the process. */
  script: string
  sandbox: Sandbox
  /** The only folder it may write; also its working folder. Null: none. */
  folder: string | null
  /** Files and folders it may read besides its own code. */
  reads: string[]
  limits: {
    /** Private writable memory, bytes (`RLIMIT_DATA`). The hard stop behind the watchdog. */
    dataBytes: number
    /** Size of one file, bytes. */
    fileBytes: number
  }
  /** Heap of JavaScript alone, in MB. */
  heapMb: number
  /** It will read a stranger's words; false for what only we have written. */
  untrusted: boolean
}

/** Throws where the operating system cannot start a process at all. */
export function startChild(spec: ChildSpec): ChildHandle {
  const { command, args, cwd } = sandboxed(spec)
  const child = spawn(command, args, {
    cwd,
    // Node adds the number of its message channel, and nothing of the service's own is passed on.
    env: KEEPS_MEMORY,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
    detached: false,
  })
  const exits: ((how: { code: number | null; signal: string | null }) => void)[] = []
  let ended: { code: number | null; signal: string | null } | null = null
  const end = (code: number | null, signal: string | null) => {
    if (ended !== null) return
    ended = { code, signal }
    for (const listener of exits) listener(ended)
  }
  child.on('exit', end)
  child.on('error', () => {
    // Also raised when a message meets a process that has just ended; then `exit` follows by itself.
    if (child.pid === undefined) end(null, 'spawn')
  })
  return {
    pid: child.pid ?? -1,
    send(message) {
      if (ended === null && child.connected) child.send(message as object, () => {})
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      if (ended !== null) listener(ended)
      else exits.push(listener)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
