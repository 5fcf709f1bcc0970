/**
 * The ledger's process as the service sees it: in the same cage as the researchers' workers, started at the first job,
 * ended when there is none for a while. One job at a time, so that its memory is bounded whatever is asked at once. What
 * a job writes is there whole or not at all, so a job whose process died is simply done again by a new one, once.
 */
import { mkdirSync } from 'node:fs'
import { Refusal } from '../../shared/model/refusals.ts'
import type { GatherSpec } from './ledger/gather-sets.ts'
import { type LedgerData, LedgerEngineError } from './ledger/ledger-data.ts'
import type { LedgerJob, LedgerReply, LedgerRequest, LedgerValue } from './ledger/messages.ts'
import { type ChildHandle, startChild } from './process/child.ts'
import type { Sandbox } from './process/sandbox.ts'

const MEMORY_BYTES = 1_024 * 1_048_576
/** One file of a set's members, or of what spills. */
const FILE_BYTES = 16e9
const JOB_MS = 10 * 60_000
const IDLE_MS = 60_000

export interface LedgerProcess extends LedgerData {
  /** Number of the process, null while there is none. */
  readonly pid: number | null
  close(): void
}

export interface LedgerProcessOptions {
  script: string
  sandbox: Sandbox
  /** The ledger's own, the only one it writes. */
  folder: string
  /** Folder of the environment's data, which leads from identifiers to digests; read only. */
  store: string
}

type Place = GatherSpec['place']

/**
 * `store` is the folder of the environment's data, which it may read; it writes `folder` alone. Throws
 * `LedgerEngineError` with a kind and no message of the engine, or `busy` once it is closed.
 */
export function makeLedgerProcess({ script, sandbox, folder, store }: LedgerProcessOptions): LedgerProcess {
  let child: ChildHandle | null = null
  let doing: {
    id: number
    place: Place
    settle(reply: Extract<LedgerReply, { say: 'done' | 'failed' }> | 'died'): void
  } | null = null
  let idle: NodeJS.Timeout | null = null
  let lastId = 0
  let line: Promise<unknown> = Promise.resolve()
  let closed = false

  function end(): void {
    child?.kill()
    child = null
  }

  function start(): ChildHandle {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const mine = startChild({
      script,
      sandbox,
      folder,
      reads: [store],
      heapMb: 512,
      // Its SQL is written by us, and it opens files by their paths.
      untrusted: false,
      limits: { dataBytes: 2 * MEMORY_BYTES + 1_500_000_000, fileBytes: FILE_BYTES },
    })
    mine.onMessage((message) => {
      const reply = message as LedgerReply
      if (doing?.id !== reply.id) return
      if (reply.say !== 'place') return doing.settle(reply)
      const { id, place, settle } = doing
      Promise.resolve(reply.rows)
        .then(place)
        .then(
          (places) => mine.send({ act: 'placed', id, places } satisfies LedgerRequest),
          () => settle({ say: 'failed', id, kind: 'placing' }),
        )
    })
    mine.onExit(() => {
      if (child !== mine) return
      child = null
      doing?.settle('died')
    })
    mine.send({ act: 'open', folder, store, memoryBytes: MEMORY_BYTES } satisfies LedgerRequest)
    return mine
  }

  async function once(job: LedgerJob, place: Place): Promise<LedgerValue | 'died'> {
    // Of a service that is being stopped: no fault, and the next one will answer.
    if (closed) throw new Refusal('busy', { seconds: 30 })
    if (idle) clearTimeout(idle)
    child ??= start()
    const id = ++lastId
    const answered = new Promise<Extract<LedgerReply, { say: 'done' | 'failed' }> | 'died'>((resolve) => {
      doing = { id, place, settle: resolve }
    })
    const late = setTimeout(() => {
      doing?.settle({ say: 'failed', id, kind: 'out of time' })
      end()
    }, JOB_MS)
    try {
      child.send({ act: 'do', id, job } satisfies LedgerRequest)
      const reply = await answered
      if (reply === 'died') return reply
      if (reply.say === 'done') return reply.value
      throw new LedgerEngineError(reply.kind)
    } finally {
      clearTimeout(late)
      doing = null
      idle = setTimeout(end, IDLE_MS)
      idle.unref()
    }
  }

  /** In turn; `place` answers the one question a job may have. */
  function ask(job: LedgerJob, place: Place = () => null): Promise<LedgerValue> {
    const answer = line.then(async () => {
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const value = await once(job, place)
        if (value !== 'died') return value
      }
      throw new LedgerEngineError('its process ended twice')
    })
    line = answer.catch(() => {})
    return answer
  }

  const written = (key: Uint8Array): string => Buffer.from(key).toString('base64')
  return {
    get pid() {
      return child?.pid ?? null
    },
    async personKeys({ secret, ledgerKey, ...spec }) {
      const keys = { secret: written(secret), ledgerKey: written(ledgerKey) }
      await ask({ kind: 'person-keys', spec: { ...spec, ...keys } })
    },
    gather: ({ ledgerKey, place, ...spec }) =>
      ask({ kind: 'gather', spec: { ...spec, ledgerKey: written(ledgerKey) } }, place) as ReturnType<
        LedgerData['gather']
      >,
    countPairs: (...given) => ask({ kind: 'count-pairs', given }) as ReturnType<LedgerData['countPairs']>,
    parts: (...given) => ask({ kind: 'parts', given }) as ReturnType<LedgerData['parts']>,
    countShared: (...given) => ask({ kind: 'count-shared', given }) as ReturnType<LedgerData['countShared']>,
    close() {
      closed = true
      if (idle) clearTimeout(idle)
      end()
      doing?.settle('died')
    },
  }
}
